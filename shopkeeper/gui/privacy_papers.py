"""Three papers an owner is asked for: the notice for members, the register of processing, the sheet for a breach."""

from datetime import date
from typing import Literal

from shopkeeper.paper.ledger import Ledger, Row
from shopkeeper.paper.note import Letterhead
from shopkeeper.say import Speech, text
from shopkeeper.service.privacy_facts import Facts
from shopkeeper.service.shops import Shop

Kind = Literal["notice", "register", "breach"]
KINDS: tuple[Kind, ...] = ("notice", "register", "breach")
_TO_WRITE = "_" * 34


def titles() -> dict[Kind, str]:
    """What each paper is called."""
    return {
        "notice": text("What we keep about you, and why"),
        "register": text("Register of processing"),
        "breach": text("Sheet for a breach of personal data"),
    }


def paper_of(kind: Kind, shop: Shop, speech: Speech, today: date, facts: Facts) -> Ledger:
    """One of the papers, as a list on A4; what the program does not know is left to be written in."""
    make = {"notice": _notice, "register": _register, "breach": _breach}[kind]
    heads, rows, shares, remarks = make(shop, facts)
    address = ", ".join(part for part in (shop.street, shop.postcode, shop.town) if part)
    return Ledger(
        Letterhead(shop.name, shop.tagline, accent=shop.accent),
        titles()[kind],
        (address, text("As of {day}").format(day=speech.day(today))),
        heads, rows, shares, remarks=remarks, language=shop.language or "en",
    )  # fmt: skip


_Made = tuple[tuple[str, ...], tuple[Row, ...], tuple[float, ...], tuple[str, ...]]


def _months(months: int | None) -> str:
    return text("until you ask us to forget it") if months is None else text("{n} months").format(n=months)


def _owner(shop: Shop) -> str:
    return shop.owner or _TO_WRITE


def _notice(shop: Shop, facts: Facts) -> _Made:
    times = facts.times
    told = (
        (text("Who answers for it"), text("{owner}, {shop}. Ask at the counter, or write to us.").format(owner=_owner(shop), shop=shop.name)),
        (text("What we keep"), text("Your name and number; how to reach you, if you told us; your purchases here, your points and your tier; what you told us and asked us to remember; what we wrote to you, and what you agreed to.")),
        (text("Why"), text("To run the membership you joined; to serve you as somebody we know. Letters, calls and messages only if you said yes, and until you say no.")),
        (text("Who sees it"), text("Those who serve in this shop. The program sends nothing to anybody and opens no connection to any network.")),
        (text("How long"), text("Your record: {members} after your last visit. The words of letters: {letters}. Notes of talks: {talks}. Copies for safety: {backups}.").format(
            members=_months(times.members), letters=_months(times.letters), talks=_months(times.talks), backups=_months(times.backups))),
        (text("What you may ask"), text("To see everything, on paper or as a file. To have it put right. To say no to letters, calls or messages at any time. To be forgotten: your name and all words go, sums without a name stay. You may take your data with you.")),
        (text("When we answer"), text("Within one month.")),
        (text("If we do not"), text("You may complain to the authority for data protection: {line}").format(line=_TO_WRITE)),
    )  # fmt: skip
    return ("", ""), tuple(Row(cells) for cells in told), (0.24, 0.76), ()


def _register(shop: Shop, facts: Facts) -> _Made:
    times = facts.times
    told = (
        (text("Membership"), text("Name, number, cards, contacts, addresses, birthday (without the year is enough)"), text("The contract of membership"), _months(times.members)),
        (text("Accounts"), text("Purchases, returns, points, tiers"), text("The contract; the duty to keep accounts"), text("without a name after forgetting")),
        (text("Service"), text("Likings, allergies as told, days, people around them, promises, wishes, complaints, talks"), text("The interest in serving well; allergies by consent"), _months(times.talks)),
        (text("Letters, calls, messages"), text("What was agreed to, when, how, to which words; what was written"), text("Consent"), _months(times.letters)),
        (text("Insights"), text("How often somebody comes and what they spend, worked out on this computer"), text("The interest in keeping customers; no decision is made by it"), text("not kept: worked out anew")),
        (text("Acts"), text("Who of us did what and when, sealed one upon the other"), text("To answer for it"), text("as the record it is about")),
    )  # fmt: skip
    guards = [
        text("Owner: {owner}. Processor: none; the program runs on the shop's own computer and sends nothing.").format(owner=_owner(shop)),
        text("Kept in one file for its owner's account alone, with backups for {months}.").format(months=_months(times.backups)),
        text("The book and its backups are encrypted with a passphrase.") if facts.locked
        else text("The book is not encrypted by the program. Encryption of the disk: {line}").format(line=_TO_WRITE),
        text("What only the owner may do asks for the owner's PIN; the screen is locked by PIN.") if facts.pins
        else text("Who serves is not proved by a PIN."),
        text("Passed on to: nobody. To other countries: none. Anything else the shop does with these data: {line}").format(line=_TO_WRITE),
    ]  # fmt: skip
    heads = (text("What for"), text("Which data"), text("On what ground"), text("How long"))
    return heads, tuple(Row(cells) for cells in told), (0.17, 0.37, 0.26, 0.20), tuple(guards)


def _breach(shop: Shop, facts: Facts) -> _Made:
    state = (
        text("Locked with a passphrase: whoever has the file alone cannot read it.") if facts.locked
        else text("Not encrypted by the program: whoever has the file can read it.")
    )  # fmt: skip
    asked = (
        text("When it happened, when it was noticed, by whom"),
        text("What happened: lost, stolen, seen, altered, destroyed"),
        text("Which data: the book, a backup, a stick, a list on paper, an export"),
        text("About how many members, and which kinds of data"),
        text("What may come of it for them"),
        text("What was done at once"),
        text("Told to the authority, within 72 hours: when, by whom; or why not"),
        text("Told to the members, if the risk for them is high: when, how; or why not"),
        text("What is changed so that it does not happen again"),
    )
    rows = [
        Row((f"{number}", question, "\n".join([_TO_WRITE + "_" * 8] * 3)))
        for number, question in enumerate(asked, 1)
    ]
    remarks = (
        text("The book: {state}").format(state=state),
        text("Do first: keep the file as it is, make a copy, change the passphrase and the PINs; “shopkeeper check” tells whether acts were altered."),
        text("Keep this sheet, also where nothing had to be told to anybody."),
        text("Answers for it: {owner}, {shop}.").format(owner=_owner(shop), shop=shop.name),
    )  # fmt: skip
    return ("", text("To be noted"), ""), tuple(rows), (0.05, 0.47, 0.48), remarks

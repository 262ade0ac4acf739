"""What the book holds about a member in words, ready for paper: what the window and the command print alike."""

from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from shopkeeper.gui.desk import Desk
from shopkeeper.gui.ledger_sheet import LedgerSheet
from shopkeeper.gui.member_words import called
from shopkeeper.paper.ledger import Ledger, Row
from shopkeeper.paper.note import Letterhead
from shopkeeper.say import Speech, text
from shopkeeper.service.consents import Consent
from shopkeeper.service.held import Held
from shopkeeper.service.shops import Shop


def titles() -> dict[str, str]:
    """What each table is called on the page; in this order, what is not named here last, under its own name."""
    return {
        "members": text("Who you are"),
        "contacts": text("How you are reached"),
        "addresses": text("Where you live"),
        "cards": text("Cards"),
        "pictures": text("Your picture (given to you with the file)"),
        "consents": text("What you agreed to"),
        "holds": text("When your data was kept and not used"),
        "requests": text("What you asked about your data"),
        "remarks": text("What we remember"),
        "dates": text("Days to remember"),
        "relations": text("People around you"),
        "households": text("Household"),
        "stays": text("Time in a household"),
        "standings": text("Where you stand"),
        "facts": text("Purchases, returns and points"),
        "lines": text("Lines of your bills"),
        "returned_lines": text("Lines that came back"),
        "promises": text("Promises to you"),
        "matters": text("Complaints and requests"),
        "matter_steps": text("What was done about them"),
        "wanted": text("What you asked us to get"),
        "talks": text("Talks"),
        "leavings": text("Why you left, as we noted it"),
        "tries": text("How we tried to see you again"),
        "praises": text("Thanks you gave to somebody who serves"),
        "letters": text("Letters to you"),
        "occasions": text("Thanks you earned"),
        "refusals": text("Perks you did not want"),
        "vouchers": text("Vouchers made for you"),
        "answers": text("Your answers to questions"),
        "cards_shown": text("Questions you were asked"),
        "draws": text("Draws you took part in"),
        "studied": text("Who here learned your name"),
        "rhythms": text("How often you come, worked out"),
        "set_aside": text("Lines put off on the morning page"),
        "draft_rows": text("Slips not posted yet"),
        "merges": text("Records made one"),
        "merged_facts": text("What came from the other record"),
        "moves": text("Purchases moved"),
        "apart": text("Members you were found not to be"),
        "before": text("What was changed in your record"),
        "acts": text("What was done, and when"),
        "lookup_documents": text("What the find box looks in"),
    }


_DAYS = (
    "happened_on", "said_on", "written_on", "noted_on", "made_on", "heard_on", "done_on", "given_on", "joined_on",
    "answered_on", "shown_on", "drawn_on", "planned_on", "taken_on", "studied_on", "asked_on", "from_day", "entered_at", "last_visit", "day",
)  # fmt: skip
# What ties rows together and means nothing to a reader; the file of everything has it.
_INNER = frozenset(
    {
        "id", "act_id", "member_id", "fact_id", "row", "row_id", "folded", "canonical", "by_person", "position", "happened_at",
        "heard_at", "key", "state_text", "last_fact", "tier_rank", "words", "parts", "shown", "summary", "gone", "leap_day",
        "jpeg", "person_id", "knew",
    }
)  # fmt: skip
_SAID_ALONE = frozenset(
    {"text", "what", "name", "number", "kind", "tier", "wording", "street", "town", "postcode", "perk"}
)
_YES_NO = frozenset({"given", "letters", "earns", "right_now", "never"})


def ledger_of(found: Held, shop: Shop, speech: Speech) -> Ledger:
    """The page: each kind of thing under a heading of its own, each row with its day and all it says."""
    named = titles()
    rows: list[Row] = []
    for table in (
        *(one for one in named if one in found.tables),
        *(one for one in found.tables if one not in named),
    ):
        kept = found.tables[table]
        rows.append(Row(("", named.get(table, table), speech.count(len(kept))), strong=True))
        rows += [Row((_day(row, speech), _words(table, row, speech), "")) for row in kept]
    return Ledger(
        letterhead=Letterhead(
            shop.name, shop.tagline, ", ".join(part for part in (shop.street, shop.town) if part), shop.accent
        ),
        title=text("What we hold about you"),
        whose=(
            called(found.name, found.number),
            text("Member {number}").format(number=found.number),
            text("As of {day}").format(day=speech.day(found.asked_on)),
        ),
        heads=(text("Day"), text("What"), text("Rows")),
        rows=tuple(rows),
        shares=(0.17, 0.73, 0.10),
        figures=1,
        remarks=(
            *(consent_words(one, speech) for one in found.consents),
            text("This is everything in the shop’s book with your number in it. It is kept on the shop’s own computer and"
                 " given to nobody. You may have it corrected, take it with you as a file, or be forgotten: ask us."),
            text("Backups of the book hold the same until they are thinned."),
        ),
        page_words=text("Page {page} of {pages}"),
        language=(shop.language or "en").replace("_", "-"),
    )  # fmt: skip


def channel_words(channel: str) -> str:
    """`Letters`, `E-mail`, `Phone calls`, `Text messages`."""
    return {
        "letter": text("Letters"), "e-mail": text("E-mail"), "phone": text("Phone calls"), "message": text("Text messages"),
    }[channel]  # fmt: skip


def how_words(how: str) -> str:
    """`in person`, `on a form`, …"""
    return {
        "in person": text("in person"), "on a form": text("on a form"), "by phone": text("by phone"),
        "in writing": text("in writing"), "": "",
    }[how]  # fmt: skip


def consent_words(one: Consent, speech: Speech) -> str:
    """`Letters: yes, 21 November 2026, in person, to Ngozi: “May we write to you?”`"""
    said = {True: text("yes"), False: text("no"), None: text("not asked")}[one.given]
    parts = [said]
    if one.said_on is not None:
        parts.append(speech.day(one.said_on))
    if one.how:
        parts.append(how_words(one.how))
    if one.by:
        parts.append(text("to {name}").format(name=one.by))
    words = f"{channel_words(one.channel)}: {', '.join(parts)}"
    return f"{words} · “{one.wording}”" if one.wording else words


def _day(row: dict[str, Any], speech: Speech) -> str:
    for column in _DAYS:
        value = row.get(column)
        if isinstance(value, str) and len(value) >= 10:
            try:
                return speech.day_short(date.fromisoformat(value[:10]))
            except ValueError:
                continue
    return ""


def _words(table: str, row: dict[str, Any], speech: Speech) -> str:
    parts = []
    for column, value in row.items():
        if value in (None, "", [], {}) or column in _INNER or (table, column) == ("standings", "state"):
            continue
        if column in _YES_NO:
            value = text("yes") if value else text("no")
        elif value == 0 or (column in _DAYS and _day({column: value}, speech) == _day(row, speech)):
            continue
        shown = speech.money(value) if column.endswith("_minor") else _said(value, speech)
        name = column.removesuffix("_minor").replace("_", " ")
        parts.append(shown if column in _SAID_ALONE else f"{name}: {shown}")
    return " · ".join(parts)


def _said(value: Any, speech: Speech) -> str:
    if isinstance(value, dict):
        told = {key: one for key, one in value.items() if one not in (None, "", 0) and key not in _INNER}
        return ", ".join(f"{key.replace('_', ' ')} {_said(one, speech)}" for key, one in told.items())
    if isinstance(value, list):
        return ", ".join(_said(one, speech) for one in value)
    if isinstance(value, str):
        try:
            return speech.day(date.fromisoformat(value)) if len(value) == 10 else value
        except ValueError:
            return value
    return str(value)


def show_held(desk: Desk, host: QWidget, found: Held, sheet: LedgerSheet | None) -> LedgerSheet:
    """Lays the page over the window, on the sheet that is there or a new one; answers it. The PDF's name names nobody."""
    if sheet is None:
        sheet = LedgerSheet(desk, host)
    name = text("what is held {day}").format(day=found.asked_on.isoformat())
    sheet.show_ledger(ledger_of(found, desk.shop, desk.speech), f"{name}.pdf")
    return sheet

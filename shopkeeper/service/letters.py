"""Letters of every kind: who is due one, the letter composed, the log of those written, the shop's wording and paper."""

from collections.abc import Sequence
from datetime import date

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading
from shopkeeper.rules.letter_kinds import KINDS, THANK_YOU, kind_of
from shopkeeper.rules.tiers import BASE_TIER
from shopkeeper.say import text as say
from shopkeeper.service import events, letter_guests, members, programmes
from shopkeeper.service.letter_composing import (
    LONGEST_OWN_LINE,
    LONGEST_TOLD,
    Letter,
    asks_for_voucher,
    compose,
    example,
    make_vouchers,
)
from shopkeeper.service.letter_due import due, due_for, due_in_group, due_in_tier, own_occasion, to_one
from shopkeeper.service.letter_log import Logged, Written, again, lately, written
from shopkeeper.service.letter_paper import POSTED_SIZES, SIZES, Paper, paper, set_paper
from shopkeeper.service.letter_whom import (
    DueLetter,
    DueList,
    LeftOut,
    MayWrite,
    may_write,
    pause_days,
    set_pause_days,
)
from shopkeeper.service.letter_words import (
    Wordings,
    keep_wordings,
    language_tag,
    original_wordings,
    originals,
    wordings,
)
from shopkeeper.service.thanks_due import DUE_DAYS
from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class ForCommand:
    """What the command prints, and whom it leaves out."""

    letters: tuple[Letter, ...]
    left_out: tuple[LeftOut, ...]


def for_command(
    book: Reading,
    numbers: Sequence[str],
    *,
    everybody_due: bool,
    own_line: str,
    today: date,
    kind: str = THANK_YOU,
    tier: str = "",
    group: str = "",
    told: str = "",
    event: str = "",
    offer: int | None = None,
) -> ForCommand:
    """What `letter KIND` prints: for the members named by number or card, all who are due, all of a tier or a saved group.

    A member named without an occasion gets a letter for no special reason. Who asked for no letters, or had one
    within the shop's limit, is left out. Declined: nobody named; a number nobody has; a tier there is not; a letter
    that invites to something and is not told to what.
    """
    if event:
        return _to_guests(book, event, numbers, own_line, today, kind, told, offer)
    if not numbers and not everybody_due and not tier and not group:
        raise Declined(
            "nobody_named",
            "Name a member, a tier or a saved group, or say --due for everybody who is due one.",
            "member",
        )
    asks = kind_of(kind).asks
    if asks and not told.strip():
        raise Declined("nothing_told", NOTHING_TOLD[asks], "about")
    chosen: dict[int, str | None] = {}
    left_out: dict[int, LeftOut] = {}
    for number in numbers:
        member_id = members.find_member(book, number)
        kept = book.row("select number, name from members where id = ?", (member_id,))
        may = may_write(book, member_id, today, kind)
        if kept is not None and may.because:
            left_out[member_id] = LeftOut(member_id, kept[0], kept[1], may.code, may.because)
            continue
        chosen[member_id] = own_occasion(book, member_id, today, kind)
    lists = [due(book, today, kind)] if everybody_due else []
    if tier:
        lists.append(due_in_tier(book, today, kind, tier_named(book, tier, today), " ".join(told.split())))
    if group:
        lists.append(due_in_group(book, today, kind, group, " ".join(told.split())))
    for everybody in lists:
        for one in everybody.due:
            chosen.setdefault(one.member_id, one.occasion)
        for left in everybody.left_out:
            left_out.setdefault(left.member_id, left)
    return ForCommand(
        tuple(
            compose(book, member_id, key, own_line, today, kind=kind, told=told, offer=offer)
            for member_id, key in chosen.items()
        ),
        tuple(left_out.values()),
    )


def _to_guests(
    book: Reading, named: str, numbers: Sequence[str], own_line: str, today: date, kind: str, told: str,
    offer: int | None,
) -> ForCommand:  # fmt: skip
    """The letters to an event's guests, before or after: for those who are to have one still, or those of them who are named."""
    if not kind_of(kind).guests:
        raise Declined("event_not_asked", "This letter is not about an event. Leave the event out.", "event")
    event = events.named(book, named)
    found = letter_guests.due_to_guests(book, today, kind, event.id)
    wanted = {members.find_member(book, number) for number in numbers}
    due_now = [one for one in found.due if not wanted or one.member_id in wanted]
    missing = wanted - {one.member_id for one in found.due} - {one.member_id for one in found.left_out}
    if missing:
        raise Declined(
            "no_invitation_due",
            "Somebody named here is not among those this letter goes to, or has had it already.",
            "member",
        )
    words = told or (letter_guests.told(book, event.id) if kind_of(kind).asks == "event" else "")
    return ForCommand(
        tuple(
            compose(book, one.member_id, one.occasion, own_line, today, kind=kind, told=words, offer=offer)
            for one in due_now
        ),
        tuple(one for one in found.left_out if not wanted or one.member_id in wanted),
    )


def tiers(book: Reading, today: date) -> tuple[str, ...]:
    """The tiers a letter can go to, the highest first; the last is everybody who has reached none."""
    return (*(tier.name for tier in reversed(programmes.on(book, today).tiers)), BASE_TIER)


def tier_named(book: Reading, named: str, today: date) -> str:
    """The tier of this name as it is written. Declined for a tier there is not."""
    known = tiers(book, today)
    found = next((name for name in known if name.casefold() == named.strip().casefold()), None)
    if found is None:
        names = ", ".join(known)
        raise Declined(
            "tier_unknown",
            say("There is no tier of that name. The tiers are: {names}.").format(names=names),
            "tier",
        )
    return found


NOTHING_TOLD = {
    "event": "This letter invites to something. Say first to what, and when.",
    "news": "This letter tells what is new. Write that first.",
}

__all__ = [
    "DUE_DAYS", "DueLetter", "DueList", "ForCommand", "KINDS", "LeftOut", "Letter", "LONGEST_OWN_LINE", "LONGEST_TOLD",
    "Logged", "MayWrite", "NOTHING_TOLD", "POSTED_SIZES", "Paper", "SIZES", "Wordings", "Written", "again", "asks_for_voucher", "compose",
    "due", "due_for", "due_in_group", "due_in_tier", "example", "for_command", "keep_wordings", "kind_of", "language_tag", "lately", "make_vouchers", "may_write",
    "original_wordings", "originals", "own_occasion", "paper", "pause_days", "set_paper", "set_pause_days", "tier_named", "tiers", "to_one", "wordings",
    "written",
]  # fmt: skip

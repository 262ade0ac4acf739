"""Thank-you notes: who is due one, the note composed, the log of those written, the shop's wording and paper."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.service import acts, members, shops
from shopkeeper.service.letter_composing import LONGEST_OWN_LINE, Letter, compose, example
from shopkeeper.service.letter_log import Logged, Written, again, lately, written
from shopkeeper.service.letter_words import Wordings, keep_wordings, original_wordings, originals, wordings
from shopkeeper.service.thanks_due import (
    DUE_DAYS,
    DueLetter,
    DueList,
    LeftOut,
    MayWrite,
    due,
    due_for,
    may_write,
    pause_days,
    set_pause_days,
    to_one,
)

SIZES = ("A5", "A6", "A4", "half-letter", "letter")
_PAPER = "letters:paper"
_INCHES = ("US", "CA", "MX", "PH", "CL", "CO")


@dataclass(frozen=True, slots=True)
class Paper:
    """What notes are printed on: the key of a size, and whether room is left to sign by hand."""

    size: str
    by_hand: bool = True


@dataclass(frozen=True, slots=True)
class ForCommand:
    """What the command prints, and whom it leaves out."""

    letters: tuple[Letter, ...]
    left_out: tuple[LeftOut, ...]


def paper(book: Reading) -> Paper:
    """What the shop prints its notes on: A5 with room to sign, or half letter where paper is measured in inches."""
    kept = book.value("select value from shop where name = ?", (_PAPER,))
    if kept is not None:
        return Paper(**json.loads(kept))
    return Paper("half-letter" if shops.read(book).country in _INCHES else "A5")


def set_paper(w: Writing, size: str, by_hand: bool) -> Paper:
    """Remember what notes are printed on."""
    if size not in SIZES:
        raise Declined("size_unknown", f"There is no paper called “{size[:40]}”.", "size")
    w.run(
        "insert into shop (name, value) values (?, ?) on conflict (name) do update set value = excluded.value",
        (_PAPER, json.dumps({"size": size, "by_hand": by_hand})),
    )
    acts.begin(w, "letter settings", size=size)
    return Paper(size, by_hand)


def for_command(
    book: Reading, numbers: Sequence[str], *, everybody_due: bool, own_line: str, today: date
) -> ForCommand:
    """What `letter thank-you` prints: for the members named by number or card, and for all who are due if asked.

    A member named without an occasion gets a note for no special reason. Who asked for no letters, or had a note
    within the shop's limit, is left out. Declined: nobody named and not all who are due; a number nobody has.
    """
    if not numbers and not everybody_due:
        raise Declined(
            "nobody_named", "Name a member, or say --due for everybody who is due a note.", "member"
        )
    chosen: dict[int, str | None] = {}
    left_out: dict[int, LeftOut] = {}
    for number in numbers:
        member_id = members.find_member(book, number)
        kept = book.row("select number, name from members where id = ?", (member_id,))
        may = may_write(book, member_id, today)
        if kept is not None and may.because:
            code = "lately" if may.allowed else "no_letters"
            left_out[member_id] = LeftOut(member_id, kept[0], kept[1], code, may.because)
            continue
        found = due_for(book, member_id, today)
        chosen[member_id] = found.occasion if found else None
    if everybody_due:
        everybody = due(book, today)
        for one in everybody.due:
            chosen.setdefault(one.member_id, one.occasion)
        for left in everybody.left_out:
            left_out.setdefault(left.member_id, left)
    return ForCommand(
        tuple(compose(book, member_id, key, own_line, today) for member_id, key in chosen.items()),
        tuple(left_out.values()),
    )


__all__ = [
    "DUE_DAYS", "DueLetter", "DueList", "ForCommand", "LeftOut", "Letter", "LONGEST_OWN_LINE", "Logged", "MayWrite", "Paper", "SIZES",
    "Wordings", "Written", "again", "compose", "due", "due_for", "example", "for_command", "keep_wordings", "lately",
    "may_write", "original_wordings", "originals", "paper", "pause_days", "set_paper", "set_pause_days", "to_one", "wordings",
    "written",
]  # fmt: skip

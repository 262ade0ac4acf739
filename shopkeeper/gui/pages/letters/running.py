"""Many letters to a printer or a PDF, on a thread and a connection of their own.

The desk hands in the `book` to read from; only the desk knows what it is.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtPrintSupport import QPrinter

from shopkeeper.errors import Cancelled, Declined, StorageTrouble
from shopkeeper.gui.notes import note_of, pieces_of, trial_sheet, vouchers_of
from shopkeeper.paper.images import read_picture
from shopkeeper.paper.note import Note
from shopkeeper.paper.pdf import write_pdf
from shopkeeper.paper.printing import print_notes
from shopkeeper.paper.sheets import Sheets
from shopkeeper.rules.letter_kinds import THANK_YOU
from shopkeeper.say import text
from shopkeeper.service import letter_pictures, letters
from shopkeeper.service.letters import Letter, Paper
from shopkeeper.service.pieces import Ways
from shopkeeper.service.standings import Progress
from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class Wish:
    """One letter that is wanted: a new one to a member, or one of the log once more (`logged` is its id); `offer` is that of
    the voucher it brings."""

    member_id: int
    occasion: str = ""
    own_line: str = ""
    logged: int = 0
    kind: str = THANK_YOU
    told: str = ""
    offer: int | None = None


@dataclass(frozen=True, slots=True)
class OnPaper:
    """The letters that are on paper now, word for word, and how many pages they took; `path` is the PDF's."""

    letters: tuple[Letter, ...]
    pages: int
    path: Path | None = None


Saves = Callable[..., OnPaper]


def numbered(book: Any, number: int, question: Callable[..., Any], *args: object) -> tuple[int, Any]:
    """The answer to a question with its number, so that one that was overtaken is known."""
    return number, question(book, *args)


def picture_for(_book: Any, which: str, path: Path) -> tuple[str, bytes]:
    """A picture the person chose, as it is kept, and what it is to be; made small on the scholar's thread."""
    return which, read_picture(path)


def letter_for(book: Any, wish: Wish, today: date) -> Letter:
    """The letter that is wanted."""
    if wish.logged:
        return letters.again(book, wish.logged)
    letter = letters.compose(
        book,
        wish.member_id,
        wish.occasion or None,
        wish.own_line,
        today,
        kind=wish.kind,
        told=wish.told,
        offer=wish.offer,
    )
    if letter.offer is not None and not letter.voucher:
        raise Declined(
            "voucher_not_made",
            text("The voucher of this letter has no number. Print it once more."),
            "voucher",
        )
    return letter


def save_all(
    book: Any,
    wishes: Sequence[Wish],
    paper: Paper,
    path: Path,
    title: str,
    author: str,
    today: date,
    *,
    progress: Progress,
) -> OnPaper:
    """Write all of them to one PDF; cancelled, there is none."""
    run = _Run(book, wishes, paper, today)
    done = write_pdf(
        path,
        run.notes(),
        title=title,
        author=author,
        language=letters.language_tag(book),
        progress=_Told(progress, len(wishes)),
    )
    if done.cancelled:
        raise Cancelled
    return OnPaper(tuple(run.composed), done.pages, path)


def save_each(
    book: Any,
    wishes: Sequence[Wish],
    paper: Paper,
    folder: Path,
    title: str,
    author: str,
    today: date,
    *,
    progress: Progress,
) -> OnPaper:
    """Write each to a PDF of its own, named by kind, day and the member's number; cancelled or refused, none is left."""
    pictures = letter_pictures.pictures(book)
    done: list[Letter] = []
    files: list[Path] = []
    pages = 0
    try:
        for wish in wishes:
            letter = letter_for(book, wish, today)
            # A number that came in with a list may hold signs no file can be called by.
            number = re.sub(r"[^0-9A-Za-z.-]", "_", letter.number)
            path = folder / f"{letter.kind} {today.isoformat()} {number}.pdf"
            pages += write_pdf(
                path,
                [note_of(letter, paper, pictures)],
                title=title,
                author=author,
                language=letters.language_tag(book),
            ).pages
            files.append(path)
            done.append(letter)
            progress(len(done), len(wishes))
    except (Cancelled, Declined, StorageTrouble):
        for path in files:
            path.unlink(missing_ok=True)
        raise
    return OnPaper(tuple(done), pages, folder)


def print_all(
    book: Any,
    wishes: Sequence[Wish],
    paper: Paper,
    to: QPrinter,
    title: str,
    today: date,
    *,
    progress: Progress,
) -> OnPaper:
    """Send all of them to the printer; cancelled, the job is withdrawn."""
    run = _Run(book, wishes, paper, today)
    done = print_notes(to, run.notes(), title=title, progress=_Told(progress, len(wishes)))
    if done.cancelled:
        raise Cancelled
    return OnPaper(tuple(run.composed), done.pages)


def print_pieces(
    book: Any,
    thing: str,
    member_ids: Sequence[int],
    ways: Ways,
    start: int,
    to: QPrinter,
    title: str,
    *,
    progress: Progress,
) -> int:
    """Send the sheets of cards, labels or envelopes to the printer, the page that tests it where nobody is chosen;
    answers how many."""
    made = _sheets(book, thing, member_ids, ways, start)
    done = print_notes(to, made, title=title, progress=_Told(progress, len(made)))
    if done.cancelled:
        raise Cancelled
    return done.pages


def save_pieces(
    book: Any,
    thing: str,
    member_ids: Sequence[int],
    ways: Ways,
    start: int,
    path: Path,
    title: str,
    author: str,
    *,
    progress: Progress,
) -> int:
    """Write the sheets to one PDF; answers how many."""
    made = _sheets(book, thing, member_ids, ways, start)
    done = write_pdf(
        path,
        made,
        title=title,
        author=author,
        language=letters.language_tag(book),
        progress=_Told(progress, len(made)),
    )
    if done.cancelled:
        raise Cancelled
    return done.pages


def print_vouchers(
    book: Any, numbers: Sequence[str], ways: Ways, start: int, to: QPrinter, title: str, today: date, *, progress: Progress
) -> tuple[int, int]:  # fmt: skip
    """Send the sheets of these vouchers to the printer; answers how many vouchers and sheets."""
    made = list(vouchers_of(book, numbers, today, ways, start=start))
    done = print_notes(to, made, title=title, progress=_Told(progress, len(made)))
    if done.cancelled:
        raise Cancelled
    return len(numbers), done.pages


def save_vouchers(
    book: Any, numbers: Sequence[str], ways: Ways, start: int, path: Path, title: str, author: str, today: date, *,
    progress: Progress,
) -> tuple[int, int]:  # fmt: skip
    """Write the sheets of these vouchers to one PDF; answers how many vouchers and sheets."""
    made = list(vouchers_of(book, numbers, today, ways, start=start))
    done = write_pdf(
        path,
        made,
        title=title,
        author=author,
        language=letters.language_tag(book),
        progress=_Told(progress, len(made)),
    )
    if done.cancelled:
        raise Cancelled
    return len(numbers), done.pages


def _sheets(book: Any, thing: str, member_ids: Sequence[int], ways: Ways, start: int) -> list[Sheets]:
    if not member_ids:
        return [trial_sheet(getattr(ways, thing), ways)]
    return list(pieces_of(book, thing, member_ids, ways, start=start))


class _Told:
    """Hands on how many sheets are done; answers False where the person stops."""

    def __init__(self, progress: Progress, of: int) -> None:
        self._progress, self._of = progress, of

    def __call__(self, done: int) -> bool:
        try:
            self._progress(done, self._of)
        except Cancelled:
            return False
        return True


class _Run:
    def __init__(self, book: Any, wishes: Sequence[Wish], paper: Paper, today: date) -> None:
        self._book, self._wishes, self._paper, self._today = book, wishes, paper, today
        self.composed: list[Letter] = []

    def notes(self) -> Iterator[Note]:
        pictures = letter_pictures.pictures(self._book)
        for wish in self._wishes:
            letter = letter_for(self._book, wish, self._today)
            self.composed.append(letter)
            yield note_of(letter, self._paper, pictures)

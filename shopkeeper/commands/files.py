"""Commands that read and write files: import, export, letter."""

from pathlib import Path
from typing import Any

from shopkeeper.commands.answers import Answer
from shopkeeper.commands.people import by_person
from shopkeeper.commands.session import Session
from shopkeeper.commands.statement import statement
from shopkeeper.errors import Declined
from shopkeeper.say import text
from shopkeeper.service import (
    exporting,
    importing,
    importing_everything,
    letter_pictures,
    letters,
    likeness_words,
    members,
    pieces,
    vouchers,
)
from shopkeeper.service.importing_files import Choices
from shopkeeper.service.letter_titles import title


def bring_in(
    session: Session, *, what: Any, file: str, map: tuple[str, ...] = (), dry_run: bool = False,
    encoding: str | None = None, days: Any = None, decimal: Any = None, heading: str | None = None,
    sheet: str | None = None, zeros: str | None = None, by: str | None = None,
) -> Answer:  # fmt: skip
    """A list of members or purchases, as one act."""
    if what == "everything":
        return _bring_back(session, Path(file), dry_run=dry_run)
    columns: dict[str, str] = {}
    for pair in map:
        ours, equals, theirs = pair.partition("=")
        if not equals:
            raise Declined(
                "map_not_understood", "Write a column as ours=theirs, such as amount=Total.", "map"
            )
        columns[ours.strip()] = theirs.strip()
    choices = Choices(
        encoding=encoding,
        header=None if heading is None else heading == "yes",
        day_order=days,
        decimal_mark=decimal,
        sheet=sheet,
        zeros=None if zeros is None else zeros == "yes",
        columns=columns,
    )
    who = by_person(session, by)
    if not dry_run:
        session.keep_first("import")
    with session.writing() as w:
        done = importing.import_file(w, what, Path(file), choices, dry_run=dry_run, by=who)
    return {
        "import": done.act,
        "read": done.read,
        "added": done.added,
        "changed": done.changed,
        "again": done.again,
        "refused": [{"row": refused.line, "because": refused.because} for refused in done.refused],
        "new_members": done.new_members,
        "amount_minor": done.amount_minor,
        "warnings": list(done.warnings),
        "likely": [
            {"row": one.line, "name": one.added, "number": one.number, "known_as": one.name,
             "because": [likeness_words.because(reason) for reason in one.reasons]}
            for one in done.likely
            if one.member_id is not None
        ],
    }  # fmt: skip


def _bring_back(session: Session, file: Path, *, dry_run: bool) -> Answer:
    if dry_run:
        raise Declined(
            "no_dry_run", "A whole book is read in whole or not at all; there is no trying.", "dry_run"
        )
    with session.writing() as w:
        done = importing_everything.bring_back(w, file)
    return {
        "import": None, "read": done.rows, "added": done.rows, "changed": 0, "again": 0, "refused": [],
        "new_members": done.members, "purchases": done.purchases,
    }  # fmt: skip


def write_out(session: Session, *, what: Any, file: str, group: str = "") -> Answer:
    """Members, purchases, standings or everything as a file; of everybody, or of a saved group."""
    done = exporting.export_file(session.reading, what, Path(file), session.today, group=group)
    return {"written": done.written}


def letter(
    session: Session, *, kind: str, pdf: str, member: tuple[str, ...] = (), due: bool = False, tier: str = "", group: str = "",
    event: str = "", voucher: str = "", about: str = "", line: str = "", by: str | None = None,
) -> Answer:  # fmt: skip
    """Letters of a kind as one PDF, logged once the file is there; or statements of points."""
    if kind == "statement":
        if due or tier or group or event or voucher or about or line or by:
            raise Declined(
                "option_unknown", "A statement takes members and a file, and nothing else.", "kind"
            )
        return statement(session, numbers=member, pdf=pdf)
    who = by_person(session, by)
    offer = vouchers.named(session.reading, voucher, session.today).id if voucher else None

    def choose() -> letters.ForCommand:
        return letters.for_command(
            session.reading, member, everybody_due=due, own_line=line, today=session.today, kind=kind, tier=tier, group=group,
            told=about, event=event, offer=offer,
        )  # fmt: skip

    chosen = choose()
    if offer is not None and chosen.letters:
        with session.writing() as w:
            letters.make_vouchers(w, kind, offer, [one.member_id for one in chosen.letters], by=who)
        chosen = choose()
    pages = 0
    if chosen.letters:
        from shopkeeper.gui.notes import note_of
        from shopkeeper.paper.fonts import without_window
        from shopkeeper.paper.pdf import write_pdf

        kept = without_window()
        paper = letters.paper(session.reading)
        pictures = letter_pictures.pictures(session.reading)
        notes = [note_of(one, paper, pictures) for one in chosen.letters]
        shop = session.shop.name
        pages = write_pdf(
            Path(pdf),
            notes,
            title=text("{letter} from {shop}").format(letter=title(kind).name, shop=shop),
            author=shop,
            language=letters.language_tag(session.reading),
        ).pages
        del kept
        with session.writing() as w:
            letters.written(w, chosen.letters, by=who)
    return {
        "pages": pages,
        "to": [one.number for one in chosen.letters],
        "left_out": [{"number": one.number, "because": one.because} for one in chosen.left_out],
    }


def cards(
    session: Session,
    *,
    pdf: str,
    member: tuple[str, ...] = (),
    tier: str = "",
    format: str = "",
    start: int = 1,
) -> Answer:
    """Membership cards on sheets, as one PDF."""
    return _pieces(session, "cards", pdf, member, tier, format, start)


def labels(
    session: Session,
    *,
    pdf: str,
    member: tuple[str, ...] = (),
    tier: str = "",
    format: str = "",
    start: int = 1,
) -> Answer:
    """Address labels on sheets, as one PDF."""
    return _pieces(session, "labels", pdf, member, tier, format, start)


def _pieces(
    session: Session, thing: str, pdf: str, member: tuple[str, ...], tier: str, format: str, start: int
) -> Answer:
    from shopkeeper.gui.notes import pieces_of
    from shopkeeper.paper.fonts import without_window
    from shopkeeper.paper.pdf import write_pdf

    book, today = session.reading, session.today
    if not member and not tier:
        raise Declined("nobody_named", "Name a member or a tier.", "member")
    named = [members.find_member(book, number) for number in member]
    lists = [pieces.these(book, thing, named, today)]
    if tier:
        lists.append(pieces.in_tier(book, thing, letters.tier_named(book, tier, today), today))
    ids = list(dict.fromkeys(one.member_id for found in lists for one in found.due))
    pages = 0
    if ids:
        kept = without_window()
        sheets = pieces_of(book, thing, ids, pieces.ways(book), format=format, start=start)
        pages = write_pdf(
            Path(pdf), sheets, title=thing, author=session.shop.name, language=letters.language_tag(book)
        ).pages
        del kept
    numbers = {one.member_id: one.number for found in lists for one in found.due}
    return {
        "pages": pages,
        "to": [numbers[one] for one in ids],
        "left_out": [
            {"number": one.number, "because": one.because} for found in lists for one in found.left_out
        ],
    }

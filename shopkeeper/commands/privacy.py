"""Commands about what is held of a member: held, consent, forget, keeping, papers."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from shopkeeper.commands.answers import Answer
from shopkeeper.commands.people import by_person
from shopkeeper.commands.session import Session
from shopkeeper.errors import Declined
from shopkeeper.service import backups, consents, forgetting, keeping_times, members
from shopkeeper.service import held as holding


def held(session: Session, *, member: str, pdf: str | None = None, csv: str | None = None) -> Answer:
    """What is held about a member: as data, or as a page to give them, or as a table."""
    found = holding.of(session.reading, members.find_member(session.reading, member), session.today)
    if pdf is None and csv is None:
        return found.as_data()
    answer: Answer = {"number": found.number, "rows": sum(map(len, found.tables.values()))}
    if csv is not None:
        from shopkeeper.service.exporting_files import write_csv

        cells = [("table", "row", "column", "value")]
        for table, rows in found.tables.items():
            cells += [
                (table, str(number), column, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
                for number, row in enumerate(rows, 1)
                for column, value in row.items()
            ]  # fmt: skip
        write_csv(Path(csv), cells)
    if pdf is not None:
        from shopkeeper.gui.held_page import ledger_of
        from shopkeeper.paper.fonts import without_window
        from shopkeeper.paper.ledger import lay_out_ledger
        from shopkeeper.paper.pdf import write_pdf

        kept = without_window()
        ledger = ledger_of(found, session.shop, session.speech)
        laid = [lay_out_ledger(ledger)]
        answer["pages"] = write_pdf(Path(pdf), laid, title=ledger.title, author=session.shop.name).pages
        del kept
    return answer


def papers(session: Session, *, kind: Any, pdf: str) -> Answer:
    """The notice, the register of processing, or the sheet for a breach, as a PDF."""
    from shopkeeper.gui.privacy_papers import paper_of
    from shopkeeper.paper.fonts import without_window
    from shopkeeper.paper.ledger import lay_out_ledger
    from shopkeeper.paper.pdf import write_pdf
    from shopkeeper.service.privacy_facts import facts_of

    kept = without_window()
    ledger = paper_of(
        kind, session.shop, session.speech, session.today, facts_of(session.reading, session.path)
    )
    laid = [lay_out_ledger(ledger)]
    pages = write_pdf(Path(pdf), laid, title=ledger.title, author=session.shop.name).pages
    del kept
    return {"paper": kind, "pages": pages}


def consent(
    session: Session, *, member: str, channel: Any, answer: bool, how: Any = "in person", wording: str = "",
    on: date | None = None, by: str | None = None,
) -> Answer:  # fmt: skip
    """What a member said about one channel, with the proof."""
    who = by_person(session, by)
    with session.writing() as w:
        member_id = members.find_member(w, member)
        done = consents.answer(
            w, member_id, channel, given=answer, how=how, wording=wording, said_on=on, by=who
        )
    said = done.consent
    return {
        "act": done.act, "number": done.affected[0].number, "channel": said.channel, "given": said.given,
        "on": None if said.said_on is None else said.said_on.isoformat(),
    }  # fmt: skip


def forget(session: Session, *, member: str, by: str | None = None) -> Answer:
    """A member is forgotten; the shop's totals stay. This cannot be undone."""
    who = by_person(session, by)
    with session.writing() as w:
        done = forgetting.forget(w, members.find_member(w, member), by=who)
    session.let_go_of_reading()
    gone_by = backups.after_forgetting(session.book, session.now)
    return {"act": done.act, "in_backups_until": gone_by.isoformat(), "mentioned": list(done.mentioned)}


def keeping(session: Session, *, what: str | None = None, months: str | None = None) -> Answer:
    """How long things are kept; with two words, set one of them."""
    if what is not None:
        if months is None or not (months == "ever" or months.isdecimal()):
            raise Declined("months_not_understood", "Write a number of months, or ever.", "months")
        number = None if months == "ever" else int(months)
        if what == "backups" and number is None:
            raise Declined(
                "months_not_understood", "Backups are thinned: write a number of months.", "months"
            )
        with session.writing() as w:
            kept = {part: getattr(keeping_times.read(w), part) for part in keeping_times.PARTS}
            keeping_times.set_times(w, keeping_times.Times(**{**kept, what: number}))
    times, due = keeping_times.read(session.reading), keeping_times.due(session.reading, session.today)
    return {
        "months": {part: getattr(times, part) for part in keeping_times.PARTS},
        "due": {"members": due.members, "letters": due.letters, "talks": due.talks, "matters": due.matters},
    }

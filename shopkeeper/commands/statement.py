"""`letter statement`: members' statements of points as one PDF, each beginning on a sheet of its own."""

from pathlib import Path

from shopkeeper.commands.answers import Answer
from shopkeeper.commands.session import Session
from shopkeeper.errors import Declined
from shopkeeper.service import members, statements


def statement(session: Session, *, numbers: tuple[str, ...], pdf: str) -> Answer:
    """Every movement with the balance after it. Nothing is logged: a statement is no letter of thanks."""
    if not numbers:
        raise Declined("nobody_named", "Name the member whose statement it is.", "member")
    ids = dict.fromkeys(members.find_member(session.reading, number) for number in numbers)
    found = [statements.of(session.reading, member_id, session.today) for member_id in ids]
    from shopkeeper.gui.statements import ledger_of
    from shopkeeper.paper.fonts import without_window
    from shopkeeper.paper.ledger import lay_out_ledger
    from shopkeeper.paper.pdf import write_pdf

    kept = without_window()
    shop, speech = session.shop, session.speech
    ledgers = [ledger_of(one, shop, speech) for one in found]
    laid = (lay_out_ledger(ledger) for ledger in ledgers)
    pages = write_pdf(Path(pdf), laid, title=ledgers[0].title, author=shop.name).pages
    del kept
    return {"pages": pages, "to": [one.number for one in found], "left_out": []}

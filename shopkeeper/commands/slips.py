"""The command that prints the slip of a purchase: on a receipt printer, or as a page."""

from pathlib import Path

from shopkeeper.commands.answers import Answer
from shopkeeper.commands.session import Session
from shopkeeper.errors import Declined
from shopkeeper.say import text
from shopkeeper.service import letters, purchases, slips


def slip(
    session: Session, *, purchase: str, to: str = "", roll: str = "80", uncut: bool = False, drawer: bool = False,
    code: bool = False, pdf: str | None = None,
) -> Answer:  # fmt: skip
    """The slip of a purchase. Declined: neither a printer nor a file is named; what the printer says no to."""
    if not to and pdf is None:
        raise Declined(
            "nowhere_to", "Say where the slip goes: --to the receipt printer, or --pdf a file.", "to"
        )
    from shopkeeper.gui.notes import slip_of
    from shopkeeper.paper import receipt_device, receipts
    from shopkeeper.paper.fonts import without_window
    from shopkeeper.paper.pdf import write_pdf

    device = receipt_device.named(to, roll=int(roll), cut=not uncut, drawer=drawer) if to else None
    found = slips.of(
        session.reading, purchases.purchase_id(session.reading, purchase), session.today, with_code=code
    )
    kept = without_window()
    paper = slip_of(found, int(roll))
    if pdf is not None:
        language = letters.language_tag(session.reading)
        write_pdf(Path(pdf), [paper], title=text("Slip"), author=session.shop.name, language=language)
    if device is not None:
        receipts.print_slip(paper, device)
    del kept
    lines = [list(pair) for pair in found.pairs]
    return {"purchase": found.purchase, "pages": 1, "printed": device is not None, "lines": lines}

"""A composed letter as a note for paper: what the window and the command print alike."""

from shopkeeper.paper.note import Letterhead, Note
from shopkeeper.paper.page import A5, SIZES
from shopkeeper.service.letters import Letter, Paper


def note_of(letter: Letter, paper: Paper) -> Note:
    """The note to lay out, on the shop's paper."""
    return Note(
        letterhead=Letterhead(letter.shop_name, letter.tagline, letter.address_line, letter.accent),
        paragraphs=letter.paragraphs,
        salutation=letter.salutation,
        own_line=letter.own_line,
        closing=letter.closing,
        signature_name=letter.signature_name,
        date_text=letter.date_text,
        by_hand=paper.by_hand,
        language=letter.language,
        size=SIZES.get(paper.size, A5),
    )

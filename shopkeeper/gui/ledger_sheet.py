"""A list on paper, laid over the window: looked at sheet by sheet, printed, saved as PDF."""

from functools import partial

from shopkeeper.gui.paper_sheet import PaperSheet
from shopkeeper.paper.ledger import Ledger, lay_out_ledger


class LedgerSheet(PaperSheet):
    """Shows one list."""

    def show_ledger(self, ledger: Ledger, file_name: str) -> None:
        """Slides in with the list; `file_name` is offered for the PDF and names nobody."""
        self.show_paper(partial(lay_out_ledger, ledger), ledger.title, file_name, ledger.letterhead.shop_name)

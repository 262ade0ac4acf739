"""Brings letters to a printer or a PDF, asks how they came out, and has those that did noted down."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from shopkeeper.errors import Cancelled, Declined, StorageTrouble
from shopkeeper.gui.asking import Asker
from shopkeeper.gui.desk import Desk, Sent
from shopkeeper.gui.notes import size_of
from shopkeeper.gui.pages.letters import running
from shopkeeper.gui.pages.letters.due_view import DueView
from shopkeeper.gui.pages.letters.lately_view import LatelyView
from shopkeeper.gui.pages.letters.pieces_view import PiecesView
from shopkeeper.gui.pages.letters.running import OnPaper, Wish
from shopkeeper.gui.shell import Remembers, Shell
from shopkeeper.gui.widgets.toast import Toast
from shopkeeper.paper.page import PageSize, sheet_of
from shopkeeper.paper.printing import printer, printer_names
from shopkeeper.rules.letter_kinds import THANK_YOU
from shopkeeper.service import acts, letters, pieces
from shopkeeper.service.letter_titles import title
from shopkeeper.service.letters import Paper, Written
from shopkeeper.service.vouchers import Made

_PRINTER = "printer/letters"
_PIECES_PRINTER = "printer/{thing}"
Front = DueView | LatelyView | PiecesView


class Press(QObject):
    """`asker` is who asks for a printer or a file; `free` says whether a new run may begin, `waits` whether the
    person is asked how the last one came out."""

    busy = Signal(bool)
    logged = Signal(object)  # Written

    def __init__(self, desk: Desk, shell: Shell, page: QWidget, store: Remembers | None) -> None:
        super().__init__(page)
        self._desk, self._shell, self._page, self._store = desk, shell, page, store
        self.asker = Asker()
        self._sent: Sent | None = None
        self._again = False
        self._on_paper: OnPaper | None = None
        self._front: Front | None = None
        self._made_act: int | None = None
        self._onward: Callable[[Made | None], None] | None = None

    @property
    def free(self) -> bool:
        """Nothing is on its way to paper, and nothing waits for an answer."""
        return self._sent is None and self._on_paper is None

    @property
    def waits(self) -> bool:
        """The person is asked whether the letters came out well."""
        return self._on_paper is not None

    def print_these(self, wishes: Sequence[Wish], front: Front) -> None:
        """To a printer the person chooses."""
        if not wishes or not self.free:
            return
        paper = self._desk.ask(letters.paper)
        ready = self._ask_printer(sheet_of(paper.size), _PRINTER, front, self.tr("Print letters"))
        if ready is None:
            return
        self._with_vouchers(wishes, front, partial(self._put_letters_on_paper, wishes, front, paper, ready))

    def _put_letters_on_paper(
        self, wishes: Sequence[Wish], front: Front, paper: Paper, ready: QPrinter, _made: Made | None
    ) -> None:
        name = title(wishes[0].kind).name
        sent = self._desk.study_long(running.print_all, wishes, paper, ready, name, self._desk.today)
        self._run(sent.then(self._printed), front, self.tr("Printing"))

    def _with_vouchers(
        self, wishes: Sequence[Wish], front: Front, onward: Callable[[Made | None], None]
    ) -> None:
        """Makes the vouchers these letters bring, before they are on paper; a letter printed again brings the same."""
        offer = wishes[0].offer
        if offer is None:
            onward(None)
            return
        ids = [wish.member_id for wish in wishes]
        kind, by = wishes[0].kind, self._desk.serving
        self._make(
            front, partial(self._desk.send_long, letters.make_vouchers, kind, offer, ids, by=by), onward
        )

    def _ask_printer(self, size: PageSize, kept: str, front: Front, words: str) -> QPrinter | None:
        """A printer ready for this sheet, the one used last for its kind unless another is chosen; None if the
        person thinks better of it, or there is none."""
        name = self._store.recall(kept) if self._store is not None else ""
        try:
            ready = printer(size, name if name in printer_names() else "")
        except Declined as declined:
            front.error.explain(declined)
            return None
        if not self.asker.printer(self._page, ready, words):
            return None
        if self._store is not None:
            self._store.remember(kept, ready.printerName())
        return ready

    def print_pieces(self, view: PiecesView, *, test: bool = False) -> None:
        """Cards, labels or envelopes to a printer the person chooses, or the page that tests it."""
        if not self.free or not (view.chosen or test):
            return
        ways = self._desk.ask(pieces.ways)
        kept = _PIECES_PRINTER.format(thing=view.thing)
        ready = self._ask_printer(size_of(view.thing, view.key), kept, view, view.title.text())
        if ready is None:
            return
        sent = self._desk.study_long(
            running.print_pieces, view.thing, () if test else view.chosen, ways, view.start.value(), ready,
            view.title.text(),
        )  # fmt: skip
        self._run(sent.then(self._pieces_printed), view, self.tr("Printing"))

    def save_pieces(self, view: PiecesView) -> None:
        """The same as a PDF."""
        if not self.free or not view.chosen:
            return
        name = f"{view.thing} {self._desk.today.isoformat()}.pdf"
        path = self.asker.pdf(self._page, self.tr("Save as PDF"), name)
        if path is None:
            return
        sent = self._desk.study_long(
            running.save_pieces, view.thing, view.chosen, self._desk.ask(pieces.ways), view.start.value(), path,
            view.title.text(), self._desk.shop.name,
        )  # fmt: skip
        self._run(sent.then(self._pieces_saved), view, self.tr("Writing the PDF"))

    def print_vouchers(self, view: PiecesView, make: Callable[[], Sent]) -> None:
        """Vouchers to a printer the person chooses: their numbers are in the book before they are on paper."""
        if not self.free:
            return
        ready = self._ask_printer(
            size_of("vouchers", view.key), _PIECES_PRINTER.format(thing="vouchers"), view, view.title.text()
        )
        if ready is not None:
            self._make(view, make, partial(self._put_on_paper, view, ready))

    def save_vouchers(self, view: PiecesView, make: Callable[[], Sent]) -> None:
        """The same as a PDF."""
        if not self.free:
            return
        path = self.asker.pdf(
            self._page, self.tr("Save as PDF"), f"vouchers {self._desk.today.isoformat()}.pdf"
        )
        if path is not None:
            self._make(view, make, partial(self._put_in_file, view, path))

    def _make(self, view: Front, make: Callable[[], Sent], onward: Callable[[Made | None], None]) -> None:
        self._onward = onward
        self._run(make().then(self._made), view, self.tr("Making the numbers"))

    def _made(self, made: Made) -> None:
        self._rest()
        if isinstance(self._front, PiecesView):
            self._made_act = made.act
        if self._onward is not None:
            self._onward(made)

    def _put_on_paper(self, view: PiecesView, ready: QPrinter, made: Made | None) -> None:
        assert made is not None
        sent = self._desk.study_long(
            running.print_vouchers, made.numbers, self._desk.ask(pieces.ways), view.start.value(), ready, view.title.text(),
            self._desk.today,
        )  # fmt: skip
        self._run(sent.then(self._vouchers_out), view, self.tr("Printing"))

    def _put_in_file(self, view: PiecesView, path: Path, made: Made | None) -> None:
        assert made is not None
        sent = self._desk.study_long(
            running.save_vouchers, made.numbers, self._desk.ask(pieces.ways), view.start.value(), path, view.title.text(),
            self._desk.shop.name, self._desk.today,
        )  # fmt: skip
        self._run(sent.then(self._vouchers_out), view, self.tr("Writing the PDF"))

    def _vouchers_out(self, done: tuple[int, int]) -> None:
        self._rest()
        count, sheets = done
        self._made_act = None
        self._shell.show_toast(
            Toast(
                self.tr("%n vouchers are issued", "", count)
                if count != 1
                else self.tr("1 voucher is issued"),
                self.tr("%n sheets", "", sheets) if sheets != 1 else self.tr("1 sheet"),
            )
        )

    def _pieces_printed(self, sheets: int) -> None:
        self._rest()
        self._shell.show_toast(Toast(self.tr("%n sheets sent to the printer", "", sheets)))

    def _pieces_saved(self, sheets: int) -> None:
        self._rest()
        self._shell.show_toast(Toast(self.tr("%n sheets saved as PDF", "", sheets)))

    def save_these(self, wishes: Sequence[Wish], front: Front) -> None:
        """All in one PDF."""
        if not wishes or not self.free:
            return
        name = f"{wishes[0].kind} {self._desk.today.isoformat()}.pdf"
        path = self.asker.pdf(self._page, self.tr("Save as PDF"), name)
        if path is not None:
            self._save(running.save_all, wishes, path, front)

    def save_each_of(self, wishes: Sequence[Wish], front: Front) -> None:
        """A PDF for each, named by the member's number."""
        if not wishes or not self.free:
            return
        folder = self.asker.folder(self._page, self.tr("Folder for the PDFs"))
        if folder is not None:
            self._save(running.save_each, wishes, folder, front)

    def _save(self, how: running.Saves, wishes: Sequence[Wish], where: Path, front: Front) -> None:
        self._with_vouchers(wishes, front, partial(self._put_letters_in_file, how, wishes, where, front))

    def _put_letters_in_file(
        self, how: running.Saves, wishes: Sequence[Wish], where: Path, front: Front, _made: Made | None
    ) -> None:
        paper = self._desk.ask(letters.paper)
        name, shop = title(wishes[0].kind).name, self._desk.shop.name
        sent = self._desk.study_long(how, wishes, paper, where, name, shop, self._desk.today)
        self._run(sent.then(self._saved), front, self.tr("Writing the PDF"))

    def _run(self, sent: Sent, front: Front, words: str) -> None:
        self._shell.clear_toast()
        front.error.clear()
        self._again = isinstance(front, LatelyView)
        self._sent, self._front = sent, front
        self.busy.emit(True)
        front.set_busy(True)
        front.progress.begin(words)
        sent.otherwise(self.failed).watched(self._come)

    def _come(self, done: int, of: int) -> None:
        if self._front is not None:
            self._front.progress.come(done, of, self.tr("{done} of {of}").format(done=done, of=of))

    def cancel(self) -> None:
        """Stops the run at its next letter; nothing is noted down."""
        if self._sent is not None:
            self._sent.cancel()

    def _rest(self) -> None:
        self._sent = None
        self.busy.emit(False)
        if self._front is not None:
            self._front.set_busy(False)
            self._front.progress.end()

    def failed(self, error: Exception) -> None:
        """Something said no: the page says so, and nothing is noted down."""
        self._rest()
        if self._made_act is not None:
            # What did not come out has no numbers either, or the list would say that they are in somebody's hands.
            self._desk.send(acts.undo, self._made_act)
            self._made_act = None
        if self._front is None:
            return
        if isinstance(error, Cancelled):
            self._front.error.say(self.tr("Stopped. Nothing was noted down."), "attention")
        elif isinstance(error, Declined | StorageTrouble):
            self._front.error.explain(error)

    def _printed(self, done: OnPaper) -> None:
        self._rest()
        if self._again or not isinstance(self._front, DueView):
            self._shell.show_toast(Toast(self.tr("Sent to the printer once more")))
            return
        self._on_paper = done
        self.busy.emit(True)
        self._front.set_busy(True)
        self._front.ask_outcome(len(done.letters))

    def _saved(self, done: OnPaper) -> None:
        self._rest()
        if self._again:
            self._shell.show_toast(Toast(self.tr("Saved as PDF once more")))
            return
        self._log(done)

    def came_out_well(self) -> None:
        """Yes: they are noted down."""
        done = self._on_paper
        self.put_down()
        if done is not None:
            self._log(done)

    def came_out_badly(self) -> None:
        """No: nothing is, and they stay on the list."""
        self.put_down()
        if isinstance(self._front, DueView):
            self._front.take_caret()
        self._shell.show_toast(
            Toast(self.tr("Nothing was noted down"), self.tr("They are still on the list."))
        )

    def put_down(self) -> None:
        """Asks no more how the last run came out."""
        if self._on_paper is not None:
            self._on_paper = None
            self.busy.emit(False)
            if isinstance(self._front, DueView):
                self._front.set_busy(False)
                self._front.stop_asking()

    def _log(self, done: OnPaper) -> None:
        if isinstance(self._front, DueView):
            self._front.forget_lines([letter.member_id for letter in done.letters])
        thanks = all(letter.kind == THANK_YOU for letter in done.letters)
        sent = self._desk.send(letters.written, done.letters, by=self._desk.serving)
        sent.then(self._noted_thanks if thanks else self._noted).otherwise(self.failed)

    def _noted_thanks(self, written: Written) -> None:
        self._tell(
            written,
            self.tr("Thank-you note to {name} noted down"),
            self.tr("%n thank-you notes noted down", "", written.letters),
        )

    def _noted(self, written: Written) -> None:
        self._tell(
            written,
            self.tr("Letter to {name} noted down"),
            self.tr("%n letters noted down", "", written.letters),
        )

    def _tell(self, written: Written, one: str, many: str) -> None:
        text = many
        if written.letters == 1:
            member = written.affected[0]
            name = member.name or self.tr("member {number}").format(number=member.number)
            text = one.format(name=name)
        detail = self.tr("%n had had it before", "", len(written.already)) if written.already else ""
        self._shell.show_toast(Toast(text, detail, undo=True))
        self.logged.emit(written)

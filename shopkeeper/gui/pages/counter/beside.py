"""What stands beside the list: the card and the purchase, and who does what is asked there."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.counter.asked import Asked
from shopkeeper.gui.pages.counter.card import CardArea
from shopkeeper.gui.pages.counter.doing import Doing
from shopkeeper.gui.pages.counter.purchase import PurchasePanel
from shopkeeper.gui.pages.counter.recalling import Recalling
from shopkeeper.gui.pages.counter.recording import Recording
from shopkeeper.gui.picture_taker import PictureTaker
from shopkeeper.gui.shell import Shell
from shopkeeper.service.counter import AtCounter


class Beside(QObject):
    """The parts of the counter that open once somebody is found; the list answers before they are there."""

    def __init__(self, desk: Desk, shell: Shell, here: Callable[[], AtCounter | None], page: QWidget) -> None:
        super().__init__(page)
        self.doing = Doing(desk, shell, page)
        self.area = CardArea(page)
        self.asked = Asked(desk, shell, self.area, self.doing, here, self)
        self.panel = PurchasePanel(desk, page)
        self.recalling = Recalling(desk, shell, self.area.card.remember, self.area.card.note, page)
        self.recording = Recording(self.panel, self.doing, self.asked, self.recalling, self)
        self.pictures = PictureTaker(desk, shell, page)

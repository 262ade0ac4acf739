"""The two choices above a list of letters: whom they go to as a whole, and which voucher they bring."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QWidget

_GROUP = "group\n"  # no name of a tier has a line break


class WhomChoice(QComboBox):
    """Everybody who is due, the guests of an event, a whole tier or a saved group."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Whom it goes to"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def offer(
        self, *, found: bool, events: Sequence[tuple[int, str]], tiers: Sequence[str], saved: Sequence[str]
    ) -> None:
        """Fills it for a kind of letter; `found` is whether some are due by themselves."""
        self.clear()
        if found:
            self.addItem(self.tr("All who are due"), "")
        for event, name in events:
            self.addItem(self.tr("Guests: {event}").format(event=name), event)
        for tier in tiers:
            self.addItem(self.tr("All in {tier}").format(tier=tier), tier)
        for name in saved:
            self.addItem(self.tr("Group: {name}").format(name=name), _GROUP + name)

    @property
    def tier(self) -> str:
        """The tier that is chosen as a whole, "" for none."""
        chosen = self.currentData()
        return chosen if isinstance(chosen, str) and not chosen.startswith(_GROUP) else ""

    @property
    def group(self) -> str:
        """The saved group that is chosen, "" for none."""
        chosen = str(self.currentData() or "")
        return chosen.removeprefix(_GROUP) if chosen.startswith(_GROUP) else ""

    @property
    def event_id(self) -> int | None:
        """The event whose guests are chosen, None for others."""
        chosen = self.currentData()
        return chosen if isinstance(chosen, int) else None

    def choose_event(self, event_id: int) -> None:
        """Chooses the guests of an event."""
        self.setCurrentIndex(self.findData(event_id))


class OfferChoice(QComboBox):
    """The vouchers a letter can bring; hidden where its wording has no place for one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Which voucher it brings"))

    def offer_these(self, offers: Sequence[tuple[int, str]]) -> None:
        """Fills it; what was chosen stays, and the latest is chosen where nothing was."""
        had, before = self.count() > 0, self.currentData()
        self.clear()
        for offer, name in offers:
            self.addItem(self.tr("Voucher: {name}").format(name=name), offer)
        if offers:
            self.addItem(self.tr("No voucher"), None)
        self.setCurrentIndex(max(0, self.findData(before)) if had else 0)
        self.setVisible(bool(offers))

    @property
    def chosen(self) -> int | None:
        """The offer of which each letter brings a voucher, None for none."""
        found = self.currentData()
        return found if isinstance(found, int) else None

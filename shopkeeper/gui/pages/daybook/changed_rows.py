"""Which rows of the page on the screen are not what the disk has, and the keeper is told of."""

from shopkeeper.gui.pages.daybook.keeping import Keeper
from shopkeeper.rules.daybook import Page, Slip
from shopkeeper.service.daybook import Kept


class ChangedRows:
    """Of one page, from when it is shown until the next one is: remembers which slips the disk was ever told of."""

    def __init__(self, keeper: Keeper, kept: Kept, sheet: Page) -> None:
        self._keeper = keeper
        self._kept = kept
        self._sheet = sheet
        self._on_disk = {slip.key for slip in kept.slips}

    def touched(self, keys: tuple[str, ...]) -> None:
        """Something was typed in these slips; one that is blank now, or gone, is removed."""
        places = {self._sheet[row].key: row for row in range(len(self._sheet))}
        rows: dict[str, tuple[int, Slip] | None] = {}
        for key in keys:
            row = places.get(key)
            slip = None if row is None else self._sheet[row]
            rows[key] = None if slip is None or slip.blank or row is None else (row, slip)
        self._on_disk.update(keys)
        self._keeper.touch(self._kept.day, self._kept.page, rows)

    def rearranged(self) -> None:
        """Slips were moved, copied, pasted or removed: every one has its place told anew."""
        slips = {
            slip.key: (row, slip) for row, slip in enumerate(self._sheet.slips_and_blanks) if not slip.blank
        }
        gone: dict[str, tuple[int, Slip] | None] = dict.fromkeys(self._on_disk - set(slips))
        self._on_disk |= set(slips)
        self._keeper.touch(self._kept.day, self._kept.page, {**gone, **slips})

"""The day book: the evening's slips in a grid, agreed with the till and posted."""

from shopkeeper.gui.pages.daybook.page import DaybookPage

__all__ = ["DaybookPage"]

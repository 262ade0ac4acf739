"""The counter: find, recognise, record."""

from shopkeeper.gui.pages.counter.page import CounterPage

__all__ = ["CounterPage"]

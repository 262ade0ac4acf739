"""The counter: find, recognise, record."""

from shopkeeper.gui.pages.counter.page import CounterPage, NoteAsked

__all__ = ["CounterPage", "NoteAsked"]

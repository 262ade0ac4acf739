"""The place of the programme: what holds now, what will, and changing it from a day on."""

from shopkeeper.gui.pages.programme.page import ProgrammePage

__all__ = ["ProgrammePage"]

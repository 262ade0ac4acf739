"""The place of letters: who is to be thanked, the note as it will be on paper, and what was written."""

from shopkeeper.gui.pages.letters.page import LettersPage

__all__ = ["LettersPage"]

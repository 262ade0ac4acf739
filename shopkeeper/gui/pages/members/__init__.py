"""The Members place: everybody in a table, and one member's whole story."""

from shopkeeper.gui.pages.members.page import MembersPage

__all__ = ["MembersPage"]

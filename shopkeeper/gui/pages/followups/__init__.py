"""Follow-ups: the morning page, and what is waited for."""

from shopkeeper.gui.pages.followups.page import FollowupsPage

__all__ = ["FollowupsPage"]

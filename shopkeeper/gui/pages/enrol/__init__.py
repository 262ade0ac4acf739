"""A new member: a name is enough, the rest can follow."""

from shopkeeper.gui.pages.enrol.sheet import EnrolSheet

__all__ = ["EnrolSheet"]

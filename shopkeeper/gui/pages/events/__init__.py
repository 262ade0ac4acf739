"""The place of events: planned, invited to, let in, and looked back on."""

from shopkeeper.gui.pages.events.page import EventsPage

__all__ = ["EventsPage"]

"""Settings: the shop, the people who serve, the look, the book and its backups, the demo shop, keys and version."""

from shopkeeper.gui.pages.settings.page import SettingsPage

__all__ = ["SettingsPage"]

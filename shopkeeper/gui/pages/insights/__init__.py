"""The Insights place: is the shop keeping its customers, and what to do about those it is losing."""

from shopkeeper.gui.pages.insights.page import InsightsPage

__all__ = ["InsightsPage"]

"""Shopkeeper: the member book of a shop, from the counter to the thank-you note."""

__version__ = "0.1.0"

"""Lists: a file brought in, the book written out."""

from shopkeeper.gui.pages.lists.bring import BringSheet
from shopkeeper.gui.pages.lists.write_out import WriteOutSheet

__all__ = ["BringSheet", "WriteOutSheet"]

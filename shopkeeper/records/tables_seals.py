"""The chain of acts: each act's seal is a hash over the one before and over what the act is, so that none is altered unseen."""

from sqlalchemy import Column, ForeignKey, Integer, Text

from shopkeeper.records.tables import _table

seals = _table(
    "seals",  # derived: built anew where a whole book is read in
    Column("act_id", Integer, ForeignKey("acts.id"), primary_key=True),
    # What the act was called, and what it changed, are bound by these; their salts go when the words are forgotten.
    Column("said", Text, nullable=False),
    Column("said_salt", Text, nullable=False),
    Column("changed", Text, nullable=False, server_default=""),
    Column("changed_salt", Text, nullable=False, server_default=""),
    Column("seal", Text, nullable=False),
)

GUARDS = (
    """create trigger seals_said after update of summary on acts when old.summary <> new.summary
       begin update seals set said_salt = '' where act_id = new.id; end""",
    """create trigger seals_changed after delete on before
       begin update seals set changed_salt = '' where act_id = old.act_id; end""",
)

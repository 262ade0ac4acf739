"""The tables of leaving and coming back: why somebody stays away, and what was tried to see them again."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, Text, text

from shopkeeper.records.tables import _day, _id, _member, _table
from shopkeeper.records.tables_memory import _person, _words

leavings = _table(
    "leavings",  # why a member left, as they or somebody else said it; the latest holds
    _id(),
    _member(),
    Column("reason", Text, nullable=False),
    _words("text"),
    Column("never", Integer, nullable=False, server_default="0"),  # not to be written to, called or invited
    _day("noted_on"),
    _person(),
    CheckConstraint(
        "reason in ('moved', 'died', 'price', 'service', 'choice', 'elsewhere', 'no need', 'asked', 'other', 'not said')",
        name="reason",
    ),
    CheckConstraint("never in (0, 1)", name="never"),
    Index("ix_leavings_member_id", "member_id"),
)

tries = _table(
    "tries",  # a try to see somebody again, planned or done; “we miss you” letters stand in the log of letters
    _id(),
    _member(),
    Column("channel", Text, nullable=False),
    _words("text"),
    _day("planned_on"),
    _day("due_on"),
    _day("done_on", nullable=True),
    _person(),
    CheckConstraint("channel in ('counter', 'phone', 'letter', 'e-mail', 'visit')", name="channel"),
    Index("ix_tries_member_id", "member_id"),
    Index(
        "ix_tries_due_on",
        "due_on",
        sqlite_where=text("done_on is null"),
        postgresql_where=text("done_on is null"),
    ),
)

"""What was said of two members who look alike: that they are not one person."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, UniqueConstraint

from shopkeeper.records.tables import _id, _member, _table

apart = _table(
    "apart",
    _id(),
    _member(),  # the one with the lower number in the book
    Column("other_member", Integer, ForeignKey("members.id"), nullable=False),
    CheckConstraint("member_id < other_member", name="order"),
    UniqueConstraint("member_id", "other_member"),
    Index("ix_apart_other_member", "other_member"),
)

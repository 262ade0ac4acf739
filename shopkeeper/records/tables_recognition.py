"""The tables of recognition beside the facts: two records that are one person, households, perks that were refused."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

from shopkeeper.records.tables import _act, _day, _id, _member, _table, metadata

merges = _table(
    "merges",  # `found_as` is the member whom the other's number finds now, after merges of merges
    _id(),
    _act(),
    Column("kept_member", Integer, ForeignKey("members.id"), nullable=False),
    Column("other_member", Integer, ForeignKey("members.id"), nullable=False),
    Column("found_as", Integer, ForeignKey("members.id"), nullable=False),
    Column("undone_by", Integer, ForeignKey("acts.id")),
    CheckConstraint("kept_member <> other_member", name="two"),
    Index("ix_merges_kept_member", "kept_member"),
    Index(
        "uq_merges_other_member",
        "other_member",
        unique=True,
        sqlite_where=text("undone_by is null"),
        postgresql_where=text("undone_by is null"),
    ),
    Index("ix_merges_found_as", "found_as"),
)

merged_facts = Table(
    "merged_facts",  # what came from the other record, so that it can go back to it
    metadata,
    Column("act_id", Integer, ForeignKey("acts.id"), nullable=False),
    Column("fact_id", Integer, ForeignKey("facts.id"), nullable=False),
    PrimaryKeyConstraint("act_id", "fact_id"),
    sqlite_strict=True,
)

households = _table(
    "households",
    _id(),
    Column("name", Text, nullable=False, server_default=""),
    _day("since"),
)

stays = _table(
    "stays",  # who belongs to a household, from the beginning of a day to the end of another
    _id(),
    _member(),
    Column("household_id", Integer, ForeignKey("households.id"), nullable=False),
    _day("from_day"),
    _day("through", nullable=True),
    CheckConstraint("through is null or through >= from_day", name="through"),
    Index("ix_stays_member_id", "member_id"),
    Index("ix_stays_household_id", "household_id"),
)

refusals = _table(
    "refusals",  # a perk that was owed, and that the member did not want
    _id(),
    _member(),
    Column("perk", Text, nullable=False),
    _day("happened_on"),
    Column("by_person", Integer, ForeignKey("people.id")),
    Index("ix_refusals_member_id", "member_id"),
)

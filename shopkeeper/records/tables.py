"""The tables of a shop's book, as SQLAlchemy sees them on any engine."""

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)
from sqlalchemy.schema import SchemaItem

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    """A number that is never used again, even after its row is gone."""
    return Column("id", Integer, primary_key=True, autoincrement=True)


def _table(name: str, *parts: SchemaItem) -> "Table[Any]":
    return Table(name, metadata, *parts, sqlite_autoincrement=True, sqlite_strict=True)


def _day(name: str, *, nullable: bool = False) -> Column[str]:
    """A shop day, YYYY-MM-DD."""
    return Column(name, Text, nullable=nullable)


def _instant(name: str, *, nullable: bool = False) -> Column[str]:
    """An instant in UTC, YYYY-MM-DDTHH:MM:SS.ffffffZ."""
    return Column(name, Text, nullable=nullable)


def _member(*, nullable: bool = False) -> Column[int]:
    return Column("member_id", Integer, ForeignKey("members.id"), nullable=nullable)


def _act(*, nullable: bool = False, index: bool = True) -> Column[int]:
    return Column("act_id", Integer, ForeignKey("acts.id"), nullable=nullable, index=index)


shop = Table(
    "shop",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

people = _table(
    "people",
    _id(),
    Column("name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False, server_default="serve"),
    Column("active", Integer, nullable=False, server_default="1"),
    CheckConstraint("role in ('serve', 'owner')", name="role"),
)

acts = _table(
    "acts",
    _id(),
    Column("kind", Text, nullable=False),
    _instant("entered_at"),
    Column("by_person", Integer, ForeignKey("people.id")),
    Column("member_id", Integer, index=True),
    Column("summary", Text, nullable=False, server_default=""),
    Column("undoes", Integer, ForeignKey("acts.id"), index=True),
    Column("undone_by", Integer, ForeignKey("acts.id")),
)

before = _table(
    "before",  # what a row of details held before an act changed it, so that the act can be undone
    _id(),
    _act(),
    Column("about", Text, nullable=False),
    Column("row_id", Integer, nullable=False),
    Column("was", Text, nullable=False),
    Column("became", Text, nullable=False),
)

members = _table(
    "members",
    _id(),
    _act(),
    Column("number", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False, server_default=""),
    Column("say", Text, nullable=False, server_default=""),
    Column("greeting", Text, nullable=False, server_default=""),
    Column("birthday_year", Integer),
    Column("birthday_month", Integer),
    Column("birthday_day", Integer),
    Column("leap_day", Text, nullable=False, server_default="28 February"),
    _day("joined_on"),
    Column("letters", Integer),  # may the shop write: 1 yes, 0 no, NULL never asked
    _day("letters_asked_on", nullable=True),
    Column("note", Text, nullable=False, server_default=""),
    Column("gone", Integer, nullable=False, server_default="0"),
    CheckConstraint("letters in (0, 1)", name="letters"),
    CheckConstraint("birthday_month between 1 and 12 and birthday_day between 1 and 31", name="birthday"),
    CheckConstraint("(birthday_month is null) = (birthday_day is null)", name="birthday_whole"),
)

contacts = _table(
    "contacts",
    _id(),
    _member(),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("canonical", Text, nullable=False, server_default=""),
    CheckConstraint("kind in ('phone', 'email')", name="kind"),
    Index("ix_contacts_member_id", "member_id"),
    Index("ix_contacts_canonical", "canonical"),
)

addresses = _table(
    "addresses",
    _id(),
    _member(),
    *(
        Column(part, Text, nullable=False, server_default="")
        for part in ("street", "address_2", "postcode", "town", "region", "country")
    ),
    Index("ix_addresses_member_id", "member_id"),
)

cards = _table(
    "cards",
    _id(),
    _member(),
    Column("number", Text, nullable=False, unique=True),
    _day("given_on"),
    _day("blocked_on", nullable=True),
    Index("ix_cards_member_id", "member_id"),
)

remarks = _table(
    "remarks",
    _id(),
    _member(),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    _day("noted_on"),
    Column("by_person", Integer, ForeignKey("people.id")),
    Column(
        "source", Text, nullable=False, server_default=""
    ),  # the question it answers, "" for what was noticed
    CheckConstraint(
        "kind in ('warning', 'likes', 'dislikes', 'size', 'usual', 'matters', 'fact')", name="kind"
    ),
    Index("ix_remarks_member_id", "member_id"),
)

facts = _table(
    "facts",  # what happened; append-only: triggers refuse a change of anything but the cached columns
    _id(),
    _act(),
    Column("kind", Text, nullable=False),
    _member(nullable=True),
    _day("happened_on"),
    _instant("happened_at", nullable=True),
    Column("amount_minor", Integer, nullable=False, server_default="0"),
    Column("excluded_minor", Integer, nullable=False, server_default="0"),
    Column("points", Integer, nullable=False, server_default="0"),
    Column("worth_minor", Integer, nullable=False, server_default="0"),
    Column("of_fact", Integer, ForeignKey("facts.id")),
    Column("key", Text),
    Column("what", Text, nullable=False, server_default=""),
    _day("until", nullable=True),
    Column("by_person", Integer, ForeignKey("people.id")),
    # where it stands now: worked out, replayed by `check --replay`
    Column("earned", Integer, nullable=False, server_default="0"),
    Column("undone_by", Integer, ForeignKey("acts.id")),
    CheckConstraint(
        "kind in ('purchase', 'return', 'gift', 'answer', 'adjustment', 'waiver', 'tier', 'perk')",
        name="kind",
    ),
    CheckConstraint("amount_minor >= 0 and excluded_minor between 0 and amount_minor", name="amount"),
    CheckConstraint("worth_minor between 0 and amount_minor", name="worth"),
    Index("ix_facts_member_id_happened_on", "member_id", "happened_on"),
    Index("ix_facts_happened_on", "happened_on"),
    Index("ix_facts_of_fact", "of_fact", sqlite_where=text("of_fact is not null")),
    Index(
        "ix_facts_key_undone",  # a key is looked up among the undone ones too, of which there are few
        "key",
        sqlite_where=text("key is not null and undone_by is not null"),
        postgresql_where=text("key is not null and undone_by is not null"),
    ),
    Index(
        "uq_facts_key",
        "key",
        unique=True,
        sqlite_where=text("key is not null and undone_by is null"),
        postgresql_where=text("key is not null and undone_by is null"),
    ),
)

lines = _table(
    "lines",
    _id(),
    Column("fact_id", Integer, ForeignKey("facts.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("amount_minor", Integer, nullable=False),
    Column("earns", Integer, nullable=False, server_default="1"),
    Column("what", Text, nullable=False, server_default=""),
    Index("uq_lines_fact_id_position", "fact_id", "position", unique=True),
    CheckConstraint("earns in (0, 1)", name="earns"),
)

returned_lines = Table(
    "returned_lines",
    metadata,
    Column("fact_id", Integer, ForeignKey("facts.id"), nullable=False),
    Column("line_id", Integer, ForeignKey("lines.id"), nullable=False),
    PrimaryKeyConstraint("fact_id", "line_id"),
    sqlite_strict=True,
)

moves = _table(
    "moves",
    _id(),
    _act(),
    Column("fact_id", Integer, ForeignKey("facts.id"), nullable=False, index=True),
    Column("from_member", Integer, ForeignKey("members.id")),
    Column("to_member", Integer, ForeignKey("members.id")),
)

letters = _table(
    "letters",
    _id(),
    _act(),
    _member(),
    Column("kind", Text, nullable=False),
    Column("occasion", Text, nullable=False, server_default=""),
    _day("written_on"),
    Column("own_line", Text, nullable=False, server_default=""),
    Column("paragraphs", Text, nullable=False, server_default="[]"),
    Column("undone_by", Integer, ForeignKey("acts.id")),
    Index("ix_letters_member_id", "member_id"),
)

programmes = _table(
    "programmes",
    _id(),
    _act(),
    _day("from_day"),
    Column("toml", Text, nullable=False),
    Column("undone_by", Integer, ForeignKey("acts.id")),
)

standings = Table(
    "standings",  # a cache: it equals the replay of the facts, always
    metadata,
    Column("member_id", Integer, ForeignKey("members.id"), primary_key=True),
    Column("tier", Text, nullable=False, server_default=""),
    Column("tier_rank", Integer, nullable=False, server_default="0"),
    _day("tier_since", nullable=True),
    _day("tier_until", nullable=True),
    Column("points", Integer, nullable=False, server_default="0"),
    Column("debt", Integer, nullable=False, server_default="0"),
    Column("spent_minor", Integer, nullable=False, server_default="0"),
    Column("purchases", Integer, nullable=False, server_default="0"),
    Column("visits", Integer, nullable=False, server_default="0"),
    _day("first_visit", nullable=True),
    _day("last_visit", nullable=True),
    Column("last_fact", Integer, nullable=False, server_default="0"),
    _day("changes_on", nullable=True),  # the first day on which time alone changes something
    Column("state", Text, nullable=False, server_default=""),
    Index("ix_standings_changes_on", "changes_on"),
    Index("ix_standings_last_visit", "last_visit", "last_fact"),
    Index("ix_standings_tier_since", "tier_since"),
    sqlite_strict=True,
)

occasions = Table(
    "occasions",  # a cache too: what a member has lately earned a thank-you for
    metadata,
    Column("member_id", Integer, ForeignKey("members.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    _day("happened_on"),
    Column("detail", Text, nullable=False, server_default=""),
    PrimaryKeyConstraint("member_id", "key"),
    Index("ix_occasions_happened_on", "happened_on"),
    sqlite_strict=True,
)

draft_days = Table(
    "draft_days",  # a day has one page of slips, and another for those that turn up after the first was posted
    metadata,
    Column("day", Text, nullable=False),
    Column("page", Integer, nullable=False, server_default="1"),
    Column("till_text", Text, nullable=False, server_default=""),
    Column("posted_act", Integer, ForeignKey("acts.id")),
    PrimaryKeyConstraint("day", "page"),
    sqlite_strict=True,
)

draft_rows = Table(
    "draft_rows",
    metadata,
    Column("day", Text, nullable=False),
    Column("page", Integer, nullable=False, server_default="1"),
    Column("row_key", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("time_text", Text, nullable=False, server_default=""),
    Column("who_text", Text, nullable=False, server_default=""),
    Column("member_id", Integer, ForeignKey("members.id")),
    Column("amount_text", Text, nullable=False, server_default=""),
    Column("what_text", Text, nullable=False, server_default=""),
    PrimaryKeyConstraint("day", "page", "row_key"),
    sqlite_strict=True,
)

# What the facts table refuses, in SQLite's own words.
GUARDS = (
    """create trigger facts_stay before update of
         act_id, kind, happened_on, happened_at, amount_minor, excluded_minor, points, worth_minor, of_fact,
         key, what, until, by_person on facts
       begin select raise(abort, 'a fact is never changed'); end""",
    "create trigger facts_remain before delete on facts begin select raise(abort, 'a fact is never deleted'); end",
    "create trigger lines_stay before update on lines begin select raise(abort, 'a line is never changed'); end",
    "create trigger lines_remain before delete on lines begin select raise(abort, 'a line is never deleted'); end",
)

"""The tables of privacy: what a member agreed to and asked for, and that somebody was forgotten, without saying who."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text, UniqueConstraint, text

from shopkeeper.records.tables import _act, _day, _id, _instant, _member, _table

consents = _table(
    "consents",  # one row each time it was said; the last of a channel holds
    _id(),
    _member(),
    Column("channel", Text, nullable=False),
    Column("given", Integer, nullable=False),
    _day("said_on"),
    Column("how", Text, nullable=False),
    Column("wording", Text, nullable=False, server_default=""),
    Column("by_person", Integer, ForeignKey("people.id")),
    CheckConstraint("channel in ('letter', 'e-mail', 'phone', 'message')", name="channel"),
    CheckConstraint("given in (0, 1)", name="given"),
    CheckConstraint("how in ('in person', 'on a form', 'by phone', 'in writing')", name="how"),
    Index("ix_consents_member_id_channel", "member_id", "channel"),
)

forgotten = _table(
    "forgotten",  # names nobody; carried into whatever is restored, so that it is done again there
    _id(),
    _act(),
    Column("member_id", Integer, nullable=False),
    _instant(
        "enrolled_at"
    ),  # with the id it tells one member from another who was given the same id after a restore
    _day("forgotten_on"),
    Column(
        "marks", Text, nullable=False, server_default="[]"
    ),  # fingerprints, so that a list does not bring them back
    UniqueConstraint("member_id", "enrolled_at"),
)

holds = _table(
    "holds",  # while one is not lifted, what is kept about the member is not used
    _id(),
    _member(),
    Column("text", Text, nullable=False),
    _day("from_day"),
    _day("lifted_on", nullable=True),
    Column("by_person", Integer, ForeignKey("people.id")),
    Index("ix_holds_member_id", "member_id"),
    Index(
        "ix_holds_open",
        "member_id",
        sqlite_where=text("lifted_on is null"),
        postgresql_where=text("lifted_on is null"),
    ),
)

requests = _table(
    "requests",  # what a member asks about their data; a month is the time to answer in
    _id(),
    _member(),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False, server_default=""),
    _day("asked_on"),
    _day("due_on"),
    _day("done_on", nullable=True),
    Column("outcome", Text, nullable=False, server_default=""),
    Column("by_person", Integer, ForeignKey("people.id")),
    CheckConstraint("kind in ('see', 'correct', 'object', 'forget', 'restrict')", name="kind"),
    Index("ix_requests_member_id", "member_id"),
    Index(
        "ix_requests_due_on",
        "due_on",
        sqlite_where=text("done_on is null"),
        postgresql_where=text("done_on is null"),
    ),
)

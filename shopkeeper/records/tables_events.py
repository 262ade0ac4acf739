"""The tables of events: what was planned, and everybody on its list from the invitation to the door."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text, text

from shopkeeper.records.tables import _act, _day, _id, _instant, _member, _table

events = _table(
    "events",
    _id(),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("words", Text, nullable=False, server_default=""),  # how a letter names it: “our VIP night”
    _day("on_day"),
    Column("from_time", Text, nullable=False),  # HH:MM in the shop's time zone
    Column("until_time", Text, nullable=False),
    Column("room", Text, nullable=False, server_default=""),
    Column("places", Integer),  # NULL: nobody counts them
    Column("bring", Integer, nullable=False, server_default="1"),  # companions each guest may bring
    Column("cost_minor", Integer, nullable=False, server_default="0"),
    Column("goal", Text, nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    Column("served", Text, nullable=False, server_default=""),
    Column("after_days", Integer, nullable=False, server_default="30"),  # counted from the day itself
    Column("early_rank", Integer),  # from this tier on it is open without an invitation
    _day("opens_on", nullable=True),  # to everybody
    _day("called_off_on", nullable=True),
    CheckConstraint("kind in ('vip night', 'sale preview', 'late hours', 'tasting', 'other')", name="kind"),
    CheckConstraint("places > 0", name="places"),
    CheckConstraint("bring >= 0 and cost_minor >= 0 and after_days > 0", name="figures"),
    Index("ix_events_on_day", "on_day"),
)

guests = _table(
    "guests",  # a member on an event's list
    _id(),
    _act(),
    Column("event_id", Integer, ForeignKey("events.id"), nullable=False),
    _member(),
    Column("state", Text, nullable=False),
    Column(
        "rank", Integer, nullable=False, server_default="0"
    ),  # of their tier when they were put on the list
    _day("told_on", nullable=True),  # invited otherwise than by a letter of the log
    Column("told_by", Text, nullable=False, server_default=""),
    Column("answer", Text, nullable=False, server_default=""),
    _day("answered_on", nullable=True),
    Column("companions", Integer, nullable=False, server_default="0"),
    _instant("waits_since", nullable=True),
    _instant("arrived_at", nullable=True),
    Column("came_with", Integer, nullable=False, server_default="0"),
    Column("by_person", Integer, ForeignKey("people.id")),
    Column("code", Text, nullable=False, server_default=""),  # what stands on this guest's invitation
    CheckConstraint("state in ('invited', 'waiting', 'kept back', 'at the door')", name="state"),
    CheckConstraint("answer in ('', 'yes', 'no', 'maybe')", name="answer"),
    CheckConstraint("told_by in ('', 'counter', 'phone', 'e-mail', 'visit')", name="told_by"),
    CheckConstraint("companions >= 0 and came_with >= 0", name="companions"),
    Index("uq_guests_event_id_member_id", "event_id", "member_id", unique=True),
    Index("ix_guests_member_id", "member_id"),
    Index(
        "uq_guests_code",
        "code",
        unique=True,
        sqlite_where=text("code <> ''"),
        postgresql_where=text("code <> ''"),
    ),
    Index(
        "ix_guests_event_id_waits_since",
        "event_id",
        "waits_since",
        sqlite_where=text("waits_since is not null"),
        postgresql_where=text("waits_since is not null"),
    ),
)

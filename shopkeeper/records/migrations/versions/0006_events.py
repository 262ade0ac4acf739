"""Events: what is planned, and who is on the list of it; frozen once released."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = (
    """CREATE TABLE events (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    words TEXT DEFAULT '' NOT NULL,
    on_day TEXT NOT NULL,
    from_time TEXT NOT NULL,
    until_time TEXT NOT NULL,
    room TEXT DEFAULT '' NOT NULL,
    places INTEGER,
    bring INTEGER DEFAULT '1' NOT NULL,
    cost_minor INTEGER DEFAULT '0' NOT NULL,
    goal TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    served TEXT DEFAULT '' NOT NULL,
    after_days INTEGER DEFAULT '30' NOT NULL,
    early_rank INTEGER,
    opens_on TEXT,
    called_off_on TEXT,
    CONSTRAINT ck_events_kind CHECK (kind in ('vip night', 'sale preview', 'late hours', 'tasting', 'other')),
    CONSTRAINT ck_events_places CHECK (places > 0),
    CONSTRAINT ck_events_figures CHECK (bring >= 0 and cost_minor >= 0 and after_days > 0)
)
 STRICT""",
    """CREATE INDEX ix_events_on_day ON events (on_day)""",
    """CREATE TABLE guests (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    act_id INTEGER NOT NULL,
    event_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    state TEXT NOT NULL,
    rank INTEGER DEFAULT '0' NOT NULL,
    told_on TEXT,
    told_by TEXT DEFAULT '' NOT NULL,
    answer TEXT DEFAULT '' NOT NULL,
    answered_on TEXT,
    companions INTEGER DEFAULT '0' NOT NULL,
    waits_since TEXT,
    arrived_at TEXT,
    came_with INTEGER DEFAULT '0' NOT NULL,
    by_person INTEGER,
    CONSTRAINT ck_guests_state CHECK (state in ('invited', 'waiting', 'kept back', 'at the door')),
    CONSTRAINT ck_guests_answer CHECK (answer in ('', 'yes', 'no', 'maybe')),
    CONSTRAINT ck_guests_told_by CHECK (told_by in ('', 'counter', 'phone', 'e-mail', 'visit')),
    CONSTRAINT ck_guests_companions CHECK (companions >= 0 and came_with >= 0),
    CONSTRAINT fk_guests_act_id FOREIGN KEY(act_id) REFERENCES acts (id),
    CONSTRAINT fk_guests_event_id FOREIGN KEY(event_id) REFERENCES events (id),
    CONSTRAINT fk_guests_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_guests_by_person FOREIGN KEY(by_person) REFERENCES people (id)
)
 STRICT""",
    """CREATE INDEX ix_guests_act_id ON guests (act_id)""",
    """CREATE INDEX ix_guests_event_id_waits_since ON guests (event_id, waits_since) WHERE waits_since is not null""",
    """CREATE INDEX ix_guests_member_id ON guests (member_id)""",
    """CREATE UNIQUE INDEX uq_guests_event_id_member_id ON guests (event_id, member_id)""",
)


def upgrade() -> None:
    """Make a book one that knows events and their guests."""
    book = op.get_bind()
    for statement in TABLES:
        book.exec_driver_sql(statement)

"""Vouchers with numbers of their own, and a code for each guest of an event; frozen once released."""

import secrets

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = (
    """CREATE TABLE offers (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    gives TEXT NOT NULL,
    value INTEGER DEFAULT '0' NOT NULL,
    thing TEXT DEFAULT '' NOT NULL,
    from_day TEXT NOT NULL,
    through TEXT NOT NULL,
    named INTEGER DEFAULT '1' NOT NULL,
    most INTEGER,
    each_minor INTEGER DEFAULT '0' NOT NULL,
    budget_minor INTEGER,
    made_on TEXT NOT NULL,
    withdrawn_on TEXT,
    CONSTRAINT ck_offers_gives CHECK (gives in ('money', 'percent', 'thing')),
    CONSTRAINT ck_offers_figures CHECK (value >= 0 and each_minor >= 0 and budget_minor >= 0 and most > 0),
    CONSTRAINT ck_offers_through CHECK (through >= from_day),
    CONSTRAINT ck_offers_named CHECK (named in (0, 1))
)
 STRICT""",
    """CREATE TABLE vouchers (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    act_id INTEGER NOT NULL,
    offer_id INTEGER NOT NULL,
    number TEXT NOT NULL,
    member_id INTEGER,
    made_on TEXT NOT NULL,
    used_on TEXT,
    used_at TEXT,
    used_by INTEGER,
    gave_minor INTEGER DEFAULT '0' NOT NULL,
    CONSTRAINT ck_vouchers_used CHECK ((used_on is null) = (used_at is null)),
    CONSTRAINT ck_vouchers_gave CHECK (gave_minor >= 0),
    CONSTRAINT fk_vouchers_act_id FOREIGN KEY(act_id) REFERENCES acts (id),
    CONSTRAINT fk_vouchers_offer_id FOREIGN KEY(offer_id) REFERENCES offers (id),
    CONSTRAINT uq_vouchers_number UNIQUE (number),
    CONSTRAINT fk_vouchers_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_vouchers_used_by FOREIGN KEY(used_by) REFERENCES people (id)
)
 STRICT""",
    "CREATE INDEX ix_vouchers_act_id ON vouchers (act_id)",
    "CREATE INDEX ix_vouchers_member_id ON vouchers (member_id)",
    "CREATE INDEX ix_vouchers_offer_id_used_on ON vouchers (offer_id, used_on)",
)

# A column can only be added behind the constraints, so the table is written anew.
GUESTS = (
    "DROP INDEX ix_guests_act_id",
    "DROP INDEX ix_guests_event_id_waits_since",
    "DROP INDEX ix_guests_member_id",
    "DROP INDEX uq_guests_event_id_member_id",
    "ALTER TABLE guests RENAME TO guests_before",
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
    code TEXT DEFAULT '' NOT NULL,
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
    """INSERT INTO guests (id, act_id, event_id, member_id, state, rank, told_on, told_by, answer, answered_on, companions,
    waits_since, arrived_at, came_with, by_person) SELECT id, act_id, event_id, member_id, state, rank, told_on, told_by,
    answer, answered_on, companions, waits_since, arrived_at, came_with, by_person FROM guests_before""",
    # A row's number is never used again, even after its row is gone.
    "DELETE FROM sqlite_sequence WHERE name = 'guests'",
    "UPDATE sqlite_sequence SET name = 'guests' WHERE name = 'guests_before'",
    "DROP TABLE guests_before",
    "CREATE INDEX ix_guests_act_id ON guests (act_id)",
    "CREATE INDEX ix_guests_event_id_waits_since ON guests (event_id, waits_since) WHERE waits_since is not null",
    "CREATE INDEX ix_guests_member_id ON guests (member_id)",
    "CREATE UNIQUE INDEX uq_guests_code ON guests (code) WHERE code <> ''",
    "CREATE UNIQUE INDEX uq_guests_event_id_member_id ON guests (event_id, member_id)",
)


def upgrade() -> None:
    """Make a book one that knows vouchers, and give each guest there is a code."""
    book = op.get_bind()
    for statement in (*TABLES, *GUESTS):
        book.exec_driver_sql(statement)
    given: set[str] = set()
    for (guest,) in book.exec_driver_sql("SELECT id FROM guests ORDER BY id").fetchall():
        code = _code()
        while code in given:
            code = _code()
        given.add(code)
        book.exec_driver_sql("UPDATE guests SET code = ? WHERE id = ?", (code, guest))


def _code() -> str:
    body = f"29{secrets.randbelow(10**6):06d}"
    return f"{body}{98 - int(body) * 100 % 97:02d}"

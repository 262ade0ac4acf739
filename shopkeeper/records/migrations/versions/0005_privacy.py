"""What members agreed to and how, and that somebody was forgotten; frozen once released."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = (
    """CREATE TABLE consents (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL,
    channel TEXT NOT NULL,
    given INTEGER NOT NULL,
    said_on TEXT NOT NULL,
    how TEXT NOT NULL,
    wording TEXT DEFAULT '' NOT NULL,
    by_person INTEGER,
    CONSTRAINT ck_consents_channel CHECK (channel in ('letter', 'e-mail', 'phone', 'message')),
    CONSTRAINT ck_consents_given CHECK (given in (0, 1)),
    CONSTRAINT ck_consents_how CHECK (how in ('in person', 'on a form', 'by phone', 'in writing')),
    CONSTRAINT fk_consents_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_consents_by_person FOREIGN KEY(by_person) REFERENCES people (id)
)
 STRICT""",
    "CREATE INDEX ix_consents_member_id_channel ON consents (member_id, channel)",
    """CREATE TABLE forgotten (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    act_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    enrolled_at TEXT NOT NULL,
    forgotten_on TEXT NOT NULL,
    marks TEXT DEFAULT '[]' NOT NULL,
    CONSTRAINT uq_forgotten_member_id_enrolled_at UNIQUE (member_id, enrolled_at),
    CONSTRAINT fk_forgotten_act_id FOREIGN KEY(act_id) REFERENCES acts (id)
)
 STRICT""",
    "CREATE INDEX ix_forgotten_act_id ON forgotten (act_id)",
)


def upgrade() -> None:
    """Make a book one that keeps the proof of what was agreed to, and can forget somebody."""
    book = op.get_bind()
    for statement in TABLES:
        book.exec_driver_sql(statement)

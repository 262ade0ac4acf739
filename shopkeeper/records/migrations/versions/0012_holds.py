"""Records on hold, and what members ask about their data; frozen once released."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = (
    """CREATE TABLE holds (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    from_day TEXT NOT NULL,
    lifted_on TEXT,
    by_person INTEGER,
    CONSTRAINT fk_holds_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_holds_by_person FOREIGN KEY(by_person) REFERENCES people (id)
)
 STRICT""",
    """CREATE INDEX ix_holds_member_id ON holds (member_id)""",
    """CREATE INDEX ix_holds_open ON holds (member_id) WHERE lifted_on is null""",
    """CREATE TABLE requests (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT DEFAULT '' NOT NULL,
    asked_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    done_on TEXT,
    outcome TEXT DEFAULT '' NOT NULL,
    by_person INTEGER,
    CONSTRAINT ck_requests_kind CHECK (kind in ('see', 'correct', 'object', 'forget', 'restrict')),
    CONSTRAINT fk_requests_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_requests_by_person FOREIGN KEY(by_person) REFERENCES people (id)
)
 STRICT""",
    """CREATE INDEX ix_requests_member_id ON requests (member_id)""",
    """CREATE INDEX ix_requests_due_on ON requests (due_on) WHERE done_on is null""",
)


def upgrade() -> None:
    """Make a book one in which a record can be on hold, and a request has its month."""
    book = op.get_bind()
    for statement in TABLES:
        book.exec_driver_sql(statement)

"""Two who look alike and are not one person: what was said of them is kept; frozen once released."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = (
    """CREATE TABLE apart (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL,
    other_member INTEGER NOT NULL,
    CONSTRAINT ck_apart_order CHECK (member_id < other_member),
    CONSTRAINT uq_apart_member_id_other_member UNIQUE (member_id, other_member),
    CONSTRAINT fk_apart_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_apart_other_member FOREIGN KEY(other_member) REFERENCES members (id)
)
 STRICT""",
    "CREATE INDEX ix_apart_other_member ON apart (other_member)",
)


def upgrade() -> None:
    """Make a book one that remembers who is not the same person."""
    book = op.get_bind()
    for statement in TABLES:
        book.exec_driver_sql(statement)

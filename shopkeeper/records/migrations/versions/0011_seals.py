"""The chain of acts, built over all that was done so far; frozen once released."""

from alembic import op

from shopkeeper.records import seals

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = (
    """CREATE TABLE seals (
    act_id INTEGER NOT NULL,
    said TEXT NOT NULL,
    said_salt TEXT NOT NULL,
    changed TEXT DEFAULT '' NOT NULL,
    changed_salt TEXT DEFAULT '' NOT NULL,
    seal TEXT NOT NULL,
    CONSTRAINT pk_seals PRIMARY KEY (act_id),
    CONSTRAINT fk_seals_act_id FOREIGN KEY(act_id) REFERENCES acts (id)
)
 STRICT""",
    """create trigger seals_said after update of summary on acts when old.summary <> new.summary
       begin update seals set said_salt = '' where act_id = new.id; end""",
    """create trigger seals_changed after delete on before
       begin update seals set changed_salt = '' where act_id = old.act_id; end""",
)


def upgrade() -> None:
    """Make a book one whose acts are sealed: from here on nothing of them is altered unseen."""
    book = op.get_bind()
    for statement in TABLES:
        book.exec_driver_sql(statement)
    seals.seal_new(book.connection.driver_connection)

"""Why somebody left, what was tried to see them again; a line of the morning can be given away; frozen once released."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = (
    """CREATE TABLE leavings (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL,
    reason TEXT NOT NULL,
    text TEXT DEFAULT '' NOT NULL,
    never INTEGER DEFAULT '0' NOT NULL,
    noted_on TEXT NOT NULL,
    by_person INTEGER,
    CONSTRAINT ck_leavings_reason CHECK (reason in ('moved', 'died', 'price', 'service', 'choice', 'elsewhere', 'no need', 'asked', 'other', 'not said')),
    CONSTRAINT ck_leavings_never CHECK (never in (0, 1)),
    CONSTRAINT fk_leavings_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_leavings_by_person FOREIGN KEY(by_person) REFERENCES people (id)
)
 STRICT""",
    """CREATE INDEX ix_leavings_member_id ON leavings (member_id)""",
    """CREATE TABLE tries (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL,
    channel TEXT NOT NULL,
    text TEXT DEFAULT '' NOT NULL,
    planned_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    done_on TEXT,
    by_person INTEGER,
    CONSTRAINT ck_tries_channel CHECK (channel in ('counter', 'phone', 'letter', 'e-mail', 'visit')),
    CONSTRAINT fk_tries_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_tries_by_person FOREIGN KEY(by_person) REFERENCES people (id)
)
 STRICT""",
    """CREATE INDEX ix_tries_member_id ON tries (member_id)""",
    """CREATE INDEX ix_tries_due_on ON tries (due_on) WHERE done_on is null""",
)

# Tables that are made anew: a row gets a number of its own, so that what is done to it can be undone.
REBUILT = {
    "set_aside": (
        "id, member_id, about, until, noted_on, by_person",
        """CREATE TABLE set_aside (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER,
    about TEXT NOT NULL,
    until TEXT,
    noted_on TEXT NOT NULL,
    by_person INTEGER,
    given_to INTEGER,
    CONSTRAINT fk_set_aside_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_set_aside_by_person FOREIGN KEY(by_person) REFERENCES people (id),
    CONSTRAINT fk_set_aside_given_to FOREIGN KEY(given_to) REFERENCES people (id)
)
 STRICT""",
        """CREATE UNIQUE INDEX uq_set_aside_member_id_about ON set_aside (member_id, about)""",
    ),
    "allowances": (
        "person_id, amount_minor",
        """CREATE TABLE allowances (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL,
    amount_minor INTEGER NOT NULL,
    CONSTRAINT ck_allowances_amount CHECK (amount_minor >= 0),
    CONSTRAINT uq_allowances_person_id UNIQUE (person_id),
    CONSTRAINT fk_allowances_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 STRICT""",
    ),
    "cards_shown": (
        "member_id, question_id, shown_on",
        """CREATE TABLE cards_shown (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL,
    question_id INTEGER NOT NULL,
    shown_on TEXT NOT NULL,
    CONSTRAINT fk_cards_shown_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_cards_shown_question_id FOREIGN KEY(question_id) REFERENCES questions (id)
)
 STRICT""",
        """CREATE UNIQUE INDEX uq_cards_shown_member_id_question_id ON cards_shown (member_id, question_id)""",
    ),
}


def upgrade() -> None:
    """Make a book one that knows who left and what was tried."""
    book = op.get_bind()
    for statement in TABLES:
        book.exec_driver_sql(statement)
    for table, (columns, *statements) in REBUILT.items():
        book.exec_driver_sql(f"create temp table kept as select {columns} from {table}")
        numbered = book.exec_driver_sql("select seq from sqlite_sequence where name = ?", (table,)).scalar()
        book.exec_driver_sql(f"drop table {table}")
        for statement in statements:
            book.exec_driver_sql(statement)
        book.exec_driver_sql(f"insert into {table} ({columns}) select {columns} from kept order by 1, 2")
        book.exec_driver_sql("drop table kept")
        if numbered is not None:
            # A number that was taken once is not given again.
            book.exec_driver_sql("delete from sqlite_sequence where name = ?", (table,))
            book.exec_driver_sql("insert into sqlite_sequence (name, seq) values (?, ?)", (table, numbered))

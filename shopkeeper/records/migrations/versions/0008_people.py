"""People: faces, thanks to those who serve, what they learn, visits, questions on paper, closed days; frozen once released."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = (
    """CREATE TABLE closed_days (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    from_day TEXT NOT NULL,
    through TEXT NOT NULL,
    text TEXT DEFAULT '' NOT NULL,
    CONSTRAINT ck_closed_days_through CHECK (through >= from_day)
)
 STRICT""",
    """CREATE INDEX ix_closed_days_through ON closed_days (through)""",
    """CREATE TABLE questionnaires (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    questions TEXT NOT NULL,
    made_on TEXT NOT NULL,
    state TEXT DEFAULT 'used' NOT NULL,
    CONSTRAINT ck_questionnaires_state CHECK (state in ('used', 'put away'))
)
 STRICT""",
    """CREATE TABLE visit_forms (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    statements TEXT NOT NULL,
    made_on TEXT NOT NULL,
    state TEXT DEFAULT 'used' NOT NULL,
    CONSTRAINT ck_visit_forms_state CHECK (state in ('used', 'put away'))
)
 STRICT""",
    """CREATE TABLE visit_reports (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    form_id INTEGER NOT NULL,
    visited_on TEXT NOT NULL,
    visitor TEXT DEFAULT '' NOT NULL,
    marks TEXT NOT NULL,
    words TEXT DEFAULT '' NOT NULL,
    by_person INTEGER,
    CONSTRAINT fk_visit_reports_form_id FOREIGN KEY(form_id) REFERENCES visit_forms (id),
    CONSTRAINT fk_visit_reports_by_person FOREIGN KEY(by_person) REFERENCES people (id)
)
 STRICT""",
    """CREATE INDEX ix_visit_reports_form_id_visited_on ON visit_reports (form_id, visited_on)""",
    """CREATE TABLE pictures (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL,
    jpeg TEXT DEFAULT '' NOT NULL,
    taken_on TEXT NOT NULL,
    agreed_on TEXT NOT NULL,
    agreed_how TEXT NOT NULL,
    by_person INTEGER,
    removed_on TEXT,
    CONSTRAINT ck_pictures_agreed_how CHECK (agreed_how in ('in person', 'on a form', 'by phone', 'in writing')),
    CONSTRAINT fk_pictures_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_pictures_by_person FOREIGN KEY(by_person) REFERENCES people (id)
)
 STRICT""",
    """CREATE INDEX ix_pictures_member_id ON pictures (member_id)""",
    """CREATE INDEX ix_pictures_removed_on ON pictures (removed_on) WHERE removed_on is not null""",
    """CREATE TABLE praises (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    said_on TEXT NOT NULL,
    by_person INTEGER,
    passed_on TEXT,
    CONSTRAINT fk_praises_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_praises_person_id FOREIGN KEY(person_id) REFERENCES people (id),
    CONSTRAINT fk_praises_by_person FOREIGN KEY(by_person) REFERENCES people (id)
)
 STRICT""",
    """CREATE INDEX ix_praises_member_id ON praises (member_id)""",
    """CREATE INDEX ix_praises_person_id_passed_on ON praises (person_id, passed_on)""",
    """CREATE TABLE studied (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    asked TEXT DEFAULT 'name' NOT NULL,
    knew INTEGER NOT NULL,
    studied_on TEXT NOT NULL,
    CONSTRAINT ck_studied_asked CHECK (asked in ('name', 'usual')),
    CONSTRAINT ck_studied_knew CHECK (knew in (0, 1)),
    CONSTRAINT fk_studied_person_id FOREIGN KEY(person_id) REFERENCES people (id),
    CONSTRAINT fk_studied_member_id FOREIGN KEY(member_id) REFERENCES members (id)
)
 STRICT""",
    """CREATE INDEX ix_studied_member_id ON studied (member_id)""",
    """CREATE INDEX ix_studied_person_id_member_id ON studied (person_id, member_id)""",
)


def upgrade() -> None:
    """Make a book one that knows faces, thanks to those who serve, visits, sheets of questions and closed days."""
    book = op.get_bind()
    for statement in TABLES:
        book.exec_driver_sql(statement)

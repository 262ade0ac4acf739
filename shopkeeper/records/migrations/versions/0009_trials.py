"""Trials: what was set before, who was drawn for what, when an offer was given; frozen once released."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = (
    """CREATE TABLE trials (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    act_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    first_offer TEXT NOT NULL,
    second_offer TEXT DEFAULT '' NOT NULL,
    first_points INTEGER DEFAULT '0' NOT NULL,
    second_points INTEGER DEFAULT '0' NOT NULL,
    first_cost_minor INTEGER DEFAULT '0' NOT NULL,
    second_cost_minor INTEGER DEFAULT '0' NOT NULL,
    often TEXT DEFAULT 'once' NOT NULL,
    who TEXT DEFAULT '' NOT NULL,
    measure TEXT NOT NULL,
    goal INTEGER NOT NULL,
    weeks INTEGER NOT NULL,
    from_day TEXT NOT NULL,
    through TEXT NOT NULL,
    smallest INTEGER,
    seed TEXT NOT NULL,
    stopped_on TEXT,
    undone_by INTEGER,
    CONSTRAINT ck_trials_often CHECK (often in ('once', 'visit')),
    CONSTRAINT ck_trials_measure CHECK (measure in ('spend', 'visits', 'came')),
    CONSTRAINT ck_trials_figures CHECK (goal > 0 and weeks > 0 and through >= from_day),
    CONSTRAINT ck_trials_points CHECK (first_points >= 0 and second_points >= 0),
    CONSTRAINT ck_trials_costs CHECK (first_cost_minor >= 0 and second_cost_minor >= 0),
    CONSTRAINT fk_trials_act_id FOREIGN KEY(act_id) REFERENCES acts (id),
    CONSTRAINT fk_trials_undone_by FOREIGN KEY(undone_by) REFERENCES acts (id)
)
 STRICT""",
    """CREATE INDEX ix_trials_act_id ON trials (act_id)""",
    """CREATE TABLE trial_members (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    trial_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    household INTEGER NOT NULL,
    pair INTEGER NOT NULL,
    first INTEGER NOT NULL,
    CONSTRAINT ck_trial_members_first CHECK (first in (0, 1)),
    CONSTRAINT fk_trial_members_trial_id FOREIGN KEY(trial_id) REFERENCES trials (id),
    CONSTRAINT fk_trial_members_member_id FOREIGN KEY(member_id) REFERENCES members (id)
)
 STRICT""",
    """CREATE INDEX ix_trial_members_member_id ON trial_members (member_id)""",
    """CREATE UNIQUE INDEX uq_trial_members_trial_id_member_id ON trial_members (trial_id, member_id)""",
    """CREATE TABLE trial_gifts (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    act_id INTEGER NOT NULL,
    trial_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    what TEXT NOT NULL,
    given_on TEXT NOT NULL,
    by_person INTEGER,
    CONSTRAINT fk_trial_gifts_act_id FOREIGN KEY(act_id) REFERENCES acts (id),
    CONSTRAINT fk_trial_gifts_trial_id FOREIGN KEY(trial_id) REFERENCES trials (id),
    CONSTRAINT fk_trial_gifts_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_trial_gifts_by_person FOREIGN KEY(by_person) REFERENCES people (id)
)
 STRICT""",
    """CREATE INDEX ix_trial_gifts_member_id_trial_id ON trial_gifts (member_id, trial_id)""",
)


def upgrade() -> None:
    """Make a book one that knows trials."""
    book = op.get_bind()
    for statement in TABLES:
        book.exec_driver_sql(statement)

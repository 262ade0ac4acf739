"""Recognition: merged records, households, perks that were refused; the kept accounts in a shorter form; frozen once released."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = (
    """CREATE TABLE households (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT DEFAULT '' NOT NULL,
    since TEXT NOT NULL
)
 STRICT""",
    """CREATE TABLE merges (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    act_id INTEGER NOT NULL,
    kept_member INTEGER NOT NULL,
    other_member INTEGER NOT NULL,
    found_as INTEGER NOT NULL,
    undone_by INTEGER,
    CONSTRAINT ck_merges_two CHECK (kept_member <> other_member),
    CONSTRAINT fk_merges_act_id FOREIGN KEY(act_id) REFERENCES acts (id),
    CONSTRAINT fk_merges_kept_member FOREIGN KEY(kept_member) REFERENCES members (id),
    CONSTRAINT fk_merges_other_member FOREIGN KEY(other_member) REFERENCES members (id),
    CONSTRAINT fk_merges_found_as FOREIGN KEY(found_as) REFERENCES members (id),
    CONSTRAINT fk_merges_undone_by FOREIGN KEY(undone_by) REFERENCES acts (id)
)
 STRICT""",
    """CREATE INDEX ix_merges_act_id ON merges (act_id)""",
    """CREATE INDEX ix_merges_found_as ON merges (found_as)""",
    """CREATE INDEX ix_merges_kept_member ON merges (kept_member)""",
    """CREATE UNIQUE INDEX uq_merges_other_member ON merges (other_member) WHERE undone_by is null""",
    """CREATE TABLE refusals (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL,
    perk TEXT NOT NULL,
    happened_on TEXT NOT NULL,
    by_person INTEGER,
    CONSTRAINT fk_refusals_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_refusals_by_person FOREIGN KEY(by_person) REFERENCES people (id)
)
 STRICT""",
    """CREATE INDEX ix_refusals_member_id ON refusals (member_id)""",
    """CREATE TABLE stays (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL,
    household_id INTEGER NOT NULL,
    from_day TEXT NOT NULL,
    through TEXT,
    CONSTRAINT ck_stays_through CHECK (through is null or through >= from_day),
    CONSTRAINT fk_stays_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_stays_household_id FOREIGN KEY(household_id) REFERENCES households (id)
)
 STRICT""",
    """CREATE INDEX ix_stays_household_id ON stays (household_id)""",
    """CREATE INDEX ix_stays_member_id ON stays (member_id)""",
    """CREATE TABLE merged_facts (
    act_id INTEGER NOT NULL,
    fact_id INTEGER NOT NULL,
    CONSTRAINT pk_merged_facts PRIMARY KEY (act_id, fact_id),
    CONSTRAINT fk_merged_facts_act_id FOREIGN KEY(act_id) REFERENCES acts (id),
    CONSTRAINT fk_merged_facts_fact_id FOREIGN KEY(fact_id) REFERENCES facts (id)
)
 STRICT""",
)

# What was kept of each account is in the form of before: at the first opening everybody is replayed.
STALE = "update standings set state = '', changes_on = '0001-01-01'"


def upgrade() -> None:
    """Make a book one that knows merges, households and refused perks."""
    book = op.get_bind()
    for statement in (*TABLES, STALE):
        book.exec_driver_sql(statement)

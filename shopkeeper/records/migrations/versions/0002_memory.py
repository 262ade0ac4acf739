"""The memory: promises, complaints and requests, the wanted book, people and dates, questions; frozen once released."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# What is remembered gets two more kinds, and the question it answers.
REMARKS = (
    "drop trigger lookup_due_remarks_insert",
    "drop trigger lookup_due_remarks_update",
    "drop trigger lookup_due_remarks_delete",
    "drop index ix_remarks_member_id",
    "alter table remarks rename to remarks_before",
    """CREATE TABLE remarks (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        member_id INTEGER NOT NULL,
        kind TEXT NOT NULL,
        text TEXT NOT NULL,
        noted_on TEXT NOT NULL,
        by_person INTEGER,
        source TEXT DEFAULT '' NOT NULL,
        CONSTRAINT ck_remarks_kind CHECK (kind in ('warning', 'likes', 'dislikes', 'size', 'usual', 'matters', 'fact')),
        CONSTRAINT fk_remarks_member_id FOREIGN KEY(member_id) REFERENCES members (id),
        CONSTRAINT fk_remarks_by_person FOREIGN KEY(by_person) REFERENCES people (id)
)
 STRICT""",
    "insert into remarks (id, member_id, kind, text, noted_on, by_person)"
    " select id, member_id, kind, text, noted_on, by_person from remarks_before order by id",
    "update sqlite_sequence set seq = (select seq from sqlite_sequence where name = 'remarks_before') where name = 'remarks'"
    " and exists (select 1 from sqlite_sequence where name = 'remarks_before')",
    "drop table remarks_before",
    "CREATE INDEX ix_remarks_member_id ON remarks (member_id)",
)

TABLES = (
    """CREATE TABLE needs (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    text TEXT NOT NULL,
    state TEXT DEFAULT 'open' NOT NULL,
    made_on TEXT,
    CONSTRAINT ck_needs_state CHECK (state in ('open', 'made', 'dropped')),
    CONSTRAINT uq_needs_text UNIQUE (text)
)
 STRICT""",
    """CREATE TABLE questions (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    text TEXT NOT NULL,
    choices TEXT DEFAULT '[]' NOT NULL,
    becomes TEXT DEFAULT 'likes' NOT NULL,
    points INTEGER DEFAULT '0' NOT NULL,
    interest TEXT DEFAULT '' NOT NULL,
    least_rank INTEGER DEFAULT '0' NOT NULL,
    from_day TEXT NOT NULL,
    state TEXT DEFAULT 'asked' NOT NULL,
    CONSTRAINT ck_questions_becomes CHECK (becomes in ('likes', 'fact')),
    CONSTRAINT ck_questions_points CHECK (points >= 0),
    CONSTRAINT ck_questions_state CHECK (state in ('asked', 'withdrawn'))
)
 STRICT""",
    """CREATE TABLE allowances (
    person_id INTEGER NOT NULL,
    amount_minor INTEGER NOT NULL,
    CONSTRAINT pk_allowances PRIMARY KEY (person_id),
    CONSTRAINT ck_allowances_amount CHECK (amount_minor >= 0),
    CONSTRAINT fk_allowances_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
 STRICT""",
    """CREATE TABLE draws (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    act_id INTEGER NOT NULL,
    question_id INTEGER,
    prize TEXT NOT NULL,
    seed TEXT NOT NULL,
    drawn_on TEXT NOT NULL,
    entered TEXT NOT NULL,
    winners TEXT NOT NULL,
    undone_by INTEGER,
    CONSTRAINT fk_draws_act_id FOREIGN KEY(act_id) REFERENCES acts (id),
    CONSTRAINT fk_draws_question_id FOREIGN KEY(question_id) REFERENCES questions (id),
    CONSTRAINT fk_draws_undone_by FOREIGN KEY(undone_by) REFERENCES acts (id)
)
 STRICT""",
    """CREATE INDEX ix_draws_act_id ON draws (act_id)""",
    """CREATE TABLE answers (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    question_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    answered_on TEXT NOT NULL,
    by_person INTEGER,
    CONSTRAINT fk_answers_question_id FOREIGN KEY(question_id) REFERENCES questions (id),
    CONSTRAINT fk_answers_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_answers_by_person FOREIGN KEY(by_person) REFERENCES people (id)
)
 STRICT""",
    """CREATE INDEX ix_answers_member_id ON answers (member_id)""",
    """CREATE UNIQUE INDEX uq_answers_question_id_member_id ON answers (question_id, member_id)""",
    """CREATE TABLE cards_shown (
    member_id INTEGER NOT NULL,
    question_id INTEGER NOT NULL,
    shown_on TEXT NOT NULL,
    CONSTRAINT pk_cards_shown PRIMARY KEY (member_id, question_id),
    CONSTRAINT fk_cards_shown_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_cards_shown_question_id FOREIGN KEY(question_id) REFERENCES questions (id)
)
 STRICT""",
    """CREATE TABLE dates (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    month INTEGER NOT NULL,
    day INTEGER NOT NULL,
    year INTEGER,
    noted_on TEXT NOT NULL,
    by_person INTEGER,
    CONSTRAINT ck_dates_day CHECK (month between 1 and 12 and day between 1 and 31),
    CONSTRAINT fk_dates_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_dates_by_person FOREIGN KEY(by_person) REFERENCES people (id)
)
 STRICT""",
    """CREATE INDEX ix_dates_member_id ON dates (member_id)""",
    """CREATE INDEX ix_dates_month_day ON dates (month, day)""",
    """CREATE TABLE matters (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    subject TEXT DEFAULT '' NOT NULL,
    touch TEXT DEFAULT 'counter' NOT NULL,
    about_on TEXT,
    heard_on TEXT NOT NULL,
    heard_at TEXT NOT NULL,
    by_person INTEGER,
    answered_at TEXT,
    state TEXT DEFAULT 'open' NOT NULL,
    right_now INTEGER,
    settled_on TEXT,
    closed_on TEXT,
    outcome TEXT DEFAULT '' NOT NULL,
    need_id INTEGER,
    CONSTRAINT ck_matters_kind CHECK (kind in ('complaint', 'request')),
    CONSTRAINT ck_matters_touch CHECK (touch in ('counter', 'phone', 'letter', 'e-mail', 'visit')),
    CONSTRAINT ck_matters_state CHECK (state in ('open', 'settled', 'closed')),
    CONSTRAINT ck_matters_right_now CHECK (right_now in (0, 1)),
    CONSTRAINT fk_matters_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_matters_by_person FOREIGN KEY(by_person) REFERENCES people (id),
    CONSTRAINT fk_matters_need_id FOREIGN KEY(need_id) REFERENCES needs (id)
)
 STRICT""",
    """CREATE INDEX ix_matters_heard_on ON matters (heard_on) WHERE state <> 'closed'""",
    """CREATE INDEX ix_matters_member_id ON matters (member_id)""",
    """CREATE INDEX ix_matters_need_id ON matters (need_id) WHERE need_id is not null""",
    """CREATE TABLE promises (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    made_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    first_due_on TEXT NOT NULL,
    by_person INTEGER,
    state TEXT DEFAULT 'open' NOT NULL,
    settled_on TEXT,
    settled_by INTEGER,
    CONSTRAINT ck_promises_state CHECK (state in ('open', 'kept', 'broken', 'released')),
    CONSTRAINT ck_promises_settled CHECK ((state = 'open') = (settled_on is null)),
    CONSTRAINT fk_promises_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_promises_by_person FOREIGN KEY(by_person) REFERENCES people (id),
    CONSTRAINT fk_promises_settled_by FOREIGN KEY(settled_by) REFERENCES people (id)
)
 STRICT""",
    """CREATE INDEX ix_promises_due_on ON promises (due_on) WHERE state = 'open'""",
    """CREATE INDEX ix_promises_member_id ON promises (member_id)""",
    """CREATE TABLE relations (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL,
    kind TEXT DEFAULT 'family' NOT NULL,
    text TEXT NOT NULL,
    other_member INTEGER,
    hides_gifts INTEGER DEFAULT '0' NOT NULL,
    noted_on TEXT NOT NULL,
    by_person INTEGER,
    CONSTRAINT ck_relations_kind CHECK (kind in ('household', 'family', 'friend', 'referred by')),
    CONSTRAINT ck_relations_hides_gifts CHECK (hides_gifts in (0, 1)),
    CONSTRAINT fk_relations_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_relations_other_member FOREIGN KEY(other_member) REFERENCES members (id),
    CONSTRAINT fk_relations_by_person FOREIGN KEY(by_person) REFERENCES people (id)
)
 STRICT""",
    """CREATE INDEX ix_relations_member_id ON relations (member_id)""",
    """CREATE INDEX ix_relations_other_member ON relations (other_member) WHERE other_member is not null""",
    """CREATE TABLE rhythms (
    member_id INTEGER NOT NULL,
    last_visit TEXT NOT NULL,
    every_tenths INTEGER NOT NULL,
    breaks_on TEXT,
    weekday INTEGER,
    CONSTRAINT pk_rhythms PRIMARY KEY (member_id),
    CONSTRAINT fk_rhythms_member_id FOREIGN KEY(member_id) REFERENCES members (id)
)
 STRICT""",
    """CREATE INDEX ix_rhythms_breaks_on ON rhythms (breaks_on)""",
    """CREATE INDEX ix_rhythms_weekday_breaks_on ON rhythms (weekday, breaks_on)""",
    """CREATE TABLE set_aside (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL,
    about TEXT NOT NULL,
    until TEXT,
    noted_on TEXT NOT NULL,
    by_person INTEGER,
    CONSTRAINT fk_set_aside_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_set_aside_by_person FOREIGN KEY(by_person) REFERENCES people (id)
)
 STRICT""",
    """CREATE UNIQUE INDEX uq_set_aside_member_id_about ON set_aside (member_id, about)""",
    """CREATE TABLE talks (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL,
    channel TEXT NOT NULL,
    text TEXT DEFAULT '' NOT NULL,
    happened_on TEXT NOT NULL,
    by_person INTEGER,
    CONSTRAINT ck_talks_channel CHECK (channel in ('counter', 'phone', 'letter', 'e-mail', 'visit')),
    CONSTRAINT fk_talks_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_talks_by_person FOREIGN KEY(by_person) REFERENCES people (id)
)
 STRICT""",
    """CREATE INDEX ix_talks_member_id ON talks (member_id)""",
    """CREATE TABLE wanted (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL,
    what TEXT NOT NULL,
    folded TEXT NOT NULL,
    noted_on TEXT NOT NULL,
    by_person INTEGER,
    state TEXT DEFAULT 'wanted' NOT NULL,
    arrived_on TEXT,
    told_on TEXT,
    ended_on TEXT,
    CONSTRAINT ck_wanted_state CHECK (state in ('wanted', 'arrived', 'told', 'bought', 'dropped')),
    CONSTRAINT fk_wanted_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_wanted_by_person FOREIGN KEY(by_person) REFERENCES people (id)
)
 STRICT""",
    """CREATE INDEX ix_wanted_folded ON wanted (folded) WHERE state in ('wanted', 'arrived', 'told')""",
    """CREATE INDEX ix_wanted_member_id ON wanted (member_id)""",
    """CREATE TABLE matter_steps (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    matter_id INTEGER NOT NULL,
    member_id INTEGER,
    kind TEXT NOT NULL,
    text TEXT DEFAULT '' NOT NULL,
    amount_minor INTEGER DEFAULT '0' NOT NULL,
    allowed INTEGER,
    done_on TEXT NOT NULL,
    done_at TEXT NOT NULL,
    by_person INTEGER,
    CONSTRAINT ck_matter_steps_kind CHECK (kind in ('answer', 'remedy', 'asked', 'closed', 'opened again')),
    CONSTRAINT ck_matter_steps_amount CHECK (amount_minor >= 0),
    CONSTRAINT fk_matter_steps_matter_id FOREIGN KEY(matter_id) REFERENCES matters (id),
    CONSTRAINT fk_matter_steps_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_matter_steps_by_person FOREIGN KEY(by_person) REFERENCES people (id)
)
 STRICT""",
    """CREATE INDEX ix_matter_steps_matter_id ON matter_steps (matter_id)""",
)

# Whoever changes these rows, the find box knows that it is owed.
TRIGGERS = (
    """create trigger lookup_due_remarks_insert after insert on remarks begin insert into lookup_due values (new.member_id, 1) on conflict (member_id) do update set owed = owed | 1;  end""",
    """create trigger lookup_due_remarks_update after update on remarks begin insert into lookup_due values (new.member_id, 1) on conflict (member_id) do update set owed = owed | 1; insert into lookup_due values (old.member_id, 1) on conflict (member_id) do update set owed = owed | 1; end""",
    """create trigger lookup_due_remarks_delete after delete on remarks begin insert into lookup_due values (old.member_id, 1) on conflict (member_id) do update set owed = owed | 1;  end""",
    """create trigger lookup_due_promises_insert after insert on promises begin insert into lookup_due values (new.member_id, 1) on conflict (member_id) do update set owed = owed | 1;  end""",
    """create trigger lookup_due_promises_update after update on promises begin insert into lookup_due values (new.member_id, 1) on conflict (member_id) do update set owed = owed | 1; insert into lookup_due values (old.member_id, 1) on conflict (member_id) do update set owed = owed | 1; end""",
    """create trigger lookup_due_promises_delete after delete on promises begin insert into lookup_due values (old.member_id, 1) on conflict (member_id) do update set owed = owed | 1;  end""",
    """create trigger lookup_due_matters_insert after insert on matters when new.member_id is not null begin insert into lookup_due values (new.member_id, 1) on conflict (member_id) do update set owed = owed | 1;  end""",
    """create trigger lookup_due_matters_update after update on matters when new.member_id is not null begin insert into lookup_due values (new.member_id, 1) on conflict (member_id) do update set owed = owed | 1; insert into lookup_due select old.member_id, 1 where old.member_id > 0 on conflict (member_id) do update set owed = owed | 1; end""",
    """create trigger lookup_due_matters_delete after delete on matters when old.member_id is not null begin insert into lookup_due values (old.member_id, 1) on conflict (member_id) do update set owed = owed | 1;  end""",
    """create trigger lookup_due_wanted_insert after insert on wanted begin insert into lookup_due values (new.member_id, 1) on conflict (member_id) do update set owed = owed | 1;  end""",
    """create trigger lookup_due_wanted_update after update on wanted begin insert into lookup_due values (new.member_id, 1) on conflict (member_id) do update set owed = owed | 1; insert into lookup_due values (old.member_id, 1) on conflict (member_id) do update set owed = owed | 1; end""",
    """create trigger lookup_due_wanted_delete after delete on wanted begin insert into lookup_due values (old.member_id, 1) on conflict (member_id) do update set owed = owed | 1;  end""",
    """create trigger lookup_due_relations_insert after insert on relations begin insert into lookup_due values (new.member_id, 1) on conflict (member_id) do update set owed = owed | 1;  end""",
    """create trigger lookup_due_relations_update after update on relations begin insert into lookup_due values (new.member_id, 1) on conflict (member_id) do update set owed = owed | 1; insert into lookup_due values (old.member_id, 1) on conflict (member_id) do update set owed = owed | 1; end""",
    """create trigger lookup_due_relations_delete after delete on relations begin insert into lookup_due values (old.member_id, 1) on conflict (member_id) do update set owed = owed | 1;  end""",
    """create trigger lookup_due_dates_insert after insert on dates begin insert into lookup_due values (new.member_id, 1) on conflict (member_id) do update set owed = owed | 1;  end""",
    """create trigger lookup_due_dates_update after update on dates begin insert into lookup_due values (new.member_id, 1) on conflict (member_id) do update set owed = owed | 1; insert into lookup_due values (old.member_id, 1) on conflict (member_id) do update set owed = owed | 1; end""",
    """create trigger lookup_due_dates_delete after delete on dates begin insert into lookup_due values (old.member_id, 1) on conflict (member_id) do update set owed = owed | 1;  end""",
)


def upgrade() -> None:
    """Make a book of the first version one that remembers."""
    book = op.get_bind()
    for statement in (*REMARKS, *TABLES, *TRIGGERS):
        book.exec_driver_sql(statement)

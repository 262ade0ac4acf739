"""The first version of the book: its tables, what guards the facts, the lookup index. Frozen: it is never edited."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Tables and their indexes.
TABLES = (
    """CREATE TABLE people (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    role TEXT DEFAULT 'serve' NOT NULL,
    active INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT ck_people_role CHECK (role in ('serve', 'owner')),
    CONSTRAINT uq_people_name UNIQUE (name)
)
 STRICT""",
    """CREATE TABLE shop (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT pk_shop PRIMARY KEY (name)
)
 WITHOUT ROWID,
 STRICT""",
    """CREATE TABLE acts (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    by_person INTEGER,
    member_id INTEGER,
    summary TEXT DEFAULT '' NOT NULL,
    undoes INTEGER,
    undone_by INTEGER,
    CONSTRAINT fk_acts_by_person FOREIGN KEY(by_person) REFERENCES people (id),
    CONSTRAINT fk_acts_undoes FOREIGN KEY(undoes) REFERENCES acts (id),
    CONSTRAINT fk_acts_undone_by FOREIGN KEY(undone_by) REFERENCES acts (id)
)
 STRICT""",
    """CREATE INDEX ix_acts_member_id ON acts (member_id)""",
    """CREATE INDEX ix_acts_undoes ON acts (undoes)""",
    """CREATE TABLE "before" (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    act_id INTEGER NOT NULL,
    about TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    was TEXT NOT NULL,
    became TEXT NOT NULL,
    CONSTRAINT fk_before_act_id FOREIGN KEY(act_id) REFERENCES acts (id)
)
 STRICT""",
    """CREATE INDEX ix_before_act_id ON "before" (act_id)""",
    """CREATE TABLE draft_days (
    day TEXT NOT NULL,
    page INTEGER DEFAULT '1' NOT NULL,
    till_text TEXT DEFAULT '' NOT NULL,
    posted_act INTEGER,
    CONSTRAINT pk_draft_days PRIMARY KEY (day, page),
    CONSTRAINT fk_draft_days_posted_act FOREIGN KEY(posted_act) REFERENCES acts (id)
)
 STRICT""",
    """CREATE TABLE members (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    act_id INTEGER NOT NULL,
    number TEXT NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    say TEXT DEFAULT '' NOT NULL,
    greeting TEXT DEFAULT '' NOT NULL,
    birthday_year INTEGER,
    birthday_month INTEGER,
    birthday_day INTEGER,
    leap_day TEXT DEFAULT '28 February' NOT NULL,
    joined_on TEXT NOT NULL,
    letters INTEGER,
    letters_asked_on TEXT,
    note TEXT DEFAULT '' NOT NULL,
    gone INTEGER DEFAULT '0' NOT NULL,
    CONSTRAINT ck_members_letters CHECK (letters in (0, 1)),
    CONSTRAINT ck_members_birthday CHECK (birthday_month between 1 and 12 and birthday_day between 1 and 31),
    CONSTRAINT ck_members_birthday_whole CHECK ((birthday_month is null) = (birthday_day is null)),
    CONSTRAINT fk_members_act_id FOREIGN KEY(act_id) REFERENCES acts (id),
    CONSTRAINT uq_members_number UNIQUE (number)
)
 STRICT""",
    """CREATE INDEX ix_members_act_id ON members (act_id)""",
    """CREATE TABLE programmes (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    act_id INTEGER NOT NULL,
    from_day TEXT NOT NULL,
    toml TEXT NOT NULL,
    undone_by INTEGER,
    CONSTRAINT fk_programmes_act_id FOREIGN KEY(act_id) REFERENCES acts (id),
    CONSTRAINT fk_programmes_undone_by FOREIGN KEY(undone_by) REFERENCES acts (id)
)
 STRICT""",
    """CREATE INDEX ix_programmes_act_id ON programmes (act_id)""",
    """CREATE TABLE addresses (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL,
    street TEXT DEFAULT '' NOT NULL,
    address_2 TEXT DEFAULT '' NOT NULL,
    postcode TEXT DEFAULT '' NOT NULL,
    town TEXT DEFAULT '' NOT NULL,
    region TEXT DEFAULT '' NOT NULL,
    country TEXT DEFAULT '' NOT NULL,
    CONSTRAINT fk_addresses_member_id FOREIGN KEY(member_id) REFERENCES members (id)
)
 STRICT""",
    """CREATE INDEX ix_addresses_member_id ON addresses (member_id)""",
    """CREATE TABLE cards (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL,
    number TEXT NOT NULL,
    given_on TEXT NOT NULL,
    blocked_on TEXT,
    CONSTRAINT fk_cards_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT uq_cards_number UNIQUE (number)
)
 STRICT""",
    """CREATE INDEX ix_cards_member_id ON cards (member_id)""",
    """CREATE TABLE contacts (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    canonical TEXT DEFAULT '' NOT NULL,
    CONSTRAINT ck_contacts_kind CHECK (kind in ('phone', 'email')),
    CONSTRAINT fk_contacts_member_id FOREIGN KEY(member_id) REFERENCES members (id)
)
 STRICT""",
    """CREATE INDEX ix_contacts_canonical ON contacts (canonical)""",
    """CREATE INDEX ix_contacts_member_id ON contacts (member_id)""",
    """CREATE TABLE draft_rows (
    day TEXT NOT NULL,
    page INTEGER DEFAULT '1' NOT NULL,
    row_key TEXT NOT NULL,
    position INTEGER NOT NULL,
    time_text TEXT DEFAULT '' NOT NULL,
    who_text TEXT DEFAULT '' NOT NULL,
    member_id INTEGER,
    amount_text TEXT DEFAULT '' NOT NULL,
    what_text TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_draft_rows PRIMARY KEY (day, page, row_key),
    CONSTRAINT fk_draft_rows_member_id FOREIGN KEY(member_id) REFERENCES members (id)
)
 STRICT""",
    """CREATE TABLE facts (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    act_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    member_id INTEGER,
    happened_on TEXT NOT NULL,
    happened_at TEXT,
    amount_minor INTEGER DEFAULT '0' NOT NULL,
    excluded_minor INTEGER DEFAULT '0' NOT NULL,
    points INTEGER DEFAULT '0' NOT NULL,
    worth_minor INTEGER DEFAULT '0' NOT NULL,
    of_fact INTEGER,
    "key" TEXT,
    what TEXT DEFAULT '' NOT NULL,
    until TEXT,
    by_person INTEGER,
    earned INTEGER DEFAULT '0' NOT NULL,
    undone_by INTEGER,
    CONSTRAINT ck_facts_kind CHECK (kind in ('purchase', 'return', 'gift', 'answer', 'adjustment', 'waiver', 'tier', 'perk')),
    CONSTRAINT ck_facts_amount CHECK (amount_minor >= 0 and excluded_minor between 0 and amount_minor),
    CONSTRAINT ck_facts_worth CHECK (worth_minor between 0 and amount_minor),
    CONSTRAINT fk_facts_act_id FOREIGN KEY(act_id) REFERENCES acts (id),
    CONSTRAINT fk_facts_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_facts_of_fact FOREIGN KEY(of_fact) REFERENCES facts (id),
    CONSTRAINT fk_facts_by_person FOREIGN KEY(by_person) REFERENCES people (id),
    CONSTRAINT fk_facts_undone_by FOREIGN KEY(undone_by) REFERENCES acts (id)
)
 STRICT""",
    """CREATE INDEX ix_facts_act_id ON facts (act_id)""",
    """CREATE INDEX ix_facts_happened_on ON facts (happened_on)""",
    """CREATE INDEX ix_facts_key_undone ON facts ("key") WHERE key is not null and undone_by is not null""",
    """CREATE INDEX ix_facts_member_id_happened_on ON facts (member_id, happened_on)""",
    """CREATE INDEX ix_facts_of_fact ON facts (of_fact) WHERE of_fact is not null""",
    """CREATE UNIQUE INDEX uq_facts_key ON facts ("key") WHERE key is not null and undone_by is null""",
    """CREATE TABLE letters (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    act_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    occasion TEXT DEFAULT '' NOT NULL,
    written_on TEXT NOT NULL,
    own_line TEXT DEFAULT '' NOT NULL,
    paragraphs TEXT DEFAULT '[]' NOT NULL,
    undone_by INTEGER,
    CONSTRAINT fk_letters_act_id FOREIGN KEY(act_id) REFERENCES acts (id),
    CONSTRAINT fk_letters_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_letters_undone_by FOREIGN KEY(undone_by) REFERENCES acts (id)
)
 STRICT""",
    """CREATE INDEX ix_letters_act_id ON letters (act_id)""",
    """CREATE INDEX ix_letters_member_id ON letters (member_id)""",
    """CREATE TABLE occasions (
    member_id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    kind TEXT NOT NULL,
    happened_on TEXT NOT NULL,
    detail TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_occasions PRIMARY KEY (member_id, "key"),
    CONSTRAINT fk_occasions_member_id FOREIGN KEY(member_id) REFERENCES members (id)
)
 STRICT""",
    """CREATE INDEX ix_occasions_happened_on ON occasions (happened_on)""",
    """CREATE TABLE remarks (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    noted_on TEXT NOT NULL,
    by_person INTEGER,
    CONSTRAINT ck_remarks_kind CHECK (kind in ('warning', 'likes', 'dislikes', 'size', 'fact')),
    CONSTRAINT fk_remarks_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_remarks_by_person FOREIGN KEY(by_person) REFERENCES people (id)
)
 STRICT""",
    """CREATE INDEX ix_remarks_member_id ON remarks (member_id)""",
    """CREATE TABLE standings (
    member_id INTEGER NOT NULL,
    tier TEXT DEFAULT '' NOT NULL,
    tier_rank INTEGER DEFAULT '0' NOT NULL,
    tier_since TEXT,
    tier_until TEXT,
    points INTEGER DEFAULT '0' NOT NULL,
    debt INTEGER DEFAULT '0' NOT NULL,
    spent_minor INTEGER DEFAULT '0' NOT NULL,
    purchases INTEGER DEFAULT '0' NOT NULL,
    visits INTEGER DEFAULT '0' NOT NULL,
    first_visit TEXT,
    last_visit TEXT,
    last_fact INTEGER DEFAULT '0' NOT NULL,
    changes_on TEXT,
    state TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_standings PRIMARY KEY (member_id),
    CONSTRAINT fk_standings_member_id FOREIGN KEY(member_id) REFERENCES members (id)
)
 STRICT""",
    """CREATE INDEX ix_standings_changes_on ON standings (changes_on)""",
    """CREATE INDEX ix_standings_last_visit ON standings (last_visit, last_fact)""",
    """CREATE INDEX ix_standings_tier_since ON standings (tier_since)""",
    """CREATE TABLE lines (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    fact_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    amount_minor INTEGER NOT NULL,
    earns INTEGER DEFAULT '1' NOT NULL,
    what TEXT DEFAULT '' NOT NULL,
    CONSTRAINT ck_lines_earns CHECK (earns in (0, 1)),
    CONSTRAINT fk_lines_fact_id FOREIGN KEY(fact_id) REFERENCES facts (id)
)
 STRICT""",
    """CREATE UNIQUE INDEX uq_lines_fact_id_position ON lines (fact_id, position)""",
    """CREATE TABLE moves (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    act_id INTEGER NOT NULL,
    fact_id INTEGER NOT NULL,
    from_member INTEGER,
    to_member INTEGER,
    CONSTRAINT fk_moves_act_id FOREIGN KEY(act_id) REFERENCES acts (id),
    CONSTRAINT fk_moves_fact_id FOREIGN KEY(fact_id) REFERENCES facts (id),
    CONSTRAINT fk_moves_from_member FOREIGN KEY(from_member) REFERENCES members (id),
    CONSTRAINT fk_moves_to_member FOREIGN KEY(to_member) REFERENCES members (id)
)
 STRICT""",
    """CREATE INDEX ix_moves_act_id ON moves (act_id)""",
    """CREATE INDEX ix_moves_fact_id ON moves (fact_id)""",
    """CREATE TABLE returned_lines (
    fact_id INTEGER NOT NULL,
    line_id INTEGER NOT NULL,
    CONSTRAINT pk_returned_lines PRIMARY KEY (fact_id, line_id),
    CONSTRAINT fk_returned_lines_fact_id FOREIGN KEY(fact_id) REFERENCES facts (id),
    CONSTRAINT fk_returned_lines_line_id FOREIGN KEY(line_id) REFERENCES lines (id)
)
 STRICT""",
)

# What the facts refuse.
GUARDS = (
    """create trigger facts_stay before update of
         act_id, kind, happened_on, happened_at, amount_minor, excluded_minor, points, worth_minor, of_fact,
         key, what, until, by_person on facts
       begin select raise(abort, 'a fact is never changed'); end""",
    """create trigger facts_remain before delete on facts begin select raise(abort, 'a fact is never deleted'); end""",
    """create trigger lines_stay before update on lines begin select raise(abort, 'a line is never changed'); end""",
    """create trigger lines_remain before delete on lines begin select raise(abort, 'a line is never deleted'); end""",
)

# The lookup index and what keeps it in step.
LOOKUP = (
    """create table lookup_documents (
         row integer primary key,
         member_id integer not null unique,
         words text not null,
         parts text not null,
         digits text not null,
         shown text not null
       ) strict""",
    """create table lookup_words (word text primary key, members integer not null) strict, without rowid""",
    """create table lookup_due (member_id integer primary key, owed integer not null) strict""",
    """create virtual table lookup_index using fts5(
         words, content='lookup_documents', content_rowid='row', detail=none, columnsize=0,
         prefix='2 3 4 5', tokenize="ascii tokenchars '=@_'")""",
    """create virtual table lookup_numbers using fts5(
         parts, content='lookup_documents', content_rowid='row', detail=none, columnsize=0,
         prefix='4 5', tokenize='ascii')""",
    """create table lookup_total (members integer not null) strict""",
    """insert into lookup_total values (0)""",
    """insert into lookup_index (lookup_index, rank) values ('secure-delete', 1)""",
    """insert into lookup_numbers (lookup_numbers, rank) values ('secure-delete', 1)""",
    """create trigger lookup_inserted after insert on lookup_documents begin
    insert into lookup_index (rowid, words) values (new.row, new.words);
    insert into lookup_numbers (rowid, parts) select new.row, new.parts where new.parts <> '';
  end""",
    """create trigger lookup_deleted after delete on lookup_documents begin
    insert into lookup_index (lookup_index, rowid, words) values ('delete', old.row, old.words);
    insert into lookup_numbers (lookup_numbers, rowid, parts)
      select 'delete', old.row, old.parts where old.parts <> '';
  end""",
    """create trigger lookup_moved after update of row, words, parts on lookup_documents begin
         insert into lookup_index (lookup_index, rowid, words) values ('delete', old.row, old.words);
         insert into lookup_numbers (lookup_numbers, rowid, parts)
           select 'delete', old.row, old.parts where old.parts <> '';
         insert into lookup_index (rowid, words) values (new.row, new.words);
         insert into lookup_numbers (rowid, parts) select new.row, new.parts where new.parts <> '';
       end""",
    """create trigger lookup_total_insert after insert on members when new.gone = 0
       begin update lookup_total set members = members + 1; end""",
    """create trigger lookup_total_delete after delete on members when old.gone = 0
       begin update lookup_total set members = members - 1; end""",
    """create trigger lookup_total_update after update of gone on members when (new.gone = 0) <> (old.gone = 0)
       begin update lookup_total set members = members + iif(new.gone = 0, 1, -1); end""",
    """create trigger lookup_due_members_insert after insert on members when new.name <> '' or new.say <> ''
            begin insert into lookup_due values (new.id, 1) on conflict (member_id) do update set owed = owed | 1; end""",
    """create trigger lookup_due_members_update after update of name, say, note, gone on members
            begin insert into lookup_due values (new.id, 1) on conflict (member_id) do update set owed = owed | 1; end""",
    """create trigger lookup_due_members_delete after delete on members
            begin insert into lookup_due values (old.id, 1) on conflict (member_id) do update set owed = owed | 1; end""",
    """create trigger lookup_due_contacts_insert after insert on contacts begin insert into lookup_due values (new.member_id, 1) on conflict (member_id) do update set owed = owed | 1;  end""",
    """create trigger lookup_due_contacts_update after update on contacts begin insert into lookup_due values (new.member_id, 1) on conflict (member_id) do update set owed = owed | 1; insert into lookup_due values (old.member_id, 1) on conflict (member_id) do update set owed = owed | 1; end""",
    """create trigger lookup_due_contacts_delete after delete on contacts begin insert into lookup_due values (old.member_id, 1) on conflict (member_id) do update set owed = owed | 1;  end""",
    """create trigger lookup_due_addresses_insert after insert on addresses begin insert into lookup_due values (new.member_id, 1) on conflict (member_id) do update set owed = owed | 1;  end""",
    """create trigger lookup_due_addresses_update after update on addresses begin insert into lookup_due values (new.member_id, 1) on conflict (member_id) do update set owed = owed | 1; insert into lookup_due values (old.member_id, 1) on conflict (member_id) do update set owed = owed | 1; end""",
    """create trigger lookup_due_addresses_delete after delete on addresses begin insert into lookup_due values (old.member_id, 1) on conflict (member_id) do update set owed = owed | 1;  end""",
    """create trigger lookup_due_cards_insert after insert on cards begin insert into lookup_due values (new.member_id, 1) on conflict (member_id) do update set owed = owed | 1;  end""",
    """create trigger lookup_due_cards_update after update on cards begin insert into lookup_due values (new.member_id, 1) on conflict (member_id) do update set owed = owed | 1; insert into lookup_due values (old.member_id, 1) on conflict (member_id) do update set owed = owed | 1; end""",
    """create trigger lookup_due_cards_delete after delete on cards begin insert into lookup_due values (old.member_id, 1) on conflict (member_id) do update set owed = owed | 1;  end""",
    """create trigger lookup_due_remarks_insert after insert on remarks begin insert into lookup_due values (new.member_id, 1) on conflict (member_id) do update set owed = owed | 1;  end""",
    """create trigger lookup_due_remarks_update after update on remarks begin insert into lookup_due values (new.member_id, 1) on conflict (member_id) do update set owed = owed | 1; insert into lookup_due values (old.member_id, 1) on conflict (member_id) do update set owed = owed | 1; end""",
    """create trigger lookup_due_remarks_delete after delete on remarks begin insert into lookup_due values (old.member_id, 1) on conflict (member_id) do update set owed = owed | 1;  end""",
)


def upgrade() -> None:
    """Make an empty file a book of the first version."""
    book = op.get_bind()
    for statement in (*TABLES, *GUARDS, *LOOKUP):
        book.exec_driver_sql(statement)

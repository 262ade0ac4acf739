"""The lookup index as SQLite keeps it: one document a member, the full text kept in step by triggers."""

TABLES = (
    # The row carries the rank in its high bits, so that the index itself is ordered best first.
    """create table lookup_documents (
         row integer primary key,
         member_id integer not null unique,
         words text not null,
         parts text not null,
         digits text not null,
         shown text not null
       ) strict""",
    # Every word that can be sought by its letters, and how many members have it; `near` and `begins` ask it.
    "create table lookup_words (word text primary key, members integer not null) strict, without rowid",
    # Members whose words (1), whose visits (2) or both (3) have changed since the index last looked.
    "create table lookup_due (member_id integer primary key, owed integer not null) strict",
    """create virtual table lookup_index using fts5(
         words, content='lookup_documents', content_rowid='row', detail=none, columnsize=0,
         prefix='2 3 4 5', tokenize="ascii tokenchars '=@_'")""",
    """create virtual table lookup_numbers using fts5(
         parts, content='lookup_documents', content_rowid='row', detail=none, columnsize=0,
         prefix='4 5', tokenize='ascii')""",
    # Counting a million rows on every key would cost more than finding the person.
    "create table lookup_total (members integer not null) strict",
    "insert into lookup_total values (0)",
    # A forgotten name leaves the index's own pages too.
    "insert into lookup_index (lookup_index, rank) values ('secure-delete', 1)",
    "insert into lookup_numbers (lookup_numbers, rank) values ('secure-delete', 1)",
)

_INSERTED = """begin
    insert into lookup_index (rowid, words) values (new.row, new.words);
    insert into lookup_numbers (rowid, parts) select new.row, new.parts where new.parts <> '';
  end"""
_DELETED = """begin
    insert into lookup_index (lookup_index, rowid, words) values ('delete', old.row, old.words);
    insert into lookup_numbers (lookup_numbers, rowid, parts)
      select 'delete', old.row, old.parts where old.parts <> '';
  end"""
STEP_TRIGGERS = (
    f"create trigger lookup_inserted after insert on lookup_documents {_INSERTED}",
    f"create trigger lookup_deleted after delete on lookup_documents {_DELETED}",
    """create trigger lookup_moved after update of row, words, parts on lookup_documents begin
         insert into lookup_index (lookup_index, rowid, words) values ('delete', old.row, old.words);
         insert into lookup_numbers (lookup_numbers, rowid, parts)
           select 'delete', old.row, old.parts where old.parts <> '';
         insert into lookup_index (rowid, words) values (new.row, new.words);
         insert into lookup_numbers (rowid, parts) select new.row, new.parts where new.parts <> '';
       end""",
)
STEP_TRIGGER_NAMES = ("lookup_inserted", "lookup_deleted", "lookup_moved")

MEMORY = ("promises", "matters", "wanted", "relations", "dates")
"""Tables of the memory whose words a member is found by."""

_DUE = "on conflict (member_id) do update set owed = owed | 1"


TOTAL_TRIGGERS = (
    """create trigger lookup_total_insert after insert on members when new.gone = 0
       begin update lookup_total set members = members + 1; end""",
    """create trigger lookup_total_delete after delete on members when old.gone = 0
       begin update lookup_total set members = members - 1; end""",
    """create trigger lookup_total_update after update of gone on members when (new.gone = 0) <> (old.gone = 0)
       begin update lookup_total set members = members + iif(new.gone = 0, 1, -1); end""",
)


def _due_triggers() -> tuple[str, ...]:
    """Whoever changes a member's rows, the index knows that it is owed; it can be late, never silently wrong."""
    statements = [
        f"""create trigger lookup_due_members_insert after insert on members when new.name <> '' or new.say <> ''
            begin insert into lookup_due values (new.id, 1) {_DUE}; end""",
        f"""create trigger lookup_due_members_update after update of name, say, note, gone on members
            begin insert into lookup_due values (new.id, 1) {_DUE}; end""",
        f"""create trigger lookup_due_members_delete after delete on members
            begin insert into lookup_due values (old.id, 1) {_DUE}; end""",
    ]
    for table in ("contacts", "addresses", "cards", "remarks", *MEMORY):
        for event, row in (("insert", "new"), ("update", "new"), ("delete", "old")):
            also = f"insert into lookup_due values (old.member_id, 1) {_DUE};" if event == "update" else ""
            known = ""
            if table == "matters":  # of which some are of nobody known
                known = f"when {row}.member_id is not null "
                also = also.replace(
                    "values (old.member_id, 1)", "select old.member_id, 1 where old.member_id > 0"
                )
            statements.append(
                f"create trigger lookup_due_{table}_{event} after {event} on {table} {known}"
                f"begin insert into lookup_due values ({row}.member_id, 1) {_DUE}; {also} end"
            )
    return tuple(statements)


DDL = (*TABLES, *STEP_TRIGGERS, *TOTAL_TRIGGERS, *_due_triggers())

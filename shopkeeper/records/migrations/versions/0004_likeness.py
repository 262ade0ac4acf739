"""Two who look alike and are not one person are remembered; the find box ranks in finer steps; frozen once released."""

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

# The row of a document carries its rank: an eighth of a doubling became a thirty-second, and each rank is looked at again.
FINER = (
    "drop trigger lookup_moved",
    "update lookup_documents set row = ((16383 - 4 * (4095 - (row >> 32))) << 32) | (row & 4294967295)",
    "insert into lookup_index (lookup_index) values ('rebuild')",
    "insert into lookup_numbers (lookup_numbers) values ('rebuild')",
    """create trigger lookup_moved after update of row, words, parts on lookup_documents begin
         insert into lookup_index (lookup_index, rowid, words) values ('delete', old.row, old.words);
         insert into lookup_numbers (lookup_numbers, rowid, parts)
           select 'delete', old.row, old.parts where old.parts <> '';
         insert into lookup_index (rowid, words) values (new.row, new.words);
         insert into lookup_numbers (rowid, parts) select new.row, new.parts where new.parts <> '';
       end""",
    "insert into lookup_due select member_id, 2 from lookup_documents where true"
    " on conflict (member_id) do update set owed = owed | 2",
)


def upgrade() -> None:
    """Make a book one that remembers who is not the same person."""
    book = op.get_bind()
    for statement in (*TABLES, *FINER):
        book.exec_driver_sql(statement)

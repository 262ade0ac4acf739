"""Vouchers that ask for a purchase of some size, and the purchase each was taken off; frozen once released."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# A table that refers to another is made anew: a column added later would be written down in another way.
TABLES = (
    "ALTER TABLE offers ADD COLUMN least_minor INTEGER",
    "DROP INDEX ix_vouchers_offer_id_used_on",
    "DROP INDEX ix_vouchers_member_id",
    "DROP INDEX ix_vouchers_act_id",
    "ALTER TABLE vouchers RENAME TO vouchers_before",
    """CREATE TABLE vouchers (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    act_id INTEGER NOT NULL,
    offer_id INTEGER NOT NULL,
    number TEXT NOT NULL,
    member_id INTEGER,
    made_on TEXT NOT NULL,
    used_on TEXT,
    used_at TEXT,
    used_by INTEGER,
    gave_minor INTEGER DEFAULT '0' NOT NULL,
    fact_id INTEGER,
    CONSTRAINT ck_vouchers_used CHECK ((used_on is null) = (used_at is null)),
    CONSTRAINT ck_vouchers_gave CHECK (gave_minor >= 0),
    CONSTRAINT fk_vouchers_act_id FOREIGN KEY(act_id) REFERENCES acts (id),
    CONSTRAINT fk_vouchers_offer_id FOREIGN KEY(offer_id) REFERENCES offers (id),
    CONSTRAINT uq_vouchers_number UNIQUE (number),
    CONSTRAINT fk_vouchers_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_vouchers_used_by FOREIGN KEY(used_by) REFERENCES people (id),
    CONSTRAINT fk_vouchers_fact_id FOREIGN KEY(fact_id) REFERENCES facts (id)
)
 STRICT""",
    """INSERT INTO vouchers (id, act_id, offer_id, number, member_id, made_on, used_on, used_at, used_by, gave_minor)
    SELECT id, act_id, offer_id, number, member_id, made_on, used_on, used_at, used_by, gave_minor FROM vouchers_before""",
    "DELETE FROM sqlite_sequence WHERE name = 'vouchers'",
    "UPDATE sqlite_sequence SET name = 'vouchers' WHERE name = 'vouchers_before'",
    "DROP TABLE vouchers_before",
    "CREATE INDEX ix_vouchers_act_id ON vouchers (act_id)",
    "CREATE INDEX ix_vouchers_offer_id_used_on ON vouchers (offer_id, used_on)",
    "CREATE INDEX ix_vouchers_member_id ON vouchers (member_id)",
    "CREATE INDEX ix_vouchers_fact_id ON vouchers (fact_id) WHERE fact_id is not null",
)


def upgrade() -> None:
    """Make a book one in which an offer can ask for a least purchase, and a voucher knows what it was taken off."""
    book = op.get_bind()
    for statement in TABLES:
        book.exec_driver_sql(statement)

"""The tables of vouchers: what the owner offers, and every number that was made for it."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text, text

from shopkeeper.records.tables import _act, _day, _id, _instant, _member, _table

offers = _table(
    "offers",
    _id(),
    Column("name", Text, nullable=False),
    Column("gives", Text, nullable=False),
    Column("value", Integer, nullable=False, server_default="0"),  # minor units, or per cent
    Column("thing", Text, nullable=False, server_default=""),
    _day("from_day"),
    _day("through"),
    Column("named", Integer, nullable=False, server_default="1"),  # each number belongs to one member
    Column("most", Integer),  # how many numbers there may be; NULL: nobody counts
    Column("each_minor", Integer, nullable=False, server_default="0"),  # what one costs the shop
    Column("budget_minor", Integer),
    _day("made_on"),
    _day("withdrawn_on", nullable=True),
    Column("least_minor", Integer),  # the smallest purchase it is taken off; NULL: any
    CheckConstraint("gives in ('money', 'percent', 'thing')", name="gives"),
    CheckConstraint("value >= 0 and each_minor >= 0 and budget_minor >= 0 and most > 0", name="figures"),
    CheckConstraint("through >= from_day", name="through"),
    CheckConstraint("named in (0, 1)", name="named"),
)

vouchers = _table(
    "vouchers",  # one number: made once, redeemed once
    _id(),
    _act(),
    Column("offer_id", Integer, ForeignKey("offers.id"), nullable=False),
    Column("number", Text, nullable=False, unique=True),
    _member(nullable=True),
    _day("made_on"),
    _day("used_on", nullable=True),
    _instant("used_at", nullable=True),
    Column("used_by", Integer, ForeignKey("people.id")),
    Column("gave_minor", Integer, nullable=False, server_default="0"),
    Column("fact_id", Integer, ForeignKey("facts.id")),  # the purchase it was taken off, where that is known
    CheckConstraint("(used_on is null) = (used_at is null)", name="used"),
    CheckConstraint("gave_minor >= 0", name="gave"),
    Index("ix_vouchers_offer_id_used_on", "offer_id", "used_on"),
    Index("ix_vouchers_member_id", "member_id"),
    Index(
        "ix_vouchers_fact_id",
        "fact_id",
        sqlite_where=text("fact_id is not null"),
        postgresql_where=text("fact_id is not null"),
    ),
)

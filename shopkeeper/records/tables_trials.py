"""The tables of trials: what was set before, who was drawn for what, and when an offer was given."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text

from shopkeeper.records.tables import _act, _day, _id, _member, _table

trials = _table(
    "trials",
    _id(),
    _act(),
    Column("name", Text, nullable=False),
    Column("first_offer", Text, nullable=False),  # as it is said at the counter
    Column("second_offer", Text, nullable=False, server_default=""),  # '': nothing
    Column("first_points", Integer, nullable=False, server_default="0"),  # each time it is given
    Column("second_points", Integer, nullable=False, server_default="0"),
    Column("first_cost_minor", Integer, nullable=False, server_default="0"),
    Column("second_cost_minor", Integer, nullable=False, server_default="0"),
    Column("often", Text, nullable=False, server_default="once"),
    Column("who", Text, nullable=False, server_default=""),  # the rule of a group; '': everyone
    Column("measure", Text, nullable=False),
    Column("goal", Integer, nullable=False),  # in the parts of `rules.trial_measures`
    Column("weeks", Integer, nullable=False),
    _day("from_day"),
    _day("through"),
    Column(
        "smallest", Integer
    ),  # what it was said to find when it began; NULL: the book was too young to say
    Column("seed", Text, nullable=False),
    _day("stopped_on", nullable=True),
    Column("undone_by", Integer, ForeignKey("acts.id")),
    CheckConstraint("often in ('once', 'visit')", name="often"),
    CheckConstraint("measure in ('spend', 'visits', 'came')", name="measure"),
    CheckConstraint("goal > 0 and weeks > 0 and through >= from_day", name="figures"),
    CheckConstraint("first_points >= 0 and second_points >= 0", name="points"),
    CheckConstraint("first_cost_minor >= 0 and second_cost_minor >= 0", name="costs"),
)

trial_members = _table(
    "trial_members",  # the lot as it fell; nobody changes sides afterwards
    _id(),
    Column("trial_id", Integer, ForeignKey("trials.id"), nullable=False),
    _member(),
    Column("household", Integer, nullable=False),  # its place in the list that was drawn from
    Column("pair", Integer, nullable=False),
    Column("first", Integer, nullable=False),
    CheckConstraint("first in (0, 1)", name="first"),
    Index("uq_trial_members_trial_id_member_id", "trial_id", "member_id", unique=True),
    Index("ix_trial_members_member_id", "member_id"),
)

trial_gifts = _table(
    "trial_gifts",  # an offer that was given
    _id(),
    _act(index=False),
    Column("trial_id", Integer, ForeignKey("trials.id"), nullable=False),
    _member(),
    Column("what", Text, nullable=False),
    _day("given_on"),
    Column("by_person", Integer, ForeignKey("people.id")),
    Index("ix_trial_gifts_member_id_trial_id", "member_id", "trial_id"),
)

"""The tables of the memory: what was promised, said, wanted, asked and answered, and who belongs to whom."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    text,
)

from shopkeeper.records.tables import _act, _day, _id, _instant, _member, _table, metadata


def _words(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _person(name: str = "by_person") -> Column[int]:
    return Column(name, Integer, ForeignKey("people.id"))


promises = _table(
    "promises",
    _id(),
    _member(),
    Column("text", Text, nullable=False),
    _day("made_on"),
    _day("due_on"),
    _day("first_due_on"),  # what was said first; a promise put off is judged by it
    _person(),
    Column("state", Text, nullable=False, server_default="open"),
    _day("settled_on", nullable=True),
    _person("settled_by"),
    CheckConstraint("state in ('open', 'kept', 'broken', 'released')", name="state"),
    CheckConstraint("(state = 'open') = (settled_on is null)", name="settled"),
    Index("ix_promises_member_id", "member_id"),
    Index(
        "ix_promises_due_on",
        "due_on",
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
)

needs = _table(
    "needs",
    _id(),
    Column("text", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False, server_default="open"),
    _day("made_on", nullable=True),
    CheckConstraint("state in ('open', 'made', 'dropped')", name="state"),
)

matters = _table(
    "matters",  # a complaint or a request, from the first word to “is it right now?”
    _id(),
    _member(nullable=True),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    _words("subject"),
    Column("touch", Text, nullable=False, server_default="counter"),
    _day("about_on", nullable=True),
    _day("heard_on"),
    _instant("heard_at"),
    _person(),
    _instant("answered_at", nullable=True),
    Column("state", Text, nullable=False, server_default="open"),
    Column("right_now", Integer),  # what the member said when asked: 1 yes, 0 no, NULL not asked
    _day("settled_on", nullable=True),
    _day("closed_on", nullable=True),
    _words("outcome"),
    Column("need_id", Integer, ForeignKey("needs.id")),
    CheckConstraint("kind in ('complaint', 'request')", name="kind"),
    CheckConstraint("touch in ('counter', 'phone', 'letter', 'e-mail', 'visit')", name="touch"),
    CheckConstraint("state in ('open', 'settled', 'closed')", name="state"),
    CheckConstraint("right_now in (0, 1)", name="right_now"),
    Index("ix_matters_member_id", "member_id"),
    Index(
        "ix_matters_heard_on",
        "heard_on",
        sqlite_where=text("state <> 'closed'"),
        postgresql_where=text("state <> 'closed'"),
    ),
    Index("ix_matters_need_id", "need_id", sqlite_where=text("need_id is not null")),
)

matter_steps = _table(
    "matter_steps",
    _id(),
    Column("matter_id", Integer, ForeignKey("matters.id"), nullable=False),
    _member(nullable=True),
    Column("kind", Text, nullable=False),
    _words("text"),
    Column("amount_minor", Integer, nullable=False, server_default="0"),
    Column("allowed", Integer),  # of a remedy beyond the allowance: NULL the owner has not answered yet
    _day("done_on"),
    _instant("done_at"),
    _person(),
    CheckConstraint("kind in ('answer', 'remedy', 'asked', 'closed', 'opened again')", name="kind"),
    CheckConstraint("amount_minor >= 0", name="amount"),
    Index("ix_matter_steps_matter_id", "matter_id"),
)

wanted = _table(
    "wanted",
    _id(),
    _member(),
    Column("what", Text, nullable=False),
    Column("folded", Text, nullable=False),  # the words by which all who want the same are found
    _day("noted_on"),
    _person(),
    Column("state", Text, nullable=False, server_default="wanted"),
    _day("arrived_on", nullable=True),
    _day("told_on", nullable=True),
    _day("ended_on", nullable=True),
    CheckConstraint("state in ('wanted', 'arrived', 'told', 'bought', 'dropped')", name="state"),
    Index("ix_wanted_member_id", "member_id"),
    Index(
        "ix_wanted_folded",
        "folded",
        sqlite_where=text("state in ('wanted', 'arrived', 'told')"),
        postgresql_where=text("state in ('wanted', 'arrived', 'told')"),
    ),
)

relations = _table(
    "relations",
    _id(),
    _member(),
    Column("kind", Text, nullable=False, server_default="family"),
    Column("text", Text, nullable=False),
    Column("other_member", Integer, ForeignKey("members.id")),
    Column("hides_gifts", Integer, nullable=False, server_default="0"),
    _day("noted_on"),
    _person(),
    CheckConstraint("kind in ('household', 'family', 'friend', 'referred by')", name="kind"),
    CheckConstraint("hides_gifts in (0, 1)", name="hides_gifts"),
    Index("ix_relations_member_id", "member_id"),
    Index("ix_relations_other_member", "other_member", sqlite_where=text("other_member is not null")),
)

dates = _table(
    "dates",
    _id(),
    _member(),
    Column("text", Text, nullable=False),
    Column("month", Integer, nullable=False),
    Column("day", Integer, nullable=False),
    Column("year", Integer),  # of the one day; without it the day comes back every year
    _day("noted_on"),
    _person(),
    CheckConstraint("month between 1 and 12 and day between 1 and 31", name="day"),
    Index("ix_dates_member_id", "member_id"),
    Index("ix_dates_month_day", "month", "day"),
)

questions = _table(
    "questions",
    _id(),
    Column("text", Text, nullable=False),
    Column("choices", Text, nullable=False, server_default="[]"),  # JSON: what can be answered in one touch
    Column("becomes", Text, nullable=False, server_default="likes"),
    Column("points", Integer, nullable=False, server_default="0"),
    Column("interest", Text, nullable=False, server_default=""),  # only to who likes or buys this
    Column("least_rank", Integer, nullable=False, server_default="0"),
    _day("from_day"),
    Column("state", Text, nullable=False, server_default="asked"),
    CheckConstraint("becomes in ('likes', 'fact')", name="becomes"),
    CheckConstraint("points >= 0", name="points"),
    CheckConstraint("state in ('asked', 'withdrawn')", name="state"),
)

answers = _table(
    "answers",
    _id(),
    Column("question_id", Integer, ForeignKey("questions.id"), nullable=False),
    _member(),
    Column("text", Text, nullable=False),
    _day("answered_on"),
    _person(),
    Index("uq_answers_question_id_member_id", "question_id", "member_id", unique=True),
    Index("ix_answers_member_id", "member_id"),
)

cards_shown = _table(
    "cards_shown",  # which question was put to whom; a member is asked once a visit, and once for all
    _id(),
    _member(),
    Column("question_id", Integer, ForeignKey("questions.id"), nullable=False),
    _day("shown_on"),
    Index("uq_cards_shown_member_id_question_id", "member_id", "question_id", unique=True),
)

draws = _table(
    "draws",
    _id(),
    _act(),
    Column("question_id", Integer, ForeignKey("questions.id")),
    Column("prize", Text, nullable=False),
    Column("seed", Text, nullable=False),
    _day("drawn_on"),
    Column("entered", Text, nullable=False),  # JSON: the numbers of who took part, in the order of the list
    Column("winners", Text, nullable=False),  # JSON
    Column("undone_by", Integer, ForeignKey("acts.id")),
)

talks = _table(
    "talks",  # a word that passed between shop and member, over any channel but the till
    _id(),
    _member(),
    Column("channel", Text, nullable=False),
    _words("text"),
    _day("happened_on"),
    _person(),
    CheckConstraint("channel in ('counter', 'phone', 'letter', 'e-mail', 'visit')", name="channel"),
    Index("ix_talks_member_id", "member_id"),
)

set_aside = _table(
    "set_aside",  # a line of the morning page that is done, put off to a day, or given to somebody
    _id(),
    _member(nullable=True),  # NULL: of a matter that nobody known brought
    Column("about", Text, nullable=False),
    _day("until", nullable=True),  # NULL: for good
    _day("noted_on"),
    _person(),
    _person("given_to"),
    Index("uq_set_aside_member_id_about", "member_id", "about", unique=True),
)

allowances = _table(
    "allowances",  # what somebody who serves may spend to put one matter right
    _id(),
    Column("person_id", Integer, ForeignKey("people.id"), nullable=False, unique=True),
    Column("amount_minor", Integer, nullable=False),
    CheckConstraint("amount_minor >= 0", name="amount"),
)

rhythms = Table(
    "rhythms",  # a cache: how often a member comes, and the day their own rhythm breaks
    metadata,
    Column("member_id", Integer, ForeignKey("members.id"), primary_key=True),
    _day("last_visit"),
    Column("every_tenths", Integer, nullable=False),  # the usual time between visits, in tenths of open days
    _day("breaks_on", nullable=True),
    Column("weekday", Integer),  # 0 Monday … 6 Sunday, where half of the latest visits fall on it
    Index("ix_rhythms_breaks_on", "breaks_on"),
    Index("ix_rhythms_weekday_breaks_on", "weekday", "breaks_on"),
    sqlite_strict=True,
)

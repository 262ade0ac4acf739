"""The tables of people: faces, the thanks and the learning of those who serve, visits to the shop, paper, closed days."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text, text

from shopkeeper.records.tables import _day, _id, _member, _table


def _person(name: str = "by_person", *, nullable: bool = True) -> Column[int]:
    return Column(name, Integer, ForeignKey("people.id"), nullable=nullable)


pictures = _table(
    "pictures",
    _id(),
    _member(),
    # Base64 of a small JPEG: so the list of everything and what is held about a member can hold it like any other value.
    Column("jpeg", Text, nullable=False, server_default=""),
    _day("taken_on"),
    _day("agreed_on"),
    Column("agreed_how", Text, nullable=False),
    _person(),
    _day("removed_on", nullable=True),
    CheckConstraint("agreed_how in ('in person', 'on a form', 'by phone', 'in writing')", name="agreed_how"),
    Index("ix_pictures_member_id", "member_id"),
    Index(
        "ix_pictures_removed_on",
        "removed_on",
        sqlite_where=text("removed_on is not null"),
        postgresql_where=text("removed_on is not null"),
    ),
)

praises = _table(
    "praises",  # a member thanked somebody who serves
    _id(),
    _member(),
    _person("person_id", nullable=False),
    Column("text", Text, nullable=False),
    _day("said_on"),
    _person(),
    _day("passed_on", nullable=True),  # the day it was shown to whom it is for
    Index("ix_praises_member_id", "member_id"),
    Index("ix_praises_person_id_passed_on", "person_id", "passed_on"),
)

studied = _table(
    "studied",  # one row each time somebody who serves was asked for a name or a usual: what they know follows from it
    _id(),
    _person("person_id", nullable=False),
    _member(),
    Column("asked", Text, nullable=False, server_default="name"),
    Column("knew", Integer, nullable=False),
    _day("studied_on"),
    CheckConstraint("asked in ('name', 'usual')", name="asked"),
    CheckConstraint("knew in (0, 1)", name="knew"),
    Index("ix_studied_person_id_member_id", "person_id", "member_id"),
    Index("ix_studied_member_id", "member_id"),
)

visit_forms = _table(
    "visit_forms",  # what a visitor who is not known as one looks at
    _id(),
    Column("name", Text, nullable=False),
    Column("statements", Text, nullable=False),  # JSON
    _day("made_on"),
    Column("state", Text, nullable=False, server_default="used"),
    CheckConstraint("state in ('used', 'put away')", name="state"),
)

visit_reports = _table(
    "visit_reports",
    _id(),
    Column("form_id", Integer, ForeignKey("visit_forms.id"), nullable=False),
    _day("visited_on"),
    Column("visitor", Text, nullable=False, server_default=""),
    Column("marks", Text, nullable=False),  # JSON: 1 to 5, or null, for each statement
    Column("words", Text, nullable=False, server_default=""),
    _person(),
    Index("ix_visit_reports_form_id_visited_on", "form_id", "visited_on"),
)

questionnaires = _table(
    "questionnaires",  # some of the questions on one sheet of paper
    _id(),
    Column("name", Text, nullable=False),
    Column("questions", Text, nullable=False),  # JSON: their ids, as they stand on the sheet
    _day("made_on"),
    Column("state", Text, nullable=False, server_default="used"),
    CheckConstraint("state in ('used', 'put away')", name="state"),
)

closed_days = _table(
    "closed_days",  # a holiday of the shop, from its first day to its last
    _id(),
    _day("from_day"),
    _day("through"),
    Column("text", Text, nullable=False, server_default=""),
    CheckConstraint("through >= from_day", name="through"),
    Index("ix_closed_days_through", "through"),
)

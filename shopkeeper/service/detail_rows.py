"""Rows that an act may change and an undo put back: which tables have them, with which columns."""

from typing import Any

from shopkeeper.records.book import Reading, Writing

_COLUMNS = {
    "members": ("act_id", "number", "name", "say", "greeting", "birthday_year", "birthday_month", "birthday_day",
                "leap_day", "joined_on", "letters", "letters_asked_on", "note", "gone"),
    "contacts": ("member_id", "kind", "text", "canonical"),
    "addresses": ("member_id", "street", "address_2", "postcode", "town", "region", "country"),
    "cards": ("member_id", "number", "given_on", "blocked_on"),
    "remarks": ("member_id", "kind", "text", "noted_on", "by_person", "source"),
    "people": ("name", "role", "active"),
    "letters": ("act_id", "member_id", "kind", "occasion", "written_on", "own_line", "paragraphs", "undone_by"),
    "households": ("name", "since"),
    "stays": ("member_id", "household_id", "from_day", "through"),
    "refusals": ("member_id", "perk", "happened_on", "by_person"),
    "promises": ("member_id", "text", "made_on", "due_on", "first_due_on", "by_person", "state", "settled_on", "settled_by"),
    "needs": ("text", "state", "made_on"),
    "matters": ("member_id", "kind", "text", "subject", "touch", "about_on", "heard_on", "heard_at", "by_person",
                "answered_at", "state", "right_now", "settled_on", "closed_on", "outcome", "need_id"),
    "matter_steps": ("matter_id", "member_id", "kind", "text", "amount_minor", "allowed", "done_on", "done_at", "by_person"),
    "wanted": ("member_id", "what", "folded", "noted_on", "by_person", "state", "arrived_on", "told_on", "ended_on"),
    "relations": ("member_id", "kind", "text", "other_member", "hides_gifts", "noted_on", "by_person"),
    "dates": ("member_id", "text", "month", "day", "year", "noted_on", "by_person"),
    "questions": ("text", "choices", "becomes", "points", "interest", "least_rank", "from_day", "state"),
    "answers": ("question_id", "member_id", "text", "answered_on", "by_person"),
    "talks": ("member_id", "channel", "text", "happened_on", "by_person"),
    "apart": ("member_id", "other_member"),
    "consents": ("member_id", "channel", "given", "said_on", "how", "wording", "by_person"),
    "events": ("kind", "name", "words", "on_day", "from_time", "until_time", "room", "places", "bring", "cost_minor", "goal",
               "note", "served", "after_days", "early_rank", "opens_on", "called_off_on"),
    "guests": ("act_id", "event_id", "member_id", "state", "rank", "told_on", "told_by", "answer", "answered_on",
               "companions", "waits_since", "arrived_at", "came_with", "by_person", "code"),
    "set_aside": ("member_id", "about", "until", "noted_on", "by_person", "given_to"),
    "leavings": ("member_id", "reason", "text", "never", "noted_on", "by_person"),
    "tries": ("member_id", "channel", "text", "planned_on", "due_on", "done_on", "by_person"),
    "holds": ("member_id", "text", "from_day", "lifted_on", "by_person"),
    "requests": ("member_id", "kind", "text", "asked_on", "due_on", "done_on", "outcome", "by_person"),
    "allowances": ("person_id", "amount_minor"),
    "cards_shown": ("member_id", "question_id", "shown_on"),
    "pictures": ("member_id", "taken_on", "agreed_on", "agreed_how", "by_person", "removed_on"),
    "praises": ("member_id", "person_id", "text", "said_on", "by_person", "passed_on"),
    "visit_forms": ("name", "statements", "made_on", "state"),
    "visit_reports": ("form_id", "visited_on", "visitor", "marks", "words", "by_person"),
    "questionnaires": ("name", "questions", "made_on", "state"),
    "closed_days": ("from_day", "through", "text"),
    "trials": ("act_id", "name", "first_offer", "second_offer", "first_points", "second_points", "first_cost_minor",
               "second_cost_minor", "often", "who", "measure", "goal", "weeks", "from_day", "through", "smallest", "seed",
               "stopped_on"),
    "trial_members": ("trial_id", "member_id", "household", "pair", "first"),
    "trial_gifts": ("act_id", "trial_id", "member_id", "what", "given_on", "by_person"),
    "offers": ("name", "gives", "value", "thing", "from_day", "through", "named", "most", "each_minor", "budget_minor",
               "made_on", "withdrawn_on", "least_minor"),
    "vouchers": ("act_id", "offer_id", "number", "member_id", "made_on", "used_on", "used_at", "used_by", "gave_minor",
                 "fact_id"),
}  # fmt: skip


def detail_columns(about: str) -> tuple[str, ...]:
    """The columns of a table of details."""
    return _COLUMNS[about]


def row_now(book: Reading, about: str, row_id: int) -> dict[str, Any] | None:
    """A row of a member's details as a plain dictionary without its id, None where there is none."""
    columns = detail_columns(about)
    row = book.row(f"select {', '.join(columns)} from {about} where id = ?", (row_id,))
    return None if row is None else dict(zip(columns, row, strict=True))


def put_row(w: Writing, about: str, row_id: int, values: dict[str, Any] | None) -> None:
    """Make a row of details what it is to be: changed, there again, or gone."""
    if values is None:
        w.run(f"delete from {about} where id = ?", (row_id,))
        return
    columns = ", ".join(values)
    marks = ", ".join("?" * len(values))
    sets = ", ".join(f"{name} = excluded.{name}" for name in values)
    w.run(
        f"insert into {about} (id, {columns}) values (?, {marks}) on conflict (id) do update set {sets}",
        (row_id, *values.values()),
    )

"""What later acts build on an act: where that is found, and the sentence with which its undo is declined."""

from typing import NamedTuple

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.say import text as say


class Built(NamedTuple):
    """Rows of `table` that stand by their `column` on a row which an undo would take away."""

    about: str
    table: str
    column: str
    code: str
    because: str


ROWS = (
    Built("events", "guests", "event_id", "has_guests",
          "There are guests on the list of this event since. Undo that first, or call it off."),
    Built("offers", "vouchers", "offer_id", "has_vouchers",
          "Vouchers were made of this offer since. Undo that first, or withdraw it."),
    Built("visit_forms", "visit_reports", "form_id", "has_visits",
          "There are visits by this form since. Undo those first, or put the form away."),
    Built("questions", "answers", "question_id", "has_answers",
          "Members have answered this question since. Undo that first, or ask it no more."),
    Built("questions", "draws", "question_id", "has_draws",
          "There was a draw among those who answered this question. Undo that first, or ask it no more."),
    Built("questions", "cards_shown", "question_id", "was_asked",
          "Members have been asked this question since. It cannot be undone; ask it no more instead."),
    Built("matters", "matter_steps", "matter_id", "has_steps",
          "Something has been done about this since. Undo that first."),
    Built("needs", "matters", "need_id", "has_matters",
          "Others have been filed under this need since. Undo that first."),
    Built("households", "stays", "household_id", "joined_since",
          "Others have joined this household since. Undo that first."),
)  # fmt: skip

# What a new member has since that others count upon, or wait for.
OF_MEMBERS = (
    Built("members", "merges", "other_member", "member_merged",
          "Member {number} has been merged with another record since. Take that apart first."),
    Built("members", "facts", "member_id", "member_has_purchases",
          "Member {number} has purchases or points of their own since. Undo or move those first."),
    Built("members", "stays", "member_id", "member_in_household",
          "Member {number} has joined a household since. Undo that first."),
    Built("members", "guests", "member_id", "member_is_guest",
          "Member {number} is on the list of an event since. Undo that first."),
    Built("members", "vouchers", "member_id", "member_has_vouchers",
          "Member {number} has been given vouchers since. Undo that first."),
    Built("members", "trial_members", "member_id", "member_in_trial",
          "Member {number} is part of a trial since. Undo that first, or end the trial."),
    Built("members", "promises", "member_id", "member_has_promise",
          "Member {number} has been promised something since. Undo that first."),
    Built("members", "matters", "member_id", "member_has_matter",
          "Member {number} has brought a complaint or a request since. Undo that first."),
    Built("members", "wanted", "member_id", "member_wants",
          "Member {number} is in the wanted book since. Undo that first."),
    Built("members", "letters", "member_id", "member_has_letter",
          "A letter to member {number} has been written since. Undo that first."),
    Built("members", "requests", "member_id", "member_asked",
          "Member {number} has asked something about their data since. Undo that first."),
    Built("members", "holds", "member_id", "member_on_hold",
          "The data of member {number} is on hold since. Lift that first."),
)  # fmt: skip
# Rows that are undone by a mark and stay.
_STILL = {
    "merges": "t.undone_by is null",
    "facts": "t.undone_by is null",
    "letters": "t.undone_by is null",
    "holds": "t.lifted_on is null",
    "trial_members": "exists (select 1 from trials r where r.id = t.trial_id and r.undone_by is null and r.stopped_on is null)",
}
_BY_ACT = frozenset({"merges", "facts", "letters"})  # their rows say by which act they came

# What is of the member alone goes out of sight with them.
WITH_MEMBERS = frozenset({
    "addresses", "answers", "apart", "cards", "cards_shown", "consents", "contacts", "dates", "draft_rows", "leavings",
    "matter_steps", "moves", "occasions", "pictures", "praises", "refusals", "relations", "remarks", "rhythms",
    "set_aside",
    "standings", "studied", "talks", "trial_gifts", "tries",
})  # fmt: skip

# Nothing is ever deleted of these: what was undone is marked.
NEVER_GONE = frozenset({"facts", "lines", "trials"})


def refuse_row(w: Writing, about: str, row_id: int) -> None:
    """Declined where something stands on a row that an undo is about to take away."""
    if about == "questions":
        # A draw that was undone stays written down, and lets go of its question.
        w.run(
            "update draws set question_id = null where question_id = ? and undone_by is not null", (row_id,)
        )
        if w.value(
            "select 1 from questionnaires q, json_each(q.questions) j where j.value = ? limit 1", (row_id,)
        ):
            raise Declined(
                "on_a_sheet", "This question is on a sheet of questions since. Undo that first.", "act"
            )
    if about == "questionnaires" and _is_filled_in(w, row_id):
        raise Declined(
            "has_answers",
            "Sheets of these questions have been filled in since. Undo that first, or put the sheet away.",
            "act",
        )
    for built in ROWS:
        if built.about == about and w.value(
            f"select 1 from {built.table} where {built.column} = ? limit 1", (row_id,)
        ):
            raise Declined(built.code, built.because, "act")


def _is_filled_in(book: Reading, sheet_id: int) -> bool:
    """Whether a sheet was typed in, after this one was made, that answers one of its questions."""
    return bool(
        book.value(
            "select 1 from acts a join before b on b.act_id = a.id and b.about = 'answers' where a.kind = 'sheet answered'"
            " and a.undone_by is null and a.id > (select max(act_id) from before where about = 'questionnaires' and row_id = :sheet"
            " and was = 'null') and json_extract(b.became, '$.question_id') in"
            " (select j.value from questionnaires q, json_each(q.questions) j where q.id = :sheet) limit 1",
            {"sheet": sheet_id},
        )
    )


def refuse_members(book: Reading, act_id: int) -> None:
    """Declined where one of the members that an act brought has since what others count upon."""
    for built in OF_MEMBERS:
        own = (
            "t.act_id <> m.act_id"
            if built.table in _BY_ACT
            else "not exists (select 1 from before b where b.act_id = m.act_id and b.row_id = t.id and b.about ="
            f" '{built.table}')"
        )
        number = book.value(
            f"select m.number from {built.table} t join members m on m.id = t.{built.column} where m.act_id = ?"
            f" and m.gone <> 3 and {own}"
            f" and {_STILL.get(built.table, 'true')} limit 1",
            (act_id,),
        )
        if number is not None:
            raise Declined(built.code, say(built.because).format(number=number), "act")


def refuse_trial(book: Reading, act_id: int) -> None:
    """Declined where offers of the trial were given."""
    if book.value(
        "select 1 from trial_gifts g join trials t on t.id = g.trial_id where t.act_id = ? limit 1", (act_id,)
    ):
        raise Declined(
            "has_gifts",
            "Offers of this trial have been given since. Undo that first, or end the trial.",
            "act",
        )

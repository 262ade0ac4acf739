"""Questions put to members at the counter, one a visit: the answer earns its points once and becomes a preference."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules import folding
from shopkeeper.rules.draws import drawn
from shopkeeper.rules.names import clean_line
from shopkeeper.say import text as say
from shopkeeper.service import acts, awards, finding, holding, shops
from shopkeeper.service.common import who
from shopkeeper.values import dataclass

Becomes = Literal["likes", "fact"]
MOST_CHOICES = 5
MOST_POINTS = 10_000
_BOUGHT_LOOKED_AT = 40


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what can be answered; `becomes` says what is kept of the answer."""

    id: int
    text: str
    choices: tuple[str, ...]
    becomes: Becomes
    points: int
    interest: str
    least_rank: int
    from_day: date
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was made, changed or withdrawn."""

    act: int
    question: Question


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that was kept; `points` were given for it."""

    act: int
    member_id: int
    number: str
    name: str
    question: str
    text: str
    points: int


@dataclass(frozen=True, slots=True)
class Learned:
    """How a question was answered: each choice with how many, the most first; `passed` were asked and did not say."""

    question: Question
    answers: tuple[tuple[str, int], ...]
    passed: int

    @property
    def answered(self) -> int:
        """How many answered."""
        return sum(count for _, count in self.answers)


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw with all that is needed to repeat it; `names` are of the winners, by number."""

    id: int
    prize: str
    seed: str
    drawn_on: date
    entered: tuple[str, ...]
    winners: tuple[str, ...]
    names: tuple[str, ...]


def add(
    w: Writing, text: str, choices: Sequence[str], *, becomes: Becomes = "likes", points: int = 0, interest: str = "",
    least_rank: int = 0, from_day: date | None = None, by: int | None = None,
) -> Asked:  # fmt: skip
    """A new question, asked from a day on; only to who likes or buys `interest`, and from a tier's rank upwards."""
    words = clean_line(text, about="question", label=say("The question"), required=True)
    answers = [clean_line(choice, about="choice", label=say("An answer")) for choice in choices]
    answers = list(dict.fromkeys(answer for answer in answers if answer))
    if not 2 <= len(answers) <= MOST_CHOICES:
        raise Declined(
            "choices_needed",
            say("A question needs two to {most} answers, so that one touch is enough.").format(
                most=MOST_CHOICES
            ),
            "choices",
        )
    if not 0 <= points <= MOST_POINTS:
        raise Declined(
            "points_out_of_range", say("An answer earns no points or some, not more than 10,000."), "points"
        )
    act = acts.begin(w, "question", by=by, name=words)
    made = acts.add_row(
        w, act, "questions",
        {
            "text": words, "choices": json.dumps(answers, ensure_ascii=False), "becomes": becomes, "points": points,
            "interest": clean_line(interest, about="interest"), "least_rank": least_rank,
            "from_day": (from_day or shops.today(w)).isoformat(), "state": "asked",
        },
    )  # fmt: skip
    return Asked(act, one(w, made))


def withdraw(w: Writing, question_id: int, *, by: int | None = None) -> Asked:
    """Nobody is asked any more; what was answered stays."""
    question = one(w, question_id)
    if question.withdrawn:
        raise Declined("withdrawn_already", say("This question is not asked any more."), "question")
    act = acts.begin(w, "question", by=by, name=question.text)
    acts.change_row(w, act, "questions", question_id, {"state": "withdrawn"})
    return Asked(act, one(w, question_id))


def answer(w: Writing, question_id: int, member_id: int, text: str, *, by: int | None = None) -> Answered:
    """Keep an answer: points once (rule 8), and what it says about the member, with the question it came from.

    Also for an answer on paper to a question that was withdrawn meanwhile. Declined where it was answered before.
    """
    question = one(w, question_id)
    number, name = who(w, member_id)
    words = clean_line(text, about="answer", label=say("The answer"), required=True)
    if is_answered(w, question_id, member_id):
        raise Declined(
            "answered_already", say("{name} has answered this already.").format(name=name or number), "answer"
        )
    act = acts.begin(w, "answered", member_id=member_id, by=by, name=name, number=number)
    points = keep_answer(w, act, question, member_id, words, by)
    finding.refresh(w, [member_id])
    return Answered(act, member_id, number, name, question.text, words, points)


def is_answered(book: Reading, question_id: int, member_id: int) -> bool:
    """Whether the member has answered it, at the counter or on paper."""
    return bool(
        book.value("select 1 from answers where question_id = ? and member_id = ?", (question_id, member_id))
    )


def keep_answer(w: Writing, act: int, question: Question, member_id: int, words: str, by: int | None) -> int:
    """As a part of an act: the answer, what it says about the member, and its points, which are answered."""
    today = shops.today(w)
    acts.add_row(
        w, act, "answers",
        {
            "question_id": question.id, "member_id": member_id, "text": words, "answered_on": today.isoformat(),
            "by_person": by,
        },
    )  # fmt: skip
    kept = words if question.becomes == "likes" else f"{question.text} {words}"
    known = w.value(
        "select 1 from remarks where member_id = ? and kind = ? and text = ? collate nocase",
        (member_id, question.becomes, kept),
    )
    if not known:
        acts.add_row(
            w, act, "remarks",
            {
                "member_id": member_id, "kind": question.becomes, "text": kept, "noted_on": today.isoformat(),
                "by_person": by, "source": question.text,
            },
        )  # fmt: skip
    return awards.answered(w, act, member_id, question.id, question.points, question.text, by)


def passed(w: Writing, question_id: int, member_id: int, *, by: int | None = None) -> int:
    """The visit ended with the question shown and not answered: it is not asked again. Answers the act, which cannot be
    undone, for Undo after a visit is for what was done in it."""
    return _shown(w, "asked", question_id, member_id, by)


def put_aside(w: Writing, question_id: int, member_id: int, *, by: int | None = None) -> int:
    """The member was asked and would not say, as who serves has noted: it is not asked again. Answers the act."""
    return _shown(w, "not now", question_id, member_id, by)


def _shown(w: Writing, kind: str, question_id: int, member_id: int, by: int | None) -> int:
    number, name = who(w, member_id)
    act = acts.begin(w, kind, member_id=member_id, by=by, name=name, number=number)
    known = w.value(
        "select 1 from cards_shown where member_id = ? and question_id = ?", (member_id, question_id)
    )
    if not known:
        day = shops.today(w).isoformat()
        acts.add_row(
            w, act, "cards_shown", {"member_id": member_id, "question_id": question_id, "shown_on": day}
        )
    return act


def to_ask(book: Reading, member_id: int, today: date) -> Question | None:
    """The one question for this member in this visit: the oldest that fits, was never put to them, and none today; none
    while they are on hold."""
    day = today.isoformat()
    asked_today = book.value(
        "select 1 from cards_shown where member_id = :member and shown_on = :day"
        " union all select 1 from answers where member_id = :member and answered_on = :day"
        " union all select 1 from holds where member_id = :member and lifted_on is null limit 1",
        {"member": member_id, "day": day},
    )
    if asked_today:
        return None
    rows = book.rows(
        f"{_SELECT} where q.state = 'asked' and q.from_day <= :day"
        " and q.least_rank <= coalesce((select tier_rank from standings where member_id = :member), 0)"
        " and not exists (select 1 from cards_shown c where c.member_id = :member and c.question_id = q.id)"
        " and not exists (select 1 from answers a where a.member_id = :member and a.question_id = q.id)"
        " order by q.id limit 50",
        {"member": member_id, "day": day},
    )
    interests: set[str] | None = None
    for row in rows:
        question = _question(row)
        if not question.interest:
            return question
        if interests is None:
            interests = _interests(book, member_id)
        if _words(question.interest) <= interests:
            return question
    return None


def one(book: Reading, question_id: int) -> Question:
    """A question by its id."""
    row = book.row(f"{_SELECT} where q.id = ?", (question_id,))
    if row is None:
        raise Declined("question_unknown", say("There is no such question in this book."), "question")
    return _question(row)


def learned(book: Reading, since: date, today: date) -> tuple[Learned, ...]:
    """What the answers of a time say, question by question, the newest question first; asked ones without too."""
    span = (since.isoformat(), today.isoformat())
    counts: dict[int, list[tuple[str, int]]] = {}
    for question, text, count in book.rows(
        "select question_id, text, count(*) from answers where answered_on between ? and ? group by question_id, text"
        " order by count(*) desc, text",
        span,
    ):
        counts.setdefault(question, []).append((text, count))
    passed_by = dict(
        book.rows(
            "select question_id, count(*) from cards_shown where shown_on between ? and ? group by question_id",
            span,
        )
    )
    questions = [_question(row) for row in book.rows(f"{_SELECT} order by q.id desc limit 200")]
    return tuple(
        Learned(one, tuple(counts.get(one.id, ())), passed_by.get(one.id, 0))
        for one in questions
        if not one.withdrawn or one.id in counts
    )


# ---- draws -----------------------------------------------------------------------------------------------


def draw(
    w: Writing, question_id: int, prize: str, seed: str, winners: int = 1, *, by: int | None = None
) -> Draw:
    """Draw among all who answered a question; the seed is written down beside the list, so that it can be repeated."""
    words = clean_line(prize, about="prize", label=say("The prize"), required=True)
    grain = clean_line(seed, about="seed", label=say("The seed"), required=True)
    question = one(w, question_id)
    numbers = [
        number
        for (number,) in w.rows(
            "select m.number from answers a join members m on m.id = a.member_id and m.gone = 0"
            f" where a.question_id = ? and not {holding.HELD.format(id='m.id')} order by m.number",
            (question_id,),
        )
    ]
    if not 1 <= winners <= len(numbers):
        raise Declined(
            "too_few_entered",
            say("There are {entered} members who answered. Draw one of them at least, and not more.").format(
                entered=len(numbers)
            ),
            "winners",
        )
    act = acts.begin(w, "draw", by=by, name=question.text)
    made = w.insert(
        "insert into draws (act_id, question_id, prize, seed, drawn_on, entered, winners) values (?, ?, ?, ?, ?, ?, ?)",
        (act, question_id, words, grain, shops.today(w).isoformat(), json.dumps(numbers),
         json.dumps(drawn(grain, numbers, winners))),
    )  # fmt: skip
    return drawn_before(w, made)


def drawn_before(book: Reading, draw_id: int) -> Draw:
    """A draw as it was drawn."""
    row = book.row(
        "select id, prize, seed, drawn_on, entered, winners from draws where id = ? and undone_by is null",
        (draw_id,),
    )
    if row is None:
        raise Declined("draw_unknown", say("There is no such draw in this book."), "draw")
    winners = tuple(json.loads(row[5]))
    names = dict(
        book.rows(
            "select number, name from members where number in (select value from json_each(?))", (row[5],)
        )
    )
    return Draw(
        row[0], row[1], row[2], date.fromisoformat(row[3]), tuple(json.loads(row[4])), winners,
        tuple(names.get(number, "") for number in winners),
    )  # fmt: skip


# ---- reading ---------------------------------------------------------------------------------------------

_SELECT = "select q.id, q.text, q.choices, q.becomes, q.points, q.interest, q.least_rank, q.from_day, q.state from questions q"


def _question(row: tuple[Any, ...]) -> Question:
    return Question(
        row[0], row[1], tuple(json.loads(row[2])), row[3], row[4], row[5], row[6], date.fromisoformat(row[7]),
        row[8] == "withdrawn",
    )  # fmt: skip


def _interests(book: Reading, member_id: int) -> set[str]:
    """The words of what a member likes and has lately bought."""
    found: set[str] = set()
    for (text,) in book.rows(
        "select text from remarks where member_id = :member and kind in ('likes', 'usual') union all"
        " select what from (select f.what from facts f where f.member_id = :member and f.kind = 'purchase'"
        " and f.undone_by is null order by f.happened_on desc, f.id desc limit :most)",
        {"member": member_id, "most": _BOUGHT_LOOKED_AT},
    ):
        found |= _words(text)
    return found


def _words(text: str) -> set[str]:
    return {ways[0] for ways in folding.typed_words(text)}


def draws_of(book: Reading, question_id: int) -> tuple[Draw, ...]:
    """What was drawn among those who answered a question, the latest first."""
    rows = book.rows(
        "select id from draws where question_id = ? and undone_by is null order by id desc", (question_id,)
    )
    return tuple(drawn_before(book, draw_id) for (draw_id,) in rows)


def names_of(book: Reading, numbers: Sequence[str]) -> dict[str, str]:
    """The names behind members' numbers, for the list that is printed with a draw."""
    return dict(
        book.rows(
            "select number, name from members where number in (select value from json_each(?))",
            (json.dumps(list(numbers)),),
        )
    )

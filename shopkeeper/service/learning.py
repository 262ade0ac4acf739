"""The name trainer: who comes often, shown to whoever serves until everybody knows them by name and by their usual."""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, get_args

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.learning import NEVER, Learned, chosen, learned
from shopkeeper.say import text as say
from shopkeeper.service import holding, pictures, shops
from shopkeeper.service.common import who
from shopkeeper.values import dataclass

Asked = Literal["name", "usual"]
MOST_REGULARS = 60
"""So many faces a person can be asked to know: those who come most."""
REGULAR_TENTHS = 140
"""A regular comes at least once in fourteen open days, in tenths of a day as `rhythms` keeps it."""
MOST_CLUES = 5


@dataclass(frozen=True, slots=True)
class Card:
    """One question: what is shown of a member, and what is to be known. `number` is for a member who has no name."""

    member_id: int
    number: str
    name: str
    say: str
    asked: Asked
    picture: bytes | None
    clues: tuple[str, ...]
    answer: str
    box: int


@dataclass(frozen=True, slots=True)
class Session:
    """What somebody is asked today, and how many of the regulars they know."""

    person_id: int
    cards: tuple[Card, ...]
    known: int
    regulars: int


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the regulars somebody knows by name."""

    person_id: int
    known: int
    regulars: int
    due: int


@dataclass(frozen=True, slots=True)
class Studied:
    """An answer that was noted, or taken back."""

    person_id: int
    learner: int
    asked: Asked
    knew: bool


def regulars(book: Reading, today: date) -> tuple[int, ...]:
    """Who comes often and still comes, by their own rhythm, the most frequent first."""
    # The most frequent are found by their rhythms alone, in one going through (the join of nothing keeps it so: half of all are
    # meant); only they are looked at as members.
    rows = book.rows(
        "select r.member_id from (select member_id, last_visit, every_tenths from rhythms where breaks_on || '' > :today"
        " and every_tenths between 1 and :seldom order by every_tenths limit :looked_at) r"
        " join standings s on s.member_id = r.member_id and s.last_visit = r.last_visit"
        " join members m on m.id = r.member_id and m.gone = 0 and m.name <> ''"
        f" and not {holding.HELD.format(id='m.id')} order by r.every_tenths, s.spent_minor desc, m.id limit :most",
        {
            "today": today.isoformat(), "seldom": REGULAR_TENTHS, "looked_at": 20 * MOST_REGULARS, "most": MOST_REGULARS,
        },
    )  # fmt: skip
    return tuple(member for (member,) in rows)


def session(book: Reading, person_id: int, today: date) -> Session:
    """What to ask somebody today: what is due, then a few new ones. A regular of whom nothing is known that could be
    shown is not asked, but counted."""
    members = regulars(book, today)
    known_of, boxes, askable = _today(book, person_id, members, today)
    cards = tuple(
        _card(book, known_of[member], asked, boxes.get((member, asked), NEVER)) for member, asked in askable
    )
    return Session(person_id, cards, _known(members, boxes), len(members))


def waiting(book: Reading, person_id: int, today: date) -> int:
    """How many cards there are for somebody today."""
    return len(_today(book, person_id, regulars(book, today), today)[2])


def _today(
    book: Reading, person_id: int, members: Sequence[int], today: date
) -> tuple[dict[int, "_Facts"], dict[tuple[int, Asked], Learned], list[tuple[int, Asked]]]:
    """What is known of the regulars, what somebody knows of them, and what they are asked today."""
    known_of = _known_of(book, members)
    boxes = _boxes(book, person_id, members)
    askable: list[tuple[int, Asked]] = []
    for member in members:
        facts = known_of[member]
        if facts.clues or facts.has_picture:
            askable.append((member, "name"))
        # The usual is asked of who is known by name: first things first.
        if facts.usual and boxes.get((member, "name"), NEVER).known:
            askable.append((member, "usual"))
    places = chosen([boxes.get(one, NEVER) for one in askable], today)
    return known_of, boxes, [askable[place] for place in places]


def shares(book: Reading, person_ids: Iterable[int], today: date) -> tuple[Share, ...]:
    """How many of the regulars each of these knows, and how many cards wait for them today."""
    members = regulars(book, today)
    found = []
    for person_id in person_ids:
        boxes = _boxes(book, person_id, members)
        due = sum(box.is_due(today) for box in boxes.values())
        found.append(Share(person_id, _known(members, boxes), len(members), due))
    return tuple(found)


def unknown_to(book: Reading, person_id: int, today: date) -> tuple[str, ...]:
    """The names of the regulars somebody does not know yet, the most frequent first."""
    members = regulars(book, today)
    boxes = _boxes(book, person_id, members)
    missing = [member for member in members if not boxes.get((member, "name"), NEVER).known]
    names = dict(
        book.rows(
            "select id, name from members where id in (select value from json_each(?))",
            (json.dumps(missing),),
        )
    )
    return tuple(names[member] for member in missing)


def note(w: Writing, person_id: int, member_id: int, asked: Asked, *, knew: bool) -> Studied:
    """Whoever serves was asked and knew it, or not. It is no act: nothing about a member or the shop changes by it, and
    the last answer can be taken back (`take_back`)."""
    who(w, member_id)
    if asked not in get_args(Asked) or not w.value("select 1 from people where id = ?", (person_id,)):
        raise Declined(
            "person_unknown", say("There is nobody of that name among the people who serve."), "person"
        )
    w.insert(
        "insert into studied (person_id, member_id, asked, knew, studied_on) values (?, ?, ?, ?, ?)",
        (person_id, member_id, asked, int(knew), shops.today(w).isoformat()),
    )
    return Studied(person_id, person_id, asked, knew)


def take_back(w: Writing, person_id: int) -> Studied:
    """The last answer of today was a slip of the finger. Declined where there is none."""
    row = w.row(
        "select id, asked, knew from studied where person_id = ? and studied_on = ? order by id desc limit 1",
        (person_id, shops.today(w).isoformat()),
    )
    if row is None:
        raise Declined("nothing_to_undo", say("There is no answer of today to take back."), "person")
    w.run("delete from studied where id = ?", (row[0],))
    return Studied(person_id, person_id, row[1], bool(row[2]))


# ---- reading ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Facts:
    member_id: int
    number: str
    name: str
    say: str
    clues: tuple[str, ...]
    usual: str
    has_picture: bool


def _boxes(book: Reading, person_id: int, members: Sequence[int]) -> dict[tuple[int, Asked], Learned]:
    answers: dict[tuple[int, Asked], list[tuple[date, bool]]] = {}
    for member, asked, knew, on in book.rows(
        "select member_id, asked, knew, studied_on from studied where person_id = ? and member_id in"
        " (select value from json_each(?)) order by id",
        (person_id, json.dumps(list(members))),
    ):
        answers.setdefault((member, asked), []).append((date.fromisoformat(on), bool(knew)))
    return {card: learned(of_card) for card, of_card in answers.items()}


def _known(members: Sequence[int], boxes: dict[tuple[int, Asked], Learned]) -> int:
    return sum(boxes.get((member, "name"), NEVER).known for member in members)


def _known_of(book: Reading, members: Sequence[int]) -> dict[int, _Facts]:
    these = (json.dumps(list(members)),)
    inside = "in (select value from json_each(?))"
    remarks: dict[int, list[tuple[str, str]]] = {}
    for member, kind, words in book.rows(
        f"select member_id, kind, text from remarks where member_id {inside} order by kind = 'fact' desc, id",
        these,
    ):
        remarks.setdefault(member, []).append((kind, words))
    for member, words in book.rows(
        f"select member_id, text from relations where member_id {inside} order by id", these
    ):
        remarks.setdefault(member, []).append(("around", words))
    faces = {row[0] for row in book.rows(f"select member_id from pictures where removed_on is null and member_id {inside}", these)}  # fmt: skip
    found = {}
    for member, number, name, spoken in book.rows(
        f"select id, number, name, say from members where id {inside}", these
    ):
        kept = remarks.get(member, [])
        usual = next((words for kind, words in kept if kind == "usual"), "")
        clues = [
            _without(words, name)
            for kind, words in kept
            if kind in ("fact", "around", "likes", "matters", "size")
        ]
        found[member] = _Facts(
            member, number, name, spoken, tuple(dict.fromkeys(clues))[:MOST_CLUES], usual, member in faces
        )
    return found


def _card(book: Reading, facts: _Facts, asked: Asked, box: Learned) -> Card:
    picture = pictures.of(book, facts.member_id) if facts.has_picture else None
    return Card(
        facts.member_id, facts.number, facts.name, facts.say, asked, None if picture is None else picture.jpeg,
        facts.clues if asked == "name" else (facts.name,), facts.name if asked == "name" else facts.usual, box.box,
    )  # fmt: skip


def _without(words: str, name: str) -> str:
    """A clue does not say the name it asks for."""
    for part in sorted(name.split(), key=len, reverse=True):
        if len(part) > 2:
            words = re.sub(rf"\b{re.escape(part)}\b", "…", words, flags=re.IGNORECASE)
    return words

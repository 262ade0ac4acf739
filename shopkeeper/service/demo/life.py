"""What else there is to look at in the demo shop, as `life.toml` has it: thanks, visits, a sheet of questions, closed days,
names learned, faces."""

import base64
import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from shopkeeper import assets
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.learning import WAITS_DAYS
from shopkeeper.service import learning
from shopkeeper.service.demo.dice import Dice
from shopkeeper.service.demo.values import DemoFace

Draw = Callable[[DemoFace], bytes]
"""Draws a made-up face as a small JPEG; given by whoever can draw."""

# Numbers of chance beyond those of the others who write into the book.
_ASKING, _LEARNING = 12_800, 12_900
_ASKED_SINCE_DAYS, _SHEETS = 30, 0.16
_MISSED, _DUE = 0.25, 0.3


@cache
def told() -> dict[str, Any]:
    """The file, read once."""
    return tomllib.loads(assets.path("demo", "life.toml").read_text(encoding="utf-8"))


def open_day(book: Reading, day: date) -> str:
    """This day, or the last one before it on which something was sold."""
    found = book.value("select max(happened_on) from facts where happened_on <= ?", (day.isoformat(),))
    return str(found or day.isoformat())


def live(w: Writing, members: Mapping[str, int], today: date, seed: int, draw: Draw | None) -> None:
    """Write it as a part of the act that makes the shop, before rhythms are worked out; faces only if they can be drawn."""
    _thank_who_serves(w, members, today)
    _visit(w, today)
    _ask_on_paper(w, set(members.values()), today, seed)
    _close(w, today)
    if draw is not None:
        _show_faces(w, members, today, draw)


def _thank_who_serves(w: Writing, members: Mapping[str, int], today: date) -> None:
    people = _by_first_name(w)
    for praise in told()["praise"]:
        member = members.get(praise["of"])
        if member is None:
            continue
        w.insert(
            "insert into praises (member_id, person_id, text, said_on, by_person, passed_on) values (?, ?, ?, ?, ?, ?)",
            (
                member, people[praise["to"]], praise["text"], open_day(w, today - timedelta(days=praise["said"])),
                people["Ngozi"], open_day(w, today - timedelta(days=praise["passed"])) if "passed" in praise else None,
            ),
        )  # fmt: skip


def _visit(w: Writing, today: date) -> None:
    visits = told()["visits"]
    form = w.insert(
        "insert into visit_forms (name, statements, made_on, state) values (?, ?, ?, 'used')",
        (visits["name"], _list(visits["statements"]), (today - timedelta(days=visits["made"])).isoformat()),
    )
    owner = _by_first_name(w)["Ngozi"]
    w.many(
        "insert into visit_reports (form_id, visited_on, visitor, marks, words, by_person) values (?, ?, ?, ?, ?, ?)",
        [
            (form, open_day(w, today - timedelta(days=days)), visitor, json.dumps([mark or None for mark in marks]), said, owner)
            for days, visitor, marks, said in visits["reports"]
        ],
    )  # fmt: skip


def _ask_on_paper(w: Writing, known: set[int], today: date, seed: int) -> None:
    """The sheet, and who filled it in at their last visit; the questions earn nothing, so nobody's points are others."""
    sheet, dice = told()["sheet"], Dice(seed, _ASKING)
    made_on = (today - timedelta(days=sheet["made"])).isoformat()
    asked = [
        w.insert(
            "insert into questions (text, choices, becomes, points, from_day) values (?, ?, 'likes', 0, ?)",
            (question["text"], _list(question["choices"]), made_on),
        )
        for question in sheet["question"]
    ]
    w.insert(
        "insert into questionnaires (name, questions, made_on, state) values (?, ?, ?, 'used')",
        (sheet["name"], json.dumps(asked), made_on),
    )
    for member, on, by in w.rows(
        "select member_id, max(happened_on), by_person from facts where kind = 'purchase' and member_id is not null"
        " and happened_on between ? and ? group by member_id order by member_id",
        ((today - timedelta(days=_ASKED_SINCE_DAYS)).isoformat(), (today - timedelta(days=1)).isoformat()),
    ):
        if member in known or not dice.chance(_SHEETS):
            continue
        for row, question in zip(asked, sheet["question"], strict=True):
            if not dice.chance(0.85):
                continue
            said = dice.pick_early(question["choices"])
            w.insert(
                "insert into answers (question_id, member_id, text, answered_on, by_person) values (?, ?, ?, ?, ?)",
                (row, member, said, on, by),
            )
            w.insert(
                "insert into remarks (member_id, kind, text, noted_on, by_person, source) values (?, 'likes', ?, ?, ?, ?)",
                (member, said, on, by, question["text"]),
            )


def _close(w: Writing, today: date) -> None:
    """Christmas to come, and the New Year's Day that was; the made-up book has no sale on either."""
    year = today.year if today <= date(today.year, 12, 26) else today.year + 1
    past = today.year if today > date(today.year, 1, 1) else today.year - 1
    w.many(
        "insert into closed_days (from_day, through, text) values (?, ?, ?)",
        [(f"{past}-01-01", f"{past}-01-01", "New Year’s Day"), (f"{year}-12-25", f"{year}-12-26", "Christmas")],
    )  # fmt: skip


def _show_faces(w: Writing, members: Mapping[str, int], today: date, draw: Draw) -> None:
    owner = _by_first_name(w)["Ngozi"]
    for face in told()["face"]:
        member = members.get(face["of"])
        if member is None:
            continue
        looks = {name: value for name, value in face.items() if name not in ("of", "noted")}
        on = open_day(w, today - timedelta(days=face["noted"]))
        w.insert(
            "insert into pictures (member_id, jpeg, taken_on, agreed_on, agreed_how, by_person) values (?, ?, ?, ?, 'in person', ?)",
            (member, base64.b64encode(draw(DemoFace(**looks))).decode("ascii"), on, on, owner),
        )


def learn_names(w: Writing, today: date, seed: int) -> None:
    """Who serves has been asked for the regulars: some boxes on, some due today. Once rhythms tell who is a regular."""
    people = _by_first_name(w)
    shown = {
        row[0] for row in w.rows("select distinct member_id from remarks where kind in ('fact', 'likes')")
    }
    regulars = [member for member in learning.regulars(w, today) if member in shown]
    for learner in told()["learns"]:
        person = people[learner["who"]]
        dice = Dice(seed, _LEARNING + person)
        rows = [
            (person, member, int(knew), on.isoformat())
            for member in regulars[: learner["cards"]]
            for on, knew in _asked(dice, today)
        ]
        rows.sort(key=lambda row: row[3])
        w.many(
            "insert into studied (person_id, member_id, asked, knew, studied_on) values (?, ?, 'name', ?, ?)",
            rows,
        )


def _asked(dice: Dice, today: date) -> list[tuple[date, bool]]:
    """The answers that brought one card to its box, each given when the box before had waited its time."""
    box = dice.whole(1, len(WAITS_DAYS) - 1)
    wait = WAITS_DAYS[box]
    due_in = 0 if wait == 1 or dice.chance(_DUE) else dice.whole(1, wait - 1)
    day = today + timedelta(days=due_in - wait)
    if box == 1:
        return [(day, False)]
    answers = [(day, True)]
    for before in range(box - 1, 1, -1):
        day -= timedelta(days=WAITS_DAYS[before])
        answers.append((day, True))
    if dice.chance(_MISSED):
        answers.append((day - timedelta(days=WAITS_DAYS[1]), False))
    return answers[::-1]


def _by_first_name(book: Reading) -> dict[str, int]:
    return {name.split()[0]: number for number, name in book.rows("select id, name from people")}


def _list(entries: Sequence[str]) -> str:
    return json.dumps(entries, ensure_ascii=False)

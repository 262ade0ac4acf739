"""What the demo shop remembers of its known customers, as `memory.toml` has it, written into the book."""

import json
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from shopkeeper import assets
from shopkeeper.records.book import Writing, instant_text
from shopkeeper.service import shops, wanted

_HOUR = time(11, 20)


def remember(w: Writing, members: Mapping[str, int], today: date) -> None:
    """Write all of it as a part of the act that makes the shop; members by name, those who are not there left out."""
    told = tomllib.loads(assets.path("demo", "memory.toml").read_text(encoding="utf-8"))
    scribe = _Scribe(w, members, today)
    for part in ("promise", "matter", "wanted", "relation", "date", "question"):
        for entry in told.get(part, ()):
            getattr(scribe, part)(entry)


class _Scribe:
    def __init__(self, w: Writing, members: Mapping[str, int], today: date) -> None:
        self._w, self._members, self._today = w, members, today
        self._shop = shops.read(w)
        self._people: dict[str, int] = {
            name: number for number, name in w.rows("select id, name from people")
        }

    def promise(self, told: dict[str, Any]) -> None:
        member = self._members.get(told["to"])
        if member is None:
            return
        kept = self._day(told["kept"]) if "kept" in told else None
        due = self._day(told["due"])
        self._insert(
            "promises",
            member_id=member, text=told["text"], made_on=self._day(-told["made"]), due_on=due, first_due_on=due,
            by_person=self._by(told), state="open" if kept is None else "kept", settled_on=kept,
            settled_by=None if kept is None else self._by(told),
        )  # fmt: skip

    def matter(self, told: dict[str, Any]) -> None:
        member = self._members.get(told["from"])
        if member is None:
            return
        heard = datetime.combine(self._today - timedelta(days=told["heard"]), _HOUR, self._shop.zone)
        answered = heard + timedelta(minutes=told["answered_minutes"]) if "answered_minutes" in told else None
        settled = self._day(-told["settled"]) if "settled" in told else None
        closed = self._day(-told["closed"]) if "closed" in told else None
        matter = self._insert(
            "matters",
            member_id=member, kind=told["kind"], text=told["text"], subject=told["subject"],
            touch=told.get("touch", "counter"), heard_on=self._day(-told["heard"]), heard_at=instant_text(heard),
            by_person=self._by(told), answered_at=None if answered is None else instant_text(answered),
            state="closed" if closed else "settled" if settled else "open", right_now=1 if closed else None,
            settled_on=settled, closed_on=closed, outcome=told.get("outcome", ""), need_id=self._need(told),
        )  # fmt: skip
        if answered is not None:
            self._insert(
                "matter_steps",
                matter_id=matter, member_id=member, kind="remedy", text=told["remedy"], amount_minor=told["remedy_minor"],
                allowed=1, done_on=settled, done_at=instant_text(answered), by_person=self._by(told),
            )  # fmt: skip

    def wanted(self, told: dict[str, Any]) -> None:
        member = self._members.get(told["by_member"])
        if member is None:
            return
        days = {name: self._day(-told[name]) for name in ("arrived", "told", "bought") if name in told}
        state = next((name for name in ("bought", "told", "arrived") if name in told), "wanted")
        self._insert(
            "wanted",
            member_id=member, what=told["what"], folded=wanted.fold(told["what"]), noted_on=self._day(-told["noted"]),
            by_person=self._by(told), state=state, arrived_on=days.get("arrived"), told_on=days.get("told"),
            ended_on=days.get("bought"),
        )  # fmt: skip

    def relation(self, told: dict[str, Any]) -> None:
        member = self._members.get(told["of"])
        if member is not None:
            self._insert(
                "relations",
                member_id=member, kind=told["kind"], text=told["text"], other_member=self._members.get(told.get("other", "")),
                noted_on=self._day(-told["noted"]), by_person=self._by(told),
            )  # fmt: skip

    def date(self, told: dict[str, Any]) -> None:
        member = self._members.get(told["of"])
        if member is not None:
            on = self._today + timedelta(days=told["on"])
            self._insert(
                "dates",
                member_id=member, text=told["text"], month=on.month, day=on.day, year=on.year if told.get("once") else None,
                noted_on=self._day(-told["noted"]), by_person=self._by(told),
            )  # fmt: skip

    def question(self, told: dict[str, Any]) -> None:
        question = self._insert(
            "questions",
            text=told["text"], choices=json.dumps(told["choices"], ensure_ascii=False), becomes=told["becomes"],
            points=told["points"], from_day=self._day(-told["since"]),
        )  # fmt: skip
        for name, said, days in told["answers"]:
            member = self._members.get(name)
            if member is None:
                continue
            self._insert(
                "answers", question_id=question, member_id=member, text=said, answered_on=self._day(-days)
            )
            kept = said if told["becomes"] == "likes" else f"{told['text']} {said}"
            self._insert(
                "remarks",
                member_id=member, kind=told["becomes"], text=kept, noted_on=self._day(-days), source=told["text"],
            )  # fmt: skip

    def _need(self, told: dict[str, Any]) -> int | None:
        if "need" not in told:
            return None
        known: int | None = self._w.value("select id from needs where text = ?", (told["need"],))
        return known if known is not None else self._insert("needs", text=told["need"])

    def _by(self, told: dict[str, Any]) -> int | None:
        return self._people.get(told.get("by", ""))

    def _day(self, ahead: int) -> str:
        return (self._today + timedelta(days=ahead)).isoformat()

    def _insert(self, table: str, **values: object) -> int:
        marks = ", ".join("?" * len(values))
        return self._w.insert(
            f"insert into {table} ({', '.join(values)}) values ({marks})", tuple(values.values())
        )

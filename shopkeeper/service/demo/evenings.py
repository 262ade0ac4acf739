"""The demo shop's two events: a tasting that is over, with who came, and a sale preview to come."""

from datetime import date, datetime, time, timedelta

from shopkeeper.records.book import Writing, instant_text
from shopkeeper.service import shops
from shopkeeper.service.demo.dice import Dice

_DOOR = 9_500
_TASTING_DAYS_AGO = 70
_PREVIEW_DAYS_AHEAD = 6
_THURSDAY, _FRIDAY = 3, 4
# What those who are known by name have answered, as they are drawn.
_DRAWN = {"Marjorie Finch": ("yes", 1), "Margaret Okonkwo": ("", 0), "Ada Whitcombe": ("", 0), "Thandeka Mbeki": ("yes", 0),
          "Hana Sato": ("no", 0)}  # fmt: skip
_TASTED, _INVITED, _KEPT_BACK = 52, 63, 20


def hold(w: Writing, act: int, seed: int, today: date) -> None:
    """Write both as a part of the act that makes the shop, once everybody's standing is known."""
    dice, zone = Dice(seed, _DOOR), shops.read(w).zone
    ranked: list[tuple[int, int]] = w.rows(
        "select m.id, s.tier_rank from members m join standings s on s.member_id = m.id where m.gone = 0 and m.name <> ''"
        " and m.letters is not 0 and s.tier_rank >= 2 order by s.tier_rank desc, s.spent_minor desc, m.id"
    )
    on = _weekday(today - timedelta(days=_TASTING_DAYS_AGO), _THURSDAY)
    tasting = _event(w, "tasting", "Cheese tasting", "our cheese tasting", on, "19:00", "21:00", room="The back room",
                     places=40, cost_minor=18_500, goal="Guests find a cheese they did not know.", served="Ines, Tom")  # fmt: skip
    evening = datetime.combine(on, time(19), zone)
    for member, rank in ranked[3 : 3 + 2 * _TASTED : 2]:
        answer = dice.pick(("yes", "yes", "yes", "no", ""))
        comes = dice.chance({"yes": 0.9, "": 0.25}.get(answer, 0.0))
        brings = int(answer == "yes" and dice.chance(0.35))
        _guest(w, act, tasting, member, rank, "invited", answer, brings, on - timedelta(days=21), on - timedelta(days=9),
               arrived=instant_text(evening + timedelta(minutes=dice.whole(0, 45))) if comes else None)  # fmt: skip
    first = _weekday(today + timedelta(days=_PREVIEW_DAYS_AHEAD), _FRIDAY)
    preview = _event(w, "sale preview", "Sale preview", "our sale preview", first, "18:00", "20:00", places=60,
                     cost_minor=9_000, goal="Forty come, and take what they like first.", served="Ines, Tom",
                     note="An hour before the doors open", early_rank=3, opens_on=first + timedelta(days=1))  # fmt: skip
    names: dict[int, str] = dict(w.rows("select id, name from members"))
    drawn = [one for one in ranked if names[one[0]] in _DRAWN]
    others = [one for one in ranked if names[one[0]] not in _DRAWN][: _INVITED + _KEPT_BACK - len(drawn)]
    for at, (member, rank) in enumerate((*drawn, *others)):
        known = _DRAWN.get(names[member])
        back = known is None and at % 4 == 3 and at // 4 < _KEPT_BACK + 1
        answer = "" if back else dice.pick(("yes", "yes", "", "", "no", "maybe"))
        brings = int(answer == "yes" and dice.chance(0.3))
        if known is not None:
            answer, brings = known
        asked = (
            None if back or (known is None and not answer and dice.chance(0.6)) else today - timedelta(days=8)
        )
        state = "kept back" if back else "invited"
        _guest(w, act, preview, member, rank, state, answer, brings, asked, today - timedelta(days=2))


def _weekday(day: date, weekday: int) -> date:
    """This day, or the first one after it that falls on the weekday."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _event(
    w: Writing, kind: str, name: str, words: str, on: date, start: str, end: str, *, opens_on: date | None = None,
    **more: object,
) -> int:  # fmt: skip
    values = {"kind": kind, "name": name, "words": words, "on_day": on.isoformat(), "from_time": start, "until_time": end,
              "opens_on": None if opens_on is None else opens_on.isoformat(), **more}  # fmt: skip
    return w.insert(
        f"insert into events ({', '.join(values)}) values ({', '.join('?' * len(values))})",
        tuple(values.values()),
    )


def _guest(
    w: Writing, act: int, event: int, member: int, rank: int, state: str, answer: str, brings: int, asked: date | None,
    answered: date, *, arrived: str | None = None,
) -> None:  # fmt: skip
    w.insert(
        "insert into guests (act_id, event_id, member_id, state, rank, told_on, told_by, answer, answered_on, companions,"
        " arrived_at, came_with) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            act, event, member, state, rank, None if asked is None else asked.isoformat(), "counter" if asked else "",
            answer, answered.isoformat() if answer else None, brings, arrived, brings if arrived else 0,
        ),
    )  # fmt: skip

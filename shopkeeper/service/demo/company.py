"""How the demo shop and its people deal with each other: letters of thanks, friends who sent friends, shared households."""

from collections.abc import Sequence
from datetime import date, timedelta

from shopkeeper.records.book import Writing
from shopkeeper.rules.days import birthday_in
from shopkeeper.service import letter_composing, letter_log
from shopkeeper.service.demo.dice import Dice
from shopkeeper.service.demo.values import DemoMember, DemoShop
from shopkeeper.service.demo.words import words

# Numbers of chance beyond those of the members and of the shop.
_THANKING, _SENDING, _LIVING = 2_000_000, 3_000_000, 4_000_000
_THANKED_SINCE_DAYS, _JUST_NOW_DAYS, _LATELY_DAYS = 110, 7, 21
_MOST_PATIENCE_DAYS = 9


def share_homes(w: Writing, made: DemoShop, ids: Sequence[int], seed: int) -> None:
    """Some who live at one address collect together; before their purchases are written, so that points are pooled."""
    for at in range(max(1, len(words().known)), len(ids)):
        one, other = made.members[at - 1], made.members[at]
        if (
            not other.addresses
            or one.addresses != other.addresses
            or not Dice(seed, _LIVING + at).chance(0.45)
        ):
            continue
        since = max(one.joined_on, other.joined_on, made.begins_on).isoformat()
        if w.value("select 1 from stays where member_id = ?", (ids[at - 1],)):
            continue
        home = w.insert("insert into households (name, since) values ('', ?)", (since,))
        for member in (ids[at - 1], ids[at]):
            w.run(
                "insert into stays (member_id, household_id, from_day) values (?, ?, ?)",
                (member, home, since),
            )


def send_friends(w: Writing, made: DemoShop, ids: Sequence[int], seed: int) -> None:
    """Some of the members who joined within the book were sent by one who was there already."""
    known = len(words().known)
    for at in range(known, len(ids)):
        newcomer, dice = made.members[at], Dice(seed, _SENDING + at)
        if newcomer.joined_on < made.begins_on or not dice.chance(0.07):
            continue
        sender = dice.whole(known, len(ids) - 1)
        if made.members[sender].joined_on >= newcomer.joined_on:
            continue
        relation = w.insert(
            "insert into relations (member_id, kind, text, other_member, noted_on) values (?, 'referred by', ?, ?, ?)",
            (ids[at], made.members[sender].name, ids[sender], newcomer.joined_on.isoformat()),
        )
        thanked_on = newcomer.joined_on + timedelta(days=dice.whole(1, _MOST_PATIENCE_DAYS))
        if dice.chance(0.85) and thanked_on < made.ends_on:
            w.insert(
                "insert into set_aside (member_id, about, noted_on) values (?, ?, ?)",
                (ids[at], f"thanked:{relation}", thanked_on.isoformat()),
            )


def thank(w: Writing, act: int, made: DemoShop, ids: Sequence[int], today: date, seed: int) -> None:
    """Most of what was earned in the last months has had its letter, what was earned this week not yet."""
    since = today - timedelta(days=_THANKED_SINCE_DAYS)
    earned: dict[int, list[tuple[date, str, str]]] = {}
    for member, key, on in w.rows(
        "select member_id, key, happened_on from occasions where happened_on >= ? order by happened_on, key",
        (since.isoformat(),),
    ):
        earned.setdefault(member, []).append((date.fromisoformat(on), "thank-you", key))
    letters = []
    for at in range(len(words().known), len(ids)):
        somebody, dice = made.members[at], Dice(seed, _THANKING + at)
        if somebody.letters is False:
            continue
        reasons = sorted([*earned.get(ids[at], ()), *_anniversary(somebody, since, today)])
        for on, kind, key in reasons:
            age = (today - on).days
            written = on + timedelta(days=dice.whole(1, _MOST_PATIENCE_DAYS))
            often = 0.0 if age <= _JUST_NOW_DAYS else 0.6 if age <= _LATELY_DAYS else 0.9
            if dice.chance(often) and written < today:
                letters.append((written, ids[at], kind, key))
    for written, member, kind, key in sorted(letters):
        letter = letter_composing.compose(w, member, key, "", written, kind=kind)
        w.insert(
            "insert into letters (act_id, member_id, kind, occasion, written_on, paragraphs) values (?, ?, ?, ?, ?, ?)",
            (act, member, kind, key, written.isoformat(), letter_log.as_kept(letter)),
        )


def _anniversary(somebody: DemoMember, since: date, today: date) -> list[tuple[date, str, str]]:
    found = []
    for year in range(max(since.year, somebody.joined_on.year + 1), today.year + 1):
        on = birthday_in(somebody.joined_on.month, somebody.joined_on.day, year, "28 February")
        if since <= on <= today:
            found.append((on, "anniversary", f"anniversary:{on}:{year - somebody.joined_on.year}"))
    return found

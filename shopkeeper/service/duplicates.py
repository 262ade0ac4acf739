"""Who is in the book twice: pairs brought together by what they share (not all pairs), weighed, explained, remembered."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from heapq import nlargest
from itertools import combinations
from math import log2

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules import likeness, nicknames
from shopkeeper.rules.folding import digits, sound
from shopkeeper.rules.likeness import Born, Described, Likeness, Reason
from shopkeeper.say import text as say
from shopkeeper.service.standings import Progress, nobody_waits
from shopkeeper.values import dataclass

LARGEST_BLOCK = 40
"""More than so many people who share one thing are not compared because of it: something rarer brings the pair together."""
SHOWN_AT_MOST = 500
TAIL = 7  # of a phone number, when its beginning was mistyped


@dataclass(frozen=True, slots=True)
class Pair:
    """Two members who may be one person; `one` has been here longer. `reasons` say why, the strongest first."""

    one: int
    other: int
    bits: float
    sure: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One record of a pair, as it is laid beside the other."""

    member_id: int
    number: str
    name: str
    joined_on: date
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()
    birthday: Born | None = None
    visits: int = 0
    last_visit: date | None = None
    points: int = 0


@dataclass(frozen=True, slots=True)
class Duplicates:
    """What was found in the whole shop: how many pairs, the likeliest of them, and how many members were looked at."""

    members: int
    compared: int
    found: int
    pairs: tuple[Pair, ...]


def look_through(
    book: Reading, *, at_most: int = SHOWN_AT_MOST, progress: Progress = nobody_waits
) -> Duplicates:
    """Everybody compared with those who share something with them; the likeliest pairs first.

    A pair that was said not to be one person is left out. `progress(done, of how many)` counts members twice: described,
    then compared.
    """
    everybody = dict(described(book, progress=progress))
    weigh = Weigh(Counter(word for one in everybody.values() for word in set(one.words)), len(everybody))
    apart = set(book.rows("select member_id, other_member from apart"))
    found: list[Pair] = []
    compared = 0
    for done, (one, others) in enumerate(_candidates(everybody)):
        if done % 1000 == 0:
            progress(len(everybody) + done, 2 * len(everybody))
        for other in others:
            compared += 1
            like = weigh(everybody[one], everybody[other])
            if like.likely and (one, other) not in apart:
                found.append(Pair(one, other, like.bits, like.sure, like.reasons))
    progress(2 * len(everybody), 2 * len(everybody))
    best = nlargest(at_most, found, key=lambda pair: (pair.bits, -pair.one, -pair.other))
    return Duplicates(len(everybody), compared, len(found), tuple(best))


class Weigh:
    """Weighs two descriptions, knowing how many people have each word of a name."""

    def __init__(self, members_with: Counter[str], people: int) -> None:
        self._rarity: dict[str, float] = {
            word: log2((people + 1) / (count + 0.5)) for word, count in members_with.items()
        }
        self._rarest = log2(people + 1) + 1
        self._people = people

    def rarity(self, word: str) -> float:
        """How rare a word of a name is among the members, in bits."""
        return self._rarity.get(word, self._rarest)

    def __call__(self, one: Described, other: Described) -> Likeness:
        return likeness.likeness(one, other, self.rarity, self._people)


# ---- what is compared ----


def described(
    book: Reading, member_ids: Sequence[int] | None = None, progress: Progress = nobody_waits
) -> Iterator[tuple[int, Described]]:
    """Every member with anything to compare, or those of these, by their number in the book."""
    asked: tuple[str, ...] = () if member_ids is None else (json.dumps(list(member_ids)),)
    of_these = "" if member_ids is None else "in (select value from json_each(?))"
    where = f" where member_id {of_these}" if of_these else ""
    phones: defaultdict[int, set[str]] = defaultdict(set)
    emails: defaultdict[int, set[str]] = defaultdict(set)
    homes: defaultdict[int, list[likeness.Home]] = defaultdict(list)
    for member, kind, text, canonical in book.each(
        f"select member_id, kind, text, canonical from contacts{where}", asked
    ):
        if kind == "phone":
            if number := phone_key(text, canonical):
                phones[member].add(number)
        else:
            emails[member].add((canonical or text).casefold())
    for member, street, postcode, town in book.each(
        f"select member_id, street, postcode, town from addresses{where}", asked
    ):
        homes[member].append(likeness.home(street, postcode, town))
    total = int(book.value("select count(*) from members where gone = 0"))
    and_these = f" and id {of_these}" if of_these else ""
    for done, (member, name, year, month, day) in enumerate(
        book.each(
            "select id, name, birthday_year, birthday_month, birthday_day from members where gone = 0"
            f"{and_these} order by id",
            asked,
        )
    ):
        if done % 1000 == 0:
            progress(done, 2 * total)
        born = (year, month, day) if month else None
        words = likeness.name_words(name) if name else ()
        if words or born or member in phones or member in emails or member in homes:
            yield (
                member,
                Described(
                    words,
                    frozenset(phones.get(member, ())),
                    frozenset(emails.get(member, ())),
                    born,
                    tuple(homes.get(member, ())),
                ),
            )


def phone_key(text: str, canonical: str) -> str:
    """The digits of a number as it is dialled from abroad, or as they were typed where its country is not known."""
    return digits(canonical or text)


# ---- who is compared with whom ----


def _candidates(everybody: dict[int, Described]) -> Iterator[tuple[int, set[int]]]:
    """Each member with the later ones who share something rare enough with them."""
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for member, one in everybody.items():
        for key in keys(one):
            blocks[key].append(member)
    with_whom: defaultdict[int, set[int]] = defaultdict(set)
    for members in blocks.values():
        if 1 < len(members) <= LARGEST_BLOCK:
            for first, second in combinations(members, 2):
                with_whom[first].add(second)
    blocks.clear()
    for member in everybody:
        yield member, with_whom.pop(member, set())


def keys(one: Described) -> set[str]:
    """What a person is looked up by: whoever has none of these keys in common is not compared."""
    keys: set[str] = set()
    heard = [sound(word) or word for word in one.words]
    if one.words:
        whole = sorted(one.words)
        keys.add("n" + " ".join(whole))
        keys.add("j" + "".join(sorted("".join(whole))))  # written in one word or two, in any order
        keys.add("s" + " ".join(sorted(heard)))
        if len(whole) > 1:
            keys.add("g" + " ".join(sorted(nicknames.group_of(word) for word in one.words)))
    for phone in one.phones:
        keys.add("p" + phone)
        if len(phone) > TAIL + 2:
            keys.update("q" + phone[-TAIL:] + word[:1] for word in one.words)
            keys.update("h" + phone[: TAIL + 2] + word[:1] for word in one.words)
    for email in one.emails:
        keys.add("e" + email)
        box = email.partition("@")[0]
        if len(box) >= 6:
            keys.add("b" + box)
    if one.born is not None:
        year, month, day = one.born
        low, high = sorted((month, day))
        keys.add(f"Y{year} {' '.join(sorted(heard))}")
        for word, key in zip(one.words, heard, strict=True):
            keys.add(f"y{low}.{high} {key}")
            keys.add(f"d{year}.{month}.{day} {word[:1]}")
    for home in one.homes:
        if home.street:
            keys.add(f"a{home.house} {home.street} {home.postcode or home.town}")
            keys.update(f"w{home.house} {home.street} {word[:2]}" for word in one.words)
        if home.postcode:
            keys.update(f"c{home.postcode} {word[:2]}" for word in one.words)
    return keys


# ---- a pair laid side by side ----


def sides(book: Reading, member_ids: Iterable[int]) -> dict[int, Side]:
    """These members' records as they are compared by eye; those who are gone are left out."""
    asked = json.dumps(sorted(set(member_ids)))
    these = "in (select value from json_each(?))"
    lists: dict[str, defaultdict[int, list[str]]] = {
        about: defaultdict(list) for about in ("phone", "email", "address", "card")
    }
    for member, kind, text in book.rows(
        f"select member_id, kind, text from contacts where member_id {these} order by id", (asked,)
    ):
        lists[kind][member].append(text)
    for member, *parts in book.rows(
        "select member_id, street, address_2, postcode, town from addresses"
        f" where member_id {these} order by id",
        (asked,),
    ):
        lists["address"][member].append(", ".join(part for part in parts if part))
    for member, number in book.rows(
        f"select member_id, number from cards where member_id {these} order by id", (asked,)
    ):
        lists["card"][member].append(number)
    return {
        row[0]: Side(
            member_id=row[0],
            number=row[1],
            name=row[2],
            joined_on=date.fromisoformat(row[3]),
            phones=tuple(lists["phone"][row[0]]),
            emails=tuple(lists["email"][row[0]]),
            addresses=tuple(lists["address"][row[0]]),
            cards=tuple(lists["card"][row[0]]),
            birthday=(row[4], row[5], row[6]) if row[5] else None,
            visits=row[7],
            last_visit=date.fromisoformat(row[8]) if row[8] else None,
            points=row[9],
        )
        for row in book.rows(
            "select m.id, m.number, m.name, m.joined_on, m.birthday_year, m.birthday_month, m.birthday_day,"
            " coalesce(s.visits, 0), s.last_visit, coalesce(s.points, 0) from members m"
            f" left join standings s on s.member_id = m.id where m.gone = 0 and m.id {these}",
            (asked,),
        )
    }


def laid_out(
    book: Reading, *, at_most: int = SHOWN_AT_MOST, progress: Progress = nobody_waits
) -> tuple[Duplicates, dict[int, Side]]:
    """The likeliest pairs of the whole shop, and both records of each."""
    found = look_through(book, at_most=at_most, progress=progress)
    return found, sides(book, (side for pair in found.pairs for side in (pair.one, pair.other)))


# ---- what was said of a pair ----


def said_apart(book: Reading, one: int, other: int) -> bool:
    """Whether it was said that these two are not one person."""
    pair = tuple(sorted((one, other)))
    return bool(book.value("select 1 from apart where member_id = ? and other_member = ?", pair))


def say_apart(w: Writing, one: int, other: int, *, by: int | None = None) -> int:
    """These two are not one person: remembered, so that the pair is not shown again. Answers the act, which can be undone.

    Declined: the same member twice, one who is not in the book, a pair of which it was said already.
    """
    from shopkeeper.service import acts

    low, high = sorted((one, other))
    there = w.value("select count(*) from members where gone = 0 and id in (?, ?)", (low, high))
    if low == high or there != 2:
        raise Declined("member_unknown", say("Name two members who are in the book."), "member")
    if said_apart(w, low, high):
        raise Declined("apart_already", say("It was said before that these are two people."), "member")
    act = acts.begin(w, "apart", member_id=low, by=by)
    acts.add_row(w, act, "apart", {"member_id": low, "other_member": high})
    return act

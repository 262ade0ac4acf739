"""The find box: who is meant by what has been typed so far, best first, with what the list shows and why."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import log2

from shopkeeper.records import lookup
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules import folding
from shopkeeper.rules.folding import Span
from shopkeeper.service import finding_documents
from shopkeeper.service.finding_documents import Shown

LONGEST_QUESTION = 100
WORDS_ASKED = 6
NEAR_AT_MOST = 16
ENOUGH = 10  # with so many found as typed, nobody needs a guess
SHORTEST_TYPO = 4
SAME_MAILBOX = 100  # how many members with the same name before the @ are looked through for what follows it

# What a match is worth, in doublings of how much the person comes.
EXACT, BEGINS, ELSEWHERE, TYPO, ALIKE = 0.5, 0.0, -5.0, -5.0, -6.0
NUMBER_ENDS, NUMBER_HOLDS = 0.5, 0.0
LAST_FOUR = 4

_PHONE_SIGNS = frozenset("+()-./ \u00a0\u2007\u2009\u202f\u2010\u2011\u2012\u2013")


@dataclass(frozen=True, slots=True)
class Hit:
    """One member as the list shows them.

    `matched` names the field that answered (name, number, card, phone, email, street, postcode, town, likes, …,
    or "" for a recent member), `matched_text` is that field as it is written, and `ranges` are the (start, end)
    to mark in it; `name_ranges` those to mark in the name. `likely` is False for a guess.
    """

    member_id: int
    number: str
    name: str
    tier: str | None
    card: str
    phone: str
    town: str
    street: str
    last_visit: date | None
    matched: str
    matched_text: str
    ranges: tuple[Span, ...]
    name_ranges: tuple[Span, ...] = ()
    likely: bool = True


@dataclass(frozen=True, slots=True)
class FindAnswer:
    """What was asked, how many members the book has, and the hits, best first.

    `suggestion` is True when nothing fitted as it was typed and the hits are what may have been meant.
    """

    text: str
    total_members: int
    hits: tuple[Hit, ...]
    suggestion: bool = False


def find(read: Reading, text: str, *, limit: int = 20) -> FindAnswer:
    """The members who may be meant by the text, best first; the recent ones for an empty text.

    Never refuses: any text is only words to look for. Of a very long one the first 100 signs count.
    """
    asked = text[:LONGEST_QUESTION]
    if not asked.strip():
        recent = [member for (member,) in read.rows(_RECENT, (limit,))]
        return FindAnswer(text, lookup.total(read), _hits(read, recent, {}, _Question("", (), "", ""), set()))
    question = _Question.of(asked)
    search = _Search(read, question, limit)
    order = search.run()
    return FindAnswer(
        text,
        search.total,
        _hits(read, order, search.numbered, question, search.guessed),
        suggestion=bool(order) and all(member in search.guessed for member in order),
    )


_RECENT = """select s.member_id from standings s join members m on m.id = s.member_id and m.gone = 0
             where s.last_visit is not null order by s.last_visit desc, s.last_fact desc limit ?"""


# --- the question ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Question:
    """A typed text, understood: its words with their spellings, and its digits when it may be a number."""

    text: str
    words: tuple[tuple[str, ...], ...]
    digits: str  # all of it, when it is written like a phone or card number
    mail: str  # the whole, folded, when there is an @ in it

    @classmethod
    def of(cls, text: str) -> "_Question":
        whole = ""
        if all(sign in _PHONE_SIGNS or sign.isdigit() for sign in text):
            # +44 (0)20 is dialled without its nought.
            whole = folding.digits(text.replace("(0)", "") if "+" in text else text)
        mail = folding.fold(text.strip()) if "@" in text.strip() else ""
        sought = text.split("@", 1)[0] if mail and text.strip()[0] != "@" else text
        return cls(text.strip(), folding.typed_words(sought, at_most=WORDS_ASKED), whole, mail)

    @property
    def scanned(self) -> str:
        """The text without spaces, as a scanner or a till writes a number."""
        return "".join(self.text.split())


def _begin(mark: str, ways: Iterable[str]) -> list[lookup.Term]:
    return [lookup.Term(mark + way, begins=True) for way in ways]


def _whole(mark: str, ways: Iterable[str]) -> list[lookup.Term]:
    return [lookup.Term(mark + way) for way in ways]


class _Search:
    """One question on its way: the strict readings first, guesses only where those left room."""

    def __init__(self, read: Reading, question: _Question, limit: int) -> None:
        self.read = read
        self.question = question
        self.limit = limit
        self.numbered: dict[int, tuple[str, str]] = {}  # members found by their own or a card's number: which, and it
        self.guessed: set[int] = set()
        self._worth: dict[int, float] = {}
        self._spelled: dict[lookup.Term, list[str]] = {}
        self.total, self._today = lookup.total_and_rank(read)

    def run(self) -> list[int]:
        """The members, best first."""
        question = self.question
        if len(question.scanned) <= 40 and (question.digits or any(sign.isdigit() for sign in question.scanned)):
            self._exact_numbers()
        if question.digits:
            self._phones(question.digits)
        strict = bool(self.numbered)
        if question.words:
            if question.mail:
                self._mail()
            else:
                self._names_and_more()
            strict = strict or bool(self._worth)
            if len(self._worth) < min(ENOUGH, self.limit) and not question.digits:
                self._guess(strict)
        ranked = sorted(self._worth, key=lambda row: (-self._worth[row], row))
        members = dict.fromkeys(self.numbered)
        members.update(dict.fromkeys(lookup.member_of(row) for row in ranked))
        if question.digits and len(members) < self.limit:
            for member, found, number in self._number_beginnings():
                if member not in members:
                    members[member] = None
                    self.numbered[member] = (found, number)
        return list(members)[: self.limit]

    def _take(self, rows: Iterable[int], worth: float, *, guess: bool = False) -> int:
        new = 0
        for row in rows:
            value = log2(2.0 ** max(-60.0, min(60.0, lookup.rank_at(row) - self._today)) + 0.25) + worth
            if row not in self._worth:
                new += 1
                if guess:
                    self.guessed.add(lookup.member_of(row))
            if value > self._worth.get(row, -1e9):
                self._worth[row] = value
        return new

    # Digits: a card or the member's number, then a phone, then a house, a postcode, then how a number begins.

    def _exact_numbers(self) -> None:
        typed = self.question.scanned
        plain = self.question.digits or typed
        for found, member, number in self.read.rows(
            "select 'number', id, number from members where number in (?, ?) and gone = 0"
            " union all select 'card', c.member_id, c.number from cards c join members m on m.id = c.member_id"
            " where c.number in (?, ?, ?) and m.gone = 0",
            (typed, plain, typed, plain, typed.upper()),
        ):
            self.numbered.setdefault(member, (found, number))

    def _phones(self, typed: str) -> None:
        for digits in dict.fromkeys((typed, typed.lstrip("0"))):
            found = 0
            if len(digits) >= LAST_FOUR:
                found += self._take(lookup.phones_ending(self.read, digits, self.limit), NUMBER_ENDS)
            found += self._take(lookup.phones_holding(self.read, digits, self.limit), NUMBER_HOLDS)
            if found:
                return

    def _number_beginnings(self) -> list[tuple[int, str, str]]:
        typed = self.question.scanned if self.question.scanned.isdigit() else self.question.digits
        numbers = self.read.rows(
            "select n.id, 'number', n.number from (select id, number from members where number >= ? and number < ?"
            " and gone = 0 order by number limit 100) n left join standings s on s.member_id = n.id"
            " order by s.last_visit is null, s.last_visit desc limit ?",
            (typed, typed + ":", self.limit),
        )
        cards = self.read.rows(
            "select c.member_id, 'card', c.number from cards c join members m on m.id = c.member_id and m.gone = 0"
            " where c.number >= ? and c.number < ? order by c.number limit ?",
            (typed, typed + ":", self.limit),
        )
        return [(member, found, number) for member, found, number in (*numbers, *cards)]

    # Words.

    def _ask(self, groups: list[list[lookup.Term]]) -> list[int]:
        match = lookup.asked(self.read, groups, self._spelled)
        return lookup.stream(self.read, match, self.limit) if match else []

    def _mail(self) -> None:
        joined = "".join(ways[0] for ways in self.question.words)
        match = lookup.asked(self.read, [_whole(lookup.MAILBOX, (joined,))], self._spelled)
        rows = lookup.stream(self.read, match, SAME_MAILBOX) if match else []
        self._take(
            [
                row
                for row, shown in lookup.shown_of(self.read, rows)
                for field, text in finding_documents.read_shown(shown).also
                if field == "email" and folding.fold(text).startswith(self.question.mail)
            ],
            EXACT,
        )

    def _names_and_more(self) -> None:
        words = self.question.words
        whole = any(len(ways[0]) > 1 for ways in words)
        if not any(ways[0].isdigit() for ways in words):
            begun = self._ask([_begin(lookup.NAME, ways) for ways in words])
            self._take(begun, BEGINS)
            if whole and begun:
                self._take(self._ask([_whole(lookup.NAME, ways) for ways in words]), EXACT)
                if len(words) > 1 and len(begun) == self.limit:
                    groups = [_whole(lookup.NAME, ways) for ways in words[:-1]]
                    self._take(self._ask([*groups, _begin(lookup.NAME, words[-1])]), EXACT / 2)
        if whole:
            self._take(self._ask([self._anywhere(ways) for ways in words]), ELSEWHERE)
            self._names_with_digits()

    def _names_with_digits(self) -> None:
        numbers = [ways[0] for ways in self.question.words if ways[0].isdigit()]
        names = [ways for ways in self.question.words if not ways[0].isdigit()]
        digits = "".join(numbers)
        if len(digits) < 2 or not names:
            return
        match = lookup.asked(self.read, [_begin(lookup.NAME, ways) for ways in names], self._spelled)
        if match:
            for typed in dict.fromkeys((digits, digits.lstrip("0") or digits)):
                self._take(lookup.stream_with_digits(self.read, match, typed, self.limit), NUMBER_HOLDS)

    # Guesses.

    def _guess(self, strict: bool) -> None:
        words = self.question.words
        known = [self._is_known(ways) for ways in words]
        lone = all(known)
        near: list[list[lookup.Term]] = []
        loose: list[list[lookup.Term]] = []
        for ways, is_known in zip(words, known, strict=True):
            as_typed = _begin(lookup.NAME, ways)
            if not is_known or (lone and not (strict and len(words) > 1)):
                near.append([*as_typed, *self._slips(lookup.NAME, ways)])
                heard = dict.fromkeys(folding.sound(way) for way in ways)
                loose.append([*near[-1], *(lookup.Term(lookup.SOUND + key) for key in heard if key)])
            else:
                near.append(self._anywhere(ways))
                loose.append(near[-1])
        self._take(self._ask(near), TYPO, guess=True)
        if len(self._worth) < min(ENOUGH, self.limit):
            self._take(self._ask(loose), ALIKE, guess=True)
        if not self._worth and len(words) > 1:
            joined = ["".join(ways[0] for ways in words[:2]), *(ways[0] for ways in words[2:])]
            self._take(self._ask([_begin(lookup.NAME, (word,)) for word in joined]), ELSEWHERE)
        if not self._worth:
            self._guess_places()

    def _guess_places(self) -> None:
        groups = [
            [*self._anywhere(ways), *(() if self._is_known(ways) else self._slips(lookup.ANYWHERE, ways))]
            for ways in self.question.words
        ]
        self._take(self._ask(groups), TYPO, guess=True)

    def _slips(self, mark: str, ways: tuple[str, ...]) -> list[lookup.Term]:
        return lookup.near(self.read, mark, folding.near(ways[0]), at_most=NEAR_AT_MOST) if self._long(ways) else []

    @staticmethod
    def _anywhere(ways: tuple[str, ...]) -> list[lookup.Term]:
        # One letter is the beginning of a name: of all other words it is the beginning of too many.
        return _begin(lookup.ANYWHERE if len(ways[0]) > 1 else lookup.NAME, ways)

    @staticmethod
    def _long(ways: tuple[str, ...]) -> bool:
        return SHORTEST_TYPO <= len(ways[0]) <= 24 and ways[0].isascii() and not ways[0].isdigit()

    def _is_known(self, ways: tuple[str, ...]) -> bool:
        return any(lookup.begins(self.read, lookup.ANYWHERE + way) for way in ways)


# --- the list --------------------------------------------------------------------------------------

_LISTED = """select m.id, m.number, m.name, s.tier, s.last_visit, d.shown
             from members m left join standings s on s.member_id = m.id
             left join lookup_documents d on d.member_id = m.id
             where m.gone = 0 and m.id in (select value from json_each(?))"""


def _hits(
    read: Reading,
    order: list[int],
    numbered: dict[int, tuple[str, str]],
    question: _Question,
    guessed: set[int],
) -> tuple[Hit, ...]:
    found = {row[0]: row for row in read.rows(_LISTED, (json.dumps(order),))}
    return tuple(
        _hit(found[member], numbered.get(member), question, likely=member not in guessed)
        for member in order
        if member in found
    )


def _hit(
    row: tuple[int, str, str, str | None, str | None, str | None],
    numbered: tuple[str, str] | None,
    question: _Question,
    *,
    likely: bool,
) -> Hit:
    member_id, number, name, tier, last_visit, shown_text = row
    shown = finding_documents.read_shown(shown_text)
    name_ranges, met = folding.marks(name, question.words, loosely=not likely) if question.words else ((), set())
    if numbered is not None:
        matched, matched_text = numbered
        ranges: tuple[Span, ...] = ((0, min(len(matched_text), len(question.digits or question.scanned))),)
    elif question.mail and (mailbox := _mailbox(shown, question)):
        matched, matched_text, ranges = "email", mailbox, ((0, min(len(mailbox), len(question.text))),)
    elif question.words and len(met) == len(question.words):
        matched, matched_text, ranges = "name", name, name_ranges
    elif question.text:
        matched, matched_text, ranges = _elsewhere(shown, question, met, loosely=not likely)
        if not matched and met:
            matched, matched_text, ranges = "name", name, name_ranges
    else:
        matched, matched_text, ranges = "", "", ()
    return Hit(
        member_id=member_id,
        number=number,
        name=name,
        tier=tier or None,
        card=shown.card,
        phone=shown.phone,
        town=shown.town,
        street=shown.street,
        last_visit=date.fromisoformat(last_visit) if last_visit else None,
        matched=matched,
        matched_text=matched_text,
        ranges=ranges,
        name_ranges=name_ranges,
        likely=likely,
    )


def _elsewhere(
    shown: Shown, question: _Question, met: set[int], *, loosely: bool
) -> tuple[str, str, tuple[Span, ...]]:
    """The field that answers what the name did not, with what to mark in it."""
    best: tuple[int, str, str, tuple[Span, ...]] = (0, "", "", ())
    if question.digits:
        for field, text in shown.also:
            if field == "phone" and (spans := folding.digit_marks(text, question.digits)):
                return field, text, spans
    for field, text in shown.also:
        if field != "phone":
            spans, here = folding.marks(text, question.words, loosely=loosely)
            if len(here - met) > best[0]:
                best = (len(here - met), field, text, spans)
    if best[0] + len(met) >= len(question.words) and best[0] and not question.digits:
        return best[1:]
    typed = question.digits or "".join(ways[0] for ways in question.words if ways[0].isdigit())
    if typed:
        numbers = [(field, text) for field, text in shown.also if field == "phone"]
        for field, text in numbers:
            # What was typed may begin with a country's code or a nought that the written one leaves out.
            for dropped in range(min(5, len(typed) - 2)):
                if spans := folding.digit_marks(text, typed[dropped:]):
                    return field, text, spans
        if question.digits and not best[0] and numbers:
            return (*numbers[0], ())
    return best[1:]


def _mailbox(shown: Shown, question: _Question) -> str:
    return next(
        (text for field, text in shown.also if field == "email" and folding.fold(text).startswith(question.mail)), ""
    )


# --- kept in step ----------------------------------------------------------------------------------


def refresh(write: Writing, member_ids: Iterable[int]) -> None:
    """Bring the index in step with what these members' rows now say; part of the act that changed them."""
    ids = sorted(set(member_ids))
    for document in finding_documents.of(write, ids):
        if document.words or document.digits:
            lookup.put(write, document)
        else:
            lookup.remove(write, document.member_id)
    for gone in finding_documents.gone(write, ids):
        lookup.remove(write, gone)
    lookup.seen(write, ids, words=True)


def refresh_rank(write: Writing, member_ids: Iterable[int]) -> None:
    """Note that these members' visits changed: a line on a list, so that a sale does not wait (see `settle`)."""
    lookup.visited(write, member_ids)


def settle(write: Writing, *, at_most: int = 200) -> int:
    """At idle: index who is still owed it, move the ranks that crossed a step; answers how many were looked at."""
    changed = lookup.due(write, words=True, limit=at_most)
    if changed:
        refresh(write, changed)
    visited = lookup.due(write, words=False, limit=at_most - len(changed))
    moved = sum(lookup.rerank(write, member) for member in visited)
    lookup.seen(write, visited, words=False)
    if moved or changed:
        lookup.tidy(write)
    return len(changed) + len(visited)


def bulk_load(write: Writing, progress: lookup.Progress | None = None) -> None:
    """After an import: bring all changed members in, one by one when they are few, else by building afresh."""
    owed = int(write.value("select count(*) from lookup_due where owed & 1"))
    listed = int(write.value("select count(*) from lookup_documents"))
    if owed > 500 and owed * 4 > listed:
        rebuild(write, progress)
        return
    lookup.forgive(write)
    while settle(write, at_most=1000):
        pass


def rebuild(write: Writing, progress: lookup.Progress | None = None) -> int:
    """Build the whole index from the members' rows; answers how many are in it. `progress(done, about)`."""
    return lookup.rebuild(write, finding_documents.every(write), about=lookup.total(write), progress=progress)


def check(write: Writing) -> list[str]:
    """What is wrong with the index, as sentences: in itself, and against what the members' rows say now."""
    problems = lookup.check(write)
    stored = {
        member: (words, digits, shown)
        for member, words, digits, shown in write.rows("select member_id, words, digits, shown from lookup_documents")
    }
    differing = 0
    for document in finding_documents.every(write):
        expected = (" ".join(sorted(document.words)), " ".join(document.digits), document.shown)
        differing += stored.pop(document.member_id, None) != expected
    differing += len(stored)
    if differing:
        problems.append(f"{differing} members' words in the index are not what their record says. Rebuild the index.")
    return problems

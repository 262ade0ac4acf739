"""From a typed text to the members it may mean: the strict readings first, guesses only where those left room."""

from collections.abc import Iterable
from math import log2

from shopkeeper.records import lookup_questions as questions
from shopkeeper.records import lookup_rank
from shopkeeper.records.book import Reading
from shopkeeper.rules import folding
from shopkeeper.rules.vowelless import vowelless
from shopkeeper.service.common import NUMBERED
from shopkeeper.service.finding_documents import read_shown
from shopkeeper.values import dataclass

WORDS_ASKED = 6
NEAR_AT_MOST = 16
ENOUGH = 10  # with so many found as typed, nobody needs a guess
SHORTEST_TYPO = 4
SHORTEST_WITH_VOWELS = 3
ARTICLES = frozenset(("al", "el", "ul"))
SAME_MAILBOX = 100  # how many members with the same name before the @ are looked through for what follows it

# What a match is worth, in doublings of how much the person comes.
EXACT, BEGINS, ELSEWHERE, TYPO, ALIKE = 0.25, 0.0, -5.0, -5.0, -6.0
NUMBER_ENDS, NUMBER_HOLDS = 0.25, 0.0
LAST_FOUR = 4
LONG_NUMBER = 8
NOUGHTS_AT_MOST = 6

_PHONE_SIGNS = frozenset("+()-./ \u00a0\u2007\u2009\u202f\u2010\u2011\u2012\u2013")


@dataclass(frozen=True, slots=True)
class Question:
    """A typed text, understood: its words with their spellings, and its digits when it may be a number."""

    text: str
    words: tuple[tuple[str, ...], ...]
    digits: str  # all of it, when it is written like a phone or card number
    mail: str  # the whole, folded, when there is an @ in it

    @classmethod
    def of(cls, text: str) -> "Question":
        # Half a sign, as a broken paste brings it, is nothing that can be asked for.
        text = text.encode(errors="replace").decode()
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


def _begin(mark: str, ways: Iterable[str]) -> list[questions.Term]:
    return [questions.Term(mark + way, begins=True) for way in ways]


def _whole(mark: str, ways: Iterable[str]) -> list[questions.Term]:
    return [questions.Term(mark + way) for way in ways]


class Search:
    """One question on its way: the strict readings first, guesses only where those left room."""

    def __init__(self, read: Reading, question: Question, limit: int) -> None:
        self.read = read
        self.question = question
        self.limit = limit
        self.numbered: dict[
            int, tuple[str, str]
        ] = {}  # members found by their own or a card's number: which, and it
        self._with_other_noughts: list[int] = []  # of these, whose number is the typed one but for noughts
        self.guessed: set[int] = set()
        self._worth: dict[int, float] = {}
        self._spelled: dict[questions.Term, list[str]] = {}
        self._answered: dict[str, list[int]] = {}
        self.total, self._today = questions.total_and_rank(read)

    def run(self) -> list[int]:
        """The members, best first."""
        question = self.question
        if len(question.scanned) <= 40 and (
            question.digits or any(sign.isdigit() for sign in question.scanned)
        ):
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
        exact = [member for member in self.numbered if member not in self._with_other_noughts]
        members = list(dict.fromkeys([*exact, *(lookup_rank.member_of(row) for row in ranked)]))
        # 0739 is part of a phone rather than the number of member 739: who holds it costs none of the best a place.
        members = list(dict.fromkeys([*members[:ENOUGH], *self._with_other_noughts, *members[ENOUGH:]]))
        if question.digits and len(members) < self.limit:
            for member, found, number in self._number_beginnings():
                if member not in members:
                    members.append(member)
                    self.numbered[member] = (found, number)
        return members[: self.limit]

    def _take(self, rows: Iterable[int], worth: float, *, guess: bool = False) -> int:
        new = 0
        for row in rows:
            value = log2(2.0 ** max(-60.0, min(60.0, lookup_rank.rank_at(row) - self._today)) + 0.25) + worth
            if row not in self._worth:
                new += 1
                if guess:
                    self.guessed.add(lookup_rank.member_of(row))
            if value > self._worth.get(row, -1e9):
                self._worth[row] = value
        return new

    # Digits: a card or the member's number, then a phone, then a house, a postcode, then how a number begins.

    def _exact_numbers(self) -> None:
        typed = self.question.scanned
        plain = self.question.digits or typed
        # An imported list may have filled its numbers up with noughts: 42 is 00042 there.
        bare = plain.lstrip("0") or plain
        padded = [bare.zfill(length) for length in range(len(bare), len(bare) + NOUGHTS_AT_MOST)]
        for found, member, number in self.read.rows(
            f"select 'number', id, number from {NUMBERED} where number in (?, ?, ?, ?, ?, ?, ?, ?)"
            " union all select 'card', c.member_id, c.number from cards c join members m on m.id = c.member_id"
            " where c.number in (?, ?, ?) and m.gone = 0",
            (typed, plain, *padded, typed, plain, typed.upper()),
        ):
            self.numbered.setdefault(member, (found, number))
        if plain.startswith("0"):
            self._with_other_noughts = [
                member for member, (_, number) in self.numbered.items() if number not in (typed, plain)
            ]
        if len(self.numbered) > 1 and any(number == typed for _, number in self.numbered.values()):
            self.numbered = dict(sorted(self.numbered.items(), key=lambda item: item[1][1] != typed))

    def _phones(self, typed: str) -> None:
        for digits in dict.fromkeys((typed, typed.lstrip("0"))):
            found = 0
            if len(digits) >= LAST_FOUR:
                found += self._take(questions.phones_ending(self.read, digits, self.limit), NUMBER_ENDS)
            # What so many digits end, or begin of a card, is not in the middle of another phone; that would be the slowest look.
            if len(digits) >= LONG_NUMBER and (found or self._number_beginnings()):
                return
            found += self._take(questions.phones_holding(self.read, digits, self.limit), NUMBER_HOLDS)
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

    def _ask(self, groups: list[list[questions.Term]]) -> list[int]:
        match = questions.asked(self.read, groups, self._spelled)
        if match is None:
            return []
        # Where nobody fits better, the guesses ask what the strict readings did, and that is the slowest question of all.
        if match not in self._answered:
            self._answered[match] = questions.stream(self.read, match, self.limit)
        return self._answered[match]

    def _mail(self) -> None:
        joined = "".join(ways[0] for ways in self.question.words)
        match = questions.asked(self.read, [_whole(questions.MAILBOX, (joined,))], self._spelled)
        rows = questions.stream(self.read, match, SAME_MAILBOX) if match else []
        self._take(
            [
                row
                for row, shown in questions.shown_of(self.read, rows)
                for field, text in read_shown(shown).also
                if field == "email" and folding.fold(text).startswith(self.question.mail)
            ],
            EXACT,
        )

    def _names_and_more(self) -> None:
        words = self.question.words
        whole = any(len(ways[0]) > 1 for ways in words)
        begun: list[int] = []
        if not any(ways[0].isdigit() for ways in words):
            begun = self._ask([_begin(questions.NAME, ways) for ways in words])
            self._take(begun, BEGINS)
            if whole and begun:
                self._take(self._ask([_whole(questions.NAME, ways) for ways in words]), EXACT)
                if len(words) > 1 and len(begun) == self.limit:
                    groups = [_whole(questions.NAME, ways) for ways in words[:-1]]
                    self._take(self._ask([*groups, _begin(questions.NAME, words[-1])]), EXACT / 2)
        # Two words that fit twenty names are no street: looking for both among all words is the slowest question there is.
        if whole and not (len(words) > 1 and len(begun) == self.limit):
            self._take(self._ask([self._anywhere(ways) for ways in words]), ELSEWHERE)
            self._names_with_digits()

    def _names_with_digits(self) -> None:
        numbers = [ways[0] for ways in self.question.words if ways[0].isdigit()]
        names = [ways for ways in self.question.words if not ways[0].isdigit()]
        names = [
            ways for ways in names if len(ways[0]) > 1
        ] or names  # a letter beside a name says little and is a long list
        digits = "".join(numbers)
        if len(digits) < 2 or not names:
            return
        match = questions.asked(self.read, [_begin(questions.NAME, ways) for ways in names], self._spelled)
        if match:
            for typed in dict.fromkeys((digits, digits.lstrip("0") or digits)):
                self._take(questions.stream_with_digits(self.read, match, typed, self.limit), NUMBER_HOLDS)

    # Guesses.

    def _guess(self, strict: bool) -> None:
        words = self.question.words
        known = [self._is_known(ways) for ways in words]
        lone = all(known)
        near: list[list[questions.Term]] = []
        loose: list[list[questions.Term]] = []
        for ways, is_known in zip(words, known, strict=True):
            as_typed = _begin(questions.NAME, ways)
            if not is_known or (lone and not (strict and len(words) > 1)):
                near.append([*as_typed, *self._slips(questions.NAME, ways)])
                heard = dict.fromkeys(folding.sound(way) for way in ways)
                alike = [questions.Term(questions.SOUND + key) for key in heard if key]
                loose.append([*near[-1], *alike, *self._without_vowels(ways)])
            else:
                near.append(self._anywhere(ways))
                loose.append(near[-1])
        if not strict and len(words) == 1:
            self._taken_apart(words[0])
        self._take(self._ask(near), TYPO, guess=True)
        if len(self._worth) < min(ENOUGH, self.limit):
            self._take(self._ask(loose), ALIKE, guess=True)
        if not self._worth:
            self._joined(words)
        if not self._worth:
            self._guess_places()

    def _joined(self, words: tuple[tuple[str, ...], ...]) -> None:
        """Two words that are written as one: Mc Donald, or al Fasi, whose article Arabic writes with the name."""
        for at in range(len(words) - 1):
            rest = (*words[:at], *words[at + 2 :])
            whole = (words[at][0] + words[at + 1][0],)
            found = self._take(
                self._ask([_begin(questions.NAME, ways) for ways in (*rest, whole)]), ELSEWHERE
            )
            if not found and words[at][0] in ARTICLES:
                groups = [
                    [*_begin(questions.NAME, ways), *self._without_vowels(ways)] for ways in (*rest, whole)
                ]
                found = self._take(self._ask(groups), ALIKE, guess=True)
            if found:
                return

    def _taken_apart(self, ways: tuple[str, ...]) -> None:
        """One word that is written as two: Lina for Li Na, Annalena for Anna-Lena."""
        word = ways[0]
        if not self._long(ways):
            return
        firsts = questions.known(self.read, questions.NAME, [word[:at] for at in range(2, len(word) - 1)])
        for first in firsts:
            self._take(
                self._ask([_whole(questions.NAME, (first,)), _begin(questions.NAME, (word[len(first) :],))]),
                ELSEWHERE,
            )

    def _guess_places(self) -> None:
        groups = [
            [*self._anywhere(ways), *(() if self._is_known(ways) else self._slips(questions.ANYWHERE, ways))]
            for ways in self.question.words
        ]
        self._take(self._ask(groups), TYPO, guess=True)

    def _slips(self, mark: str, ways: tuple[str, ...]) -> list[questions.Term]:
        return (
            questions.near(self.read, mark, folding.near(ways[0]), at_most=NEAR_AT_MOST)
            if self._long(ways)
            else []
        )

    def _without_vowels(self, ways: tuple[str, ...]) -> list[questions.Term]:
        if len(ways[0]) < SHORTEST_WITH_VOWELS:
            return []
        spelled = vowelless(ways[0])
        return (
            questions.near(self.read, questions.NAME, spelled, at_most=NEAR_AT_MOST, shortest=3)
            if spelled
            else []
        )

    @staticmethod
    def _anywhere(ways: tuple[str, ...]) -> list[questions.Term]:
        if len(ways[0]) == 1 and ways[0].isdigit():
            return _whole(questions.ANYWHERE, ways)  # a house: the 3 of 3 Mill Lane, not of 30
        # One letter is the beginning of a name: of all other words it is the beginning of too many.
        return _begin(questions.ANYWHERE if len(ways[0]) > 1 else questions.NAME, ways)

    @staticmethod
    def _long(ways: tuple[str, ...]) -> bool:
        return SHORTEST_TYPO <= len(ways[0]) <= 24 and ways[0].isascii() and not ways[0].isdigit()

    def _is_known(self, ways: tuple[str, ...]) -> bool:
        return any(questions.begins(self.read, questions.ANYWHERE + way) for way in ways)

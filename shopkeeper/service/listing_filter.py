"""Everybody a typed text fits, for a list that is filtered: the find index asked for all instead of the best."""

import json

from shopkeeper.records import lookup_questions as questions
from shopkeeper.records.book import Reading
from shopkeeper.records.lookup_rank import MEMBER_MASK
from shopkeeper.service import finding
from shopkeeper.service.finding_search import Question
from shopkeeper.values import dataclass

GUESSES = 200


@dataclass(frozen=True, slots=True)
class Matching:
    """Members as a JSON list of ids, so that even all of them need not be held as numbers; `guessed` as in `Roll`."""

    ids: str
    guessed: bool


def matching(book: Reading, text: str) -> Matching:
    """Everybody the text fits as it was typed; where that is nobody, who may be meant. Any text is only words."""
    question = Question.of(text[: finding.LONGEST_QUESTION])
    if not question.mail:
        parts = []
        if question.words:
            parts += _words(book, question)
        if question.digits:
            parts += _digits(book, question.digits)
        if any(sign.isdigit() for sign in question.scanned):
            parts += _numbers(book, question.scanned, question.digits)
        if parts:
            return Matching(json.dumps(sorted(set(parts))), guessed=False)
    answer = finding.find(book, text, limit=GUESSES)
    return Matching(json.dumps([hit.member_id for hit in answer.hits]), guessed=answer.suggestion)


def _words(book: Reading, question: Question) -> list[int]:
    # One letter is the beginning of a name: of all other words it is the beginning of too many.
    groups = [
        [
            questions.Term((questions.ANYWHERE if len(ways[0]) > 1 else questions.NAME) + way, begins=True)
            for way in ways
        ]
        for ways in question.words
    ]
    match = questions.asked(book, groups, {})
    if match is None:
        return []
    return _members(
        book, "select json_group_array(rowid & ?) from lookup_index where lookup_index match ?", match
    )


def _digits(book: Reading, digits: str) -> list[int]:
    if len(digits) < 3:
        return []
    threes = dict.fromkeys(digits[at : at + 3] for at in range(len(digits) - 2))
    match = " AND ".join(f'"{three}"' for three in threes)
    return _members(
        book,
        "select json_group_array(d.row & ?) from (select rowid as row from lookup_numbers where lookup_numbers match ?) f"
        " cross join lookup_documents d on d.row = f.row where instr(d.digits, ?) > 0",
        match,
        digits.lstrip("0") or digits,
    )


def _members(book: Reading, sql: str, *asked: str) -> list[int]:
    found: list[int] = json.loads(book.value(sql, (MEMBER_MASK, *asked)) or "[]")
    return found


def _numbers(book: Reading, typed: str, digits: str) -> list[int]:
    """Whose own or card's number begins so."""
    found: list[int] = []
    for number in dict.fromkeys((typed, digits or typed)):
        found += [
            member
            for (member,) in book.rows(
                "select id from members where number >= :low and number < :high and gone = 0 union"
                " select member_id from cards where number >= :low and number < :high",
                {"low": number, "high": number + "\U0010ffff"},
            )
        ]
    return found

"""The find box: who is meant by what has been typed so far, best first, with what the list shows and why."""

import json
from collections.abc import Iterable
from datetime import date

from shopkeeper.records import lookup, lookup_questions
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules import folding
from shopkeeper.rules.folding import Span
from shopkeeper.service import finding_documents
from shopkeeper.service.finding_documents import Shown
from shopkeeper.service.finding_search import Question, Search
from shopkeeper.values import dataclass

LONGEST_QUESTION = 100


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
        return FindAnswer(
            text, lookup_questions.total(read), _hits(read, recent, {}, Question("", (), "", ""), set())
        )
    question = Question.of(asked)
    search = Search(read, question, limit)
    order = search.run()
    return FindAnswer(
        text,
        search.total,
        _hits(read, order, search.numbered, question, search.guessed),
        suggestion=bool(order) and all(member in search.guessed for member in order),
    )


_RECENT = """select s.member_id from standings s join members m on m.id = s.member_id and m.gone = 0
             where s.last_visit is not null order by s.last_visit desc, s.last_fact desc limit ?"""


# --- the list --------------------------------------------------------------------------------------

_LISTED = """select m.id, m.number, m.name, s.tier, s.last_visit, d.shown
             from members m left join standings s on s.member_id = m.id
             left join lookup_documents d on d.member_id = m.id
             where m.gone = 0 and m.id in (select value from json_each(?))"""


def _hits(
    read: Reading,
    order: list[int],
    numbered: dict[int, tuple[str, str]],
    question: Question,
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
    question: Question,
    *,
    likely: bool,
) -> Hit:
    member_id, number, name, tier, last_visit, shown_text = row
    shown = finding_documents.read_shown(shown_text)
    name_ranges, met = (
        folding.marks(name, question.words, loosely=not likely) if question.words else ((), set())
    )
    if numbered is not None:
        matched, matched_text = numbered
        ranges: tuple[Span, ...] = _in_number(matched_text, question.digits or question.scanned)
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
    shown: Shown, question: Question, met: set[int], *, loosely: bool
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


def _in_number(number: str, typed: str) -> tuple[Span, ...]:
    """What to mark in a member's or a card's number: its beginning, or its end behind the noughts it is filled with."""
    bare = typed.lstrip("0")
    if number.casefold().startswith(typed.casefold()):
        return ((0, len(typed)),)
    if bare and number.endswith(bare):
        return ((len(number) - len(bare), len(number)),)
    return ((0, len(number)),)


def _mailbox(shown: Shown, question: Question) -> str:
    return next(
        (
            text
            for field, text in shown.also
            if field == "email" and folding.fold(text).startswith(question.mail)
        ),
        "",
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


def is_owed(read: Reading) -> bool:
    """Whether anybody's words or visits changed that the index has not looked at yet."""
    return bool(read.value("select exists (select 1 from lookup_due)"))


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
    return lookup.rebuild(
        write, finding_documents.every(write), about=lookup_questions.total(write), progress=progress
    )


def check(write: Writing) -> list[str]:
    """What is wrong with the index, as sentences: in itself, and against what the members' rows say now."""
    problems = lookup.check(write)
    stored = {
        member: (words, digits, shown)
        for member, words, digits, shown in write.rows(
            "select member_id, words, digits, shown from lookup_documents"
        )
    }
    differing = 0
    for document in finding_documents.every(write):
        expected = (" ".join(sorted(document.words)), " ".join(document.digits), document.shown)
        differing += stored.pop(document.member_id, None) != expected
    differing += len(stored)
    if differing:
        problems.append(
            f"{differing} members' words in the index are not what their record says. Rebuild the index."
        )
    return problems

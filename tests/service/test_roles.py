"""One table says what is the owner's: every act, and every question that writes a file or weighs members, has its place in it."""

import ast
import importlib
import inspect
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book, Reading
from shopkeeper.service import (
    acts,
    acts_log,
    backups,
    exporting,
    forgetting,
    held,
    insights,
    people,
    pins,
    purchases,
    roles,
)
from shopkeeper.service.roles import Doer
from tests.books import NOW, buy, enrol, new_book

SERVICE = Path(roles.__file__).parent
TODAY = date(2026, 11, 20)
OWNER = "271828"
# They look at files, or write back the refused rows of a list as it was brought.
TAKES_NOTHING_AWAY = {
    "importing_trial.save_refused",
    "importing_trial.see",
    "importing.try_file",
    "checking_backup.problems",
    "privacy_facts.facts_of",
    "safety.cautions",
    "safety.second_place",
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(SERVICE.glob("*.py")):  # making up a shop (`demo`) is asked of no book in use
        yield file.stem, ast.parse(file.read_text(encoding="utf-8"))


def kinds_in(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in ("begin", "_begin") and len(node.args) > 1:
            said = node.args[1]
            for constant in (said.body, said.orelse) if isinstance(said, ast.IfExp) else (said,):
                if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
                    yield constant.value
        if name == "insert":
            for part in ast.walk(node):
                if (
                    isinstance(part, ast.Constant)
                    and isinstance(part.value, str)
                    and "into acts" in part.value
                ):
                    _, _, values = part.value.partition("values (")
                    if values.startswith("'"):
                        yield values.split("'")[1]


def test_every_act_there_is_has_one_place_in_the_table() -> None:
    found = {kind for _, tree in modules() for kind in kinds_in(tree)} | set(acts.UNDOABLE)
    assert len(found) > 60
    placed = [*roles.ACTS_OF_OWNER, *roles.ACTS_OF_ALL, *roles.ACTS_OF_PROGRAM]
    assert len(placed) == len(set(placed))
    assert found == set(placed)
    assert roles.is_of_owner("something nobody thought of")


def questions() -> Iterator[tuple[str, str, list[str]]]:
    """Module, name and annotations of every public function of the services that is asked of a book."""
    for module, tree in modules():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.args.args:
                kinds = [
                    ast.unparse(one.annotation)
                    for one in (*node.args.args, *node.args.kwonlyargs)
                    if one.annotation
                ]
                if kinds and kinds[0] in ("Reading", "Book"):
                    yield module, node.name, kinds


def test_every_question_is_for_all_or_behind_a_door_and_whatever_writes_a_file_is_behind_one() -> None:
    seen = list(questions())
    assert len(seen) > 200
    for module, name, kinds in seen:
        called = f"{module}.{name}"
        if called not in roles.READS_OF_OWNER:
            assert module in roles.READ_BY_ALL | roles.FOR_FIGURES, called
        if any("Path" in kind for kind in kinds[1:]) and kinds[0] == "Reading":
            assert called in roles.READS_OF_OWNER or called in TAKES_NOTHING_AWAY, called


def test_what_figures_are_worked_out_from_is_asked_for_by_no_screen_and_no_command() -> None:
    for folder in ("gui", "commands"):
        for file in (SERVICE.parent / folder).rglob("*.py"):
            text = file.read_text(encoding="utf-8")
            for one in ("balance.balance(", "moving_up.plan(", "value_ranks.ranked(", "value_ranks.demand("):
                assert one not in text.replace("self.balance", ""), file.name


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = new_book(tmp_path)
    enrol(made, "Anna Berg")
    buy(made, 1, 2000)
    return made


def with_pins(book: Book) -> int:
    with book.writing(NOW) as w:
        owner = next(one.id for one in people.everyone(w) if one.role == "owner")
        pins.give(w, owner, OWNER)
    return owner


def guarded(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(".")
    found: Callable[..., Any] = getattr(importlib.import_module(f"shopkeeper.service.{module}"), function)
    return found


@pytest.mark.parametrize("name", sorted(roles.READS_OF_OWNER))
def test_each_door_is_shut_by_the_service_itself_and_opens_for_its_own_key_only(
    name: str, book: Book
) -> None:
    question, door = guarded(name), roles.READS_OF_OWNER[name]
    with_pins(book)
    nothing = [None] * (len(inspect.signature(question).parameters) - 1)
    others = frozenset(set(roles.READS_OF_OWNER.values()) - {door})
    for doer in (Doer(), Doer(person=2), Doer(doors=others)):
        reading = book.reading(doer)
        with pytest.raises(Declined) as refused:
            question(reading, *nothing[: len(nothing)])
        assert refused.value.code == "owner_needed"
        reading.close()


def answers(reading: Reading, folder: Path) -> None:
    assert insights.insights(reading, TODAY).members == 1
    assert held.of(reading, 1, TODAY).number
    assert exporting.export_file(reading, "members", folder / "members.csv", TODAY).written == 1
    assert exporting.export_file(reading, "everything", folder / "all.json", TODAY).written


def test_the_owner_and_a_shop_without_pins_and_the_program_itself_are_answered(
    book: Book, tmp_path: Path
) -> None:
    answers(book.reading(Doer()), tmp_path)
    owner = with_pins(book)
    answers(book.reading(Doer(True, owner)), tmp_path)
    answers(book.reading(), tmp_path)
    answers(book.reading(Doer(doors=frozenset(roles.READS_OF_OWNER.values()))), tmp_path)


def test_a_copy_of_the_whole_book_to_a_place_of_one_s_own_is_the_owner_s(book: Book, tmp_path: Path) -> None:
    owner = with_pins(book)
    there = tmp_path / "taken.db"
    with pytest.raises(Declined) as refused:
        backups.make(book, NOW, "by hand", there, Doer())
    assert refused.value.code == "owner_needed" and not there.exists()
    assert backups.make(
        book, NOW, "by hand", None, Doer()
    ).verified  # into the shop's own folder: everybody's
    assert backups.make(book, NOW, "by hand", there, Doer(True, owner)).path == there


def test_the_list_of_what_was_done_tells_who_did_it_and_is_the_owner_s(book: Book) -> None:
    owner = with_pins(book)
    with book.writing(NOW, Doer(True, owner)) as w:
        kofi = people.add(w, "Kofi").id
    with book.writing(NOW, Doer(False, kofi)) as w:
        sold = purchases.record(w, member_id=1, amount_minor=500)
    with book.writing(NOW, Doer(False, kofi)) as w:
        acts.undo(w)
    with book.writing(NOW) as w:
        forgetting.forget(w, 1)
    with pytest.raises(Declined):
        acts_log.lately(book.reading(Doer(False, kofi)))
    done = acts_log.lately(book.reading(Doer(True, owner)))
    assert [(one.kind, one.by) for one in done[:4]] == [
        ("forgotten", ""), ("undo", "Kofi"), ("purchase", "Kofi"), ("person", "Ngozi Okafor"),
    ]  # fmt: skip
    assert (done[1].undoes, done[2].undone, done[2].name) == (done[2].act, True, "")
    assert done[2].number.startswith("forgotten-") and "Anna" not in str(done)
    later = acts_log.lately(book.reading(), 2, before=done[1].act)
    assert [one.act for one in later] == [done[2].act, done[3].act]
    assert {one.by for one in acts_log.lately(book.reading(), person=kofi)} == {"Kofi"}
    assert sold.act == done[2].act

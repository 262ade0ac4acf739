"""How loyal the shop is to its members, counted on a small book where each figure can be seen."""

from datetime import timedelta
from pathlib import Path

from shopkeeper.service import acts, awards, loyalty, matters, promises
from shopkeeper.service.details import Remark
from tests.books import NOW, TODAY, enrol, new_book

SINCE = TODAY - timedelta(days=365)


def test_word_kept_answers_thanks_and_what_was_learnt_are_counted(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    then = NOW - timedelta(days=10)
    anna = enrol(book, "Anna Berg", now=then, remarks=(Remark("likes", "Comté"),))
    with book.writing(then) as w:
        kept = promises.make(w, anna, "Two rye loaves", TODAY - timedelta(days=8))
        promises.make(w, anna, "A call about the coffee", TODAY - timedelta(days=5))
    with book.writing(NOW - timedelta(days=9)) as w:
        promises.settle(w, kept.promise.id, "kept")
    with book.writing(then) as w:
        heard = matters.hear(w, "complaint", "The jar was cracked", member_id=anna)
    with book.writing(then + timedelta(minutes=45)) as w:
        matters.answer(w, heard.matter.id, "A new one is on its way")
    with book.writing(NOW) as w:
        awards.gift(w, anna, 50, "For the trouble")
    with book.writing(NOW) as w:
        awards.gift(w, anna, 70, "Once too often")
    with book.writing(NOW) as w:
        acts.undo(w)
    reading = book.reading()
    found = loyalty.loyalty(reading, SINCE, TODAY)
    assert (found.promises_due, found.promises_kept) == (2, 1)
    assert (found.heard, found.answered, found.answered_after_minutes) == (1, 1, 45)
    assert (found.gifts, found.perks, found.thanked, found.learnt) == (1, 0, 0, 1)
    reading.close()
    book.close()


def test_a_book_of_nothing_has_figures_of_nothing(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    reading = book.reading()
    found = loyalty.loyalty(reading, SINCE, TODAY)
    assert (found.promises_due, found.heard, found.answered_after_minutes, found.learnt) == (0, 0, None, 0)
    reading.close()
    book.close()

"""The writer lets go of the pages it has gone through, between acts and never within one."""

from pathlib import Path

from tests.books import NOW, enrol, new_book


def test_a_book_that_rested_is_written_and_read_as_before(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    book.rest()  # nobody has written yet
    ada = enrol(book, "Ada Nowhere")
    book.rest()
    with book.writing(NOW) as w:
        book.rest()  # an act under way keeps what it reads
        assert w.value("select name from members where id = ?", (ada,)) == "Ada Nowhere"
    assert enrol(book, "Ben Nowhere") > ada

"""Who was that? What somebody remembers of a member, and the street they live in, finds them among the first five."""

import re
from pathlib import Path

from shopkeeper.service import finding, loading
from tests.books import NOW

CLUES = 100


def _telling(text: str, count: int) -> list[str]:
    """The longest words, which are what one remembers."""
    words = re.findall(r"[^\W\d]{4,}", text)
    return sorted(dict.fromkeys(words), key=lambda word: (-len(word), word))[:count]


def test_a_hundred_remembered_clues_find_their_member_in_the_first_five(tmp_path: Path) -> None:
    book = loading.create_demo(tmp_path / "shop.db", NOW, members_wanted=1200)
    reading = book.reading()
    remembered = reading.rows(
        "select x.member_id, x.text, a.street from remarks x join addresses a on a.member_id = x.member_id"
        " where x.kind = 'fact' and a.street <> '' group by x.member_id order by x.member_id"
    )
    assert len(remembered) >= CLUES
    step = len(remembered) // CLUES
    missed = []
    for member_id, fact, street in remembered[::step][:CLUES]:
        clue = " ".join([*_telling(fact, 2), *_telling(street, 1)])
        if member_id not in [hit.member_id for hit in finding.find(reading, clue, limit=5).hits]:
            missed.append(clue)
    reading.close()
    book.close()
    assert not missed

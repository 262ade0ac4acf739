"""A real list of purchases under three programmes, a tenth of it returned: what is kept equals the replay."""

from pathlib import Path

import pytest

from bench import replay
from shopkeeper.service import checking

SAMPLE = Path(__file__).parent.parent / "data" / "cdnow-sample.csv"


@pytest.mark.slow
@pytest.mark.parametrize("programme", list(replay.PROGRAMMES))
def test_a_real_book_replays_to_what_is_kept(programme: str, tmp_path: Path) -> None:
    book, now = replay.book_of(tmp_path, replay.PROGRAMMES[programme], replay.listed(SAMPLE), seed=1)
    steps: list[tuple[int, int]] = []
    checked = checking.check(book, now, replay=True, progress=lambda done, total: steps.append((done, total)))
    book.close()
    assert checked.problems == ()
    assert (checked.purchases, checked.replayed) == (6_919, 2_357)
    assert steps[-1] == (2_357, 2_357), "who waits sees it coming to its end"

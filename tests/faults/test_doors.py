"""Whatever comes in at any door is a sentence or success, in little memory and little time."""

import os
from pathlib import Path

import pytest

from tests.faults import hostile
from tests.faults.doors import FILE_DOORS, TEXT_DOORS, through

pytestmark = pytest.mark.skipif(
    os.name != "posix", reason="each is tried in a process of its own, as POSIX makes them"
)


def test_strange_files_and_texts_are_a_sentence_or_success(tmp_path: Path) -> None:
    files = hostile.files(tmp_path)
    found = through(files, list(hostile.TEXTS))
    assert found["broken"] == []
    done = sum(count for what, count in found.items() if ": " in what)
    assert done == len(files) * len(FILE_DOORS) + len(hostile.TEXTS) * len(TEXT_DOORS)


@pytest.mark.slow
def test_damaged_variants_of_them_too(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found = through(hostile.files(tmp_path), [], times=8)
    with capfd.disabled():
        print(f"\nthrough every door: {found}")  # noqa: T201
    assert found["broken"] == []

"""Whatever comes in at any door is a sentence or success, in little memory and little time."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.faults import hostile
from tests.faults.doors import FILE_DOORS, TEXT_DOORS

pytestmark = pytest.mark.skipif(
    os.name != "posix", reason="each is tried in a process of its own, as POSIX makes them"
)


def through(folder: Path, texts: Sequence[str], variants: int = 0) -> dict[str, Any]:
    """Our strange files and these texts through every door of a fresh program: what is made of one that has grown is
    as large as that from the beginning."""
    (folder / "files").mkdir()
    hostile.files(folder / "files")
    (folder / "texts.json").write_text(json.dumps(list(texts)), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.doors", str(folder), "--variants", str(variants)],
        capture_output=True,
        text=True,
        check=False,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_strange_files_and_texts_are_a_sentence_or_success(tmp_path: Path) -> None:
    found = through(tmp_path, hostile.TEXTS)
    assert found["broken"] == []
    done = sum(count for what, count in found.items() if ": " in what)
    assert done == found["files"] * len(FILE_DOORS) + len(hostile.TEXTS) * len(TEXT_DOORS)


@pytest.mark.parametrize("text", ["x" * 10_000_000, "e\u0301" * 5_000_000])
def test_a_text_of_many_megabytes_is_refused_before_it_is_copied(tmp_path: Path, text: str) -> None:
    (tmp_path / "texts.json").write_text(json.dumps([text], ensure_ascii=False), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.doors", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["broken"] == [] and found["own MB"] <= 220, (
        "of which the text itself, read and cut out, is the most"
    )


@pytest.mark.slow
def test_damaged_variants_of_them_too(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found = through(tmp_path, (), variants=3)
    with capfd.disabled():
        print(f"\nthrough every door: {found}")  # noqa: T201
    assert found["broken"] == []

"""A PDF is there whole, exact and searchable, or not at all."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.paper.layout import lay_out
from shopkeeper.paper.note import Note
from shopkeeper.paper.page import A4, A6, HALF_LETTER, PageSize
from shopkeeper.paper.pdf import Written, write_pdf
from shopkeeper.paper.searchable import with_letters

Write = Callable[..., Note]
poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")


def told(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def words_of(path: Path) -> list[str]:
    return told("pdftotext", "-raw", str(path), "-").split("\n")


@poppler
@pytest.mark.parametrize("dots_per_inch", [300, 600, 1200])
def test_lines_break_at_the_same_words_at_every_resolution(
    note: Write, tmp_path: Path, dots_per_inch: int
) -> None:
    letter = note(paragraphs=("The quick brown fox has been a part of this shop for many visits now. " * 9,))
    path = tmp_path / "note.pdf"
    write_pdf(path, [letter], title="Thank you", author="Shop", dots_per_inch=dots_per_inch)
    shown = [line.strip("\f").strip() for line in words_of(path)]
    assert [line for line in shown if line] == [line.text for line in lay_out(letter).lines]


@poppler
@pytest.mark.parametrize("size", [A6, A4, HALF_LETTER], ids=["A6", "A4", "half letter"])
def test_the_page_is_exact_to_the_tenth_of_a_millimetre(note: Write, tmp_path: Path, size: PageSize) -> None:
    letter = note(size=size, date_text="")
    path = tmp_path / "note.pdf"
    write_pdf(path, [letter], title="Thank you", author="Shop")
    boxes = told("pdftotext", "-bbox", str(path), "-")
    page = re.search(r'<page width="([\d.]+)" height="([\d.]+)"', boxes)
    dear = re.search(r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="[\d.]+" yMax="([\d.]+)">Dear<', boxes)
    assert page
    assert dear
    tenth = 72 / 254
    assert float(page[1]) / tenth == pytest.approx(size.width, abs=0.1)
    assert float(page[2]) / tenth == pytest.approx(size.height, abs=0.1)
    assert float(dear[1]) / tenth == pytest.approx(size.side, abs=1)


@poppler
@pytest.mark.parametrize(
    "name", ["Margaret Okonkwo", "Ελένη Παπαδοπούλου", "王小明", "<b>{{name}}</b>", "Ştefan Ủy"]
)
def test_the_text_can_be_searched_and_the_fonts_are_in_the_file(
    note: Write, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "note.pdf"
    write_pdf(
        path, [note(salutation=f"Dear {name},")], title="Thank you · Ελένη", author="Okafor & Daughters"
    )
    assert f"Dear {name}," in words_of(path)
    assert "OKAFOR & DAUGHTERS" in words_of(path)
    about = told("pdfinfo", str(path))
    assert re.search(r"Title: +Thank you · Ελένη", about)
    assert re.search(r"Author: +Okafor & Daughters", about)
    fonts = told("pdffonts", str(path)).splitlines()[2:]
    assert any("SourceSerifPro" in line for line in fonts)
    assert all(line.split()[-5] == "yes" for line in fonts), "every font is embedded"


@poppler
def test_a_word_is_found_whatever_shapes_it_is_drawn_with(note: Write, tmp_path: Path) -> None:
    path = tmp_path / "note.pdf"
    words = ["office", "fluffy", "first", "小文", "محمد", "יוסף"]
    write_pdf(path, [note(own_line="", paragraphs=tuple(words))], title="t", author="a")
    read = told("pdftotext", str(path), "-")
    bare = re.sub("[\u202a-\u202e]", "", read)
    assert [word for word in words if word not in bare] == []


@poppler
def test_no_pair_of_letters_is_drawn_as_a_shape_nobody_can_search_for(note: Write, tmp_path: Path) -> None:
    words = "after first office afflux fjord swift fifth effort fflt Tha Thank stuff Qu"
    write_pdf(tmp_path / "note.pdf", [note(paragraphs=(words,))], title="T", author="S")
    assert words in " ".join(words_of(tmp_path / "note.pdf"))


def test_a_map_of_shapes_keeps_its_length() -> None:
    old = b"2 beginbfrange\n<0000> <0000> <FEE3>\n<0001> <0009> [<FB03> <2F29> <0041> <0042> <0043> <0044> <0045> <0046> <0047> ]\nendbfrange\nendcmap\n"
    new = with_letters(old)
    assert len(new) == len(old)
    assert b"<0645>" in new
    assert b"<006600660069>" in new
    assert b"<5C0F>" in new
    full = b"1 beginbfrange\n<0001> <0001> [<FDFA>]\nendbfrange\nendcmap"
    assert with_letters(full) == full, "there is no room for eighteen letters"


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="needs qpdf")
def test_the_file_is_sound(note: Write, tmp_path: Path) -> None:
    path = tmp_path / "notes.pdf"
    letters = [note(), note(size=A4), note(size=A6, paragraphs=("Long. " * 500,))]
    written = write_pdf(path, letters, title="Thank you", author="Shop")
    assert written == Written(3, sum(lay_out(letter).pages for letter in letters))
    assert "No syntax or stream encoding errors" in told("qpdf", "--check", str(path))
    assert told("qpdf", "--show-npages", str(path)).strip() == str(written.pages)


def test_progress_is_told_after_each_letter(note: Write, tmp_path: Path) -> None:
    done: list[int] = []

    def progress(count: int) -> bool:
        done.append(count)
        return True

    write_pdf(tmp_path / "a.pdf", [note()] * 4, title="t", author="a", progress=progress)
    assert done == [1, 2, 3, 4]
    assert os.listdir(tmp_path) == ["a.pdf"]


def test_a_cancel_leaves_nothing_new_and_the_older_file(note: Write, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    written = write_pdf(path, [note()] * 9, title="t", author="a", progress=lambda count: count < 3)
    assert written == Written(0, 0, cancelled=True)
    assert os.listdir(tmp_path) == []
    path.write_bytes(b"older")
    write_pdf(path, [note()] * 9, title="t", author="a", progress=lambda count: count < 3)
    assert os.listdir(tmp_path) == ["a.pdf"]
    assert path.read_bytes() == b"older"


def test_letters_are_taken_one_at_a_time(note: Write, tmp_path: Path) -> None:
    taken: list[int] = []

    def letters() -> Iterator[Note]:
        for number in range(5):
            taken.append(number)
            yield note()

    write_pdf(
        tmp_path / "a.pdf", letters(), title="t", author="a", progress=lambda count: len(taken) == count
    )
    assert taken == [0, 1, 2, 3, 4]


def test_no_letter_makes_no_file(tmp_path: Path, qapp: object) -> None:
    with pytest.raises(Declined, match="no letter") as refused:
        write_pdf(tmp_path / "a.pdf", [], title="t", author="a")
    assert refused.value.code == "nothing_to_print"
    assert os.listdir(tmp_path) == []


def test_a_letter_that_cannot_be_made_leaves_nothing(note: Write, tmp_path: Path) -> None:
    def letters() -> Iterator[Note]:
        yield note()
        raise Declined("word_too_long", "A word is too long.")

    with pytest.raises(Declined):
        write_pdf(tmp_path / "a.pdf", letters(), title="t", author="a")
    assert os.listdir(tmp_path) == []


def test_a_folder_that_is_not_there_is_told(note: Write, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for folder in (tmp_path / "gone", tmp_path / "file"):
        with pytest.raises(StorageTrouble, match="its folder is not there") as trouble:
            write_pdf(folder / "a.pdf", [note()], title="t", author="a")
        assert trouble.value.code == "folder_missing"
    assert os.listdir(tmp_path) == ["file"]


def test_a_folder_of_that_name_is_told_and_kept(note: Write, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(StorageTrouble, match="a folder has this name"):
        write_pdf(tmp_path / "a.pdf", [note()], title="t", author="a")
    assert os.listdir(tmp_path) == ["a.pdf"]


def test_a_name_that_is_too_long_is_told(note: Write, tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble) as trouble:
        write_pdf(tmp_path / ("a" * 300 + ".pdf"), [note()], title="t", author="a")
    assert trouble.value.code in ("name_too_long", "write_failed")
    assert os.listdir(tmp_path) == []


def test_a_folder_that_may_not_be_written_to_is_told(
    note: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.pdf").write_bytes(b"older")
    # Root may write anywhere, so the refusal is played: at the renaming, where an open file refuses on Windows.
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(StorageTrouble, match="may not be written to") as trouble:
        write_pdf(tmp_path / "a.pdf", [note()], title="t", author="a")
    assert trouble.value.code == "not_allowed"
    assert os.listdir(tmp_path) == ["a.pdf"]
    assert (tmp_path / "a.pdf").read_bytes() == b"older"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
@pytest.mark.parametrize("limit", [0, 1, 2_000, 20_000, 40_000])
def test_a_full_disk_is_told_and_nothing_is_left(note: Write, tmp_path: Path, limit: int) -> None:
    import resource
    import signal

    path = tmp_path / "a.pdf"
    path.write_bytes(b"")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
        with pytest.raises(StorageTrouble, match="not enough room") as trouble:
            write_pdf(
                path, [note(paragraphs=(f"Letter {n}. " * 300,)) for n in range(30)], title="t", author="a"
            )
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert trouble.value.code == "disk_full"
    assert os.listdir(tmp_path) == ["a.pdf"]
    assert path.read_bytes() == b""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs resource")
def test_memory_stays_flat_as_letters_grow_in_number(note: Write, tmp_path: Path) -> None:
    import resource

    def peak() -> int:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    def letters(count: int) -> Iterator[Note]:
        return (note(salutation=f"Dear {number},") for number in range(count))

    write_pdf(tmp_path / "a.pdf", letters(300), title="t", author="a")
    before = peak()
    write_pdf(tmp_path / "b.pdf", letters(3_000), title="t", author="a")
    assert peak() - before < 20_000, "kilobytes more for ten times the letters"

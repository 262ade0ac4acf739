"""A letter is laid out once; it fits its sheet, whatever it says."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QColor, QFontDatabase, QImage, QPainter
from PySide6.QtWidgets import QApplication

from shopkeeper.assets import path
from shopkeeper.paper import ink
from shopkeeper.paper.fonts import face
from shopkeeper.paper.layout import Laid, lay_out, opening
from shopkeeper.paper.note import Letterhead, Note
from shopkeeper.paper.page import A4, A5, A6, DOTS_PER_INCH, SIZES, PageSize, dots
from shopkeeper.paper.typeset import reads_right_to_left
from shopkeeper.rules import letter_kinds, wording
from shopkeeper.rules.wording_fields import FIELDS, offered

Write = Callable[..., Note]

NAMES = {
    "short": "Bo",
    "sixty letters": "Maria-Magdalena Konstantinopoulou-Papadimitriou von Hohenberg",
    "two hundred letters": "Wilhelmina " * 18 + "X",
    "one word of two hundred": "W" * 200,
    "Greek": "Ελένη Παπαδοπούλου",
    "Chinese": "王小明",
    "Hebrew": "יוסף בן-דוד",
    "Arabic": "محمد عبد الرحمن",
}


def drawn(laid: Laid, page: int, dots_per_inch: float) -> QImage:
    scale = dots_per_inch / DOTS_PER_INCH
    image = QImage(
        round(laid.size.width_dots * scale),
        round(laid.size.height_dots * scale),
        QImage.Format.Format_Grayscale8,
    )
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.scale(scale, scale)
    laid.paint(painter, page)
    painter.end()
    return image


def ink_between(image: QImage, top: int, bottom: int) -> tuple[int, int]:
    """The first and last column with ink in a band of rows."""
    dark = [
        x for x in range(image.width()) for y in range(top, bottom) if image.pixelColor(x, y).value() < 215
    ]
    return min(dark), max(dark)


def test_the_sheets_have_their_sizes_to_the_dot() -> None:
    assert (A5.width_dots, A5.height_dots) == (6992, 9921)
    assert dots(254) == DOTS_PER_INCH
    assert list(SIZES) == ["A5", "A6", "DL", "A4", "half-letter", "letter"]


def test_a_note_stands_as_it_was_drawn(note: Write) -> None:
    laid = lay_out(note())
    assert laid.pages == 1
    text = [line.text for line in laid.lines]
    assert text[:4] == [
        "OKAFOR & DAUGHTERS",
        "Grocer since 1974 · 12 Wharf Street",
        "24 November 2026",
        "Dear Margaret,",
    ]
    assert text[4].startswith("Seven years of Fridays. You have been")
    assert text[-2:] == ["Thank you.", "Ngozi Okafor"]
    left = [line.left for line in laid.lines[3:]]
    assert left == pytest.approx([dots(180)] * len(left), abs=1)


@pytest.mark.parametrize("dots_per_inch", [72, 96, 144, 300])
def test_every_screen_shows_each_line_as_wide_as_it_was_laid_out(note: Write, dots_per_inch: int) -> None:
    laid = lay_out(note(date_text=""))
    image = drawn(laid, 0, dots_per_inch)
    scale = dots_per_inch / DOTS_PER_INCH
    for line in laid.lines[2:]:
        baseline = round(line.baseline * scale)
        first, last = ink_between(image, baseline - round(190 * scale), baseline)
        assert first == pytest.approx(line.left * scale, abs=2 + 20 * scale)
        assert last == pytest.approx(line.right * scale, abs=2 + 20 * scale)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_any_name_fits_between_the_margins(note: Write, name: str, size: PageSize) -> None:
    head = Letterhead(name, name, name)
    laid = lay_out(note(salutation=f"Dear {name},", signature_name=name, letterhead=head, size=size))
    slack = dots(5)
    for line in laid.lines:
        assert line.left >= dots(size.side) - slack, line.text
        assert line.right <= size.width_dots - dots(size.side) + slack, line.text
        assert line.baseline <= size.height_dots - dots(size.bottom // 2)
    together = "".join(line.text for line in laid.lines).replace(" ", "")
    assert f"Dear{name},".replace(" ", "") in together


def test_lines_do_not_overlap(note: Write) -> None:
    laid = lay_out(note(paragraphs=("One.\nTwo.", "Three. " * 60)))
    for page in range(laid.pages):
        baselines = [line.baseline for line in laid.lines if line.page == page]
        assert baselines == sorted(set(baselines))


@pytest.mark.parametrize("size", [A5, A6, A4], ids=["A5", "A6", "A4"])
@pytest.mark.parametrize("words", range(150, 420, 9))
def test_no_line_of_a_paragraph_stands_alone_on_a_page(note: Write, size: PageSize, words: int) -> None:
    paragraph = "A line that is neither long nor short. " * 9
    body = " ".join((paragraph * 6).split()[:words])
    laid = lay_out(note(size=size, own_line="", paragraphs=(body[: len(body) // 2], body[len(body) // 2 :])))
    flow = [
        line
        for line in laid.lines
        if not (line.page and (line.text.startswith("OKAFOR") or line.text.isdigit()))
    ]
    last = [line for line in flow if line.page == laid.pages - 1]
    assert [line.text for line in last[-2:]] == ["Thank you.", "Ngozi Okafor"]
    assert len(last) >= 4, "the closing and the signature bring two lines along"


def test_two_thousand_words_go_on_to_more_sheets_and_none_is_lost(note: Write) -> None:
    words = [f"word{number}" for number in range(2000)]
    laid = lay_out(note(own_line="", paragraphs=(" ".join(words[:900]), " ".join(words[900:]))))
    assert laid.pages > 4
    assert {line.page for line in laid.lines} == set(range(laid.pages))
    said = " ".join(line.text for line in laid.lines).split()
    assert [word for word in said if word.startswith("word")] == words
    assert laid.text(1).splitlines()[-2:] == ["OKAFOR & DAUGHTERS", "2"]


def test_a_letter_of_the_longest_wording_still_ends(note: Write) -> None:
    laid = lay_out(note(size=A6, paragraphs=("x" * 10_000, "word " * 5_000)))
    assert laid.pages > 20


def test_a_short_note_is_set_larger_than_a_long_one(note: Write) -> None:
    short = lay_out(note(paragraphs=("You came.",)))
    longer = lay_out(note(paragraphs=("You came, and it was good to see you again. " * 26,)))
    assert longer.pages == 1
    step = {laid: laid.lines[5].baseline - laid.lines[4].baseline for laid in (longer,)}
    assert step[longer] < dots(66)
    assert short.lines[-1].right - short.lines[-1].left > longer.lines[-1].right - longer.lines[-1].left


@pytest.mark.parametrize("text", ["<b>Bo</b> & <img src='x'>", "{{name}}", "{{7*7}}", "&amp;", "%1"])
def test_what_looks_like_markup_is_printed_as_it_is(note: Write, text: str) -> None:
    laid = lay_out(
        note(own_line="", paragraphs=(text,), signature_name=text, letterhead=Letterhead("Shop", text))
    )
    lines = [line.text for line in laid.lines]
    assert lines.count(text) == 3


def test_controls_and_half_characters_cannot_break_a_page(note: Write) -> None:
    laid = lay_out(note(own_line="", paragraphs=("a\x00b\x1bc\ud800d\ufffce\u2029f\tg",)))
    assert [line.text for line in laid.lines][-4:-2] == ["a b c\ufffdd\ufffde", "f g"]


def test_a_paragraph_read_from_the_right_stands_at_the_right(note: Write) -> None:
    own = "תודה על שבע שנים של ימי שישי."
    laid = lay_out(note(own_line=own))
    line = next(line for line in laid.lines if line.text == own)
    assert line.right == pytest.approx(A5.width_dots - dots(180), abs=5)
    assert line.left > dots(400)


def test_an_arabic_letter_has_its_date_at_the_left_and_its_signature_at_the_right(note: Write) -> None:
    laid = lay_out(
        note(
            language="ar",
            salutation="عزيزتي مريم،",
            own_line="",
            paragraphs=("شكراً لك على زياراتك الكثيرة.",),
            closing="",
            signature_name="Ngozi",
        )
    )
    lines = {line.text: line for line in laid.lines}
    assert lines["24 November 2026"].left == pytest.approx(dots(180), abs=2)
    assert lines["Ngozi"].right == pytest.approx(A5.width_dots - dots(180), abs=5)


def test_the_first_letter_outside_a_set_apart_name_tells_the_way_to_read() -> None:
    assert not reads_right_to_left("\u2068יוסף\u2069, thank you", "en")
    assert reads_right_to_left("\u2068Margaret\u2069, תודה", "he")
    assert reads_right_to_left("\u2068יוסף\u2069", "en")
    assert reads_right_to_left("47", "ar-EG")
    assert not reads_right_to_left("47", "en")


def test_a_line_of_ones_own_runs_on_where_it_ends_like_a_sentence() -> None:
    assert opening("Seven years.", ("You came.", "Bye.")) == ("Seven years. You came.", "Bye.")
    assert opening("“Seven years.”", ("You came.",)) == ("“Seven years.” You came.",)
    assert opening("Thank you for the cake", ("You came.",)) == ("Thank you for the cake", "You came.")
    assert opening("七年了。", ("You came.",)) == ("七年了。You came.",)
    assert opening("תודה.", ("You came.",)) == ("תודה.", "You came.")
    assert opening("  ", ("You came.", " ")) == ("You came.",)
    assert opening("Only this.", ()) == ("Only this.",)


def test_room_is_left_to_sign_by_hand(note: Write) -> None:
    laid = lay_out(note(by_hand=True))
    closing, name = laid.lines[-2:]
    assert name.baseline - closing.baseline > dots(180)


def test_the_shops_name_is_set_in_capitals_of_its_language(note: Write) -> None:
    def head(name: str, language: str) -> str:
        return lay_out(note(letterhead=Letterhead(name), language=language)).lines[0].text

    assert head("Balıkçı İsmail", "tr") == "BALIKÇI İSMAİL"
    assert head("Παντοπωλείο Γωνιά", "el") == "ΠΑΝΤΟΠΩΛΕΙΟ ΓΩΝΙΑ"
    assert head("Groß & Söhne", "de") == "GROß & SÖHNE"


def test_letters_that_hang_together_are_not_spaced(qapp: QApplication) -> None:
    assert face(200, "متجر", tracking=110).letterSpacing() == 0
    assert face(200, "SHOP", tracking=110).letterSpacing() == 110


def test_a_name_is_slanted_only_where_its_letters_can_be(qapp: QApplication) -> None:
    assert face(200, "Ngozi Okafor", italic=True).italic()
    assert not face(200, "Νίκος", italic=True).italic()
    assert not face(200, "李美玲", italic=True).italic()


def test_characters_are_drawn_as_the_language_beside_them_draws_them(qapp: QApplication) -> None:
    def han(text: str, language: str) -> str:
        return next((name[-2:] for name in face(200, text, language).families() if "CJK" in name), "")

    if not han("中", "en"):
        pytest.skip("needs the Noto CJK fonts")
    assert han("王小明", "en") == "SC"
    assert han("王小明", "zh_TW") == "TC"
    assert han("田中さん", "en") == "JP"
    assert han("김 王", "de") == "KR"


def test_a_pale_accent_is_darkened_until_it_can_be_read() -> None:
    assert ink.readable("#1E6B52") == QColor("#1E6B52")
    for accent in ("#FFFF00", "#FFFFFF", "#9AD", "", "no colour", "#00000000"):
        assert ink.contrast(ink.readable(accent), ink.SHEET) >= ink.READABLE


def test_the_letter_is_set_in_its_own_typeface(note: Write) -> None:
    lay_out(note())
    assert "Source Serif Pro" in QFontDatabase.families()


@pytest.mark.parametrize("file", sorted(path("letters").glob("*.txt")), ids=lambda file: file.name)
def test_each_letter_of_the_house_fills_and_fits_on_one_sheet(note: Write, file: object) -> None:
    examples = {field.name: field.example for field in FIELDS}
    kind, language, _ = file.name.split(".")  # type: ignore[attr-defined]
    belonging = {field.name for field in offered(letter_kinds.kind_of(kind).key)}
    texts = wording.versions(file.read_text("utf-8"))  # type: ignore[attr-defined]
    assert texts and len(language) == 2
    for text in texts:
        read = wording.parse(text)
        full, bare = read.fill(examples), read.fill({"greeting": "Bo"})
        assert read.salutation
        assert read.closing
        assert "greeting" in read.fields and read.fields <= belonging
        assert bare.paragraphs, "without a single figure there is still something to say"
        for filled in (full, bare):
            assert "{" not in "".join(filled.paragraphs)
            laid = lay_out(
                note(salutation=filled.salutation, paragraphs=filled.paragraphs, closing=filled.closing)
            )
            assert laid.pages == 1

"""Cards that fold, addresses that show in a window, logos and signatures, sheets of labels: each in its place."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.paper.drawings import drawings_of
from shopkeeper.paper.images import LARGEST, image_of, read_picture
from shopkeeper.paper.labels import ENVELOPES, FORMATS, Envelope, LabelSheet, Offset, TestSheet, sheets
from shopkeeper.paper.layout import lay_out
from shopkeeper.paper.note import Letterhead, Note
from shopkeeper.paper.page import A4, A5, FOLDS, LETTER, SIZES, dots
from shopkeeper.paper.pdf import write_pdf
from shopkeeper.paper.pieces import AddressLabel
from shopkeeper.paper.sheets import Sheets, laid_out
from shopkeeper.paper.windows import zone

NAMES = (
    "Bo",
    "Wilhelmina Alexandrina Featherstonehaugh-Cholmondeley the Third",
    "Ελένη Παπαδοπούλου",
    "王小明",
    "نور الهاشمي",
)
ADDRESS = ("14 Quay Street", "BRISTOL", "BS1 4RW")


def picture(width: int, height: int, folder: Path, colour: str = "#1E6B52") -> Path:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    path = folder / f"{width}x{height}.png"
    assert image.save(str(path))
    return path


def letter(**more: object) -> Note:
    given: dict[str, object] = {
        "letterhead": Letterhead("Okafor & Daughters", "Grocer since 1974", "12 Wharf Street", "#1E6B52"),
        "paragraphs": ("We are glad to see you each time you come through the door. " * 3,),
        "salutation": "Dear Margaret,",
        "closing": "Thank you.",
        "signature_name": "Ngozi Okafor",
        "country": "GB",
    }
    return Note(**(given | more))  # type: ignore[arg-type]


def ink_within(what: Sheets, page: int = 0, dpi: float = 100) -> QRectF:
    """Where on a page anything is printed, in tenths of a millimetre."""
    scale = dpi / 1200
    image = QImage(
        round(what.size.width_dots * scale), round(what.size.height_dots * scale), QImage.Format.Format_RGB32
    )
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    painter.scale(scale, scale)
    what.paint(painter, page)
    painter.end()
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    data, stride = bytes(grey.constBits()), grey.bytesPerLine()
    rows = [data[y * stride : y * stride + grey.width()] for y in range(grey.height())]
    used = [y for y, row in enumerate(rows) if min(row) < 200]
    columns = [x for x in range(grey.width()) if any(rows[y][x] < 200 for y in used)]
    step = 254 / dpi
    return QRectF(
        columns[0] * step, used[0] * step, (columns[-1] - columns[0]) * step, (used[-1] - used[0]) * step
    )


# --- window envelopes ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("country", "size"),
    [("GB", A4), ("GB", A5), ("DE", A4), ("FR", A4), ("FR", A5), ("US", LETTER), ("CH", A4)],
)
def test_an_address_stands_in_the_window_of_its_country_and_nothing_else_does(
    country: str, size: object, name: str, qapp: QApplication
) -> None:
    laid = lay_out(letter(size=size, country=country, address=(name, *ADDRESS)))
    window = zone(country, laid.size)
    inside = [
        line
        for line in laid.lines
        if line.page == 0
        and dots(window.top) - 2 <= line.baseline <= dots(window.top + window.height)
        and line.left < dots(window.left + window.width)
        and line.right > dots(window.left)
    ]
    assert " ".join(line.text for line in inside).startswith(name.split()[0])
    assert inside[-1].text == "BS1 4RW"
    assert all(dots(window.left) - 2 <= line.left for line in inside)
    assert all(line.right <= dots(window.left + window.width) + 2 for line in inside)


def test_a_country_nobody_has_told_of_has_the_window_at_the_left(qapp: QApplication) -> None:
    assert zone("XX", A4) == zone("GB", A4)
    assert zone("FR", A5).left + zone("FR", A5).width <= A5.width


# --- folded cards -------------------------------------------------------------------------------


@pytest.mark.parametrize("key", list(FOLDS))
@pytest.mark.parametrize("name", NAMES)
def test_a_folded_card_has_its_front_at_the_right_and_the_same_lines_inside(
    key: str, name: str, qapp: QApplication
) -> None:
    fold = FOLDS[key]
    note = letter(size=fold.panel, fold=fold, front="Happy birthday", salutation=f"Dear {name},")
    card = laid_out(note)
    assert (card.size, card.pages) == (fold.sheet, 2)
    assert card.text(0).endswith("Happy birthday") and name.split()[0] in card.text(1)
    alone = lay_out(letter(size=fold.panel, salutation=f"Dear {name},"))
    assert card.text(1) == alone.text(0)
    inside = ink_within(card, 1)
    assert inside.left() > fold.sheet.width / 2


def test_a_long_letter_in_a_card_begins_at_the_left_and_goes_on(qapp: QApplication) -> None:
    fold = FOLDS["A5-folded"]
    words = tuple("We are glad to see you each time. " * 14 for _ in range(5))
    card = laid_out(letter(size=fold.panel, fold=fold, front="Thank you", paragraphs=words))
    assert card.pages >= 3
    assert card.text(1).startswith("OKAFOR & DAUGHTERS")


def test_a_folded_card_is_a_pdf_of_two_lying_sheets(tmp_path: Path, qapp: QApplication) -> None:
    fold = FOLDS["A4-folded"]
    path = tmp_path / "card.pdf"
    note = letter(size=fold.panel, fold=fold, front="Thank you")
    done = write_pdf(path, [note, note], title="Thank you", author="Okafor")
    assert (done.notes, done.pages) == (2, 4)
    assert path.read_bytes().count(b"/MediaBox [0 0 841.889764 595.275591]") == 4


# --- logo, signature ----------------------------------------------------------------------------


def test_a_picture_is_made_small_enough_for_paper(tmp_path: Path, qapp: QApplication) -> None:
    png = read_picture(picture(5000, 2000, tmp_path))
    image = image_of(png)
    assert (image.width(), image.height()) == (1800, 720)
    assert image.width() <= LARGEST.width()
    small = image_of(read_picture(picture(300, 100, tmp_path)))
    assert (small.width(), small.height()) == (300, 100)


def test_a_picture_of_fifty_megapixels_is_refused_in_a_sentence(tmp_path: Path, qapp: QApplication) -> None:
    path = picture(10_000, 5_000, tmp_path)
    with pytest.raises(Declined, match="more than 40 million dots"):
        read_picture(path)


def test_what_is_no_picture_and_what_is_not_there_are_refused(tmp_path: Path, qapp: QApplication) -> None:
    (tmp_path / "logo.png").write_text("no picture", encoding="ascii")
    with pytest.raises(Declined, match="no picture that can be printed"):
        read_picture(tmp_path / "logo.png")
    with pytest.raises(StorageTrouble, match="still there"):
        read_picture(tmp_path / "gone.png")


@pytest.mark.parametrize("size", list(SIZES.values()), ids=list(SIZES))
def test_a_logo_stands_over_the_name_and_a_signature_over_its_name(
    size: object, tmp_path: Path, qapp: QApplication
) -> None:
    logo, hand = read_picture(picture(400, 100, tmp_path)), read_picture(picture(300, 120, tmp_path))
    note = letter(size=size, letterhead=Letterhead("Okafor", logo=logo), signature=hand)
    laid = lay_out(note)
    lines = laid.lines
    first, last = lines[0], next(line for line in lines if line.text == "Ngozi Okafor")
    over, under = laid._drawings
    assert over.page == 0 and over.area.bottom() < first.baseline
    assert under.page == last.page and under.area.bottom() < last.baseline
    assert abs(over.area.center().x() - laid.size.width_dots / 2) < 2
    assert abs(over.area.width() / over.area.height() - 4) < 0.01
    thanks = next(line for line in lines if line.text == "Thank you.")
    assert thanks.page != under.page or under.area.top() >= thanks.baseline - dots(2)


def test_nothing_is_drawn_where_there_is_nothing(qapp: QApplication) -> None:
    assert drawings_of(letter(size=A5), [], 1, right_to_left=False) == ()


# --- labels and envelopes -----------------------------------------------------------------------


@pytest.mark.parametrize("key", list(FORMATS))
def test_every_format_lies_within_its_sheet_and_no_label_on_another(key: str) -> None:
    kind = FORMATS[key]
    areas = [QRectF(*kind.corner(place), kind.width, kind.height) for place in range(kind.places)]
    sheet = QRectF(0, 0, kind.sheet.width, kind.sheet.height)
    assert all(sheet.contains(area) for area in areas)
    assert not any(one.intersects(other) for n, one in enumerate(areas) for other in areas[n + 1 :])


@pytest.mark.parametrize("key", [key for key, kind in FORMATS.items() if not kind.cards])
@pytest.mark.parametrize("name", NAMES)
def test_an_address_stays_within_its_label(key: str, name: str, qapp: QApplication) -> None:
    kind = FORMATS[key]
    place = kind.places - 1
    label = AddressLabel((name, "Flat 2, the old bakery", *ADDRESS))
    used = ink_within(LabelSheet(kind, [label], place))
    left, top = kind.corner(place)
    assert QRectF(left, top, kind.width, kind.height).contains(used)


def test_the_first_sheet_begins_where_labels_are_left(qapp: QApplication) -> None:
    kind = FORMATS["L7160"]
    labels = [AddressLabel((f"Member {n}", *ADDRESS)) for n in range(30)]
    made = list(sheets(kind, labels, start=20))
    assert [sheet.text(0).count("BRISTOL") for sheet in made] == [2, 21, 7]
    used = ink_within(made[0])
    assert used.top() > kind.corner(18)[1]
    for wrong in (0, 22):
        with pytest.raises(Declined, match="places 1 to 21"):
            sheets(kind, labels, start=wrong)
    with pytest.raises(Declined, match="20 millimetres"):
        sheets(kind, labels, offset=Offset(201, 0))


def test_a_printer_that_is_off_is_put_right_to_the_tenth(qapp: QApplication) -> None:
    kind = FORMATS["L7160"]
    plain = ink_within(TestSheet(kind, "Test"), dpi=254)
    moved = ink_within(TestSheet(kind, "Test", Offset(30, -20)), dpi=254)
    assert (round(moved.left() - plain.left()), round(moved.top() - plain.top())) == (30, -20)
    assert abs(plain.left() - kind.corner(0)[0]) <= 2 and abs(plain.top() - kind.corner(0)[1]) <= 2


@pytest.mark.parametrize("key", list(ENVELOPES))
@pytest.mark.parametrize("name", NAMES)
def test_an_envelope_has_the_address_at_the_right_and_the_sender_in_the_corner(
    key: str, name: str, qapp: QApplication
) -> None:
    size = ENVELOPES[key]
    bare = ink_within(Envelope(size, AddressLabel((name, *ADDRESS)), ""))
    assert bare.left() >= size.width * 0.45 and bare.right() <= size.width - 50
    assert bare.top() >= size.height * 0.4 and bare.bottom() <= size.height - 50
    both = Envelope(size, AddressLabel((name, *ADDRESS)), "Okafor & Daughters, 12 Wharf Street")
    assert ink_within(both).left() < size.width * 0.1 and both.text(0).startswith("Okafor")

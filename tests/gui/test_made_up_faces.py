"""The faces of the demo shop are small pictures, each like no other, and none is cut off by what is drawn over it."""

from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from shopkeeper.gui.made_up_faces import drawn
from shopkeeper.gui.portraits import SIDE
from shopkeeper.service.demo import DemoFace
from shopkeeper.service.demo.life import told
from shopkeeper.service.pictures import MOST_BYTES


def faces() -> list[DemoFace]:
    return [
        DemoFace(**{name: value for name, value in entry.items() if name not in ("of", "noted")})
        for entry in told()["face"]
    ]


def close_to(image: QImage, x: int, y: int, colour: str) -> bool:
    found, wanted = QColor(image.pixel(2 * x, 2 * y)), QColor(colour)
    return (
        max(
            abs(found.red() - wanted.red()),
            abs(found.green() - wanted.green()),
            abs(found.blue() - wanted.blue()),
        )
        < 12
    )


def test_each_face_is_a_small_jpeg_and_the_same_each_time(qtbot: QtBot) -> None:
    pictures = [drawn(face) for face in faces()]
    assert len(set(pictures)) == len(pictures) == 6
    assert pictures == [drawn(face) for face in faces()]
    for jpeg in pictures:
        assert jpeg.startswith(b"\xff\xd8\xff") and len(jpeg) < MOST_BYTES
        assert QImage.fromData(jpeg).width() == SIDE


def test_hair_is_above_the_face_and_the_face_is_free(qtbot: QtBot) -> None:
    for face in faces():
        image = QImage.fromData(drawn(face))
        assert close_to(image, 120, 62, face.hair)
        assert close_to(image, 120, 102, face.skin)
        assert close_to(image, 8, 8, face.ground)
        assert close_to(image, 120, 230, face.coat)

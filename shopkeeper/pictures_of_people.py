"""The pictures of people in the documentation: a face at the counter, names learned, visits marked, sheets typed in."""

import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter
from PySide6.QtWidgets import QWidget

from shopkeeper.gui.desk import Desk
from shopkeeper.gui.pages.counter import CounterPage
from shopkeeper.gui.pages.followups import FollowupsPage
from shopkeeper.gui.portraits import read_portrait
from shopkeeper.service import learning, pictures, praises, questionnaires, questions, visit_forms

STATEMENTS = (
    "I was greeted at once", "Somebody knew what I usually take", "The shelves were full and clean", "I was thanked when I left",
)  # fmt: skip


class Stage(Protocol):
    """A shop in its window, as `pictures` sets it."""

    @property
    def desk(self) -> Desk: ...
    @property
    def take_back(self) -> list[Callable[[], object]]: ...
    def go(self, place: str, ms: int = 700) -> QWidget: ...
    def rest(self, ms: int = 700) -> None: ...
    def do(self, act: Callable[..., object], *values: object, **named: object) -> None: ...
    def find(self, text: str) -> None: ...


def face(file: Path, hue: int) -> Path:
    """A drawn face: nobody's."""
    image = QImage(900, 1200, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = QLinearGradient(0, 0, 0, 1200)
    ground.setColorAt(0, QColor(206, 222, 214))
    ground.setColorAt(1, QColor(150, 178, 168))
    painter.fillRect(image.rect(), ground)
    painter.setPen(Qt.PenStyle.NoPen)
    for colour, (x, y, width, height) in (
        (QColor.fromHsv(hue, 140, 150), (120, 760, 660, 700)),
        (QColor.fromHsv(24, 90, 235), (270, 260, 360, 460)),
        (QColor(40, 30, 30), (370, 470, 34, 34)),
        (QColor(40, 30, 30), (500, 470, 34, 34)),
    ):
        painter.setBrush(colour)
        painter.drawEllipse(x, y, width, height)
    painter.setBrush(QColor(70, 50, 40))
    painter.drawChord(250, 220, 400, 420, 0, 180 * 16)
    painter.end()
    image.save(str(file))
    return file


def _faces(stage: Stage) -> None:
    """The three who come most have a picture each, once."""
    desk = stage.desk
    with tempfile.TemporaryDirectory() as folder:
        for place, member in enumerate(desk.ask(learning.regulars, desk.today)[:3]):
            if desk.ask(pictures.of, member) is None:
                jpeg = read_portrait(None, face(Path(folder) / "face.png", 30 + 110 * place))
                stage.do(pictures.put, member, jpeg, how="in person")


def _followups(stage: Stage) -> FollowupsPage:
    page = stage.go("followups", 300)
    assert isinstance(page, FollowupsPage)
    return page


def _card(stage: Stage) -> None:
    _faces(stage)
    page = stage.go("counter", 300)
    assert isinstance(page, CounterPage)
    page.receive(stage.desk.ask(learning.regulars, stage.desk.today)[0])
    stage.rest(900)


def _asked(stage: Stage) -> None:
    _card(stage)
    page = stage.go("counter", 300)
    assert isinstance(page, CounterPage)
    with tempfile.TemporaryDirectory() as folder:
        page.receive(stage.desk.ask(learning.regulars, stage.desk.today)[3])
        page.on_file_dropped(face(Path(folder) / "face.png", 300))
        stage.rest(900)  # going anywhere would put the sheet away
    stage.take_back.append(page.pictures.sheet.put_away)


def _serving(stage: Stage) -> None:
    desk = stage.desk
    someone = desk.ask(learning.regulars, desk.today)[0]
    if not desk.ask(praises.waiting, desk.today + timedelta(days=1)):
        stage.do(praises.note, someone, "Ines: remembered the rye")
        stage.do(praises.note, someone, "Tom: carried the bags to the car in the rain")
    page = _followups(stage)
    page.show_view(page.views.indexOf(page.serving))
    stage.go("followups", 900)


def _trainer(stage: Stage) -> None:
    _faces(stage)
    _serving(stage)
    page = _followups(stage)
    page.serving.train()
    stage.go("followups", 600)
    trainer = page.serving.trainer
    assert trainer is not None
    trainer.show_it.click()
    stage.take_back.append(trainer.put_away)


def _visits(stage: Stage) -> None:
    desk = stage.desk
    if not desk.ask(visit_forms.forms):
        stage.do(visit_forms.make, "A visit to the shop", STATEMENTS)
        form = desk.ask(visit_forms.forms)[0].id
        for on, marks, words in (
            (date(2026, 6, 4), (2, 1, 4, 3), ""),
            (date(2026, 8, 4), (3, 2, 4, 3), "Nobody looked up for two minutes."),
            (date(2026, 9, 12), (3, None, 4, 4), ""),
            (date(2026, 11, 3), (5, 4, 4, 5), "They asked after the dog."),
        ):
            stage.do(visit_forms.report, form, marks, visited_on=on, words=words)
    page = _followups(stage)
    page.show_view(page.views.indexOf(page.visits))
    stage.go("followups", 900)


def _visit_on_paper(stage: Stage) -> None:
    _visits(stage)
    page = _followups(stage)
    page.visits.show_paper(page.visits.shown[0].form)
    assert page.visits.paper is not None
    stage.take_back.append(page.visits.paper.put_away)


def _sheet_typed(stage: Stage) -> None:
    desk = stage.desk
    if not desk.ask(questionnaires.in_use):
        asked = [one.question.id for one in desk.ask(questions.learned, desk.today, desk.today)][:3]
        stage.do(questionnaires.make, "Three questions", asked)
    page = _followups(stage)
    page.show_view(page.views.indexOf(page.questions))
    stage.go("followups", 700)
    sheet = page.questions.paper.type_in
    sheet.begin(desk.ask(questionnaires.in_use)[0])
    sheet.code.set_text("1001")
    sheet.rows[0].choose(2)
    sheet.rows[-1].take_caret()
    stage.take_back.append(sheet.put_away)


SHOTS: dict[str, Callable[[Stage], object]] = {
    "picture-at-counter": _card, "picture-asked": _asked, "who-serves": _serving, "name-trainer": _trainer, "visits": _visits,
    "visit-on-paper": _visit_on_paper, "sheet-typed-in": _sheet_typed,
}  # fmt: skip

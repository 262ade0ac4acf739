"""The pictures of people in the documentation: a face at the counter, names learned, visits marked, sheets typed in."""

import tempfile
from datetime import date, timedelta
from pathlib import Path

from shopkeeper.gui.made_up_faces import drawn
from shopkeeper.gui.pages.counter import CounterPage
from shopkeeper.gui.pages.followups import FollowupsPage
from shopkeeper.pictures.stage import Stage, shot
from shopkeeper.service import learning, pictures, praises, questionnaires, questions, visit_forms
from shopkeeper.service.demo import DemoFace

STATEMENTS = (
    "I was greeted at once", "Somebody knew what I usually take", "The shelves were full and clean", "I was thanked when I left",
)  # fmt: skip
_FACES = (
    DemoFace("#E8B890", "#3A2A22", "short", "#2E6B8A", "#CEDED6", beard=True),
    DemoFace("#C68F68", "#1E1A1A", "long", "#8A4A6B", "#D8D2C4"),
    DemoFace("#F0CDB0", "#B8B2AC", "bun", "#4A7A4A", "#C8D4E0", glasses=True),
)


def _faces(stage: Stage) -> None:
    """The three who come most have a picture each, once."""
    desk = stage.desk
    for member, face in zip(desk.ask(learning.regulars, desk.today), _FACES, strict=False):
        if desk.ask(pictures.of, member) is None:
            stage.do(pictures.put, member, drawn(face), how="in person")


def _followups(stage: Stage) -> FollowupsPage:
    page = stage.go("followups", 300)
    assert isinstance(page, FollowupsPage)
    return page


@shot("picture-at-counter")
def _card(stage: Stage) -> None:
    _faces(stage)
    page = stage.go("counter", 300)
    assert isinstance(page, CounterPage)
    page.receive(stage.desk.ask(learning.regulars, stage.desk.today)[0])
    stage.rest(900)


@shot("picture-asked")
def _asked(stage: Stage) -> None:
    _card(stage)
    page = stage.go("counter", 300)
    assert isinstance(page, CounterPage)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "face.jpg"
        file.write_bytes(drawn(_FACES[0]))
        page.receive(stage.desk.ask(learning.regulars, stage.desk.today)[3])
        page.on_file_dropped(file)
        stage.rest(900)  # going anywhere would put the sheet away
    stage.take_back.append(page.pictures.sheet.put_away)


@shot("who-serves")
def _serving(stage: Stage) -> None:
    desk = stage.desk
    someone = desk.ask(learning.regulars, desk.today)[0]
    if not desk.ask(praises.waiting, desk.today + timedelta(days=1)):
        stage.do(praises.note, someone, "Ines: remembered the rye")
        stage.do(praises.note, someone, "Tom: carried the bags to the car in the rain")
    page = _followups(stage)
    page.show_view(page.views.indexOf(page.serving))
    stage.go("followups", 900)


@shot("name-trainer")
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


@shot("visits")
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


@shot("visit-on-paper")
def _visit_on_paper(stage: Stage) -> None:
    _visits(stage)
    page = _followups(stage)
    page.visits.show_paper(page.visits.shown[0].form)
    assert page.visits.paper is not None
    stage.take_back.append(page.visits.paper.put_away)


@shot("sheet-typed-in")
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

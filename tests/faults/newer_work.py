"""The newer acts of a shop, as mixed work does them; each with the question that tells afterwards how much of it is there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from shopkeeper.records.book import Book, Writing
from shopkeeper.service import (
    holding,
    households,
    matters,
    members,
    pictures,
    praises,
    purchases,
    questionnaires,
    questions,
    requests,
    returns,
    trials,
    visit_forms,
    voucher_redeeming,
    vouchers,
)
from shopkeeper.service.details import Details
from tests.books import NOW, TODAY, trial_of
from tests.golden.make_0008 import JPEG

Act = Callable[[Writing], object]
KNOWN = "1001"


@dataclass(frozen=True, slots=True)
class Newer:
    """How it is done, an act after the other; what all of them leave, as `counted` counts it by name (?1); and what may
    be there where only the first ones were answered."""

    acts: tuple[Callable[[Writing, str], object], ...]
    counted: str
    all: int
    partly: tuple[int, ...]

    def do(self, book: Book, name: str) -> None:
        """Each act in a transaction of its own."""
        for act in self.acts:
            with book.writing(NOW) as w:
                act(w, name)


def _known(w: Writing) -> int:
    return members.find_member(w, KNOWN)


def _enrol(w: Writing, name: str) -> int:
    return members.enrol(w, Details(name), even_if_known=True).member_id


def _named(w: Writing, name: str) -> int:
    return int(w.value("select id from members where name = ?", (name,)))


def _last(w: Writing, table: str) -> int:
    return int(w.value(f"select max(id) from {table}"))


def _buys(w: Writing, name: str) -> object:
    return purchases.record(w, member_id=_known(w), amount_minor=900, key=f"back {name}")


def _brings_back(w: Writing, name: str) -> object:
    bought = w.value("select id from facts where key = 'back ' || ?", (name,))
    return returns.give_back(w, bought, amount_minor=400, key=f"return {name}")


def _offer(w: Writing, name: str) -> object:
    return vouchers.offer(
        w, vouchers.Plan(f"Five {name}", "money", TODAY, TODAY + timedelta(days=9), value=500)
    )


def _makes(w: Writing, name: str) -> object:
    return vouchers.make(w, vouchers.named(w, f"Five {name}", TODAY).id, [_known(w)])


def _redeems(w: Writing, name: str) -> object:
    offer = vouchers.named(w, f"Five {name}", TODAY).id
    number = w.value("select number from vouchers where offer_id = ?", (offer,))
    return voucher_redeeming.redeem(w, number, amount_minor=2450, member_id=_known(w))


def _trial(w: Writing, name: str) -> object:
    member = _named(w, f"Tried {name}")  # nobody is told of more than three trials
    return trials.give(w, trial_of(w, [member], first=name), member)


def _question(w: Writing, name: str) -> object:
    return questions.add(w, f"Salt {name}?", ("Salt", "Sugar"))


def _sheet(w: Writing, name: str) -> object:
    question = w.value("select id from questions where text = ?", (f"Salt {name}?",))
    return questionnaires.make(w, f"Sheet {name}", [question])


def _typed_in(w: Writing, name: str) -> object:
    sheet = w.value("select id from questionnaires where name = ?", (f"Sheet {name}",))
    return questionnaires.type_in(w, sheet, KNOWN, (1,))


def _joins(w: Writing, name: str) -> object:
    return households.join(w, _named(w, f"One {name}"), _named(w, f"Two {name}"))


def _answers(w: Writing, name: str) -> object:
    matter = w.value("select id from matters where text = ?", (f"Mouldy {name}",))
    return matters.answer(w, matter, f"Sorry {name}")


def _reports(w: Writing, name: str) -> object:
    form = w.value("select id from visit_forms where name = ?", (f"Form {name}",))
    return visit_forms.report(w, form, (5,), words=f"Warm {name}")


def _fulfils(w: Writing, name: str) -> object:
    asked = w.value("select id from requests where text = ?", (f"Show {name}",))
    return requests.answer(w, asked, f"Shown {name}")


NEWER: dict[str, Newer] = {
    "return": Newer(
        (_buys, _brings_back), "select count(*) from facts where key in ('back ' || ?1, 'return ' || ?1)", 2, (0, 1)
    ),
    "voucher": Newer(
        (_offer, _makes, _redeems),
        "select (select count(*) from offers where name = 'Five ' || ?1) + (select count(*) + count(v.used_on)"
        " from vouchers v join offers o on o.id = v.offer_id where o.name = 'Five ' || ?1)", 3, (0, 1, 2),
    ),
    "trial": Newer(
        (lambda w, name: _enrol(w, f"Tried {name}"), _trial),
        "select (select count(*) from members where name = 'Tried ' || ?1) + (select count(*) from trials where first_offer = ?1)"
        " + (select count(*) from trial_gifts g join trials t on t.id = g.trial_id where t.first_offer = ?1)", 3, (0, 1),
    ),
    "sheet": Newer(
        (_question, _sheet, _typed_in),
        "select (select count(*) from questions where text = 'Salt ' || ?1 || '?')"
        " + (select count(*) from questionnaires where name = 'Sheet ' || ?1)"
        " + (select count(*) from answers a join questions q on q.id = a.question_id where q.text = 'Salt ' || ?1 || '?')",
        3, (0, 1, 2),
    ),
    "picture": Newer(
        (lambda w, name: _enrol(w, f"Face {name}"),
         lambda w, name: pictures.put(w, _named(w, f"Face {name}"), JPEG, how="in person")),
        "select count(*) + count(p.id) from members m left join pictures p on p.member_id = m.id where m.name = 'Face ' || ?1",
        2, (0, 1),
    ),
    "hold": Newer(
        (lambda w, name: _enrol(w, f"Held {name}"),
         lambda w, name: holding.hold(w, _named(w, f"Held {name}"), f"disputes {name}")),
        "select count(*) + count(h.id) from members m left join holds h on h.member_id = m.id where m.name = 'Held ' || ?1",
        2, (0, 1),
    ),
    "household": Newer(
        (lambda w, name: _enrol(w, f"One {name}"), lambda w, name: _enrol(w, f"Two {name}"), _joins),
        "select count(*) + count(s.id) from members m left join stays s on s.member_id = m.id"
        " where m.name in ('One ' || ?1, 'Two ' || ?1)", 4, (0, 1, 2),
    ),
    "matter": Newer(
        (lambda w, name: matters.hear(w, "complaint", f"Mouldy {name}", member_id=_known(w)), _answers),
        "select (select count(*) from matters where text = 'Mouldy ' || ?1)"
        " + (select count(*) from matter_steps where text = 'Sorry ' || ?1)", 2, (0, 1),
    ),
    "request": Newer(
        (lambda w, name: requests.ask(w, _known(w), "see", f"Show {name}"), _fulfils),
        "select count(*) + count(done_on) from requests where text = 'Show ' || ?1", 2, (0, 1),
    ),
    "praise": Newer(
        (lambda w, name: praises.note(w, _known(w), f"Ngozi: found {name}"),),
        "select count(*) from praises where text = 'Found ' || ?1", 1, (0,),
    ),
    "visit": Newer(
        (lambda w, name: visit_forms.make(w, f"Form {name}", ["I was greeted"]), _reports),
        "select (select count(*) from visit_forms where name = 'Form ' || ?1)"
        " + (select count(*) from visit_reports where words = 'Warm ' || ?1)", 2, (0, 1),
    ),
}  # fmt: skip

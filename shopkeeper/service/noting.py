"""One line about a member, kept as what it is: a liking, an allergy, a promise, a day, a wish, somebody around them."""

from datetime import date
from typing import TYPE_CHECKING

from shopkeeper.errors import Declined
from shopkeeper.records.book import Writing
from shopkeeper.rules.names import clean_line
from shopkeeper.say import text as say
from shopkeeper.service import acts, circle, finding, matters, members, praises, promises, shops, wanted
from shopkeeper.service.common import who
from shopkeeper.service.details import REMARK_KINDS, Birthday, RemarkKind
from shopkeeper.values import dataclass, replace

if TYPE_CHECKING:
    from shopkeeper.rules.noticing import Kind, Noticed


@dataclass(frozen=True, slots=True)
class Noted:
    """What was kept of a line: its kind, its words, and the day where it has one."""

    act: int
    member_id: int
    number: str
    name: str
    kind: "Kind"
    text: str
    day: date | None = None


def note(w: Writing, member_id: int, noticed: "Noticed", *, by: int | None = None) -> Noted:
    """Keep what was noticed. Declined: what is in the book already, and what cannot be kept, with what to do."""
    number, name = who(w, member_id)
    act = _keep(w, member_id, noticed, by)
    return Noted(act, member_id, number, name, noticed.kind, noticed.text, noticed.day)


def _keep(w: Writing, member_id: int, noticed: "Noticed", by: int | None) -> int:
    today = shops.today(w)
    kind, words = noticed.kind, noticed.text
    if kind == "promise":
        return promises.make(w, member_id, words, noticed.day or today, by=by).act
    if kind == "wanted":
        return wanted.note(w, member_id, words, by=by).act
    if kind == "complaint" or kind == "request":
        return matters.hear(w, kind, words, member_id=member_id, by=by).act
    if kind == "praise":
        return praises.note(w, member_id, words, by=by).act
    if kind == "relation":
        return circle.relate(w, member_id, words, noticed.relation, by=by).act
    if kind == "date":
        if not noticed.month:
            raise Declined(
                "day_missing", say("Which day is it? Write it in the line, like 5 September."), "note"
            )
        return circle.remember_day(
            w, member_id, words, noticed.month, noticed.day_of_month, noticed.year, by=by
        ).act
    if kind in ("birthday", "greeting", "say"):
        return _detail(w, member_id, noticed, by)
    for remark_kind in REMARK_KINDS:
        if kind == remark_kind:
            return remark(w, member_id, remark_kind, words, by=by)
    raise ValueError(kind)


def remark(
    w: Writing, member_id: int, kind: RemarkKind, words: str, *, source: str = "", by: int | None = None
) -> int:
    """Add one thing to remember; answers the act. Declined where it is known already."""
    number, name = who(w, member_id)
    text = clean_line(words, about="remark", label=say("What to remember"), required=True)
    for (known,) in w.rows("select text from remarks where member_id = ? and kind = ?", (member_id, kind)):
        if known.casefold() == text.casefold():
            raise Declined(
                "noted_already", say("This is noted for {name} already.").format(name=name or number), "note"
            )
    act = acts.begin(w, "edit", member_id=member_id, by=by, name=name, number=number)
    acts.add_row(
        w, act, "remarks",
        {
            "member_id": member_id, "kind": kind, "text": text, "noted_on": shops.today(w).isoformat(),
            "by_person": by, "source": source,
        },
    )  # fmt: skip
    finding.refresh(w, [member_id])
    return act


def _detail(w: Writing, member_id: int, noticed: "Noticed", by: int | None) -> int:
    details, _, _ = members.details_of(w, member_id)
    if noticed.kind == "birthday":
        if not noticed.month:
            raise Declined(
                "birthday_missing", say("Which day is it? Write it in the line, like 5 September."), "note"
            )
        leap = details.birthday.leap_day if details.birthday is not None else "28 February"
        birthday = Birthday(noticed.month, noticed.day_of_month, noticed.year, leap)
        edited = members.edit(w, member_id, replace(details, birthday=birthday), by=by)
    elif noticed.kind == "greeting":
        edited = members.edit(w, member_id, replace(details, greeting=noticed.text), by=by)
    else:
        edited = members.edit(w, member_id, replace(details, say=noticed.text), by=by)
    if edited.act is None:
        raise Declined(
            "noted_already", say("This is noted for {name} already.").format(name=edited.name), "note"
        )
    return edited.act

"""Who did what, on paper: the last acts, each with its instant and who did it."""

from typing import Any

from shopkeeper.gui.telling import tell_act
from shopkeeper.paper.ledger import Ledger, Row
from shopkeeper.paper.note import Letterhead
from shopkeeper.say import Speech, text
from shopkeeper.service.acts_log import AT_ONCE, Done
from shopkeeper.service.shops import Shop

_LOCK = {
    "locked": "the book was locked", "unlocked": "the book was unlocked", "passphrase": "another passphrase",
    "code": "another recovery code", "passphrase by code": "another passphrase, by the recovery code",
}  # fmt: skip


def ledger_of(done: tuple[Done, ...], shop: Shop, speech: Speech) -> Ledger:
    """The list, ready to be laid out; an act that was taken back says so."""
    rows = tuple(
        Row(
            (
                f"{speech.day_short(shop.day_of(one.at))} {speech.time(one.at)}",
                told(one, speech),
                one.by or "–",
            )
        )
        for one in done
    )
    remarks = [
        text("An act is never taken out of this list; Undo adds another."),
        text("– is the program by itself, or an act by command that names nobody."),
    ]
    if len(done) >= AT_ONCE:
        remarks.append(text("The last {n}; “shopkeeper acts --before” tells those before.").format(n=AT_ONCE))
    return Ledger(
        letterhead=Letterhead(shop.name, shop.tagline),
        title=text("Who did what"),
        whose=(),
        heads=(text("When"), text("What"), text("Who")),
        rows=rows,
        shares=(0.24, 0.54, 0.22),
        remarks=tuple(remarks),
        page_words=text("Page {page} of {pages}"),
        language=shop.language,
    )


def told(one: Done, speech: Speech) -> str:
    """An act in words, with the member it was about, and what became of it."""
    if one.kind == "lock":
        return text(_LOCK.get(str(one.summary.get("changed")), "the lock of the book"))
    summary: dict[str, Any] = dict(one.summary)
    if one.number:
        summary |= {"name": one.name, "number": one.number}
    words = tell_act(one.kind, summary, speech)
    if one.undoes is not None:
        return text("taken back: act {n}").format(n=one.undoes)
    words = f"{one.act} · {words}"
    return text("{act}, taken back since").format(act=words) if one.undone else words

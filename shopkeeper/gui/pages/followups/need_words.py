"""Who else would benefit from what members need, as a list to look at and to print."""

from datetime import date

from shopkeeper.gui.member_words import called
from shopkeeper.paper.ledger import Ledger, Row
from shopkeeper.paper.note import Letterhead
from shopkeeper.rules.stages import Stage
from shopkeeper.say import Speech, text
from shopkeeper.service.needs import Benefit
from shopkeeper.service.shops import Shop


def _stage(stage: int) -> str:
    return {
        Stage.PROSPECT: text("have not bought yet"), Stage.FIRST: text("came once"), Stage.REPEAT: text("came again"),
        Stage.CLIENT: text("come regularly"), Stage.ADVOCATE: text("come regularly and send others"),
        Stage.SLIPPING: text("are slipping away"), Stage.LOST: text("stay away"),
    }[Stage(stage)]  # fmt: skip


def benefit_ledger(found: Benefit, shop: Shop, today: date, speech: Speech) -> Ledger:
    """Those who did not say so, with the reason and what they spent in a year."""
    rows = tuple(
        Row((called(one.name, one.number), one.because, one.phone, speech.money(one.spent_minor)))
        for one in found.others
    )
    said = speech.counted(found.said, "{n} member said so", "{n} members said so")
    others = speech.counted(found.of, "{n} more would benefit", "{n} more would benefit")
    remarks = [
        text("Looked for: {words}.").format(words=", ".join(found.words))
        if found.words
        else text("The need names nothing that could be looked for in what members like or buy.")
    ]
    if found.of > len(found.others):
        remarks.append(text("The {n} who spent most are listed.").format(n=speech.count(len(found.others))))
    if found.in_peace:
        remarks.append(
            speech.counted(
                found.in_peace, "{n} member is left out, to be left in peace or on hold.",
                "{n} members are left out, to be left in peace or on hold.",
            )
        )  # fmt: skip
    if found.stage is not None:
        remarks.append(
            text("Most who said so {stage}, as do {n} others.").format(
                stage=_stage(found.stage), n=speech.count(found.at_stage)
            )
        )
    return Ledger(
        letterhead=Letterhead(
            shop.name, shop.tagline, ", ".join(part for part in (shop.street, shop.town) if part), shop.accent
        ),
        title=text("Who else would benefit"),
        whose=(found.need, text("As of {day}").format(day=speech.day(today))),
        heads=(text("Member"), text("Why"), text("Phone"), text("Spent in a year")),
        rows=rows,
        shares=(0.27, 0.39, 0.17, 0.17),
        figures=1,
        summary=((said, speech.money(found.said_minor)), (others, speech.money(found.others_minor))),
        remarks=tuple(remarks),
        page_words=text("Page {page} of {pages}"),
        language=(shop.language or "en").replace("_", "-"),
    )

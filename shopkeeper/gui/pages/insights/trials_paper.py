"""A trial on A4: what was set, what was found and what to do next, and the lot as it fell, so that it can be drawn again."""

from shopkeeper.paper.ledger import Ledger, Row
from shopkeeper.paper.note import Letterhead
from shopkeeper.say import Speech, text
from shopkeeper.service import trial_words as words
from shopkeeper.service.shops import Shop
from shopkeeper.service.trial_result import Result


def ledger_of(result: Result, shop: Shop, speech: Speech) -> Ledger:
    """The sheet to lay out."""
    trial, plan = result.trial, result.trial.plan
    rows = []
    for first, half in ((True, result.first), (False, result.second)):
        compared = result.compared
        figure = "–"
        if compared is not None:
            figure = words.amount(plan.measure, compared.ours if first else compared.theirs, speech)
        rows.append(Row((
            text("First") if first else text("Second"), words.offer(plan, first=first), speech.count(half.members),
            speech.count(half.had), speech.money(half.cost_minor), figure,
        )))  # fmt: skip
    told = (
        text("{whom} · {since} to {until}").format(
            whom=words.whom(plan), since=speech.day(plan.from_day), until=speech.day(trial.through)
        ),
        text("Measured: {measure}. Hoped for: {goal}. Set before it began.").format(
            measure=words.measure(plan.measure), goal=words.amount(plan.measure, plan.goal, speech)
        ),
    )
    seed = text(
        "The lot can be drawn again: households are numbered as in the saved table, each number is written after “{seed}:”, SHA-256"
        " is taken of it, and of each pair the smaller value gets the first offer."
    ).format(seed=trial.seed)
    return Ledger(
        letterhead=Letterhead(
            shop.name, shop.tagline, ", ".join(part for part in (shop.street, shop.town) if part), shop.accent
        ),
        title=plan.name,
        whose=told,
        heads=(text("Half"), text("Gets"), text("Members"), text("Had it"), text("Cost"), text("Each member")),
        rows=tuple(rows),
        shares=(0.1, 0.3, 0.12, 0.1, 0.13, 0.25),
        figures=4,
        remarks=(
            f"{words.headline(result, speech)} {words.meaning(result, speech)}", words.next_step(result, speech),
            words.cost(result, speech), words.how(), seed,
        ),
        page_words=text("Page {page} of {pages}"),
        language=(shop.language or "en").replace("_", "-"),
    )  # fmt: skip

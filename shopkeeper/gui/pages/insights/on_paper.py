"""The figures of the quiet hour as a list on A4: month by month, what they come to, and who is worth a word."""

from shopkeeper.gui.pages.insights import balance_words, value_words, words
from shopkeeper.gui.widgets.readable import OnPaper
from shopkeeper.paper.ledger import Ledger, Row
from shopkeeper.paper.note import Letterhead
from shopkeeper.rules.stages import Stage
from shopkeeper.say import Speech, text
from shopkeeper.service.insights import Insights
from shopkeeper.service.shops import Shop

MOST_WORDS = 8


def ledger_of(found: Insights, shop: Shop, speech: Speech) -> Ledger:
    """The list to lay out."""
    rows = [
        Row((
            speech.month(month.first, year=True), speech.count(month.figures.returning_members),
            speech.count(month.figures.new_members), speech.money(month.figures.minor), speech.money(month.others_minor),
        ))
        for month in found.months
    ]  # fmt: skip
    whole = found.lately
    rows.append(Row((
        text("In all"), speech.count(whole.returning_members), speech.count(whole.new_members), speech.money(whole.minor),
        speech.money(sum(month.others_minor for month in found.months)),
    ), True))  # fmt: skip
    kept, meaning, _ = words.kept(found, speech)
    basket, baskets = words.basket(found, speech)
    told = (
        text("{since} to {until}").format(since=speech.day(found.since), until=speech.day(found.on)),
        text("Kept from the time before: {share} ({meaning})").format(share=kept, meaning=meaning),
        text("Average basket: {sum} ({baskets})").format(sum=basket, baskets=baskets),
        text("The best fifth of the members bring {share} of sales.").format(
            share=words.share(speech, found.concentration.best_fifth)
        ),
        text("Earned a thank-you and not had it: {n}").format(n=speech.count(found.owed)),
    )
    stands = " · ".join(f"{words.stage(stage)} {speech.count(found.stages[stage])}" for stage in Stage)
    slipping = [
        text("{name}: {rhythm}, not seen for {quiet}, spent {sum}.").format(
            name=word.name or word.number, rhythm=words.rhythm(word, speech), quiet=words.quiet(word), sum=speech.money(word.spent_minor)
        )
        for word in found.words[:MOST_WORDS]
    ]  # fmt: skip
    return Ledger(
        letterhead=Letterhead(
            shop.name, shop.tagline, ", ".join(part for part in (shop.street, shop.town) if part), shop.accent
        ),
        title=text("Is the shop keeping its customers?"),
        whose=told,
        heads=(
            text("Month"),
            text("Members who came before"),
            text("New"),
            text("Sales to members"),
            text("To others"),
        ),
        rows=tuple(rows),
        shares=(0.2, 0.26, 0.12, 0.22, 0.2),
        figures=4,
        remarks=(
            stands,
            *((text("Worth a word, the most valuable first:"), *slipping) if slipping else ()),
            *_to_do(found, speech),
            *_balance(found, speech),
            *_expected(found, speech),
        ),
        page_words=text("Page {page} of {pages}"),
        language=(shop.language or "en").replace("_", "-"),
    )


def _to_do(found: Insights, speech: Speech) -> list[str]:
    lines = [
        text("{n} · {who}: {what}").format(n=speech.count(step.members), who=who, what=what)
        for step in found.plan
        if step.members
        for who, what in (words.step(step.kind, found.limits),)
    ]
    return [text("What to do, from the top down:"), *lines] if lines else []


def _balance(found: Insights, speech: Speech) -> list[str]:
    lines = [
        text("{of}: {figure} · {meaning}").format(of=of, figure=figure, meaning=meaning)
        for of, figure, meaning in balance_words.lines(found, speech)
    ]
    return [
        text("Getting customers and keeping them:"),
        *lines,
        balance_words.fairness(found.balance, speech),
    ]


def _expected(found: Insights, speech: Speech) -> list[str]:
    lines = [
        text("{name}: {sum} in {visits} visits, {past} so far.").format(
            name=value_words.name(one), sum=speech.money(one.expected_minor), visits=speech.tenths(round(one.expected_visits * 10)),
            past=speech.money(one.past_minor),
        )
        for one in found.ranked[:MOST_WORDS]
    ]  # fmt: skip
    return (
        [text("Who is expected to bring most within {weeks} weeks:").format(weeks=round(found.weeks)), *lines]
        if lines
        else []
    )


_BESIDE_BARS = (0.24, 0.36, 0.4)


def chart_of(chart: OnPaper, whose: str, shop: Shop) -> Ledger:
    """One chart or table of the place as a list, its bars drawn where it has bars."""
    heads, *rows = chart.rows
    letterhead = Letterhead(
        shop.name, shop.tagline, ", ".join(part for part in (shop.street, shop.town) if part), shop.accent
    )
    language = (shop.language or "en").replace("_", "-")
    if chart.bars:
        lines = [
            Row((label, "", words), bar=bar) for (label, words), bar in zip(rows, chart.bars, strict=True)
        ]
        return Ledger(
            letterhead, chart.name, (whose,), (heads[0], "", heads[1]), tuple(lines), _BESIDE_BARS, figures=1, bars=1,
            page_words=text("Page {page} of {pages}"), language=language,
        )  # fmt: skip
    first = 0.36 if len(heads) == 2 else max(0.18, 1.6 / (len(heads) + 0.6))
    other = (1 - first) / (len(heads) - 1)
    return Ledger(
        letterhead, chart.name, (whose,), tuple(heads), tuple(Row(tuple(row)) for row in rows), (first, *[other] * (len(heads) - 1)),
        figures=len(heads) - 1 if len(heads) > 2 else 0, page_words=text("Page {page} of {pages}"), language=language,
    )  # fmt: skip

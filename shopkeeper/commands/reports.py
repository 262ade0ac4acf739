"""`report NAME`: what the book tells, as values for a program, as lines for a person, as a table for a spreadsheet."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from shopkeeper.commands import coupons, recognised, trying
from shopkeeper.commands.answers import Answer, day
from shopkeeper.commands.session import Session
from shopkeeper.errors import Declined
from shopkeeper.service import exporting_files, holding, roles

MEMBERS = "members"


def report(
    session: Session, *, name: str, on: date | None = None, csv: str | None = None, weeks: int | None = None, trial: str = ""
) -> Answer:  # fmt: skip
    """One report as of the end of a day, today if left out; its rows go to a CSV file as well if one is named."""
    asked = on or session.today
    if asked > session.today:
        raise Declined(
            "day_to_come",
            "A report is of a day that is over or under way. Name today or an earlier day.",
            "on",
        )
    if name not in roles.REPORTS_OF_ALL:
        roles.require_to_see(session.reading, "figures")
    answer = trying.report(session, asked, trial) if name == "trial" else REPORTS[name](session, asked, weeks)
    if csv is not None:
        answer["written"] = _write(Path(csv), answer)
    return answer


def _write(file: Path, answer: Answer) -> int:
    rows = next(
        (
            value
            for value in answer.values()
            if isinstance(value, list) and value and isinstance(value[0], dict)
        ),
        [],
    )
    heads = list(dict.fromkeys(key for row in rows for key in row))
    cells = [tuple(heads), *(tuple(_cell(row.get(key)) for key in heads) for row in rows)]
    return exporting_files.write_csv(file, cells) - 1


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def value(session: Session, on: date, weeks: int | None) -> Answer:
    """What every member was worth and is expected to bring."""
    from shopkeeper.service import worth

    found = worth.worth(session.reading, on, weeks=float(weeks or worth.WEEKS))
    model: Answer = {"rule": found.rule, "weeks": found.weeks, "ahead_weeks": round(found.ahead_weeks, 1)}
    if found.model is not None and found.money is not None:
        fitted = found.model
        model |= {
            "r": fitted.r, "alpha": fitted.alpha, "a": fitted.a, "b": fitted.b, "log_likelihood": fitted.log_likelihood,
            "p": found.money.p, "q": found.money.q, "gamma": found.money.gamma,
        }  # fmt: skip
    numbers, held = _numbers(session, found.visits.members), holding.everybody(session.reading)
    rows = zip(
        found.visits.members.tolist(), found.still_a_customer.tolist(), found.expected_visits.tolist(),
        found.expected_minor.tolist(), found.past_minor.tolist(), strict=True,
    )  # fmt: skip
    return {
        "on": day(on),
        "model": model,
        MEMBERS: [
            {
                "number": numbers.get(member, ""), "still_a_customer": round(still, 4), "expected_purchases": round(visits, 4),
                "expected_minor": round(minor), "past_minor": past,
            }
            for member, still, visits, minor, past in rows
            if member not in held
        ],
    }  # fmt: skip


def pareto(session: Session, on: date, _weeks: int | None) -> Answer:
    """What share of the sales the best bring, and the best of the last year beside those of all time."""
    from shopkeeper.rules.days import months_before
    from shopkeeper.rules.keeping import best_lists, concentration
    from shopkeeper.service import visiting

    seen = visiting.visits(session.reading, on)
    spread = concentration(seen.spent_minor)
    lists = best_lists(seen, months_before(on, 12).toordinal(), on.toordinal())
    numbers, held = _numbers(session, seen.members), holding.everybody(session.reading)
    return {
        "on": day(on),
        "best_fifth_share": round(spread.best_fifth, 6),
        "curve": [[round(members, 6), round(sales, 6)] for members, sales in spread.curve],
        "members": spread.members,
        "best": [
            {"number": numbers.get(member, ""), "last_year": lately, "all_time": ever}
            for part, lately, ever in ((lists.both, True, True), (lists.lately_only, True, False), (lists.ever_only, False, True))
            for member in part
            if member not in held
        ],
    }  # fmt: skip


def slipping(session: Session, on: date, _weeks: int | None) -> Answer:
    """Who is slipping away, the most valuable first."""
    found = _insights(session, on)
    return {
        "on": day(on),
        "rule": found.rule,
        "ahead_weeks": round(found.ahead_weeks, 1),
        "in_all": found.words_in_all,
        MEMBERS: [
            {
                "number": word.number, "name": word.name, "tier": word.tier or None, "spent_minor": word.spent_minor,
                "usual_days": word.usual_days, "quiet_days": word.quiet_days, "chance": round(word.chance, 4),
            }
            for word in found.words
        ],
    }  # fmt: skip


def stages(session: Session, on: date, _weeks: int | None) -> Answer:
    """How many members stand where, who moved in a quarter, and where everybody stands."""
    from shopkeeper.rules.stages import Stage
    from shopkeeper.service import stages as standing
    from shopkeeper.service import visiting

    seen = visiting.visits(session.reading, on)
    stage = standing.of(session.reading, seen, on)
    found = _insights(session, on)
    numbers, held = _numbers(session, seen.members), holding.everybody(session.reading)
    return {
        "on": day(on),
        "stages": {one.name.lower(): count for one, count in found.stages.items()},
        "moved": {"up": found.moved.up, "slipped": found.moved.slipped, "came_back": found.moved.came_back},
        MEMBERS: [
            {"number": numbers.get(member, ""), "stage": Stage(one).name.lower()}
            for member, one in zip(seen.members.tolist(), stage.tolist(), strict=True)
            if member not in held
        ],
        "month": [
            {"from": was.name.lower(), "to": now.name.lower(), "members": found.crossed[was][now]}
            for was in Stage
            for now in Stage
            if found.crossed[was][now]
        ],
        "plan": [{"step": step.kind, "members": step.members, "group": step.rule} for step in found.plan],
    }  # fmt: skip


def keeping(session: Session, on: date, _weeks: int | None) -> Answer:
    """Whether the shop keeps its customers: the last year beside the one before, month by month."""
    found = _insights(session, on)

    def basket(part: tuple[int, int]) -> int | None:
        return round(part[0] / part[1]) if part[1] else None

    return {
        "on": day(on),
        "since": day(found.since),
        "kept": found.kept.kept,
        "kept_of": found.kept.of,
        "kept_share": _share(found.kept.share),
        "kept_share_before": _share(found.kept_before.share),
        "new_members": found.lately.new_members,
        "returning_members": found.lately.returning_members,
        "new_minor": found.lately.new_minor,
        "returning_minor": found.lately.returning_minor,
        "basket_members_minor": basket(found.member_basket),
        "basket_others_minor": basket(found.other_basket),
        "months": [
            {
                "month": f"{month.first:%Y-%m}", "new_members": month.figures.new_members,
                "returning_members": month.figures.returning_members, "new_minor": month.figures.new_minor,
                "returning_minor": month.figures.returning_minor, "others_minor": month.others_minor,
            }
            for month in found.months
        ],
        "full_price_share": _share(found.balance.full_price_share),
        "referred": found.balance.referred,
        "referred_who_bought": found.balance.referred_bought,
        "getting_minor": found.balance.spent.getting_minor,
        "keeping_minor": found.balance.spent.keeping_minor,
        "getting_each_minor": found.balance.each_newcomer_minor,
        "keeping_each_minor": found.balance.each_returning_minor,
        "newcomers_offer_minor": found.balance.newcomers_offer_minor,
        "unfair": found.balance.unfair,
        "stays_away": [{"after_visit": one.visit, "of": one.of, "away": one.away} for one in found.stays_away],
    }  # fmt: skip


def rfm(session: Session, on: date, _weeks: int | None) -> Answer:
    """Recency, frequency and money of every member, each in fifths: 5 is the best."""
    from shopkeeper.rules.keeping import fifths
    from shopkeeper.service import visiting

    seen = visiting.visits(session.reading, on)
    quiet = on.toordinal() - seen.last
    scores = (fifths(-quiet), fifths(seen.count), fifths(seen.spent_minor))
    numbers, held = _numbers(session, seen.members), holding.everybody(session.reading)
    rows = zip(
        seen.members.tolist(), quiet.tolist(), seen.count.tolist(), seen.spent_minor.tolist(),
        *(score.tolist() for score in scores), strict=True,
    )  # fmt: skip
    return {
        "on": day(on),
        MEMBERS: [
            {
                "number": numbers.get(member, ""), "recency_days": days, "visits": visits, "spent_minor": minor, "recency": r,
                "frequency": f, "money": m,
            }
            for member, days, visits, minor, r, f, m in rows
            if member not in held
        ],
    }  # fmt: skip


def vouchers(session: Session, on: date, _weeks: int | None) -> Answer:
    """What vouchers gave: issued, redeemed, open and what they cost, offer by offer."""
    found = coupons.offered_by(session, on)
    return {
        "on": day(on),
        **{
            part: sum(one[part] for one in found)
            for part in ("issued", "redeemed", "open", "over", "cost_minor", "open_minor")
        },
        "offers": found,
    }


REPORTS: dict[str, Callable[[Session, date, int | None], Answer]] = {
    "keeping": keeping, "pareto": pareto, "value": value, "stages": stages, "slipping": slipping, "rfm": rfm,
    "recognition": recognised.recognition, "occasions": recognised.occasions, "vouchers": vouchers,
}  # fmt: skip


def told(answer: Answer) -> Iterable[str]:
    """The report in lines: the figures, then the first rows of its table."""
    for key, one in answer.items():
        if isinstance(one, dict):
            yield f"{_words(key)}: " + ", ".join(
                f"{_words(part)} {_short(inside)}" for part, inside in one.items()
            )
        elif not isinstance(one, list):
            yield f"{_words(key)}: {_short(one)}"
    for key, one in answer.items():
        if isinstance(one, list) and one and isinstance(one[0], dict):
            yield f"{_words(key)} ({len(one)}):"
            for row in one[:20]:
                yield "  " + "  ".join(f"{_words(part)} {_short(inside)}" for part, inside in row.items())
            if len(one) > 20:
                yield "  … all of them with --csv FILE or --json"


def _words(key: str) -> str:
    return key.replace("_", " ")


def _short(one: object) -> str:
    return "–" if one is None else f"{one:.4g}" if isinstance(one, float) else str(one)


def _share(part: float | None) -> float | None:
    return None if part is None else round(part, 4)


def _insights(session: Session, on: date) -> Any:
    from shopkeeper.service import insights

    return insights.insights(session.reading, on)


def _numbers(session: Session, members: Iterable[int]) -> dict[int, str]:
    wanted = {int(member) for member in members}
    return {
        member: number
        for member, number in session.reading.each("select id, number from members where gone = 0")
        if member in wanted
    }

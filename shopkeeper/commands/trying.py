"""`trial`: what one could find, beginning one, giving what was drawn, ending it; and `report trial`, what came of it."""

from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from shopkeeper.commands import answers
from shopkeeper.commands.answers import Answer
from shopkeeper.commands.people import by_person
from shopkeeper.commands.session import Session
from shopkeeper.errors import Declined
from shopkeeper.rules.trial_measures import Measure, read_goal
from shopkeeper.service import members, trials
from shopkeeper.service.trials import Offer, Often, Plan, Trial


def trial(
    session: Session, *, action: str, name: str = "", offer: str = "", against: str = "", points: int = 0,
    against_points: int = 0, cost: int = 0, against_cost: int = 0, who: str = "", measure: str = "spend",
    goal: str = "", weeks: int = 8, often: str = "once", member: str = "", by: str | None = None, **more: date,
) -> Answer:  # fmt: skip
    """What the action asks for: `list`, `size`, `begin`, `lot`, `give` or `stop`."""
    from_day = more.get("from", session.today)
    if action == "list":
        return {"trials": [_trial(session, one) for one in trials.listed(session.reading)]}
    if action in ("size", "begin"):
        hoped = read_goal(goal, cast(Measure, measure), session.currency)
        plan = Plan(
            name, Offer(offer, points, cost), Offer(against, against_points, against_cost), cast(Measure, measure), hoped, weeks,
            from_day, who, cast(Often, often),
        )  # fmt: skip
        return _size(session, plan) if action == "size" else _begin(session, plan, by)
    found = trials.named(session.reading, name)
    if action == "lot":
        from shopkeeper.service import trial_lot

        return _trial(session, found) | {
            "seed": found.seed,
            "lot": [
                {"household": one.household, "pair": one.pair, "first": one.first, "number": one.number}
                for one in trial_lot.drawn(session.reading, found.id)
            ],
        }
    if action == "stop":
        with session.writing() as w:
            kept = trials.stop(w, found.id, by=by_person(session, by))
        return _trial(session, kept.trial) | {"act": kept.act}
    if not member:
        raise Declined("member_missing", "Say to whom with --member.", "member")
    with session.writing() as w:
        given = trials.give(w, found.id, members.find_member(w, member), by=by_person(session, by))
    return {
        "act": given.act, "number": given.number, "name": given.name, "offer": given.what, "points": given.points,
    }  # fmt: skip


def _size(session: Session, plan: Plan) -> Answer:
    from shopkeeper.service import trial_lot, trial_words

    size = trial_lot.size(
        session.reading,
        plan.who,
        plan.measure,
        plan.weeks,
        plan.goal,
        plan.from_day,
        session.today,
        session.progress,
    )
    sentences = (
        trial_words.finds(size, plan.measure, session.speech),
        trial_words.enough(size, plan.measure, plan.goal, session.speech),
        trial_words.left_out(size, session.speech),
    )
    return {
        "members": size.members, "households": size.households, "left_out": size.elsewhere, "weeks": size.weeks,
        "smallest": size.smallest, "usual": size.usual, "goal": plan.goal, "enough_weeks": size.enough_weeks,
        "told": " ".join(filter(None, sentences)),
    }  # fmt: skip


def _begin(session: Session, plan: Plan, by: str | None) -> Answer:
    from shopkeeper.service import trial_lot

    lot = trial_lot.draw(session.reading, plan, session.today, progress=session.progress)
    with session.writing() as w:
        kept = trial_lot.begin(w, lot, by=by_person(session, by), progress=session.progress)
    return _trial(session, kept.trial) | {"act": kept.act, "seed": kept.trial.seed}


def _trial(session: Session, one: Trial, on: date | None = None) -> dict[str, Any]:
    plan = one.plan
    ours, theirs = trials.halves(session.reading, one.id)
    return {
        "trial": one.id, "name": plan.name, "state": one.state(on or session.today), "offer": plan.first.words,
        "against": plan.second.words or None, "who": plan.who or None, "measure": plan.measure, "goal": plan.goal,
        "smallest": one.smallest, "weeks": plan.weeks, "from": plan.from_day.isoformat(), "through": one.through.isoformat(),
        "stopped_on": answers.day(one.stopped_on), "members_with": ours, "members_without": theirs,
    }  # fmt: skip


def report(session: Session, on: date, name: str) -> Answer:
    """What came of a trial as of a day, the latest one if none is named."""
    from shopkeeper.service import trial_result, trial_words

    found = trial_result.result(session.reading, trials.named(session.reading, name).id, on, session.progress)
    speech, compared = session.speech, found.compared
    return {
        "on": answers.day(on),
        **_trial(session, found.trial, on),
        "weeks_left": found.weeks_left,
        "given": found.first.given + found.second.given,
        "cost_minor": found.first.cost_minor + found.second.cost_minor,
        "came": found.came,
        "spent_minor": found.spent_minor,
        "verdict": found.said,
        "compared": None
        if compared is None
        else {
            "with": round(compared.ours, 2), "without": round(compared.theirs, 2), "difference": round(compared.difference, 2),
            "low": round(compared.low, 2), "high": round(compared.high, 2), "chance": round(compared.chance, 4),
        },
        "longer_weeks": found.longer_weeks,
        "told": f"{trial_words.headline(found, speech)} {trial_words.meaning(found, speech)}",
        "next": trial_words.next_step(found, speech),
        "members": [
            {
                "number": line.number, "household": line.household, "pair": line.pair, "first": line.first, "given": line.given,
                "visits": line.visits, "spent_minor": line.spent_minor,
            }
            for line in found.lines
        ],
    }  # fmt: skip


def told(answer: Any, session: Session) -> Iterator[str]:
    """The answer in words."""
    if "trials" in answer:
        yield from (_line(one) for one in answer["trials"])
    elif "told" in answer:
        yield answer["told"]
    elif "lot" in answer:
        yield f"{_line(answer)} · seed {answer['seed']}"
        for one in answer["lot"]:
            half = answer["offer"] if one["first"] else answer["against"] or "nothing"
            yield f"  household {one['household']} · pair {one['pair']} · member {one['number']} · {half}"
    elif "trial" in answer:
        yield _line(answer) + (f" · seed {answer['seed']}" if "seed" in answer else "")
    else:
        points = f" and {session.speech.points(answer['points'])}" if answer["points"] else ""
        yield f"{answer['name'] or answer['number']}: {answer['offer']}{points} given."


def _line(one: dict[str, Any]) -> str:
    against = one["against"] or "nothing"
    return (
        f"{one['trial']} · {one['name']} · {one['offer']} ({one['members_with']}) against {against} ({one['members_without']})"
        f" · {one['from']} to {one['through']} · {one['state']}"
    )

"""What a trial of a programme says, in the words of a shopkeeper."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from shopkeeper.say import Speech
from shopkeeper.service.programme_trials import Side, Trial


def _tr(sentence: str, n: int = -1) -> str:
    return QCoreApplication.translate("Programme", sentence, "", n)


def whole_money(speech: Speech, amount_minor: int) -> str:
    """`£4,100`: to the nearest whole unit, as one speaks of a year's cost; `£0.40` below ten."""
    unit = 10**speech.currency.digits
    if abs(amount_minor) < 10 * unit or unit == 1:
        return speech.money(amount_minor)
    whole = (abs(amount_minor) + unit // 2) // unit * unit * (1 if amount_minor > 0 else -1)
    return speech.money(whole).replace(f"{speech.decimal_mark}{'0' * speech.currency.digits}", "")


def sentences(trial: Trial, today: date, speech: Speech) -> list[str]:
    """Whom it moves; what the year would have cost."""
    said = [_whom(trial, today, speech)]
    more = trial.then.cost_minor - trial.now.cost_minor
    now, then = (whole_money(speech, side.cost_minor) for side in (trial.now, trial.then))
    if more:
        sentence = (
            _tr("A year costs about {more} more: {then} instead of {now}, points and perks together.")
            if more > 0
            else _tr("A year costs about {more} less: {then} instead of {now}, points and perks together.")
        )
        said.append(sentence.format(more=whole_money(speech, abs(more)), then=then, now=now))
    else:
        said.append(_tr("A year costs the same as now: {now}, points and perks together.").format(now=now))
    said.append(_tr("What the old rules gave stays given."))
    return said


def _whom(trial: Trial, today: date, speech: Speech) -> str:
    count, of = speech.count(len(trial.moves)), speech.count(trial.members)
    if not trial.members:
        return _tr("There is nobody in the book whose tier could change.")
    if trial.on > today:
        first = _tr(
            "Everybody is judged again from {day}. If nobody bought anything until then, {n} of {of} members would be in another tier."
        ).format(day=speech.day(trial.on), n=count, of=of)
    elif trial.moves:
        one = _tr("1 of {of} members changes tier today.").format(of=of)
        many = _tr("{n} of {of} members change tier today.").format(n=count, of=of)
        first = one if len(trial.moves) == 1 else many
    else:
        return _tr("Nobody changes tier today.")
    moves = [
        sentence.format(n=speech.count(n))
        for n, sentence in (
            (trial.counted("up"), _tr("{n} higher")),
            (trial.counted("down"), _tr("{n} lower")),
            (trial.counted("renamed"), _tr("{n} to a tier of another name")),
        )
        if n
    ]
    return f"{first} {', '.join(moves)}." if moves else first


def one_tier(trial: Trial, tier: str, speech: Speech) -> tuple[str, str]:
    """`212 more Gold members`, `(852, from 640) · costs about £4,100 more a year`: what a lower threshold does."""
    was, becomes = (_members(side, tier) for side in (trial.now, trial.then))
    more = becomes - was
    if more > 0:
        first = _tr("{n} more {tier}").format(n=speech.count(more), tier=tier)
    elif more < 0:
        first = _tr("{n} fewer {tier}").format(n=speech.count(-more), tier=tier)
    else:
        first = _tr("As many {tier} as now").format(tier=tier)
    cost = trial.then.cost_minor - trial.now.cost_minor
    costs = _tr("costs the same")
    if cost:
        sentence = (
            _tr("costs about {amount} more a year") if cost > 0 else _tr("costs about {amount} less a year")
        )
        costs = sentence.format(amount=whole_money(speech, abs(cost)))
    counts = (
        _tr("({then}, from {now})").format(then=speech.count(becomes), now=speech.count(was)) if more else ""
    )
    moved = _tr("{n} members change tier").format(n=speech.count(len(trial.moves)))
    return first, " · ".join(part for part in (counts, costs, moved) if part)


def _members(side: Side, tier: str) -> int:
    return next((one.members for one in side.tiers if one.name == tier), 0)


def worked_out(trial: Trial, speech: Speech) -> str:
    """Of what it is made."""
    return _tr(
        "Worked out from your own {n} purchases. Points and perks are those of the year from {since} to {until}: as they were, and as they would have been."
    ).format(n=speech.count(trial.purchases), since=speech.day(trial.since), until=speech.day(trial.until))


def who_moves(trial: Trial, speech: Speech) -> str:
    """The heading of the list of names."""
    if len(trial.moves) == 1:
        return _tr("1 member would be in another tier")
    return _tr("{n} members would be in another tier").format(n=speech.count(len(trial.moves)))


def side_by_side(trial: Trial, speech: Speech) -> list[tuple[str, ...]]:
    """The tiers, the highest first, then those that are no more, then all together: now and then beside each other."""
    rows: list[tuple[str, ...]] = [
        (
            _tr("Tier"), _tr("Members"), _tr("Points in a year"), _tr("Perks in a year"), _tr("Costs you, each"),
        )
    ]  # fmt: skip
    now = {tier.name: tier for tier in trial.now.tiers}
    then = {tier.name: tier for tier in trial.then.tiers}
    for name in [*reversed(then), *(name for name in reversed(now) if name not in then)]:
        one, other = now.get(name), then.get(name)
        rows.append(
            (
                name,
                _beside(*(speech.count(tier.members) if tier else "–" for tier in (one, other))),
                _beside(*(speech.count(tier.points) if tier else "–" for tier in (one, other))),
                _beside(*(_or_nothing(speech, tier.perks_minor) if tier else "–" for tier in (one, other))),
                _beside(*(whole_money(speech, tier.each_minor) if tier else "–" for tier in (one, other))),
            )
        )
    sides = trial.now, trial.then
    rows.append(
        (
            _tr("Together"),
            speech.count(trial.members),
            _beside(*(speech.count(side.points) for side in sides)),
            _beside(*(_or_nothing(speech, side.perks_minor) for side in sides)),
            _beside(*(whole_money(speech, side.cost_minor) for side in sides)),
        )
    )
    rows.append(
        (
            _tr("Points in members’ hands"),
            "",
            _beside(*(speech.count(side.outstanding) for side in sides)),
            "",
            _beside(*(whole_money(speech, side.outstanding_minor) for side in sides)),
        )
    )
    return rows


def _or_nothing(speech: Speech, amount_minor: int) -> str:
    return whole_money(speech, amount_minor) if amount_minor else "–"


def _beside(now: str, then: str) -> str:
    return now if now == then else _tr("{now} → {then}").format(now=now, then=then)

"""Why a member's points, tier and progress are what they are, in plain sentences."""

from datetime import date

from shopkeeper.records.book import Reading
from shopkeeper.rules.engine import Account, MovementKind, TierChange
from shopkeeper.rules.facts import Fact
from shopkeeper.rules.programme import Basis, Version, version_on
from shopkeeper.rules.standing import Standing, standing_of
from shopkeeper.say import Speech, counted
from shopkeeper.service import programmes, standings, whys

MOST_MOVEMENTS = 20
_MOVED: dict[MovementKind, str] = {
    "earned": "{points} earned with purchase {fact}",
    "used": "{points} used for purchase {fact}",
    "expired": "{points} expired",
    "reversed": "{points} taken back by return {fact}",
    "restored": "{points} given back by return {fact}",
    "gift": "{points} given",
    "answer": "{points} given for an answer",
    "adjustment": "{points} by an adjustment",
    "waiver": "{points} of debt waived",
    "perk": "{points} given as a perk",
}
_SUMS: dict[MovementKind, str] = {
    "earned": "earned", "gift": "given", "answer": "given for answers", "adjustment": "by adjustments", "used": "used",
    "restored": "given back", "reversed": "taken back by returns", "expired": "expired", "waiver": "of debt waived",
    "perk": "given as a perk",
}  # fmt: skip


def sentences(book: Reading, speech: Speech, member_id: int, day: date) -> list[str]:
    """Why the tier, why not the next one, why so many points; as of the end of a day."""
    versions = programmes.versions(book)
    facts = standings.facts_of(book, member_id, day)
    done = standings.replay_of(book, versions, member_id, day)
    standing = standing_of(done.account)
    said = [_tier(speech, done.account, done.changes, versions, standing)]
    said += _progress(book, speech, member_id, day)
    said += _points(speech, done.account, standing)
    said += _manual(speech, facts, day)
    return said


def _figure(speech: Speech, basis: Basis, figure: int) -> str:
    if basis == "spend":
        return speech.money(figure)
    if basis == "visits":
        return counted(figure, "{n} visit", "{n} visits")
    return speech.points(figure)


def _tier(
    speech: Speech,
    account: Account,
    changes: tuple[TierChange, ...],
    versions: tuple[Version, ...],
    standing: Standing,
) -> str:
    if not standing.rank:
        return f"{standing.tier}: no tier has been reached, or the last one has ended."
    since = "" if standing.tier_since is None else f" since {speech.day(standing.tier_since)}"
    until = "" if standing.tier_until is None else f", through {speech.day(standing.tier_until)}"
    if standing.rank > account.rank:
        return f"{standing.tier}{since}{until}: given by hand."
    last = changes[-1] if changes else None
    if last is None:
        return f"{standing.tier}{since}{until}."
    tier = version_on(versions, last.on).programme.tier(last.rank)
    reach = "" if tier is None else f" It asks for {_figure(speech, tier.basis, tier.reach)}."
    because = {
        "reached": f"reached with purchase {last.fact}." if last.fact else "reached.",
        "ended": "the term of the tier above had ended, and too little counted to renew it.",
        "return": f"after return {last.fact} the tier above would not have been reached.",
        "followed": "the tier follows what counts, every day.",
        "programme": "a new programme began.",
    }[last.because]
    return f"{standing.tier}{since}{until}: {because}{reach}"


def _progress(book: Reading, speech: Speech, member_id: int, day: date) -> list[str]:
    why = whys.tier(book, member_id, day)
    if not why.goal:
        return []
    counts = _figure(speech, why.basis, why.figure)
    span = f" since {speech.day(why.since)}" if why.since is not None else " in all"
    if why.figure >= why.reach or why.goal == why.tier:
        return [f"{counts} {'count' if why.basis == 'spend' else 'counted'}{span}."]
    missing = _figure(speech, why.basis, why.reach - why.figure)
    by = f" through {speech.day(why.drops_after)}" if why.drops_after is not None else ""
    return [
        f"{missing} more{by} make {why.goal}: of {_figure(speech, why.basis, why.reach)}, {counts} count{span}."
    ]


def _points(speech: Speech, account: Account, standing: Standing) -> list[str]:
    sums: dict[MovementKind, int] = {}
    for move in account.movements:
        sums[move.kind] = sums.get(move.kind, 0) + move.points
    parts = [f"{speech.count(abs(sums[kind]))} {word}" for kind, word in _SUMS.items() if sums.get(kind)]
    said = [f"{speech.points(standing.points)}{': ' + ', '.join(parts) if parts else ''}."]
    if standing.debt:
        said.append(f"{speech.points(standing.debt)} of debt are among them.")
    for move in account.movements[-MOST_MOVEMENTS:]:
        what = _MOVED[move.kind].format(points=f"{move.points:+d}", fact=move.fact)
        said.append(f"{speech.day(move.on)}: {what}.")
    if len(account.movements) > MOST_MOVEMENTS:
        said.append(f"Earlier: {len(account.movements) - MOST_MOVEMENTS} more movements.")
    return said


def _manual(speech: Speech, facts: list[Fact], day: date) -> list[str]:
    return [
        f"{fact.what} by hand from {speech.day(fact.on)} through {speech.day(fact.until)}."
        for fact in facts
        if fact.kind == "tier" and fact.until is not None and fact.until >= day
    ]

"""Why a member's points, tier, progress, expiry, debt and rank are what they are: a sentence, the rule, and the facts."""

from datetime import date
from itertools import accumulate
from typing import Literal

from shopkeeper.records.book import Reading
from shopkeeper.rules.engine import Account, Movement, MovementKind, TierChange
from shopkeeper.rules.programme import Basis, Programme, Version, version_on
from shopkeeper.rules.standing import Standing, standing_of
from shopkeeper.say import Speech, counted, text
from shopkeeper.service import members, programmes, shops, standings, whys
from shopkeeper.service.letter_words import speech_of
from shopkeeper.service.whys import WhyTier
from shopkeeper.values import dataclass

Figure = Literal["points", "tier", "progress", "expiry", "debt", "rank", "worth"]
LINES = 6


@dataclass(frozen=True, slots=True)
class WhyRow:
    """One fact behind a figure: its day (None for several together), what it is, and what it counts, in words."""

    on: date | None
    what: str
    value: str


@dataclass(frozen=True, slots=True)
class Why:
    """One figure explained. `sentence` answers, `rules` say by which rule and version; `rows` add up to `total`,
    where they are a sum ("" where they are not)."""

    figure: Figure
    title: str
    sentence: str
    rules: tuple[str, ...]
    rows: tuple[WhyRow, ...] = ()
    total: str = ""


def explain(book: Reading, member_id: int, today: date, *, lines: int = LINES) -> tuple[Why, ...]:
    """Every figure that stands on the card as of the end of `today`; one that is not there is left out.

    `lines` is how many facts are told one by one; the others are one line together.
    """
    versions = programmes.versions(book)
    done = standings.replay_of(book, versions, member_id, today)
    account, standing = done.account, standing_of(done.account)
    speech = speech_of(shops.read(book))
    words = dict(book.rows("select id, what from facts where member_id = ?", (member_id,)))
    told = _Told(speech, today, lines, words)
    version = version_on(versions, today)
    towards = whys.tier(book, member_id, today, lines=lines)
    found = [
        _points(told, account, standing, version, done.movements),
        _tier(told, account, standing, versions, done.changes),
        _progress(told, standing, towards),
        _expiry(told, standing, version.programme),
        _debt(told, standing, done.movements),
        _rank(told, book, standing),
    ]
    return tuple(why for why in found if why is not None)


@dataclass(frozen=True, slots=True)
class _Told:
    """How it is said, as of when, in how many lines, and what the facts were called."""

    speech: Speech
    today: date
    lines: int
    words: dict[int, str]

    def day(self, day: date) -> str:
        return self.speech.day(day, self.today)

    def change(self, points: int) -> str:
        sign = "+" if points > 0 else "−" if points < 0 else ""
        return sign + self.speech.count(abs(points))

    def figure(self, basis: Basis, value: int) -> str:
        if basis == "spend":
            return self.speech.money(value)
        return counted(value, "{n} visit", "{n} visits") if basis == "visits" else self.speech.points(value)

    def moved(self, move: Movement) -> str:
        what = self.words.get(move.fact, "")
        said = moved_words(move.kind)
        return f"{said}: {what}" if what and move.kind not in ("expired", "reversed", "restored") else said

    def movements(self, moves: tuple[Movement, ...]) -> tuple[WhyRow, ...]:
        """The latest, the newest first, and the earlier ones in one line."""
        latest = moves[max(0, len(moves) - self.lines) :]
        rows = [WhyRow(move.on, self.moved(move), self.change(move.points)) for move in reversed(latest)]
        earlier = moves[: len(moves) - len(latest)]
        if earlier:
            several = counted(len(earlier), "and {n} movement before", "and {n} movements before")
            rows.append(WhyRow(None, several, self.change(sum(move.points for move in earlier))))
        return tuple(rows)


def moved_words(kind: MovementKind) -> str:
    """What a kind of movement is called."""
    return {
        "earned": text("Earned"),
        "used": text("Used"),
        "expired": text("Expired"),
        "reversed": text("Taken back by a return"),
        "restored": text("Given back by a return"),
        "gift": text("Gift"),
        "answer": text("For an answer"),
        "adjustment": text("Adjustment"),
        "waiver": text("Debt waived"),
        "perk": text("Given as a perk"),
    }[kind]


def _summed(told: _Told, moves: tuple[Movement, ...]) -> str:
    """`4,530 earned, 50 given, 1,450 used`"""
    sums: dict[MovementKind, int] = {}
    for move in moves:
        sums[move.kind] = sums.get(move.kind, 0) + move.points
    words: dict[MovementKind, str] = {
        "earned": text("{n} earned"),
        "gift": text("{n} given"),
        "answer": text("{n} for answers"),
        "perk": text("{n} as perks"),
        "adjustment": text("{n} by adjustments"),
        "restored": text("{n} given back by returns"),
        "waiver": text("{n} of debt waived"),
        "used": text("{n} used"),
        "reversed": text("{n} taken back by returns"),
        "expired": text("{n} expired"),
    }
    return ", ".join(
        sentence.format(n=told.speech.count(abs(sums[kind])))
        for kind, sentence in words.items()
        if sums.get(kind)
    )


def _version_words(told: _Told, version: Version) -> str:
    return text("So says the programme in force since {day}.").format(day=told.speech.day(version.from_day))


def _points(
    told: _Told, account: Account, standing: Standing, version: Version, moves: tuple[Movement, ...]
) -> Why:
    speech, programme = told.speech, version.programme
    sums = _summed(told, moves)
    sentence = text("{points}: {sums}.") if sums else text("{points}: nothing was earned or given yet.")
    rate = programme.per_unit * programme.unit_minor
    rules = []
    if rate:
        each = programme.unit_minor * programme.per_unit.denominator // max(1, programme.per_unit.numerator)
        given = 1
        if programme.per_unit > 1:
            each, given = programme.unit_minor * programme.per_unit.denominator, programme.per_unit.numerator
        rules.append(
            text("{points} for each {amount}, times what the tier held just before gives.").format(
                points=speech.points(given), amount=speech.money(each)
            )
        )
    if standing.multiplier_text:
        rules.append(text("{tier} gives {times}.").format(tier=standing.tier, times=standing.multiplier_text))
    rules.append(_version_words(told, version))
    return Why(
        "points",
        text("Points"),
        sentence.format(points=speech.points(standing.points), sums=sums),
        tuple(rules),
        told.movements(moves),
        speech.points(standing.points) if moves else "",
    )


def _tier(
    told: _Told,
    account: Account,
    standing: Standing,
    versions: tuple[Version, ...],
    changes: tuple[TierChange, ...],
) -> Why:
    title = text("Tier")
    history = tuple(
        WhyRow(
            change.on,
            _changed_words(change),
            version_on(versions, change.on).programme.name(change.rank),
        )
        for change in reversed(changes[-told.lines :])
    )
    if not standing.rank:
        sentence = text("{tier}: no tier has been reached yet.")
        if changes:
            sentence = text("{tier}: the last tier has ended.")
        return Why("tier", title, sentence.format(tier=standing.tier), (), history)
    rules = []
    if standing.tier_until is not None:
        kept = (
            text("{tier} has ended and holds through {day} as a grace.")
            if standing.in_grace
            else text("{tier} holds through {day}, whatever is bought.")
        )
        rules.append(kept.format(tier=standing.tier, day=told.day(standing.tier_until)))
    if standing.rank > account.rank:
        sentence = text("{tier} was given by hand.").format(tier=standing.tier)
        return Why("tier", title, sentence, tuple(rules), history)
    last = changes[-1] if changes else None
    since = standing.tier_since or told.today
    because = text("{tier} since {day}.") if last is None else _because(last)
    sentence = because.format(tier=standing.tier, day=told.day(since))
    asked = version_on(versions, last.on if last else told.today)
    tier = asked.programme.tier(last.rank if last else standing.rank)
    if tier is not None:
        rules.insert(
            0,
            text("{tier} asks for {reach}.").format(
                tier=tier.name, reach=told.figure(tier.basis, tier.reach)
            ),
        )
        rules.append(_version_words(told, asked))
    return Why("tier", title, sentence, tuple(rules), history)


def _because(change: TierChange) -> str:
    return {
        "reached": text("{tier} since {day}: reached with the purchase of that day."),
        "ended": text(
            "{tier} since {day}: the term of the tier above had ended, and too little counted to renew it."
        ),
        "return": text(
            "{tier} since {day}: without what came back, the tier above would not have been reached."
        ),
        "followed": text("{tier} since {day}: the tier follows what counts, every day."),
        "programme": text("{tier} since {day}, when a new programme began."),
    }.get(change.because, text("{tier} since {day}."))


def _changed_words(change: TierChange) -> str:
    return {
        "reached": text("Reached with a purchase"),
        "ended": text("The term ended"),
        "return": text("After a return"),
        "followed": text("Follows what counts"),
        "programme": text("A new programme began"),
    }.get(change.because, text("Changed"))


def _progress(told: _Told, standing: Standing, towards: WhyTier) -> Why | None:
    if not towards.goal:
        return None
    span = {"ever": text("in all"), "calendar year": text("in a calendar year")}.get(towards.window)
    if span is None:
        span = counted(int(towards.window.split()[0]), "within {n} month", "within {n} months")
    sentence = text("{tier} asks for {reach} {span}; {figure} is there.").format(
        tier=towards.goal,
        reach=told.figure(towards.basis, towards.reach),
        span=span,
        figure=told.figure(towards.basis, towards.figure),
    )
    rules = []
    if towards.since is not None:
        rules.append(text("What was bought from {day} counts.").format(day=told.day(towards.since)))
    if towards.drops_after is not None and standing.next_tier is not None and standing.next_tier.missing:
        rules.append(text("Through {day} all of it counts.").format(day=told.day(towards.drops_after)))
    rows = [
        WhyRow(line.on, line.what or text("A purchase"), told.figure(towards.basis, line.counts))
        for line in towards.lines
    ]
    if towards.others_count:
        several = counted(towards.others_count, "and {n} more", "and {n} more")
        rows.append(WhyRow(None, several, told.figure(towards.basis, towards.others)))
    total = told.figure(towards.basis, towards.figure) if rows else ""
    return Why("progress", text("Progress"), sentence, tuple(rules), tuple(rows), total)


def _expiry(told: _Told, standing: Standing, programme: Programme) -> Why | None:
    batches = standing.batches
    if not batches:
        return None
    first = batches[0]
    rows = [
        WhyRow(
            batch.earned_on,
            text("usable for ever")
            if batch.last_day is None
            else text("usable through {day}").format(day=told.speech.day(batch.last_day)),
            told.speech.count(batch.left),
        )
        for batch in batches[: told.lines]
    ]
    others = batches[told.lines :]
    if others:
        several = counted(len(others), "and {n} day of earning more", "and {n} days of earning more")
        rows.append(WhyRow(None, several, told.speech.count(sum(batch.left for batch in others))))
    if first.last_day is None:
        sentence = text("The points never expire.")
    else:
        ending = sum(batch.left for batch in batches if batch.last_day == first.last_day)
        sentence = text("{points} can be used through {day}, then they expire.").format(
            points=told.speech.points(ending), day=told.speech.day(first.last_day)
        )
    rules = []
    if programme.expire_months is not None:
        months = counted(programme.expire_months, "{n} month", "{n} months")
        rules.append(
            text(
                "Points last {months} from the day they were earned; those that end first are used first."
            ).format(months=months)
        )
    total = told.speech.points(sum(batch.left for batch in batches))
    return Why("expiry", text("Expiry"), sentence, tuple(rules), tuple(rows), total)


def _debt(told: _Told, standing: Standing, moves: tuple[Movement, ...]) -> Why | None:
    if not standing.debt:
        return None
    balances = list(accumulate(move.points for move in moves))
    # What is owed began when the balance last fell below nothing.
    began = max((at for at, balance in enumerate(balances) if balance >= 0), default=-1) + 1
    before = balances[began - 1] if began else 0
    sentence = text("{points} are owed since {day}: {cause}.").format(
        points=told.speech.points(standing.debt),
        day=told.day(moves[began].on),
        cause=_owed_because(moves[began].kind),
    )
    rule = text("The next points that are earned or given pay them back first.")
    rows = told.movements(moves[began:])
    if before:
        rows = (*rows, WhyRow(None, text("Balance before"), told.speech.count(before)))
    return Why("debt", text("Owed"), sentence, (rule,), rows, told.speech.points(standing.points))


def _owed_because(kind: MovementKind) -> str:
    if kind == "reversed":
        return text("a purchase came back whose points had been used")
    if kind == "adjustment":
        return text("more was taken by hand than there was")
    if kind == "used":
        return text("more had been used than there was after a correction")
    return text("more was taken than there was")


def _rank(told: _Told, book: Reading, standing: Standing) -> Why | None:
    more, of = members.spent_more(book, standing.spent_minor)
    percent = members.best_percent(more, of, standing.spent_minor)
    if percent is None:
        return None
    speech = told.speech
    sentence = text("In the top {percent} by what was spent in all: {amount}.").format(
        percent=speech.percent(percent, 100), amount=speech.money(standing.spent_minor)
    )
    rule = text("Of the {of} members who bought last, {more} spent more; returns are taken off.").format(
        of=speech.count(of), more=speech.count(more)
    )
    return Why("rank", text("Rank"), sentence, (rule,))

"""A trial in words: what it can find, how it stands, what came of it and what to do next; the same on the screen, on paper
and by command."""

from datetime import date

from shopkeeper.rules.trial_measures import Measure
from shopkeeper.say import Speech, text
from shopkeeper.service.trial_lot import Size
from shopkeeper.service.trial_result import Result
from shopkeeper.service.trials import Plan, Trial


def measure(of: Measure) -> str:
    """What a trial is measured by."""
    return {
        "spend": text("What each member spends"),
        "visits": text("How often each member comes"),
        "came": text("How many come again at all"),
    }[of]


def amount(of: Measure, parts: float, speech: Speech) -> str:
    """A figure of a measure with its unit, without a sign: `£3.20 a week`."""
    whole = round(abs(parts))
    if of == "spend":
        return text("{sum} a week").format(sum=speech.money(whole))
    if of == "visits":
        return text("{n} visits in four weeks").format(n=speech.hundredths(whole))
    return text("{n} in 100 members").format(n=speech.tenths(whole))


def signed(of: Measure, parts: float, speech: Speech, *, short: bool = False) -> str:
    """The same as more or less: `£3.20 a week more`; `short` without the unit: `£3.20 more`."""
    whole = round(abs(parts))
    if whole == 0:
        return text("nothing")
    plain = {"spend": speech.money, "visits": speech.hundredths, "came": speech.tenths}[of](whole)
    form = text("{amount} more") if parts > 0 else text("{amount} less")
    return form.format(amount=plain if short else amount(of, parts, speech))


def offer(plan: Plan, *, first: bool) -> str:
    """What a half gets."""
    found = plan.first if first else plan.second
    if not found.words:
        return text("Nothing")
    return found.words


def whom(plan: Plan) -> str:
    """Who is in it."""
    return plan.who[:1].upper() + plan.who[1:] or text("Everyone")


def finds(size: Size, of: Measure, speech: Speech) -> str:
    """What such a trial could find, in the owner's words."""
    if size.smallest is None:
        return text(
            "How small a difference it could find cannot be said: the book is too young for it, or too few would be in it."
        )
    return text(
        "With {half} members in each half you would see a difference of {amount} or more, in four of five such trials."
        " Without any offer they come to {usual}."
    ).format(
        half=speech.count(size.half), amount=amount(of, size.smallest, speech), usual=amount(of, size.usual or 0, speech)
    )  # fmt: skip


def enough(size: Size, of: Measure, goal: int, speech: Speech) -> str:
    """Whether that is enough for what is hoped for, and if not, what would be."""
    if size.smallest is None:
        return ""
    hoped = amount(of, goal, speech)
    if size.smallest <= goal:
        return text("That is enough to see {hoped}.").format(hoped=hoped)
    if size.enough_weeks is None:
        return text(
            "That is not enough to see {hoped}, and no length would be: choose more members, or an offer that does more."
        ).format(hoped=hoped)
    weeks = speech.counted(size.enough_weeks, "{n} week", "{n} weeks")
    return text("That is not enough to see {hoped}: it would take about {weeks}.").format(
        hoped=hoped, weeks=weeks
    )


def left_out(size: Size, speech: Speech) -> str:
    """Who is not drawn though meant, "" for nobody."""
    if not size.elsewhere:
        return ""
    return text("Left out because they, or their household, are in another trial: {n}.").format(
        n=speech.count(size.elsewhere)
    )


def state(trial: Trial, speech: Speech, today: date) -> str:
    """How it stands, in a few words."""
    now = trial.state(today)
    if now == "to come":
        return text("begins {day}").format(day=speech.near(trial.plan.from_day, today))
    if now == "running":
        return speech.counted(trial.weeks_left(today), "{n} week to go", "{n} weeks to go")
    if now == "stopped" and trial.stopped_on is not None:
        return text("ended early, {day}").format(day=speech.day(trial.stopped_on, today))
    return text("over since {day}").format(day=speech.day(trial.through, today))


def headline(result: Result, speech: Speech) -> str:
    """What can be said, in one sentence."""
    plan, found = result.trial.plan, result.compared
    if result.state in ("to come", "running"):
        weeks = speech.counted(max(1, result.weeks_left), "{n} week more", "{n} weeks more")
        return text("Cannot tell yet: about {weeks}.").format(weeks=weeks)
    if result.state == "stopped":
        return text("It was ended early and says nothing.")
    if found is None or result.said is None:
        return text("Too few were counted to tell anything.")
    if result.said == "better":
        return text("“{offer}” brings more.").format(offer=plan.first.words)
    if result.said == "worse":
        return text("“{offer}” brings less.").format(offer=plan.first.words)
    if result.said == "no matter":
        return text("It makes no difference of the size you hoped for.")
    return text("Cannot tell.")


def meaning(result: Result, speech: Speech) -> str:
    """The difference with how sure one can be, or why nothing is said."""
    plan, found = result.trial.plan, result.compared
    if result.state in ("to come", "running"):
        return text(
            "Its end was fixed when it began: {day}. Until then nothing is told of one half against the other, for whoever stops"
            " at the moment it looks best mostly sees what the lot has done."
        ).format(day=speech.day(result.trial.through, result.on))
    if result.state == "stopped":
        return text("Whoever ends a trial when it looks best mostly sees what the lot has done.")
    if found is None:
        return text("Fewer than ten pairs of households are left.")
    return text(
        "Each member with it: {ours}. Each of the others: {theirs}. The difference is {difference}; the truth lies between {low}"
        " and {high}, as it does in 19 of 20 such trials."
    ).format(
        ours=amount(plan.measure, found.ours, speech), theirs=amount(plan.measure, found.theirs, speech),
        difference=signed(plan.measure, found.difference, speech), low=signed(plan.measure, found.low, speech, short=True),
        high=signed(plan.measure, found.high, speech, short=True),
    )  # fmt: skip


def cost(result: Result, speech: Speech) -> str:
    """What was given and what that cost."""
    parts = []
    for first, half in ((True, result.first), (False, result.second)):
        if not half.given:
            continue
        words = offer(result.trial.plan, first=first)
        given = text("“{offer}” was given {n} times, to {members} of {all} members").format(
            offer=words,
            n=speech.count(half.given),
            members=speech.count(half.had),
            all=speech.count(half.members),
        )
        if half.cost_minor:
            given = text("{given}, and cost {sum}").format(given=given, sum=speech.money(half.cost_minor))
        parts.append(f"{given}.")
    return " ".join(parts) or text("Nothing has been given yet.")


def next_step(result: Result, speech: Speech) -> str:
    """What to do now, in a sentence."""
    trial, plan, found = result.trial, result.trial.plan, result.compared
    hoped = amount(plan.measure, plan.goal, speech)
    if result.state == "to come":
        return text("Letters can name what each one gets before it begins: write {{offer}} into the wording.")
    if result.state == "running":
        return text("Go on giving each member what the counter says, and look again on {day}.").format(
            day=speech.day(trial.through, result.on)
        )
    if result.state == "stopped" or found is None:
        return text("To know, begin a new one and let it run to its end.")
    if result.said == "better" and found.low >= plan.goal:
        return text("It does what you hoped for ({hoped}): give it to everybody.").format(hoped=hoped)
    if result.said == "better":
        return text(
            "It does something, perhaps less than the {hoped} you hoped for: give it if it is worth what it costs."
        ).format(hoped=hoped)
    if result.said == "worse":
        instead = plan.second.words or text("nothing")
        return text("Let it be: {instead} does better.").format(
            instead=f"“{instead}”" if plan.second.words else instead
        )
    if result.said == "no matter":
        return text("Let it be, and try something that does more.")
    if result.longer_weeks is None:
        return text(
            "With these members no length would be enough to see {hoped}: choose more of them, or an offer that does more."
        ).format(hoped=hoped)
    more = speech.counted(result.longer_weeks - plan.weeks, "{n} week more", "{n} weeks more")
    return text("About {more}: begin a new trial of {weeks} weeks, with a lot of its own.").format(
        more=more, weeks=speech.count(result.longer_weeks)
    )


def how() -> str:
    """How all of it is worked out, for whoever asks."""
    return text(
        "Households are put in pairs of those most alike in the half year before, and a lot says who of each pair gets the first"
        " offer. Everybody counts for the half they were drawn for, whether they had the offer or not. The range is what 4,999"
        " other ways the lot could have fallen leave possible (Fisher, Pitman); its size was known before the trial began."
    )

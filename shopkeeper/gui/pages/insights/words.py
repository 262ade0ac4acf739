"""The figures of the quiet hour in words, each with how it is worked out."""

from shopkeeper.rules.stages import USUAL, Stage
from shopkeeper.say import Speech, counted, text
from shopkeeper.service.insights import Insights, Word


def share(speech: Speech, part: float) -> str:
    """A share between 0 and 1 in whole per cent."""
    return speech.percent(round(part * 10_000), 10_000)


def kept(found: Insights, speech: Speech) -> tuple[str, str, str]:
    """The share kept from last year, how it changed, and the tone of that."""
    now, before = found.kept.share, found.kept_before.share
    if now is None:
        return "–", text("Nobody bought in the year before."), "2"
    figure = speech.percent_of_thousand(round(now * 1000))
    if before is None:
        of = speech.count(found.kept.of)
        return figure, text("of {count} who bought in the time before").format(count=of), "2"
    points = round((now - before) * 1000)
    change = f"{'+' if points >= 0 else '−'}{speech.tenths(abs(points))}"
    words = text("{change} points on the time before").format(change=change)
    return figure, words, "accent" if points >= 0 else "attention"


def basket(found: Insights, speech: Speech) -> tuple[str, str]:
    """The average basket of all, and of members and others."""
    minor = found.member_basket[0] + found.other_basket[0]
    sales = found.member_basket[1] + found.other_basket[1]
    if not sales:
        return "–", text("Nothing was sold yet.")

    def average(part: tuple[int, int]) -> str:
        return speech.money(round(part[0] / part[1])) if part[1] else "–"

    return (
        speech.money(round(minor / sales)),
        text("members {members} · others {others}").format(
            members=average(found.member_basket), others=average(found.other_basket)
        ),
    )


def stage(of: Stage) -> str:
    """What a stage is called."""
    return {
        Stage.PROSPECT: text("No purchase yet"), Stage.FIRST: text("First purchase"), Stage.REPEAT: text("Repeat"),
        Stage.CLIENT: text("Client"), Stage.ADVOCATE: text("Advocate"), Stage.SLIPPING: text("Slipping"),
        Stage.LOST: text("Lost"),
    }[of]  # fmt: skip


def stage_meaning(of: Stage) -> str:
    """By which rule one stands there, and what moves one on."""
    limits = USUAL
    return {
        Stage.PROSPECT: text("Enrolled, nothing bought. A word and the welcome gift bring the first visit."),
        Stage.FIRST: text("Came once, at most {days} days ago. The second visit decides: ask whether it was all right.").format(days=limits.first_slipping_days),
        Stage.REPEAT: text("Came on two days or more. Knowing what they like brings the next."),
        Stage.CLIENT: text("Came on {visits} days or more within a year. Say what their next tier means.").format(visits=limits.client_visits),
        Stage.ADVOCATE: text("A client who has sent somebody. Thank them for it once."),
        Stage.SLIPPING: text("Away {times} times as long as usual for them, or {days} days after a first visit. A word now is easiest.").format(times="2½", days=limits.first_slipping_days),
        Stage.LOST: text("Away {times} times as long as usual, a year at most. Ask why, and put it right.").format(times="8"),
    }[of]  # fmt: skip


def rhythm(word: Word, speech: Speech) -> str:
    """How often somebody used to come."""
    if word.usual_days is None:
        return text("came once")
    days = max(1, round(word.usual_days))
    return text("every day") if days == 1 else text("every {n} days").format(n=speech.count(days))


def quiet(word: Word) -> str:
    """For how long somebody has not been seen."""
    return counted(word.quiet_days, text("{n} day"), text("{n} days"))


def how_chance(found: Insights) -> str:
    """How the chance is worked out."""
    if found.rule == "rhythm":
        return text(
            "Too few members have come a second time to learn from. The chance is by each one’s own rhythm: on time it is"
            " 100%, away twice as long as usual 50%."
        )
    return text(
        "Chance of another visit within {weeks} weeks, learnt from this shop: how often those who stood as each member"
        " stands now came again. One-time buyers are judged the same way."
    ).format(weeks=round(found.ahead_weeks))

"""The figures of the quiet hour in words, each with how it is worked out."""

from shopkeeper.rules.keeping import CameAgain
from shopkeeper.rules.stages import Stage, Thresholds
from shopkeeper.say import Speech, counted, text
from shopkeeper.service.insights import Insights, Word
from shopkeeper.service.loyalty import Loyalty
from shopkeeper.service.moving_up import SOON_DAYS, WITHIN_DAYS, StepKind, WentBefore


def share(speech: Speech, part: float) -> str:
    """A share between 0 and 1 in whole per cent."""
    return speech.percent(round(part * 10_000), 10_000)


def chance(speech: Speech, part: float, found: Insights) -> str:
    """The chance to come again; what is learnt from others is never certain."""
    most = 0.99
    if found.rule == "learnt" and part > most:
        return text("over {share}").format(share=share(speech, most))
    return share(speech, part)


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


def stage_meaning(of: Stage, limits: Thresholds) -> str:
    """By which rule one stands there, and what moves one on."""
    return {
        Stage.PROSPECT: text("Enrolled, nothing bought. A word and the welcome gift bring the first visit."),
        Stage.FIRST: text("Came once, at most {days} days ago. The second visit decides: ask whether it was all right.").format(days=limits.first_slipping_days),
        Stage.REPEAT: text("Came on two days or more. Knowing what they like brings the next."),
        Stage.CLIENT: text("Came on {visits} days or more within {days} days. Say what their next tier means.").format(
            visits=limits.client_visits, days=limits.client_days),
        Stage.ADVOCATE: text("A client who has sent somebody. Thank them for it once."),
        Stage.SLIPPING: text("Away {times} times as long as usual for them, or {days} days after a first visit. A word now is easiest.").format(
            times=times(limits.slipping_times), days=limits.first_slipping_days),
        Stage.LOST: text("Away {times} times as long as usual, {days} days at most. Ask why, and put it right.").format(
            times=times(limits.lost_times), days=limits.lost_at_most_days),
    }[of]  # fmt: skip


def times(number: float) -> str:
    """How many times: whole, or with a half as it is said."""
    whole, rest = divmod(round(number * 10), 10)
    return f"{whole}½" if rest == 5 else f"{whole}" if not rest else f"{number:.1f}"


def step(of: StepKind, limits: Thresholds) -> tuple[str, str]:
    """Whom a line of the plan is about, and what is to be done."""
    return {
        "advocates": (text("Advocates nobody has thanked this year"), text("They bring you customers. Thank them by hand, once, and tell them first.")),
        "clients": (text("Clients who have sent nobody yet"), text("Ask whom they would tell. Have a card ready they can hand on.")),
        "nearly": (text("Two visits short of a client"), text("Say what is new for them, and what their next tier gives.")),
        "second": (text("Came once, lately"), text("Within {days} days: ask whether it was all right, remember one thing about them.").format(days=limits.first_slipping_days)),
        "slipping": (text("Slipping away"), text("A word now, the most valuable first. What is new brings more back than a discount.")),
        "lost": (text("Lost"), text("Ask why. Put it right where you can, and leave those in peace who say no.")),
        "prospects": (text("Enrolled, nothing bought"), text("Tell them what the first visit gives; let go of whom it does not suit.")),
    }[of]  # fmt: skip


def before(one: WentBefore, speech: Speech) -> str:
    """What went before a second visit, as a sentence."""
    about = {
        "letter": text("Written to within {soon} days").format(soon=SOON_DAYS),
        "noted": text("Something noted about them"),
        "sent": text("Sent by a member"),
    }[one.what]
    if not one.those.of:
        return text("{about}: nobody yet.").format(about=about)
    return text("{about}: {those} came again within {within} days; of the others {others}.").format(
        about=about, within=WITHIN_DAYS, those=_came(one.those, speech), others=_came(one.others, speech)
    )


def _came(part: CameAgain, speech: Speech) -> str:
    share = speech.percent(part.came, part.of)
    return text("{share} of {n}").format(share=share, n=speech.count(part.of))


def how_plan() -> str:
    """How the plan is made."""
    return text(
        "From the best down: what keeps the best comes before what gets new ones. Show opens the members a line is about; from there"
        " they can be written to, or kept as a group. The shares below are of those whose first visit was in the last year and who"
        " were not back within {soon} days. They tell what went together, not what was the cause."
    ).format(soon=SOON_DAYS)


def how_crossed(on: str) -> str:
    """How the table is read."""
    return text(
        "Each row: where members stood a month before {day}. Across: where they stand now. The darker, the larger the share of the row."
    ).format(day=on)


def rhythm(word: Word, speech: Speech) -> str:
    """How often somebody used to come."""
    if word.usual_days is None:
        return text("came once")
    days = max(1, round(word.usual_days))
    return text("every day") if days == 1 else text("every {n} days").format(n=speech.count(days))


def quiet(word: Word) -> str:
    """For how long somebody has not been seen."""
    return counted(word.quiet_days, "{n} day", "{n} days")


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


def best(found: Insights, speech: Speech) -> str:
    """How the two lists of the best fifth differ."""
    lists = found.best
    if not lists.both and not lists.lately_only and not lists.ever_only:
        return text("Nobody has bought anything in these months.")
    return "\n".join((
        text("{n} are on both lists.").format(n=speech.count(len(lists.both))),
        text("{n} of the last twelve months’ best are not among the best of all time: new friends. {names}").format(
            n=speech.count(len(lists.lately_only)), names=_names(found.best_names[0])),
        text("{n} of the best of all time are not among the last twelve months’: worth asking after. {names}").format(
            n=speech.count(len(lists.ever_only)), names=_names(found.best_names[1])),
        text("{n} have perks of a tier without being on either list.").format(n=speech.count(found.perks_beside)),
    ))  # fmt: skip


def _names(names: tuple[str, ...]) -> str:
    return text("First of them: {names}.").format(names=", ".join(names)) if names else ""


def how_best() -> str:
    """How the lists are made."""
    return text(
        "The best fifth by what they spent in the last twelve months, and by what they ever spent; returns taken off."
    )


def loyal(kept: Loyalty, speech: Speech) -> list[str]:
    """What the shop did for its members, line by line."""
    promised = (
        text("Promises kept on time: {kept} of {due}").format(
            kept=speech.count(kept.promises_kept), due=speech.count(kept.promises_due)
        )
        if kept.promises_due
        else text("No promise was due")
    )
    heard = (
        text("Complaints and requests answered: {answered} of {heard}").format(
            answered=speech.count(kept.answered), heard=speech.count(kept.heard)
        )
        if kept.heard
        else text("No complaint or request was heard")
    )
    if kept.answered_after_minutes is not None:
        heard += " · " + text("first answer after {time}").format(
            time=_time(kept.answered_after_minutes, speech)
        )
    return [
        promised, heard,
        speech.counted(kept.thanked, "{n} letter of thanks written", "{n} letters of thanks written"),
        text("{perks} perks and {gifts} gifts given").format(perks=speech.count(kept.perks), gifts=speech.count(kept.gifts)),
        speech.counted(kept.learnt, "{n} thing learnt about members", "{n} things learnt about members"),
    ]  # fmt: skip


def how_loyal() -> str:
    """How it is counted."""
    return text(
        "From the shop’s own book over these months: be loyal to them, and they may be to you. What was taken back does not count."
    )


def _time(minutes: int, speech: Speech) -> str:
    if minutes < 120:
        return counted(minutes, "{n} minute", "{n} minutes")
    if minutes < 2 * 24 * 60:
        return text("{n} hours").format(n=speech.count(round(minutes / 60)))
    return text("{n} days").format(n=speech.count(round(minutes / 60 / 24)))

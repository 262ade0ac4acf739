"""Events and guests in the words of the screen."""

from datetime import date, datetime

from shopkeeper.paper.ledger import Ledger, Row
from shopkeeper.paper.note import Letterhead
from shopkeeper.rules.programme import Programme
from shopkeeper.say import Speech, text
from shopkeeper.service.event_result import Result
from shopkeeper.service.events import Event, Kind, Plan
from shopkeeper.service.guests import Guest
from shopkeeper.service.shops import Shop


def kind(of: Kind) -> str:
    """What a kind is called."""
    return {
        "vip night": text("VIP night"),
        "sale preview": text("Sale preview"),
        "late hours": text("Late hours"),
        "tasting": text("Tasting"),
        "other": text("Something else"),
    }[of]


def words_for(of: Kind) -> str:
    """How a letter names an event of a kind, until the owner says it otherwise."""
    return {
        "vip night": text("our VIP night"),
        "sale preview": text("our sale preview"),
        "late hours": text("our late evening"),
        "tasting": text("our tasting"),
        "other": "",
    }[of]


def when(plan: Plan, speech: Speech) -> str:
    """The day with its year, and the hours."""
    return text("{day}, {start} to {end}").format(
        day=speech.day_of_week(plan.on_day),
        start=speech.clock(plan.from_time),
        end=speech.clock(plan.until_time),
    )


def about(event: Event, speech: Speech) -> str:
    """The line below the name: when, where, for how many."""
    plan = event.plan
    parts = [when(plan, speech), plan.room, plan.note.partition("\n")[0]]
    if plan.places is not None:
        parts.append(text("room for {n}").format(n=speech.count(plan.places)))
    if plan.served:
        parts.append(text("served by {names}").format(names=plan.served))
    if plan.cost_minor:
        parts.append(text("costs {sum}").format(sum=speech.money(plan.cost_minor)))
    return " · ".join(part for part in parts if part)


def early(plan: Plan, programme: Programme, speech: Speech, today: date) -> str:
    """To whom it is open without an invitation, "" where to nobody."""
    if plan.early_rank is None:
        return ""
    names = [tier.name for rank, tier in enumerate(programme.tiers, 1) if rank >= plan.early_rank]
    said = text("Open without an invitation to {tiers}").format(tiers=text(" and ").join(names))
    if plan.opens_on is not None:
        said += " · " + text("to everybody {day}").format(day=speech.near(plan.opens_on, today))
    return said


def in_list(event: Event, result: Result | None, speech: Speech, today: date) -> str:
    """What the list of events says of one."""
    plan, tally = event.plan, event.tally
    day = speech.day_short(plan.on_day, today)
    if event.called_off_on is not None:
        return text("{day} · called off").format(day=day)
    if plan.on_day >= today:
        weekday = speech.weekday(plan.on_day)
        line = text("{weekday} {day}, {start}").format(
            weekday=weekday, day=day, start=speech.clock(plan.from_time)
        )
        if not tally.invited:
            return line
        figures = text("{invited} invited · {coming} coming").format(
            invited=speech.count(tally.invited), coming=speech.count(tally.coming)
        )
        return f"{line}\n{figures}"
    came = text("{day} · {n} came").format(day=day, n=speech.count(tally.here))
    if result is None or not result.came:
        return came
    days = (result.through - plan.on_day).days + 1
    after = text("in {n} days, per head: {figures}").format(n=days, figures=per_head(result, speech))
    return f"{came} · {after}"


def per_head(result: Result, speech: Speech) -> str:
    """Guests against those like them, per head."""
    guest, other = speech.money(result.guest_minor), speech.money(result.other_minor)
    if result.compared == "kept back":
        return text("invited {guest}, kept back {other}").format(guest=guest, other=other)
    if result.compared == "like":
        return text("guests {guest}, like members not invited {other}").format(guest=guest, other=other)
    return text("guests {guest}").format(guest=guest)


def verdict(result: Result, speech: Speech) -> str:
    """How sure one can be."""
    if result.days_left:
        return text("The days after are not over: counted until {day}.").format(
            day=speech.day(result.through, result.through)
        )
    apart = result.difference
    if apart is None:
        return text("Too few to compare: nothing can be told from so few people.")
    low, high = speech.money_change(round(apart.low)), speech.money_change(round(apart.high))
    if not apart.tells:
        return text(
            "Cannot tell: the difference lies between {low} and {high} per head, so it may be nothing."
        ).format(low=low, high=high)
    if apart.low > 0:
        return text("Guests bought more: between {low} and {high} per head.").format(low=low, high=high)
    return text("Guests bought less: between {low} and {high} per head.").format(low=low, high=high)


def how(result: Result, days: int) -> str:
    """How the comparison is made."""
    if result.compared == "kept back":
        return text(
            "Everybody invited, whether they came or not, against those kept back by lot: what each bought in {n} days from"
            " the day itself, what came back taken off. The lot makes it fair. In 19 of 20 such cases the truth lies within"
            " the range."
        ).format(n=days)
    return text(
        "Each guest against one member who was not on the list, of the same tier and about the same spending in the 180 days"
        " before: what each bought in {n} days from the day itself. Who accepts an invitation may be keener anyway; only a"
        " part kept back by lot can tell that apart."
    ).format(n=days)


def cost(result: Result, speech: Speech) -> str:
    """What it cost, and what the guests bought."""
    bought = text("Guests bought {sum} in these days.").format(sum=speech.money(result.spent_minor))
    if not result.cost_minor:
        return bought
    each = speech.money(round(result.cost_minor / result.came)) if result.came else ""
    spent = text("It cost {sum}").format(sum=speech.money(result.cost_minor))
    per = text("{sum} for each guest").format(sum=each) if each else ""
    return f"{bought} {spent}{', ' + per if per else ''}."


def invitation(guest: Guest, speech: Speech, today: date) -> str:
    """How a guest was invited, or why not yet."""
    if guest.state == "at the door":
        return text("not invited")
    if guest.state == "kept back":
        return text("kept back")
    if guest.letter_on is not None:
        return text("letter {day}").format(day=speech.day_short(guest.letter_on, today))
    if guest.told_on is not None:
        way = {
            "counter": text("counter {day}"), "phone": text("phone {day}"),
            "e-mail": text("e-mail {day}"), "visit": text("visit {day}"),
        }[guest.told_by]  # fmt: skip
        return way.format(day=speech.day_short(guest.told_on, today))
    if guest.no_letter:
        return guest.no_letter
    return text("not yet")


def answer(guest: Guest, speech: Speech) -> str:
    """What a guest answered."""
    if guest.state == "waiting":
        said = text("Waits for a place")
    elif guest.state == "at the door":
        return text("Welcomed at the door")
    elif guest.state == "kept back":
        return "–"
    else:
        said = {
            "yes": text("Coming"), "maybe": text("Maybe"), "no": text("Sends regrets"), "": text("No answer"),
        }[guest.answer]  # fmt: skip
    if guest.companions and guest.answer in ("yes", "maybe"):
        return text("{said}, with {guests}").format(
            said=said, guests=speech.counted(guest.companions, "{n} guest", "{n} guests")
        )
    return said


def door(guest: Guest, plan: Plan, shop: Shop, speech: Speech) -> str:
    """In since when; "" for who is not."""
    if not guest.arrived_at:
        return ""
    instant = datetime.fromisoformat(guest.arrived_at.replace("Z", "+00:00"))
    said = (
        text("here {time}").format(time=speech.time(instant))
        if shop.day_of(instant) == plan.on_day
        else text("came")
    )
    return f"{said} +{guest.came_with}" if guest.came_with else said


def door_list(event: Event, guests: tuple[Guest, ...], shop: Shop, speech: Speech) -> Ledger:
    """The list of the door on paper, for when the power is out: a box to tick before every name."""
    rows = [
        Row((
            "☐", guest.name or guest.number, guest.tier,
            text("waits") if guest.state == "waiting" else answer(guest, speech), "",
        ))
        for guest in guests
        if guest.state in ("invited", "waiting") and guest.answer != "no"
    ]  # fmt: skip
    return Ledger(
        letterhead=Letterhead(
            shop.name, shop.tagline, ", ".join(part for part in (shop.street, shop.town) if part), shop.accent
        ),
        title=event.plan.name,
        whose=(when(event.plan, speech), text("The door: tick who comes, and write down how many they bring.")),
        heads=("", text("Guest"), text("Tier"), text("Answer"), text("With")),
        rows=tuple(rows),
        shares=(0.06, 0.42, 0.16, 0.26, 0.1),
        page_words=text("Sheet {page} of {pages}"),
    )  # fmt: skip

"""What a member is worth and asks, in words."""

from shopkeeper.gui.pages.insights import words
from shopkeeper.say import Speech, counted, text
from shopkeeper.service.explaining import Why, WhyRow
from shopkeeper.service.insights import Insights
from shopkeeper.service.value_ranks import Demand, Demanding, Ranked


def name(one: Ranked) -> str:
    """Who it is."""
    return one.name or text("Member {number}").format(number=one.number)


def why(one: Ranked, found: Insights, speech: Speech) -> Why:
    """What the expectation of one member stands on."""
    sentence = text(
        "{name} is expected to bring {sum} in the next {weeks} weeks: {visits} visits at {each}. That is place {place} of all;"
        " by what they spent so far it is place {past}."
    ).format(
        name=name(one), sum=speech.money(one.expected_minor), weeks=round(found.weeks), each=speech.money(one.a_visit_minor),
        visits=speech.tenths(round(one.expected_visits * 10)), place=speech.count(one.place), past=speech.count(one.place_by_past),
    )  # fmt: skip
    mean = speech.money(round(one.past_minor / one.visits)) if one.visits else "–"
    usual = (
        text("once so far")
        if one.usual_days is None
        else counted(max(1, round(one.usual_days)), text("every day"), text("every {n} days"))
    )
    rows = (
        WhyRow(None, text("Visits so far"), speech.count(one.visits)),
        WhyRow(None, text("Spent so far, returns taken off"), speech.money(one.past_minor)),
        WhyRow(None, text("Spent on a visit so far"), mean),
        WhyRow(None, text("Used to come"), usual),
        WhyRow(None, text("Not seen for"), counted(one.quiet_days, text("{n} day"), text("{n} days"))),
        WhyRow(None, text("Chance to come again within {weeks} weeks").format(weeks=round(found.ahead_weeks)), words.chance(speech, one.chance, found)),
    )  # fmt: skip
    return Why("worth", text("Expected"), sentence, (how_value(found),), rows)


def how_value(found: Insights) -> str:
    """How the expectation is worked out."""
    if found.rule == "rhythm":
        told = text(
            "Too few members have come a second time to learn from: visits by each one’s own rhythm, at what they spent on a visit"
            " so far."
        )
    else:
        told = text(
            "Visits: the middle of what the BG/NBD model expects and of what this shop’s own members did who stood like this."
            " Money: the Gamma-Gamma model, one’s own past drawn towards everybody’s, the more the fewer the visits."
        )
    if found.discount:
        told += " " + text("Money to come counts less by {n}% a year.").format(n=found.discount)
    return told


def demand(of: Demand, speech: Speech) -> str:
    """What the best bring beside what they ask."""
    if not of.asked:
        return text(
            "Nobody asked anything of the shop in a year: no complaint, request, wish, promise or return is written down. Ask them."
        )
    return text(
        "The best fifth are expected to bring {value} and asked {asked} of all that was asked in a year. What they need is worth"
        " most: it serves others too."
    ).format(value=words.share(speech, of.value_share), asked=words.share(speech, of.demand_share))


def asked(one: Demanding, speech: Speech) -> str:
    """How often what, in words."""
    complaints, requests, wishes, promises, returns = one.demands
    told = (
        (complaints, counted(complaints, text("{n} complaint"), text("{n} complaints"))),
        (requests, counted(requests, text("{n} request"), text("{n} requests"))),
        (wishes, counted(wishes, text("{n} wish"), text("{n} wishes"))),
        (promises, counted(promises, text("{n} promise"), text("{n} promises"))),
        (returns, counted(returns, text("{n} return"), text("{n} returns"))),
    )
    return text(", ").join(words for count, words in told if count)


def how_demand() -> str:
    """How it is counted."""
    return text(
        "Of the fifth expected to bring most: complaints, requests, wishes of the wanted book, promises and returns of the last twelve"
        " months for each visit, most first. What they need is what these were filed under most, else what they want, else what they"
        " spoke of; beside it how many other members the same would serve."
    )

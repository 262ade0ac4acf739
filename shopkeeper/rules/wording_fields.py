"""The closed list of fields a wording may ask for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a wording may ask for.

    `says` describes it to the owner, `example` shows it as it is put in: numbers come with their word, so that
    "1 visit" and "47 visits" both read well. `whole` marks a value that is a sentence by itself. `kinds` are the
    letters it belongs to, where it belongs to some only.
    """

    name: str
    says: str
    example: str
    whole: bool = False
    kinds: tuple[str, ...] = ()


CODE = "\ufffc"
"""What stands in a filled wording where the member's code is asked for; it becomes a picture on the sheet."""

_OCCASIONS = ("thank-you", "new-tier")
_EVENTS = ("vip-invitation", "sale-preview")

FIELDS: tuple[Field, ...] = (
    Field("name", "The member's whole name", "Margaret Okonkwo"),
    Field("greeting", "How the member likes to be greeted, or else the first part of the name", "Margaret"),
    Field(
        "occasion",
        "Why the letter is written, as a sentence",
        "You became a Gold member on 1 November.",
        True,
        _OCCASIONS,
    ),
    Field("event", "What they are invited to and when; you write it before printing",
          "the winter sale on Thursday 3 December from six o’clock", kinds=_EVENTS),
    Field("news", "What is new, in whole sentences; you write it before printing",
          "The first oranges from Sicily are in, and on Fridays we now stay open until eight.", True,
          ("newsletter",)),
    Field("tier", "The name of the member's tier", "Gold"),
    Field("tier_since", "The day the member reached the tier", "1 November"),
    Field("tier_until", "The last day the tier holds, where it has one", "31 December"),
    Field("to_keep_tier", "What is still missing to keep the tier", "£38.20"),
    Field("next_tier", "The name of the tier above", "Platinum"),
    Field("to_next_tier", "What is still missing to reach it", "£86.40"),
    Field("perks", "What the tier gives, in words", "free gift wrapping and the first look at every sale"),
    Field("points", "The points the member has, with the word", "1,240 points"),
    Field("points_worth", "What those points are worth at the counter", "£12.40"),
    Field("points_ending", "The points that end soon, with the word", "240 points"),
    Field("points_ending_worth", "What those are worth at the counter", "£2.40"),
    Field("points_end", "The last day they can be used", "20 December"),
    Field("member_since", "The month the member joined", "March 2019"),
    Field("years", "How long the member has been one, in whole years; empty in the first", "7 years"),
    Field("visits", "How often the member has been here; empty before the second visit", "47 visits"),
    Field("last_visit", "The month the member was last here", "August"),
    Field("favourite", "What the member buys most often, or is known to like", "oolong tea"),
    Field("the_year", "The year the letter looks back on", "2026", kinds=("year",)),
    Field("year_visits", "How often the member was here in that year", "31 visits", kinds=("year",)),
    Field("offer", "What the member gets in a trial that runs or begins; empty for who gets nothing", "a free coffee"),
    Field("card", "The number of the member's card", "2700 0000 0012 3"),
    Field("qr", "The member's card as a code to scan, in the corner of the sheet", CODE),
    Field("shop", "The name of the shop", "Okafor & Daughters"),
    Field("owner", "The name of the person who signs", "Ngozi Okafor"),
)  # fmt: skip
"""Every field there is, in the order they are offered."""


def offered(kind: str) -> tuple[Field, ...]:
    """The fields that can be filled in a letter of this kind."""
    return tuple(field for field in FIELDS if not field.kinds or kind in field.kinds)

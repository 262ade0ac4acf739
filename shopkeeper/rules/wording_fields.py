"""The closed list of fields a wording may ask for."""

from shopkeeper.values import dataclass


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

CODE_MARK = "\ufffb"
"""Before and after the number of another code, a voucher's or an invitation's, that becomes a picture as well."""

_OCCASIONS = ("thank-you", "new-tier")
_EVENTS = ("vip-invitation", "sale-preview")
_AFTER = ("thanks-for-coming", "could-not-come")
_EXAMPLE_VOUCHER, _EXAMPLE_GUEST = "28000000000347", "2900003763"


def marked(number: str) -> str:
    """A number as it stands in a filled wording where it is to become a code to scan."""
    return f"{CODE_MARK}{number}{CODE_MARK}" if number else ""


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
    Field("voucher", "The number of a voucher made for this member; you choose the offer before printing",
          "2800 0000 0003 47"),
    Field("voucher_gives", "What that voucher gives", "£5.00 off"),
    Field("voucher_until", "The last day it can be redeemed", "31 December"),
    Field("voucher_qr", "That voucher as a code to scan, in the corner of the sheet", marked(_EXAMPLE_VOUCHER)),
    Field("guest_code", "The code of this guest for this event, to be told with the answer and at the door",
          "2900 0037 63", kinds=_EVENTS),
    Field("guest_qr", "That code to scan, in the corner of the sheet", marked(_EXAMPLE_GUEST), kinds=_EVENTS),
    Field("event_was", "The event that is over, and its day", "our cheese tasting on 12 November", kinds=_AFTER),
    Field("shop", "The name of the shop", "Okafor & Daughters"),
    Field("owner", "The name of the person who signs", "Ngozi Okafor"),
)  # fmt: skip
"""Every field there is, in the order they are offered."""


def offered(kind: str) -> tuple[Field, ...]:
    """The fields that can be filled in a letter of this kind."""
    return tuple(field for field in FIELDS if not field.kinds or kind in field.kinds)

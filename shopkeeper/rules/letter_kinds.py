"""The kinds of letters: what each is called by, how its members are found, and what is asked before it is printed."""

from typing import Literal

from shopkeeper.errors import Declined
from shopkeeper.say import text as say
from shopkeeper.values import dataclass

Found = Literal["occasion", "day", "standing", "everybody", "hand"]
Asks = Literal["", "event", "news"]
Guests = Literal["", "to invite", "came", "stayed away"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of letter.

    `found` says who is due by itself: whoever has an occasion or a day that comes near, whoever stands in a certain
    way (that takes a look at every member), everybody who may be written to, or nobody: those are chosen by hand or
    by tier. `waits` marks a letter that is held back where the member had another one lately; one that is tied to a
    day, or answers the member, does not wait. `asks` is the field the shop writes anew each time it is printed.
    `guests` are those of an event it can go to as a whole: who is to be invited, who came, who did not.
    """

    key: str
    found: Found
    waits: bool = False
    asks: Asks = ""
    guests: Guests = ""


THANK_YOU = "thank-you"
NEW_TIER = "new-tier"

KINDS: tuple[Kind, ...] = (
    Kind(THANK_YOU, "occasion", waits=True),
    Kind("welcome", "day"),
    Kind(NEW_TIER, "occasion"),
    Kind("birthday", "day"),
    Kind("anniversary", "day"),
    Kind("vip-invitation", "hand", waits=True, asks="event", guests="to invite"),
    Kind("sale-preview", "hand", waits=True, asks="event", guests="to invite"),
    Kind("thanks-for-coming", "day", guests="came"),
    Kind("could-not-come", "day", guests="stayed away"),
    Kind("miss-you", "standing", waits=True),
    Kind("sorry", "day"),
    Kind("thanks-for-telling", "day"),
    Kind("thanks-for-friend", "day"),
    Kind("points-expiring", "standing"),
    Kind("tier-ending", "standing"),
    Kind("year", "standing", waits=True),
    Kind("newsletter", "everybody", waits=True, asks="news"),
)
"""Every kind there is, in the order they are offered."""

_BY_KEY = {kind.key: kind for kind in KINDS}
KEYS = tuple(_BY_KEY)


def kind_of(key: str) -> Kind:
    """The kind of this name. Declined for another."""
    try:
        return _BY_KEY[key]
    except KeyError:
        raise Declined(
            "kind_unknown", say("There is no letter called “{name}”.").format(name=key[:40]), "kind"
        ) from None

"""What happened: the facts that a member's standing is worked out from, as frozen values."""

from datetime import date
from typing import Literal

from shopkeeper.values import dataclass

Kind = Literal["purchase", "return", "gift", "answer", "adjustment", "waiver", "tier", "perk"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened on a shop day. Facts of one day keep the order of their ids.

    `amount_minor` of a purchase is the whole bill, of a return what was given back, both positive; `excluded_minor`
    the part that earns nothing; `points` what a purchase was paid with, or what a gift gives (an adjustment may
    take); `worth_minor` what the used points paid; `of` the purchase a return belongs to; `what` the reason, or
    the tier of a manual tier, which lasts through `until`.
    """

    id: int
    kind: Kind
    on: date
    amount_minor: int = 0
    excluded_minor: int = 0
    points: int = 0
    worth_minor: int = 0
    of: int | None = None
    what: str = ""
    until: date | None = None

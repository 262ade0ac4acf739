"""One thing of a member's story as it is shown."""

from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """`what` in a line with `by` behind it, `more` below it ("" for none), the figures at the end of the line, and the
    tone of `what`."""

    what: str
    more: str = ""
    amount: str = ""
    points: str = ""
    tone: str = ""
    by: str = ""

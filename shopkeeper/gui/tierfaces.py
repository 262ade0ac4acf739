"""Which shape and colour each tier of a programme wears, whatever the owner calls it."""

from typing import TYPE_CHECKING

from shopkeeper.gui.widgets.badge import BUILT_IN, TierFace
from shopkeeper.gui.widgets.shapes import SHAPES

if TYPE_CHECKING:
    from shopkeeper.rules.programme import Programme

_LADDER = ("bronze", "silver", "gold", "platinum")


def our_own(tier: str) -> bool:
    """Whether the tier wears its face by its name, wherever it stands."""
    return tier.casefold() in BUILT_IN


def face_of(programme: "Programme | None", tier: str) -> TierFace:
    """The face of a tier by its name: our own names wear their own, others by where they stand on the ladder.

    Without a programme only our own have a face that tells them apart.
    """
    if our_own(tier):
        return TierFace(tier, *BUILT_IN[tier.casefold()])
    rank = 0 if programme is None else programme.rank(tier)
    if programme is None or not rank:
        return TierFace(tier)
    of = len(programme.tiers)
    # The highest is platinum from four tiers on, gold where there are fewer.
    step = rank - 1 + max(0, min(2, 3 - of)) if of < len(_LADDER) else max(0, rank - 1 - (of - len(_LADDER)))
    shape, colour = BUILT_IN[_LADDER[step]]
    if of > len(_LADDER) and rank <= of - len(_LADDER):
        shape = SHAPES[len(BUILT_IN) + (rank - 1) % (len(SHAPES) - len(BUILT_IN))]
    return TierFace(tier, shape, colour)

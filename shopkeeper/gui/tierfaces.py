"""Which shape and colour each tier of a programme wears, whatever the owner calls it."""

from shopkeeper.gui.widgets.badge import BUILT_IN, TierFace
from shopkeeper.gui.widgets.shapes import SHAPES
from shopkeeper.rules.programme import Programme

_LADDER = ("bronze", "silver", "gold", "platinum")


def face_of(programme: Programme, tier: str) -> TierFace:
    """The face of a tier by its name: our own names wear their own, others by where they stand on the ladder."""
    known = BUILT_IN.get(tier.casefold())
    if known is not None:
        return TierFace(tier, *known)
    rank, of = programme.rank(tier), len(programme.tiers)
    if not rank:
        return TierFace(tier)
    # The highest is platinum from four tiers on, gold where there are fewer.
    step = rank - 1 + max(0, min(2, 3 - of)) if of < len(_LADDER) else max(0, rank - 1 - (of - len(_LADDER)))
    shape, colour = BUILT_IN[_LADDER[step]]
    if of > len(_LADDER) and rank <= of - len(_LADDER):
        shape = SHAPES[len(BUILT_IN) + (rank - 1) % (len(SHAPES) - len(BUILT_IN))]
    return TierFace(tier, shape, colour)

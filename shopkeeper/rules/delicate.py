"""Words about health, belief, politics or love that a shop should think twice about before it writes them down.

They are looked for by their beginnings, in English and German; an allergy or what somebody does not eat is what a shop is
told in order to serve, and is not among them. A hint is all that comes of it.
"""

import re
from functools import cache
from typing import Literal

from shopkeeper.rules.folding import fold

Delicate = Literal["health", "belief"]

_HEALTH = (
    "addict alcoholic alkoholik alzheimer anorexi asthma autis bipolar burnout chemo chronic dement demenz depress diabet"
    " disab disease erkrank epilep fehlgeburt hospital illness krank krebs medicat medikament miscarr morbid"
    " behinder schwerbehinder parkinson pflegegrad pflegestufe pregnan psychia psychotherap rollstuhl schwanger schizo suchtig surgery therap tumor"
    " tumour unwell wheelchair"
)
_HEALTH_WHOLE = "adhd adhs cancer hiv ill sick schlaganfall"
_BELIEF = (
    "atheis bisexu buddhis catholi communis evangelisch gewerkschaft hindu homosex islam jewish judisch katholi kirch"
    " kommunis lesb moschee mosque muslim protestant rabbi ramadan relig scientolog sikh sozialist socialist synagog transgen"
)
_BELIEF_WHOLE = "church churches gay imam jew jude judin priest schwul vicar union afd cdu spd fdp tory"


def delicate(text: str) -> Delicate | None:
    """What a note seems to touch on, None where it is nothing of the kind."""
    folded = fold(text)
    for kind, pattern in _patterns():
        if pattern.search(folded):
            return kind
    return None


@cache
def _patterns() -> tuple[tuple[Delicate, re.Pattern[str]], ...]:
    return (("health", _pattern(_HEALTH, _HEALTH_WHOLE)), ("belief", _pattern(_BELIEF, _BELIEF_WHOLE)))


def _pattern(beginnings: str, whole: str) -> re.Pattern[str]:
    starts, words = "|".join(beginnings.split()), "|".join(whole.split())
    return re.compile(rf"\b(?:(?:{starts})|(?:{words})\b)")

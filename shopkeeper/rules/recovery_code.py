"""The recovery code of a locked book: seven groups of five signs, each with a sign of its own that tells a mistyping."""

from shopkeeper.errors import Declined
from shopkeeper.say import text as say

# Crockford's: no I, L, O or U, which are taken for others or spell things.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, IN_GROUP = 7, 4
BYTES = 18  # of chance; the first 140 bits of them are used
_LIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})


def written(chance: bytes) -> str:
    """The code of so much chance (18 bytes), in groups: "4T7KQ-…"."""
    number = int.from_bytes(chance[:BYTES], "big") >> (BYTES * 8 - GROUPS * IN_GROUP * 5)
    values = [number >> 5 * place & 31 for place in reversed(range(GROUPS * IN_GROUP))]
    groups = []
    for group in range(GROUPS):
        some = values[group * IN_GROUP : (group + 1) * IN_GROUP]
        groups.append("".join(SIGNS[value] for value in (*some, _check(group, some))))
    return "-".join(groups)


def understood(text: str) -> str:
    """The code as it is written, from what was typed: blanks, dashes, small letters, O for 0 do not matter.

    Declined: too short or too long, a sign no code has, a group that was mistyped, with its number.
    """
    signs = "".join(
        sign for sign in text.upper().translate(_LIKE) if not sign.isspace() and sign not in "-–—·."
    )
    foreign = next((sign for sign in signs if sign not in SIGNS), "")
    if foreign:
        raise Declined(
            "code_not_understood",
            "A recovery code has only letters and digits, and never a U. Look again.",
            "code",
        )
    length = IN_GROUP + 1
    if len(signs) != GROUPS * length:
        raise Declined(
            "code_not_understood",
            say(
                "A recovery code has {groups} groups of {length} signs; these are {n} signs in all. Look again."
            ).format(groups=GROUPS, length=length, n=len(signs)),
            "code",
        )
    groups = [signs[start : start + length] for start in range(0, len(signs), length)]
    for place, group in enumerate(groups):
        values = [SIGNS.index(sign) for sign in group]
        if _check(place, values[:-1]) != values[-1]:
            raise Declined(
                "code_mistyped",
                say("Group {n} of the code ({group}) is mistyped. Look again.").format(
                    n=place + 1, group=group
                ),
                "code",
            )
    return "-".join(groups)


def _check(group: int, values: list[int]) -> int:
    """A weighted sum in the field of 32 elements: one wrong sign, two that changed places, and two groups that did,
    are all seen."""
    found = group + 1
    for place, value in enumerate(values):
        for _ in range(place + 1):
            value = value << 1 ^ (0b100101 if value & 16 else 0)
        found ^= value
    return found & 31

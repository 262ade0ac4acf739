"""How a name typed in Latin letters may be written in Hebrew or Arabic, which leave out most vowels: Mohammed is mhmd."""

import re
from functools import lru_cache
from itertools import islice, product

SHORTEST = 2
"""Of one consonant everybody's name could be meant."""
AT_MOST = 128

_SOUND = re.compile(r"sh|ch|kh|th|dh|gh|ts|tz|ph|zh|([a-z])\1*")
# Each sound as `folding.fold` gives the letters it may be written with, the likeliest first.
_LETTERS = {
    "sh": ("sh", "s"), "ch": ("h", "kh", "ch"), "kh": ("kh", "h"), "th": ("th", "t"), "dh": ("dh", "d"),
    "tz": ("ts",), "ph": ("f",), "b": ("b", "v"), "v": ("v", "w"), "w": ("w", "v"), "p": ("f", "p", "b"),
    "k": ("k", "q", "kh"), "c": ("k", "kh", "q"), "q": ("q", "k"), "d": ("d", "dh"), "g": ("g", "j", "gh"),
    "j": ("j", "y"), "x": ("ks",), "z": ("z", "ts", "d"), "a": ("",), "e": ("", "y"), "i": ("y", "", "yy"), "y": ("y", ""),
    "o": ("", "v", "w"), "u": ("", "w", "v"),
}  # fmt: skip
_FIRST = {"y": ("y",), "i": ("", "y")}
_LAST = {"a": ("h", ""), "e": ("h", "", "y"), "h": ("h", ""), "o": ("", "v", "w", "h")}


@lru_cache(maxsize=1024)
def vowelless(word: str) -> tuple[str, ...]:
    """The folded spellings of a typed Latin word in a script without vowels, itself left out; so many at most."""
    if not (word.isascii() and word.isalpha() and word.islower()):
        return ()
    sounds = [found.group(1) or found.group() for found in _SOUND.finditer(word)]
    choices = [_LETTERS.get(sound, (sound,)) for sound in sounds]
    choices[0] = _FIRST.get(sounds[0], choices[0])
    choices[-1] = _LAST.get(sounds[-1], choices[-1])
    spelled = ("".join(letters) for letters in islice(product(*choices), AT_MOST))
    return tuple(dict.fromkeys(one for one in spelled if len(one) >= SHORTEST and one != word))

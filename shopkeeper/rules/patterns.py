"""Patterns that are compiled when they are first looked for: most of a day's texts need few of them."""

import re
from typing import Any, cast

_WAYS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")


class _Late:
    def __init__(self, written: str) -> None:
        self._written = written

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._written)
        # Kept in the object itself: from now on as quick as the pattern's own.
        vars(self).update({way: getattr(compiled, way) for way in _WAYS})
        return getattr(compiled, name)


def late(written: str) -> re.Pattern[str]:
    """A pattern that works as a compiled one does; what is wrong with it is said at its first use."""
    return cast("re.Pattern[str]", _Late(written))

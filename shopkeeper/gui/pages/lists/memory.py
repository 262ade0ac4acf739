"""What was settled about a list is remembered for the next one with the same headings."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from shopkeeper.gui.shell import Remembers
from shopkeeper.rules.headings import Kind
from shopkeeper.service.importing import Choices

KINDS: tuple[Kind, ...] = ("members", "purchases")


class Memory:
    """Keeps which column is which, the order of days and the decimal mark. The headings themselves are not kept, for
    a list without headings has somebody's name in their place."""

    def __init__(self, store: Remembers | None) -> None:
        self._store = store

    def recall(self, headings: Sequence[str], kind: Kind | None) -> tuple[Kind, Choices] | None:
        """What was settled for these headings, as this kind of list or, where that is open, as either."""
        if self._store is None:
            return None
        for each in KINDS if kind is None else (kind,):
            choices = _read(self._store.recall(_key(headings, each)))
            if choices is not None:
                return each, choices
        return None

    def remember(self, headings: Sequence[str], kind: Kind, choices: Choices) -> None:
        """What was settled this time."""
        if self._store is not None:
            kept = {
                "columns": dict(choices.columns),
                "day_order": choices.day_order,
                "decimal_mark": choices.decimal_mark,
            }
            self._store.remember(_key(headings, kind), json.dumps(kept, sort_keys=True))


def _key(headings: Sequence[str], kind: Kind) -> str:
    said = "\n".join(heading.strip() for heading in headings)
    return f"lists/{kind}/{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()[:16]}"


def _read(text: str) -> Choices | None:
    """Choices as they were kept; None for nothing, or for what somebody has put there by hand."""
    try:
        kept: Any = json.loads(text) if text else None
    except ValueError:
        return None
    if not isinstance(kept, dict) or not isinstance(kept.get("columns"), dict):
        return None
    order, mark = kept.get("day_order"), kept.get("decimal_mark")
    return Choices(
        day_order=order if order in ("dmy", "mdy", "ymd") else None,
        decimal_mark=mark if mark in (".", ",") else None,
        columns={
            ours: theirs
            for ours, theirs in kept["columns"].items()
            if isinstance(ours, str) and isinstance(theirs, str)
        },
    )

"""What the window remembers between two days: sizes, columns, the place in front, the look; never anything of a member."""

import json
import os
from pathlib import Path


class Remembered:
    """A small file of texts by key, readable by its owner only. What cannot be read or written is forgotten quietly:
    a lost window size is no reason to bother anybody."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: dict[str, str] = {}
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return
        if isinstance(found, dict):
            self._kept = {str(key): value for key, value in found.items() if isinstance(value, str)}

    def recall(self, key: str) -> str:
        """What was kept under the key, "" if nothing was."""
        return self._kept.get(key, "")

    def remember(self, key: str, value: str) -> None:
        """Keep a text under a key."""
        if self._kept.get(key, "") == value:
            return
        self._kept[key] = value
        part = self._path.with_suffix(".part")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(self._kept, file, ensure_ascii=False, indent=1, sort_keys=True)
            os.replace(part, self._path)
        except OSError:
            return

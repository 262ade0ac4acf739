"""The keys this program was given since it started, and which file wants which: in memory only, never written down."""

import os
from pathlib import Path

PLAIN = b"SQLite format 3\0"
SALT_BYTES = 16

_keys: dict[bytes, bytes] = {}  # by the sixteen bytes a locked file begins with
_files: dict[str, bytes | None] = {}  # what a live book begins with, None for one in the clear


def give(salt: bytes, key: bytes) -> None:
    """From now on files that begin with this salt can be read."""
    _keys[salt] = key


def take(salt: bytes) -> None:
    """They cannot be read any more."""
    _keys.pop(salt, None)


def has(salt: bytes) -> bool:
    """Whether files that begin so can be read."""
    return salt in _keys


def key(salt: bytes) -> bytes | None:
    """The key itself, to wrap it anew."""
    return _keys.get(salt)


def any_given() -> bool:
    """Whether this program works with a locked book at all."""
    return bool(_keys)


def salt_of(path: Path) -> bytes | None:
    """What a locked file begins with; None for one in the clear, an empty one, or none at all.

    It opens the file: for a live book this is only right before a connection of ours exists, for closing it drops
    this process's locks. `wanted` remembers.
    """
    try:
        with path.open("rb") as file:
            first = file.read(SALT_BYTES)
    except OSError:
        return None  # whoever opens it next says why
    return None if len(first) < SALT_BYTES or first == PLAIN else first


def wanted(path: Path) -> bytes | None:
    """The same of a live book, looked at once."""
    name = _name(path)
    if name not in _files:
        _files[name] = salt_of(path)
    return _files[name]


def settle(path: Path, salt: bytes | None) -> None:
    """A live book begins so from now on."""
    _files[_name(path)] = salt


def look_again(path: Path) -> None:
    """Somebody may have put another file there; nothing of ours has it open."""
    _files.pop(_name(path), None)


def words(salt: bytes) -> str | None:
    """The key as the driver wants it said, the whole of it, so that nothing is derived at each connection; None where
    it was not given."""
    key = _keys.get(salt)
    return None if key is None else f"x'{key.hex()}{salt.hex()}'"


def _name(path: Path) -> str:
    return os.path.realpath(path)

"""The small file beside a locked book: its random key, wrapped once by the passphrase and once by the recovery code.

Neither the passphrase nor the code is in it, nor the key in the clear. Whoever has the book and this file still has to
guess the passphrase, at the price of one Argon2id for each guess.
"""

import json
import os
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import Any

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records import keyring
from shopkeeper.say import text as say
from shopkeeper.values import dataclass, replace

VERSION = 1
LONGEST_FILE = 16_384
MOST_FILES = 200  # of one folder that are looked into
SHORTEST, LONGEST = 10, 1000
KEY_BYTES = 32
# RFC 9106's second recommended choice: 64 MB, some tenths of a second on a shop's computer.
MEMORY_KIB, ITERATIONS, LANES = 65_536, 3, 4
_LIMITS = {"memory_kib": (8_192, 1_048_576), "iterations": (1, 20), "lanes": (1, 16)}


@dataclass(frozen=True, slots=True)
class Wrapped:
    """The key behind one secret; with what its derivation costs."""

    memory_kib: int
    iterations: int
    lanes: int
    salt: bytes
    nonce: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True)
class KeyFile:
    """`salt` is what the book, and each of its backups, begins with."""

    salt: bytes
    passphrase: Wrapped
    recovery: Wrapped


# ---- what somebody types ----


def checked_passphrase(text: str) -> str:
    """A passphrase that may be used, in the form it is always compared in; Declined if it is too short to be one."""
    said = unicodedata.normalize("NFC", text)
    if len(said) < SHORTEST or not said.strip():
        raise Declined(
            "passphrase_short",
            say(
                "A passphrase has at least {n} signs. Four words that do not belong together are easy to keep."
            ).format(n=SHORTEST),
            "passphrase",
        )
    if len(said) > LONGEST:
        raise Declined(
            "passphrase_long",
            say("A passphrase has at most {n} signs. Choose a shorter one.").format(n=LONGEST),
            "passphrase",
        )
    if len(set(said)) < 4:
        raise Declined(
            "passphrase_simple",
            "This is the same few signs again and again, and guessed at once. Choose another.",
            "passphrase",
        )
    return said


# ---- making and opening ----


def make(
    passphrase: str, code: str, key: bytes | None = None, salt: bytes | None = None
) -> tuple[KeyFile, bytes]:
    """A key file, and the key it holds: a new random one if none is given."""
    key = key or os.urandom(KEY_BYTES)
    salt = salt or os.urandom(keyring.SALT_BYTES)
    made = KeyFile(
        salt,
        _wrap(key, checked_passphrase(passphrase), salt, "passphrase"),
        _wrap(key, code, salt, "recovery"),
    )
    return made, key


def with_passphrase(file: KeyFile, key: bytes, passphrase: str) -> KeyFile:
    """The same with another passphrase; the recovery code stays."""
    return replace(file, passphrase=_wrap(key, checked_passphrase(passphrase), file.salt, "passphrase"))


def with_code(file: KeyFile, key: bytes, code: str) -> KeyFile:
    """The same with another recovery code; the passphrase stays."""
    return replace(file, recovery=_wrap(key, code, file.salt, "recovery"))


def by_passphrase(file: KeyFile, passphrase: str) -> bytes:
    """The key; Declined if it is another passphrase."""
    said = unicodedata.normalize("NFC", passphrase)
    key = None if not said or len(said) > LONGEST else _unwrap(file.passphrase, said, file.salt, "passphrase")
    if key is None:
        raise Declined(
            "wrong_passphrase",
            "This is not the passphrase of this book. Nothing was changed. Try again.",
            "passphrase",
        )
    return key


def by_code(file: KeyFile, code: str) -> bytes:
    """The key; Declined if it is the code of another book, or an old one."""
    key = _unwrap(file.recovery, code, file.salt, "recovery")
    if key is None:
        raise Declined(
            "wrong_code",
            "This is a recovery code, but not the one of this book. Look for the newest sheet.",
            "code",
        )
    return key


def _derived(secret: str, wrapped: Wrapped) -> bytes:
    # Only a locked book needs it, and only once at a start.
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    return Argon2id(
        salt=wrapped.salt, length=KEY_BYTES, iterations=wrapped.iterations, lanes=wrapped.lanes,
        memory_cost=wrapped.memory_kib,
    ).derive(secret.encode("utf-8", "surrogatepass"))  # fmt: skip


def _wrap(key: bytes, secret: str, salt: bytes, way: str) -> Wrapped:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    bare = Wrapped(MEMORY_KIB, ITERATIONS, LANES, os.urandom(16), os.urandom(12), b"")
    sealed = AESGCM(_derived(secret, bare)).encrypt(bare.nonce, key, _bound(salt, way))
    return replace(bare, sealed=sealed)


def _unwrap(wrapped: Wrapped, secret: str, salt: bytes, way: str) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(_derived(secret, wrapped)).decrypt(wrapped.nonce, wrapped.sealed, _bound(salt, way))
    except InvalidTag:
        return None
    except MemoryError as error:
        raise StorageTrouble(
            "little_memory",
            "This computer has too little memory free to open the book. Close other programs.",
        ) from error


def _bound(salt: bytes, way: str) -> bytes:
    """What a wrapped key is bound to, so that no other book's can be put in its place."""
    return f"shopkeeper key {VERSION} {way} ".encode() + salt


# ---- on the disk ----


def beside(book: Path) -> Path:
    """Where the key file of a book is."""
    return book.with_name(book.name + ".key")


def as_text(file: KeyFile) -> str:
    """What is written."""

    def one(wrapped: Wrapped) -> dict[str, Any]:
        return {
            "memory_kib": wrapped.memory_kib, "iterations": wrapped.iterations, "lanes": wrapped.lanes,
            "salt": wrapped.salt.hex(), "nonce": wrapped.nonce.hex(), "sealed": wrapped.sealed.hex(),
        }  # fmt: skip

    told = {
        "what": "The key of a shopkeeper book, wrapped. Without it the book and its backups cannot be opened.",
        "version": VERSION,
        "book": file.salt.hex(),
        "passphrase": one(file.passphrase),
        "recovery": one(file.recovery),
    }
    return json.dumps(told, indent=1) + "\n"


def read(path: Path) -> KeyFile:
    """The key file; StorageTrouble if it is not there, damaged, or of a newer version."""
    try:
        with path.open("rb") as there:
            raw = there.read(LONGEST_FILE + 1)
    except OSError as error:
        raise _unreadable() from error
    try:
        if len(raw) > LONGEST_FILE:
            raise ValueError("length")
        told = json.loads(raw.decode("utf-8"))
        version = told["version"]
        if isinstance(version, int) and version > VERSION:
            raise StorageTrouble(
                "newer_key",
                "The book was locked by a newer version of the program. It was left as it is. "
                "Install the newer version to open it.",
            )
        found = KeyFile(_bytes(told["book"], 16), _read_one(told["passphrase"]), _read_one(told["recovery"]))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise _unreadable() from error
    if version != VERSION:
        raise _unreadable()
    return found


def _read_one(told: Any) -> Wrapped:
    costs = {}
    for name, (least, most) in _LIMITS.items():
        cost = told[name]
        if type(cost) is not int or not least <= cost <= most:
            raise ValueError(name)
        costs[name] = cost
    return Wrapped(
        **costs, salt=_bytes(told["salt"], 16), nonce=_bytes(told["nonce"], 12),
        sealed=_bytes(told["sealed"], KEY_BYTES + 16),
    )  # fmt: skip


def _bytes(told: Any, length: int) -> bytes:
    found = bytes.fromhex(told)
    if len(found) != length:
        raise ValueError("length")
    return found


def _unreadable() -> StorageTrouble:
    return StorageTrouble(
        "key_damaged",
        "The key file of the book is missing or damaged, and there is no copy of it among the backups. The book was left"
        " as it is. Put the key file back beside it from a copy.",
    )


def found(file: Path) -> KeyFile | None:
    """The key file of a locked book or backup: beside it, else in the folders beside, where backups bring it along."""
    salt = keyring.salt_of(file)
    if salt is None:
        return None
    for place in _candidates(file.parent):
        with suppress(StorageTrouble):
            held = read(place)
            if held.salt == salt:
                return held
    return None


def _candidates(folder: Path) -> list[Path]:
    places: list[Path] = []
    with suppress(OSError):
        places += sorted(folder.glob("*.key"))[:MOST_FILES]
        for inside in sorted(folder.glob("*backups")):
            places += sorted(inside.glob("*.key"))[:MOST_FILES]
        places += sorted(folder.parent.glob("*.key"))[:MOST_FILES]
    return [place for place in places if place.is_file()]

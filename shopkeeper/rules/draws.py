"""A draw that anybody can repeat: the seed and the list are printed, the winners follow from them."""

from collections.abc import Iterable


def drawn(seed: str, numbers: Iterable[str], winners: int) -> tuple[str, ...]:
    """The winners among members' numbers, in the order they were drawn.

    Each number is written after the seed and a colon, and SHA-256 is taken of that (UTF-8); the smallest values
    win. So the order of the list, and who else is on it, change nothing of how any one number fares.
    """
    return tuple(sorted(set(numbers), key=lambda number: ticket(seed, number))[:winners])


def ticket(seed: str, number: str) -> str:
    """What a number drew, as hexadecimal digits."""
    from hashlib import sha256  # brings in OpenSSL, and most days nothing is drawn

    return sha256(f"{seed}:{number}".encode()).hexdigest()

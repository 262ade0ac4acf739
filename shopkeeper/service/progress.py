"""How a long act tells how far it is."""

from collections.abc import Callable

Progress = Callable[
    [int, int], None
]  # done, of how many; may raise Cancelled to end the act with nothing changed


def nobody_waits(done: int, total: int) -> None:
    """The progress of an act that nobody watches."""

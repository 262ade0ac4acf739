"""The look the owner chose, kept between two days."""

from typing import Literal, cast

from shopkeeper.gui.look import Wish
from shopkeeper.gui.remembered import Remembered


def recalled(store: Remembered, accent: str = "") -> Wish:
    """The look that was chosen on this computer, with the shop's accent."""
    scheme = store.recall("look/scheme")
    percent = store.recall("look/text_percent")
    return Wish(
        scheme=cast(Literal["light", "dark", "system"], scheme) if scheme in ("light", "dark") else "system",
        text_percent=int(percent) if percent.isdecimal() else 100,
        touch=store.recall("look/touch") == "yes",
        accent=accent,
        still=store.recall("look/still") == "yes",
    )


def keep(store: Remembered, wish: Wish) -> None:
    """Remember the look for this computer; the accent is the shop's and kept in the book."""
    store.remember("look/scheme", wish.scheme)
    store.remember("look/text_percent", str(wish.text_percent))
    store.remember("look/touch", "yes" if wish.touch else "")
    store.remember("look/still", "yes" if wish.still else "")

"""The shop's logo and scanned signature, kept in the book, so that a backup holds them too."""

import base64
import json
from functools import lru_cache
from typing import Literal

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.service import acts, shops
from shopkeeper.values import dataclass

Which = Literal["logo", "signature"]
MOST_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Pictures:
    """Both as PNG, empty where there is none."""

    logo: bytes = b""
    signature: bytes = b""


def pictures(book: Reading) -> Pictures:
    """What stands on the shop's letters."""
    rows = book.rows("select name, value from shop where name in ('picture:logo', 'picture:signature')")
    return _pictures(tuple(sorted(rows)))


@lru_cache(maxsize=4)
def _pictures(rows: tuple[tuple[str, str], ...]) -> Pictures:
    kept = {name.partition(":")[2]: base64.b64decode(json.loads(value)) for name, value in rows}
    return Pictures(kept.get("logo", b""), kept.get("signature", b""))


def keep(w: Writing, which: Which, png: bytes) -> Pictures:
    """Keep a picture that was made small enough for paper; nothing takes it away."""
    if len(png) > MOST_BYTES:
        raise Declined(
            "picture_too_large",
            "This picture is too rich in detail to be kept in the book. Save it smaller and choose it again.",
            "picture",
        )
    if png:
        shops.keep(w, f"picture:{which}", base64.b64encode(png).decode("ascii"))
    else:
        w.run("delete from shop where name = ?", (f"picture:{which}",))
    acts.begin(w, "letterhead", picture=which)
    return pictures(w)

"""Writes tests/golden/shop-0008.db: the shop of version 7, as version 8 of the book's tables keeps it.

Run it as `python -m tests.golden.make_0008` while version 8 is unreleased; afterwards the file stays as it is.
"""

import base64
from pathlib import Path

from shopkeeper.service import pictures
from tests.books import NOW
from tests.golden import make_0007
from tests.golden.making import gone_on

GOLDEN = Path(__file__).with_name("shop-0008.db")
# A grey square of eight dots.
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEAZABkAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeX"
    "BkeFxlZ2P/wAALCAAIAAgBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIh"
    "MUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhI"
    "WGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/ACv/"
    "2Q=="
)


def make(target: Path) -> None:
    """The same shop, with a picture of one member."""
    with gone_on(make_0007.make, target) as book, book.writing(NOW) as w:
        one = w.value("select min(id) from members where gone = 0")
        pictures.put(w, one, JPEG, how="in person")


if __name__ == "__main__":
    make(GOLDEN)

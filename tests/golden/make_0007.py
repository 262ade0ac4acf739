"""Writes tests/golden/shop-0007.db: the shop of version 6, as version 7 of the book's tables keeps it.

Run it as `python -m tests.golden.make_0007` while version 7 is unreleased; afterwards the file stays as it is.
"""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from shopkeeper.records.backups import copy_out
from shopkeeper.records.opening import open_book
from shopkeeper.service import leaving, morning, winback
from tests.books import NOW, TODAY
from tests.golden import make_0006

GOLDEN = Path(__file__).with_name("shop-0007.db")


def make(target: Path) -> None:
    """The same shop; one member went elsewhere, was called and is to be written to, another has moved away."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "shop.db"
        make_0006.make(file)
        book = open_book(file)
        with book.writing(NOW) as w:
            one, other = (
                member for (member,) in w.rows("select id from members where gone = 0 order by id limit 2")
            )
            leaving.note(w, one, "elsewhere", "The market is nearer")
            winback.tried(w, one, "phone", "Will look in")
            winback.plan(w, one, "letter", TODAY + timedelta(days=7))
            leaving.note(w, other, "moved")
            morning.put_off(w, one, "birthday:2026-11-24", TODAY + timedelta(days=1))
        book.close()
        part = Path(folder) / "copy.part"
        part.touch()
        copy_out(file, part)
        shutil.copyfile(part, target)


if __name__ == "__main__":
    make(GOLDEN)

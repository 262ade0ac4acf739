"""Mixed work of a shop, act after act, each told before and after; and what must be found of it afterwards."""

import os
import random
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records import backups as copies
from shopkeeper.records.book import Book
from shopkeeper.rules.daybook import Slip
from shopkeeper.service import (
    acts,
    backups,
    checking,
    daybook,
    events,
    forgetting,
    guests,
    importing,
    letters,
    members,
    merging,
    promises,
    purchases,
    shops,
)
from shopkeeper.service.details import Details
from shopkeeper.service.events import Plan
from shopkeeper.service.opening import open_shop
from tests.books import NOW, SHOP, TODAY
from tests.faults import keys
from tests.faults.newer_work import NEWER
from tests.faults.operations import GOLDEN

# What is done, and how often beside the rest.
KINDS = {
    "purchase": 12, "post": 2, "import": 2, "merge": 2, "backup": 1, "restore": 1, "migrate": 1,
    "undo": 2, "forget": 2, "letter": 2, "event": 2, "promise": 2, **dict.fromkeys(NEWER, 1),
}  # fmt: skip
SLIPS, ROWS = 4, 40
SALES, PEOPLE = 20, 5  # of a file of purchases, and how many new people it makes known by a number


class Work:
    """One child's work in a folder; `tell` writes to the pipe that outlives it."""

    def __init__(self, folder: Path, seed: int, tell: Callable[[str], None]) -> None:
        self.folder, self.tell = folder, tell
        self.seed = seed
        self.dice = random.Random(seed)
        self.book = keys.opened(folder / "shop.db")

    def run(self) -> None:
        """Act after act, until killed."""
        turn = 0
        while True:
            self.act(self.dice.choices(tuple(KINDS), tuple(KINDS.values()))[0], turn)
            turn += 1

    def act(self, kind: str, turn: int) -> None:
        """One act, told before it begins and when it was answered."""
        name = f"{self.seed}-{turn}"
        self.tell(f"S {kind} {name}")
        if kind in NEWER:
            NEWER[kind].do(self.book, name)
        else:
            getattr(self, kind if kind != "import" else "bring")(name)
        self.tell(f"A {kind} {name}")

    def purchase(self, name: str) -> None:
        with self.book.writing(NOW) as w:
            purchases.record(w, member_id=members.find_member(w, "1001"), amount_minor=2450, key=name)

    def post(self, name: str) -> None:
        page = 1 + self.seed * 1000 + int(name.partition("-")[2])
        slips = [Slip(f"{name}-{n}", "", "", None, "1.25", name) for n in range(SLIPS)]
        with self.book.writing(NOW) as w:
            daybook.save_rows(w, TODAY, page, list(enumerate(slips)))
        with self.book.writing(NOW) as w:
            daybook.post(w, TODAY, page=page, because="no till")

    def bring(self, name: str) -> None:
        file = self.folder / "people.csv"
        file.write_text(
            "name,note\n" + "".join(f"Person {n} of {name},{name}\n" for n in range(ROWS)), encoding="utf-8"
        )
        with self.book.writing(NOW) as w:
            importing.import_file(w, "members", file)
        sales = self.folder / "sales.csv"
        number = 1_000_000 + 10_000 * self.seed + 10 * int(name.partition("-")[2])
        sales.write_text(
            "member,on,amount,what\n"
            + "".join(f"{number + n % PEOPLE},2026-11-{1 + n % 20:02d},3.10,{name}\n" for n in range(SALES)),
            encoding="utf-8",
        )
        with self.book.writing(NOW) as w:
            importing.import_file(w, "purchases", sales)

    def merge(self, name: str) -> None:
        ids = []
        for which in ("kept", "other"):
            with self.book.writing(NOW) as w:
                details = Details(f"{which} {name}", note=f"{which} {name}")
                ids.append(members.enrol(w, details, even_if_known=True).member_id)
        with self.book.writing(NOW) as w:
            merging.merge(w, *ids)

    def backup(self, name: str) -> None:
        backups.make(self.book, NOW, name)

    def restore(self, name: str) -> None:
        """What is restored was made just before: nothing that was answered may be missing after it."""
        made = backups.make(self.book, NOW, name)
        backups.restore(made.path, self.book, NOW)

    def migrate(self, name: str) -> None:
        older = self.folder / f"older-{name}.db"
        copied = older.with_suffix(".copying")  # a copy that is cut off is no book that was harmed
        shutil.copyfile(GOLDEN, copied)
        with copied.open("rb+") as file:
            os.fsync(file.fileno())
        copied.replace(older)
        open_shop(older, NOW).close()

    def undo(self, name: str) -> None:
        with self.book.writing(NOW) as w:
            done = purchases.record(
                w, member_id=members.find_member(w, "1001"), amount_minor=999, key=f"undo {name}"
            )
        with self.book.writing(NOW) as w:
            acts.undo(w, done.act)

    def forget(self, name: str) -> None:
        with self.book.writing(NOW) as w:
            details = Details(f"Gone {name}", emails=(f"gone.{name}@example.org",), note=f"gone {name}")
            who = members.enrol(w, details, even_if_known=True).member_id
        with self.book.writing(NOW) as w:
            forgetting.forget(w, who)

    def letter(self, name: str) -> None:
        reading = self.book.reading()
        letter = letters.compose(reading, members.find_member(reading, "1001"), None, f"line {name}", TODAY)
        reading.close()
        with self.book.writing(NOW) as w:
            letters.written(w, [letter])

    def event(self, name: str) -> None:
        with self.book.writing(NOW) as w:
            day = TODAY + timedelta(days=6)
            kept = events.plan(
                w, Plan("sale preview", f"Preview {name}", day, "18:00", "20:00", places=3, words="ours")
            )
        with self.book.writing(NOW) as w:
            guests.add_one(w, kept.event.id, members.find_member(w, "1001"))

    def promise(self, name: str) -> None:
        with self.book.writing(NOW) as w:
            promises.make(w, members.find_member(w, "1001"), f"loaf {name}", TODAY + timedelta(days=2))


def begun(folder: Path, *, locked: bool = False) -> None:
    """A shop with one member."""
    keys.forget()
    book = shops.create(folder / "shop.db", SHOP, NOW)
    with book.writing(NOW) as w:
        members.enrol(w, Details("Ana Test"))
    book.close()
    if locked:
        keys.lock(book.path)


def missing(folder: Path, said: list[str]) -> list[str]:
    """What was answered and is not there, what is there by halves, and what the whole check finds."""
    keys.forget()
    wrong = [line for line in said if line.startswith("X ")]
    answered = [line.split() for line in said if line.startswith("A ")]
    started = [line.split() for line in said if line.startswith("S ")]
    for older in folder.glob("older-*.db"):
        wrong += _checked(older)
        older.unlink()
    if problems := _checked(folder / "shop.db"):
        return wrong + problems  # of a book that is not whole nothing more is asked
    reading = Book(folder / "shop.db").reading()
    try:
        counts: dict[str, tuple[str, int]] = {
            "purchase": ("select count(*) from facts where key = ?", 1),
            "post": ("select count(*) from facts where what = ?", SLIPS),
            "import": ("select count(*) from members where note = ?", ROWS),
            "letter": ("select count(*) from letters where own_line = 'line ' || ?", 1),
            "promise": ("select count(*) from promises where text = 'loaf ' || ?", 1),
            "merge": ("select count(*) from merges g join members m on m.id = g.other_member where m.note = 'other ' || ?", 1),
        }  # fmt: skip
        # What is done in two acts: what the second leaves, and what the first may have left if it was cut off.
        steps: dict[str, tuple[str, tuple[int, ...]]] = {
            "import": ("select count(*) from facts where what = ?", (SALES, 0)),
            "undo": ("select count(*) from facts where key = 'undo ' || ? and undone_by is null", (0, 1)),
            "forget": (
                "select (select count(*) from members where name = 'Gone ' || ?1)"
                " + (select count(*) from members where note = 'gone ' || ?1)"
                " + (select count(*) from contacts where text = 'gone.' || ?1 || '@example.org')"
                " + (select count(*) > 0 from acts where summary like '%\"Gone ' || ?1 || '\"%')",
                (0, 3, 4),
            ),
            "event": (
                "select (select count(*) from events where name = 'Preview ' || ?1) + (select count(*) from guests g"
                " join events e on e.id = g.event_id where e.name = 'Preview ' || ?1)",
                (2, 0, 1),
            ),
        }
        for kind, newer in NEWER.items():
            steps[kind] = newer.counted, (newer.all, *newer.partly)
        for _, kind, name in answered:
            if kind in steps and reading.value(steps[kind][0], (name,)) != steps[kind][1][0]:
                wrong.append(f"lost {kind} {name}")
        for _, kind, name in started:
            if kind in steps and reading.value(steps[kind][0], (name,)) not in steps[kind][1]:
                wrong.append(f"half {kind} {name}")
        for _, kind, name in answered:
            if kind in counts and reading.value(counts[kind][0], (name,)) != counts[kind][1]:
                wrong.append(f"lost {kind} {name}")
        for _, kind, name in started:
            if kind in counts and reading.value(counts[kind][0], (name,)) not in (0, counts[kind][1]):
                wrong.append(f"half {kind} {name}")
    finally:
        reading.close()
    kept = {one.reason: one for one in backups.listed(backups.folder_of(folder / "shop.db"))}
    for _, kind, name in answered[-3:]:  # earlier ones may have been thinned
        if kind == "backup" and (name not in kept or not kept[name].verified):
            wrong.append(f"lost backup {name}")
    for one in kept.values():
        try:
            copies.verified(one.path)
        except StorageTrouble as error:
            wrong.append(f"bad backup {one.path.name} {error}")
    return wrong


def _checked(path: Path) -> list[str]:
    try:
        book = keys.opened(path)
        try:
            return list(checking.check(book, NOW, replay=True).problems)
        finally:
            book.close()
    except (Declined, StorageTrouble) as error:
        return [f"{path.name}: {error.code} {error.because}"]

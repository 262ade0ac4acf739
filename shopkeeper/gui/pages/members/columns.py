"""The columns of the members table: what each shows, and how the window remembers their order and widths."""

import json
from datetime import date

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from shopkeeper.rules.cards import spaced
from shopkeeper.say import Speech
from shopkeeper.service.listing import Row, Sort
from shopkeeper.values import dataclass, field

NARROWEST, WIDEST = 40, 900


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in pixels at text size 100 %; `figures` stand at the trailing edge; `falls` sorts downwards first."""

    key: Sort
    title: str
    width: int
    shown: bool = True
    figures: bool = False
    falls: bool = False


COLUMNS: tuple[Column, ...] = (
    Column("number", str(QT_TRANSLATE_NOOP("Columns", "Number")), 76),
    Column("name", str(QT_TRANSLATE_NOOP("Columns", "Name")), 220),
    Column("tier", str(QT_TRANSLATE_NOOP("Columns", "Tier")), 106, falls=True),
    Column("points", str(QT_TRANSLATE_NOOP("Columns", "Points")), 76, figures=True, falls=True),
    Column("spent_year", str(QT_TRANSLATE_NOOP("Columns", "12 months")), 98, figures=True, falls=True),
    Column(
        "spent", str(QT_TRANSLATE_NOOP("Columns", "Ever spent")), 104, shown=False, figures=True, falls=True
    ),
    Column("visits", str(QT_TRANSLATE_NOOP("Columns", "Visits")), 70, figures=True, falls=True),
    Column("last_visit", str(QT_TRANSLATE_NOOP("Columns", "Last visit")), 116, falls=True),
    Column("town", str(QT_TRANSLATE_NOOP("Columns", "Town")), 118),
    Column("phone", str(QT_TRANSLATE_NOOP("Columns", "Phone")), 146),
    Column("joined", str(QT_TRANSLATE_NOOP("Columns", "Joined")), 122, shown=False, falls=True),
    Column("letters", str(QT_TRANSLATE_NOOP("Columns", "Letters")), 92),
    Column("birthday", str(QT_TRANSLATE_NOOP("Columns", "Birthday")), 122, shown=False),
)
KEYS = tuple(column.key for column in COLUMNS)
NAME, TIER = KEYS.index("name"), KEYS.index("tier")


def title_of(column: Column) -> str:
    """The column's title in the window's language."""
    return QCoreApplication.translate("Columns", column.title)


def name_of(row: Row) -> str:
    """How a member is called; one without a name by the number."""
    return row.name or QCoreApplication.translate("Columns", "Member {number}").format(number=row.number)


def cell(row: Row, key: Sort, speech: Speech, today: date) -> str:
    """What a cell says."""
    if key == "number":
        return spaced(row.number) if len(row.number) > 9 else row.number
    if key == "name":
        return name_of(row)
    if key in ("tier", "town", "phone"):
        return str(getattr(row, key))
    if key in ("points", "visits"):
        return speech.count(getattr(row, key))
    if key in ("spent", "spent_year"):
        minor: int = getattr(row, f"{key}_minor")
        return speech.money(minor) if minor else ""
    if key == "letters":
        return letters_words(row.letters)
    if key == "birthday":
        return speech.birthday(*row.birthday) if row.birthday else ""
    day = row.last_visit if key == "last_visit" else row.joined_on
    return speech.day_short(day, today) if day else ""


def letters_words(letters: bool | None) -> str:
    """May the shop write: yes, no, or nobody asked."""
    translate = QCoreApplication.translate
    if letters is None:
        return translate("Columns", "not asked")
    return translate("Columns", "yes") if letters else translate("Columns", "no")


@dataclass(slots=True)
class Arrangement:
    """How the person wants the table: the order of the columns, which are hidden, widths at 100 %, the sort."""

    order: list[Sort] = field(default_factory=lambda: list(KEYS))
    hidden: set[Sort] = field(default_factory=lambda: {column.key for column in COLUMNS if not column.shown})
    widths: dict[Sort, int] = field(default_factory=dict)
    sort: Sort = "name"
    descending: bool = False

    def written(self) -> str:
        """As it is remembered."""
        return json.dumps(
            {"order": self.order, "hidden": sorted(self.hidden), "widths": self.widths,
             "sort": self.sort, "descending": self.descending}
        )  # fmt: skip


def arranged(text: str) -> Arrangement:
    """What was remembered, as far as it still makes sense; the usual for the rest."""
    usual = Arrangement()
    try:
        kept = json.loads(text) if text else {}
    except ValueError:
        return usual
    if not isinstance(kept, dict):
        return usual
    order = [key for key in _list(kept.get("order")) if key in KEYS]
    order = list(dict.fromkeys(order))
    for place, key in enumerate(KEYS):
        if key not in order:
            order.insert(place, key)
    hidden = usual.hidden
    if isinstance(kept.get("hidden"), list):
        hidden = {key for key in KEYS if key in kept["hidden"] and key != "name"}
    widths = kept.get("widths")
    widths = widths if isinstance(widths, dict) else {}
    return Arrangement(
        order=order,
        hidden=hidden,
        widths={key: widths[key] for key in KEYS
                if isinstance(widths.get(key), int) and NARROWEST <= widths[key] <= WIDEST},
        sort=kept["sort"] if kept.get("sort") in KEYS else "name",
        descending=kept.get("descending") is True,
    )  # fmt: skip


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []

"""The purchases of a file in little room: each text once, each row some forty bytes, for a file may have a million."""

import hashlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat

from shopkeeper.service.importing_files import Kept

OWN_KEY = "row:"  # begins the key of a row without a receipt

# A purchase as the file says it: the member's cell ("" for nobody known), the day as YYYY-MM-DD, the instant as it is
# stored or None, the amount in minor units, what was bought, its key, who served.
Sale = tuple[str, str, str | None, int, str, str, str]


class Texts(dict[str, int]):
    """Each text by a number; `texts` are they, by theirs."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self.texts)
        self.texts.append(text)
        return number


class Sales(Sequence[Sale]):
    """Sales by their place. A sale without a receipt has a key made of what it says and of its number among its equals:
    the same file gives the same keys again, and equal rows within it are purchases of their own. No text of the file can
    be read out of a key, for a key is kept for ever."""

    def __init__(self) -> None:
        self.members, self.days, self.whats, self.servers = Texts(), Texts(), Texts(), Texts()
        self._who, self._on, self._what, self._by = array("i"), array("i"), array("i"), array("i")
        self._at: list[str | None] = []  # no list at all where nobody has one
        self.amounts = array("q")
        self._number = array("i")  # among its equals, or a receipt's place below nothing
        self._receipts: list[str] = []
        self._equals: dict[int, int] = {}
        self._short = Kept(_short)

    def __len__(self) -> int:
        return len(self.amounts)

    def __getitem__(self, place: int) -> Sale:  # type: ignore[override]
        return (
            self.members.texts[self._who[place]],
            self.days.texts[self._on[place]],
            self._at[place] if self._at else None,
            self.amounts[place],
            self.whats.texts[self._what[place]],
            self.key(place),
            self.servers.texts[self._by[place]],
        )

    def __iter__(self) -> Iterator[Sale]:
        return zip(
            self.numbers(), self.ons(), self._at or repeat(None, len(self)), self.amounts,
            map(self.whats.texts.__getitem__, self._what), self._keys(),
            map(self.servers.texts.__getitem__, self._by), strict=True,
        )  # fmt: skip

    def _keys(self) -> Iterator[str]:
        whos, whats = (
            [_short(text) for text in self.members.texts],
            [_short(text) for text in self.whats.texts],
        )
        days, receipts = self.days.texts, self._receipts
        for who, on, amount, what, number in zip(
            self._who, self._on, self.amounts, self._what, self._number, strict=True
        ):
            if number < 0:
                yield receipts[-number - 1]
            else:
                yield f"{OWN_KEY}{whos[who]}:{days[on]}:{amount}:{whats[what]}:{number}"

    def numbers(self) -> Iterator[str]:
        """The member's number of each sale."""
        return map(self.members.texts.__getitem__, self._who)

    def ons(self) -> Iterator[str]:
        """The day of each sale."""
        return map(self.days.texts.__getitem__, self._on)

    def serving(self) -> set[str]:
        """Who served any of them."""
        return {self.servers.texts[by] for by in set(self._by)}

    def key(self, place: int) -> str:
        """The key of the sale in this place."""
        number = self._number[place]
        if number < 0:
            return self._receipts[-number - 1]
        return (
            f"{self.said(self._who[place], self._on[place], self.amounts[place], self._what[place])}{number}"
        )

    def said(self, who: int, on: int, amount: int, what: int) -> str:
        """What a row says, as its key begins."""
        short, texts = self._short, self.whats.texts
        return (
            f"{OWN_KEY}{short[self.members.texts[who]]}:{self.days.texts[on]}:{amount}:{short[texts[what]]}:"
        )

    def next_number(self, who: int, on: int, amount: int, what: int) -> int:
        """The number of one more row that says this."""
        says = (((who << 20 | on) << 44) + amount) << 24 | what
        number = self._equals[says] = self._equals.get(says, 0) + 1
        return number

    def all_read(self) -> None:
        """No more will come: what told equals apart is let go."""
        self._equals = {}

    def add(self, who: int, on: int, at: str | None, amount: int, what: int, receipt: str, by: int) -> int:
        """One more; answers its place."""
        place = len(self.amounts)
        if at is not None and not self._at:
            self._at = [None] * place
        if self._at or at is not None:
            self._at.append(at)
        if receipt:
            self._receipts.append(receipt)
            self._number.append(-len(self._receipts))
        else:
            self._number.append(self.next_number(who, on, amount, what))
        self._who.append(who)
        self._on.append(on)
        self.amounts.append(amount)
        self._what.append(what)
        self._by.append(by)
        return place

    def says(self, place: int, who: int, on: int, at: str | None, amount: int, what: int, by: int) -> bool:
        """Whether the sale in this place says the same."""
        return (who, on, amount, what, by) == (
            self._who[place], self._on[place], self.amounts[place], self._what[place], self._by[place]
        ) and at == (self._at[place] if self._at else None)  # fmt: skip

    def extend_plain(
        self, whos: list[int], ons: list[int], amounts: list[int], whats: list[int], bys: list[int]
    ) -> None:
        """Many more, without instants and receipts."""
        self._number.extend(map(self.next_number, whos, ons, amounts, whats))
        if self._at:
            self._at += [None] * len(whos)
        self._who.extend(whos)
        self._on.extend(ons)
        self.amounts.extend(amounts)
        self._what.extend(whats)
        self._by.extend(bys)

    def only(self, places: Iterable[int]) -> "Sales":
        """Those in these places, as they are."""
        kept = array("i", places)
        made = Sales()
        made.members, made.days, made.whats, made.servers = self.members, self.days, self.whats, self.servers
        made._receipts, made._short = self._receipts, self._short
        made._who = array("i", map(self._who.__getitem__, kept))
        made._on = array("i", map(self._on.__getitem__, kept))
        made._what = array("i", map(self._what.__getitem__, kept))
        made._by = array("i", map(self._by.__getitem__, kept))
        made._at = [self._at[place] for place in kept] if self._at else []
        made.amounts = array("q", map(self.amounts.__getitem__, kept))
        made._number = array("i", map(self._number.__getitem__, kept))
        return made


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10] if text else ""

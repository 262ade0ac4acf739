"""Who the demo shop's customers are: names from everywhere, homes, telephones and what is remembered of them."""

from calendar import isleap, monthrange
from datetime import date, timedelta

from shopkeeper.service.demo.dice import Dice
from shopkeeper.service.demo.values import DemoAddress, DemoMember, DemoRemark
from shopkeeper.service.demo.visits import Taste
from shopkeeper.service.demo.words import Place, plain, words
from shopkeeper.values import dataclass

_TOWN = 1_000_000
# Yes, no, and nobody asked.
_LETTERS = (True,) * 11 + (False,) * 2 + (None,) * 7
_POSTCODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    say: str
    greeting: str
    latin: tuple[str, str]
    family: int | None


@dataclass(frozen=True, slots=True)
class _Home:
    """Where somebody lives; the next member may live there too, and share the name and the telephone.

    `family` is a position among the place's family names, which have a form for each of its people.
    """

    place: Place
    family: int | None
    addresses: tuple[DemoAddress, ...]
    phone: str


class Town:
    """The people of one shop, met one after another; no two have the same e-mail address."""

    def __init__(self, seed: int, until: date) -> None:
        self._until = until
        dice = Dice(seed, _TOWN)
        taken = {phone.replace(" ", "")[-9:] for person in words().known for phone in person["phones"]}
        self._numbers = [
            [
                f"{start}{number:03}"
                for number in dice.shuffled(1000)
                if f"{start}{number:03}".replace(" ", "")[-9:] not in taken
            ]
            for start in words().phone_ranges
        ]
        self._given = [0] * len(self._numbers)
        self._mails = {mail.split("@")[0]: 1 for person in words().known for mail in person.get("emails", ())}
        self._met = 0
        self._last_home: _Home | None = None

    def meet(self, dice: Dice, joined_on: date) -> tuple[DemoMember, Taste]:
        """Somebody who joined on a day, and what they like to buy."""
        everywhere = words().places
        # Each place once before any place twice.
        place = everywhere[self._met if self._met < len(everywhere) else words().place_urn.draw(dice)]
        shares, self._met = self._met >= len(everywhere) and dice.chance(0.06), self._met + 1
        home = self._last_home if shares else None
        woman = dice.chance(0.56)
        named = _name(dice, home.place if home else place, woman, home.family if home else None)
        if home is None:
            home = self._home(dice, place, named)
        phones = self._phones(dice, home.phone)
        year, month, day = _birthday(dice, self._until.year)
        remarks, taste = _remember(dice, joined_on, self._until)
        self._last_home = home
        return (
            DemoMember(
                name=named.name,
                say=named.say,
                greeting=named.greeting,
                birthday_year=year,
                birthday_month=month,
                birthday_day=day,
                joined_on=joined_on,
                letters=dice.pick(_LETTERS),
                note=dice.pick(words().remembered["notes"]) if dice.chance(0.06) else "",
                phones=phones,
                emails=self._emails(dice, named),
                addresses=home.addresses,
                remarks=remarks,
                card_given_on=joined_on if dice.chance(0.78) else None,
                place=home.place.name,
            ),
            taste,
        )

    def _home(self, dice: Dice, place: Place, named: _Named) -> _Home:
        if dice.chance(0.1):
            return _Home(place, named.family, (), "")
        town = words().towns[words().town_urn.draw(dice)]
        flat = f"Flat {dice.whole(1, 14)}" if dice.chance(0.14) else ""
        letters = dice.pick(_POSTCODE_LETTERS) + dice.pick(_POSTCODE_LETTERS)
        address = DemoAddress(
            street=f"{dice.whole(1, 140)} {dice.pick_early(town.streets)}",
            address_2=flat,
            postcode=f"{town.district} {dice.whole(1, 9)}{letters}",
            town=town.name,
            region="",
            country=words().shop["country"],
        )
        return _Home(
            place, named.family, (address,), self._number(dice, mobile=False) if dice.chance(0.3) else ""
        )

    def _number(self, dice: Dice, *, mobile: bool) -> str:
        """A telephone nobody has yet; when all of a range are given out, they are given a second time."""
        which = 0 if mobile else 1 if dice.chance(0.55) else dice.whole(2, len(self._numbers) - 1)
        at = self._given[which]
        self._given[which] += 1
        return self._numbers[which][at % len(self._numbers[which])]

    def _phones(self, dice: Dice, landline: str) -> tuple[str, ...]:
        phones = [landline] if landline else []
        share = dice.unit()
        if share < (0.4 if landline else 0.86):
            phones.insert(0, _as_told(dice, self._number(dice, mobile=share < 0.45)))
        if dice.chance(0.04):
            phones.append(_as_told(dice, self._number(dice, mobile=False)))
        return tuple(phones)

    def _emails(self, dice: Dice, named: _Named) -> tuple[str, ...]:
        if not dice.chance(0.46):
            return ()
        given, family = (plain(part) for part in named.latin)
        form = dice.whole(0, 3)
        local = (f"{given}.{family}", f"{given}{family}", f"{given[:1]}.{family}", f"{family}.{given}")[form]
        local = local.strip(".")
        met = self._mails.get(local, 0) + 1
        self._mails[local] = met
        return (f"{local}{met if met > 1 else ''}@{dice.pick(words().mail)}",)


def _as_told(dice: Dice, number: str) -> str:
    """A number as people say it: with or without spaces, prefix and hyphens."""
    share = dice.unit()
    if share < 0.66:
        return number
    if share < 0.8:
        return number.replace(" ", "")
    if share < 0.94:
        return f"+44 {number[1:]}"
    return number.replace(" ", "-")


def _name(dice: Dice, place: Place, woman: bool, family: int | None) -> _Named:
    """A name in the order of its place; the family's where there is one already."""
    given = dice.pick_early(place.women if woman else place.men)
    if place.order == "given father":
        last = dice.pick(place.men)
        while last == given:
            last = dice.pick(place.men)
    else:
        families = place.families_of_women if woman else place.families_of_men
        if family is None:
            family = dice.pick_early(range(len(families)))
        last = families[family]
    latin = (given.latin, last.latin)
    if place.order == "given family" and dice.chance(0.012):
        return _Named(given.written, given.say, "", (given.latin, ""), None)
    first, second = (given, last) if place.order.startswith("given") else (last, given)
    between = "" if place.order == "familygiven" else " "
    say = " ".join(word.say or word.latin for word in (first, second)) if given.say and last.say else ""
    say = say or last.say or given.say
    greeting = ""
    if place.order.startswith("family"):
        greeting = given.written.split(" ")[-1]
    elif place.order == "given family" and plain(last.written) and dice.chance(0.07):
        titles = words().remembered["titles"]["women" if woman else "men"]
        greeting = f"{dice.pick(titles)} {last.written}"
    name = first.written + between + second.written
    return _Named(name, say if dice.chance(0.7) else "", greeting, latin, family)


def _birthday(dice: Dice, this_year: int) -> tuple[int | None, int | None, int | None]:
    """Year, month and day of birth: some tell no year, some nothing, and some were born on 29 February."""
    if dice.chance(0.22):
        return None, None, None
    year = this_year - 18 - int((dice.unit() + dice.unit()) * 36)
    month = dice.whole(1, 12)
    day = dice.whole(1, monthrange(year, month)[1])
    if dice.chance(0.008):
        month, day = 2, 29
        while not isleap(year):
            year -= 1
    return (year if dice.chance(0.66) else None), month, day


def _remember(dice: Dice, joined_on: date, until: date) -> tuple[tuple[DemoRemark, ...], Taste]:
    said: list[tuple[str, str]] = []
    told, goods = words().remembered, words().goods
    avoids: frozenset[str] = frozenset()
    if dice.chance(0.075):
        warning, _, holds = dice.pick(told["warnings"]).partition("|")
        avoids = frozenset(holds.split(",")) if holds else avoids
        said.append(("warning", warning))
    favourites = []
    for _ in range(dice.whole(1, 4) if dice.chance(0.38) else 0):
        good = dice.pick(goods)
        if not good.holds & avoids and good not in favourites:
            favourites.append(good)
            said.append(("likes", good.line.text))
    for kind, often in (("likes", 0.1), ("dislikes", 0.05), ("sizes", 0.07)):
        if dice.chance(often):
            said.append(("size" if kind == "sizes" else kind, dice.pick(told[kind])))
    if dice.chance(0.2):
        said.append(("fact", _fact(dice)))
    earliest = max(joined_on, until - timedelta(days=900))
    days = (until - earliest).days
    remarks = tuple(
        DemoRemark(kind, text, earliest + timedelta(days=int(dice.unit() * (days + 1))))
        for kind, text in said
    )
    return remarks, Taste(tuple(favourites), avoids)


def _fact(dice: Dice) -> str:
    """Something somebody told at the counter, its braces filled."""
    told = words().remembered
    text: str = dice.pick(told["facts"])
    for blank in ("pet_name", "pet", "child_name", "child", "city", "month", "instrument"):
        if f"{{{blank}}}" in text:
            text = text.replace(f"{{{blank}}}", dice.pick(told[blank]))
    return text

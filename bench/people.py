"""Made-up members for measuring, by a seed: names as unevenly spread as real ones, from several countries and scripts."""

import random
from bisect import bisect
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

LAST_DAY = date(2026, 11, 20)

_GIVEN = (
    "Mary John Anna David Sarah James Emma Michael Laura Robert Maria Thomas Julia Peter Helen Paul Susan Mark Claire "
    "Andrew Alice Stephen Steven Catherine Katharina Philip Christine George Margaret William Elizabeth Richard Jane "
    "Daniel Ruth Simon Lucy Martin Karen Alan Sophie Ian Nicola Jürgen Jörg Günter Hélène René François Zoë Łukasz "
    "Małgorzata Søren Åsa Björn İlker Ayşe José Núñez Seán Siobhán Nguyễn Thị Priya Arjun Fatima Omar Yusuf Chiara "
    "Giovanni Matteo Sofia Lars Ingrid Olga Ivan Tomáš Jana Péter Zsófia Ana João Mia Noah Leo Ella Max Ida Finn"
).split()
_FAMILY = (
    "Smith Jones Williams Brown Taylor Davies Evans Wilson Thomas Roberts Johnson Lewis Walker Robinson Wood Thompson "
    "White Watson Jackson Wright Green Harris Cooper King Lee Martin Clarke James Morgan Hughes Edwards Hill Moore "
    "Clark Harrison Scott Young Morris Hall Ward Turner Carter Phillips Mitchell Patel Adams Campbell Anderson Allen "
    "Cook Müller Schmidt Schneider Fischer Weber Meyer Maier Wagner Becker Schulz Hoffmann Schäfer Köhler Jäger "
    "Dubois Lefèvre Moreau García Fernández Nowak Kowalski Wójcik Hansen Sørensen Nguyễn Trần Yılmaz O'Brien O'Neill "
    "McDonald Murphy Kelly Rossi Ferrari Silva Santos Novák Nagy Kovács Andersson Nilsson Singh Khan Ali Hussain"
).split()
_PARTS_FIRST = "Ash Bar Bea Black Bran Brad Cal Car Chad Clay Cran Dal Den Dun East Elm Fair Farn Gar Glen Hal Ham Har Haw Hol Ken Kirk Lang Lin Mal Mar Mil Nor Oak Pem Pres Rad Red Row Sel Shel Stan Stor Thorn Tal Up Wal War West Whit Win Wol York".split()
_PARTS_LAST = "bourne bridge brook burn bury by combe cote croft dale den don field ford gate ham hurst land ler ley low man mere mond more ner ness ridge sby sen shaw ski son stead stone ter thorpe ton vale ville wall well wick win wood worth".split()
_ELSEWHERE = (
    (
        "Γιώργος Μαρία Νίκος Ελένη Δημήτρης Κατερίνα",
        "Παπαδόπουλος Γεωργίου Νικολάου Παππάς Ιωάννου Οικονόμου",
    ),
    ("Владимир Ольга Иван Наталья Сергей Татьяна", "Иванов Шевченко Кузнецова Попов Соколова Щербаков"),
)
_CHINESE = ("王李张刘陈杨黄赵吴周徐孙马朱胡林", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚小文玉")
_STREETS = "High Church Station Mill Park Victoria Green London Queens Kings Albert Chapel Bridge Elm Oak Garden Rose Market School North".split()
_WAYS = "Street Road Lane Avenue Close Way".split()
_TOWNS = "York Leeds Malton Selby Harrogate Ripon Thirsk Whitby Filey Pickering Helmsley Tadcaster Goole Beverley Hull Scarborough".split()
_LIKES = "rye sourdough dachshund terrier cheddar espresso oolong marmalade olives gluten walnuts herring liquorice".split()
_MAIL = "gmail.com yahoo.co.uk gmx.de outlook.com btinternet.com icloud.com".split()


@dataclass(frozen=True, slots=True)
class Person:
    """One made-up member; `visits` are days of purchases."""

    id: int
    given: str
    family: str
    name: str
    phone: str
    canonical: str
    mail: str
    street: str
    postcode: str
    town: str
    card: str
    likes: str
    visits: tuple[date, ...]


def _curve(count: int, slope: float, offset: float) -> list[float]:
    return list(accumulate(1 / (at + offset) ** slope for at in range(count)))


def people(count: int, seed: int = 1) -> list[Person]:
    """That many members, always the same for a seed."""
    dice = random.Random(seed)
    tail = [first + last for first in _PARTS_FIRST for last in _PARTS_LAST]
    tail += [one + two for one in tail[::7] for two in ("s", "e", "er", "son")]
    dice.shuffle(tail)
    families = _FAMILY + tail
    family_curve, given_curve = _curve(len(families), 0.85, 6), _curve(len(_GIVEN), 0.8, 4)
    towns = _curve(len(_TOWNS), 0.9, 1)

    def of(values: list[str], curve: list[float]) -> str:
        return values[bisect(curve, dice.random() * curve[-1])]

    made = []
    for number in range(1, count + 1):
        where = dice.random()
        if where < 0.03:
            family, given = dice.choice(_CHINESE[0]), "".join(dice.sample(_CHINESE[1], dice.choice((1, 2))))
            name = family + given
        elif where < 0.06:
            givens, familynames = dice.choice(_ELSEWHERE)
            given, family = dice.choice(givens.split()), dice.choice(familynames.split())
            name = f"{given} {family}"
        else:
            given, family = of(_GIVEN, given_curve), of(families, family_curve)
            if dice.random() < 0.03:
                family = f"{family}-{of(families, family_curve)}"
            name = f"{given} {family}"
        digits = f"7{dice.randrange(10**9):09d}"
        plain = "".join(
            sign for sign in f"{given}.{family}".lower() if sign.isascii() and (sign.isalnum() or sign == ".")
        )
        visits = int(dice.paretovariate(1.1)) - 1 if dice.random() < 0.75 else 0
        gone_for = min(int(dice.expovariate(1 / 200)), 1400)
        every = dice.uniform(3, 60)
        days = {
            LAST_DAY - timedelta(days=int(gone_for + every * at * dice.uniform(0.7, 1.3)))
            for at in range(min(visits, 30))
        }
        made.append(
            Person(
                id=number,
                given=given,
                family=family,
                name=name,
                phone=f"0{digits[:4]} {digits[4:]}"
                if dice.random() < 0.7
                else f"+44 {digits[:4]} {digits[4:7]} {digits[7:]}",
                canonical=f"+44{digits}",
                mail=f"{plain}{dice.randrange(100)}@{dice.choice(_MAIL)}"
                if dice.random() < 0.5 and len(plain) > 4
                else "",
                street=f"{dice.randrange(1, 200)} {dice.choice(_STREETS)} {dice.choice(_WAYS)}"
                if dice.random() < 0.6
                else "",
                postcode=f"YO{dice.randrange(1, 99)} {dice.randrange(10)}{dice.choice('ABDEFGHJ')}{dice.choice('ABDEFGHJ')}",
                town=of(_TOWNS, towns),
                card=f"29{number:07d}{dice.randrange(10**4):04d}",
                likes=dice.choice(_LIKES) if dice.random() < 0.1 else "",
                visits=tuple(sorted(days)),
            )
        )
    return made


def comes(person: Person) -> float:
    """How much a person comes, as the one at the counter would weigh it: visits, halved every 180 days past."""
    return sum(float(2.0 ** (-(LAST_DAY - day).days / 180)) for day in person.visits)


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody being looked for: what is typed, key by key, and how far it can count for recall."""

    kind: str
    target: int
    keys: tuple[str, ...]


def sessions(made: list[Person], count: int, seed: int = 2) -> list[Session]:
    """Typing sessions in the mix of a counter: whoever comes more is sought more."""
    dice = random.Random(seed)
    sought = list(accumulate(comes(person) + 0.05 for person in made))
    found: list[Session] = []
    while len(found) < count:
        person = made[bisect(sought, dice.random() * sought[-1])]
        kind = dice.choices(
            ("surname", "both", "phone", "card", "typo", "mail or street"), (35, 25, 15, 10, 10, 5)
        )[0]
        if kind == "surname":
            text = person.family.lower()
        elif kind == "both":
            text = (
                f"{person.given} {person.family}".lower()
                if dice.random() < 0.7
                else f"{person.family} {person.given}".lower()
            )
            if person.name == person.family + person.given:
                text = person.name
        elif kind == "phone":
            digits = "0" + person.canonical[3:]
            way = dice.random()
            if way < 0.6:
                text = digits[-4:]
            elif way < 0.8:
                at = dice.randrange(2, 6)
                text = digits[at : at + dice.randrange(4, 6)]
            else:
                text = digits
        elif kind == "card":
            text = person.card
        elif kind == "typo":
            if len(person.family) < 5 or not person.family.isascii() or not person.family.isalpha():
                continue
            text = _slip(person.family.lower(), dice)
            if dice.random() < 0.5:
                text = f"{person.given.lower()} {text}"
        elif person.mail and dice.random() < 0.5:
            text = person.mail
        elif person.street:
            text = person.street.lower()
        else:
            continue
        found.append(Session(kind, person.id, tuple(text[:end] for end in range(1, len(text) + 1))))
    return found


def _slip(word: str, dice: random.Random) -> str:
    while True:
        at = dice.randrange(1, len(word))
        way = dice.randrange(4)
        letter = dice.choice("abcdefghijklmnopqrstuvwxyz")
        if way == 0:
            other = word[:at] + word[at + 1 :]
        elif way == 1:
            other = word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
        elif way == 2:
            other = word[:at] + letter + word[at + 1 :]
        else:
            other = word[:at] + letter + word[at:]
        if other != word:
            return other

"""What kind of thing somebody noted about a member, told from the line itself: an allergy, a liking, a promise, a day."""

import re
from datetime import date, timedelta
from functools import cache
from typing import Literal

from shopkeeper.rules.said_days import SaidDay, find_day
from shopkeeper.rules.typed_days import DayOrder
from shopkeeper.values import dataclass, replace

Kind = Literal[
    "warning", "likes", "dislikes", "size", "usual", "matters", "fact", "promise", "wanted", "birthday", "date",
    "relation", "greeting", "say", "complaint", "request", "praise",
]  # fmt: skip
RelationKind = Literal["household", "family", "friend", "referred by"]

KINDS: tuple[Kind, ...] = (
    "likes", "dislikes", "warning", "promise", "wanted", "date", "birthday", "relation", "size", "usual", "matters",
    "greeting", "say", "complaint", "request", "praise", "fact",
)  # fmt: skip
"""In the order one key goes through them."""
PROMISE_DAYS = 7
"""A promise for which no day was named is due in so many days."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """What was noted: its kind, the words to keep, and where the kind has one its day.

    `day` is when a promise is due, or a date falls next; `month`, `day_of_month` are the date as it was said (29
    February stays one), `year` is None where it comes back every year. `relation` is who somebody is to the member.
    """

    kind: Kind
    text: str
    day: date | None = None
    month: int = 0
    day_of_month: int = 0
    year: int | None = None
    relation: RelationKind = "family"


# A word and a colon in front say the kind outright.
_TAGGED: dict[Kind, str] = {
    "warning": "warning allergy allergies careful warnung allergie vorsicht attention alergia cuidado",
    "likes": "likes like loves mag aime gusta",
    "dislikes": "dislikes dislike not hates magnicht",
    "size": "size sizes größe groesse taille talla",
    "usual": "usual always wieimmer habituel",
    "matters": "matters wichtig",
    "fact": "fact note remember notiz",
    "promise": "promise promised versprechen promesse promesa",
    "wanted": "wants want wanted looking sucht cherche busca",
    "date": "date day tag datum fecha",
    "birthday": "birthday geburtstag anniversaire cumpleaños",
    "relation": "family friend household familie famille familia",
    "greeting": "greet greeting call",
    "say": "say pronounced",
    "complaint": "complaint complains complained beschwerde plainte queja",
    "request": "request asks idea wunsch demande",
    "praise": "praise praised thanks compliment lob merci gracias",
}
_TAGS: dict[str, Kind] = {word: kind for kind, words in _TAGGED.items() for word in words.split()}
_TAG = re.compile(r"^([^\W\d]{2,12})\s*:\s*(\S.*)$")

# In this order: the first that fits says the kind. What the group `drop` holds is left out of the words kept.
_CUES: tuple[tuple[Kind, str], ...] = (
    ("warning", r"\ballerg|\balerg|\bintoleran|\bc(?:o)?eliac|\bzöliakie|\bdiabet|\banaphyla|\bepipen\b"
                r"|\b(?:must|may) not (?:eat|have|drink|touch|get)|\bcan(?:no|’|')?t (?:eat|have|drink)\b|\bcannot (?:eat|have|drink)\b"
                r"|\bdarf k?ein|\bverträgt k?ein|\bne supporte pas|\bno puede (?:comer|tomar)|\bnever (?:give|sell)\b"),
    ("praise", r"^(?P<drop>(?:(?:says?|said|many|her|his|their) )?(?:thanks|thank you|compliments?)\s+to\s+|praise[sd]?\s+|dank(?:t|e)?\s+an\s+"
               r"|merci à\s+|gracias a\s+)(?=\w)"),
    ("say", r"^(?P<drop>(?:say|pronounced|spoken)\s+)(?=[\"“‘']?\w+[-·]\w|[\"“])"),
    ("greeting", r"^(?P<drop>(?:call (?:her|him|them)|goes by|greet (?:her|him|them)?(?: as| with)?)\s+)(?!back\b|when\b|if\b|on\b|about\b)"),
    ("dislikes", r"(?P<drop>^(?:(?:she|he|they)\s+)?(?:does(?:n[’']t| not) (?:like|want|eat|drink)|do(?:n[’']t| not) (?:like|want)|dislikes|hates"
                 r"|can(?:no|’|')?t stand|not keen on|mag kein(?:e[nm]?)?|n[’']aime pas|no le gusta)\s+)"),
    ("matters", r"(?P<drop>^(?:what matters|cares? (?:about|for)|important to (?:her|him|them))\s*:?\s*)|\bmatters (?:to|most)\b"
                r"|(?P<drop2>^legt wert auf\s+)"),
    ("usual", r"(?P<drop>^(?:(?:the |her |his |their )?usual(?:ly)?(?: takes| has| is)?|always (?:takes|has|buys|gets|orders))\s+)"
              r"|(?P<drop2>^nimmt immer\s+)|(?P<drop3>^prend toujours\s+)"),
    ("likes", r"(?P<drop>^(?:(?:she|he|they)\s+)?(?:likes?|loves?|prefers?|enjoys?|is fond of|fond of|favourite|favorite|mag|liebt|aime|préfère|le gustan?)\s*:?\s+)"),
    ("complaint", r"^(?:she |he |they )?(?:complain|was unhappy|unhappy|disappointed|overcharged|beschwert|se plaint|se queja)"
                  r"|\b(?:was|were|had gone|gone|came) (?:off|mouldy|moldy|stale|broken|rotten|cold|late|wrong|burnt|damaged|spoiled)\b"
                  r"|^(?:mouldy|moldy|stale|rotten|overcharged|broken)\b"),
    ("promise", r"(?P<drop>^(?:(?:we|i)\s+)?(?:promise[ds]?(?: to)?|versprochen|versprechen?|versprach|promis)\s*:?\s+)"
                r"|^(?:(?:we|i)(?:[’']ll| will)\s+|(?:we\s+)?(?:keep\b|save\b|set aside\b|put (?:by|aside)\b|reserve\b|phone\b|ring\b|call\b"
                r"|deliver\b|bring\b|order\b|send\b|ask\b|find out\b|zurücklegen|anrufen|bestellen))|\baside\b"),
    ("wanted", r"(?P<drop>^(?:(?:she|he|they)\s+)?(?:wants?|wanted|(?:is |was )?looking for|asked for|do you have|have you got|needs?|would like|sucht|cherche|busca)\s+(?:any |some )?)"),
    ("request", r"(?P<drop>^(?:wishes|asks (?:for|if|whether)|suggests?|could (?:you|we)|why (?:don[’']t|do)? ?(?:you|we))\s+)"),
    ("size", r"(?P<drop>^(?:(?:takes?|wears?) )?(?:a )?sizes?\s+)|^(?:shoes?|collar|waist|hat|glove|ring|shirt|trousers|dress)s? (?:size )?\d"
             r"|^(?:eu|uk|us) ?\d{1,2}\b|^(?:takes?|wears?) an? (?:\d|x*[sml]\b)|(?P<drop2>^(?:größe|taille|talla)\s+)"),
)  # fmt: skip


@cache
def _rules() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """The cues, compiled when the first line is written and not when the counter opens."""
    return tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _CUES)


_YEARLY = re.compile(
    r"\b(?:birthday|anniversary|wedding day|name ?day|geburtstag|hochzeitstag|namenstag|anniversaire|cumpleaños)\b",
    re.IGNORECASE,
)
_OWN_BIRTHDAY = re.compile(
    r"^(?:(?:her|his|their|own|the)\s+)?(?:birthday|born|geburtstag|geboren|anniversaire|cumpleaños)(?:\s+is)?[\s:]*$",
    re.IGNORECASE,
)
_RELATIVES = (
    "son daughter child children boy girl baby twins wife husband spouse partner fiancé fiancée mother father mum mom dad "
    "sister brother grandson granddaughter grandmother grandfather granny grandma grandpa nephew niece aunt uncle cousin "
    "dog cat sohn tochter kind frau mann mutter vater schwester bruder enkel enkelin oma opa fils fille femme mari mère "
    "père sœur frère hijo hija esposa marido madre padre hermana hermano"
).split()
_HOUSEHOLD = ("lives with", "flatmate", "housemate", "same household", "wohnt mit")
_FRIENDS = ("friend", "neighbour", "neighbor", "colleague", "freund", "freundin", "nachbar", "ami", "amie", "voisin", "amigo", "amiga")  # fmt: skip
_SENT = re.compile(
    r"^(?P<drop>(?:sent|referred|recommended|brought)(?: (?:here|to us|in))? by\s+|came through\s+"
    r"|(?:her)?(?:geschickt|gebracht)\s+von\s+|empfohlen\s+von\s+)",
    re.IGNORECASE,
)
_PET_OR_PERSON = re.compile(
    rf"^(?:(?:her|his|their|has|a|an|the)\s+)*({'|'.join(_RELATIVES)})\b", re.IGNORECASE
)


def notice(line: str, *, today: date, order: DayOrder | None = None) -> Noticed | None:
    """What the line is about; None for an empty one. Nothing is refused: what fits nowhere is a fact in free words."""
    text = re.sub(r"\s+", " ", line).strip().rstrip(".")
    if not text:
        return None
    tag = _TAG.match(text)
    if tag is not None and tag[1].casefold() in _TAGS:
        return as_kind(tag[2], _TAGS[tag[1].casefold()], today=today, order=order, tagged=tag[1].casefold())
    for kind, rule in _rules():
        if rule.search(text):
            return as_kind(text, kind, today=today, order=order)
    said = find_day(text, today=today, order=order)
    if _SENT.match(text):
        return as_kind(text, "relation", today=today, order=order)
    if said is not None and dict(_rules())["promise"].search(said.rest):
        return as_kind(text, "promise", today=today, order=order)
    if said is not None:
        own = _OWN_BIRTHDAY.match(said.rest)
        return as_kind(text, "birthday" if own else "date", today=today, order=order)
    if _relation_of(text) is not None:
        return as_kind(text, "relation", today=today, order=order)
    return Noticed("fact", _opened(text))


def as_kind(
    line: str, kind: Kind, *, today: date, order: DayOrder | None = None, tagged: str = ""
) -> Noticed:
    """The same line as a thing of this kind, because the person says so: words and day are taken accordingly."""
    text = re.sub(r"\s+", " ", line).strip().rstrip(".")
    bare = text if tagged else _without_cue(text, kind)
    if kind in ("promise", "date", "birthday"):
        return _dated(bare, kind, find_day(bare, today=today, order=order), today)
    if kind == "relation":
        return Noticed(
            kind,
            _opened(_SENT.sub("", bare)),
            relation=_tagged_relation(tagged) or _relation_of(bare) or "family",
        )
    if kind in ("say", "greeting"):
        return Noticed(kind, bare.strip("\"“”‘’'") or text)
    return Noticed(kind, _opened(bare))


def next_kind(
    noticed: Noticed, line: str, step: int, *, today: date, order: DayOrder | None = None
) -> Noticed:
    """The line as the next (step 1) or the one before (step -1) of the kinds; words that carry a tag lose it."""
    kind = KINDS[(KINDS.index(noticed.kind) + step) % len(KINDS)]
    tag = _TAG.match(line.strip())
    text = tag[2] if tag is not None and tag[1].casefold() in _TAGS else line
    return as_kind(text, kind, today=today, order=order)


def _dated(text: str, kind: Kind, said: SaidDay | None, today: date) -> Noticed:
    if kind == "promise":
        if said is None:
            return Noticed(kind, _opened(text), today + timedelta(days=PROMISE_DAYS))
        return Noticed(kind, _opened(said.rest or text), said.day)
    if said is None:
        return Noticed(kind, _opened(text))
    yearly = kind == "birthday" or (_YEARLY.search(said.rest) is not None and not said.year_said)
    words = "" if kind == "birthday" else _opened(said.rest or text)
    year = (
        said.day.year if (kind == "date" and not yearly) or (kind == "birthday" and said.year_said) else None
    )
    noticed = Noticed(kind, words, said.day, said.month, said.day_of_month, year)
    if (
        kind == "date"
        and year is not None
        and (said.month, said.day_of_month) != (said.day.month, said.day.day)
    ):
        return replace(noticed, month=said.day.month, day_of_month=said.day.day)
    return noticed


def _without_cue(text: str, kind: Kind) -> str:
    for of, rule in _rules():
        found = rule.search(text) if of == kind else None
        dropped = (
            next((part for name, part in found.groupdict().items() if part), "") if found is not None else ""
        )
        if dropped and text.startswith(dropped) and len(dropped) < len(text):
            return text[len(dropped) :].strip()
    return text


def _relation_of(text: str) -> RelationKind | None:
    folded = text.casefold()
    if _SENT.match(text):
        return "referred by"
    if any(word in folded for word in _HOUSEHOLD):
        return "household"
    words = re.findall(r"\w+", folded)[:3]
    if any(word in _FRIENDS for word in words):
        return "friend"
    return "family" if _PET_OR_PERSON.match(text) else None


def _tagged_relation(tag: str) -> RelationKind | None:
    return {"household": "household", "friend": "friend"}.get(tag)  # type: ignore[return-value]


def _opened(text: str) -> str:
    """With a capital to begin with, as a note is written; names such as iPad stay as they are."""
    return text[:1].upper() + text[1:] if text[1:2].islower() or len(text) == 1 else text

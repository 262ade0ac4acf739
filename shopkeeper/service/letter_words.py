"""The words of a shop's letters: its own wording or the original, and how its language writes what is put in."""

import json
import tomllib
from datetime import date
from functools import cache, cached_property, lru_cache

from shopkeeper import assets
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.letter_kinds import THANK_YOU
from shopkeeper.rules.occasions import OccasionKind
from shopkeeper.rules.wording_fields import FIELDS
from shopkeeper.say import Speech
from shopkeeper.service import acts, shops
from shopkeeper.service.shops import Shop
from shopkeeper.values import dataclass

USUAL_LANGUAGE = "en"
MOST_VERSIONS = 20


@dataclass(frozen=True, slots=True)
class Wordings:
    """The versions a letter is written in, used by turns; `original` where the shop has not changed them."""

    language: str
    versions: tuple[str, ...]
    original: bool


@dataclass(frozen=True)
class LetterWords:
    """How the language of a shop's letters writes days, counts and reasons."""

    language: str
    speech: Speech

    @cached_property
    def _words(self) -> dict[str, object]:
        words: dict[str, object] = _all_words()[self.language]
        return words

    def occasion(self, kind: OccasionKind, detail: str, on: date, today: date) -> str:
        """Why the letter is written, as a sentence; "" where the language has no word for that many visits."""
        ordinals = self._words["ordinals"]
        assert isinstance(ordinals, dict)
        ordinal = ordinals.get(detail, "") if kind == "visits" else ""
        if kind == "visits" and not ordinal:
            return ""
        return str(self._words[kind]).format(tier=detail, day=self.speech.day(on, today), ordinal=ordinal)

    def front(self, kind: str) -> str:
        """What stands on the front of a folded card of this kind."""
        fronts = self._words["fronts"]
        assert isinstance(fronts, dict)
        return str(fronts[kind])

    @property
    def event(self) -> str:
        """How the language joins an event to its day and hours."""
        return str(self._words["event"])

    @property
    def event_was(self) -> str:
        """How the language names an event that is over."""
        return str(self._words["event_was"])

    @property
    def off(self) -> str:
        """How the language says what a voucher takes off."""
        return str(self._words["off"])

    def voucher(self, part: str) -> str:
        """What stands on a voucher; `part` is title, whose, until, between or least."""
        return self._part("voucher", part)

    def slip(self, part: str) -> str:
        """What stands on the slip after a purchase."""
        return self._part("slip", part)

    def _part(self, paper: str, part: str) -> str:
        words = self._words[paper]
        assert isinstance(words, dict)
        return str(words[part])

    def count(self, what: str, n: int) -> str:
        """`47 visits`, `1 point`, `7 years`; `what` is visits, points or years."""
        forms = self._words[f"count_{what}"]
        assert isinstance(forms, list)
        return str(forms[n != 1]).format(n=self.speech.count(n))

    def month(self, day: date, today: date | None = None) -> str:
        """`March 2019`; without the year where it is this year's and `today` is given."""
        from babel.dates import format_date, format_skeleton

        if today is not None and day.year == today.year:
            return format_date(day, "LLLL", locale=self.speech.locale_name)
        return format_skeleton("yMMMM", day, locale=self.speech.locale_name)

    def since(self, day: date) -> str:
        """`Member since March 2019`, as it stands on a card."""
        return str(self._words["since"]).format(month=self.month(day))

    def running_on(self, part: str) -> str:
        """The owner's words as they stand inside a sentence: `oolong tea`, but `BBQ sauce`."""
        lower = self._words["lower_first"] and not part[1:2].isupper()
        return part[:1].lower() + part[1:] if lower else part

    def together(self, parts: tuple[str, ...]) -> str:
        """`sale preview, free gift wrap and birthday treat`: the owner's words as they run on in a sentence."""
        from babel.lists import format_list

        return format_list([self.running_on(part) for part in parts], locale=self.speech.locale_name)


@cache
def _all_words() -> dict[str, dict[str, object]]:
    return tomllib.loads(assets.path("letters", "words.toml").read_text("utf-8"))


def language_of(shop: Shop) -> str:
    """The language the shop's letters begin in: its own where there is a wording in it, else English."""
    base = shop.language.replace("-", "_").partition("_")[0].casefold()
    return base if base in _all_words() else USUAL_LANGUAGE


def language_tag(book: Reading) -> str:
    """The language of the shop's letters as others name it: `en-GB`."""
    shop = shops.read(book)
    return f"{language_of(shop)}-{shop.country}"


def words_of(shop: Shop) -> LetterWords:
    """The words for a shop's letters."""
    from babel import localedata

    language = language_of(shop)
    locale = f"{language}_{shop.country}"
    return LetterWords(
        language, Speech(locale if localedata.exists(locale) else language, shop.money, shop.zone)
    )


@lru_cache(maxsize=8)
def speech_of(shop: Shop) -> Speech:
    """How this shop writes money, numbers and days on the screen; what it has learnt of them stays from one to the next."""
    language = shop.language or USUAL_LANGUAGE
    locale = language if "_" in language or "-" in language else f"{language}_{shop.country}"
    return Speech(locale, shop.money, shop.zone)


# ---- the wording, kept per shop ----


def wordings(book: Reading, kind: str = THANK_YOU, shop: Shop | None = None) -> Wordings:
    """What the shop's letters of a kind say, field names and all."""
    language = language_of(shop or shops.read(book))
    kept = book.value("select value from shop where name = ?", (_key(kind, language),))
    if kept is None:
        return Wordings(language, originals(language, kind), True)
    return Wordings(language, tuple(json.loads(kept)), False)


@cache
def originals(language: str, kind: str = THANK_YOU) -> tuple[str, ...]:
    """The versions the program brings, in a language that has them."""
    from shopkeeper.rules import wording  # a card needs none of it

    return wording.versions(assets.path("letters", f"{kind}.{language}.txt").read_text("utf-8"))


def keep_wordings(w: Writing, versions: tuple[str, ...], kind: str = THANK_YOU) -> Wordings:
    """Keep the owner's versions. Refused with the place: a field there is not, no version at all, too many."""
    from shopkeeper.rules import wording
    from shopkeeper.rules.wording import Misworded

    if not versions:
        raise Misworded("wording_empty", "The wording is empty. Write at least one sentence.")
    if len(versions) > MOST_VERSIONS:
        raise Misworded("too_many_versions", f"There can be {MOST_VERSIONS} versions at most.")
    good = tuple(text.strip() for text in versions)
    for text in good:
        wording.parse(text)
    language = language_of(shops.read(w))
    if good == originals(language, kind):
        return original_wordings(w, kind)
    shops.keep(w, _key(kind, language), good)
    acts.begin(w, "wording", letter=kind)
    return Wordings(language, good, False)


def original_wordings(w: Writing, kind: str = THANK_YOU) -> Wordings:
    """Back to the original: the shop's own versions are forgotten."""
    language = language_of(shops.read(w))
    if w.run("delete from shop where name = ?", (_key(kind, language),)):
        acts.begin(w, "wording", letter=kind)
    return Wordings(language, originals(language, kind), True)


def _key(kind: str, language: str) -> str:
    return f"wording:{kind}:{language}"


EXAMPLES = {field.name: field.example for field in FIELDS}
"""What every field looks like when it is filled, for a shop that has nobody to write to yet."""

"""Phone numbers: kept as typed, found by their international form, warned about but hardly ever refused."""

import re
import unicodedata

from shopkeeper.errors import Declined
from shopkeeper.say import text as say
from shopkeeper.values import dataclass

_LONGEST = 60
_NONE = frozenset(
    {"-", "--", "n/a", "na", "none", "no", "nil", "keine", "kein", "aucun", "ninguno", "x", "?"}
)
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff"))
_ALIKE = str.maketrans(
    dict.fromkeys("\u00a0\u2007\u2009\u202f\u3000", " ")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\uff0d", "-")
    | {"\uff0b": "+"}
)
_FOREIGN = re.compile(r"[<>=\"'%{}|\\&$@!^~`_\[\]]")
_SCIENTIFIC = re.compile(r"\d([.,]\d+)?e\+?\d+", re.IGNORECASE)
_EXTENSION = re.compile(r"(?:ext\.?|extension|;ext=|x|app\.?|durchwahl|poste|#)\s*\d{1,7}$", re.IGNORECASE)
_LABEL = re.compile(r"\s*\([^\d()]+\)\s*$")
_TWO_NUMBERS = re.compile(r"\+.*\+|[,;]|/\s+[+\d]|\s/|\d\s+(?:or|oder|ou)\s+\d", re.IGNORECASE)
_FEWEST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Phone:
    """A number `text` as it was typed, its `canonical` E.164 form or '', and a `warning` sentence or ''."""

    text: str
    canonical: str = ""
    warning: str = ""


def read_phone(text: str, country: str, about: str = "phone") -> Phone:
    """What a typed phone number is in a shop of this country (two letters, `GB`).

    The text stays as typed, after NFC and trimming; marks that came with copying go. An extension is kept in
    the text and left out of `canonical`, which is what a caller's number would be. Blank, `-` and `n/a` are
    no number. Refuses only what nobody can dial: `phone_unprintable`, `phone_too_long`, `phone_no_number`,
    `phone_damaged` (a spreadsheet has rounded it: its digits are gone).
    """
    if len(text) > 20 * _LONGEST:
        raise _too_long(about)
    typed = " ".join(unicodedata.normalize("NFC", text.translate(_UNSEEN)).split())
    if typed.lower() in _NONE or not typed:
        return Phone("")
    if any(unicodedata.category(c) in {"Cc", "Cs", "Cf", "Co", "Cn"} for c in typed):
        raise Declined(
            "phone_unprintable",
            say("The phone number holds characters that cannot be shown. Type it again by hand."),
            about,
        )
    if len(typed) > _LONGEST:
        raise _too_long(about)
    if re.match(r"'[+\d(]", typed):  # a spreadsheet's mark for text
        typed = typed[1:]
    figures = "".join(str(unicodedata.decimal(c)) if unicodedata.category(c) == "Nd" else c for c in typed)
    figures = figures.translate(_ALIKE).removeprefix("tel:").replace(";ext=", " ext ")
    if _SCIENTIFIC.fullmatch(figures.replace(" ", "")):
        raise Declined(
            "phone_damaged",
            say(
                "A spreadsheet has rounded this phone number, and its last digits are gone. Look it up again."
            ),
            about,
        )
    if _FOREIGN.search(figures) or sum(c.isdecimal() for c in figures) < _FEWEST_DIGITS:
        raise Declined(
            "phone_no_number",
            say("This is not a phone number. Leave the field empty if there is none."),
            about,
        )
    if _TWO_NUMBERS.search(figures) or re.search(r"\d\s*\n\s*[+\d]", text):
        return Phone(typed, "", say("These may be two numbers. Put each in a field of its own."))
    return _read(typed, figures, country.upper())


def _read(typed: str, figures: str, country: str) -> Phone:
    """What the numbering plans of the world say about it; they are loaded at the first number."""
    import phonenumbers

    unlabelled = _LABEL.sub("", figures)
    number_part = _EXTENSION.sub("", unlabelled).strip()
    if re.search(r"[^\d\s()+./-]", number_part):
        return Phone(typed, "", say("There are letters or signs in this number. It is kept as typed."))
    unsure = Phone(typed, "", say("This does not look like a phone number of anywhere. It is kept as typed."))
    from_sheet = re.fullmatch(r"\d{6,}\.0", number_part) is not None
    if from_sheet:
        number_part = number_part[:-2]
    bare = re.fullmatch(r"[1-9][\d ()./-]*", number_part) is not None
    try:
        number = phonenumbers.parse(number_part, country or None)
        if bare and number_part.startswith(str(phonenumbers.country_code_for_region(country))):
            with_plus = phonenumbers.parse(f"+{number_part}", None)
            if phonenumbers.is_valid_number(with_plus):
                number = with_plus
    except phonenumbers.NumberParseException:
        return unsure
    canonical = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    if not phonenumbers.is_valid_number(number):
        possible = (
            phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
        )
        if not possible or not number.national_number:
            return unsure
        return Phone(typed, canonical, say("No number of this kind is known there. It is kept as typed."))
    spoken = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
    digits = re.sub(r"\D", "", number_part)
    if unlabelled != figures:
        return Phone(
            typed,
            canonical,
            say("There are words in this number. It is read as {number}.").format(number=spoken),
        )
    if from_sheet or (bare and canonical == f"+{digits}"):
        return Phone(
            typed, canonical, say("A plus is missing in front. It is read as {number}.").format(number=spoken)
        )
    if re.match(r"[^\d+]*[1-9]", number_part) and phonenumbers.ndd_prefix_for_region(country, True) == "0":
        return Phone(
            typed,
            canonical,
            say("A nought is missing in front. It is read as {number}.").format(number=spoken),
        )
    return Phone(typed, canonical)


def _too_long(about: str) -> Declined:
    return Declined("phone_too_long", say("This is too long to be a phone number."), about)

"""Cards of address books, vCard 2.1, 3.0 and 4.0: what they say of a person, and a person as a card.

Only what a shop's book has a place for is read. Pictures, sounds and keys are passed over and nothing is fetched; a
card that cannot be understood is refused by its line, and those around it are kept.
"""

import binascii
import codecs
import quopri
import re
from collections.abc import Iterable, Iterator, Sequence

from shopkeeper.rules.tables import Refused
from shopkeeper.say import text as say
from shopkeeper.values import dataclass, field

LONGEST_VALUE = 10_000  # characters of what is read; pictures are longer, and are not read
MOST_OF_A_KIND = 20  # phones, addresses … of one card
_READ = frozenset({"FN", "N", "TEL", "EMAIL", "ADR", "BDAY", "NOTE", "ORG", "NICKNAME"})
_COMPACT_DAY = re.compile(r"(\d{4}|--)-?(\d{2})-?(\d{2})(?:T.*)?")


@dataclass(slots=True)
class Card:
    """What one card says; "" and () for what it does not. An address is (street, second line, postcode, town,
    region, country), a birthday `YYYY-MM-DD` or `MM-DD`."""

    line: int
    name: str = ""
    given_name: str = ""
    family_name: str = ""
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    addresses: list[tuple[str, str, str, str, str, str]] = field(default_factory=list)
    birthday: str = ""
    note: str = ""

    @property
    def whole_name(self) -> str:
        """The name as one text."""
        return self.name or " ".join(part for part in (self.given_name, self.family_name) if part)


def read_cards(
    lines: Iterable[str], refused: list[Refused], spoilt: list[Card] | None = None
) -> Iterator[Card]:
    """The cards of a file, one after the other; those that cannot be taken go to `refused`, and to `spoilt` what could
    be read of them."""
    kept = [] if spoilt is None else spoilt
    card: Card | None = None
    legacy = False
    bad = ""
    organisation = ""
    for number, line in _unfolded(lines):
        head, colon, value = line.partition(":")
        word = head.strip().upper()
        if word == "BEGIN" and value.strip().upper() == "VCARD":
            if card is not None:
                refused.append(Refused(card.line, say("This card does not end; the next begins within it.")))
                kept.append(card)
            card, legacy, bad, organisation = Card(number), False, "", ""
            continue
        if card is None:
            continue  # what stands between two cards is nobody's
        if word == "END":
            if not card.whole_name and organisation:
                card.name = organisation
            because = bad or ("" if card.whole_name else say("This card has no name."))
            if because:
                refused.append(Refused(card.line, because))
                kept.append(card)
            else:
                yield card
            card = None
            continue
        if word == "VERSION":
            legacy = value.strip() == "2.1"
            continue
        if not colon:
            if line.strip():
                bad = bad or say("Line {line} of this card cannot be read.").format(line=number)
            continue
        name, parameters = _parted_head(head)
        if name not in _READ:
            continue
        if len(value) > LONGEST_VALUE:
            bad = bad or say("Line {line} of this card is too long.").format(line=number)
            continue
        text = _decoded(value, parameters)
        if text is None:
            bad = bad or say("Line {line} of this card cannot be read.").format(line=number)
        elif name == "ORG":
            organisation = " ".join(part for part in _pieces(text, legacy=legacy) if part)
        else:
            _take(card, name, text, parameters, legacy=legacy)
    if card is not None:
        refused.append(Refused(card.line, say("This card does not end.")))
        kept.append(card)


def _unfolded(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Each logical line with the number of its first; longer ones than can be read are cut, not gathered."""
    began, parts, length = 0, [""], 0
    soft = False  # a quoted-printable line of 2.1 that goes on
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\r\n")
        if began and (line[:1] in (" ", "\t") or soft):
            piece = line if soft else line[1:]
            if soft and length:
                parts[-1] = parts[-1][:-1]
            if length <= LONGEST_VALUE:
                parts.append(piece)
                length += len(piece)
        else:
            if began:
                yield began, "".join(parts)
            began, parts, length = number, [line[: 2 * LONGEST_VALUE]], len(line)
        soft = line.endswith("=") and "QUOTED-PRINTABLE" in parts[0][:200].upper()
    if began:
        yield began, "".join(parts)


def _parted_head(head: str) -> tuple[str, dict[str, str]]:
    """`item1.TEL;TYPE=CELL` is TEL with its parameters, all in capitals."""
    first, *others = head.split(";")
    parameters: dict[str, str] = {}
    for other in others[:20]:
        name, equals, value = other.partition("=")
        if equals:
            parameters[name.strip().upper()] = value.strip().strip('"').upper()
        elif name.strip().upper() in ("QUOTED-PRINTABLE", "BASE64"):
            parameters["ENCODING"] = name.strip().upper()
    return first.rpartition(".")[2].strip().upper(), parameters


def _decoded(value: str, parameters: dict[str, str]) -> str | None:
    encoding = parameters.get("ENCODING", "")
    try:
        if encoding == "QUOTED-PRINTABLE":
            raw = quopri.decodestring(value.encode("utf-8", "surrogatepass"))
        elif encoding in ("BASE64", "B"):
            raw = binascii.a2b_base64(value.encode("ascii"))
        else:
            return value
        return codecs.decode(raw, parameters.get("CHARSET", "utf-8"), "strict")
    except (ValueError, LookupError):
        return None


def _pieces(text: str, mark: str = ";", *, legacy: bool) -> list[str]:
    """The parts of a structured value, their escapes taken away; without a mark it is all one."""
    found, part, escaped = [], "", False
    for sign in text:
        if escaped:
            part += "\n" if sign in "nN" and not legacy else sign if sign in "\\;,:nN" else "\\" + sign
            escaped = False
        elif sign == "\\":
            escaped = True
        elif sign == mark:
            found.append(part.strip())
            part = ""
        else:
            part += sign
    found.append((part + ("\\" if escaped else "")).strip())
    return found


def _take(card: Card, name: str, value: str, parameters: dict[str, str], *, legacy: bool) -> None:
    whole = _pieces(value, "", legacy=legacy)[0]
    if name == "FN":
        card.name = card.name or whole
    elif name == "N":
        family, given, middle, *_ = [*_pieces(value, legacy=legacy), "", "", ""]
        card.family_name = card.family_name or family
        card.given_name = card.given_name or " ".join(part for part in (given, middle) if part)
    elif name == "TEL" and len(card.phones) < MOST_OF_A_KIND:
        number = re.sub(r"^tel:", "", whole, flags=re.IGNORECASE).partition(";")[0]
        if number and number not in card.phones:
            card.phones.append(number)
    elif name == "EMAIL" and len(card.emails) < MOST_OF_A_KIND:
        address = re.sub(r"^mailto:", "", whole, flags=re.IGNORECASE)
        if address and address not in card.emails:
            card.emails.append(address)
    elif name == "ADR" and len(card.addresses) < MOST_OF_A_KIND:
        box, second, street, town, region, postcode, country, *_ = [*_pieces(value, legacy=legacy), *[""] * 7]
        first = " ".join((street or box).split())
        place = (first, " ".join(second.split()), postcode, town, region, country)
        if any(place):
            card.addresses.append(place)
    elif name == "BDAY":
        found = _COMPACT_DAY.fullmatch(whole)
        if found is None:
            card.birthday = whole
        else:
            year, month, day = found.groups()
            # Apple writes 1604 where it knows no year.
            card.birthday = f"{month}-{day}" if year in ("--", "1604") else f"{year}-{month}-{day}"
    elif name == "NOTE":
        card.note = card.note or whole


# ---- written ---------------------------------------------------------------------------------------------


def written_card(
    *,
    uid: str,
    name: str,
    phones: Sequence[str] = (),
    emails: Sequence[str] = (),
    addresses: Sequence[tuple[str, str, str, str, str, str]] = (),
    birthday: str = "",
    note: str = "",
) -> str:
    """One card of version 3.0, which every address book reads; an address as in `Card`, a birthday too."""
    given, _, family = name.rpartition(" ")
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"UID:{_escaped(uid)}", f"FN:{_escaped(name)}",
             f"N:{_escaped(family)};{_escaped(given)};;;"]  # fmt: skip
    lines += [f"TEL:{_escaped(phone)}" for phone in phones]
    lines += [f"EMAIL:{_escaped(email)}" for email in emails]
    for street, second, postcode, town, region, country in addresses:
        parts = ("", second, street, town, region, postcode, country)
        lines.append("ADR:" + ";".join(map(_escaped, parts)))
    if birthday:
        lines.append(f"BDAY:{birthday if len(birthday) == 10 else '1604-' + birthday}")
    if note:
        lines.append(f"NOTE:{_escaped(note)}")
    lines.append("END:VCARD")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return re.sub(r"\r\n?|\n", r"\\n", text)


def _folded(line: str) -> Iterator[str]:
    """Lines of 75 bytes at most, no letter torn apart."""
    part, size = "", 0
    for sign in line:
        width = len(sign.encode("utf-8", "replace"))
        if size + width > 74:
            yield part
            part, size = " ", 1
        part += sign
        size += width
    yield part

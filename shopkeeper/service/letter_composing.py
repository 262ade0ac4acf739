"""A letter composed for one member, ready for paper."""

from collections.abc import Sequence
from datetime import date

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.addresses import address_lines
from shopkeeper.rules.letter_kinds import THANK_YOU, kind_of
from shopkeeper.rules.wording import Filled, parse
from shopkeeper.rules.wording_fields import CODE
from shopkeeper.say import text as say
from shopkeeper.service import letter_codes, shops, vouchers
from shopkeeper.service.letter_finding import event_key
from shopkeeper.service.letter_values import about, values_for
from shopkeeper.service.letter_words import EXAMPLES, LetterWords, wordings, words_of
from shopkeeper.service.shops import Shop
from shopkeeper.service.standings import Progress, nobody_waits
from shopkeeper.service.vouchers import Made
from shopkeeper.values import dataclass, replace

LONGEST_OWN_LINE = 500
LONGEST_TOLD = 2000


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready for paper, as plain text; `left_out` names the fields that were empty and took their sentence.

    `occasion` is the key of what it is written for, "" for one without a special reason. `code` is the card's number
    where the wording asks for it as a code to scan, `own_code` that of a voucher or an invitation; `offer` is
    the offer of which it brings a voucher, and `voucher` its number, "" while none is made. `address` are the lines of the envelope,
    `front` the words on the front of a folded card.
    """

    member_id: int
    number: str
    name: str
    occasion: str
    salutation: str
    paragraphs: tuple[str, ...]
    closing: str
    own_line: str
    date_text: str
    language: str
    shop_name: str
    tagline: str
    address_line: str
    accent: str
    signature_name: str
    left_out: tuple[str, ...] = ()
    kind: str = THANK_YOU
    address: tuple[str, ...] = ()
    code: str = ""
    country: str = ""
    front: str = ""
    own_code: str = ""
    offer: int | None = None
    voucher: str = ""


def compose(
    book: Reading,
    member_id: int,
    occasion: str | None,
    own_line: str,
    today: date,
    wording: str | None = None,
    *,
    kind: str = THANK_YOU,
    told: str = "",
    offer: int | None = None,
) -> Letter:
    """The letter for a member, for one of their occasions or, with None, for no special reason.

    Several versions are used by turns, so that nobody reads the same words twice running; `wording` is used in
    their place. `told` is what the shop writes anew each time: what it invites to, or what is new. `offer` is the offer of which
    the member's open voucher stands in the letter; where none is made yet it is shown without its number. Declined: no such
    member or occasion, an own line of more than 500 characters, a wording that cannot be used (Misworded).
    """
    shop = shops.read(book)
    words = words_of(shop)
    member = about(book, shop, words, member_id, today)
    reason, sentence = _occasion(book, member_id, occasion, today, words)
    read = parse(wording if wording is not None else _version(book, shop, kind, member_id))
    given = {"occasion": sentence} | _told(kind, told)
    if offer is not None:
        given |= letter_codes.of_voucher(book, offer, member_id, words, today)
    given |= letter_codes.of_guest(book, occasion or "", member_id, words)
    filled = read.fill(values_for(member, read.fields, given, reason=reason))
    if kind_of(kind).asks == "event" and not occasion:
        occasion = event_key(" ".join(told.split()))
    letter = letter_of(
        shop,
        words,
        filled,
        member_id,
        member.number,
        member.name,
        occasion or "",
        own_line_of(own_line),
        today,
    )
    if reason == "tier":  # taken out because the reason has said it, not because nobody knows
        letter = replace(letter, left_out=tuple(name for name in letter.left_out if name != "tier_since"))
    if not reason.startswith("guest"):  # without an event there is no guest, and nothing is missing
        letter = replace(
            letter, left_out=tuple(name for name in letter.left_out if name not in letter_codes.GUEST)
        )
    code = member.card if letter.code else ""
    brings = offer if read.fields & letter_codes.VOUCHER else None
    voucher = vouchers.held_number(book, brings, member_id) if brings is not None else ""
    return replace(
        letter,
        kind=kind,
        code=code,
        address=member.address,
        front=words.front(kind),
        offer=brings,
        voucher=voucher,
    )


def asks_for_voucher(book: Reading, kind: str) -> bool:
    """Whether any wording of this letter has a place for a voucher."""
    return any(parse(text).fields & letter_codes.VOUCHER for text in wordings(book, kind).versions)


def make_vouchers(
    w: Writing, kind: str, offer: int, member_ids: Sequence[int], *, by: int | None = None,
    progress: Progress = nobody_waits,
) -> Made:  # fmt: skip
    """Make a voucher of the offer for each of these members whose letter is to bring one; who has one keeps it.

    Declined: no wording of this letter asks for a voucher; as `vouchers.make`.
    """
    shop = shops.read(w)
    asks = {
        text: bool(parse(text).fields & letter_codes.VOUCHER) for text in wordings(w, kind, shop).versions
    }
    wanted = [member for member in member_ids if asks[_version(w, shop, kind, member)]]
    if not wanted:
        raise Declined(
            "voucher_not_asked",
            say(
                "The wording of this letter has no place for a voucher. Put {{voucher}} where its number is to stand."
            ),
            "voucher",
        )
    return vouchers.make(w, offer, wanted, by=by, progress=progress)


def example(
    book: Reading,
    own_line: str,
    today: date,
    wording: str | None = None,
    *,
    kind: str = THANK_YOU,
    told: str = "",
) -> Letter:
    """The letter with an example in every field, for a shop that has nobody to write to yet."""
    shop = shops.read(book)
    words = words_of(shop)
    known = {"shop": shop.name, "owner": shop.owner, "tier_since": "", "the_year": str(today.year)}
    values = EXAMPLES | known | _told(kind, told)
    if not kind_of(kind).asks and kind not in ("thank-you", "new-tier"):
        values["occasion"] = ""
    text = wording if wording is not None else wordings(book, kind, shop).versions[0]
    filled = parse(text).fill(values)
    letter = letter_of(shop, words, filled, 0, "", EXAMPLES["name"], "", own_line_of(own_line), today)
    address = address_lines(
        EXAMPLES["name"], ("14 Quay Street", "", "EC1A 1BB", "London", "", ""), shop.country
    )
    code = "2700000000123" if letter.code else ""
    return replace(letter, kind=kind, address=address, code=code, front=words.front(kind))


def letter_of(
    shop: Shop,
    words: LetterWords,
    filled: Filled,
    member_id: int,
    number: str,
    name: str,
    occasion: str,
    own_line: str,
    on: date,
) -> Letter:
    """The filled words with the shop around them; where a code is asked for, `code` says so."""
    whole = (filled.salutation, *filled.paragraphs, filled.closing)
    salutation, *paragraphs, closing = (letter_codes.without(part) for part in whole)
    return Letter(
        member_id=member_id,
        number=number,
        name=name,
        occasion=occasion,
        salutation=salutation,
        paragraphs=tuple(part for part in paragraphs if part),
        closing=closing,
        own_line=own_line,
        date_text=words.speech.day(on),
        language=words.language,
        shop_name=shop.name,
        tagline=shop.tagline,
        address_line=", ".join(part for part in (shop.street, shop.town) if part),
        accent=shop.accent,
        signature_name=shop.owner or shop.name,
        left_out=filled.left_out,
        code=CODE if any(CODE in part for part in whole) else "",
        own_code=letter_codes.marked_in(whole),
        country=shop.country,
    )


def _told(kind: str, told: str) -> dict[str, str]:
    """What the shop has written for this time, in the field it belongs to."""
    asks = kind_of(kind).asks
    if len(told) > LONGEST_TOLD:
        raise Declined(
            "told_too_long",
            say("This has {most:,} characters at most. Please shorten it.").format(most=LONGEST_TOLD),
            "told",
        )
    return {asks: told} if asks and told.strip() else {}


def _occasion(
    book: Reading, member_id: int, occasion: str | None, today: date, words: LetterWords
) -> tuple[str, str]:
    """The kind of occasion and its sentence; a key of another kind has its own fields and needs none."""
    about_what = (occasion or "").partition(":")[0]
    if about_what not in ("tier", "visits", "large"):
        return about_what, ""
    row = book.row(
        "select kind, detail, happened_on from occasions where member_id = ? and key = ?",
        (member_id, occasion),
    )
    if row is None:
        raise Declined(
            "occasion_unknown",
            "What this note thanks for is no longer there; a purchase may have been put right since.",
            "occasion",
        )
    return row[0], words.occasion(row[0], row[1], date.fromisoformat(row[2]), today)


def _version(book: Reading, shop: Shop, kind: str, member_id: int) -> str:
    kept = wordings(book, kind, shop).versions
    before = book.value(
        "select count(*) from letters where member_id = ? and kind = ? and undone_by is null",
        (member_id, kind),
    )
    version: str = kept[before % len(kept)]
    return version


def own_line_of(text: str) -> str:
    """A line of one's own as it can stand in a letter. Refused: more than 500 characters."""
    if len(text) > 20 * LONGEST_OWN_LINE:
        raise _own_line_too_long(len(text))
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if len(line) > LONGEST_OWN_LINE:
        raise _own_line_too_long(len(line))
    return line


def _own_line_too_long(long: int) -> Declined:
    return Declined(
        "own_line_too_long",
        say(
            "A line of your own has {most} characters at most; this one has {long}. Please shorten it."
        ).format(most=LONGEST_OWN_LINE, long=long),
        "own_line",
    )

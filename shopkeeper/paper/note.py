"""What stands on a letter, ready to be set: plain text, every field already filled."""

from shopkeeper.paper.page import A5, Fold, PageSize
from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The shop at the head of the sheet; `accent` is a colour such as #1E6B52, or "" for the usual brown. `logo` is
    a PNG that stands over the name."""

    shop_name: str
    tagline: str = ""
    address_line: str = ""
    accent: str = ""
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class Note:
    """One letter to one person; every text is taken as it is, nothing in it is markup.

    `own_line` opens the letter, before the first paragraph. A newline inside a paragraph is a line break.
    `by_hand` leaves room for a signature and prints the name small beneath it; otherwise the name is set as the
    signature, in italic. `language` is the wording's (a tag such as en, de or zh-Hant).

    `address` stands where a window envelope of `country` shows it. `code` is printed as a QR code in the corner,
    `own_code` (of a voucher, an invitation) there as well, or beside it in the other corner.
    `signature` is a PNG set over the name, in the room left for one. With `fold` the letter is the inside of a card,
    and `front` its front.
    """

    letterhead: Letterhead
    paragraphs: tuple[str, ...]
    salutation: str = ""
    own_line: str = ""
    closing: str = ""
    signature_name: str = ""
    date_text: str = ""
    by_hand: bool = False
    language: str = "en"
    size: PageSize = A5
    address: tuple[str, ...] = ()
    country: str = ""
    code: str = ""
    own_code: str = ""
    signature: bytes = b""
    fold: Fold | None = None
    front: str = ""

"""What a currency is: its ISO 4217 code, how many minor digits it has, and the sign it is written with."""

from functools import lru_cache

from shopkeeper.errors import Declined
from shopkeeper.say import text
from shopkeeper.values import dataclass

# ISO 4217 list one, without metals, funds of central banks and test codes. BGN stays for shops whose
# system still says so.
_TWO_DIGITS = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE "
    "CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD "
    "HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP "
    "MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD "
    "SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS "
    "VED VES WST XCD XCG YER ZAR ZMW ZWG"
)
_NO_DIGITS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE_DIGITS = "BHD IQD JOD KWD LYD OMR TND"
_FOUR_DIGITS = "CLF UYW"
_DIGITS = {
    code: digits
    for digits, codes in ((2, _TWO_DIGITS), (0, _NO_DIGITS), (3, _THREE_DIGITS), (4, _FOUR_DIGITS))
    for code in codes.split()
}

# How people write it at the counter; several currencies share a sign.
_SIGNS = {
    sign: codes.split()
    for sign, codes in {
        "$": "USD ARS AUD BBD BMD BND BSD BZD CAD CLP COP DOP FJD GYD HKD JMD KYD LRD MXN NAD NZD SBD SGD SRD TTD "
        "TWD UYU XCD",
        "£": "GBP EGP FKP GIP LBP SHP SSP SYP",
        "¥": "JPY CNY",
        "kr": "DKK ISK NOK SEK",
        "Rs": "LKR MUR NPR PKR SCR",
        "€": "EUR", "₹": "INR", "₽": "RUB", "₺": "TRY", "₩": "KRW KPW", "₪": "ILS", "₫": "VND", "₴": "UAH",
        "₦": "NGN", "₱": "PHP", "฿": "THB", "₸": "KZT", "₾": "GEL", "₼": "AZN", "₵": "GHS", "₲": "PYG", "₡": "CRC",
        "₭": "LAK", "₮": "MNT", "៛": "KHR", "৳": "BDT", "Fr.": "CHF", "zł": "PLN", "Kč": "CZK", "Ft": "HUF",
        "lei": "RON MDL", "лв": "BGN", "R$": "BRL", "R": "ZAR", "RM": "MYR", "Rp": "IDR", "KSh": "KES",
    }.items()
}  # fmt: skip
_SIGN_OF = {code: sign for sign, codes in _SIGNS.items() for code in codes}

# Where a million buys a basket, not a house: the largest amount of one sale is a thousand times larger.
_MANY_ZEROS = frozenset(
    "AMD AOA ARS BIF CDF CLP COP CRC DJF DZD GNF HUF IDR IQD IRR JPY KHR KMF KRW KZT LAK LBP LRD MGA MMK MNT MWK "
    "NGN PKR PYG RSD RWF SLE SOS SSP SYP TZS UGX UYI UZS VES VND VUV XAF XOF XPF YER ZMW".split()
)


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency as the book counts it: `digits` minor digits, so 1.00 is `unit_minor` minor units."""

    code: str
    digits: int
    sign: str

    @property
    def unit_minor(self) -> int:
        """How many minor units make one: 100 pence, 1 yen, 1000 fils."""
        return int(10**self.digits)

    @property
    def largest_minor(self) -> int:
        """The largest amount one sale may have unless the shop says otherwise: 999,999.99 where money is dear."""
        return (10**9 if self.code in _MANY_ZEROS else 10**6) * self.unit_minor - 1


@lru_cache(maxsize=64)
def currency(code: str) -> Currency:
    """The currency of an ISO 4217 code in capitals or not; refuses a code that is none (`currency_unknown`)."""
    known = code.strip().upper()
    if known not in _DIGITS:
        raise Declined(
            "currency_unknown",
            text("This is not a currency's three-letter code. Write it like GBP, EUR or JPY."),
            "currency",
        )
    return Currency(known, _DIGITS[known], _SIGN_OF.get(known, known))


def currency_codes() -> tuple[str, ...]:
    """Every code a shop may count in, in alphabetical order."""
    return tuple(sorted(_DIGITS))


def known_signs() -> frozenset[str]:
    """Every sign and code that marks some currency, to tell another shop's money from a slip of the hand."""
    return frozenset(_SIGNS) | frozenset(_DIGITS)


def plain_decimal(amount_minor: int, money: Currency) -> str:
    """An amount for files and programs: `24.50`, `-3.00`, `1200` for yen; never grouped, never with a sign."""
    if not money.digits:
        return str(amount_minor)
    whole, part = divmod(abs(amount_minor), money.unit_minor)
    return f"{'-' if amount_minor < 0 else ''}{whole}.{part:0{money.digits}d}"

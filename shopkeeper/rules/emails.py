"""E-mail addresses: one plain address, kept as typed, and the form under which two are the same."""

import re
import unicodedata

from shopkeeper.errors import Declined
from shopkeeper.say import text as say

_LONGEST = 254  # RFC 5321
_LONGEST_LOCAL = 64
_ATOM = r"[^\s\x00-\x20\x7f-\xa0()<>\[\]:;@\\,.\"\u2000-\u206f\ufeff\ud800-\udfff\ufff0-\uffff]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")
_NAMED = re.compile(r"[^<>@]*<([^<>]+)>")


def read_email(text: str, about: str = "email") -> str:
    """One address as typed, without the name or `mailto:` around it; '' for a blank field.

    Refuses with `email_not_understood` (also for several in one field: a consent is for one address) and
    `email_too_long`. What the receiving house takes before the @ is its own affair.
    """
    if len(text) > 4 * _LONGEST:
        raise Declined("email_too_long", say("This is too long to be an e-mail address."), about)
    typed = unicodedata.normalize("NFC", text.strip())
    if not typed:
        return ""
    named = _NAMED.fullmatch(typed)
    address = (named[1] if named else typed).removeprefix("mailto:").strip()
    if len(re.findall(r"[^\s,;<>]@[^\s,;<>]", address)) > 1:
        raise Declined(
            "email_not_understood",
            say("Here are two e-mail addresses. Put each in a field of its own."),
            about,
        )
    local, _, domain = address.rpartition("@")
    if len(address) > _LONGEST or len(local) > _LONGEST_LOCAL:
        raise Declined("email_too_long", say("This is too long to be an e-mail address."), about)
    labels = domain.split(".")
    if not (_LOCAL.fullmatch(local) and len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels)):
        raise Declined(
            "email_not_understood",
            say("This is not an e-mail address. Write it like ana@example.com."),
            about,
        )
    return address

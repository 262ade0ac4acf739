"""An e-mail address is one plain address, or is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.errors import Declined
from shopkeeper.rules.emails import read_email


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("  ", ""),
        ("a@b.de", "a@b.de"),
        ("A@B.DE", "A@B.DE"),
        ("a@b.de\r\n", "a@b.de"),
        ("a+tag@b.de", "a+tag@b.de"),
        ("ü@ö.de", "ü@ö.de"),
        ("a@xn--nxasmq6b.com", "a@xn--nxasmq6b.com"),
        ("mailto:a@b.de", "a@b.de"),
        ("Ana <a@b.de>", "a@b.de"),
        ("<a@b.de>", "a@b.de"),
        ("=a@b.de", "=a@b.de"),
        ("+a@b.de", "+a@b.de"),
        ("-a@b.de", "-a@b.de"),
        ("o'brien@b.co.uk", "o'brien@b.co.uk"),
    ],
)
def test_an_address_is_kept_as_typed(typed: str, kept: str) -> None:
    assert read_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "a@b",
        # No customer of a shop has a mail box at a country's or a brand's bare top level; a@b is a slip.
        "a@xn--nxasmq6b",
        "@b.de", "a@", "a b@c.de", "a@b.de,b@c.de", "a@b.de;c@d.de", "a@b.de\nBcc: x@y.z", '"a b"@c.de',
        "a@[127.0.0.1]", "a@b..de", ".a@b.de", "a.@b.de", "a" * 65 + "@b.de", "a@" + "b" * 260 + ".de",
        "a@b.de\u202e", "a\u200b@b.de", "@a@b.de", "a@b.de'--", "javascript:a@b.de", "a@b.de?subject=x",
        "a@b.de\x00", "a\ud800@b.de", "a" * 10_000_000,
    ],
)  # fmt: skip
def test_what_is_not_one_address_is_refused(typed: str) -> None:
    with pytest.raises(Declined, match="e-mail") as refused:
        read_email(typed)
    assert refused.value.about == "email"


@given(st.text() | st.text("ab@.<>;, ", max_size=30))
def test_any_text_is_an_address_or_is_declined(typed: str) -> None:
    try:
        kept = read_email(typed)
    except Declined:
        return
    assert read_email(kept) == kept
    assert kept == "" or kept.count("@") == 1

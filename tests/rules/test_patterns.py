"""A late pattern finds what a compiled one finds, and is compiled once."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.rules.patterns import late

WRITTEN = (r"\s+", r"[a-z0-9]+", r"^(?:kn|gn)", "[\u0370-\u03ff]", r"(\w)\1")


@given(st.sampled_from(WRITTEN), st.text(alphabet="abkn  1α\n", max_size=12))
def test_it_finds_the_same(written: str, text: str) -> None:
    pattern, usual = late(written), re.compile(written)
    assert pattern.findall(text) == usual.findall(text)
    assert [found.span() for found in pattern.finditer(text)] == [
        found.span() for found in usual.finditer(text)
    ]
    for way in ("search", "match", "fullmatch"):
        assert repr(getattr(pattern, way)(text)) == repr(getattr(usual, way)(text))
    assert pattern.sub("-", text) == usual.sub("-", text) and pattern.subn("-", text) == usual.subn("-", text)
    assert pattern.split(text) == usual.split(text)
    assert (pattern.pattern, pattern.flags) == (usual.pattern, usual.flags)


def test_it_is_compiled_at_its_first_use_and_once() -> None:
    wrong = late("(")
    with pytest.raises(re.error):
        wrong.search("(")
    pattern = late("a")
    assert pattern.search("a")
    assert pattern.search is pattern.search

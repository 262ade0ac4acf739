"""What a PDF says its letters are: the letters that were written, not the shapes they were drawn with."""

import re
import unicodedata

_MAP = re.compile(rb"beginbfrange\n.*?endcmap", re.DOTALL)
_LIST = re.compile(rb"\[[^\]]*\]")
_ONE = re.compile(rb"^(<[0-9A-F]{4}>) \1 (<[0-9A-F]{4}>)", re.MULTILINE)
_CODE = re.compile(rb"<([0-9A-F]{4})>")
_SHAPES = (
    (0x2E80, 0x2FDF),  # radicals, which fonts draw like the character itself
    (0xF900, 0xFDFF),  # second copies of characters; ligatures such as fi; Arabic letters as they join
    (0xFE70, 0xFEFC),
)


def with_letters(data: bytes) -> bytes:
    """The bytes of a PDF with its maps from shapes to letters mended; not one byte longer or shorter.

    Qt names each glyph by the first code its font has for it: 小 becomes a radical, fi one sign, an Arabic letter
    its joined form, and none of them is found by who looks for the name. The room for longer entries comes from
    the spaces between them; where there is not enough, the map stays as it was.
    """
    return _MAP.sub(_mended, data)


def _mended(found: re.Match[bytes]) -> bytes:
    old = found.group()
    new = _LIST.sub(lambda entries: _CODE.sub(_letters, entries.group()), old)
    new = _ONE.sub(lambda entry: entry[1] + b" " + entry[1] + b" " + _CODE.sub(_letters, entry[2]), new)
    while len(new) > len(old) and b"> <" in new:
        new = new.replace(b"> <", b"><", len(new) - len(old))
    if len(new) > len(old):
        return old
    return new.replace(b"endcmap", b" " * (len(old) - len(new)) + b"endcmap")


def _letters(code: re.Match[bytes]) -> bytes:
    number = int(code[1], 16)
    if not any(first <= number <= last for first, last in _SHAPES):
        return code.group()
    letters = unicodedata.normalize("NFKC", chr(number)).strip()
    return b"<" + letters.encode("utf-16-be").hex().upper().encode("ascii") + b">"

"""The language a PDF is written in, which Qt does not tell: added at the end, so that readers say its words aloud right."""

import re

_CATALOGUE = re.compile(rb"(?:^|\n)(\d+) 0 obj\n<<\n/Type /Catalog\n(.*?)>>\nendobj", re.DOTALL)
_TRAILER = re.compile(rb"trailer\n<<\n(.*?)>>\nstartxref\n(\d+)", re.DOTALL)
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


def catalogue_of(data: bytes) -> tuple[bytes, bytes] | None:
    """The number and the entries of the catalogue, where it stands in these bytes."""
    found = _CATALOGUE.search(data)
    return None if found is None else (found[1], found[2])


def with_language(catalogue: tuple[bytes, bytes] | None, end: bytes, length: int, language: str) -> bytes:
    """What is added to a PDF of `length` bytes that ends with `end` (ISO 32000, 7.5.6): its catalogue once more, with
    the language, a tag such as en-GB. Nothing where there is no tag, or the file is of another make."""
    trailer = _TRAILER.search(end)
    if catalogue is None or trailer is None or not _TAG.fullmatch(language):
        return b""
    number, entries = catalogue
    body = b"%b 0 obj\n<<\n/Type /Catalog\n%b/Lang (%b)\n>>\nendobj\n" % (number, entries, language.encode())
    return b"".join(
        (
            body,
            b"xref\n%b 1\n%010d 00000 n \n" % (number, length),
            b"trailer\n<<\n%b/Prev %b\n>>\nstartxref\n%d\n%%%%EOF\n"
            % (trailer[1], trailer[2], length + len(body)),
        )
    )

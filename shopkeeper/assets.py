"""Where the program's own files are: beside the package in a checkout, in a wheel, in a frozen program."""

import sys
from functools import cache
from pathlib import Path


@cache
def folder() -> Path:
    """The folder `resources/`; it is read only, and holds icons, letters, translations, the demo, the theme.

    Raises FileNotFoundError when the program was copied without it.
    """
    package = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    places = [Path(frozen) / "resources"] if frozen else [package / "resources", package.parent / "resources"]
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(f"The program's own files are missing; looked for {places[-1]}")


def path(*parts: str) -> Path:
    """A file of the program's own, as `path("icons", "find.svg")`; it is not checked whether it exists."""
    return folder().joinpath(*parts)

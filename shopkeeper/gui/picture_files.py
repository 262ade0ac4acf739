"""Whether a file is named as pictures are; what it holds is said by its content, once it is read."""

from pathlib import Path

ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".heic", ".tif", ".tiff")


def looks_like_picture(path: Path) -> bool:
    """Whether a file is named as pictures are."""
    return path.suffix.casefold() in ENDINGS

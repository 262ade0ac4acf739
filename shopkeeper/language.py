"""Which language the program speaks: the sentences of a catalogue, where there is one for the shop's language."""

from typing import TYPE_CHECKING

from shopkeeper import assets

if TYPE_CHECKING:
    from gettext import GNUTranslations


def catalogue(language: str) -> "GNUTranslations | None":
    """The translated sentences of a language (`de`, `de_AT`, `pt-BR`), or of the language it is a kind of; None where
    the program has none, as for English, in which its sentences are written."""
    whole = language.replace("-", "_")
    for name in dict.fromkeys((whole, whole.split("_")[0])):
        file = assets.path("translations", f"{name}.mo")
        if name and name.replace("_", "").isalpha() and file.is_file():
            with file.open("rb") as sentences:
                from gettext import GNUTranslations

                return GNUTranslations(sentences)
    return None

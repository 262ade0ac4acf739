"""What Qt asks to be translated is looked up in the same catalogue as every other sentence of the program."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from shopkeeper import language, say


class Spoken(QTranslator):
    """A catalogue of sentences, in whatever part of the screen they stand; `%n` follows the language's own plurals."""

    def __init__(self, sentences: say.Sentences) -> None:
        super().__init__()
        self._sentences = sentences

    def isEmpty(self) -> bool:
        """Qt leaves out a translator that says it holds nothing."""
        return False

    def translate(
        self,
        context: bytes | str,
        sourceText: bytes | str,
        disambiguation: bytes | str | None = None,
        n: int = -1,
    ) -> str:
        """The sentence in the language spoken; as it was written where the catalogue has none."""
        source = sourceText if isinstance(sourceText, str) else bytes(sourceText).decode()
        if n >= 0:
            return self._sentences.ngettext(source, source, n)
        return self._sentences.gettext(source) if source else ""


_installed: list[QTranslator] = []
_spoken = ""


def spoken() -> str:
    """The language that is spoken now; "" for English, in which the sentences are written."""
    return _spoken


def speak(wanted: str) -> None:
    """Speak this language (`de`, `de_AT`) from now on: windows made after it are in it. English where there is no
    catalogue for it."""
    global _spoken
    if wanted == _spoken:
        return
    sentences = language.catalogue(wanted)
    if sentences is None and not _spoken:
        return
    _spoken = wanted if sentences is not None else ""
    say.speak(sentences or say.AsWritten())
    for translator in _installed:
        QCoreApplication.removeTranslator(translator)
    _installed.clear()
    if sentences is None:
        return
    own, qt = Spoken(sentences), QTranslator()
    # Qt asks the one that came last first: what is Qt's own is said by Qt.
    _installed.append(own)
    QCoreApplication.installTranslator(own)
    if qt.load(QLocale(wanted), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        _installed.append(qt)
        QCoreApplication.installTranslator(qt)

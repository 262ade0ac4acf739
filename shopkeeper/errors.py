"""How an act can end without success and without a fault of the program: a rule, the storage, or the person says no."""

from shopkeeper import say


class Declined(Exception):
    """A rule says no; nothing was changed.

    `code` is a stable snake_case word that programs may test (`amount_not_understood`), `because` the
    sentence for the person who reads it, `about` the name of the field it concerns ("" for the whole act).
    """

    def __init__(self, code: str, because: str, about: str = "") -> None:
        super().__init__(code, because, about)
        self.code = code
        self.because = say.text(
            because
        )  # what was put together from parts has been said in that language before
        self.about = about

    def __str__(self) -> str:
        return self.because


class StorageTrouble(Exception):
    """The book cannot be read or written: full, locked, damaged, read-only or gone.

    `code` is a stable snake_case word (`disk_full`), `because` the sentence that says what happened, what
    is safe and what to do. It never holds a member's name, phone or note.
    """

    def __init__(self, code: str, because: str) -> None:
        super().__init__(code, because)
        self.code = code
        self.because = say.text(because)

    def __str__(self) -> str:
        return self.because


class Contradiction(StorageTrouble):
    """The book itself refused a row that contradicts another: its number is taken, or what it belongs to is gone."""


class Cancelled(Exception):
    """The person stopped a long act before its end; nothing was changed."""

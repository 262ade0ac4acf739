"""Letters that paper is tried with."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from shopkeeper.paper.note import Letterhead, Note

Write = Callable[..., Note]


@pytest.fixture
def note(qapp: QApplication) -> Write:
    """A usual note; what a test is about is given by name."""

    def write(**other: object) -> Note:
        usual: dict[str, object] = {
            "letterhead": Letterhead("Okafor & Daughters", "Grocer since 1974", "12 Wharf Street", "#1E6B52"),
            "salutation": "Dear Margaret,",
            "own_line": "Seven years of Fridays.",
            "paragraphs": (
                "You have been a part of this shop for 47 visits now, and since the first of November you are "
                "one of our Gold members.",
                "Please come to our sale preview on Friday 27 November, an hour before we open the doors.",
            ),
            "closing": "Thank you.",
            "signature_name": "Ngozi Okafor",
            "date_text": "24 November 2026",
        }
        return Note(**(usual | other))  # type: ignore[arg-type]

    return write

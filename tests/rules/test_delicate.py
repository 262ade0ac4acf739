"""A note about health or belief is hinted at; what a shop is told in order to serve is not."""

import pytest

from shopkeeper.rules.delicate import delicate


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Diabetic, since May", "health"), ("her CANCER came back", "health"), ("Krankenhaus bis Freitag", "health"),
        ("ist schwanger", "health"), ("schwerbehindert", "health"), ("behindert", "health"), ("süchtig nach Pralinen", "health"),
        ("off sick", "health"), ("Catholic, no meat on Fridays", "belief"), ("jüdisch", "belief"), ("is gay", "belief"),
        ("geht in die Moschee", "belief"), ("Gewerkschafterin", "belief"),
        ("allergic to nuts", None), ("likes rye", None), ("no gluten", None), ("vegan", None), ("Faith comes on Fridays", None),
        ("Christian Gaynor", None), ("Mr Churchill", None), ("tickets for the Unionbrauerei", None), ("", None),
        ("still no pork", None), ("Hillside", None), ("\ud800\x00" * 50, None), ("x" * 100_000, None),
    ],
)  # fmt: skip
def test_a_note_is_delicate_by_the_words_it_has(text: str, kind: str | None) -> None:
    assert delicate(text) == kind

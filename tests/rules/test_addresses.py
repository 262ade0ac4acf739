"""An address stands as its country writes it, and nothing that is missing leaves a gap."""

import pytest

from shopkeeper.rules.addresses import address_lines

FULL = ("14 Quay Street", "Flat 2", "bs1 4rw", "Bristol", "Avon", "")


@pytest.mark.parametrize(
    ("home", "parts", "lines"),
    [
        ("GB", FULL, ("14 Quay Street", "Flat 2", "BRISTOL", "BS1 4RW")),
        ("DE", ("Lange Gasse 3", "", "10115", "Berlin", "", ""), ("Lange Gasse 3", "10115 Berlin")),
        ("FR", ("3 rue Haute", "", "69001", "Lyon", "", "FR"), ("3 rue Haute", "69001 Lyon")),
        ("US", ("5 Elm St", "", "97201", "Portland", "OR", ""), ("5 Elm St", "Portland, OR 97201")),
        ("US", ("5 Elm St", "", "", "Portland", "", ""), ("5 Elm St", "Portland")),
        ("ES", ("C. Mayor 1", "", "28013", "Madrid", "Madrid", ""), ("C. Mayor 1", "28013 Madrid", "Madrid")),
        ("GB", ("3 rue Haute", "", "69001", "Lyon", "", "fr"), ("3 rue Haute", "69001 Lyon", "FR")),
        (
            "GB",
            ("3 rue Haute", "", "69001", "Lyon", "", "France"),
            ("3 rue Haute", "69001 Lyon", "FRANCE"),
        ),
        ("GB", ("", "", "", "", "", ""), ()),
    ],
)
def test_the_order_is_that_of_the_country(home: str, parts: tuple[str, ...], lines: tuple[str, ...]) -> None:
    assert address_lines("Anna Berg", parts, home) == ("Anna Berg", *lines)


def test_in_japan_the_place_comes_first_and_the_name_last() -> None:
    parts = ("千代田1-1", "", "100-0001", "千代田区", "東京都", "")
    assert address_lines("王小明", parts, "JP") == ("〒100-0001 東京都 千代田区", "千代田1-1", "王小明")

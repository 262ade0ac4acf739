"""What tests of the quiet hour ask of the book they share, which each file makes as its `demo`."""

from collections.abc import Iterator

import pytest

from shopkeeper.records.book import Book, Reading
from shopkeeper.service import insights
from shopkeeper.service.insights import Insights
from tests.books import TODAY


@pytest.fixture
def reading(demo: Book) -> Iterator[Reading]:
    """The book as it is now."""
    opened = demo.reading()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def found(demo: Book) -> Insights:
    """All that the quiet hour tells today."""
    opened = demo.reading()
    told = insights.insights(opened, TODAY)
    opened.close()
    return told

"""After any sequence of acts, what is stored of a standing is the replay of the facts."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopkeeper.errors import Declined
from shopkeeper.records.book import Book
from shopkeeper.rules.programme_text import read_programme
from shopkeeper.service import acts, awards, programmes, purchases, shops, standings
from tests.books import NOW, enrol, new_book

SHORT = """
currency = "GBP"
[points]
expire_months = 1
[tiers]
window = "1 months"
keep = "1 months"
grace_days = 3
[[tier]]
name = "Silver"
from_minor = 5000
[[tier]]
name = "Gold"
from_minor = 10000
multiplier = "1.5"
"""
OTHER = SHORT.replace('"1 months"', '"none"', 2).replace('window = "none"', 'window = "calendar year"')

act = st.tuples(
    st.sampled_from(
        ["buy"] * 5
        + [
            "late",
            "return",
            "return",
            "gift",
            "take",
            "waive",
            "tier",
            "move",
            "undo",
            "undo",
            "days",
            "rules",
        ]
    ),
    st.integers(0, 3),
    st.integers(1, 8_000),
    st.integers(0, 60),
)


def differences(book: Book, now_days: int) -> list[standings.Difference]:
    now = NOW + timedelta(days=now_days)
    with book.writing(now) as w:
        today = shops.today(w)
        standings.catch_up(w, programmes.versions(w), today)
        return list(standings.differences(w, programmes.versions(w), today))


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(act, min_size=3, max_size=14))
def test_the_stored_standing_is_the_replay_after_any_acts(sequence: list[tuple[str, int, int, int]]) -> None:
    with TemporaryDirectory() as folder:
        book = new_book(Path(folder), read_programme(SHORT))
        try:
            play(book, sequence)
        finally:
            book.close()


def play(book: Book, sequence: list[tuple[str, int, int, int]]) -> None:
    ids = [enrol(book, f"Person {letter}") for letter in "ABC"]
    ids.append(enrol(book, "Person D", welcome=True))
    days = 0
    bought: list[int] = []
    for kind, who, amount, extra in sequence:
        now = NOW + timedelta(days=days)
        today = now.date()
        try:
            with book.writing(now) as w:
                if kind in ("buy", "late"):
                    on = today - timedelta(days=extra) if kind == "late" else today
                    points = extra if extra % 7 == 0 and extra * 1 <= amount else 0
                    bought.append(
                        purchases.record(
                            w,
                            member_id=ids[who],
                            amount_minor=amount,
                            happened_on=max(on, date(2026, 1, 1)),
                            points=points,
                        ).purchase
                    )
                elif kind == "return" and bought:
                    purchases.give_back(
                        w, bought[amount % len(bought)], amount_minor=extra + 1 if extra % 2 else None
                    )
                elif kind == "gift":
                    awards.gift(w, ids[who], extra + 1, "for nothing")
                elif kind == "take":
                    awards.adjust(w, ids[who], -extra - 1, "a mistake")
                elif kind == "waive":
                    awards.waive(w, ids[who], "kindness")
                elif kind == "tier":
                    awards.tier(w, ids[who], "Gold", today + timedelta(days=extra), "a friend")
                elif kind == "move" and bought:
                    purchases.move(w, bought[amount % len(bought)], ids[who])
                elif kind == "undo":
                    acts.undo(w)
                elif kind == "rules":
                    programmes.set_programme(
                        w, read_programme(OTHER if amount % 2 else SHORT), today + timedelta(days=extra % 5)
                    )
                elif kind == "days":
                    days += extra
        except Declined:
            continue
    assert differences(book, days) == []
    assert differences(book, days + 45) == []

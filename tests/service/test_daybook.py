"""The day book: slips kept as typed, effects told before, posted as one act, undone as one."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from shopkeeper.errors import Declined, StorageTrouble
from shopkeeper.records.book import Book
from shopkeeper.rules.cards import next_card, spaced
from shopkeeper.rules.daybook import Slip
from shopkeeper.rules.programme import Programme, Tier, usual_programme
from shopkeeper.service import (
    acts,
    awards,
    daybook,
    finding,
    households,
    programmes,
    purchases,
    returns,
    shops,
    standings,
)
from tests.books import NOW, SHOP, TODAY, buy, enrol, new_book

YESTERDAY = TODAY - timedelta(days=1)


def slip(key: str, member: int | None, amount: str, *, at: str = "", what: str = "", who: str = "") -> Slip:
    return Slip(key, at, who or ("somebody" if member else ""), member, amount, what)


def keep(book: Book, slips: list[Slip], day: date = TODAY, page: int = 1, till: str = "") -> None:
    with book.writing(NOW) as w:
        daybook.save_rows(w, day, page, list(enumerate(slips)))
        daybook.save_till(w, day, page, till)


def post(
    book: Book, day: date = TODAY, page: int = 1, because: str = "no till", now: datetime = NOW
) -> daybook.Posted:
    with book.writing(now) as w:
        return daybook.post(w, day, page=page, because=because)


def refused(book: Book, code: str, day: date = TODAY, because: str = "no till") -> Declined:
    before = (
        book.reading().value("select count(*) from facts"),
        book.reading().value("select count(*) from acts"),
    )
    with pytest.raises(Declined) as declined:
        post(book, day, because=because)
    assert declined.value.code == code
    assert before == (
        book.reading().value("select count(*) from facts"),
        book.reading().value("select count(*) from acts"),
    )
    return declined.value


def check(book: Book) -> None:
    """The stored standing of everybody is what the replay says, and the index owes nothing it does not know."""
    with book.writing(NOW) as w:
        assert list(standings.differences(w, programmes.versions(w), TODAY)) == []
        finding.settle(w, at_most=10_000)
        assert finding.check(w) == []


def effects(book: Book, slips: list[Slip], day: date = TODAY) -> dict[str, daybook.Effect]:
    entries = [(one.key, one.member_id, round(float(one.amount_text) * 100)) for one in slips]
    return daybook.preview(book.reading(), entries, day, TODAY)


# ---- drafts ----


def test_a_row_is_kept_and_found_again_as_it_was_typed(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    finch = enrol(book, "Marjorie Finch", phones=("020 7946 0802",))
    with book.writing(NOW) as w:
        daybook.save_row(w, TODAY, 1, Slip("k2", "9.12", "lec", None, "1,5x", "Tea"), 1)
        daybook.save_row(w, TODAY, 1, Slip("k1", "", "Marjorie Finch", finch, "18", ""), 0)
        daybook.save_till(w, TODAY, 1, "612.4")
    kept = daybook.page(book.reading(), TODAY)
    assert [one.key for one in kept.slips] == ["k1", "k2"]
    assert kept.slips[1] == Slip("k2", "9.12", "lec", None, "1,5x", "Tea") and kept.till_text == "612.4"
    assert kept.who[finch] == daybook.Who(finch, "1001", "Marjorie Finch", "…802", "")
    with book.writing(NOW) as w:
        daybook.save_row(w, TODAY, 1, Slip("k2", "9.12", "lecl", None, "1,5x", "Tea"), 0)
        daybook.save_row(w, TODAY, 1, kept.slips[0], 1)
        daybook.remove_row(w, TODAY, 1, "nobody has this key")
    assert [one.key for one in daybook.page(book.reading(), TODAY).slips] == ["k2", "k1"]
    with book.writing(NOW) as w:
        daybook.remove_row(w, TODAY, 1, "k1")
    assert [one.who_text for one in daybook.page(book.reading(), TODAY).slips] == ["lecl"]


def test_a_day_that_was_never_begun_is_an_empty_page(tmp_path: Path) -> None:
    kept = daybook.page(new_book(tmp_path).reading(), TODAY)
    assert kept.slips == () and kept.page == 1 and kept.posted is None and kept.pages == ()


def test_days_with_slips_that_wait_are_listed(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    keep(book, [slip("a", None, "1")], YESTERDAY)
    keep(book, [slip("b", None, "1")], TODAY)
    with book.writing(NOW) as w:
        daybook.save_till(w, TODAY - timedelta(days=9), 1, "5")
    assert daybook.unposted(book.reading()) == (TODAY, YESTERDAY)
    post(book)
    assert daybook.unposted(book.reading()) == (YESTERDAY,)


def test_a_member_whose_enrolment_was_undone_leaves_the_name_that_was_typed(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    gone = enrol(book, "Ansel Brandt")
    keep(book, [slip("a", gone, "4.00", who="Ansel Brandt")])
    with book.writing(NOW) as w:
        acts.undo(w)
    (left,) = daybook.page(book.reading(), TODAY).slips
    assert left.member_id is None and left.who_text == "Ansel Brandt"
    assert refused(book, "slip_not_settled").about == "a"


def test_a_text_is_recognised_only_where_one_member_can_be_meant(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    first = enrol(book, "Maria Costa", phones=("020 7946 0801",), card=next_card(1))
    second = enrol(book, "Maria Costa", phones=("020 7946 0802",), emails=("maria@example.org",))
    only = enrol(book, "Ήρα Παπαδοπούλου")
    enrol(book, "Mario Costa")
    found = daybook.recognise(
        book.reading(),
        ["Maria Costa", "1001", spaced(next_card(1)), "020 7946 0802", "maria@example.org", "ηρα παπαδοπουλου", "Maria", "xyz", "",
         "802"],
    )  # fmt: skip
    assert {text: who.member_id for text, who in found.items()} == {
        "1001": first, spaced(next_card(1)): first, "020 7946 0802": second, "maria@example.org": second,
        "ηρα παπαδοπουλου": only,
    }  # fmt: skip


# ---- posting ----


def test_a_page_is_posted_as_one_act_and_undone_as_one(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    finch, brandt = enrol(book, "Marjorie Finch"), enrol(book, "Ansel Brandt")
    buy(book, brandt, 15_000)
    before = book.reading().rows("select * from standings order by member_id")
    slips = [
        slip("a", finch, "18.00", at="9:12"), slip("b", brandt, "60.00", what="Cheese board"), slip("c", None, "6.10"),
        slip("d", brandt, "1"),
    ]  # fmt: skip
    keep(book, slips, till="235.10")
    kept = daybook.page(book.reading(), TODAY)
    assert kept.already_minor == 15_000
    with book.writing(NOW) as w:
        posted = daybook.post(w, TODAY)
    assert (posted.slips, posted.entered_minor, posted.points, posted.difference_minor) == (
        4,
        8510,
        18 + 60 + 1,
        0,
    )
    assert [(one.name, one.tier) for one in posted.climbed] == [("Ansel Brandt", "Silver")]
    facts = book.reading().rows(
        "select act_id, member_id, amount_minor, key, what, happened_at, earned from facts where key is not null"
    )
    assert facts == [
        (posted.act, finch, 1800, "a", "", "2026-11-21T09:12:00.000000Z", 18),
        (posted.act, brandt, 6000, "b", "Cheese board", None, 60),
        (posted.act, None, 610, "c", "", None, 0),
        (posted.act, brandt, 100, "d", "", None, 1),
    ]
    check(book)
    kept = daybook.page(book.reading(), TODAY)
    assert kept.posted is not None and kept.posted.earned == {"a": 18, "b": 60, "c": 0, "d": 1}
    assert (
        kept.posted.climbed == {"b": "Silver"}
        and kept.posted.till_minor == 23_510
        and kept.already_minor == 15_000
    )
    with book.writing(NOW) as w:
        undone = acts.undo(w)
    assert undone.kind == "posting" and undone.members == 2
    assert book.reading().rows("select * from standings order by member_id") == before
    kept = daybook.page(book.reading(), TODAY)
    assert kept.posted is None and [one.key for one in kept.slips] == ["a", "b", "c", "d"]
    check(book)
    assert post(book).slips == 4
    check(book)


def test_posting_twice_is_refused(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    keep(book, [slip("a", None, "3.00")])
    post(book)
    refused(book, "posted_already")
    with pytest.raises(Declined) as declined, book.writing(NOW) as w:
        daybook.save_row(w, TODAY, 1, slip("late", None, "1"), 1)
    assert declined.value.code == "posted_already"


def test_later_slips_go_on_a_page_of_their_own(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    keep(book, [slip("a", None, "3.00")])
    post(book)
    keep(book, [slip("b", None, "2.00")], page=2, till="5.00")
    kept = daybook.page(book.reading(), TODAY)
    assert kept.page == 2 and kept.already_minor == 300 and [one.slips for one in kept.pages] == [1, 1]
    assert post(book, page=2, because="").difference_minor == 0
    assert [line.posted_at for line in daybook.pages(book.reading(), TODAY)] == [NOW, NOW]


def test_a_slip_is_booked_once_whatever_page_it_stands_on(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    keep(book, [slip("a", None, "3.00")])
    post(book)
    keep(book, [slip("a", None, "3.00")], YESTERDAY)
    assert "Row 1" in refused(book, "slip_booked_already", YESTERDAY).because


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (Slip("x", "", "lecl", None, "3.00"), "slip_not_settled"),
        (Slip("x", "", "", None, ""), "nothing_to_post"),
        (Slip("x", "", "", None, "", "Tea"), "slip_not_settled"),
        (Slip("x", "25:00", "", None, "3.00"), "slip_not_settled"),
        (Slip("x", "", "", None, "1.005"), "slip_not_settled"),
        (Slip("x", "", "", None, "3.00", "a" * 300), "slip_not_settled"),
        (Slip("x", "", "", None, "-3.00"), "slip_refused"),
    ],
)
def test_a_page_with_a_slip_that_is_not_settled_is_not_posted_at_all(
    tmp_path: Path, bad: Slip, code: str
) -> None:
    book = new_book(tmp_path)
    rows = [bad] if code == "nothing_to_post" else [slip("a", enrol(book, "Finch"), "3.00"), bad]
    keep(book, rows)
    declined = refused(book, code)
    assert code == "nothing_to_post" or (declined.about == "x" and declined.because.startswith("Row 2: "))


def test_a_difference_to_the_till_must_be_named(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    keep(book, [slip("a", None, "3.00")], till="4.00")
    refused(book, "till_differs", because="  ")
    assert post(book, because="A pound from the float").difference_minor == 100
    kept = daybook.page(book.reading(), TODAY)
    assert kept.posted is not None and kept.posted.because == "A pound from the float"


def test_a_till_total_that_is_no_amount_is_refused(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    keep(book, [slip("a", None, "3.00")], till="four")
    assert refused(book, "till_not_understood").about == "till"


def test_a_day_still_to_come_is_refused(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    keep(book, [slip("a", None, "3.00")], TODAY + timedelta(days=2))
    refused(book, "day_in_the_future", TODAY + timedelta(days=2))


def test_what_stands_on_the_screen_is_what_is_posted(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    keep(book, [slip("old", None, "3.00"), slip("gone", None, "9.00")], till="1.00")
    with book.writing(NOW) as w:
        posted = daybook.post(w, TODAY, slips=[slip("old", None, "3,50")], till_text="3,50", decimal_mark=",")
    assert posted.entered_minor == 350 and len(daybook.page(book.reading(), TODAY).slips) == 1


def test_a_posting_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    finch = enrol(book, "Marjorie Finch")
    keep(book, [slip("a", finch, "3.00")])
    with book.writing(NOW) as w:
        w.run(
            "create trigger no_room before update of posted_act on draft_days begin select raise(abort, 'full'); end"
        )
    with pytest.raises(StorageTrouble):
        post(book)
    assert book.reading().value("select count(*) from facts where kind = 'purchase'") == 0
    assert book.reading().value("select count(*) from acts where kind = 'posting'") == 0
    assert [one.key for one in daybook.page(book.reading(), TODAY).slips] == ["a"]
    check(book)


def test_a_time_after_midnight_belongs_to_the_shop_day_that_has_not_ended(tmp_path: Path) -> None:
    book = new_book(tmp_path, shop=shops.Shop("Late", "GBP", "GB", "Europe/London", day_ends_at_hour=3))
    keep(book, [slip("a", None, "3.00", at="1:30"), slip("b", None, "3.00", at="23:30")], YESTERDAY)
    post(book, YESTERDAY)
    stored = [row[0] for row in book.reading().rows("select happened_at from facts order by id")]
    assert stored == ["2026-11-21T01:30:00.000000Z", "2026-11-20T23:30:00.000000Z"]


# ---- returns ----


def test_what_comes_back_is_taken_from_the_newest_purchases(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    finch = enrol(book, "Marjorie Finch")
    old = buy(book, finch, 5000, happened_on=YESTERDAY)
    new = buy(book, finch, 1000)
    slips = [slip("a", finch, "2.00"), slip("b", finch, "-15.00")]
    told = effects(book, slips)
    assert (told["a"].points, told["b"].points) == (2, -15)
    keep(book, slips)
    posted = post(book)
    assert (posted.entered_minor, posted.points) == (-1300, -13)
    back = book.reading().rows(
        "select of_fact, amount_minor, key from facts where kind = 'return' order by id"
    )
    bought = book.reading().value("select id from facts where key = 'a'")
    assert back == [(bought, 200, "b"), (new.purchase, 1000, "b/2"), (old.purchase, 300, "b/3")]
    check(book)
    assert daybook.page(book.reading(), TODAY).posted.earned == {"a": 2, "b": -15}  # type: ignore[union-attr]
    with book.writing(NOW) as w:
        acts.undo(w)
    check(book)


def test_more_than_was_bought_cannot_come_back(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    finch = enrol(book, "Marjorie Finch")
    buy(book, finch, 1000)
    slips = [slip("a", finch, "-6.00"), slip("b", finch, "-6.00")]
    told = effects(book, slips)
    assert not told["a"].declined and told["b"].declined
    keep(book, slips)
    assert refused(book, "slip_refused").about == "b"


def test_what_nobody_known_brings_back_is_taken_from_sales_to_nobody_known(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    first, second = buy(book, None, 500, happened_on=YESTERDAY), buy(book, None, 300)
    keep(book, [slip("a", None, "-4.00"), slip("b", None, "-3.00")])
    post(book)
    back = book.reading().rows("select of_fact, amount_minor from facts where kind = 'return' order by id")
    assert back == [(second.purchase, 300), (first.purchase, 100), (first.purchase, 300)]


def test_goods_that_earned_nothing_go_back_first(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    finch = enrol(book, "Marjorie Finch")
    buy(book, finch, 1000, lines=[purchases.Line(400, earns=False), purchases.Line(600)])
    keep(book, [slip("a", finch, "-5.00")])
    assert post(book).points == -1
    check(book)


# ---- effects ----


def test_the_effects_are_told_before_posting(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    near, climbs, fresh = enrol(book, "Ansel Brandt"), enrol(book, "Thandeka Mbeki"), enrol(book, "Ήρα")
    for n in range(1, 5):
        buy(book, near, 11_250, happened_on=TODAY - timedelta(days=n))
        buy(book, climbs, 24_000, happened_on=TODAY - timedelta(days=n))
    slips = [
        slip("a", near, "42.75"),
        slip("b", climbs, "88.00"),
        slip("c", fresh, "12.90"),
        slip("d", None, "6.10"),
    ]
    told = effects(book, slips)
    assert (told["a"].tier, told["a"].points, told["a"].near.missing) == ("Silver", 42, 725)  # type: ignore[union-attr]
    assert (told["b"].tier, told["b"].points, told["b"].reaches) == ("Gold", 132, "Platinum")
    assert told["c"].first and told["c"].tier == "Member" and told["d"] == daybook.Effect()
    assert book.reading().value("select count(*) from facts where happened_on = ?", (TODAY.isoformat(),)) == 0
    keep(book, slips)
    assert post(book).points == sum(one.points for one in told.values())
    check(book)


def test_the_second_slip_of_a_member_builds_on_the_first(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    one = enrol(book, "Thandeka Mbeki")
    buy(book, one, 49_900, happened_on=YESTERDAY)
    told = effects(book, [slip("a", one, "10.00"), slip("b", one, "10.00")])
    assert (told["a"].points, told["a"].reaches) == (10, "Gold")
    assert (told["b"].tier, told["b"].points, told["b"].reaches) == ("Gold", 15, "")


def test_a_page_of_a_past_day_tells_what_later_purchases_earn_more(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    one = enrol(book, "Thandeka Mbeki")
    buy(book, one, 49_900, happened_on=TODAY - timedelta(days=9))
    buy(book, one, 10_000)
    told = effects(book, [slip("a", one, "10.00")], YESTERDAY)["a"]
    assert (told.tier, told.points, told.reaches, told.later_points) == ("Silver", 10, "Gold", 50)
    keep(book, [slip("a", one, "10.00")], YESTERDAY)
    post(book, YESTERDAY)
    assert (
        book.reading().value("select sum(earned) from facts where kind = 'purchase'") == 499 + 100 + 50 + 10
    )
    check(book)


def test_a_return_that_costs_the_tier_says_so(tmp_path: Path) -> None:
    book = new_book(tmp_path, Programme("GBP", tiers=(Tier("Silver", "spend", 20_000),)))
    one = enrol(book, "Thandeka Mbeki")
    buy(book, one, 25_000)
    told = effects(book, [slip("a", one, "-100.00")])["a"]
    assert (told.tier, told.falls_to, told.points) == ("Silver", "Member", -100)


def test_a_round_visit_is_noticed(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    one = enrol(book, "Yusuf Demir")
    for n in range(1, 10):
        buy(book, one, 500, happened_on=TODAY - timedelta(days=n))
    assert effects(book, [slip("a", one, "5.00")])["a"].visit == 10
    assert effects(book, [slip("a", one, "5.00")], YESTERDAY)["a"].visit == 0


def test_a_slip_of_a_household_earns_at_the_tier_they_share(tmp_path: Path) -> None:
    book = new_book(tmp_path, replace(usual_programme("GBP"), household_tier="shared"))
    ann, ben = enrol(book, "Ann"), enrol(book, "Ben")
    buy(book, ann, 40_000)
    with book.writing(NOW) as w:
        households.join(w, ben, ann)
    slips = [slip("a", ben, "10.00"), slip("b", ann, "100.00"), slip("c", ben, "10.00")]
    told = effects(book, slips)
    assert [(one.tier, one.points, one.reaches) for one in told.values()] == [
        ("Silver", 10, ""),
        ("Silver", 100, "Gold"),
        ("Gold", 15, ""),  # Ann has made both of them Gold
    ]
    keep(book, slips)
    assert post(book).points == 125
    assert daybook.page(book.reading(), TODAY).posted.earned == {"a": 10, "b": 100, "c": 15}  # type: ignore[union-attr]
    check(book)


def test_a_slip_of_a_member_whose_tier_was_given_by_hand_does_not_fall_to_the_one_it_earns(
    tmp_path: Path,
) -> None:
    book = new_book(tmp_path)
    ann = enrol(book, "Ann")
    buy(book, ann, 19_000, happened_on=YESTERDAY)
    with book.writing(NOW) as w:
        awards.tier(w, ann, "Gold", TODAY, "a friend of the house", happened_on=YESTERDAY)
    buy(book, ann, 100)
    told = effects(book, [slip("a", ann, "20.00")], YESTERDAY)["a"]
    assert (told.tier, told.points, told.reaches, told.falls_to) == ("Gold", 30, "", "")


@pytest.mark.parametrize("seed", range(8))
def test_a_page_does_what_its_purchases_one_by_one_would_do(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    programme = replace(usual_programme("GBP"), household_tier="shared" if seed % 4 == 3 else "own")
    books = [new_book(tmp_path / name, programme) for name in ("one", "two")]
    members: list[int] = []
    for book in books:
        members = [enrol(book, f"Member {n}", welcome=bool(n % 2)) for n in range(6)]
    for _ in range(25):
        member, amount, back = chance.choice(members), chance.randint(0, 30_000), chance.randint(0, 400)
        for book in books:
            buy(book, member, amount, happened_on=TODAY - timedelta(days=back))
    for book in books if seed % 2 else ():  # three of them live together
        with book.writing(NOW) as w:
            for other in members[1:3]:
                households.join(w, other, members[0], happened_on=TODAY - timedelta(days=90))
    day = TODAY - timedelta(days=seed % 3)
    slips = []
    for n in range(30):
        member_id = chance.choice([*members, None])
        pence = chance.randint(0, 20_000)
        if n > 20 and member_id is not None and chance.random() < 0.4:
            pence = -chance.randint(1, 300)
        slips.append(Slip(f"k{n}", "", "x" if member_id else "", member_id, f"{pence / 100:.2f}", ""))
    told = effects(books[0], slips, day)
    keep(books[0], [one for one in slips if not told[one.key].declined], day)
    posted = post(books[0], day)
    assert posted.points == sum(effect.points for effect in told.values())
    earned = daybook.page(books[0].reading(), day).posted.earned  # type: ignore[union-attr]
    assert earned == {key: effect.points for key, effect in told.items() if not effect.declined}
    with books[1].writing(NOW) as w:
        for one in slips:
            pence = round(float(one.amount_text) * 100)
            if told[one.key].declined:
                continue
            if pence >= 0:
                purchases.record(w, member_id=one.member_id, amount_minor=pence, happened_on=day, key=one.key)
                continue
            rows = w.rows(
                "select f.id, f.amount_minor - coalesce((select sum(r.amount_minor) from facts r where r.of_fact = f.id"
                " and r.undone_by is null), 0) from facts f where f.member_id = ? and f.kind = 'purchase'"
                " and f.happened_on <= ? order by f.happened_on desc, f.id desc",
                (one.member_id, day.isoformat()),
            )
            for purchase, left in rows:
                part = min(left, -pence)
                if part > 0:
                    pence += part
                    returns.give_back(w, purchase, amount_minor=part, happened_on=day)
    columns = "member_id, tier, points, debt, spent_minor, purchases, visits, first_visit, last_visit"
    stand = [book.reading().rows(f"select {columns} from standings order by member_id") for book in books]
    assert stand[0] == stand[1]
    for book in books:
        check(book)
    before = (
        books[0]
        .reading()
        .rows("select member_id, earned from facts where act_id <> ? order by id", (posted.act,))
    )
    with books[0].writing(NOW) as w:
        acts.undo(w)
    check(books[0])
    assert len(before) == books[0].reading().value("select count(*) from facts where undone_by is null")


def test_the_person_who_serves_is_kept(tmp_path: Path) -> None:
    book = new_book(tmp_path)
    keep(book, [slip("a", None, "3.00")])
    owner = book.reading().value("select id from people")
    with book.writing(NOW) as w:
        daybook.post(w, TODAY, because="no till", by=owner)
    kept = daybook.page(book.reading(), TODAY)
    assert (
        kept.posted is not None
        and kept.posted.by == SHOP.owner
        and kept.posted.posted_at == datetime(2026, 11, 21, 10, tzinfo=UTC)
    )

"""The demo shop is the same for the same seed, and nothing in it is what the shop's own rules would refuse."""

import hashlib
import unicodedata
from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from shopkeeper.rules.days import months_before
from shopkeeper.rules.names import clean_line, clean_name, clean_note
from shopkeeper.service.demo import DemoMember, DemoShop, demo_shop
from shopkeeper.service.demo.words import plain, words

SATURDAY = date(2026, 11, 21)
RANGES = ("7700900", "2079460", "1632960", "1134960", "1174960", "1214960", "1314960", "1414960", "1514960", "1614960", "1914980", "2920180", "2896496")  # fmt: skip


@pytest.fixture(scope="module")
def shop() -> DemoShop:
    return demo_shop(1, SATURDAY)


def _digest(shop: DemoShop) -> str:
    return hashlib.sha256(repr(shop).encode()).hexdigest()


def _figure(shop: DemoShop, member: int, on: date) -> tuple[int, int]:
    """Net spend and visits of the twelve months to a day."""
    after, spent, days = months_before(on, 12), 0, set()
    for purchase in shop.purchases:
        if purchase.member == member and after < purchase.happened_on <= on:
            spent += purchase.amount_minor
            days.add(purchase.happened_on)
    for back in shop.returns:
        if shop.purchases[back.purchase].member == member and after < back.happened_on <= on:
            spent -= back.amount_minor
    return spent, len(days)


def _tier(spent_minor: int, visits: int) -> str:
    for name, least in (("Platinum", 100_000), ("Gold", 50_000), ("Silver", 20_000)):
        if spent_minor >= least:
            return name
    return "Bronze" if visits >= 3 else "Member"


def _known(shop: DemoShop, name: str) -> tuple[int, DemoMember]:
    return next((at, member) for at, member in enumerate(shop.members) if member.name == name)


def test_the_same_seed_gives_the_same_shop_on_every_python() -> None:
    # The digest changes with every word of resources/demo; it must not change with anything else.
    assert (
        _digest(demo_shop(7, SATURDAY, 200))
        == "d5acc47808793cd184562e7a439426dfe91ec94c016e45fbf7818a57d52dd42d"
    )


def test_another_seed_or_another_day_gives_another_shop() -> None:
    digests = {_digest(demo_shop(seed, day, 60)) for seed in (1, 2) for day in (SATURDAY, date(2026, 11, 20))}
    assert len(digests) == 4


def test_a_shop_has_so_many_members_and_no_more(shop: DemoShop) -> None:
    assert len(shop.members) == 2000
    assert len(demo_shop(1, SATURDAY, 3).members) == 3


def test_every_day_lies_within_the_eighteen_months_and_the_shop_is_closed_on_sundays(shop: DemoShop) -> None:
    assert (shop.begins_on, shop.ends_on) == (date(2025, 5, 22), SATURDAY)
    moments = [(sale.happened_on, sale.at) for sale in shop.purchases]
    moments += [(back.happened_on, back.at) for back in shop.returns]
    moments += [(gift.happened_on, gift.at) for gift in shop.gifts]
    days = {day for day, _ in moments}
    assert min(days) == shop.begins_on
    assert max(days) == SATURDAY
    assert not [
        day for day in days if day.weekday() == 6 or (day.month, day.day) in {(12, 25), (12, 26), (1, 1)}
    ]
    assert all(8 <= at.hour < 19 for _, at in moments)


@pytest.mark.parametrize(
    "until", [date(2028, 2, 29), date(2026, 1, 4), date(2025, 12, 26), date(2027, 8, 31)]
)
def test_any_day_can_be_the_last(until: date) -> None:
    shop = demo_shop(3, until, 120)
    assert all(shop.begins_on <= purchase.happened_on <= until for purchase in shop.purchases)
    assert all(purchase.happened_on.weekday() != 6 for purchase in shop.purchases)
    assert all(member.joined_on <= until for member in shop.members)


def test_facts_stand_in_the_order_they_happened(shop: DemoShop) -> None:
    for facts in (shop.purchases, shop.returns, shop.gifts):
        moments = [(fact.happened_on, fact.at) for fact in facts]
        assert moments == sorted(moments)


def test_amounts_are_whole_and_positive_and_lines_add_up(shop: DemoShop) -> None:
    for purchase in shop.purchases:
        assert type(purchase.amount_minor) is int
        assert purchase.amount_minor > 0
        assert all(line.amount_minor > 0 for line in purchase.lines)
        if purchase.lines:
            assert purchase.amount_minor == sum(line.amount_minor for line in purchase.lines)
        assert purchase.member is None or 0 <= purchase.member < len(shop.members)
        assert 0 <= purchase.served_by < len(shop.people)
    assert sum(bool(purchase.lines) for purchase in shop.purchases) > 3000
    assert sum(not line.earns for purchase in shop.purchases for line in purchase.lines) > 50


def test_a_return_is_later_than_its_purchase_and_no_more_than_it(shop: DemoShop) -> None:
    assert len({back.purchase for back in shop.returns}) == len(shop.returns) > 100
    for back in shop.returns:
        purchase = shop.purchases[back.purchase]
        assert back.happened_on > purchase.happened_on
        assert 0 < back.amount_minor <= purchase.amount_minor
        assert purchase.points_used == 0
        if purchase.lines:
            assert back.amount_minor == sum(purchase.lines[at].amount_minor for at in back.lines)
        else:
            assert back.lines == ()


def test_nobody_pays_with_points_they_do_not_have(shop: DemoShop) -> None:
    backs = {back.purchase: back for back in shop.returns}
    held: Counter[int] = Counter()
    paid = 0
    for at, purchase in enumerate(shop.purchases):
        if purchase.member is None:
            assert purchase.points_used == 0
            continue
        assert purchase.points_used <= min(held[purchase.member], purchase.amount_minor)
        paid += purchase.points_used > 0
        kept = purchase.amount_minor - (backs[at].amount_minor if at in backs else 0)
        others = [line.amount_minor for line in purchase.lines if not line.earns]
        held[purchase.member] += (
            max(kept - sum(others) - purchase.points_used, 0) // 100 - purchase.points_used
        )
    assert paid > 200


def test_nobody_buys_before_joining_and_a_card_is_given_on_the_day_of_joining(shop: DemoShop) -> None:
    for purchase in shop.purchases:
        if purchase.member is not None:
            assert purchase.happened_on >= shop.members[purchase.member].joined_on
    carded = [member for member in shop.members if member.card_given_on is not None]
    assert 0.6 < len(carded) / len(shop.members) < 0.9
    assert all(member.card_given_on == member.joined_on for member in carded)


def test_birthdays_are_days_and_some_have_no_year_and_some_are_on_29_february(shop: DemoShop) -> None:
    kinds: Counter[str] = Counter()
    for member in shop.members:
        if member.birthday_month is None or member.birthday_day is None:
            assert (member.birthday_year, member.birthday_month, member.birthday_day) == (None, None, None)
            kinds["none"] += 1
            continue
        born = date(member.birthday_year or 2024, member.birthday_month, member.birthday_day)
        assert born.year <= SATURDAY.year - 18 or member.birthday_year is None
        kinds["with a year" if member.birthday_year else "without"] += 1
        kinds["29 February"] += (born.month, born.day) == (2, 29)
    assert kinds["none"] > 200
    assert kinds["with a year"] > 500
    assert kinds["without"] > 200
    assert kinds["29 February"] >= 5


def test_letters_are_wanted_or_not_or_nobody_asked(shop: DemoShop) -> None:
    asked = Counter(member.letters for member in shop.members)
    assert min(asked[True], asked[False], asked[None]) > 100


def test_every_place_is_there_and_every_script(shop: DemoShop) -> None:
    assert {member.place for member in shop.members} == {place.name for place in words().places} | {"known"}
    scripts = {
        unicodedata.name(letter).split()[0]
        for member in shop.members
        for letter in member.name
        if letter.isalpha()
    }
    assert scripts >= {
        "LATIN", "GREEK", "CYRILLIC", "CJK", "HIRAGANA", "HANGUL", "ARABIC", "HEBREW", "ETHIOPIC",
        "DEVANAGARI", "ARMENIAN", "GEORGIAN", "THAI",
    }  # fmt: skip
    assert sum(bool(member.say) for member in shop.members) > 300
    assert not [place.name for place in words().places if not place.women or not place.men]


def test_every_name_has_latin_letters_for_an_email_address() -> None:
    for place in words().places:
        for word in (*place.women, *place.men, *place.families_of_women, *place.families_of_men):
            assert plain(word.latin), word.written


def test_every_text_is_one_the_shop_itself_would_keep_unchanged(shop: DemoShop) -> None:
    for member in shop.members:
        assert clean_name(member.name) == member.name
        assert clean_note(member.note) == member.note
        lines = [member.say, member.greeting, *member.phones, *member.emails]
        lines += [remark.text for remark in member.remarks]
        lines += [text for home in member.addresses for text in (home.street, home.address_2, home.town)]
        assert [clean_line(line, about="text") for line in lines] == lines
        assert not any("{" in line for line in lines)
    said = {purchase.what for purchase in shop.purchases} | {gift.what for gift in shop.gifts}
    assert {clean_line(what, about="what") for what in said} == said


def test_every_telephone_is_kept_aside_for_stories_and_only_households_share_one(shop: DemoShop) -> None:
    homes: defaultdict[str, set[object]] = defaultdict(set)
    for member in shop.members:
        for phone in member.phones:
            national = phone.replace("+44", "").replace(" ", "").replace("-", "").lstrip("0")
            assert national.startswith(RANGES)
            assert len(national) == 10 or national.startswith("1632960")
            homes[national].add(member.addresses)
    assert max(len(sharing) for sharing in homes.values()) == 1
    told = Counter(phone for member in shop.members for phone in member.phones)
    assert max(told.values()) > 1
    assert sum(len(member.phones) > 1 for member in shop.members) > 100


def test_no_email_address_is_given_twice(shop: DemoShop) -> None:
    mails = [mail for member in shop.members for mail in member.emails]
    assert len(mails) == len(set(mails)) > 500
    assert all(mail.isascii() and mail.endswith("example.org") for mail in mails)


def test_what_must_not_be_eaten_is_neither_liked_nor_bought(shop: DemoShop) -> None:
    nuts = {good.line.text for good in words().goods if "nuts" in good.holds}
    allergic = {
        at
        for at, member in enumerate(shop.members)
        if any(remark.text == "Nut allergy" for remark in member.remarks)
    }
    assert len(allergic) > 5
    for at in allergic:
        assert not nuts & {remark.text for remark in shop.members[at].remarks}
    bought = {line.text for sale in shop.purchases if sale.member in allergic for line in sale.lines}
    assert bought
    assert not bought & nuts


def test_tiers_are_spread_as_in_a_real_shop(shop: DemoShop) -> None:
    spent: Counter[int] = Counter()
    days: defaultdict[int, set[date]] = defaultdict(set)
    after = months_before(SATURDAY, 12)
    for purchase in shop.purchases:
        if purchase.member is not None and purchase.happened_on > after:
            spent[purchase.member] += purchase.amount_minor
            days[purchase.member].add(purchase.happened_on)
    tiers = Counter(_tier(spent[at], len(days[at])) for at in range(len(shop.members)))
    share = {name: count / len(shop.members) for name, count in tiers.items()}
    assert 0.012 < share["Platinum"] < 0.035
    assert 0.055 < share["Gold"] < 0.10
    assert 0.15 < share["Silver"] < 0.24
    assert 0.30 < share["Bronze"] < 0.42


def test_people_come_in_a_rhythm_and_some_once_and_some_slip_away(shop: DemoShop) -> None:
    days: defaultdict[int, list[date]] = defaultdict(list)
    for purchase in shop.purchases:
        if purchase.member is not None:
            days[purchase.member].append(purchase.happened_on)
    assert sum(len(visits) == 1 for visits in days.values()) > 200
    assert sum(at not in days for at in range(len(shop.members))) > 20
    often = [visits for visits in days.values() if len(visits) >= 30]
    gone = [visits for visits in often if (SATURDAY - visits[-1]).days > 60]
    assert 10 < len(gone) < len(often) / 2
    on_one_weekday = [
        Counter(day.weekday() for day in visits).most_common(1)[0][1] / len(visits) for visits in often
    ]
    assert sum(share > 0.5 for share in on_one_weekday) > len(often) / 4
    months = Counter(purchase.happened_on.month for purchase in shop.purchases if purchase.happened_on > date(2025, 11, 21))  # fmt: skip
    assert months[12] > months[8]


def test_some_sales_of_every_open_day_are_to_nobody_known(shop: DemoShop) -> None:
    unknown = Counter(purchase.happened_on for purchase in shop.purchases if purchase.member is None)
    assert set(unknown) == {purchase.happened_on for purchase in shop.purchases}
    assert 5 <= min(unknown.values()) <= max(unknown.values()) <= 30


def test_gifts_are_given_as_the_rules_say(shop: DemoShop) -> None:
    once = Counter((gift.member, gift.kind) for gift in shop.gifts if gift.kind == "welcome")
    yearly = Counter((gift.member, gift.happened_on.year) for gift in shop.gifts if gift.kind == "birthday")
    assert max(once.values()) == 1
    assert max(yearly.values()) == 1
    assert {gift.kind for gift in shop.gifts} == {"welcome", "birthday", "treat"}


def test_the_people_who_serve_are_those_of_the_shop(shop: DemoShop) -> None:
    assert [(server.name, server.owner) for server in shop.people] == [("Ngozi", True), ("Ines", False), ("Tom", False)]  # fmt: skip
    assert {purchase.served_by for purchase in shop.purchases} == {0, 1, 2}
    assert (shop.name, shop.motto, shop.street) == (
        "Okafor & Daughters",
        "Grocer since 1974",
        "12 Wharf Street",
    )


def test_margaret_is_as_she_is_drawn(shop: DemoShop) -> None:
    at, margaret = _known(shop, "Margaret Okonkwo")
    assert at == 0
    assert margaret.say == "oh-KON-kwo"
    assert margaret.joined_on.year == 2019
    assert margaret.phones[0].endswith("417")
    assert margaret.addresses[0].street.endswith("Wharf St")
    assert (margaret.birthday_year, margaret.birthday_month, margaret.birthday_day) == (None, 11, 24)
    assert [(remark.kind, remark.text) for remark in margaret.remarks] == [
        ("warning", "Nut allergy"),
        ("likes", "Rye bread"),
        ("likes", "Oolong"),
        ("likes", "Comté"),
        ("likes", "Bag for the bus"),
        ("fact", "Daughter Ada started university in York."),
    ]
    hers = [purchase for purchase in shop.purchases if purchase.member == at]
    assert [(sale.happened_on, sale.amount_minor, sale.what) for sale in hers[-2:]] == [
        (date(2026, 11, 6), 2975, "Weekly shop"),
        (date(2026, 11, 13), 3820, "Rye, olives, Comté"),
    ]
    (back,) = [back for back in shop.returns if shop.purchases[back.purchase].member == at]
    assert (back.happened_on, back.amount_minor, back.because) == (date(2026, 10, 30), 640, "Cracked jar")
    assert Counter(sale.happened_on.weekday() for sale in hers).most_common(1)[0][0] == 4
    assert 2900 < sum(sale.amount_minor for sale in hers) / len(hers) < 3350
    assert _figure(shop, at, SATURDAY)[0] == 91360


def test_the_others_of_the_design_are_as_they_are_drawn(shop: DemoShop) -> None:
    drawn = {
        "Margot Leclerc": ("Silver", "802", "Mill Lane"),
        "Margarita Solís": ("Member", "119", "Bridge Rd"),
        "Margarethe Lindqvist": ("Bronze", "550", "Park Row"),
        "Marjorie Finch": ("Platinum", "236", "Wharf St"),
    }
    for name, (tier, ends, street) in drawn.items():
        at, member = _known(shop, name)
        assert _tier(*_figure(shop, at, SATURDAY)) == tier
        assert member.phones[0].endswith(ends)
        assert member.addresses[0].street.endswith(street)
    names = [member.name for member in shop.members]
    for name in ("Ansel Brandt", "Yusuf Demir", "Thandeka Mbeki", "Ήρα Παπαδοπούλου", "Leon Abara", "Hana Sato", "Piotr Zieliński", "Ada Whitcombe", "王小明"):  # fmt: skip
        assert name in names[:15]
    assert max(len(name) for name in names) == 60
    assert sum("Marg" in name for name in names) == 4


@pytest.mark.parametrize("seed", [0, 4])
@pytest.mark.parametrize("until", [SATURDAY, date(2026, 6, 30)])
def test_the_known_people_hold_their_tier_and_never_had_a_higher_one(seed: int, until: date) -> None:
    shop = demo_shop(seed, until, 15)
    tiers = (
        "Gold Silver Member Bronze Platinum Silver Bronze Gold Member Silver Gold Gold Platinum Silver Silver"
    )
    order = ("Member", "Bronze", "Silver", "Gold", "Platinum")
    for at, tier in enumerate(tiers.split()):
        assert _tier(*_figure(shop, at, until)) == tier
        days = {purchase.happened_on for purchase in shop.purchases if purchase.member == at}
        assert all(order.index(_tier(*_figure(shop, at, day))) <= order.index(tier) for day in days)


def test_days_last_seen_count_back_from_the_last_day(shop: DemoShop) -> None:
    last = {
        purchase.member: purchase.happened_on for purchase in shop.purchases if purchase.member is not None
    }
    ada, _ = _known(shop, "Ada Whitcombe")
    marjorie, member = _known(shop, "Marjorie Finch")
    assert SATURDAY - last[ada] == timedelta(days=31)
    assert SATURDAY - last[marjorie] == timedelta(days=3)
    assert member.joined_on == date(2016, 11, 23)

"""The box finds the right member by anything one remembers of them, and no text can break it."""

import random
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopkeeper.records import lookup_questions
from shopkeeper.records.book import Book, Reading, Writing
from shopkeeper.records.opening import create_book
from shopkeeper.rules import folding
from shopkeeper.service import finding

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)

HOSTILE = (
    '"', '""', 'a"b', '"unclosed', "(", ")", "((((", "a AND", "AND", "OR", "NOT a", "a OR OR b", "NEAR(", "NEAR(a b, 1",
    "NEAR/5", "*", "a*b", "*a", "^a", "a^", "name:", "name:a", "nosuch:a", "{name phone}:a", "-name:a", "+a", "a + b",
    ":", "%", "_", "\\", "'", "''", "'; DROP TABLE members;--", "1=1", "rank", "rowid", "#1", "$1", "?1", ":x", "@x", "@",
    " ", "\t", "\r\n", "\x00", "a\x00b", "\ufeff", "\u200b", "\u202e", "e\u0301", "ß", "İ", "ı", "𝕒", "👩‍👩‍👧", "日本語",
    "العربية", "א", "ﷺ", "+49 170 123", "(030) 12-34", "O'Brien", "a" * 10_000, "a " * 5_000, "(" * 2_000, '"' * 2_001,
    "a OR " * 3_000 + "a", "NEAR(" + "a " * 500 + ",10)", "-" * 1_000, "*" * 1_000, "\U0001f600" * 500, "null", "1e309",
    "-1", "0x10", "name:(a OR b) NOT c", '"a"*', "{}:a", "x\u2028y", "\ud7ff", "\uffff", "\ud800", "a\udfffb", "..",
    "http://a", "../../etc", "{{7*7}}", "<b>", "=a", "@a", "_a", "=", "0" * 90, "1 2 3 4 5 6 7", "²", "①", "٣",
)  # fmt: skip


class People:
    """Members written straight into the tables, so that only finding is on trial."""

    def __init__(self, write: Writing) -> None:
        self.write = write
        self.act = write.insert(
            "insert into acts (kind, entered_at) values ('enrol', ?)", (write.entered_at,)
        )

    def add(self, number: str, name: str = "", **more: str) -> int:
        member = self.write.insert(
            "insert into members (act_id, number, name, joined_on, note) values (?, ?, ?, '2026-01-01', ?)",
            (self.act, number, name, more.get("note", "")),
        )
        for kind in ("phone", "email"):
            if kind in more:
                self.write.insert(
                    "insert into contacts (member_id, kind, text, canonical) values (?, ?, ?, ?)",
                    (member, kind, more[kind], more.get(f"{kind}_canonical", "")),
                )
        if more.keys() & {"street", "postcode", "town"}:
            self.write.insert(
                "insert into addresses (member_id, street, postcode, town) values (?, ?, ?, ?)",
                (member, more.get("street", ""), more.get("postcode", ""), more.get("town", "")),
            )
        if "card" in more:
            self.write.insert(
                "insert into cards (member_id, number, given_on) values (?, ?, '2026-01-01')",
                (member, more["card"]),
            )
        if "likes" in more:
            self.write.insert(
                "insert into remarks (member_id, kind, text, noted_on) values (?, 'likes', ?, '2026-01-01')",
                (member, more["likes"]),
            )
        return member

    def visits(self, member: int, *days: str) -> None:
        for day in days:
            self.write.insert(
                "insert into facts (act_id, kind, member_id, happened_on, amount_minor) values (?, 'purchase', ?, ?, 1)",
                (self.act, member, day),
            )
        self.write.run(
            "insert into standings (member_id, tier, visits, last_visit) values (?, 'Gold', ?, ?)",
            (member, len(days), max(days)),
        )


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reading]:
    book = create_book(tmp_path_factory.mktemp("finding") / "a.shop")
    with book.writing(NOW) as write:
        people = People(write)
        people.add(
            "1001", "Johannes Müller-Lüdenscheidt", phone="07700 900123", phone_canonical="+447700900123",
            email="j.mueller@gmx.de", street="12 High Street", postcode="YO1 7AB", town="York",
            likes="rye bread, dachshund", card="2000011112222",
        )  # fmt: skip
        people.add("1002", "王小明")
        people.add("1003", "Γιώργος Παπαδόπουλος")
        people.add("1004", "Mary O'Brien", phone="+44 20 7946 0018", phone_canonical="+442079460018")
        people.add("1005", "Steven Meyer", note="walks with the York group")
        people.add("1006")
        people.add("1007", "Владимир Шевченко", phone="07700 900123", phone_canonical="+447700900123")
        often = people.add("1008", "Ann Smithson", street="3 Mill Lane")
        people.add("1009", "Ann Smith")
        people.visits(often, "2026-11-01", "2026-11-08", "2026-11-15")
        gone = people.add("1010", "Ann Smithers")
        write.run("update members set gone = 1 where id = ?", (gone,))
        finding.bulk_load(write)
        assert finding.check(write) == []
    read = book.reading()
    yield read
    read.close()
    book.close()


def found(read: Reading, text: str) -> list[str]:
    return [hit.number for hit in finding.find(read, text).hits]


@pytest.mark.parametrize(
    ("text", "number", "matched"),
    [
        ("mul", "1001", "name"),
        ("mueller", "1001", "name"),
        ("MÜLLER joh", "1001", "name"),
        ("joh lüd", "1001", "name"),
        ("müler", "1001", "name"),
        ("miller", "1001", "name"),
        ("mulelr", "1001", "name"),
        ("0123", "1001", "phone"),
        ("0090012", "1001", "phone"),
        ("07700 900 123", "1001", "phone"),
        ("+44 7700 900123", "1001", "phone"),
        ("0044 7700", "1001", "phone"),
        ("020 7946", "1004", "phone"),
        ("+44 (0)20 7946", "1004", "phone"),
        ("johannes 0123", "1001", "phone"),
        ("2000011112222", "1001", "card"),
        ("2000 0111 12222", "1001", "card"),
        ("20000111", "1001", "card"),
        ("1006", "1006", "number"),
        ("j.mueller@gm", "1001", "email"),
        ("high 12", "1001", "street"),
        ("3 mill lane", "1008", "street"),
        ("mill 3", "1008", "street"),
        ("yo17ab", "1001", "postcode"),
        ("yo1 7ab", "1001", "postcode"),
        ("müller york", "1001", "town"),
        ("dachs", "1001", "likes"),
        ("walks", "1005", "note"),
        ("小明", "1002", "name"),
        ("王", "1002", "name"),
        ("xiaoming wang", "1002", "name"),
        ("giorgos papadopoulos", "1003", "name"),
        ("Παπαδ", "1003", "name"),
        ("шевч", "1007", "name"),
        ("shevchenko", "1007", "name"),
        ("o'bri", "1004", "name"),
        ("brien mary", "1004", "name"),
        ("o brien", "1004", "name"),
        ("stephen maier", "1005", "name"),
    ],
)
def test_a_member_is_found_by_what_one_remembers(shop: Reading, text: str, number: str, matched: str) -> None:
    hit = finding.find(shop, text).hits[0]
    assert (hit.number, hit.matched) == (number, matched)
    assert hit.ranges


def test_the_match_is_shown(shop: Reading) -> None:
    hit = finding.find(shop, "0123").hits[0]
    assert (hit.matched_text, hit.ranges) == ("07700 900123", ((8, 12),))
    hit = finding.find(shop, "müller york").hits[0]
    assert (hit.matched_text, hit.ranges, hit.name_ranges) == ("York", ((0, 4),), ((9, 15),))
    assert (hit.card, hit.phone, hit.town, hit.street) == (
        "2000011112222",
        "07700 900123",
        "York",
        "12 High Street",
    )


@pytest.fixture(scope="module")
def neighbours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reading]:
    """Names of many scripts, each of somebody's own."""
    book = create_book(tmp_path_factory.mktemp("neighbours") / "a.shop")
    with book.writing(NOW) as write:
        people = People(write)
        for number, name in enumerate(NEIGHBOURS):
            people.add(f"N{number}", name)
        finding.bulk_load(write)
        assert finding.check(write) == []
    read = book.reading()
    yield read
    read.close()
    book.close()


NEIGHBOURS = (
    "Søren García Núñez", "Γιώργος Παπαδόπουλος", "Елена Щербакова", "王伟", "李 娜", "محمد الفاسي", "שרה כהן",
    "Anna-Lena van der Meer", "田中 太郎", "김민준", "Siobhán O'Neill", "Katharina Schäfer-Groß", "Nguyễn Thị Hương",
)  # fmt: skip


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_a_name_of_any_script_is_found_by_each_beginning_of_it_and_of_its_folding(
    neighbours: Reading, name: str
) -> None:
    for typed in (name, folding.fold(name), name.upper()):
        for end in range(1, len(typed) + 1):
            assert name in [hit.name for hit in finding.find(neighbours, typed[:end]).hits], typed[:end]
    assert finding.find(neighbours, unicodedata.normalize("NFD", name)).hits[0].name == name
    for word in folding.typed_words(name):
        assert name in [hit.name for hit in finding.find(neighbours, word[0]).hits], word
    backwards = " ".join(reversed(name.split()))
    assert finding.find(neighbours, backwards).hits[0].name == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("garcia nunez", "Søren García Núñez"),
        ("nunez soeren", "Søren García Núñez"),
        ("ΠΑΠΑΔΟΠ", "Γιώργος Παπαδόπουλος"),
        ("yiorgos", "Γιώργος Παπαδόπουλος"),
        ("scherbakova", "Елена Щербакова"),
        ("yelena", "Елена Щербакова"),
        ("伟", "王伟"),
        ("wei wang", "王伟"),
        ("wangwei", "王伟"),
        ("娜", "李 娜"),
        ("lina", "李 娜"),
        ("nali", "李 娜"),
        ("mohammed", "محمد الفاسي"),
        ("muhamm", "محمد الفاسي"),
        ("mohamed al fasi", "محمد الفاسي"),
        ("الفاسي", "محمد الفاسي"),
        ("sarah cohen", "שרה כהן"),
        ("sara koh", "שרה כהן"),
        ("כהן שרה", "שרה כהן"),
        ("annalena", "Anna-Lena van der Meer"),
        ("vandermeer", "Anna-Lena van der Meer"),
        ("meer anna", "Anna-Lena van der Meer"),
        ("太郎", "田中 太郎"),
        ("minjun", "김민준"),
        ("oneill", "Siobhán O'Neill"),
        ("neill siob", "Siobhán O'Neill"),
        ("katarina shaefer", "Katharina Schäfer-Groß"),
        ("gross schaefer", "Katharina Schäfer-Groß"),
        ("ngyuen huong", "Nguyễn Thị Hương"),
    ],
)
def test_a_name_is_found_as_a_neighbour_would_spell_it(neighbours: Reading, typed: str, name: str) -> None:
    assert finding.find(neighbours, typed).hits[0].name == name


SIGNS = (
    '"',
    "'",
    "*",
    "(",
    ")",
    "^",
    ":",
    "+",
    "{",
    "}",
    "\x00",
    "\u200e",
    "\u200f",
    "\u202e",
    "\ufeff",
    "%",
    ",",
    "\t",
)


@given(
    name=st.sampled_from(("Katharina Schäfer-Groß", "Елена Щербакова", "王伟", "שרה כהן")),
    before=st.text(st.sampled_from(SIGNS), max_size=6),
    between=st.text(st.sampled_from(SIGNS), min_size=1, max_size=6),
    after=st.text(st.sampled_from(SIGNS), max_size=6),
)
def test_signs_around_a_name_change_nothing(
    neighbours: Reading, name: str, before: str, between: str, after: str
) -> None:
    typed = before + f" {between} ".join(name.split()) + after
    assert finding.find(neighbours, typed).hits[0].name == name


@given(
    st.lists(
        st.sampled_from((*SIGNS, "NEAR", "NEAR(", "AND", "OR", "NOT", "name:", "schäfer", "王", "כה", "e\u0301", "\ud800", "👩‍👩‍👧", "0123", " ", "  ")),
        max_size=12,
    ),
    st.sampled_from((1, 1, 1, 2000)),
)  # fmt: skip
def test_any_order_of_signs_and_words_is_answered(neighbours: Reading, parts: list[str], times: int) -> None:
    text = " ".join(parts) * times
    answer = finding.find(neighbours, text)
    assert answer.text == text
    assert answer.hits == finding.find(neighbours, text[: finding.LONGEST_QUESTION]).hits


def test_a_guess_is_offered_only_when_nothing_fits_as_typed(shop: Reading) -> None:
    guess = finding.find(shop, "miller")
    assert guess.suggestion
    assert not guess.hits[0].likely
    assert not finding.find(shop, "muller").suggestion
    assert finding.find(shop, "qqqqqq") == finding.FindAnswer("qqqqqq", 9, ())


def test_who_comes_often_stands_before_who_never_came(shop: Reading) -> None:
    assert found(shop, "ann sm") == ["1008", "1009"]
    assert found(shop, "smith ann")[:2] == ["1008", "1009"]


def test_a_shared_phone_offers_everybody_who_has_it(shop: Reading) -> None:
    assert sorted(found(shop, "900123")) == ["1001", "1007"]


def test_a_number_without_its_noughts_stands_behind_the_phones_that_hold_what_was_typed(
    tmp_path: Path,
) -> None:
    book = create_book(tmp_path / "a.shop")
    with book.writing(NOW) as write:
        people = People(write)
        for number in range(14):
            people.add(f"P{number}", phone=f"0770 {number:04d}", phone_canonical=f"+44770{number:04d}")
        people.add("770", "Seven Seventy")
        people.add("00042", "Filled Up")
        finding.bulk_load(write)
    read = book.reading()
    assert found(read, "770")[0] == "770"
    assert found(read, "0770").index("770") == 10
    assert {number[0] for number in found(read, "0770")[:10]} == {"P"}
    assert found(read, "42")[0] == found(read, "042")[0] == found(read, "00042")[0] == "00042"
    hit = finding.find(read, "0770").hits[10]
    assert (hit.matched, hit.matched_text, hit.ranges) == ("number", "770", ((0, 3),))
    read.close()
    book.close()


def test_who_is_gone_is_not_found(shop: Reading) -> None:
    assert "1010" not in found(shop, "smithers")
    assert found(shop, "1010") == []


def test_an_empty_box_shows_who_came_last(shop: Reading) -> None:
    answer = finding.find(shop, "  ")
    assert [hit.number for hit in answer.hits] == ["1008"]
    assert answer.total_members == 9
    assert (answer.hits[0].tier, answer.hits[0].last_visit, answer.hits[0].matched) == (
        "Gold",
        date(2026, 11, 15),
        "",
    )


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_is_syntax(shop: Reading, text: str) -> None:
    assert finding.find(shop, text).text == text


@given(text=st.text(st.characters(codec=None, exclude_categories=()), max_size=120))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_only_words(shop: Reading, text: str) -> None:
    for hit in finding.find(shop, text).hits:
        assert all(0 <= start < end <= len(hit.matched_text) for start, end in hit.ranges)
        assert all(0 <= start < end <= len(hit.name) for start, end in hit.name_ranges)


def contents(read: Reading) -> tuple[object, ...]:
    """All the index holds, as the questions see it."""
    words = [word for (word,) in read.rows("select word from lookup_words")]
    return (
        read.rows("select row, words, parts, digits, shown from lookup_documents order by row"),
        read.rows("select word, members from lookup_words order by word"),
        [(word, lookup_questions.stream(read, f'"{word}"', 1000)) for word in sorted(words)],
    )


@pytest.mark.parametrize("seed", range(6))
def test_the_index_after_any_changes_equals_one_built_afresh(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    names = (
        "Ann Smith",
        "Anna Smyth",
        "Jürgen Meyer",
        "王小明",
        "",
        "O'Brien",
        "Ann Lee",
        "Παππάς",
        "Lee Ann Ann",
    )
    book = create_book(tmp_path / "a.shop")
    members: list[int] = []
    for step in range(40):
        with book.writing(NOW) as write:
            people = People(write)
            what = dice.randrange(7)
            if what < 3 or not members:
                more = (
                    {"phone": f"07700 9{dice.randrange(1000):05d}"}
                    if dice.random() < 0.5
                    else {"town": "York"}
                )
                members.append(people.add(str(step), dice.choice(names), **more))
                finding.refresh(write, members[-1:])
                continue
            member = dice.choice(members)
            if what == 3:
                write.run("update members set name = ? where id = ?", (dice.choice(names), member))
                finding.refresh(write, [member])
            elif what == 4:
                write.run("update members set gone = 1 - gone where id = ?", (member,))
            elif what == 5:
                write.run("delete from contacts where member_id = ?", (member,))
                finding.refresh(write, [member])
            else:
                day = f"2026-{dice.randrange(1, 11):02d}-{dice.randrange(1, 28):02d}"
                write.insert(
                    "insert into facts (act_id, kind, member_id, happened_on, amount_minor)"
                    " values (?, 'purchase', ?, ?, 1)",
                    (people.act, member, day),
                )
                finding.refresh_rank(write, [member])
    with book.writing(NOW) as write:
        while finding.settle(write, at_most=3):
            pass
        assert finding.check(write) == []
        kept = contents(write)
        done: list[tuple[int, int]] = []
        finding.rebuild(write, lambda so_far, about: done.append((so_far, about)))
        assert contents(write) == kept
        assert finding.check(write) == []
        assert done == [] or done[-1][0] == done[-1][1]
    book.close()


def test_an_import_of_bare_numbers_leaves_them_found_by_number(tmp_path: Path) -> None:
    book = create_book(tmp_path / "a.shop")
    with book.writing(NOW) as write:
        people = People(write)
        for number in range(600):
            people.add(f"{number:05d}")
        finding.bulk_load(write)
        assert finding.check(write) == []
    read = book.reading()
    assert found(read, "00042") == ["00042"]
    assert found(read, "42")[0] == "00042"
    assert found(read, "0042")[0] == "00042"
    assert found(read, "0004") == ["00004", *(f"0004{last}" for last in range(10))]
    assert [hit.ranges for hit in finding.find(read, "42").hits[:1]] == [((3, 5),)]
    assert [hit.ranges for hit in finding.find(read, "0004").hits[:2]] == [((4, 5),), ((0, 4),)]
    read.close()
    book.close()


def test_a_changed_member_is_found_as_they_are_now_and_the_old_name_leaves_the_file(tmp_path: Path) -> None:
    book = create_book(tmp_path / "a.shop")
    with book.writing(NOW) as write:
        people = People(write)
        member = people.add("1", "Zebulonia Quux")
        finding.refresh(write, [member])
    with book.writing(NOW) as write:
        write.run("update members set name = 'Ann Lee' where id = ?", (member,))
        finding.refresh(write, [member])
    book.settle(now_or_never=True)
    read = book.reading()
    assert found(read, "zebulonia") == []
    assert found(read, "lee") == ["1"]
    read.close()
    with book.writing(NOW) as write:
        blocks = [bytes(block) for (block,) in write.rows("select block from lookup_index_data")]
    book.close()
    assert not any(b"zebulon" in block or b"ebulonia" in block for block in blocks)


def test_a_change_behind_the_index_is_told(tmp_path: Path) -> None:
    book: Book = create_book(tmp_path / "a.shop")
    with book.writing(NOW) as write:
        people = People(write)
        members = [people.add(str(number), f"Ann Lee{number}") for number in range(3)]
        finding.refresh(write, members)
        write.run("update members set name = 'Bob' where id = ?", (members[0],))
        assert any("not yet in the index" in problem for problem in finding.check(write))
        assert finding.settle(write) == 1
        assert finding.check(write) == []
        write.run("update lookup_words set members = members + 1 where word = 'ann'")
        write.run("update lookup_total set members = 7")
        assert len(finding.check(write)) == 2
    book.close()

"""Somebody's CSV file is read whole and rightly, or the reader is told which line or which question stands in the way."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.errors import Declined
from shopkeeper.rules.columns import Learnt, learn_columns
from shopkeeper.rules.headings import guess_mapping, our_columns
from shopkeeper.rules.tables import Ask, Refused, defused, delimiter_of, read_rows, restored
from shopkeeper.service.reading_files import Table, open_table

H = "name,phone,points\r\n"
OK = H + "Ana Müller,+49301,5\r\nBo,0302,0\r\n"
TWO = [("Ana Müller", "+49301", "5"), ("Bo", "0302", "0")]


def written(folder: Path, data: str | bytes) -> Path:
    path = folder / "list.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def read(folder: Path, data: str | bytes) -> tuple[list[tuple[str, ...]], list[int]]:
    """The rows taken, and the lines refused."""
    table = open_table(written(folder, data))
    assert isinstance(table, Table)
    refused: list[Refused] = []
    rows = [cells for _, cells in table.rows(refused)]
    assert all(one.because for one in refused)
    return rows, [one.line for one in refused]


def question(folder: Path, data: str | bytes) -> Ask:
    asked = open_table(written(folder, data))
    assert isinstance(asked, Ask)
    return asked


@pytest.mark.parametrize(
    "data",
    [
        OK,
        b"\xef\xbb\xbf" + OK.encode(),
        OK.encode("utf-16"),
        b"\xfe\xff" + OK.encode("utf-16-be"),
        OK.encode("utf-32"),
        OK.replace(",", ";"),
        OK.replace(",", "\t"),
        OK.replace(",", "|"),
        "sep=;\r\n" + OK.replace(",", ";"),
        OK.replace("\r\n", "\n"),
        OK.replace("\r\n", "\r"),
        OK.rstrip(),
        OK + "\x1a",
        "\r\n" + OK.replace("\r\n", "\r\n\r\n"),
        H + ",,\r\n" + OK.removeprefix(H) + ",,\r\n",
    ],
    ids=[
        "plain", "bom", "utf-16-le", "utf-16-be", "utf-32", "semicolon", "tab", "pipe", "sep", "lf", "cr", "no-end",
        "ctrl-z", "blank-lines", "empty-rows",
    ],
)  # fmt: skip
def test_the_same_list_is_read_alike_however_it_was_saved(tmp_path: Path, data: str | bytes) -> None:
    table = open_table(written(tmp_path, data))
    assert isinstance(table, Table)
    assert table.headers == ("name", "phone", "points")
    assert [cells for _, cells in table.rows()] == TWO
    assert list(table.preview) == TWO
    assert not table.warnings


def test_lines_keep_their_numbers(tmp_path: Path) -> None:
    table = open_table(written(tmp_path, 'name,note\n\nAna,"one\ntwo"\nBo,1,2\n\nCy,x\n'))
    assert isinstance(table, Table)
    refused: list[Refused] = []
    assert list(table.rows(refused)) == [(3, ("Ana", "one\ntwo")), (7, ("Cy", "x"))]
    assert refused == [Refused(5, "The line has 3 columns where the heading has 2.")]


@pytest.mark.parametrize("plain", [True, False])
def test_both_ways_of_reading_number_lines_alike(plain: bool) -> None:
    refused: list[Refused] = []
    lines = iter(["A,1\n", "\n", "B\n", ",\n", "C,3\n", "\x1a"])
    rows = list(read_rows(lines, delimiter=",", width=2, first_line=2, refused=refused, plain=plain))
    assert rows == [(2, ("A", "1")), (6, ("C", "3"))]
    assert [one.line for one in refused] == [4]


# ---- hostile rows: what is taken, and the lines that are refused -----------------------------------------


@pytest.mark.parametrize(
    ("data", "taken", "refused"),
    [
        ("name;betrag\r\nAna;1.234,56\r\n", [("Ana", "1.234,56")], []),
        ("name,betrag\r\nAna,1,50\r\n", [], [2]),
        ("name\r\nAna\r\nBo\r\n", [("Ana",), ("Bo",)], []),
        (H + "A,1,1\nB,2,2\rC,3,3\r\n", [("A", "1", "1"), ("B", "2", "2"), ("C", "3", "3")], []),
        (H + "A\u0085B,1,1\r\nC\u2028D,2,2\r\n", [("A\u0085B", "1", "1"), ("C\u2028D", "2", "2")], []),
        (" NAME , Phone\r\nAna,1\r\n", [("Ana", "1")], []),
        (H + "A\r\nB,1,1\r\n", [("B", "1", "1")], [2]),
        (H + "A,1,1,extra,extra\r\nB,1,1\r\n", [("B", "1", "1")], [2]),
        (H + "Ana,Müller,+4930,5\r\n", [], [2]),
        (H + '"Ana\r\nMaria",1,1\r\n', [("Ana\nMaria", "1", "1")], []),
        (H + '"Ana ""Tee"" M",1,1\r\n', [('Ana "Tee" M', "1", "1")], []),
        (H + 'Ana "Tee" M,1,1\r\n', [('Ana "Tee" M', "1", "1")], []),
        (H + '5" nail,1,1\r\nB,1,1\r\n', [('5" nail', "1", "1"), ("B", "1", "1")], []),
        (H + '"Ana,1,1\r\nB,2,2\r\nC,3,3\r\n', [("B", "2", "2"), ("C", "3", "3")], [2]),
        (H + '"Ana,1,1\r\nB,2,2\r\n"C",3,3\r\n', [("B", "2", "2"), ("C", "3", "3")], [2]),
        (H + '"Ana"x,1,1\r\n', [], [2]),
        # A backslash before a quotation mark is another program's way; the line is refused with that reason
        # and nothing else of the file is lost, so no question is needed.
        (H + '"Ana \\"Tee\\"",1,1\r\nB,1,1\r\n', [("B", "1", "1")], [2]),
        (H + "'Ana, M',1,1\r\n", [], [2]),
        (H + 'A, "1,2" ,3\r\n', [], [2]),  # four columns as it stands: refused by width
        (H + "A\0na,1,1\r\nB,1,1\r\n", [("B", "1", "1")], [2]),
        (H + "A" * 131_073 + ",1,1\r\nB,1,1\r\n", [("B", "1", "1")], [2]),
        (H + "=1+1,1,1\r\n", [("=1+1", "1", "1")], []),
        (H + "=cmd|'/c calc'!A1,1,1\r\n", [("=cmd|'/c calc'!A1", "1", "1")], []),
        (H + "@SUM(1+1),1,1\r\n+1+1,1,1\r\n-2+3,1,1\r\n", [("@SUM(1+1)", "1", "1"), ("+1+1", "1", "1"), ("-2+3", "1", "1")], []),
        (H + '"\t=1",1,1\r\n', [("\t=1", "1", "1")], []),
        (H + '"=HYPERLINK(""http://127.0.0.1/?""&A2,""x"")",1,1\r\n', [('=HYPERLINK("http://127.0.0.1/?"&A2,"x")', "1", "1")], []),
        (H + "'=1+1,'+4930,1\r\n", [("=1+1", "+4930", "1")], []),
        (H + "'t Hooft,1,1\r\n", [("'t Hooft", "1", "1")], []),
        (H + "A,=\"0301\",1\r\n", [("A", "0301", "1")], []),
        (H + "'); DROP TABLE members;--,1,1\r\n", [("'); DROP TABLE members;--", "1", "1")], []),
        (H + "<img src=file:///etc/passwd>,1,1\r\n", [("<img src=file:///etc/passwd>", "1", "1")], []),
        (H + "{{7*7}},1,1\r\nAna 👩‍👧,1,1\r\n", [("{{7*7}}", "1", "1"), ("Ana 👩‍👧", "1", "1")], []),
    ],
)  # fmt: skip
def test_a_row_is_taken_as_it_stands_or_refused_by_its_line(
    tmp_path: Path, data: str, taken: list[tuple[str, ...]], refused: list[int]
) -> None:
    assert read(tmp_path, data) == (taken, refused)


def test_a_file_made_to_choke_a_guesser_is_refused_line_by_line(tmp_path: Path) -> None:
    data = H + "".join('"a"b"c"d"e";,|:\t ' * 50 + "\r\n" for _ in range(200))
    assert read(tmp_path, data) == ([], list(range(2, 202)))


def test_an_unclosed_quotation_mark_does_not_swallow_a_long_file(tmp_path: Path) -> None:
    rows, refused = read(tmp_path, H + '"Ana,1,1\r\n' + "B,2,2\r\n" * 50_000)
    assert (len(rows), refused) == (50_000, [2])


def test_a_hundred_unclosed_quotation_marks_are_each_refused(tmp_path: Path) -> None:
    begun = time.process_time()
    rows, refused = read(tmp_path, H + '"Ana,1,1\r\nB,2,2\r\n' * 1000 + "B,2,2\r\n" * 1000)
    assert time.process_time() - begun < 5
    assert len(rows) + len(refused) >= 2900


# ---- hostile files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"\xef\xbb\xbf", "file_empty"),
        (b"\r\n \r\n", "file_empty"),
        (b"\0" * 5000, "file_empty"),
        (b"a\0\0\0\0b" * 900, "file_not_a_table"),
        (",".join(f"c{i}" for i in range(2000)) + "\r\n", "heading_not_understood"),
        ("na\0me,phone\r\nA,1\r\n", "heading_not_understood"),
        ('"' + "a" * 20_000 + "\r\n" * 5 + "'" * 20_000, "heading_not_understood"),
        (b"x" * 20_000_000, "file_not_a_table"),
        (H + "A" * 12_000_000 + ",1,1\r\n", "file_not_a_table"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 12, "file_not_a_table"),
        (b"%PDF-1.7\n" + b"x" * 999, "file_not_a_table"),
        (b"PK\x03\x04" + b"\0" * 500, "file_is_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "file_is_workbook"),
        ("<table><tr><td>Ana</td></tr></table>", "file_not_a_table"),
        ('[{"name":"Ana"}]', "file_not_a_table"),
        (b"SQLite format 3\0" + b"\0" * 500, "file_not_a_table"),
        (b"\x1f\x8b\x08" + b"\0" * 300, "file_not_a_table"),
        ("BEGIN:VCARD\r\nFN:A\r\nEND:VCARD", "file_is_cards"),
        # Blanks are no columns: a saved report, not a list. A sentence says how to save it.
        ("name   phone\r\nAna    1\r\n", "file_no_columns"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path: Path, data: str | bytes, code: str) -> None:
    with pytest.raises(Declined, match=r"\.$") as refused:
        open_table(written(tmp_path, data))
    assert (refused.value.code, refused.value.about) == (code, "file")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(Declined) as refused:
            open_table(path)
        assert refused.value.code == "file_not_readable"


def test_a_heading_without_rows_says_so(tmp_path: Path) -> None:
    table = open_table(written(tmp_path, H))
    assert isinstance(table, Table)
    assert list(table.rows()) == []
    assert table.warnings == ("There are no rows under the heading.",)


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, OK)
    table = open_table(path)
    assert isinstance(table, Table)
    path.write_bytes(b"name\n\xff\xfe\n")
    with pytest.raises(Declined) as refused:
        list(table.rows())
    assert refused.value.code == "file_changed"


# ---- alphabets -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "likely", "shown"),
    [
        (OK.encode("utf-16-le"), "utf-16-le", "name,phone,points"),
        (OK.encode("latin-1"), "cp1252", "Ana Müller,+49301,5"),
        ((H + "Ana – “Tee”,1,1\r\n").encode("cp1252"), "cp1252", "Ana – “Tee”,1,1"),
        (OK.encode("cp850"), "cp850", "Ana Müller,+49301,5"),
        (OK.encode() + "Jürgen,1,1\r\n".encode("latin-1"), "cp1252", "Ana MÃ¼ller,+49301,5"),
        (H.encode() + b"An\xff\xfea,1,1\r\n", "cp1252", "Anÿþa,1,1"),
        (OK.encode("utf-7"), "utf-7", "Ana Müller,+49301,5"),
        (OK.encode().decode("latin-1").encode(), "utf-8 twice", "Ana Müller,+49301,5"),
        ((H + "Пётр Иванов,1,1\r\n").encode("cp1251"), "cp1251", "Пётр Иванов,1,1"),
    ],
)
def test_letters_in_doubt_are_shown_and_asked(tmp_path: Path, data: bytes, likely: str, shown: str) -> None:
    asked = question(tmp_path, data)
    assert asked.about == "encoding"
    assert asked.choices[0].value == likely
    assert shown in asked.choices[0].preview
    table = open_table(tmp_path / "list.csv", encoding=likely)
    assert isinstance(table, Table)
    assert list(table.rows())


def test_old_mac_letters_are_among_the_choices(tmp_path: Path) -> None:
    asked = question(tmp_path, OK.encode("mac-roman"))
    assert "Ana Müller,+49301,5" in {line for choice in asked.choices for line in choice.preview}


def test_the_chosen_alphabet_is_used(tmp_path: Path) -> None:
    for encoding, data in (
        ("windows-1252", OK.encode("cp1252")),
        ("utf-8 twice", OK.encode().decode("latin-1").encode()),
    ):
        table = open_table(written(tmp_path, data), encoding=encoding)
        assert isinstance(table, Table)
        assert [cells for _, cells in table.rows()] == TWO


def test_an_alphabet_that_does_not_fit_is_asked_again(tmp_path: Path) -> None:
    assert isinstance(open_table(written(tmp_path, OK.encode("latin-1")), encoding="utf-8"), Ask)


@pytest.mark.parametrize("name", ["klingon", "rot13", "zip", "idna", "x" * 999, "utf-8\0"])
def test_an_alphabet_nobody_knows_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Declined) as refused:
        open_table(written(tmp_path, OK), encoding=name)
    assert refused.value.code == "encoding_unknown"


# ---- headings --------------------------------------------------------------------------------------------


def test_a_file_without_a_heading_is_asked_and_read_either_way(tmp_path: Path) -> None:
    asked = question(tmp_path, "Ana,+4930,5\r\nBo,1,2\r\n")
    assert (asked.about, [choice.value for choice in asked.choices]) == ("header", ["no", "yes"])
    without = open_table(tmp_path / "list.csv", header=False)
    assert isinstance(without, Table)
    assert without.headers == ("Column 1", "Column 2", "Column 3")
    assert [line for line, _ in without.rows()] == [1, 2]
    having = open_table(tmp_path / "list.csv", header=True)
    assert isinstance(having, Table)
    assert [line for line, _ in having.rows()] == [2]


@pytest.mark.parametrize(
    ("headers", "kind", "expected"),
    [
        ("member_id,date,amount,quantity", "purchases", {"member": 0, "on": 1, "amount": 2, "what": 3}),
        ("member,on,amount,what,receipt,points,by", "purchases", None),
        ("member,at,amount", "purchases", None),
        ("number,name,phone,phone_2,email,street,address_2,postcode,town,region,country,birthday,card,note,joined", "members", None),
        ("number,given_name,family_name", "members", None),
        ("Nombre;Teléfono", "members", {"name": 0, "phone": 1}),
        ("Nombre;Apellidos;Móvil", "members", {"given_name": 0, "family_name": 1, "phone": 2}),
        ("Nom;Prénom;Code postal;Ville", "members", {"family_name": 0, "given_name": 1, "postcode": 2, "town": 3}),
        ("Vorname;Nachname;Straße;PLZ;Ort;Geburtsdatum", "members",
         {"given_name": 0, "family_name": 1, "street": 2, "postcode": 3, "town": 4, "birthday": 5}),
        # Square, Shopify, Lightspeed, Loyverse, Google, Outlook
        ("Reference ID,First Name,Last Name,Email Address,Phone Number,Street Address 1,Street Address 2,City,State,Postal Code,Birthday,Memo", "members",
         {"number": 0, "given_name": 1, "family_name": 2, "email": 3, "phone": 4, "street": 5, "address_2": 6, "town": 7,
          "region": 8, "postcode": 9, "birthday": 10, "note": 11}),
        ("First Name,Last Name,Email,Default Address Address1,Default Address City,Default Address Zip,Phone,Note", "members",
         {"given_name": 0, "family_name": 1, "email": 2, "street": 3, "town": 4, "postcode": 5, "phone": 6, "note": 7}),
        ("customer_code,first_name,last_name,date_of_birth,mobile,physical_address1,physical_city", "members",
         {"number": 0, "given_name": 1, "family_name": 2, "birthday": 3, "phone": 4, "street": 5, "town": 6}),
        ("Customer name,Email,Phone,Address,City,Postal code,Country,Customer code,Points balance,Note", "members",
         {"name": 0, "email": 1, "phone": 2, "street": 3, "town": 4, "postcode": 5, "country": 6, "number": 7, "note": 9}),
        ("Name,Given Name,Family Name,Birthday,Notes,E-mail 1 - Value,Phone 1 - Value,Phone 2 - Value,Address 1 - Street,Address 1 - City", "members",
         {"name": 0, "given_name": 1, "family_name": 2, "birthday": 3, "note": 4, "email": 5, "phone": 6, "phone_2": 7,
          "street": 8, "town": 9}),
        ("First Name,Last Name,E-mail Address,Home Phone,Mobile Phone,Home Street,Home City,Home Postal Code,Home Country/Region,Birthday", "members",
         {"given_name": 0, "family_name": 1, "email": 2, "phone": 4, "phone_2": 3, "street": 5, "town": 6, "postcode": 7,
          "country": 8, "birthday": 9}),
        ("Receipt number,Date,Customer,Total,Employee", "purchases", {"receipt": 0, "on": 1, "member": 2, "amount": 3, "by": 4}),
        ("Datum;Kundennummer;Betrag;Artikel;Belegnr", "purchases", {"on": 0, "member": 1, "amount": 2, "what": 3, "receipt": 4}),
    ],
)  # fmt: skip
def test_likely_headings_are_recognised(headers: str, kind: str, expected: dict[str, int] | None) -> None:
    names = headers.split(";" if ";" in headers else ",")
    mapping = guess_mapping(names, "members" if kind == "members" else "purchases")
    assert dict(mapping.columns) == (expected or {name: place for place, name in enumerate(names)})
    assert not mapping.asks
    assert set(mapping.left_out) == set(range(len(names))) - set(mapping.columns.values())


@pytest.mark.parametrize(
    ("headers", "kind", "about"),
    [
        (["name", "name", "phone"], "members", ["name"]),
        (["", "phone"], "members", ["name"]),
        (["foo", "bar"], "members", ["name"]),
        (["foo", "bar"], "purchases", ["amount", "on", "member"]),
        (["customer", "date", "gross sales", "net sales"], "purchases", ["amount"]),
        (["date", "amount"], "purchases", ["member"]),
    ],
)
def test_a_column_in_doubt_is_asked(headers: list[str], kind: str, about: list[str]) -> None:
    mapping = guess_mapping(headers, "members" if kind == "members" else "purchases")
    assert [ask.about for ask in mapping.asks] == about
    chosen = {ask.about: ask.choices[-1].value for ask in mapping.asks}
    assert not guess_mapping(headers, "members" if kind == "members" else "purchases", chosen).asks


def test_a_person_s_word_for_a_column_wins() -> None:
    mapping = guess_mapping(
        ["Wert", "amount", "Wann", "Wer"], "purchases", {"amount": "Wert", "on": "wann", "member": "#4"}
    )
    assert dict(mapping.columns) == {"amount": 0, "on": 2, "member": 3}
    for chosen in ({"amount": "nichts"}, {"nothing": "Wert"}, {"amount": "#9"}, {"amount": "#²"}):
        with pytest.raises(Declined) as refused:
            guess_mapping(["Wert", "amount"], "purchases", chosen)
        assert refused.value.code == "column_unknown"


def test_our_own_names_are_promised() -> None:
    assert our_columns("purchases") == ("member", "on", "at", "amount", "what", "receipt", "points", "by")


# ---- whole columns ---------------------------------------------------------------------------------------


def learnt(headers: list[str], column: list[str]) -> Learnt:
    rows = [(n, (cell,)) for n, cell in enumerate(column, 2)]
    return learn_columns(rows, guess_mapping(headers, "members" if headers == ["birthday"] else "purchases"))


@pytest.mark.parametrize(
    ("column", "order", "asked"),
    [
        (["03/04/1990", "05/06/1991"], None, ["dmy", "mdy"]),
        (["03/04/1990", "25/06/1991"], "dmy", []),
        (["1997-01-01", "1997-01-18"], None, []),
        (["45000"], None, []),  # refused row by row: a spreadsheet's number is no question of order
        (["25/06/1991", "06/25/1991"], None, ["dmy", "mdy"]),
    ],
)
def test_the_order_of_days_is_learnt_from_all_of_them(
    column: list[str], order: str | None, asked: list[str]
) -> None:
    found = learnt(["birthday"], column)
    assert found.day_order == order
    assert [choice.value for ask in found.asks for choice in ask.choices] == asked


@pytest.mark.parametrize(
    ("column", "mark", "asked"),
    [
        (["11.77", "12.00"], ".", 0),
        (["1.234,56", "7,5"], ",", 0),
        (["1.234", "7,50"], ",", 0),
        (["1.234.567"], ",", 0),
        (["12", "13"], None, 0),
        (["1.234", "2.500"], None, 1),
        (["1.5", "1,5"], None, 1),
        (["-3.50 €", ""], ".", 0),
    ],
)
def test_the_mark_before_the_pence_is_learnt_from_all_amounts(
    column: list[str], mark: str | None, asked: int
) -> None:
    found = learnt(["amount"], column)
    assert (found.decimal_mark, len(found.asks)) == (mark, asked)


# ---- properties ------------------------------------------------------------------------------------------


@given(st.text() | st.text("'=+-@\t\r\"a", max_size=6))
def test_a_defused_cell_is_restored_exactly(cell: str) -> None:
    assert restored(defused(cell)) == cell
    assert defused(cell)[:1] not in {"=", "+", "-", "@", "\t", "\r"} or not cell


@given(
    st.lists(st.lists(st.text("ab\"',;\n é=", max_size=8), min_size=3, max_size=3), max_size=6),
    st.sampled_from(",;\t|"),
)
def test_rows_that_are_quoted_throughout_are_read_back(rows: list[list[str]], delimiter: str) -> None:
    text = "".join(
        delimiter.join('"' + defused(c).replace('"', '""') + '"' for c in row) + "\n" for row in rows
    )
    refused: list[Refused] = []
    read_back = read_rows(
        iter(text.splitlines(keepends=True)), delimiter=delimiter, width=3, first_line=1, refused=refused
    )
    expected = [tuple(row) for row in rows if any(row)]
    assert [cells for _, cells in read_back] == expected
    assert not refused


@given(st.binary(max_size=300) | st.text("name,;\"'\n\r\t0=é", max_size=200).map(str.encode))
def test_any_bytes_are_a_table_a_question_or_declined(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(data)
    try:
        table = open_table(path)
    except Declined:
        return
    if isinstance(table, Table):
        for _, cells in table.rows():
            assert len(cells) == len(table.headers)
        guess_mapping(table.headers, "members")
        learn_columns(table.rows(), guess_mapping(table.headers, "purchases"))


def test_the_mark_between_columns_is_seen() -> None:
    assert delimiter_of(["name;amount", "Ana;1,50", "Bo;2,50"]) == ";"
    assert delimiter_of(["name", "Ana, Bo"]) == ""
    assert delimiter_of(["a,b;c", "1,2;3"], {"b", "a"}) == ","


def test_a_file_of_lines_that_cannot_be_taken_apart_is_no_list_and_is_found_out_soon(tmp_path: Path) -> None:
    path = tmp_path / "torn.csv"
    path.write_text("name,town\n" + '"Ada,York\n' * 30_000)
    with pytest.raises(Declined, match="Look at line 2"):
        open_table(path)

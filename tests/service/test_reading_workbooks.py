"""Workbooks and address books come in as lists do; what a spreadsheet did to numbers is put right; bombs do no harm."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from shopkeeper.errors import Declined
from shopkeeper.rules.tables import Ask
from shopkeeper.service import reading_workbooks, workbook_child
from shopkeeper.service.importing import Choices, try_file
from shopkeeper.service.importing_files import open_list
from shopkeeper.service.reading_files import Table
from shopkeeper.service.reading_workbooks import open_workbook
from tests.books import TODAY, enrol, new_book


def workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write_datetime(row, column, cell, day)
                else:
                    sheet.write(row, column, cell)
    book.close()
    return path


def table(path: Path, **answers: Any) -> Table:
    found = open_workbook(path, **answers)
    assert isinstance(found, Table)
    return found


def test_numbers_of_the_calculator_are_put_right_and_texts_keep_their_noughts(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "list.xlsx",
        {
            "List": [
                ["Customer list 2026"],
                [],
                ["Customer ID", "Phone", "Birthday", "Total", "VIP"],
                ["00012", 491701234567, date(1970, 4, 3), 24.5, True],
                [13, 1701234567.0, date(1980, 5, 6), 0.1 + 0.2, False],
                [14, 4.006381333931e15, "5/6/1980", 11, ""],
            ]
        },
    )
    found = table(path)
    assert found.headers == ("Customer ID", "Phone", "Birthday", "Total", "VIP")
    assert list(found.rows()) == [
        (4, ("00012", "491701234567", "1970-04-03", "24.5", "yes")),
        (5, ("13", "1701234567", "1980-05-06", "0.3", "no")),
        (6, ("14", "4.006381E+15", "5/6/1980", "11", "")),
    ]


def test_of_several_sheets_it_is_asked_which(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "list.xlsx",
        {"Members": [["name"], ["Ada"]], "Empty": [], "Till": [["member", "amount"], [1, 2]]},
    )
    ask = open_workbook(path)
    assert isinstance(ask, Ask)
    assert [(choice.value, choice.preview) for choice in ask.choices] == [
        ("Members", ("name", "Ada")), ("Till", ("member · amount", "1 · 2")),
    ]  # fmt: skip
    assert table(path, sheet="Till").headers == ("member", "amount")


def test_a_formula_in_a_name_is_a_name_and_comes_in(tmp_path: Path) -> None:
    path = workbook(tmp_path / "list.xlsx", {"S": [["name", "note"], ["=1+1", "'t is"]]})
    tried = try_file(new_book(tmp_path).reading(), "members", path, Choices(), TODAY)
    assert (tried.added, tried.refused) == (1, ())
    assert next(iter(table(path).rows()))[1] == ("=1+1", "'t is")


def test_an_ods_is_read_too(tmp_path: Path) -> None:
    cells = "".join(
        f"<table:table-row>{''.join(f'<table:table-cell office:value-type={kind}><text:p>{text}</text:p></table:table-cell>' for kind, text in row)}</table:table-row>"
        for row in (
            [('"string"', "name"), ('"string"', "number")],
            [('"string"', "Ada Müller"), ('"float" office:value="12"', "12")],
        )
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{space}office:1.0"'
        f' xmlns:table="{space}table:1.0" xmlns:text="{space}text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="S">{cells}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    path = tmp_path / "list.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    assert list(table(path).rows()) == [(2, ("Ada Müller", "12"))]


# ---- what does harm elsewhere ----------------------------------------------------------------------------

_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def rewritten(path: Path, sheet: str, *, more: dict[str, bytes] | None = None) -> Path:
    """A good workbook whose sheet is another's."""
    good = workbook(path.with_name("good.xlsx"), {"S": [["name"], ["Ada"]]})
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            data = sheet.encode() if entry.endswith("sheet1.xml") else old.read(entry)
            new.writestr(entry, data)
        for name, data in (more or {}).items():
            new.writestr(name, data)
    return path


def cell(where: str, text: str = "x") -> str:
    row = "".join(sign for sign in where if sign.isdigit())
    return f'<row r="{row}"><c r="{where}" t="inlineStr"><is><t>{text}</t></is></c></row>'


@pytest.mark.parametrize(
    ("sheet", "because"),
    [
        (f"<worksheet {_NS}><sheetData>{cell('A1', 'A' * 51_000_000)}</sheetData></worksheet>", "too large"),
        (f"<!DOCTYPE x [<!ENTITY e 'y'>]><worksheet {_NS}><sheetData>{cell('A1', '&e;')}</sheetData></worksheet>",
         "parts that no list needs"),
        (f"<worksheet {_NS}><sheetData>{cell('A4294967295')}</sheetData></worksheet>", ""),
        (f"<worksheet {_NS}><sheetData>{cell('XFD1048576')}{cell('A1')}</sheetData></worksheet>", ""),
        ("<worksheet><sheetData><row", "no workbook that can be read"),
    ],
)  # fmt: skip
def test_a_hostile_sheet_is_a_sentence_and_the_program_lives(
    tmp_path: Path, sheet: str, because: str
) -> None:
    path = rewritten(tmp_path / "bad.xlsx", sheet)
    with pytest.raises(Declined) as declined:
        open_workbook(path)
    assert declined.value.code in ("workbook_refused", "file_empty") and because in declined.value.because


@pytest.mark.parametrize("name", ["../../evil", "/etc/x", "c:\\x"])
def test_an_archive_with_odd_paths_is_left_alone(tmp_path: Path, name: str) -> None:
    path = rewritten(tmp_path / "bad.xlsx", f"<worksheet {_NS}/>", more={name: b"x"})
    with pytest.raises(Declined, match="parts that no list needs"):
        open_workbook(path)


def test_too_many_parts_and_torn_archives_are_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(201):
            archive.writestr(str(number), b"")
    with pytest.raises(workbook_child.Refused, match="too_large"):
        workbook_child.guard(packed.getvalue())
    with pytest.raises(workbook_child.Refused, match="damaged"):
        workbook_child.guard(packed.getvalue()[:5_000])


def test_a_reader_that_takes_for_ever_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sleeper = tmp_path / "child.py"
    sleeper.write_text("import time; time.sleep(600)")
    monkeypatch.setattr(workbook_child, "__file__", str(sleeper))
    monkeypatch.setattr(reading_workbooks, "LONGEST_S", 0.3)
    with pytest.raises(Declined, match="too large"):
        open_workbook(workbook(tmp_path / "list.xlsx", {"S": [["name"], ["Ada"]]}))


def test_a_reader_that_dies_half_way_brings_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child = tmp_path / "child.py"
    child.write_text(
        """import os; print('{"sheets": [["S", []]], "chosen": "S"}\\n[1, ["name"]]', flush=True); os._exit(134)"""
    )
    monkeypatch.setattr(workbook_child, "__file__", str(child))
    with pytest.raises(Declined) as declined:
        open_workbook(workbook(tmp_path / "list.xlsx", {"S": [["name"], ["Ada"]]}))
    assert declined.value.code == "workbook_refused"


# ---- address books ---------------------------------------------------------------------------------------


def test_cards_come_in_as_members_and_people_known_already_are_told(tmp_path: Path) -> None:
    path = tmp_path / "cards.vcf"
    path.write_bytes(
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Quill\r\nTEL:020 7946 0958\r\nTEL:020 7946 0959\r\n"
        b"EMAIL:ada@example.com\r\nADR:;;3 Wharf Street;York;;YO1 7HB;\r\nBDAY:--0229\r\nEND:VCARD\r\n"
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nTEL:1\r\nEND:VCARD\r\n"
    )
    book = new_book(tmp_path)
    enrol(book, "A. Quill", emails=("ada@example.com",))
    tried = try_file(book.reading(), "members", path, Choices(), TODAY)
    assert (tried.added, [one.line for one in tried.refused]) == (1, [10])
    assert [one.reasons[0] for one in tried.likely] == ["email"]


def test_cards_in_another_alphabet_are_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "cards.vcf"
    path.write_bytes("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jürgen\r\nEND:VCARD\r\n".encode("cp1252"))
    ask = open_list(path, Choices())
    assert isinstance(ask, Ask) and ask.about == "encoding"
    found = open_list(path, Choices(encoding="cp1252"))
    assert isinstance(found, Table) and found.preview[0][0] == "Jürgen"

"""Strange files and texts, made when they are needed: what tills, spreadsheets, address books and mischief write."""

import json
import zipfile
from pathlib import Path

import xlsxwriter

TEXTS = (
    "", "   ", "O'Brien", "Null", "=1+1", "@SUM(A1)", "Robert'); DROP TABLE members;--", "<b>bold</b>", "{{name}}", "{{",
    "}}", "{{name", "{% for %}", "%s %n", "\\x00", "a\x00b", "a\x1b[31m", "\u202eanB", "\u200b", "\ud800", "é" * 199,
    "x" * 10_000, "0" * 4301, "9" * 30, "1e9", "NaN", "-1", "１２", "٣", "½", "12.345,67", "1,2,3", "4.9E+11", "+44 (0)20",
    "tel:+442079460958", "a@b", "a@b.de\r\nBcc: x@y.z", "Ana <a@b.de>", '"', '"" OR ""', "NEAR(a b)", "a*", "*", "^a", "-",
    "AND OR NOT", "col:val", "(((((", "31/02/2026", "2026-02-29", "0000-01-01", "9999-12-31", "01/02/03", "today", "45000",
    "王小明", "Ünal Çağrı", "🦄" * 50, "https://example.org/?q=1", "file:///etc/passwd", "WIFI:T:WPA;S:x;P:y;;",
    "BEGIN:VCARD", "]E04006381333931", "27000000000142700000000014", "\n\n\n", "a\tb", "|".join("abc"), "../../etc",
)  # fmt: skip

FILES: dict[str, bytes] = {
    "empty.csv": b"",
    "spaces.csv": b" \r\n \r\n",
    "one line.csv": b"name,phone\n",
    "semicolons.csv": "name;betrag;datum;kunde\nJürgen;1.234,50;01.02.2026;12\n".encode("cp1252"),
    "utf16.csv": "name\tphone\nAda\t020 7946 0958\n".encode("utf-16"),
    "nuls.csv": b"name,phone\nA\x00da,1\n\x00\x00\x00\n",
    "unclosed.csv": b'name,note\n"Ada,' + b"x\n" * 3000,
    "widths.csv": b"a,b\n1\n1,2,3\n" * 300,
    "wide.csv": b",".join(b"c%d" % n for n in range(3000)) + b"\n",
    "long cell.csv": b"name,note\nAda," + b"x" * 300_000 + b"\n",
    "formulas.csv": b"name,note\n=cmd|'/c calc'!A1,@x\n+1,-1\n",
    "twice.csv": b"name,name\nAda,Bo\n",
    "till.csv": b"member,date,total,receipt\n1001,2026-11-01,12.50,A1\n1001,2026-13-01,1.005,A1\n,03/04/2026,-3,\n",
    "bad utf8.csv": b"name\n\xff\xfe\xfd\n\xc3(\n",
    "returns.csv": b"member,date,total\n1001,2026-11-01,-99999999\n1001,2026-11-01,1e9\n",
    "page.csv": b"<html><body>no list</body></html>",
    "book.db": b"SQLite format 3\x00" + b"\x00" * 4096,
    "old.xls": b"\xd0\xcf\x11\xe0" + b"\x00" * 600,
    "broken.zip": b"PK\x03\x04" + b"\x07" * 400,
    "plain.vcf": b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Quill\r\nTEL:020 7946 0958\r\nEND:VCARD\r\n",
    "no end.vcf": b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ada",
    "nested.vcf": b"BEGIN:VCARD\r\n" * 4000,
    "photo.vcf": b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A\r\nPHOTO;VALUE=uri:file:///etc/passwd\r\nEND:VCARD\r\n",
    "quoted.vcf": b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;ENCODING=QUOTED-PRINTABLE:M=ZZ=\r\n=C3=BC;A\r\nEND:VCARD\r\n",
    "folded.vcf": b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:" + b"\r\n a" * 20_000 + b"\r\nEND:VCARD\r\n",
    "latin.vcf": "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jürgen\r\nEND:VCARD\r\n".encode("latin-1"),
    "pipe.json": b'{"do":"find"}\n{"do":\n[]\nnull\n{"do":"show","member":{"a":[1]}}\n{"do":"enrol","name":["x"]}\n',
    "deep.json": b'{"a":' * 5000 + b"1" + b"}" * 5000,
    "whole.json": b'{"form":"shopkeeper book","schema":99,"tables":{\n',
}


def files(folder: Path) -> list[Path]:
    """All of them, and some workbooks."""
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    _workbook(folder / "odd.xlsx")
    _bomb(folder / "bomb.xlsx")
    _packed(
        folder / "entities.xlsx", {"xl/sharedStrings.xml": b'<!DOCTYPE x [<!ENTITY e "e">]><sst>&e;</sst>'}
    )
    _packed(folder / "path.xlsx", {"../../evil": b"x"})
    _packed(folder / "many.xlsx", {f"xl/{n}.xml": b"" for n in range(300)})
    (folder / "texts.json").write_text(json.dumps(TEXTS), encoding="utf-8")
    return sorted(path for path in folder.iterdir() if path.name != "texts.json")


def _workbook(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    sheet = book.add_worksheet("People")
    rows: list[list[str | float]] = [
        ["name", "phone", "birthday"],
        ["=1+1", 4.9e11, 60],
        ["Ada", "12", -1.5],
        [""],
    ]
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    book.add_worksheet("Empty")
    book.close()


def _bomb(path: Path) -> None:
    _packed(path, {"xl/worksheets/sheet1.xml": b"<row>" * 12_000_000})


def _packed(path: Path, entries: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, content in entries.items():
            archive.writestr(name, content)

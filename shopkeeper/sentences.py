"""What the program says, collected for translators (`resources/translations/*.po`), and what they wrote, compiled.

    python3 dev.py sentences            # every .po brought up to date, every .mo compiled
    python3 dev.py sentences --new el   # a language more to be translated

Sentences are found where they are said: `self.tr`, `say.text`, `counted`, `translate`, the reasons of `Declined` and
`StorageTrouble`, and the tables that one of these looks something up in.
"""

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from shopkeeper import assets

PACKAGE = Path(__file__).resolve().parent
FIRST_OF = {
    "tr": 0, "text": 0, "say": 0, "_tr": 0, "_translate": 0, "translate": 1, "QT_TRANSLATE_NOOP": 1,
    "Declined": 1, "StorageTrouble": 1, "Field": 1, "PageSize": 1, "_card": 1, "_alone": 1, "Format": 1, "Built": 4,
}  # fmt: skip
"""Which argument of these is a sentence."""
TABLES = {"ENCODINGS", "_OTHER_FILES"}
"""Tables of sentences that are said by way of a variable; those that are said where they are looked up are found."""


Sentence = str | tuple[str, str]
"""What is translated; for one and for many where it depends on a number."""


def spoken(package: Path = PACKAGE) -> dict[Sentence, list[str]]:
    """Every sentence of the program with the files it is said in, in the order in which they are read."""
    trees = {
        file.relative_to(package.parent).as_posix(): ast.parse(file.read_text(encoding="utf-8"))
        for file in sorted(package.rglob("*.py"))
        # What a till and a script read is a promise, and stays as it is.
        if file.relative_to(package).parts[0] != "commands"
    }
    looked_up = {place: _looked_up(tree) for place, tree in trees.items()}
    public = {name for names in looked_up.values() for name in names if not name.startswith("_")} | TABLES
    found: dict[Sentence, list[str]] = {}
    for place, tree in trees.items():
        for sentence in _in(tree, public | looked_up[place]):
            files = found.setdefault(sentence, [])
            if place not in files:
                files.append(place)
    return found


def _in(tree: ast.Module, tables: set[str]) -> Iterator[Sentence]:
    if any(isinstance(node, ast.ImportFrom) and node.module == "sqlalchemy" for node in tree.body):
        return  # a `text` there is SQL
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for said in _said(node):
                for sentence in _constants(said):
                    # Qt's own plurals have one sentence for all numbers.
                    yield (sentence, sentence) if "%n" in sentence else sentence
            if _name(node.func) == "counted":
                yield from zip(*(_constants(said) for said in node.args[1:3]), strict=True)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and target.id in tables:
                yield from _values(node.value)


def _said(call: ast.Call) -> list[ast.expr]:
    at = FIRST_OF.get(_name(call.func))
    return call.args[at : at + 1] if at is not None else []


def _looked_up(tree: ast.Module) -> set[str]:
    """The tables of which something is said: `text(_KINDS[kind])`, `text(memory.TOUCHES.get(touch))`."""
    return {
        _name(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for said in _said(node)
        for looked in ast.walk(said)
        for inner in (
            [looked.value]
            if isinstance(looked, ast.Subscript)
            else [looked.func.value]
            if isinstance(looked, ast.Call)
            and isinstance(looked.func, ast.Attribute)
            and looked.func.attr == "get"
            else []
        )
        if _name(inner).isupper()
    }


def _values(node: ast.expr) -> Iterator[str]:
    """The sentences in a table, its keys left out."""
    if isinstance(node, ast.Dict):
        for value in node.values:
            yield from _values(value)
    elif isinstance(node, ast.Tuple | ast.List | ast.Set):
        for value in node.elts:
            yield from _values(value)
    else:
        yield from _constants(node)


def _constants(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_said(node.value):
        yield node.value


def _is_said(text: str) -> bool:
    """Whether a text is for people: the end of a file's name and a code are not."""
    return (
        any(map(str.isalpha, text))
        and not text.startswith(".")
        and not re.fullmatch(r"[a-z]+(_[a-z]+)+", text)
    )


def _name(called: ast.expr) -> str:
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""


def template(sentences: dict[Sentence, list[str]]) -> Catalog:
    """An empty catalogue of these, each with the files it is said in."""
    empty = _catalogue(None)
    for sentence, places in sentences.items():
        filled = "{" in (sentence if isinstance(sentence, str) else sentence[0])
        flags = ("python-brace-format",) if filled else ()
        empty.add(sentence, locations=[(place, 0) for place in places[:2]], flags=flags)
    return empty


def _catalogue(language: str | None) -> Catalog:
    # A day or a name in the head would change with every run.
    made = Catalog(locale=language, project="shopkeeper", version="", charset="utf-8", fuzzy=False)
    made.header_comment = (
        f"# What shopkeeper says, in {language}. Brought up to date by: python3 dev.py sentences"
    )
    made.creation_date = made.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    made.msgid_bugs_address = made.copyright_holder = made.last_translator = made.language_team = "shopkeeper"
    return made


def bring_up_to_date(file: Path, wanted: Catalog, language: str) -> Catalog:
    """The catalogue of a language with every sentence that is said now and none that is not; what was translated stays."""
    kept: dict[Any, Any] = {}  # Babel’s own types name every form an id can have
    if file.is_file():
        with file.open(encoding="utf-8") as lines:
            kept = {message.id: message.string for message in read_po(lines, locale=language) if message.id}
    made = _catalogue(language)
    for message in wanted:
        if message.id:
            made.add(message.id, kept.get(message.id), message.locations, flags=message.flags)
    with file.open("wb") as out:
        write_po(out, made, width=100, include_lineno=False)
    with file.with_suffix(".mo").open("wb") as out:
        write_mo(out, made)
    return made


def missing(catalogue: Catalog) -> list[Message]:
    """The sentences of a catalogue that are still without a translation."""
    return [message for message in catalogue if message.id and not all(translated(message))]


def translated(message: Message) -> tuple[str, ...]:
    """What a message says in its language, once for each of the language's plurals; empty where nothing is written."""
    said = message.string
    return (said or "",) if said is None or isinstance(said, str) else tuple(said)


def main(arguments: list[str] | None = None) -> int:
    """Collect, bring every catalogue up to date, compile; says what is still to be translated, and answers 0."""
    parser = argparse.ArgumentParser(prog="dev.py sentences", description=main.__doc__)
    parser.add_argument("--new", metavar="LANGUAGE", help="begin a catalogue: el, pt_BR")
    chosen = parser.parse_args(arguments)
    folder = assets.path("translations")
    folder.mkdir(exist_ok=True)
    wanted = template(spoken())
    languages = [file.stem for file in sorted(folder.glob("*.po"))] + ([chosen.new] if chosen.new else [])
    for name in dict.fromkeys(languages):
        left = missing(bring_up_to_date(folder / f"{name}.po", wanted, name))
        sys.stdout.write(f"{name}: {len(wanted) - len(left):,} of {len(wanted):,} sentences are translated\n")
    if not languages:
        sys.stdout.write(f"{len(wanted):,} sentences; begin a language with --new\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The house itself: its rooms keep to their contracts, and what one file promises of another is there."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from shopkeeper import __version__, assets

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "shopkeeper"
ROOMS = ("rules", "records", "service", "paper", "gui")
PAGES = ("counter", "daybook", "enrol", "events", "firststart", "letters", "members", "programme", "settings")
LOCKS = sorted(ROOT.glob("requirements*.lock"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NOT_OURS = {".git", ".venv", "build", "dist", "__pycache__", ".hypothesis", ".import_linter_cache"}
NOT_OURS |= {".mypy_cache", ".pytest_cache", ".ruff_cache"}


def _our_files() -> Iterator[Path]:
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in NOT_OURS]
        yield from (Path(folder, name) for name in names if name not in NOT_OURS)


def _parsed(folder: Path) -> Iterator[tuple[Path, ast.Module]]:
    for file in sorted(folder.rglob("*.py")):
        yield file, ast.parse(file.read_text(encoding="utf-8"), str(file))


# --- the rooms -------------------------------------------------------------------------------------


def _lint(folder: Path) -> tuple[int, str]:
    """Checks the package `shopkeeper` in this folder against the contracts of the checkout."""
    question = (
        "import sys; from importlinter.cli import lint_imports; "
        "raise SystemExit(lint_imports(sys.argv[1], no_cache=True, no_logo=True))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", question, str(ROOT / "pyproject.toml")],
        cwd=folder,
        env={**os.environ, "COLUMNS": "200", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return answer.returncode, answer.stdout + answer.stderr


def test_every_room_and_every_page_of_the_plan_stands() -> None:
    wanted = [f"shopkeeper.{room}" for room in ROOMS]
    wanted += [f"shopkeeper.gui.pages.{page}" for page in PAGES]
    wanted += ["shopkeeper.app", "shopkeeper.cli", "shopkeeper.gui.desk"]
    paths = {name: ROOT.joinpath(*name.split(".")) for name in wanted}
    missing = [
        name
        for name, path in paths.items()
        if not path.with_suffix(".py").is_file() and not (path / "__init__.py").is_file()
    ]
    assert not missing


def test_the_rooms_keep_their_contracts() -> None:
    code, text = _lint(ROOT)
    assert code == 0, text


BREACHES = {
    "shopkeeper/rules/points.py": ("import random", "rules know no database"),
    "shopkeeper/rules/lookup.py": ("from shopkeeper.records import book", "cli, app → gui"),
    "shopkeeper/paper/letter.py": ("from shopkeeper.rules import money", "never by paper"),
    "shopkeeper/service/members.py": ("from PySide6 import QtCore", "Qt only in"),
    "shopkeeper/gui/window.py": ("from shopkeeper.records import book", "only gui/desk.py"),
    "shopkeeper/gui/grid.py": ("from sqlalchemy import select", "SQLAlchemy, Alembic"),
    "shopkeeper/gui/pages/counter.py": ("from shopkeeper.gui.pages import letters", "pages of the window"),
}


def test_each_contract_notices_who_breaks_it(tmp_path: Path) -> None:
    """The contracts' own proof: a house of the same plan in which each of them is broken once."""
    files = {
        f"shopkeeper/{name}.py": ""
        for name in ("__init__", "app", "cli", "commands", "say", "errors", "assets")
    }
    files |= {f"shopkeeper/{room}/__init__.py": "" for room in (*ROOMS, "gui/pages")}
    files |= {f"shopkeeper/gui/pages/{page}.py": "" for page in PAGES}
    files |= {"shopkeeper/gui/desk.py": "", "shopkeeper/records/book.py": "", "shopkeeper/rules/money.py": ""}

    def build(more: dict[str, str]) -> tuple[int, str]:
        for name, text in {**files, **more}.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return _lint(tmp_path)

    code, text = build({})
    assert code == 0, text
    assert text.count(" KEPT") == len(PROJECT["tool"]["importlinter"]["contracts"])
    code, text = build({name: line + "\n" for name, (line, _) in BREACHES.items()})
    assert code == 1
    broken = re.findall(r"^(.+) BROKEN", text, re.MULTILINE)
    for _, contract in BREACHES.values():
        assert any(contract in name for name in broken), f"not noticed: {contract}\n{text}"
    code, text = build({**dict.fromkeys(BREACHES, ""), "shopkeeper/cellar.py": ""})
    assert code == 1, "a new room went unnoticed"


def test_every_module_opens_with_the_sentence_it_can_be_judged_by() -> None:
    silent = [
        str(file.relative_to(ROOT))
        for file, tree in _parsed(PACKAGE)
        if tree.body and not (ast.get_docstring(tree) or "").strip()
    ]
    assert not silent


# --- what is promised is there ---------------------------------------------------------------------


def test_value_classes_are_made_lightly() -> None:
    makers = {PACKAGE / "values.py", PACKAGE / "value_classes.py"}
    slow = [
        str(file.relative_to(ROOT))
        for file, tree in _parsed(PACKAGE)
        if file not in makers
        for node in ast.walk(tree)
        if (isinstance(node, ast.ImportFrom) and node.module == "dataclasses")
        or (isinstance(node, ast.Import) and any(name.name == "dataclasses" for name in node.names))
    ]
    assert not slow, f"these compile each class at every start; import from shopkeeper.values instead: {slow}"


def test_the_programs_own_files_are_found_in_a_checkout() -> None:
    assert assets.folder() == ROOT / "resources"
    assert assets.path("icons").is_dir()


@pytest.mark.parametrize("kind", ["wheel", "frozen"])
def test_the_programs_own_files_are_found_elsewhere(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "lib" / "shopkeeper"
    own = (package if kind == "wheel" else tmp_path) / "resources"
    own.mkdir(parents=True)
    monkeypatch.setattr(assets, "__file__", str(package / "assets.py"))
    if kind == "frozen":
        monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert assets.folder.__wrapped__() == own


def test_a_program_copied_without_its_files_says_where_it_looked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "__file__", str(tmp_path / "shopkeeper" / "assets.py"))
    with pytest.raises(FileNotFoundError, match="looked for"):
        assets.folder.__wrapped__()


def test_the_wheel_takes_the_programs_own_files_along() -> None:
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"] == {"resources": "shopkeeper/resources"}


def _icons_named(tree: ast.Module) -> Iterator[str]:
    """Every `icon("name")`, `icons.draw(painter, "name", …)` and `icon="name"` in a module."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        what = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        given = {"icon": call.args[:1], "draw": call.args[1:2]}.get(what, [])
        given += [word.value for word in call.keywords if word.arg == "icon"]
        yield from (
            each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)
        )


def test_every_icon_named_in_the_code_is_drawn() -> None:
    missing = {
        f"{file.relative_to(ROOT)}: {name}"
        for file, tree in _parsed(PACKAGE)
        for name in _icons_named(tree)
        if name and not assets.path("icons", f"{name}.svg").is_file()
    }
    assert not missing


def test_the_changelog_parses() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert text.startswith("# Changelog\n")
    heads = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert heads[0] == "[Unreleased]"
    found = [re.fullmatch(r"\[(\d+)\.(\d+)\.(\d+)\] - (\d{4}-\d{2}-\d{2})", head) for head in heads[1:]]
    releases = [(tuple(map(int, match.groups()[:3])), match[4]) for match in found if match]
    assert len(releases) == len(heads) - 1, f"not [1.2.3] - 2026-01-31: {heads[1:]}"
    assert all(newer > older and on >= before for (newer, on), (older, before) in pairwise(releases))
    own = tuple(int(part) for part in re.findall(r"\d+", __version__))
    assert not releases or own >= releases[0][0]
    sections = set(re.findall(r"^### (.*)$", text, re.MULTILINE))
    assert sections <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


# --- a checkout that runs anywhere -----------------------------------------------------------------


def test_dev_py_needs_the_standard_library_only() -> None:
    tree = ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"))
    names = {
        (alias.name if isinstance(node, ast.Import) else node.module or "").split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert names <= sys.stdlib_module_names


def test_an_older_python_gets_as_far_as_the_sentence_that_names_a_newer_one() -> None:
    ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_the_locks_name_all_that_is_needed_with_hashes_and_no_address() -> None:
    assert [lock.name for lock in LOCKS] == [
        "requirements-build.lock",
        "requirements-dev.lock",
        "requirements-receipts.lock",
        "requirements.lock",
    ]
    versions: dict[str, str] = {}
    for lock in LOCKS:
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text and "--index" not in text and "--find-links" not in text
        for entry in re.split(r"\n(?=[a-z])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)):
            name, _, rest = entry.partition("==")
            assert "--hash=sha256:" in rest, entry
            assert versions.setdefault(name.strip(), rest.split()[0]) == rest.split()[0], name
        wanted = [*PROJECT["project"]["dependencies"]]
        wanted += PROJECT["dependency-groups"].get(lock.stem.removeprefix("requirements-"), [])
        wanted += PROJECT["project"]["optional-dependencies"].get(lock.stem.removeprefix("requirements-"), [])
        assert {re.match(r"[\w.-]+", line)[0].lower() for line in wanted} <= versions.keys()  # type: ignore[index]


def test_the_build_leaves_out_nothing_that_the_program_imports() -> None:
    tree = ast.parse((ROOT / "build.spec").read_text(encoding="utf-8"))
    left_out = next(
        set(ast.literal_eval(node.value))
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "unused"
    )
    imported: set[str] = set()
    for _, module in _parsed(PACKAGE):
        for node in ast.walk(module):
            if isinstance(node, ast.Import):
                imported.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imported.update({node.module, *(f"{node.module}.{alias.name}" for alias in node.names)})
    whole = {".".join(name.split(".")[:deep]) for name in imported for deep in range(1, name.count(".") + 2)}
    assert "numpy" in whole, "the imports are found"
    assert not left_out & whole


def test_no_file_names_the_place_it_was_made_at() -> None:
    # Each with a letter in brackets, so that this file does not name them either.
    places = re.compile(r"(?<![\w./])/(?:[w]ork|[r]oot|[t]mp)/|[p]ypi\.org|[p]ythonhosted|[p]kg\.dev")
    found = []
    for file in _our_files():
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture, a font
        found += [f"{file.relative_to(ROOT)}: {match[0]}" for match in places.finditer(text)]
    assert not found


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such permission")
def test_ci_runs_what_everybody_runs() -> None:
    file = ROOT / ".ci" / "run"
    assert os.access(file, os.X_OK)
    assert "python3 dev.py test --slow" in file.read_text(encoding="utf-8")

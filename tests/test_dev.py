"""dev.py: what it says, and does, on a machine that lacks something."""

import os
import sys
from pathlib import Path

import pytest

import dev
from bench import run


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What dev.py would have started, with the set-up taken as done."""
    started: list[list[str]] = []

    def call(command: list[object], **more: str) -> int:
        started.append([str(word) for word in command] + [f"{key}={value}" for key, value in more.items()])
        return 0

    monkeypatch.setattr(dev, "call", call)
    monkeypatch.setattr(dev, "prepare", lambda group="dev": None)
    monkeypatch.setattr(dev, "prepare_qt", lambda *displays: None)
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    return started


def test_without_a_display_run_says_so_and_names_two_ways(
    calls: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        dev.run(["--demo"])
    assert stopped.value.code == 2
    words = capsys.readouterr().err
    assert "There is no display here" in words
    assert "--platform offscreen" in words
    assert "python3 dev.py pictures" in words
    assert not calls


def test_a_display_that_does_not_open_is_said_too(
    calls: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.setattr(dev, "display_opens", lambda display, platform: False)
    with pytest.raises(SystemExit):
        dev.run([])
    assert "no display here that can be opened" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["find", "anna"], ["--shop", "mine.db", "check"], ["--version"], ["--help"]]
)
def test_a_command_needs_no_display(calls: list[list[str]], arguments: list[str]) -> None:
    assert dev.run(arguments) == 0
    assert calls == [[str(dev.PYTHON), "-m", "shopkeeper", *arguments]]


def test_the_window_runs_unseen_where_that_is_asked(calls: list[list[str]]) -> None:
    assert dev.run(["--demo", "--platform", "offscreen"]) == 0
    assert calls == [[str(dev.PYTHON), "-m", "shopkeeper", "--demo", "QT_QPA_PLATFORM=offscreen"]]


@pytest.mark.parametrize(
    ("system", "version", "name"),
    [
        ("debian", "12", "libcups2"),
        ("debian", "13", "libcups2t64"),
        ("debian", "", "libcups2t64"),
        ("ubuntu", "22.04", "libcups2"),
        ("ubuntu", "24.04", "libcups2t64"),
    ],
)
def test_a_package_is_named_as_its_release_names_it(
    system: str, version: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "os_release", lambda: {"ID": system, "VERSION_ID": version})
    assert dev.debian_name("libcups2*") == name
    assert dev.debian_name("libegl1") == "libegl1"


def test_who_is_not_root_is_told_the_line_that_installs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "os_release", lambda: {"ID": "debian", "VERSION_ID": "13"})
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    assert not dev.install_for_debian(["libegl1", "libcups2*"], "Qt needs libEGL.so.1.")
    line = "  sudo apt-get install -y --no-install-recommends libcups2t64 libegl1\n"
    assert capsys.readouterr().out.endswith(line)


def test_a_set_up_cut_short_does_not_count_as_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "VENV", tmp_path)
    (tmp_path / "pyvenv.cfg").touch()
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(dev, "UNFINISHED", tmp_path / ".unfinished")
    assert dev.venv_works()
    (tmp_path / ".unfinished").touch()
    assert not dev.venv_works()


def test_all_verbs_are_named_and_an_unknown_one_is_a_fault_of_usage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["dev.py", "bake"])
    assert dev.main() == 2
    text = capsys.readouterr().out
    assert all(f"`{verb}" in text for verb in ("run", "test", "check", "bench", "pictures", "build", "lock"))


@pytest.mark.parametrize("full", [False, True])
def test_each_part_of_the_bench_is_there_and_knows_what_it_is_asked(full: bool) -> None:
    for part in run.parts(full=full):
        module, *wishes = part.split()
        text = (Path(run.__file__).parent / f"{module}.py").read_text(encoding="utf-8")
        for wish in wishes:
            assert not wish.startswith("--") or f'"{wish}"' in text, part


def test_a_part_of_the_bench_that_fails_is_named(capfd: pytest.CaptureFixture[str]) -> None:
    assert run.measured("floors") == ""
    assert run.measured("nothing_like_it") == "bench.nothing_like_it ended with 1"
    assert "No module named bench.nothing_like_it" in capfd.readouterr().err

"""What the program asks of the system while it works: no socket but the display's own, and no file that others may read."""

import os
import re
import signal
import stat
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest

from tests.books import new_book
from tests.journeys.test_forgotten_everywhere import DAY
from tests.journeys.test_one_window import SECONDS, WINDOW

STRACE = which("strace")
TRACED = "trace=socket,connect,sendto,sendmsg"


def traced(out: Path, *command: str) -> "subprocess.Popen[str]":
    assert STRACE is not None
    return subprocess.Popen(
        [STRACE, "-f", "-qq", "-e", TRACED, "-o", str(out), *command],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ), umask=0o022,
    )  # fmt: skip


def families(out: Path) -> set[str]:
    """Which families of addresses were asked for, or spoken to."""
    told = out.read_text(encoding="utf-8", errors="replace")
    return set(re.findall(r"socket\((AF_\w+|0x\w+)", told)) | set(
        re.findall(r"sa_family=(AF_\w+|0x\w+)", told)
    )


def others_may(top: Path) -> list[str]:
    """What below a folder somebody else than its owner may read, write or enter."""
    return [
        str(one.relative_to(top))
        for one in top.rglob("*")
        if not one.is_symlink()
        and not stat.S_ISSOCK(one.stat().st_mode)
        and stat.S_IMODE(one.stat().st_mode) & 0o077
    ]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "home"
    place.mkdir(mode=0o700)
    for name in (
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_STATE_HOME",
        "XDG_CACHE_HOME",
        "XDG_RUNTIME_DIR",
        "TMPDIR",
    ):
        (place / name).mkdir(mode=0o700)
        monkeypatch.setenv(name, str(place / name))
    monkeypatch.setenv("HOME", str(place))
    return place


@pytest.mark.skipif(STRACE is None, reason="strace is not installed")
def test_a_day_in_the_window_opens_no_socket_to_any_network_and_no_file_to_others(
    tmp_path: Path, home: Path
) -> None:
    shop = home / "shop"
    shop.mkdir(mode=0o700)
    new_book(shop).close()
    (shop / "people.csv").write_text("name,phone,note\nZebulon Quagmire senior,020 7946 0737,of Wymondley\n")
    out = tmp_path / "told"
    window = traced(out, sys.executable, "-c", WINDOW.replace("MORE", DAY), str(shop / "shop.db"))
    try:
        assert window.stdout is not None
        assert [window.stdout.readline().strip() for _ in range(2)] == ["open", "forgotten"]
        children = Path(f"/proc/{window.pid}/task/{window.pid}/children").read_text().split()
        os.kill(int(children[0]), signal.SIGTERM)  # the window itself: strace ends with it
        window.wait(timeout=2 * SECONDS)
    finally:
        if window.poll() is None:
            window.kill()
        window.communicate()
    assert families(out) <= {"AF_UNIX"}  # to the display, where there is one
    assert list(home.rglob("shop-*.db")), "a backup is made at the end"
    assert [one for one in others_may(home) if one != "shop/people.csv"] == []


@pytest.mark.skipif(STRACE is None, reason="strace is not installed")
def test_a_socket_to_a_network_would_be_seen(tmp_path: Path) -> None:
    reaches = (
        "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.connect(('127.0.0.1', 9))"
    )
    ran = traced(tmp_path / "told", sys.executable, "-c", reaches)
    ran.communicate(timeout=SECONDS)
    assert families(tmp_path / "told") == {"AF_INET"}


@pytest.mark.skipif(STRACE is None, reason="strace is not installed")
def test_commands_open_no_socket_at_all_and_no_file_to_others(tmp_path: Path, home: Path) -> None:
    shop, out = str(home / "shop.db"), tmp_path / "told"
    init = ("init", "--name", "Finch", "--currency", "GBP", "--country", "GB", "--timezone", "Europe/London")
    for command in (
        init,
        (
            "enrol",
            "--name",
            "Anna Berg",
            "--number",
            "1001",
            "--street",
            "1 Quay Lane",
            "--postcode",
            "SE1 1AA",
        ),
        ("purchase", "1001", "24.50"),
        ("export", "everything", str(home / "all.json")),
        ("export", "members", str(home / "members.xlsx")),
        ("import", "members", str(home / "members.xlsx"), "--dry-run"),
        ("letter", "thank-you", "1001", "--pdf", str(home / "letter.pdf")),
        ("held", "1001", "--pdf", str(home / "held.pdf")),
        ("report", "value", "--csv", str(home / "value.csv")),
        ("backup", str(home / "copy.db")),
        ("check", "--replay"),
    ):
        ran = traced(out, sys.executable, "-m", "shopkeeper", "--shop", shop, *command)
        said, wrong = ran.communicate(timeout=4 * SECONDS)
        assert ran.returncode == 0, (command, said, wrong)
        assert families(out) <= {"AF_UNIX"}, command
        assert others_may(home) == [], command

"""What holds for every test: no display, a home of its own, one zone, nothing unasked in the log."""

import gc
import itertools
import logging
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

# Before anything imports Qt or asks for the zone or the language.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["TZ"] = "UTC"
os.environ["LC_ALL"] = "C.UTF-8"
os.environ.pop("LANGUAGE", None)
if sys.platform != "win32":
    time.tzset()

import pytest
from hypothesis import settings

settings.register_profile("quick", deadline=None, derandomize=True, database=None)
settings.register_profile("long", deadline=None, database=None, max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

# Every act is on the disk before it is told of, and the tests do some twenty thousand: most of their time was waiting for it.
_MEMORY = Path("/dev/shm")
if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > 1 << 30:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))

_homes = itertools.count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="also the long proofs, marked slow")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--slow"):
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    if slow:
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if not item.get_closest_marker("slow")]


@pytest.fixture(scope="session")
def _homes_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(autouse=True)
def _a_home_of_its_own(_homes_base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees, or writes to, the shop of the person who runs it, nor another test's."""
    home = _homes_base / str(next(_homes))
    home.mkdir(mode=0o700)
    monkeypatch.delenv("SHOPKEEPER_SHOP", raising=False)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home / name.lower()))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(home))
    if sys.platform == "darwin":
        monkeypatch.setenv("HOME", str(home))


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _nothing_unasked_in_the_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """A log entry at WARNING or above fails the test, unless it takes `caplog` and so asks for it."""
    if "caplog" in request.fixturenames:
        yield
        return
    listener = _Listener()
    logging.getLogger().addHandler(listener)
    yield
    logging.getLogger().removeHandler(listener)
    if listener.heard:
        pytest.fail(
            "In the log, unasked (take `caplog` to ask):\n" + "\n".join(listener.heard), pytrace=False
        )


@pytest.fixture(autouse=True)
def _no_window_outlives_its_test() -> Iterator[None]:
    """A closed window is deleted when Qt next has time for it; until then the next test would dress it anew, part by part."""
    yield
    core = sys.modules.get("PySide6.QtCore")
    if core is not None and core.QCoreApplication.instance() is not None:
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete.value)
        # What is left of it is looked through by no later test: of hundreds of windows in one process, which no shop has,
        # Python has once taken the pieces away in an order that Qt could not bear.
        gc.freeze()

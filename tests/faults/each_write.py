"""An operation tried at each of its writes: killed before, after and within it, or the write failing, once or from then on.

What is tried is a folder made ready, what is done in it, and a question what became of it. It wants `faultio.c` before
the C library: `reexecuted` starts the module anew with it.
"""

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from shopkeeper.errors import Declined, StorageTrouble

KILLS = ("kill", "killafter", "torn")
FAILS = ("eio", "enospc")  # from then on every write
ONCE = "-once"  # behind one of these: only that write
MODES = (*KILLS, *FAILS)
_NAMES = ("DIR", "LOG", "MODE", "AT", "STICKY", "COUNT", "NOREALSYNC")


def shim(folder: Path) -> Path:
    """The library that stands before the C library, built."""
    made = folder / "faultio.so"
    source = Path(__file__).with_name("faultio.c")
    subprocess.run(
        ["cc", "-O2", "-fPIC", "-shared", "-o", str(made), str(source), "-ldl", "-lpthread"], check=True
    )
    return made


def reexecuted(module: str, arguments: Sequence[str]) -> int | None:
    """What a new process with the library before the C library says; None where this is it."""
    if "faultio" in os.environ.get("LD_PRELOAD", ""):
        return None
    with tempfile.TemporaryDirectory() as place:
        around = {**os.environ, "LD_PRELOAD": str(shim(Path(place)))}
        return os.spawnve(os.P_WAIT, sys.executable, [sys.executable, "-m", module, *arguments], around)


def tried(
    prepare: Callable[[Path], None],
    done: Callable[[Path], None],
    state: Callable[[Path], str],
    modes: Sequence[str] = MODES,
    step: int = 1,
) -> dict[str, Any]:
    """Tried at each so-manieth write in each mode; answers how many writes there are and what became of the folder.

    `ANSWERED, old` is what was answered and is not there; `NO SENTENCE` is a fault of ours instead of a word.
    """
    fault = ctypes.CDLL(None)

    def told(**values: object) -> None:
        for name in _NAMES:
            os.environ.pop(f"FAULT_{name}", None)
        os.environ.update({f"FAULT_{name}": str(value) for name, value in values.items()})
        fault.faultio_reconfig()

    top = Path(tempfile.mkdtemp())
    before, shop, count = top / "before", top / "shop", top / "count"
    before.mkdir()
    prepare(before)

    def once(mode: str, at: int) -> tuple[bool, str]:
        """Whether it was answered, and what became of it."""
        shutil.copytree(before, shop)
        pid = os.fork()
        if not pid:
            code = 9  # a fault of ours
            try:
                told(
                    DIR=shop,
                    MODE=mode.removesuffix(ONCE),
                    AT=at,
                    STICKY=int(mode in FAILS),
                    COUNT=count,
                    NOREALSYNC=1,
                )
                done(shop)
                code = 0
            except (Declined, StorageTrouble):
                code = 3  # a sentence
            finally:
                if code == 9:
                    traceback.print_exc()
                os._exit(code)
        _, status = os.waitpid(pid, 0)
        became = state(shop)
        shutil.rmtree(shop)
        ended = os.waitstatus_to_exitcode(status)
        return ended == 0, f"NO SENTENCE, {became}" if ended == 9 else became

    try:
        assert once("none", 0) == (True, "new")
        writes, found = int(count.read_text()), dict[str, Any]()
        for mode in modes:
            counted: Counter[str] = Counter()
            for at in range(1, writes + 1, step):
                answered, became = once(mode, at)
                counted[f"ANSWERED, {became}" if answered and became != "new" else became] += 1
            found[mode] = dict(counted)
        return {"writes": writes, **found}
    finally:
        shutil.rmtree(top)

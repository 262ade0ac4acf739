"""Everything measured, as tables: find box, acts and cards, members table, a list brought in, paper, start and rest; each beside its floor.

    python3 dev.py bench [--full]

The small run takes about a minute at 20,000 members; `--full` measures each more often, and at 200,000 and at 1,000,000
as well, which takes some forty. A part that fails or outstays its time is named at the end, and the others go on.
Nothing here asserts a time.
"""

import os
import subprocess
import sys
import tempfile
import time

from bench.books import KEPT

LONGEST_S = 2400
"""No part takes longer than this; one that does is stopped and named."""

SMALL = (
    "lookup --sessions 200",
    "paint --sessions 12",
    "twins",
    "acts --purchases 100",
    "members --jumps 20",
    "insights --members 20000 --purchases 200000 --beside",
    "bringing --times 1",
    "paper --many 600",
    "replay --purchases 10000",
    "start --times 2",
)
FULL = (
    "lookup --members {size} --sessions 400",
    "paint --members {size}",
    "twins --members {size}",
    "acts --members {size}",
    "members --members {size}",
    "insights --members {size} --purchases {size}0 --beside",
)
SIZES = (20_000, 200_000, 1_000_000)
# A million records are not looked through for twins, nor is the evening of a shop of a million posted by hand.
LARGEST_OF = {"twins": 200_000, "acts": 200_000}
ONCE = ("bringing", "paper", "replay", "start")


def parts(*, full: bool) -> list[str]:
    """What is run, one after the other: the module and its wishes."""
    if not full:
        return list(SMALL)
    sized = [
        wish.format(size=size)
        for wish in FULL
        for size in SIZES
        if size <= LARGEST_OF.get(wish.split()[0], SIZES[-1])
    ]
    return [*sized, *ONCE]


def measured(part: str) -> str:
    """Run one part in a process of its own, so that none pays for another's memory; answers what went wrong, or ""."""
    module, *wishes = part.split()
    began, before = time.perf_counter(), os.times()
    try:
        code = subprocess.run(
            [sys.executable, "-m", f"bench.{module}", *wishes], check=False, timeout=LONGEST_S
        ).returncode
        wrong = f"ended with {code}" if code else ""
    except subprocess.TimeoutExpired:
        wrong = f"was stopped after {LONGEST_S / 60:.0f} minutes"
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    print(f"\n(bench.{part}: {time.perf_counter() - began:.0f} s, {cpu:.0f} of CPU)", flush=True)
    return f"bench.{part} {wrong}" if wrong else ""


def main() -> int:
    """Print all tables, then what went wrong; 1 when something did."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        os.environ[KEPT] = folder
        wrong = [said for part in parts(full="--full" in sys.argv[1:]) if (said := measured(part))]
    print(
        f"\nAll of it: {time.perf_counter() - began:.0f} s. {'; '.join(wrong) or 'Every part ran to its end'}."
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())

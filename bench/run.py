"""Everything measured, as tables: find box, acts and cards, members table, a list brought in, paper, start and rest; each beside its floor.

    python3 dev.py bench [--full]

The small run takes about a minute at 20,000 members; `--full` asks at 200,000 and at 1,000,000 as well, which takes some
twenty. Nothing here asserts a time.
"""

import subprocess
import sys


def main() -> int:
    """Run each bench in a process of its own, so that none pays for another's memory."""
    full = "--full" in sys.argv[1:]
    sizes = ["20000", "200000"] if full else ["20000"]
    largest = [*sizes, "1000000"] if full else sizes
    runs = [
        *(["bench.lookup", "--members", size, "--sessions", "200"] for size in largest),
        *(["bench.paint", "--members", size] for size in largest),
        *(["bench.twins", "--members", size] for size in sizes),
        *(["bench.acts", "--members", size] for size in sizes),
        *(["bench.members", "--members", size] for size in largest),
        *(
            ["bench.insights", "--members", size, "--purchases", size + "0", *more]
            for size in largest
            for more in ((), ("--beside",))
        ),
        ["bench.bringing"],
        ["bench.paper"],
        ["bench.replay"],
        ["bench.start"],
    ]
    code = 0
    for arguments in runs:
        code |= subprocess.run([sys.executable, "-m", *arguments], check=False).returncode
    return code


if __name__ == "__main__":
    raise SystemExit(main())

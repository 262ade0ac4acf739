"""Killed at any moment of mixed work: purchases, posting, imports, merges, undos, letters, events, promises, forgetting,
backups, restores, migrations, and the newer acts (`newer_work`); each fourth shop is locked with a passphrase.

Run `python -m tests.faults.mixed --kills 1000`; it prints how often it was tried and what was lost, and fails if
anything was. What a child says on its pipe before it is killed was answered, and must be in the book.
"""

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from shopkeeper.errors import Declined, StorageTrouble
from tests.faults.work import Work, begun, missing

AFRESH = 25  # kills after which a new shop is begun: the whole check is of the whole book


def child(folder: Path, seed: int, pipe: int) -> None:
    """Work, and say so, until the end comes from outside."""
    try:
        Work(folder, seed, lambda words: void(os.write(pipe, f"{words}\n".encode()))).run()
    except (Declined, StorageTrouble) as error:
        os.write(pipe, f"X {error.code} {error.because}\n".encode())
    finally:
        os._exit(1)  # whatever it was: a child never goes on with its parent's work


def void(_count: int) -> None:
    """What a write answers is not asked for."""


def killed(
    kills: int, seed: int = 1, longest: float = 0.6, *, all_locked: bool = False
) -> tuple[Counter[str], list[str]]:
    """Kill so many children at random moments; answers what was answered, and what was wrong."""
    dice, told, wrong = random.Random(seed), Counter[str](), list[str]()
    folder = Path(tempfile.mkdtemp())
    begun(folder, locked=all_locked)
    for turn in range(kills):
        if turn % AFRESH == 0 and turn:
            shutil.rmtree(folder)
            folder.mkdir()
            begun(folder, locked=all_locked or turn // AFRESH % 4 == 1)
        ours, theirs = os.pipe()
        pid = os.fork()
        if not pid:
            os.close(ours)
            child(folder, turn, theirs)
        os.close(theirs)
        time.sleep(dice.uniform(0.01, longest))  # the moment is what is tried
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        if not os.WIFSIGNALED(status):
            wrong.append(f"kill {turn}: it had ended by itself")
        with os.fdopen(ours, "rb") as pipe:
            said = pipe.read().decode().splitlines()
        told["kills"] += 1
        told.update(f"{line.split()[1]} answered" for line in said if line.startswith("A "))
        cut = [line for line in said if line[:2] in ("S ", "A ")][-1:]
        told.update(f"{line.split()[1]} cut off" for line in cut if line.startswith("S "))
        wrong += [f"kill {turn}: {words}" for words in missing(folder, said)]
    shutil.rmtree(folder)
    return told, wrong


def main() -> int:
    """Print the figures; 1 if anything was lost."""
    parser = argparse.ArgumentParser(description="Kill mixed work at random moments.")
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--locked", action="store_true", help="each shop locked with a passphrase, not each fourth"
    )
    asked = parser.parse_args()
    told, wrong = killed(asked.kills, asked.seed, all_locked=asked.locked)
    sys.stdout.write(json.dumps({**told, "wrong": len(wrong), "first": wrong[:5]}) + "\n")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())

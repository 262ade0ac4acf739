"""How fast and how well the find box answers, key by key, beside LIKE over the raw driver in the same run.

    python -m bench.lookup [--members 20000] [--sessions 400] [--seed 1]

CPU time of this process, in ms a key. Recall@10 is the share of keys at which the person sought stands among the first
ten, over the share a ranker that knows all matching members and how much each comes would reach. A typo's recall is of
whole questions.
"""

import argparse
import gc
import heapq
import sqlite3
import tempfile
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from bench import books
from bench.people import LAST_DAY, Person, Session, comes, people, sessions
from shopkeeper.rules import folding
from shopkeeper.service import finding


class Words:
    """Whose text has words that begin so."""

    def __init__(self, texts: Iterable[tuple[int, str]]) -> None:
        self._with: dict[str, set[int]] = defaultdict(set)
        for member, text in texts:
            for word in folding.written_words(text):
                self._with[word].add(member)
        self._sorted = sorted(self._with)

    def all_begun(self, text: str) -> set[int]:
        """The members in whose text every word that was typed begins one, in any order."""
        sets = [self._beginning(ways) for ways in folding.typed_words(text)]
        return set.intersection(*sets) if sets else set()

    def _beginning(self, ways: Iterable[str]) -> set[int]:
        found: set[int] = set()
        for way in ways:
            at = bisect_left(self._sorted, way)
            while at < len(self._sorted) and self._sorted[at].startswith(way):
                found |= self._with[self._sorted[at]]
                at += 1
        return found


class Ceiling:
    """Where the person sought would stand if every matching member were known, by how much each comes."""

    def __init__(self, made: list[Person]) -> None:
        self.weight = {person.id: comes(person) for person in made}
        self.names = Words((person.id, person.name) for person in made)
        self.streets = Words((person.id, person.street) for person in made)
        # As dialled at home and from abroad: whoever types 447 may mean either.
        self.phones = [(person.id, f"0{person.canonical[3:]} {person.canonical[1:]}") for person in made]
        self._known: dict[tuple[str, str], set[int]] = {}

    def _best(self, members: Iterable[int]) -> set[int]:
        return set(heapq.nsmallest(10, members, key=lambda member: (-self.weight[member], member)))

    def reaches(self, session: Session, text: str) -> bool:
        """Whether the perfect ranker would show the person sought among the first ten."""
        if session.kind == "card" or any("@" in key for key in session.keys[-1:]):
            return True
        about = {"phone": "phone", "mail or street": "street"}.get(session.kind, "name")
        key = (about, text)
        if key not in self._known:
            if about == "phone":
                self._known[key] = self._best(member for member, phone in self.phones if text in phone)
            else:
                self._known[key] = self._best(
                    (self.names if about == "name" else self.streets).all_begun(text)
                )
        return session.target in self._known[key]


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def measure(
    all_sessions: list[Session], made: list[Person], answer: Callable[[str], list[int]], ceiling: Ceiling
) -> dict[str, tuple[float, float, float, float, str]]:
    """p50, p99, worst (ms of CPU a key), recall of ceiling and the slowest text, of each kind of question and of all."""
    spent: dict[str, list[float]] = defaultdict(list)
    got: dict[str, int] = defaultdict(int)
    could: dict[str, int] = defaultdict(int)
    slowest: dict[str, tuple[float, str]] = {}
    intended = {person.id: f"{person.given} {person.family}".lower() for person in made}
    for session in all_sessions:
        for text in session.keys:
            began = time.process_time()
            members = answer(text)
            took = (time.process_time() - began) * 1000
            for kind in (session.kind, "all"):
                spent[kind].append(took)
                slowest[kind] = max(slowest.get(kind, (0.0, "")), (took, text))
            whole = text == session.keys[-1]
            if session.kind == "typo":
                family = intended[session.target]
                asked = family if " " in text else family.split(" ", 1)[1]
                reaches = whole and ceiling.reaches(Session("both", session.target, ()), asked)
            elif session.kind in ("card", "mail or street"):
                reaches = whole and ceiling.reaches(session, text)
            elif session.kind == "phone":
                reaches = len(text) >= 3 and ceiling.reaches(session, text)
            else:
                reaches = ceiling.reaches(session, text)
            if reaches:
                kinds = (session.kind,) if session.kind == "typo" else (session.kind, "all")
                for kind in kinds:
                    could[kind] += 1
                    got[kind] += session.target in members[:10]
    return {
        kind: (
            percentile(times, 0.5),
            percentile(times, 0.99),
            max(times),
            got[kind] / could[kind] if could[kind] else 0.0,
            slowest[kind][1],
        )
        for kind, times in spent.items()
    }


def floor(made: list[Person]) -> Callable[[str], list[int]]:
    """LIKE over one flat table, by the standard library's own driver."""
    raw = sqlite3.connect(":memory:")
    raw.execute("create table flat (id integer primary key, name, phone, mail, street, card, comes)")
    raw.executemany(
        "insert into flat values (?, ?, ?, ?, ?, ?, ?)",
        ((p.id, p.name, p.phone.replace(" ", ""), p.mail, p.street, p.card, comes(p)) for p in made),
    )

    def answer(text: str) -> list[int]:
        like = f"%{text}%"
        rows = raw.execute(
            "select id, name, phone, mail, street, card from flat where name like ? or phone like ? or mail like ?"
            " or street like ? or card like ? order by comes desc limit 20",
            (like,) * 5,
        ).fetchall()
        return [row[0] for row in rows]

    return answer


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--members", type=int, default=20_000)
    options.add_argument("--sessions", type=int, default=400)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    made = people(chosen.members, chosen.seed)
    typed = sessions(made, chosen.sessions, chosen.seed + 1)
    ceiling = Ceiling(made)
    with tempfile.TemporaryDirectory() as folder:
        book, built = books.of(Path(folder), made, chosen.seed)
        read = book.reading()
        size = sum(
            int(read.value(f"select coalesce(sum(length({column})), 0) from {table}"))  # noqa: S608 - the names stand below
            for table, column in (
                ("lookup_index_data", "block"),
                ("lookup_numbers_data", "block"),
                ("lookup_words", "word"),
                ("lookup_documents", "words || parts || digits || shown"),
            )
        )
        finding.find(read, "a")
        # The made-up people stay in this process; looking them over for rubbish is no part of a key.
        gc.collect()
        gc.freeze()
        ours = measure(
            typed, made, lambda text: [hit.member_id for hit in finding.find(read, text).hits], ceiling
        )
        raw = measure(typed[: max(20, 400_000 // chosen.members)], made, floor(made), ceiling)
        print(
            f"{chosen.members:,} members, last visit {LAST_DAY}; index {size / 1e6:.0f} MB"
            + (f", built in {built:.2f} s of CPU" if built is not None else "")
        )
        print(
            f"{'':16}{'p50':>8}{'p99':>8}{'worst':>8}{'recall':>8}{'LIKE p50':>10}{'p99':>8}{'recall':>8}  slowest"
        )
        for kind, (p50, p99, worst, recall, text) in sorted(ours.items()):
            like = raw.get(kind, (0.0, 0.0, 0.0, 0.0, ""))
            print(
                f"{kind:16}{p50:8.2f}{p99:8.2f}{worst:8.2f}{recall:8.3f}{like[0]:10.2f}{like[1]:8.2f}{like[3]:8.3f}  {text}"
            )
        read.close()
        book.close()


if __name__ == "__main__":
    main()

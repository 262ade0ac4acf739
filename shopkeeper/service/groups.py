"""Saved groups: kept with the shop under a name, and who is in one today."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.days import months_before
from shopkeeper.rules.folding import fold
from shopkeeper.rules.groups import MONTHS, Condition, read_group
from shopkeeper.rules.names import clean_line
from shopkeeper.say import Speech, text
from shopkeeper.service import acts, holding, leaving, programmes, shops, trials
from shopkeeper.values import dataclass

_KEPT = "groups"
MOST = 100


@dataclass(frozen=True, slots=True)
class Group:
    """A saved group: its name and its rule as the owner wrote it."""

    name: str
    rule: str


@dataclass(frozen=True, slots=True)
class GroupKept:
    """An act that saved or removed a group."""

    act: int
    group: Group


def groups(book: Reading) -> tuple[Group, ...]:
    """All saved groups by name."""
    kept = book.value("select value from shop where name = ?", (_KEPT,))
    found = [Group(name, rule) for name, rule in (json.loads(kept) if kept else {}).items()]
    return tuple(sorted(found, key=lambda group: fold(group.name)))


def named(book: Reading, name: str) -> Group:
    """The group of a name. Declined: there is none."""
    found = next((group for group in groups(book) if fold(group.name) == fold(name)), None)
    if found is None:
        raise Declined(
            "group_unknown", text("There is no group called “{name}”.").format(name=name[:60]), "group"
        )
    return found


def save(w: Writing, name: str, rule: str, *, by: int | None = None) -> GroupKept:
    """Keep a group under a name, in place of one of the same name. Declined: the rule cannot be read, or a hundred are kept."""
    called = clean_line(name, about="name", required=True)
    read(w, rule, shops.today(w))
    before = {group.name: group.rule for group in groups(w)}
    after = {known: kept for known, kept in before.items() if fold(known) != fold(called)} | {
        called: " ".join(rule.split())
    }
    if len(after) > MOST:
        raise Declined(
            "too_many_groups", text("A hundred groups are kept already. Remove one first."), "name"
        )
    return GroupKept(_keep(w, before, after, called, by), Group(called, after[called]))


def remove(w: Writing, name: str, *, by: int | None = None) -> GroupKept:
    """Let a group go; the members in it stay as they are."""
    group = named(w, name)
    before = {known.name: known.rule for known in groups(w)}
    after = {known: rule for known, rule in before.items() if known != group.name}
    return GroupKept(_keep(w, before, after, group.name, by), group)


def _keep(w: Writing, before: dict[str, str], after: dict[str, str], name: str, by: int | None) -> int:
    act = acts.begin(w, "group", by=by, name=name)
    w.insert(
        "insert into before (act_id, about, row_id, was, became) values (?, 'kept', 0, ?, ?)",
        (
            act,
            json.dumps({_KEPT: before}, ensure_ascii=False),
            json.dumps({_KEPT: after}, ensure_ascii=False),
        ),
    )
    shops.keep(w, _KEPT, after)
    return act


def read(book: Reading, rule: str, today: date) -> tuple[Condition, ...]:
    """A rule in this shop's words; Declined with the words that are not understood."""
    shop = shops.read(book)
    programme = programmes.on(book, today)
    tiers = [programme.name(rank) for rank in range(len(programme.tiers) + 1)]
    speech = Speech(shop.language or "en", shop.money, shop.zone)
    return read_group(rule, tiers, shop.money, speech.decimal_mark)


def members_in(book: Reading, rule: str, today: date, *, held_too: bool = False) -> tuple[int, ...]:
    """Who is in the group today, ascending by id; nobody who is gone, or whose data is on hold.

    With `held_too` also these, for who leaves them out and says why: letters, labels, guest lists.
    """
    where = ["m.gone = 0", "true" if held_too else f"not {holding.HELD.format(id='m.id')}"]
    parameters: dict[str, Any] = {}
    for place, condition in enumerate(read(book, rule, today)):
        clause, more = _clause(book, condition, today, f"p{place}")
        where.append(f"not ({clause})" if condition.no else clause)
        parameters |= more
    rows = book.rows(
        "select m.id from members m left join standings s on s.member_id = m.id where "
        + " and ".join(where)
        + " order by m.id",
        parameters,
    )
    return tuple(row[0] for row in rows)


def how_many(book: Reading, rule: str, today: date) -> tuple[int, int]:
    """How many are in the group today, and how many more would be whose data is on hold."""
    inside = len(members_in(book, rule, today))
    return inside, len(members_in(book, rule, today, held_too=True)) - inside


def _clause(book: Reading, of: Condition, today: date, p: str) -> tuple[str, dict[str, Any]]:
    """The condition as SQL over members m and standings s, its values under names that begin with `p`."""
    least = "<=" if of.most else ">="
    since = months_before(today, of.months).isoformat() if of.months else ""
    if of.kind == "tier":
        return f"coalesce(s.tier_rank, 0) in (select value from json_each(:{p}))", {
            p: json.dumps([int(rank) for rank in of.words])
        }
    if of.kind == "unseen":
        return f"coalesce(s.last_visit, m.joined_on) <= :{p}", {p: _ago(today, of.number)}
    if of.kind == "seen":
        return f"s.last_visit > :{p}", {p: _ago(today, of.number)}
    if of.kind == "remark":
        return _among(p, _remarked(book, of.words[0], of.words[1:]))
    if of.kind == "town":
        return _among(p, _living(book, of.words))
    if of.kind == "points":
        return f"coalesce(s.points, 0) {least} :{p}", {p: of.number}
    if of.kind == "spent":
        if not since:
            return f"coalesce(s.spent_minor, 0) {least} :{p}", {p: of.number}
        return f"{_SPENT.format(p=p)} {least} :{p}", {p: of.number, f"{p}since": since}
    if of.kind == "visits":
        if not since:
            return f"coalesce(s.visits, 0) {least} :{p}", {p: of.number}
        return f"{_VISITS.format(p=p)} {least} :{p}", {p: of.number, f"{p}since": since}
    if of.kind == "birthday":
        return f"m.birthday_month = :{p}", {p: _month(of.words[0], today)}
    if of.kind == "letters":
        never = leaving.NEVER.format(id="m.id")
        return f"(m.letters = 0 or {never})" if of.words else f"m.letters = 1 and not {never}", {}
    if of.kind == "joined":
        return _joined(of.words, today, p)
    if of.kind == "bought":
        likes = " or ".join(f"f.what like :{p}w{place} escape '\\'" for place in range(len(of.words)))
        words = {f"{p}w{place}": f"%{_plain(word)}%" for place, word in enumerate(of.words)}
        return _BOUGHT.format(p=p, likes=likes), {**words, f"{p}since": since}
    if of.kind == "offered":
        return _OFFERED.format(p=p), {p: json.dumps(trials.halves_offered(book, of.words[0], today))}
    return _among(p, _staged(book, of.words[0], today))


_SPENT = (
    "(select coalesce(sum(case f.kind when 'purchase' then f.amount_minor else -f.amount_minor end), 0) from facts f"
    " where f.member_id = m.id and f.kind in ('purchase', 'return') and f.undone_by is null and f.happened_on > :{p}since)"
)
_VISITS = (
    "(select count(distinct f.happened_on) from facts f where f.member_id = m.id and f.kind = 'purchase'"
    " and f.undone_by is null and f.happened_on > :{p}since and (f.amount_minor = 0 or f.amount_minor > (select"
    " coalesce(sum(r.amount_minor), 0) from facts r where r.of_fact = f.id and r.kind = 'return' and r.undone_by is null)))"
)
_BOUGHT = (
    "exists (select 1 from facts f where f.member_id = m.id and f.kind = 'purchase' and f.undone_by is null"
    " and f.happened_on > :{p}since and ({likes}))"
)
_OFFERED = (
    "exists (select 1 from trial_members d join json_each(:{p}) h on d.trial_id = h.value ->> 0 and d.first = h.value ->> 1"
    " where d.member_id = m.id)"
)


def _ago(today: date, days: int) -> str:
    return (today - timedelta(days=days)).isoformat()


def _plain(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _among(p: str, ids: Sequence[int]) -> tuple[str, dict[str, Any]]:
    return f"m.id in (select value from json_each(:{p}))", {p: json.dumps(list(ids))}


def _remarked(book: Reading, kind: str, words: Sequence[str]) -> list[int]:
    """Members of whom something like this is noted; the comparison is the find box's own folding."""
    wanted = [fold(word) for word in words]
    rows = book.each("select member_id, text from remarks where :kind = '' or kind = :kind", {"kind": kind})
    return sorted({member for member, noted in rows if any(word in fold(noted) for word in wanted)})


def _living(book: Reading, words: Sequence[str]) -> list[int]:
    wanted = [fold(word) for word in words]
    rows = book.each("select member_id, town, postcode from addresses")
    return sorted({
        member for member, town, postcode in rows if any(fold(town) == word or fold(postcode).startswith(word) for word in wanted)
    })  # fmt: skip


def _month(said: str, today: date) -> int:
    if said in MONTHS:
        return MONTHS.index(said) + 1
    return today.month if said == "this month" else today.month % 12 + 1


def _joined(words: Sequence[str], today: date, p: str) -> tuple[str, dict[str, Any]]:
    if words[0] == "this year":
        return f"m.joined_on >= :{p}", {p: f"{today.year}-01-01"}
    if words[0] == "this month":
        return f"m.joined_on >= :{p}", {p: today.replace(day=1).isoformat()}
    if words[0] == "before":
        return f"m.joined_on < :{p}", {p: f"{words[1]}-01-01"}
    through = {} if words[0] == "since" else {f"{p}end": f"{words[1]}-12-31"}
    clause = f"m.joined_on >= :{p}" + (f" and m.joined_on <= :{p}end" if through else "")
    return clause, {p: f"{words[1]}-01-01", **through}


def _staged(book: Reading, stage: str, today: date) -> list[int]:
    from shopkeeper.rules.stages import Stage
    from shopkeeper.service import stages, visiting

    seen = visiting.visits(book, today)
    if stage == "prospect":
        came = set(seen.members.tolist())
        return [
            member for (member,) in book.rows("select id from members where gone = 0") if member not in came
        ]
    wanted = Stage[stage.upper()]
    found: list[int] = seen.members[stages.of(book, seen, today) == wanted].tolist()
    return found

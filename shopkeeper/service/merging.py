"""Two records that are one person made one, and taken apart again: everything of both is kept (18)."""

from datetime import date
from typing import Any

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.say import text as say
from shopkeeper.service import acts, finding, homes, programmes, shops, standings
from shopkeeper.service.acts import Affected
from shopkeeper.service.common import who
from shopkeeper.service.consents import CHANNELS
from shopkeeper.service.detail_rows import row_now
from shopkeeper.service.merged import Change, changes_since
from shopkeeper.service.previews import Effect, effect_of, stands
from shopkeeper.values import dataclass, replace

# What belongs to a member and goes over whole, row by row.
_BELONGINGS = (
    "cards", "promises", "matters", "matter_steps", "wanted", "relations", "dates", "talks", "letters", "refusals", "stays",
    "leavings", "tries", "holds", "requests",
    "praises",
    "trial_gifts",
    "vouchers",
)  # fmt: skip
# What both may have: a row that says the same stays with the other record. The columns that tell.
_SHARED = {
    "contacts": ("kind", "canonical", "text"),
    "addresses": ("street", "address_2", "postcode", "town", "region", "country"),
    "remarks": ("kind", "text"),
    "answers": ("question_id",),
    "set_aside": ("about",),
    "guests": ("event_id",),
    "pictures": ("removed_on",),
    "trial_members": ("trial_id",),  # of both in one trial the kept member's half holds
}


@dataclass(frozen=True, slots=True)
class MergeEffect:
    """What merging would do: where both stand before and the kept member after; `kept_apart` are details in which
    they differ and the kept member's hold (a name, a birthday); `letters` is whether the shop may write then."""

    kept: Effect
    other: Effect
    purchases: int
    contacts: int
    cards: int
    kept_apart: tuple[str, ...]
    letters: bool | None


@dataclass(frozen=True, slots=True)
class Merged:
    """Two records that are one now; `merge` is the act, by which it is taken apart."""

    merge: int
    kept: int
    other: int
    number: str
    other_number: str
    name: str
    affected: tuple[Affected, ...]


@dataclass(frozen=True, slots=True)
class Unmerged:
    """Two records that are two again; `since` is what had been done since, and stays with the member it was kept as."""

    act: int
    merge: int
    kept: int
    other: int
    affected: tuple[Affected, ...]
    since: tuple[Change, ...]


def effect(book: Reading, keep_id: int, other_id: int, today: date) -> MergeEffect:
    """What would become of both; nothing is written. Declined as `merge` would be."""
    kept_row, other_row = _both(book, keep_id, other_id)
    _one_home(book, keep_id, other_id)
    versions = programmes.versions(book)
    ours, theirs = standings.facts_of(book, keep_id), standings.facts_of(book, other_id)
    through = max([today, *(fact.on for fact in (*ours, *theirs))])
    now = standings.replayed(book, versions, {keep_id: ours, other_id: theirs}, through)
    before = [stands(now[member].account) for member in (keep_id, other_id)]
    stays = [replace(stay, member=keep_id) if stay.member == other_id else stay
             for stay in homes.ever_shared(book, [keep_id, other_id])[1]]  # fmt: skip
    then = standings.replayed(book, versions, {keep_id: [*ours, *theirs], other_id: ()}, through, stays=stays)
    together, nothing_left = then[keep_id].account, then[other_id].account
    moving = {about: _moving(book, about, keep_id, other_id) for about in ("contacts", "cards")}
    return MergeEffect(
        kept=effect_of(keep_id, kept_row["number"], kept_row["name"], before[0], together),
        other=effect_of(other_id, other_row["number"], other_row["name"], before[1], nothing_left),
        purchases=sum(fact.kind == "purchase" for fact in theirs),
        contacts=len(moving["contacts"]),
        cards=len(moving["cards"]),
        kept_apart=tuple(_kept_apart(kept_row, other_row)),
        letters=_stricter(kept_row["letters"], other_row["letters"]),
    )


def merge(w: Writing, keep_id: int, other_id: int, *, by: int | None = None) -> Merged:
    """Make two records of one person one: every fact, card, contact, remark and promise of both stays.

    Each batch keeps its own last day, the stricter consent holds, both numbers and cards find the kept member. A name
    in which they differ is kept as a remark. Undone as one until either has changed; after that by `unmerge`.
    Declined: the same member twice; a member who is not in the book; two who stood in a household at the same time.
    """
    kept_row, other_row = _both(w, keep_id, other_id)
    _one_home(w, keep_id, other_id)
    today = shops.today(w)
    act = acts.begin(
        w, "merge", member_id=keep_id, by=by, name=kept_row["name"], number=kept_row["number"], other=other_row["name"],
        other_number=other_row["number"],
    )  # fmt: skip
    w.insert(
        "insert into merges (act_id, kept_member, other_member, found_as) values (?, ?, ?, ?)",
        (act, keep_id, other_id, keep_id),
    )
    w.run("update merges set found_as = ? where found_as = ? and undone_by is null", (keep_id, other_id))
    w.run(
        "insert into merged_facts (act_id, fact_id) select ?, id from facts where member_id = ?",
        (act, other_id),
    )
    w.run("update facts set member_id = ? where member_id = ?", (keep_id, other_id))
    for about in (*_BELONGINGS, *_SHARED):
        for row_id in _moving(w, about, keep_id, other_id):
            acts.change_row(w, act, about, row_id, {"member_id": keep_id})
    _consents(w, act, keep_id, other_id)
    _relations(w, act, keep_id, other_id)
    _guests(w, act, keep_id, other_id)
    w.run("update draft_rows set member_id = ? where member_id = ?", (keep_id, other_id))
    # Who was asked under either record is not asked again; that was so, whatever is taken apart later.
    w.run(
        "insert into cards_shown (member_id, question_id, shown_on) select ?, question_id, shown_on from cards_shown"
        " where member_id = ? on conflict do nothing",
        (keep_id, other_id),
    )
    acts.change_row(w, act, "members", keep_id, _together(kept_row, other_row))
    if other_row["name"] and other_row["name"] != kept_row["name"]:
        text = say("Also known as {name}").format(name=other_row["name"])
        acts.add_row(w, act, "remarks", {
            "member_id": keep_id, "kind": "fact", "text": text, "noted_on": today.isoformat(), "by_person": by, "source": "",
        })  # fmt: skip
    acts.change_row(w, act, "members", other_id, {"gone": GONE_INTO_ANOTHER})
    standings.replay_members(w, programmes.versions(w), [keep_id, other_id], today)
    finding.refresh(w, [keep_id, other_id])
    finding.refresh_rank(w, [keep_id])
    return Merged(
        act, keep_id, other_id, kept_row["number"], other_row["number"], kept_row["name"], acts.affected(w, [keep_id])
    )  # fmt: skip


def unmerge(w: Writing, merge_act: int, *, by: int | None = None) -> Unmerged:
    """Take a merge apart, also when either record has changed since: what came from the other goes back to it, what
    was done since stays with the member it was kept as, and is told."""
    row = w.row("select kept_member, other_member, undone_by from merges where act_id = ?", (merge_act,))
    if row is None:
        raise Declined("merge_unknown", say("There is no such merge in this book."), "merge")
    if row[2] is not None:
        raise Declined("undone_already", say("That has been undone already."), "merge")
    since = changes_since(w, merge_act)
    done = acts.undo(w, merge_act, even_if_changed=True)
    return Unmerged(done.act, merge_act, row[0], row[1], acts.affected(w, [row[0], row[1]]), since)


GONE_INTO_ANOTHER = 2  # of `members.gone`: 1 is an enrolment that was undone


def _both(book: Reading, keep_id: int, other_id: int) -> tuple[dict[str, Any], dict[str, Any]]:
    if keep_id == other_id:
        raise Declined("same_member", say("These are one record already. Choose two."), "other")
    rows = []
    for member_id in (keep_id, other_id):
        who(book, member_id)
        row = row_now(book, "members", member_id)
        assert row is not None
        rows.append(row)
    return rows[0], rows[1]


def _one_home(book: Reading, keep_id: int, other_id: int) -> None:
    both_at_once = book.value(
        "select 1 from stays a join stays b on b.member_id = ? where a.member_id = ?"
        " and (a.through is null or a.through >= b.from_day) and (b.through is null or b.through >= a.from_day) limit 1",
        (other_id, keep_id),
    )
    if both_at_once:
        raise Declined(
            "both_in_households",
            say("Both records stood in a household at the same time. Take one of them out of it first."),
            "other",
        )


def _moving(book: Reading, about: str, keep_id: int, other_id: int) -> list[int]:
    """The rows of the other record that go over: all, but those of which the kept member has the same."""
    told = _SHARED.get(about)
    if told is None:
        return [
            row[0]
            for row in book.rows(f"select id from {about} where member_id = ? order by id", (other_id,))
        ]
    columns = ", ".join(told)
    seen = {
        _key(about, row)
        for row in book.rows(f"select {columns} from {about} where member_id = ?", (keep_id,))
    }
    moving = []
    for row_id, *row in book.rows(
        f"select id, {columns} from {about} where member_id = ? order by id", (other_id,)
    ):
        key = _key(about, tuple(row))
        if key not in seen:
            seen.add(key)
            moving.append(row_id)
    return moving


def _key(about: str, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """What two rows are compared by: of a contact its canonical form, where it has one."""
    return (row[0], row[1] or row[2]) if about == "contacts" else row


def _consents(w: Writing, act: int, keep_id: int, other_id: int) -> None:
    """What was agreed to, channel by channel: what only the other was asked goes over with its proof; where one said
    yes and the other no, the no holds, whichever was said last."""
    for channel in CHANNELS:
        said = {
            member: w.rows(
                "select id, given, said_on, how, wording, by_person from consents"
                " where member_id = ? and channel = ? order by id",
                (member, channel),
            )
            for member in (keep_id, other_id)
        }
        kept, other = said[keep_id], said[other_id]
        if not kept:
            for row in other:
                acts.change_row(w, act, "consents", row[0], {"member_id": keep_id})
        elif other and kept[-1][1] and not other[-1][1]:
            _, given, said_on, how, wording, by = other[-1]
            acts.add_row(w, act, "consents", {
                "member_id": keep_id, "channel": channel, "given": given, "said_on": said_on, "how": how,
                "wording": wording, "by_person": by,
            })  # fmt: skip


def _relations(w: Writing, act: int, keep_id: int, other_id: int) -> None:
    """Who was related to the other record is related to the kept member; nobody is related to themselves."""
    for row_id, member_id in w.rows(
        "select id, member_id from relations where other_member = ?", (other_id,)
    ):
        acts.change_row(
            w, act, "relations", row_id, None if member_id == keep_id else {"other_member": keep_id}
        )
    for (row_id,) in w.rows(
        "select id from relations where member_id = ? and other_member = ?", (keep_id, keep_id)
    ):
        acts.change_row(w, act, "relations", row_id, None)


def _guests(w: Writing, act: int, keep_id: int, other_id: int) -> None:
    """Both were on the list of an event: what either answered, and that either was there, is the kept member's."""
    for kept, other in w.rows(
        "select k.id, o.id from guests k join guests o on o.event_id = k.event_id where k.member_id = ? and o.member_id = ?",
        (keep_id, other_id),
    ):
        ours, theirs = row_now(w, "guests", kept), row_now(w, "guests", other)
        assert ours is not None and theirs is not None
        parts = (("told_on", "told_by"), ("answer", "answered_on", "companions"), ("arrived_at", "came_with"))
        taken = {name: theirs[name] for part in parts if not ours[part[0]] for name in part}
        if ours["state"] == "kept back":
            taken |= {"state": theirs["state"], "waits_since": theirs["waits_since"]}
        acts.change_row(w, act, "guests", kept, taken)


def _together(kept: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """The kept member's own details: what is missing comes from the other; the stricter consent, the earlier joining."""
    found = {part: kept[part] or other[part] for part in ("name", "say", "greeting")}
    if kept["birthday_month"] is None or (
        kept["birthday_year"] is None
        and (kept["birthday_month"], kept["birthday_day"]) == (other["birthday_month"], other["birthday_day"])
    ):
        found |= {
            part: other[part] for part in ("birthday_year", "birthday_month", "birthday_day", "leap_day")
        }
    letters = _stricter(kept["letters"], other["letters"])
    found["letters"] = None if letters is None else int(letters)
    asked = [row["letters_asked_on"] for row in (kept, other) if row["letters"] == found["letters"]]
    found["letters_asked_on"] = max((day for day in asked if day), default=None)
    found["joined_on"] = min(kept["joined_on"], other["joined_on"])
    notes = dict.fromkeys(note for note in (kept["note"], other["note"]) if note)
    found["note"] = "\n".join(notes)
    return found


def _stricter(one: int | None, other: int | None) -> bool | None:
    """A no of either is a no; a yes of one alone is not enough: then nobody has been asked for both."""
    if 0 in (one, other):
        return False
    return None if None in (one, other) else True


def _kept_apart(kept: dict[str, Any], other: dict[str, Any]) -> list[str]:
    apart = []
    if kept["name"] and other["name"] and kept["name"] != other["name"]:
        apart.append("name")
    days = [(row["birthday_month"], row["birthday_day"]) for row in (kept, other)]
    if None not in (days[0][0], days[1][0]) and days[0] != days[1]:
        apart.append("birthday")
    return apart


__all__ = ["Change", "MergeEffect", "Merged", "Unmerged", "changes_since", "effect", "merge", "unmerge"]

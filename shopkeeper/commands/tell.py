"""The answers of the commands in words, for a person at a terminal."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from shopkeeper.commands.answers import Answer
from shopkeeper.commands.session import Session
from shopkeeper.say import Speech, counted


def told(command: str, answer: Any, session: Session) -> list[str]:
    """What is printed, line by line."""
    if command == "init":
        return [f"{answer['name']} is ready: {answer['shop']}"]
    if command == "find":
        return _found(answer)
    if command == "programme" and "versions" in answer:
        return _programme(answer)
    if command == "duplicates":
        return _twice(answer)
    if command in ("events", "event-plan", "event-off", "guests", "guest", "birthdays"):
        from shopkeeper.commands import evenings

        return list(evenings.told(answer, session.speech, session.today))
    if command == "trial":
        from shopkeeper.commands import trying

        return list(trying.told(answer, session))
    if command in ("offer", "change-offer", "withdraw", "vouchers", "issue", "redeem"):
        from shopkeeper.commands import coupons

        return list(coupons.told(command, answer, session.speech, session.today))
    if command == "acts":
        return [
            f"{one['act']}  {session.speech.day_short(session.shop.day_of(datetime.fromisoformat(one['at'])))}"
            f" {session.speech.time(datetime.fromisoformat(one['at']))}  {one['by'] or '–'}  {one['kind']}"
            + (f" of act {one['undoes']}" if one["undoes"] else "")
            + (f"  {one['number']}" if one["number"] else "")
            + ("  (undone)" if one["undone"] else "")
            for one in answer["acts"]
        ]
    if command == "apart":
        return [f"{answer['one']} and {answer['other']} are two people."]
    if command == "reindex":
        found = counted(
            answer["members"], "{n} member can be found again.", "{n} members can be found again."
        )
        return [found] if answer["ok"] else list(answer["problems"])
    if command in ("held", "consent", "forget", "keeping"):
        return _privacy(command, answer)
    if command == "report":
        from shopkeeper.commands import reports

        return list(reports.told(answer))
    if command in ("note", "promise", "followups"):
        from shopkeeper.commands import remembered

        return remembered.told(command, answer)
    if command == "pin":
        have = ", ".join(answer["pins"])
        return [f"With a PIN: {have}." if have else "Nobody has a PIN."]
    if command in ("lock", "unlock", "passphrase"):
        return _lock(answer)
    if command in ("backup", "restore", "check"):
        return _book(command, answer)
    speech = session.speech
    if command == "show":
        return _card(answer, speech)
    if command == "enrol":
        return [f"{_who(answer)} is a member, card {answer['card']}, {speech.points(answer['points'])}."]
    if command == "purchase":
        return _purchase(answer, speech)
    if command == "return":
        return _return(answer, speech)
    if command in ("adjust", "gift", "tier"):
        return [f"{_who(answer)}: {_tier(answer)}{speech.points(answer['points'])}."]
    if command == "perk":
        return [f"{_who(answer)}: {answer['perk']} {'given' if answer['given'] else 'refused'}."]
    if command == "household":
        return _household(answer, speech)
    if command in ("move", "undo", "merge", "unmerge"):
        return _changed(command, answer, speech)
    if command == "programme" and "moves" in answer:
        return _trial(answer, speech)
    if command == "programme":
        return [
            f"The programme holds from {answer['from']}. "
            + counted(answer["changed_members"], "{n} member is in another tier today.",
                      "{n} members are in another tier today.")
        ]  # fmt: skip
    return _plainly(answer)


def _lock(answer: Answer) -> list[str]:
    if "locked" in answer:
        lines = ["The book is locked." if answer["locked"] else "The book is in the clear."]
        if answer["backups"]:
            lines.append(counted(answer["backups"], "{n} backup followed it.", "{n} backups followed it."))
        if answer["left"]:
            lines.append(
                counted(
                    answer["left"],
                    "{n} old copy could not follow: remove it.",
                    "{n} old copies could not follow: remove them.",
                )
            )
    else:
        lines = [
            "The passphrase is changed."
            if answer["changed"] == "passphrase"
            else "The recovery code is changed."
        ]
    if answer.get("code"):
        lines += [
            f"Recovery code: {answer['code']}",
            "It is not told again. Keep it on paper, away from this computer.",
        ]
    return lines


def _privacy(command: str, answer: Answer) -> list[str]:
    if command == "held" and "tables" in answer:
        return [
            line
            for table, rows in answer["tables"].items()
            for line in (
                f"{table}: {len(rows)}",
                *("  " + "; ".join(f"{key} {value}" for key, value in row.items() if value not in (None, "")) for row in rows),
            )
        ]  # fmt: skip
    if command == "held":
        return [counted(answer["rows"], "{n} row is held and written.", "{n} rows are held and written.")]
    if command == "consent":
        return [
            f"{answer['number']}: {answer['channel']} {'yes' if answer['given'] else 'no'}, {answer['on']}."
        ]
    if command == "forget":
        said = ["The member is forgotten. Purchases and points stay, under nobody's name.",
                f"Backups made before today are thinned by {answer['in_backups_until']} at the latest."]  # fmt: skip
        if answer["mentioned"]:
            said.append(f"The name still stands in the record of: {', '.join(answer['mentioned'])}.")
        return said
    return [
        f"{part}: {'kept without end' if months is None else f'{months} months'}"
        + (f", {answer['due'][part]} due" if answer["due"].get(part) else "")
        for part, months in answer["months"].items()
    ]


def _who(answer: Answer) -> str:
    return f"{answer['name'] or 'Member'} ({answer['number']})" if answer["number"] else "Nobody known"


def _tier(answer: Answer) -> str:
    return f"{answer['tier']}, " if answer.get("tier") else ""


def _found(hits: list[Answer]) -> list[str]:
    if not hits:
        return ["Nobody was found."]
    rows = [
        (
            hit["number"],
            hit["name"],
            hit["tier"] or "",
            hit["town"] or "",
            hit["phone"] or "",
            hit["last_visit"] or "",
        )
        for hit in hits
    ]
    return _columns(rows)


def _card(card: Answer, speech: Speech) -> list[str]:
    lines = [_who(card)]
    until = f" through {card['tier_until']}" if card["tier_until"] else ""
    lines.append(
        f"{card['tier']}{until}, {speech.points(card['points'])} worth {speech.money(card['worth_minor'])}"
    )
    following = card["next_tier"]
    if following is not None:
        missing = next(
            speech.money(value) if key == "missing_minor" else f"{value} {key.removeprefix('missing_')}"
            for key, value in following.items()
            if key.startswith("missing_")
        )
        lines.append(f"{missing} to {following['name']}{' by ' + following['by'] if following['by'] else ''}")
    last = f", last on {card['last_visit']}" if card["last_visit"] else ""
    lines.append(
        f"{speech.money(card['spent_minor'])} in {counted(card['visits'], '{n} visit', '{n} visits')}{last}"
    )
    lines += [f"{remark['kind']}: {remark['text']}" for remark in card["remarks"]]
    lines += [f"card {number}" for number in card["cards"]]
    lines += card["phones"] + card["emails"] + ([card["note"]] if card["note"] else [])
    return [*lines, *card["why"]]


def _purchase(answer: Answer, speech: Speech) -> list[str]:
    again = "Recorded before" if answer.get("again") else "Recorded"
    lines = [
        f"{again}: purchase {answer['purchase']}, {speech.money(answer['amount_minor'])}, {_who(answer)}."
    ]
    if answer.get("undone"):
        lines = [
            f"Purchase {answer['purchase']} was recorded before, and undone since. Nothing was recorded."
        ]
    elif answer["number"]:
        lines.append(
            f"{answer['earned']} earned, {speech.points(answer['points'])} in all, {answer['tier']}."
        )
    if answer["climbed_to"]:
        lines.append(f"New tier: {answer['climbed_to']}.")
    return lines


def _return(answer: Answer, speech: Speech) -> list[str]:
    again = "Taken back before" if answer.get("again") else "Taken back"
    lines = [
        f"{again}: {speech.money(answer['amount_minor'])} of purchase {answer['purchase']}, {_who(answer)}."
    ]
    if answer["number"]:
        lines.append(
            f"{answer['reversed']} taken back, {answer['restored']} given back, {speech.points(answer['points'])} in all, "
            f"{answer['tier']}."
        )
    return lines


def _household(answer: Answer, speech: Speech) -> list[str]:
    if not answer["household"]:
        return ["No household: the points are the member's own."]
    together = [
        f"{_who(mate)}: {speech.points(mate['points'])} since {mate['since']}" for mate in answer["household"]
    ]
    return [*together, f"Together: {speech.points(answer['pooled'])}."]


def _changed(command: str, answer: Answer, speech: Speech) -> list[str]:
    if command == "move":
        done = f"Moved purchase {answer['moved']}."
    elif command == "merge":
        done = f"Merged {answer['other_number']} into {_who(answer)}; {answer['merge']} takes it apart."
    elif command == "unmerge":
        done = f"Taken apart: merge {answer['unmerged']}."
        if answer["since"]:
            acts = ", ".join(f"{change['kind']} {change['act']}" for change in answer["since"])
            done += f" What was done since stays with the member it was kept as: {acts}."
    elif "would_undo" in answer:
        done = f"Would undo: {answer['kind']} {answer['would_undo']}. Nothing was changed."
    else:
        done = f"Undone: {answer['kind']} {answer['undone']}."
    return [done] + [
        f"{_who(member)}: {_tier(member)}{speech.points(member['points'])}" for member in answer["changed"]
    ]


def _programme(answer: Answer) -> list[str]:
    lines = []
    for version in answer["versions"]:
        lines += [f"# from {version['from']}", version["programme"]]
    return lines + [f"# {tier['name']}: {tier['members']}" for tier in answer["tiers"]]


def _trial(answer: Answer, speech: Speech) -> list[str]:
    """Side by side, then who moves."""
    now = {tier["name"]: tier for tier in answer["now"]["tiers"]}
    then = {tier["name"]: tier for tier in answer["then"]["tiers"]}
    rows = [("", "Members", "Points in the year", "Perks in the year", "Costs, each")]
    for name in [*reversed(then), *(name for name in reversed(now) if name not in then)]:
        sides = now.get(name), then.get(name)
        rows.append((
            name,
            _beside(sides, "members", speech.count),
            _beside(sides, "points", speech.count),
            _beside(sides, "perks_minor", speech.money),
            _beside(sides, "each_minor", speech.money),
        ))  # fmt: skip
    sides = answer["now"], answer["then"]
    members = speech.count(answer["members"])
    rows.append(("Together", members, _beside(sides, "points", speech.count),
                 _beside(sides, "perks_minor", speech.money), ""))  # fmt: skip
    lines = [f"On {answer['on']}, of {members} members: {answer['up']} up, {answer['down']} down,"
             f" {answer['renamed']} to a tier of another name."]  # fmt: skip
    lines += _columns(rows)
    lines.append(f"The year costs {_beside(sides, 'cost_minor', speech.money)}; points in members' hands"
                 f" {_beside(sides, 'outstanding', speech.count)}.")  # fmt: skip
    lines.append(f"Worked out from {counted(answer['purchases'], '{n} purchase', '{n} purchases')};"
                 f" the year is {answer['since']} to {answer['until']}. Nothing was changed.")  # fmt: skip
    return lines + [
        f"{move['number']}  {move['name']}  {move['from']} -> {move['to']}" for move in answer["moves"]
    ]


def _beside(sides: tuple[Answer | None, Answer | None], key: str, said: Callable[[int], str]) -> str:
    now, then = ("none" if side is None else said(side[key]) for side in sides)
    return now if now == then else f"{now} -> {then}"


def _columns(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def _twice(answer: Answer) -> list[str]:
    if not answer["found"]:
        return ["Nobody seems to be in the book twice."]
    rows = [
        f"{pair['one']} {pair['one_name']} = {pair['other']} {pair['other_name']}: {', '.join(pair['because'])}"
        for pair in answer["pairs"]
    ]
    return [*rows, counted(answer["found"], "{n} pair in all.", "{n} pairs in all.")]


def _book(command: str, answer: Answer) -> list[str]:
    held = (
        f"{counted(answer['members'], '{n} member', '{n} members')}, "
        f"{counted(answer['purchases'], '{n} purchase', '{n} purchases')}"
    )
    if command == "backup":
        return [f"{answer['backup']}: {held}"]
    if command == "restore":
        kept = f" The book as it was is kept in {answer['safety']}." if answer["safety"] else ""
        return [f"Restored through {answer['day']}: {held}.{kept}"]
    if not answer["ok"]:
        return list(answer["problems"])
    replayed = "" if answer["replayed"] is None else f", {answer['replayed']} replayed"
    return [f"Sound: {held}{replayed}."]


def _plainly(answer: Answer) -> list[str]:
    return [f"{key.replace('_', ' ')}: {_value(value)}" for key, value in answer.items()]


def _value(value: Any) -> str:
    if isinstance(value, list):
        return "".join(f"\n  {_value(one)}" for one in value) if value else "none"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_value(inner)}" for key, inner in value.items())
    return str(value)

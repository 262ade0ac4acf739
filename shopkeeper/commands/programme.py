"""The command about the programme: show its versions, try another on the shop's own past, set one from a day on."""

from datetime import date
from pathlib import Path

from shopkeeper.commands import answers
from shopkeeper.commands.answers import Answer
from shopkeeper.commands.session import Session
from shopkeeper.errors import Declined
from shopkeeper.rules.programme import Programme
from shopkeeper.rules.programme_text import read_programme, write_programme
from shopkeeper.service import programme_trials, programmes
from shopkeeper.service.programme_trials import Side, Trial

LARGEST_PROGRAMME = 100_000


def programme(session: Session, *, action: str, file: str | None = None, **given: date) -> Answer:
    """The programme's versions, what another would do, or a new one."""
    from_day = given.get("from")
    if action == "show":
        if file is not None or from_day is not None:
            raise Declined("option_unknown", "“show” takes no file and no day.", "file")
        return _shown(session)
    if file is None:
        raise Declined("option_missing", "Name the file with the programme.", "file")
    wanted = read_programme(_text(Path(file)), currency=session.shop.currency)
    if action == "try":
        return _tried(session, wanted, from_day or session.today)
    with session.writing() as w:
        done = programmes.set_programme(w, wanted, from_day)
    return {"from": done.from_day.isoformat(), "changed_members": done.changed_members, "act": done.act}


def _shown(session: Session) -> Answer:
    return {
        "versions": [
            {"version": version.id, "from": version.from_day.isoformat(), "programme": write_programme(version.programme)}
            for version in programmes.versions(session.reading)
        ],
        "tiers": [
            {"name": tier.name, "members": tier.members}
            for tier in programmes.members_per_tier(session.reading, session.today)
        ],
    }  # fmt: skip


def _tried(session: Session, wanted: Programme, from_day: date) -> Answer:
    trial = programme_trials.try_out(session.reading, wanted, from_day, session.today, session.progress)
    return {
        "on": answers.day(trial.on),
        "since": answers.day(trial.since),
        "until": answers.day(trial.until),
        "members": trial.members,
        "purchases": trial.purchases,
        "up": trial.counted("up"),
        "down": trial.counted("down"),
        "renamed": trial.counted("renamed"),
        "now": _side(trial.now),
        "then": _side(trial.then),
        "moves": _moves(trial),
    }


def _side(side: Side) -> Answer:
    return {
        "tiers": [
            {
                "name": tier.name,
                "members": tier.members,
                "points": tier.points,
                "points_minor": tier.points_minor,
                "perks_minor": tier.perks_minor,
                "cost_minor": tier.cost_minor,
                "each_minor": tier.each_minor,
            }
            for tier in side.tiers
        ],
        "points": side.points,
        "perks_minor": side.perks_minor,
        "cost_minor": side.cost_minor,
        "outstanding": side.outstanding,
        "outstanding_minor": side.outstanding_minor,
    }


def _moves(trial: Trial) -> list[Answer]:
    return [
        {"number": move.number, "name": move.name, "from": move.was, "to": move.becomes, "way": move.way}
        for move in trial.moves
    ]


def _text(file: Path) -> str:
    try:
        with file.open("rb") as source:
            content = source.read(LARGEST_PROGRAMME + 1)
    except OSError as error:
        raise Declined("no_file", "This file cannot be read. Nothing was changed.", "file") from error
    if len(content) > LARGEST_PROGRAMME:
        raise Declined("file_too_large", "A programme has 100 kB at most. Nothing was changed.", "file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Declined("not_utf8", "A programme is written in UTF-8. Nothing was changed.", "file") from error

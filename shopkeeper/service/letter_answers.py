"""Who is to be answered by letter: with a complaint, one that was put right, somebody they sent to the shop."""

from datetime import date, timedelta

from shopkeeper.records.book import Reading
from shopkeeper.say import Speech, text
from shopkeeper.service.letter_whom import Found, of_one, when

ANSWER_DAYS = 60
"""How long a complaint, its end, or a friend who was sent waits for a letter, in days."""
_LONGEST = 60
SAID = "'thanked:' || r.id"
"""Under which name thanks that were said for the relation `r` stand among the lines that are done."""


def sorry(book: Reading, today: date, speech: Speech, only: int | None) -> list[Found]:
    """Whoever complained lately, the newest first; each complaint is apologised for once."""
    return _matters(
        book, today, speech, "heard_on", "complaint", f"kind = 'complaint'{of_one('member_id', only)}"
    )


def telling(book: Reading, today: date, speech: Speech, only: int | None) -> list[Found]:
    """Whose complaint or request was settled lately: it helped, and they hear so once."""
    return _matters(
        book,
        today,
        speech,
        "settled_on",
        "told",
        f"state <> 'open' and coalesce(right_now, 1) = 1{of_one('member_id', only)}",
    )


def _matters(book: Reading, today: date, speech: Speech, day: str, about: str, where: str) -> list[Found]:
    rows = book.rows(
        f"select id, member_id, {day}, text from matters where member_id is not null and {where}"
        f" and {day} between ? and ? order by {day} desc, id desc",
        ((today - timedelta(days=ANSWER_DAYS)).isoformat(), today.isoformat()),
    )
    found: dict[int, Found] = {}
    for matter, member, on, words in rows:
        key = f"{about}:{matter}:{on}"
        short = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
        because = text("{what}: {words}").format(what=said(key, today, speech), words=short)
        one = Found(member, key, about, date.fromisoformat(on), because, f"{about}:{matter}:")
        found.setdefault(member, one)
    return list(found.values())


def friend(book: Reading, today: date, speech: Speech, only: int | None) -> list[Found]:
    """Whoever sent somebody to the shop lately; each friend is thanked for once, by letter or by word of mouth."""
    rows = book.rows(
        "select r.other_member, r.member_id, r.noted_on, m.name from relations r join members m on m.id = r.member_id"
        " where r.kind = 'referred by' and r.other_member is not null and m.gone = 0 and r.noted_on between ? and ?"
        " and not exists (select 1 from set_aside a where a.member_id = r.member_id and a.until is null"
        f"  and a.about = {SAID})"
        f"{of_one('r.other_member', only)}"
        " order by r.noted_on desc, r.id desc",
        ((today - timedelta(days=ANSWER_DAYS)).isoformat(), today.isoformat()),
    )
    found: dict[int, Found] = {}
    for sender, newcomer, on, name in rows:
        key = f"friend:{newcomer}:{on}"
        because = text("Sent {name} {day}").format(name=name, day=when(date.fromisoformat(on), today, speech))
        one = Found(sender, key, "friend", date.fromisoformat(on), because, f"friend:{newcomer}:")
        found.setdefault(sender, one)
    return list(found.values())


def said(key: str, today: date, speech: Speech) -> str:
    """What the key of such an occasion says in the log; "" for another."""
    about, _, rest = key.partition(":")
    patterns = {
        "complaint": text("Complained {day}"),
        "told": text("Told us, and it was settled {day}"),
        "friend": text("Sent a friend {day}"),
    }
    if about not in patterns:
        return ""
    return patterns[about].format(day=when(date.fromisoformat(rest.partition(":")[2]), today, speech))

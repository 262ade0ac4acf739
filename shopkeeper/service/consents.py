"""What a member agreed to, channel by channel, with the proof: who said it to whom, when, how, to which words."""

from datetime import date
from typing import Literal, get_args

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.names import clean_note
from shopkeeper.say import text as say
from shopkeeper.service import acts, shops
from shopkeeper.service.acts import Affected
from shopkeeper.service.common import who
from shopkeeper.values import dataclass

Channel = Literal["letter", "e-mail", "phone", "message"]
How = Literal["in person", "on a form", "by phone", "in writing"]
CHANNELS: tuple[Channel, ...] = get_args(Channel)
HOWS: tuple[How, ...] = get_args(How)


@dataclass(frozen=True, slots=True)
class Consent:
    """What holds for one channel. `given` is None where nobody asked: then the shop keeps silent. `how` is "" where
    only the answer is known, as from a list."""

    channel: Channel
    given: bool | None
    said_on: date | None = None
    how: How | Literal[""] = ""
    wording: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that was written down, with its proof."""

    act: int
    member_id: int
    consent: Consent
    affected: tuple[Affected, ...]


def of(book: Reading, member_id: int) -> tuple[Consent, ...]:
    """What holds for each channel, in the order of `CHANNELS`."""
    who(book, member_id)
    last = {
        row[0]: Consent(row[0], bool(row[1]), date.fromisoformat(row[2]), row[3], row[4], row[5])
        for row in book.rows(
            "select c.channel, c.given, c.said_on, c.how, c.wording, coalesce(p.name, '') from consents c"
            " left join people p on p.id = c.by_person where c.member_id = ? order by c.id",
            (member_id,),
        )
    }
    letters, asked_on = book.rows("select letters, letters_asked_on from members where id = ?", (member_id,))[
        0
    ]
    proved = last.get("letter")
    if (
        proved is None or letters is None or proved.given != bool(letters)
    ):  # a list, or an edit, said something since
        last["letter"] = Consent(
            "letter",
            None if letters is None else bool(letters),
            None if letters is None or asked_on is None else date.fromisoformat(asked_on),
        )
    return tuple(last.get(channel, Consent(channel, None)) for channel in CHANNELS)


def answer(
    w: Writing, member_id: int, channel: Channel, *, given: bool, how: How, wording: str = "", said_on: date | None = None,
    by: int | None = None,
) -> Answered:  # fmt: skip
    """Write down what a member said about one channel; a no holds from this moment. Undone as one.

    Declined: a channel or a way that there is not, a yes without the words it was given to, a day to come.
    """
    number, name = who(w, member_id)
    if channel not in CHANNELS or how not in HOWS:
        raise Declined(
            "consent_not_understood", say("There is no such channel, or no such way to say it."), "channel"
        )
    words = clean_note(wording)
    if given and not words:
        raise Declined("wording_missing", say("Write the words the member said yes to."), "wording")
    today = shops.today(w)
    day = said_on or today
    if day > today:
        raise Declined("day_in_the_future", say("That day is still to come. Check the date."), "said_on")
    act = acts.begin(w, "consent", member_id=member_id, by=by, name=name, number=number)
    acts.add_row(
        w,
        act,
        "consents",
        {
            "member_id": member_id, "channel": channel, "given": int(given), "said_on": day.isoformat(), "how": how,
            "wording": words, "by_person": by,
        },
    )  # fmt: skip
    if channel == "letter":
        acts.change_row(
            w, act, "members", member_id, {"letters": int(given), "letters_asked_on": day.isoformat()}
        )
    said = next(one for one in of(w, member_id) if one.channel == channel)
    return Answered(act, member_id, said, acts.affected(w, [member_id]))

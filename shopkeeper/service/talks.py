"""A word that passed between shop and member over any channel, written down; what stands against the next is told."""

from shopkeeper.errors import Declined
from shopkeeper.records.book import Writing
from shopkeeper.rules.names import clean_line
from shopkeeper.say import text as say
from shopkeeper.service import acts, shops
from shopkeeper.service.common import who
from shopkeeper.service.winback import CHANNELS, Channel
from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class TalkNoted:
    """A talk that stands in the log now."""

    act: int
    member_id: int
    number: str
    name: str
    channel: Channel
    text: str


def note(w: Writing, member_id: int, channel: Channel, words: str, *, by: int | None = None) -> TalkNoted:
    """Write down a talk of today, whoever began it. Declined: no such channel; not a word of what it was about."""
    number, name = who(w, member_id)
    if channel not in CHANNELS:
        raise Declined(
            "channel_unknown", say("At the counter, by phone, letter, e-mail or on a visit."), "channel"
        )
    said = clean_line(words, about="talk", label=say("What was said"), required=True)
    act = acts.begin(w, "talk", member_id=member_id, by=by, name=name, number=number)
    acts.add_row(
        w, act, "talks",
        {
            "member_id": member_id, "channel": channel, "text": said, "happened_on": shops.today(w).isoformat(),
            "by_person": by,
        },
    )  # fmt: skip
    return TalkNoted(act, member_id, number, name, channel, said)

"""A member's cards: given, replaced when one is lost, and not taken any more."""

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.cards import check_card, next_card
from shopkeeper.service import acts, finding, forgetting, shops
from shopkeeper.service.common import who
from shopkeeper.values import dataclass


@dataclass(frozen=True, slots=True)
class Carded:
    """What was done about a member's cards: `given` is the new card, `lost` the one that is not taken any more; "" for none."""

    act: int
    member_id: int
    number: str
    name: str
    given: str = ""
    lost: str = ""


def give(w: Writing, member_id: int, card: str = "", *, lost: str = "", by: int | None = None) -> Carded:
    """Give a member a card, the next free one if no number is named; a `lost` one is blocked in the same act.

    Declined for a card that is somebody's, and for a lost card that is not this member's.
    """
    number, name = who(w, member_id)
    today = shops.today(w).isoformat()
    given = card_to_give(w, card)
    act = acts.begin(w, "edit", member_id=member_id, by=by, name=name, number=number)
    if lost:
        _block(w, act, member_id, lost, today)
    row = {"member_id": member_id, "number": given, "given_on": today, "blocked_on": None}
    acts.add_row(w, act, "cards", row)
    finding.refresh(w, [member_id])
    return Carded(act, member_id, number, name, given, lost)


def block(w: Writing, member_id: int, card: str, *, by: int | None = None) -> Carded:
    """A card was lost and no other is wanted: it is not taken any more."""
    number, name = who(w, member_id)
    act = acts.begin(w, "edit", member_id=member_id, by=by, name=name, number=number)
    _block(w, act, member_id, card, shops.today(w).isoformat())
    finding.refresh(w, [member_id])
    return Carded(act, member_id, number, name, "", card)


def _block(w: Writing, act: int, member_id: int, card: str, today: str) -> None:
    row = w.row("select id, blocked_on from cards where member_id = ? and number = ?", (member_id, card))
    if row is None:
        raise Declined("card_unknown", "This member has no card of that number.", "card")
    if row[1] is not None:
        raise Declined("card_lost_already", "This card was reported lost before.", "card")
    acts.change_row(w, act, "cards", row[0], {"blocked_on": today})


def card_to_give(w: Reading, asked: str) -> str:
    """The card asked for, if it is nobody's; the next free one if none is named."""
    if asked:
        card = check_card(asked)
        if w.value("select 1 from cards where number = ?", (card,)):
            raise Declined("card_taken", "This card is somebody's already. Take another card.", "card")
        return card
    seed = int(w.value("select coalesce(max(id), 0) from cards"))
    card = next_card(seed)
    forgotten = forgetting.Marks(w)  # their card may still be in somebody's purse
    while w.value("select 1 from cards where number = ?", (card,)) or forgotten.known((("card", card),)):
        seed += 1
        card = next_card(seed)
    return card

"""All that the counter shows of one member, in one bounded question: the card, thanks owed, the birthday, purchases."""

from datetime import date

from shopkeeper.records.book import Reading, Writing
from shopkeeper.rules.days import next_birthday
from shopkeeper.rules.programme import Programme, version_on
from shopkeeper.service import (
    circle,
    events,
    hints,
    households,
    matters,
    members,
    perks,
    pictures,
    programmes,
    promises,
    purchases,
    questions,
    secret_gifts,
    trials,
    vouchers,
    wanted,
)
from shopkeeper.service.circle import Day, Relation
from shopkeeper.service.events import Invited
from shopkeeper.service.hints import Hint
from shopkeeper.service.households import Household
from shopkeeper.service.letter_due import due_for
from shopkeeper.service.letter_whom import DueLetter
from shopkeeper.service.matters import Matter
from shopkeeper.service.perks import Owed
from shopkeeper.service.pictures import Picture
from shopkeeper.service.promises import Promise
from shopkeeper.service.questions import Question
from shopkeeper.service.trials import Offered
from shopkeeper.service.vouchers import Voucher
from shopkeeper.service.wanted import Want
from shopkeeper.values import dataclass, replace

BIRTHDAY_AHEAD_DAYS = 7
PURCHASES_SHOWN = 40


@dataclass(frozen=True, slots=True)
class AtCounter:
    """A member as the person who serves must see them. `thanks` is what a note is due for; `birthday_on` is set within the next seven days;
    `birthday_points` is what the programme gives for it and has not been given this year; `average_minor` is of
    one purchase, what came back left out."""

    card: members.Card
    programme: Programme
    thanks: DueLetter | None
    birthday_on: date | None
    birthday_points: int
    average_minor: int
    bought: tuple[purchases.Bought, ...]
    promises: tuple[Promise, ...] = ()
    matters: tuple[Matter, ...] = ()
    wanted: tuple[Want, ...] = ()
    around: tuple[Relation, ...] = ()
    days: tuple[Day, ...] = ()
    question: Question | None = None
    perks: tuple[Owed, ...] = ()
    household: Household | None = None
    events: tuple[Invited, ...] = ()
    picture: Picture | None = None
    offers: tuple[Offered, ...] = ()
    hint: Hint | None = None
    vouchers: tuple[Voucher, ...] = ()
    secrets_of: tuple[str, ...] = ()
    """Whose purchases are not to be spoken of before this member."""


def at_counter(book: Reading, member_id: int, today: date) -> AtCounter:
    """The member as of today; Declined for one who is not in the book."""
    versions = programmes.versions(book)
    card = members.show(book, member_id, today, versions=versions)
    programme = version_on(versions, today).programme
    birthday_on, points = None, 0
    birthday = card.details.birthday
    if birthday is not None:
        day = next_birthday(birthday.month, birthday.day, today, birthday.leap_day)
        if (day - today).days <= BIRTHDAY_AHEAD_DAYS:
            birthday_on = day
            given = programme.birthday_points and book.value(
                "select 1 from facts where key = ? and undone_by is null",
                (f"gift:{birthday_gift(day)}:{member_id}",),
            )
            points = 0 if given else programme.birthday_points
    spent, count = card.standing.spent_minor, card.standing.purchases
    return AtCounter(
        card=card,
        programme=programme,
        thanks=due_for(book, member_id, today, programme),
        birthday_on=birthday_on,
        birthday_points=points,
        average_minor=(2 * spent + count) // (2 * count) if count else 0,
        bought=purchases.bought_by(book, member_id, limit=PURCHASES_SHOWN),
        promises=promises.open_for(book, member_id, today),
        matters=matters.live_for(book, member_id),
        wanted=wanted.live_for(book, member_id),
        around=circle.around(book, member_id),
        days=circle.days_of(book, member_id, today),
        question=questions.to_ask(book, member_id, today),
        perks=perks.of(book, member_id, programme, card.standing, today),
        household=households.of(book, member_id, today),
        events=events.for_member(book, member_id, card.standing.rank, today),
        hint=hints.hint(book, member_id, card.standing, today),
        picture=pictures.of(book, member_id),
        offers=trials.for_member(book, member_id, today),
        vouchers=vouchers.of_member(book, member_id, today),
        secrets_of=secret_gifts.not_to_be_told(book, member_id),
    )


def birthday_gift(day: date) -> str:
    """The name under which a year's birthday gift is given once."""
    return f"birthday {day.year}"


def answer_letters(w: Writing, member_id: int, may_write: bool, *, by: int | None = None) -> members.Edited:
    """Keep the member's answer to whether the shop may write; undone like any change of details."""
    details, _, _ = members.details_of(w, member_id)
    return members.edit(w, member_id, replace(details, letters=may_write), by=by)

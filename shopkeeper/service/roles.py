"""Who may do and see what, in one table: what is the owner's, and what everybody's who serves.

It is asked in the services, not on the screen: `require` where acts begin, `for_owner` where a question would hand out the
book as a whole. A shop in which no owner has a PIN works as if none of this were there (`service/pins.py`).
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Literal, ParamSpec, TypeVar

from shopkeeper.errors import Declined
from shopkeeper.records.book import Reading, Writing
from shopkeeper.service import pins
from shopkeeper.values import dataclass, field

P = ParamSpec("P")
Answer = TypeVar("Answer")

# ---- what is done ----

# What is said about the shop as a whole, gives points or tiers by hand, takes something for good, or opens doors.
ACTS_OF_OWNER = frozenset(
    {
        "programme", "shop", "person", "pin", "lock", "forgotten", "import", "everything", "second place", "keeping times",
        "adjustment", "waiver", "tier", "allowance", "voucher offer", "stages", "discount", "wording", "letter limits", "letterhead",
        "closed", "trial", "trial stopped",
    }
)  # fmt: skip
# Recognising, recording, remembering, writing, answering, inviting; and taking back what everybody may do. What is in
# neither list is the owner's.
ACTS_OF_ALL = frozenset(
    {
        "purchase", "return", "gift", "move", "enrol", "edit", "posting", "letter", "letter settings", "merge",
        "apart", "household", "perk", "perk refused", "promise", "promise settled", "matter", "matter step", "wanted",
        "relation", "date", "question", "answered", "talk", "set aside", "draw", "need", "consent", "hold", "data request",
        "event", "guests", "guest", "door", "group", "leaving", "try", "not now", "thanked", "picture", "praise", "visit form",
        "visit report", "questionnaire", "sheet answered", "offer", "vouchers", "voucher",
    }
)  # fmt: skip
# What the program does by itself, asked by nobody.
ACTS_OF_PROGRAM = frozenset({"opened", "demo", "kept no longer", "undo"})

# ---- what is looked at, or taken away as a file ----

Door = Literal["figures", "log", "lists", "held"]
STAYS_OPEN: frozenset[Door] = frozenset({"figures", "log", "held"})
"""Doors that stay open until whoever looks on goes elsewhere; that of the lists is opened for one file."""

# Each by module and name, and the door it is behind.
READS_OF_OWNER: dict[str, Door] = {
    "insights.insights": "figures",
    "loyalty.loyalty": "figures",
    "programme_trials.try_out": "figures",
    "programme_trials.year_of": "figures",
    "recognition.month": "figures",
    "trial_lot.draw": "figures",
    "trial_lot.size": "figures",
    "trial_result.result": "figures",
    "trial_result.write": "figures",
    "worth.worth": "figures",
    "trial_lot.drawn": "figures",
    "exporting.export_file": "lists",
    "exporting_everything.write": "lists",
    "listing_export.export_listed": "lists",
    "held.of": "held",
    "acts_log.lately": "log",
}
# What recognising, recording and the morning need: read by everybody who serves, module by module, apart from the names above.
READ_BY_ALL = frozenset(
    {
        "acts", "allowances", "backups", "birthdays", "built_on", "care", "checking", "checking_backup", "circle",
        "closed_days", "common", "consents", "contacts_log", "counter", "daybook", "daybook_drafts", "daybook_effects", "detail_rows",
        "door", "duplicates", "event_result", "events", "explaining", "finding", "finding_documents", "foreseeing",
        "forgetting", "groups", "guest_choice", "guests", "heard", "hints", "holding", "homes", "households", "importing",
        "importing_booking", "importing_changes", "importing_likely", "importing_members", "importing_purchases",
        "importing_returns", "importing_trial", "importing_zeros", "keeping_times", "known", "learning", "leaving",
        "letter_after", "letter_answers", "letter_codes", "letter_composing", "letter_due", "letter_finding", "letter_guests",
        "letter_log", "letter_paper", "letter_pictures", "letter_values", "letter_whom", "letter_words", "letters", "listing",
        "listing_filter", "lock_owed", "locks", "matters", "member_cards", "members", "merged", "merging", "morning", "morning_ending",
        "morning_lines", "needs", "people", "perks", "pictures", "pieces", "pins", "praises", "previews",
        "privacy_facts", "programmes", "promises", "purchases", "questionnaires", "questions", "recognition", "referrals", "requests",
        "returns", "rhythms", "roles", "safety", "scanning", "second_place", "secret_gifts", "serving", "shops", "slips", "stages",
        "standings", "statements", "taking_back", "thanks_due", "timeline", "timeline_details", "timeline_memory", "todays", "trials",
        "visit_forms", "visiting", "voucher_redeeming", "voucher_sheets", "vouchers", "wanted", "whys", "winback", "winback_result",
        "worth",
    }
)  # fmt: skip
# What figures are worked out from, on the way; nobody else asks for it.
FOR_FIGURES = frozenset({"balance", "moving_up", "shop_rhythm", "trial_lot", "value_ranks"})
# Of the reports by command, those that say what Letters say to everybody.
REPORTS_OF_ALL = frozenset({"occasions", "vouchers"})


@dataclass(frozen=True, slots=True)
class Doer:
    """Who acts or asks, as far as that is proved: `owner` only after the owner's PIN, `doors` what that PIN has opened;
    `serving` is who was only chosen as the one who serves. A `Reading` or `Writing` without one is the program's own work: days that pass, times that are kept, a restore."""

    owner: bool = False
    person: int | None = None
    doors: frozenset[str] = field(default_factory=frozenset)
    serving: int | None = None


def is_of_owner(kind: str) -> bool:
    """Whether only the owner may do acts of a kind."""
    return kind not in ACTS_OF_ALL and kind not in ACTS_OF_PROGRAM


def require(w: Writing, kind: str) -> None:
    """Declined where only the owner may do this, and it is not proved that the owner does it."""
    if is_of_owner(kind):
        require_for_book(w, w.doer)


def require_for_book(book: Reading, doer: object) -> None:
    """The same for what concerns the book as a whole: restoring it, locking it, carrying a copy away."""
    if isinstance(doer, Doer) and not doer.owner and pins.in_use(book):
        raise owner_needed()


def require_to_see(book: Reading, door: Door) -> None:
    """Declined where the owner's PIN has not opened what somebody wants to see."""
    doer = book.doer
    if isinstance(doer, Doer) and not (doer.owner or door in doer.doors) and pins.in_use(book):
        raise owner_needed()


def for_owner(
    question: Callable[Concatenate[Reading, P], Answer],
) -> Callable[Concatenate[Reading, P], Answer]:
    """A question that is behind a door: it has to stand in `READS_OF_OWNER`."""
    door = READS_OF_OWNER[name_of(question)]

    @wraps(question)
    def guarded(book: Reading, /, *args: P.args, **kwargs: P.kwargs) -> Answer:
        require_to_see(book, door)
        return question(book, *args, **kwargs)

    return guarded


def name_of(function: Callable[..., object]) -> str:
    """A function of the services as the table names it."""
    return f"{function.__module__.rpartition('.')[2]}.{function.__name__}"


def proved(w: Writing) -> int | None:
    """Who acts, where a PIN has proved it."""
    return w.doer.person if isinstance(w.doer, Doer) else None


def credited(w: Writing, kind: str, by: int | None) -> int | None:
    """Whom an act is written down to: what only the owner may do, to the owner whose PIN let it go on; else to whom it was
    said to be of, or who serves."""
    named = (proved(w) or by) if is_of_owner(kind) else (by or proved(w))
    return named or (w.doer.serving if isinstance(w.doer, Doer) else None)


def owner_needed() -> Declined:
    """Only the owner may do this."""
    return Declined(
        "owner_needed",
        "Only the owner may do this. Nothing was changed. The owner's PIN lets it go on.",
        "pin",
    )

"""A statement of points in the shop's words, ready for paper: what the window and the command print alike."""

from PySide6.QtWidgets import QWidget

from shopkeeper.gui.desk import Desk
from shopkeeper.gui.ledger_sheet import LedgerSheet
from shopkeeper.gui.member_words import called
from shopkeeper.paper.ledger import Ledger, Row
from shopkeeper.paper.note import Letterhead
from shopkeeper.rules.engine import MovementKind
from shopkeeper.say import Speech, text
from shopkeeper.service import statements
from shopkeeper.service.explaining import moved_words
from shopkeeper.service.shops import Shop
from shopkeeper.service.statements import Statement, StatementLine

_SUMMED: tuple[MovementKind, ...] = (
    "earned", "gift", "answer", "adjustment", "restored", "waiver", "used", "reversed", "expired", "perk",
)  # fmt: skip


def change(points: int, speech: Speech) -> str:
    """`+24`, `−100`, grouped as the language does, with a sign that stands as wide as the plus."""
    return ("+" if points > 0 else "−" if points < 0 else "") + speech.count(abs(points))


def balance(points: int, speech: Speech) -> str:
    """`1,234`, `−20` for a debt."""
    return f"−{speech.count(-points)}" if points < 0 else speech.count(points)


def line_words(line: StatementLine, speech: Speech) -> str:
    """`Earned: weekly shop, £24.50`, `Taken back by a return of £10.00, bought on 3 May 2026`."""
    said = moved_words(line.kind)
    if line.kind in ("reversed", "restored"):
        said = f"{said}, {speech.money(line.amount_minor)}"
        if line.of_on is not None:
            said += ", " + text("bought on {day}").format(day=speech.day(line.of_on))
        return said
    details = [line.what] if line.what else []
    if line.amount_minor:
        details.append(speech.money(line.amount_minor))
    return f"{said}: {', '.join(details)}" if details else said


def ledger_of(statement: Statement, shop: Shop, speech: Speech) -> Ledger:
    """The list to lay out."""
    since, until = speech.day(statement.since), speech.day(statement.until)
    rows = [
        Row((speech.day_short(statement.since), text("Balance before"), "", balance(statement.opening, speech)), True),
        *(
            Row(
                (
                    speech.day_short(line.on),
                    line_words(line, speech),
                    change(line.points, speech),
                    balance(line.balance, speech),
                )
            )
            for line in statement.lines
        ),
        Row((speech.day_short(statement.until), text("Balance"), "", balance(statement.closing, speech)), True),
    ]  # fmt: skip
    return Ledger(
        letterhead=Letterhead(
            shop.name, shop.tagline, ", ".join(part for part in (shop.street, shop.town) if part), shop.accent
        ),
        title=text("Statement of points"),
        whose=(
            called(statement.name, statement.number),
            text("Member {number} · {tier}").format(number=statement.number, tier=statement.tier),
            text("{since} to {until}").format(since=since, until=until),
        ),
        heads=(text("Day"), text("What"), text("Points"), text("Balance")),
        rows=tuple(rows),
        shares=(0.16, 0.56, 0.14, 0.14),
        figures=2,
        summary=_summary(statement, speech),
        remarks=_remarks(statement, speech),
        carried=text("Carried forward"),
        brought=text("Brought forward"),
        page_words=text("Page {page} of {pages}"),
        language=(shop.language or "en").replace("_", "-"),
    )


def _summary(statement: Statement, speech: Speech) -> tuple[tuple[str, str], ...]:
    sums = [(text("Balance before"), balance(statement.opening, speech))]
    sums += [
        (moved_words(kind), change(total, speech)) for kind in _SUMMED if (total := statement.total(kind))
    ]
    return (*sums, (text("Balance"), balance(statement.closing, speech)))


def _remarks(statement: Statement, speech: Speech) -> tuple[str, ...]:
    said = []
    if statement.debt:
        said.append(
            text("{points} are owed; the next points that are earned pay them back.").format(
                points=speech.points(statement.debt)
            )
        )
    elif statement.closing > 0 and statement.worth_minor:
        said.append(
            text("{points} are worth {amount}.").format(
                points=speech.points(statement.closing), amount=speech.money(statement.worth_minor)
            )
        )
    ends: dict[str, int] = {}
    for batch in statement.batches:
        if batch.last_day is not None:
            day = speech.day(batch.last_day)
            ends[day] = ends.get(day, 0) + batch.left
    shown = list(ends.items())[:3]
    if shown:
        listed = ", ".join(
            text("{points} through {day}").format(points=speech.count(left), day=day) for day, left in shown
        )
        said.append(text("First to expire: {batches}.").format(batches=listed))
    return tuple(said)


def show_statement(desk: Desk, host: QWidget, member_id: int, sheet: LedgerSheet | None) -> LedgerSheet:
    """Lays a member's statement of points over the window, on the sheet that is there or a new one; answers it."""
    statement = desk.ask(statements.of, member_id, desk.today)
    if sheet is None:
        sheet = LedgerSheet(desk, host)
    name = text("statement {day}").format(day=desk.today.isoformat())
    sheet.show_ledger(ledger_of(statement, desk.shop, desk.speech), f"{name}.pdf")
    return sheet

"""How slips are typed: what stands below the last row, and what the sheet of keys tells."""

from PySide6.QtCore import QCoreApplication


def below(*, empty: bool) -> tuple[str, ...]:
    """What stands below the last row: the keys, and before the first slip how it is typed."""
    keys_ = _tr("Tab next field · Enter next row · Ctrl D copy the row above · Ctrl Backspace remove the row")
    if not empty:
        return (keys_,)
    return (
        _tr("Type the first slip: a few letters of the name, Tab, the amount, Enter."),
        _tr("Leave the name empty for somebody who is not a member. Rows of a spreadsheet: Ctrl V."),
        keys_,
    )


def keys() -> list[tuple[str, str]]:
    """The keys of the day book, each with what it does."""
    return [
        ("Tab", _tr("next field; takes the completion")), ("Enter", _tr("next row")), ("Up, Down", _tr("another row, or choose who is meant")),
        ("Ctrl+D", _tr("copy the row above")), ("Ctrl+Backspace", _tr("remove the row")), ("Alt+Up, Alt+Down", _tr("move the row")),
        ("Ctrl+V", _tr("paste rows of a spreadsheet")), ("Ctrl+J", _tr("go to a slip that is not settled")),
        ("Ctrl+T", _tr("till total")), ("Ctrl+Return", _tr("post the day")), ("Ctrl+PgUp, Ctrl+PgDown", _tr("earlier or later day")),
        ("Ctrl+G", _tr("go to a day")), ("-", _tr("as the member: not a member")),
    ]  # fmt: skip


def _tr(sentence: str) -> str:
    return QCoreApplication.translate("DaybookPage", sentence)

"""Names Qt's enumerations at once and makes their values when one is first asked for.

PySide6 makes a Python enumeration of each of Qt's as soon as the class around it is touched: some 240 of them with 3,900
values until the window stands, of which the program asks for some twenty. Python takes 9 µs for a value; that was a
fifth of the start. Here an enumeration is a class with a name until somebody asks it for anything; then Python makes
the whole of it in its usual way, and it is what it would have been (`tests/gui/test_late_enums.py` compares them all).
Only the short names that PySide6 also allows (`Qt.AlignLeft` for `Qt.AlignmentFlag.AlignLeft`), which nobody uses here,
are not found before that.

PySide6 looks `enum` up by its name and calls one of the four kinds there. It finds a module that hands on everything
but these four; nobody else looks while it stands there.
"""

import enum
import sys
from _thread import RLock
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

_KINDS = ("Enum", "IntEnum", "Flag", "IntFlag")
# What PySide6 itself asks of every class, when it has made one and when the program ends; no value is meant.
_OF_ANY_CLASS = {
    "__class__",
    "__dict__",
    "__module__",
    "__mro__",
    "__name__",
    "__qualname__",
    "staticMetaObject",
}

_COMPARED = "6.11."
"""The PySide6 whose enumerations were compared with these; another makes its own at once, as it always did."""

_unmade: dict[type, tuple[Any, Any, dict[str, Any]]] = {}
_making = RLock()
_late = True


class _Named(enum.EnumMeta):
    """What an enumeration is until it is asked for something, with which all of Python's own ways of one begin."""

    def __getattribute__(cls, name: str) -> Any:
        if name not in _OF_ANY_CLASS:
            _make(cls)
        return type.__getattribute__(cls, name)

    __setattr__ = type.__setattr__


def _make(cls: type) -> None:
    """Have Python make it under another name, and take over all of it."""
    with _making:
        if cls not in _unmade:  # another thread was first
            return
        kind, items, more = _unmade.pop(cls)
        made = kind(cls.__name__, items, **more)
        known = vars(cls)
        for name, held in list(vars(made).items()):
            if name not in known:
                type.__setattr__(cls, name, held)
        for values in (made._member_map_, made._value2member_map_):
            for value in values.values():
                value.__class__ = cls
                value.__objclass__ = cls
        # Last: from here on nobody waits for the lock, so all of it must be there.
        type.__setattr__(cls, "__class__", enum.EnumMeta)


class _Naming(enum.EnumMeta):
    """Of the kinds that PySide6 calls to have an enumeration made."""

    def __call__(cls, name: str, items: Any, **more: Any) -> Any:  # type: ignore[override]
        kind: Any = cls.__bases__[0]
        if not _late:
            return kind(name, items, **more)
        named = type.__new__(_Named, name, (kind,), {})
        _unmade[named] = kind, items, more
        return named


class _EnumForQt(ModuleType):
    def __getattr__(self, name: str) -> Any:
        return getattr(enum, name)


@contextmanager
def looked_up() -> Iterator[None]:
    """Within, PySide6's base is imported and looks for `enum`; what it makes from then on is made late."""
    ours = _EnumForQt("enum")
    sys.modules["enum"] = ours
    try:
        yield
    finally:
        sys.modules["enum"] = enum
    if not sys.modules["shiboken6"].__version__.startswith(_COMPARED):
        return
    for kind in _KINDS:
        setattr(ours, kind, type.__new__(_Naming, kind, (getattr(enum, kind),), {}))


def make_the_rest() -> None:
    """Late no longer: whoever reads Qt's signatures asks for values by their short names."""
    global _late
    with _making:
        _late = False
        for cls in list(_unmade):
            _make(cls)

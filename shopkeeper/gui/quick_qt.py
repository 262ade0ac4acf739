"""Brings Qt in quickly: what PySide6 compiles anew at each start to explain wrong calls is left until one is made.

PySide6 carries the modules that describe its signatures as source text and compiles all of it whenever it is imported,
a third of the time a window takes. Nothing of it is used by a program that calls Qt rightly; here each of these modules
is read when something in it is first asked for. It also replaces the import function by one that reads the source of
every module imported after it, for a spelling of names that nobody uses here; the plain one is put back. Its
enumerations are made late (`late_enums.py`).
"""

import builtins
import gc
import sys
from types import CodeType
from typing import Any

from shopkeeper import unread
from shopkeeper.gui import late_enums

_UNTIL_ASKED = {
    f"shibokensupport/{name}.py"
    for name in (
        "signature/errorhandler",
        "signature/layout",
        "signature/mapping",
        "signature/parser",
        "signature/lib/enum_sig",
        "signature/lib/pyi_generator",
        "signature/lib/tool",
    )
}
_STAND_IN = """
_unread = True

def _read():
    global _unread
    if _unread:
        _unread = False
        from shopkeeper.gui import late_enums

        late_enums.make_the_rest()
        exec(compile({source!r}, {filename!r}, "exec"), globals())

def __getattr__(name):
    if not name.startswith("__"):
        _read()
        if name in globals():
            return globals()[name]
    raise AttributeError(name)

def update_mapping():  # called from Qt's own side, which does not look for __getattr__
    _read()
    globals()["update_mapping"]()
"""
_plain_compile = compile


def _no_source(_module: object) -> str:
    """Said when PySide6 would look whether its own base uses PySide6: it is not known, which comes to the same."""
    raise OSError


def _compile(source: Any, filename: Any, mode: str, *rest: Any, **more: Any) -> CodeType:
    if filename in _UNTIL_ASKED:
        _UNTIL_ASKED.remove(filename)
        source = _STAND_IN.format(source=source, filename=filename)
    compiled: CodeType = _plain_compile(source, filename, mode, *rest, **more)
    return compiled


def bring_in() -> None:
    """Imports PySide6; whatever imports it afterwards finds it there."""
    plain_import = builtins.__import__
    # What the parser of signatures would tell Qt's enumerations: that they are Python's.
    sys.pyside6_option_python_enum = True  # type: ignore[attr-defined]
    builtins.compile = _compile  # type: ignore[assignment]
    tidied = gc.isenabled()
    gc.disable()  # nothing of what comes is ever given up, and looking through it takes 7 ms
    try:
        with late_enums.looked_up(), unread.answering("inspect", getsource=_no_source):
            import shiboken6  # noqa: F401
        builtins.__import__ = plain_import
        import PySide6.QtWidgets  # noqa: F401
    finally:
        builtins.compile = _plain_compile
        builtins.__import__ = plain_import
        if tidied:
            gc.enable()

"""Leaves modules unread that others import for the case of need, until something is asked of them.

What PySide6 and `logging` import to explain a fault, `inspect`, `traceback` and what these bring in, takes 10 ms of a
start without one. A module that is left stands where it would stand and hands on whatever is asked of it.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any


class _Unread(ModuleType):
    def __getattr__(self, name: str) -> Any:
        return getattr(_read(self), name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(_read(self), name, value)


def _read(left: _Unread) -> ModuleType:
    name = left.__name__
    if sys.modules.get(name) is left:
        del sys.modules[name]
    return import_module(name)


def leave(*names: str) -> None:
    """Leave these until they are needed, as far as nobody has read them yet."""
    for name in names:
        sys.modules.setdefault(name, _Unread(name))


@contextmanager
def answering(name: str, **answers: Any) -> Iterator[None]:
    """Within, one that is still unread has these answers of its own."""
    left = sys.modules.get(name)
    given = vars(left) if isinstance(left, _Unread) else {}
    given.update(answers)
    try:
        yield
    finally:
        for answer in answers:
            given.pop(answer, None)

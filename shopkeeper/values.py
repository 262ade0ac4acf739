"""Where the program's value classes come from: dataclasses to whoever checks types, made lightly when it runs.

Python's own `dataclasses` writes and compiles six functions for each class as its module is imported, half a
millisecond a class; `value_classes` writes a function when it is first called. A type checker sees `dataclasses` and
checks all that it knows of them.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import asdict, dataclass, field, fields, replace
else:
    from shopkeeper.value_classes import asdict, dataclass, field, fields, replace

__all__ = ["asdict", "dataclass", "field", "fields", "replace"]

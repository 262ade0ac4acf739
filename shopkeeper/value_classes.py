"""Makes value classes as `dataclasses` does, but writes `__init__`, `__eq__` and `__hash__` when they are first called.

What the program uses of dataclasses and no more: frozen or not, with slots or without, defaults and factories of
defaults. What is not here (a class beneath another, `__post_init__`, `ClassVar`) is refused as the module is imported.
Written functions are the same as those of `dataclasses`, so an instance is made as fast; `tests/test_values.py` holds
both beside each other. To everybody else who asks (`dataclasses.fields`, a test that shows a difference) such a class
is a dataclass.
"""

from collections.abc import Callable, Iterator
from reprlib import recursive_repr
from typing import Any

_NOTHING: Any = object()


class Part:
    """One part of a value: what `fields` tells of it."""

    __slots__ = ("name", "type", "default", "default_factory")

    def __init__(self, default: Any = _NOTHING, default_factory: Any = _NOTHING) -> None:
        self.name = ""
        self.type: Any = None
        self.default = default
        self.default_factory = default_factory


def field(*, default: Any = _NOTHING, default_factory: Any = _NOTHING) -> Any:
    """A part whose default is made anew for each value."""
    return Part(default, default_factory)


def dataclass(*, frozen: bool = False, slots: bool = False) -> Callable[[type], type]:
    """A class whose values are their parts: made from them, shown by them, equal when they are; frozen ones never change."""

    def make(cls: type) -> type:
        return _make(cls, frozen, slots)

    return make


def fields(value: Any) -> tuple[Part, ...]:
    """The parts of a value, or of a class of values, in their order."""
    parts: tuple[Part, ...] = value.__parts__
    return parts


def replace(value: Any, /, **changes: Any) -> Any:
    """The same value but for some parts."""
    for part in value.__parts__:
        if part.name not in changes:
            changes[part.name] = getattr(value, part.name)
    return type(value)(**changes)


def asdict(value: Any) -> dict[str, Any]:
    """A value's parts by name; values within become dictionaries too."""
    return {part.name: _plain(getattr(value, part.name)) for part in value.__parts__}


def _plain(held: Any) -> Any:
    kind = type(held)
    if hasattr(kind, "__parts__"):
        return asdict(held)
    if kind in (list, tuple, set, frozenset):
        return kind(map(_plain, held))
    if kind is dict:
        return {_plain(key): _plain(each) for key, each in held.items()}
    return held


# ---- the class ----


def _make(cls: type, frozen: bool, slots: bool) -> type:
    parts = tuple(_parts(cls))
    names = tuple(part.name for part in parts)
    written = vars(cls)
    new = {
        "__parts__": parts,
        "__match_args__": names,
        "__dataclass_fields__": _FIELDS,
        "__replace__": replace,
    }
    ours: dict[str, Any] = {"__init__": _first_init, "__repr__": _repr, "__eq__": _first_eq}
    new |= {name: held for name, held in ours.items() if name not in written}
    if "__hash__" not in written or (written["__hash__"] is None and "__eq__" in written):
        new["__hash__"] = _first_hash if frozen else None
    if frozen:
        new |= {"__setattr__": _frozen_set, "__delattr__": _frozen_delete}
    if slots:
        return _with_slots(cls, names, new, frozen)
    for part in parts:
        if part.default is not _NOTHING:
            setattr(cls, part.name, part.default)
        elif part.name in written:
            delattr(cls, part.name)
    for name, held in new.items():
        setattr(cls, name, held)
    return cls


def _with_slots(cls: type, names: tuple[str, ...], new: dict[str, Any], frozen: bool) -> type:
    """Slots are given as a class is made, so it is made once more."""
    body = {**vars(cls), **new, "__slots__": names}
    for name in (*names, "__dict__", "__weakref__"):
        body.pop(name, None)
    if frozen:
        body |= {"__getstate__": _state, "__setstate__": _set_state}
    made = type(cls)(cls.__name__, cls.__bases__, body)
    made.__qualname__ = cls.__qualname__
    return made


def _made(kind: type) -> type:
    """The class that was made here, for one derived from it."""
    return next(each for each in kind.__mro__ if "__parts__" in vars(each))


def _parts(cls: type) -> Iterator[Part]:
    if cls.__bases__ != (object,) or hasattr(cls, "__post_init__"):
        raise TypeError(f"{cls.__name__} is more than a light value class can be: use dataclasses")
    for name, kind in cls.__annotations__.items():
        if "ClassVar" in str(kind):
            raise TypeError(f"{cls.__name__}.{name} belongs to the class: use dataclasses")
        given = vars(cls).get(name, _NOTHING)
        part = given if isinstance(given, Part) else Part(given)
        if part.default is not _NOTHING and type(part.default).__hash__ is None:
            raise ValueError(f"{cls.__name__}.{name} would be shared by all values: use default_factory")
        part.name, part.type = name, kind
        yield part


class _Fields:
    """What `dataclasses` knows a dataclass by, made by itself when somebody looks."""

    def __get__(self, _value: Any, cls: type) -> Any:
        import dataclasses

        described = []
        for part in fields(cls):
            if part.default_factory is not _NOTHING:
                described.append(
                    (part.name, part.type, dataclasses.field(default_factory=part.default_factory))
                )
            elif part.default is not _NOTHING:
                described.append((part.name, part.type, dataclasses.field(default=part.default)))
            else:
                described.append((part.name, part.type, dataclasses.field()))
        known = vars(dataclasses.make_dataclass(cls.__name__, described))["__dataclass_fields__"]
        type.__setattr__(_made(cls), "__dataclass_fields__", known)
        return known


_FIELDS = _Fields()


# ---- what is the same for all ----


@recursive_repr()
def _repr(self: Any) -> str:
    shown = ", ".join([f"{part.name}={getattr(self, part.name)!r}" for part in self.__parts__])
    return f"{type(self).__qualname__}({shown})"


def _frozen_set(self: Any, name: str, value: Any) -> None:
    if _is_fixed(self, name):
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot assign to field {name!r}")
    object.__setattr__(self, name, value)


def _frozen_delete(self: Any, name: str) -> None:
    if _is_fixed(self, name):
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot delete field {name!r}")
    object.__delattr__(self, name)


def _is_fixed(value: Any, name: str) -> bool:
    """All of a frozen value; of one of a class derived from it, what came from there."""
    return "__parts__" in vars(type(value)) or name in value.__match_args__


def _state(self: Any) -> list[Any]:
    return [getattr(self, part.name) for part in self.__parts__]


def _set_state(self: Any, state: list[Any]) -> None:
    for part, held in zip(self.__parts__, state, strict=True):
        object.__setattr__(self, part.name, held)


# ---- what is written when it is first called ----


def _first_init(self: Any, /, *given: Any, **named: Any) -> None:
    _write(type(self), "__init__", _init)(self, *given, **named)


def _first_eq(self: Any, other: Any) -> Any:
    return _write(type(self), "__eq__", _eq)(self, other)


def _first_hash(self: Any) -> int:
    hashed: int = _write(type(self), "__hash__", _hash)(self)
    return hashed


def _write(kind: type, name: str, how: Callable[[type, dict[str, Any]], str]) -> Callable[..., Any]:
    cls = _made(kind)
    room: dict[str, Any] = {"__name__": cls.__module__, "_set_": object.__setattr__, "_nothing_": _NOTHING}
    exec(how(cls, room), room)  # noqa: S102  # as dataclasses does: of names that stand in the source
    written: Callable[..., Any] = room[name]
    written.__qualname__ = f"{cls.__qualname__}.{name}"
    type.__setattr__(cls, name, written)
    return written


def _init(cls: type, room: dict[str, Any]) -> str:
    frozen = vars(cls).get("__setattr__") is _frozen_set
    heads, lines = ["self"], []
    for number, part in enumerate(fields(cls)):
        name = value = part.name
        if part.default_factory is not _NOTHING:
            room[f"_new_{number}_"] = part.default_factory
            heads.append(f"{name}=_nothing_")
            value = f"_new_{number}_() if {name} is _nothing_ else {name}"
        elif part.default is not _NOTHING:
            room[f"_default_{number}_"] = part.default
            heads.append(f"{name}=_default_{number}_")
        else:
            heads.append(name)
        lines.append(f" _set_(self, {name!r}, {value})" if frozen else f" self.{name} = {value}")
    return f"def __init__({', '.join(heads)}):\n" + ("\n".join(lines) or " pass")


def _eq(cls: type, _room: dict[str, Any]) -> str:
    ours, theirs = (
        f"({''.join(f'{who}.{part.name},' for part in fields(cls))})" for who in ("self", "other")
    )
    return f"def __eq__(self, other):\n if other.__class__ is self.__class__:\n  return {ours} == {theirs}\n return NotImplemented"


def _hash(cls: type, _room: dict[str, Any]) -> str:
    return f"def __hash__(self):\n return hash(({''.join(f'self.{part.name},' for part in fields(cls))}))"

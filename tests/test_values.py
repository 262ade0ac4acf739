"""A light value class is what `dataclasses` would have made of it, and is written when it is used."""

import copy
import dataclasses
import pickle
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper import value_classes
from shopkeeper.values import dataclass, field, replace

LETTERS = "abcdef"
held = st.one_of(st.integers(-3, 3), st.text(max_size=2), st.tuples(st.integers(0, 2)), st.none())


@st.composite
def shapes(draw: st.DrawFn) -> tuple[dict[str, tuple[str, Any]], bool, bool]:
    """Parts with what is known of each of them; those without a default come first."""
    kinds = sorted(draw(st.lists(st.sampled_from(("bare", "with default", "with factory")), max_size=6)))
    parts = {
        name: (kind, draw(held) if kind == "with default" else draw(st.sampled_from((list, dict, tuple))))
        for name, kind in zip(LETTERS, kinds, strict=False)
    }
    return parts, draw(st.booleans()), draw(st.booleans())


def _made(maker: Any, shape: tuple[dict[str, tuple[str, Any]], bool, bool]) -> Any:
    parts, frozen, slots = shape
    body: dict[str, Any] = {"__doc__": "A value.", "__annotations__": dict.fromkeys(parts, object)}
    for name, (kind, default) in parts.items():
        if kind == "with default":
            body[name] = default
        elif kind == "with factory":
            body[name] = maker.field(default_factory=default)
    return maker.dataclass(frozen=frozen, slots=slots)(type("Value", (), body))


def _tried(act: Any) -> Any:
    try:
        return act()
    except (TypeError, AttributeError) as error:
        return type(error), "unhashable" in str(error)


@given(shapes(), st.data())
def test_it_is_what_dataclasses_would_have_made(shape: Any, data: st.DataObject) -> None:
    parts, frozen, slots = shape
    light, usual = _made(value_classes, shape), _made(dataclasses, shape)
    assert light.__match_args__ == usual.__match_args__ == tuple(parts)
    assert light.__doc__ == usual.__doc__ and light.__qualname__ == usual.__qualname__
    positional = data.draw(st.lists(held, max_size=len(parts) + 1))
    named = data.draw(st.dictionaries(st.sampled_from([*parts, "unknown"]), held, max_size=4))
    one, other = (_tried(lambda cls=cls: cls(*positional, **named)) for cls in (light, usual))
    if isinstance(other, tuple):
        assert one == other  # both refuse it, for the same cause
        return
    assert repr(one) == repr(other)
    assert [getattr(one, name) for name in parts] == [getattr(other, name) for name in parts]
    assert hasattr(one, "__dict__") == hasattr(other, "__dict__") is not slots
    again = light(*positional, **named)
    assert one == again
    assert one != other
    assert one != tuple(getattr(one, name) for name in parts)
    assert _tried(lambda: hash(one)) == _tried(lambda: hash(other))
    assert copy.copy(one) == copy.deepcopy(one) == one
    assert value_classes.asdict(one) == dataclasses.asdict(other) == dataclasses.asdict(one)
    assert [part.name for part in value_classes.fields(one)] == [
        part.name for part in dataclasses.fields(light)
    ]
    assert all(map(dataclasses.is_dataclass, (light, one)))
    changes = data.draw(st.dictionaries(st.sampled_from([*parts, "unknown"]), held, max_size=3))
    changed, as_usual = (
        _tried(lambda: value_classes.replace(one, **changes)), _tried(lambda: dataclasses.replace(other, **changes)),
    )  # fmt: skip
    assert repr(changed) == repr(as_usual)
    assert isinstance(as_usual, tuple) or dataclasses.replace(one, **changes) == changed
    for name in parts:
        assert _tried(lambda name=name: setattr(one, name, 1)) == _tried(
            lambda name=name: setattr(other, name, 1)
        )
    if frozen:  # there dataclasses trip over their own feet when there are slots as well
        with pytest.raises(dataclasses.FrozenInstanceError):
            one.unknown = 1
    assert repr(one) == repr(other)
    for name in [*parts, "unknown"]:
        assert _tried(lambda name=name: delattr(one, name)) == _tried(
            lambda name=name: delattr(other, name)
        ) or (frozen and name == "unknown")


@dataclass(frozen=True, slots=True)
class Place:
    """Where, and what is there."""

    x: int
    y: int = 0
    there: "Place | None" = None


@dataclass(slots=True)
class Walk:
    """Places, one after the other."""

    steps: list[Place] = field(default_factory=list)
    back: "Walk | None" = None


@dataclass(frozen=True)
class Named:
    """What has something of its own beside its parts."""

    name: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Named) and other.name.casefold() == self.name.casefold()

    def __hash__(self) -> int:
        return hash(self.name.casefold())

    def __repr__(self) -> str:
        return "a name"


class Known(Named):
    """Derived from one without being one."""

    def __init__(self, name: str) -> None:
        super().__init__(name.strip())
        self.often = 1


def test_what_is_written_by_hand_stays() -> None:
    class Alike:
        """Equal by what it says itself."""

        a: int

        def __eq__(self, other: object) -> bool:
            return isinstance(other, type(self))

    body = {name: held for name, held in vars(Alike).items() if name not in ("__dict__", "__weakref__")}
    for frozen in (True, False):
        light, usual = (
            maker.dataclass(frozen=frozen)(type("Alike", (), body)) for maker in (value_classes, dataclasses)
        )
        assert light(1) == light(2) and usual(1) == usual(2)
        assert _tried(lambda cls=light: hash(cls(1))) == _tried(lambda cls=usual: hash(cls(1)))
    assert Named("Ann") == Named("ANN") and hash(Named("Ann")) == hash(Named("ANN"))
    assert repr(Named("Ann")) == "a name"


def test_one_derived_from_it_adds_to_it_and_cannot_change_it() -> None:
    known = Known(" Ann ")
    known.often = 2
    assert (known.name, known.often) == ("Ann", 2)
    with pytest.raises(dataclasses.FrozenInstanceError):
        known.name = "Bea"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del known.name
    assert dataclasses.fields(known)[0].name == "name"


def test_it_is_matched_pickled_and_shown_within_others() -> None:
    match Place(1, there=Place(2, 3)):
        case Place(1, 0, Place(x, y=3)):
            assert x == 2
        case _:
            pytest.fail("not matched")
    place = Place(1, 2, Place(3))
    assert pickle.loads(pickle.dumps(place)) == place  # noqa: S301
    assert repr(place) == "Place(x=1, y=2, there=Place(x=3, y=0, there=None))"
    walk = Walk([place])
    walk.back = walk
    assert repr(walk) == f"Walk(steps=[{place!r}], back=...)"
    assert value_classes.asdict(Walk([Place(1)])) == {
        "steps": [{"x": 1, "y": 0, "there": None}],
        "back": None,
    }
    assert replace(place, y=5) == Place(1, 5, Place(3))
    assert Walk().steps is not Walk().steps


def test_its_functions_are_written_when_they_are_first_called() -> None:
    @dataclass(frozen=True, slots=True)
    class Fresh:
        """Nobody has used it."""

        a: int

    unwritten = {name: vars(Fresh)[name] for name in ("__init__", "__eq__", "__hash__")}
    assert set(unwritten.values()) == {
        value_classes._first_init, value_classes._first_eq, value_classes._first_hash
    }  # fmt: skip
    fresh = Fresh(1)
    written = vars(Fresh)["__init__"]
    assert written is not unwritten["__init__"] and vars(Fresh)["__eq__"] is unwritten["__eq__"]
    assert fresh == Fresh(1) and hash(fresh) == hash(Fresh(1)) and vars(Fresh)["__init__"] is written
    assert written.__qualname__.endswith("Fresh.__init__")


def test_what_it_cannot_be_is_refused_at_once() -> None:
    with pytest.raises(TypeError, match="use dataclasses"):

        @dataclass(frozen=True)
        class Beneath(Place):
            """A class beneath another."""

    with pytest.raises(TypeError, match="use dataclasses"):

        @dataclass(slots=True)
        class Counted:
            """One part belongs to the class."""

            a: int
            made: ClassVar[int] = 0

    with pytest.raises(TypeError, match="use dataclasses"):

        @dataclass(slots=True)
        class Prepared:
            """It would prepare itself."""

            a: int

            def __post_init__(self) -> None:
                self.a += 1

    with pytest.raises(ValueError, match="default_factory"):
        value_classes.dataclass()(type("Shared", (), {"__annotations__": {"a": list}, "a": []}))

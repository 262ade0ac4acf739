"""Every colour, space, radius and type size of the program stands here and nowhere else."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from shopkeeper.values import dataclass, replace

READABLE = 4.5
"""Least contrast of text on its ground, as WCAG 2.2 (1.4.3) measures it."""

# --- space, in pixels at text size 100 % ---------------------------------------------------------
SPACE_WITHIN, SPACE_BETWEEN, SPACE_AROUND = 8, 14, 22
RADIUS_SMALL, RADIUS, RADIUS_CARD = 4, 6, 10
LINE_WIDTH, FOCUS_WIDTH = 1, 2
ROW, ROW_TOUCH = 34, 44
TARGET, TARGET_TOUCH = 36, 44
RAIL_WIDTH, TOP_BAR_HEIGHT, STATUS_HEIGHT = 196, 68, 30
ICON = 16

# --- type, in points at text size 100 % ----------------------------------------------------------
BASE, SMALL, LEAST = 10.0, 9.5, 9.0
TYPE_POINTS: Mapping[str, float] = MappingProxyType(
    {
        "body": BASE,
        "strong": BASE,
        "small": SMALL,
        "key": LEAST,
        "badge": LEAST,
        "label": BASE,
        "find": 12.0,
        "shop": 11.5,
        "card": 10.0,
        "total": 13.0,
        "heading": 15.0,
        "figure": 18.0,
        "name": 20.0,
        "amount": 21.0,
    }
)
TYPE_WEIGHTS: Mapping[str, int] = MappingProxyType(
    {
        "strong": 600,
        "badge": 600,
        "shop": 700,
        "card": 600,
        "total": 700,
        "heading": 700,
        "figure": 700,
        "name": 700,
        "amount": 600,
    }
)

TYPE_TIGHT: Mapping[str, float] = MappingProxyType(
    {"heading": 99.0, "figure": 98.5, "name": 98.5, "amount": 99.0}
)
"""Letter spacing in percent: large letters stand a little closer."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A text colour and the soft ground it stands on."""

    text: str
    soft: str


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one look, each as `#RRGGBB`."""

    name: str
    dark: bool
    paper: str
    surface: str
    sunken: str
    line: str
    ink: str
    ink_2: str
    ink_3: str
    """Ornament only: its contrast is too low for what must be read. Hints are written in `hint`."""
    hint: str
    accent: str
    accent_soft: str
    accent_over: str
    accent_down: str
    on_accent: str
    attention: str
    attention_soft: str
    bad: str
    bad_soft: str
    hover: str
    chip: str
    tiers: Mapping[str, Pair]

    def tier(self, colour: str) -> Pair:
        """The pair for a tier's colour: one of our names (`gold`) or an owner's `#RRGGBB`, made readable."""
        known = self.tiers.get(colour)
        if known is not None:
            return known
        if not is_colour(colour):
            return self.tiers["member"]
        soft = mix(self.surface, colour, 0.24 if self.dark else 0.16)
        return Pair(readable(colour, [soft, self.surface]), soft)


def is_colour(text: str) -> bool:
    """Whether `text` is a colour written `#RRGGBB`."""
    return len(text) == 7 and text[0] == "#" and all(c in "0123456789abcdefABCDEF" for c in text[1:])


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (v / 255 for v in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21, after WCAG 2.2."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def is_light(colour: str) -> bool:
    """Whether dark text is read better on it than white."""
    return contrast(mix(colour, "#000000", 0.86), colour) > contrast("#FFFFFF", colour)


def mix(one: str, other: str, share: float) -> str:
    """`one` with `share` (0 to 1) of `other` in it."""
    a, b = _channels(one), _channels(other)
    return "#" + "".join(f"{round(x + (y - x) * share):02X}" for x, y in zip(a, b, strict=True))


def readable(colour: str, grounds: Sequence[str], least: float = READABLE) -> str:
    """`colour`, darkened or lightened by as little as makes it readable on every one of `grounds`.

    Grounds of one theme lie close together, so black or white always reaches 4.5; whichever is nearer wins.
    """
    if all(contrast(colour, ground) >= least for ground in grounds):
        return colour
    for step in range(1, 51):
        for pole in ("#000000", "#FFFFFF"):
            tried = mix(colour, pole, step / 50)
            if all(contrast(tried, ground) >= least for ground in grounds):
                return tried
    return max(("#000000", "#FFFFFF"), key=lambda pole: min(contrast(pole, ground) for ground in grounds))


def with_accent(theme: Theme, accent: str) -> Theme:
    """The theme with an owner's accent, kept readable as text, as a ground and on its own soft ground.

    What is not a colour leaves the theme as it is.
    """
    if not is_colour(accent):
        return theme
    share = 0.20 if theme.dark else 0.13
    soft = mix(theme.surface, accent, share)
    while contrast(theme.ink_2, soft) < READABLE:
        share -= 0.02
        soft = mix(theme.surface, accent, share)
    grounds = [theme.sunken, theme.paper, theme.surface, soft]
    return _finish(replace(theme, accent=readable(accent, grounds), accent_soft=soft))


def _finish(theme: Theme) -> Theme:
    """The theme with the colours that follow from its own."""
    grounds = [theme.paper, theme.surface, theme.sunken]
    on_accent = mix(theme.accent, "#000000", 0.86) if is_light(theme.accent) else "#FFFFFF"
    away = "#FFFFFF" if is_light(theme.accent) else "#000000"
    return replace(
        theme,
        hint=readable(theme.ink_3, grounds),
        attention=readable(theme.attention, [*grounds, theme.attention_soft]),
        bad=readable(theme.bad, [*grounds, theme.bad_soft]),
        on_accent=on_accent,
        accent_over=mix(theme.accent, away, 0.10),
        accent_down=mix(theme.accent, away, 0.20),
        hover=mix(theme.surface, theme.sunken, 0.55),
        tiers=MappingProxyType(
            {name: Pair(readable(pair.text, [pair.soft]), pair.soft) for name, pair in theme.tiers.items()}
        ),
    )


ACCENTS = ("#2C5F8A", "#7A3B69", "#A2452F", "#8A6A12", "#3F5E3A", "#4A4A4A")
"""Colours of shop fronts that are offered; each is made readable on every ground before it is worn."""

LIGHT = _finish(
    Theme(
        name="light",
        dark=False,
        paper="#F7F4EE",
        surface="#FFFFFF",
        sunken="#EFEAE1",
        line="#DED7CA",
        ink="#26221D",
        ink_2="#655E53",
        ink_3="#8C8477",
        hint="#8C8477",
        accent="#1E6B52",
        accent_soft="#E2EFE9",
        accent_over="#1E6B52",
        accent_down="#1E6B52",
        on_accent="#FFFFFF",
        attention="#A64B0B",
        attention_soft="#FBEADB",
        bad="#A8322A",
        bad_soft="#F8E3E0",
        hover="#F7F4EE",
        chip="#EFEAE1",
        tiers=MappingProxyType(
            {
                "member": Pair("#655E53", "#EFEAE1"),
                "bronze": Pair("#8F5527", "#F4E6DA"),
                "silver": Pair("#5F6C78", "#E8ECEF"),
                "gold": Pair("#8A6500", "#F7ECC8"),
                "platinum": Pair("#3C4768", "#E4E7F1"),
            }
        ),
    )
)

DARK = _finish(
    Theme(
        name="dark",
        dark=True,
        paper="#1B1916",
        surface="#25221E",
        sunken="#161412",
        line="#3A352E",
        ink="#F2EDE4",
        ink_2="#BDB4A6",
        ink_3="#8F8678",
        hint="#8F8678",
        accent="#6FC3A2",
        accent_soft="#21382F",
        accent_over="#6FC3A2",
        accent_down="#6FC3A2",
        on_accent="#161412",
        attention="#F0A35E",
        attention_soft="#3C2A1A",
        bad="#EF8A80",
        bad_soft="#3F2321",
        hover="#1B1916",
        chip="#161412",
        tiers=MappingProxyType(
            {
                "member": Pair("#BDB4A6", "#161412"),
                "bronze": Pair("#E0A877", "#3A2A1D"),
                "silver": Pair("#B7C2CC", "#2C3136"),
                "gold": Pair("#E5C45A", "#3A3218"),
                "platinum": Pair("#AEBBE6", "#2A2F40"),
            }
        ),
    )
)


def text_pairs(theme: Theme) -> list[tuple[str, str, str]]:
    """Every text colour with every ground it is set on: (what it is, text, ground)."""
    grounds = {"paper": theme.paper, "surface": theme.surface, "sunken": theme.sunken}
    pairs = [
        (f"{text} on {ground}", getattr(theme, text), colour)
        for text in ("ink", "ink_2", "hint", "accent", "attention", "bad")
        for ground, colour in grounds.items()
    ]
    pairs += [
        (f"{text} on {text}_soft", getattr(theme, text), getattr(theme, f"{text}_soft"))
        for text in ("accent", "attention", "bad")
    ]
    pairs += [
        (f"{text} on the selection", getattr(theme, text), theme.accent_soft) for text in ("ink", "ink_2")
    ]
    pairs += [
        (f"{text} under the mouse", getattr(theme, text), theme.hover) for text in ("ink", "ink_2", "accent")
    ]
    pairs += [("ink on a chip", theme.ink, theme.chip)]
    pairs += [
        (f"on the accent, {ground}", theme.on_accent, getattr(theme, ground))
        for ground in ("accent", "accent_over", "accent_down")
    ]
    pairs += [(f"tier {name}", pair.text, pair.soft) for name, pair in theme.tiers.items()]
    return pairs

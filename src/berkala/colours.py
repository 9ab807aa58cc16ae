"""Colours: the palette of every page, and how far two colours are apart. On the ground floor, for all rooms.

Relative luminance and contrast ratio are those of WCAG 2.2 (W3C Recommendation of 12 December 2024, "Definitions":
https://www.w3.org/TR/WCAG22/#dfn-relative-luminance and #dfn-contrast-ratio). Lightness, chroma and hue, and the
distance between two colours, are those of OKLab (Björn Ottosson, "A perceptual color space for image processing",
2020, https://bottosson.github.io/posts/oklab/), in which equal steps look equally large.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Literal

Scheme = Literal["light", "dark"]

#: The palette of each scheme, as the style sheet has it. The accent is the agency's.
PALETTES: Mapping[Scheme, Mapping[str, str]] = {
    "light": {
        "paper": "#fdfcfa",
        "wash": "#f3f1ec",
        "ink": "#17191c",
        "soft": "#555b62",
        "line": "#cfcbc3",
        "grid": "#e5e2db",
        "mute": "#858a90",
        "miss": "#a03a08",
        "met": "#0b6350",
    },
    "dark": {
        "paper": "#121518",
        "wash": "#1c2125",
        "ink": "#efede8",
        "soft": "#aeb4ba",
        "line": "#454b51",
        "grid": "#2b3035",
        "mute": "#838b92",
        "miss": "#f2a071",
        "met": "#6fcfb2",
    },
}
#: The five shades of a map: so much of the accent in the paper; on a dark page the fourth has less.
SHADES: Mapping[Scheme, Mapping[str, float]] = {
    "light": {"q1": 0.14, "q2": 0.30, "q3": 0.50, "q4": 0.82, "q5": 1.0},
    "dark": {"q1": 0.14, "q2": 0.30, "q3": 0.50, "q4": 0.74, "q5": 1.0},
}
#: The greys of parts beside the one that matters: so much of the ink in the paper.
GREYS: Mapping[str, float] = {"k1": 0.52, "k2": 0.41, "k3": 0.31, "k4": 0.21, "k5": 0.12}
#: The shades on which text stands in the colour of the paper; on the others it stands in ink.
DARK_SHADES = frozenset({"q4", "q5"})

#: How far a proposal may turn the hue, in degrees, and how finely lightness and hue are searched.
_TURN, _DEGREES, _LIGHTNESS = 60, 4, 0.005

Triple = tuple[float, float, float]


def shades(scheme: Scheme, accent: str) -> dict[str, str]:
    """The five shades of a map that an accent makes."""
    paper = PALETTES[scheme]["paper"]
    return {name: mixed(accent, paper, share) for name, share in SHADES[scheme].items()}


def greys(scheme: Scheme) -> dict[str, str]:
    """The five greys of a scheme."""
    ink, paper = PALETTES[scheme]["ink"], PALETTES[scheme]["paper"]
    return {name: mixed(ink, paper, share) for name, share in GREYS.items()}


def mixed(colour: str, ground: str, share: float) -> str:
    """So much of a colour in another, as ``#rrggbb``; the mixing is that of ``color-mix(in srgb)``."""
    pairs = zip(_parts(colour), _parts(ground), strict=True)
    return "#" + "".join(f"{round(share * one + (1 - share) * other):02x}" for one, other in pairs)


# -- WCAG 2.2 -------------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    """The relative luminance of ``#rrggbb``: 0 for black, 1 for white."""
    red, green, blue = map(_linear, _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 (alike) to 21 (black and white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


# -- OKLab ----------------------------------------------------------------------------------------------------


def distance(one: str, other: str) -> float:
    """How different two colours look: 0 for the same, 1 for black and white."""
    return math.dist(_oklab(one), _oklab(other))


def nearest_where(passes: Callable[[str], bool], colour: str) -> str:
    """The colour that passes and looks most like the given one: darker or lighter, and turned only if need be.

    Empty where none passes that is of about this hue.
    """
    if passes(colour):
        return colour.lower()
    return next((found for found in _around(colour) if passes(found)), "")


def _around(colour: str) -> Iterator[str]:
    """Colours of about this hue, the most alike first."""
    lightness, a, b = _oklab(colour)
    chroma, hue = math.hypot(a, b), math.atan2(b, a)
    turns = [0, *(sign * turn for turn in range(_DEGREES, _TURN + 1, _DEGREES) for sign in (1, -1))]
    steps = [step * _LIGHTNESS for step in range(1, round(1 / _LIGHTNESS))]
    places = [(light, hue + math.radians(turn)) for light in steps for turn in turns]

    def apart(place: tuple[float, float]) -> float:
        return math.hypot(place[0] - lightness, 2 * chroma * math.sin((place[1] - hue) / 2))

    for light, turned in sorted(places, key=apart):
        yield _within(light, chroma, turned)


def _within(lightness: float, chroma: float, hue: float) -> str:
    """The colour of this lightness and hue that a screen can show, with as much of the chroma as it can."""
    low, high = 0.0, chroma
    for _ in range(12):
        if all(-1e-4 <= part <= 1 + 1e-4 for part in _rgb(lightness, high, hue)):
            break
        middle = (low + high) / 2
        shown = all(-1e-4 <= part <= 1 + 1e-4 for part in _rgb(lightness, middle, hue))
        low, high = (middle, high) if shown else (low, middle)
    parts = _rgb(lightness, high, hue)
    return "#" + "".join(f"{round(255 * _gamma(min(1.0, max(0.0, part)))):02x}" for part in parts)


def _oklab(colour: str) -> Triple:
    red, green, blue = map(_linear, _parts(colour))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _rgb(lightness: float, chroma: float, hue: float) -> Triple:
    """Linear red, green and blue, which lie outside 0 to 1 where no screen can show the colour."""
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


# -- sRGB -----------------------------------------------------------------------------------------------------


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(part: int) -> float:
    share = part / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def _gamma(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * float(part ** (1 / 2.4)) - 0.055

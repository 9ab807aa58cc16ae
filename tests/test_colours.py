"""Colours: contrast as WCAG has it, the palette as the style sheet has it, and the nearest colour that will do."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from berkala.colours import PALETTES, SHADES, Scheme, contrast, distance, luminance, mixed, nearest_where, shades
from publications import REPOSITORY

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
SHEET = (REPOSITORY / "templates/theme/assets/berkala.css").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    # The last three are what every tool says of these greys and of the two first links of the Web.
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#0000ee", "#ffffff", 9.40),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


@given(COLOURS, COLOURS)
def test_contrast_has_no_order_and_its_bounds(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21


@given(COLOURS, COLOURS, COLOURS)
def test_distance_is_one(one: str, other: str, third: str) -> None:
    assert distance(one, other) == pytest.approx(distance(other, one))
    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, third) <= distance(one, other) + distance(other, third) + 1e-9


@given(COLOURS, COLOURS, st.floats(0, 1))
def test_a_mixture_lies_between(one: str, other: str, share: float) -> None:
    low, high = sorted((luminance(one), luminance(other)))
    same = mixed(one, one, share)
    assert same == one
    assert mixed(one, other, 1) == one
    assert mixed(one, other, 0) == other
    # Between two hues a mixture may be a little lighter or darker than both: never by more than they differ.
    assert low - (high - low) - 0.2 <= luminance(mixed(one, other, share)) <= high + 0.2


@given(COLOURS, st.sampled_from(["#fdfcfa", "#121518"]))
def test_the_nearest_colour_passes_and_what_passes_stays(colour: str, paper: str) -> None:
    def reads(found: str) -> bool:
        return contrast(found, paper) >= 4.5

    found = nearest_where(reads, colour)
    assert reads(found)
    assert (found == colour) == reads(colour)
    assert nearest_where(reads, found) == found


def test_the_nearest_colour_keeps_the_hue_where_it_can() -> None:
    # Too light an orange is darkened; it does not become red or brown by being turned.
    found = nearest_where(lambda one: contrast(one, "#fdfcfa") >= 4.5, "#e08a00")
    assert contrast(found, "#fdfcfa") < 4.8
    red, green, blue = (int(found[at : at + 2], 16) for at in (1, 3, 5))
    assert red > green > blue


def test_nothing_is_proposed_where_nothing_passes() -> None:
    assert nearest_where(lambda _: False, "#00607f") == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_style_sheet_has_the_same_palette(scheme: Scheme) -> None:
    found = _tokens(scheme)
    assert {name: found[name] for name in PALETTES[scheme]} == PALETTES[scheme]
    assert {name: found[name] for name in SHADES[scheme]} == shades(scheme, found["accent"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_style_sheet_mixes_the_same_shades(scheme: Scheme) -> None:
    _, _, mixing = SHEET.partition("@supports (color:color-mix")
    light, _, dark = mixing[: mixing.index("}}}")].partition("@media")
    shares = {name: int(share) / 100 for name, share in re.findall(r"--(q\d):color-mix\(.*?(\d+)%", light)}
    if scheme == "dark":
        shares |= {name: int(share) / 100 for name, share in re.findall(r"--(q\d):color-mix\(.*?(\d+)%", dark)}
    assert {**shares, "q5": 1.0} == SHADES[scheme]


def _tokens(scheme: Scheme) -> dict[str, str]:
    light, _, dark = SHEET.partition("@media screen and (prefers-color-scheme:dark)")
    text = light if scheme == "light" else dark[: dark.index("}}")]
    return dict(re.findall(r"--(\w+):(#[0-9a-f]{6})", text))

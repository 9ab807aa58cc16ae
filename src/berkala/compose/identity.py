"""The agency's own: its colour for every page, and its mark where a browser shows a page by a picture."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from berkala.colours import PALETTES
from berkala.plan.marks import Mark
from berkala.plan.specifications import Accent, Settings

#: The picture that a browser shows beside a page's title.
ICON = "assets/icon.svg"
_SIDE, _MARGIN = 32, 3


def identity_files(settings: Settings, mark: Mark | None) -> Iterator[tuple[str, bytes]]:
    """The style sheet with the agency's colour; its mark as an icon, where it has one of its own."""
    yield "assets/agency.css", agency_css(settings.agency.accent)
    if mark is not None:
        yield ICON, icon(mark)


def agency_css(accent: Accent) -> bytes:
    """The one colour that an agency sets, for light and for dark pages; paper is always light."""
    dark = f"@media screen and (prefers-color-scheme:dark){{:root{{--accent:{accent.dark}}}}}"
    return f":root{{--accent:{accent.light}}}\n{dark}\n".encode()


def icon(mark: Mark) -> bytes:
    """A mark on a square of paper, which is seen in a light browser and in a dark one."""
    paper, ink = (PALETTES["light"][name] for name in ("paper", "ink"))
    inside = mark.placed(Decimal(_SIDE - 2 * _MARGIN), ink)
    ground = f'<path fill="{paper}" d="M0 0h{_SIDE}v{_SIDE}H0z"/>'
    moved = f'<g transform="translate({_MARGIN} {_MARGIN})">{inside}</g>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIDE} {_SIDE}">{ground}{moved}</svg>\n'.encode()

"""From SVG to PNG, with the bundled fonts and no others, so that the same card has the same bytes everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import resvg_py

from berkala.errors import Problem, SourceProblems
from berkala.render.cards.png import with_palette
from berkala.render.charts.metrics import FILES, Metrics
from berkala.render.charts.paint import FAMILY

#: What a card may weigh, in bytes: some networks and slow phones care.
LIMIT = 60_000
#: Sizes of palette, tried in turn.
_COLOURS = (96, 64, 40, 28)

#: Characters that are not drawn.
_INVISIBLE = frozenset("\u00ad")


def require_characters(texts: Iterable[tuple[str, str]], metrics: Metrics) -> None:
    """Every character must be in the fonts: a reader would see an empty box.

    `texts` are pairs of a place (``message``, ``agency`` …) and its text. Raises SourceProblems, one problem for
    each character and place.
    """
    lost = [(place, letter) for place, text in texts for letter in text if not metrics.knows(letter)]
    problems = [
        Problem("render.character-missing", {"character": letter, "code": f"U+{ord(letter):04X}", "place": place})
        for place, letter in dict.fromkeys(lost)
        if letter not in _INVISIBLE
    ]
    if problems:
        raise SourceProblems(problems)


def png(svg: str, fonts: Path) -> bytes:
    """The picture of an SVG, drawn with the fonts in a folder, in as many colours as `LIMIT` allows."""
    files = [str(fonts / file) for file in FILES.values()]
    try:
        drawn = bytes(
            resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=files, font_family=FAMILY)
        )
    except ValueError as error:
        # The drawing is ours, the frame around it is the agency's template.
        facts = {"name": "cards/card.svg.j2", "reason": str(error)}
        raise SourceProblems(Problem("render.template-broken", facts, file="templates/cards/card.svg.j2")) from error
    return with_palette(drawn, _COLOURS, LIMIT)

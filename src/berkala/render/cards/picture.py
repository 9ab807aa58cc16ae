"""From SVG to PNG, with the bundled fonts and no others, so that the same card has the same bytes everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import resvg
from lxml import etree

from berkala.errors import Problem, SourceProblems
from berkala.render.cards.outlines import outlined
from berkala.render.cards.png import colours_in, with_palette
from berkala.render.charts.metrics import Metrics

#: What a card may weigh, in bytes: some networks and slow phones care.
LIMIT = 60_000
#: So many shades between the ground and each other colour, tried in turn.
_SHADES = (9, 6, 4, 2)
#: The transform that changes nothing.
_AS_IT_IS = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)

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
    """The picture of an SVG, drawn with the fonts in a folder, in as many shades as `LIMIT` allows."""
    try:
        tree = resvg.usvg.Tree.from_str(outlined(svg, fonts), _options())
        drawn = resvg.render(tree, _AS_IT_IS)
    except (ValueError, etree.XMLSyntaxError) as error:
        # The drawing is ours, the frame around it is the agency's template.
        facts = {"name": "cards/card.svg.j2", "reason": str(error)}
        raise SourceProblems(Problem("render.template-broken", facts, file="templates/cards/card.svg.j2")) from error
    return with_palette(drawn, colours_in(svg), _SHADES, LIMIT)


@lru_cache
def _options() -> resvg.usvg.Options:
    """Options without any font: every letter is an outline."""
    return resvg.usvg.Options.default()

"""From SVG to PNG, with the bundled fonts and no others, so that the same card has the same bytes everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from lxml import etree
from PIL import Image

from berkala.errors import Problem, SourceProblems
from berkala.render.cards.colours import coloured_in, names_in
from berkala.render.cards.outlines import outlined
from berkala.render.cards.painting import painted
from berkala.render.cards.png import alike, colour, colours_in, in_schemes, with_palette
from berkala.render.cards.renderer import rendered
from berkala.render.charts.metrics import Metrics
from berkala.render.charts.paint import Palette

#: What a card may weigh, in bytes: some networks and slow phones care.
LIMIT = 60_000
#: So many shades between the ground and each other colour, tried in turn.
_SHADES = (9, 6, 4, 2, 1)

#: Characters that are not drawn.
_INVISIBLE = frozenset("\u00ad")


def require_characters(texts: Iterable[tuple[str, str]], metrics: Metrics) -> None:
    """Every character must be in the fonts: a reader would see an empty box.

    `texts` are pairs of a place (``message``, ``agency`` …) and its text. Raises SourceProblems, one problem for
    each character and place.
    """
    lost = [(place, letter) for place, text in texts for letter in dict.fromkeys(text) if not metrics.knows(letter)]
    problems = [
        Problem("render.character-missing", {"character": letter, "code": f"U+{ord(letter):04X}", "place": place})
        for place, letter in dict.fromkeys(lost)
        if letter not in _INVISIBLE
    ]
    if problems:
        raise SourceProblems(problems)


def png(svg: str, fonts: Path) -> bytes:
    """The picture of an SVG, drawn with the fonts in a folder, in as many shades as `LIMIT` allows."""
    return with_palette(_drawn(svg, fonts), colours_in(svg), _SHADES, LIMIT)


def pictures(drawing: str, fonts: Path, schemes: Sequence[Palette]) -> tuple[bytes, ...]:
    """The pictures of a drawing with the names of its colours (`colours`), one for each scheme."""
    used = names_in(drawing)
    first, *others = ([colour(scheme[name]) for name in used] for scheme in schemes)
    if all(alike(first, other) for other in others):
        return in_schemes(_drawn(coloured_in(drawing, schemes[0]), fonts), (first, *others), _SHADES, LIMIT)
    return tuple(
        with_palette(
            _drawn(coloured_in(drawing, scheme), fonts), [colour(scheme[name]) for name in used], _SHADES, LIMIT
        )
        for scheme in schemes
    )


def _drawn(svg: str, fonts: Path) -> Image.Image:
    """The pixels of an SVG: painted at once, or else drawn as a whole from outlines.

    Raises SourceProblems where it is no XML or cannot be drawn.
    """
    try:
        return painted(svg, fonts) or rendered(outlined(svg, fonts))
    except (etree.XMLSyntaxError, ValueError) as error:
        # The drawing is ours, the frame around it is the agency's template.
        facts = {"name": "cards/card.svg.j2", "reason": str(error)}
        raise SourceProblems(Problem("render.template-broken", facts, file="templates/cards/card.svg.j2")) from error

"""The cards of one edition in one language: each in four sizes, light and dark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from markupsafe import Markup

from berkala.measure.findings import Findings
from berkala.plan import Publication
from berkala.plan.cards import FIRST, chosen
from berkala.plan.specifications import CardKind
from berkala.render.cards.colours import SCHEMES, coloured_in, names
from berkala.render.cards.layout import Layout, Text, lay_out
from berkala.render.cards.matter import Telling, Told
from berkala.render.cards.picture import pictures, require_characters
from berkala.render.cards.ruler import ruler
from berkala.render.cards.sizes import SIZES, Size
from berkala.render.charts.drawing import number
from berkala.render.charts.metrics import Type, from_fonts
from berkala.render.charts.model import Chart
from berkala.render.charts.paint import Scheme, origin, palette, text
from berkala.render.templates import card_environment, filled
from berkala.words import Language, Sentence

#: The side of the square in which the mark is drawn, in its own units.
_MARK = Decimal(32)


@dataclass(frozen=True)
class Card:
    """A card as it is published: the picture, the SVG it was drawn from, and its text alternative.

    `title` is the card's message. Pictures of one `group` are one card in its sizes and schemes.
    """

    name: str
    group: str
    kind: CardKind
    title: Sentence
    scheme: Scheme
    width: int
    height: int
    svg: str
    png: bytes
    alt: Sentence

    @property
    def is_shared(self) -> bool:
        """Whether pages and links are shared with it: the first card, in light."""
        return self.group == FIRST and self.scheme == "light"


def draw_cards(
    findings: Findings, publication: Publication, language: Language, charts: Mapping[str, Chart] | None = None
) -> tuple[Card, ...]:
    """Every card of an edition in one language, the first one first, of each the light ones before the dark.

    `charts` are the report's charts by name, as far as they are built already. Raises SourceProblems for a text that
    has no room (render.card-text-too-long) or a character that the fonts lack (render.character-missing): a card is
    whole or it is not made.
    """
    telling = Telling(findings, publication, language, charts or {})
    told = {name: telling.tell(card) for name, card in chosen(findings.report.spec).items()}
    texts = [text for one in told.values() for text in one.texts]
    require_characters(texts, from_fonts(publication.templates / "fonts"))
    made = [_Card(name, one, findings, publication, language) for name, one in told.items()]
    return tuple(card for one in made for card in sorted(one.cards(), key=lambda card: card.scheme != "light"))


@dataclass(frozen=True)
class _Card:
    """One card, about to be drawn."""

    name: str
    told: Told
    findings: Findings
    publication: Publication
    language: Language

    def cards(self) -> Iterator[Card]:
        """It in every size and scheme. What is the same in both schemes is worked out once."""
        fonts, accent = self.publication.templates / "fonts", self.publication.settings.agency.accent
        schemes = [palette(scheme, accent) for scheme in SCHEMES]
        told = self.told
        for size in (one for one in SIZES if one.name in self.publication.settings.card_sizes):
            drawing = self._drawing(size)
            for scheme, colours, png in zip(SCHEMES, schemes, pictures(drawing, fonts, schemes), strict=True):
                name = f"{self.name}-{size.name}" + ("" if scheme == "light" else f"-{scheme}")
                svg, shape = coloured_in(drawing, colours), (size.width, size.height)
                yield Card(name, self.name, told.kind, told.matter.message, scheme, *shape, svg, png, told.alt)

    def _drawing(self, size: Size) -> str:
        """The SVG, with the names of its colours."""
        layout = lay_out(self.told.matter, self.told.fill, size, from_fonts(self.publication.templates / "fonts"))
        context = {
            "size": size,
            "language": self.language.code,
            "title": self.told.matter.message.text,
            "description": self.told.alt.text,
            "colours": names(),
            "ruler": ruler(self.findings, size),
            "own_mark": own_mark(self.publication),
            **placed(layout),
        }
        return filled(card_environment(self.publication.templates), "card.svg.j2", context).decode()


def own_mark(publication: Publication) -> Markup | None:
    """The agency's own mark where Berkala's would stand. One of several colours stays on the pages: a card is drawn
    with the names of its colours, for light and dark, and packed with few.
    """
    mark = publication.mark
    return Markup(mark.placed(_MARK, names()["ink"])) if mark and mark.is_plain else None


def placed(layout: Layout) -> dict[str, object]:
    """What the template needs of a layout."""
    return {
        "rule": number(layout.rule),
        "mark": " ".join(number(part) for part in layout.mark[:2]),
        "scale": number(layout.mark[2]),
        "texts": [Markup(_set(line)) for line in layout.texts],
        "drawn": Markup(layout.drawn),
    }


def _set(line: Text) -> str:
    """A line of text; a unit of its own type stands in a ``tspan``, so that figure and unit stay one text."""
    look = f' x="{number(line.x)}" y="{number(line.y)}" fill="{names()[line.colour]}"{_look(line.style)}'
    if line.anchor != "start":
        look += f' text-anchor="{line.anchor}"'
    if line.unit is None:
        return text(line.words, look)
    unit, said, (span,) = line.unit, line.words.text, line.words.spans
    below = "" if unit.down is None else f' x="{number(unit.x)}" dy="{number(unit.down)}"'
    behind = f"<tspan{below}{_look(unit.style)}>{escape(said[unit.at :])}</tspan>"
    return f"<text{look}{origin(span)}>{escape(said[: unit.at])}{behind}</text>"


def _look(style: Type) -> str:
    """Size, weight and spacings. A tspan has the spacings of the text around it unless it says its own."""
    look = f' font-size="{number(style.size)}"' + (' font-weight="700"' if style.weight == 700 else "")
    look += f' letter-spacing="{number(style.tracking * style.size)}"' if style.tracking else ""
    return look + f' word-spacing="{number(style.spacing * style.size)}"'

"""The agency's plain card: its name, what it is for, its address. A page that no edition's card belongs to has it."""

from __future__ import annotations

from collections.abc import Iterator

from berkala.plan import Publication
from berkala.plan.specifications import without_scheme
from berkala.render.cards.card import own_mark, placed
from berkala.render.cards.colours import coloured_in, names
from berkala.render.cards.layout import Layout, Text
from berkala.render.cards.picture import png
from berkala.render.cards.sizes import MESSAGE, SIZES
from berkala.render.charts.metrics import Metrics, Type, balanced, from_fonts, widest, wrapped_address
from berkala.render.charts.paint import palette
from berkala.render.sentences import named
from berkala.render.templates import card_environment, filled
from berkala.words import Language, Sentence

#: A link's preview.
SIZE = SIZES[0]
#: Where the mark stands, and how large it is beside that of a page; the baseline that the name begins below; the rule.
_MARK, _SCALE, _HEAD, _RULE = 72.0, 3.0, 190.0, 520.0
#: The name may take so many lines, what the agency is for so many.
_LINES, _MORE = 3, 4


def agency_card(publication: Publication, language: Language) -> bytes | None:
    """The card as a PNG of 1200 by 630; None where the fonts lack a letter of it, or a text has no room."""
    metrics = from_fonts(publication.templates / "fonts")
    texts = tuple(_texts(publication, language, metrics))
    known = all(metrics.knows(letter) for text in texts for letter in text.words.text)
    if not (texts and known):
        return None
    return png(_drawing(publication, language, texts), publication.templates / "fonts")


def _drawing(publication: Publication, language: Language, texts: tuple[Text, ...]) -> str:
    name = publication.settings.agency.name[language.code]
    layout = Layout(texts, _RULE, (SIZE.margin, _MARK, _SCALE), "")
    context = {
        "size": SIZE,
        "language": language.code,
        "title": name,
        "description": name,
        "colours": names(),
        "ruler": [],
        "own_mark": own_mark(publication),
        **placed(layout),
    }
    drawing = filled(card_environment(publication.templates), "card.svg.j2", context).decode()
    return coloured_in(drawing, palette("light", publication.settings.agency.accent))


def _texts(publication: Publication, language: Language, metrics: Metrics) -> Iterator[Text]:
    """The name, as large as it fits; what the agency is for, as far as there is room; the address. Or nothing."""
    settings = publication.settings
    style, name = _largest(named(settings.agency.name[language.code]), metrics)
    address = Type(SIZE.text, 700, tabular=False)
    at = wrapped_address(named(without_scheme(settings.site_url)), SIZE.inner, address, metrics)
    if not name or len(at) > 1:
        return
    y = _HEAD
    for line in name:
        y += 1.14 * style.size
        yield Text(SIZE.margin, y, line, style, "ink")
    purpose = settings.agency.purpose
    said = Type(32, 500, tabular=False)
    lines = balanced(named(purpose[language.code]), SIZE.inner - 120, said, metrics) if purpose else ()
    if lines and len(lines) <= _MORE and y + 20 + 1.34 * said.size * len(lines) <= _RULE - 24:
        y += 20
        for line in lines:
            y += 1.34 * said.size
            yield Text(SIZE.margin, y, line, said, "soft")
    yield Text(SIZE.margin, _RULE + 56, at[0], address, "accent")


def _largest(name: Sentence, metrics: Metrics) -> tuple[Type, tuple[Sentence, ...]]:
    """The largest type in which a name has room, and its lines in it; no lines where it has none."""
    for pixels in MESSAGE:
        style = Type(pixels, 700, -0.02, 0.08, tabular=False)
        lines = balanced(name, SIZE.inner, style, metrics)
        if len(lines) <= _LINES and widest(lines, style, metrics) <= SIZE.inner:
            return style, lines
    return Type(MESSAGE[-1], 700, tabular=False), ()

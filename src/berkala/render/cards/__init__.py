"""Share cards: one picture in four sizes, that carries its source, its check address and what it is not.

`layout` works out where everything stands, ``templates/cards/card.svg.j2`` is the skeleton, `picture` makes the
PNG with the bundled fonts and checks that they have every character.
"""

from __future__ import annotations

from berkala.render.cards.card import Card, draw_cards

__all__ = ["Card", "draw_cards"]

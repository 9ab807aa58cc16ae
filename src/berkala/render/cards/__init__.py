"""Share cards: pictures in four sizes, light and dark, that carry their source, their address and what they are not.

Which cards an edition has, its report says (`cards`); without that it has one, of the chart it names as `card`.

Their names are promises, as every address is. ``<card>-<width>x<height>.<language>.png``, the dark one
``<card>-<width>x<height>-dark.<language>.png``, and an SVG of the same name beside each. ``<card>`` is ``card`` for
the first one, which pages and links are shared with; for every other its kind (``number``, ``line``, ``rank``,
``tiles``, ``comparison``), and where a kind comes again, kind and chart (``rank-cities``).

`chosen` says which cards there are, `matter` what each of them says, `alts` the same for those who do not see it;
`layout` works out where everything stands, with `number` or `plots` in the middle; ``templates/cards/card.svg.j2`` is
the skeleton, `picture` makes the PNG with the bundled fonts and checks that they have every character. A card is laid
out once: light and dark are the same drawing in other colours.

From SVG to pixels: `shaping` sets the texts; where a drawing is `plain`, `painting` lays its `letters` over its shapes,
drawn by the `renderer` where `ink` says that there are any. Any other drawing the renderer draws whole, its letters as
`outlines`. `png` makes the file small.
"""

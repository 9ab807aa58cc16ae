"""The sentences of an edition, under the name that other modules know: they are made in `render.sentences`."""

from __future__ import annotations

from berkala.render.sentences import (
    Fact,
    change_phrase,
    column_head,
    compared,
    facts,
    headline,
    label_of,
    main_points,
    named,
)

__all__ = [
    "Fact",
    "change_phrase",
    "column_head",
    "compared",
    "facts",
    "headline",
    "label_of",
    "main_points",
    "named",
]

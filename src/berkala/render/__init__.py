"""render: `Findings` → `Bundle`.

Body fragments for each language, charts, tables, dataset packages, cards, posts and ``figures.json``. Formats,
and nothing else: it computes no number, fetches nothing and knows no other edition. Editions are rendered by
as many processes as the request allows; the bytes do not depend on how many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from berkala.measure.findings import FindingsSet
    from berkala.render.bundle import Bundles

__all__ = ["render"]


def render(findings: FindingsSet) -> Bundles:
    """Render every edition; what is wrong with a story, a card or a post is a problem of the result."""
    # Not above: who draws one card, or reads one bundle, loads nothing of what measures, packs and writes.
    from berkala.render.editions import render_all

    return render_all(findings)

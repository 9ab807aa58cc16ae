"""Which cards an edition has, and how each is called."""

from __future__ import annotations

from berkala.plan.specifications import CardKind, CardSpec, ChartKind, ReportSpec

#: What the first card is called: pages and links are shared with it.
FIRST = "card"
#: The card that a report without `cards` has, by the kind of its chart. Small multiples and shaded tables are too much
#: for a card: it shows their last values, ranked.
_ALONE: dict[ChartKind, CardKind] = {"line": "line", "tiles": "tiles", "dots": "rank"}
_ALONE |= {"heat": "rank", "multiples": "rank", "choropleth": "tiles"}


def chosen(report: ReportSpec) -> dict[str, CardSpec]:
    """The cards by name, in the report's order; a card that is declared twice is one card."""
    if not report.share_cards:
        return {}
    alone = CardSpec(kind=_ALONE.get(report.charts[report.card].kind, "comparison"), chart=report.card)
    first, *others = dict.fromkeys(report.cards or (alone,))
    named: dict[str, CardSpec] = {FIRST: first}
    for card in others:
        named[card.kind if card.kind not in named else f"{card.kind}-{card.chart}"] = card
    return named

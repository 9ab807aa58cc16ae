"""Which card goes with a post: the first with the release, with a finding the one that shows it."""

from __future__ import annotations

from collections.abc import Sequence

from berkala.errors import Problem, SourceProblems
from berkala.measure.findings import Findings
from berkala.plan.cards import FIRST, chosen
from berkala.plan.specifications import CardKind, ChartSpec
from berkala.render.cards.card import Card
from berkala.render.posts.networks import Network, networks
from berkala.render.posts.post import Image
from berkala.render.sentences import Told
from berkala.render.sentences.changes import declared, now_and_then
from berkala.words import language

#: The cards on which a statement can be seen, the best first.
_SHOWS: dict[str, tuple[CardKind, ...]] = {
    "extremes": ("tiles", "rank"),
    "largest": ("rank",),
    "movers": ("rank",),
    "directions": ("rank",),
    "record": ("line",),
    "streak": ("line",),
    "gap": ("number",),
}
#: Of these a card shows both ends: now and a year before (of spans, the one before), and no other comparison.
_ENDS = frozenset({"movers", "directions"})


def cards_of_statements(findings: Findings, told: Sequence[Told]) -> tuple[str | None, ...]:
    """For each statement the name of its card, or None. A card goes out once in a thread; the first has gone."""
    spec = findings.report.spec
    left = {name: card for name, card in chosen(spec).items() if name != FIRST}
    found: list[str | None] = []
    for one in told:
        shown = one.kind not in _ENDS or declared(findings) == now_and_then(findings)
        kinds = _SHOWS[one.kind] if shown else ()
        fit = (
            name
            for kind in kinds
            for name, card in left.items()
            if card.kind == kind and _shows(spec.charts[card.chart], one)
        )
        found.append(next(fit, None))
        left.pop(found[-1] or "", None)
    return tuple(found)


def _shows(chart: ChartSpec, told: Told) -> bool:
    """Whether a chart has every category that a statement names; one that counts categories needs all of them."""
    if chart.indicator != told.indicator:
        return False
    named = {figure.split(".")[1] for figure in told.said.figures if figure.startswith(f"{told.indicator}.")}
    return chart.show == ("every",) or named <= {*chart.show, "all"}


def card_of_explanation(findings: Findings) -> str:
    """The name of the card that shows the number over time, else of the first."""
    spec = findings.report.spec
    over_time = (
        name
        for name, card in chosen(spec).items()
        if card.kind == "line" and spec.charts[card.chart].indicator == spec.lead
    )
    return next(over_time, FIRST)


def image(findings: Findings, cards: Sequence[Card], name: str, network: Network, code: str) -> Image:
    """A card in the network's size, light. Raises SourceProblems where it is missing or has no fit alt text."""
    facts: dict[str, object] = {"network": network.title, "language": language(code).text("name")}
    card = next((card for card in cards if card.name == f"{name}-{network.card}"), None)
    if card is None:
        raise SourceProblems(Problem("render.post-without-picture", facts))
    limit = networks().smallest_alt
    if not card.alt.text.strip():
        raise SourceProblems(Problem("render.alt-missing", facts | {"card": card.name}))
    if len(card.alt.text) > limit:
        facts |= {"card": card.name, "length": len(card.alt.text), "limit": limit}
        raise SourceProblems(Problem("render.alt-too-long", facts))
    return Image(f"{findings.edition.address}share/{card.name}.{code}.png", card.width, card.height, card.alt)

"""The Explore page: the same figures through Plotly, for hover, zoom and switching series.

Plotly draws in the reader's browser, only on this page. The figures travel as plain lists (never Plotly's
base64 form) of floats, which is all that a drawing needs; the exact values stand in figures.json, and the id of
each point's figure travels beside it (``customdata``). The chart and the table below them need no script.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from berkala.measure.findings import Findings
from berkala.periods import Period
from berkala.plan import Publication
from berkala.plan.specifications import Indicator
from berkala.render.bundle import ROOT
from berkala.render.charts import build_chart
from berkala.render.charts.kinds import KINDS
from berkala.render.charts.model import Step
from berkala.render.main_points import label_of, named
from berkala.render.page import Drawing, home
from berkala.render.showing import text
from berkala.render.templates import fragment, script_json
from berkala.words import Language

#: The kinds of charts that show periods.
_OVER_TIME = frozenset(name for name, kind in KINDS.items() if kind.over_time)
#: About so many labels under the plot: they must not collide on a phone.
_TICKS = 4


def explore_fragment(
    findings: Findings, publication: Publication, language: Language, drawn: Mapping[str, Drawing]
) -> bytes:
    """The page's body: a choice of series, an empty place for the plot, its data, and the plain way to read it."""
    views = [view for name in drawn if (view := _view(findings, language, name, publication))]
    return fragment(
        publication.templates,
        "explore",
        language=language,
        root=ROOT + home(publication, language),
        assets=ROOT + "assets/",
        address=findings.edition.address,
        title=named(findings.report.spec.title[language.code]),
        period=language.period(findings.edition.period),
        views=script_json(views),
        choices=[(place, view["label"]) for place, view in enumerate(views)],
        drawn=[drawn[name] for name in drawn if findings.report.spec.charts[name].kind in _OVER_TIME],
    )


def _view(findings: Findings, language: Language, name: str, publication: Publication) -> dict[str, Any] | None:
    """One choice: a Plotly figure of a chart's series over every period. A chart of one period has no view."""
    chart = findings.report.spec.charts[name]
    if chart.kind not in _OVER_TIME:
        return None
    indicator = findings.report.spec.indicators[chart.indicator]
    figure = go.Figure(layout=_layout(findings.periods, indicator.unit, language))
    accent = publication.settings.agency.accent.light
    for place, category in enumerate(findings.shown(chart)):
        figure.add_trace(
            _trace(findings, language, chart.indicator, category, chart.kind, accent if not place else None)
        )
    held = build_chart(findings, name, language).held
    for step in (held.steps or (Step(held.figure, 0, len(findings.periods) - 1),)) if held else ():
        if step.figure.value is not None:
            _hold(figure, findings, step, language, indicator)
    return {"label": indicator.name[language.code], "figure": figure.to_dict()}


def _hold(figure: Any, findings: Findings, step: Step, language: Language, indicator: Indicator) -> None:
    """A line at the reference, over the periods that are held against it, with its name where it ends."""
    kind = indicator.reference.kind if indicator.reference else "standard"
    ends = [findings.periods[step.first].start, findings.periods[step.last].end]
    figure.add_trace(
        go.Scatter(
            x=[end.isoformat() for end in ends],
            y=[float(step.figure.value or 0)] * 2,
            customdata=[step.figure.id] * 2,
            mode="lines",
            line={"color": "#17191c", "width": 1.5},
            name=f"{language.text(f'fact.label.{kind}')}: {text(step.figure, language)}",
            hoverinfo="name",
        )
    )


def _trace(findings: Findings, language: Language, indicator: str, category: str, kind: str, colour: str | None) -> Any:
    found = [(period, findings.figure(indicator, category, period)) for period in findings.periods]
    values = [None if f is None or f.value is None else float(f.value) for _, f in found]
    said = [
        f"{language.period_text(period)}: {text(f, language) if f else language.text('status.x')}"
        for period, f in found
    ]
    common: dict[str, Any] = {
        "x": [period.start.isoformat() for period in findings.periods],
        "y": values,
        "customdata": [figure.id if figure else None for _, figure in found],
        "name": label_of(findings, indicator, category, language).text,
        "text": said,
        "hovertemplate": "%{text}<extra></extra>",
    }
    colour = colour or "#858a90"
    if kind == "columns":
        return go.Bar(**common, marker={"color": colour}, textposition="none")
    return go.Scatter(**common, mode="lines+markers", line={"color": colour}, connectgaps=False)


def _layout(periods: Sequence[Period], unit: str, language: Language) -> dict[str, Any]:
    # Plotly's own dates would be in English: the ticks are the periods, in the page's language.
    ticks = periods[:: max(1, len(periods) // _TICKS)]
    decimal, group = (",", ".") if language.number(1, 1)[1] == "," else (".", ",")
    return {
        "template": "none",
        "font": {"family": "Plus Jakarta Sans, sans-serif", "size": 14},
        "separators": decimal + group,
        "margin": {"l": 56, "r": 16, "t": 16, "b": 48},
        "legend": {"orientation": "h"},
        "xaxis": {
            "tickvals": [period.start.isoformat() for period in ticks],
            "ticktext": [language.period_text(period, short=True) for period in ticks],
        },
        "yaxis": {"ticksuffix": "%" if unit == "percent" else "", "automargin": True},
        "hovermode": "closest",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
    }

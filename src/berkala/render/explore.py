"""The Explore page: the same figures through Plotly, for hover, zoom and switching series, and the whole dataset.

Plotly draws in the reader's browser, only on this page. What travels is what a reader sees: each value in the digits
that are shown, the periods once for all series, and the form of a number. `explore.js` puts the three together, and
`check` does the same and holds the result against ``figures.json``. What a reader may choose from the dataset beyond
the figures stands in `explore_data`. The tables below need no script.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from berkala.measure.findings import Figure, Findings
from berkala.periods import Period
from berkala.plan import Publication
from berkala.plan.specifications import ChartSpec, Indicator
from berkala.render.bundle import ROOT
from berkala.render.charts.held import ahead_of, held_over_time, of_its_time
from berkala.render.charts.kinds import TABLED
from berkala.render.charts.model import UNSURE, Step
from berkala.render.charts.parts import Making, declared
from berkala.render.charts.spans import are_alike
from berkala.render.explore_data import data_path, data_to_choose, periods_told
from berkala.render.packages.page import size as file_size
from berkala.render.page import Drawing, home
from berkala.render.sentences import label_of, named
from berkala.render.sentences.labels import dataset_of
from berkala.render.showing import text
from berkala.render.templates import fragment, script_json
from berkala.words import Language, rounded_to

#: The charts whose series are offered. The table of each stands below (`TABLED`); a heat table is one already.
_OFFERED = TABLED | {"heat"}
#: So many periods a heat table shows where the report does not say.
_HEAT = 8
#: At most so many labels under the plot beside the last: the script leaves out those that collide.
_TICKS = 5
#: And no more than these where they are spans, whose names are long.
_LONG_TICKS = 2
#: The statuses that a reader is told of beside a value.
_TOLD = (*UNSURE, "r", "b")


def explore_fragment(
    findings: Findings, publication: Publication, language: Language, drawn: Mapping[str, Drawing], size: int
) -> bytes:
    """The page's body: a choice of series, an empty place for the plot, its data, and the tables of the charts.

    `size` is that of the file with the dataset's rows.
    """
    charts = findings.report.spec.charts
    data, dataset = _data(findings, language), data_to_choose(findings, language, size)
    if dataset:
        # The same periods are not told twice.
        data["dataset"] = {key: part for key, part in dataset.items() if key != "periods" or part != data["periods"]}
    return fragment(
        publication.templates,
        "explore",
        language=language,
        root=ROOT + home(publication, language),
        assets=ROOT + "assets/",
        address=findings.edition.address,
        title=named(findings.report.spec.title[language.code]),
        period=language.period(findings.edition.period),
        views=script_json(data),
        dataset_title=named(findings.data[findings.report.spec.dataset].spec.title[language.code]),
        data_file=ROOT + data_path(findings),
        data_page=ROOT + home(publication, language) + data_path(findings).rpartition("/")[0] + "/",
        data_size=file_size(size, language),
        chooses=dataset is not None,
        asks=dataset is not None and dataset["ask"],
        choices=_choices(findings, data["views"], language),
        drawn=[drawn[name] for name in drawn if charts[name].kind in TABLED],
    )


def _choices(
    findings: Findings, views: Sequence[Mapping[str, Any]], language: Language
) -> dict[str, list[tuple[int, str]]]:
    """The views by objective, each with its place; those of no objective under an empty name."""
    spec, found = findings.report.spec, dict[str, list[tuple[int, str]]]()
    for place, view in enumerate(views):
        objective = spec.indicators[view["indicator"]].objective
        name = spec.objectives[objective][language.code] if objective is not None else ""
        found.setdefault(name, []).append((place, view["label"]))
    return found


def _data(findings: Findings, language: Language) -> dict[str, Any]:
    """The periods, the form of numbers, the words of statuses, and one view for each indicator that charts show."""
    decimal = language.number(Decimal("0.1"), 1)[1]
    views = [_view(findings, language, name) for name in findings.report.spec.indicators if _windows(findings, name)]
    letters = sorted({letter for view in views for series in view["series"] for letter in series["status"].values()})
    return {
        "periods": periods_told(findings.periods, language),
        "marks": {"decimal": decimal, "group": language.number(1000)[1], "minus": language.number(-1)[0]},
        "statuses": {letter: language.text(f"charts.status.{letter}") for letter in letters},
        "views": views,
    }


def _windows(findings: Findings, indicator: str) -> dict[str, int]:
    """The categories of an indicator that charts show over time, each with its longest stretch of last periods.

    Of an indicator under an objective, which has one earlier value on the page, the whole is offered in any case.
    """
    listed = findings.report.spec.indicators[indicator].objective is not None
    found = {"all": len(findings.periods)} if listed else dict[str, int]()
    for chart in findings.report.spec.charts.values():
        if chart.indicator == indicator and chart.kind in _OFFERED:
            whole = chart.kind == "heat" and findings.figure(indicator) is not None
            count = chart.periods or (_HEAT if chart.kind == "heat" else len(findings.periods))
            for category in (*(("all",) if whole else ()), *findings.shown(chart)):
                found[category] = max(found.get(category, 0), count)
    return found


def _view(findings: Findings, language: Language, name: str) -> dict[str, Any]:
    """One choice: every series of an indicator that charts show, and what they are held against."""
    indicator, windows = findings.report.spec.indicators[name], _windows(findings, name)
    series = [_series(findings, language, name, category, count) for category, count in windows.items()]
    series = [one for one in series if any(value is not None for value in one["y"])]
    first = min((one["first"] for one in series), default=0)
    kinds = {chart.kind for chart in findings.report.spec.charts.values() if chart.indicator == name}
    return {
        "label": indicator.name[language.code],
        "indicator": name,
        "columns": kinds & _OFFERED == {"columns"} and _has_rhythm(findings),
        **({} if are_alike(findings.periods[first:]) else {"apart": True}),
        "decimals": indicator.decimals,
        "template": _template(findings, language, name, indicator),
        "suffix": language.amount(Decimal(7), "percent", 0)[1:] if indicator.unit == "percent" else "",
        "ticks": [
            [place, language.period_text(findings.periods[place], short=True)] for place in _ticks(findings, first)
        ],
        "series": series,
        "held": list(_held(findings, language, name, tuple(windows))),
    }


def _ticks(findings: Findings, first: int) -> list[int]:
    """The places of the labels under the plot: the beginnings of years, every so many of them, and the last period."""
    periods, end = findings.periods, len(findings.periods)
    if not _has_rhythm(findings):
        return sorted(range(end - 1, first - 1, -max(1, -((first - end) // _LONG_TICKS))))
    begun = [place for place in range(first, end) if periods[place].start.month == 1] or [first]
    step = max(1, -(-len(begun) // _TICKS))
    return sorted({*begun[::-step], end - 1})


def _has_rhythm(findings: Findings) -> bool:
    return dataset_of(findings).rhythm is not None


def _template(findings: Findings, language: Language, name: str, indicator: Indicator) -> str:
    """What stands around a number: ``{number}%``. Empty where a number is not simply put into its unit."""
    return (
        language.amount(Decimal(7), indicator.unit, 0).replace("7", "{number}") if indicator.unit_name is None else ""
    )


def _series(findings: Findings, language: Language, name: str, category: str, count: int) -> dict[str, Any]:
    """One category from its first period with a value to its last, as it is shown."""
    periods = findings.periods[-count:]
    figures = [findings.figure(name, category, period) for period in periods]
    known = [place for place, figure in enumerate(figures) if figure is not None and figure.value is not None]
    start, end = (known[0], known[-1] + 1) if known else (0, 0)
    kept = figures[start:end]
    made: dict[str, Any] = {
        "category": category,
        "name": label_of(findings, name, category, language).text,
        "first": len(findings.periods) - len(periods) + start,
        "y": [_number(figure) for figure in kept],
        "status": {str(at): f.status for at, f in enumerate(kept) if f and f.value is not None and f.status in _TOLD},
    }
    indicator = findings.report.spec.indicators[name]
    template = _template(findings, language, name, indicator)
    said = ["" if figure is None or figure.value is None else text(figure, language) for figure in kept]
    if said != [_filled(template, figure, language) for figure in kept]:
        made["text"] = said  # a unit that changes with the number: thousand, million
    return made


def _filled(template: str, figure: Figure | None, language: Language) -> str:
    if figure is None or figure.value is None:
        return ""
    return template.replace("{number}", language.number(figure.value, figure.decimals))


def _number(figure: Figure | None) -> int | float | None:
    """The value in the digits that are shown."""
    if figure is None or figure.value is None:
        return None
    shown = rounded_to(figure.value, figure.decimals)
    return int(shown) if shown == shown.to_integral_value() else float(shown)


# -- what it is held against ----------------------------------------------------------------------------------


def _held(findings: Findings, language: Language, name: str, show: Sequence[str]) -> Iterator[dict[str, Any]]:
    """A standard, target or goal over its periods, and one ahead at its own; both edges where it is a range."""
    making = declared(Making(findings, "", language), name, ChartSpec(kind="line", indicator=name, show=tuple(show)))
    held, ahead = held_over_time(making), ahead_of(making)
    for step in (step for step in (held.steps[:-1] if held else ()) if step.figure.value is not None):
        words = of_its_time(making, step.figure, step.high)
        yield {**_edges(words.text, step.figure, step.high, _ends(findings, step)), "earlier": True}
    for step in held.steps[-1:] if held else ():
        yield _edges(held.name.text if held else "", step.figure, step.high, _ends(findings, step))
    if ahead is not None:
        ends = [day.isoformat() for day in _days(findings, ahead.figure.period)]
        yield _edges(ahead.name.text, ahead.figure, ahead.high, ends)


def _edges(name: str, figure: Figure, high: Figure | None, ends: list[str]) -> dict[str, Any]:
    """One stretch."""
    edges = [edge for edge in (figure, high) if edge is not None and edge.value is not None]
    return {"name": name, "figures": [edge.id for edge in edges], "ends": ends, "y": [_number(e) for e in edges]}


def _ends(findings: Findings, step: Step) -> list[str]:
    """From when to when a stretch is drawn."""
    first, last = (_days(findings, findings.periods[place]) for place in (step.first, step.last))
    return [first[0].isoformat(), last[1].isoformat()]


def _days(findings: Findings, period: Period) -> tuple[date, date]:
    """From when to when a period lasts: one of the data's rhythm, whose point stands on its first day, around it."""
    periods = findings.periods
    if not _has_rhythm(findings) or period.frequency != periods[-1].frequency:
        return period.start, period.end
    steps = (after.start - before.start for before, after in pairwise(periods))
    half = min(steps, default=period.shift(1).start - period.start) / 2
    return period.start - half, period.start + half

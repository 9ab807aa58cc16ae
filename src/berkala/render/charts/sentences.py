"""The sentences of a chart: a title that states the message, and a description in words.

They claim no more than the digits that a reader sees allow, and they are true from the first edition on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from berkala.measure.findings import Figure, Findings
from berkala.periods import Period
from berkala.plan.specifications import ChartSpec, DatasetSpec
from berkala.render.charts.model import Held, Point, Series, Step
from berkala.render.charts.observed import reason
from berkala.render.sentences.changes import compare, declared
from berkala.render.sentences.labels import dataset_of, inside, label_of, named
from berkala.render.sentences.records import points_of, record_now
from berkala.render.showing import Style, shown
from berkala.words import Language, Sentence, rounded_to

#: What fills a message's slots.
Slots = dict[str, Any]

#: A description names so many stretches of missing periods; of more than a pair it names the first and the last.
_NAMED, _PAIR = 4, 2

#: A unit of its own with more letters than these is long.
_UNIT = 16


def value_style(unit: str) -> Style:
    """How a value of this unit is written in a chart: large counts in words."""
    return "compact" if unit in ("count", "people") else "short"


def period_noun(period: Period, language: Language, count: int = 1) -> str:
    """``month``, ``months``: what a period of this frequency is called."""
    return language.sentence(f"charts.period.{period.frequency}", n=count).text


def rhythm_noun(dataset: DatasetSpec, period: Period, language: Language, count: int = 1) -> str:
    """``month``, ``months``; of data that are not taken in every month, ``survey``, ``surveys``."""
    if dataset.coverage.months:
        return language.sentence("charts.period.survey", n=count).text
    return period_noun(period, language, count)


def said(figure: Figure, language: Language, *, magnitude: bool = False) -> Sentence:
    """A figure as it stands in a chart. A long unit is not said beside each number: the subtitle names it."""
    unit = figure.unit_name[language.code] if figure.unit_name else ""
    style: Style = "bare" if len(unit) > _UNIT else value_style(figure.unit)
    return shown(figure, language, style, magnitude=magnitude)


def beside_title(figure: Figure, language: Language) -> Sentence:
    """The same on an axis whose title says what is counted: ``26.16 million``, not "26.16 million people"."""
    return shown(figure, language, "compact") if figure.unit == "thousand_people" else said(figure, language)


def by(change: Figure, language: Language) -> Sentence:
    """The size of a change in a title, where there is room for "percentage points"."""
    if change.unit == "points":
        return shown(change, language, "prose", magnitude=True)
    return said(change, language, magnitude=True)


# -- the message ----------------------------------------------------------------------------------------------


def message(
    findings: Findings, spec: ChartSpec, series: tuple[Series, ...], held: Held | None, language: Language
) -> Sentence:
    """The chart's title."""
    if spec.kind == "bars":
        return _bars(findings, spec, series, language)
    point = series[0].last
    if point.figure is None or point.value is None:
        return language.sentence("charts.message.missing", period=language.period(point.period))
    if spec.kind == "line" and held is not None and (judged := _judged(findings, spec, series[0], held, language)):
        return judged
    return _record(findings, spec, series[0], language) or _moved(findings, spec, point, language)


def _judged(findings: Findings, spec: ChartSpec, series: Series, held: Held, language: Language) -> Sentence | None:
    """How many of the periods met the reference."""
    met = findings.figure(spec.indicator, series.category, derived="periods-met")
    of = findings.figure(spec.indicator, series.category, derived="periods")
    if met is None or of is None or met.value is None or of.value is None:
        return None
    hits, count = int(met.value), int(of.value)
    outcome = "none" if hits == 0 else "all" if hits == count else "some"
    slots: Slots = {"noun": held.noun, "period": language.period(series.last.period)}
    dataset, last = dataset_of(findings), series.last.period
    slots |= {"periods": rhythm_noun(dataset, last, language, count), "met": shown(met, language)}
    slots["months"] = shown(of, language)
    if (count == 1 and len(series.points) > 1) or count > len(series.points):
        return None  # one period is no record, and a title speaks of those that are drawn
    if count == 1:
        return language.sentence(f"charts.message.met.one.{outcome}", **slots).capital()
    if count == 2 and outcome != "some" and len(series.points) == 2:
        return language.sentence(
            f"charts.message.met.two.{outcome}", period_one=rhythm_noun(dataset, last, language), **slots
        ).capital()
    reference = findings.report.spec.indicators[spec.indicator].reference
    partial = "-target" if reference and reference.kind == "target" else "-shown"
    partial = partial if count < len(series.points) else ""
    return language.sentence(f"charts.message.met.{outcome}{partial}", n=hits, **slots).capital()


def _record(findings: Findings, spec: ChartSpec, series: Series, language: Language) -> Sentence | None:
    """The highest or lowest for at least a year, or since the series began."""
    found = record_now(findings, spec.indicator, series.category)
    points, whole = points_of(findings, spec.indicator, series.category), points_of(findings, spec.indicator)
    # Of a category only the periods of its charts are worked out: those may begin later than its series.
    if found is None or (found.ever and whole and whole[0][0] < points[0][0]):
        return None
    key = f"charts.message.{found.side}{'-ever' if found.ever else ''}"
    return language.sentence(key, name=_name(findings, spec, language), since=language.period(found.since))


def _moved(findings: Findings, chart: ChartSpec, point: Point, language: Language) -> Sentence:
    """The change that the report declares as leading; without one, the value and its period."""
    assert point.figure is not None  # the caller has looked
    slots: Slots = {
        "name": _name(findings, chart, language),
        "value": said(point.figure, language),
        "period": language.period(point.period),
    }
    on = declared(findings)
    found = compare(findings, chart.indicator, chart.show[0], on)
    if found is None:
        return language.sentence("charts.message.level", **slots)
    slots["change"] = by(found.change, language)
    spec = dataset_of(findings)
    if spec.rhythm is not None:
        slots["unit"] = language.text(f"charts.step.{point.period.frequency}")
    if on == "previous" and (spec.coverage.months or spec.rhythm is None):
        on, slots["before"] = _before(spec), language.period_within(found.earlier.period)
    return language.sentence(f"charts.message.{on}.{found.seen}", direction=found.change.id, **slots)


def _before(spec: DatasetSpec) -> str:
    """What a title calls the period before: by its name, not as the last of a rhythm."""
    return "survey" if spec.coverage.months else "span"


def _bars(findings: Findings, spec: ChartSpec, series: tuple[Series, ...], language: Language) -> Sentence:
    """Which category is highest or lowest; the one that matters if it is either."""
    known = [one for one in series if one.last.value is not None]
    if not known:
        return language.sentence("charts.message.missing", period=language.period(series[0].last.period))
    digits = {
        one.category: rounded_to(one.last.value or 0, one.last.figure.decimals) for one in known if one.last.figure
    }
    low, high = min(digits.values()), max(digits.values())
    unit = findings.report.spec.indicators[spec.indicator].unit
    for one in known:
        mine = digits[one.category]
        alone = list(digits.values()).count(mine) == 1 and len(known) == len(series) > 1
        if alone and mine in (low, high) and one.last.figure:
            key = f"charts.message.bars.{'lowest' if mine == low else 'highest'}"
            noun = language.text(f"charts.ranked.noun.{unit}")
            name = inside(findings, spec.indicator, one.category, language)
            words = language.sentence(key, category=name, noun=noun, value=said(one.last.figure, language))
            return among_those(findings, spec, words, language).capital()
    first = known[0]
    value = said(first.last.figure, language) if first.last.figure else Sentence.plain("")
    period = language.period(first.last.period)
    return language.sentence("charts.message.level", name=first.label, value=value, period=period)


def among_those(findings: Findings, spec: ChartSpec, words: Sentence, language: Language) -> Sentence:
    """``of the major groups, …``: what is the highest only of those that a chart shows, where others have a value."""
    shown_, every = set(spec.show), findings.shown(spec.model_copy(update={"show": ("every",)}))
    others = [findings.figure(spec.indicator, category) for category in every if category not in shown_]
    if not any(figure is not None and figure.value is not None for figure in others):
        return words
    for statement in findings.report.spec.statements:
        if statement.among is not None and set(statement.among.categories) == shown_ - {"all"}:
            noun = named(statement.among.noun[language.code])
            return language.sentence("statement.among", noun=noun, said=words)
    return language.sentence("charts.ranked.of-shown", said=words)


def _name(findings: Findings, spec: ChartSpec, language: Language) -> Sentence:
    """What the first line or the columns show: the indicator as a whole, or one category of it."""
    if spec.show[0] != "all":
        return label_of(findings, spec.indicator, spec.show[0], language)
    return named(findings.report.spec.indicators[spec.indicator].said[language.code])


# -- the description ------------------------------------------------------------------------------------------


def describe(
    kind: str,
    series: tuple[Series, ...],
    held: Held | None,
    language: Language,
    own: Mapping[str, str] = MappingProxyType({}),
) -> Sentence:
    """The chart in words: start, end, highest, lowest, the reference, and what is not shown.

    `own` are the dataset's own words for a status letter.
    """
    parts = _describe_bars(series, language) if kind == "bars" else describe_series(series, language)
    if held is not None:
        parts.append(language.sentence("charts.describe.reference", name=held.name))
        parts += _earlier_references(held, language)
    return Sentence.join([*parts, *missing_values(series, own, language)])


def _earlier_references(held: Held, language: Language) -> list[Sentence]:
    pairs = [
        language.sentence(
            "charts.point.at", value=_step_value(step, language), period=language.period(step.figure.period)
        )
        for step in held.steps[:-1]
        if step.figure.value is not None
    ]
    return [language.sentence("charts.describe.earlier", values=Sentence.join(pairs, ", "))] if pairs else []


def _step_value(step: Step, language: Language) -> Sentence:
    """The value of a reference, or both ends of its range."""
    if step.high is None:
        return said(step.figure, language)
    return language.sentence("charts.line.ends", low=said(step.figure, language), high=said(step.high, language))


def describe_series(series: tuple[Series, ...], language: Language) -> list[Sentence]:
    """The course of each series that has values; of the first with its highest and its lowest."""
    parts = []
    for place, one in enumerate(series):
        known = one.known
        lead = language.sentence("charts.describe.of", label=one.label) if len(series) > 1 else Sentence(())
        if not known:
            continue
        slots = _named_points({"first": known[0], "last": known[-1]}, language)
        if len(known) == 1:
            parts.append(lead + language.sentence("charts.describe.one", **slots))
        elif place == 0 and (extremes := one.extremes()):
            slots |= _named_points({"low": extremes[0], "high": extremes[1]}, language)
            key = f"charts.describe.full{_level(known)}{'' if one.is_whole else '-shown'}"
            parts.append(lead + language.sentence(key, **slots))
        else:
            parts.append(lead + language.sentence(f"charts.describe.ends{_level(known)}", **slots))
    return [part.capital() for part in parts]


def _level(known: Sequence[Point]) -> str:
    """``-level`` where the first and the last value show the same digits: nothing went "from 90.0% to 90.0%"."""
    shown_ = [rounded_to(one.value or 0, one.figure.decimals) for one in (known[0], known[-1]) if one.figure]
    return "-level" if len(set(shown_)) == 1 else ""


def _describe_bars(series: tuple[Series, ...], language: Language) -> list[Sentence]:
    pairs = [
        language.sentence("charts.describe.pair", label=one.label, value=said(one.last.figure, language))
        for one in series
        if one.last.figure is not None and one.last.value is not None
    ]
    if not pairs:
        return []
    period = language.period(series[0].last.period)
    return [language.sentence("charts.describe.bars", period=period, pairs=Sentence.join(pairs, language.semicolon))]


def _named_points(points: dict[str, Point], language: Language) -> Slots:
    slots: Slots = {}
    for name, point in points.items():
        slots[name] = said(point.figure, language) if point.figure else Sentence.plain("")
        slots[f"{name}_period"] = language.period_within(point.period)
    return slots


def missing_values(series: Sequence[Series], own: Mapping[str, str], language: Language) -> list[Sentence]:
    """Which values are not shown, and why: once for all series that lack the same.

    A period at which a series is never observed is not missing. `own` are the dataset's words for a status.
    """
    found: dict[tuple[str, tuple[Period, ...]], list[Series]] = {}
    for one in series:
        lacking = [point for point in one.points if point.value is None and point.expected]
        for why in dict.fromkeys(reason(point) for point in lacking):
            periods = tuple(point.period for point in lacking if reason(point) == why)
            found.setdefault((why, periods), []).append(one)
    groups: dict[tuple[Sentence, ...], list[Sentence]] = {}
    for (why, periods), lacking_series in found.items():
        slots: Slots = {"reason": own.get(why) or language.text(f"charts.missing.{why}")}
        slots["periods"] = _periods_named(periods, [point.period for point in series[0].points], language)
        whose = () if len(lacking_series) == len(series) else tuple(one.label for one in lacking_series)
        groups.setdefault(whose, []).append(language.sentence("charts.describe.missing-why", slots))
    return [_lacking(whose, Sentence.join(values, language.semicolon), language) for whose, values in groups.items()]


def _lacking(whose: Sequence[Sentence], values: Sentence, language: Language) -> Sentence:
    if not whose:
        return language.sentence("charts.describe.missing", values=values)
    return language.sentence("charts.describe.missing-of", label=Sentence.join(list(whose), ", "), values=values)


def _periods_named(periods: Sequence[Period], order: Sequence[Period], language: Language) -> Sentence:
    """The periods, those that follow each other as a stretch; after the first few stretches, that there are others."""
    runs: list[list[Period]] = []
    places = {period: place for place, period in enumerate(order)}
    for period in periods:
        if runs and places[period] == places[runs[-1][-1]] + 1:
            runs[-1].append(period)
        else:
            runs.append([period])
    stretches = [_stretch(run, language) for run in runs]
    if len(stretches) > _NAMED + 1:
        stretches = [*stretches[:_NAMED], Sentence.plain(language.text("charts.describe.others"))]
    return Sentence.join(stretches, ", ")


def _stretch(run: Sequence[Period], language: Language) -> Sentence:
    """One period, two, or from the first to the last."""
    first, last = language.period_within(run[0]), language.period_within(run[-1])
    if len(run) > _PAIR:
        return language.sentence("charts.range", first=first, last=last)
    return Sentence.join([first, last][: len(run)], ", ")

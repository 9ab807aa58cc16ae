"""What the values of a chart are held against."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import groupby

from berkala.measure.findings import Figure
from berkala.periods import Period
from berkala.plan.specifications import Indicator, Reference
from berkala.render.charts.model import Held, Step
from berkala.render.charts.parts import Making
from berkala.render.charts.sentences import said, value_style
from berkala.render.charts.timeline import Ahead
from berkala.render.sentences import named
from berkala.render.sentences.labels import are_places
from berkala.render.showing import shown
from berkala.words import Language, Sentence


def held_of(making: Making) -> Held | None:
    """The reference, its name on the chart and the gap of the last value, if the indicator has one with a value."""
    findings, spec, indicator, language = making.findings, making.spec, making.indicator, making.language
    figure, high = _ends(making, "reference")
    reference = indicator.reference
    if figure is None or figure.value is None or reference is None or (reference.relation == "within" and not high):
        return None
    beside = reference.not_held is not None
    gap = findings.figure(spec.indicator, making.show[0], derived="gap")
    return Held(
        figure,
        _name(making, reference, figure, high),
        language.text(f"charts.noun.{reference.kind}"),
        reference.relation,
        None if beside or spec.kind == "bars" else gap,
        high=high,
        beside=beside,
        brief=language.sentence(
            f"charts.line.beside.{reference.kind}",
            value=with_unit(value_words(figure, high, language), figure, indicator, language),
        ),
    )


def _ends(making: Making, what: str) -> tuple[Figure | None, Figure | None]:
    """The one figure of a reference or a milestone, or both ends of its range."""
    figures, stem = making.findings.figures, f"{making.spec.indicator}.{what}"
    low, high = figures.get(f"{stem}-low"), figures.get(f"{stem}-high")
    if low is not None and high is not None:
        return low, high
    return figures.get(stem), None


def _name(making: Making, reference: Reference, figure: Figure, high: Figure | None) -> Sentence:
    findings, indicator, language, kind = making.findings, making.indicator, making.language, reference.kind
    value = with_unit(value_words(figure, high, language), figure, indicator, language)
    if reference.not_held is not None:
        return language.sentence(f"charts.line.beside.{kind}", value=value)
    relation = reference.relation
    # Where only parts are shown, the reference, which is set for the whole, has to say so.
    if indicator.by is not None and indicator.all_label is not None and "all" not in making.show:
        label, places = indicator.all_label[language.code], are_places(findings, making.spec.indicator)
        whole = label if places else label[0].lower() + label[1:]  # a country keeps its capital
        key = f"charts.reference.whole.{kind}.{relation}"
        return language.sentence(key, value=value, whole=named(whole))
    return language.sentence(f"charts.reference.{kind}.{relation}", value=value)


def value_words(low: Figure, high: Figure | None, language: Language) -> Sentence:
    """``95.0%``, or ``6.0–7.0%``: the unit once, behind the higher."""
    if high is None:
        return said(low, language)
    # A currency stands before both, and a count in words needs its word at both.
    alone = low.unit == "rupiah" or value_style(low.unit) == "compact"
    slots = {"low": said(low, language) if alone else shown(low, language, "bare"), "high": said(high, language)}
    return language.sentence("charts.line.ends", slots)


def with_unit(value: Sentence, figure: Figure, indicator: Indicator, language: Language) -> Sentence:
    """The value with the unit that the indicator names itself, if the figure does not: ``5.5 days``."""
    if figure.unit_name is not None or indicator.unit != "number" or indicator.unit_name is None:
        return value
    return value + named("\u00a0" + indicator.unit_name[language.code])


# -- over time ------------------------------------------------------------------------------------------------


def held_over_time(making: Making) -> Held | None:
    """As `held_of`, with the reference's steps over the periods of a line."""
    held = held_of(making)
    if held is None:
        return None
    return replace(held, steps=_since(making, held) if held.beside else _steps(making, held))


def _steps(making: Making, held: Held) -> tuple[Step, ...]:
    """Which value of the reference each period is held against: the one from which its gap was worked out.

    A period without a value has no gap; it lies with its neighbours.
    """
    findings, indicator = making.findings, making.spec.indicator
    now = tuple(end.id for end in (held.figure, held.high) if end)
    named_by: list[tuple[str, ...] | None] = []
    for period in findings.periods:
        gap = findings.figure(indicator, "all", period, "gap")
        figure = findings.figure(indicator, "all", period)
        empty = figure is None or figure.value is None
        named_by.append(None if empty else _references(gap, indicator) if gap else ())
    named_by[-1] = now
    for place in range(len(named_by) - 2, -1, -1):
        named_by[place] = named_by[place + 1] if named_by[place] is None else named_by[place]
    return tuple(
        Step(findings.figures[ids[0]], places[0], places[-1], findings.figures[ids[1]] if len(ids) > 1 else None)
        for ids, places in _runs(named_by)
    )


def _references(gap: Figure, indicator: str) -> tuple[str, ...]:
    """The ids of the references that a gap was worked out from, the low end first."""
    found = [name for name in gap.inputs if name.startswith(f"{indicator}.reference")]
    return tuple(sorted(found, key=lambda name: "-high" in name))


def _runs(named_by: list[tuple[str, ...] | None]) -> list[tuple[tuple[str, ...], list[int]]]:
    groups = groupby(range(len(named_by)), key=lambda place: named_by[place])
    return [(ids, list(places)) for ids, places in groups if ids]


def _since(making: Making, held: Held) -> tuple[Step, ...]:
    """A goal that nothing is held against, over every period since it was set."""
    periods = making.findings.periods
    start: date = held.figure.period.start
    first = next((place for place, period in enumerate(periods) if period.end >= start), len(periods) - 1)
    return (Step(held.figure, first, len(periods) - 1, held.high),)


def ahead_of(making: Making) -> Ahead | None:
    """The target for a later period, if the findings have one that is still to come."""
    figure, high = _ends(making, "milestone")
    reference = making.indicator.reference
    if figure is None or figure.value is None or reference is None or figure.period.end <= making.period.end:
        return None
    if reference.relation == "within" and high is None:
        return None
    return Ahead(figure, high, of_its_time(making, figure, high), _later(making, figure.period))


def of_its_time(making: Making, figure: Figure, high: Figure | None) -> Sentence:
    """The name of a reference with the period that it is for: ``Target 2029: at least 98.0%``."""
    reference = making.indicator.reference
    assert reference is not None  # it has a figure
    slots = {"period": making.language.period(figure.period, short=True)}
    slots["value"] = with_unit(value_words(figure, high, making.language), figure, making.indicator, making.language)
    return making.language.sentence(f"charts.line.ahead.{reference.kind}.{reference.relation}", slots)


def _later(making: Making, until: Period) -> tuple[Period, ...]:
    """The axis's periods after the edition's, to the end of a later one; behind spans that one alone."""
    rhythm = making.dataset.rhythm
    if rhythm is None:
        return (until,)
    later, period = [], rhythm.after(making.period)
    while period.start <= until.end:
        later.append(period)
        period = rhythm.after(period)
    return tuple(later)

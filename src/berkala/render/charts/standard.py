"""Columns over all periods and bars for one, made from findings."""

from __future__ import annotations

from berkala.render.charts.held import held_of
from berkala.render.charts.model import Chart, Held, Matter
from berkala.render.charts.observed import present, reasons_of
from berkala.render.charts.parts import Making, finished, over_time, series_of, table_by_category, table_by_period
from berkala.render.charts.sentences import describe, message


def columns(making: Making) -> Chart:
    """Every period of one category."""
    return _over_time(making, held_of(making))


def bars(making: Making) -> Chart:
    """The edition's period, one bar for each category."""
    series = present(series_of(making, category, (making.period,)) for category in making.show)
    held = held_of(making)
    said = message(making.findings, making.spec, series, held, making.language)
    own = reasons_of(making.dataset, series, making.language)
    words = describe(making.spec.kind, series, held, making.language, dict(own))
    table = table_by_category(making, series)
    return finished(
        making, message=said, description=words, table=table, series=series, held=held, matter=Matter(reasons=own)
    )


def _over_time(making: Making, held: Held | None) -> Chart:
    periods = over_time(making).findings.periods
    series = tuple(series_of(making, category, periods) for category in making.show)
    said = message(making.findings, making.spec, series, held, making.language)
    own = reasons_of(making.dataset, series, making.language)
    words = describe(making.spec.kind, series, held, making.language, dict(own))
    table = table_by_period(making, series)
    return finished(
        making, message=said, description=words, table=table, series=series, held=held, matter=Matter(reasons=own)
    )

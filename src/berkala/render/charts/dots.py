"""A ranked table: each category's value now and a year before, highest first. On a page the table is the chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from berkala.measure.findings import Figure
from berkala.periods import Period
from berkala.render.charts.model import UNSURE, Chart, Matter, Series, Table
from berkala.render.charts.observed import OUTSIDE
from berkala.render.charts.parts import Making, cell, cell_of, finished, series_of
from berkala.render.charts.ranked import (
    describe_ends,
    ends_message,
    letter_notes,
    value_of,
    whole_of,
    with_value,
    without_value,
)
from berkala.render.charts.ticks import Axis, from_zero
from berkala.render.charts.tiles import areas_of, codes_of
from berkala.render.sentences import column_head, named
from berkala.render.sentences.changes import earlier_period, now_and_then, why_unclear
from berkala.render.showing import shown
from berkala.words import Language, Sentence

#: About so many intervals on a track.
_TICKS = 3


@dataclass(frozen=True)
class Row:
    """One row: a category, its short name for a card, its code on the map, its change, its interval.

    Code, change, interval and rank (the best and the worst place that it may have) stand where they are known.
    `unclear`: why no direction may be said of the change: ``unsure``, it is within its margin of error; ``near``, it is
    smaller than what the report tells apart. `whole`: it is all of them together.
    """

    series: Series
    short: Sentence
    code: str
    change: Figure | None
    unclear: Literal["", "unsure", "near"]
    interval: tuple[Figure, Figure] | None
    whole: bool = False
    rank: tuple[Figure, Figure] | None = None

    @property
    def now(self) -> Figure | None:
        """The edition's value."""
        return self.series.last.figure

    @property
    def before(self) -> Figure | None:
        """The value a year before, if it is another period."""
        return self.series.points[0].figure if len(self.series.points) > 1 else None


@dataclass(frozen=True)
class DotsMatter(Matter):
    """The rows in order, the axis of the tracks, the head of the names, and the notes below.

    `ranks` and `changes` are the heads of their columns; None where nothing is ranked, or nothing can be compared.
    `rank_key` says what a rank is, where the column stands. `areas` is what the categories are called: provinces.
    `of_changes` are those notes that speak of the column of changes, which a drawing has not.
    """

    rows: tuple[Row, ...]
    axis: Axis
    head: Sentence
    changes: Sentence | None
    notes: tuple[Sentence, ...]
    areas: Sentence
    ranks: Sentence | None = None
    rank_key: Sentence | None = None
    of_changes: tuple[Sentence, ...] = ()

    @property
    def whole(self) -> Row | None:
        """The row of all together, if it has a value."""
        return next((row for row in self.rows if row.whole and row.now and row.now.value is not None), None)


def build(making: Making) -> Chart:
    """The chart from findings: the edition's period, and the one a year before (of spans, the one before)."""
    before = earlier_period(making.findings, now_and_then(making.findings))
    periods = (making.period,) if before is None else (before, making.period)
    series = tuple(series_of(making, category, periods) for category in making.show if category != "all")
    whole = whole_of(making, periods)
    rows = _rows(making, series, whole)
    changes = Sentence.plain(making.language.text("charts.ranked.change")) if any(r.change for r in rows) else None
    ranks = Sentence.plain(making.language.text("charts.ranked.rank")) if any(r.rank for r in rows) else None
    table = _table(making, rows, ranks, changes)
    extra = [figure for row in rows for figure in (row.change, *(row.interval or ()), *(row.rank or ()))]
    return finished(
        making,
        message=ends_message(making, series),
        description=describe_ends(making, series, whole),
        table=table,
        series=tuple(row.series for row in rows),
        subtitle_span=making.language.period(making.period),
        span=making.language.period(making.period),
        more=extra,
        matter=DotsMatter(
            rows,
            _axis(making, rows),
            table.header[0],
            changes,
            tuple(_notes(making, rows, periods[0])),
            areas_of(making),
            ranks,
            _rank_key(making) if ranks else None,
            (*_of_changes(making, rows, periods[0]), *_unclear(rows, making.language)),
        ),
    )


def _rows(making: Making, series: Sequence[Series], whole: Series | None) -> tuple[Row, ...]:
    """Those with a value, highest first, the whole among them at its place; then those without one.

    One whose series is not there yet, or no more, has no row.
    """
    codes = codes_of(making)
    present = [*([whole] if whole else []), *(one for one in series if one.last.absent not in OUTSIDE)]
    ordered = [*with_value(present), *without_value(present)]
    change = _change_kind(making, ordered)
    return tuple(_row(making, one, codes.get(one.category, ""), change) for one in ordered)


def _change_kind(making: Making, series: Iterable[Series]) -> str:
    """Relative or absolute changes, the same for all rows."""
    found, on = making.findings.figure, now_and_then(making.findings)
    grown = any(found(making.spec.indicator, one.category, derived=f"growth-{on}") for one in series)
    return f"growth-{on}" if grown else f"change-{on}"


def _row(making: Making, series: Series, code: str, kind: str) -> Row:
    language = making.language

    def find(derived: str) -> Figure | None:
        found = making.findings.figure(making.spec.indicator, series.category, derived=derived)
        return found if found and found.value is not None else None

    change = find(kind)
    lower, upper, best, worst = find("lower"), find("upper"), find("rank-from"), find("rank-to")
    unclear = why_unclear(
        making.findings, making.spec.indicator, series.category, now_and_then(making.findings), change
    )
    whole = series.category == "all"
    short = series.label if whole else column_head(making.findings, making.spec.indicator, series.category, language)
    interval, rank = (lower, upper) if lower and upper else None, (best, worst) if best and worst else None
    return Row(series, short, code, change, unclear, interval, whole, rank)


def _rank_key(making: Making) -> Sentence:
    """What a rank is, and among how many."""
    count = making.findings.figure(making.spec.indicator, "ranked")
    if count is None or count.value is None:
        return making.language.sentence("charts.ranked.key.rank")
    return making.language.sentence("charts.ranked.key.rank-of", count=shown(count, making.language, "bare"))


def _axis(making: Making, rows: Sequence[Row]) -> Axis:
    """From zero, over all that is drawn. A whole that is the sum of its parts would outshout them and has no dot."""
    points = [point for row in rows if not row.whole for point in row.series.known]
    values = [point.value for point in points if point.value is not None]
    values += [f.value for row in rows for f in (row.interval or ()) if not row.whole and f.value is not None]
    return from_zero(values or [Decimal(1)], making.indicator.unit, _TICKS)


def _table(making: Making, rows: Sequence[Row], ranks: Sentence | None, changes: Sentence | None) -> Table:
    """The same as rows of text; on a page the drawing is this table."""
    language, by = making.language, making.indicator.by
    first = named(making.dataset.field(by).title[language.code]) if by else Sentence.plain("")
    head = [first, language.period(making.period, short=True).capital(), *(one for one in (ranks, changes) if one)]
    body = []
    for row in rows:
        cells = [row.series.label, cell_of(row.series.last, language)]
        cells += [rank_words(row, language)] if ranks else []
        cells += [cell(row.change, language) if row.change else Sentence(())] if changes else []
        body.append(tuple(cells))
    return Table(tuple(head), tuple(body))


def rank_words(row: Row, language: Language) -> Sentence:
    """``2–4``: the best and the worst place; one where both are the same."""
    if row.rank is None:
        return Sentence(())
    best, worst = (shown(figure, language, "bare") for figure in row.rank)
    return best if best.text == worst.text else Sentence.join([best, worst], "\u2013")


def _of_changes(making: Making, rows: Sequence[Row], before: Period) -> Iterable[Sentence]:
    """What the column of changes holds."""
    change = next((row.change for row in rows if row.change), None)
    if change is not None:
        unit = {"points": "points", "percent_change": "percent"}.get(change.unit, "other")
        yield making.language.sentence(f"charts.ranked.key.change.{unit}", period=making.language.period_within(before))


def _unclear(rows: Sequence[Row], language: Language) -> Iterable[Sentence]:
    """What a change in brackets is."""
    for why in dict.fromkeys(row.unclear for row in rows if row.unclear):
        yield language.sentence(f"charts.ranked.key.{why}")


def _notes(making: Making, rows: Sequence[Row], before: Period) -> Iterable[Sentence]:
    """What dot, ring, upright line, letters and brackets mean, and what may not be told apart."""
    language, series = making.language, [row.series for row in rows]
    whole = next((row for row in rows if row.whole and row.now and row.now.value is not None), None)
    if any(row.now and row.now.value is not None for row in rows):
        yield language.sentence("charts.ranked.key.now", period=language.period(making.period))
    if any(row.before and row.before.value is not None for row in rows):
        yield language.sentence("charts.ranked.key.before", period=language.period(before))
    if whole is not None:
        slots = {"whole": whole.series.label, "value": value_of(whole.series, language)}
        yield language.sentence("charts.ranked.key.whole", slots)
    yield from _of_changes(making, rows, before)
    letters = {point.status for one in series for point in (one.last,) if point.value is not None}
    for letter in UNSURE:
        if letter in letters:
            words = language.text(f"charts.status.{letter}")
            yield language.sentence("charts.ranked.key.hollow", letter=f"[{letter}]", status=words)
    if any(row.interval for row in rows):
        yield language.sentence("charts.ranked.key.interval")
    yield from _unclear(rows, language)
    for note in letter_notes(making, [one.last for one in series]):
        yield note + Sentence.plain(".")
    if making.indicator.rank is not None:
        yield named(making.indicator.rank.because[language.code])

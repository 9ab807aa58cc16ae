"""The words of a stacked chart: its title, its description and its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from berkala.measure.findings import Figure
from berkala.measure.parts import SHARE
from berkala.periods import Period
from berkala.plan.specifications import DatasetSpec
from berkala.render.charts.model import Series, Table
from berkala.render.charts.observed import reasons_of
from berkala.render.charts.parts import EVERY, Making, cell_of, unit_said
from berkala.render.charts.sentences import by, describe_series, missing_values, rhythm_noun, said
from berkala.render.sentences.changes import declared, digits, sign, why_unclear
from berkala.render.sentences.labels import dataset_of
from berkala.words import Sentence

#: Statuses that say that a part is not there at all, which leaves the others complete.
_NOT_THERE = "z"


@dataclass(frozen=True)
class Told:
    """What is told: the parts as values, as shares of the whole, and as they are shown; and the whole."""

    making: Making
    values: tuple[Series, ...]
    shares: tuple[Series, ...]
    whole: Series | None
    shown: tuple[Series, ...]
    as_shares: bool


# -- the message ----------------------------------------------------------------------------------------------


def message(told: Told) -> Sentence:
    """Which part is the largest, or how large the one that matters is, and how its share moved."""
    language, largest = told.making.language, _largest(told)
    part = told.shares[0] if told.making.findings.report.spec.charts[told.making.name].show[0] != EVERY else largest
    part = part or told.shares[0]
    figure = part.last.figure
    if figure is None or figure.value is None:
        return _without_share(told)
    kind = "largest" if largest is part else "part"
    slots = {"part": part.label, "share": said(figure, language)}
    way, more, direction = _moved(told, part)
    return language.sentence(f"charts.stacked.message.{kind}.{way}", {**slots, **more}, direction=direction).capital()


def _without_share(told: Told) -> Sentence:
    """The value of the first part, where nothing can be said of the whole; or that there is none."""
    language, first = told.making.language, told.values[0]
    period = language.period(first.last.period)
    if first.last.figure is None or first.last.value is None:
        return language.sentence("charts.message.missing", period=period)
    value = said(first.last.figure, language)
    return language.sentence("charts.message.level", name=first.label, value=value, period=period)


def _largest(told: Told) -> Series | None:
    """The part with the largest share, if all parts are known and no other has the same digits."""
    known = [one for one in told.shares if one.last.figure is not None and one.last.value is not None]
    lacking = [one for one in told.shares if one not in known and one.last.expected and one.last.status != _NOT_THERE]
    if lacking or len(known) < 2:
        return None
    seen = sorted((digits(one.last.figure) for one in known if one.last.figure), reverse=True)
    if seen[0] == seen[1]:
        return None
    return next(one for one in known if one.last.figure and digits(one.last.figure) == seen[0])


def _moved(told: Told, part: Series) -> tuple[str, dict[str, Any], str]:
    """How the share moved on the declared comparison, as the end of a key with its slots and its figure.

    Nothing is said of a move where the values have a margin of error: that of a share is not known.
    """
    making = told.making
    language, on = making.language, declared(making.findings)
    change = _change(told, part.category, on)
    unsure = any(
        making.findings.figure(making.spec.indicator, part.category, derived=f"margin-{word}")
        for word in ("year", "previous")
    )
    if change is None or change.value is None or (unsure and making.indicator.unit != "percent"):
        return "level", {}, ""
    way = sign(change)
    if unsure and why_unclear(making.findings, making.spec.indicator, part.category, on, change):
        way = "same"
    slots: dict[str, Any] = {"change": by(change, language)}
    spec = dataset_of(making.findings)
    if on == "year":
        return f"year.{way}", slots, change.id
    if _is_far(spec):
        before = making.findings.previous
        slots["before"] = language.period_within(before) if before else ""
        return f"since.{way}", slots, change.id
    slots["unit"] = language.text(f"charts.step.{making.period.frequency}")
    return f"previous.{way}", slots, change.id


def _is_far(spec: DatasetSpec) -> bool:
    """Whether the period before is not the last of a rhythm, and is called by its name."""
    return bool(spec.coverage.months) or spec.rhythm is None


def _change(told: Told, category: str, on: str) -> Figure | None:
    making = told.making
    derived = f"change-{on}" if making.indicator.unit == "percent" else f"{SHARE}.change-{on}"
    return making.findings.figure(making.spec.indicator, category, derived=derived)


# -- the description ------------------------------------------------------------------------------------------


def describe(told: Told, refused: Sequence[tuple[Period, str]]) -> Sentence:
    """The parts now, the whole, the course of the first, what is not shown, and when nothing could be stacked."""
    making, language = told.making, told.making.language
    pairs = [pair for one, share in zip(told.values, told.shares, strict=True) if (pair := _pair(told, one, share))]
    parts = []
    if pairs:
        joined = Sentence.join(pairs, language.semicolon)
        parts.append(language.sentence("charts.describe.bars", period=language.period(making.period), pairs=joined))
    if told.whole is not None and told.whole.last.figure is not None and told.whole.last.value is not None:
        value = said(told.whole.last.figure, language)
        parts.append(language.sentence("charts.ranked.whole", whole=told.whole.label, value=value))
    own = dict(reasons_of(making.dataset, told.values, language))
    first = told.shown[0]
    if len(first.points) > 1 and first.known:
        lead = language.sentence("charts.describe.of", label=first.label)
        parts += [lead + course.small() for course in describe_series((first,), language)]
    parts += missing_values(told.shown, own, language)
    for why in dict.fromkeys(state for _, state in refused):
        periods = [language.period_within(period) for period, state in refused if state == why]
        reason = language.text(f"charts.stacked.why.{why}")
        few = [*periods[:4], Sentence.plain(language.text("charts.describe.others"))] if len(periods) > 5 else periods
        joined = Sentence.join(few, ", ")
        parts.append(language.sentence("charts.stacked.refused", periods=joined, reason=reason))
    return Sentence.join(part.capital() for part in parts if part.spans)


def _pair(told: Told, one: Series, share: Series) -> Sentence | None:
    language, value, part = told.making.language, one.last.figure, share.last.figure
    if value is None or value.value is None:
        return None
    if part is None or part.value is None or part is value:
        return language.sentence("charts.describe.pair", label=one.label, value=said(value, language))
    slots = {"label": one.label, "value": said(value, language), "share": said(part, language)}
    return language.sentence("charts.stacked.pair", slots)


# -- the table ------------------------------------------------------------------------------------------------


def table(told: Told) -> Table:
    """Every part and the whole: by period, newest first; of one period by part, with value and share."""
    return _by_period(told) if len(told.shown[0].points) > 1 else _by_part(told)


def _by_period(told: Told) -> Table:
    making, language = told.making, told.making.language
    unit = unit_said(making)
    noun = Sentence.plain(rhythm_noun(making.dataset, told.shown[0].last.period, language)).capital()
    key = "charts.stacked.share" if _has_both(told) else "charts.column"
    heads = [language.sentence(key, {"name": one.label, "unit": unit}) for one in told.shown]
    columns = list(told.shown)
    if told.whole is not None:
        heads.append(language.sentence("charts.stacked.column", whole=told.whole.label, unit=unit))
        columns.append(told.whole)
    rows = [
        (language.period(point.period, short=True), *(cell_of(one.points[place], language) for one in columns))
        for place, point in reversed(list(enumerate(told.shown[0].points)))
    ]
    return Table((noun, *heads), tuple(rows))


def _has_both(told: Told) -> bool:
    """Whether shares are shown of values that are no shares themselves."""
    return told.as_shares and told.making.indicator.unit != "percent"


def _by_part(told: Told) -> Table:
    making, language = told.making, told.making.language
    head = [Sentence.plain(language.text("charts.category")), unit_said(making).capital()]
    both = making.indicator.unit != "percent"
    if both:
        head.append(Sentence.plain(language.text("charts.stacked.shares")).capital())
    rows = []
    for one, share in zip(told.values, told.shares, strict=True):
        row = (one.label, cell_of(one.last, language))
        rows.append((*row, cell_of(share.last, language)) if both else row)
    if told.whole is not None:
        row = (told.whole.label, cell_of(told.whole.last, language))
        rows.append((*row, Sentence.plain("")) if both else row)
    return Table(tuple(head), tuple(rows))

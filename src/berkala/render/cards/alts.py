"""What a card says, for those who do not see it: three sentences at most, from the same figures.

The first names the kind of picture, what is measured, where and when; the second is the card's message; the third has
the values. A value that may still change is said to be so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from berkala.measure.findings import Figure
from berkala.periods import Period
from berkala.plan.specifications import CardKind
from berkala.render.charts.bullet import COUNTED, BulletMatter, described
from berkala.render.charts.model import UNSURE, Chart, Series
from berkala.render.charts.ranked import with_value, without_value
from berkala.render.charts.sentences import said
from berkala.render.sentences import Fact, Verdict, listed
from berkala.words import Language, Sentence

#: What every network takes, in characters (networks.yml); of the values the last are left out until it is kept.
LIMIT = 1000
#: So many of the first and of the last are named, and so many without a value.
_ENDS, _WITHOUT = 3, 6


def alt_of_number(
    chart: Chart, value: Sentence, band: Verdict | None, told: Sequence[Fact], period: Period, language: Language
) -> Sentence:
    """Of a number: its value, its verdict and the facts beside it."""
    parts = [value] + ([band.said] if band else [])
    parts += [language.sentence("card.alt.fact", label=fact.label, said=fact.said) for fact in told]
    kind = language.text("card.kind.number")
    return _within_limit(kind, chart, language.period(period), parts, language)


def alt_of_chart(kind: CardKind, chart: Chart, language: Language) -> Sentence:
    """Of a chart: first, last, highest and lowest over time; both ends and the whole of categories."""
    name = language.text("card.kind.rank") if kind == "rank" else language.text(f"charts.kind.{chart.kind}")
    over_time = chart.kind in ("line", "columns")
    if isinstance(chart.matter, BulletMatter):
        # Of different units: nothing to rank. Of very many the card shows no values, only how they came out.
        rows = chart.matter.rows if len(chart.matter.rows) <= COUNTED else ()
        parts = [described(row, language) for row in rows]
    else:
        parts = list(_over_time(chart, language) if over_time else _of_categories(chart, language))
    return _within_limit(name, chart, chart.span, parts, language)


def _within_limit(kind: str, chart: Chart, span: Sentence, parts: list[Sentence], language: Language) -> Sentence:
    slots = {"kind": Sentence.plain(kind), "measure": chart.measure, "span": span, "message": chart.message}
    made = language.sentence("card.alt.without-values", slots)
    while parts:
        values = Sentence.join(parts, language.semicolon).capital()
        made = language.sentence("card.alt.whole", {**slots, "values": values})
        if len(made.text) <= LIMIT:
            break
        parts = parts[:-1]
    return made


def _over_time(chart: Chart, language: Language) -> Iterator[Sentence]:
    """The first series over its periods, the last value of the others, and what they are held against."""
    first = chart.first
    yield from _course(first, language)
    if chart.held is not None:
        yield chart.held.name
    for series in chart.series[1:]:
        yield _pair(series, language)


def _course(series: Series, language: Language) -> Iterator[Sentence]:
    known, ends = series.known, series.extremes()
    spoken = {id(known[0]): "at"} if known else {}
    if ends is not None:
        lowest, highest = ("lowest", "highest") if series.is_whole else ("at", "at")
        spoken |= {id(ends[0]): lowest, id(ends[1]): highest}
    spoken.setdefault(id(series.last), "at")
    for point in series.points:
        if id(point) in spoken:
            slots = {"value": _value(point.figure, language), "period": language.period(point.period)}
            yield language.sentence(f"charts.point.{spoken[id(point)]}", slots)


def _of_categories(chart: Chart, language: Language) -> Iterator[Sentence]:
    """Both ends by name, the whole, and who has no value."""
    whole = [one for one in chart.series if one.category == "all"]
    parts = [one for one in chart.series if one.category != "all"]
    ranked = with_value(parts)
    if len(ranked) <= 2 * _ENDS:
        yield from (_pair(one, language) for one in ranked)
    else:
        for key, ends in (("highest", ranked[:_ENDS]), ("lowest", ranked[-_ENDS:])):
            yield language.sentence(f"card.alt.{key}", names=listed([_pair(one, language) for one in ends], language))
    yield from (_pair(one, language) for one in with_value(whole))
    if chart.held is not None:
        yield chart.held.name
    lacking = [one.label for one in without_value([*whole, *parts])]
    if lacking:
        more = [Sentence.plain(language.text("card.alt.others"))] if len(lacking) > _WITHOUT else []
        yield language.sentence("card.alt.without", names=listed([*lacking[:_WITHOUT], *more], language))


def _pair(series: Series, language: Language) -> Sentence:
    """A category with its value; where there are two periods, with the earlier one too."""
    return language.sentence("card.alt.pair", label=series.label, value=_value(series.last.figure, language))


def _value(figure: Figure | None, language: Language) -> Sentence:
    """A value as it is said, with what its status means."""
    if figure is None:
        return Sentence.plain("[x]")
    value = said(figure, language)
    if figure.value is None or figure.status not in (*UNSURE, "r"):
        return value
    return language.sentence("card.alt.status", value=value, status=language.text(f"charts.status.{figure.status}"))

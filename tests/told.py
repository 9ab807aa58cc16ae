"""Findings made by hand for the tests of sentences: any values, units, statuses and references, of few places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from berkala.measure.findings import Figure, Findings
from berkala.periods import Period, parse
from berkala.plan import Edition, Report
from berkala.plan.specifications import DatasetSpec, ReportSpec
from berkala.protect.tables import SafeTable
from berkala.words import Sentence, available, rounded_to

Value = Decimal | str | None
NOW = "2022-03"
YEAR = 13
#: How the indicators are called and spoken of, in each language.
POOR = {
    "en": "Share of people who are poor", "id": "Persentase penduduk miskin", "fr": "Part des personnes pauvres",
    "ru": "Доля бедного населения", "kk": "Кедей халықтың үлесі",
}  # fmt: skip
ARE_POOR = {
    "en": "of people were poor", "id": "penduduk tergolong miskin", "fr": "des personnes étaient pauvres",
    "ru": "населения жили в бедности", "kk": "кедей халықтың үлесі",
}  # fmt: skip
DEARER = {
    "en": "Change in prices", "id": "Perubahan harga", "fr": "Variation des prix", "ru": "Изменение цен",
    "kk": "Бағаның өзгеруі",
}  # fmt: skip
PRICES = {
    "en": "prices in the country", "id": "harga di negara ini", "fr": "prix dans le pays", "ru": "цены в стране",
    "kk": "елдегі баға",
}  # fmt: skip
#: Names that a lower-cased letter would damage.
LABELS = ("Papua", "Jawa Timur", "DKI Jakarta", "Bali", "Aceh", "Maluku", "Riau")


@dataclass(frozen=True)
class Hand:
    """What findings are made from. Values are oldest first, one for each period up to `now`; ``"z"`` is a status.

    `places` are values by place of the year before, the period before, and now. `extra` are further figures by what
    stands behind the indicator's name, ``all.<now>.margin-year`` as ``all.margin-year``, with their units. `second`
    is the name of another indicator, with the same specification and no figures.
    """

    whole: Sequence[Value]
    places: Mapping[str, tuple[Value, Value, Value]] = field(default_factory=dict)
    unit: str = "percent"
    decimals: int = 2
    indicator: Mapping[str, Any] = field(default_factory=dict)
    report: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, tuple[Decimal, str]] = field(default_factory=dict)
    area: bool = True
    now: str = NOW
    months: tuple[int, ...] = ()
    absent: tuple[str, ...] = ()
    plural: Mapping[str, str] | None = None
    common_nouns: bool | None = None
    spans: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    second: str | None = None


def both(text: str) -> dict[str, str]:
    """One text in every language."""
    return dict.fromkeys(available(), text)


def by_hand(hand: Hand) -> Findings:
    """The findings: values, changes on a year and on the period before, and what `extra` gives."""
    spec = _dataset(hand)
    now = spec.period(hand.now)
    periods = tuple(spec.rhythm.periods(spec.first, now))
    assert len(hand.whole) == len(periods), f"{len(periods)} periods"
    figures = {}
    for period, value in zip(periods, hand.whole, strict=True):
        if period.code not in hand.absent:
            _put(figures, hand, "all", period, value)
    for place, values in hand.places.items():
        for period, value in zip((now.year_before(), spec.rhythm.before(now), now), values, strict=True):
            if value != "absent":
                _put(figures, hand, place, period, value)
    for category in ("all", *hand.places):
        for on, period in (("year", now.year_before()), ("previous", spec.rhythm.before(now))):
            _change(figures, hand, category, now, period, on)
    for name, (value, unit) in hand.extra.items():
        _extra(figures, hand, name, value, unit, now)
    made = Report("poor", "reports/poor.md", _report(hand), {})
    edition = Edition("poor", "poor", now, datetime(2026, 1, 1, 9, tzinfo=ZoneInfo("Asia/Jakarta")))
    table = SafeTable(spec, pd.DataFrame(), "0" * 64)
    return Findings(edition, made, dict(sorted(figures.items())), {"poor": table}, {"poor": now.code}, periods)


def _put(figures: dict[str, Figure], hand: Hand, category: str, period: Period, value: Value) -> None:
    number, status = (value, "") if isinstance(value, Decimal) else (None, value or "x")
    id_ = f"share.{category}.{period.code}"
    figures[id_] = _figure(id_, number, hand.unit, hand.decimals, period, status)


def _change(figures: dict[str, Figure], hand: Hand, category: str, now: Period, period: Period, on: str) -> None:
    after, before = (figures.get(f"share.{category}.{one.code}") for one in (now, period))
    if after is None or before is None:
        return
    known = after.value is not None and before.value is not None
    id_, unit = f"{after.id}.change-{on}", "points" if hand.unit == "percent" else hand.unit
    value = after.value - before.value if known else None  # type: ignore[operator]
    figures[id_] = _figure(id_, value, unit, hand.decimals, now, "" if known else "x")


def _extra(figures: dict[str, Figure], hand: Hand, name: str, value: Decimal, unit: str, now: Period) -> None:
    head, _, tail = name.partition(".")
    if head.startswith(("reference", "milestone")):
        id_ = f"share.{name}"
        period = parse("2024", "year") if head.startswith("milestone") else now
    else:
        id_, period = f"share.{head}.{now.code}" + (f".{tail}" if tail else ""), now
    counted = unit == "count" and hand.unit != "count"
    figures[id_] = _figure(id_, value, unit, 0 if counted else hand.decimals, period)


def _figure(id_: str, value: Decimal | None, unit: str, decimals: int, period: Period, status: str = "") -> Figure:
    return Figure(id_, value, unit, decimals, period, "", "poor", period.code, status)  # type: ignore[arg-type]


def _dataset(hand: Hand) -> DatasetSpec:
    names = hand.places or {"papua": ()}
    places = [{"value": name, "label": both(_label(name)), "span": hand.spans.get(name)} for name in names]
    first = parse(hand.now, "month")
    count = len(hand.whole)
    while count > 1:
        first = first.shift(-1)
        count -= not hand.months or first.start.month in hand.months
    coverage: dict[str, Any] = {"from": first.code, "months": list(hand.months), "except": list(hand.absent)}
    place: dict[str, Any] = {"name": "place", "type": "string", "role": "dimension", "title": both("Place")}
    place |= {"categories": [*places, {"value": "land", "label": both("Land")}], "whole": "land", "plural": hand.plural}
    place["common_nouns"] = hand.common_nouns
    fields = [
        {"name": "period", "type": "string", "role": "period", "title": both("Month")},
        place | ({"concept": "area"} if hand.area else {}),
        {"name": "share", "type": "number", "role": "measure", "title": both("Share"), "unit": both("per cent")},
    ]
    spec = {
        "name": "poor",
        "title": both("Poor"),
        "description": both("Poor."),
        "frequency": "month",
        "coverage": coverage,
        "statuses": {"z": both("not yet formed") | {"id": "belum terbentuk"}},
        "sources": [{"title": "Poor", "publisher": "The Office"}],
        "licence": {"name": "CC0-1.0", "title": both("CC0"), "path": "https://example.org/"},
        "retrieved": "2026-01-01",
        "protect": {"none_because": both("Published.")},
        "resource": {
            "path": "poor.csv",
            "format": "csv",
            "schema": {"primaryKey": ["period", "place"], "fields": fields},
        },
    }
    return DatasetSpec.model_validate(spec, strict=False)


def _label(name: str) -> str:
    return next((label for label in LABELS if label.lower().replace(" ", "-") == name), name)


def place_names(count: int) -> list[str]:
    """The values of so many places."""
    return [label.lower().replace(" ", "-") for label in LABELS[:count]]


def _report(hand: Hand) -> ReportSpec:
    growth = hand.indicator.get("formula") == "growth_over_year"
    indicator: dict[str, Any] = {
        "name": POOR,
        "phrase": ARE_POOR,
        "formula": "value",
        "inputs": {"of": "share"},
        "unit": hand.unit,
        "decimals": hand.decimals,
        "polarity": "lower_is_better",
        "by": "place",
        "all_label": both("Land"),
    }
    if growth:
        indicator |= {"name": DEARER, "phrase": PRICES}
    spec = {
        "title": both("Poor"),
        "summary": both("How many are poor."),
        "place": both("Land"),
        "dataset": "poor",
        "frequency": "month",
        "schedule": {"first_release": datetime(2026, 1, 1, 9)},
        "compare": "year_before",
        "lead": "share",
        "indicators": dict.fromkeys(
            ("share", *([hand.second] if hand.second else [])), indicator | dict(hand.indicator)
        ),
        "charts": {"main": {"kind": "line", "indicator": "share", "show": ["all"]}},
        "methods": both("Counted."),
        "card": "main",
        **hand.report,
    }
    return ReportSpec.model_validate(spec, strict=False)


def digits(figure: Figure) -> Decimal:
    """A value as it is shown."""
    return rounded_to(figure.value or 0, figure.decimals)


def read(sentence: Sentence | None) -> str:
    """A sentence as a reader sees it."""
    assert sentence is not None
    return sentence.text.replace("\u00a0", " ")


def target(relation: str, kind: str = "target", **more: Any) -> dict[str, Any]:
    """The specification of an indicator with a reference."""
    columns = {"low": "share", "high": "share"} if relation == "within" else {"column": "share"}
    return {"reference": {"kind": kind, "relation": relation, "dataset": "poor", **columns, **more}}


def declaring(*kinds: str, number: int = 3, **more: Any) -> dict[str, Any]:
    """The specification of a report with these statements."""
    return {"statements": [{"kind": kind, "indicator": "share", "number": number} for kind in kinds], **more}


def series(*last: str, count: int = YEAR) -> list[Decimal]:
    """So many values of which the last ones are given; the year before stands first."""
    first, *others = [Decimal(value) for value in last]
    return [first, *[Decimal("9.9")] * (count - len(last)), *others]


def poor(*last: str, **more: Any) -> Findings:
    """A share of 9.54 per cent after 10.14 a year before, unless others are given."""
    return by_hand(Hand(series(*(last or ("10.14", "9.54"))), **more))


def prices(*last: str, **more: Any) -> Findings:
    """A growth over a year."""
    indicator = {"formula": "growth_over_year", "decimals": 1, **more.pop("indicator", {})}
    return by_hand(Hand(series(*last), decimals=1, indicator=indicator, **more))


def percent(value: str, unit: str = "percent") -> tuple[Decimal, str]:
    """A further figure."""
    return Decimal(value), unit

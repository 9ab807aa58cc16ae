"""Small tables of places by month, and what the detectors say of them: for the tests of what is unusual."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

import pandas as pd

from berkala.check.unusual.finding import Finding
from berkala.check.unusual.judging import judge
from berkala.check.unusual.view import Measure, View
from berkala.errors import catalogue
from berkala.periods import Period, parse
from berkala.plan.rhythms import Rhythm

Values = Mapping[str, Sequence[float | None]]


def months(count: int) -> list[Period]:
    return [parse("2018-01", "month").shift(by) for by in range(count)]


def table(values: Values, other: Values | None = None, periods: Sequence[Period] | None = None) -> pd.DataFrame:
    """A table of places: for each the values of one measure, or of two, by month."""
    rows = []
    for place, series in values.items():
        for number, value in enumerate(series):
            period = (periods or months(len(series)))[number]
            second = None if other is None else other[place][number]
            rows.append((period, place, value, second))
    frame = pd.DataFrame(rows, columns=["period", "place", "visits", "beds"])
    for name in ("visits", "beds"):
        frame[name] = frame[name].astype("Float64")
        frame[f"{name}_status"] = ""
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    return frame


def view(frame: pd.DataFrame, *measures: str) -> View:
    named = tuple(Measure(name, 1) for name in measures or ("visits",))
    return View(frame, "period", ("place",), named, "place", Rhythm())


def found(frame: pd.DataFrame, *measures: str, published: int | None = None) -> list[Finding]:
    """What is said of a table held against itself without its newest month (or with so many months)."""
    periods = sorted(set(frame["period"]))
    kept = periods[: len(periods) - 1 if published is None else published]
    return judged(view(frame, *measures), view(frame[frame["period"].isin(kept)], *measures))


def judged(now: View, before: View | None = None) -> list[Finding]:
    """What is said; each finding has every fact that its sentences name, in both languages."""
    findings = judge(now, before)
    for one in findings:
        told = {*one.facts, "key", "value", "column", "answers", "answer"}
        for language in ("en", "id"):
            texts = catalogue(language)[one.code].values()
            assert {name for text in texts for name in re.findall(r"{(\w+)}", text)} <= told, (one.code, language)
    return findings


def kinds(findings: Sequence[Finding]) -> list[str]:
    return [one.kind for one in findings]


def steady(*newest: float, level: float = 1234.5, places: int = 8) -> dict[str, list[float]]:
    """Places whose values go up and down by four in a hundred; the newest of the first ones as given."""
    series = {
        f"p{number}": [level * (number + 1) * (1 + 0.02 * math.sin(3 * month + 2.1 * number)) for month in range(12)]
        for number in range(places)
    }
    for place, value in zip(series.values(), newest, strict=False):
        place[-1] = value
    return series

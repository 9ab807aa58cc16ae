"""The CSV of every chart, held against the edition's figures and against the chart: drawing and page.

Written apart from what makes it: it is read as anybody would read it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from berkala.check.numerals import rounded
from berkala.check.published import Published
from berkala.errors import Problem

#: The columns that are promised.
COLUMNS = (
    *("period", "period_label", "category", "category_label", "measure", "measure_label", "kind"),
    *("value", "shown", "unit", "status", "note", "figure"),
)
_CHART = re.compile(r"(?P<stem>.+/charts/(?P<name>[^/]+)\.(?P<code>[^/.]+))\.svg")
_SHOWN = re.compile(rb'data-figure="([^"]+)"')
_FIGURE = re.compile(rb'<figure id="chart-([^"]+)">(.*?)</figure>', re.DOTALL)

Row = Mapping[str, str]


def check_chart_files(
    own: Mapping[str, bytes], pages: Mapping[str, bytes], figures: Mapping[str, Published]
) -> Iterator[Problem]:
    """Every CSV of a chart that is not there, or does not say what the chart does.

    `own` are an edition's public files by path, `pages` the edition's page by language.
    """
    on_page = {code: dict(_FIGURE.findall(page)) for code, page in pages.items()}
    for path in sorted(own):
        found = _CHART.fullmatch(path)
        if found:
            file, code = f"{found['stem']}.csv", found["code"]
            if file not in own:
                yield Problem("check.file-missing", file=file)
                continue
            shown = {
                *_SHOWN.findall(own[path]),
                *_SHOWN.findall(on_page.get(code, {}).get(found["name"].encode(), b"")),
            }
            yield from _file(own[file], _File(file, code, figures), frozenset(one.decode() for one in shown))


@dataclass(frozen=True)
class _File:
    """A file, its language, and the figures that it is held against."""

    path: str
    code: str
    figures: Mapping[str, Published]


def _file(content: bytes, file: _File, shown: frozenset[str]) -> Iterator[Problem]:
    try:
        header, *lines = list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error, ValueError) as error:
        yield Problem("check.file-unreadable", {"why": str(error)}, file=file.path)
        return
    if tuple(header) != COLUMNS or any(len(line) != len(COLUMNS) for line in lines):
        facts = {"expected": ", ".join(COLUMNS), "there": ", ".join(header)}
        yield Problem("check.chart-file-columns", facts, file=file.path)
        return
    rows = [dict(zip(COLUMNS, line, strict=True)) for line in lines]
    for place, row in enumerate(rows, start=2):
        yield from _row(row, file, place)
    yield from _lacking(rows, shown, file)


def _row(row: Row, file: _File, place: int) -> Iterator[Problem]:
    """Where a row does not say what its figure is; one without a figure has no value."""
    expected = _expected(row, file)
    if expected is None:
        yield Problem("check.chart-file-unknown", {"figure": row["figure"]}, file=file.path, row=place)
        return
    for column, right in expected.items():
        if row[column] not in right:
            facts = {"there": row[column], "expected": right[0], "figure": row["figure"]}
            yield Problem("check.chart-file-differs", facts, file=file.path, row=place, column=column)


def _expected(row: Row, file: _File) -> dict[str, tuple[str, ...]] | None:
    """What has to stand in each column, as it may be written; None for a figure that there is not."""
    if not row["figure"]:
        return {"value": ("",), "shown": ("",), "status": (row["status"] or "x",)}
    figure = file.figures.get(row["figure"])
    if figure is None:
        return None
    value = figure.value
    unit = figure.unit_name.get(file.code, figure.unit)
    return {
        "period": (figure.period,),
        "value": ("",) if value is None else (_plain(value),),
        "shown": ("",) if value is None else (_shown(value, figure.decimals),),
        "unit": (unit, f"'{unit}"),
        "status": (figure.status or ("x" if value is None else ""),),
    }


def _plain(value: Decimal) -> str:
    """A number without exponent and without noughts at its end."""
    digits = format(value, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _shown(value: Decimal, decimals: int) -> str:
    """The digits that a reader sees, with a point."""
    return format(rounded(value, decimals), "f")


def _lacking(rows: Sequence[Row], shown: frozenset[str], file: _File) -> Iterator[Problem]:
    """Figures that the chart shows and the file has not, and those that it has twice."""
    listed = [row["figure"] for row in rows if row["figure"]]
    lacking = sorted(shown - set(listed))
    if lacking:
        facts = {"count": len(lacking)}
        yield Problem("check.chart-file-lacks", facts, file=file.path, value=", ".join(lacking[:3]))
    for twice in sorted({name for name in listed if listed.count(name) > 1} if len(set(listed)) < len(listed) else ()):
        yield Problem("check.chart-file-twice", file=file.path, value=twice)

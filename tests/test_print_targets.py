"""Targets on paper: bars as wide as the page allows, rows that begin level, headings on the page of their tables."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader

from berkala.render.templates import fragment
from printing import TEMPLATES, Read, printed, walked
from test_scorecard import EN, card, findings

_MARK = "<svg viewBox='0 0 16 16'><circle class='mf' cx='8' cy='8' r='7'/></svg>"
_TRACK = "<svg><rect class='fw' width='100%' height='12' y='2'/></svg>"
_BULLET = f"""<h1>x</h1><figure><table class="bul"><thead><tr><th>Indicator</th><th>Actual</th><th>Achievement</th></tr>
</thead><tbody><tr><th scope=row>Permits{_TRACK}<i>Target: 92</i></th><td><b>93.6%</b></td>
<td>101.7%<span class="band met">{_MARK}Very high, target met</span></td></tr></tbody></table></figure>"""


def words(pdf: bytes, page: int = 0) -> dict[str, tuple[float, float]]:
    """Where each text of a page begins, in points from the left and from the foot."""
    found: dict[str, tuple[float, float]] = {}

    def seen(text: str, cm: list[float], tm: list[float], _font: Any, _size: float) -> None:
        if text.strip():
            found.setdefault(text.strip(), (tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]))

    PdfReader(io.BytesIO(pdf)).pages[page].extract_text(visitor_text=seen)
    return found


def test_a_bar_has_half_the_page_and_a_band_a_line_of_its_own() -> None:
    at = words(printed(_BULLET)[0])
    band = next(place for text, place in at.items() if text.startswith("Very high"))
    assert at["101.7%"][0] - at["Permits"][0] > 595 / 2
    assert band[1] < at["101.7%"][1] - 6
    assert abs(at["93.6%"][1] - at["Permits"][1]) < 1  # the first lines are level
    assert abs(at["101.7%"][1] - at["Permits"][1]) < 1


def cells(table: dict[str, Any]) -> Iterator[list[bool]]:
    """Of each row of a table, which cells have a bold text."""
    for row in table["body"]:
        yield [any(run.get("b") for run in cell["r"]) for cell in row["cells"]]


def test_of_a_scorecard_s_row_the_actual_value_is_bold_and_all_begin_level() -> None:
    found = findings()
    parts = {"scorecard": card(), "language": EN, "findings": found, "spec": found.report.spec, "root": ""}
    part = fragment(TEMPLATES, "scorecard", **parts).decode()
    section = walked(part)[0]
    table = next(block for block in section["blocks"] if block["k"] == "table")
    heads = ["".join(run["t"] for run in cell["r"]) for cell in table["head"][0]["cells"]]
    for bold in cells(table):
        assert [head for head, one in zip(heads, bold, strict=True) if one] == ["Actual"]
    at = words(printed(f"<h1>x</h1>{part}")[0])
    assert abs(at["18.0"][1] - at["Roads"][1]) < 1
    assert abs(at["91.5%"][1] - at["Roads"][1]) < 1


def test_the_heading_of_a_group_stands_on_the_page_of_its_table() -> None:
    row = "<tr><th scope=row>Row {0}</th>" + "<td>1</td>" * 4 + "</tr>"
    group = f"<div class='goal'><h3>Group {{0}}</h3><p>Told {{0}}</p><table>{row * 3}</table></div>"
    groups = "".join(group.format(n) for n in range(100, 160))
    body = f"<h1>x</h1><section class='sec'><div class='side'><h2>y</h2></div>{groups}</section>"
    pages = Read(printed(body)[0]).pages
    assert len(pages) > 3
    for n in range(100, 160):
        assert sum(all(f"{word} {n}" in page for word in ("Group", "Told", "Row")) for page in pages) == 1, n

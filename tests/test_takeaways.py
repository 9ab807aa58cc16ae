"""What one can take away of a chart: rows, CSV, picture, table, citation, code to embed; what check says of them."""

from __future__ import annotations

import csv
import io
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import resvg
from lxml import html
from PIL import Image, ImageChops, ImageStat

import agreeing
from berkala.check.chart_files import COLUMNS, check_chart_files
from berkala.check.published import Published
from berkala.measure.findings import Findings
from berkala.plan import read_publication
from berkala.render.cards.painting import painted
from berkala.render.charts.build import build_chart
from berkala.render.charts.metrics import FILES, bundled
from berkala.render.charts.model import Chart
from berkala.render.charts.outputs import standalone_svg
from berkala.render.drawn import drawing_of
from berkala.render.numbers_table import NumbersTable
from berkala.render.takeaways.citing import Addresses, bibtex, citation, frame_code, picture_code
from berkala.render.takeaways.csv_file import COLUMNS as WRITTEN
from berkala.render.takeaways.csv_file import csv_of
from berkala.render.takeaways.framed import frame_height
from berkala.render.takeaways.picture import in_pixels, not_drawn, picture
from berkala.render.takeaways.rows import rows_of
from berkala.render.takeaways.shown_table import table_of
from berkala.render.takeaways.under import tables_on_page
from berkala.words import Sentence, language
from charting import findings
from small_edition import a_publication, findings_of
from test_cases import build

EN = language("en")
FONTS = Path(__file__).parents[1] / "templates" / "fonts"
VALUES = [Decimal(value) for value in ("85.04", "91.96", "84.25", "86.6")]
HELD: dict[str, Any] = {"reference": Decimal(95)}
HEAT: dict[str, Any] = {
    "kind": "heat",
    "charts": {"main": {"kind": "heat", "indicator": "closed", "show": ["a", "b"], "steps": [85, 90]}},
}


def chart_of(made: Findings) -> Chart:
    return build_chart(made, "main", EN)


def rows_in(made: Findings) -> list[dict[str, str]]:
    rows = rows_of(chart_of(made), made, EN)
    content = csv_of([(row, EN.period_text(row.period)) for row in rows]).decode()
    return list(csv.DictReader(io.StringIO(content, newline=""), strict=True))


# -- rows and their file -----------------------------------------------------------------------------------------


def test_every_value_and_what_it_is_held_against_has_one_row() -> None:
    made = findings({"all": VALUES}, **HELD)
    rows = rows_in(made)
    assert [row["value"] for row in rows if row["kind"] == "value"] == ["85.04", "91.96", "84.25", "86.6"]
    assert [row["shown"] for row in rows if row["kind"] == "value"] == ["85.0", "92.0", "84.3", "86.6"]
    (standard,) = (row for row in rows if row["kind"] == "reference")
    assert (standard["value"], standard["shown"], standard["category"]) == ("95", "95.0", "")
    assert standard["note"] == "Standard: at least 95.0%"
    (gap,) = (row for row in rows if row["kind"] == "gap")
    assert (gap["value"], gap["shown"], gap["unit"]) == ("-8.4", "-8.4", "points")
    ids = [row["figure"] for row in rows]
    assert len(ids) == len(set(ids))
    assert set(chart_of(made).figures) <= set(ids)


def test_no_value_is_an_empty_cell_beside_its_reason() -> None:
    made = findings({"all": [VALUES[0], None, None, VALUES[3]]}, statuses={1: "c", 2: "absent"})
    hidden, absent = rows_in(made)[1:3]
    assert (hidden["value"], hidden["shown"], hidden["status"]) == ("", "", "c")
    assert "confidentiality" in hidden["note"]
    assert (absent["value"], absent["status"], absent["figure"]) == ("", "x", "")


def test_a_provisional_value_says_so() -> None:
    made = findings({"all": VALUES}, statuses={3: "p"})
    last = next(row for row in rows_in(made) if row["figure"].endswith(made.edition.period.code))
    assert (last["value"], last["status"], last["note"]) == ("86.6", "p", "provisional")


def test_a_text_is_no_formula_and_a_comma_no_column() -> None:
    labels = {"a": "=SUM(A1)", "b": 'One, "two"'}
    rows = rows_in(findings({"a": VALUES, "b": VALUES}, kind="bars", labels=labels))
    assert rows[0]["category_label"] == "'=SUM(A1)"
    assert next(row for row in rows if row["category"] == "b")["category_label"] == 'One, "two"'


def test_a_value_below_nought_is_no_formula_and_rounds_to_no_minus_nought() -> None:
    rows = rows_in(findings({"all": [Decimal("-2.55"), Decimal("-0.04")]}))
    assert [(row["value"], row["shown"]) for row in rows[:2]] == [("-2.55", "-2.6"), ("-0.04", "0.0")]


def test_the_columns_are_those_that_check_holds_it_to() -> None:
    assert WRITTEN == COLUMNS


# -- the table on the page ---------------------------------------------------------------------------------------


def test_the_table_has_what_the_values_are_held_against() -> None:
    table = table_of(chart_of(findings({"all": VALUES}, **HELD)), EN)
    assert table is not None
    assert [row[1].text for row in table.rows] == ["86.6", "84.3", "92.0", "85.0"]
    assert [note.text for note in table.notes] == ["Standard: at least 95.0%"]


def test_a_chart_that_is_a_table_gets_no_second_one() -> None:
    made = findings({"a": VALUES, "b": VALUES}, **HEAT)
    chart = chart_of(made)
    assert table_of(chart, EN) is None
    empty = NumbersTable((), (), Sentence.plain(""))
    told = tables_on_page([chart], {"main"}, empty)
    assert set(told) == {"chart-main", "numbers"}
    assert "closed.a.2016-07" in told["chart-main"]
    assert set(tables_on_page([chart], set(), empty)) == {"numbers"}


# -- the picture -------------------------------------------------------------------------------------------------


def svg_of(kind: str) -> str:
    shown = {"all" if kind == "columns" else "a": VALUES}
    if kind != "columns":
        shown["b"] = [VALUES[1], Decimal(90), VALUES[0], VALUES[2]]
    more = HEAT if kind == "heat" else {"kind": kind, **(HELD if kind in ("line", "bars") else {})}
    return standalone_svg(chart_of(findings(shown, **more)), EN)


def pixels(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content), formats=("PNG",)) as image:
        return image.convert("RGB")


def by_the_renderer(svg: str) -> Image.Image:
    """The picture of the published SVG, as another program draws it with the same fonts."""
    options = resvg.usvg.Options.default()
    for file in FILES.values():
        options.load_font_file(str(FONTS / file))
    tree = resvg.usvg.Tree.from_str(svg, options)
    return pixels(resvg.render(tree, (1, 0, 0, 0, 1, 0)))


@pytest.mark.parametrize("kind", ["line", "bars", "heat"])
def test_the_picture_is_that_of_the_svg(kind: str) -> None:
    svg = svg_of(kind)
    drawn = pixels(picture(svg, FONTS))
    right = by_the_renderer(svg)
    assert drawn.width == right.width == 1200
    assert abs(drawn.height - right.height) <= 1
    assert difference(drawn, right) < 1.5
    # What is little between two programs is much more between two charts.
    other = svg.replace("translate(24", "translate(60")
    assert difference(drawn, by_the_renderer(other)) > 2 * difference(drawn, right)


def difference(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures differ, in steps of 255, on average over pixels and channels."""
    size = (min(one.width, other.width), min(one.height, other.height))
    apart = ImageChops.difference(one.crop((0, 0, *size)), other.crop((0, 0, *size)))
    return sum(ImageStat.Stat(apart).mean) / 3


@pytest.mark.parametrize("kind", ["line", "columns", "bars", "heat", "multiples"])
def test_a_picture_is_painted_at_once_small_and_the_same_each_time(kind: str) -> None:
    svg = svg_of(kind)
    assert painted(in_pixels(svg), FONTS) is not None
    first = picture(svg, FONTS)
    assert first == picture(svg, FONTS)
    assert len(first) < 60_000


def test_a_character_that_the_fonts_lack_is_told() -> None:
    svg = standalone_svg(chart_of(findings({"a": VALUES}, kind="bars", labels={"a": "Above ≥ 3 ☂"})), EN)
    assert not_drawn(svg, bundled()) == "≥☂"
    assert not_drawn(svg_of("line"), bundled()) == ""


# -- to cite and to embed ----------------------------------------------------------------------------------------

WHERE = Addresses("https://o.example/w/2020-02/#chart-main", "https://o.example/m.png", "https://o.example/e/", "l")


def test_a_citation_names_who_when_what_and_where(tmp_path: Path) -> None:
    publication = a_publication(tmp_path)
    made = findings_of(publication)
    chart = build_chart(made, "main", EN)
    said = citation(chart, made, publication, EN, WHERE.page)
    assert said.text == (
        f"Test office (2020). {chart.message.text}. In: Beds in 2 wards, February 2020."
        " Released 14 April 2020. Source of the data: Hospital, Ward book; Hospital, Notes."
        f" {WHERE.page}"
    )
    assert set(said.figures) == set(chart.message.figures)


def test_bibtex_is_escaped_and_whole(tmp_path: Path) -> None:
    publication = a_publication(tmp_path, Test_office='"Health & 50% of {Town}_1"')
    made = findings_of(publication)
    entry = bibtex(build_chart(made, "main", EN), made, publication, EN, WHERE.page).text
    assert entry.startswith("@misc{wards-2020-02-main,\n")
    assert r"author = {{Health \& 50\% of \{Town\}\_1}}" in entry
    assert "year = {2020}" in entry
    assert "month = apr" in entry
    assert f"url = {{{WHERE.page}}}" in entry
    assert entry.count("{") == entry.count("}")


def test_code_to_embed_is_code_whatever_the_words_are() -> None:
    chart = chart_of(findings({"a": VALUES}, kind="bars", labels={"a": 'The "big" <one> & only'}))
    frame = html.fragment_fromstring(frame_code(chart, WHERE, 480).text)
    assert (frame.get("src"), frame.get("height"), frame.get("loading")) == (WHERE.frame, "480", "lazy")
    assert frame.get("title") == chart.message.text
    shown = html.fragment_fromstring(picture_code(chart, WHERE, (1200, 640)).text)
    (image,) = shown.iter("img")
    assert image.get("alt") == f"{chart.message.text}. {chart.description.text}"
    assert (image.get("width"), image.get("height")) == ("1200", "640")
    assert 'The "big" <one> & only' in image.get("alt")


def test_a_frame_is_as_tall_as_its_chart() -> None:
    few = drawing_of(chart_of(findings({"a": VALUES}, kind="bars")), EN)
    many = drawing_of(chart_of(findings(dict.fromkeys("abcdefgh", VALUES), kind="bars")), EN)
    assert 200 < frame_height(few) < frame_height(many) <= 900


# -- what check says ---------------------------------------------------------------------------------------------

FIGURES = {
    "rate.all.2019-03": Published("rate.all.2019-03", Decimal("86.604"), "", "percent", 1, "2019-03"),
    "rate.all.2019-02": Published("rate.all.2019-02", None, "c", "percent", 1, "2019-02"),
}
HEAD = ",".join(COLUMNS)
NOW = "2019-03,March 2019,all,All,rate,Rate,value,86.604,86.6,percent,,,rate.all.2019-03"
BEFORE = "2019-02,February 2019,all,All,rate,Rate,value,,,percent,c,hidden,rate.all.2019-02"
NONE = "2019-01,January 2019,all,All,rate,Rate,value,,,percent,x,not available,"
RIGHT = f"{HEAD}\n{BEFORE}\n{NOW}\n{NONE}\n"
SVG = '<svg><text data-figure="rate.all.2019-03">86.6%</text></svg>'
STEM = "waits/2019-03/charts/main.en"


def said_of(text: str | None, page: str = "") -> list[tuple[str, int | None, str | None]]:
    own = {f"{STEM}.svg": SVG.encode(), **({f"{STEM}.csv": text.encode()} if text is not None else {})}
    return [(one.code, one.row, one.column) for one in check_chart_files(own, {"en": page.encode()}, FIGURES)]


def test_a_file_that_agrees_is_passed() -> None:
    assert said_of(RIGHT) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "row", "column"),
    [
        ("86.604", "86.603", "check.chart-file-differs", 3, "value"),
        (",86.6,", ",86.7,", "check.chart-file-differs", 3, "shown"),
        (",86.6,", ",86.60,", "check.chart-file-differs", 3, "shown"),
        ("percent,c", "percent,x", "check.chart-file-differs", 2, "status"),
        ("value,,,percent,c", "value,3,3.0,percent,c", "check.chart-file-differs", 2, "value"),
        ("86.6,percent", "86.6,points", "check.chart-file-differs", 3, "unit"),
        ("2019-03,March", "2019-04,March", "check.chart-file-differs", 3, "period"),
        ("value,,,percent,x", "value,1,1.0,percent,x", "check.chart-file-differs", 4, "value"),
        (",rate.all.2019-03\n", ",rate.all.2019-04\n", "check.chart-file-unknown", 3, None),
        (f"{NOW}\n", "", "check.chart-file-lacks", None, None),
        (f"{NOW}\n", f"{NOW}\n{NOW}\n", "check.chart-file-twice", None, None),
        ("period_label", "label", "check.chart-file-columns", None, None),
        (",hidden,", ",hidden,x,", "check.chart-file-columns", None, None),
        (",hidden,", ',"hidden,', "check.file-unreadable", None, None),
    ],
)
def test_a_file_that_disagrees_is_told(old: str, new: str, code: str, row: int | None, column: str | None) -> None:
    assert old in RIGHT
    assert (code, row, column) in said_of(RIGHT.replace(old, new, 1))


def test_a_chart_without_its_file_is_told() -> None:
    assert said_of(None) == [("check.file-missing", None, None)]


def test_the_page_too_shows_nothing_that_the_file_lacks() -> None:
    shown = '<figure id="chart-main"><data data-figure="rate.all.2018-03" value="1">1</data></figure>'
    assert said_of(RIGHT, shown) == [("check.chart-file-lacks", None, None)]
    assert said_of(RIGHT, shown.replace("chart-main", "chart-other")) == []


# -- addresses ---------------------------------------------------------------------------------------------------


def test_two_charts_cannot_be_framed_from_one_address(tmp_path: Path) -> None:
    root = tmp_path / "publication"
    a_publication(root)
    text = (root / "reports/wards.md").read_text(encoding="utf-8")
    for name, chart in (("wards-a", "b"), ("wards", "a-b")):
        made = text.replace("charts: {main:", f"charts: {{{chart}:").replace("card: main", f"card: {chart}")
        (root / f"reports/{name}.md").write_text(made, encoding="utf-8")
        (root / f"reports/{name}.id.md").write_text("Cerita\n", encoding="utf-8")
    _, problems = read_publication(root)
    (one,) = (problem for problem in problems if problem.code == "plan.frame-twice")
    assert "/embed/wards-a-b/" in one.message("en")
    assert "/embed/wards-a-b/" in one.message("id")


# -- a whole publication -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case with spans: intervals, small multiples, two languages."""
    return build("spans", tmp_path_factory.mktemp("spans"))


FAULTS = [
    ("births/2014--2016/charts/main.en.csv", ",7.1,7.1,", ",7.1,7.2,"),
    ("births/2014--2016/charts/main.en.csv", ",8.1,8.1,", ",8.2,8.1,"),
    ("births/2014--2016/charts/main.id.svg", ">7,1%<", ">7,2%<"),
    ("births/2014--2016/index.html", ">7.1%<", ">7.3%<"),
    ("births/2014--2016/index.html", "width=&quot;1200", "width=&quot;1100"),
    ("births/2014--2016/index.html", ">8.1<", ">8.2<"),
    ("embed/births-2014--2016-main/index.html", ">7.1%<", ">7.3%<"),
    ("id/embed/births-main/index.html", '<path class="ln" d="M', '<path class="ln" d="M9'),
    ("births/2014--2016/index.html", "#chart-main}", "#chart-years}"),
]


@pytest.mark.slow
def test_a_publication_agrees_and_a_fault_in_it_is_found(site: Path, tmp_path: Path) -> None:
    seen = agreeing.disagreements(site)
    assert seen.wrong == []
    assert min(seen.charts, seen.tables, seen.pictures, seen.frames) >= 12
    assert (seen.rows > 100, seen.texts > 500) == (True, True)
    for place, (path, old, new) in enumerate(FAULTS):
        other = tmp_path / str(place)
        shutil.copytree(site, other, ignore=shutil.ignore_patterns("assets", "data"))
        before, mark, after = (other / path).read_text(encoding="utf-8").rpartition('<figure id="chart-main">')
        assert old in after, (path, old)
        (other / path).write_text(before + mark + after.replace(old, new, 1), encoding="utf-8")
        assert agreeing.disagreements(other).wrong != [], (path, old, new)
        shutil.rmtree(other)


@pytest.mark.slow
def test_a_published_picture_is_that_of_the_published_drawing(site: Path) -> None:
    files = sorted(site.glob("*/*/charts/*.png"))
    assert len(files) == 12
    for file in files:
        assert file.read_bytes() == picture(file.with_suffix(".svg").read_text(encoding="utf-8"), FONTS), file


@pytest.mark.slow
def test_all_of_the_whole_publication_agrees(whole_site: Path) -> None:
    seen = agreeing.disagreements(whole_site)
    assert seen.wrong == []
    assert (seen.charts > 500, seen.rows > 40_000, seen.texts > 40_000) == (True, True, True)
    pictures = sorted(whole_site.glob("*/*/charts/*.png"))
    assert len(pictures) == seen.pictures > 20
    for file in pictures:
        assert file.read_bytes() == picture(file.with_suffix(".svg").read_text(encoding="utf-8"), FONTS), file

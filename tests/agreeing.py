"""A published site, read as an outsider reads it: does everything that one can take away of a chart agree with it?

Nothing of Berkala is imported: pages are parsed, files opened, numbers read from their digits. `disagreements` lists
every difference that it finds, with the file; an empty list says that there is none.
"""

from __future__ import annotations

import csv
import json
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree, html

#: Words behind a number that scale it, in the two languages of the publications that are read here.
SCALES = {"ribu": 3, "thousand": 3, "million": 6, "juta": 6, "billion": 9, "miliar": 9, "trillion": 12, "triliun": 12}
#: The decimal mark of each language.
MARKS = {"en": ".", "id": ","}


@dataclass
class Seen:
    """How much was read, so that a test can say that it was something."""

    charts: int = 0
    rows: int = 0
    texts: int = 0
    tables: int = 0
    pictures: int = 0
    frames: int = 0
    wrong: list[str] = field(default_factory=list)

    def hold(self, right: object, place: str, what: object = "") -> None:
        if not right:
            self.wrong.append(f"{place}: {what}")


@dataclass(frozen=True)
class Chart:
    """One chart of one edition in one language, by its CSV."""

    site: Path
    file: Path

    @property
    def name(self) -> str:
        return self.file.name.split(".")[0]

    @property
    def code(self) -> str:
        return self.file.name.split(".")[1]

    @property
    def edition(self) -> Path:
        return self.file.parent.parent

    @property
    def address(self) -> str:
        return self.edition.relative_to(self.site).as_posix()

    @cached_property
    def prefix(self) -> str:
        first = html.parse(str(self.site / "index.html")).getroot().get("lang")
        return "" if first == self.code else f"{self.code}/"

    @cached_property
    def page(self) -> Any:
        return html.parse(str(self.site / self.prefix / self.address / "index.html")).getroot()

    @property
    def figure(self) -> Any:
        """The chart on its page; None where the story leaves it out."""
        return next(iter(self.page.xpath(f"//figure[@id='chart-{self.name}']")), None)

    @cached_property
    def rows(self) -> list[dict[str, str]]:
        with self.file.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, strict=True))

    @cached_property
    def by_figure(self) -> dict[str, dict[str, str]]:
        return {row["figure"]: row for row in self.rows if row["figure"]}

    def beside(self, form: str) -> Path:
        return self.file.with_suffix(f".{form}")

    def frame(self, latest: bool = False) -> Path:
        slug, period = self.address.split("/")
        name = f"{slug}-{self.name}" if latest else f"{slug}-{period}-{self.name}"
        return self.site / self.prefix / "embed" / name / "index.html"


def disagreements(site: Path) -> Seen:
    """Everything that does not agree in a site."""
    seen = Seen()
    figures: dict[Path, dict[str, Any]] = {}
    for file in sorted(site.glob("*/*/charts/*.csv")):
        chart = Chart(site, file)
        if chart.edition not in figures:
            document = json.loads((chart.edition / "figures.json").read_text(encoding="utf-8"), parse_float=Decimal)
            figures[chart.edition] = {one["id"]: one for one in document["figures"]}
        seen.charts += 1
        _rows(chart, figures[chart.edition], seen)
        _texts(chart, _pieces(etree.parse(str(chart.beside("svg"))).getroot()), str(chart.beside("svg")), seen)
        _picture(chart, seen)
        if chart.figure is not None:
            _texts(chart, _pieces(chart.figure), f"{chart.file}: the page", seen)
            _table(chart, seen)
            _cited(chart, seen)
            _framed(chart, seen)
    for file in sorted(site.glob("*/*/charts/*.svg")):
        seen.hold(file.with_suffix(".csv").is_file(), str(file), "has no CSV")
    return seen


# -- numbers -----------------------------------------------------------------------------------------------------


def _rows(chart: Chart, figures: dict[str, Any], seen: Seen) -> None:
    """The exact value is that of figures.json, what is shown is it rounded as declared."""
    ids = [row["figure"] for row in chart.rows if row["figure"]]
    seen.hold(len(ids) == len(set(ids)), str(chart.file), "a figure twice")
    for row in chart.rows:
        seen.rows += 1
        place = f"{chart.file}: {row['figure'] or row['category']} {row['period']}"
        if not row["figure"]:
            seen.hold(row["value"] == row["shown"] == "" and row["status"], place, row)
            continue
        figure = figures[row["figure"]]
        value = None if figure["value"] is None else Decimal(figure["value"])
        seen.hold((Decimal(row["value"]) if row["value"] else None) == value, place, (row["value"], value))
        seen.hold(row["status"] == (figure["status"] or ("x" if value is None else "")), place, row["status"])
        seen.hold(row["period"] == figure["period"], place, row["period"])
        seen.hold((row["shown"] == "") == (value is None), place, row["shown"])
        if value is not None:
            seen.hold(row["shown"] == f"{_rounded(value, figure['decimals']):f}", place, row["shown"])


def _rounded(value: Decimal, decimals: int) -> Decimal:
    seen = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return abs(seen) if seen == 0 else seen


def _pieces(root: Any) -> Iterator[tuple[str, str, bool, str | None]]:
    """Every text that shows a figure: its id, the text, whether it is a size alone, and the value that it carries."""
    for element in root.iter():
        if isinstance(element.tag, str) and element.get("data-figure"):
            text = "".join(element.itertext())
            yield element.get("data-figure"), text, element.get("data-magnitude") is not None, element.get("value")


def _texts(chart: Chart, pieces: Iterator[tuple[str, str, bool, str | None]], place: str, seen: Seen) -> None:
    """Each text that shows a figure has a row, and the same digits as its row."""
    for name, text, magnitude, value in pieces:
        seen.texts += 1
        row = chart.by_figure.get(name)
        if row is None:
            seen.hold(False, place, f"{name} is not in the CSV")
            continue
        if value is not None:
            seen.hold(value == row["value"], place, (name, value, row["value"]))
        seen.hold(_says(text, row, magnitude, chart.code), place, (name, text, row["shown"]))


def _says(text: str, row: dict[str, str], magnitude: bool, code: str) -> bool:
    """Whether the digits of a text are those of a row: as it is shown, or scaled by the word behind them."""
    if row["shown"] == "":
        return text.strip() in (f"[{row['status']}]", "[\u2013]")
    mark = MARKS[code]
    found = re.search(r"\d[\d.,]*\d|\d", text)
    if found is None:
        return False
    digits = found.group().replace("." if mark == "," else ",", "").replace(mark, ".")
    decimals = len(digits.partition(".")[2])
    words = re.findall(r"[a-z]+", text.lower())
    power = next((SCALES[word] for word in words if word in SCALES), 0)
    shift = (3 if row["unit"] == "thousand_people" and power else 0) - power
    below = "\u2212" in text[: found.start()]
    if not power or row["unit"] not in ("count", "people", "thousand_people", "rupiah"):
        right = Decimal(row["shown"])
    else:
        right = _rounded(abs(Decimal(row["value"])).scaleb(shift), decimals)
    return Decimal(digits) == abs(right) and (magnitude or below == (Decimal(row["shown"]) < 0))


# -- the table ---------------------------------------------------------------------------------------------------


def _table(chart: Chart, seen: Seen) -> None:
    """All values of the chart stand in a table, here or where the link leads."""
    table = _table_of(chart)
    if table is None:
        seen.hold(False, str(chart.file), "no table")
        return
    seen.tables += 1
    there = {element.get("data-figure") for element in table.iter("data")}
    values = {row["figure"] for row in chart.rows if row["kind"] == "value" and row["figure"] and row["value"]}
    if "rank" in (table.get("class") or ""):  # the table of dots writes the edition's values alone
        period = chart.address.split("/")[1]
        values = {name for name in values if chart.by_figure[name]["period"] == period}
    of_series = {name for name in values if chart.by_figure[name]["measure"] in _measures(chart)}
    seen.hold(of_series <= there, str(chart.file), f"the table lacks {sorted(of_series - there)[:3]}")


def _measures(chart: Chart) -> set[str]:
    return {row["measure"] for row in chart.rows[:1]} if chart.rows else set()


def _table_of(chart: Chart) -> Any:
    own = chart.figure.xpath(".//table")
    if own:
        return own[0]
    links = chart.figure.xpath(".//div[starts-with(@class, 'away')]/a[contains(@href, '#')]/@href")
    if not links:
        return None
    path, _, place = links[0].partition("#")
    page = chart.page
    if path:
        file = (chart.site / chart.prefix / chart.address / path / "index.html").resolve()
        page = html.parse(str(file)).getroot()
    found = page.xpath(f"//*[@id='{place}']")
    # The numbers of an edition are in two tables: the newest, and on demand the others.
    return found[0] if found and place == "numbers" else next(iter(found[0].xpath(".//table")), None) if found else None


# -- pictures, frames, citations ---------------------------------------------------------------------------------


def _picture(chart: Chart, seen: Seen) -> None:
    """Where there is a PNG it is as large as its drawing says."""
    if chart.beside("png").is_file():
        seen.pictures += 1
        root = etree.parse(str(chart.beside("svg"))).getroot()
        width, height = png_size(chart.beside("png"))
        seen.hold(width == 1200 == int(root.get("width")), str(chart.beside("png")), width)
        seen.hold(0 <= height - float(root.get("height")) < 1, str(chart.beside("png")), height)


def png_size(file: Path) -> tuple[int, int]:
    width, height = struct.unpack(">II", file.read_bytes()[16:24])
    return width, height


def _says_whole(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _drawn(figure: Any) -> list[str]:
    """The drawings of a figure and the table that is one, as bytes of markup; nothing of what stands below."""
    parts = [part for part in figure if part.tag in ("svg", "table")]
    return [etree.tostring(part, with_tail=False).decode() for part in parts]


def _framed(chart: Chart, seen: Seen) -> None:
    """The page for frames has the same message, drawing and description, and leads back to the chart."""
    offered = chart.figure.xpath(".//code[contains(., '<iframe')]")
    seen.hold(bool(offered) == chart.frame().is_file() == chart.beside("png").is_file(), str(chart.file), "a frame")
    if not offered:
        return
    for file in dict.fromkeys((chart.frame(), *([chart.frame(True)] if _is_latest(chart) else []))):
        seen.frames += 1
        page = html.parse(str(file)).getroot()
        (figure,) = page.xpath("//figure")
        seen.hold(_drawn(figure) == _drawn(chart.figure), str(file), "another drawing")
        seen.hold(page.xpath("//meta[@name='robots']/@content") == ["noindex"], str(file), "may be indexed")
        seen.hold(_says_whole(figure.xpath(".//h1")[0]) == _message(chart), str(file), "another message")
        seen.hold(_description(figure) == _description(chart.figure), str(file), "another description")
        _texts(chart, _pieces(figure), str(file), seen)
        (canonical,) = page.xpath("//link[@rel='canonical']/@href")
        seen.hold(canonical == _canonical(chart), str(file), canonical)
        seen.hold(len(file.read_bytes()) < 30_000, str(file), "is heavy")
    frame = html.fragment_fromstring(_says_whole(offered[0]))
    seen.hold(frame.get("src") == _url(chart, chart.frame()), str(chart.file), frame.get("src"))
    seen.hold(frame.get("title") == _message(chart), str(chart.file), frame.get("title"))
    _static(chart, seen)


def _is_latest(chart: Chart) -> bool:
    editions = [path.name for path in chart.edition.parent.iterdir() if (path / "figures.json").is_file()]
    return chart.edition.name == max(name for name in editions if name[:1].isdigit())


def _static(chart: Chart, seen: Seen) -> None:
    (code,) = chart.figure.xpath(".//code[contains(., '<img')]")
    figure = html.fragment_fromstring(_says_whole(code))
    (image,) = figure.iter("img")
    size = (int(image.get("width")), int(image.get("height")))
    seen.hold(size == png_size(chart.beside("png")), str(chart.file), size)
    seen.hold(image.get("src") == _url(chart, chart.beside("png")), str(chart.file), image.get("src"))
    alt = f"{_message(chart)}. {_description(chart.figure)}"
    seen.hold(image.get("alt") == alt, str(chart.file), image.get("alt"))
    seen.hold(figure.xpath(".//a/@href") == [_canonical(chart) + f"#chart-{chart.name}"], str(chart.file), "the link")


def _message(chart: Chart) -> str:
    return _says_whole(chart.figure.xpath(".//p[@class='msg']")[0])


def _description(figure: Any) -> str:
    return _says_whole(figure.xpath(".//p[@class='desc']")[0])


def _canonical(chart: Chart) -> str:
    (address,) = chart.page.xpath("//link[@rel='canonical']/@href")
    return str(address)


def _url(chart: Chart, file: Path) -> str:
    """The whole address of a file of the site, from what the page calls itself."""
    root = _canonical(chart).removesuffix(f"{chart.prefix}{chart.address}/")
    return root + file.relative_to(chart.site).as_posix().removesuffix("index.html")


def _cited(chart: Chart, seen: Seen) -> None:
    """Title, period, day and address are those with which the edition itself is cited."""
    own = _says_whole(chart.figure.xpath(".//p[@class='cite'][not(code)]")[0])
    (edition,) = (_says_whole(one) for one in chart.page.xpath("//section[@id='cite']//p[@class='cite']"))
    start, _, rest = edition.partition("). ")
    told, address = rest.rsplit(" ", 1)
    seen.hold(own.startswith(f"{start}). {_message(chart)}. "), str(chart.file), own)
    seen.hold(own.endswith(f"{told} {address}#chart-{chart.name}"), str(chart.file), own)
    seen.hold(address == _canonical(chart), str(chart.file), address)
    entry = "".join(chart.figure.xpath(".//p[contains(@class, 'tex')]/code")[0].itertext())
    seen.hold(f"url = {{{address}#chart-{chart.name}}}" in entry, str(chart.file), entry)
    plain = re.sub(r"\\([&%$#_{}])", r"\1", entry)
    seen.hold(f"title = {{{{{_message(chart)}}}}}" in " ".join(plain.split()), str(chart.file), entry)
    year = start.rpartition("(")[2]
    seen.hold(f"year = {{{year}}}" in entry and entry.count("{") == entry.count("}"), str(chart.file), entry)
    seen.hold(f"charts/{chart.file.name}" in "".join(chart.figure.xpath(".//a/@href")), str(chart.file), "no link")

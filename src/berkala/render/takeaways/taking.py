"""The files that one edition gives away of its charts in one language, and where they stand."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from berkala.errors import Problem
from berkala.measure.findings import Findings
from berkala.plan import Publication
from berkala.render.charts.metrics import from_fonts
from berkala.render.charts.model import Chart
from berkala.render.charts.outputs import standalone_svg
from berkala.render.drawn import Drawing
from berkala.render.takeaways.citing import Addresses
from berkala.render.takeaways.csv_file import csv_of
from berkala.render.takeaways.picture import not_drawn, picture
from berkala.render.takeaways.rows import Row, rows_of
from berkala.words import Language

#: A figure in a drawing. Identifiers are letters, digits and hyphens: there is nothing to unescape.
_SHOWN = re.compile(r'data-figure="([^"]+)"')


@dataclass(frozen=True)
class Taken:
    """One chart in one language, and its files. `prefix` is where the pages of the language begin.

    `png` is there in an edition with its full pack, as far as the fonts have every character; and `framed` says that
    there is a page of the chart alone.
    """

    drawing: Drawing
    findings: Findings
    publication: Publication
    language: Language
    prefix: str
    svg: str
    csv: bytes
    png: bytes | None

    @property
    def chart(self) -> Chart:
        """The chart."""
        return self.drawing.chart

    @property
    def framed(self) -> bool:
        """Whether it has a page that others may frame."""
        return self.findings.edition.full

    def path(self, form: str) -> str:
        """Where the file in one form stands."""
        return f"{self.findings.edition.address}charts/{self.drawing.name}.{self.language.code}.{form}"

    @property
    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every file, by its path on the site."""
        yield self.path("csv"), self.csv
        yield self.path("svg"), self.svg.encode()
        if self.png is not None:
            yield self.path("png"), self.png

    @cached_property
    def addresses(self) -> Addresses:
        """Whole addresses."""
        edition, site = self.findings.edition, self.publication.settings.site_url
        home, name = site + self.prefix, self.drawing.name
        return Addresses(
            page=f"{home}{edition.address}#chart-{name}",
            picture=site + self.path("png" if self.png is not None else "svg"),
            frame=home + edition.embed(name),
            latest=home + edition.embed_latest(name),
        )

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the PNG in pixels, from its IHDR chunk."""
        width, height = struct.unpack(">II", (self.png or b"")[16:24])
        return width, height


def take(
    findings: Findings, publication: Publication, language: Language, drawn: Mapping[str, Drawing], prefix: str
) -> tuple[dict[str, Taken], tuple[Problem, ...]]:
    """What is given away of every chart, by its name, and which picture could not be made."""
    found: dict[str, Taken] = {}
    problems: list[Problem] = []
    accent = publication.settings.agency.accent
    for name, drawing in drawn.items():
        svg = standalone_svg(drawing.chart, language, accent=accent, wide=drawing.wide)
        shown = _SHOWN.findall(drawing.svg + svg)
        rows = [(row, _said(row, language)) for row in rows_of(drawing.chart, findings, language, shown)]
        png, lacking = _picture(svg, publication) if findings.edition.full else (None, "")
        found[name] = Taken(drawing, findings, publication, language, prefix, svg, csv_of(rows), png)
        if lacking:
            problems.append(_not_drawn(findings, name, language, lacking))
    return found, tuple(problems)


def _said(row: Row, language: Language) -> str:
    return language.period_text(row.period)


def _picture(svg: str, publication: Publication) -> tuple[bytes | None, str]:
    """The picture, or the characters that the fonts lack for it."""
    fonts = publication.templates / "fonts"
    lacking = not_drawn(svg, from_fonts(fonts))
    return (None, lacking) if lacking else (picture(svg, fonts), "")


def _not_drawn(findings: Findings, name: str, language: Language, lacking: str) -> Problem:
    facts = {
        "chart": name,
        "language": language.code,
        "characters": " ".join(lacking),
        "codes": ", ".join(f"U+{ord(one):04X}" for one in lacking),
    }
    return Problem("render.picture-characters", facts, file=findings.report.file, severity="warning")

"""The contact sheet: the documentation's page of every kind of chart and card, and its pictures.

``python -m contact_sheet`` (`scripts/contact-sheet`) writes ``reports/charts.md``, in each language, and the pictures
in ``reports/charts/``. What the page says and draws stands in ``contact_sheet.yml``; a test holds the page to it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property, partial
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from berkala.fetch import fetch
from berkala.init import init
from berkala.measure import measure
from berkala.measure.findings import Findings
from berkala.plan import Edition, Publication, Request, plan
from berkala.plan.specifications import CardSpec, ChartSpec
from berkala.protect import protect
from berkala.render.cards.card import draw_cards
from berkala.render.cards.matter import Telling
from berkala.render.cards.picture import png
from berkala.render.charts.build import build_chart
from berkala.render.charts.drawing import NARROW, Drawing, number, resized
from berkala.render.charts.kinds import KINDS
from berkala.render.charts.metrics import bundled
from berkala.render.charts.model import Chart
from berkala.render.charts.outputs import draw
from berkala.render.charts.paint import Palette, Scheme, coloured, palette
from berkala.tidy import tidy
from berkala.words import Language, language
from invented_country import NAME, country
from publications import REPOSITORY

SHEET = Path(__file__).with_suffix(".yml")
#: The example whose report no report of ours stands in for, and the clock: every edition drawn is out by then.
EXAMPLE = "lkjip"
AS_OF = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Asia/Jakarta"))
LANGUAGES = ("en", "id")
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
#: Around a drawing, in its pixels; and so many pixels of the picture for one of the phone.
_MARGIN, _DENSE = 12, 2
#: A square card as wide as a phone.
_CARD = 360


@dataclass(frozen=True)
class Picture:
    """One picture of the page: its file's name, its size as a phone shows it, and who does not see it reads `alt`.

    It is drawn when its bytes are asked for.
    """

    name: str
    width: int
    height: int
    alt: str
    drawn: Callable[[], bytes]


@dataclass(frozen=True)
class Example:
    """One kind as the page shows it, in one language."""

    kind: str
    heading: str
    when: str
    written: str
    message: str
    below: str
    pictures: tuple[Picture, ...]


# -- whose figures --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Source:
    """A publication and the newest edition of each of its reports, measured when it is asked for."""

    root: Path

    @cached_property
    def _measured(self) -> tuple[Publication, Mapping[str, Findings]]:
        planned = plan(Request(self.root, AS_OF, "build"))
        newest: dict[str, Edition] = {edition.report: edition for edition in planned.due}
        made = measure(protect(tidy(fetch(replace(planned, due=tuple(newest.values()))))))
        assert not [problem for problem in made.problems if problem.severity == "error"], made.problems
        return planned.publication, {findings.report.name: findings for findings in made.editions}

    @property
    def publication(self) -> Publication:
        """Its settings and templates."""
        return self._measured[0]

    def findings(self, report: str) -> Findings:
        """What was found for the newest edition of a report."""
        return self._measured[1][report]


@dataclass(frozen=True)
class Sheet:
    """The page in the making: what it says, this repository's reports, the example's, and an invented country's."""

    said: Mapping[str, Any]
    own: Source
    example: Source
    invented: Source

    def source(self, report: str) -> Source:
        """Whose report it is."""
        return {EXAMPLE: self.example, NAME: self.invented}.get(report, self.own)

    def file(self, code: str) -> str:
        """The page's file in a language, under ``reports/``."""
        return "charts.md" if code == LANGUAGES[0] else f"charts.{code}.md"

    def words(self, key: str, code: str) -> str:
        """What the page says itself."""
        return str(self.said["page"][key][code])

    def examples(self, code: str) -> Iterator[Example]:
        """Every kind of chart, then every kind of card."""
        yield from (self.chart_example(kind, code) for kind in self.said["charts"])
        yield from (self.card_example(kind, code) for kind in self.said["cards"])

    # -- charts -----------------------------------------------------------------------------------------------

    def chart(self, kind: str, spoken: Language) -> Chart:
        """The chart that an example declares."""
        entry = self.said["charts"][kind]
        source = self.source(entry["report"])
        ((name, written),) = yaml.safe_load(entry["written"])["charts"].items()
        spec = ChartSpec.model_validate(written, strict=False)
        assert spec.kind == kind
        told = _with(source.findings(entry["report"]), charts={name: spec})
        return build_chart(told, name, spoken, source.publication.templates / "maps")

    def chart_example(self, kind: str, code: str) -> Example:
        """A kind of chart, drawn as on a phone."""
        entry, spoken = self.said["charts"][kind], language(code)
        chart = self.chart(kind, spoken)
        drawing = draw(chart, resized(NARROW, KINDS[chart.kind].narrow), bundled(), spoken)
        heading = spoken.text(f"charts.kind.{kind}")
        pictures = tuple(self._drawn(kind, chart, drawing, scheme, heading, code) for scheme in SCHEMES)
        spec = self.source(entry["report"]).findings(entry["report"]).report.spec
        notices = (notice[code] for notice in (spec.demonstration, spec.invented) if notice)
        below = " ".join((f"{chart.source.text}.", *notices))
        said = (chart.message.text, chart.subtitle.text)
        return Example(kind, heading, entry["when"][code], entry["written"], "\n".join(said), below, pictures)

    def _drawn(self, kind: str, chart: Chart, drawing: Drawing, scheme: Scheme, heading: str, code: str) -> Picture:
        publication = self.source(self.said["charts"][kind]["report"]).publication
        width, height = (round(side) + 2 * _MARGIN for side in (drawing.width, drawing.height))
        svg = _framed(drawing, width, height, palette(scheme, publication.settings.agency.accent))
        drawn = partial(png, svg, self.own.publication.templates / "fonts")
        alt = self._alt(heading, scheme, chart.measure.text, code)
        return Picture(f"{kind}-{scheme}.{code}.png", width, height, alt, drawn)

    # -- cards ------------------------------------------------------------------------------------------------

    def card_example(self, kind: str, code: str) -> Example:
        """A kind of card, in the square size."""
        entry, spoken = self.said["cards"][kind], language(code)
        source = self.source(entry["report"])
        heading = self.words("card", code).format(kind=spoken.text(f"card.kind.{kind}").lower())
        (written,) = yaml.safe_load(entry["written"])["cards"]
        card = CardSpec.model_validate(written)
        assert card.kind == kind
        told = _with(source.findings(entry["report"]), cards=(card,))
        matter = Telling(told, source.publication, spoken, {}).tell(card).matter
        drawn = cache(partial(_squares, told, source.publication, spoken))
        pictures = tuple(
            Picture(
                f"card-{kind}-{scheme}.{code}.png",
                *(_CARD, _CARD),
                self._alt(heading, scheme, matter.measure.text, code),
                lambda scheme=scheme: drawn()[scheme],
            )
            for scheme in SCHEMES
        )
        return Example(kind, heading, entry["when"][code], entry["written"], matter.message.text, "", pictures)

    def _alt(self, kind: str, scheme: str, measure: str, code: str) -> str:
        return self.words("alt", code).format(kind=kind, scheme=self.words(scheme, code), measure=measure)


def _with(findings: Findings, **changes: Any) -> Findings:
    """The findings of a report that declares its charts or cards otherwise."""
    report = findings.report
    if "charts" in changes:
        changes["charts"] = {**report.spec.charts, **changes["charts"]}
    return replace(findings, report=replace(report, spec=report.spec.model_copy(update=changes)))


def _squares(findings: Findings, publication: Publication, spoken: Language) -> dict[str, bytes]:
    """The square pictures of the one card that a report has, by scheme."""
    cards = draw_cards(findings, publication, spoken)
    return {card.scheme: card.png for card in cards if card.width == card.height}


def _framed(drawing: Drawing, width: int, height: int, colours: Palette) -> str:
    """A drawing with a margin, as a picture twice as dense as the page."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{_DENSE * width}"'
        f' height="{_DENSE * height}" font-family="Plus Jakarta Sans" font-weight="500">'
        f'<rect width="100%" height="100%" fill="{colours["paper"]}"/>'
        f'<g transform="translate({number(_MARGIN)} {number(_MARGIN)})">{coloured(drawing, colours)}</g></svg>'
    )


# -- the page -------------------------------------------------------------------------------------------------


def page(sheet: Sheet, code: str, examples: list[Example]) -> str:
    """The page in one language, as Markdown."""
    charts, cards = (examples[: len(sheet.said["charts"])], examples[len(sheet.said["charts"]) :])
    head: dict[str, Any] = {key: sheet.words(key, code) for key in ("title", "description")}
    head |= {"template": "sheet.html", "footer": False}
    parts = [
        "---\n# Written by scripts/contact-sheet from tests/contact_sheet.yml: change that, not this.",
        yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=1000).strip(),
        "---\n",
        sheet.words("intro", code) + "\n",
        *(_section(example, code) for example in charts),
        *(
            _section(example, code, sheet.words("cards", code) if not place else "")
            for place, example in enumerate(cards)
        ),
    ]
    return "\n".join(parts)


def _section(example: Example, code: str, before: str = "") -> str:
    message, _, subtitle = example.message.partition("\n")
    said = f'<p class="msg" data-role="constant">{escape(message)}</p>'
    said += f'<p class="sub" data-role="constant">{escape(subtitle)}</p>' if subtitle else ""
    below = f'<p class="src" data-role="constant">{escape(example.below)}</p>\n' if example.below else ""
    lead = f"{before}\n\n" if before else ""
    images = "\n".join(_image(picture, code) for picture in example.pictures)
    return (
        f"## {example.heading}\n\n{lead}{example.when}\n\n"
        f'<pre data-role="constant"><code>{escape(example.written.strip(), quote=False)}</code></pre>\n\n'
        f'<figure class="sheet">\n<figcaption>{said}</figcaption>\n<div>\n{images}\n</div>\n{below}</figure>\n'
    )


def _image(picture: Picture, code: str) -> str:
    up = "../charts/" if code != LANGUAGES[0] else ""
    up = f"../{up}" if up else ""
    return (
        f'<img src="{up}{picture.name}" width="{picture.width}" height="{picture.height}" loading="lazy"'
        f' alt="{escape(picture.alt)}">'
    )


# -- writing it -----------------------------------------------------------------------------------------------


def read_sheet(example: Path) -> Sheet:
    """The sheet of this repository; the example's publication is written into the folder `example`, one beside it."""
    init(example, EXAMPLE)
    invented = country(example.with_name(NAME))
    said = yaml.safe_load(SHEET.read_text(encoding="utf-8"))
    return Sheet(said, Source(REPOSITORY), Source(example), Source(invented))


def write(to: Path) -> None:
    """Write the pages and the pictures under ``to``, and nothing else is left in the folder of the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        sheet = read_sheet(Path(folder) / EXAMPLE)
        files: dict[str, bytes] = {}
        for code in LANGUAGES:
            examples = list(sheet.examples(code))
            files |= {picture.name: picture.drawn() for one in examples for picture in one.pictures}
            (to / sheet.file(code)).write_text(page(sheet, code, examples), encoding="utf-8")
    pictures = to / "charts"
    pictures.mkdir(exist_ok=True)
    for old in pictures.iterdir():
        if old.name not in files:
            old.unlink()
    for name, content in files.items():
        (pictures / name).write_bytes(content)


if __name__ == "__main__":
    write(REPOSITORY / "reports")

"""The cards of one edition: the report's main chart, in one language, in four sizes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from berkala.measure.findings import Findings
from berkala.periods import Period
from berkala.plan import Publication
from berkala.render.cards.layout import Layout, Matter, Text, lay_out, too_long
from berkala.render.cards.picture import png, require_characters
from berkala.render.cards.sizes import SIZES, Size
from berkala.render.charts import Chart, build_chart, draw
from berkala.render.charts.drawing import number
from berkala.render.charts.metrics import Metrics, from_fonts
from berkala.render.charts.paint import Palette, coloured, palette, text
from berkala.render.main_points import named
from berkala.words import Language, Sentence, Span

#: The ruler shows so many places; the edition is the last but one, the next one the last.
_PLACES = 37


@dataclass(frozen=True)
class Card:
    """A card as it is published: the picture, the SVG it was drawn from, and its text alternative."""

    name: str
    width: int
    height: int
    svg: str
    png: bytes
    alt: Sentence


def draw_cards(findings: Findings, publication: Publication, language: Language) -> tuple[Card, ...]:
    """The report's card in every size, for one edition in one language.

    Raises SourceProblems for a text that has no room (render.card-text-too-long) or a character that the fonts
    lack (render.character-missing): a card is whole or it is not made.
    """
    chart = build_chart(findings, findings.report.spec.card, language)
    metrics = from_fonts(publication.templates / "fonts")
    matter, alt = _matter(chart, findings, publication, language), _alt(chart, language)
    require_characters(_texts(matter), metrics)
    return tuple(_card(size, matter, alt, findings, publication, language) for size in SIZES)


def _card(
    size: Size, matter: Matter, alt: Sentence, findings: Findings, publication: Publication, language: Language
) -> Card:
    fonts = publication.templates / "fonts"
    metrics, colours = from_fonts(fonts), palette("light", publication.settings.agency.accent)
    layout = lay_out(matter, size, metrics)
    svg = _template(publication.templates).render(
        size=size,
        language=language.code,
        title=matter.chart.message.text,
        description=alt.text,
        colours=colours,
        ruler=_ruler(findings, size),
        rule=number(layout.rule),
        mark=" ".join(number(part) for part in layout.mark[:2]),
        scale=number(layout.mark[2]),
        texts=[Markup(_set(line, colours)) for line in layout.texts],
        corner=" ".join(number(part) for part in layout.corner),
        chart=Markup(_drawn(matter.chart, size, layout, metrics, colours, language)),
    )
    return Card(f"card-{size.name}", size.width, size.height, svg, png(svg, fonts), alt)


def _drawn(chart: Chart, size: Size, layout: Layout, metrics: Metrics, colours: Palette, language: Language) -> str:
    drawing = draw(chart, layout.frame, metrics, language)
    if drawing.height > layout.frame.height + 1:
        raise too_long(chart.message, f"{size.name} ({chart.name})")
    return coloured(drawing, colours)


@lru_cache
def _template(templates: Path):  # type: ignore[no-untyped-def]  # jinja2 has no public type for its cache
    environment = Environment(
        loader=FileSystemLoader(templates / "cards"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("card.svg.j2")


def _matter(chart: Chart, findings: Findings, publication: Publication, language: Language) -> Matter:
    settings = publication.settings
    home = "" if language.code == settings.languages[0] else f"{language.code}/"
    address = settings.site_url.partition("://")[2] + home + findings.edition.address
    where = Sentence((Span(address, role="name" if any(map(str.isdigit, address)) else None),))
    return Matter(
        chart=chart,
        agency=named(settings.agency.name[language.code]),
        check=language.sentence("card.check"),
        check_at=language.sentence("card.check-at", address=where),
        address=where,
        notice=named(chart.demonstration) if chart.demonstration else None,
    )


def _alt(chart: Chart, language: Language) -> Sentence:
    """What the picture says, for those who do not see it."""
    slots = {"message": chart.message, "measure": chart.measure, "span": chart.span, "source": chart.source}
    slots |= {"kind": Sentence.plain(language.text(f"charts.kind.{chart.kind}")), "description": chart.description}
    return language.sentence("card.alt", **slots)  # type: ignore[arg-type]


def _texts(matter: Matter) -> list[tuple[str, str]]:
    """Every text on the card that comes from outside, by its place."""
    chart = matter.chart
    places = [("message", chart.message), ("measure", chart.measure), ("period", chart.span), ("agency", matter.agency)]
    places += [("source", chart.source), ("address", matter.check_at)]
    places += [("series", series.label) for series in chart.series]
    if matter.notice:
        places.append(("demonstration", matter.notice))
    return [(place, sentence.text) for place, sentence in places]


def _set(line: Text, colours: Palette) -> str:
    style = line.style
    look = f' x="{number(line.x)}" y="{number(line.y)}" font-size="{number(style.size)}" fill="{colours[line.colour]}"'
    if style.weight == 700:
        look += ' font-weight="700"'
    if style.tracking:
        look += f' letter-spacing="{number(style.tracking * style.size)}"'
    look += f' word-spacing="{number(style.spacing * style.size)}"'
    if line.anchor != "start":
        look += f' text-anchor="{line.anchor}"'
    return text(line.words, look)


def _ruler(findings: Findings, size: Size) -> list[dict[str, str]]:
    """One tick for each edition, tall where a year begins, this one in the accent, the next one dashed."""
    step, base = size.inner / (_PLACES - 1), size.top + 40
    last, now = findings.data[findings.report.spec.dataset].spec.last, findings.edition.period
    ahead = last is None or now < last
    right = size.width - size.margin - 4 - (step if ahead else 0)
    periods = findings.periods[-(_PLACES - 1 if ahead else _PLACES) :]
    ticks = []
    for back, period in enumerate(reversed(periods)):
        height, kind = (40, "now") if back == 0 else (24 if _begins_year(period) else 12, "past")
        ticks.append(
            {"x": number(right - back * step), "y": number(base - height), "height": str(height), "kind": kind}
        )
    if ahead:
        ticks.append({"x": number(right + step), "y": number(base - 20), "height": "20", "kind": "next"})
    return ticks[::-1]


def _begins_year(period: Period) -> bool:
    return period.start.year != period.shift(-1).start.year

"""What stands under a chart on its page: one quiet row, closed, of all that one can take away of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from berkala.render.bundle import ROOT
from berkala.render.charts.kinds import TABLED
from berkala.render.charts.model import Chart
from berkala.render.numbers_table import NumbersTable
from berkala.render.takeaways.citing import bibtex, citation, frame_code, picture_code
from berkala.render.takeaways.framed import frame_height
from berkala.render.takeaways.shown_table import ShownTable, cells_in, figures_in, is_table, table_of, values_of
from berkala.render.takeaways.taking import Taken
from berkala.words import Sentence, Span

#: The name of the place on an edition's page where its table of numbers stands.
NUMBERS = "numbers"
#: A table with more cells than these makes a page heavy.
_MANY = 150


@dataclass(frozen=True)
class Embed:
    """The code that sets the chart on another page: as a frame, as a picture; the address of the latest edition's."""

    frame: Sentence
    latest: Sentence
    picture: Sentence | None


@dataclass(frozen=True)
class Away:
    """What one can take away of a chart. Of `table` and `place` at most one says anything: a table that stands here,
    or a link to where the same numbers stand in one. `files` are the words and the links of the downloads.
    """

    table: ShownTable | None
    place: str
    files: tuple[tuple[str, str], ...]
    embed: Embed | None
    citation: Sentence
    bibtex: Sentence
    page: str
    link: Sentence


def under(taken: Taken, tables: Mapping[str, frozenset[str]]) -> Away:
    """What stands under one chart. `tables` are the figures of the page's tables, by the place of each."""
    chart, language, addresses = taken.chart, taken.language, taken.addresses
    place = _place(taken, tables)
    facts = (chart, taken.findings, taken.publication, language, addresses.page)
    edition = taken.findings.edition
    return Away(
        table=None if place else table_of(chart, language),
        place=place,
        files=tuple((form.upper(), ROOT + path) for path, _ in taken.files for form in [path.rpartition(".")[2]]),
        embed=_embed(taken) if taken.framed else None,
        citation=citation(*facts),
        bibtex=bibtex(*facts),
        page=f"{ROOT}{taken.prefix}{edition.address}#chart-{chart.name}",
        link=Sentence((Span(addresses.page, role="name"),)),
    )


def _embed(taken: Taken) -> Embed:
    chart, addresses, language = taken.chart, taken.addresses, taken.language
    latest = Span(addresses.latest, role="name")
    return Embed(
        frame_code(chart, addresses, frame_height(taken.drawing)),
        language.sentence("takeaway.latest", address=latest),
        picture_code(chart, addresses, taken.size) if taken.png is not None else None,
    )


def _place(taken: Taken, tables: Mapping[str, frozenset[str]]) -> str:
    """The link to where all of the chart's values stand in a table already; empty where none has them, or the chart
    is one. A table that is too long for the page stands on Explore.
    """
    chart, edition = taken.chart, taken.findings.edition
    own = values_of(chart)
    if is_table(chart) or not own:
        return ""
    here = next((f"#{place}" for place, shown in tables.items() if own <= shown), "")
    explored = edition.full and chart.kind in TABLED and cells_in(chart) > _MANY
    return here or (f"{ROOT}{taken.prefix}{edition.address}explore/#{chart.name}" if explored else "")


def tables_on_page(charts: Sequence[Chart], told: Collection[str], numbers: NumbersTable) -> dict[str, frozenset[str]]:
    """The figures of every table of a page, by the place of each: the charts that are tables, the table of numbers.

    `told` are the names of the charts that the page shows.
    """
    tables = {f"chart-{one.name}": values_of(one) for one in charts if is_table(one) and one.name in told}
    return {**tables, NUMBERS: figures_in([row.cells for row in numbers.rows])}

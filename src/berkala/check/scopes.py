"""What the pages of a publication may speak of: declared names, periods, moments, polarities, addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from berkala.check.areas import inside, place_pages
from berkala.check.arithmetic import period_of
from berkala.check.links import Addresses
from berkala.check.names import claimless_titles, declared_names
from berkala.check.pages import Scope
from berkala.check.published import Shelf
from berkala.check.vocabulary import Vocabulary
from berkala.periods import Period
from berkala.plan.cards import chosen
from berkala.plan.publication import DESIGN_PAGES
from berkala.plan.specifications import ChartSpec, Indicator
from berkala.words import language

if TYPE_CHECKING:
    from berkala.plan import Plan, Publication, Report
    from berkala.plan.calendar import Edition
    from berkala.render.bundle import Bundle


def scope_of(publication: Publication, editions: Iterable[Edition], shelf: Shelf, report: str | None = None) -> Scope:
    """The scope of an edition's pages, or (with no `report`) of the pages around all editions."""
    told = tuple(editions)
    codes = {figure.period for figure in shelf} | {edition.period.code for edition in told}
    codes |= set(_series(publication, told))
    reports = [publication.reports[report]] if report else list(publication.reports.values())
    codes |= {code for one in reports for code in _declared(publication, one)}
    releases = tuple(dict.fromkeys(edition.release for edition in told))
    return Scope(
        shelf=shelf,
        polarity={name: kind.polarity for one in reports for name, kind in one.spec.indicators.items()},
        names=declared_names(publication, report),
        phrases={code: _phrases(code, frozenset(codes), releases) for code in publication.settings.languages},
        years=frozenset(years(codes)) | {release.year for release in releases},
        pictures={key: names for one in reports for key, names in _pictures(publication, one)},
        site=publication.settings.site_url,
        titles=claimless_titles(publication),
    )


def _series(publication: Publication, editions: Iterable[Edition]) -> Iterator[str]:
    """Every period from the coverage's first to an edition's: one without data is named too, as one that lacks it."""
    last: dict[str, Period] = {}
    for edition in editions:
        last[edition.report] = max(edition.period, last.get(edition.report, edition.period))
    for report, period in last.items():
        spec = publication.datasets[publication.reports[report].spec.dataset].spec
        yield from (one.code for one in spec.series(spec.first, period, ()))


def _declared(publication: Publication, report: Report) -> Iterator[str]:
    """The periods and days that specifications name: when a target is for, how long a place has existed."""
    for indicator in report.spec.indicators.values():
        yield from _of_indicator(indicator)
    # One that cannot be read is told as such, and nothing is made of its report.
    datasets = publication.datasets_of(report)
    for coverage in (dataset.coverage for dataset in datasets if dataset.name != report.spec.dataset):
        yield from (code for code in (coverage.from_, coverage.until, *coverage.except_) if code)
    for field in (field for dataset in datasets for field in dataset.fields):
        spans = [category.span for category in field.categories if category.span]
        yield from (code for span in spans for code in (span.from_, span.until) if code)
    reviews = [edition.reviewed for edition in report.spec.editions.values() if edition.reviewed]
    yield from (review.on.isoformat() for review in reviews)


def _of_indicator(indicator: Indicator) -> Iterator[str]:
    if indicator.reference and indicator.reference.milestone:
        milestone = indicator.reference.milestone
        yield from (milestone.period, milestone.set_on.isoformat(), str(milestone.set_on.year))
    if indicator.achievement and indicator.achievement.baseline:
        yield indicator.achievement.baseline.period


def _pictures(publication: Publication, report: Report) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Of each chart and card the bounds of its own chart's shades: those of another one are no names there."""
    bounds = {name: tuple(_bounds(publication, report, chart)) for name, chart in report.spec.charts.items()}
    yield from ((f"{report.slug}/charts/{name}", told) for name, told in bounds.items())
    yield from ((f"{report.slug}/share/{name}", bounds[card.chart]) for name, card in chosen(report.spec).items())


def _bounds(publication: Publication, report: Report, chart: ChartSpec) -> Iterator[str]:
    """The bounds of a map's shades, as a chart's title says them: ``15%``."""
    unit = report.spec.indicators[chart.indicator].unit
    for code in publication.settings.languages:
        for step in chart.steps:
            decimals = max(0, -int(step.normalize().as_tuple().exponent))
            yield language(code).amount(step, unit, decimals)


def years(codes: Iterable[str]) -> Iterator[int]:
    """The years in which periods lie."""
    for code in codes:
        period = period_of(code)
        if period is not None:
            yield from (period.start.year, period.end.year)


def phrases_of(code: str, edition: Edition) -> Vocabulary:
    """The written forms of one edition's period and release."""
    return _phrases(code, frozenset({edition.period.code}), (edition.release,))


@lru_cache(maxsize=1024)
def _phrases(code: str, periods: frozenset[str], releases: tuple[datetime, ...]) -> Vocabulary:
    said = (_said(code, text) for text in periods)
    return Vocabulary.joined((*said, *(_released(code, release) for release in releases)))


@lru_cache(maxsize=1024)
def _released(code: str, release: datetime) -> Vocabulary:
    """The written forms of a release."""
    words = language(code)
    return Vocabulary.of((words.moment(release).text, words.day(release.date()).text, release.date().isoformat()))


@lru_cache(maxsize=8192)
def _said(code: str, text: str) -> Vocabulary:
    """A period's code and its written forms. A fiscal year's first month is not known here and does not show."""
    period = period_of(text)
    return Vocabulary.of((text, *(language(code).period_texts(period) if period is not None else ())))


def addresses_of(plan: Plan, bundles: Iterable[Bundle]) -> Addresses:
    """Every address that this run makes, and those of which an earlier run made the files."""
    publication = plan.publication
    editions = [*plan.due, *(item.edition for item in plan.published)]
    made = tuple(bundles)
    files = [path.removeprefix("public/") for b in made for path in b.files if path.startswith("public/")]
    pages = [page for edition in editions for page in _edition_pages(edition)]
    pages += [home + inside(name) for b in made for name in place_pages(b) for home in _homes(b.edition)]
    pages += [f"{path.partition('.')[0]}/" for path in publication.pages]
    pages += [f"{slug}/" for slug in _of_collection(publication)]
    pages += DESIGN_PAGES if publication.settings.design_page else ()
    pages += [page for edition in editions for page in _embeds(edition, publication.reports[edition.report])]
    for name in publication.datasets:
        pages += [f"data/{name}/", f"data/{name}/latest/"]
        pages += [path.rpartition("/")[0] + "/" for path in files if path.startswith(f"data/{name}/")]
        files += [_latest(path) for path in files if path.startswith(f"data/{name}/")]
    under = [item.edition.address for item in plan.published]
    under += [f"data/{name}/" for name in publication.datasets] if plan.published else []
    return Addresses.of(publication.settings.languages, pages, files, under)


def _of_collection(publication: Publication) -> Iterator[str]:
    """The pages of a collection: where all stand, each section, each indicator without data."""
    if publication.collection is not None:
        yield "status"
        yield from (section.name for section in publication.collection.sections)
        yield from (one.slug for one in publication.unreported.values())


def _edition_pages(edition: Edition) -> tuple[str, ...]:
    packs = ("share/", "explore/") if edition.full else ()
    return (f"{edition.slug}/", edition.address, *(edition.address + pack for pack in packs))


def _embeds(edition: Edition, report: Report) -> Iterator[str]:
    """The pages of single charts of an edition with its full pack, that others may frame."""
    for name in report.spec.charts if edition.full else ():
        yield from (edition.embed(name), edition.embed_latest(name))


def _homes(edition: Edition) -> tuple[str, str]:
    """Where the pages of an edition stand: its own address, and its report's for the latest."""
    return edition.address, f"{edition.slug}/"


def _latest(path: str) -> str:
    data, name, _, *rest = path.split("/")
    return "/".join((data, name, "latest", *rest))

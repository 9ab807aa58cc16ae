"""The pages of every report: bundles set in the frame, and their way to each other. What home tells of a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from markupsafe import Markup

from berkala.compose.corrections.telling import notes_of
from berkala.compose.frame import Frame, Head
from berkala.compose.index import Standing
from berkala.compose.metadata import about, notices, own_terms, pdf_of, report_data, shared_image
from berkala.compose.moments import when
from berkala.compose.naming import called, crumbs, crumbs_data, neighbours, number_beside, numbered, status_of, titled
from berkala.compose.ruler import NARROW, WIDE, ruler
from berkala.compose.search_entry import Found, Kind
from berkala.compose.shelf import Row, has_page, has_part
from berkala.periods import Period
from berkala.plan import Announced
from berkala.render.bundle import Bundle
from berkala.words import Language, Sentence, Span

Files = Iterator[tuple[str, bytes]]

#: How many moments of release home shows of the past, and how many releases to come.
PAST, COMING = 3, 3


@dataclass(frozen=True)
class Place:
    """Where an edition stands: its row, and its neighbours there."""

    row: Row
    position: int

    @property
    def bundle(self) -> Bundle:
        """The edition."""
        return self.row.bundles[self.position]

    @property
    def previous(self) -> Bundle | None:
        """The edition before it."""
        return self.row.bundles[self.position - 1] if self.position else None

    @property
    def following(self) -> Bundle | None:
        """The edition after it."""
        return self.row.bundles[self.position + 1] if self.old else None

    @property
    def old(self) -> bool:
        """Whether there is a newer edition."""
        return self.position + 1 < len(self.row.bundles)

    @property
    def around(self) -> list[Period]:
        """As many periods before and after it as a ruler may show."""
        near = self.row.bundles[max(0, self.position - WIDE.window) : self.position + WIDE.window + 1]
        return [bundle.edition.period for bundle in near]


def report_pages(frame: Frame, row: Row, language: Language) -> Files:
    """The report's own page (its latest edition) and every edition's pages, for good."""
    if not row.bundles:
        return
    places = [Place(row, position) for position in range(len(row.bundles))]
    yield _report_page(frame, places[-1], language)
    for place in places:
        yield _edition_page(frame, place, language)
        for page in ("explore", "share"):
            if has_page(place.bundle, page):
                yield _part_page(frame, place, page, language)


def _report_page(frame: Frame, place: Place, language: Language) -> tuple[str, bytes]:
    row, bundle = place.row, place.bundle
    head = replace(_edition_head(frame, place, language), canonical=bundle.edition.address, listed=False)
    standing = _standing(frame, row)
    title = numbered(standing.member, language) if standing else row.report.spec.title[language.code]
    found = _found(place, "indicator" if standing else "report", title, language.code)
    head = replace(head, title=page_title(frame, language, title), found=found)
    years = by_year(row.bundles, "", language)
    context = edition_context(frame, place, language)
    return frame.page("report.html", language, f"{bundle.edition.slug}/", head, **context, years=years)


def _found(place: Place, kind: Kind, title: str, code: str) -> Found:
    """A report is found by its main figure's name and by its summary too, as readers seldom know its title."""
    words = (str(about(place.bundle, "lead")["label"][code]), place.row.report.spec.summary[code])
    headline = str(about(place.bundle, "headline_text")[code])
    return Found(kind, title, about(place.bundle, "period_label")[code], names={title: words}, headline=headline)


def _edition_page(frame: Frame, place: Place, language: Language) -> tuple[str, bytes]:
    head = _edition_head(frame, place, language)
    head = replace(head, found=_older(place, language) if place.old else None)
    return frame.page(
        "edition.html", language, place.bundle.edition.address, head, **edition_context(frame, place, language)
    )


def _part_page(frame: Frame, place: Place, page: str, language: Language) -> tuple[str, bytes]:
    """The Share or the Explore page of an edition."""
    title, period = place.row.report.spec.title[language.code], language.period_text(place.bundle.edition.period)
    head = Head(
        page_title(frame, language, language.text(f"site.edition.{page}-title", title=title, period=period)),
        language.text(f"site.edition.{page}-description", title=title, period=period),
        kind="explore" if page == "explore" else "page",
        image=shared_image(place.bundle, language),
    )
    context = edition_context(frame, place, language)
    return frame.page("part.html", language, f"{place.bundle.edition.address}{page}/", head, **context, page=page)


def _edition_head(frame: Frame, place: Place, language: Language) -> Head:
    code, bundle, standing = language.code, place.bundle, _standing(frame, place.row)
    title, data = about(bundle, "title")[code], [report_data(frame, bundle, language)]
    if frame.index is not None and standing is not None:
        way = crumbs(frame, frame.index, language, standing.group)
        # What an edition was called then is not numbered after the title that the indicator has now.
        title = numbered(standing.member, language) if title == standing.member.told.spec.title[code] else title
        data.append(crumbs_data(frame, way, title, language))
    title = language.text("site.edition.title", title=title, period=about(bundle, "period_label")[code])
    return Head(
        page_title(frame, language, title),
        about(bundle, "description")[code],
        og_type="article",
        image=shared_image(bundle, language),
        data=data,
    )


def _older(place: Place, language: Language) -> Found:
    """An edition before the latest is found by what it is called and its main point, and only by who asks for it."""
    code, bundle = language.code, place.bundle
    period = str(about(bundle, "period_label")[code])
    headline = str(about(bundle, "headline_text")[code])
    text = f"{headline} {about(bundle, 'description')[code]}"
    return Found("report", about(bundle, "title")[code], period, text=text, headline=headline, older=True, listed=False)


def _standing(frame: Frame, row: Row) -> Standing | None:
    return frame.index.standings.get(row.report.file) if frame.index is not None else None


def edition_context(frame: Frame, place: Place, language: Language) -> dict[str, Any]:
    """What the templates of an edition's pages need: where it stands, and its neighbours."""
    row, bundle = place.row, place.bundle
    to_come = row.next.edition.period if row.next else None
    return {
        "bundle": bundle,
        "edition": bundle.edition,
        "about": bundle.about,
        "title": row.report.spec.title[language.code],
        "period": language.period(bundle.edition.period),
        "frequency": frequency(frame, row, language),
        "since": language.period_within(row.bundles[0].edition.period) if len(row.bundles) > 1 else None,
        "previous": _neighbour(place.previous, language, short=True),
        "following": _neighbour(place.following, language, short=True),
        "newest": _neighbour(row.latest, language) if place.old else None,
        "closed": row.closed,
        "coming": _coming(row, language),
        "waiting": [_waiting(one, language) for one in row.waiting],
        "next_release": expected_on(row, language, short=True),
        "rulers": [ruler(place.around, bundle.edition.period, to_come, language, form) for form in (WIDE, NARROW)],
        "explore": has_page(bundle, "explore"),
        "share": has_page(bundle, "share"),
        "pdf": pdf_of(bundle, language),
        "areas": has_page(bundle, "areas"),
        "notices": notices(bundle, language),
        "quoted": has_part(bundle, "metadata"),
        "member": _member(frame, row, language),
        "own_terms": own_terms(frame, bundle),
        "corrections": notes_of(frame.shelf.publication, bundle, language),
    }


def _coming(row: Row, language: Language) -> Sentence | None:
    """What is said of the next release: when it is, as far as that is announced."""
    if row.next is None:
        return None
    key = "provisional" if row.next.state == "provisional" else "dated"
    period = language.period(row.next.edition.period).capital()
    return language.sentence(f"page.next.{key}", period=period, moment=expected_on(row, language) or period)


def expected_on(row: Row, language: Language, *, short: bool = False) -> Sentence | None:
    """When the next release of a report is, as far as that is announced; `short` without the hour."""
    if row.next is None:
        return None
    release = row.next.edition.release
    if short and row.next.state == "confirmed":
        return language.day(release.date())
    return when(language, release, row.next.state)


def _waiting(one: Announced, language: Language) -> Sentence:
    """What is said of a release that is late, or was put off without a date."""
    period = language.period(one.edition.period)
    if one.state == "late":
        return language.sentence("page.next.late", period=period, moment=language.moment(one.edition.release))
    return language.sentence("page.next.put-off", period=period, reason=called(one.changes[-1].reason[language.code]))


def _member(frame: Frame, row: Row, language: Language) -> dict[str, Any] | None:
    """Where a report stands in the collection: the way down to it, its number and status, the indicators beside it."""
    index, standing = frame.index, _standing(frame, row)
    if index is None or standing is None:
        return None
    spec, group = row.report.spec, standing.group
    number = number_beside(standing.member, language)
    return {
        "crumbs": crumbs(frame, index, language, group),
        "number": called(number) if number else None,
        "title": called(spec.title[language.code]),
        "status": status_of(index, standing.member, language),
        "group": (group.address, called(titled(index, group, language))),
        "neighbours": neighbours(standing, language),
        # One edition, and none to come: a ruler with one tick, and a way to no other, say nothing.
        "alone": len(row.bundles) == 1 and not row.next,
    }


def _neighbour(bundle: Bundle | None, language: Language, *, short: bool = False) -> tuple[str, Sentence] | None:
    return (bundle.edition.address, language.period(bundle.edition.period, short=short)) if bundle else None


def page_title(frame: Frame, language: Language, title: str) -> str:
    """A page's title, with the agency's name."""
    return language.text("site.title", page=title, agency=frame.settings.agency.name[language.code])


def by_year(
    bundles: Sequence[Bundle], inside: str, language: Language
) -> list[tuple[Sentence, list[tuple[str, Sentence]]]]:
    """Editions by calendar year, the newest year first: each by its page at `inside`, and its period in short."""
    newest = sorted(bundles, key=lambda bundle: bundle.edition.period, reverse=True)
    years = groupby(newest, key=lambda bundle: bundle.edition.period.start.year)
    return [
        (
            Sentence((Span(f"{year:04d}", time=f"{year:04d}"),)),
            [(one.edition.address + inside, short_label(one.edition.period, language)) for one in reversed([*same])],
        )
        for year, same in years
    ]


def short_label(period: Period, language: Language) -> Sentence:
    """A period under the heading of its year: a month by its name alone, any other in full."""
    if period.frequency != "month":
        return language.period(period, short=True)
    return Sentence((Span(language.month(period.start.month, short=True), time=period.code),))


def card_of(frame: Frame, row: Row, language: Language) -> dict[str, Any]:
    """A report's latest release as home shows it."""
    bundle, code = row.latest, language.code
    lead = about(bundle, "lead")
    return {
        "address": bundle.edition.address,
        "title": row.report.spec.title[code],
        "period": language.period(bundle.edition.period),
        "moment": language.moment(bundle.edition.release),
        "day": language.day(bundle.edition.release.date()),
        "headline": Markup(about(bundle, "headline")[code]),
        "label": lead["label"][code],
        "number": Markup(lead["html"][code]),
        "verdict": lead["verdict"][code] if lead["verdict"] else "",
        "mark": lead["mark"],
        "reference": Markup(lead["reference"][code]) if lead["reference"] else "",
        "change": Markup(lead["change"][code]) if lead.get("change") else "",
        "notices": notices(bundle, language),
        "dataset": row.report.spec.dataset,
    }


def frequency(frame: Frame, row: Row, language: Language) -> str:
    """How often the report appears; of a survey, in which months: "every March and September"."""
    dataset = frame.shelf.publication.datasets.get(row.report.spec.dataset)
    months = dataset.spec.coverage.months if dataset else ()
    if not months:
        return language.text(f"site.frequency.{row.report.spec.frequency}")
    names = [language.month(month) for month in months]
    return language.text("site.frequency.survey", months=language.list(names))


def listed(frame: Frame, row: Row, language: Language) -> dict[str, Any]:
    """A report as home lists it."""
    spec = row.report.spec
    return {
        "address": f"{row.report.slug}/",
        "title": spec.title[language.code],
        "summary": spec.summary[language.code],
        "frequency": frequency(frame, row, language),
        "count": len(row.bundles),
        "next": expected_on(row, language),
        "next_period": language.period(row.next.edition.period) if row.next else None,
    }

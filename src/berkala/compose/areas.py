"""The pages of places: each for good under its edition, and the latest one of each under its report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from berkala.compose.frame import Frame, Head
from berkala.compose.metadata import about, image_beside
from berkala.compose.pages import Place, edition_context, page_title
from berkala.compose.search_entry import Found, other_names
from berkala.compose.shelf import Row, has_page
from berkala.render.bundle import Bundle
from berkala.words import Language

Files = Iterator[tuple[str, bytes]]

#: The list of all places of an edition.
INDEX = "areas"


def area_pages(frame: Frame, row: Row, language: Language) -> Files:
    """Every place's page of every edition, for good, and each place's newest one under the report."""
    newest: dict[str, int] = {}
    for position, bundle in enumerate(row.bundles):
        place = Place(row, position)
        for name in pages_of(bundle):
            newest[name] = position
            yield _page(frame, place, name, language, bundle.edition.address)
    for name, position in newest.items():
        yield _page(frame, Place(row, position), name, language, f"{row.report.slug}/")


def pages_of(bundle: Bundle) -> tuple[str, ...]:
    """The list of places and each place's page, as they are named among an edition's pages; the list first."""
    told = about(bundle, INDEX) if INDEX in bundle.about else {}
    return (INDEX, *(f"area-{name}" for name in told)) if told else ()


def address_of(name: str) -> str:
    """Where a page of places stands under its edition or its report."""
    return f"{INDEX}/" if name == INDEX else f"{INDEX}/{name.removeprefix('area-')}/"


def _page(frame: Frame, place: Place, name: str, language: Language, home: str) -> tuple[str, bytes]:
    """One page. The one under the report is an edition's, and the edition's is the address for good."""
    bundle = place.bundle
    head, title = _head(frame, place, name, language)
    if home != bundle.edition.address:
        found = _found(frame, place, name, language)
        head = replace(head, canonical=bundle.edition.address + address_of(name), listed=False, found=found)
    context = edition_context(frame, place, language)
    context |= {"newest": _newest(place, name, language), "fragment_name": name, "area": title, "index": INDEX}
    context |= {"everywhere": _everywhere(frame, place, name)}
    return frame.page("area.html", language, home + address_of(name), head, **context)


def _everywhere(frame: Frame, place: Place, name: str) -> str | None:
    """The page of the place in all reports, where there is more than one."""
    spot = frame.places.of(place.row.report.name, name.removeprefix("area-"))
    return spot.address if spot is not None and len(spot.tellings) > 1 else None


def _newest(place: Place, name: str, language: Language) -> tuple[str, Any] | None:
    """The same place in the newest edition, or that edition itself where the place has no page there."""
    if not place.old:
        return None
    latest = place.row.latest
    inside = address_of(name) if has_page(latest, name) else ""
    return latest.edition.address + inside, language.period(latest.edition.period)


def _head(frame: Frame, place: Place, name: str, language: Language) -> tuple[Head, str]:
    """What the page says of itself, and the place's name (none for the list)."""
    code, bundle = language.code, place.bundle
    title, period = about(bundle, "title")[code], about(bundle, "period_label")[code]
    if name == INDEX:
        full = language.text("site.area.index", title=title, period=period)
        description = language.text("areas.description", title=title, period=period)
        return Head(page_title(frame, language, full), description, image=image_beside(bundle, language)), ""
    told = about(bundle, INDEX)[name.removeprefix("area-")]
    label = told["title"][code]
    full = language.text("site.area.title", area=label, title=title, period=period)
    image = image_beside(bundle, language)
    return Head(page_title(frame, language, full), told["description"][code], og_type="article", image=image), label


def _found(frame: Frame, place: Place, name: str, language: Language) -> Found:
    """A place is found by its name first, then by what the report tells of it."""
    code, bundle = language.code, place.bundle
    title, period = about(bundle, "title")[code], about(bundle, "period_label")[code]
    if name == INDEX:
        return Found("places", language.text("search.places", title=title), period)
    told = about(bundle, INDEX)[name.removeprefix("area-")]
    label = told["title"][code]
    detail = language.text("site.edition.title", title=title, period=period)
    # The description of a place with a value shows it.
    last = not told["figures"][code] or _ended(frame, place, label, code)
    return Found("area", label, detail, names=_names(frame, place, code), last=last, listed=False)


def _ended(frame: Frame, place: Place, label: str, code: str) -> bool:
    """Whether the place's series was over before the edition that tells of it."""
    dataset = frame.shelf.publication.datasets.get(place.row.report.spec.dataset)
    if dataset is None:
        return False
    kinds = (field for field in dataset.spec.with_role("dimension") if field.concept == "area")
    spans = (one.span for field in kinds for one in field.categories if one.label[code] == label)
    untils = (dataset.spec.period(span.until) for span in spans if span is not None and span.until)
    return any(until < place.bundle.edition.period for until in untils)


def _names(frame: Frame, place: Place, code: str) -> dict[str, tuple[str, ...]]:
    """The other names of places, by the names that they have on their pages."""
    dataset = frame.shelf.publication.datasets.get(place.row.report.spec.dataset)
    fields = dataset.spec.with_role("dimension") if dataset else ()
    return other_names((one for field in fields if field.concept == "area" for one in field.categories), code)

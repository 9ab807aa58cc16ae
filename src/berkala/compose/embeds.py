"""The pages of single charts that others may frame: each edition's for good, and the latest one of each chart."""

from __future__ import annotations

from collections.abc import Iterator

from berkala.compose.frame import Frame, Head
from berkala.compose.metadata import about, notices
from berkala.compose.pages import Place, page_title
from berkala.compose.shelf import Row
from berkala.render.bundle import Bundle
from berkala.words import Language

Files = Iterator[tuple[str, bytes]]

#: What such a page is called among an edition's pages, and behind it the chart (`render.takeaways`).
_EMBED = "embed-"


def embed_pages(frame: Frame, row: Row, language: Language) -> Files:
    """Every chart of every edition that has pages for frames, for good, and of each chart the newest one.

    An address that others have in their pages stays: a chart that a report has no more is shown as it was last.
    """
    newest: dict[str, Place] = {}
    for position, bundle in enumerate(row.bundles):
        place = Place(row, position)
        for chart in charts_of(bundle):
            newest[chart] = place
            yield _page(frame, place, chart, language, bundle.edition.embed(chart))
    for chart, place in newest.items():
        yield _page(frame, place, chart, language, place.bundle.edition.embed_latest(chart))


def charts_of(bundle: Bundle) -> tuple[str, ...]:
    """The charts of an edition that have a page for frames."""
    pages = (str(page) for page in bundle.about["pages"])
    return tuple(page.removeprefix(_EMBED) for page in pages if page.startswith(_EMBED))


def _page(frame: Frame, place: Place, chart: str, language: Language, address: str) -> tuple[str, bytes]:
    """One page. The edition's own page stands for it: nobody shall find a chart without what is around it."""
    bundle, latest = place.bundle, place.row.latest
    title = place.row.report.spec.title[language.code]
    said = language.text("takeaway.title", title=title, period=about(bundle, "period_label")[language.code])
    head = Head(
        page_title(frame, language, said),
        about(bundle, "description")[language.code],
        canonical=bundle.edition.address,
        kind="embed",
        listed=False,
    )
    return frame.page(
        "embed.html",
        language,
        address,
        head,
        bundle=bundle,
        part=_EMBED + chart,
        newest=(latest.edition.address, language.period(latest.edition.period)) if place.old else None,
        notices=notices(bundle, language),
    )

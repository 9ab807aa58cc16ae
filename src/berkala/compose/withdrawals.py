"""What stands where a withdrawn edition stood: that it is, since when, and why. An address never just vanishes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from berkala.compose.frame import Frame, Head
from berkala.compose.naming import called
from berkala.compose.shelf import Row
from berkala.plan.withdrawing import Withdrawn
from berkala.words import Language


def withdrawal_pages(frame: Frame, row: Row, language: Language) -> Iterator[tuple[str, bytes]]:
    """A page for each withdrawn edition of a report; where no other is public, at the report's own address too."""
    own = [one for one in frame.shelf.withdrawn if one.edition.report == row.report.name]
    for one in own:
        yield _page(frame, row, one, one.edition.address, language)
    if own and not row.bundles:
        newest = max(own, key=lambda one: one.edition.period)
        yield _page(frame, row, newest, f"{row.report.slug}/", language)


def _page(frame: Frame, row: Row, one: Withdrawn, address: str, language: Language) -> tuple[str, bytes]:
    title = language.text("corrections.withdrawn-of", title=_name(row, one, language))
    head = Head(
        language.text("site.title", page=title, agency=frame.settings.agency.name[language.code]),
        one.said.why[language.code],
        canonical=one.edition.address,
        listed=False,
    )
    newest = (row.latest.edition.address, language.period(row.latest.edition.period)) if row.bundles else None
    context = told(one, row, language) | {"newest": newest}
    return frame.page("withdrawn.html", language, address, head, **context)


def told(one: Withdrawn, row: Row, language: Language) -> dict[str, Any]:
    """What is said of a withdrawal, also in the register."""
    return {
        "page": one.edition.address,
        "heading": called(row.report.spec.title[language.code]),
        "period": language.period(one.edition.period),
        "decided": language.moment(one.decided),
        "why": called(one.said.why[language.code]),
    }


def _name(row: Row, one: Withdrawn, language: Language) -> str:
    title, period = row.report.spec.title[language.code], language.period_text(one.edition.period)
    return language.text("site.edition.title", title=title, period=period)

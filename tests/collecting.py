"""A small collection, built whole, and a larger one that is only planned, for tests of its pages."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from berkala.compose.shelf import Row, Shelf, shelve
from berkala.plan import Publication, announced, read_publication
from berkala.plan.calendar import scheduled
from berkala.render.bundle import Bundle
from publications import REPOSITORY

CASE = Path(__file__).parent / "cases/collection/in"
NOW = "2024-05-20T12:00"


def copied(to: Path) -> Path:
    """A copy of the golden case with this repository's templates."""
    shutil.copytree(CASE, to)
    shutil.copytree(REPOSITORY / "templates", to / "templates")
    (to / "site").mkdir()
    return to


def many(to: Path, number: int, until: str = ", until: 2023") -> Publication:
    """The same with one of its reports so many times, all released at one moment; read, with no templates."""
    shutil.copytree(CASE, to)
    text = (to / "reports/apprentices.md").read_text(encoding="utf-8")
    data = to / "datasets/apprentices/dataset.yml"
    data.write_text(data.read_text(encoding="utf-8").replace(", until: 2023", until), encoding="utf-8")
    for place in range(2, number + 1):
        again = text.replace('"2.1"', f'"2.{place}"')
        (to / f"reports/apprentices-{place}.md").write_text(again, encoding="utf-8")
        (to / f"reports/apprentices-{place}.id.md").write_text("", encoding="utf-8")
    found, problems = read_publication(to)
    assert found is not None, problems
    assert problems == ()
    return found


def shelf_of(publication: Publication) -> Shelf:
    """Its shelf with an empty bundle for every edition that is out."""
    now = datetime.fromisoformat(NOW).replace(tzinfo=UTC)
    editions = [edition for report in publication.reports.values() for edition in scheduled(publication, report, now)]
    bundles = {edition.name: Bundle(edition, {}, {}, "") for edition in editions}
    return shelve(publication, bundles, announced(publication, bundles, now))


def without(shelf: Shelf, report: str) -> Shelf:
    """The same before a report was first released."""
    rows = tuple(Row(row.report, (), row.announced) if row.report.name == report else row for row in shelf.rows)
    return replace(shelf, rows=rows)

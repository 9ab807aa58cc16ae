"""Who has to see to something, where the settings say it."""

from __future__ import annotations

from berkala.errors import Problem
from berkala.overview.model import Phrase, Said
from berkala.plan import Publication

#: Whoever types the commands: the settings do not name them.
PUBLISHER = Phrase("publisher")


def owner_of_report(publication: Publication, name: str) -> Said:
    """Who answers for the figures of a report: a person, or else the desk."""
    report = publication.reports.get(name)
    contact = publication.settings.contact.of(report.spec.contact if report else None)
    return contact.person.name if contact.person else contact.name


def owners_of_problem(publication: Publication, problem: Problem) -> tuple[Said, ...]:
    """Whoever answers for the file that a problem stands in; for settings, whoever publishes."""
    names = reports_of_file(publication, problem.file or "")
    found = [owner_of_report(publication, name) for name in names]
    return tuple(one for place, one in enumerate(found) if one not in found[:place]) or (PUBLISHER,)


def reports_of_file(publication: Publication, file: str) -> tuple[str, ...]:
    """The reports that a file belongs to: its own, those of its dataset, or that whose edition it is in."""
    folder, _, rest = file.partition("/")
    if folder == "reports":
        return tuple(name for name in publication.reports if rest.split(".")[0] == name)
    if folder == "datasets":
        dataset = rest.split("/")[0]
        using = publication.reports.items()
        return tuple(name for name, one in using if dataset in (spec.name for spec in publication.datasets_of(one)))
    return tuple(name for name, one in publication.reports.items() if one.slug == folder)

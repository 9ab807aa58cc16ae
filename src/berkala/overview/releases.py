"""What is to be released next, and which reports have come to their end."""

from __future__ import annotations

from collections.abc import Iterator

from berkala.overview.model import Coming
from berkala.plan import Announced, Plan

_DATED = ("confirmed", "provisional")


def coming(planned: Plan) -> tuple[Coming, ...]:
    """Every release that the calendar announces and that is still to come, the next one first."""
    ahead = (one for one in planned.calendar if one.state in _DATED or not one.dated)
    found = [_coming(planned, one) for one in ahead if one.state != "cancelled"]
    return tuple(sorted(found, key=lambda one: (one.moment is None, one.moment or planned.request.as_of, one.edition)))


def ended(planned: Plan) -> tuple[str, ...]:
    """The reports without another release."""
    going = {one.edition.report for one in planned.calendar} | {edition.report for edition in planned.due}
    return tuple(name for name in _readable(planned) if name not in going)


def _readable(planned: Plan) -> Iterator[str]:
    """The reports whose dataset can be read: of the others nothing is known, and a problem tells why."""
    for report in planned.publication.reports.values():
        if report.spec.dataset in planned.publication.datasets:
            yield report.name


def _coming(planned: Plan, one: Announced) -> Coming:
    edition, zone = one.edition, planned.publication.settings.zone
    moment = edition.release.astimezone(zone) if one.dated else None
    days = (moment.date() - planned.request.as_of.astimezone(zone).date()).days if moment else 0
    title = planned.publication.reports[edition.report].spec.title
    return Coming(edition.name, title, edition.period, one.state, moment, days)

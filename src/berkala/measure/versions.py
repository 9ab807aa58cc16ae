"""What the version of a dataset is called in an edition: its address, where no other content may ever stand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from berkala.measure.rows import Rows
from berkala.periods import Period
from berkala.plan import Edition, Plan
from berkala.protect.tables import SafeTable


def version(plan: Plan, edition: Edition, table: SafeTable, rows: Rows) -> str:
    """The code of the last period that the table tells; of a table of references, sometimes the edition's own.

    A standard that stands for years has one version in all of them. It is the edition's own where the table holds a
    target for a later period, beside which new rows come, or where a published edition has told that version from a
    file that has been changed since: its content may be another.
    """
    last = _last(rows, edition.period.end)
    ahead = any(not begun(edition.period.end, period) for period in rows)
    return edition.period.code if last is None or ahead or _told_otherwise(plan, table, rows, last) else last.code


def begun(day: date, period: Period) -> bool:
    """Whether a period has begun on a day."""
    return period.start <= day


def _last(periods: Iterable[Period], day: date) -> Period | None:
    return max((period for period in periods if begun(day, period)), default=None)


def _told_otherwise(plan: Plan, table: SafeTable, rows: Rows, last: Period) -> bool:
    """Whether a published edition told the same version from another file."""
    name = table.spec.name
    return any(
        item.sources.get(name, table.sha256) != table.sha256 and _last(rows, item.edition.period.end) == last
        for item in plan.published
    )

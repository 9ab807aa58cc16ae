"""plan: specifications, calendar and receipts → the editions that are due.

Reads front matter and descriptors into frozen, typed specifications and works out what is due. Touches neither
the network nor the clock nor pandas: a run with nothing to do ends here, in milliseconds.
"""

from __future__ import annotations

from berkala.plan.announcing import Announced, announced
from berkala.plan.calendar import Edition, expected, first_period, following, next_release, scheduled
from berkala.plan.changes import Change
from berkala.plan.due import Plan, Request, plan
from berkala.plan.reading import Dataset, Publication, Report, Story, Unreported, read_publication
from berkala.plan.receipted import Receipted

__all__ = [
    "Announced",
    "Change",
    "Dataset",
    "Edition",
    "Plan",
    "Publication",
    "Receipted",
    "Report",
    "Request",
    "Story",
    "Unreported",
    "announced",
    "expected",
    "first_period",
    "following",
    "next_release",
    "plan",
    "read_publication",
    "scheduled",
]

"""Who had a release before its moment, beside the release: in the calendar's page and in its JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from berkala.compose.frame import Frame
from berkala.compose.moments import PUBLISHED, Moment
from berkala.plan import Edition
from berkala.plan.pre_release import Access

Told = tuple[Access, ...]


def beforehand(frame: Frame, edition: Edition) -> Told | None:
    """Who had an edition that is public; nobody where the list was kept and is empty; None where none was kept."""
    found = frame.shelf.access.get(edition.name, ())
    kept = frame.settings.pre_release is not None and frame.settings.pre_release.covers(edition.release)
    return found if found or kept else None


def beforehand_of(frame: Frame, moment: Moment) -> list[tuple[Edition, Told]]:
    """The editions of a moment of which it is told, each with who had it. Of many together, those that somebody had."""
    told = [(edition, beforehand(frame, edition)) for edition in moment.editions]
    alone = len(told) == 1
    return [(edition, people) for edition, people in told if people is not None and (people or alone)]


def as_json(frame: Frame, moment: Moment, edition: Edition) -> Mapping[str, Any]:
    """The same for programs: nothing of what is not public, and nothing where no list was kept."""
    people = beforehand(frame, edition) if moment.state == PUBLISHED else None
    if people is None:
        return {}
    codes = [language.code for language in frame.languages]
    return {
        "pre_release": [
            {
                "name": one.name,
                "office": {code: one.office[code] for code in codes if code in one.office},
                "why": {code: one.why[code] for code in codes if code in one.why} or None,
                "from": one.since.astimezone(frame.settings.zone).isoformat(),
            }
            for one in people
        ]
    }

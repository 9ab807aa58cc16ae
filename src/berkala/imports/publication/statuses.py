"""The reporting statuses of a collection: what each is called, and by which name files and addresses know it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from berkala.imports.open_sdg.collection import Indicator
from berkala.imports.open_sdg.markup import plain
from berkala.imports.publication.words import Said, Words
from berkala.plan.naming import Naming

#: The statuses that Open SDG's own documentation names, in the order in which it lists them.
KNOWN = ("complete", "inprogress", "notstarted", "notavailable", "notapplicable")


def status_names(indicators: Iterable[Indicator]) -> Mapping[str, str]:
    """Each status that an indicator has, and its name: in that order, the office's own behind those that are known."""
    there = dict.fromkeys(one.status for one in indicators if one.status)
    naming = Naming("status")
    ordered = sorted(there, key=lambda one: (KNOWN.index(one) if one in KNOWN else len(KNOWN), one))
    return {status: naming.name([plain(status)[0]]) for status in ordered}


def status_settings(indicators: Iterable[Indicator], words: Words) -> Iterator[dict[str, Any]]:
    """What the publication's settings say of each status; one with data is told to be reported."""
    listed = list(indicators)
    reported = {one.status for one in listed if one.observations}
    for status, name in status_names(listed).items():
        yield {
            "name": name,
            "label": _label(status, words),
            **({"reported": True} if status in reported else {}),
        }


def _label(status: str, words: Words) -> Said:
    if status in KNOWN:
        return words.own(f"imports.status.{status}")
    said = plain(status)[0] or status
    return dict.fromkeys(words.languages, said[:1].upper() + said[1:])

"""The whole overview, out of a plan, the ledger and what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from berkala.errors import Problem
from berkala.fetch import unasked
from berkala.ledger import Ledger
from berkala.overview.changes import changes, month_before
from berkala.overview.model import Overview, Phrase, Up
from berkala.overview.oddities import oddities
from berkala.overview.releases import coming, ended
from berkala.overview.tasks import Blocks, is_current, tasks
from berkala.plan import Plan
from berkala.plan.seeing import SEEN, newest_look
from berkala.service.health import FILE, health_of


def gather(planned: Plan, problems: Sequence[Problem], now: datetime, code: str, inside: str = "") -> Overview:
    """All that there is to say at the clock of a plan. `now` is the machine's, by which the service counts as up.

    `code` is the language of staff in which the service's troubles are said, `inside` what commands need to be about
    this publication.
    """
    publication = planned.publication
    as_of = planned.request.as_of.astimezone(publication.settings.zone)
    ledger = Ledger(publication.state / "ledger.sqlite3")
    told, troubles = health_of(publication.state / FILE, now, code)
    is_up = not any(one.code in ("service.never", "service.down") for one in troubles)
    restated = [one for one in problems if one.code == "fetch.restated"]
    blocks = Blocks(planned, ledger, inside)
    return Overview(
        as_of=as_of,
        languages=publication.settings.languages,
        agency=publication.settings.agency.name,
        current=is_current(planned),
        editions=len(planned.before),
        reports=len({item.edition.report for item in planned.before}),
        up=_up(planned, told) if is_up else None,
        coming=coming(planned),
        ended=ended(planned),
        tasks=tasks(blocks, problems, troubles, is_up),
        since=month_before(as_of.date()),
        changes=changes(planned, ledger, restated),
        odd=oddities(planned, ledger),
        unasked=unasked(planned),
        seen=_seen(planned, ledger),
    )


def _seen(planned: Plan, ledger: Ledger) -> Phrase | None:
    """What the last look from outside found, where the public reads the channel; a bad one is a task."""
    address = planned.publication.settings.channels[planned.request.channel].address
    if address is None or not planned.site:
        return None
    look = newest_look(ledger, planned.request.channel, planned.site)
    if look is None:
        return Phrase("seen-never", {"address": address})
    moment = datetime.fromisoformat(look.at).astimezone(planned.publication.settings.zone)
    return Phrase("seen-since", {"address": address, "moment": moment}) if look.kind == SEEN else None


def _up(planned: Plan, told: dict[str, Any]) -> Up:
    zone = planned.publication.settings.zone
    looked, following = (
        told[name] and datetime.fromisoformat(told[name]).astimezone(zone) for name in ("looked", "next")
    )
    return Up(looked, following)

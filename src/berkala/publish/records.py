"""Whether this machine has the records of what is public: without them nothing is sent, and nothing made in vain."""

from __future__ import annotations

from berkala.errors import BerkalaError, SourceProblems
from berkala.ledger import FILE, Ledger
from berkala.plan import Plan, Publication
from berkala.plan.lost import lost_state
from berkala.plan.standing import Standing
from berkala.publish.backup import refuse_behind_store
from berkala.publish.plugs import site_target


def refuse_lost(planned: Plan) -> None:
    """Raise SourceProblems before anything is made, where it can be told already that nothing may be sent.

    The store is asked; and where this machine has never sent anything to the channel, so is the channel, as nothing
    should stand there yet. What else is wrong with either is told later, with all that may be wrong besides.
    """
    publication, channel = planned.publication, planned.request.channel
    refuse_behind_store(publication)
    ledger = Ledger(publication.state / FILE)
    if ledger.sent().get(channel):
        return
    try:
        seen = site_target(publication, channel).look()
    except (BerkalaError, OSError):
        return
    refuse_unknown(publication, channel, ledger, seen)


def refuse_unknown(publication: Publication, channel: str, ledger: Ledger, seen: Standing) -> None:
    """Raise SourceProblems where something stands at the channel that this ledger knows nothing of."""
    found = tuple(lost_state(publication, channel, ledger, seen))
    if found:
        raise SourceProblems(found)

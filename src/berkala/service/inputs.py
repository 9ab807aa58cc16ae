"""What a release is made from, as far as it stands on this machine: has anything changed since?"""

from __future__ import annotations

import hashlib

from berkala.fetch import near_content
from berkala.ledger import Ledger
from berkala.plan import Plan
from berkala.publish.approvals import APPROVED, WITHDRAWN


def inputs_of(planned: Plan) -> str:
    """The frame of a plan, what is due, the content of every dataset that it needs and that is at hand, and approvals.

    What stands on the network is not asked: it is read when a release is made ready, and what was read then is
    published.
    """
    approvals = Ledger(planned.publication.state / "ledger.sqlite3").events(APPROVED, WITHDRAWN)
    told = [planned.around, *(edition.name for edition in planned.due), *near_content(planned), str(len(approvals))]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()

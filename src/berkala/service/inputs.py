"""What a release is made from, as far as it stands on this machine: has anything changed since?"""

from __future__ import annotations

import hashlib

from berkala.fetch import near_content
from berkala.plan import Plan


def inputs_of(planned: Plan) -> str:
    """The frame of a plan, what is due, and the content of every dataset that it needs and that is at hand.

    What stands on the network is not asked: it is read when a release is made ready, and what was read then is
    published.
    """
    told = [planned.frame, *(edition.name for edition in planned.due), *near_content(planned)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()

"""check: `Bundles` → `Verdict`. Reads what the public would read and lists every problem; fixes nothing.

`check` reads each bundle before it is set in the site's frame, `check_tree` the whole staged site after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from berkala.check.editions import Setting, check_bundle
from berkala.check.tree import check_tree
from berkala.check.verdict import Verdict

if TYPE_CHECKING:  # the types alone: this room needs nothing of what made them
    from berkala.errors import Problem
    from berkala.render.bundle import Bundles

__all__ = ["Verdict", "check", "check_tree"]


def check(bundles: Bundles) -> Verdict:
    """Every problem of every edition, after those that were found before."""
    setting = Setting.of(bundles.plan, bundles.bundles)
    found = [problem for bundle in bundles.bundles for problem in check_bundle(bundle, setting)]
    return Verdict(bundles.plan, bundles.bundles, (*bundles.problems, *found, *_unusual(bundles)))


def _unusual(bundles: Bundles) -> tuple[Problem, ...]:
    """What is unusual in the tables behind the editions. Who only reads bundles loads nothing of what that needs."""
    from berkala.check.unusual.asking import questions

    return questions(bundles.plan, bundles.tables)

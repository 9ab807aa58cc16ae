"""What the figures of an edition are worth: outcomes, improvements, progress, uncertainty, ranks, streaks, roll-ups.

Everything here is worked out from figures that stand on the sheet already, by formulas of its own.
"""

from __future__ import annotations

from berkala.measure.achievements import FORMULAS_OF_ACHIEVEMENTS, outcomes
from berkala.measure.declared import FORMULAS_OF_DECLARED
from berkala.measure.formulas import Formula
from berkala.measure.improvements import FORMULAS_OF_IMPROVEMENTS, improvements
from berkala.measure.progress import progress
from berkala.measure.progress_formulas import FORMULAS_OF_PROGRESS
from berkala.measure.rankings import FORMULAS_OF_RANKINGS, rank
from berkala.measure.rollup import FORMULAS_OF_ROLLUP, roll_up
from berkala.measure.runs import FORMULAS_OF_RUNS, run
from berkala.measure.tally import count_objectives, count_outcomes
from berkala.measure.uncertainty import FORMULAS_OF_UNCERTAINTY, uncertainty
from berkala.measure.work import Work

#: The formulas of this part, joined to the others in `named.py`.
FORMULAS_OF_JUDGING: tuple[Formula, ...] = (
    *FORMULAS_OF_DECLARED,
    *FORMULAS_OF_ACHIEVEMENTS,
    *FORMULAS_OF_IMPROVEMENTS,
    *FORMULAS_OF_PROGRESS,
    *FORMULAS_OF_UNCERTAINTY,
    *FORMULAS_OF_RANKINGS,
    *FORMULAS_OF_RUNS,
    *FORMULAS_OF_ROLLUP,
)


def judge(work: Work) -> None:
    """Put every figure of this part on the sheet, when all values, gaps and changes stand there."""
    for name, indicator in work.report.indicators.items():
        uncertainty(work, name, indicator)  # first: ranks and directions ask how sure a value is
        outcomes(work, name, indicator)
        improvements(work, name, indicator)
        progress(work, name)
        rank(work, name, indicator)
    count_outcomes(work)
    count_objectives(work)
    run(work)
    roll_up(work)

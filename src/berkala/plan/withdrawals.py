"""What ``reports/withdrawals.yml`` may say: editions that were public and are not any more, and why.

A wrong value is corrected. An edition is withdrawn where nothing of it may stand: it should not have appeared, or what
it rests on does not hold.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from berkala.plan.answers import Said, not_blank
from berkala.plan.forms import Moment, Specification, Text

#: The name of the file, among the reports.
WITHDRAWALS_FILE = "withdrawals.yml"


class Withdrawal(Specification):
    """One edition that is withdrawn (``report@period``): decided when, by whom, and what the public is told."""

    edition: Said
    decided: Moment
    who: Annotated[Said, BeforeValidator(not_blank)]
    why: Annotated[Text, BeforeValidator(not_blank)]


class WithdrawalsSpec(Specification):
    """All withdrawn editions."""

    withdrawals: tuple[Withdrawal, ...]

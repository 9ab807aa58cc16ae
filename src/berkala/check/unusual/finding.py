"""One thing that is unusual in a table: where it stands, what was expected, and how far it is from that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

#: Everything that may be found, by the end of its code.
KINDS = (
    *(
        f"{kind}-{way}"
        for kind in ("slip", "outlier", "certain", "spike", "together", "column")
        for way in ("larger", "smaller")
    ),
    *("columns-exchanged", "rows-exchanged"),
    *("repeated", "repeated-column", "certain-repeated", "certain-repeated-column"),
    *("skipped", "other-year", "twice"),
    *("places-missing", "places-new"),
    *("restated", "period-gone", "period-added"),
)


@dataclass(frozen=True)
class Finding:
    """What a person is asked, or told.

    `kind` is the end of its code (``check.unusual-<kind>``). `key` names the row, or of a finding about a whole period
    the period alone; `row` is the row of the source. `value` is what stands there, as text: an answer binds to it.
    """

    kind: str
    key: Mapping[str, str]
    column: str
    value: str
    row: int | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    severity: Literal["error", "question"] = "question"

    @property
    def code(self) -> str:
        """The code of the problem that it is."""
        return f"check.unusual-{self.kind}"

"""What an edition published, with the values that are corrected as they are now, and nothing else changed.

A correction mends an error where it was published. What else the source revises meanwhile belongs to the editions to
come, so a corrected edition is made from its own file in the kept bundle and never from the whole of the new data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from berkala.errors import Problem
from berkala.plan import Plan
from berkala.plan.corrections import CORRECTIONS_FILE, Correction, WrongCell
from berkala.plan.reissues import Reissue
from berkala.plan.specifications import DatasetSpec
from berkala.protect.keyed import Key, keys_of, rows_by_key, said_at, same
from berkala.protect.published import published_file, published_frame
from berkala.protect.tables import SafeTable, Vintage

#: The letter of a value that protection hides.
_HIDDEN = "c"


def vintages(plan: Plan, safe: Mapping[str, SafeTable]) -> tuple[Mapping[str, Vintage], tuple[Problem, ...]]:
    """The vintage of every edition that is made again, by its name, and what is wrong with the corrections.

    A vintage without tables is that of an edition that published none of the wrong values: it stays as it is.
    """
    made: dict[str, Vintage] = {}
    problems: list[Problem] = []
    for name, reissue in plan.reissues.items():
        vintage, found = _vintage(plan, reissue, safe)
        problems += (problem for problem in found if problem not in problems)
        if vintage is not None:
            made[name] = vintage
    return made, tuple(problems or _never_published(plan, made))


def _vintage(plan: Plan, reissue: Reissue, safe: Mapping[str, SafeTable]) -> tuple[Vintage | None, tuple[Problem, ...]]:
    tables: dict[str, SafeTable] = {}
    versions: dict[str, str] = {}
    problems: list[Problem] = []
    changed: list[str] = []
    report = plan.publication.reports[reissue.public.edition.report]
    for spec in plan.publication.datasets_of(report):
        file = published_file(plan, reissue.public, spec.name)
        if file is None:
            continue  # a target that was set later was not there
        if spec.name not in safe or _file(spec) in plan.broken:
            return None, ()  # what is wrong with it is told already
        before = _before(plan, reissue, safe[spec.name])
        if before is None:
            facts = {"edition": reissue.public.edition.name, "dataset": spec.name}
            return None, (Problem("protect.correction-columns", facts, file=_file(spec)),)
        corrections = [one for dataset, one in reissue.corrections if dataset == spec.name]
        tables[spec.name], found, done = _corrected(before, safe[spec.name], corrections)
        versions[spec.name] = file.parent.name
        problems += found
        changed += done
    if problems:
        return None, tuple(problems)
    again = bool(changed) or not reissue.corrections
    return Vintage(tables if again else {}, versions if again else {}, frozenset(changed)), ()


def _before(plan: Plan, reissue: Reissue, now: SafeTable) -> SafeTable | None:
    """The table as the edition published it, in the form of the table of today; None where its columns are others."""
    frame = published_frame(plan, reissue.public, now.spec)
    if frame is None:
        return None
    # A source's column of statuses is folded into ours, and is not in the file where it has another name than ours.
    folded = [one.name for one in now.spec.with_role("status") if one.name not in frame.columns]
    columns = [name for name in now.frame.columns if name not in folded]
    if not set(columns) <= set(frame.columns):
        return None
    frame = frame[columns].copy()
    for column, kind in now.frame[columns].dtypes.items():
        if column == now.spec.period_field.name:
            continue
        if not pd.api.types.is_numeric_dtype(kind):
            # A text that a spreadsheet would run stands behind an apostrophe in the file.
            frame[column] = frame[column].fillna("").str.removeprefix("'")
        frame[column] = frame[column].astype(kind)
    rows = rows_by_key(now.frame, now.spec)
    unknown = max([*now.frame.index, 0])
    frame.index = pd.Index([rows.get(key, unknown + place) for place, key in enumerate(keys_of(frame, now.spec), 1)])
    frame = frame.join(now.frame[folded])[list(now.frame.columns)]
    return SafeTable(now.spec, frame, now.sha256, _hidden(frame, now.spec), now.places)


@dataclass
class _Mending:
    """A table on its way: the rows of each key then and today, the rows that go or come, and what was found."""

    frame: pd.DataFrame
    now: SafeTable
    then: dict[Key, int]
    today: dict[Key, int]
    gone: list[int] = field(default_factory=list)
    come: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @staticmethod
    def of(before: SafeTable, now: SafeTable) -> _Mending:
        """The table as it was published."""
        spec = now.spec
        return _Mending(before.frame.copy(), now, rows_by_key(before.frame, spec), rows_by_key(now.frame, spec))

    def mend(self, correction: Correction, cell: WrongCell) -> bool:
        """Take a cell as it is now, if the edition published the wrong value; says whether it did."""
        spec = self.now.spec
        key = tuple(cell.key[name] for name in spec.resource.table.primary_key)
        was = said_at(self.frame, self.then.get(key), cell.column)
        new = said_at(self.now.frame, self.today.get(key), cell.column)
        if not same(was, cell.was):
            return False
        facts = {"name": correction.correction, "column": cell.column, "key": _named(cell.key), "was": was}
        if same(was, new):
            self.problems.append(Problem("protect.correction-not-made", facts, file=_file(spec)))
        elif f"[{_HIDDEN}]" in (was, new):
            self.problems.append(Problem("protect.correction-hidden", facts | {"was": ""}, file=_file(spec)))
        else:
            self._take(key, cell.column)
        return True

    def _take(self, key: Key, column: str) -> None:
        if key not in self.today:
            self.gone.append(self.then[key])
        elif key not in self.then:
            self.come.append(self.today[key])
        else:
            row, columns = self.then[key], [column, f"{column}_status"]
            for name in columns:
                value: Any = self.now.frame.at[self.today[key], name]
                self.frame.at[row, name] = value

    def table(self) -> SafeTable:
        """The table with all that was mended."""
        frame, spec = self.frame.drop(index=list(dict.fromkeys(self.gone))), self.now.spec
        if self.come:
            added = self.now.frame.loc[list(dict.fromkeys(self.come))]
            frame = _in_order(pd.concat([frame, added]).astype(self.now.frame.dtypes.to_dict()), self.today, spec)
        return SafeTable(spec, frame, self.now.sha256, _hidden(frame, spec), self.now.places)


def _corrected(
    before: SafeTable, now: SafeTable, corrections: Iterable[Correction]
) -> tuple[SafeTable, list[Problem], list[str]]:
    """The table with the cells of the corrections as they are now, the problems, and which corrections changed it."""
    mending = _Mending.of(before, now)
    done = [one.correction for one in corrections for cell in one.cells if mending.mend(one, cell)]
    return mending.table(), mending.problems, done


def _never_published(plan: Plan, made: Mapping[str, Vintage]) -> Iterator[Problem]:
    """Corrections of values that no public edition has: they are told, for nothing would come of them."""
    done = {name for vintage in made.values() for name in vintage.changed}
    told: set[str] = set()
    for name, reissue in plan.reissues.items():
        for dataset, one in reissue.corrections:
            known = one.correction in done | told
            if not known and name in made and one.correction not in plan.carried:
                told.add(one.correction)
                file = f"datasets/{dataset}/{CORRECTIONS_FILE}"
                yield Problem("protect.correction-unknown", {"name": one.correction}, file=file)


def _in_order(frame: pd.DataFrame, today: Mapping[Key, int], spec: DatasetSpec) -> pd.DataFrame:
    """The rows in the order of the table of today; those that it has not any more at the end."""
    order = {key: place for place, key in enumerate(today)}
    places = [order.get(key, len(order)) for key in keys_of(frame, spec)]
    return frame.iloc[sorted(range(len(frame)), key=places.__getitem__)]


def _hidden(frame: pd.DataFrame, spec: DatasetSpec) -> int:
    return sum(int((frame[f"{one.name}_status"] == _HIDDEN).sum()) for one in spec.with_role("measure"))


def _named(key: Mapping[str, str]) -> str:
    return ", ".join(f"{column} {value}" for column, value in key.items())


def _file(spec: DatasetSpec) -> str:
    return f"datasets/{spec.name}/{CORRECTIONS_FILE}"

"""The first look through a draft: the files read by it, which gives the categories, the coverage, and what fails."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pydantic import ValidationError

from berkala.describe.asking import Ask, Noted, meanwhile
from berkala.describe.finding import File
from berkala.describe.layout import PERIOD, category_names
from berkala.describe.periods import months_of
from berkala.describe.wanted import Wanted, in_all
from berkala.errors import Problem, SourceProblems
from berkala.periods import Period, between
from berkala.plan.specifications import DatasetSpec, Total
from berkala.tidy.layouts import laid_out
from berkala.tidy.layouts.places import PlacedListing
from berkala.tidy.observations import tabulate
from berkala.tidy.rows import Rows
from berkala.tidy.totals import mostly_adds_up
from berkala.words import language as words

#: More periods that never came than these are no list that a person reads.
_MOST_ABSENT = 60
#: Names of rows that stand for all the others.
_WHOLES = frozenset(
    ("total", "jumlah", "all", "semua", "indonesia", "nasional", "national", "всего", "all areas", "bardygy", "бардыгы")
)


@dataclass(frozen=True)
class Reading:
    """What a draft gives: the descriptor with its categories, the table that is read by it, and what could not be."""

    descriptor: Mapping[str, Any]
    frame: pd.DataFrame | None
    problems: tuple[Problem, ...]


def first_look(draft: dict[str, Any], files: Sequence[File], wanted: Wanted) -> Reading:
    """Read the files by a draft, with each question answered for now, and fill in what only reading can tell."""
    listing = PlacedListing(files[-1].name)
    try:
        parts = [(one.name, one.workbook, one.stated) for one in files]
        rows = laid_out(_spec(_with_something(draft, wanted)), parts, listing)
        _fill_categories(draft, rows, wanted)
        _fill_coverage(draft, rows, wanted)
        spec = _spec(draft)
    except SourceProblems as error:
        return Reading(draft, None, (*listing.problems(), *error.problems))
    frame = None if listing.failed else tabulate(spec, rows, listing)
    if frame is not None:
        _fill_totals(draft, spec, frame, wanted)
    return Reading(draft, frame, tuple(one for one in listing.problems() if one.severity == "error"))


def _fill_totals(draft: dict[str, Any], spec: DatasetSpec, frame: pd.DataFrame, wanted: Wanted) -> None:
    """A rule for each total that the rows of the file add up to, in nearly all periods: next month's are held to it."""
    found = []
    for one in spec.with_role("dimension"):
        parts = tuple(category.value for category in one.categories if category.value != one.whole)
        counts = tuple(measure.name for measure in spec.with_role("measure") if measure.type == "integer")
        if one.whole and len(parts) > 1 and counts:
            total = Total(dimension=one.name, total=one.whole, of=parts)
            if mostly_adds_up(spec, frame, total):
                found.append({"dimension": one.name, "total": one.whole, "of": list(parts)})
    if found:
        draft["totals"] = Noted(found, wanted.say.text("describe.note.totals"))
        draft["resource"] = draft.pop("resource")  # after it
        for field in draft["resource"]["schema"]["fields"]:
            if field["name"] in {one["dimension"] for one in found}:
                del field["whole"]


def _spec(draft: Mapping[str, Any]) -> DatasetSpec:
    """The draft as a specification. Raises SourceProblems where it does not hold together, so that nothing is shown."""
    try:
        return DatasetSpec.model_validate(meanwhile(draft))
    except ValidationError as error:
        first = error.errors()[0]
        facts = {"at": ".".join(map(str, first["loc"])), "kind": first["type"]}
        raise SourceProblems(Problem("describe.draft", facts)) from error


def _with_something(draft: Mapping[str, Any], wanted: Wanted) -> dict[str, Any]:
    """The draft with one category in each dimension, because a specification has some."""
    resource = draft["resource"]
    fields = [
        {**one, "categories": [{"value": "any", "label": dict.fromkeys(wanted.languages, "any")}]}
        if one["role"] == "dimension"
        else one
        for one in resource["schema"]["fields"]
    ]
    return {**draft, "resource": {**resource, "schema": {**resource["schema"], "fields": fields}}}


def _fill_categories(draft: dict[str, Any], rows: Rows, wanted: Wanted) -> None:
    for field in draft["resource"]["schema"]["fields"]:
        if field["role"] != "dimension" or field["name"] not in rows.header:
            continue
        place = rows.header.index(field["name"])
        texts = [str(cell) for cell in rows.columns[place].distinct if cell != ""]
        names = category_names(texts)
        field["categories"] = [_category(names[text], text, wanted) for text in texts]
        whole = next((names[text] for text in texts if text.casefold().strip() in _WHOLES), None)
        if whole:
            field["whole"] = whole


def _category(name: str, text: str, wanted: Wanted) -> dict[str, Any]:
    category: dict[str, Any] = {"value": name, "label": in_all(text, wanted.languages)}
    return category | ({} if name == text else {"aliases": [text]})


def _fill_coverage(draft: dict[str, Any], rows: Rows, wanted: Wanted) -> None:
    """The periods that are there, those in between that are not, and whether each category stands in every one."""
    spec = _spec(draft)
    if PERIOD not in rows.header:
        return
    # Which periods these are is not known yet.
    if any(isinstance(layout.get("dates"), Ask) or _asks_period(layout) for layout in _layouts(draft)):
        question = wanted.say.text("describe.ask.first", example=draft["coverage"]["from"])
        draft["coverage"] = {"from": Ask(question, draft["coverage"]["from"])}
        return
    place = rows.header.index(PERIOD)
    found: list[Period] = []
    for text in rows.columns[place].distinct:
        try:
            found.append(spec.period(str(text)))
        except ValueError:
            continue
    if not found:
        return
    first, last = min(found), max(found)
    coverage: dict[str, Any] = {"from": first.code}
    if spec.frequency == "span":
        coverage["until"] = last.code
    elif months := months_of(found) if spec.frequency == "month" else ():
        coverage["months"] = list(months)
    gone = [] if spec.frequency == "span" else sorted(set(between(first, last)) - set(found))
    absent = [one.code for one in gone if not coverage.get("months") or one.start.month in coverage["months"]]
    if 0 < len(absent) <= _MOST_ABSENT:
        coverage["except"] = absent
    note = wanted.say.text("describe.note.coverage", last=last.code)
    if absent:
        note += "\n" + wanted.say.text("describe.note.absent", n=len(absent), count=len(absent))
    draft["coverage"] = Noted(coverage, note)
    if _is_sparse(rows, spec):
        draft["sparse"] = Noted(
            {one: _reason(one) for one in wanted.languages}, wanted.say.text("describe.note.sparse")
        )
        draft["resource"] = draft.pop("resource")  # after it


def _asks_period(layout: Mapping[str, Any]) -> bool:
    return any(isinstance(value, Ask) for value in layout.get("fixed", {}).values())


def _layouts(draft: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = draft["resource"]["layout"]
    return found if isinstance(found, list) else [found]


def _reason(language: str) -> str:
    return words(language).text("drafted.sparse")


def _is_sparse(rows: Rows, spec: DatasetSpec) -> bool:
    place = rows.header.index(PERIOD)
    for one in spec.with_role("dimension"):
        if one.name in rows.header:
            other = rows.header.index(one.name)
            columns = rows.columns[place], rows.columns[other]
            pairs = set(zip(*(column.codes.tolist() for column in columns), strict=True))
            if len(pairs) < math.prod(len(column.distinct) for column in columns):
                return True
    return False

"""Indicators against the columns, categories and periods of the datasets they speak of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from berkala.errors import Problem
from berkala.plan.agreement.held import Held, values_of
from berkala.plan.forms import Way
from berkala.plan.specifications import DatasetSpec, Indicator, Reference

#: The formulas that add rows up.
ADDING_UP = frozenset({"total", "share", "share_without", "rate", "to_date"})


def indicators_agree(held: Held) -> Iterator[Problem]:
    """Every column, category and period that an indicator names, and the frequency of the report."""
    spec, dataset = held.spec, held.dataset
    if spec.frequency != dataset.frequency:
        facts = {"frequency": spec.frequency, "other": dataset.frequency, "dataset": spec.dataset}
        yield held.told("plan.frequency-differs", facts, ("frequency",))
    for name, indicator in spec.indicators.items():
        way: Way = ("indicators", name)
        yield from _columns_known(held, indicator, way)
        if dataset.sparse is not None and indicator.formula in ADDING_UP:
            facts = {"dataset": spec.dataset, "formula": indicator.formula}
            yield held.told("plan.sparse-sum", facts, (*way, "formula"))
        yield from _chosen(held, dataset, indicator.where, (*way, "where"))
        for place, category in enumerate(indicator.rank.among if indicator.rank else ()):
            at = (*way, "rank", "among", place)
            yield from _known(held, "plan.category-unknown", category, _categories(dataset, indicator), at)
        if indicator.budget is not None:
            others = [one for one in spec.indicators if one != name]
            yield from _known(held, "plan.name-unknown", indicator.budget, others, (*way, "budget"))
        if indicator.achievement and indicator.achievement.baseline:
            at = (*way, "achievement", "baseline", "period")
            yield from held.unreadable(indicator.achievement.baseline.period, dataset, at)
        yield from _progress_agrees(held, indicator, (*way, "progress"))
        if indicator.reference and indicator.reference.dataset in held.publication.datasets:
            yield from _reference_agrees(held, indicator, indicator.reference, (*way, "reference"))


def _progress_agrees(held: Held, indicator: Indicator, way: Way) -> Iterator[Problem]:
    progress = indicator.progress
    if progress is None:
        return
    if progress.column is not None:
        yield from _known(
            held, "plan.column-unknown", progress.column, _names(held.dataset, "measure"), (*way, "column")
        )
    yield from held.unreadable(progress.baseline.period, held.dataset, (*way, "baseline", "period"))
    if progress.target is not None:
        yield from held.unreadable(progress.target.period, held.dataset, (*way, "target", "period"))


def _columns_known(held: Held, indicator: Indicator, way: Way) -> Iterator[Problem]:
    measures = _names(held.dataset, "measure")
    for part, column in indicator.inputs.items():
        yield from _known(held, "plan.column-unknown", column, measures, (*way, "inputs", part))
    if indicator.by is not None:
        dimensions = _names(held.dataset, "dimension")
        yield from _known(held, "plan.column-unknown", indicator.by, dimensions, (*way, "by"))


def _chosen(held: Held, dataset: DatasetSpec, where: Mapping[str, str], way: Way) -> Iterator[Problem]:
    """Each column in `where` is a dimension of the dataset, and its value one of the dimension's categories."""
    dimensions = _names(dataset, "dimension")
    for column, category in where.items():
        if column not in dimensions:
            yield held.unknown("plan.column-unknown", column, dimensions, (*way, column))
        else:
            categories = values_of(dataset.field(column))
            yield from _known(held, "plan.category-unknown", category, categories, (*way, column))


def _reference_agrees(held: Held, indicator: Indicator, reference: Reference, way: Way) -> Iterator[Problem]:
    other = held.publication.datasets[reference.dataset].spec
    for end in ("column", "low", "high"):
        column = getattr(reference, end)
        if column is not None:
            yield from _known(held, "plan.column-unknown", column, _names(other, "measure"), (*way, end))
    wrong = list(_chosen(held, other, reference.where, (*way, "where")))
    yield from wrong
    if reference.milestone is not None:
        yield from held.unreadable(reference.milestone.period, other, (*way, "milestone", "period"))
    for field in other.with_role("dimension") if not wrong else ():
        # One value has to be meant: without a choice there is a row for each category.
        if field.name not in (*reference.where, indicator.by) and len(field.categories) > 1:
            facts = {"column": field.name, "dataset": reference.dataset}
            yield held.told("plan.reference-open", facts, (*way, "dataset"))


def _categories(dataset: DatasetSpec, indicator: Indicator) -> list[str]:
    known = indicator.by in _names(dataset, "dimension")
    return values_of(dataset.field(indicator.by)) if known and indicator.by is not None else []


def _names(dataset: DatasetSpec, role: str) -> list[str]:
    return [column.name for column in dataset.with_role(role)]


def _known(held: Held, code: str, name: str, known: list[str], way: Way) -> Iterator[Problem]:
    if name not in known:
        yield held.unknown(code, name, known, way)

"""Corrections, held against the dataset that they are of and against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from berkala.errors import Problem, nearest
from berkala.plan.corrections import CORRECTIONS_FILE, Correction
from berkala.plan.documents import Document
from berkala.plan.forms import Way
from berkala.plan.publication import Dataset, Publication


def corrections_agree(publication: Publication, documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Every correction whose name another one has, that is about no value of its dataset, or that is out of order."""
    holders: dict[str, str] = {}
    for dataset in publication.datasets.values():
        file = f"{dataset.folder}/{CORRECTIONS_FILE}"
        if file not in documents:
            continue
        for place, correction in enumerate(dataset.corrections):
            name = correction.correction
            if name in holders:
                facts = {"name": name, "holder": holders[name]}
                yield _at(documents[file], (place, "correction"), "plan.correction-twice", facts)
            holders.setdefault(name, file)
            yield from _cells_agree(dataset, correction, documents[file], place)
        yield from _in_order(dataset, documents[file])


def _cells_agree(dataset: Dataset, correction: Correction, document: Document, place: int) -> Iterator[Problem]:
    """Each names one row by the whole key, and a column of values."""
    keys = [*dataset.spec.resource.table.primary_key]
    measures = [one.name for one in dataset.spec.with_role("measure")]
    for at, cell in enumerate(correction.cells):
        way: Way = (place, "cells", at)
        if set(cell.key) != set(keys):
            facts = {"known": ", ".join(keys), "found": ", ".join(cell.key)}
            yield _at(document, (*way, "key"), "plan.correction-key", facts)
        if cell.column not in measures:
            facts = {"name": cell.column, "nearest": nearest(cell.column, measures), "known": ", ".join(measures)}
            yield _at(document, (*way, "column"), "plan.correction-column", facts)


def _in_order(dataset: Dataset, document: Document) -> Iterator[Problem]:
    """What is decided later stands later: an edition carries its corrections in this order."""
    for place, correction in enumerate(dataset.corrections[1:], 1):
        if correction.decided < dataset.corrections[place - 1].decided:
            facts = {"name": correction.correction, "before": dataset.corrections[place - 1].correction}
            yield _at(document, (place, "decided"), "plan.correction-order", facts)


def _at(document: Document, way: Way, code: str, facts: Mapping[str, object]) -> Problem:
    # The list stands in the file as it is, so the way to one of it begins with the name of its setting.
    return Problem(code, facts, file=document.file, line=document.line(("corrections", *way)) or 1)

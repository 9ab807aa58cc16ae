"""One report held against the rest of its publication, and how what is wrong with it is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from berkala.errors import Problem, nearest
from berkala.plan.documents import Document
from berkala.plan.forms import Way
from berkala.plan.publication import Publication, Report
from berkala.plan.specifications import DatasetSpec, FieldSpec, Indicator, ReportSpec


@dataclass(frozen=True)
class Held:
    """A report, the document it was read from, and the publication it belongs to."""

    publication: Publication
    report: Report
    document: Document

    @property
    def spec(self) -> ReportSpec:
        """The report's specification."""
        return self.report.spec

    @property
    def dataset(self) -> DatasetSpec:
        """The report's own dataset, which must be known."""
        return self.publication.datasets[self.spec.dataset].spec

    def datasets_named(self) -> Iterator[tuple[str, Way]]:
        """Each dataset that the report names, and where it does."""
        yield self.spec.dataset, ("dataset",)
        for name, indicator in self.spec.indicators.items():
            if indicator.reference:
                yield indicator.reference.dataset, ("indicators", name, "reference", "dataset")

    def by(self, indicator: Indicator) -> FieldSpec | None:
        """The dimension that an indicator is broken down by; None where there is none, or no such column."""
        return next((one for one in self.dataset.with_role("dimension") if one.name == indicator.by), None)

    def told(self, code: str, facts: Mapping[str, object], way: Way, value: object = None) -> Problem:
        """A problem at the line of a value."""
        shown = None if value is None else str(value)
        return Problem(code, facts, file=self.document.file, line=self.document.line(way), value=shown)

    def unknown(self, code: str, name: str, known: list[str], way: Way) -> Problem:
        """A name that is not among the known ones."""
        return unknown(code, name, known, self.document, way)

    def unreadable(self, text: str, spec: DatasetSpec, way: Way) -> Iterator[Problem]:
        """The problem of a period that is none of a dataset's frequency."""
        try:
            spec.period(text)
        except ValueError:
            facts = {"text": text, "dataset": spec.name, "frequency": spec.frequency}
            yield self.told("plan.period-unreadable", facts, way, text)


def unknown(code: str, name: str, known: list[str], document: Document, way: Way) -> Problem:
    """A name that is not among the known ones, with the nearest of them."""
    facts = {"name": name, "nearest": nearest(name, known), "known": ", ".join(known)}
    return Problem(code, facts, file=document.file, line=document.line(way), value=name)


def values_of(field: FieldSpec | None) -> list[str]:
    """The categories of a dimension, if there is one."""
    return [category.value for category in field.categories] if field else []

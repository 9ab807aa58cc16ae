"""What ``datasets/<name>/dataset.yml`` may say: a Data Package v2 descriptor plus a few properties of ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, StringConstraints, Tag, model_validator
from pydantic_core import PydanticCustomError

from berkala.periods import Frequency, Period, last_like, parse
from berkala.plan.columns import Category, FieldSpec, MonthNumber, Span, TableSchema
from berkala.plan.forms import ColumnName, Day, Identifier, PeriodCode, Specification, Text, Way, must_be_known
from berkala.plan.layouts import Layout, part_of
from berkala.plan.rhythms import Rhythm

__all__ = [
    "Category",
    "Coverage",
    "DatasetSpec",
    "Dialect",
    "FieldSpec",
    "ImpliedWhole",
    "KnownError",
    "Licence",
    "NoMargins",
    "NoSuppression",
    "Protection",
    "Resource",
    "Source",
    "Span",
    "StatusLetter",
    "Suppression",
    "TableSchema",
    "Total",
]


#: How a licence is called of which nobody has said what it is.
UNSTATED = "unstated"


class Licence(Specification):
    """Under which terms the publication may be used again; named ``unstated`` where its source does not say so."""

    name: str
    title: Text
    path: str

    @property
    def is_stated(self) -> bool:
        """Whether anyone has said what the terms are."""
        return self.name != UNSTATED


#: The letters that say why there is no value, or what is to be known of one (DESIGN: Words).
StatusLetter = Literal["c", "x", "z", "p", "e", "r", "b", "u", "low"]


class Dialect(Specification):
    """How the file is laid out. `header` is the row of the column names, from 1; `sheet` is for workbooks."""

    delimiter: Annotated[str, StringConstraints(min_length=1, max_length=1)] = ","
    encoding: Literal["utf-8", "cp1252", "utf-16", "utf-16-le", "utf-16-be"] = "utf-8"
    sheet: str | None = None
    header: int = Field(default=1, ge=1)
    decimal: Literal[".", ","] = "."
    thousands: Literal["", ".", ",", " "] = ""


def _kind_of_layout(value: object) -> str:
    """Which of the two is meant, so that a mistake in one is not told as a mistake in both."""
    return "<several>" if isinstance(value, list | tuple) else "<one>"


#: How one table is laid out, or each of several.
Layouts = Annotated[
    Annotated[Layout, Tag("<one>")] | Annotated[tuple[Layout, ...], Tag("<several>")], Discriminator(_kind_of_layout)
]


class Resource(Specification):
    """The one table of a dataset and where its bytes are: a file, or an address (README: Where data come from).

    `query` is for a database: one SELECT.
    `layout` is for a file that is no plain table; a list of them for one that holds several, whose rows all belong to
    the dataset. Without one the file has one row of names, and these are the names of the fields.
    """

    path: str
    query: str | None = None
    format: str
    dialect: Dialect = Dialect()
    layout: Layouts | None = None
    table: TableSchema = Field(alias="schema")

    @property
    def layouts(self) -> tuple[Layout, ...]:
        """The layouts of the file; none for a plain table."""
        return (self.layout,) if isinstance(self.layout, Layout) else self.layout or ()

    @model_validator(mode="after")
    def _columns_give_fields(self) -> Self:
        """What a column or its name gives is a field, or a part of the period: all else would be read and lost."""
        fields = [one.name for one in self.table.fields]
        for place, layout in enumerate(self.layouts):
            way = ("layout",) if isinstance(self.layout, Layout) else ("layout", place)
            for column in layout.columns:
                given = layout.given(column)
                if lost := next((one for one in given if one not in fields and part_of(one) is None), None):
                    facts = {"name": lost, "column": column, "known": fields, "at": (*way, "columns", column)}
                    raise PydanticCustomError("layout-no-field", "{name}", facts)
        return self


class Coverage(Specification):
    """The periods the data hold. A period inside that is not there is late; `except` are those that never came.

    `until` is for a closed series; with `goes_on` it is where the data end for now, and no date is set for more.
    Without it the series goes on by its calendar. `months` are the months of a survey that is not
    taken in every month (``[3, 9]``): its periods are those months, and the one before March is September.

    Spans have no calendar of expected periods: between `from` and `until`, which they must have, none is late and none
    never came. No span of the data is over after `until` is.
    """

    from_: PeriodCode = Field(alias="from")
    until: PeriodCode | None = None
    goes_on: Literal[True] | None = None
    months: tuple[MonthNumber, ...] = ()
    except_: tuple[PeriodCode, ...] = Field(default=(), alias="except")


#: One text that is the same in every language, or one in each.
Title = Annotated[
    Annotated[str, Tag("<one>")] | Annotated[Text, Tag("<each>")],
    Discriminator(lambda value: "<one>" if isinstance(value, str) else "<each>"),
]


class Source(Specification):
    """Where the facts come from, as it is cited. A title is one text, or one in each language."""

    title: Title
    path: str | None = None
    publisher: str

    def titled(self, language: str) -> str:
        """Its title in a language."""
        return self.title if isinstance(self.title, str) else self.title[language]


class NoMargins(Specification):
    """A statement, with its reason, that no category of the table is a sum of others, nor equal to one."""

    none_because: Text


class Suppression(Specification):
    """Threshold suppression and rounding, declared.

    A count below `threshold` (and above zero) in `measures` is not shown, nor are the other measures of its
    row. Counts that stay are rounded to the nearest `round_to`. See disclosure.md: both are choices of the
    agency, and no default is a standard. `margins` states that nothing adds up, where the data cannot show it.
    """

    measures: tuple[ColumnName, ...] = Field(min_length=1)
    threshold: int = Field(ge=0)
    round_to: int = Field(default=1, ge=1)
    margins: NoMargins | None = None


class NoSuppression(Specification):
    """A statement, with its reason, that nothing in the table needs protection."""

    none_because: Text


def _kind_of_protection(value: object) -> str:
    """Which of the two is meant, so that a mistake in one is not told as a mistake in both."""
    inside = value.keys() if isinstance(value, dict) else ()
    return (
        "<suppression>" if set(Suppression.model_fields) & set(inside) or isinstance(value, Suppression) else "<none>"
    )


#: How a table is protected: a rule, or the statement that none is needed.
Protection = Annotated[
    Annotated[Suppression, Tag("<suppression>")] | Annotated[NoSuppression, Tag("<none>")],
    Discriminator(_kind_of_protection),
]


class Total(Specification):
    """A declared margin: in `dimension`, the row `total` is the sum of the rows `of`.

    It is held against the data in `measures`, or else in every measure of whole numbers. `within` is how far the two
    may lie apart; without it, as far as the rounding of each number to its decimals can bring them.
    """

    dimension: ColumnName
    total: Identifier
    of: tuple[Identifier, ...] = Field(min_length=2)
    measures: tuple[ColumnName, ...] = ()
    within: Decimal | None = Field(default=None, ge=0)


class ImpliedWhole(Specification):
    """A rule between two measures: a count divided by its share is a whole that cannot jump.

    `count` is in units, `share` in per cent; from one observation of the same categories to the next, `count` ÷
    `share` may change by `at_most` per cent. `where` chooses rows, because a country cannot jump by as much as one
    of its provinces.
    """

    count: ColumnName
    share: ColumnName
    at_most: Decimal = Field(gt=0)
    where: dict[ColumnName, Identifier] = Field(default_factory=dict)


class KnownError(Specification):
    """A mistake in the source that is shown, not repaired: the cell, what stands there, why, who says so."""

    key: dict[str, str]
    column: ColumnName
    value: str
    reason: Text
    who: str
    effect: Literal["shown", "withheld"]


#: A dimension of this name holds units of measurement, declared or not: so SDMX and Open SDG call it.
_UNITS = ("unit_measure", "units")


class DatasetSpec(Specification):
    """One dataset: ``datasets/<name>/dataset.yml``.

    `sparse` says, with its reason, that not every category has a row in every period it could have one in. Nothing in
    such a table may be added up: a sum would be short, and nothing would show it.
    """

    name: Identifier
    title: Text
    description: Text
    frequency: Frequency
    fiscal_start: int = Field(default=4, ge=1, le=12)
    coverage: Coverage
    sources: tuple[Source, ...] = Field(min_length=1)
    licence: Licence
    retrieved: Day
    protect: Protection
    sparse: Text | None = None
    totals: tuple[Total, ...] = ()
    known_errors: tuple[KnownError, ...] = ()
    implied_wholes: tuple[ImpliedWhole, ...] = ()
    statuses: dict[StatusLetter, Text] = Field(default_factory=dict)
    resource: Resource

    @model_validator(mode="after")
    def _periods_are_periods(self) -> Self:
        for way, text in self._periods_written():
            try:
                self.period(text)
            except ValueError as error:
                facts = {"text": text, "frequency": self.frequency, "at": way}
                raise PydanticCustomError("period-form", "{text} {frequency}", facts) from error
        if self.coverage.until is not None and self.last < self.first:  # type: ignore[operator]
            raise PydanticCustomError("coverage-backwards", "coverage", {"at": ("coverage", "until")})
        for way, span in self._spans():
            if span.from_ and span.until and self.period(span.until) < self.period(span.from_):
                raise PydanticCustomError("span-backwards", "span", {"at": (*way, "until")})
        return self

    @model_validator(mode="after")
    def _spans_are_closed(self) -> Self:
        if self.frequency == "span" and self.coverage.until is None:
            raise PydanticCustomError("span-open", "span", {"at": ("coverage",)})
        if self.frequency == "span" and self.coverage.except_:
            raise PydanticCustomError("span-except", "span", {"at": ("coverage", "except")})
        return self

    @model_validator(mode="after")
    def _months_are_a_survey_s(self) -> Self:
        lists: list[tuple[Way, tuple[int, ...]]] = [(("coverage",), self.coverage.months)]
        lists += [(way, span.months) for way, span in self._spans()]
        for way, months in lists:
            at = (*way, "months")
            if months and self.frequency != "month":
                raise PydanticCustomError("months-frequency", "months", {"frequency": self.frequency, "at": at})
            if list(months) != sorted(set(months)):
                raise PydanticCustomError("months-order", "months", {"at": at})
        for way, text in self._periods_written():
            months = self.coverage.months
            if way[0] == "coverage" and months and self.period(text).start.month not in months:
                facts = {"text": text, "months": ", ".join(map(str, months)), "at": way}
                raise PydanticCustomError("period-not-taken", "{text} {months}", facts)
        return self

    def _spans(self) -> Iterator[tuple[Way, Span]]:
        for place, spec in enumerate(self.fields):
            for position, category in enumerate(spec.categories):
                if category.span is not None:
                    yield ("resource", "schema", "fields", place, "categories", position, "span"), category.span

    def _periods_written(self) -> Iterator[tuple[Way, str]]:
        coverage = self.coverage
        written: list[tuple[Way, str | None]] = [(("coverage", "from"), coverage.from_)]
        written.append((("coverage", "until"), coverage.until))
        written += [(("coverage", "except", place), text) for place, text in enumerate(coverage.except_)]
        for way, span in self._spans():
            written += [((*way, "from"), span.from_), ((*way, "until"), span.until)]
        return ((way, text) for way, text in written if text is not None)

    @model_validator(mode="after")
    def _totals_are_categories(self) -> Self:
        must_be_known("column-unknown", [*self._dimensions_named(), *self._measures_named()])
        must_be_known("category-unknown", self._categories_named())
        return self

    def _dimensions_named(self) -> Iterator[tuple[Way, str, list[str]]]:
        dimensions = [spec.name for spec in self.with_role("dimension")]
        for place, total in enumerate(self.totals):
            yield ("totals", place, "dimension"), total.dimension, dimensions
        for place, rule in enumerate(self.implied_wholes):
            yield from ((("implied_wholes", place, "where", name), name, dimensions) for name in rule.where)

    def _measures_named(self) -> Iterator[tuple[Way, str, list[str]]]:
        measures = [spec.name for spec in self.with_role("measure")]
        for place, total in enumerate(self.totals):
            yield from ((("totals", place, "measures", n), name, measures) for n, name in enumerate(total.measures))
        for place, rule in enumerate(self.implied_wholes):
            yield ("implied_wholes", place, "count"), rule.count, measures
            yield ("implied_wholes", place, "share"), rule.share, [name for name in measures if name != rule.count]

    def _categories_named(self) -> Iterator[tuple[Way, str, list[str]]]:
        for place, total in enumerate(self.totals):
            known = [category.value for category in self.field(total.dimension).categories]
            yield ("totals", place, "total"), total.total, known
            for position, name in enumerate(total.of):
                yield ("totals", place, "of", position), name, known
        for place, rule in enumerate(self.implied_wholes):
            for column, name in rule.where.items():
                known = [category.value for category in self.field(column).categories]
                yield ("implied_wholes", place, "where", column), name, known

    def period(self, code: str) -> Period:
        """A period code of this dataset's frequency, read. Raises ValueError."""
        return parse(code, self.frequency, self.fiscal_start)

    @property
    def first(self) -> Period:
        """The first period of the coverage."""
        return self.period(self.coverage.from_)

    @property
    def last(self) -> Period | None:
        """The last period of a closed series, else None."""
        return None if self.coverage.until is None else self.period(self.coverage.until)

    def has_place_for(self, period: Period) -> bool:
        """Whether a period may be in the data: not before the first, not after the last, and over when that is."""
        return self.first <= period and (self.last is None or (period <= self.last and period.end <= self.last.end))

    def covers(self, period: Period) -> bool:
        """Whether the whole of a period, of whatever frequency, lies in one that the data hold."""
        if period.start < self.first.start or (self.last is not None and period.end > self.last.end):
            return False
        absent = (self.period(code) for code in self.coverage.except_)
        return not any(one.start <= period.start and period.end <= one.end for one in absent)

    @property
    def rhythm(self) -> Rhythm | None:
        """The calendar of its periods; None for spans, of which none is the next."""
        return None if self.frequency == "span" else Rhythm(self.coverage.months)

    def series(self, first: Period, last: Period, observed: Iterable[Period]) -> tuple[Period, ...]:
        """The periods of a series from first to last: every one of its rhythm; of spans those that were observed."""
        if self.rhythm is not None:
            return tuple(self.rhythm.periods(first, last))
        return tuple(period for period in sorted(observed) if first <= period <= last)

    def previous(self, period: Period, observed: Iterable[Period]) -> Period | None:
        """The period that one is compared with as the one before, of a survey the last month it was taken in.

        Of spans it is the last of those observed that is as long and was over before this one began; else none.
        """
        return last_like(period, observed) if self.rhythm is None else self.rhythm.before(period)

    @property
    def fields(self) -> tuple[FieldSpec, ...]:
        """The columns, in the order they are published."""
        return self.resource.table.fields

    def field(self, name: str) -> FieldSpec:
        """One column by name. Raises KeyError."""
        for spec in self.fields:
            if spec.name == name:
                return spec
        raise KeyError(name)

    def with_role(self, role: str) -> tuple[FieldSpec, ...]:
        """The columns of one role, in order."""
        return tuple(spec for spec in self.fields if spec.role == role)

    @property
    def period_field(self) -> FieldSpec:
        """The column that holds the reference period."""
        return self.with_role("period")[0]

    @property
    def unit_field(self) -> FieldSpec | None:
        """The dimension whose categories are units of measurement, if there is one."""
        dimensions = self.with_role("dimension")
        declared = [spec for spec in dimensions if spec.concept == "unit"]
        named = [spec for spec in dimensions if spec.concept is None and spec.name in _UNITS]
        return next(iter((*declared, *named)), None)

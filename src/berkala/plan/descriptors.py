"""What ``datasets/<name>/dataset.yml`` may say: a Data Package v2 descriptor plus a few properties of ours."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, StringConstraints, Tag, field_validator, model_validator
from pydantic_core import PydanticCustomError

from berkala.periods import Frequency, Period, between, parse
from berkala.plan.forms import ColumnName, Day, Identifier, Specification, Text, Way, must_be_known


class Licence(Specification):
    """Under which terms the publication may be used again."""

    name: str
    title: Text
    path: str


#: Names that stand for something else where a category could stand.
_TAKEN = frozenset({"all", "reference"})


class Span(Specification):
    """The periods that one category has of its own, where they are not the whole dataset's.

    `months` are the months of the year in which it is observed at all (a series of every second month); a period
    before `from`, after `until` or in another month is not missing: it was never to be.
    """

    from_: str | None = Field(default=None, alias="from")
    until: str | None = None
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()


class Category(Specification):
    """One allowed value of a dimension, its name on screen, and a short one for the head of a column.

    `aliases` are other names it goes by (a map joins by name), `code` is its code in the source's own list.
    """

    value: Identifier
    label: Text
    short: Text | None = None
    code: str | None = None
    aliases: tuple[str, ...] = ()
    span: Span | None = None


class FieldSpec(Specification):
    """One column. `role` is ours, as are those below `categories`; the rest is Table Schema's.

    Of a dimension: `whole` is the category that stands for all of them, in a table that holds the whole beside its
    parts and where nothing may be added up (an index, a percentage); `concept: area` makes its categories places.
    Of a measure: `uncertainty` says that it tells how sure another measure (`of`) is: its standard error, a limit
    of its 95% interval, or its relative standard error in per cent.
    """

    name: ColumnName
    type: Literal["string", "integer", "number"]
    role: Literal["period", "dimension", "measure", "status", "note"]
    title: Text
    description: Text | None = None
    unit: Text | None = None
    decimals: int = Field(default=0, ge=0, le=9)
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    categories: tuple[Category, ...] = ()
    whole: Identifier | None = None
    concept: Literal["area"] | None = None
    uncertainty: Literal["standard_error", "lower", "upper", "relative_error"] | None = None
    of: ColumnName | None = None
    missing: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_what_its_role_needs(self) -> Self:
        needs = {"measure": "unit", "dimension": "categories", "status": "of"}.get(self.role)
        if needs and not getattr(self, needs):
            raise PydanticCustomError("role-needs", "{role} {needs}", {"role": self.role, "needs": needs})
        values = [category.value for category in self.categories]
        for place, value in enumerate(values):
            at = ("categories", place, "value")
            if value in _TAKEN:
                raise PydanticCustomError("category-reserved", "{name}", {"name": value, "at": at})
            if value in values[:place]:
                raise PydanticCustomError("category-twice", "{name}", {"name": value, "at": at})
        return self


class TableSchema(Specification):
    """The columns, and those that together name one observation."""

    primary_key: tuple[ColumnName, ...] = Field(alias="primaryKey", min_length=1)
    fields: tuple[FieldSpec, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _names_agree(self) -> Self:
        names = [spec.name for spec in self.fields]
        for name in names:
            if names.count(name) > 1:
                facts = {"column": name, "at": ("fields", len(names) - 1 - names[::-1].index(name), "name")}
                raise PydanticCustomError("column-twice", "{column}", facts)
        measures = [spec.name for spec in self.fields if spec.role == "measure"]
        pairs: list[tuple[Way, str, list[str]]] = [
            (("primaryKey", place), name, names) for place, name in enumerate(self.primary_key)
        ]
        pairs += [
            (("fields", place, "of"), spec.of, measures)
            for place, spec in enumerate(self.fields)
            if spec.of is not None
        ]
        must_be_known("column-unknown", pairs)
        if sum(spec.role == "period" for spec in self.fields) != 1:
            raise PydanticCustomError("one-period-column", "one period column")
        return self


class Dialect(Specification):
    """How the file is laid out. `header` is the row of the column names, from 1; `sheet` is for workbooks."""

    delimiter: Annotated[str, StringConstraints(min_length=1, max_length=1)] = ","
    encoding: Literal["utf-8", "cp1252", "utf-16"] = "utf-8"
    sheet: str | None = None
    header: int = Field(default=1, ge=1)
    decimal: Literal[".", ","] = "."
    thousands: Literal["", ".", ",", " "] = ""


class Resource(Specification):
    """The one table of a dataset and where its bytes are. `query` is for a database: one SELECT."""

    path: str
    query: str | None = None
    format: str
    dialect: Dialect = Dialect()
    table: TableSchema = Field(alias="schema")


class Coverage(Specification):
    """The periods the data hold. A period inside that is not there is late; `except` are those that never came.

    `until` is for a closed series. Without it the series goes on. `months` are the months of a survey that is not
    taken in every month (``[3, 9]``): its periods are those months, and the one before March is September.
    """

    from_: str = Field(alias="from")
    until: str | None = None
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()
    except_: tuple[str, ...] = Field(default=(), alias="except")

    @field_validator("from_", "until", mode="before")
    @classmethod
    def _year_may_be_a_number(cls, value: object) -> object:
        return str(value) if isinstance(value, int) else value


class Source(Specification):
    """Where the facts come from, as it is cited."""

    title: str
    path: str | None = None
    publisher: str


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
    """A declared margin: in `dimension`, the row `total` is the sum of the rows `of`."""

    dimension: ColumnName
    total: Identifier
    of: tuple[Identifier, ...] = Field(min_length=2)


class ImpliedWhole(Specification):
    """A rule between two measures: a count divided by its share is a whole that cannot jump.

    `count` is in units, `share` in per cent; from one observation of the same categories to the next, `count` ÷
    `share` may change by `at_most` per cent.
    """

    count: ColumnName
    share: ColumnName
    at_most: Decimal = Field(gt=0)


class KnownError(Specification):
    """A mistake in the source that is shown, not repaired: the cell, what stands there, why, who says so."""

    key: dict[str, str]
    column: ColumnName
    value: str
    reason: Text
    who: str
    effect: Literal["shown", "withheld"]


class DatasetSpec(Specification):
    """One dataset: ``datasets/<name>/dataset.yml``."""

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
    totals: tuple[Total, ...] = ()
    known_errors: tuple[KnownError, ...] = ()
    implied_wholes: tuple[ImpliedWhole, ...] = ()
    statuses: dict[Literal["c", "x", "z", "p", "e", "r", "b", "u", "low"], Text] = Field(default_factory=dict)
    resource: Resource

    @model_validator(mode="after")
    def _periods_are_periods(self) -> Self:
        written: list[tuple[Way, str | None]] = [(("from",), self.coverage.from_), (("until",), self.coverage.until)]
        written += [(("except", place), text) for place, text in enumerate(self.coverage.except_)]
        for way, text in written:
            try:
                self.period(text or self.coverage.from_)
            except ValueError as error:
                facts = {"text": text, "frequency": self.frequency, "at": ("coverage", *way)}
                raise PydanticCustomError("period-form", "{text} {frequency}", facts) from error
        if self.coverage.until is not None and self.last < self.first:  # type: ignore[operator]
            raise PydanticCustomError("coverage-backwards", "coverage", {"at": ("coverage", "until")})
        return self

    @model_validator(mode="after")
    def _totals_are_categories(self) -> Self:
        must_be_known("column-unknown", self._dimensions_named())
        must_be_known("category-unknown", self._categories_named())
        return self

    def _dimensions_named(self) -> Iterator[tuple[Way, str, list[str]]]:
        dimensions = [spec.name for spec in self.with_role("dimension")]
        for place, total in enumerate(self.totals):
            yield ("totals", place, "dimension"), total.dimension, dimensions

    def _categories_named(self) -> Iterator[tuple[Way, str, list[str]]]:
        for place, total in enumerate(self.totals):
            known = [category.value for category in self.field(total.dimension).categories]
            yield ("totals", place, "total"), total.total, known
            for position, name in enumerate(total.of):
                yield ("totals", place, "of", position), name, known

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

    def periods(self, first: Period, last: Period) -> Iterator[Period]:
        """Every period from `first` to `last`: of a survey, only those in the months it is taken in."""
        months = self.coverage.months
        return (period for period in between(first, last) if not months or period.start.month in months)

    def after(self, period: Period) -> Period:
        """The next period: of a survey, the next month it is taken in."""
        return next(self.periods(period.shift(1), period.shift(12)))

    def before(self, period: Period) -> Period:
        """The period before: of a survey, the last month it was taken in."""
        return list(self.periods(period.shift(-12), period.shift(-1)))[-1]

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

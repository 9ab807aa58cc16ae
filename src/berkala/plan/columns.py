"""The columns of a table: their roles, their categories, and what they say of each other."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from berkala.plan.forms import ColumnName, Identifier, PeriodCode, Specification, Text, Way, must_be_known

#: Names that stand for something else where a category could stand.
_TAKEN = frozenset({"all", "reference"})

#: A month of the year, 1 to 12.
MonthNumber = Annotated[int, Field(ge=1, le=12)]


class Span(Specification):
    """The periods that one category has of its own, where they are not the whole dataset's.

    `months` are the months of the year in which it is observed at all (a series of every second month); a period
    before `from`, after `until` or in another month is not missing: it was never to be.
    """

    from_: PeriodCode | None = Field(default=None, alias="from")
    until: PeriodCode | None = None
    months: tuple[MonthNumber, ...] = ()


class Category(Specification):
    """One allowed value of a dimension, its name on screen, and a short one for the head of a column.

    `aliases` are other names it goes by (a map joins by name), `code` is its code in the source's own list.
    `common_noun` says that this one's label is no name ("in *cities* of the South"), among others that are.
    """

    value: Identifier
    label: Text
    short: Text | None = None
    code: str | None = None
    aliases: tuple[str, ...] = ()
    common_noun: Literal[True] | None = None
    span: Span | None = None


class FieldSpec(Specification):
    """One column. `role` is ours, as are those below `categories`; the rest is Table Schema's.

    Of a dimension: `whole` is the category that stands for all of them, in a table that holds the whole beside its
    parts and where nothing may be added up (an index, a percentage); `concept: area` makes its categories places,
    `concept: unit` units of measurement, which never share an axis; `geography` names the list of places that they are
    taken from ("provinces-of-indonesia"): only places of one list are the same place in several datasets; `plural` is
    what several of them are called after a number ("34 *provinces*"; in Russian and Kazakh as in a heading, «регионы»);
    `common_nouns` says that their labels are no names, so that inside a sentence they begin with a small letter ("for
    *eggs*").
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
    concept: Literal["area", "unit"] | None = None
    geography: Identifier | None = None
    plural: Text | None = None
    common_nouns: Literal[True] | None = None
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
        self._refuse_shared_names(values)
        return self

    def _refuse_shared_names(self, values: list[str]) -> None:
        """A name that stands for one category cannot be the value, or another name, of a second one."""
        taken = {value: place for place, value in enumerate(values)}
        for place, category in enumerate(self.categories):
            for name in category.aliases:
                if taken.setdefault(name, place) != place:
                    facts = {"name": name, "other": values[taken[name]], "at": ("categories", place, "aliases")}
                    raise PydanticCustomError("category-name-shared", "{name}", facts)

    @model_validator(mode="after")
    def _says_only_what_its_role_may(self) -> Self:
        for setting, role in (
            ("concept", "dimension"),
            ("whole", "dimension"),
            ("common_nouns", "dimension"),
            ("uncertainty", "measure"),
        ):
            if getattr(self, setting) is not None and self.role != role:
                facts = {"setting": setting, "role": self.role, "needed": role, "at": (setting,)}
                raise PydanticCustomError("role-excludes", "{setting} {role}", facts)
        if self.whole is not None:
            values = [category.value for category in self.categories]
            must_be_known("category-unknown", [(("whole",), self.whole, values)])
        return self

    @model_validator(mode="after")
    def _geography_is_of_places(self) -> Self:
        if self.geography is not None and self.concept != "area":
            raise PydanticCustomError("geography-alone", "geography", {"at": ("geography",)})
        return self

    @model_validator(mode="after")
    def _uncertainty_is_of_a_measure(self) -> Self:
        if self.uncertainty is not None and self.of is None:
            raise PydanticCustomError("uncertainty-of", "of", {"at": ("uncertainty",)})
        if self.of is not None and self.uncertainty is None and self.role != "status":
            raise PydanticCustomError("of-alone", "of", {"at": ("of",)})
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
            (("fields", place, "of"), spec.of, [name for name in measures if name != spec.name])
            for place, spec in enumerate(self.fields)
            if spec.of is not None
        ]
        must_be_known("column-unknown", pairs)
        if sum(spec.role == "period" for spec in self.fields) != 1:
            raise PydanticCustomError("one-period-column", "one period column")
        return self

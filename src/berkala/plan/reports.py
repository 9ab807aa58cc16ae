"""What the front matter of ``reports/<report>.md`` may say."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, PlainValidator, model_validator
from pydantic_core import PydanticCustomError

from berkala.periods import Frequency
from berkala.plan.changes import Change, follow_one_another
from berkala.plan.collections import MemberSpec, Name
from berkala.plan.contacts import ContactDetails
from berkala.plan.forms import Clock, Day, Identifier, Moment, PeriodCode, Specification, Text, Way, must_be_known
from berkala.plan.glossary import Term
from berkala.plan.indicators import Indicator
from berkala.plan.references import STANDING
from berkala.plan.release_rules import IfClosed, Rule, read_rule
from berkala.plan.telling import CardSpec, ChartSpec, Statement

#: Addresses that a report may not take (DESIGN: What the public gets).
RESERVED = frozenset(
    {"id", "en", "data", "areas", "share", "embed", "timetable", "corrections", "verify", "assets", "status", "search"}
)


#: A rule as it is written, ``third working day``.
ReleaseRule = Annotated[Rule, PlainValidator(read_rule)]
#: The changes of one release, the first first.
Changes = Annotated[tuple[Change, ...], AfterValidator(follow_one_another)]


class Schedule(Specification):
    """When editions appear.

    An edition is released `on` the day of a rule ("third working day", "last thursday": `release_rules`), in the month
    that is `month` after the one in which its period ends; or `lag_days` after its period ends (before it ends where
    that is negative: a projection, or the figures of a year that goes on). `if_closed` says what happens where the
    office is closed on that day. It is released at `at` in the publication's time zone; never before `first_release`.
    Editions whose day had passed by then appear together at `first_release`: the archive. Of spans, which have no
    rhythm, there are editions of `first_period` and of the coverage's `until` alone. `changes` are what people changed,
    by the period of the edition.
    """

    first_release: Moment
    first_period: PeriodCode | None = None
    on: ReleaseRule | None = None
    month: int = Field(default=1, ge=0, le=60)
    lag_days: int | None = Field(default=None, ge=-100_000, le=1000)
    if_closed: IfClosed | None = None
    at: Clock | None = None
    changes: dict[PeriodCode, Changes] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_rule(self) -> Self:
        if self.on is not None and self.lag_days is not None:
            raise PydanticCustomError("rule-twice", "{n}", {"n": self.lag_days, "at": ("lag_days",)})
        return self


class Account(Specification):
    """What an office has to say of one indicator in one year, beside the figures: why, and what it will do."""

    causes: Text
    next_steps: Text


class Review(Specification):
    """Who reviewed a performance report before it was released."""

    name: str
    role: Text
    on: Day


class EditionSpec(Specification):
    """What belongs to one edition alone: an account of each indicator with a target, the review, what has changed.

    `changed` says what is new in how the figures are made or in what they cover: a method, a classification, a source.
    """

    accounts: dict[Identifier, Account] = Field(default_factory=dict)
    reviewed: Review | None = None
    changed: Text | None = None


class RollUp(Specification):
    """The mean of the achievements, weighted by indicator. Each counts with its cap."""

    name: Text
    weights: dict[Identifier, Annotated[Decimal, Field(gt=0)]] = Field(min_length=1)


class Constant(Specification):
    """A whole number that the story may say though it is neither a figure nor part of a name, and why it may."""

    value: int
    why: Text


class ReportSpec(MemberSpec):
    """One report: the front matter of ``reports/<report>.md``. The body is its story.

    `names` are texts whose digits belong to a name, such as "ISO 8601"; the names of categories, titles, sources
    and licences are known without. `constants` are the numbers for which the story may call ``constant``. `objectives`
    are what indicators measure, in the order that a reader wants: an indicator with an objective stands in the
    scorecard, whether it has a target or not. `number`, `section`, `status` and `metadata` place it in the
    collection of the publication, if there is one; `topic` is that of the settings under which home lists it.
    `contact` and `glossary` are the report's own, before those of the publication. Without `share_cards` no card is
    drawn, for texts that have no room on one or letters that the fonts lack.
    """

    title: Text
    summary: Text
    place: Text
    topic: Identifier | None = None
    slug: Identifier | None = None
    dataset: Identifier
    frequency: Frequency
    schedule: Schedule
    compare: Literal["year_before", "previous"]
    seasonal_note: Text | None = None
    demonstration: Text | None = None
    lead: Identifier
    also: Identifier | None = None
    indicators: dict[Identifier, Indicator] = Field(min_length=1)
    objectives: dict[Identifier, Text] = Field(default_factory=dict)
    charts: dict[Identifier, ChartSpec] = Field(min_length=1)
    methods: Text
    card: Identifier
    cards: tuple[CardSpec, ...] = ()
    share_cards: bool = True
    kind: Literal["statistics", "performance"] = "statistics"
    statements: tuple[Statement, ...] = ()
    editions: dict[str, EditionSpec] = Field(default_factory=dict)
    rollup: RollUp | None = None
    area_pages: bool = False
    invented: Text | None = None
    contact: ContactDetails | None = None
    glossary: dict[Identifier, Term] = Field(default_factory=dict)
    names: tuple[Name, ...] = ()
    constants: tuple[Constant, ...] = ()

    @property
    def notice(self) -> Text | None:
        """What stands on every page and card of the report: that it is invented, or a demonstration."""
        return self.invented or self.demonstration

    def held_from(self, dataset: str) -> frozenset[str]:
        """The kinds of reference (``standard``, ``target``, ``goal``) that the report takes from another dataset."""
        if dataset == self.dataset:
            return frozenset()
        references = (one.reference for one in self.indicators.values())
        return frozenset(one.kind for one in references if one is not None and one.dataset == dataset)

    def stands(self, dataset: str) -> bool:
        """Whether a dataset is to the report what holds until another is set: standards and goals alone."""
        kinds = self.held_from(dataset)
        return bool(kinds) and kinds <= STANDING

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        pairs: list[tuple[Way, str, list[str]]] = [
            (("lead",), self.lead, list(self.indicators)),
            (("card",), self.card, list(self.charts)),
        ]
        pairs += [
            (("charts", name, "indicator"), chart.indicator, list(self.indicators))
            for name, chart in self.charts.items()
        ]
        must_be_known("name-unknown", pairs)
        objectives: list[tuple[Way, str, list[str]]] = [
            (("indicators", name, "objective"), one.objective, list(self.objectives))
            for name, one in self.indicators.items()
            if one.objective is not None
        ]
        must_be_known("objective-unknown", objectives)
        return self

    @model_validator(mode="after")
    def _objectives_are_measured(self) -> Self:
        measured = {one.objective for one in self.indicators.values()}
        for name in self.objectives:
            if name not in measured:
                raise PydanticCustomError("objective-empty", "{name}", {"name": name, "at": ("objectives", name)})
        return self

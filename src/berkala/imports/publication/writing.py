"""A whole collection as the files of a publication."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from berkala.imports.open_sdg.collection import Collection, Indicator
from berkala.imports.publication.carding import uncarded
from berkala.imports.publication.layout import lay_out
from berkala.imports.publication.reports import WITHOUT_GOALS, Reporting, section_name
from berkala.imports.publication.settings import Settling, sources_of
from berkala.imports.publication.tables import Tabling
from berkala.imports.publication.telling import Telling, Told
from berkala.imports.publication.words import Words
from berkala.imports.publication.yaml_text import written
from berkala.plan.naming import Naming
from berkala.plan.reports import RESERVED
from berkala.words import available, language


def _addressed(collection: Collection) -> Collection:
    """The collection with ids that can be addresses, each its own: ``1.1.1`` becomes ``1-1-1``."""
    sections = (section_name(goal.number) for goal in collection.goals)
    naming = Naming("indicator", {*RESERVED, *sections, WITHOUT_GOALS})
    indicators = tuple(replace(one, id=naming.name([one.id])) for one in collection.indicators)
    return replace(collection, indicators=indicators)


@dataclass
class Publishing:
    """Writes a collection. `at` is the moment of the import in `time_zone`, which is the publication's.

    `told` is what is told of each indicator with data, once its files are made.
    """

    collection: Collection
    at: datetime
    time_zone: str
    told: dict[str, Told] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.collection = _addressed(self.collection)
        spoken = [code for code in self.collection.languages if code in available()]
        self.words = Words({code: language(code) for code in spoken or ["en"]})
        self.reporting = Reporting(self.collection, self.words, self.at)
        self.settling = Settling(self.collection, self.words, self.time_zone)

    @property
    def unspoken(self) -> tuple[str, ...]:
        """The languages of the collection that Berkala does not speak."""
        return tuple(code for code in self.collection.languages if code not in self.words.languages)

    def files(self) -> dict[str, bytes]:
        """Every file of the publication by its path."""
        notes = {"site/.gitignore": "*\n!.gitignore\n", ".gitignore": ".berkala/\n"}
        found = {"mkdocs.yml": written(self.settling.settings()), **notes}
        for indicator in self.collection.indicators:
            found |= dict(self._of(indicator))
        return {name: text.encode() for name, text in sorted(found.items())}

    def _of(self, indicator: Indicator) -> Iterator[tuple[str, str]]:
        if not indicator.observations:
            yield f"reports/{indicator.id}.md", _markdown(self.reporting.unreported(indicator), "")
            return
        layout = lay_out(indicator)
        title = self.reporting.title(indicator)
        first = next(iter(self.words.languages))
        publisher = self.words.of(self.collection.title, self.words.own("imports.agency"))[first]
        sources = sources_of(indicator, self.words, publisher)
        licence = self.settling.licence()
        table = Tabling(layout, self.words, title, sources, licence, self.at.date()).table()
        measured = self.reporting.measured(indicator)
        told = Telling(layout, table, self.words, measured, self.reporting.called(indicator)).told()
        folder = f"datasets/{indicator.id}"
        yield f"{folder}/dataset.yml", written(table.descriptor)
        yield f"{folder}/{indicator.id}.csv", table.csv
        report = self.reporting.report(layout, table, told)
        around = [publisher, *(text for source in sources for text in (source["title"], source["publisher"]))]
        lacking = uncarded(report, around, told.headline)
        self.told[indicator.id] = replace(told, uncarded=lacking)
        report |= {"share_cards": False} if lacking else {}
        yield from self._report(indicator, report, told)

    def _report(self, indicator: Indicator, report: Mapping[str, Any], told: Told) -> Iterator[tuple[str, str]]:
        first, *others = self.words.languages
        yield f"reports/{indicator.id}.md", _markdown(report, self.reporting.story(told, first))
        for code in others:
            yield f"reports/{indicator.id}.{code}.md", self.reporting.story(told, code)


def _markdown(front: Mapping[str, Any], body: str) -> str:
    return f"---\n{written(front)}---\n{body}"

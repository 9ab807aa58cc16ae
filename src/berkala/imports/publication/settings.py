"""The settings of the publication that a collection becomes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from berkala.imports.open_sdg.collection import Collection, Indicator
from berkala.imports.publication.reports import WITHOUT_GOALS, section_name
from berkala.imports.publication.statuses import status_settings
from berkala.imports.publication.words import Said, Words

#: A source that is cited beside a chart has no more letters than these.
_CITED = 110


@dataclass(frozen=True)
class Settling:
    """Makes ``mkdocs.yml``."""

    collection: Collection
    words: Words
    time_zone: str

    def settings(self) -> dict[str, Any]:
        """The settings. What Open SDG does not say stands as a placeholder, and has its line in the account."""
        name = self.words.of(self.collection.title, self.words.own("imports.agency"))
        first = next(iter(self.words.languages))
        return {
            "site_name": name[first],
            "site_url": "https://statistics.example/",
            "docs_dir": "reports",
            "site_dir": "site",
            "theme": {"name": None, "custom_dir": "templates/theme"},
            "plugins": [{"berkala": self._ours(name)}],
        }

    def _ours(self, name: Said) -> dict[str, Any]:
        return {
            "agency": {"name": name},
            "languages": list(self.words.languages),
            "time_zone": self.time_zone,
            "licence": self.licence(),
            "contact": {"name": name, "email": "statistics@statistics.example"},
            "channels": {"site": {"kind": "folder", "path": "site"}},
            "networks": [],
            "card_sizes": ["1200x630"],
            "collection": self._collection(),
        }

    def licence(self) -> dict[str, Any]:
        """The terms: Open SDG has no place for them."""
        return {"name": "unstated", "title": self.words.own("imports.licence"), "path": "https://statistics.example/"}

    def _collection(self) -> dict[str, Any]:
        return {
            "section": self.words.own("imports.section"),
            "sections_title": self.words.own("imports.sections"),
            "statuses": list(status_settings(self.collection.indicators, self.words)),
            "sections": list(self._sections()),
        }

    def _sections(self) -> Iterator[dict[str, Any]]:
        """One for each goal; one for all indicators where none has a goal."""
        for goal in self.collection.goals:
            numbered = self.words.own("imports.section-numbered", number=goal.number)
            title = self.words.of(goal.short or goal.title, numbered)
            yield {"name": section_name(goal.number), "number": goal.number, "title": title}
        if not self.collection.goals:
            yield {"name": WITHOUT_GOALS, "number": "1", "title": self.words.own("imports.indicators")}


def sources_of(indicator: Indicator, words: Words, publisher: str) -> list[dict[str, Any]]:
    """The sources of an indicator's data as a descriptor has them; the office itself where none is named."""
    found = []
    for source in indicator.sources:
        if not source.active:
            continue
        said = {name: texts.get(*words.languages) for name, texts in source.fields.items()}
        organisation = said.get("organisation") or publisher
        title = said.get("url_text") or organisation
        path = said.get("url", "")
        if len(organisation) > _CITED or _is_address(organisation):  # no name; it stands whole among the metadata
            organisation = publisher
        if len(title) + len(organisation) > _CITED or _is_address(title):
            title = organisation
        entry = {"title": " ".join(title.split()), "publisher": " ".join(organisation.split())}
        found.append(entry | ({"path": path} if _is_address(path) else {}))
    return found or [{"title": publisher, "publisher": publisher}]


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://"))

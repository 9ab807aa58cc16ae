"""An indicator's report: its front matter and its story in each language; and the page of one without data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from statistics import mode
from typing import Any

from berkala.imports.open_sdg.collection import Collection, Indicator
from berkala.imports.open_sdg.markup import plain
from berkala.imports.open_sdg.texts import Texts
from berkala.imports.publication.layout import Layout
from berkala.imports.publication.statuses import status_names
from berkala.imports.publication.tables import Table
from berkala.imports.publication.telling import Told
from berkala.imports.publication.words import Said, Words
from berkala.periods import Period
from berkala.plan.names import DIGIT

#: The section of a collection in which no indicator has a goal.
WITHOUT_GOALS = "indicators"


@dataclass(frozen=True)
class Reporting:
    """Makes the reports of a collection. `release` is the moment of the import, in the publication's own time."""

    collection: Collection
    words: Words
    release: datetime

    @cached_property
    def _statuses(self) -> Mapping[str, str]:
        return status_names(self.collection.indicators)

    def title(self, indicator: Indicator) -> Said:
        """What an indicator is called: its name, as the office has it; its number stands before it anyway."""
        return self.words.of(indicator.name.without_number(indicator.number), self.called(indicator))

    def measured(self, indicator: Indicator) -> Said:
        """What the figures are of: the indicator, or what the office measures in its place."""
        if not indicator.proxy or not indicator.available:
            return self.title(indicator)
        return self.words.own("imports.proxied", name=self.words.of(indicator.available))

    def called(self, indicator: Indicator) -> Said:
        """What it is called inside sentences: by its number."""
        return self.words.own("imports.indicator", number=indicator.number)

    def report(self, layout: Layout, table: Table, told: Told) -> dict[str, Any]:
        """The front matter of an indicator with data."""
        indicator = layout.indicator
        title = self.title(indicator)
        return {
            "title": title,
            "summary": self.words.own("imports.summary", number=indicator.number),
            "place": self.words.of(indicator.coverage, self._place),
            **self._in_collection(indicator),
            "dataset": indicator.id,
            "frequency": table.frequency,
            "schedule": {
                "first_release": self.release.strftime("%Y-%m-%dT%H:%M"),
                "first_period": table.last.code,
                "lag_days": self._lag(table.last),
            },
            "compare": "previous" if table.frequency == "span" else "year_before",
            "lead": told.lead,
            "indicators": told.indicators,
            "charts": told.charts,
            "card": told.card,
            "methods": self.words.own("imports.methods"),
            **self._names(told, indicator),
            "metadata": list(self._metadata(indicator)),
        }

    def _lag(self, last: Period) -> int:
        """None; before the end of a last period that is not over, whose figures are public all the same."""
        return min(0, (self.release.date() - last.end).days - 1)

    def unreported(self, indicator: Indicator) -> dict[str, Any]:
        """The front matter of an indicator without data."""
        return {
            "unreported": self.words.prose(indicator.placeholder, self.words.own("imports.unreported")),
            "title": self.title(indicator),
            "summary": self.words.own("imports.summary-unreported", number=indicator.number),
            **self._in_collection(indicator),
            "names": list(dict.fromkeys([*self._numbered(indicator), *_with_digits(indicator.placeholder)])),
            "metadata": list(self._metadata(indicator)),
        }

    def story(self, told: Told, code: str) -> str:
        """The story in one language: a heading and a chart for each breakdown."""
        parts = [
            f'## {_heading(section.heading[code])}\n\n{{{{ chart("{section.chart}") }}}}\n' for section in told.sections
        ]
        return "\n".join(parts)

    def _numbered(self, indicator: Indicator) -> list[str]:
        """What a summary calls the indicator: by its number, which is a name where a collection gives numbers."""
        if self._section(indicator):
            return [indicator.number]
        key = "imports.summary" if indicator.observations else "imports.summary-unreported"
        return [*self.words.own(key, number=indicator.number).values()]

    def _section(self, indicator: Indicator) -> str:
        if not self.collection.goals:
            return WITHOUT_GOALS
        return section_name(indicator.goal) if indicator.goal else ""

    @cached_property
    def _place(self) -> Said:
        """Where it is about, where an indicator does not say so: what most of the others say, else the collection."""
        stated = [one.coverage for one in self.collection.indicators if one.coverage]
        if not stated:
            return self.words.of(self.collection.title, self.words.own("imports.agency"))
        names = [one.get(*self.words.languages) for one in stated]
        return self.words.of(stated[names.index(mode(names))])

    def _in_collection(self, indicator: Indicator) -> dict[str, Any]:
        found: dict[str, Any] = {"number": indicator.number}
        if section := self._section(indicator):
            found["section"] = section
        if indicator.status:
            found["status"] = self._statuses[indicator.status]
        return found

    def _names(self, told: Told, indicator: Indicator) -> dict[str, Any]:
        """The texts of the figures whose digits are part of a name: "per 100,000 people". The title is one anyway."""
        title, called = self.title(indicator), self.called(indicator)
        keys = ("name", "short", "called", "unit_name", "all_label")
        texts = [text for one in told.indicators.values() for key in keys for text in one.get(key, {}).values()]
        texts += [*self._numbered(indicator), *called.values()]
        texts += [text for section in told.sections for text in section.heading.values()]
        texts = [text for text in texts if not any(one in text for one in title.values())]
        # A text without a letter is a label, which is known anyway.
        known = (text for text in texts if text == indicator.number or any(letter.isalpha() for letter in text))
        found = list(dict.fromkeys(text for text in known if DIGIT.search(text)))
        return {"names": found} if found else {}

    # -- metadata ---------------------------------------------------------------------------------------------

    def _metadata(self, indicator: Indicator) -> Iterator[dict[str, Any]]:
        """Every text that the office wrote of the indicator, under the name that its schema gives it."""
        for name, texts in indicator.texts.items():
            yield from self._entry(self._label(name), texts)
        for key in ("available", "footnote", "content", "copyright"):
            yield from self._entry(self.words.own(f"imports.text.{key}"), getattr(indicator, key))
        yield from self._set_apart(indicator)
        heading, notice = indicator.notice
        yield from self._entry(self.words.of(heading, self.words.own("imports.text.notice")), notice)
        for source in indicator.sources:
            yield from self._source(source.fields)

    def _set_apart(self, indicator: Indicator) -> Iterator[dict[str, Any]]:
        """What shapes a page of Open SDG and no page here, and what no number on the page says: it is still known."""
        titles = [indicator.graph.title, *(text for _, text in indicator.graph.titles)]
        for name, said in (
            ("tags", indicator.tags),
            ("proxy", [self._as_written(indicator.proxy)]),
            ("proxy_series", [indicator.series.get(one) or self._as_written(one) for one in indicator.proxy_series]),
            ("expected_disaggregations", [self._as_written(one) for one in indicator.expected]),
            ("graph_title", titles),
            ("computation_units", [indicator.unit] if any(indicator.units) else []),
        ):
            yield from self._entry(self._label(name), self._joined(said))
        if len(indicator.series) == 1:
            yield from self._entry(self.words.own("imports.series-column"), self._joined(indicator.series.values()))

    def _as_written(self, text: str) -> Texts:
        return Texts(text, dict.fromkeys(self.words.languages, plain(text)[0]))

    def _joined(self, said: Iterable[Texts]) -> Texts:
        """Several texts as one."""
        known = [one for one in said if one]
        each = {code: "; ".join(one.get(code, *self.words.languages) for one in known) for code in self.words.languages}
        return Texts(texts={code: text for code, text in each.items() if text})

    def _entry(self, label: Said, texts: Texts) -> Iterator[dict[str, Any]]:
        if texts:
            yield {"label": label, "text": {code: _linked(text) for code, text in self.words.prose(texts).items()}}

    def _label(self, name: str) -> Said:
        """What a field is called: by the collection's schema, in our words where it has none of a language."""
        known = self.collection.fields.get(name)
        return self.words.field(known.label if known else Texts(), readable(name))

    def _source(self, fields: Mapping[str, Texts]) -> Iterator[dict[str, Any]]:
        """One source as a list of what is said of it."""
        said: dict[str, str] = {}
        for code in self.words.languages:
            lines = []
            for name, texts in fields.items():
                text = " ".join(texts.get(code, *self.words.languages).split())
                if text:
                    lines.append(f"- {self._label(f'source_{name}')[code]}: {_linked(text)}")
            if lines:
                said[code] = "\n".join(lines)
        if said:
            yield {
                "label": self.words.own("imports.text.source"),
                "text": {**dict.fromkeys(self.words.languages, ""), **said},
            }


def section_name(goal: str) -> str:
    """The address of a goal's page."""
    return f"goal-{goal.lower()}"


def readable(name: str) -> str:
    """A field's name as words: ``computation_units`` is "Computation units"."""
    return name.replace("_", " ").strip().capitalize()


def _heading(text: str) -> str:
    """A heading in Markdown; one with a digit is a name, and said by a call."""
    if DIGIT.search(text):
        return "{{ name(" + json.dumps(text, ensure_ascii=False) + ") }}"
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", text)


def _with_digits(texts: Texts) -> Iterator[str]:
    yield from (text for text in texts.texts.values() if DIGIT.search(text))


def _linked(text: str) -> str:
    return f"<{text}>" if text.startswith(("http://", "https://")) and " " not in text else text

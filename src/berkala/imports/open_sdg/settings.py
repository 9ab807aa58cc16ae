"""Settings of an indicator that hold entries: target lines, limits, breaks, precision, progress, what is shown first.

An entry may be for one series, one unit, or both. A value of the wrong form is left out by a line, and so is a word
that the entry does not have; what is not said stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from berkala.errors import nearest
from berkala.imports.open_sdg.account import About, Book
from berkala.imports.open_sdg.collection import (
    Break,
    Direction,
    Limits,
    Progress,
    ProgressOption,
    Scope,
    Start,
    TargetLine,
)
from berkala.imports.open_sdg.metadata import Metadata, Value, says_nothing
from berkala.imports.open_sdg.speaking import Place, Speaker
from berkala.imports.open_sdg.texts import NONE, Texts
from berkala.imports.open_sdg.values import number

Entry = Mapping[str, Any]

_TRUTHS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_DIRECTIONS: tuple[Direction, ...] = ("positive", "negative")
_SCOPE = ("series", "unit")
#: Words of an entry that only say how it looks.
_LOOKS = frozenset({"preset", "borderColor", "borderDash", "highContrast", "mode", "endValue", "description"})


@dataclass
class SettingsReader:
    """Reads the settings of one indicator, and writes lines about those that it cannot read."""

    metadata: Metadata
    speaker: Speaker
    book: Book

    # -- single values ----------------------------------------------------------------------------------------

    def truth(self, name: str) -> bool | None:
        """True or false, also in words and in quotation marks; None where it is not said."""
        value = self.metadata.get(name)
        if value is None:
            return None
        found = _TRUTHS.get(value.text.casefold()) if isinstance(value.said, str) else None
        if found is None:
            self.wrong(name, value, value.said)
        return found

    def words(self, name: str) -> tuple[str, ...]:
        """A list of words; one alone may stand for a list."""
        value = self.metadata.get(name)
        if value is None:
            return ()
        listed = [value.said] if isinstance(value.said, str) else value.said
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            self.wrong(name, value, value.said)
            return ()
        return tuple(dict.fromkeys(one.strip() for one in listed if one.strip()))

    def wrong(
        self,
        name: str,
        value: Value,
        said: object,
        code: str = "value-form",
        facts: Mapping[str, object] | None = None,
    ) -> None:
        """A line about a value that cannot be read, or not wholly."""
        text = said if isinstance(said, str) else str(said)
        about = About(self.book, value.file, self.metadata.indicator)
        about.add("degraded", code, {"name": name, **(facts or {})}, row=value.line, column=name, value=text[:80])

    # -- entries ----------------------------------------------------------------------------------------------

    def entries(self, name: str, known: tuple[str, ...]) -> Iterator[tuple[Value, Entry]]:
        """The entries of a list that say something; one alone may stand without its hyphen."""
        yield from ((value, entry) for value, entry in self._listed(name) if self._known(name, value, entry, known))

    def _listed(self, name: str) -> Iterator[tuple[Value, Entry]]:
        value = self.metadata.get(name)
        if value is None:
            return
        for entry in value.said if isinstance(value.said, list) else [value.said]:
            if isinstance(entry, dict) and not says_nothing(entry):
                yield value, entry
            elif not says_nothing(entry):
                self.wrong(name, value, entry)

    def _known(self, name: str, value: Value, entry: Entry, known: tuple[str, ...]) -> bool:
        """Whether all words of an entry are known; one with another may be for something that we cannot tell."""
        words = (*known, *_SCOPE)
        odd = [word for word in entry if word not in words and word not in _LOOKS and not says_nothing(entry[word])]
        for word in odd:
            self.wrong(name, value, word, "word-unknown", {"nearest": nearest(word, words), "known": ", ".join(words)})
        return not odd

    def scope(self, entry: Entry) -> Scope:
        """What an entry is for."""
        series, unit = (str(entry.get(name) or "").strip() for name in _SCOPE)
        return Scope(series, unit)

    def figure(self, name: str, value: Value, entry: Entry, word: str) -> Decimal | None:
        """An exact number of an entry; None where it is not said, or, by a line, is no number."""
        said = entry.get(word)
        if says_nothing(said):
            return None
        found = number(said.strip()) if isinstance(said, str) else None
        if found is None:
            self.wrong(f"{name}: {word}", value, said, "setting-number")
        return found

    def year(self, name: str, value: Value, entry: Entry, word: str) -> int | None:
        """A year of an entry."""
        found = self.figure(name, value, entry, word)
        if found is not None and (found != int(found) or not 1000 <= found <= 9999):
            self.wrong(f"{name}: {word}", value, entry.get(word), "setting-number")
            return None
        return None if found is None else int(found)

    def entry_text(self, value: Value, name: str, entry: Entry, word: str) -> Texts:
        """A text of an entry."""
        said = entry.get(word)
        if not isinstance(said, str) or not said.strip():
            return NONE
        return self.speaker.name(said, Place(value.file, name, self.metadata.indicator))

    # -- the settings themselves ------------------------------------------------------------------------------

    def titles(self) -> tuple[tuple[Scope, Texts], ...]:
        """``graph_titles``."""
        name, found = "graph_titles", []
        for value, entry in self.entries(name, ("title",)):
            if title := self.entry_text(value, name, entry, "title"):
                found.append((self.scope(entry), title))
        return tuple(found)

    def kinds(self) -> tuple[tuple[Scope, str], ...]:
        """``graph_types``."""
        entries = (entry for _, entry in self.entries("graph_types", ("type",)))
        return tuple((self.scope(entry), kind) for entry in entries if (kind := str(entry.get("type") or "").strip()))

    def target_lines(self) -> tuple[TargetLine, ...]:
        """``graph_target_lines``, and lines of the same kind among ``graph_annotations``."""
        found = []
        for name in ("graph_target_lines", "graph_annotations"):
            for value, entry in self.entries(name, ("value", "label_content", "label")):
                if name == "graph_annotations" and entry.get("preset") != "target_line":
                    self.wrong(name, value, entry, "annotation")
                elif (figure := self.figure(name, value, entry, "value")) is not None:
                    found.append(TargetLine(self.scope(entry), figure, self._annotated(value, name, entry)))
        return tuple(found)

    def _annotated(self, value: Value, name: str, entry: Entry) -> Texts:
        label = entry.get("label")
        if isinstance(label, dict):
            return self.entry_text(value, name, label, "content")
        return self.entry_text(value, name, entry, "label_content")

    def limits(self) -> tuple[Limits, ...]:
        """``graph_limits``; a lower and an upper end may stand in two entries for one scope."""
        name, by_scope = "graph_limits", dict[Scope, Limits]()
        for value, entry in self.entries(name, ("minimum", "maximum")):
            scope = self.scope(entry)
            low, high = (self.figure(name, value, entry, word) for word in ("minimum", "maximum"))
            before = by_scope.get(scope, Limits(scope))
            low, high = before.minimum if low is None else low, before.maximum if high is None else high
            by_scope[scope] = Limits(scope, low, high)
        return tuple(by_scope.values())

    def breaks(self) -> tuple[Break, ...]:
        """``graph_series_breaks``."""
        name, found = "graph_series_breaks", []
        for value, entry in self.entries(name, ("value", "label_content")):
            if (figure := self.figure(name, value, entry, "value")) is not None:
                found.append(Break(self.scope(entry), figure, self.entry_text(value, name, entry, "label_content")))
        return tuple(found)

    def decimals(self) -> tuple[tuple[Scope, int], ...]:
        """``precision``."""
        name, found = "precision", []
        for value, entry in self.entries(name, ("decimals",)):
            figure = self.figure(name, value, entry, "decimals")
            if figure is not None and figure == int(figure) and 0 <= figure <= 20:
                found.append((self.scope(entry), int(figure)))
            elif figure is not None:
                self.wrong(f"{name}: decimals", value, entry.get("decimals"), "setting-number")
        return tuple(found)

    def start(self) -> tuple[Start, ...]:
        """``data_start_values``; older files have the values alone, without their columns."""
        value = self.metadata.get("data_start_values")
        if value is None:
            return ()
        listed = value.said if isinstance(value.said, list) else [value.said]
        found = []
        for entry in listed:
            if isinstance(entry, str) and entry.strip():
                found.append(Start("", entry.strip()))
            elif isinstance(entry, dict) and isinstance(entry.get("value"), str):
                scope = self.scope(entry)
                found.append(Start(str(entry.get("field") or "").strip(), entry["value"].strip(), scope.series))
            elif not says_nothing(entry):
                self.wrong("data_start_values", value, entry)
        return tuple(found)

    def progress(self) -> Progress:
        """``progress_calculation_options`` with what is said beside it."""
        calculated = self.truth("auto_progress_calculation")
        status = self.metadata.text("progress_status")
        name = "progress_calculation_options"
        known = ("direction", "base_year", "target", "target_year", "limit", "disaggregation")
        options: list[ProgressOption] = []
        for place, (value, entry) in enumerate(self._listed(name), 1):
            for member, group in _members(entry, (place,) if "group" in entry else ()):
                if not isinstance(member, dict):
                    self.wrong(name, value, member)
                    continue
                self._known(name, value, member, known)
                options.append(self._option(name, value, member, group))
        return Progress(calculated, tuple(options), status)

    def _option(self, name: str, value: Value, entry: Entry, group: tuple[int, ...]) -> ProgressOption:
        return ProgressOption(
            scope=self.scope(entry),
            disaggregation=self._disaggregation(name, value, entry),
            direction=self._direction(name, value, entry),
            base_year=self.year(name, value, entry, "base_year"),
            target=self.figure(name, value, entry, "target"),
            target_year=self.year(name, value, entry, "target_year"),
            limit=self.figure(name, value, entry, "limit"),
            group=group,
        )

    def _direction(self, name: str, value: Value, entry: Entry) -> Direction | None:
        """Which way is better; Open SDG takes *negative* where it is not said, and here it stays unknown."""
        said = str(entry.get("direction") or "").strip()
        found = next((one for one in _DIRECTIONS if one == said.casefold()), None)
        if found is None:
            code = "direction-wrong" if said else "direction-missing"
            scope = self.scope(entry)
            what = ", ".join(filter(None, (scope.series, scope.unit))) or self.metadata.indicator
            self.wrong(name, value, said, code, {"nearest": nearest(said, _DIRECTIONS), "what": what})
        return found

    def _disaggregation(self, name: str, value: Value, entry: Entry) -> tuple[tuple[str, str], ...]:
        said = entry.get("disaggregation") or []
        listed = said if isinstance(said, list) else [said]
        if not all(isinstance(one, dict) for one in listed):
            self.wrong(f"{name}: disaggregation", value, said)
            return ()
        pairs = ((str(one.get("field") or "").strip(), str(one.get("value") or "").strip()) for one in listed)
        return tuple(pair for pair in pairs if all(pair))


def _members(entry: object, group: tuple[int, ...]) -> Iterator[tuple[object, tuple[int, ...]]]:
    """The options of an entry, each with its group: an entry may be a group, and so may a member of it."""
    if not isinstance(entry, dict) or "group" not in entry:
        if not says_nothing(entry):
            yield entry, group
        return
    inner = entry["group"]
    for place, member in enumerate(inner if isinstance(inner, list) else [inner], 1):
        nested = isinstance(member, dict) and "group" in member
        yield from _members(member, (*group, place) if nested else group)

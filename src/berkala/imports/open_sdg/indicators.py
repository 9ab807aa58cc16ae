"""One indicator out of its metadata: every field has a place of its own, is kept as a text, or is listed as unused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from berkala.imports.open_sdg.account import About, Book
from berkala.imports.open_sdg.collection import Graph, Indicator, Source
from berkala.imports.open_sdg.metadata import CONTENT, Metadata
from berkala.imports.open_sdg.settings import SettingsReader
from berkala.imports.open_sdg.speaking import Place, Speaker
from berkala.imports.open_sdg.texts import NONE, Texts
from berkala.words import available, language

#: Fields that shape pages of the site that Open SDG builds, or describe the files themselves.
_LAYOUT = frozenset(
    {"layout", "permalink", "published", "sort", "indicator_sort_order", "csv_size", "has_metadata"}
    | {"graph_stacked_disaggregation", "series_toggle", "x_axis_label", "data_notice_class", "indicator_tabs"}
    | {"footer_fields", "related_indicators", "publications", "sources", "data_filename"}
    | {"embedded_feature_html", "embedded_feature_url", "embedded_feature_title", "embedded_feature_footer"}
    | {"embedded_feature_tab_title", "datapackage", "csvw"}
)
_SOURCE = re.compile(r"source_(\w+?)_(\d{1,3})", re.ASCII)
_ADDRESS = re.compile(r"(?:^|_)(?:url|link)(?:_\d+)?$")
_NUMBER = re.compile(r"\w+(?:\.\w+)*")
_ID_NUMBER = re.compile(r"\d+(?:-\w+)*")
_STATUSES = frozenset({"complete", "inprogress", "notstarted", "notapplicable"})
_NO_KIND = frozenset({"none", "null"})

#: Where the name of an indicator comes from that says none: translations by its number, then other fields.
_NAME_FIELDS = ("national_indicator_available", "title", "SDG_INDICATOR")
#: Where the unit of all values is said; a longer text tells of it and names none.
_UNIT_FIELDS = ("computation_units", "UNIT_MEASURE", "unit_of_measure")
_LONGEST_UNIT = 80
_NAME_GROUPS = ("national_indicators", "global_indicators", "proxy")


@dataclass
class IndicatorReader:
    """Gives meaning to the metadata of one indicator."""

    metadata: Metadata
    speaker: Speaker
    book: Book

    def read(self) -> Indicator:
        """The indicator without its data."""
        settings = SettingsReader(self.metadata, self.speaker, self.book)
        number = self._number()
        standalone = settings.truth("standalone") or False
        parts = number.split(".")
        other = self._name_text("indicator_available")
        name, name_from = self._name(number, other)
        indicator = Indicator(
            id=self.metadata.indicator,
            number=number,
            goal="" if standalone else parts[0],
            target="" if standalone or len(parts) < 2 else ".".join(parts[:2]),
            name=name,
            name_from=name_from,
            available=other,
            status=self._status(),
            statistical=not settings.truth("data_non_statistical"),
            standalone=standalone,
            placeholder=self._prose("placeholder"),
            proxy=self.metadata.text("proxy"),
            proxy_series=settings.words("proxy_series"),
            tags=tuple(self.speaker.name(tag, self._place("tags")) for tag in settings.words("tags")),
            coverage=self._name_text("national_geographical_coverage"),
            unit=self._unit(),
            footnote=self._prose("data_footnote"),
            notice=(self._name_text("data_notice_heading"), self._prose("data_notice_text")),
            content=self._content(),
            copyright=self._prose("copyright"),
            expected=settings.words("expected_disaggregations"),
            graph=self._graph(settings),
            start=settings.start(),
            progress=settings.progress(),
            sources=self._sources(),
            texts=self._texts(),
            files=tuple(self.metadata.files),
        )
        self._unused()
        self.metadata.close(self.book)
        return indicator

    def _place(self, name: str) -> Place:
        value = self.metadata.fields.get(name)
        file = value.file if value else next(iter(self.metadata.files), "")
        return Place(file, name, self.metadata.indicator)

    def _about(self, name: str) -> About:
        return About(self.book, self._place(name).file, self.metadata.indicator)

    def _prose(self, name: str) -> Texts:
        return self.speaker.prose(self.metadata.text(name), self._place(name), self.metadata.in_others(name))

    def _name_text(self, name: str) -> Texts:
        return self.speaker.name(self.metadata.text(name), self._place(name), self.metadata.in_others(name))

    # -- what it is called ------------------------------------------------------------------------------------

    def _number(self) -> str:
        """The number as it is said; of one that is not said, or is none, the id with full stops."""
        from_id = self.metadata.indicator.replace("-", ".")
        said = self.metadata.text("indicator_number") or self.metadata.text("indicator")
        if not _NUMBER.fullmatch(said):
            return from_id
        numbered = _ID_NUMBER.fullmatch(self.metadata.indicator)
        if numbered and said.split(".")[:2] != from_id.split(".")[:2]:
            about = self._about("indicator_number")
            about.add("noted", "number-differs", {"id": self.metadata.indicator}, column="indicator_number", value=said)
            return from_id
        return said

    def _name(self, number: str, available: Texts) -> tuple[Texts, str]:
        """The name, and where it is from; a key that is nowhere falls back on what else the files say."""
        id = number.replace(".", "-")
        for name, found in (("indicator_name", self._name_text("indicator_name")), ("indicator_available", available)):
            if found:
                return found, name
        for group in _NAME_GROUPS:
            if self.speaker.translations.find(f"{group}.{id}-title"):
                return self.speaker.name(f"{group}.{id}-title", self._place("indicator_name")), group
        for name in _NAME_FIELDS:
            if found := self._name_text(name):
                return found.without_number(number), name
        if self.metadata.fields:
            self._about("indicator_name").add("degraded", "name-missing", {"number": number})
        return Texts(self.metadata.text("indicator_name"), self._numbered(number), unresolved=True), ""

    def _numbered(self, number: str) -> Mapping[str, str]:
        """The name "Indicator 1.2.1" in the languages that Berkala speaks, the number alone in others."""
        spoken = {one for one in self.speaker.languages if one in available()}
        return {
            one: language(one).text("imports.indicator", number=number) if one in spoken else number
            for one in self.speaker.languages
        }

    def _status(self) -> str:
        """The status; one that is known, but for the size of its letters, is that one."""
        status = self.metadata.text("reporting_status")
        if not status or status in _STATUSES:
            return status
        about, meant = self._about("reporting_status"), status.casefold()
        known = meant in _STATUSES
        facts = {"name": meant}
        about.add("noted", "status-case" if known else "status-other", facts, column="reporting_status", value=status)
        return meant if known else status

    def _unit(self) -> Texts:
        for name in _UNIT_FIELDS:
            written = self.metadata.text(name)
            if written and len(written) <= _LONGEST_UNIT:
                return self.speaker.label(written)
        return NONE

    def _content(self) -> Texts:
        """The page's own text. Settings that slipped below the second ``---`` are no text for readers."""
        written = self.metadata.text(CONTENT)
        if written and _is_settings(written):
            value = self.metadata.fields[CONTENT]
            self._about(CONTENT).add("degraded", "settings-in-text", row=value.line, column=CONTENT, value=written[:80])
            return NONE
        return self._prose(CONTENT)

    # -- how it is drawn --------------------------------------------------------------------------------------

    def _graph(self, settings: SettingsReader) -> Graph:
        kind = self.metadata.text("graph_type")
        return Graph(
            kind="" if kind.casefold() in _NO_KIND else kind,
            kinds=settings.kinds(),
            title=self._name_text("graph_title"),
            titles=settings.titles(),
            limits=settings.limits(),
            target_lines=settings.target_lines(),
            breaks=settings.breaks(),
            decimals=settings.decimals(),
            map=settings.truth("data_show_map") or False,
        )

    # -- what is said of it -----------------------------------------------------------------------------------

    def _sources(self) -> tuple[Source, ...]:
        """``source_<field>_<number>``, by number; a source is active where the file says so."""
        by_number: dict[int, dict[str, Texts]] = {}
        active: dict[int, bool] = {}
        for name in self.metadata.left():
            found = _SOURCE.fullmatch(name)
            if not found:
                continue
            number = int(found[2])
            if found[1] == "active":
                said = self.metadata.text(name).casefold()
                active[number] = said == "true"
                self.metadata.in_others(name)
            elif texts := self._field(name):
                by_number.setdefault(number, {})[found[1]] = texts
        return tuple(Source(number, active.get(number, False), fields) for number, fields in sorted(by_number.items()))

    def _field(self, name: str) -> Texts:
        """A field that holds a text or an address."""
        written, others = self.metadata.text(name), self.metadata.in_others(name)
        speak = self.speaker.address if _ADDRESS.search(name) else self.speaker.prose
        return speak(written, self._place(name), others)

    def _texts(self) -> Mapping[str, Texts]:
        """Every other field that holds a text, under its name."""
        texts: dict[str, Texts] = {}
        for name in self.metadata.left():
            said = [fields[name] for fields in (self.metadata.fields, *self.metadata.others.values()) if name in fields]
            if name in _LAYOUT or not all(isinstance(value.said, str) for value in said):
                continue
            written, others = said[0].text if name in self.metadata.fields else "", self.metadata.in_others(name)
            speak = self.speaker.address if _ADDRESS.search(name) else self.speaker.prose
            found = speak(written, self._place(name), others)
            self.metadata.drop(name)
            self.book.field(name, "text" if found or found.unresolved else "empty", len(said))
            if found or found.unresolved:
                texts[name] = found
        return texts

    def _unused(self) -> None:
        for name in self.metadata.left():
            count = sum(name in fields for fields in (self.metadata.fields, *self.metadata.others.values()))
            self.metadata.drop(name)
            self.book.field(name, "unused", count)


def _is_settings(text: str) -> bool:
    """Whether a text is nothing but settings: each line that is not indented is a name of a field and a colon."""
    outer = [line for line in text.splitlines() if line.strip() and not line[0].isspace() and line[0] not in "-#"]
    return bool(outer) and all(re.match(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+:(?:\s|$)", line) for line in outer)

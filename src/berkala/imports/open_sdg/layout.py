"""``config_data.yml``: where an Open SDG repository keeps what, in which languages, and what its columns are.

What is not set there is what Open SDG takes for granted (its documentation, "Data configuration"). Without the file,
the folders that every version has used are looked at, all of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fnmatch import translate
from typing import Any, Literal

from berkala.imports.open_sdg.account import About, Book
from berkala.imports.open_sdg.files import SourceFile, read_settings

CONFIGURATIONS = ("config_data.yml", "config_data.yaml", "data_config.yml")

MetaKind = Literal["front matter", "settings"]

_META_CLASSES: Mapping[str, MetaKind] = {"InputYamlMdMeta": "front matter", "InputYamlMeta": "settings"}
_TRANSLATION_FOLDER = "translations"
_REMOTE = re.compile(r"[a-z][a-z0-9+.-]*://|git@", re.IGNORECASE)
#: Settings that mean something here; the others shape the site that Open SDG builds.
_READ = frozenset(
    {"languages", "src_dir", "site_dir", "inputs", "translations", "indicator_options", "map_layers"}
    | {"schema_file", "schema", "docs_branding", "sdmx_output_global"}
)


@dataclass(frozen=True)
class DataInput:
    """CSV files of data: which, and the tables that rename their columns and cells."""

    pattern: str
    column_map: str = ""
    code_map: str = ""


@dataclass(frozen=True)
class MetaInput:
    """Files of metadata: which, and how they are written."""

    pattern: str
    kind: MetaKind


@dataclass(frozen=True)
class ColumnOptions:
    """What the configuration says of columns by name."""

    unit: str = "Units"
    series: str = "Series"
    progress: str = "Progress"
    non_disaggregation: frozenset[str] = frozenset(
        {"Year", "Units", "Series", "Value", "GeoCode", "Observation status", "Unit multiplier", "Unit measure"}
    )
    attributes: frozenset[str] = frozenset({"COMMENT_OBS"})


#: What the configuration that Open SDG is begun with calls every collection.
_SAMPLES = frozenset({"SDG data build documentation", "Build docs"})


@dataclass(frozen=True)
class Layer:
    """A map: its file or address, and the properties of its places that hold their codes and names."""

    file: str
    id_property: str = ""
    name_property: str = ""
    id_column: str = "GeoCode"
    subfolder: str = ""


@dataclass(frozen=True)
class Layout:
    """Where everything is. Patterns and files are relative to the folder that is read."""

    file: str = ""
    languages: tuple[str, ...] = ("en",)
    title: str = ""
    data: tuple[DataInput, ...] = ()
    metadata: tuple[MetaInput, ...] = ()
    translations: tuple[str, ...] = (_TRANSLATION_FOLDER,)
    columns: ColumnOptions = field(default_factory=ColumnOptions)
    layers: tuple[Layer, ...] = ()
    schema: str = ""
    sdmx_column_map: str = ""
    sdmx_code_map: str = ""


#: What has been the place of data and metadata in the versions of Open SDG, in the order in which later ones hold.
_EVERYWHERE = Layout(
    data=(DataInput("data/*-*.csv"),),
    metadata=(
        MetaInput("meta/*-*.md", "front matter"),
        MetaInput("meta/*-*.yml", "settings"),
        MetaInput("indicator-config/*-*.yml", "settings"),
    ),
)


def read_layout(files: tuple[SourceFile, ...], book: Book) -> Layout:
    """The layout that the configuration describes."""
    by_name = {file.name: file for file in files}
    file = next((by_name[name] for name in CONFIGURATIONS if name in by_name), None)
    document = read_settings(file, About(book, file.name)) if file else None
    if file is None:
        book.add("noted", "configuration-missing", file=CONFIGURATIONS[0])
    if file is None or document is None:
        return replace(_EVERYWHERE, file=file.name if file else "")
    return _Settings(file.name, document.data, book).layout()


def matches(pattern: str, name: str) -> bool:
    """Whether a file's name fits a pattern as the shell reads it: a star stops at a stroke, two stars do not."""
    parts, names = pattern.split("/"), name.split("/")
    if "**" in parts:
        at = parts.index("**")
        rest = "/".join(parts[at + 1 :])
        head = len(names) >= at and all(map(_fits, parts[:at], names[:at]))
        return head and any(matches(rest, "/".join(names[place:])) for place in range(at, len(names)))
    return len(parts) == len(names) and all(map(_fits, parts, names))


def _fits(pattern: str, name: str) -> bool:
    return re.fullmatch(translate(pattern), name) is not None


@dataclass
class _Settings:
    """The configuration, read setting by setting; what has the wrong form gets a line and its default."""

    file: str
    data: Mapping[str, Any]
    book: Book
    prefix: str = ""

    def layout(self) -> Layout:
        source = self._local(self.text("src_dir"))
        self.prefix = f"{source}/" if source else ""
        data, metadata = self._inputs()
        unread = sorted(name for name in self.data if name not in _READ)
        if unread:
            facts = {"count": len(unread), "names": ", ".join(unread)}
            self.book.add("noted", "configuration-unread", facts, file=self.file)
        sdmx = self.data.get("sdmx_output_global")
        sdmx = sdmx if isinstance(sdmx, dict) else {}
        return Layout(
            file=self.file,
            languages=self._languages(),
            title=self._title(),
            data=data,
            metadata=metadata,
            translations=self._translations(),
            columns=self._columns(),
            layers=self._layers(),
            schema=self._schema(),
            sdmx_column_map=self._local(str(sdmx.get("column_map") or "")),
            sdmx_code_map=self._local(str(sdmx.get("code_map") or "")),
        )

    def _title(self) -> str:
        """What the office calls its collection; the words of the sample that it began with are nobody's name."""
        said = self.text("docs_branding")
        return "" if said in _SAMPLES else said

    def text(self, name: str) -> str:
        value = self.data.get(name)
        if value is None or isinstance(value, str):
            return (value or "").strip()
        self.wrong(name)
        return ""

    def wrong(self, name: str) -> None:
        self.book.add("degraded", "setting-form", {"name": name}, file=self.file, value=name)

    def entries(self, name: str) -> list[Mapping[str, Any]]:
        """A list of mappings; one alone may stand without its hyphen."""
        value = self.data.get(name)
        listed = [value] if isinstance(value, dict) else value or []
        if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
            self.wrong(name)
            return []
        return listed

    def names(self, value: object, name: str) -> tuple[str, ...]:
        """A list of words."""
        listed = [value] if isinstance(value, str) else value or []
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            self.wrong(name)
            return ()
        return tuple(dict.fromkeys(one.strip() for one in listed if one.strip()))

    def _languages(self) -> tuple[str, ...]:
        found = self.names(self.data.get("languages"), "languages")
        if not found:
            self.book.add("noted", "languages-missing", file=self.file)
        return found or Layout().languages

    def _local(self, path: str) -> str:
        """A path of the configuration as one in the folder, or nothing where it leads out of it."""
        parts = [part for part in path.strip().replace("\\", "/").split("/") if part not in ("", ".")]
        if ".." in parts or path.startswith("/"):
            self.book.add("degraded", "path-outside", file=self.file, value=path)
            return ""
        return self.prefix + "/".join(parts) if parts else ""

    def _inputs(self) -> tuple[tuple[DataInput, ...], tuple[MetaInput, ...]]:
        data: list[DataInput] = []
        metadata: list[MetaInput] = []
        for entry in self.entries("inputs"):
            kind, pattern = str(entry.get("class") or ""), self._local(str(entry.get("path_pattern") or ""))
            if kind == "InputCsvData":
                maps = [self._local(str(entry.get(name) or "")) for name in ("column_map", "code_map")]
                data.append(DataInput(pattern or f"{self.prefix}data/*-*.csv", *maps))
            elif kind in _META_CLASSES:
                metadata.append(MetaInput(pattern or f"{self.prefix}meta/*-*.md", _META_CLASSES[kind]))
            else:
                self.book.add("left out", "input-unread", {"name": kind}, file=self.file, value=kind)
        if "inputs" not in self.data:  # what the documentation gives as the default
            data = [DataInput(f"{self.prefix}data/*-*.csv")]
            metadata = [MetaInput(f"{self.prefix}{one.pattern}", one.kind) for one in _EVERYWHERE.metadata]
        return tuple(data), tuple(metadata)

    def _translations(self) -> tuple[str, ...]:
        folders = []
        for entry in self.entries("translations"):
            kind, source = str(entry.get("class") or ""), str(entry.get("source") or "").strip()
            if kind == "TranslationInputYaml" and not _REMOTE.match(source):
                folders.append(self._local(source or _TRANSLATION_FOLDER))
            else:
                facts = {"name": kind or "?"}
                self.book.add("noted", "translations-elsewhere", facts, file=self.file, value=source or kind)
        return tuple(filter(None, folders)) or (f"{self.prefix}{_TRANSLATION_FOLDER}",)

    def _columns(self) -> ColumnOptions:
        given, standard = self.data.get("indicator_options"), ColumnOptions()
        if not isinstance(given, dict):
            if given:
                self.wrong("indicator_options")
            return standard
        named = {
            name: str(given.get(f"{name}_column") or getattr(standard, name)) for name in ("unit", "series", "progress")
        }
        apart, attributes = (
            self.names(given.get(name), name) for name in ("non_disaggregation_columns", "observation_attributes")
        )
        return ColumnOptions(
            **named,
            non_disaggregation=frozenset(apart) or standard.non_disaggregation,
            attributes=frozenset(attributes) or standard.attributes,
        )

    def _layers(self) -> tuple[Layer, ...]:
        layers = []
        for entry in self.entries("map_layers"):
            said = {name: str(entry.get(name) or "").strip() for name in ("id_property", "name_property", "id_column")}
            file = str(entry.get("geojson_file") or "").strip()
            file = file if _REMOTE.match(file) else self._local(file)
            subfolder = str(entry.get("output_subfolder") or "").strip()
            if file:
                given = {name: value for name, value in said.items() if value}
                layers.append(Layer(file, subfolder=subfolder, **given))
        return tuple(layers)

    def _schema(self) -> str:
        if name := self.text("schema_file"):
            return self._local(name)
        paths = [str(entry.get("schema_path") or "") for entry in self.entries("schema")]
        local = [self._local(path) for path in paths if path and not _REMOTE.match(path)]
        return next(filter(None, local), "")


def is_remote(address: str) -> bool:
    """Whether a file is somewhere else, and so is not read."""
    return _REMOTE.match(address) is not None

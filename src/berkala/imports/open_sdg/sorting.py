"""Which file is what: each is of one kind, or is left out by a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from berkala.errors import nearest
from berkala.imports.open_sdg.account import About, Book, Loss
from berkala.imports.open_sdg.files import SourceFile, read_bytes
from berkala.imports.open_sdg.layout import DataInput, Layout, MetaInput, matches
from berkala.imports.open_sdg.metadata import MetaFile
from berkala.imports.open_sdg.tables import rows_in

_PREFIX = "indicator_"
#: Files at the top that hold data or settings of some kind; the others are those of any repository.
_TELLING = frozenset({"csv", "tsv", "xlsx", "xls", "ods", "yml", "yaml", "json", "geojson", "xml"})
_MOST = 8


@dataclass
class Sorted:
    """The files by kind. Metadata stand in the order in which later ones hold."""

    data: dict[str, tuple[SourceFile, DataInput]] = field(default_factory=dict)
    metadata: list[MetaFile] = field(default_factory=list)
    translations: list[tuple[str, SourceFile]] = field(default_factory=list)
    maps: list[SourceFile] = field(default_factory=list)
    schema: SourceFile | None = None
    tables: dict[str, SourceFile] = field(default_factory=dict)

    @property
    def indicators(self) -> frozenset[str]:
        """The ids of all indicators that a file is of."""
        return frozenset(self.data) | {one.indicator for one in self.metadata}


def sort_files(files: Iterable[SourceFile], layout: Layout, book: Book) -> Sorted:
    """Give each file its kind; those that have none are told."""
    kinds, rest = Sorted(), list[SourceFile]()
    tables = {layout.sdmx_column_map, layout.sdmx_code_map}
    tables |= {name for one in layout.data for name in (one.column_map, one.code_map)}
    layers = {layer.file for layer in layout.layers}
    for file in files:
        if file.name == layout.file:
            continue  # read already
        if file.name in tables:
            kinds.tables[file.name] = file
        elif file.name == layout.schema:
            kinds.schema = file
        elif file.name in layers or file.ending == "geojson":
            kinds.maps.append(file)
        elif not any(kind(file, layout, kinds) for kind in (_metadata, _translation)) and not _data(
            file, layout, kinds, book
        ):
            rest.append(file)
    order = {one.pattern: place for place, one in enumerate(layout.metadata)}
    kinds.metadata.sort(key=lambda one: (order[_pattern(one, layout.metadata)], one.file.name))
    _strays(rest, layout, kinds, book)
    return kinds


def _data(file: SourceFile, layout: Layout, kinds: Sorted, book: Book) -> bool:
    source = next((one for one in layout.data if matches(one.pattern, file.name)), None)
    if source is None or file.ending != "csv":
        return False
    id = file.stem.replace(_PREFIX, "")
    if id in kinds.data:
        _left_out(file, "data-twice", {"id": id, "other": kinds.data[id][0].name}, book)
    else:
        kinds.data[id] = (file, source)
    return True


def _metadata(file: SourceFile, layout: Layout, kinds: Sorted) -> bool:
    for one in layout.metadata:
        if matches(one.pattern, file.name):
            kinds.metadata.append(MetaFile(file.stem, file, one.kind))
            return True
        base = PurePosixPath(file.name)
        outer = (base.parent.parent / base.name).as_posix()
        if base.parent.name in layout.languages and matches(one.pattern, outer):
            kinds.metadata.append(MetaFile(file.stem, file, one.kind, base.parent.name))
            return True
    return False


def _pattern(one: MetaFile, inputs: Iterable[MetaInput]) -> str:
    base = PurePosixPath(one.file.name)
    name = (base.parent.parent / base.name).as_posix() if one.language else one.file.name
    return next(each.pattern for each in inputs if matches(each.pattern, name))


def _translation(file: SourceFile, layout: Layout, kinds: Sorted) -> bool:
    folder = PurePosixPath(file.folder)
    if file.ending not in ("yml", "yaml") or folder.parent.as_posix() not in layout.translations:
        return False
    if folder.name not in layout.languages:
        return False
    kinds.translations.append((folder.name, file))
    return True


# -- files that are of no kind --------------------------------------------------------------------------------


def _strays(rest: Iterable[SourceFile], layout: Layout, kinds: Sorted, book: Book) -> None:
    """A line for each file among those that are read, or at the top with data; one for each other folder."""
    known, others = _folders(layout), dict[str, list[SourceFile]]()
    names = {file.name: id for id, (file, _) in kinds.data.items()}
    names |= {one.file.name: one.indicator for one in kinds.metadata}
    for file in rest:
        if file.folder in known or (file.folder == "." and file.ending in _TELLING):
            _stray(file, names, book)
        else:
            others.setdefault(file.name.split("/")[0] if "/" in file.name else ".", []).append(file)
    for folder, found in sorted(others.items()):
        first = [file.name for file in found[:_MOST]]
        facts = {"count": len(found), "files": ", ".join([*first, *(["…"] if len(found) > _MOST else [])])}
        book.add("noted", "files-unread", facts, file=folder, loss=Loss(files=len(found)))


def _stray(file: SourceFile, names: Mapping[str, str], book: Book) -> None:
    id = file.stem.removeprefix(_PREFIX).replace("_", "-").replace(".", "-")
    near = "" if file.folder == "." else nearest(id, sorted(set(names.values())))
    _left_out(file, "file-stray", {"ending": file.ending, "nearest": near}, book)


def _left_out(file: SourceFile, code: str, facts: Mapping[str, object], book: Book) -> None:
    """A file that is not read; the rows of one with data are counted all the same."""
    about = About(book, file.name)
    rows = 0
    if file.ending == "csv" and file.folder != ".":
        content = read_bytes(file, about)
        if content is None:
            return
        rows = rows_in(content)
        book.count("rows", rows)
    about.add("left out", code, {**facts, "count": rows}, loss=Loss(files=1, rows=rows))


def _folders(layout: Layout) -> frozenset[str]:
    """The folders that files are read from, and those of their languages."""
    patterns = [*(one.pattern for one in layout.data), *(one.pattern for one in layout.metadata)]
    bases = {PurePosixPath(pattern).parent.as_posix() for pattern in patterns} - {"."}
    inner = {f"{base}/{language}" for base in bases for language in layout.languages}
    return frozenset(bases | inner | {f"{folder}/{one}" for folder in layout.translations for one in layout.languages})

"""The other forms of a table, held against its CSV cell by cell, and the ZIP against the files beside it.

Each library is loaded only where there is a file for it: most editions have the CSV alone.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from berkala.check.contracts import read_contract
from berkala.check.data_forms import READERS, Columns, Csv, Form, UnreadableError, by_column, read_csv
from berkala.errors import Problem

#: What the description beside a table says of each of its columns.
_Declared = Mapping[str, Mapping[str, Any]]

#: What a ZIP holds that is no file beside it.
_OWN = frozenset({"README.txt", "SHA256SUMS"})
_NUMBERS = frozenset({"integer", "number"})


def check_data_files(files: Mapping[str, bytes], figures: bytes) -> Iterator[Problem]:
    """Every place where a form of a table differs from its CSV. `files` are an edition's public files by path.

    `figures` is the edition's figures.json, which the ZIP has as well.
    """
    for path in sorted(files):
        folder, _, name = path.rpartition("/")
        if path.startswith("data/") and name.endswith(".csv"):
            beside = {other.rpartition("/")[2]: data for other, data in files.items() if other.startswith(f"{folder}/")}
            yield from _package(folder, name.removesuffix(".csv"), beside, {**_tables(files), "figures.json": figures})


def _tables(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The CSV of every dataset of the edition, by its name."""
    named = {path: path.rpartition("/")[2] for path in files if path.startswith("data/")}
    return {name: files[path] for path, name in named.items() if name.endswith(".csv")}


def _package(folder: str, name: str, beside: Mapping[str, bytes], others: Mapping[str, bytes]) -> Iterator[Problem]:
    files = {f"{name}.{form}": beside.get(f"{name}.{form}") for form in ("csv", "json", *READERS)}
    described, archive = beside.get("datapackage.json", b"{}"), f"{name}.zip"
    yield from _forms(folder, name, described, tuple((file, data) for file, data in files.items() if data is not None))
    if archive in beside:
        yield from _archive(beside[archive], {**others, **beside}, set(beside) - {archive}, f"{folder}/{archive}")


@lru_cache(maxsize=4)
def _forms(folder: str, name: str, described: bytes, files: tuple[tuple[str, bytes], ...]) -> tuple[Problem, ...]:
    """What is wrong with the other forms of a table. Reports that share a dataset publish the same files."""
    (_, content), *forms = files
    if not forms:
        return ()
    declared = _declared(described, name)
    table = read_csv(content, {column: str(said.get("type", "")) for column, said in declared.items()})
    problems = list[Problem]()
    for file, data in forms:
        place = f"{folder}/{file}"
        problems += _json(data, table, declared, place) if file == f"{name}.json" else _form(data, table, place)
    return tuple(problems)


def _form(content: bytes, table: Csv, file: str) -> Iterator[Problem]:
    try:
        form = READERS[file.rpartition(".")[2]](content, table)
    except UnreadableError as error:
        yield Problem("check.file-unreadable", {"why": str(error)}, file=file)
    else:
        yield from _differences(table, form, file)


def _json(content: bytes, table: Csv, declared: _Declared, file: str) -> Iterator[Problem]:
    """The one form that says more than the rows. What it says is compared as far as it has the promised shape."""
    document, wrong = read_contract(content, "table", file)
    yield from wrong
    if not wrong or _has_rows(document):
        header, rows = [field["name"] for field in document["fields"]], document["rows"]
        columns = by_column(rows, len(header), None)
        yield from _differences(table, Form(header, columns, len(rows), Decimal), file)
        yield from _longer(rows, header, file)
        if not wrong:
            yield from _fields(document["fields"], columns, declared, file)


def _has_rows(document: Any) -> bool:
    """Whether a JSON that breaks its promise elsewhere has columns with names, and rows to compare."""
    fields, rows = (document.get(name) if isinstance(document, dict) else None for name in ("fields", "rows"))
    named = isinstance(fields, list) and all(isinstance(one, dict) and "name" in one for one in fields)
    return named and isinstance(rows, list) and all(isinstance(row, list) for row in rows)


def _longer(rows: Sequence[Sequence[Any]], header: Sequence[str], file: str) -> Iterator[Problem]:
    """The first row with more cells than there are columns: a reader would see what no column names."""
    longer = [place for place, row in enumerate(rows) if len(row) > len(header)]
    if longer:
        facts = {"count": len(longer), "csv": "", "there": str(rows[longer[0]][len(header)])}
        yield Problem("check.data-differs", facts, file=file, row=longer[0] + 2, column=str(len(header) + 1))


def _fields(fields: Sequence[Any], columns: Columns, declared: _Declared, file: str) -> Iterator[Problem]:
    """Where the JSON says something else of a column than the description beside it, or of a value than it has.

    A status column is called by its measure here, and by what it is there.
    """
    for field, cells in zip(fields, columns, strict=True):
        own, labels = (
            declared.get(field["name"], {}),
            {one["value"]: one["label"] for one in field.get("categories", ())},
        )
        stated = {"title": field["title"], "unit": field.get("unit", {}), "categories": labels}
        wrong = [key for key, text in stated.items() if not _has(text, own.get(f"berkala:{key}", {}))]
        if labels and set(cells) - labels.keys():
            wrong.append("categories")
        if "whole" in field and field["whole"] not in labels:
            wrong.append("whole")
        for key in dict.fromkeys(wrong if field["role"] != "status" else ()):
            yield Problem("check.field-differs", {"key": key}, file=file, column=field["name"])


def _has(stated: Any, declared: Any) -> bool:
    """Whether a text, or each text of a mapping, is stated as it is declared; more may be stated."""
    if isinstance(declared, Mapping):
        return isinstance(stated, Mapping) and all(_has(stated.get(key), text) for key, text in declared.items())
    return bool(stated == declared)


def _declared(described: bytes, name: str) -> _Declared:
    """What the description beside a table says of each of its columns."""
    document, problems = read_contract(described, "datapackage", name)  # which are told where the file itself is read
    resources = [] if problems else document["resources"]
    own: Mapping[str, Any] = next((one for one in resources if one["name"] == name), {})
    return {field["name"]: field for field in own.get("schema", {}).get("fields", ())}


# -- the comparison ----------------------------------------------------------------------------------------------


def _differences(table: Csv, form: Form, file: str) -> Iterator[Problem]:
    """The first place where the other form differs, with the number of all such places. The header is row 1."""
    if list(form.header) != table.header:
        facts = {"count": 1, "csv": ", ".join(table.header), "there": ", ".join(map(str, form.header))}
        yield Problem("check.data-differs", facts, file=file, row=1, column=_first(table.header, form.header))
        return
    columns = enumerate(zip(table.columns, form.columns, table.types, strict=True))
    found = [(row, place) for place, column in columns for row in _different(*column, form.number)]
    missing = form.rows != table.rows
    if found:
        row, place = min(found)
        column, cell, value = table.header[place], table.columns[place][row], form.columns[place][row]
    elif missing:
        row, column = min(table.rows, form.rows), table.header[0]
        cell, value = f"{table.rows} rows", f"{form.rows} rows"
    else:
        return
    facts = {"count": len(found) + missing, "csv": cell, "there": "" if value is None else str(value)}
    yield Problem("check.data-differs", facts, file=file, row=row + 2, column=column)


def _different(cells: Sequence[str], values: Sequence[Any], kind: str, number: Callable[[Any], object]) -> list[int]:
    """The rows, from nought, where a column says something else. One of texts is nearly always the same as a whole."""
    if kind not in _NUMBERS and cells == values:
        return []
    pairs = enumerate(zip(cells, values, strict=False))
    return [row for row, (cell, value) in pairs if not _same(cell, value, kind, number)]


def _first(header: Sequence[str], other: Sequence[str]) -> str:
    return next((name for name, there in zip(header, [*other, *[""] * len(header)], strict=False) if name != there), "")


def _same(cell: str, value: Any, kind: str, number: Callable[[Any], object]) -> bool:
    """Whether a cell of the CSV and a value say the same. A text may stand behind an apostrophe in the CSV."""
    if value is None or value == "":
        return cell == ""
    if isinstance(value, str):
        return kind not in _NUMBERS and cell in (value, f"'{value}")
    if kind == "string" or isinstance(value, bool):
        return False
    try:
        return number(Decimal(cell)) == number(value)
    except (InvalidOperation, ValueError, TypeError):
        return False


# -- the archive -------------------------------------------------------------------------------------------------


def _archive(content: bytes, known: Mapping[str, bytes], beside: set[str], file: str) -> Iterator[Problem]:
    """Where the ZIP is not what stands beside it, or its checksums are not those of what it holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = {name: archive.read(name) for name in archive.namelist()}
    except zipfile.BadZipFile as error:
        yield Problem("check.file-unreadable", {"why": str(error)}, file=file)
        return
    wrong = [name for name in sorted({*inside, *beside} - _OWN) if name not in known or inside.get(name) != known[name]]
    sums = dict(line.split("  ", 1)[::-1] for line in inside.get("SHA256SUMS", b"").decode().splitlines())
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in inside.items() if name != "SHA256SUMS"}
    wrong += sorted(name for name in {*sums, *hashes} if sums.get(name) != hashes.get(name) and name not in wrong)
    for name in wrong:
        yield Problem("check.archive-differs", {"name": name}, file=file, value=name)

"""Files that nobody has described, what `berkala new` writes of them, and the table that is read once answered."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_STORED, ZipFile

from berkala.describe.command import Made, New, new_dataset
from berkala.errors import catalogue
from berkala.fetch import Snapshots
from berkala.fetch.files import FileSource
from berkala.plan import Dataset
from berkala.plan.documents import read_yaml
from berkala.plan.specifications import DatasetSpec
from berkala.tidy import Table, tidy
from berkala.words import language
from laid_out import figures as figures_of
from little_tables import plan_for

#: What every descriptor is asked, because no file says it.
ALWAYS = {
    "What is the title": "A title",
    "What do the figures say": "Some words.",
    "Which office publishes": "An office",
    "Why can nobody be recognised": "No people.",
}
UNIT = {"In what unit is": "things"}


def new(root: Path, content: bytes | str | Mapping[str, bytes | str], file: str = "told.csv", **options: Any) -> Made:
    """What `berkala new` makes of one file, or of several by their names, in the publication at `root`."""
    contents = content if isinstance(content, Mapping) else {file: content}
    folder = root / "given"
    folder.mkdir(exist_ok=True)
    paths = []
    for name, said in contents.items():
        paths.append(folder / name)
        paths[-1].write_bytes(said.encode() if isinstance(said, str) else said)
    wanted = {"name": None, "languages": ("en",), "say": language("en")} | options
    return new_dataset(New(files=paths, root=root, today=date(2026, 11, 30), **wanted))


def descriptor(made: Made) -> dict[str, Any]:
    """What stands in the file that was written."""
    document = read_yaml(made.folder / "dataset.yml", made.folder.parents[1])
    assert not document.problems, [problem.message() for problem in document.problems]
    return dict(document.data)


def layout(made: Made) -> dict[str, Any]:
    found: dict[str, Any] = descriptor(made)["resource"]["layout"]
    return found


def columns(made: Made) -> dict[str, Any]:
    found: dict[str, Any] = layout(made)["columns"]
    return found


def fields(made: Made) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in descriptor(made)["resource"]["schema"]["fields"]}


def open_in(value: Any) -> Iterator[str]:
    match value:
        case str() if value.startswith("? "):
            yield value.removeprefix("? ")
        case dict():
            for key, one in value.items():
                if key not in ("aliases", "repeated", "until", "always"):  # texts of the file
                    yield from open_in(one)
        case list():
            for one in value:
                yield from open_in(one)


def doubts(made: Made) -> list[str]:
    """The questions that stand in the file, but for those that every file is asked."""
    found = list(open_in(descriptor(made)))
    assert tuple(found) == made.questions, "what is said on the screen is what stands in the file"
    return [one for one in found if not one.startswith(tuple(ALWAYS))]


def answered(value: Any, answers: Mapping[str, Any]) -> Any:
    """The descriptor with each question answered; one that nobody expects is a failure."""
    if isinstance(value, dict):
        return {key: inside if key == "aliases" else answered(inside, answers) for key, inside in value.items()}
    if isinstance(value, list):
        return [answered(inside, answers) for inside in value]
    if not (isinstance(value, str) and value.startswith("? ")):
        return value
    fitting = [part for part in answers if part in value]
    assert fitting, f"an unexpected question: {value}"
    return answers[fitting[-1]]


def read(made: Made, answers: Mapping[str, Any] | None = None, **changes: Any) -> Table:
    """The table that is read from the folder once its questions are answered, as `berkala check` reads it."""
    data = answered(descriptor(made), {**ALWAYS, **(answers or {})}) | changes
    spec = DatasetSpec.model_validate_json(json.dumps(data), strict=True, by_alias=True, by_name=False)
    root, name = made.folder.parents[1], made.folder.name
    dataset = Dataset(name, f"datasets/{name}", spec)
    tables = tidy(Snapshots(plan_for(dataset, root), {name: FileSource().fetch(dataset, root)}))
    found = [problem for problem in tables.problems if problem.severity == "error"]
    assert not found, [(problem.code, problem.message()) for problem in found]
    return tables.by_dataset[name]


def figures(made: Made, answers: Mapping[str, Any] | None = None, measure: str = "value", **changes: Any) -> Any:
    """The figures of one measure by period and categories."""
    return figures_of(read(made, answers, **changes), measure)


def words_in_both(code: str) -> None:
    for one in ("en", "id"):
        assert {"message", "remedy"} <= set(catalogue(one)[code])


def ods_of(rows: Sequence[Sequence[Any]], name: str = "Data", **others: Sequence[Sequence[Any]]) -> bytes:
    """An OpenDocument spreadsheet, as small as it can be."""
    tables = []
    for title, content in {name: rows, **others}.items():
        lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in content)
        tables.append(f'<table:table table:name="{escape(title)}">{lines}</table:table>')
    spaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    body = f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
    content = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{spaces}>{body}</office:document-content>'
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_STORED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return stream.getvalue()


def _ods_cell(value: Any) -> str:
    if value in ("", None):
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"

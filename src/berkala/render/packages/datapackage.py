"""datapackage.json: the dataset version as a Data Package 2.0 (https://datapackage.org/standard/data-package/).

The CSV is the one resource; the same table in other formats stands under ``berkala:files``, because a Data
Package has no word for "the same rows again". Properties of ours carry the prefix ``berkala:``.
"""

from __future__ import annotations

import json
from decimal import Decimal

from berkala.periods import iso_interval
from berkala.plan.specifications import Answer, KnownError
from berkala.render.packages.model import STATUSES, Column, DataFile, DatasetModel, Texts
from berkala.render.packages.statements import protection, status_meaning

_PROFILES = "https://datapackage.org/profiles/2.0"


class DataPackageWriter:
    """The catalogue writer for Data Package 2.0."""

    name = "datapackage"
    file = "datapackage.json"
    media_type = "application/json"

    def write(self, model: DatasetModel) -> bytes:
        """The descriptor of one dataset version, as indented JSON."""
        return (json.dumps(_package(model), ensure_ascii=False, indent=2) + "\n").encode()


def _package(model: DatasetModel) -> dict[str, object]:
    first = model.languages[0]
    return {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": model.name,
        "id": model.page,
        "title": model.title[first],
        "description": model.description[first],
        "homepage": model.page,
        "version": model.version,
        "created": model.release.isoformat(),
        "licenses": [_licence(model)],
        "sources": [_source(source.titled(first), source.path) for source in model.sources],
        "contributors": [{"title": model.agency[first], "email": model.email, "roles": ["publisher", "contact"]}],
        "resources": [_resource(model)],
        "berkala:title": _texts(model, model.title),
        "berkala:description": _texts(model, model.description),
        "berkala:publishers": list(dict.fromkeys(source.publisher for source in model.sources)),
        "berkala:retrieved": model.retrieved.isoformat(),
        "berkala:coverage": {
            "frequency": model.spec.frequency,
            "from": model.first.code,
            "until": model.last.code,
            "except": [p for p in model.spec.coverage.except_ if model.spec.period(p) <= model.last],
            **_interval(model),
        },
        "berkala:protect": {
            "statement": {language: protection(model.spec, language).text for language in model.languages},
            "suppressed": model.suppressed,
        },
        "berkala:known_errors": [_known_error(model, error) for error in model.known_errors],
        **({"berkala:answers": [_answer(model, answer) for answer in model.answers]} if model.answers else {}),
        "berkala:files": [_file(file) for file in model.files if file.format != "csv"],
        "berkala:escape": {
            "columns": [c.name for c in model.columns if c.type == "string"],
            "rule": "In the CSV, a text that begins with = + - @ ' tab, CR, LF, NUL or a full-width = + - @ has one "
            "apostrophe in front. Take it away to have the text. Numbers are never escaped.",
        },
    }


def _interval(model: DatasetModel) -> dict[str, str]:
    """Of spans, from their first to their last day: their codes are intervals themselves."""
    return {"interval": iso_interval(model.first, model.last)} if model.spec.rhythm is None else {}


def _licence(model: DatasetModel) -> dict[str, str]:
    licence = model.licence
    return {"name": licence.name, "title": licence.title[model.languages[0]], "path": licence.path}


def _source(title: str, path: str | None) -> dict[str, str]:
    return {"title": title} | ({"path": path} if path else {})


def _file(file: DataFile) -> dict[str, object]:
    return {
        "path": file.name,
        "format": file.format,
        "mediatype": file.media_type,
        "bytes": len(file.content),
        "hash": f"sha256:{file.sha256}",
    }


def _resource(model: DatasetModel) -> dict[str, object]:
    return {
        "name": model.name,
        "type": "table",
        **_file(model.file("csv")),
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n"},
        "schema": {
            "$schema": f"{_PROFILES}/tableschema.json",
            "fields": [_field(model, column) for column in model.columns],
            "primaryKey": list(model.key),
            "missingValues": [""],
        },
    }


def _field(model: DatasetModel, column: Column) -> dict[str, object]:
    first = model.languages[0]
    titles = {language: _title(column, language) for language in model.languages}
    field: dict[str, object] = {"name": column.name, "type": column.type, "title": titles[first]}
    if column.description:
        field["description"] = column.description[first]
    categories = _categories(model, column)
    if categories:
        field["categories"] = [{"value": value, "label": label[first]} for value, label in categories]
    field["constraints"] = _constraints(model, column, [value for value, _ in categories])
    field["berkala:role"] = column.role
    field["berkala:title"] = titles
    if column.description:
        field["berkala:description"] = _texts(model, column.description)
    if column.unit:
        field["berkala:unit"] = _texts(model, column.unit)
    if categories:
        field["berkala:categories"] = dict(categories)
    if column.of:
        field["berkala:of"] = column.of
    return field


def _title(column: Column, language: str) -> str:
    return column.title[language] if column.of is None else status_meaning(column, language)


def _categories(model: DatasetModel, column: Column) -> list[tuple[str, dict[str, str]]]:
    if column.role == "status":
        return [(s, {code: status_meaning(s, code) for code in model.languages}) for s in STATUSES]
    return [(c.value, _texts(model, c.label.root)) for c in column.categories]


def _constraints(model: DatasetModel, column: Column, allowed: list[str]) -> dict[str, object]:
    found: dict[str, object] = {"required": True} if column.name in model.key else {}
    if allowed:
        found["enum"] = allowed
    for name, bound in (("minimum", column.minimum), ("maximum", column.maximum)):
        if bound is not None:
            found[name] = _number(bound)
    return found


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _known_error(model: DatasetModel, error: KnownError) -> dict[str, object]:
    return {
        "key": dict(sorted(error.key.items())),
        "column": error.column,
        "value": error.value,
        "reason": _texts(model, error.reason.root),
        "who": error.who,
        "effect": error.effect,
    }


def _answer(model: DatasetModel, answer: Answer) -> dict[str, object]:
    return {
        "key": dict(sorted(answer.key.items())),
        "column": answer.column,
        "value": answer.value,
        "reason": _texts(model, answer.reason.root),
        "who": answer.who,
        "date": answer.date.isoformat(),
    }


def _texts(model: DatasetModel, texts: Texts) -> dict[str, str]:
    return {language: texts[language] for language in model.languages}

"""Published JSON, held against the JSON Schemas in ``check/schemas`` (Draft 2020-12)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema_rs
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from berkala.check.published import exact_json
from berkala.errors import Problem

FOLDER = Path(__file__).parent / "schemas"

_WORDS = 12


@lru_cache
def _schema(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))


@lru_cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(_schema(name))


@lru_cache
def _quick(name: str) -> jsonschema_rs.Draft202012Validator:
    """The same schema, compiled: it says yes or no fifty times faster; what is wrong the other one tells."""
    return jsonschema_rs.Draft202012Validator(_schema(name))


def read_contract(data: bytes, name: str, file: str) -> tuple[Any, tuple[Problem, ...]]:
    """A published JSON file and every place where it is not what its schema promises; None if it is no JSON."""
    try:
        document = exact_json(data)
    except ValueError as error:
        return None, (Problem("check.file-unreadable", {"why": str(error)}, file=file),)
    if _quick(name).is_valid(document):
        return document, ()
    return document, tuple(_problems(document, name, file))


def _problems(document: Any, name: str, file: str) -> Iterator[Problem]:
    validator = _validator(name)
    for error in sorted(_each(validator, document), key=lambda error: [str(step) for step in error.absolute_path]):
        facts = {"place": _place(error), "rule": str(error.validator), "asked": _short(error.validator_value)}
        yield Problem("check.schema", facts, file=file, value=_short(error.instance))


def _each(validator: Draft202012Validator, document: Any) -> Iterator[ValidationError]:
    return validator.iter_errors(document)


def _place(error: ValidationError) -> str:
    return "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in error.absolute_path).lstrip(".") or "the top"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _WORDS * 8 else text[: _WORDS * 8] + " …"

"""One finding of the validator as a problem of ours: which setting, on which line, and what it should be.

The validator's own English is never passed on. Each kind of finding has a code, and the code has a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from berkala.errors import Problem, nearest
from berkala.plan.documents import Document
from berkala.plan.forms import FORMS, Text, Way
from berkala.secrets import without_password

#: The validator's kinds of finding, and the codes whose sentence says the same in plain words.
_CODES = {
    "missing": "plan.key-missing",
    "extra_forbidden": "plan.key-unknown",
    "literal_error": "plan.choice",
    "string_type": "plan.not-text",
    "string_too_short": "plan.empty",
    "string_too_long": "plan.too-long",
    "string_pattern_mismatch": "plan.value",
    "int_type": "plan.not-whole-number",
    "int_parsing": "plan.not-whole-number",
    "int_from_float": "plan.not-whole-number",
    "decimal_type": "plan.not-number",
    "decimal_parsing": "plan.not-number",
    "bool_type": "plan.not-yes-or-no",
    "bool_parsing": "plan.not-yes-or-no",
    "greater_than_equal": "plan.too-small",
    "less_than_equal": "plan.too-large",
    "greater_than": "plan.not-above",
    "too_short": "plan.too-few",
    "tuple_type": "plan.not-list",
    "list_type": "plan.not-list",
    "dict_type": "plan.not-group",
    "model_type": "plan.not-group",
    "model_attributes_type": "plan.not-group",
}

#: What has no value, or one that nobody may see.
_UNSHOWN = ("plan.key-missing", "plan.key-unknown", "plan.repository-password")


def explained(document: Document, findings: Iterable[ErrorDetails], kind: type[BaseModel]) -> list[Problem]:
    """The problems that the findings in a document of one kind are, each at the line of its value.

    A misspelt setting is told once, as misspelt, and not also as missing; and so is what is wrong twice in one line.
    """
    every = [_explained(document, detail, kind) for detail in findings]
    found = list({(one.line, one.code, one.message()): one for one in every}.values())
    meant = {
        ".".join([*str(problem.facts["key"]).split(".")[:-1], str(problem.facts["nearest"])])
        for problem in found
        if problem.code == "plan.key-unknown"
    }
    return [one for one in found if one.code != "plan.key-missing" or one.facts["key"] not in meant]


def _explained(document: Document, detail: ErrorDetails, kind: type[BaseModel]) -> Problem:
    """One finding. A rule of ours may say in ``at`` which value inside the checked mapping is meant."""
    detail = _of_one_kind(detail)
    context = dict(detail.get("ctx", {}))
    way: Way = (*_way(detail["loc"], document.data, kind), *context.pop("at", ()))
    facts: dict[str, object] = {"key": _written(way), **{name: str(fact) for name, fact in context.items()}}
    known = _known(detail, context, _kinds_meant(kind, way[:-1], document.data))
    code = _code(detail["type"], context, kind, way)
    if known is not None:
        wrong = str(way[-1] if code == "plan.key-unknown" else context.get("name", detail["input"]))
        facts |= {"name": wrong, "nearest": nearest(wrong, known), "known": ", ".join(known)}
    value = None if code in _UNSHOWN else _shown(detail["input"])
    return Problem(code, facts, file=document.file, line=document.line(way) or 1, value=value)


def _of_one_kind(detail: ErrorDetails) -> ErrorDetails:
    """A finding about which of several specifications is meant, as one about the setting that says so."""
    if not detail["type"].startswith("union_tag_"):
        return detail
    context = detail["ctx"]
    loc = (*detail["loc"], str(context["discriminator"]).strip("'"))
    if detail["type"] == "union_tag_not_found":
        return {**detail, "type": "missing", "loc": loc, "ctx": {}}
    expected = {"expected": context["expected_tags"]}
    return {**detail, "type": "literal_error", "loc": loc, "input": context["tag"], "ctx": expected}


def _code(finding: str, context: Mapping[str, Any], kind: type[BaseModel], way: Way) -> str:
    if finding == "dict_type" and Text in _kinds_at(kind, way):
        return "plan.not-by-language"
    if finding == "string_pattern_mismatch":
        return f"plan.{FORMS[context['pattern']]}" if context["pattern"] in FORMS else "plan.value"
    if finding in _CODES:
        return _CODES[finding]
    # Rules of ours carry the name of their sentence; anything else says only that the value will not do.
    return f"plan.{finding}" if "-" in finding else "plan.value"


def _known(detail: ErrorDetails, context: Mapping[str, Any], meant: list[type[BaseModel]]) -> list[str] | None:
    """The right names where the finding is a wrong name; `meant` are the specifications that may stand around it."""
    if detail["type"] == "extra_forbidden":
        return [name for model in meant for name in _keys(model)]
    if detail["type"] == "literal_error":
        return [part.strip(" '") for part in str(context["expected"]).replace(" or ", ", ").split(",")]
    return list(context["known"]) if "known" in context else None


def _way(steps: tuple[int | str, ...], data: Any, kind: type[BaseModel]) -> Way:
    """The steps that stand in the file, without the validator's own marks for a branch, a kind or a key."""
    way: list[int | str] = []
    kinds_said: set[Way] = set()
    for step in steps:
        here = tuple(way)
        if step == _said_kind(data, here) and here not in kinds_said and len(_kinds_at(kind, here)) > 1:
            kinds_said.add(here)
        elif not (isinstance(step, str) and step[:1] in "<["):
            way.append(step)
    return tuple(way)


def _said_kind(data: Any, way: Way) -> object:
    """What the mapping at `way` says that its `kind` is."""
    for step in way:
        if isinstance(data, Mapping):
            data = data.get(step)
        else:
            data = data[step] if isinstance(data, list) and isinstance(step, int) and step < len(data) else None
    return data.get("kind") if isinstance(data, Mapping) else None


def _kinds_meant(kind: type[BaseModel], way: Way, data: Any) -> list[type[BaseModel]]:
    """The specifications that may stand at `way`: of several kinds the one that is said there."""
    models, said = _kinds_at(kind, way), _said_kind(data, way)
    chosen = [model for model in models if said is not None and said in _kinds_of(model)]
    return chosen or models


def _kinds_of(model: type[BaseModel]) -> tuple[object, ...]:
    info = model.model_fields.get("kind")
    return get_args(info.annotation) if info else ()


def _written(way: Way) -> str:
    """A way as a person reads it: ``indicators.within.bands 2``; positions count from 1."""
    return "".join(f" {step + 1}" if isinstance(step, int) else f".{step}" for step in way).lstrip(".")


def _shown(value: object) -> str | None:
    if isinstance(value, Mapping | list | tuple):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return without_password(str(value))


def _keys(model: type[BaseModel]) -> list[str]:
    """The settings of one specification, as they are written."""
    return [info.alias or name for name, info in model.model_fields.items()] if model is not Text else []


def _kinds_at(kind: Any, way: Way) -> list[type[BaseModel]]:
    """The specifications that may stand where `way` leads."""
    here = list(_models(kind)) if not way else []
    for model in _models(kind) if way else ():
        info = next((info for name, info in model.model_fields.items() if way[0] in (name, info.alias)), None)
        if info is not None:
            here += _kinds_inside(info.annotation, way[1:])
    return here


def _kinds_inside(annotation: Any, way: Way) -> list[type[BaseModel]]:
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin in (dict, tuple) and way:
        return _kinds_inside(parts[-1] if origin is dict else parts[0], way[1:])
    if origin in (dict, tuple):
        return []
    if parts:
        return [model for part in parts for model in _kinds_inside(part, way)]
    return _kinds_at(annotation, way)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation

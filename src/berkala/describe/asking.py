"""A descriptor as it is drafted: values, some with a note for its reader, some still a question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from textwrap import wrap
from typing import Any

import yaml

from berkala.plan.questions import MARK

#: How long a value on one line may be, and a line of a note.
_SHORT, _LINE = 104, 112

#: What breaks a line for YAML, wherever it stands: it is written as its code.
_BREAK = re.compile(r"[\r\n\x85\u2028\u2029]")
_NUMBER = re.compile(r"[-+]?[0-9]*\.?[0-9]*(?:[eE][-+]?[0-9]+)?")


@dataclass(frozen=True)
class Noted:
    """A value with a note above it."""

    value: Any
    note: str


@dataclass(frozen=True)
class Ask:
    """A question that stands where its answer belongs; `meanwhile` is what a first look takes for granted."""

    question: str
    meanwhile: Any


def meanwhile(drafted: Any) -> Any:
    """The drafted values as plain ones, each question answered for now."""
    match drafted:
        case Noted(value=value):
            return meanwhile(value)
        case Ask(meanwhile=answer):
            return answer
        case Mapping():
            return {key: meanwhile(value) for key, value in drafted.items()}
        case list() | tuple():
            return [meanwhile(value) for value in drafted]
    return drafted


def questions(drafted: Any) -> Iterator[str]:
    """Every open question, in the order they are written."""
    match drafted:
        case Noted(value=value):
            yield from questions(value)
        case Ask(question=question):
            yield question
        case Mapping():
            for value in drafted.values():
                yield from questions(value)
        case list() | tuple():
            for value in drafted:
                yield from questions(value)


def written(drafted: Mapping[str, Any]) -> str:
    """The draft as YAML that a person reads and corrects."""
    return "\n".join(_mapping(drafted, 0)) + "\n"


def _mapping(drafted: Mapping[str, Any], depth: int) -> Iterator[str]:
    for key, value in drafted.items():
        yield from _entry(f"{_scalar(key)}:", value, depth)


def _entry(head: str, value: Any, depth: int) -> Iterator[str]:
    blank = "  " * depth
    if isinstance(value, Noted):
        yield from _note(value.note, blank)
        value = value.value
    if isinstance(value, Ask):
        value = f"{MARK}{value.question}"
    if isinstance(value, Mapping) and value and not _is_short(value):
        yield f"{blank}{head}"
        yield from _mapping(value, depth + 1)
    elif isinstance(value, list | tuple) and value and not _is_short(value):
        yield f"{blank}{head}"
        for item in value:
            yield from _item(item, depth + 1)
    else:
        yield f"{blank}{head} {_flow(value)}"


def _item(item: Any, depth: int) -> Iterator[str]:
    blank = "  " * depth
    if isinstance(item, Noted):
        yield from _note(item.note, blank)
        item = item.value
    if isinstance(item, Mapping) and not _is_short(item):
        first, *rest = _mapping(item, depth + 1)
        while first.lstrip().startswith("#"):  # a note stands before its item
            yield f"{blank}{first.lstrip()}"
            first, *rest = rest
        yield f"{blank}- {first.lstrip()}"
        yield from rest
    else:
        yield f"{blank}- {_flow(item)}"


def _note(text: str, blank: str) -> Iterator[str]:
    for line in text.splitlines():
        yield from wrap(line, _LINE, initial_indent=f"{blank}# ", subsequent_indent=f"{blank}# ")


def _is_short(value: Mapping[str, Any] | Sequence[Any]) -> bool:
    """Whether a value is written on one line: plain, and not long."""
    inside = list(value.values()) if isinstance(value, Mapping) else list(value)
    if any(isinstance(one, Noted | Ask) for one in inside):
        return False
    nested = [one for one in inside if isinstance(one, Mapping | list | tuple)]
    return all(_is_short(one) for one in nested) and len(_flow(value)) <= _SHORT


def _flow(value: Any) -> str:
    if isinstance(value, Noted):  # there is no place for the note
        value = value.value
    if isinstance(value, Ask):
        value = f"{MARK}{value.question}"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(key, flow=True)}: {_flow_inside(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow_inside(one) for one in value) + "]"
    return _scalar(value)


def _flow_inside(value: Any) -> str:
    if isinstance(value, Noted):
        return _flow_inside(value.value)
    if isinstance(value, Ask):
        value = f"{MARK}{value.question}"
    return _flow(value) if isinstance(value, Mapping | list | tuple) else _scalar(value, flow=True)


@lru_cache(maxsize=4096, typed=True)
def _scalar(value: Any, *, flow: bool = False) -> str:
    """One value, in quotation marks where YAML would read it as something else."""
    if value is None:
        return "~"
    if isinstance(value, str) and _NUMBER.fullmatch(value):  # 08 is a text to the writer, and a number to our reader
        return f"'{value}'"
    style = '"' if isinstance(value, str) and (_BREAK.search(value) or value != value.strip()) else None
    text = yaml.dump(
        [value] if flow else value, allow_unicode=True, width=10**6, default_flow_style=flow, default_style=style
    ).strip()
    if flow:
        return text.removeprefix("[").removesuffix("]")
    return text.removesuffix("...").strip()

"""JSON → one grid: strictly parsed, each number as it stands, and flattened to one row for each record."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from json import JSONDecodeError
from typing import Any, NoReturn

from berkala.tidy.grids import limits
from berkala.tidy.grids.encodings import declared_text, found_text
from berkala.tidy.grids.json_faults import fault, find_second
from berkala.tidy.grids.json_records import flatten
from berkala.tidy.grids.model import Workbook
from berkala.tidy.grids.refusals import refuse

#: As many digits as a program may be asked to turn into a number; longer ones stay text.
_DIGITS = 300

_NO_CHARACTER = re.compile(r"\\u(?:0000|[dD][89a-fA-F])[0-9a-fA-F]{0,2}")
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_HALF = re.compile("[\ud800-\udfff]")


def read_json(content: bytes, file: str, encoding: str | None) -> Workbook:
    """The one grid of a JSON file. Raises SourceProblems for what is no JSON, and for what is no table."""
    _refuse_large(content, file)
    if encoding is None:
        text, encoding = found_text(content, file)
    else:
        text = declared_text(content, encoding, file)
    value = _parse(text, file)
    _refuse_no_characters(value, text, file)
    return Workbook("json", (flatten(value, text, file),), encoding)


def _refuse_no_characters(value: Any, text: str, file: str) -> None:
    """Half of a pair and NUL can be written as escapes, and are characters of no text."""
    suspect = _NO_CHARACTER.search(text)
    if suspect and not _is_text(json.dumps(value, ensure_ascii=False)):
        row = text.count("\n", 0, suspect.start()) + 1
        raise refuse("json-no-character", file, row=row, value=suspect[0])


def _is_text(text: str) -> bool:
    return not _NUL.search(text) and not _HALF.search(text)


def _refuse_large(content: bytes, file: str) -> None:
    if len(content) > limits.JSON:
        raise refuse("too-large", file, size=len(content) // 1_000_000, limit=limits.JSON // 1_000_000)
    values = content.count(b",") + content.count(b"[") + content.count(b"{")
    if values > limits.JSON_VALUES:
        raise refuse("json-values", file, limit=limits.JSON_VALUES)


def _parse(text: str, file: str) -> Any:
    decoder = json.JSONDecoder(
        object_pairs_hook=_object, parse_float=stated_float, parse_int=_whole, parse_constant=_no_number
    )
    try:
        return decoder.decode(text)
    except JSONDecodeError as error:
        raise fault(error, file) from error
    except _SecondKeyError as error:
        raise find_second(text, str(error), file) from error
    except RecursionError as error:
        raise refuse("json-deep", file, limit=limits.JSON_DEPTH) from error
    except _NoNumberError as error:
        row = text.count("\n", 0, max(text.find(str(error)), 0)) + 1
        raise refuse("json-no-number", file, row=row, value=str(error)) from error


class _SecondKeyError(Exception):
    """A key that an object has twice."""


class _NoNumberError(Exception):
    """``NaN`` or ``Infinity``, which JSON does not know."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        ((key, _),) = Counter(key for key, _ in pairs).most_common(1)
        raise _SecondKeyError(key)
    return found


def stated_float(text: str) -> float | str:
    """The number, if a float gives back the same one; else its text, so that no digit is lost."""
    value = float(text)
    if value in (float("inf"), float("-inf")) or len(text) > _DIGITS:
        return text
    return value if Decimal(repr(value)) == Decimal(text) else text


def _whole(text: str) -> int | str:
    return int(text) if len(text) <= _DIGITS and text != "-0" else text


def _no_number(text: str) -> NoReturn:
    raise _NoNumberError(text)

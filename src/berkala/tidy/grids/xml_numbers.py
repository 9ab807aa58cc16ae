"""A number written in XML → the number; never one that is near it without saying so."""

from __future__ import annotations

import re

from berkala.tidy.grids.model import number

_WHOLE = re.compile(r"-?[0-9]{1,300}")
_NUMBER = re.compile(r"\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,4})?\s*")


def stated_number(text: str) -> int | float:
    """The number that a text of XML states. Raises ValueError where it is none."""
    return int(text) if _WHOLE.fullmatch(text) else number(_float(text))


def _float(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise ValueError(text)
    return value

"""Cells as places in bytes → their distinct texts, with a code for each row. No text is made twice."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from berkala.tidy.coded import Coded, coded, firsts
from berkala.tidy.rows import Cell

Bytes = npt.NDArray[np.uint8]
#: Places in the bytes: int32, or int64 where there are too many for these.
Places = npt.NDArray[Any]
_Words = npt.NDArray[np.uint64]

#: So many bytes must follow the last cell: eight are looked at together.
PADDING = 8
#: Cells longer than so many words of eight bytes are compared as texts.
_MOST_WORDS = 8
#: The first so many bytes of a word.
_MASKS = np.array([(1 << (8 * count)) - 1 for count in range(9)], dtype=np.uint64)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)


def text_of(content: Bytes, start: int, end: int) -> str:
    """One cell."""
    return content[start:end].tobytes().decode()


def coded_cells(content: Bytes, starts: Places, ends: Places) -> Coded[Cell]:
    """A column of the cells between these places, of UTF-8 without NUL."""
    lengths = ends - starts
    words = -(-int(lengths.max(initial=1)) // 8) or 1
    codes = _codes(content, starts, lengths, words) if words <= _MOST_WORDS else None
    if codes is None:
        return coded(_texts(content, starts, ends))
    rows = firsts(codes)
    return Coded(_texts(content, starts[rows], ends[rows]), codes.astype(np.int32))


def _texts(content: Bytes, starts: Places, ends: Places) -> list[Cell]:
    view = content.data
    return [str(view[start:end], "utf-8") for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


def _codes(content: Bytes, starts: Places, lengths: Places, words: int) -> npt.NDArray[np.int64] | None:
    """A code for each cell, in order of appearance; None where two different cells have the same mixed word.

    Cells of eight bytes are their own words. Longer ones are told apart by all their words mixed into one, and then
    each word of each cell is held against that of the first cell with the same code, so that no chance is left.
    """
    mixed = _word(content, starts, lengths, 0)
    for place in range(1, words):
        mixed ^= mixed >> _HALF
        mixed = mixed * _MIX + _word(content, starts, lengths, place)
    codes, _ = pd.factorize(mixed)
    rows = firsts(codes)
    for place in range(words if words > 1 else 0):
        word = _word(content, starts, lengths, place)
        if (word != word[rows][codes]).any():
            return None
    return codes


def _word(content: Bytes, starts: Places, lengths: Places, place: int) -> _Words:
    """The bytes of each cell from eight times `place` on, at most eight; noughts beyond its end."""
    # A word may begin at any byte, so these overlap.
    words = np.ndarray((len(content) - 7,), dtype="<u8", buffer=content, strides=(1,))
    left = np.clip(lengths - 8 * place, 0, 8)
    found: _Words = words[np.minimum(starts + 8 * place, len(words) - 1)] & _MASKS[left]
    return found

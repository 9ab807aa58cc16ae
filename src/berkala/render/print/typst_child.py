"""Typst at work, in this process or in one of its own: the second is run as a file, without the rest of Berkala.

On its input are the files of a document and the folder of fonts, on its output the PDF or what Typst says is wrong.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

#: PDF/UA-1: whatever would keep somebody from reading it is refused.
_STANDARD: Literal["ua-1"] = "ua-1"


@dataclass(frozen=True)
class Set:
    """What came of a document: the PDF, or else what is wrong with it."""

    pdf: bytes
    wrong: str = ""


def set_here(files: Mapping[str, bytes], fonts: Path, moment: datetime) -> Set:
    """Set a document: ``main.typ`` among its files is where it begins, `moment` what it is dated."""
    given: Any = dict(files)  # which its types do not tell of
    try:
        pdf = typst.compile(
            given,
            font_paths=_fonts(fonts),
            ignore_system_fonts=True,
            pdf_standards=_STANDARD,
            timestamp=moment,
        )
    except typst.TypstError as error:
        return Set(b"", error.diagnostic)
    return Set(pdf)


@lru_cache
def _fonts(folder: Path) -> typst.Fonts:
    """The publication's fonts, and behind them those that Typst brings: they have letters that ours lack."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])


def main() -> None:
    """Set the one document on the input."""
    made = set_here(*pickle.loads(sys.stdin.buffer.read()))
    sys.stdout.buffer.write(pickle.dumps((made.pdf, made.wrong)))


if __name__ == "__main__":
    main()

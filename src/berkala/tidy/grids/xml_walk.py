"""XML of a workbook part, element by element, in memory that does not grow with it.

A workbook part has no document type: entities that swell, and files and addresses that are fetched, come in by one.
So the first sign of one refuses the workbook, before anything that it declares is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import IO, Any, Protocol
from xml.parsers import expat

from berkala.errors import SourceProblems
from berkala.tidy.grids import limits
from berkala.tidy.grids.refusals import refuse

_CHUNK = 1 << 18

#: How many names of elements are remembered; no format has as many.
_NAMES = 1_000


class Handler(Protocol):
    """What is told of a part. Names are local ones: ``row``, whatever prefix its namespace has."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text in the innermost element, in one or more pieces."""


class Quiet:
    """A handler that hears nothing: what is of interest is overridden."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text in the innermost element."""


@dataclass(frozen=True)
class Bounds:
    """What a walk names when it stops, and the moment (of a clock that only counts) after which it does."""

    file: str
    sheet: str | None
    until: float


def walk(stream: IO[bytes], handler: Handler, bounds: Bounds) -> None:
    """Tell a handler of every element. Raises SourceProblems for a part that is no XML, has a type, or is too deep."""
    _Walker(handler, bounds).run(stream)


class _Walker:
    def __init__(self, handler: Handler, bounds: Bounds) -> None:
        self._handler, self._bounds = handler, bounds

    def run(self, stream: IO[bytes]) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._handlers()
        parser.CharacterDataHandler = self._handler.text
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            while chunk := stream.read(_CHUNK):
                if monotonic() > self._bounds.until:
                    raise self._refuse("time-over", limit=limits.SECONDS)
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, LookupError, UnicodeError) as error:
            raise self._refuse("workbook") from error

    def _handlers(self) -> tuple[Callable[[str, dict[str, str]], None], Callable[[str], None]]:
        """What expat calls for each element. It is called millions of times, so it holds what it needs."""
        begin, finish = self._handler.start, self._handler.end
        known: dict[str, str] = {}
        seen = depth = 0

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal seen, depth
            seen += 1
            depth += 1
            if depth > limits.DEPTH or seen > limits.ELEMENTS:
                raise self._refuse("xml-large")
            begin(known.get(name) or _local(known, name), attributes)

        def end(name: str) -> None:
            nonlocal depth
            depth -= 1
            finish(known.get(name) or _local(known, name))

        return start, end

    def _doctype(self, *_: object) -> None:
        raise self._refuse("xml-doctype")

    def _refuse(self, code: str, **facts: Any) -> SourceProblems:
        return refuse(code, self._bounds.file, sheet=self._bounds.sheet, **facts)


def _local(known: dict[str, str], name: str) -> str:
    """A name without its namespace, remembered while there are few."""
    local = name.rpartition(" ")[2]
    if len(known) < _NAMES:
        known[name] = local
    return local

"""A line of text as runs: each a text with how it is set. Spaces are what a browser would make of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from berkala.render.bundle import ROOT
from berkala.render.print.drawings import Drawings
from berkala.render.print.elements import classes, is_block, is_printed, name_of

#: A run as data: ``t`` its text, or ``br``, or ``svg``; ``b`` bold, ``s`` small and soft, ``a`` where it leads …
Run = dict[str, Any]
Style = Mapping[str, Any]

_SPACES = re.compile("[ \t\n\r\f]+")
#: A number that says which of its kind is not left alone at the start of a line: "(Type 2)".
_NUMBERED = re.compile(r"(\(\w+) (\d+\))")
_BOLD = frozenset({"b", "strong", "th"})
_MARKED = {"sub": "sub", "sup": "sup", "em": "em", "cite": "em", "code": "code", "kbd": "code"}
_SMALL = frozenset({"small", "i"})
#: The classes that give their text a colour.
TONES = ("miss", "met", "most", "near", "some")
_BREAK: Run = {"br": True}


@dataclass
class Lines:
    """Collects runs. `site` is where the pages stand: on paper an address is a whole one.

    Drawings `without` are no marks of a line.
    """

    drawings: Drawings
    site: str
    found: list[Run] = field(default_factory=list)
    without: Sequence[etree._Element] = ()

    def read(self, element: etree._Element, style: Style) -> None:
        """Take in all that an element says."""
        self.text(element.text, style)
        for child in element:
            if is_printed(child):
                self.child(child, style)
            self.text(child.tail, style)

    def child(self, child: etree._Element, style: Style) -> None:
        """Take in one element of a line; what begins a line of its own does so."""
        name = name_of(child)
        if name == "br":
            self.found.append(_BREAK)
        elif name == "svg":
            self.found += [] if child in self.without else [{"svg": self.drawings.mark(child)}]
        elif is_block(child) or "band" in classes(child) or (name == "i" and self._stands_below()):
            self.found.append(_BREAK)
            self.read(child, self.styled(child, style))
            self.found.append(_BREAK)
        else:
            self.read(child, self.styled(child, style))

    def text(self, text: str | None, style: Style) -> None:
        """Take in a text."""
        if text:
            self.found.append({"t": _NUMBERED.sub("\\1\u00a0\\2", _SPACES.sub(" ", text)), **style})

    def _stands_below(self) -> bool:
        """Whether a remark stands on a line of its own: where no space divides it from what is before."""
        before = self.found[-1].get("t", " ") if self.found else " "
        return not before[-1:].isspace()

    def styled(self, element: etree._Element, style: Style) -> dict[str, Any]:
        """How the text in an element is set, beside what is true of all around it."""
        name, own = name_of(element), classes(element)
        return {**style, **_kinds(name, own), **_tone(own), **self._link(element)}

    def _link(self, element: etree._Element) -> dict[str, str]:
        href = element.get("href") if name_of(element) == "a" else None
        return {"a": whole(href, self.site)} if href else {}


def _kinds(name: str, own: frozenset[str]) -> dict[str, Any]:
    found: dict[str, Any] = {"b": True} if name in _BOLD else {}
    if name in _SMALL or own & {"small", "soft"}:
        found["s"] = True
    if name in _MARKED:
        found[_MARKED[name]] = True
    return found | ({"un": True} if "un" in own else {})


def _tone(own: frozenset[str]) -> dict[str, str]:
    return next(({"tone": tone} for tone in TONES if tone in own), {})


def whole(href: str, site: str) -> str:
    """An address as a reader of paper needs it; a place on the page as it is."""
    return site + href.removeprefix(ROOT) if href.startswith(ROOT) else href


def runs_of(
    element: etree._Element, drawings: Drawings, site: str, without: Sequence[etree._Element] = ()
) -> list[Run]:
    """All that an element says but for some drawings, in lines: no space at either end of one, nor two in a row."""
    lines = Lines(drawings, site, without=without)
    lines.read(element, _tone(classes(element)))
    return tidied(lines.found)


def tidied(found: list[Run]) -> list[Run]:
    """The runs with spaces as a browser shows them, and no empty line."""
    kept: list[Run] = []
    for run in found:
        if "br" in run:
            _end(kept)
            kept += [run] if kept and "br" not in kept[-1] else []
        elif "t" in run:
            text = run["t"].lstrip(" ") if _at_start(kept) else run["t"]
            kept += [{**run, "t": text}] if text else []
        else:
            kept.append(run)
    _end(kept)
    return list(_joined(kept[:-1] if kept and "br" in kept[-1] else kept))


def _at_start(kept: list[Run]) -> bool:
    """Whether a space would stand at the start of a line, or behind another."""
    return not kept or "br" in kept[-1] or str(kept[-1].get("t", "")).endswith(" ")


def _end(kept: list[Run]) -> None:
    """Take the space from the end of a line."""
    while kept and "t" in kept[-1]:
        text = kept[-1]["t"].rstrip(" ")
        if text:
            kept[-1] = {**kept[-1], "t": text}
            return
        kept.pop()


def _joined(runs: list[Run]) -> Iterator[Run]:
    """Neighbours that are set alike are one run."""
    last: Run | None = None
    for run in runs:
        if last is not None and "t" in last and {**last, "t": run.get("t")} == run:
            last = {**last, "t": last["t"] + run["t"]}
            continue
        if last is not None:
            yield last
        last = run
    if last is not None:
        yield last


def text_of(runs: list[Run]) -> str:
    """The words of runs, for an outline or a description."""
    return "".join(run.get("t", " " if "br" in run else "") for run in runs).strip()

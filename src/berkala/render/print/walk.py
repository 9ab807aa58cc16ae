"""The walk through a page: every part of its body as plain data, in the order in which it is read.

What it does not know it takes apart, down to the texts in it: a new kind of section loses its look here, never its
words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from berkala.render.print.drawings import Drawings, box_of
from berkala.render.print.elements import (
    HEADINGS,
    classes,
    has_blocks,
    is_block,
    is_drawing,
    is_glossary,
    is_of_a_screen,
    is_printed,
    name_of,
)
from berkala.render.print.runs import Lines, Run, runs_of, text_of, tidied
from berkala.render.print.tables import Block, continued, table_of

#: How a paragraph is set, by its class: the first that it has.
_STYLES = ("msg", "sub", "desc", "src", "cite", "rel", "what", "band", "big", "sum", "small", "soft")
#: How paragraphs are set that stand in an element of this class.
_AROUND = {"stand": "stand", "side": "soft"}


@dataclass(frozen=True)
class Walk:
    """Goes through one page. `site` is where its pages stand."""

    drawings: Drawings
    site: str

    def blocks(self, element: etree._Element, without: etree._Element | None = None) -> list[Block]:
        """What stands in an element: its blocks, and each stretch of text between them as a paragraph."""
        found: list[Block] = []
        lines = self._lines(element.text)
        for child in element:
            if is_printed(child) and child is not without:
                if is_drawing(child) or is_block(child) or has_blocks(child):
                    found += _paragraph(lines.found, element)
                    lines = self._lines(None)
                    found = self._joined(found, child)
                else:
                    lines.child(child, {})
            lines.text(child.tail, {})
        return [*found, *_paragraph(lines.found, element)]

    def _joined(self, found: list[Block], child: etree._Element) -> list[Block]:
        """What was found with one more part; what was folded behind a table may go on in it."""
        more = self._block(child)
        return continued(found, more) if name_of(child) == "details" else [*found, *more]

    def _lines(self, text: str | None) -> Lines:
        lines = Lines(self.drawings, self.site)
        lines.text(text, {})
        return lines

    def _runs(self, element: etree._Element) -> list[Run]:
        return runs_of(element, self.drawings, self.site)

    def _block(self, element: etree._Element) -> list[Block]:
        name, own = name_of(element), classes(element)
        if name in _KINDS:
            return _KINDS[name](self, element)
        if name == "section" and "sec" in own:
            return [self._section(element)]
        if is_glossary(element):
            return self._glossary(element)
        if name == "article" and "find" in own:
            return [self._finding(element)]
        if kind := next((kind for kind in ("key", "note") if kind in own), None):
            return [{"k": kind, "blocks": self.blocks(element)}]
        return self.blocks(element)

    def _heading(self, element: etree._Element) -> list[Block]:
        runs = self._runs(element)
        return [{"k": "h", "level": HEADINGS[name_of(element)], "r": runs}] if runs else []

    def _drawing(self, element: etree._Element) -> list[Block]:
        return [{"k": "drawing", "svg": self.drawings.whole(element), "alt": "", "width": box_of(element)[2]}]

    def _table(self, element: etree._Element) -> list[Block]:
        return [table_of(element, self.drawings, self.site)]

    def _section(self, element: etree._Element) -> Block:
        """A section: its heading, and what stands beside or below it."""
        blocks = self.blocks(element)
        headed = bool(blocks) and blocks[0]["k"] == "h" and blocks[0]["level"] == 2
        head, rest = (blocks[0], blocks[1:]) if headed else (None, blocks)
        return {"k": "section", "id": element.get("id") or "", "head": head, "blocks": rest}

    def _glossary(self, element: etree._Element) -> list[Block]:
        """What the terms mean, as the last section of the document; nothing where there is none."""
        section = self._section(element)
        return [{**section, "last": True}] if section["blocks"] else []

    def _finding(self, element: etree._Element) -> Block:
        """A finding: what it says, and its small chart, which stands beside that."""
        blocks = self.blocks(element)
        charts = [block for block in blocks if block["k"] == "figure"]
        return {"k": "finding", "blocks": [block for block in blocks if block not in charts] + charts}

    def _list(self, element: etree._Element) -> list[Block]:
        items = [self.blocks(item) for item in element if name_of(item) == "li" and is_printed(item)]
        kept = [item for item in items if item]
        kind = "places" if "places" in classes(element) else "list"
        return [{"k": kind, "ordered": name_of(element) == "ol", "items": kept}] if kept else []

    def _facts(self, element: etree._Element) -> list[Block]:
        pairs = list(self._pairs(element))
        return [{"k": "facts", "rows": pairs, "long": "facts" not in classes(element)}] if pairs else []

    def _pairs(self, element: etree._Element) -> Iterator[Block]:
        label: list[Run] = []
        for part in element.iter("dt", "dd"):
            if name_of(part) == "dt":
                label = self._runs(part)
            else:
                yield {"label": label, "said": self.blocks(part)}
                label = []

    def _figure(self, element: etree._Element) -> list[Block]:
        """A chart: who hears it is told what the description beside it says."""
        blocks = self.blocks(element)
        texts = {block.get("style"): text_of(block["r"]) for block in blocks if block["k"] == "p"}
        for block in blocks:
            if block["k"] == "drawing":
                block["alt"] = texts.get("desc") or self._heard(element) or texts.get("msg") or ""
        return [{"k": "figure", "id": element.get("id") or "", "blocks": blocks}]

    def _heard(self, figure: etree._Element) -> str:
        """A description that only who hears the page is told."""
        return next((text_of(self._runs(part)) for part in figure.iter("p") if "vh" in classes(part)), "")

    def _details(self, element: etree._Element) -> list[Block]:
        """What is folded on the page lies open on paper, under what it is called."""
        summary = next((child for child in element if name_of(child) == "summary"), None)
        label = [] if summary is None or is_of_a_screen(summary) else self.blocks(summary)
        named = [{**block, "style": "label"} if block["k"] == "p" else block for block in label]
        return [*named, *self.blocks(element, summary)]


_Read = Callable[[Walk, etree._Element], list[Block]]

#: What reads each element that is more than its parts.
_KINDS: Mapping[str, _Read] = {
    **dict.fromkeys(HEADINGS, Walk._heading),
    "svg": Walk._drawing,
    "table": Walk._table,
    "ul": Walk._list,
    "ol": Walk._list,
    "dl": Walk._facts,
    "figure": Walk._figure,
    "details": Walk._details,
}


def _paragraph(found: list[Run], around: etree._Element) -> list[Block]:
    runs = tidied(found)
    return [{"k": "p", "r": runs, **_style(around)}] if runs else []


def _style(element: etree._Element) -> dict[str, str]:
    """How the text of an element is set, by its own class or by what it stands in."""
    own = classes(element)
    style = next((style for style in _STYLES if style in own), None)
    around = element.getparent()
    if style is None and around is not None:
        style = next((_AROUND[name] for name in sorted(classes(around)) if name in _AROUND), None)
    tone = {"tone": "miss"} if "miss" in own else {"tone": "met"} if own & {"met", "most"} else {}
    return {**({"style": style} if style else {}), **tone}

"""Text that people wrote as HTML, as Markdown, or as both: clean Markdown or one plain line out of it.

What carries meaning is kept: paragraphs, lists, emphasis, headings, links to web pages, cells of tables as text.
What could act on a reader's machine never passes: no tag is left, elements with code are dropped with what is in
them, and a link leads to http, https, mail or a place on the same site, or is text. What was dropped is returned by
name, for the account.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

Attributes = list[tuple[str, str | None]]

#: Elements whose content is code, or a page of somebody else, and not text.
_ACTIVE = frozenset(
    {"script", "style", "iframe", "object", "embed", "applet", "noscript", "template", "svg", "math", "form", "head"}
)
#: Of these only what stands between the tags matters; they have no end of their own.
_ALONE = frozenset({"img", "input", "link", "meta", "base", "area", "col", "source", "track", "wbr", "param", "frame"})
_BLOCKS = frozenset(
    {"p", "div", "section", "article", "table", "tr", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "figure"}
)
_EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
_SCHEMES = frozenset({"http", "https", "mailto", ""})
#: Addresses that a browser does not fetch but runs or shows as if they were ours.
ACTIVE_SCHEMES = frozenset({"javascript", "vbscript", "data"})

#: A sign that begins no tag: ``<2.5``, ``< 100``, ``<=``.
_LESS_THAN = re.compile(r"<(?![a-zA-Z/!?])")
#: An ampersand that begins no entity, as in an address: ``?a=1&copy=2`` holds no sign of copyright.
_AND = re.compile(r"&(?!#?\w{1,32};)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]*)>", re.IGNORECASE)
#: What follows ``](`` in a link of Markdown, and ``]:`` where an address is defined.
_TARGET = re.compile(r"\s*<?([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(\s+(?:\"[^\"<>\n]*\"|'[^'<>\n]*'))?\s*\)")
_DEFINED = re.compile(r"\s*<?([^\s<>]*)")
_LINK = re.compile(r"\](?=\(|:)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_TAG_LIKE = re.compile(r"<(?=[a-zA-Z/!?])")
_ENTITY_LIKE = re.compile(r"&(?=#?\w+;)")
_NEEDS_WORK = re.compile(r"[<&\x00-\x08\x0b-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]|\]\(|\]:")
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_LIST_ITEM = re.compile(r"(?:[-*+]|\d+[.)])\s")
_MARKS = re.compile(
    r"\[([^\[\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)|\*{1,3}(?=\S)(.+?)(?<=\S)\*{1,3}|^#+\s+", re.MULTILINE
)
_IMAGE = re.compile(r"!(?=\[[^\]\n]*\]\()")
#: Small raised and lowered figures change a number or a unit when they are set in line with it.
_RAISED = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_CODES = str.maketrans(
    {" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", '"': "%22", "\\": "%5C", "`": "%60", "*": "%2A"}
)


def markdown(text: str) -> tuple[str, tuple[str, ...]]:
    """The text as clean Markdown, and the names of what was dropped from it."""
    if not _NEEDS_WORK.search(text):
        return _tidied(text), ()
    cleaner = _Cleaner()
    text = _AND.sub("&amp;", _AUTOLINK.sub(r"\1", text))
    cleaner.feed(_LESS_THAN.sub("&lt;", text))
    cleaner.close()
    clean = _ENTITY_LIKE.sub("&amp;", _CONTROL.sub("", cleaner.text))
    clean = _TAG_LIKE.sub("&lt;", clean)
    clean = _links(clean, cleaner.drop) if "]" in clean else clean
    return _tidied(clean), tuple(sorted(cleaner.dropped))


def plain(text: str) -> tuple[str, tuple[str, ...]]:
    """The text in one line without any markup, and the names of what was dropped from it."""
    clean, dropped = markdown(text)
    if "[" in clean or "*" in clean or "#" in clean:
        clean = _MARKS.sub(lambda found: found[1] or found[2] or "", clean)
    return " ".join(unescape(clean).split()), dropped


class _Cleaner(HTMLParser):
    """Reads tags and writes Markdown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._links: list[tuple[str, int]] = []  # what it leads to, and the part where it begins
        self._shift: list[dict[int, int]] = []
        self._lists: list[int | None] = []
        self._inside: list[str] = []  # the active elements that are open
        self.dropped: set[str] = set()

    @property
    def text(self) -> str:
        """The Markdown so far."""
        while self._links:
            self._close_link()
        return "".join(self._parts)

    def drop(self, name: str) -> None:
        """Remember that something is not carried over."""
        self.dropped.add(name)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """A tag opens."""
        for name, _ in attrs:
            if name.startswith("on"):
                self.drop(name)
        if tag in _ACTIVE:
            self._inside.append(tag)
            self.drop(tag)
        elif not self._inside:
            self._open(tag, {name: value or "" for name, value in attrs})

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        """A tag opens and closes at once; one with content that is written so has none."""
        if tag in _ACTIVE:
            self.drop(tag)
            return
        self.handle_starttag(tag, attrs)
        if tag not in _ALONE and tag not in ("br", "hr"):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """A tag closes, perhaps one that was never open."""
        if self._inside:
            if tag in self._inside:
                del self._inside[self._inside.index(tag) :]
        elif tag == "a":
            self._close_link()
        elif tag in _EMPHASIS:
            self._parts.append(_EMPHASIS[tag])
        elif tag in ("ul", "ol"):
            self._lists = self._lists[:-1]
            self._parts.append("\n" if self._lists else "\n\n")
        elif tag in ("sup", "sub"):
            self._shift = self._shift[:-1]
        elif tag in _BLOCKS or tag in _HEADINGS:
            self._parts.append("\n\n")
        elif tag in ("td", "th"):
            self._parts.append(" ")

    def handle_data(self, data: str) -> None:
        """Text between tags."""
        if not self._inside:
            shifted = data.strip().translate(self._shift[-1]) if self._shift else data
            self._parts.append(shifted.replace("\u00a0", " "))

    def unknown_decl(self, data: str) -> None:
        """``<![CDATA[…``: nothing that a reader sees."""
        self.drop("declaration")

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "a":
            self._close_link()
            self._links.append((attributes.get("href", ""), len(self._parts)))
        elif tag == "img":
            self.drop("img")
            self._parts.append(attributes.get("alt", ""))
        elif tag == "li":
            self._parts.append(f"\n{self._bullet()} ")
        elif tag in ("sup", "sub"):
            self._shift.append(_RAISED if tag == "sup" else _LOWERED)
        elif tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else None)
            self._parts.append("\n\n" if len(self._lists) == 1 else "\n")
        elif tag in ("br", "hr") or tag in _BLOCKS:
            self._parts.append("\n\n")
        elif tag in _HEADINGS:
            self._parts.append(f"\n\n{_HEADINGS[tag]} ")
        elif tag in _EMPHASIS:
            self._parts.append(_EMPHASIS[tag])
        elif tag in _ALONE and tag != "wbr":
            self.drop(tag)

    def _bullet(self) -> str:
        indent = "    " * (len(self._lists) - 1)
        if not self._lists or self._lists[-1] is None:
            return f"{indent}-"
        self._lists[-1] += 1
        return f"{indent}{self._lists[-1]}."

    def _close_link(self) -> None:
        if not self._links:
            return
        written, start = self._links.pop()
        inside = "".join(self._parts[start:])
        label, address = " ".join(inside.split()), safe_address(written)
        if written.strip() and not address:
            self.drop(f"link to {scheme_of(written)}")
        linked = f"[{label.replace('[', '(').replace(']', ')')}]({address})" if label and address else label
        self._parts[start:] = [linked, " " if inside[-1:].isspace() else ""]


def safe_address(written: str) -> str:
    """The address of a link as it may stand in Markdown, or an empty text where it may not be followed."""
    address = _CONTROL.sub("", unescape(written)).strip()
    address = "".join(address.split()) if "\n" in address or "\t" in address else address
    if scheme_of(address) not in _SCHEMES:
        return ""
    return address.translate(_CODES)


def scheme_of(address: str) -> str:
    """``https`` of an address, ``javascript`` however it is hidden, and nothing of a path."""
    bare = re.sub(r"[\s\x00-\x1f]", "", _CONTROL.sub("", unescape(address)))
    try:
        scheme = urlsplit(bare).scheme.casefold()
    except ValueError:
        return "?"
    head = re.split(r"[/?#]", bare, maxsplit=1)[0]
    return scheme or ("?" if ":" in head else "")


def _links(text: str, drop: Callable[[str], None]) -> str:
    """Links that were Markdown to begin with, held to the same rule; what is not wholly one is made none.

    Renderers differ in what they still take for a link, so a bracket that opens none is moved away from its text.
    """
    text, images = _IMAGE.subn("", text)
    if images:
        drop("img")
    parts, place = [], 0
    for found in _LINK.finditer(text):
        if found.start() < place:
            continue
        parts.append(text[place : found.end()])
        linked, place = _linked(text, found.end(), drop)
        parts.append(linked)
    return "".join([*parts, text[place:]])


def _linked(text: str, start: int, drop: Callable[[str], None]) -> tuple[str, int]:
    """What stands at `start`, after a closing bracket, and where it ends."""
    if text[start] == ":":
        written = (_DEFINED.match(text, start + 1) or [""] * 2)[1]
        if scheme_of(written) in _SCHEMES:
            return ":", start + 1
        drop(f"link to {scheme_of(written)}")
        return " :", start + 1
    found = _TARGET.match(text, start + 1)
    if found is None:
        return " (", start + 1
    address = safe_address(found[1])
    if found[1] and not address:
        drop(f"link to {scheme_of(found[1])}")
        address = "#"
    title = f" {found[2].strip()}" if found[2] else ""
    return f"({address}{title})", found.end()


def _tidied(text: str) -> str:
    """One blank line between paragraphs, none around; no line so far in that Markdown would take it for code."""
    text = _BLANK_LINES.sub("\n\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(_indented(line.rstrip()) for line in text.split("\n")).strip()


def _indented(line: str) -> str:
    bare = line.lstrip()
    return line if bare == line or _LIST_ITEM.match(bare) else bare

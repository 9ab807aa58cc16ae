"""Somebody else's Markdown as HTML: paragraphs, lists, links and emphasis, and nothing else.

What an office says of an indicator is shown in its own words. The HTML is written here, element by element, from what
Markdown makes of the text, so that nothing can stand in it that is not meant to: no HTML of the text's own, which is
shown as the letters it is; no picture, which leaves its description; no link but to the web or to a mailbox. A heading
becomes a paragraph in bold, a quotation or a code block its paragraphs.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from urllib.parse import urlsplit

import markdown
from lxml import etree
from lxml.html import fragment_fromstring
from markupsafe import Markup

#: What survives as it is; other elements leave their text.
_KEPT = frozenset({"p", "ul", "ol", "li", "em", "strong"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: Characters that no text holds and with which the Markdown library marks its own places.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Quoted:
    """A text as HTML, how many letters a reader sees, and what it may not do: addresses of links, of pictures.

    `line` says that it is one paragraph; then `body` is what stands in it.
    """

    body: Markup
    length: int
    line: bool
    links: tuple[str, ...]
    pictures: tuple[str, ...]


@lru_cache(maxsize=1024)
def quoted(text: str) -> Quoted:
    """A text in Markdown, made safe. Remembered: an office says the same of many indicators."""
    # A named character is the character; what looks like an element stays text, whichever way it was written.
    converted = _converter().reset().convert(html.unescape(_CONTROL.sub("", text)))
    root = fragment_fromstring(converted, create_parent="div")
    links = [str(one.get("href", "")) for one in root.iter("a")]
    line = [one.tag for one in root] == ["p"] and not (root.text or "").strip()
    return Quoted(
        Markup(_inside(root[0] if line else root).strip()),
        len(" ".join(root.text_content().split())),
        line,
        tuple(link for link in links if not leads_out(link)),
        tuple(str(one.get("src", "")) for one in root.iter("img")),
    )


@lru_cache(maxsize=1)
def _converter() -> markdown.Markdown:
    converter = markdown.Markdown(output_format="xhtml")
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    return converter


def leads_out(link: str) -> bool:
    """Whether a link may stand in a quoted text: to a page of the web, or to a mailbox."""
    try:
        parts = urlsplit(link)
    except ValueError:  # as an address in brackets that is none
        return False
    if parts.scheme == "mailto":
        return "@" in parts.path
    # "https://office.example@elsewhere.example" is not what it seems to be.
    return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None


def _inside(element: etree._Element) -> str:
    parts = [escape(element.text or "")]
    for child in element:
        parts += [_written(child), escape(child.tail or "")]
    return "".join(parts)


def _written(element: etree._Element) -> str:
    """One element: what it is allowed to be, around what is written inside it."""
    name, inside = str(element.tag), _inside(element)
    if name in _KEPT:
        return f"<{name}>{inside}</{name}>"
    if name in _HEADINGS:
        return f"<p><strong>{inside}</strong></p>"
    if name == "a" and leads_out(link := str(element.get("href", ""))):
        return f'<a href="{escape(link)}">{inside}</a>'
    if name == "br":
        return "<br/>"
    if name == "img":
        return escape(str(element.get("alt", "")))
    return f"<p>{inside}</p>" if name == "pre" else inside

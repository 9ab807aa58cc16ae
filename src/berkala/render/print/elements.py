"""What of a page stands on paper, told by its elements: the same rules as those of `berkala.css` for print."""

from __future__ import annotations

from lxml import etree

#: What is for a screen: it is shown there alone, read aloud alone, or leads on from there.
_FOR_SCREENS = frozenset({"noprint", "row", "btn", "skip", "lang", "vh", "lb", "narrow"})
#: What the words of a glossary's entry stand in: a button and what it opens on a screen, plain text on paper.
_TERM, _TERMS = "term", "terms"
_UNSEEN = frozenset({"script", "style", "template", "form", "button", "input", "select", "dialog", "iframe", "link"})
#: What begins a line of its own.
BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption"}
    | {"figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"}
    | {"section", "summary", "table", "ul"}
)
#: What a picture stands in; in a line of text it is a mark.
_FRAMES = frozenset({"article", "body", "div", "figure", "section"})
HEADINGS = {f"h{level}": level for level in range(1, 7)}


def name_of(element: etree._Element) -> str:
    """The element's name; empty for a comment."""
    name = element.tag
    return name if isinstance(name, str) else ""


def classes(element: etree._Element) -> frozenset[str]:
    """The classes of an element."""
    return frozenset((element.get("class") or "").split())


def is_printed(element: etree._Element) -> bool:
    """Whether it stands on paper. Drawings are hidden from who hears the page, not from who sees it."""
    name = name_of(element)
    if not name or _is_unseen(element) or "hidden" in element.attrib:
        return False
    if element.get("aria-hidden") == "true" and name != "svg":
        return False
    return _FOR_SCREENS.isdisjoint(classes(element))


def _is_unseen(element: etree._Element) -> bool:
    """Whether it is something to press or to open; a term of the glossary is said, and what it means as well."""
    if "popover" in element.attrib:
        around = element.getparent()
        return around is None or not is_glossary(around)
    return name_of(element) in _UNSEEN and not (name_of(element) == "button" and _TERM in classes(element))


def is_glossary(element: etree._Element) -> bool:
    """Whether it holds what the terms of a page mean."""
    return _TERMS in classes(element)


def is_of_a_screen(summary: etree._Element) -> bool:
    """Whether what opens a folded part says no more than how much it hides: "Show 30 more rows"."""
    return any(part.get("data-role") == "count" for part in summary.iter())


def is_block(element: etree._Element) -> bool:
    """Whether it begins a line of its own."""
    return name_of(element) in BLOCKS


def has_blocks(element: etree._Element) -> bool:
    """Whether something in it begins a line of its own."""
    return any(is_block(child) or has_blocks(child) for child in element if is_printed(child))


def is_drawing(element: etree._Element) -> bool:
    """Whether it is a picture in its own right, not a mark in a line of text."""
    around = element.getparent()
    return name_of(element) == "svg" and around is not None and name_of(around) in _FRAMES

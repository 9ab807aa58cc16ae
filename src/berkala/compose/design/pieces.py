"""Parts taken out of whole pages: what is shown of a component is cut from a page that was made as every page is.

A part keeps its bytes but for its links, which lead nowhere, and its names for places, which are made its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:\"[^\"]*\"|'[^']*'|[^>\"'])*)>", re.IGNORECASE)
#: Elements that have no end.
_VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_HREF = re.compile(r'(<a\b[^>]*?\s)href="[^"]*"')
_NAMED = re.compile(r'\b(id|for|aria-labelledby|aria-describedby|aria-controls)="([^"]+)"')
#: Where a drawing uses a shape or a pattern by its name.
_USED = re.compile(r'(\burl\(#|<use\b[^>]*?href="#)([\w-]+)(["\)])')
_LABEL = re.compile(r'(<(?:nav|section|div)\b[^>]*?\saria-label=")')
#: What a page has once: in a part of it these are no landmarks.
_LANDMARK = re.compile(r"<(/?)(?:header|footer)\b")
_HEADING = re.compile(r"<(/?)h1\b")
_CLASSES = re.compile(r'\bclass="([^"]*)"')


@dataclass(frozen=True)
class Source:
    """A page or fragment that parts are cut from."""

    html: str

    def first(self, selector: str, holding: str = "") -> str:
        """The first element with this selector that holds a text; empty where there is none."""
        return next((one for one in self.every(selector) if holding in one), "")

    def every(self, selector: str) -> Iterator[str]:
        """Each element that a selector names: ``p.big`` by its tag and classes, ``section#data`` by its name."""
        tag, kind, name = re.fullmatch(r"([a-z0-9]+)(?:([.#])(.+))?", selector, re.ASCII).groups()  # type: ignore[union-attr]
        wanted = set(name.split(".")) if name else set()
        for at, (end, own, attributes) in enumerate(self._tags):
            if own == tag and _has(attributes, kind, wanted):
                yield self.html[end - self._lengths[at] : self._close(at)]

    @cached_property
    def _found(self) -> list[re.Match[str]]:
        return list(_TAG.finditer(self.html))

    @cached_property
    def _tags(self) -> list[tuple[int, str, str]]:
        """Where each tag ends, its element (with a stroke where it closes one), its attributes."""
        return [(one.end(), one[1] + one[2].lower(), one[3]) for one in self._found]

    @cached_property
    def _lengths(self) -> list[int]:
        return [len(one[0]) for one in self._found]

    def _close(self, at: int) -> int:
        """Where the element ends that begins with a tag."""
        end, tag, attributes = self._tags[at]
        if tag in _VOID or attributes.endswith("/"):
            return end
        depth = 0
        for end, own, more in self._tags[at:]:
            depth += (own == tag and not more.endswith("/")) - (own == f"/{tag}")
            if not depth:
                return end
        return len(self.html)


def _has(attributes: str, kind: str | None, wanted: set[str]) -> bool:
    if kind == "#":
        return f'id="{next(iter(wanted))}"' in attributes
    found = _CLASSES.search(attributes)
    return not wanted or (found is not None and wanted <= set(found[1].split()))


def placed(part: str, place: str, label: str = "") -> Markup:
    """A part as it may stand on a page at a place of its own: no link leads out, no name is twice, no title is first.

    `label` is said before the name of each region in it: there may be only one of a kind on a page.
    """
    own = {name for _, names in _NAMED.findall(part) for name in names.split()}
    part = _NAMED.sub(lambda found: f'{found[1]}="{" ".join(f"{place}-{one}" for one in found[2].split())}"', part)
    part = _USED.sub(lambda found: f"{found[1]}{place}-{found[2]}{found[3]}" if found[2] in own else found[0], part)
    part = _HREF.sub(rf'\1href="#{place.partition("--")[0]}"', part)
    part = _LABEL.sub(lambda found: f"{found[1]}{label}: " if label else found[1], part)
    part = _LANDMARK.sub(r"<\1div", part)
    return Markup(_HEADING.sub(r"<\1h2", part))

"""The style sheet of the design's pages, worked out from the site's own: what it shows of a rule is that rule.

Light and dark colours for a part of a page, links and buttons as they look under the pointer and with the focus, and
the type of titles for texts that are none: each is copied from ``berkala.css``, whose rules only ask the browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from berkala.colours import Scheme
from berkala.plan.specifications import Accent

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}|([^{}]+)\{|(\})")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
#: What a page on paper is, with the boxes in its margins: no rule of a part of a page.
_PAPER = re.compile(r"@page\{(?:[^{}]|\{[^{}]*\})*\}")
_DARK, _MIXES = "prefers-color-scheme:dark", "@supports"
#: What a page cannot ask a browser to show, and the class that shows it.
_STATES = {":hover": ".is-hover", ":focus-visible": ".is-focus", ":focus": ".is-focus"}
#: What a wide screen is, and how large a rem is on a phone and there, in pixels.
_WIDER, _ROOT, _ROOT_WIDE = ("(min-width:47.5rem)", "(min-width:69rem)"), Decimal(16), Decimal(17)
#: Titles, and the class with which another text looks like one.
_TITLES = {"h1": ".is-h1", ".sec>h2": ".is-h2"}


@dataclass(frozen=True)
class Rule:
    """One rule: what is around it (``@media …``), its selectors, its declarations."""

    around: tuple[str, ...]
    selectors: tuple[str, ...]
    body: str

    @property
    def values(self) -> Mapping[str, str]:
        """The declarations by property."""
        parts = (one.strip().partition(":") for one in self.body.split(";"))
        return {name: value for name, colon, value in parts if colon}


def rules(sheet: str) -> tuple[Rule, ...]:
    """The rules of a style sheet, in order."""
    found: list[Rule] = []
    around: list[str] = []
    for selectors, body, opened, closed in _RULE.findall(_PAPER.sub("", _COMMENT.sub("", sheet))):
        if closed:
            around.pop()
        elif opened:
            around.append(opened.strip())
        elif not selectors.strip().startswith("@"):
            names = tuple(one.strip() for one in selectors.split(","))
            found.append(Rule(tuple(around), names, body.strip()))
    return tuple(found)


def design_css(own: str, sheet: str, accent: Accent) -> bytes:
    """The design's own rules, and those that are worked out from the site's."""
    known = rules(sheet)
    # Who asks for the system's colours gets them on both papers.
    schemes = ["@media not (forced-colors:active){", *_schemes(known, accent), "}"]
    made = [*schemes, *_states(known), *_titles(known)]
    return "\n".join([own.strip(), *made, ""]).encode()


def sizes(sheet: str, names: Mapping[str, str]) -> dict[str, tuple[Decimal, Decimal]]:
    """The size of each kind of type in pixels, on a phone and on a wide screen, by the name it is given."""
    known, found = rules(sheet), dict[str, tuple[Decimal, Decimal]]()
    for name, selector in names.items():
        said = [(rule, size) for rule in known if selector in rule.selectors and (size := _rem(rule)) is not None]
        narrow = next((size for rule, size in said if not rule.around), None)
        if narrow is not None:
            wide = [size for rule, size in said if rule.around and rule.around[0].endswith(_WIDER)]
            found[name] = (_ROOT * narrow, _ROOT_WIDE * (wide[-1] if wide else narrow))
    return found


def _rem(rule: Rule) -> Decimal | None:
    match = re.search(r"([\d.]+)rem", rule.values.get("font-size", rule.values.get("font", "")))
    return Decimal(match[1]) if match else None


def _schemes(known: tuple[Rule, ...], accent: Accent) -> Iterator[str]:
    """The colours of each scheme for whatever has its class."""
    schemes: tuple[tuple[Scheme, str], ...] = (("light", accent.light), ("dark", accent.dark))
    for scheme, colour in schemes:
        told: dict[str, str] = {}
        for rule in known:
            if rule.selectors == (":root",) and _asks_nothing_else(rule, scheme):
                told |= {name: value for name, value in rule.values.items() if name.startswith("--")}
        told |= {"--accent": colour, "color-scheme": scheme}
        yield f".{scheme}{{{';'.join(f'{name}:{value}' for name, value in told.items())}}}"


def _asks_nothing_else(rule: Rule, scheme: Scheme) -> bool:
    """Whether a rule holds in a scheme on every screen that can mix colours."""
    asked = [one for one in rule.around if not one.startswith(_MIXES)]
    return not asked or (scheme == "dark" and len(asked) == 1 and _DARK in asked[0])


def _states(known: tuple[Rule, ...]) -> Iterator[str]:
    for rule in known:
        for state, shown in _STATES.items():
            names = [one.replace(state, shown) for one in rule.selectors if one.endswith(state)]
            if names and not rule.around:
                yield f"{','.join(names)}{{{rule.body}}}"


def _titles(known: tuple[Rule, ...]) -> Iterator[str]:
    for rule in known:
        for title, shown in _TITLES.items():
            if title in rule.selectors and rule.body:
                text = f"{shown}{{{rule.body}}}"
                for around in reversed(rule.around):
                    text = f"{around}{{{text}}}"
                yield text

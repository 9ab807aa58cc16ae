"""The pages that show what the site is made of: ``/about/design/``, its components and its charts.

They are there unless the settings say ``design_page: false``. Everything on them is taken from the site itself: its
style sheet, its colours, and parts of pages made with its templates of an invented publication (`sample`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from markupsafe import Markup

from berkala.check.pages import Scope
from berkala.colours import PALETTES, SHADES, Scheme, contrast, shades
from berkala.compose.design.pieces import placed
from berkala.compose.design.sheet import design_css, sizes
from berkala.compose.frame import Frame, Head
from berkala.plan.accents import GRAPHIC, TEXT, Measured, cut, measured
from berkala.plan.publication import DESIGN_PAGES
from berkala.words import Language, Sentence, Span

Files = Iterator[tuple[str, bytes]]

#: The classes in which each colour stands in a drawing.
_FILLS = {"paper": "cp", "wash": "fw", "ink": "ci", "soft": "cs", "line": "cl", "grid": "fg", "mute": "fm"}
_FILLS |= {"accent": "fa", "met": "ce", "miss": "cx"}
#: The kinds of type, and the selector whose rule says how large each is.
_TYPE = {"t1": ".big", "t2": "h1", "t3": ".sec>h2", "t4": ".msg", "t5": "body", "t6": ".sub", "t7": ".src"}
_MARKS = ("met", "most", "near", "some", "miss", "none")
#: Distances that the style sheet has, in pixels of a page whose text is of the usual size.
_SPACES, _TARGET = (4, 8, 12, 16, 24, 40), 44
_SCHEMES: tuple[Scheme, ...] = ("light", "dark")
_COMPONENTS = (
    *("head", "place", "ruler", "key", "facts", "table", "score", "progress", "releases", "calendar", "data"),
    *("post", "form", "empty", "foot"),
)


def design_files(frame: Frame, folder: Path) -> Files:
    """Every file of these pages; `folder` is private, and is made and not kept.

    Raises SourceProblems where the agency's templates do not let a page be made.
    """
    if not frame.settings.design_page:
        return
    # Not above: a run that composes nothing loads nothing of what measures and draws.
    from berkala.compose.design.shown import shown_of

    made = shown_of(frame.shelf.publication, folder)
    theme = frame.shelf.publication.templates / "theme"
    sheet = (theme / "assets" / "berkala.css").read_text(encoding="utf-8")
    own = (theme / "design.css").read_text(encoding="utf-8")
    yield "assets/design.css", design_css(own, sheet, frame.settings.agency.accent)
    for language in frame.languages:
        code = language.code
        yield from ((f"{DESIGN_PAGES[0]}{card.name}", card.png) for card in made.cards.get(code, ()))
        parts = {name: list(_both(found, name, language)) for name, found in made.parts[code].items()}
        charts = [
            (language.text(f"charts.kind.{kind}"), kind, kind in made.tables, list(_both((html,), kind, language)))
            for kind, html in made.charts[code].items()
        ]
        cards = made.cards.get(code, ())
        told: tuple[tuple[str, dict[str, Any]], ...] = (
            ("design", {**_looks(frame, sheet, language)}),
            ("components", {"pieces": parts, "names": _COMPONENTS, "cards": cards, "folder": DESIGN_PAGES[0]}),
            ("charts", {"charts": charts}),
        )
        for (page, context), address in zip(told, DESIGN_PAGES, strict=True):
            yield _page(frame, language, page, address, context, made.scope)


def _page(
    frame: Frame, language: Language, page: str, address: str, context: dict[str, Any], scope: Scope
) -> tuple[str, bytes]:
    agency = frame.settings.agency.name[language.code]
    described = "design.description" if page == "design" else f"design.{page}-description"
    title = language.text("design.title" if page == "design" else f"design.{page}")
    if page != "design":
        title = language.labelled(language.text("design.title"), title).text
    head = Head(
        language.text("site.title", page=title, agency=agency),
        language.text(described, agency=agency),
    )
    ways = [
        (to, Sentence.plain(language.text(f"design.{name}"))) for to, name in zip(DESIGN_PAGES, _NAMES, strict=True)
    ]
    path, content = frame.page(f"{_TEMPLATES[page]}.html", language, address, head, ways=ways, title=title, **context)
    frame.made[path] = replace(frame.made[path], scope=scope)
    return path, content


_NAMES = ("title", "components", "charts")
_TEMPLATES = {"design": "design", "components": "design-components", "charts": "design-charts"}


def _both(parts: tuple[str, ...], name: str, language: Language) -> Iterator[dict[str, Markup]]:
    """Each part on light and on dark paper."""
    for place, part in enumerate(parts):
        label = language.text(f"design.{name}") if language.has(f"design.{name}") else name
        yield {
            scheme: placed(
                part, f"{name}--{place}-{scheme}", f"{label} {place + 1}, {language.text(f'design.{scheme}')}"
            )
            for scheme in _SCHEMES
        }


# -- colours, type, space -------------------------------------------------------------------------------------


def _looks(frame: Frame, sheet: str, language: Language) -> dict[str, Any]:
    accent = frame.settings.agency.accent
    accents: dict[Scheme, str] = {"light": accent.light.lower(), "dark": accent.dark.lower()}
    return {
        "colours": [_colour(name, accents, language) for name in (*_FILLS, *SHADES["light"])],
        "rules": list(_rules(accents, language)),
        "needed": {"text": _fixed(TEXT, language), "graphic": _fixed(GRAPHIC, language)},
        "type": [(name, _size(*size, language)) for name, size in sizes(sheet, _TYPE).items()],
        "number": _fixed(Decimal("86.8"), language),
        "spaces": [(space, _constant(str(space))) for space in _SPACES],
        "target": _constant(str(_TARGET)),
        "marks": _MARKS,
    }


def _colour(name: str, accents: dict[Scheme, str], language: Language) -> dict[str, Any]:
    """A colour in both schemes, with its contrast to the paper."""
    told: dict[str, Any] = {"fill": _FILLS.get(name, name)}
    for scheme in _SCHEMES:
        own = {**PALETTES[scheme], "accent": accents[scheme], **shades(scheme, accents[scheme])}
        ratio = cut(contrast(own[name], own["paper"]))
        told[scheme] = (_constant(own[name]), _fixed(ratio, language))
    share = Span(language.amount(Decimal(str(SHADES["light"].get(name, 0))) * 100, "percent", 0), role="constant")
    use = f"design.token.{name}"
    told["use"] = language.text(use) if language.has(use) else language.sentence("design.shade", share=share)
    return told


def _rules(accents: dict[Scheme, str], language: Language) -> Iterator[dict[str, Any]]:
    """Each measurement of the accent, side by side in light and dark."""
    pairs = zip(*(measured(scheme, accents[scheme]) for scheme in _SCHEMES), strict=True)
    for pair in pairs:
        first: Measured = pair[0]
        slots = {"of": _step(first.of, language), "on": _step(first.on, language)}
        yield {
            "name": language.sentence(f"design.measured.{first.rule}", slots),
            "wanted": _fixed(first.wanted, language),
            **{scheme: (_fixed(one.found, language), one.passes) for scheme, one in zip(_SCHEMES, pair, strict=True)},
        }


def _step(name: str, language: Language) -> Sentence:
    """A colour as a sentence names it: a shade by its number, any other by what it is for."""
    key = f"design.token.{name}"
    return Sentence.plain(language.text(key)) if language.has(key) else _constant(name[1:])


def _size(narrow: Decimal, wide: Decimal, language: Language) -> Sentence:
    """A size in pixels, on a phone and on a wide screen."""
    return _constant(f"{_short(narrow, language)} / {_short(wide, language)}")


def _short(size: Decimal, language: Language) -> str:
    return language.number(size, 0 if size == size.to_integral_value() else 1)


def _fixed(number: Decimal, language: Language) -> Sentence:
    return _constant(language.number(number, max(0, -int(number.as_tuple().exponent))))


def _constant(text: str) -> Sentence:
    return Sentence((Span(text, role="constant"),))

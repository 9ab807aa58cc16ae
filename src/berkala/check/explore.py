"""What the Explore page draws, point by point: each value and each hover text is that of the figure it names.

The page carries its views as JSON in a script element; no reader sees it, but what Plotly draws from it. Its floats
are for drawing: they are the nearest to the exact values in figures.json.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

from lxml import etree

from berkala.check.arithmetic import period_of
from berkala.check.contracts import read_contract
from berkala.check.numerals import DIGIT
from berkala.check.pages import Page
from berkala.check.plain import check_plain
from berkala.check.published import Published
from berkala.errors import Problem, nearest

#: The keys under which a layout holds words that a reader sees.
_WORDS = frozenset({"text", "ticktext", "title", "ticksuffix", "tickprefix"})


def check_explore(root: etree._Element, page: Page) -> Iterator[Problem]:
    """Every problem of the drawing data that a page carries."""
    for script in root.iter("script"):
        if script.get("type") == "application/json":
            views, problems = read_contract((script.text or "").encode(), "explore", page.label)
            yield from problems
            for view in () if problems else views:
                yield from _view(view, page)


def _view(view: Mapping[str, Any], page: Page) -> Iterator[Problem]:
    nothing = page.scope.shelf.only(())
    for text in (view["label"], *_words(view["figure"]["layout"])):
        yield from check_plain(text, "Explore", page, nothing)
    for series in view["figure"]["data"]:
        hover = str(series.get("hovertemplate", ""))
        yield from check_plain(hover, "Explore", page, nothing)
        # A line without points of its own says its one figure in its name.
        listed = nothing if series.get("text") else page.scope.shelf.only(n for n in series["customdata"] if n)
        yield from check_plain(series["name"], "Explore", page, listed)
        yield from _series(series, page)


def _words(value: Any, key: str = "") -> Iterator[str]:
    """The words of a layout, wherever they stand."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _words(part, name if name not in ("text", "title") or isinstance(part, str) else key)
    elif isinstance(value, list):
        for part in value:
            yield from _words(part, key)
    elif isinstance(value, str) and key in _WORDS:
        yield value


def _series(series: Mapping[str, Any], page: Page) -> Iterator[Problem]:
    points = len(series["customdata"])
    said = series.get("text")
    if any(len(row) != points for row in (series["x"], series["y"], series["customdata"] if said is None else said)):
        yield page.problem("explore-untraced", series["name"])
        return
    for name, when, value, hover in zip_longest(series["customdata"], series["x"], series["y"], said or ()):
        if name is None:
            if value is not None or (hover is not None and not hover.endswith(page.language.text("status.x"))):
                yield page.problem("explore-untraced", hover or str(value))
            continue
        figures = page.scope.shelf.by_id.get(name, ())
        if not figures:
            close = nearest(name, page.scope.shelf.by_id)
            yield page.problem("figure-unknown", hover or series["name"], figure=name, nearest=close)
        elif not any(_is_right(figure, when, value, hover, page) for figure in figures):
            yield _wrong(figures[0], when, value, hover, page)


def _is_right(figure: Published, when: str, value: Any, hover: str | None, page: Page) -> bool:
    same = value is None if figure.value is None else value is not None and float(value) == float(figure.value)
    if not same or hover is None:
        return same
    period = period_of(figure.period)
    if period is None:
        return False
    # A fiscal year's first month is not known here: of its beginning, the year alone.
    start = period.start.isoformat()[: 4 if period.frequency == "fiscal" else None]
    shown = figure.text.get(page.language.code, figure.stated)
    return when.startswith(start) and _says(hover, page.language.period_text(period), shown)


def _says(hover: str, period: str, shown: str) -> bool:
    """Whether a hover text is its period and what its figure is shown as, with no other digit."""
    before = hover.removesuffix(shown)
    return before != hover and period in before and not DIGIT.search(before.replace(period, "", 1))


def _wrong(figure: Published, when: str, value: Any, hover: str | None, page: Page) -> Problem:
    drawn = "—" if value is None else format(value, "f") if not isinstance(value, int) else str(value)
    now = "—" if figure.value is None else format(figure.value, "f")
    expected = figure.text.get(page.language.code, figure.stated)
    facts = {"figure": figure.id, "drawn": drawn, "now": now, "period": when, "expected": expected}
    return page.problem("explore-wrong", hover or drawn, **facts)

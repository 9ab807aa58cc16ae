"""What the Explore page draws, point by point: each value and each hover text is that of the figure it names.

The page carries its views as JSON in a script element; no reader sees it, but what Plotly draws from it. A point's
hover text is put together here as `explore.js` does it: its period, then its number in the template of its unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from berkala.check.arithmetic import period_of
from berkala.check.contracts import read_contract
from berkala.check.document import Document
from berkala.check.pages import Page
from berkala.check.plain import check_plain
from berkala.check.published import Published
from berkala.errors import Problem, nearest


def check_explore(document: Document, page: Page) -> Iterator[Problem]:
    """Every problem of the drawing data that a page carries."""
    for data, problems in drawing_data(document, page):
        yield from problems or _data(data, page)


def drawing_data(document: Document, page: Page) -> Iterator[tuple[Any, Sequence[Problem]]]:
    """What the scripts of a page hold for drawing, each with what is wrong with its form."""
    for script in document.named("script"):
        if script.attributes.get("type") == "application/json":
            yield read_contract((script.node.text or "").encode(), "explore", page.label)


def _data(data: Mapping[str, Any], page: Page) -> Iterator[Problem]:
    if len({len(column) for column in data["periods"].values()}) > 1:
        yield page.problem("explore-untraced", "periods")
        return
    marks = {"decimal": page.language.number(Decimal("0.1"), 1)[1], "group": page.language.number(1000)[1]}
    if data["marks"] != marks | {"minus": page.language.number(-1)[0]}:
        yield page.problem("explore-untraced", " ".join(data["marks"].values()))
    for letter, words in data["statuses"].items():
        if words != page.language.text(f"charts.status.{letter}"):
            yield page.problem("explore-untraced", words)
    for view in data["views"]:
        yield from _view(view, data, page)


def _view(view: Mapping[str, Any], data: Mapping[str, Any], page: Page) -> Iterator[Problem]:
    nothing = page.scope.shelf.only(())
    words = (view["label"], view["suffix"], view["template"], *(words for _, words in view["ticks"]))
    for text in (*words, *(series["name"] for series in view["series"])):
        yield from check_plain(text, "Explore", page, nothing)
    for held in view["held"]:
        yield from check_plain(held["name"], "Explore", page, page.scope.shelf.only(held["figures"]))
        yield from _held(held, page)
    for series in view["series"]:
        yield from _series(series, view, data, page)


def _held(held: Mapping[str, Any], page: Page) -> Iterator[Problem]:
    """A reference, or both edges of a range: each is its own figure."""
    if len(held["y"]) != len(held["figures"]):
        yield page.problem("explore-untraced", held["name"])
        return
    for name, value in zip(held["figures"], held["y"], strict=True):
        yield from _point(name, value, held["name"], page, lambda figure: True)


def _series(
    series: Mapping[str, Any], view: Mapping[str, Any], data: Mapping[str, Any], page: Page
) -> Iterator[Problem]:
    codes, first, said = data["periods"]["codes"], series["first"], series.get("text")
    places = {str(at) for at in range(len(series["y"]))}
    if (
        first + len(series["y"]) > len(codes)
        or (said is not None and len(said) != len(series["y"]))
        or not set(series["status"]) <= places
        or not set(series["status"].values()) <= set(data["statuses"])
    ):
        yield page.problem("explore-untraced", series["name"])
        return
    for at, value in enumerate(series["y"]):
        place = first + at
        number = "" if value is None else page.language.number(Decimal(str(value)), view["decimals"])
        own = said[at] if said is not None else view["template"].replace("{number}", number) if number else ""
        hover = f"{data['periods']['texts'][place]}: {own}"

        def says(figure: Published, own: str = own, place: int = place, at: int = at) -> bool:
            same = series["status"].get(str(at), "") in ("", figure.status)
            shown = figure.text.get(page.language.code, figure.stated) if figure.value is not None else ""
            return same and own == shown and _is_of(figure, place, data, page)

        yield from _point(f"{view['indicator']}.{series['category']}.{codes[place]}", value, hover, page, says)


def _is_of(figure: Published, place: int, data: Mapping[str, Any], page: Page) -> bool:
    """Whether a figure's period is the one at this place, in its words; of a span to its last day."""
    period = period_of(figure.period)
    if period is None:
        return False
    # A fiscal year's first month is not known here: of its beginning, the year alone.
    start = period.start.isoformat()[: 4 if period.frequency == "fiscal" else None]
    starts, texts = data["periods"]["starts"], data["periods"]["texts"]
    ends = data["periods"].get("ends")
    if ends is not None and ends[place] != period.end.isoformat():
        return False
    return str(starts[place]).startswith(start) and bool(texts[place] == page.language.period_text(period))


def _point(name: str, value: Any, hover: str, page: Page, says: Any) -> Iterator[Problem]:
    """What is wrong with one value. A point without a value may lack its figure: nothing is drawn there."""
    figures = page.scope.shelf.by_id.get(name, ())
    if not figures:
        if value is not None:
            close = nearest(name, page.scope.shelf.by_id)
            yield page.problem("figure-unknown", hover, figure=name, nearest=close)
    elif not any(_same(figure, value) and says(figure) for figure in figures):
        figure = figures[0]
        drawn, now = ("—" if one is None else format(Decimal(str(one)), "f") for one in (value, figure.displayed))
        expected = figure.text.get(page.language.code, figure.stated)
        facts = {"figure": figure.id, "drawn": drawn, "now": now, "period": figure.period, "expected": expected}
        yield page.problem("explore-wrong", hover, **facts)


def _same(figure: Published, value: Any) -> bool:
    """Whether a drawn value is the figure's, in the digits that are shown."""
    return figure.displayed is None if value is None else figure.displayed == Decimal(str(value))

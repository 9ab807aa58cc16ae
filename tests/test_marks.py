"""render, compose: the mark of a verdict, drawn in its own shape wherever a verdict stands; colour comes third."""

from __future__ import annotations

import re
from typing import get_args

from jinja2 import Environment, FileSystemLoader

from berkala.plan.specifications import Mark
from berkala.render.cards.rows import verdict_mark
from berkala.render.charts.build import build_chart
from berkala.render.charts.drawing import Path
from berkala.render.charts.outputs import page_svg
from berkala.render.templates import environment
from berkala.words import language
from charting_lines import bullets, drawn
from publications import REPOSITORY

MARKS: tuple[Mark, ...] = get_args(Mark)
TEMPLATES = REPOSITORY / "templates"


_SHAPE = r'<svg viewBox="0 0 16 16" aria-hidden="true" display="none">(.*?)</svg>'


def shape(markup: str) -> str:
    """The shapes of the one mark in a piece of markup."""
    (found,) = re.findall(_SHAPE, markup, re.DOTALL)
    return str(found)


def test_in_an_edition_s_page_every_mark_has_a_shape_of_its_own() -> None:
    template = environment(TEMPLATES).get_template("mark.html")
    shapes = {mark: shape(template.render(mark=mark)) for mark in MARKS}
    assert len(set(shapes.values())) == len(MARKS)
    # A bullet chart's table beside it says the same.
    for mark in MARKS:
        chart = build_chart(bullets(share=mark), "main", language("en"))
        assert shapes[mark] in re.findall(_SHAPE, page_svg(chart, language("en")), re.DOTALL)


def test_around_an_edition_the_marks_are_the_same() -> None:
    """Home refers to the shapes that every page defines once; those of progress alone stand where they are used."""
    theme = Environment(loader=FileSystemLoader(TEMPLATES / "theme"), autoescape=True)
    parts = theme.get_template("parts.html").module
    base = (TEMPLATES / "theme/defs.html").read_text(encoding="utf-8")
    fragments = environment(TEMPLATES).get_template("mark.html")
    for mark in MARKS:
        drawn_there = shape(str(parts.verdict(mark, "words")))  # type: ignore[attr-defined]
        referred = re.fullmatch(r'<use href="#(m-\w+)"/>', drawn_there)
        if referred is not None:
            (drawn_there,) = re.findall(rf'<symbol id="{referred[1]}" viewBox="0 0 16 16">(.*?)</symbol>', base)
        assert drawn_there == shape(fragments.render(mark=mark))


def test_on_a_card_and_in_a_drawing_every_mark_has_a_shape_of_its_own() -> None:
    assert len({verdict_mark(mark, "#000000", 0, 0, 16) for mark in MARKS}) == len(MARKS)
    assert len({pen(mark) for mark in MARKS}) == len(MARKS)


def pen(mark: Mark) -> str:
    """How the pen goes that draws a mark in a bullet chart, wherever it begins."""
    paths = [one for one in drawn(bullets(share=mark))[1].shapes if isinstance(one, Path)]
    return " ".join(f"{one.classes} {re.sub(r'M[-0-9.]+ [-0-9.]+', '', one.d)}" for one in paths)

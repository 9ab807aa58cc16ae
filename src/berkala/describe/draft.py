"""The draft of a descriptor: what was found in the files, and what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from berkala.describe.asking import Ask, Noted, meanwhile
from berkala.describe.columns import Columns
from berkala.describe.finding import File, Found, look, title_of
from berkala.describe.lines import layout_lines
from berkala.describe.names import lacking_in
from berkala.describe.numbers import Style, style_of
from berkala.describe.periods import ANY, Written, written
from berkala.describe.schema import schema
from berkala.describe.stating import period_texts
from berkala.describe.wanted import Wanted, called
from berkala.periods import FREQUENCIES
from berkala.plan.questions import MARK
from berkala.tidy.grids.model import Workbook
from berkala.words import language as words
from berkala.words.language import Language


def drafted(files: Sequence[File], path: str, wanted: Wanted) -> dict[str, Any]:
    """The descriptor of the newest file, with a question for each thing that the files do not say."""
    say = wanted.say
    tables, sheets = look(files[-1], wanted.sheet, say)
    first = _in_all_files(tables[0], files)
    tables = [first, *tables[1:]]
    others = [one for one in tables[1:] if _alike(first, one)]
    style = style_of(cell.number for one in (first, *others) for cell in one.figure_cells() if not cell.typed)
    periods = written(period_texts(first, files))
    resource: dict[str, Any] = {"path": path, "format": _format(files[-1].workbook)}
    dialect = _dialect(files[-1].workbook, style, say)
    resource |= {"dialect": dialect} if dialect else {}
    layouts = [layout_lines(one, tables, sheets, periods, files, wanted) for one in (first, *others)]
    for layout, other in zip(layouts[1:], others, strict=True):
        _give_as(layout["columns"], other, first)
    resource["layout"] = layouts[0] if len(layouts) == 1 else layouts
    resource["schema"] = schema(first, files, _decimal_mark(dialect), wanted)
    return {**_head(first, files, periods, wanted), "resource": resource}


def _in_all_files(found: Found, files: Sequence[File]) -> Found:
    """The table without names of rows that not every file has: they cannot tell an observation from another one."""
    names = [one.name for one in found.dimensions]
    lacking = {name for file in files[:-1] for name in lacking_in(file, names, found)}
    left = [replace(one, role="left-out", reason="texts") if one.name in lacking else one for one in found.columns.all]
    return replace(found, columns=Columns(tuple(left)))


def _alike(first: Found, other: Found) -> bool:
    """Whether another table of the sheet goes on with the first: the same names of columns, but for the periods."""
    return (
        len(first.dimensions) == len(other.dimensions)
        and set(first.figures.measures) == set(other.figures.measures)
        and bool(first.figures.parts)
    )


def _give_as(columns: dict[str, Any], own: Found, first: Found) -> None:
    """The names of rows of a table that goes on with another one are those of its columns."""
    for one, other in zip(own.dimensions, first.dimensions, strict=True):
        gives, said = first.fields[other.place], columns[one.name]
        columns[one.name] = {**said, "gives": gives} if isinstance(said, dict) else gives


def _format(workbook: Workbook) -> str:
    return "csv" if workbook.kind == "text" else workbook.kind


def _dialect(workbook: Workbook, style: Style, say: Language) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if workbook.kind == "text":
        if workbook.delimiter not in (",", None):
            found["delimiter"] = workbook.delimiter
        if workbook.encoding == "cp1252":  # inferred: any bytes can be read as it
            found["encoding"] = Ask(say.text("describe.ask.encoding", text=_beyond_ascii(workbook)), "cp1252")
        elif workbook.encoding not in ("utf-8", None):
            found["encoding"] = workbook.encoding
    if style.mixed[0]:
        found["decimal"] = Ask(say.text("describe.ask.style-mixed", one=style.mixed[0], other=style.mixed[1]), ".")
    elif style.unsure:
        mark = next(sign for sign in style.unsure if sign in ".,")
        other = "," if mark == "." else "."
        found["decimal"] = other
        found["thousands"] = Ask(say.text("describe.ask.style", number=style.unsure, mark=mark, other=other), mark)
    else:
        found |= {"decimal": style.decimal} if style.decimal != "." else {}
        found |= {"thousands": style.thousands} if style.thousands else {}
    return found


def _head(found: Found, files: Sequence[File], periods: Written, wanted: Wanted) -> dict[str, Any]:
    say = wanted.say
    title = title_of(found, files).removeprefix(MARK)
    first, *others = wanted.languages
    titles: dict[str, Any] = {
        first: title,
        **{one: Ask(say.text("describe.ask.title", language=called(one, say)), title) for one in others},
    }
    head: dict[str, Any] = {"name": wanted.name, "title": Noted(titles, say.text("describe.note.title"))}
    head["description"] = {
        one: Ask(say.text("describe.ask.description", language=called(one, say)), title) for one in wanted.languages
    }
    frequency: Any = periods.frequency or _ask_frequency(periods, say)
    if periods.frequency is None and not period_texts(found, files):
        frequency = Ask(say.text("describe.ask.frequency"), "year")
    head["frequency"] = frequency
    first_period = ANY[meanwhile(frequency)]  # set once the file is read
    head["coverage"] = {"from": first_period} | ({"until": first_period} if frequency == "span" else {})
    head["sources"] = [{"title": title, "publisher": Ask(say.text("describe.ask.publisher"), "?")}]
    head["licence"] = Noted(_unstated(wanted), say.text("describe.note.licence"))
    head["retrieved"] = wanted.today.isoformat()
    reason = {one: Ask(say.text("describe.ask.protect", language=called(one, say)), "?") for one in wanted.languages}
    head["protect"] = Noted({"none_because": reason}, say.text("describe.note.protect"))
    return head


def _unstated(wanted: Wanted) -> dict[str, Any]:
    title = {one: words(one).text("drafted.licence-unstated") for one in wanted.languages}
    return {"name": "unstated", "title": title, "path": "https://statistics.example/"}


def _beyond_ascii(workbook: Workbook) -> str:
    """The first cell of a file with a letter beyond English ones."""
    cells = (str(cell) for sheet in workbook.sheets for row in sheet.rows for cell in row)
    return next((text[:60] for text in cells if not text.isascii()), "")


def _decimal_mark(dialect: dict[str, Any]) -> str | None:
    """The mark before decimals; None while one of the marks is asked for."""
    asked = any(isinstance(dialect.get(name), Ask) for name in ("decimal", "thousands"))
    return None if asked else dialect.get("decimal", ".")


def _ask_frequency(periods: Written, say: Language) -> Ask:
    code = periods.asks[0] if periods.asks else "frequencies"
    facts: dict[str, Any] = {"found": ", ".join(periods.frequencies)}
    known = next((one for one in FREQUENCIES if one in periods.frequencies), "day" if code == "hours" else "year")
    return Ask(say.text(f"describe.ask.{code}", **facts), known)

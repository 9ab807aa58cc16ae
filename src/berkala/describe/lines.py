"""The lines of a layout: where a table stands, and what each of its columns gives."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from berkala.describe.amount_rows import odd_rows
from berkala.describe.asking import Ask, Noted
from berkala.describe.columns import ColumnFound
from berkala.describe.finding import File, Found, title_of
from berkala.describe.kinds import is_year
from berkala.describe.layout import FINER, PERIOD, left_out
from berkala.describe.names import lacking_in
from berkala.describe.periods import Written
from berkala.describe.relations import contradictions, pairs
from berkala.describe.stating import lacks_year, year_in_titles
from berkala.describe.wanted import Wanted
from berkala.plan.layouts import gaps_of
from berkala.words.language import Language


def layout_lines(
    found: Found,
    tables: Sequence[Found],
    sheets: Sequence[str],
    periods: Written,
    files: Sequence[File],
    wanted: Wanted,
) -> dict[str, Any]:
    """The layout of one table. `tables` are all of its sheet, `sheets` the names of all sheets that have any."""
    layout, say = dict[str, Any](), wanted.say
    layout |= _sheet_lines(found, sheets, files, wanted)
    header = found.table.header
    layout["header"] = header[0] if len(header) == 1 else list(header)
    if (after := tables.index(found) + 1) < len(tables):
        following = tables[after].table
        begins = (
            next((c.text for c in following.cells[following.header[0] - 1] if c.text), "") if following.header else ""
        )
        if begins:
            layout["until"] = Noted(begins, say.text("describe.until", row=following.header[0]))
    elif below := _stands_below(found):
        layout["until"] = Noted(below, say.text("describe.until-notes"))
    layout["columns"] = _columns(found, files, say)
    if lacking := _lacking(layout["columns"], files, found):
        layout["may_lack"] = lacking
    layout |= found.rows.settings(say)
    if found.marks:
        layout["marks"] = dict(found.marks)
    layout |= periods.settings
    if "day-order" in periods.asks:
        layout["dates"] = Ask(say.text("describe.ask.day-order"), "day first")
    if lacks_year(found, files):
        layout["fixed"] = {
            "year": Ask(say.text("describe.ask.year", title=title_of(found, files)), year_in_titles(found))
        }
    elif not found.figures.parts and not found.columns.of("period") and not files[-1].stated:
        layout["fixed"] = {PERIOD: Ask(say.text("describe.ask.period", title=title_of(found, files)), "2000")}
    return layout


def _sheet_lines(found: Found, sheets: Sequence[str], files: Sequence[File], wanted: Wanted) -> dict[str, Any]:
    """Which sheet the table stands in, or which sheets."""
    say, many = wanted.say, wanted.sheets
    if many is not None:
        note = say.text("describe.note.sheets", count=len(files))
        others: Any = [*many.others, *many.doubts]
        if many.doubts:
            doubts, answer = ", ".join(f"“{name}”" for name in many.doubts), f"[{', '.join(others)}]"
            others = Ask(say.text("describe.ask.other-sheets", sheets=doubts, form=many.form, answer=answer), others)
        return {"sheet": Noted(many.form, note)} | ({"other_sheets": others} if many.others or many.doubts else {})
    if len(sheets) > 1:
        question = say.text("describe.ask.sheet", sheets=", ".join(f"“{name}”" for name in sheets), first=sheets[0])
        return {"sheet": Ask(question, found.sheet)}
    return {"sheet": found.sheet} if found.sheet and len(files[-1].workbook.sheets) > 1 else {}


def _contradicted(one: ColumnFound, found: Found) -> Mapping[str, Any] | None:
    """The first row in which another column states another year than a column of years does, if there is one."""
    left_out = [one for one in found.columns.all if one.reason in ("other-name", "other-date")]
    for other in found.columns.of("name", "constant") + left_out:
        for year, text in pairs(one, other):
            stated = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text.text)
            if is_year(year.text) and stated and year.text not in stated:
                return {"name": one.name, "year": year.text, "other": other.name, "text": text.text}
    return None


def _stands_below(found: Found) -> str:
    """The first text below the table, where a text below stands in a column of figures; else an empty one."""
    figures = {one.place for one in found.columns.of("figure")}
    below = found.table.cells[found.table.last :]
    if any(cell.kind == "text" for row in below for place, cell in enumerate(row) if place in figures):
        return found.table.notes[0]
    return ""


def _columns(found: Found, files: Sequence[File], say: Language) -> dict[str, Any]:
    """The layout's columns in the order of the file."""
    names = {one.place: one.name for one in found.columns.all}
    by_place: dict[int, tuple[str, Any]] = {}
    finer = found.figures.parts & FINER
    for key, said in found.figures.columns.items():
        measure = said["gives"] if isinstance(said, dict) else said
        group = [one for one in found.figures.measures[measure] if _is_of(one, key, found)]
        if found.figures.parts and not isinstance(said, dict) and not states_period(key, finer):
            code = "beside-parts" if finer else "beside-periods"
            said = Ask(say.text(f"describe.ask.{code}", name=_spoken(key, group)), None)
        elif unit := next((cell.unit for one in group for cell in one.filled if cell.unit), ""):
            said = {**(said if isinstance(said, dict) else {"gives": said}), "unit": unit}
        by_place[min(one.place for one in group)] = (key, said)
    for one in found.columns.all:
        if one.role == "period":
            part = "year" if one.part == "period" and _needs_year(found) else one.part
            gives: Any = PERIOD if part == "period" else f"{{{part}}}"
            if facts := _contradicted(one, found):
                gives = Ask(say.text("describe.ask.other-year", gives=gives, **facts), gives)
            by_place[one.place] = (one.name, found.rows.said(one, gives, say))
        elif one.role in ("name", "unit"):
            by_place[one.place] = (one.name, found.rows.said(one, found.fields[one.place], say))
        elif one.role == "constant":
            by_place[one.place] = (one.name, {"always": one.texts[0]})
        elif one.role == "doubt":
            texts = ", ".join(_in_question(one, found, say)[:3])
            by_place[one.place] = (
                one.name,
                Ask(say.text(f"describe.ask.{one.reason}", name=one.name, texts=texts), None),
            )
        elif one.role == "left-out" and (one.filled or not re.fullmatch(r"\([A-Z]+\)", one.name)):
            others = found.columns.all[one.same_as] if one.reason == "other-date" and one.same_as is not None else None
            by_place[one.place] = (one.name, left_out(one, names, contradictions(others, one) if others else 0, say))
    return dict(by_place[place] for place in sorted(by_place))


def _in_question(one: ColumnFound, found: Found, say: Language) -> list[str]:
    """The texts that a column is asked about; amounts with their rows, because they are corrected where they stand."""
    if one.reason == "amounts":
        return [say.text("describe.in-row", row=row, text=text) for row, text in odd_rows(one, found.table)]
    return [cell.text for cell in one.filled if cell.kind == "text" or cell.unit]


def states_period(key: str, finer: set[str]) -> bool:
    """Whether the name of a column states the period of its figures, as far as those of the others do."""
    gaps = set(gaps_of(key).names)
    return bool(gaps & finer) if finer else bool(gaps)


def _spoken(key: str, group: Sequence[ColumnFound]) -> str:
    """What a line of the layout stands for: one column by its name, several from the first to the last."""
    return key if len(group) == 1 else f"{group[0].name} … {group[-1].name}"


def _is_of(one: ColumnFound, key: str, found: Found) -> bool:
    """Whether a column is one that a line of the layout stands for."""
    if one.name in found.figures.columns:
        return one.name == key
    return gaps_of(key).match(one.name) is not None


def _needs_year(found: Found) -> bool:
    """Whether the column of periods states years only, of which another place states the parts."""
    parts = found.figures.parts or any(one.part != "period" for one in found.columns.of("period"))
    whole = [one for one in found.columns.of("period") if one.part == "period"]
    return bool(parts) and bool(whole) and all(is_year(text) for text in whole[0].texts)


def _lacking(columns: Mapping[str, Any], files: Sequence[File], found: Found) -> list[str]:
    """The columns that not every file has."""
    return [] if len(files) < 2 else sorted({key for file in files[:-1] for key in lacking_in(file, columns, found)})

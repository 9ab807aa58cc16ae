"""The draft of a descriptor: what was found in the files, what is asked, and what the first look reads by it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from babel import Locale

from berkala.describe.asking import Ask, Noted, meanwhile
from berkala.describe.columns import ColumnFound, Columns, columns_of
from berkala.describe.kinds import Seen, is_year, period_of
from berkala.describe.labels import Rows, rows_of
from berkala.describe.layout import Figures, bare_name, field_name, figures_of, left_out, month_in
from berkala.describe.marks import header_marks, meanings
from berkala.describe.numbers import Style, style_of
from berkala.describe.periods import ANY, Written, written
from berkala.describe.tables import Table, tables_of
from berkala.errors import Problem, WrongUse
from berkala.periods import FREQUENCIES
from berkala.plan.layouts import gaps_of
from berkala.tidy.grids.model import Workbook
from berkala.words.language import Language

#: What the field of the periods is called, and the measure that only periods are the names of.
PERIOD, VALUE = "period", "value"


@dataclass(frozen=True)
class File:
    """One file that is to be described: its name, its bytes as sheets, and what its name states."""

    name: str
    workbook: Workbook
    stated: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """One table with all that was found in it."""

    sheet: str | None
    table: Table
    columns: Columns
    figures: Figures
    rows: Rows
    marks: Mapping[str, Any]

    @property
    def dimensions(self) -> list[ColumnFound]:
        """The columns whose names are categories."""
        return self.columns.of("name", "unit")

    def figure_cells(self) -> Iterable[Seen]:
        """The cells of all columns of figures."""
        return (cell for columns in self.figures.measures.values() for one in columns for cell in one.filled)


def look(file: File, say: Language) -> tuple[list[Found], list[str]]:
    """The tables of a file in the sheet that is read first, and the names of all sheets that have any.

    Raises WrongUse where no sheet has a table of figures.
    """
    by_sheet: dict[str, list[Found]] = {}
    nameless: list[int] = []
    for sheet in file.workbook.sheets:
        tables = tables_of(sheet)
        nameless += [table.first for table in tables if not table.header]
        found = [_found(sheet.name, table, say) for table in tables if table.header]
        if good := [one for one in found if one is not None]:
            by_sheet[sheet.name or ""] = good
    if not by_sheet and nameless:
        raise WrongUse(Problem("describe.no-names", file=file.name, row=nameless[0]))
    if not by_sheet:
        raise WrongUse(Problem("describe.no-table", {"sheets": len(file.workbook.sheets)}, file=file.name))
    return next(iter(by_sheet.values())), list(by_sheet)


def _found(sheet: str | None, table: Table, say: Language) -> Found | None:
    before = header_marks(table)
    columns = columns_of(table, before)
    figures = figures_of(columns.of("figure"), VALUE, say)
    figure_cells = [cell for one in columns.of("figure") for cell in one.filled]
    if not any(cell.kind in ("figure", "period") for cell in figure_cells):
        return None
    columns = _without_followers(columns, table)
    columns = _telling_apart(columns, table, bool(figures.parts))
    figures = figures_of(columns.of("figure"), VALUE, say)
    rows = rows_of(table, columns)
    marks = {**before, **meanings(table, columns, say)}
    return Found(sheet, table, columns, figures, rows, marks)


def _without_followers(columns: Columns, table: Table) -> Columns:
    """Without the columns that follow from the period, or from another column, and so tell nothing apart."""
    found = list(columns.all)
    periods = [one for one in found if one.role == "period" and one.part == "period"]
    if len(periods) > 1:
        best = _best_period(periods, with_part=any(one.role == "period" and one.part != "period" for one in found))
        for one in periods:
            if one is not best:
                reason = "other-date" if contradictions(best, one) else "part-date"
                found[one.place] = replace(one, role="left-out", reason=reason, same_as=best.place)
    leaders = [one for one in found if one.role in ("name", "period")]
    for one in [one for one in found if one.role == "name"]:
        for other in leaders:
            if other is not one and found[other.place].role != "left-out" and _follows(one, other):
                found[one.place] = replace(one, role="left-out", reason="other-name", same_as=other.place)
                break
    return Columns(tuple(found))


def _best_period(periods: Sequence[ColumnFound], *, with_part: bool) -> ColumnFound:
    """Of several columns of periods the one that says most; beside one of parts the one that says years."""
    years = [one for one in periods if all(map(is_year, one.texts))]
    if with_part and years:
        return years[0]
    return max(periods, key=lambda one: (len(one.texts), -one.place))


def contradictions(one: ColumnFound, other: ColumnFound) -> int:
    """In how many rows two columns state periods of different years."""
    pairs = [(period_of(a.text), period_of(b.text)) for a, b in _pairs(one, other)]
    return sum(a.first.year > b.last.year or b.first.year > a.last.year for a, b in pairs if a and b)


def _follows(one: ColumnFound, other: ColumnFound) -> bool:
    """Whether a column has one text for each of another's, and fewer of them."""
    if len(one.texts) >= len(other.texts):
        return False
    pairs = {(a.text, b.text) for a, b in zip(other.cells, one.cells, strict=False)}
    repeated = len(other.texts) < len(other.filled)
    return repeated and len(pairs) == len({a for a, _ in pairs})


def _telling_apart(columns: Columns, table: Table, by_names: bool) -> Columns:
    """Columns of few whole numbers become names where rows could not be told apart without them."""
    found = list(columns.all)
    keys = [one for one in found if one.role in ("period", "name", "unit")]
    if not keys or (by_names and len(keys) == 1):
        return columns
    if len(_keys(keys)) == len(set(_keys(keys))):
        return columns
    for one in found:
        if _may_tell_apart(one, len(table.body)):
            now = _keys([*keys, one])
            if len(set(now)) == len(now):
                found[one.place] = replace(one, role="name", reason="")
                return Columns(tuple(found))
    return columns


def _may_tell_apart(one: ColumnFound, rows: int) -> bool:
    """Whether a column that was taken for something else could hold names: few whole numbers, or texts in all rows."""
    if len(one.filled) < rows or len(one.texts) < 2 or one.same_as is not None:
        return False
    few = len(one.texts) <= 15 and all(cell.number.isdecimal() or cell.kind == "text" for cell in one.filled)
    return one.reason == "texts" or (one.role == "figure" and few)


def _keys(columns: Sequence[ColumnFound]) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in cells) for cells in zip(*(one.cells for one in columns), strict=True)]


# -- the descriptor -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wanted:
    """What the descriptor is drafted for: its name, its languages, the day, and the language of its reader."""

    name: str
    languages: tuple[str, ...]
    today: date
    say: Language


def drafted(files: Sequence[File], path: str, wanted: Wanted) -> dict[str, Any]:
    """The descriptor of the newest file, with a question for each thing that the files do not say."""
    say = wanted.say
    tables, sheets = look(files[-1], say)
    first = tables[0]
    others = [one for one in tables[1:] if _alike(first, one)]
    style = style_of(cell.number for one in (first, *others) for cell in one.figure_cells() if not cell.typed)
    periods = written(_period_texts(first, files))
    resource: dict[str, Any] = {"path": path, "format": _format(files[-1].workbook)}
    if dialect := _dialect(files[-1].workbook, style, say):
        resource["dialect"] = dialect
    layouts = [_layout(one, tables, sheets, periods, files, say) for one in (first, *others)]
    for layout, other in zip(layouts[1:], others, strict=True):
        _give_as(layout["columns"], other.dimensions, first.dimensions)
    resource["layout"] = layouts[0] if len(layouts) == 1 else layouts
    resource["schema"] = _schema(first, others, periods, wanted)
    return {**_head(first, files, periods, wanted), "resource": resource}


def _alike(first: Found, other: Found) -> bool:
    """Whether another table of the sheet goes on with the first: the same names of columns, but for the periods."""
    return (
        len(first.dimensions) == len(other.dimensions)
        and set(first.figures.measures) == set(other.figures.measures)
        and bool(first.figures.parts)
    )


def _give_as(columns: dict[str, Any], own: Sequence[ColumnFound], first: Sequence[ColumnFound]) -> None:
    """The names of rows of a table that goes on with another one are those of its columns."""
    for one, other in zip(own, first, strict=True):
        columns[one.name] = field_name(other.name, f"names_{other.place + 1}")


def _format(workbook: Workbook) -> str:
    return "csv" if workbook.kind == "text" else workbook.kind


def _dialect(workbook: Workbook, style: Style, say: Language) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if workbook.kind == "text":
        if workbook.delimiter not in (",", None):
            found["delimiter"] = workbook.delimiter
        if workbook.encoding not in ("utf-8", None):
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


def _period_texts(found: Found, files: Sequence[File]) -> list[str]:
    """The texts that state the periods of a table, put together from all the places where a part stands."""
    columns = found.columns.of("period")
    whole = [one for one in columns if one.part == "period"]
    parts = {one.part: one for one in columns if one.part != "period"}
    if found.figures.stated:
        return found.figures.stated
    names = [one.name for group in found.figures.measures.values() for one in group]
    years = sorted({file.stated["{year}"] for file in files if "{year}" in file.stated})
    if whole and parts:
        part, column = next(iter(parts.items()))
        return [f"{year.text} {_as_written(part, text.text)}" for year, text in _pairs(whole[0], column)]
    if found.figures.parts == {"month"} and (whole or years):
        months = sorted({month for name in names if (month := month_in(name))})
        return [f"{month} {year}" for month in months for year in (whole[0].texts if whole else years)]
    if whole:
        return list(whole[0].texts)
    return years


def _as_written(part: str, text: str) -> str:
    """A part of a period as it stands after its year: ``S1`` for the first half, however the column has it."""
    number = re.search(r"\d", text)
    return f"{'S' if part == 'half' else 'Q'}{number[0]}" if part in ("half", "quarter") and number else text


def _pairs(one: ColumnFound, other: ColumnFound) -> Iterable[tuple[Seen, Seen]]:
    return ((a, b) for a, b in zip(one.cells, other.cells, strict=False) if a.text and b.text)


def _layout(
    found: Found, tables: Sequence[Found], sheets: Sequence[str], periods: Written, files: Sequence[File], say: Language
) -> dict[str, Any]:
    layout: dict[str, Any] = {}
    if len(sheets) > 1:
        question = say.text("describe.ask.sheet", sheets=", ".join(f"“{name}”" for name in sheets))
        layout["sheet"] = Ask(question, found.sheet)
    elif found.sheet and len(files[-1].workbook.sheets) > 1:
        layout["sheet"] = found.sheet
    header = found.table.header
    layout["header"] = header[0] if len(header) == 1 else list(header)
    if (after := tables.index(found) + 1) < len(tables):
        following = tables[after].table
        begins = next((c.text for c in following.cells[following.header[0] - 1] if c.text), "") if following.header else ""
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
    if not found.figures.parts and not found.columns.of("period") and not files[-1].stated:
        layout["fixed"] = {PERIOD: Ask(say.text("describe.ask.period", title=_title(found, files)), "2000")}
    return layout


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
    finer = found.figures.parts & {"month", "quarter"}
    for key, said in found.figures.columns.items():
        measure = said["gives"] if isinstance(said, dict) else said
        group = [one for one in found.figures.measures[measure] if _is_of(one, key, found)]
        if found.figures.parts and not isinstance(said, dict) and not _states_period(key, finer):
            code = "beside-parts" if finer else "beside-periods"
            said = Ask(say.text(f"describe.ask.{code}", name=key), None)
        by_place[min(one.place for one in group)] = (key, said)
    for one in found.columns.all:
        if one.role == "period":
            part = "year" if one.part == "period" and _needs_year(found) else one.part
            by_place[one.place] = (one.name, PERIOD if part == "period" else f"{{{part}}}")
        elif one.role in ("name", "unit"):
            by_place[one.place] = (one.name, found.rows.said(one, field_name(one.name, f"names_{one.place + 1}"), say))
        elif one.role == "constant":
            by_place[one.place] = (one.name, {"always": one.texts[0]})
        elif one.role == "doubt":
            texts = ", ".join([cell.text for cell in one.filled if cell.kind == "text"][:3])
            by_place[one.place] = (one.name, Ask(say.text(f"describe.ask.{one.reason}", name=one.name, texts=texts), None))
        elif one.role == "left-out" and (one.filled or not re.fullmatch(r"\([A-Z]+\)", one.name)):
            others = found.columns.all[one.same_as] if one.reason == "other-date" and one.same_as is not None else None
            by_place[one.place] = (one.name, left_out(one, names, contradictions(others, one) if others else 0, say))
    return dict(by_place[place] for place in sorted(by_place))


def _states_period(key: str, finer: set[str]) -> bool:
    """Whether the name of a column states the period of its figures, as far as those of the others do."""
    gaps = set(gaps_of(key).names)
    return bool(gaps & finer) if finer else bool(gaps)


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
    from berkala.describe.names import lacking_in

    return [] if len(files) < 2 else sorted({key for file in files[:-1] for key in lacking_in(file, columns, found)})


def _title(found: Found, files: Sequence[File]) -> str:
    titles = [text for text in found.table.titles if len(text) > 3]
    if titles:
        return titles[0]
    name = files[-1].name.rpartition(".")[0]
    for stated in files[-1].stated.values():  # of several files none has the dataset's whole name
        name = name.replace(stated, "")
    return re.sub(r"[-_ ]+", " ", name).strip(" ,-–")


def _in_all(text: str, languages: Iterable[str]) -> dict[str, str]:
    return dict.fromkeys(languages, text)


def _head(found: Found, files: Sequence[File], periods: Written, wanted: Wanted) -> dict[str, Any]:
    say = wanted.say
    title = _title(found, files)
    first, *others = wanted.languages
    titles: dict[str, Any] = {first: title, **{one: Ask(say.text("describe.ask.title", language=_called(one, say)), title) for one in others}}
    head: dict[str, Any] = {"name": wanted.name, "title": Noted(titles, say.text("describe.note.title"))}
    head["description"] = {
        one: Ask(say.text("describe.ask.description", language=_called(one, say)), title) for one in wanted.languages
    }
    frequency: Any = periods.frequency or _ask_frequency(periods, say)
    if periods.frequency is None and not _period_texts(found, files):
        frequency = Ask(say.text("describe.ask.frequency"), "year")
    head["frequency"] = frequency
    head["coverage"] = {"from": ANY[meanwhile(frequency)]}  # set once the file is read
    head["sources"] = [{"title": title, "publisher": Ask(say.text("describe.ask.publisher"), "?")}]
    head["licence"] = Noted(_unstated(wanted), say.text("describe.note.licence"))
    head["retrieved"] = wanted.today.isoformat()
    reason = {one: Ask(say.text("describe.ask.protect", language=_called(one, say)), "?") for one in wanted.languages}
    head["protect"] = Noted({"none_because": reason}, say.text("describe.note.protect"))
    return head


def _called(language: str, say: Language) -> str:
    """What a language is called in the language of the reader."""
    return str(Locale(language).get_display_name(say.code))


def _unstated(wanted: Wanted) -> dict[str, Any]:
    from berkala.words import language

    title = {one: language(one).text("describe.licence-unstated") for one in wanted.languages}
    return {"name": "unstated", "title": title, "path": "https://creativecommons.org/"}


def _ask_frequency(periods: Written, say: Language) -> Ask:
    code = periods.asks[0] if periods.asks else "frequencies"
    facts = {"found": ", ".join(periods.frequencies)}
    known = next((one for one in FREQUENCIES if one in periods.frequencies), "day" if code == "hours" else "year")
    return Ask(say.text(f"describe.ask.{code}", **facts), known)


def _schema(first: Found, others: Sequence[Found], periods: Written, wanted: Wanted) -> dict[str, Any]:
    say, languages = wanted.say, wanted.languages
    fields: list[dict[str, Any]] = [
        {"name": PERIOD, "type": "string", "role": "period", "title": {one: _word("period", one) for one in languages}}
    ]
    key = [PERIOD]
    asked = _asked_for(first)
    for one in first.dimensions:
        name = field_name(one.name, f"names_{one.place + 1}")
        key.append(name)
        spec: dict[str, Any] = {"name": name, "type": "string", "role": "dimension"}
        spec |= {"concept": "unit"} if one.role == "unit" else {}
        fields.append({**spec, "title": _in_all(_spoken(one.name), languages), "categories": []})
    for measure, columns in first.figures.measures.items():
        if measure in asked:
            continue
        cells = [cell for column in columns for cell in column.filled if cell.number]
        title = _measure_title(first, measure, columns)
        unit = _unit(first, measure, columns, title, wanted)
        number: dict[str, Any] = {"type": "integer"} if _whole(cells) else {"type": "number", "decimals": _decimals(cells)}
        spec = {"name": measure, **number, "role": "measure", "title": _in_all(title, languages), "unit": unit}
        fields.append(spec)
    return {"primaryKey": key, "fields": fields}


def _asked_for(found: Found) -> set[str]:
    """The measures whose columns are asked about: each is a field once a person says so."""
    finer = found.figures.parts & {"month", "quarter"}
    lines = {key: said for key, said in found.figures.columns.items() if found.figures.parts and isinstance(said, str)}
    stating = {said for key, said in lines.items() if _states_period(key, finer)}
    return set(lines.values()) - stating


def _word(key: str, language: str) -> str:
    from berkala.words import language as of

    return of(language).text(f"describe.word.{key}")


def _spoken(name: str) -> str:
    return re.sub(r"[_ ]+", " ", name).strip() or name


def _measure_title(found: Found, measure: str, columns: Sequence[ColumnFound]) -> str:
    if measure == VALUE and found.figures.parts:
        return found.table.titles[0] if found.table.titles else _spoken(measure)
    forms = [form for form, said in found.figures.columns.items() if "{" in form and said == measure]
    return bare_name(forms[0] if forms else columns[0].name)


def _whole(cells: Sequence[Seen]) -> bool:
    return all(re.fullmatch(r"[-−]?\d[\d \u00a0\u202f]*", cell.number) for cell in cells)


def _decimals(cells: Sequence[Seen]) -> int:
    """As many as half of the figures have at least, two at the most."""
    counts = Counter(min(2, len(part[1])) if len(part := re.split(r"[.,](?=\d+$)", cell.number)) > 1 else 0 for cell in cells)
    return max((count for count, number in counts.items() if number * 4 >= len(cells)), default=1)


def _unit(found: Found, measure: str, columns: Sequence[ColumnFound], title: str, wanted: Wanted) -> dict[str, Any]:
    from berkala.describe.units import unit_in

    always = [one.texts[0] for one in found.columns.of("constant") if re.fullmatch(r"satuan|units?", one.name, re.I)]
    texts = [*always, columns[0].name, title, *(found.table.titles[:3] if measure == VALUE else ())]
    known = unit_in(texts)
    if found.columns.of("unit"):
        known = known or "value"
    if known:
        return {one: _word(f"unit.{known}", one) for one in wanted.languages}
    if always:
        return _in_all(always[0].lower(), wanted.languages)
    say = wanted.say
    return {one: Ask(say.text("describe.ask.unit", title=title, language=_called(one, say)), "?") for one in wanted.languages}


__all__ = ["PERIOD", "VALUE", "File", "Found", "Wanted", "drafted", "look", "period_of"]

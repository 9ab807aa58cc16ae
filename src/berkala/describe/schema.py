"""The fields of a table: the period, the categories, and the measures with their units."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from berkala.describe.asking import Ask
from berkala.describe.columns import ColumnFound
from berkala.describe.finding import VALUE, File, Found, title_of
from berkala.describe.kinds import Seen
from berkala.describe.layout import FINER, PERIOD, bare_name
from berkala.describe.lines import states_period
from berkala.describe.units import scale_in, unit_in
from berkala.describe.wanted import Wanted, called, in_all
from berkala.words import language as words


def schema(first: Found, files: Sequence[File], decimal: str | None, wanted: Wanted) -> dict[str, Any]:
    """The schema of a table; its dimensions have their categories once the file is read."""
    languages = wanted.languages
    fields: list[dict[str, Any]] = [
        {"name": PERIOD, "type": "string", "role": "period", "title": {one: _word("period", one) for one in languages}}
    ]
    key = [PERIOD]
    asked = _asked_for(first)
    for one in first.dimensions:
        name = first.fields[one.place]
        key.append(name)
        spec: dict[str, Any] = {"name": name, "type": "string", "role": "dimension"}
        spec |= {"concept": "unit"} if one.role == "unit" else {}
        fields.append({**spec, "title": in_all(_spoken(one.name), languages), "categories": []})
    for measure, columns in first.figures.measures.items():
        if measure in asked:
            continue
        cells = [cell for column in columns for cell in column.filled if cell.number]
        title = _measure_title(first, files, measure, columns)
        unit = _unit(first, measure, columns, title, wanted)
        number: dict[str, Any] = (
            {"type": "integer"} if _whole(cells, decimal) else {"type": "number", "decimals": _decimals(cells, decimal)}
        )
        spec = {"name": measure, **number, "role": "measure", "title": in_all(title, languages), "unit": unit}
        fields.append(spec)
    return {"primaryKey": key, "fields": fields}


def _asked_for(found: Found) -> set[str]:
    """The measures whose columns are asked about: each is a field once a person says so."""
    finer = found.figures.parts & FINER
    lines = {key: said for key, said in found.figures.columns.items() if found.figures.parts and isinstance(said, str)}
    stating = {said for key, said in lines.items() if states_period(key, finer)}
    return set(lines.values()) - stating


def _word(key: str, language: str) -> str:
    return words(language).text(f"drafted.{key}")


def _spoken(name: str) -> str:
    return re.sub(r"[_ ]+", " ", name).strip() or name


def _measure_title(found: Found, files: Sequence[File], measure: str, columns: Sequence[ColumnFound]) -> str:
    if measure == VALUE and found.figures.parts:
        return title_of(found, files)
    forms = [form for form, said in found.figures.columns.items() if "{" in form and said == measure]
    return bare_name(forms[0] if forms else columns[0].name)


def _whole(cells: Sequence[Seen], decimal: str | None) -> bool:
    """Whether all figures are whole; not while it is asked which mark stands before decimals."""
    return decimal is not None and not any(_fraction(cell, decimal) is not None for cell in cells)


def _decimals(cells: Sequence[Seen], decimal: str | None) -> int:
    """As many as a quarter of the figures have at least, two at the most."""
    if decimal is None:
        return 0
    counts = Counter(min(2, len(_fraction(cell, decimal) or "")) for cell in cells)
    return max((count for count, number in counts.items() if number * 4 >= len(cells)), default=1)


def _fraction(cell: Seen, decimal: str) -> str | None:
    """The digits behind the decimal mark, of which a number that the workbook typed as one has a point."""
    _, mark, digits = cell.number.partition("." if cell.typed else decimal)
    return digits if mark else None


def _are_shares(cells: Sequence[Seen]) -> bool:
    """Whether a workbook's numbers all lie between nought and one: it may show them as per cent, and hold shares."""
    numbers = [float(cell.number) for cell in cells if cell.typed]
    return (
        len(numbers) > 1 and all(0 <= number <= 1 for number in numbers) and any(0 < number < 1 for number in numbers)
    )


def _unit(found: Found, measure: str, columns: Sequence[ColumnFound], title: str, wanted: Wanted) -> dict[str, Any]:
    always = [one.texts[0] for one in found.columns.of("constant") if re.fullmatch(r"satuan|units?", one.name, re.I)]
    texts = [*always, columns[0].name, title, *(found.table.titles[:3] if measure == VALUE else ())]
    beside = [cell.unit for column in columns for cell in column.filled if cell.unit]
    known = unit_in([*beside[:1], *texts])
    if beside and scale_in(always):
        return in_all(always[0].lower(), wanted.languages)
    if units := found.columns.of("unit"):
        known = "value" if scale_in(text for one in units for text in one.texts) else known or "value"
    elif not scale_in(always) and (scaled := _scaled(found, columns[0], title, bool(beside), known)):
        return _asked("unit-scale", title, wanted, text=scaled)
    if known in ("percent", "") and _are_shares([cell for column in columns for cell in column.filled]):
        return _asked("unit-share", title, wanted)
    if known:
        return {one: _word(f"unit.{known}", one) for one in wanted.languages}
    if always or beside:
        return in_all(always[0].lower() if always else beside[0], wanted.languages)
    return _asked("unit", title, wanted)


def _scaled(found: Found, column: ColumnFound, title: str, beside: bool, known: str) -> str:
    """The words by which a figure may be in thousands or millions, where no unit that they state has them in it.

    What stands beside the figures never has: ``Rp 1.234`` below "dalam jutaan rupiah" are millions.
    """
    whole = ("percent", "thousand_people")
    if not beside and (known == "thousand_people" or unit_in([column.name]) in whole):
        return ""
    among = (cell.text for cell in column.filled if cell.kind == "text" and not re.search(r"\d", cell.text))
    return scale_in([column.name, title, *found.table.titles_at(column.place), *found.table.titles, *among])


def _asked(question: str, title: str, wanted: Wanted, **facts: Any) -> dict[str, Any]:
    """A question for the unit in each language."""
    say = wanted.say
    return {
        one: Ask(say.text(f"describe.ask.{question}", title=title, language=called(one, say), **facts), "?")
        for one in wanted.languages
    }

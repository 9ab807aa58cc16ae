"""The texts that state the periods of a table, put together from all the places where a part of them stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from berkala.describe.finding import File, Found
from berkala.describe.layout import FINER, PERIOD
from berkala.describe.relations import pairs
from berkala.plan.layouts import as_part
from berkala.stated import ROMAN

#: A whole period, in the name of a file.
_WHOLE = as_part(PERIOD)

_NUMBER = re.compile(r"[1-4]|\b(?:IV|I{1,3})\b")


def states_period(found: Found) -> bool:
    """Whether a table itself states the periods of its figures, in the names of columns or in the rows."""
    return bool(found.figures.parts or found.columns.of("period"))


def lacks_year(found: Found, files: Sequence[File]) -> bool:
    """Whether names of columns, or of files and sheets, state months or quarters, and nothing the year."""
    stated = any("{year}" in gaps for gaps in found.figures.gaps)
    in_files = any(name in file.stated for file in files for name in ("{year}", _WHOLE, "date"))
    parts = bool(found.figures.gaps) or any(as_part(part) in file.stated for file in files for part in FINER)
    whole = any(one.part in ("period", "year") for one in found.columns.of("period"))
    return parts and not stated and not whole and not in_files


def year_in_titles(found: Found) -> str:
    """The first year that a text above the table states; a round one where none does, which is asked about."""
    years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", " ".join(found.table.titles))
    return years[0] if years else "2000"


def period_texts(found: Found, files: Sequence[File]) -> list[str]:
    """The texts that state the periods of a table, put together from all the places where a part stands."""
    columns = found.columns.of("period")
    whole = [one for one in columns if one.part == "period"]
    parts = {one.part: one for one in columns if one.part != "period"}
    if found.figures.stated:
        return found.figures.stated
    years = sorted({file.stated["{year}"] for file in files if "{year}" in file.stated})
    if lacks_year(found, files):
        years = [year_in_titles(found)]
    if found.figures.gaps and parts:
        part, column = next(iter(parts.items()))
        years = [gaps["{year}"] for gaps in found.figures.gaps if "{year}" in gaps]
        return [f"{year} {_as_written(part, text)}" for year in years for text in column.texts]
    if found.figures.gaps:
        others = whole[0].texts if whole else years
        stated = [{**file.stated, **gaps} for file in files for gaps in found.figures.gaps]
        return [text for gaps in stated for text in _of_gaps(gaps, others)]
    if whole and parts:
        part, column = next(iter(parts.items()))
        return [f"{year.text} {_as_written(part, text.text)}" for year, text in pairs(whole[0], column)]
    if whole:
        return list(whole[0].texts)
    if parts and years:
        part, column = next(iter(parts.items()))
        return [f"{year} {_as_written(part, text)}" for year in years for text in column.texts]
    of_names = [_day(file.stated[_WHOLE]) for file in files if _WHOLE in file.stated]
    return of_names or [text for file in files for text in _of_gaps(file.stated, years)]


def _day(text: str) -> str:
    """A day without hyphens, as the names of files have it, with them."""
    return re.sub(r"^(\d{4})(\d\d)(\d\d)$", r"\1-\2-\3", text)


def _of_gaps(gaps: Mapping[str, str], years: Sequence[str]) -> list[str]:
    """The periods that the name of a column states, with the years that stand elsewhere if it states none."""
    stated = [gaps["{year}"]] if "{year}" in gaps else list(years)
    if month := gaps.get("{month}"):
        return [f"{year}-{month:0>2}" if month.isdecimal() else f"{month} {year}" for year in stated]
    for part in ("quarter", "half"):
        if text := gaps.get(f"{{{part}}}"):
            return [f"{year} {_as_written(part, text)}" for year in stated]
    return stated


def _as_written(part: str, text: str) -> str:
    """A part of a period as it stands after its year: ``S1`` for the first half, however the column has it."""
    if part not in ("half", "quarter") or not (number := _NUMBER.search(text)):
        return text
    return f"{'S' if part == 'half' else 'Q'}{ROMAN.get(number[0], number[0])}"

"""What each column of a table is: figures, a part of the period, names, codes of names, or nothing that is needed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal

from berkala.describe.amounts import is_amount, is_measure
from berkala.describe.kinds import Seen, is_year, period_of
from berkala.describe.tables import Table
from berkala.plan.layouts import Layout
from berkala.tidy.layouts.cells import letters_of
from berkala.tidy.layouts.header import names

Role = Literal["figure", "period", "name", "unit", "constant", "left-out", "doubt"]
#: Why a column is left out, or what a doubt is about; each has its words.
Doubt = Literal["mixed", "flags", "beside", "amounts"]
LeftOut = Literal["number", "code", "empty", "texts", "other-name", "place", "part-date", "other-date"]
Reason = Literal[""] | LeftOut | Doubt

_PERIOD = re.compile(
    r"(?:tahun|thn|year|fiscal[ ._]?year|periode?|period|date|data|tanggal|tgl|waktu|bulan|month|quarter|triwulan|"
    r"semester|half|hour|when|time|week|minggu|\w+_period|\w+datum|\w+_date)",
    re.IGNORECASE,
)
_PARTS = {
    "half": re.compile(r"semester|half", re.IGNORECASE),
    "quarter": re.compile(r"quarter|triwulan|kuartal", re.IGNORECASE),
    "month": re.compile(r"bulan|month", re.IGNORECASE),
}
#: Texts that are a part of a period whatever their column is called.
_SAID = {
    "half": re.compile(r"(?:semester|half) ?(?:[12]|I{1,2})(?: ?\(.*\))?", re.IGNORECASE),
    "quarter": re.compile(r"(?:quarter|triwulan|kuartal) ?(?:[1-4]|IV|I{1,3})(?: ?\(.*\))?", re.IGNORECASE),
}
_NUMBER = re.compile(r"(?:id|no\.?|nomor|number|unique_key|index|\(A\))", re.IGNORECASE)
_CODE = re.compile(r"kode.*|.*codes?|codice.*|.*[_ ]code|.*[_ ]id|.*[a-z]Id\b.*|.*number", re.IGNORECASE)
_PLACE = re.compile(r"lat|long?|latitude|longitude|lintang|bujur|x|y", re.IGNORECASE)
_UNIT = re.compile(r"satuan|units?|unit of measure|unit_measure", re.IGNORECASE)
_FLAGS = re.compile(r"markers?|marks?|flags?|status|shorthand|tanda|keterangan|catatan", re.IGNORECASE)
#: A column of figures may have so few texts that are none; and names repeat or are short, where texts are long.
_MOST, _LONG, _MANY = 0.9, 80, 1000
#: A column of whole numbers with so few different ones may tell rows apart.
_FEW = 15
#: So many different texts among figures may each be a mark; more are something else.
_WORDS = 3


@dataclass(frozen=True)
class ColumnFound:
    """One column: its place from 0, its name as a layout calls it, what it is, and why it is that."""

    place: int
    name: str
    cells: tuple[Seen, ...]
    role: Role = "left-out"
    reason: Reason = ""
    part: str = ""
    #: Of a code or another name: the column that it says the same as.
    same_as: int | None = None

    @cached_property
    def called(self) -> str:
        """Its name without the number that counts it, as official tables have it below: ``Year (2)``."""
        return re.sub(r" \(\d{1,2}\)$", "", self.name)

    @cached_property
    def filled(self) -> tuple[Seen, ...]:
        """The cells with anything in them."""
        return tuple(cell for cell in self.cells if cell.kind != "empty")

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The different texts, in the order they come."""
        return tuple(dict.fromkeys(cell.text for cell in self.filled))

    def share(self, *kinds: str) -> float:
        """The share of the filled cells that look like one of these."""
        return sum(cell.kind in kinds for cell in self.filled) / len(self.filled) if self.filled else 0.0


@dataclass(frozen=True)
class Columns:
    """The columns of a table."""

    all: tuple[ColumnFound, ...]

    def of(self, *roles: str) -> list[ColumnFound]:
        """The columns of these roles, in order."""
        return [one for one in self.all if one.role in roles]


def columns_of(table: Table, marks: Mapping[str, Any]) -> Columns:
    """Every column of a table with its role. `marks` are those that stand after names."""
    layout = Layout.model_construct(
        header=table.header or 1, columns={}, marks=dict[str, Any](marks), repeated=(), fixed={}
    )
    stated = names(table.grid, table.header, layout) if table.header else []
    found = []
    for place in range(max(table.width, len(stated))):
        name = stated[place].text if place < len(stated) else f"({letters_of(place)})"
        found.append(_first_look(ColumnFound(place, name, tuple(table.column(place)))))
    found = _with_a_name(found)
    return Columns(tuple(_without_doubles(found, table)))


def _first_look(one: ColumnFound) -> ColumnFound:
    """What a column is by its own cells and its name."""
    if not one.filled:
        return replace(one, reason="empty")
    if period_of(one.name) is None and (part := _part_of_period(one)):
        return replace(one, role="period", part=part)
    if _PLACE.fullmatch(one.called):
        return replace(one, reason="place")
    if _NUMBER.fullmatch(one.called) and (_counts_on(one) or len(one.texts) == len(one.filled)):
        return replace(one, reason="number")
    figures = one.share("figure", "mark", "period")
    if _FLAGS.fullmatch(one.called) and one.share("mark") == 1:
        return replace(one, role="doubt", reason="flags")
    most = 0.5 if period_of(one.name) else _MOST  # below a period stand figures, whatever is among them
    if figures >= most and len({cell.unit.rstrip(".").casefold() for cell in one.filled if cell.unit}) > 1:
        return replace(one, role="doubt", reason="amounts")
    if figures >= most and not _leading_noughts(one):
        return replace(one, role="figure")
    if _are_amounts(one, figures):
        return replace(one, role="doubt", reason="amounts")
    if _UNIT.fullmatch(one.called):
        return replace(one, role="constant" if len(one.texts) == 1 else "unit")
    if one.share("figure") > 0.5 and one.share("text") and not _are_codes(one):
        words = {cell.text for cell in one.filled if cell.kind == "text"}
        return replace(one, role="figure") if len(words) <= _WORDS else replace(one, role="doubt", reason="mixed")
    if sum(is_amount(text) and not is_measure(text) for text in one.texts) > len(one.texts) / 2:
        return replace(one, role="doubt", reason="amounts")
    long = sum(map(len, one.texts)) / len(one.texts) > _LONG or len(one.texts) > _MANY
    return replace(one, reason="texts") if long or _are_remarks(one) else replace(one, role="name")


def _are_amounts(one: ColumnFound, figures: float) -> bool:
    """Whether nearly all cells are figures or amounts, or most texts amounts, of which some are no figures."""
    odd = [cell.text for cell in one.filled if cell.kind == "text" and is_amount(cell.text)]
    if all(map(is_measure, odd)) and len(one.filled) >= 2 * len(one.texts):
        return False  # distances that come again are names
    nearly_all = figures + len(odd) / len(one.filled) >= _MOST
    return bool(odd) and (nearly_all or len(set(odd)) > len(one.texts) / 2)


def _are_remarks(one: ColumnFound) -> bool:
    """Whether texts stand here and there only, and not from the first row on, as names do that are for several rows."""
    return one.cells[0].kind == "empty" and len(one.filled) * 2 < len(one.cells)


def _are_codes(one: ColumnFound) -> bool:
    """Whether a column of numbers and texts is one of a few codes that come again: 1, 2, other. No code has a unit."""
    return (
        not any(cell.unit for cell in one.filled) and len(one.texts) <= _FEW and len(one.filled) >= 3 * len(one.texts)
    )


def _part_of_period(one: ColumnFound) -> str:
    """The part of the period that a column states: all of it, a year, a month; or none."""
    named = _PERIOD.fullmatch(one.called)
    for part, form in _PARTS.items():
        if form.fullmatch(one.called) and len(one.texts) <= 12 and not all(map(period_of, one.texts)):
            return part
    for part, form in _SAID.items():
        if all(form.fullmatch(text) for text in one.texts):
            return part
    if one.share("period") < 0.95:
        return ""
    years = all(is_year(text) for text in one.texts)
    if years and any(cell.typed or cell.number for cell in one.filled) and not named:
        return ""  # 2016 may be so many pupils
    if not years and not named and not _are_days_or_periods(one):
        return ""
    return "period"


def _are_days_or_periods(one: ColumnFound) -> bool:
    return all(not is_year(text) for text in one.texts)


def _counts_on(one: ColumnFound) -> bool:
    numbers = [int(cell.number) for cell in one.filled if cell.number.isdecimal()]
    return len(numbers) == len(one.filled) and all(later - earlier == 1 for earlier, later in pairwise(numbers))


def _leading_noughts(one: ColumnFound) -> bool:
    return any(len(cell.number) > 1 and cell.number[0] == "0" and cell.number.isdecimal() for cell in one.filled)


def _with_a_name(found: list[ColumnFound]) -> list[ColumnFound]:
    """Where the names of columns are periods, the rows have names, however long."""
    periods = sum(period_of(one.name) is not None for one in found if one.role == "figure")
    if periods < 2 or any(one.role == "name" for one in found):
        return found
    return [replace(one, role="name", reason="") if one.reason == "texts" else one for one in found]


# -- columns held against each other ----------------------------------------------------------------------------


def _without_doubles(found: Sequence[ColumnFound], table: Table) -> list[ColumnFound]:
    """Columns that say the same as another one, in a code or in another language, and those that say one thing."""
    result = list(found)
    rows = len(table.body)
    named = [one for one in result if one.role == "name"]
    for one in named:
        if len(one.texts) == 1 and rows > 1 and len(one.filled) == rows:
            result[one.place] = replace(one, role="constant")
    named = [one for one in result if one.role == "name"]
    for one in sorted(named, key=_worth, reverse=True):
        if result[one.place].role != "name":
            continue
        for other in result:
            if other.place != one.place and other.role == "name" and _names_other_rows(one, other):
                result[other.place] = replace(other, role="doubt", reason="beside", same_as=one.place)
            elif other.place != one.place and _is_double(one, other):
                code = other.role == "figure" or bool(_CODE.fullmatch(other.called)) or _looks_like_codes(other)
                result[other.place] = replace(
                    other, role="left-out", reason="code" if code else "other-name", same_as=one.place
                )
    codes = [one for one in result if one.role == "figure" and _CODE.fullmatch(one.called) and _all_whole(one)]
    for one in codes:  # a code without a name beside it names rows itself
        result[one.place] = replace(one, role="constant" if len(one.texts) == 1 else "name")
    return result


def _worth(one: ColumnFound) -> tuple[int, int, int, int]:
    """Which of several columns that say the same is the name: the fullest, no code, in Latin letters, the first."""
    code = bool(_CODE.fullmatch(one.called)) or _looks_like_codes(one)
    latin = all(text.isascii() for text in one.texts)
    return len(one.filled), not code, latin, -one.place


def _looks_like_codes(one: ColumnFound) -> bool:
    return all(re.fullmatch(r"[A-Z]{0,3}[-_]?\d*[A-Z]?\d*", text) for text in one.texts)


def _all_whole(one: ColumnFound) -> bool:
    return all(cell.number.isdecimal() for cell in one.filled)


def _names_other_rows(one: ColumnFound, other: ColumnFound) -> bool:
    """Whether a column to the right has the same names in another order: another table stands beside the first."""
    same = set(one.texts) == set(other.texts) and len(one.texts) > 1 and one.place < other.place
    once = len(one.texts) == len(one.filled) == len(other.filled)
    return same and once and one.name == other.name.partition(" #")[0] and one.texts != other.texts


def _is_double(one: ColumnFound, other: ColumnFound) -> bool:
    """Whether another column says the same in every row: one text of it for each of this, and the other way round."""
    whole_code = other.role == "figure" and _CODE.fullmatch(other.called) and _all_whole(other)
    if other.role != "name" and not whole_code:
        return False
    if len(one.texts) < 2 < len(one.filled) or len(other.texts) > len(one.texts):
        return False
    pairs = {(a.text, b.text) for a, b in zip(one.cells, other.cells, strict=False) if a.text and b.text}
    known = {b for _, b in pairs}
    return bool(pairs) and len(pairs) == len({a for a, _ in pairs}) == len(known) and len(known) * 2 > len(one.texts)

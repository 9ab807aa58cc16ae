"""The columns of a table as a layout: what each gives, and where the names of many columns are one form with a gap."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from berkala.describe.asking import Ask, Noted
from berkala.describe.columns import ColumnFound
from berkala.describe.kinds import footed_year, is_year, period_of
from berkala.plan.forms import IDENTIFIER
from berkala.plan.layouts import gaps_of
from berkala.plan.naming import RESERVED, category_naming, plain
from berkala.stated import MONTHS
from berkala.words.language import Language

#: What the field of the periods is called.
PERIOD = "period"

_MONTHS = sorted(MONTHS, key=len, reverse=True)
_QUARTER = r"(?<=[QT])[1-4](?!\d)|(?<=[Qq]uarter )[1-4]|(?:(?<=[Tt]riwulan )|(?<=TW ))(?:[1-4]|IV|I{1,3})(?!\w)"
#: What stands for a part of the period inside the name of a column, the most particular first.
_PARTS = (
    ("month", re.compile(rf"(?<!\w)(?:{'|'.join(_MONTHS)})(?!\w)", re.IGNORECASE)),
    ("year", re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")),
    ("half", re.compile(r"(?<=[Ss]emester )(?:[12]|II?)(?!\w)")),
    ("quarter", re.compile(_QUARTER)),
)

#: Words that say what part of the period stands beside them, and nothing of what is measured.
_OF_PERIODS = re.compile(r"\b(?:triwulan|kuartal|quarter|semester|half|bulan|month|tahun|year|tw|q)\b", re.IGNORECASE)
#: Parts of a period in a title, with what leads to them.
_STATED = re.compile(r"\s*[-–,:(]?\s*(?:(?:\b(?:bulan|tahun|month|year)\s+)?\{\w+\}\s*)+\)?", re.IGNORECASE)
#: The parts of a year.
FINER = frozenset(("half", "quarter", "month"))


@dataclass
class Figures:
    """The measures of a table by field name, each with the columns that give it, and the layout's lines for them."""

    columns: dict[str, Any] = field(default_factory=dict)
    measures: dict[str, list[ColumnFound]] = field(default_factory=dict)
    #: The texts from which the period of each figure comes, as far as names of columns state it.
    stated: list[str] = field(default_factory=list)
    parts: set[str] = field(default_factory=set)
    #: What the names of columns with gaps state, each in its parts.
    gaps: list[Mapping[str, str]] = field(default_factory=list)

    def give(self, key: str, measure: str, one: ColumnFound, said: Any = None) -> None:
        """A column, or one of those that a name with a gap stands for, gives a measure."""
        self.columns.setdefault(key, measure if said is None else said)
        self.measures.setdefault(measure, []).append(one)


def figures_of(columns: Sequence[ColumnFound], only: str, say: Language, *, of_years: bool = False) -> Figures:
    """The layout of the columns of figures. `only` is what the measure is called that periods alone are names of.

    `of_years` says that the rows state the month, or another part, of the years that are names of columns.
    """
    found = Figures()
    rest: list[ColumnFound] = []
    lengths = {stated.frequency for one in columns if (stated := period_of(one.name))}
    for one in columns:
        if of_years and is_year(one.name):
            found.give("{year}", only, one)
            found.gaps.append({"{year}": one.name})
            found.parts.add("year")
        elif period_of(one.name) is not None and len(lengths) == 1:
            found.give("{period}", only, one)
            found.stated.append(one.name)
            found.parts.add("period")
        elif year := footed_year(one.name):
            asked = Ask(say.text("describe.ask.footed-year", name=one.name, year=year), year)
            found.give(one.name, only, one, {"gives": only, "fixed": {"period": asked}})
            found.stated.append(year)
        else:
            rest.append(one)
    for form, group in _forms(rest).items():
        if len(group) > 1 and form != group[0].name:
            _give_form(found, form, group, only)
        else:
            for one in group:
                found.give(one.name, field_name(bare_name(one.name), only, (PERIOD, *found.measures)), one)
    return found


def _give_form(found: Figures, form: str, group: Sequence[ColumnFound], only: str) -> None:
    """Columns whose names are one form with a gap give one measure; that of nothing but gaps has no name of its own."""
    named = re.search(r"[^\W\d_]", _OF_PERIODS.sub("", re.sub(r"\{\w+\}", "", form)))
    name = field_name(bare_name(form), only, (PERIOD, *found.measures)) if named else only
    for one in group:
        found.give(form, name, one)
        found.gaps.append(gaps_of(form).match(one.name) or {})
    found.parts.update(re.findall(r"\{(\w+)\}", form))


def _forms(columns: Iterable[ColumnFound]) -> dict[str, list[ColumnFound]]:
    """The columns by the form of their names: the name with a gap for each part of a period in it."""
    found: dict[str, list[ColumnFound]] = {}
    for one in columns:
        found.setdefault(form_of(one.name), []).append(one)
    alone = {form: group for form, group in found.items() if len(group) == 1 and form != group[0].name}
    for form, (one,) in alone.items():  # a year in one name alone is a part of the name
        del found[form]
        found.setdefault(one.name, []).append(one)
    return found


def form_of(name: str) -> str:
    """A name with a gap for each part of a period that stands in it."""
    form = name
    for part, pattern in _PARTS:
        if f"{{{part}}}" not in form:
            form = pattern.sub(f"{{{part}}}", form, count=1)
    return form


def without_periods(text: str) -> str:
    """A title without the months and years in it, and without the commas and brackets that they stood behind."""
    return _STATED.sub(" ", form_of(text)).strip() or text


def bare_name(form: str) -> str:
    """The name of a column without its gaps and without the unit in brackets that ends it: what is measured."""
    text = re.sub(r"\s*[-–,:]?\s*\{\w+\}", " ", form)
    text = re.sub(r"(?:\s*\([^()]{1,20}\))+\s*$", "", text) or text
    return " ".join(re.sub(r"_+", " ", text).split()).strip(" -–") or form


def field_name(text: str, other: str, taken: Iterable[str]) -> str:
    """A text as the name of a field that is not taken, nor that of its statuses; `other` where it has no letters."""
    name = plain(text).replace("-", "_")[:50].strip("_")
    name = name if re.match(r"[a-z]", name) else other
    wanted, number = name, 1
    others = {form for one in taken for form in (one, f"{one}_status", one.removesuffix("_status"))}
    while wanted in others:
        number += 1
        wanted = f"{name}_{number}"
    return wanted


def category_names(texts: Sequence[str]) -> dict[str, str]:
    """An identifier for each text: itself where it is one, else one that no other text is."""
    naming = category_naming(*texts)
    return {text: text if _is_name(text) else naming.name([text]) for text in texts}


def _is_name(text: str) -> bool:
    return re.fullmatch(IDENTIFIER, text) is not None and text not in RESERVED


def left_out(one: ColumnFound, names: Mapping[int, str], rows: int, say: Language) -> Noted:
    """A column that is known and not read, with the reason as a note; `rows` contradict the column that is read."""
    reason = one.reason or "texts"
    same = names.get(one.same_as, "") if one.same_as is not None else ""
    return Noted(None, say.text(f"describe.left-out.{reason}", name=same, n=rows, count=rows))

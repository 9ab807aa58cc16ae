"""The Explore page's second half: any combination of categories of the dataset, as a reader chooses them.

The rows stay where they are published, in ``<dataset>.json`` of the same version, and so do the names of columns and
categories; `choose.js` loads them when a reader asks. What travels in the page is what the file cannot say: in which
order to ask, how a period is written in this language, and every word that the script shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from berkala.measure.findings import Findings
from berkala.periods import Period
from berkala.plan.specifications import DatasetSpec
from berkala.protect.tables import SafeTable
from berkala.render.packages.model import columns_of, known_errors_of
from berkala.render.statuses import status_words
from berkala.words import Language
from berkala.words import language as language_of

#: From so many bytes on, a reader is asked before the rows are loaded, even where a link asks for them.
LARGE = 1_000_000

#: The messages that `choose.js` shows stand under this key; their slots are filled in the browser.
_WORDS = "explore.script."
#: Those that stand elsewhere already.
_OTHERS = {"period": "table.period", "withheld": "mistakes.status"}


def data_path(findings: Findings) -> str:
    """Where the rows of the edition's own dataset are published as JSON."""
    name = findings.report.spec.dataset
    return f"data/{name}/{findings.versions[name]}/{name}.json"


def data_to_choose(findings: Findings, language: Language, size: int) -> dict[str, Any] | None:
    """What the script needs to know of the dataset, whose file has `size` bytes.

    None where its rows are told apart by more than period and categories: then no combination of these is one series.
    """
    table = findings.data[findings.report.spec.dataset]
    spec, key = table.spec, set(table.spec.resource.table.primary_key)
    if not key <= {spec.period_field.name, *(field.name for field in spec.with_role("dimension"))}:
        return None
    unit, periods = spec.unit_field, _periods(table)
    return {
        "name": spec.name,
        "version": findings.versions[spec.name],
        "ask": size > LARGE,
        "dimensions": list(_dimensions(table)),
        **({"unit": unit.name} if unit else {}),
        "measures": [field.name for field in spec.with_role("measure")],
        "periods": periods_told(periods, language),
        "ticks": [language.period_text(period, short=True) for period in periods],
        "statuses": {letter: status_words(spec, letter, language) for letter in _letters(table)},
        "withheld": [
            {"column": one.column, "key": one.key} for one in known_errors_of(table) if one.effect == "withheld"
        ],
        "words": script_words(language.code),
    }


def periods_told(periods: tuple[Period, ...], language: Language) -> dict[str, list[str]]:
    """Periods by their place: the code of each, its first day, its words; of spans the last day too."""
    spans = any(period.frequency == "span" for period in periods)
    return {
        "codes": [period.code for period in periods],
        "starts": [period.start.isoformat() for period in periods],
        **({"ends": [period.end.isoformat() for period in periods]} if spans else {}),
        "texts": [language.period_text(period) for period in periods],
    }


@lru_cache(maxsize=16)
def script_words(code: str) -> Mapping[str, str]:
    """Every message that the script shows in a language, by the name it knows it by."""
    language = language_of(code)
    own = {key.removeprefix(_WORDS): str(text) for key, text in language.messages.items() if key.startswith(_WORDS)}
    return own | {name: language.text(key) for name, key in _OTHERS.items()}


def _dimensions(table: SafeTable) -> Iterator[str]:
    """The dimensions that leave a choice, in the order they are asked for.

    First those without a whole, which say what is told at all (a series, a unit), then those that break it down. One
    that does not tell rows apart is an attribute of them and no choice, unless it is their unit.
    """
    spec, key = table.spec, table.spec.resource.table.primary_key
    unit = spec.unit_field
    known = [column for column in columns_of(spec) if column.role == "dimension"]
    asked = [one for one in known if one.name in key or (unit is not None and one.name == unit.name)]
    open_ = [one for one in asked if table.frame[one.name].nunique() > 1]
    yield from (one.name for one in sorted(open_, key=lambda one: one.whole is not None))


def _periods(table: SafeTable) -> tuple[Period, ...]:
    """Every period from the first row's to the last's: one without a row is a gap, and not bridged. Spans have none."""
    spec: DatasetSpec = table.spec
    there = set(table.frame[spec.period_field.name])
    return tuple(sorted({*there, *spec.series(min(there), max(there), there)}))


def _letters(table: SafeTable) -> list[str]:
    columns = (f"{field.name}_status" for field in table.spec.with_role("measure"))
    return sorted({str(letter) for name in columns for letter in table.frame[name].unique()} - {""})

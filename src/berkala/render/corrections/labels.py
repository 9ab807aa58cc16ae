"""What a corrected figure is called: the indicator or the column, the category or the place, and the period."""

from __future__ import annotations

from berkala.measure.findings import Findings
from berkala.plan.specifications import DatasetSpec
from berkala.render.corrections.differences import Difference
from berkala.render.row import row_in_words
from berkala.render.sentences import label_of, named, under_title
from berkala.words import Language, Sentence


def label(one: Difference, findings: Findings, language: Language) -> Sentence | None:
    """Its name in words; None for a figure between others, which has no name of its own."""
    told = one.told
    name, _, rest = one.id.partition(".")
    spec = findings.data[told["dataset"]].spec if told["dataset"] in findings.data else None
    if spec is None:
        return None
    period = language.period(spec.period(told["period"]))
    if name in findings.report.spec.indicators:
        return _of_indicator(name, rest, findings, language, period)
    where = told.get("where")
    return None if where is None else _of_cell(where["column"], dict(where["key"]), spec, language)


def _of_indicator(name: str, rest: str, findings: Findings, language: Language, period: Sentence) -> Sentence | None:
    category, _, code = rest.partition(".")
    spec = findings.report.spec
    if "." in code:
        return None  # a change, a rank: made of the figure that has this name
    parts = [under_title(spec, spec.indicators[name], language)]
    if category != "all":
        if category not in findings.categories(name):
            return None
        parts.append(label_of(findings, name, category, language))
    return Sentence.join([*parts, period], ", ")


def _of_cell(column: str, key: dict[str, str], spec: DatasetSpec, language: Language) -> Sentence:
    return Sentence.join([named(spec.field(column).title[language.code]), row_in_words(spec, key, language)], ", ")

"""How the figures of an edition are worked out: formulas over columns, standards, ranks, protection, in sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from berkala.measure.findings import Figure, Findings
from berkala.plan.specifications import Indicator, Suppression
from berkala.render.packages.statements import protection
from berkala.render.progress import progress_formulas
from berkala.render.sentences import named, under_title
from berkala.render.showing import shown
from berkala.words import Language, Sentence, Span, rounded_to
from berkala.words.language import Slot

#: A sum of more terms than these is not printed in full; figures.json has them all.
_TERMS = 12
#: So many indicators with one formula are named; of more, it is said how many they are.
_NAMED = 12
#: What judges an indicator: how a line of it begins, the ends of its figures' ids, and how its formulas' names begin.
_JUDGING = (
    ("achievement-of", ("achievement-uncapped", "achievement"), "achievement_"),
    ("improvement-of", ("improved-year", "improved-previous"), "improved_"),
)
_NUMBER = re.compile(r"(\d+(?:[.,]\d+)*)")


def worked(findings: Findings, language: Language) -> Sentence | None:
    """The arithmetic of the lead figure, printed with its inputs."""
    figure = findings.figure(findings.report.spec.lead)
    if figure is None or figure.value is None or figure.formula is None or len(figure.inputs) > _TERMS:
        return None
    if figure.formula == "value":
        return None  # there is no arithmetic: it is the cell
    inputs = [shown(findings.figures[name], language, "bare") for name in figure.inputs]
    value = shown(figure, language, "short" if figure.unit == "percent" else "bare")
    slots: dict[str, Slot] = {"working": _working(figure, inputs, language), "value": value}
    if rounded_to(figure.value, figure.decimals) == figure.value:
        return language.sentence("edition.worked-exact", slots)
    exact = shown(replace(figure, decimals=max(4, figure.decimals)), language)
    return language.sentence("edition.worked-line", slots, exact=exact)


def _working(figure: Figure, inputs: list[Sentence], language: Language) -> Sentence:
    if figure.formula in ("total", "to_date"):
        return Sentence.join(inputs, " + ")
    first, second = inputs
    slots = {"part": first, "whole": second, "of": first, "earlier": second}
    return language.sentence(f"working.{figure.formula}", {**slots, **_constants()})


# -- formulas -------------------------------------------------------------------------------------------------


def formulas(findings: Findings, language: Language) -> list[Sentence]:
    """Each formula over the columns it is made of, once, with the indicators that it makes; then those of verdicts."""
    made: dict[str, list[Indicator]] = {}
    for indicator in findings.report.spec.indicators.values():
        made.setdefault(_over_columns(findings, indicator, language).html(), []).append(indicator)
    told = [_formula_of(findings, together, language) for together in made.values()]
    return [*told, *_judging(findings, language), *_progress(findings, language)]


def _formula_of(findings: Findings, together: list[Indicator], language: Language) -> Sentence:
    formula = _over_columns(findings, together[0], language)
    if len(together) > _NAMED:
        return language.sentence("rest.formulas", n=len(together), count=language.role(len(together)), formula=formula)
    return language.sentence("edition.formula-of", indicator=_names(findings, together, language), formula=formula)


def _names(findings: Findings, together: list[Indicator], language: Language) -> Sentence:
    """The indicators by name; of many how many they are."""
    if len(together) > _NAMED:
        return language.sentence("rest.count", n=len(together), count=language.role(len(together)))
    names = dict.fromkeys(under_title(findings.report.spec, one, language) for one in together)
    return Sentence.join([*names], language.semicolon)


def _over_columns(findings: Findings, indicator: Indicator, language: Language) -> Sentence:
    dataset = findings.data[findings.report.spec.dataset].spec
    slots: dict[str, Slot] = {
        part: named(dataset.field(column).title[language.code]) for part, column in indicator.inputs.items()
    }
    if indicator.formula == "growth_over_year":
        slots["earlier"] = language.sentence("working.a-year-before", of=slots["of"])
    return language.sentence(f"working.{indicator.formula}", {**slots, **_constants()})


def _constants() -> dict[str, Sentence]:
    """The numbers that the formulas themselves hold."""
    return {name: Sentence((Span(str(number), role="constant"),)) for name, number in (("one", 1), ("hundred", 100))}


def _judging(findings: Findings, language: Language) -> list[Sentence]:
    """The formulas by which achievements and improvements of this edition were worked out, each once.

    Where there are several of a kind each names the indicators that it judges.
    """
    told = []
    for key, ends, formulas_of in _JUDGING:
        made = _judged(findings, ends, formulas_of)
        for formula, together in made.items():
            slots = {"indicators": _names(findings, together, language)} if len(made) > 1 else {}
            told.append(_printed(f"{key}-some" if slots else key, formula, language, slots))
    return told


def _judged(findings: Findings, ends: tuple[str, ...], formulas_of: str) -> dict[str, list[Indicator]]:
    """The indicators that each formula of a kind judges at the edition's period."""
    made: dict[str, list[Indicator]] = {}
    for name, indicator in findings.report.spec.indicators.items():
        for figure in filter(None, (findings.figure(name, derived=end) for end in ends)):
            together = made.setdefault(str(figure.formula), []) if str(figure.formula).startswith(formulas_of) else []
            if indicator not in together:
                together.append(indicator)
    return made


def _progress(findings: Findings, language: Language) -> list[Sentence]:
    """Those by which its progress was, and whose method that is."""
    said = [_printed("progress.formula-of", name, language) for name in progress_formulas(findings)]
    return [*said, language.sentence("progress.note")] if said else []


def _printed(key: str, name: str, language: Language, slots: Mapping[str, Slot] | None = None) -> Sentence:
    """A named formula as it is printed, with what it says."""
    formula, note = (_with_constants(language.text(f"formula.{name}{part}")) for part in ("", ".note"))
    return language.sentence(key, slots or {}, formula=formula, note=note)


def _with_constants(text: str) -> Sentence:
    """A printed formula: the numbers in it are constants."""
    parts = _NUMBER.split(text)
    return Sentence(
        tuple(Span(part, role="constant" if place % 2 else None) for place, part in enumerate(parts) if part)
    )


# -- what else is to be known ---------------------------------------------------------------------------------


def standards(findings: Findings, language: Language) -> list[Sentence]:
    """What the standard is and since when, and what it was before."""
    reference = findings.report.spec.indicators[findings.report.spec.lead].reference
    if reference is None or reference.kind != "standard":
        return []
    return [
        language.sentence(
            f"edition.standard.{'before' if place else 'now'}",
            value=shown(figure, language, "prose"),
            period=language.period(figure.period),
        )
        for place, figure in enumerate(findings.reference_history(findings.report.spec.lead))
    ]


def rankings(findings: Findings, language: Language) -> list[Sentence]:
    """How far apart two places must be to be told apart, and why, in the report's own words."""
    ranked = [one for one in findings.report.spec.indicators.values() if one.rank is not None]
    return [
        language.sentence(
            "ranking",
            indicator=named(one.name[language.code]),
            because=named(one.rank.because[language.code]) if one.rank else "",
        )
        for one in ranked
    ]


def compared(findings: Findings, language: Language) -> Sentence | None:
    """With which one a span is compared, where there are several: it need not be the one before."""
    spec = findings.data[findings.report.spec.dataset].spec
    return language.sentence("edition.spans") if spec.rhythm is None and len(findings.periods) > 1 else None


def protected(findings: Findings, language: Language) -> Sentence | None:
    """What is kept back or rounded before anything is worked out, where the dataset declares a rule."""
    spec = findings.data[findings.report.spec.dataset].spec
    return protection(spec, language.code) if isinstance(spec.protect, Suppression) else None

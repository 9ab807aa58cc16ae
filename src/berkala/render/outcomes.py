"""What a scorecard comes to, in sentences: targets met, indicators without a target, what improved, the roll-up.

Of a whole edition (the counts that begin with ``scorecard``) and of each of its objectives.
"""

from __future__ import annotations

from collections.abc import Iterator

from berkala.measure.findings import Figure, Findings
from berkala.periods import Period
from berkala.render.sentences import listed, named
from berkala.render.showing import shown
from berkala.words import Language, Sentence


def summary(findings: Findings, language: Language) -> tuple[Sentence, ...]:
    """What the scorecard comes to: targets met, and the roll-up where one is declared.

    Under objectives that have no target at all, it comes to how many indicators are better.
    """
    met = targets_met(findings, language)
    found = (met or _improved(findings, language), _rolled_up(findings, language))
    return tuple(said for said in found if said is not None)


def more(findings: Findings, language: Language) -> tuple[Sentence, ...]:
    """What is to be known beside it, under objectives: indicators without a target, and how many are better."""
    if _count(findings, "scorecard", "held") is None and _count(findings, "scorecard", "missing") is None:
        found = [_without_target(findings, language, "untargeted")]
    else:
        found = [_without_target(findings, language, "without"), _improved(findings, language)]
    return tuple(said for said in found if said is not None)


def targets_met(findings: Findings, language: Language) -> Sentence | None:
    """How many of the targets that have a result were met; how many have none yet is said beside."""
    held, met, missing = (_count(findings, "scorecard", word) for word in ("held", "met", "missing"))
    if held is None:
        return None if missing is None else language.sentence("scorecard.summary.none", of=shown(missing, language))
    slots = {word: shown(one, language) for word, one in (("of", held), ("met", met), ("missing", missing)) if one}
    key = "all" if missing is None else "some"
    return language.sentence(f"scorecard.summary.{key}", slots, n=_number(missing))


def of_objective(findings: Findings, objective: str, language: Language) -> Sentence:
    """One objective in a line: targets met, or that there are none, and how many indicators improved."""
    stem = f"objective.{objective}"
    said = list(_targets(findings, stem, language))
    compared, better = _count(findings, stem, "compared"), _count(findings, stem, "better")
    if compared is not None and better is not None:
        slots = {"of": shown(compared, language), "better": shown(better, language)}
        said.append(language.sentence("scorecard.objective.better", slots, direction=better.id))
    return Sentence.join(said, language.semicolon)


def _targets(findings: Findings, stem: str, language: Language) -> Iterator[Sentence]:
    """How many of an objective's targets that have a result were met, and how many have none yet."""
    held, met, missing = (_count(findings, stem, word) for word in ("held", "met", "missing"))
    if held is None and missing is None:
        yield language.sentence("scorecard.objective.no-target")
    elif held is None or met is None:
        slots = {"of": shown(missing, language)} if missing else {}
        yield language.sentence("scorecard.objective.none", slots, n=_number(missing))
    else:
        slots = {"of": shown(held, language), "met": shown(met, language)}
        yield language.sentence("scorecard.objective.met", slots, n=_number(held))
        if missing is not None:
            slots = {"missing": shown(missing, language)}
            yield language.sentence("scorecard.objective.missing", slots, n=_number(missing))


def compared_with(findings: Findings) -> Period | None:
    """The period that improvements are told against; none of spans that overlap."""
    year_before = findings.report.spec.compare == "year_before"
    return findings.edition.period.year_before() if year_before else findings.previous


def _without_target(findings: Findings, language: Language, key: str) -> Sentence | None:
    figure = _count(findings, "scorecard", "without")
    if figure is None:
        return None
    return language.sentence(f"scorecard.summary.{key}", n=_number(figure), count=shown(figure, language))


def _improved(findings: Findings, language: Language) -> Sentence | None:
    """``Compared with 2021–22: 75 better, 80 worse and 5 unchanged.``"""
    earlier = compared_with(findings)
    if _count(findings, "scorecard", "compared") is None or earlier is None:
        return None
    found = [(word, _count(findings, "scorecard", word)) for word in ("better", "worse", "unchanged")]
    parts = [
        language.sentence(
            f"scorecard.summary.{word}", direction=figure.id, n=_number(figure), count=shown(figure, language)
        )
        for word, figure in found
        if figure is not None and figure.value
    ]
    slots = {"earlier_period": language.period(earlier), "parts": listed(parts, language)}
    return language.sentence("scorecard.summary.compared", slots)


def _rolled_up(findings: Findings, language: Language) -> Sentence | None:
    roll_up = findings.report.spec.rollup
    figure = findings.figures.get(f"rollup.all.{findings.edition.period.code}")
    if roll_up is None or figure is None:
        return None
    label = named(roll_up.name[language.code])
    if figure.value is None:
        return language.sentence("scorecard.unknown", name=label)
    return language.sentence("scorecard.rollup", name=label, value=shown(figure, language))


def _count(findings: Findings, stem: str, word: str) -> Figure | None:
    return findings.figures.get(f"{stem}.{word}.{findings.edition.period.code}")


def _number(figure: Figure | None) -> int:
    return int(figure.value) if figure is not None and figure.value is not None else 0

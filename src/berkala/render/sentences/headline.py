"""The headline statement of an edition."""

from __future__ import annotations

from berkala.measure.findings import Figure, Findings
from berkala.plan.specifications import Indicator
from berkala.render.sentences.changes import sign
from berkala.render.sentences.labels import is_rate_of_growth, named, reason_of
from berkala.render.sentences.references import against
from berkala.render.showing import shown
from berkala.words import Language, Sentence
from berkala.words.language import Slot


def headline(findings: Findings, language: Language) -> Sentence:
    """The headline statement, without a full stop: the lead figure, its period, and where it stands.

    It stands against a standard, target or goal in force, or against a range; a target for another period and a
    goal that is not held make no verdict and are told by `beside`.
    """
    lead = findings.report.spec.lead
    indicator, figure = findings.report.spec.indicators[lead], findings.figure(lead)
    if figure is None or figure.value is None:
        slots: dict[str, Slot] = {
            "name": named(indicator.said[language.code]),
            "period": language.period(findings.edition.period),
            "reason": reason_of(findings, figure, language),
        }
        return language.sentence("headline.missing", slots).capital()
    base = _base(findings, indicator, figure, language)
    return (against(findings, lead, base, language) or base).capital()


def _base(findings: Findings, indicator: Indicator, figure: Figure, language: Language) -> Sentence:
    """The value and its period: "86.6% of patients …", or of growth "Consumer prices were 3.4% higher …".

    Without a phrase "86.6% in March 2019", which stands under the report's title.
    """
    slots: dict[str, Slot] = {"period": language.period(findings.edition.period)}
    if indicator.phrase is None:
        return language.sentence("headline.plain", slots, value=shown(figure, language, "prose"))
    slots["phrase"] = named(indicator.phrase[language.code])
    if not is_rate_of_growth(indicator):
        return language.sentence("headline.alone", slots, value=shown(figure, language, "prose"))
    slots["value"] = shown(figure, language, "prose", magnitude=True)
    return language.sentence(f"headline.growth.{sign(figure)}", slots, direction=figure.id)

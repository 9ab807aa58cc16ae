"""Progress on a page: the category with its mark, the growth a year and what is needed, and how it is worked out.

The method is Open SDG's, and the page says so. Where there is no verdict it says why, in plain words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from berkala.measure.findings import Figure, Findings, ProgressFindings
from berkala.plan.specifications import REFERENCE, Band, Indicator
from berkala.render.sentences import Fact, named
from berkala.render.sentences.changes import sign
from berkala.render.showing import shown
from berkala.words import Language, Sentence, Span
from berkala.words.language import Slot

#: Decimals that a printed result has at least, and more than are shown of the figure itself.
_EXACT, _MORE = 4, 2
#: Decimals that a printed input has at most: with so many anyone comes to the same result.
_MOST = 6


@dataclass(frozen=True)
class ProgressBlock:
    """What stands under the main number: `why` in place of a band where there is no verdict.

    `judged` says what is judged where that is not the main number itself.
    """

    heading: Sentence
    band: Band | None
    why: Sentence | None
    judged: Sentence | None
    facts: tuple[Fact, ...]
    worked: tuple[Sentence, ...]


def progress_block(findings: Findings, language: Language) -> ProgressBlock | None:
    """The progress of the lead; None where its report declares none."""
    told = _Told.of(findings, findings.report.spec.lead, language)
    if told is None:
        return None
    return ProgressBlock(
        heading=told.heading(),
        band=findings.band if told.indicator.bands_on == "progress" else None,
        why=told.why(),
        judged=told.judged(),
        facts=tuple(told.facts()),
        worked=tuple(told.worked()),
    )


def progress_about(findings: Findings, languages: Mapping[str, Language]) -> dict[str, Any] | None:
    """The same for pages around the edition: the category, its label and mark, or why there is none, as HTML."""
    lead = findings.report.spec.lead
    found = findings.progress.get(lead)
    if found is None:
        return None
    band = findings.band if findings.report.spec.indicators[lead].bands_on == "progress" else None
    told = {code: _Told.of(findings, lead, language) for code, language in languages.items()}
    why = {code: said.html() for code, one in told.items() if one is not None and (said := one.why()) is not None}
    return {
        "category": band.name if band else None,
        "label": {code: band.label[code] for code in languages} if band else None,
        "mark": band.mark if band else None,
        "from": found.baseline.period.code if found.baseline else None,
        "to": found.latest.period.code if found.latest else None,
        "reason": found.reason or None,
        "why": why or None,
    }


def progress_formulas(findings: Findings) -> list[str]:
    """The names of the formulas by which progress was worked out in this edition, each once."""
    names: dict[str, None] = {}
    for found in findings.progress.values():
        for figure in (found.growth, found.figure, *_factor_of(findings, found)):
            if figure is not None and figure.formula is not None:
                names.setdefault(figure.formula)
    return list(names)


def _factor_of(findings: Findings, found: ProgressFindings) -> Iterator[Figure]:
    """The figures by which the bounds came down near a limit: the factor, and the first bound."""
    lowered = [bound for bound in found.bounds.values() if bound.formula == "progress_threshold"]
    for bound in lowered[:1]:
        yield findings.figures[bound.inputs[1]]
        yield bound


@dataclass(frozen=True)
class _Told:
    """One indicator's progress, in one language."""

    findings: Findings
    indicator: Indicator
    found: ProgressFindings
    language: Language

    @staticmethod
    def of(findings: Findings, name: str, language: Language) -> _Told | None:
        found = findings.progress.get(name)
        return None if found is None else _Told(findings, findings.report.spec.indicators[name], found, language)

    # -- what is seen first ----------------------------------------------------------------------------------------

    def heading(self) -> Sentence:
        """Since when: the period that it is worked out from."""
        if self.found.baseline is None:
            return self.language.sentence("progress.heading-alone")
        return self.language.sentence("progress.heading", self._periods(), period=self._periods()["first"])

    def why(self) -> Sentence | None:
        """Why there is no verdict."""
        if not self.found.reason:
            return None
        return self.language.sentence(f"progress.why.{self.found.reason}", self._periods())

    def judged(self) -> Sentence | None:
        """The column that is judged in place of the value, by its title."""
        column = self.indicator.progress.column if self.indicator.progress else None
        if column is None:
            return None
        spec = self.findings.data[self.findings.report.spec.dataset].spec
        return self.language.sentence("progress.column", column=named(spec.field(column).title[self.language.code]))

    def facts(self) -> Iterator[Fact]:
        """The growth a year, and of a target what it needs, how much of that there was, and the target itself."""
        for word, figure in (("growth", self.found.growth), ("required", self.found.required)):
            if figure is not None and figure.value is not None:
                yield Fact(self._label(word), self._move(figure))
        figure, target = self.found.figure, self.found.target
        if figure is not None and figure.value is not None and target is not None:
            yield Fact(self._label("share"), shown(figure, self.language))
        if target is not None:
            period = self.language.period(target.period, short=True)
            yield Fact(self.language.sentence("progress.target", period=period), self._aim(target))

    def _label(self, word: str) -> Sentence:
        target = self.found.target
        first, last = (self.found.baseline, target if word == "required" else self.found.latest)
        ends = {end: self._short(one) for end, one in (("first", first), ("last", last)) if one is not None}
        return self.language.sentence(f"progress.{word}", ends)

    def _short(self, figure: Figure) -> Sentence:
        return self.language.period(figure.period, short=True)

    def _move(self, growth: Figure) -> Sentence:
        size = shown(growth, self.language, magnitude=True)
        return self.language.sentence(f"progress.move.{sign(growth)}", direction=growth.id, growth=size)

    def _aim(self, target: Figure) -> Sentence:
        value = shown(target, self.language)
        side = {1: "at_least", -1: "at_most"}.get(self.indicator.progress.sign if self.indicator.progress else 0)
        return value if side is None else self.language.sentence(f"fact.reference.{side}", value=value)

    def _periods(self) -> dict[str, Slot]:
        """The periods that the sentences name, as far as there are any."""
        spec = self.findings.data[self.findings.report.spec.dataset].spec
        progress = self.indicator.progress
        named_so = {
            "baseline": spec.period(progress.baseline.period) if progress else None,
            "target": spec.period(progress.target.period) if progress and progress.target else None,
            "first": self.found.baseline.period if self.found.baseline else None,
            "last": self.found.latest.period if self.found.latest else None,
        }
        return {word: self.language.period(period) for word, period in named_so.items() if period is not None}

    # -- how it is worked out --------------------------------------------------------------------------------------

    def worked(self) -> Iterator[Sentence]:
        """Each step with its inputs, then where the categories begin, then whose method it is."""
        growth = self.found.growth
        if not self.found.reached and (growth is None or growth.value is None):
            return
        yield self.language.sentence("progress.ends", self._periods())
        for word, figure in (("growth", self.found.growth), ("required", self.found.required)):
            if figure is not None and figure.value is not None:
                yield self._result(word, self._rate(figure), figure)
        yield from self._share()
        yield from self._lowered()
        if self.found.reached:
            yield self.language.sentence("progress.reached", self._periods())
        if self.found.reached or not self.found.reason:
            yield from self._bands()
        yield self.language.sentence("progress.note")

    def _result(self, word: str, working: Sentence, figure: Figure) -> Sentence:
        slots: dict[str, Slot] = {"working": working, "value": shown(figure, self.language)}
        return self.language.sentence(f"progress.working.{word}", slots, exact=shown(_exact(figure), self.language))

    def _rate(self, figure: Figure) -> Sentence:
        inputs = [self.findings.figures[id_] for id_ in figure.inputs]
        slots: dict[str, Slot] = {
            part: shown(_in_full(one), self.language, "bare")
            for part, one in zip(("value", "baseline", "years"), inputs, strict=True)
        }
        below = inputs[1].value is not None and inputs[1].value < 0
        return self.language.sentence(f"progress.working.rate{'-below' if below else ''}", {**slots, **_constants()})

    def _share(self) -> Iterator[Sentence]:
        figure = self.found.figure
        if figure is None or figure.value is None:
            return
        growth, *others = (self.findings.figures[id_] for id_ in figure.inputs)
        if len(others) == 1:
            if others[0].value == -1:
                slots = {"growth": shown(growth, self.language), "value": shown(figure, self.language)}
                yield self.language.sentence("progress.working.turned", slots)
            return
        required, way = others
        parts: dict[str, Slot] = {"growth": shown(_exact(growth), self.language, "bare")}
        parts["direction"] = shown(way, self.language, "bare")
        parts["required"] = shown(_exact(required), self.language, "bare", magnitude=True)
        working = self.language.sentence("progress.working.of-required", {**parts, **_constants()})
        yield self._result("share", working, figure)

    def _lowered(self) -> Iterator[Sentence]:
        made = list(_factor_of(self.findings, self.found))
        if made:
            factor, limit = made[0], self.findings.figures[made[0].inputs[1]]
            slots = {"limit": shown(limit, self.language), "factor": shown(factor, self.language, "bare")}
            yield self.language.sentence("progress.working.factor", slots)

    def _bands(self) -> Iterator[Sentence]:
        """Where each category begins, the best first."""
        bands = self.indicator.bands if self.indicator.bands_on == "progress" else ()
        if bands:
            said = Sentence.join([self._band(band) for band in reversed(bands)], "; ")
            yield self.language.sentence("progress.bands", bands=said)

    def _band(self, band: Band) -> Sentence:
        label = named(band.label[self.language.code])
        if band.from_ == REFERENCE:
            return self.language.sentence("progress.beyond", band=label)
        bound = self.found.bounds.get(band.name)
        if bound is None:
            return self.language.sentence("progress.below", band=label)
        key = "progress.from" if self.found.target is not None else "progress.from-a-year"
        return self.language.sentence(key, band=label, value=shown(bound, self.language))


def _exact(figure: Figure) -> Figure:
    """A result with more digits than are shown of it elsewhere."""
    return replace(figure, decimals=max(_EXACT, figure.decimals + _MORE))


def _in_full(figure: Figure) -> Figure:
    """An input with the digits that it has, as far as they fit."""
    own = -int(figure.value.as_tuple().exponent) if figure.value is not None else 0
    return replace(figure, decimals=max(figure.decimals, min(own, _MOST)))


def _constants() -> dict[str, Slot]:
    """The numbers that the formulas themselves hold."""
    return {name: Span(str(number), role="constant") for name, number in (("one", 1), ("hundred", 100))}

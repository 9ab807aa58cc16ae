"""figures.json: every figure of an edition, with its exact value and the cell or formula it came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from berkala.measure.findings import Figure, Findings
from berkala.render import showing
from berkala.render.exact_json import exact_json, lines_json
from berkala.words import Language, language

SCHEMA = "berkala/figures/1"


def figures_json(findings: Findings, codes: Iterable[str]) -> bytes:
    """The file that ``/<report>/<period>/figures.json`` holds (DESIGN: What the public gets), sorted by id.

    `codes` are the publication's languages.

    A value is a JSON number with all its digits, or null where `status` says why there is none. `text` is what
    a page shows in the short style. A figure has `where` (one cell of a published CSV) or `formula` and `inputs`.
    """
    return FiguresFiles(findings, tuple(codes)).file(findings.figures)


class FiguresFiles:
    """The files of one edition that hold figures. One that stands in several is written once: one id is one figure."""

    def __init__(self, findings: Findings, codes: tuple[str, ...]) -> None:
        edition = findings.edition
        self._head = {"schema": SCHEMA, "report": findings.report.name, "period": edition.period.code}
        self._languages = tuple(language(code) for code in codes)
        self._lines: dict[str, str] = {}

    def file(self, figures: Mapping[str, Figure]) -> bytes:
        """The file of these figures, by id."""
        return lines_json(self._head, "figures", [self._line(figures[id_]) for id_ in sorted(figures)])

    def _line(self, figure: Figure) -> str:
        if figure.id not in self._lines:
            self._lines[figure.id] = exact_json(_entry(figure, self._languages))
        return self._lines[figure.id]


def _entry(figure: Figure, languages: tuple[Language, ...]) -> dict[str, object]:
    entry: dict[str, object] = {
        "id": figure.id,
        "value": figure.value,
        "status": figure.status,
        "unit": figure.unit,
        "decimals": figure.decimals,
        "period": figure.period.code,
        "area": figure.area,
        "breakdown": dict(sorted(figure.breakdown.items())),
        "text": {language.code: showing.text(figure, language) for language in languages},
        "dataset": figure.dataset,
        "version": figure.version,
    }
    if figure.unit_name is not None:
        entry["unit_name"] = dict(sorted(figure.unit_name.items()))
    if figure.where is None:
        return entry | {"formula": figure.formula, "inputs": list(figure.inputs)}
    key = dict(sorted(figure.where.key.items()))
    return entry | {"where": {"file": figure.where.file, "column": figure.where.column, "key": key}}

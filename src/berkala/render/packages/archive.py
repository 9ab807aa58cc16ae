"""The ZIP of one dataset version: every format, the descriptors, a README in every language, checksums."""

from __future__ import annotations

from berkala.measure.findings import Findings
from berkala.render.answers import answer_line
from berkala.render.packages.model import STATUSES, DataFile, DatasetModel
from berkala.render.packages.statements import allowed, cited, format_of, known_error, protection, status_meaning
from berkala.render.packages.zipped import zipped
from berkala.words import Language, language

_WIDTH = 78


def figures_file(content: bytes) -> DataFile:
    """The edition's figures.json, which names the cells and formulas, as a file of the ZIP."""
    return DataFile("figures.json", "figures", "application/json", content)


def zip_file(model: DatasetModel, findings: Findings, beside: list[DataFile]) -> DataFile:
    """``<dataset>.zip``. `beside` is what the ZIP holds beyond the version's own files."""
    readme = DataFile("README.txt", "txt", "text/plain", _readme(model, findings, beside).encode())
    inside = [*model.files, *beside, readme]
    inside.sort(key=lambda file: file.name)
    sums = "".join(f"{file.sha256}  {file.name}\n" for file in inside)
    inside.append(DataFile("SHA256SUMS", "txt", "text/plain", sums.encode()))
    content = zipped((file.name, file.content) for file in inside)
    return DataFile(f"{model.name}.zip", "zip", "application/zip", content)


def _readme(model: DatasetModel, findings: Findings, beside: list[DataFile]) -> str:
    parts = [_in_one_language(model, findings, beside, language(code)) for code in model.languages]
    return f"\n{'=' * _WIDTH}\n\n".join(parts)


def _in_one_language(model: DatasetModel, findings: Findings, beside: list[DataFile], tongue: Language) -> str:
    code = tongue.code
    sections = [
        ("packages.columns-heading", _columns(model, code)),
        (
            "packages.statuses-heading",
            [tongue.labelled(letter, status_meaning(letter, code)).text for letter in STATUSES],
        ),
        ("packages.made-heading", _formulas(findings, tongue)),
        ("packages.limits-heading", _limits(model, code)),
        ("packages.source-heading", _sources(model, code)),
        ("packages.cite-heading", [cited(model, code).text]),
        ("packages.files-heading", _files([*model.files, *beside], tongue)),
    ]
    head = [model.title[code], "-" * len(model.title[code]), "", model.description[code], ""]
    return "\n".join(head + [line for key, lines in sections if lines for line in [tongue.text(key), *lines, ""]])


def _columns(model: DatasetModel, code: str) -> list[str]:
    tongue, lines = language(code), []
    for column in model.columns:
        unit = (column.unit or {}).get(code, "")
        parts = [status_meaning(column, code) if column.of else column.title[code]]
        parts += [
            (column.description or {}).get(code, ""),
            tongue.labelled(tongue.text("packages.unit"), unit).text if unit else "",
        ]
        said = ". ".join(part[:1].upper() + part[1:].rstrip(".") for part in parts if part)
        values = allowed(column, code).text  # codes stay as they are written
        said += f". {values}" if values else ""
        lines.append(f"- {column.name}: {said}.")
    return lines


def _formulas(findings: Findings, tongue: Language) -> list[str]:
    """The formulas this edition's figures name, as the language files print them."""
    used = sorted({figure.formula for figure in findings.figures.values() if figure.formula})
    keys = [(name, f"formula.{name}") for name in used]
    lines = [f"- {tongue.labelled(name, tongue.text(key)).text}" for name, key in keys if tongue.has(key)]
    methods = findings.report.spec.methods[tongue.code]
    return [methods, *lines, tongue.text("packages.figures-file")]


def _limits(model: DatasetModel, code: str) -> list[str]:
    errors = [f"- {known_error(error, code).text}" for error in model.known_errors]
    none = [] if errors else [language(code).text("packages.known-error.none")]
    return [protection(model.spec, code).text, *errors, *none, *_answers(model, code)]


def _answers(model: DatasetModel, code: str) -> list[str]:
    """What a person answered about unusual values of the table."""
    lines = [f"- {answer_line(model.spec, answer, code).text}" for answer in model.answers]
    return [f"{language(code).text('packages.answers')}:", *lines] if lines else []


def _sources(model: DatasetModel, code: str) -> list[str]:
    tongue = language(code)
    sources = [f"- {', '.join(p for p in (s.titled(code), s.publisher, s.path) if p)}" for s in model.sources]
    retrieved = tongue.sentence("packages.retrieved", day=tongue.day(model.retrieved)).text
    licence = tongue.labelled(tongue.text("packages.licence"), f"{model.licence.title[code]}, {model.licence.path}")
    return [*sources, retrieved, licence.text]


def _files(files: list[DataFile], tongue: Language) -> list[str]:
    made = [f"- {tongue.labelled(file.name, format_of(file.format, tongue.code)).text}" for file in files]
    return [*made, tongue.text("packages.checksums")]

"""What an import has to say beyond the reading: what the publication shows otherwise, and what is to be filled in.

Added to the account of the reading, these lines are all that a person has to know of an import. They are printed by the
command and stand in ``IMPORT.md``, beside ``import.json``, in the publication.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from berkala.errors import Problem
from berkala.imports.open_sdg.account import Account, Line, Severity
from berkala.imports.open_sdg.collection import Collection
from berkala.imports.publication.files import Fates
from berkala.imports.publication.telling import Told
from berkala.imports.publication.words import Words
from berkala.words import Language

#: What becomes of a thing, by the end of its code.
_SEVERITIES: Mapping[str, Severity] = {
    "progress-several": "degraded",
    "progress-by-hand": "degraded",
    "progress-not-years": "degraded",
    "progress-limit": "noted",
}
#: The severities, in the order in which a person wants to read them.
SEVERITIES: tuple[Severity, ...] = ("left out", "degraded", "noted")
#: What a reader would miss, of that which is not carried over.
_MISSED = ("graph-breaks", "target-lines", "maps")
_PROBLEM: Mapping[Severity, str] = {"left out": "warning", "degraded": "warning", "noted": "note"}


def accounted(
    collection: Collection, words: Words, told: Mapping[str, Told], unspoken: tuple[str, ...], fates: Fates
) -> Account:
    """The account of the reading with the lines of the writing."""
    lines = [
        *_to_fill_in(),
        *_languages(words, unspoken),
        *(line for name, one in told.items() for line in _of_indicator(name, one)),
        *_not_carried_over(collection),
        *_of_files(fates),
    ]
    return replace(collection.account, lines=(*collection.account.lines, *lines))


def _line(
    severity: Severity, code: str, facts: Mapping[str, object] | None = None, *, indicator: str = "", **place: str
) -> Line:
    problem = Problem(f"imports.{code}", dict(facts or {}), severity=_PROBLEM[severity], **place)  # type: ignore[arg-type]
    return Line(severity, problem, indicator)


def _to_fill_in() -> Iterator[Line]:
    """What Open SDG has no place for."""
    for code in ("fill-address", "fill-contact", "fill-licence"):
        yield _line("degraded", code, file="mkdocs.yml")


def _languages(words: Words, unspoken: tuple[str, ...]) -> Iterator[Line]:
    for code in unspoken:
        yield _line("degraded", "language-unspoken", value=code)
    for code, count in sorted(words.borrowed.items()):
        yield _line("noted", "texts-borrowed", {"count": count}, value=code)


def _of_indicator(name: str, told: Told) -> Iterator[Line]:
    file = f"reports/{name}.md"
    if told.chosen:
        yield _line("noted", "headline-chosen", {"cells": ", ".join(told.chosen)}, indicator=name, file=file)
    if told.undrawn:
        names = ", ".join(dict.fromkeys(told.undrawn))
        yield _line("noted", "undrawn", {"count": len(told.undrawn), "names": names}, indicator=name, file=file)
    for doubt in told.doubts:
        yield _line(_SEVERITIES[doubt], doubt, indicator=name, file=file)


def _not_carried_over(collection: Collection) -> Iterator[Line]:
    """Settings of charts and maps that nothing here reads, counted."""
    counts: Counter[str] = Counter()
    for one in collection.indicators:
        counts["graph-limits"] += bool(one.graph.limits)
        counts["graph-breaks"] += bool(one.graph.breaks)
        counts["target-lines"] += bool(one.graph.target_lines)
        counts["graph-kind"] += one.graph.kind not in ("", "line")
    counts["maps"] = len(collection.maps)
    counts["codes"] = len(collection.codes.columns) + len(collection.codes.cells)
    for code, count in counts.items():
        if count:
            yield _line("degraded" if code in _MISSED else "noted", code, {"count": count})


def _of_files(fates: Fates) -> Iterator[Line]:
    for name in fates.all("kept"):
        yield _line("noted", "file-kept", file=name)
    for name in fates.all("deleted"):
        yield _line("noted", "file-deleted", file=name)
    for name in fates.all("foreign"):
        yield _line("degraded", "file-foreign", file=name)


def as_markdown(account: Account, language: Language) -> str:
    """The whole account as a page for people: the sums, then every line with what to do."""
    code = language.code
    out = [f"# {language.text('imports.account.title')}", ""]
    for name in ("files", "indicators", "rows"):
        tally = getattr(account, name)
        left = str(tally.found - tally.kept)
        key = f"imports.account.{name}"
        out.append("- " + language.text(key, found=str(tally.found), kept=str(tally.kept), left=left))
    for severity in SEVERITIES:
        if lines := account.of(severity):
            heading = language.text(f"imports.account.{severity.replace(' ', '-')}", count=str(len(lines)))
            out += ["", f"## {heading}", ""]
            out += [f"- {_place(line, code)}{line.why(code)} → {line.remedy(code)}" for line in lines]
    return "\n".join(out) + "\n"


def _place(line: Line, code: str) -> str:
    where = line.problem.where(code)
    return f"**{where}**: " if where else ""

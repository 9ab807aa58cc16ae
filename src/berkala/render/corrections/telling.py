"""What is told of each correction of an edition: how much it matters, old and new values, and where they stood."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from berkala.measure.findings import Findings
from berkala.plan import Publication
from berkala.plan.reissues import Reissue
from berkala.plan.specifications import DatasetSpec
from berkala.render.bundle import Bundle
from berkala.render.corrections.cells import Mended, mended
from berkala.render.corrections.differences import Difference, Figures, value_of
from berkala.render.corrections.drafts import drafts
from berkala.render.corrections.labels import label
from berkala.render.row import row_in_words
from berkala.render.sentences import named
from berkala.words import Sentence
from berkala.words import language as language_of

#: How much a correction matters: a main point of the edition reads otherwise; a number that is shown does; or only
#: digits in its files that no page shows.
Severity = Literal["main-point", "figure", "data"]

#: What is told in short of the edition beside its page's head: its main points are made of these figures.
_POINTS = ("headline_text", "description")

_HEAD = re.compile(rb"<header.*?</header>", re.DOTALL)
#: The line of the release says nothing of the main points.
_RELEASE = re.compile(rb'<p class="rel">.*?</p>', re.DOTALL)
_FIGURE = re.compile(rb'data-(?:figure|direction)="([^"]+)"')


def told(
    bundle: Bundle, before: Bundle, reissue: Reissue, findings: Findings, publication: Publication
) -> list[dict[str, Any]]:
    """An entry for each new correction that changes something of the edition, JSON-able."""
    figures = Figures.of(before, bundle)
    zone = publication.settings.zone
    found = []
    for dataset, one in reissue.corrections:
        corrected = tuple(mended(one, publication.datasets[dataset].spec, before, bundle))
        following = figures.following(corrected)
        changed = [difference for difference in figures.differences if difference.id in following]
        own = [difference for difference in changed if difference.id in figures.own]
        entry = {
            "correction": one.correction,
            "dataset": dataset,
            "decided": one.decided.replace(tzinfo=zone).isoformat(),
            "what": {code: one.what[code] for code in publication.settings.languages},
            "severity": _severity(bundle, before, changed),
            "cells": [_cell(cell, publication.datasets[dataset].spec, publication, own) for cell in corrected],
            "figures": [_figure(difference, findings, publication, figures) for difference in changed],
            "appeared": _appeared(bundle, before, changed),
            "posts": list(drafts(bundle, before, changed, one, publication)),
        }
        if entry["cells"]:
            found.append(entry)
    return found


def _severity(bundle: Bundle, before: Bundle, changed: list[Difference]) -> Severity:
    ids = {one.id for one in changed}
    for name in _POINTS:
        for code, text in bundle.about[name].items():
            spoken = {*bundle.about["figures"][name][code], *before.about["figures"][name][code]}
            if text != before.about[name][code] and spoken & ids:
                return "main-point"
    for code in bundle.about["title"]:
        heads = [_head(one, code) for one in (before, bundle)]
        if heads[0] != heads[1] and {name.decode() for head in heads for name in _FIGURE.findall(head)} & ids:
            return "main-point"
    shown = {one.id for one in changed if one.shows_otherwise()}
    return "figure" if shown & _shown_on(before, bundle) else "data"


def _head(bundle: Bundle, code: str) -> bytes:
    """What the edition's page says first: its headline, with the verdict that stands there."""
    found = _HEAD.search(bundle.files[f"fragments/edition.{code}.html"])
    return _RELEASE.sub(b"", found[0]) if found else b""


def _shown_on(*bundles: Bundle) -> set[str]:
    """The figures that any page shows or speaks of."""
    return {
        name.decode()
        for bundle in bundles
        for path, content in bundle.files.items()
        if path.startswith("fragments/")
        for name in _FIGURE.findall(content)
    }


def _cell(one: Mended, spec: DatasetSpec, publication: Publication, changed: list[Difference]) -> dict[str, Any]:
    """A cell with the figure that shows it, and those that say it again; none where the edition itself has none.

    What a place's page alone shows is told as the data file has it: the place's old figures are not kept.
    """
    own = next((each for each in changed if each.is_of(one.cell)), None)
    again = [each.id for each in changed if own is not None and each.says_again(own)]
    column, key = one.cell.column, one.cell.key
    rows = {code: row_in_words(spec, key, language_of(code)) for code in publication.settings.languages}
    title = spec.field(column).title
    label = {code: Sentence.join([named(title[code]), row], ", ").html() for code, row in rows.items()}
    return {"key": dict(key), "column": column, "was": one.was, "now": one.now, "label": label} | {
        "figure": own.id if own is not None else "",
        "again": again,
    }


def _figure(one: Difference, findings: Findings, publication: Publication, figures: Figures) -> dict[str, Any]:
    """A figure with its name, where the edition has it itself and it has one: one of a place stands on its page."""
    labels = {
        code: label(one, findings, language_of(code)) if one.id in figures.own else None
        for code in publication.settings.languages
    }
    return {
        "id": one.id,
        "label": {code: said.html() if said is not None else "" for code, said in labels.items()},
        "was": _state(one.was),
        "now": _state(one.now),
    }


def _state(said: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if said is None else {"value": value_of(said), "status": said["status"], "text": said["text"]}


def _appeared(bundle: Bundle, before: Bundle, changed: list[Difference]) -> dict[str, Any]:
    """Where the old values stood: pages by name, and how many charts, cards and data files are others now."""
    ids = {one.id.encode() for one in changed}
    pages = {
        path.removeprefix("fragments/").split(".")[0]
        for path, content in before.files.items()
        if path.startswith("fragments/") and ids & set(_FIGURE.findall(content))
    }
    others = [path for path, content in before.files.items() if bundle.files.get(path) != content]
    return {
        "pages": sorted(pages),
        "charts": len({path.split("/")[-1].split(".")[0] for path in others if "/charts/" in path}),
        "cards": sum("/share/" in path and path.endswith(".png") for path in others),
        "files": sorted(path.removeprefix("public/") for path in others if path.startswith("public/data/")),
    }

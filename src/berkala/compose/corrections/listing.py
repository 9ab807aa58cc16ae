"""``corrections.json``: the register for programs, with every figure that changed."""

from __future__ import annotations

import json
from collections.abc import Iterable

from berkala.compose.corrections.register import Carried, Registered
from berkala.compose.frame import Frame
from berkala.plan.withdrawing import Withdrawn


def register_json(frame: Frame, told: Iterable[Registered]) -> bytes:
    """The file; its schema stands beside those of the calendar and the manifest."""
    text = {
        "schema": "berkala/corrections/1",
        "corrections": [_correction(frame, one) for one in told],
        "withdrawn": [_withdrawn(frame, one) for one in frame.shelf.withdrawn],
    }
    return (json.dumps(text, ensure_ascii=False, indent=1) + "\n").encode()


def _correction(frame: Frame, one: Registered) -> dict[str, object]:
    codes = [language.code for language in frame.languages]
    return {
        "correction": one.name,
        "decided": one.decided.isoformat(),
        "dataset": one.dataset,
        "severity": one.severity,
        "what": {code: one.what[code] for code in codes},
        "url": {language.code: frame.url(one.address, language) for language in frame.languages},
        "cells": [{name: cell[name] for name in ("key", "column", "was", "now")} for cell in one.cells],
        "editions": [_edition(frame, carried) for carried in one.carried],
    }


def _withdrawn(frame: Frame, one: Withdrawn) -> dict[str, object]:
    return {
        "edition": one.edition.name,
        "decided": one.decided.isoformat(),
        "why": {language.code: one.said.why[language.code] for language in frame.languages},
        "url": {language.code: frame.url(one.edition.address, language) for language in frame.languages},
    }


def _edition(frame: Frame, carried: Carried) -> dict[str, object]:
    edition, told = carried.bundle.edition, carried.told
    return {
        "edition": edition.name,
        "severity": carried.severity,
        "url": {language.code: frame.url(edition.address, language) for language in frame.languages},
        "figures": [{name: figure[name] for name in ("id", "was", "now")} for figure in told["figures"]],
        "pages": told["appeared"]["pages"],
        "files": told["appeared"]["files"],
        "superseded": [
            {name: file[name] for name in ("path", "format", "bytes", "sha256")} for file in told.get("superseded", ())
        ],
    }

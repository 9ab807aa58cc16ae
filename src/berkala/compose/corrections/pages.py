"""The register's page, and a page for each correction that can be sent to newsrooms: old value, new value, where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from berkala.compose.corrections.register import Carried, Registered, carried_by, later
from berkala.compose.corrections.telling import dataset_title, title_of
from berkala.compose.frame import Frame, Head
from berkala.compose.naming import called
from berkala.compose.search_entry import Found
from berkala.compose.shelf import Version
from berkala.compose.withdrawals import told as withdrawal
from berkala.render.packages.page import size
from berkala.words import Language, Sentence, Span

ADDRESS = "corrections/"

#: So many figures that follow are shown of one edition; the JSON has every one.
_SHOWN = 24


def register_page(frame: Frame, language: Language, told: tuple[Registered, ...]) -> tuple[str, bytes]:
    """The page of all corrections."""
    agency = frame.settings.agency.name[language.code]
    title = language.text("corrections.title")
    head = Head(
        language.text("site.title", page=title, agency=agency),
        language.text("corrections.description", agency=agency),
        found=Found("page", title),
    )
    listed = [_line(frame, one, language) for one in told]
    gone = sorted(frame.shelf.withdrawn, key=lambda one: (one.said.decided, one.edition.name), reverse=True)
    rows = {row.report.name: row for row in frame.shelf.rows}
    withdrawn = [withdrawal(one, rows[one.edition.report], language) for one in gone]
    return frame.page("corrections.html", language, ADDRESS, head, corrections=listed, withdrawn=withdrawn)


def correction_pages(frame: Frame, language: Language, told: tuple[Registered, ...]) -> Iterator[tuple[str, bytes]]:
    """The page of each correction."""
    for one in told:
        agency, title = frame.settings.agency.name[language.code], title_of(frame, one, language)
        head = Head(
            language.text("site.title", page=title, agency=agency),
            f"{title}. {language.text(f'corrections.severity.{one.severity}')}",
            og_type="article",
            data=(_data(frame, one, language),),
            found=Found("page", title, text=one.what[language.code]),
        )
        context = _line(frame, one, language) | {
            "cells": [_cell(cell, language) for cell in one.cells],
            "editions": [_edition(frame, carried, language) for carried in one.carried],
            "later": newer.address if (newer := later(one, told)) else None,
            "permanent": called(frame.url(one.address, language)),
        }
        yield frame.page("correction.html", language, one.address, head, **context)


def _line(frame: Frame, one: Registered, language: Language) -> dict[str, Any]:
    """A correction in short."""
    return {
        "page": one.address,
        "heading": called(title_of(frame, one, language)),
        "dataset": called(dataset_title(frame, one, language)),
        "data_page": f"data/{one.dataset}/",
        "decided": language.moment(one.decided),
        "what": called(one.what[language.code]),
        "severity": language.text(f"corrections.severity.{one.severity}"),
        "grave": one.severity == "main-point",
        "count": len(one.carried),
    }


def _data(frame: Frame, one: Registered, language: Language) -> dict[str, Any]:
    """The correction as schema.org has it."""
    return {
        "@context": "https://schema.org",
        "@type": "CorrectionComment",
        "text": one.what[language.code],
        "datePublished": one.decided.isoformat(),
        "url": frame.url(one.address, language),
        "inLanguage": language.code,
        "publisher": {"@type": "GovernmentOrganization", "name": frame.settings.agency.name[language.code]},
    }


# -- values --------------------------------------------------------------------------------------------------------


def _cell(cell: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """A value that was wrong: as a figure where pages show it, else as the data file has it."""
    label = Markup(cell["label"][language.code])
    figure = next((one for one in cell["figures"] if one["id"] == cell["figure"]), None)
    if figure is not None:
        return {"label": label, "was": _said(figure, "was", language), "now": _said(figure, "now", language)}
    return {"label": label, "was": _written(cell["was"], language), "now": _written(cell["now"], language)}


def _written(value: str, language: Language) -> Sentence:
    """A value as the data file has it; of a row that was not there, or is there no more, that."""
    return called(value) if value else Sentence.plain(language.text("corrections.no-row"))


def _said(figure: Mapping[str, Any], state: str, language: Language) -> Sentence:
    """What a figure showed, or shows: its digits can be traced, to the superseded file or to the one of today."""
    said = figure[state]
    if said is None:
        return Sentence.plain(language.text("corrections.no-figure"))
    return Sentence((Span(said["text"][language.code], figure["id"], said["value"]),))


# -- editions ------------------------------------------------------------------------------------------------------


def _edition(frame: Frame, carried: Carried, language: Language) -> dict[str, Any]:
    """Where a correction is in one edition: its pages, the figures that follow, and the files that are superseded."""
    bundle, told = carried.bundle, carried.told
    named = [one for one in told["figures"] if _is_shown(one, told, language)]
    superseded = told.get("superseded", ())
    return {
        "address": bundle.edition.address,
        "title": called(str(bundle.about["title"][language.code])),
        "period": language.period(bundle.edition.period),
        "severity": language.text(f"corrections.severity.{carried.severity}"),
        "figures": [
            (Markup(one["label"][language.code]), _said(one, "was", language), _said(one, "now", language))
            for one in named[:_SHOWN]
        ],
        "others": len(told["figures"]) - len(named[:_SHOWN]),
        "pages": list(_pages(carried, language)),
        "places": sum(page.startswith("area-") for page in told["appeared"]["pages"]),
        "charts": told["appeared"]["charts"],
        "cards": told["appeared"]["cards"],
        "files": [(str(file["path"]), called(_name(file)), size(int(file["bytes"]), language)) for file in superseded],
    }


def _is_shown(figure: Mapping[str, Any], told: Mapping[str, Any], language: Language) -> bool:
    """Whether a figure is listed: it has a name, reads otherwise than before, and is none of the wrong values."""
    texts = [figure[state]["text"] if figure[state] else None for state in ("was", "now")]
    return bool(figure["label"][language.code]) and texts[0] != texts[1] and not _is_cell(figure, told)


def _is_cell(figure: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
    """Whether a figure says again what one of the wrong values said: these stand above."""
    return any(figure["id"] == cell["figure"] or _alike(figure, cell) for cell in told["cells"])


def _alike(figure: Mapping[str, Any], cell: Mapping[str, Any]) -> bool:
    return bool(cell["figure"]) and figure["id"] in cell["again"]


def _pages(carried: Carried, language: Language) -> Iterator[tuple[str, str]]:
    """The pages of the edition on which an old value stood, each with what it is called."""
    edition = carried.bundle.edition
    addresses = {"edition": "", "explore": "explore/", "share": "share/", "areas": "areas/"}
    for name, inside in addresses.items():
        if name in carried.told["appeared"]["pages"]:
            yield edition.address + inside, language.text(f"corrections.stood.{name}")


def superseded_files(frame: Frame, version: Version, language: Language) -> list[dict[str, Any]]:
    """The files that stood at a dataset's version before it was corrected, the latest correction first."""
    found = []
    for one in reversed(carried_by(frame.shelf.publication, version.bundle)):
        files = [
            (str(file["path"]), called(_name(file)), size(int(file["bytes"]), language))
            for file in one.told.get("superseded", ())
            if (file["dataset"], file["version"]) == (version.entry["name"], version.code)
        ]
        if files:
            what, decided = called(one.what[language.code]), language.moment(one.decided)
            found.append({"page": one.address, "decided": decided, "what": what, "files": files})
    return found


def _name(file: Mapping[str, Any]) -> str:
    """A file by its dataset's version and its own name: two versions have files of one name."""
    return f"{file['version']}/{str(file['path']).rpartition('/')[2]}"

"""The data pages: the catalogue, each dataset, each of its versions, and the files under ``latest/``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from berkala.compose.corrections import superseded_files
from berkala.compose.frame import Frame, Head
from berkala.compose.metadata import dataset_data, described, image_beside, licence, notices, other_terms, said
from berkala.compose.naming import called, titled
from berkala.compose.search_entry import Found, other_names
from berkala.compose.shelf import Version
from berkala.plan import Report
from berkala.render.bundle import SUPERSEDED
from berkala.render.sentences import named
from berkala.words import Language

ADDRESS = "data/"
#: Versions in sight on a dataset's page; older ones stand in a disclosure.
IN_SIGHT = 12

_FORMATS = {"csv": "CSV", "json": "JSON", "parquet": "Parquet", "xlsx": "XLSX", "zip": "ZIP"}


def catalogue_files(frame: Frame) -> Iterator[tuple[str, bytes]]:
    """Every page under ``/data/``, and the newest version's files once more under ``latest/``."""
    for language in frame.languages:
        yield _catalogue(frame, language)
        for name, versions in frame.shelf.datasets.items():
            yield _dataset(frame, name, versions, language)
            for version in versions:
                yield _version(frame, name, versions, version, language)
    for versions in frame.shelf.datasets.values():
        yield from _latest(versions[0])


def _catalogue(frame: Frame, language: Language) -> tuple[str, bytes]:
    agency = frame.settings.agency.name[language.code]
    head = Head(
        language.text("site.title", page=language.text("site.data.title"), agency=agency),
        language.text("site.data.description", agency=agency),
        found=Found("page", language.text("site.data.title")),
    )
    datasets = {
        name: _entry(frame, name, versions[0], language, "latest") for name, versions in frame.shelf.datasets.items()
    }
    groups, others = _by_section(frame, datasets, language)
    return frame.page("catalogue.html", language, ADDRESS, head, groups=groups, datasets=others)


def _by_section(
    frame: Frame, datasets: Mapping[str, Any], language: Language
) -> tuple[list[dict[str, Any]], list[Any]]:
    """The datasets of a collection's reports, each once, by section; and the others, which are told in full.

    Hundreds told in full would be a page without end.
    """
    index = frame.index
    left, found = dict(datasets), list[dict[str, Any]]()
    for group in index.groups if index is not None else ():
        names = [member.told.spec.dataset for member in group.members if isinstance(member.told, Report)]
        held = [left.pop(name) for name in names if name in left]
        if index is not None and held:
            found.append({"title": called(titled(index, group, language)), "address": group.address, "datasets": held})
    return found, list(left.values())


def _dataset(frame: Frame, name: str, versions: Sequence[Version], language: Language) -> tuple[str, bytes]:
    newest, address = versions[0], f"{ADDRESS}{name}/"
    title = said(newest.entry["title"], language.code)
    head = replace(_head(frame, title, newest, language, address), found=_found(frame, name, newest, language))
    listed = [_entry(frame, name, version, language, version.code) for version in versions]
    return frame.page(
        "dataset.html",
        language,
        address,
        head,
        bundle=newest.bundle,
        own_terms=other_terms(frame, newest.entry),
        notices=notices(newest.bundle, language),
        fragment_name=f"dataset-{name}",
        superseded=superseded_files(frame, newest, language),
        title=title,
        near=listed[:IN_SIGHT],
        far=listed[IN_SIGHT:],
    )


def _found(frame: Frame, name: str, newest: Version, language: Language) -> Found:
    """A dataset is found by what its page says, its columns and categories too, and by other names of these.

    The page describes a column; its title is such a name.
    """
    dataset, code = frame.shelf.publication.datasets.get(name), language.code
    fields = dataset.spec.fields if dataset else ()
    titles = {field.name: (field.title[code],) for field in fields}
    names = {**titles, **other_names((category for field in fields for category in field.categories), code)}
    return Found("dataset", said(newest.entry["title"], code), language.period_text(newest.period), names)


def _version(
    frame: Frame, name: str, versions: Sequence[Version], version: Version, language: Language
) -> tuple[str, bytes]:
    address, newest = version.folder, versions[0]
    title = said(version.entry["title"], language.code)
    full = language.text("site.data.version-title", title=title, period=language.period_text(version.period))
    newer = None if version is newest else (newest.folder, language.period(newest.period))
    return frame.page(
        "version.html",
        language,
        address,
        _head(frame, full, version, language, address),
        bundle=version.bundle,
        own_terms=other_terms(frame, version.entry),
        notices=notices(version.bundle, language),
        fragment_name=f"dataset-{name}",
        superseded=superseded_files(frame, version, language),
        title=title,
        period=language.period(version.period),
        dataset=f"{ADDRESS}{name}/",
        newer=newer,
    )


def _head(frame: Frame, title: str, version: Version, language: Language, address: str) -> Head:
    agency = frame.settings.agency.name[language.code]
    return Head(
        language.text("site.title", page=title, agency=agency),
        described(version.entry, language),
        image=image_beside(version.bundle, language),
        data=(dataset_data(frame, version, language, address),),
    )


def _entry(frame: Frame, name: str, version: Version, language: Language, folder: str) -> dict[str, Any]:
    """A version as a template lists it. `folder` is where its files are linked: its own, or ``latest``."""
    entry, code, edition = version.entry, language.code, version.bundle.edition
    spec = frame.shelf.publication.datasets[name].spec if name in frame.shelf.publication.datasets else None
    ends = [str(entry[end]) for end in ("from", "until")]
    said_ = language.period if ends[0] == ends[1] else language.period_within
    first, last = (said_(spec.period(end)) if spec else named(end) for end in ends)
    return {
        "address": f"{ADDRESS}{name}/",
        "version_address": version.folder,
        "title": said(entry["title"], code),
        "description": said(entry["description"], code),
        "rows": int(entry["rows"]),
        "first": first,
        "one_period": first.text == last.text,
        "standing": frame.shelf.publication.is_standing(name),
        "last": last,
        "period": language.period(version.period),
        "edition": edition.address,
        "released": language.day(edition.release.date()),
        "licence": said(licence(entry)["title"], code),
        "licence_path": licence(entry)["path"],
        "files": [
            (
                _FORMATS.get(str(file["format"]), str(file["path"]).rsplit("/", 1)[-1]),
                _moved(str(file["path"]), version, folder),
            )
            for file in entry["files"]
            if str(file["format"]) in _FORMATS
        ],
    }


def _moved(path: str, version: Version, folder: str) -> str:
    inside = path.removeprefix(version.folder)
    return path if inside == path else f"{ADDRESS}{version.entry['name']}/{folder}/{inside}"


def _latest(newest: Version) -> Iterator[tuple[str, bytes]]:
    home = f"public/{newest.folder}"
    for path, content in newest.bundle.files.items():
        if path.startswith(home) and SUPERSEDED not in path:
            yield f"{ADDRESS}{newest.entry['name']}/latest/{path.removeprefix(home)}", content

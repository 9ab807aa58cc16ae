"""What only shows when the files of a publication are held against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from berkala.errors import Problem
from berkala.plan.agreement.collections import addresses_differ, collection_agrees, frames_differ
from berkala.plan.agreement.corrections import corrections_agree
from berkala.plan.agreement.editions import editions_agree, unaccounted
from berkala.plan.agreement.held import Held, unknown
from berkala.plan.agreement.identity import identity_agrees
from berkala.plan.agreement.indicators import indicators_agree
from berkala.plan.agreement.spans import spans_agree
from berkala.plan.agreement.telling import telling_agrees
from berkala.plan.agreement.texts import (
    descriptor_has_no_numbers,
    glossary_has_no_numbers,
    languages_of,
    prose_has_no_numbers,
)
from berkala.plan.agreement.withdrawals import withdrawals_agree
from berkala.plan.documents import Document
from berkala.plan.publication import SETTINGS_FILE, Publication
from berkala.plan.specifications import Folder, Settings
from berkala.words import available

__all__ = ["agreement", "spoken", "unaccounted"]

Documents = Mapping[str, Document]


def spoken(settings: Settings) -> tuple[str, ...]:
    """The publication's languages, each once, without those that Berkala has no words in: they are told once."""
    return tuple(language for language in dict.fromkeys(settings.languages) if language in available())


def agreement(publication: Publication, documents: Documents) -> Iterator[Problem]:
    """Every problem between settings, datasets and reports; `documents` give the lines."""
    languages = spoken(publication.settings)
    yield from _settings_agree(publication, documents[SETTINGS_FILE])
    yield from identity_agrees(publication, documents[SETTINGS_FILE])
    yield from glossary_has_no_numbers(publication, documents[SETTINGS_FILE])
    for dataset in publication.datasets.values():
        document = documents[f"{dataset.folder}/dataset.yml"]
        yield from languages_of(dataset.spec, languages, document)
        yield from descriptor_has_no_numbers(publication, dataset, document)
    yield from corrections_agree(publication, documents)
    yield from withdrawals_agree(publication)
    for report in publication.reports.values():
        held = Held(publication, report, documents[report.file])
        yield from languages_of(report.spec, languages, held.document)
        yield from _report_agrees(held)
    yield from collection_agrees(publication, languages, documents)
    yield from addresses_differ(publication, documents)
    yield from frames_differ(publication, documents)


def _settings_agree(publication: Publication, document: Document) -> Iterator[Problem]:
    settings, known = publication.settings, available()
    for place, language in enumerate(settings.languages):
        way = ("languages", place)
        if language not in known:
            yield unknown("plan.language-unknown", language, list(known), document, way)
        if language in settings.languages[:place]:
            facts = {"language": language}
            yield Problem("plan.language-twice", facts, file=document.file, line=document.line(way))
    yield from languages_of(settings, spoken(settings), document)
    for name, channel in settings.channels.items():
        # What is private must not lie where the public can reach it, not for a moment.
        if isinstance(channel, Folder) and publication.state.resolve().is_relative_to(
            (publication.root / channel.path).resolve()
        ):
            facts = {"state": settings.state, "channel": name, "path": channel.path}
            yield Problem("plan.state-public", facts, file=document.file, line=document.line(("state",)))
    yield from _store_agrees(publication, document)


def _store_agrees(publication: Publication, document: Document) -> Iterator[Problem]:
    """A store must not be public, nor be lost together with what it is a copy of."""
    store, at = publication.store, {"file": document.file, "line": document.line(("store",))}
    if store is None:
        return
    if public := publication.public_at(store):
        facts = {"store": publication.settings.store, "channel": public[0], "path": public[1]}
        yield Problem("plan.store-public", facts).at(**at)
    elif store.resolve().is_relative_to(publication.state.resolve()):
        yield Problem("plan.store-in-state", {"store": store, "state": publication.settings.state}).at(**at)


def _report_agrees(held: Held) -> Iterator[Problem]:
    known = held.publication.datasets
    topics = held.publication.settings.topics
    if held.spec.topic is not None and held.spec.topic not in topics:
        yield held.unknown("plan.topic-unknown", held.spec.topic, list(topics), ("topic",))
    for name, way in held.datasets_named():
        # A dataset whose descriptor is wrong is told once, there.
        if name not in known and not (held.publication.root / "datasets" / name / "dataset.yml").exists():
            yield held.unknown("plan.dataset-unknown", name, list(known), way)
    if held.spec.dataset in known:
        yield from indicators_agree(held)
        yield from telling_agrees(held)
        yield from editions_agree(held)
        yield from spans_agree(held)
    yield from prose_has_no_numbers(held)

"""What is said of a correction: its title, what it changes, and the register as a feed."""

from __future__ import annotations

from collections.abc import Iterable

from berkala.compose.atom import Entry, Feed, latest, written
from berkala.compose.corrections.register import Registered, carried_by
from berkala.compose.frame import Frame
from berkala.compose.naming import called
from berkala.plan import Publication
from berkala.plan.withdrawing import Withdrawn
from berkala.render.bundle import Bundle
from berkala.words import Language, Sentence

#: How many corrections the feed holds; the register has all.
LENGTH = 50


def title_of(frame: Frame, one: Registered, language: Language) -> str:
    """What a correction is called: by its dataset, whose name every reader of it knows."""
    return language.text("corrections.of", title=dataset_title(frame, one, language))


def dataset_title(frame: Frame, one: Registered, language: Language) -> str:
    """The title of the dataset, as the newest edition that carries the correction has it."""
    entries = one.first.bundle.about["datasets"]
    entry = next(entry for entry in entries if entry["name"] == one.dataset)
    return str(entry["title"][language.code])


def notes_of(publication: Publication, bundle: Bundle, language: Language) -> list[tuple[str, Sentence, Sentence]]:
    """What stands on the pages of an edition of each of its corrections, the latest first: its page, when, and what."""
    return [
        (one.address, language.moment(one.decided), called(one.what[language.code]))
        for one in reversed(carried_by(publication, bundle))
    ]


def register_feed(frame: Frame, language: Language, told: Iterable[Registered]) -> bytes:
    """``corrections.xml``, the latest correction first."""
    gone = (_withdrawn(frame, language, one) for one in frame.shelf.withdrawn)
    entries = latest((*(_entry(frame, language, one) for one in told), *gone), LENGTH)
    title = language.text("corrections.feed-title", agency=frame.settings.agency.name[language.code])
    return written(frame, language, Feed(title, "corrections/corrections.xml", "corrections/", entries))


def _entry(frame: Frame, language: Language, one: Registered) -> Entry:
    link = frame.url(one.address, language)
    summary = f"{one.what[language.code]} {language.text(f'corrections.severity.{one.severity}')}"
    return Entry(title_of(frame, one, language), link, link, one.decided, summary)


def _withdrawn(frame: Frame, language: Language, one: Withdrawn) -> Entry:
    link = frame.url(one.edition.address, language)
    title = frame.shelf.publication.reports[one.edition.report].spec.title[language.code]
    name = language.text("site.edition.title", title=title, period=language.period_text(one.edition.period))
    heading = language.text("corrections.withdrawn-of", title=name)
    return Entry(heading, f"{link}#withdrawn", link, one.decided, one.said.why[language.code])

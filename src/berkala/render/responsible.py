"""Who is responsible for an edition's figures, and how to ask: a person, a desk, and the ways to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from berkala.measure.findings import Findings
from berkala.plan import Publication
from berkala.plan.specifications import Contact, Person
from berkala.render.sentences.labels import as_name
from berkala.words import Language, Sentence, Span


@dataclass(frozen=True)
class Way:
    """One way to ask: its label, what is said, and where it leads (empty where it is only read)."""

    label: str
    said: Sentence
    link: str = ""


@dataclass(frozen=True)
class Responsible:
    """The desk, the person where one is named, what an acting person's standing means, and the ways to ask."""

    desk: Sentence
    person: Sentence | None
    acting: str
    ways: tuple[Way, ...]


def responsible(findings: Findings, publication: Publication, language: Language) -> Responsible:
    """The report's own contact, or the publication's, in one language."""
    spec = findings.report.spec
    contact = publication.settings.contact.of(spec.contact)
    about = f"{spec.title[language.code]}, {language.period_text(findings.edition.period)}"
    person = contact.person
    return Responsible(
        desk=as_name(contact.name[language.code], language),
        person=_person(person, language) if person else None,
        acting=language.text(f"page.responsible.note-{person.acting}") if person and person.acting else "",
        ways=tuple(_ways(contact, about, language)),
    )


def _person(person: Person, language: Language) -> Sentence:
    """A name with the post, and whether it is another's: "Acting" in English, *Plh.* before the post in Indonesian."""
    post = as_name(person.position[language.code], language)
    key = f"page.responsible.{person.acting or 'person'}"
    name = as_name(person.name, language)
    return language.sentence(key, name=name, post=post).capital()


def _ways(contact: Contact, about: str, language: Language) -> Iterator[Way]:
    def label(name: str) -> str:
        return language.text(f"page.responsible.{name}")

    if contact.phone is not None:
        yield Way(label("phone"), Sentence((Span(contact.phone, role="name"),)), f"tel:{_dialled(contact.phone)}")
    mail = f"mailto:{contact.email}?subject={quote(about)}"
    yield Way(label("email"), Sentence((Span(contact.email, role="name"),)), mail)
    if contact.hours is not None:
        yield Way(label("hours"), Sentence((Span(contact.hours[language.code], role="name"),)))
    if contact.post is not None:
        yield Way(label("letters"), Sentence((Span(contact.post[language.code], role="name"),)))
    if contact.information is not None:
        office = contact.information
        yield Way(label("information"), as_name(office.name[language.code], language), office.address)


def _dialled(phone: str) -> str:
    """A number as a telephone dials it: digits alone, with the plus of a country."""
    return "".join(letter for letter in phone if letter.isdigit() or letter == "+")

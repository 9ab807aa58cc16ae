"""Who is responsible for figures, and how to ask: a desk, a person, and the ways to them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from berkala.plan.forms import EMAIL, PHONE, Specification, Text, WebAddress

#: A person's own name: one form in every language.
PersonName = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Email = Annotated[str, StringConstraints(pattern=EMAIL)]
#: A telephone number as it is written for people: digits with blanks, dots, hyphens, brackets, a plus before them.
Phone = Annotated[str, StringConstraints(pattern=PHONE)]

#: Who acts for another: ``plh`` (*pelaksana harian*) while the holder of the post is away, ``plt`` (*pelaksana tugas*)
#: while nobody holds it.
Acting = Literal["plh", "plt"]


class Person(Specification):
    """Who answers for the figures by name, in which post; `acting` where it is another's.

    The post is written as it stands inside a line: "head of health statistics", *Kepala Bidang Statistik*.
    """

    name: PersonName
    position: Text
    acting: Acting | None = None


class InformationOffice(Specification):
    """Where the public asks for what is not published, under the law on public information (in Indonesia the PPID)."""

    name: Text
    address: WebAddress


class ContactDetails(Specification):
    """What may be said of a contact. A report says what is its own, and has the rest from the publication."""

    name: Text | None = None
    email: Email | None = None
    phone: Phone | None = None
    person: Person | None = None
    hours: Text | None = None
    post: Text | None = None
    information: InformationOffice | None = None


class Contact(ContactDetails):
    """The desk responsible for the figures, always with its name and an e-mail address.

    `hours` are when somebody answers, `post` is where letters go.
    """

    name: Text
    email: Email

    def of(self, own: ContactDetails | None) -> Contact:
        """The contact of a report: its own details, and these where it has none.

        A desk of its own has its own person: nobody answers for another desk.
        """
        if own is None:
            return self
        given = {name: value for name in ContactDetails.model_fields if (value := getattr(own, name)) is not None}
        person = {"person": own.person} if own.name is not None else {}
        return self.model_copy(update={**given, **person})

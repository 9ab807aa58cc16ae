"""plan: who is responsible and how to ask, terms, and what has changed: read, held to their forms, and inherited."""

from __future__ import annotations

from pathlib import Path

import pytest

from berkala.plan.glossary import in_force
from berkala.plan.specifications import Contact, ContactDetails, Person, Term
from plan_cases import REPORT, SETTINGS, Case, assert_told, case_name, copy_care, edit, only, problems

PHONE = 'phone: "+44 20 7946 0018"'
CASES = [
    Case("plan.email-form", SETTINGS, "email: statistics@berkala.example", "email: statistics at berkala.example"),
    Case("plan.phone-form", SETTINGS, PHONE, "phone: ask at the door"),
    Case("plan.phone-form", SETTINGS, PHONE, 'phone: "+44 20 7946 0018 ext. 3"'),
    Case("plan.web-form", SETTINGS, "address: https://ppid.berkala.example/", "address: ppid.berkala.example"),
    Case("plan.choice", SETTINGS, "acting: plh", "acting: pjs"),
    Case("plan.key-unknown", SETTINGS, "hours: {en", "hour: {en", "hours"),
    Case("plan.key-unknown", REPORT, "lead: within", "contact: {telephone: '1'}\nlead: within", "phone"),
]


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_a_mistake_in_a_contact_is_told_at_its_line(case: Case, tmp_path: Path) -> None:
    assert_told(copy_care(tmp_path), case)


@pytest.mark.parametrize("part", ["hours: {en: Always}", "post: {en: Here}", "person: {name: N, position: {en: Head}}"])
def test_a_text_of_a_contact_in_one_language_alone_is_a_problem(part: str, tmp_path: Path) -> None:
    root = copy_care(tmp_path)
    edit(root, REPORT, "lead: within", f"contact: {{{part}}}\nlead: within")
    assert only(problems(root)).code == "plan.text-missing"


def test_a_number_typed_into_a_term_is_told(tmp_path: Path) -> None:
    root = copy_care(tmp_path)
    edit(root, SETTINGS, "The difference between two percentages.", "About 2 of them.")
    assert only(problems(root)).code == "plan.text-digit"


def text(said: str) -> dict[str, str]:
    return {"en": said, "id": said}


DESK = Contact.model_validate(
    {
        "name": text("The desk"),
        "email": "desk@office.example",
        "phone": "+1 202 555 0143",
        "person": {"name": "A. Person", "position": text("Head")},
    }
)


def test_a_report_has_its_own_details_and_the_rest_from_the_publication() -> None:
    own = ContactDetails.model_validate({"person": {"name": "B. Other", "position": text("Head"), "acting": "plt"}})
    made = DESK.of(own)
    assert (made.person and made.person.name, made.phone, made.email) == ("B. Other", DESK.phone, DESK.email)
    assert DESK.of(None) is DESK


def test_another_desk_has_not_the_person_of_the_first() -> None:
    made = DESK.of(ContactDetails.model_validate({"name": text("Another desk")}))
    assert (made.name["en"], made.person, made.phone) == ("Another desk", None, DESK.phone)


def test_a_term_of_a_report_goes_before_one_of_the_publication() -> None:
    common, own = (
        {"a": Term.model_validate({"term": text("rate"), "explanation": text(said)})} for said in ("Common.", "Own.")
    )
    assert in_force(own, common)["a"].explanation["en"] == "Own."
    assert in_force({}, common) == common


def test_who_acts_is_one_of_two() -> None:
    assert Person.model_validate({"name": "N", "position": text("Head"), "acting": "plh"}).acting == "plh"

"""Around the figures of an edition: what changed, who is responsible, how to reuse and cite, terms where they stand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from markupsafe import Markup

from berkala.plan.specifications import ContactDetails, EditionSpec, Licence, Term
from berkala.render.changed import changed
from berkala.render.citations import citation
from berkala.render.foot import contents
from berkala.render.glossary import Glossary
from berkala.render.responsible import responsible
from berkala.render.reuse import kind_of, reuse
from berkala.words import Language, Sentence, language
from small_edition import a_publication, findings_of
from told import NOW, poor, read

EN, ID = language("en"), language("id")
TONGUES = ("en", "id", "fr", "ru", "kk")
PLACES = {
    "papua": (Decimal("26.8"), Decimal("27"), Decimal("26.56")),
    "bali": (Decimal("4.53"), Decimal("4.72"), Decimal("4.57")),
}


def text(said: str) -> dict[str, str]:
    return dict.fromkeys(TONGUES, said)


# -- what changed -------------------------------------------------------------------------------------------------


def notes(found: Any, words: Language = EN) -> list[str]:
    return [read(one) for one in changed(found, words).notes]


def test_every_indicator_is_told_with_its_change_on_the_period_before() -> None:
    (said,) = [read(one) for one in changed(poor("9.7", "9.4", places=PLACES), EN).values]
    assert said.startswith("Share of people who are poor: 9.4")
    assert "on February 2022" in said


def test_a_source_that_marks_no_revisions_is_said_to_mark_none() -> None:
    assert notes(poor("9.7", "9.4")) == [
        "The source marks no revisions in these data, so this page cannot say whether it has changed an earlier value."
    ]


def test_a_place_that_came_and_one_that_went_are_named() -> None:
    places = {**PLACES, "maluku": (Decimal(3), "z", Decimal(2)), "riau": (Decimal(3), Decimal(3), "z")}
    new, gone, _ = notes(poor("9.7", "9.4", places=places))
    assert new == "Had no figure in February 2022, has one now: Maluku."
    assert gone == "Had a figure in February 2022, has none now: Riau."
    nobody = {name: ("z", "z", Decimal(2)) for name in PLACES}
    assert len(notes(poor("9.7", "9.4", places=nobody))) == 1


def test_what_the_report_says_of_its_method_stands_in_its_own_edition_alone() -> None:
    told = EditionSpec.model_validate({"changed": text("A new list of wards.")})
    for period, expected in ((NOW, "A new list of wards."), ("2021-03", "")):
        found = poor("9.7", "9.4", report={"editions": {period: told}})
        assert read(changed(found, EN).method) == expected if expected else changed(found, EN).method is None


# -- who is responsible -------------------------------------------------------------------------------------------

PERSON = {"name": "Rina Contoh", "position": {"en": "head of statistics", "id": "Kepala Bidang Statistik"}}


def asked(tmp_path: Path, words: Language, **own: Any) -> Any:
    publication = a_publication(tmp_path / words.code)
    found = findings_of(publication)
    spec = found.report.spec.model_copy(update={"contact": ContactDetails.model_validate(own)})
    return responsible(replace(found, report=replace(found.report, spec=spec)), publication, words)


@pytest.mark.parametrize(
    ("acting", "english", "indonesian"),
    [
        (None, "Rina Contoh, head of statistics", "Kepala Bidang Statistik: Rina Contoh"),
        ("plh", "Rina Contoh, acting head of statistics", "Plh. Kepala Bidang Statistik: Rina Contoh"),
        ("plt", "Rina Contoh, acting head of statistics", "Plt. Kepala Bidang Statistik: Rina Contoh"),
    ],
)
def test_who_acts_for_another_is_said_to(acting: str | None, english: str, indonesian: str, tmp_path: Path) -> None:
    person = {**PERSON, "acting": acting}
    assert read(asked(tmp_path, EN, person=person).person) == english
    made = asked(tmp_path, ID, person=person)
    assert read(made.person) == indonesian
    assert bool(made.acting) == bool(acting)


def test_a_telephone_is_called_and_a_letter_says_what_it_is_about(tmp_path: Path) -> None:
    made = asked(tmp_path, EN, phone="+62 (21) 555-0101", hours=text("8:00 to 16:00"))
    links = {way.label: way.link for way in made.ways}
    assert links["Telephone"] == "tel:+62215550101"
    assert links["E-mail"].startswith("mailto:desk@office.example?subject=Beds%20in%202%20wards%2C%20")
    assert links["Hours"] == ""


def test_without_a_person_the_desk_alone_is_told(tmp_path: Path) -> None:
    made = asked(tmp_path, EN)
    assert (made.person, made.acting, [way.label for way in made.ways]) == (None, "", ["E-mail"])


# -- reuse and citation -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("OGL-UK-3.0", "attribution"), ("CC-BY-4.0", "attribution"), ("CC-BY-SA-4.0", "share-alike"),
        ("CC-BY-NC-4.0", "non-commercial"), ("CC-BY-NC-SA-4.0", "other"), ("CC-BY-ND-4.0", "other"),
        ("CC-BY-NC-ND-4.0", "other"), ("CC0-1.0", "public-domain"), ("ODbL-1.0", "share-alike"),
        ("BPS-terms", "other"), ("unstated", "unstated"),
    ],
)  # fmt: skip
def test_nothing_is_promised_that_a_licence_does_not_give(name: str, kind: str) -> None:
    licence = Licence.model_validate({"name": name, "title": text("The <terms>"), "path": "https://terms.example/"})
    assert kind_of(licence) == kind
    said = reuse(licence, EN)
    if kind != "unstated":
        assert '<a href="https://terms.example/" rel="license">The &lt;terms&gt;</a>' in said


def test_a_page_is_cited_as_text_and_as_bibtex(tmp_path: Path) -> None:
    publication = a_publication(tmp_path)
    made = citation(findings_of(publication), publication, EN, "https://office.example/beds/2020-02/")
    assert read(made.text).endswith("https://office.example/beds/2020-02/")
    lines = made.bibtex.text.splitlines()
    assert lines[0] == "@misc{beds-2020-02,"
    assert "  author = {{Test office}}," in lines
    assert "  url = {https://office.example/beds/2020-02/}," in lines
    assert made.bibtex.text.count("{") == made.bibtex.text.count("}")


# -- terms --------------------------------------------------------------------------------------------------------


def a_glossary(**terms: str) -> Glossary:
    made = {
        name: Term.model_validate({"term": text(said), "explanation": text(f"What {said} is.")})
        for name, said in terms.items()
    }
    return Glossary(made, EN)


def marked(explained: Glossary, body: str) -> str:
    kept: list[Markup] = []

    def mark(said: Markup) -> str:
        kept.append(said)
        return f"[{len(kept) - 1}]"

    element = html.fragment_fromstring(body)
    explained.in_element(element, mark)
    return html.tostring(element, encoding="unicode")


def test_a_term_is_a_button_where_it_stands_first() -> None:
    explained = a_glossary(line="poverty line")
    assert marked(explained, "<p>The Poverty line, a poverty line.</p>") == "<p>The [0], a poverty line.</p>"
    assert marked(explained, "<p>A poverty line.</p>") == "<p>A poverty line.</p>"
    assert [read(one.term) for one in explained.entries] == ["Poverty line"]


def test_a_term_is_a_whole_word_and_the_longest() -> None:
    explained = a_glossary(rate="rate", growth="rate of growth")
    assert marked(explained, "<p>Rates and a rate of growth.</p>") == "<p>Rates and a [0].</p>"
    assert [one.anchor for one in explained.entries] == ["term-growth"]


def test_links_headings_and_code_stay_as_they_are() -> None:
    body = "<ul><li><a>rate</a> <code>rate</code></li><li><strong>the rate</strong></li></ul>"
    assert marked(a_glossary(rate="rate"), body).count("[0]") == 1
    assert "<strong>the [0]</strong>" in marked(a_glossary(rate="rate"), body)
    assert marked(a_glossary(rate="rate"), "<h3>rate</h3>") == "<h3>rate</h3>"


def test_a_term_in_a_sentence_is_escaped_and_leaves_names_alone() -> None:
    explained = a_glossary(sign="<rate>")
    said = explained.in_sentence(Sentence.plain("A <rate> & more"))
    assert said == ('A <button type="button" class="term" popovertarget="term-sign">&lt;rate&gt;</button> &amp; more')


# -- contents -----------------------------------------------------------------------------------------------------


def test_few_sections_need_no_contents() -> None:
    parts: dict[str, Any] = {"sections": (), "scorecard": None, "statements": (), "areas": (), "changed": None}
    parts |= {"mistakes": (), "answers": ()}
    assert [one.anchor for one in contents(parts, EN)] == ["numbers", "data", "method", "responsible", "cite"]
    parts |= {"mistakes": ("one",), "statements": ("one",)}
    assert contents(parts, EN)[0].anchor == "findings"

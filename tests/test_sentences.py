"""The main points, the facts and the story: sentences that claim no more than the figures allow."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from berkala.errors import Problem
from berkala.fetch import fetch
from berkala.measure import measure
from berkala.measure.findings import Figure, Findings
from berkala.plan import Publication, Request, Story, plan
from berkala.plan.names import names_for
from berkala.plan.specifications import Constant, Text
from berkala.protect import protect
from berkala.render.sentences import change_phrase, compared, facts, headline, main_points
from berkala.render.showing import exact, plain, shown
from berkala.render.story import Section, tell
from berkala.tidy import tidy
from berkala.words import language
from publications import REPOSITORY
from small import ZONE

EN, ID = language("en"), language("id")


@lru_cache
def editions() -> Mapping[str, Findings]:
    planned = plan(Request(REPOSITORY, datetime(2026, 11, 22, tzinfo=ZONE), action="build", wanted=("emergency-care",)))
    found = measure(protect(tidy(fetch(planned))))
    return {findings.edition.period.code: findings for findings in found.editions}


@lru_cache
def publication() -> Publication:
    return plan(
        Request(REPOSITORY, datetime(2026, 11, 22, tzinfo=ZONE), action="build", wanted=("emergency-care",))
    ).publication


def changed(findings: Findings, **values: Decimal | None) -> Findings:
    """The same findings with other values; keys are ids with ``__`` for ``.`` and ``_`` for ``-``."""
    figures = dict(findings.figures)
    for name, value in values.items():
        id_ = name.replace("__", ".").replace("_", "-")
        figures[id_] = replace(figures[id_], value=value, status="" if value is not None else "c")
    return replace(findings, figures=figures)


# -- main points ----------------------------------------------------------------------------------------------


def test_the_headline_in_both_languages() -> None:
    march = editions()["2019-03"]
    assert headline(march, EN).text.replace("\u00a0", " ") == (
        "86.6% of A&E patients in England were dealt with within four hours in March 2019, "
        "8.4 percentage points below the 95% standard"
    )
    assert headline(march, ID).text.replace("\u00a0", " ") == (
        "86,6 persen pasien gawat darurat di Inggris ditangani dalam empat jam pada Maret 2019, "
        "8,4 persen poin di bawah standar 95 persen"
    )


@pytest.mark.parametrize(
    ("gap", "said"), [("-0.04", "level with"), ("0.04", "level with"), ("0.05", "above"), ("-0.05", "below")]
)
def test_the_headline_follows_the_digits_that_are_shown(gap: str, said: str) -> None:
    march = changed(editions()["2019-03"], within__all__2019_03__gap=Decimal(gap))
    assert f" {said} the" in headline(march, EN).text


def test_a_headline_without_its_figure_says_why() -> None:
    march = changed(editions()["2019-03"], within__all__2019_03=None)
    assert headline(march, EN).text == (
        "Patients dealt with within four hours of arrival: no figure for March 2019 "
        "(not shown, to protect confidentiality)"
    )
    assert main_points(march, EN)[0].text.startswith("Major departments")


def test_a_seasonal_series_leads_with_the_year_before() -> None:
    first = main_points(editions()["2019-03"], EN)[0].text.replace("\u00a0", " ")
    assert first == "It rose by 2.0 percentage points in a year, from 84.6% in March 2018."
    labels = [fact.label.text for fact in facts(editions()["2019-03"], EN)]
    assert labels == ["Standard", "Gap", "Since Mar 2018", "Since Feb 2019", "Major departments (Type 1)"]


def test_the_first_edition_claims_no_change() -> None:
    april = editions()["2016-04"]
    assert [point.text for point in main_points(april, EN)] == [
        "This is the first period in these data.",
        "Major departments (Type 1): 85.0%.",
    ]
    assert change_phrase(april, EN, "within", "all", "year").text == "with no earlier figure to compare with"
    assert [fact.label.text for fact in facts(april, ID)] == ["Standar", "Selisih", "Unit utama (Tipe 1)"]


@given(st.decimals("-5", "5", places=4))
def test_rose_and_fell_agree_with_the_digits(change: Decimal) -> None:
    march = changed(editions()["2019-03"], within__all__2019_03__change_year=change)
    said = compared(march, EN, "year")
    assert said is not None
    digits = Decimal(re.findall(r"by ([\d.]+)", said.text)[0]) if "by" in said.text else Decimal(0)
    word = "rose" if "rose" in said.text else "fell" if "fell" in said.text else "little changed"
    assert (word == "little changed") == (digits == 0)
    assert digits == 0 or (word == "rose") == (change > 0)
    assert [span.direction for span in said.spans if span.direction] == ["within.all.2019-03.change-year"]


@pytest.mark.parametrize("period", ["2016-04", "2016-05", "2017-04", "2019-03"])
def test_every_number_of_the_main_points_has_an_origin(period: str) -> None:
    findings = editions()[period]
    for words in (EN, ID):
        for sentence in (headline(findings, words), *main_points(findings, words)):
            loose = [span.text for span in sentence.spans if not (span.figure or span.time or span.role)]
            assert not re.search(r"\d", "".join(loose))
            assert set(sentence.figures) <= set(findings.figures)


# -- showing --------------------------------------------------------------------------------------------------


@given(st.decimals("-1e9", "1e9", places=6))
def test_the_exact_value_loses_nothing(value: Decimal) -> None:
    assert Decimal(plain(value)) == value
    assert "E" not in plain(value)


def test_a_hidden_figure_shows_its_letter() -> None:
    figure: Figure = replace(editions()["2019-03"].figures["within.all.2019-03"], value=None, status="c")
    assert shown(figure, EN).text == "[c]"
    assert exact(figure) == ""


# -- the story ------------------------------------------------------------------------------------------------


def declaring() -> Findings:
    """March 2019 of a report that declares the constant 4 and the name ISO 8601."""
    march = editions()["2019-03"]
    constants = (Constant(value=4, why=Text({"en": "In law.", "id": "Menurut hukum."})),)
    spec = march.report.spec.model_copy(update={"constants": constants, "names": ("ISO 8601",)})
    return replace(march, report=replace(march.report, spec=spec))


def tell_of(text: str, words: str = "en") -> tuple[tuple[Section, ...], tuple[Problem, ...]]:
    march = declaring()
    charts = {"departments": Markup("<figure>chart</figure>")}
    names = names_for(publication(), march.report)
    return tell(Story("reports/x.md", 80, text), march, language(words), charts, names)


def told(text: str, words: str = "en") -> tuple[list[str], list[str], str]:
    """Codes of problems, headings, and the HTML of a story."""
    sections, problems = tell_of(text, words)
    html = "".join(section.body for section in sections)
    return [problem.code for problem in problems], [section.heading for section in sections], html


def test_a_story_becomes_sections_with_traced_figures() -> None:
    codes, headings, html = told(
        '## One\n\nIt was {{ value("within", "type-1") }}.\n\n## Two\n\n{{ chart("departments") }}'
    )
    assert (codes, headings) == ([], ["One", "Two"])
    assert 'value="79.4862569735" data-figure="within.type-1.2019-03">79.5%</data>' in html
    assert "<p><figure>" not in html


def test_every_call_of_the_list_works() -> None:
    calls = (
        '{{ value("attendances", style="compact") }} {{ change("attendances") }} {{ gap("within") }} '
        '{{ change("within", "type-1", on="previous") }} {{ reference("within") }} {{ period() }} '
        '{{ name("Type 1") }} {{ name("ISO 8601") }} {{ constant(4) }}'
    )
    codes, _, html = told(calls, "id")
    assert codes == []
    plain_text = re.sub(r"<[^>]+>", "", html).replace("\u00a0", " ")
    assert plain_text.strip() == (
        "2,17 juta naik 5,7 persen terhadap Maret 2018 8,4 persen poin naik 3,7 persen poin terhadap Februari 2019 "
        "95 persen Maret 2019 Type 1 ISO 8601 4"
    )


def test_markup_in_a_story_is_text() -> None:
    _, _, html = told("Look: <script>alert()</script> and <b>bold</b> & more")
    assert "<script>" not in html
    assert "<b>" not in html
    assert "&amp;" in html


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("fine\n\nIn 2019 it rose.", "render.bare-digit", 82),
        ('\n{{ value("withn") }}', "render.indicator-unknown", 81),
        ('{{ value("within", "type-9") }}', "render.figure-unknown", 80),
        ('\n\n{{ chart("departmens") }}', "render.chart-unknown", 82),
        ("{{ valeu() }}", "render.call-unknown", 80),
        ('\n{{ value("within" }}', "render.story-syntax", 81),
        ('{{ value("within", style="loud") }}', "render.style-unknown", 80),
        ('{{ reference("attendances") }}', "render.no-reference", 80),
        ('{{ value("within", 1, 2, 3) }}', "render.story-call", 80),
        ('{{ value.__globals__ }}', "render.", 80),
        ('\n{{ name("87.5%") }}', "render.name-unknown", 81),
        ("\n\n{{ name('99999 trees') }}", "render.name-unknown", 82),
        ("\n{{ constant(99999) }}", "render.constant-undeclared", 81),
        ('{{ constant("4") }}', "render.constant-undeclared", 80),
        ("{{ constant(4.0) }}", "render.constant-undeclared", 80),
        ("{{ constant(true) }}", "render.constant-undeclared", 80),
    ],
)  # fmt: skip
def test_a_mistake_in_a_story_is_named_with_its_line(text: str, code: str, line: int) -> None:
    _, problems = tell_of(text)
    assert len(problems) == 1
    assert problems[0].code.startswith(code)
    assert (problems[0].file, problems[0].line) == ("reports/x.md", line)
    assert "{" not in problems[0].message()
    assert "None" not in problems[0].message()


def test_a_name_that_is_nearly_declared_is_told_with_the_right_one() -> None:
    (problem,) = tell_of('{{ name("Typ 1") }}')[1]
    assert (problem.code, problem.facts["nearest"]) == ("render.name-unknown", "Type 1")
    assert "Type 1" in problem.remedy()


def test_digits_in_links_and_numbered_lists_are_not_figures() -> None:
    codes, _, html = told("1. See [the law](https://law.example/2019/3).\n2. Then this.")
    assert codes == []
    assert "<ol>" in html

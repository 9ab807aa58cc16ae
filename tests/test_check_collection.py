"""check: a collection's titles claim nothing, its numbers are names where they stand, and its pages are read too."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from berkala.check.document import Document
from berkala.check.names import claimless_titles, declared_names
from berkala.check.pages import Page, Scope
from berkala.check.plain import check_plain
from berkala.check.published import Shelf
from berkala.check.tracing import trace
from berkala.cli import main
from berkala.plan import Publication, read_publication
from berkala.words import language
from collecting import CASE, NOW, copied
from plan_cases import edit


def read(root: Path) -> Publication:
    found, problems = read_publication(root)
    assert found is not None, problems
    return found


@pytest.fixture(name="page")
def fixture_page() -> Page:
    publication = read(CASE)
    scope = Scope(Shelf({}), names=declared_names(publication), titles=claimless_titles(publication))
    return Page("x/", language("en"), scope, frozenset({"name"}))


def told(problems: Iterator[object]) -> list[str]:
    return [getattr(problem, "code", "") for problem in problems]


def test_a_title_claims_nothing_and_the_same_word_outside_of_it_does(page: Page) -> None:
    """What a section is called: "Clean water and improved drains"."""
    for shown, codes in (
        ("<p>Clean water and improved drains</p>", []),
        ("<p>Outcome 1: Clean water and improved drains</p>".replace("1", "<i data-role='name'>1</i>"), []),
        ("<p>Clean water improved</p>", ["check.direction-untraced"]),
        ("<p>improved</p>", ["check.direction-untraced"]),
        ("<p>Clean water and improved drains improved</p>", ["check.direction-untraced"]),
    ):
        assert told(trace(Document.of(html.fragment_fromstring(shown)), page)) == codes, shown
    for said, codes in (
        ("Outcome 1: Clean water and improved drains", []),
        ("The drains improved.", ["check.direction-untraced"]),
    ):
        assert told(check_plain(said, "title", page, page.scope.shelf)) == codes, said


def test_only_titles_of_the_collection_claim_nothing(tmp_path: Path) -> None:
    root = tmp_path / "in"
    shutil.copytree(CASE, root)
    assert claimless_titles(read(root)) == {
        "en": ("Clean water and improved drains",),
        "id": ("Air bersih dan saluran yang membaik",),
    }
    edit(root, "reports/apprentices.md", "en: Apprentices who found work", "en: Work that improved for 12 apprentices")
    edit(root, "reports/apprentices.md", "id: Magang yang mendapat pekerjaan", "id: Magang")
    # A title with a number is shown in pieces around it.
    assert claimless_titles(read(root))["en"] == (
        "Work that improved for 12 apprentices",
        "Clean water and improved drains",
        "Work that improved for",
    )
    # One word of it alone would let every claim of that word pass.
    edit(root, "mkdocs.yml", "en: Decent work", "en: Improved 5 times")
    assert {"Improved 5 times"} == {one for one in claimless_titles(read(root))["en"] if one.startswith("Improved")}
    edit(root, "mkdocs.yml", "en: Improved 5 times", "en: Decent work")
    edit(root, "reports/apprentices.md", "section: decent-work\n", "")
    assert len(claimless_titles(read(root))["en"]) == 1


@pytest.mark.parametrize(
    ("said", "good"),
    [
        ("1.10 Homes with piped water – Port Nowhere Records Office", True),
        ("1.a Streets with drains that withstand a flood", True),
        ("Outcome 2: Decent work", True),
        ("1.10 homes", False),
        ("Outcome 3: Decent work", False),
        ("10 Homes with piped water", False),
        ("2 of 3 indicators", False),
    ],
)
def test_a_number_of_the_collection_is_a_name_before_its_title(page: Page, said: str, good: bool) -> None:
    codes = told(check_plain(said, "title", page, page.scope.shelf))
    assert codes == ([] if good else ["check.plain-number"] * len(codes))
    assert bool(codes) != good


FAULTS = {
    "a number typed into a page": ("theme/section.html", "<h1>{{ title }}</h1>", "<h1>{{ title }} 7</h1>", "7"),
    "a quotation outside of its part": (
        "theme/unreported.html",
        "{{ title }}</h1>",
        '{{ title }} <span data-role="quoted">7</span></h1>',
        "quoted",
    ),
    "a picture in a quotation": (
        "theme/fragments/metadata.html",
        '<div class="text" data-role="quoted">',
        '<div class="text" data-role="quoted"><img src="x.png" alt="x">',
        "img",
    ),
    "a quotation that another template declares": (
        "theme/fragments/edition.html",
        "{# roles: tick, count, name, constant #}",
        '{# roles: tick, count, name, constant, quoted #}\n<p data-role="quoted">7</p>',
        "quoted",
    ),
    "a way to nowhere": ("theme/status.html", "<h1>", '<a href="{{ link("goal-9/") }}">x</a><h1>', "goal-9"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("template", "old", "new", "named"), FAULTS.values(), ids=FAULTS)
def test_a_fault_in_a_template_is_found_on_its_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], template: str, old: str, new: str, named: str
) -> None:
    root = copied(tmp_path / "in")
    edit(root / "templates", template, old, new)
    arguments = ["build", "-C", str(root), "--jobs", "1", "--as-of", NOW, "--out", str(tmp_path / "site")]
    assert main(arguments) == 1
    assert named in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


@pytest.mark.slow
def test_a_hostile_entry_is_told_and_its_words_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = copied(tmp_path / "in")
    hostile = "|\n        [A drain](javascript:alert(1)) <script>x</script> is"
    edit(root, "reports/flood-drains.md", "A drain is", hostile)
    site = tmp_path / "site"
    assert main(["build", "-C", str(root), "--jobs", "1", "--as-of", NOW, "--out", str(site)]) == 0
    told = capsys.readouterr().err
    assert told.count("javascript:alert(1)") == 1
    page = (site / "flood-drains/index.html").read_text(encoding="utf-8")
    assert "javascript:" not in page
    assert "A drain &lt;script&gt;x&lt;/script&gt; is large enough" in page

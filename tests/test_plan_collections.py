"""plan: collections, their sections and statuses, and indicators without data; and every mistake in them, told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from berkala.plan import Publication
from berkala.plan.names import names_for
from berkala.plan.reading import read_publication
from berkala.plan.specifications import natural
from plan_cases import Case, add, assert_reads_well, assert_told, case_name, edit, only, problems

COLLECTION = Path(__file__).parent / "cases/collection/in"
SETTINGS, WATER, DRAINS = "mkdocs.yml", "reports/piped-water.md", "reports/flood-drains.md"

#: Everything that the settings say of sections; it ends the file.
SECTIONS = "sections:\n" + (COLLECTION / SETTINGS).read_text(encoding="utf-8").partition("sections:\n")[2]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(COLLECTION, tmp_path / "in")
    return tmp_path / "in"


def publication(root: Path) -> Publication:
    found, wrong = read_publication(root)
    assert found is not None
    assert wrong == ()
    return found


def test_a_collection_is_read_with_its_members(root: Path) -> None:
    found = publication(root)
    collection, drains = found.collection, found.unreported["flood-drains"]
    assert collection is not None
    assert [(one.name, one.number) for one in collection.sections] == [("clean-water", "1"), ("decent-work", "2")]
    assert [(one.name, one.reported) for one in collection.statuses] == [("complete", True), ("exploring", False)]
    assert (drains.slug, drains.spec.number, drains.spec.section, drains.spec.status) == (
        "flood-drains",
        "1.a",
        "clean-water",
        "exploring",
    )
    assert drains.spec.unreported["en"] == "No survey of the drains has been made yet."
    assert (found.reports["water-tests"].spec.number, found.pages) == ("1.2", ())
    assert [one.name for one in found.members] == ["apprentices", "flood-drains", "piped-water", "water-tests"]


CASES = [
    # members against the settings
    Case("plan.section-unknown", WATER, "section: clean-water", "section: clean-watr", "clean-water"),
    Case("plan.section-unknown", DRAINS, "section: clean-water", "section: qqqq", ""),
    Case("plan.status-unknown", WATER, "status: complete", "status: compleet", "complete"),
    Case("plan.status-unknown", DRAINS, "status: exploring", "status: qqqq", ""),
    # addresses
    Case("plan.slug-reserved", DRAINS, "number: 1.a", "number: 1.a\nslug: status", below=1),
    Case("plan.slug-reserved", WATER, 'number: "1.10"', 'number: "1.10"\nslug: timetable', below=1),
    Case("plan.slug-reserved", SETTINGS, "{name: decent-work,", "{name: data,"),
    Case("plan.slug-twice", WATER, 'number: "1.10"', 'number: "1.10"\nslug: flood-drains', below=1),
    Case("plan.slug-twice", WATER, 'number: "1.10"', 'number: "1.10"\nslug: decent-work', below=1),
    # the settings themselves
    Case("plan.section-twice", SETTINGS, "{name: decent-work,", "{name: clean-water,"),
    Case("plan.status-twice", SETTINGS, "{name: exploring,", "{name: complete,"),
    Case("plan.key-unknown", SETTINGS, "sections_title:", "section_titles:", "sections_title"),
    Case("plan.too-few", SETTINGS, SECTIONS, "sections: []\n"),
    Case("plan.number-form", SETTINGS, 'number: "1"', 'number: "1!"'),
    Case("plan.not-text", WATER, 'number: "1.10"', "number: 1.10"),
    Case("plan.not-yes-or-no", SETTINGS, "reported: true", "reported: yes"),
    # texts
    Case("plan.text-missing", SETTINGS, "title: {en: Decent work, id: Pekerjaan layak}", "title: {en: Decent work}"),
    Case("plan.text-missing", WATER, "label: {en: Unit, id: Satuan}", "label: {en: Unit}"),
    Case("plan.text-missing", DRAINS, "\n  id: Survei saluran belum pernah dilakukan.", "", line=2),
    Case("plan.text-digit", DRAINS, "No survey", "Not 1 survey"),
    Case("plan.text-digit", DRAINS, "The share of streets", "The share of 12 streets"),
    Case("plan.text-digit", SETTINGS, "Everybody has water", "All 30 have water"),
    Case("plan.name-is-number", DRAINS, "number: 1.a", 'number: 1.a\nnames: ["25"]', below=1),
    # the class itself
    Case("plan.key-unknown", DRAINS, "number: 1.a", "dataset: piped-water"),
    Case("plan.empty", DRAINS, "No survey of the drains has been made yet.", '""'),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_a_mistake_is_told_with_its_place_and_the_nearest_name(root: Path, case: Case) -> None:
    if case.new.startswith("{name: data,"):
        # What names the section is changed with it, so that its address alone is wrong.
        edit(root, "reports/apprentices.md", "section: decent-work", "section: data")
    assert_told(root, case)


def test_text_beside_an_indicator_without_data_would_be_shown_nowhere(root: Path) -> None:
    add(root, DRAINS, (root / DRAINS).read_text(encoding="utf-8") + "\n\nA story.\n")
    lines = (root / DRAINS).read_text(encoding="utf-8").splitlines()
    alone = only(problems(root))
    assert (alone.code, alone.file, lines[(alone.line or 0) - 1]) == ("plan.unreported-story", DRAINS, "A story.")
    shutil.copy(COLLECTION / DRAINS, root / DRAINS)
    add(root, "reports/flood-drains.id.md", "Cerita.\n")
    alone = only(problems(root))
    assert (alone.code, alone.file) == ("plan.unreported-story", "reports/flood-drains.id.md")


def test_without_a_collection_nothing_can_stand_in_one(root: Path) -> None:
    settings = (root / SETTINGS).read_text(encoding="utf-8")
    add(root, SETTINGS, settings.partition("      collection:")[0])
    told = problems(root)
    for problem in told:
        assert_reads_well(problem)
    assert {problem.code for problem in told} == {"plan.collection-missing"}
    # A section and a status for three of them, a section for one, and that there is one without data at all.
    assert len(told) == 3 * 2 + 1 + 1
    assert {(p.facts["key"], p.value, p.line) for p in told if p.file == DRAINS} == {
        ("unreported", "flood-drains", 2),
        ("section", "clean-water", 8),
        ("status", "exploring", 9),
    }


def test_a_section_and_an_authored_page_cannot_share_an_address(root: Path) -> None:
    for name in ("decent-work.md", "decent-work.id.md"):
        add(root, f"reports/{name}", "---\ntitle: x\ndescription: y\n---\n")
    alone = only(problems(root))
    assert (alone.code, alone.file, alone.facts["other"]) == ("plan.slug-twice", SETTINGS, "reports/decent-work.md")


def test_what_is_quoted_may_hold_numbers_and_what_is_told_may_not(root: Path) -> None:
    edit(root, WATER, "Per cent of occupied homes", "100% of 12 homes rose by 3 since 1990")
    assert problems(root) == ()
    edit(root, WATER, "water from a tap", "water from 1 tap")
    assert only(problems(root)).facts["key"] == "summary"


def test_a_title_of_a_collection_is_a_name_even_with_a_per_cent(root: Path) -> None:
    """Goal 10 of the United Nations counts people who live on less than 50% of a median: that is what it is called."""
    title = "Homes below 50% of the mean"
    text = (root / WATER).read_text(encoding="utf-8").replace("Homes with piped water", title)
    add(root, WATER, text)
    assert problems(root) == ()
    found = publication(root)
    assert title in names_for(found, found.reports["piped-water"])
    add(root, WATER, text.replace("section: clean-water\nstatus: complete\n", ""))
    assert {problem.code for problem in problems(root)} == {"plan.text-digit"}


def test_a_section_is_spoken_of_by_its_number(root: Path) -> None:
    edit(root, WATER, "water from a tap", "water from a tap as Outcome 2 wants it")
    assert problems(root) == ()
    edit(root, WATER, "Outcome 2", "Outcome 3")
    assert only(problems(root)).code == "plan.text-digit"


@pytest.mark.parametrize(
    "ordered",
    [
        ["1.1", "1.2", "1.2.1", "1.2.2", "1.2.10", "1.10.1", "1.a.1", "1.b.1", "2.1.1", "10.1.1"],
        ["IKU 1", "IKU 2", "IKU 10"],
        ["C1", "C2", "C10"],
        ["9", "10", "11.a", "11.B", "11.c"],
    ],
)
def test_numbers_are_ordered_as_people_count_them(ordered: list[str]) -> None:
    assert sorted(sorted(ordered), key=natural) == ordered


@given(st.lists(st.text("0123456789.ab -", max_size=8)))
def test_any_numbers_can_be_put_in_order(numbers: list[str]) -> None:
    assert sorted(map(natural, numbers)) == sorted(natural(number) for number in reversed(numbers))


def test_a_file_that_cannot_be_read_is_told_once_whatever_it_was_to_be(root: Path) -> None:
    edit(root, DRAINS, "section: clean-water", "section: clean-water: x")
    assert only(problems(root)).code == "plan.yaml-colon"

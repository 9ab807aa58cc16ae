"""What is wrong with a correction is told before anything is published, in plain words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from berkala import pipeline
from berkala.check.corrections import check_corrections
from berkala.check.published import exact_json, figures_of
from berkala.errors import BerkalaError, SourceProblems, catalogue
from berkala.ledger import Ledger
from berkala.plan import Request, plan, read_publication
from berkala.render.store import load
from corrected_office import DATA, ENTRY, FILE, NAME, RIGHT, THEN, WRONG, copied, declare, publish, write, wrong_office
from small import tree

pytestmark = pytest.mark.slow


@pytest.fixture(name="before", scope="module")
def fixture_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wrong_office(tmp_path_factory.mktemp("office") / "before")


@pytest.fixture(name="root")
def fixture_root(before: Path, tmp_path: Path) -> Path:
    return copied(before, tmp_path / "office")


def refused(root: Path, code: str) -> None:
    """A run is refused for this reason alone, in both languages, and the site stands as it was."""
    stood = tree(root / "site")
    with pytest.raises(BerkalaError) as told:
        publish(root)
    assert {problem.code for problem in told.value.problems if problem.severity == "error"} == {code}
    for problem in told.value.problems:
        for language in ("en", "id"):
            assert problem.code in catalogue(language)
            assert "{" not in problem.message(language) + problem.remedy(language)
    assert tree(root / "site") == stood


@pytest.mark.parametrize(
    ("was", "becomes", "code"),
    [
        ("department: type-1}", "dept: type-1}", "plan.correction-key"),
        ("department: type-1}", "department: type-1, more: x}", "plan.correction-key"),
        ("column: attendances", "column: attendance", "plan.correction-column"),
        ("column: attendances", "column: department", "plan.correction-column"),
        ("    id: Satu angka yang keliru membuat kunjungan ke unit utama terlalu rendah.\n", "", "plan.text-missing"),
        ("A wrong digit understated attendances at major departments.", "…", "plan.answer-blank"),
        ("  who: Siti Rahma\n", "", "plan.key-missing"),
        ('was: "1144354"', "was: 1144354.5", "plan.not-text"),
        ("january-attendances", "January attendances", "plan.name-form"),
    ],
)
def test_a_correction_that_is_written_wrongly(root: Path, was: str, becomes: str, code: str) -> None:
    assert was in ENTRY
    declare(root, ENTRY.replace(was, becomes))
    _, problems = read_publication(root)
    problem = next(one for one in problems if one.severity == "error")
    assert problem.code == code
    assert problem.file == FILE
    assert problem.line
    with pytest.raises(SourceProblems):
        publish(root)


def test_two_corrections_of_one_name(root: Path) -> None:
    declare(root, ENTRY + ENTRY)
    refused(root, "plan.correction-twice")


def test_corrections_out_of_order(root: Path) -> None:
    declare(root, ENTRY + ENTRY.replace(NAME, "other").replace("06-02", "06-01"))
    refused(root, "plan.correction-order")


def test_the_data_still_say_the_wrong_value(root: Path) -> None:
    write(root, DATA, RIGHT, WRONG)
    declare(root)
    refused(root, "protect.correction-not-made")


def test_a_value_that_nobody_published(root: Path) -> None:
    declare(root, ENTRY.replace('was: "1144354"', 'was: "7"'))
    refused(root, "protect.correction-unknown")


def test_what_is_on_the_register_stays(root: Path) -> None:
    declare(root)
    publish(root)
    (root / FILE).unlink()
    refused(root, "plan.correction-gone")


def test_a_correction_to_come_waits_for_its_moment(root: Path) -> None:
    declare(root, ENTRY.replace("2019-06-02T09:00", "2019-06-03T10:01"))
    assert not plan(Request(root, THEN)).reissues
    assert plan(Request(root, THEN.replace(minute=1))).reissues


def test_a_report_that_was_changed_since_may_not_change_with_it(root: Path) -> None:
    """The edition's other figures have to be what they were: here another target was set meanwhile."""
    declare(root)
    file = root / "reports/emergency-care.md"
    text = file.read_text(encoding="utf-8")
    assert "formula: share_without" in text
    file.write_text(text.replace("formula: share_without", "formula: share", 1), encoding="utf-8")
    stood = tree(root / "site")
    with pytest.raises(SourceProblems) as told:
        publish(root)
    assert "check.corrected-more" in {problem.code for problem in told.value.problems}
    assert tree(root / "site") == stood


def test_the_check_sees_what_a_correction_changed_besides(root: Path) -> None:
    declare(root)
    publish(root)
    content = Ledger(root / ".berkala/ledger.sqlite3").latest("site")["emergency-care@2019-01"].content
    bundle = load(root / ".berkala/bundles", content)
    public = {path.removeprefix("public/"): data for path, data in bundle.files.items()}
    figures = figures_of(exact_json(public["emergency-care/2019-01/figures.json"]))
    assert not [*check_corrections(bundle, public, figures)]
    name = "cell.attendances.type-2.2019-01"
    changed = {**figures, name: replace(figures[name], value=Decimal(1))}
    (problem,) = check_corrections(bundle, public, changed)
    assert (problem.code, problem.facts["figure"]) == ("check.corrected-more", name)
    told: dict[str, Any] = dict(bundle.about)
    file = told["corrections"][0]["superseded"][0]["path"]
    (problem,) = check_corrections(bundle, {**public, file: b"another"}, figures)
    assert problem.code == "check.superseded-differs"


def test_nothing_is_lost_where_a_bundle_is_damaged(root: Path) -> None:
    declare(root)
    content = Ledger(root / ".berkala/ledger.sqlite3").latest("site")["emergency-care@2019-01"].content
    figures = root / ".berkala/bundles" / content / "public/emergency-care/2019-01/figures.json"
    figures.chmod(0o644)
    figures.write_bytes(b"{}")
    with pytest.raises(SourceProblems) as told:
        pipeline.run(Request(root, THEN))
    assert "publish.bundle-damaged" in {problem.code for problem in told.value.problems}

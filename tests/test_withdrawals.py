"""An edition that may stand no more: taken from the public with all that it held, and said in the open."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from lxml import etree, html

import berkala.compose
from berkala.cli import main
from berkala.errors import BerkalaError, catalogue
from berkala.ledger import Ledger
from berkala.plan import Request, plan
from corrected_office import THEN, copied, publish
from small import AFTER, small_publication, tree

pytestmark = pytest.mark.slow

EDITION = "emergency-care@2019-02"
NOW = "2019-06-03T10:00"
WHY = ("--why", "en=The survey was never finished.", "id=Survei tidak pernah selesai.", "--by", "Siti Rahma")
FILE = "reports/withdrawals.yml"


@pytest.fixture(name="before", scope="module")
def fixture_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = small_publication(tmp_path_factory.mktemp("office") / "before")
    publish(root, AFTER)
    return root


@pytest.fixture(name="root")
def fixture_root(before: Path, tmp_path: Path) -> Path:
    return copied(before, tmp_path / "office")


@pytest.fixture(name="after", scope="module")
def fixture_after(before: Path) -> Path:
    root = copied(before, before.with_name("after"))
    assert withdraw(root, EDITION) == 0
    return root


def withdraw(root: Path, edition: str, *more: str) -> int:
    return main(["withdraw", edition, "-C", str(root), "--as-of", NOW, "--jobs", "1", *WHY, *more])


def test_nothing_of_it_stands_but_that_it_was_withdrawn(before: Path, after: Path) -> None:
    gone = {path for path in tree(before / "site") if "emergency-care/2019-02/" in path}
    left = {path for path in tree(after / "site") if "emergency-care/2019-02/" in path}
    assert left == {"emergency-care/2019-02/index.html", "id/emergency-care/2019-02/index.html"} < gone
    said = json.dumps(json.loads((before / "site/emergency-care/2019-02/figures.json").read_bytes())["figures"][0])
    assert said not in (after / "site/emergency-care/2019-02/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("home", "why", "when"),
    [("", "The survey was never finished.", "3 June 2019"), ("id/", "Survei tidak pernah selesai.", "3 Juni 2019")],
)
def test_its_page_says_since_when_and_why(after: Path, home: str, why: str, when: str) -> None:
    page = html.parse(after / f"site/{home}emergency-care/2019-02/index.html").getroot()
    text = " ".join(page.xpath("string(//main)").split())
    assert why in text
    assert when in text
    assert any(link.endswith("emergency-care/2019-03/") for link in page.xpath("//main//a/@href"))
    assert not page.xpath("//main//data")


def test_the_register_the_feed_and_programs_are_told(after: Path) -> None:
    told = json.loads((after / "site/corrections/corrections.json").read_bytes())
    schema = Path(berkala.compose.__file__).parent / "schemas/corrections.schema.json"
    Draft202012Validator(json.loads(schema.read_bytes())).validate(told)
    (one,) = told["withdrawn"]
    assert (one["edition"], one["decided"]) == (EDITION, "2019-06-03T10:00:00+07:00")
    page = html.parse(after / "site/corrections/index.html").getroot()
    assert "The survey was never finished." in page.xpath("string(//section[@id='withdrawn'])")
    feed = etree.parse(after / "site/corrections/corrections.xml")
    assert "Withdrawn: A&E waiting times, England, February 2019" in {one.text for one in feed.iter("{*}title")}
    main_feed = (after / "site/feed.xml").read_text(encoding="utf-8")
    assert "emergency-care/2019-02/" not in main_feed
    assert "emergency-care/2019-02/" not in (after / "site/sitemap.xml").read_text(encoding="utf-8")


def test_it_does_not_come_back(after: Path) -> None:
    root = copied(after, after.with_name("again"))
    assert publish(root, THEN) == ()
    planned = plan(Request(root, THEN.replace(year=2020)))
    assert EDITION not in {edition.name for edition in planned.due}
    assert EDITION not in {one.edition.name for one in planned.calendar}
    ledger = Ledger(root / ".berkala/ledger.sqlite3")
    assert ledger.latest("site")[EDITION].content == ""
    assert [event.who for event in ledger.events("edition-withdrawn")] == ["Siti Rahma"]
    assert ledger.broken() is None


def test_the_latest_edition_gives_way_to_the_one_before(root: Path) -> None:
    assert withdraw(root, "emergency-care@2019-03") == 0
    page = html.parse(root / "site/emergency-care/index.html").getroot()
    assert "February 2019" in page.xpath("string(//h1)")
    latest = (root / "site/data/emergency-care/latest/emergency-care.csv").read_text(encoding="utf-8")
    assert "2019-03" not in latest


def test_a_trial_leaves_no_trace(root: Path) -> None:
    stood = tree(root / "site")
    assert withdraw(root, EDITION, "--dry-run") == 0
    assert tree(root / "site") == stood
    assert not (root / FILE).exists()


@pytest.mark.parametrize(
    ("edition", "said"), [("emergency-care@2019-04", "is not public"), ("nothing", "is not public")]
)
def test_what_is_not_public_cannot_be_withdrawn(
    root: Path, capsys: pytest.CaptureFixture[str], edition: str, said: str
) -> None:
    assert withdraw(root, edition) == 2
    assert said in capsys.readouterr().err
    assert not (root / FILE).exists()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "- {edition: emergency-car@2019-02, decided: 2019-06-02T09:00, who: A, why: {en: B, id: B}}",
            "plan.withdrawal-unknown",
        ),
        (
            "- &a {edition: EDITION, decided: 2019-06-02T09:00, who: A, why: {en: B, id: B}}\n- *a",
            "plan.withdrawal-twice",
        ),
        (
            "- {edition: emergency-care@2019-09, decided: 2019-06-02T09:00, who: A, why: {en: B, id: B}}",
            "plan.withdrawal-unpublished",
        ),
    ],
)
def test_a_withdrawal_that_is_written_wrongly(root: Path, text: str, code: str) -> None:
    (root / FILE).write_text(text.replace("EDITION", EDITION) + "\n", encoding="utf-8")
    stood = tree(root / "site")
    with pytest.raises(BerkalaError) as told:
        publish(root, THEN)
    assert code in {problem.code for problem in told.value.problems}
    for problem in told.value.problems:
        assert all(problem.code in catalogue(language) for language in ("en", "id"))
    assert tree(root / "site") == stood


def test_what_was_withdrawn_stays_so(after: Path) -> None:
    root = copied(after, after.with_name("undone"))
    (root / FILE).unlink()
    with pytest.raises(BerkalaError) as told:
        publish(root, THEN)
    assert "plan.withdrawal-gone" in {problem.code for problem in told.value.problems}

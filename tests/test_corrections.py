"""A wrong value that was public for months is corrected wherever it stood, and nowhere else is anything changed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from lxml import etree, html

import berkala.compose
from berkala.cli import main
from berkala.ledger import Ledger
from corrected_office import (
    DATA,
    NAME,
    OLD_SHARES,
    OLD_VALUES,
    THEN,
    copied,
    declare,
    publish,
    register,
    write,
    wrong_office,
)
from embargoed import Embargo
from small import tree

#: Where old values may stand: they are called superseded there, or struck through beside the new ones.
TOLD = re.compile(r"(id/)?corrections/|.*/superseded/")
#: Libraries, which hold numbers of their own.
FOREIGN = ("assets/plotly.min.js", "search/pagefind/pagefind.js")
PACKED = (".png", ".woff2", ".zip", ".xlsx", ".parquet", ".pdf", ".pagefind", ".pf_index", ".pf_fragment", ".pf_meta")
ATOM = "{http://www.w3.org/2005/Atom}"

pytestmark = pytest.mark.slow


@pytest.fixture(name="before", scope="module")
def fixture_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wrong_office(tmp_path_factory.mktemp("office") / "before")


@pytest.fixture(name="after", scope="module")
def fixture_after(before: Path) -> Path:
    root = copied(before, before.with_name("after"))
    # A planned revision of an older month that comes with later editions alone.
    write(root, DATA, "2018-12,other,", "2018-12,other,1")
    declare(root)
    assert {one.subject for one in publish(root)} == {
        "emergency-care@2019-01",
        "emergency-care@2019-02",
        "emergency-care@2019-03",
        "site",
    }
    return root


def test_the_old_value_is_nowhere_presented_as_current(before: Path, after: Path) -> None:
    old = Embargo(OLD_VALUES, OLD_SHARES)
    assert _said(before / "site", old), "the search has to find what it looks for"
    found = _said(after / "site", old)
    assert not [path for path in found if not TOLD.match(path) and path not in FOREIGN]
    assert any("/superseded/" in path for path in found)


def test_the_new_value_stands_in_its_place(after: Path) -> None:
    page = (after / "site/emergency-care/2019-01/index.html").read_text(encoding="utf-8")
    assert "84.4% of A&amp;E patients" in page
    rows = _rows((after / "site/data/emergency-care/2019-03/emergency-care.csv").read_bytes())
    assert rows["2019-01", "type-1"]["attendances"] == "1344354"
    assert _rows((after / "site/data/emergency-care/latest/emergency-care.csv").read_bytes()) == rows


def test_what_the_source_revised_meanwhile_is_not_told_as_if_it_had_been_known(before: Path, after: Path) -> None:
    """A correction is no revision: an edition keeps its own vintage of every other value."""
    for version in ("2019-01", "2019-02", "2019-03"):
        path = f"site/data/emergency-care/{version}/emergency-care.csv"
        then, now = _rows((before / path).read_bytes()), _rows((after / path).read_bytes())
        assert {key for key in then if then[key] != now[key]} == {("2019-01", "type-1")}
        assert then.keys() == now.keys()


def test_editions_without_the_value_stay_byte_for_byte(before: Path, after: Path) -> None:
    for folder in ("emergency-care/2018-12", "data/emergency-care/2018-12"):
        files = {path for path in tree(before / "site" / folder) if not path.endswith(".html")}
        assert files
        for path in files:
            assert (before / "site" / folder / path).read_bytes() == (after / "site" / folder / path).read_bytes()


def test_only_figures_that_follow_from_it_changed(before: Path, after: Path) -> None:
    for period in ("2019-01", "2019-02", "2019-03"):
        path = f"site/emergency-care/{period}/figures.json"
        then, now = _figures(before / path), _figures(after / path)
        changed = {name for name in {**then, **now} if then.get(name) != now.get(name)}
        told = {one["id"] for one in _edition(after, period)["figures"]}
        assert changed == told
        assert all(_roots(name, now) & {"cell.attendances.type-1.2019-01"} for name in changed)


def test_the_superseded_files_stay_as_they_were(before: Path, after: Path) -> None:
    listed = [file for edition in register(after)["corrections"][0]["editions"] for file in edition["superseded"]]
    assert {file["format"] for file in listed} == {"csv", "xlsx", "parquet", "json", "zip", "datapackage"}
    for file in listed:
        content = (after / "site" / file["path"]).read_bytes()
        was = (before / "site" / file["path"].replace(f"superseded/{NAME}/", "")).read_bytes()
        assert content == was
        assert hashlib.sha256(content).hexdigest() == file["sha256"]
    figures = f"site/emergency-care/2019-01/superseded/{NAME}/figures.json"
    assert (after / figures).read_bytes() == (before / "site/emergency-care/2019-01/figures.json").read_bytes()
    assert not [path for path in tree(after / "site/data/emergency-care/latest") if "superseded" in path]


def test_the_register_keeps_its_promise(after: Path) -> None:
    schema = Path(berkala.compose.__file__).parent / "schemas/corrections.schema.json"
    told = register(after)
    Draft202012Validator(json.loads(schema.read_bytes())).validate(told)
    (one,) = told["corrections"]
    assert one["cells"] == [
        {
            "key": {"period": "2019-01", "department": "type-1"},
            "column": "attendances",
            "was": "1144354",
            "now": "1344354",
        }
    ]
    assert one["decided"] == "2019-06-02T09:00:00+07:00"
    assert one["severity"] == "main-point"
    severities = {edition["edition"].partition("@")[2]: edition["severity"] for edition in one["editions"]}
    assert severities == {"2019-01": "main-point", "2019-02": "figure", "2019-03": "figure"}


@pytest.mark.parametrize(("home", "was", "now"), [("", "1,144,354", "1,344,354"), ("id/", "1.144.354", "1.344.354")])
def test_the_page_of_a_correction_tells_old_and_new(after: Path, home: str, was: str, now: str) -> None:
    page = html.parse(after / f"site/{home}corrections/{NAME}/index.html").getroot()
    (row,) = page.xpath("//section[@id='values']//tbody/tr")
    cells = [" ".join(cell.itertext()) for cell in row]
    assert (cells[1], cells[2]) == (was, now)
    assert row.xpath(".//*[@class='was']//data[@value='1144354']")
    links = page.xpath("//article//ul//a/@href")
    assert any("emergency-care/2019-01/" in link for link in links)
    assert any(f"/superseded/{NAME}/emergency-care.csv" in link for link in links)


@pytest.mark.parametrize("page", ["emergency-care/2019-01/", "emergency-care/", "emergency-care/2019-03/explore/"])
def test_every_page_of_a_corrected_edition_says_so(after: Path, page: str) -> None:
    root = html.parse(after / f"site/{page}index.html").getroot()
    notes = [" ".join(note.itertext()) for note in root.xpath("//*[@role='note']")]
    assert any("wrong digit" in note and "2 June 2019" in note for note in notes)
    assert root.xpath(f"//*[@role='note']//a[contains(@href, 'corrections/{NAME}/')]")


def test_an_edition_says_when_it_was_corrected_and_the_others_that_they_were_not(after: Path) -> None:
    corrected = (after / "site/emergency-care/2019-01/index.html").read_text(encoding="utf-8")
    assert "Not changed since" not in corrected
    assert "Corrected <time" in corrected
    other = (after / "site/emergency-care/2018-12/index.html").read_text(encoding="utf-8")
    assert "Not changed since" in other
    assert "orrected" not in html.fromstring(other).xpath("string(//main)")


def test_feeds_and_machines_are_told(after: Path) -> None:
    feed = etree.parse(after / "site/corrections/corrections.xml")
    assert [one.text for one in feed.iter(f"{ATOM}updated")] == ["2019-06-02T09:00:00+07:00"] * 2
    main = {one.findtext(f"{ATOM}id"): one for one in etree.parse(after / "site/feed.xml").iter(f"{ATOM}entry")}
    entry = main["https://berkala.example/emergency-care/2019-01/"]
    assert entry.findtext(f"{ATOM}updated") == "2019-06-02T09:00:00+07:00"
    assert entry.findtext(f"{ATOM}published") == "2019-03-17T09:30:00+07:00"
    assert "wrong digit" in str(entry.findtext(f"{ATOM}summary"))
    sitemap = (after / "site/sitemap.xml").read_text(encoding="utf-8")
    assert f"<loc>https://berkala.example/corrections/{NAME}/</loc><lastmod>2019-06-02T09:00:00+07:00" in sitemap
    page = html.parse(after / "site/emergency-care/2019-01/index.html").getroot()
    told = [json.loads(text) for text in page.xpath("//script[@type='application/ld+json']/text()")]
    (report,) = (one for one in told if one["@type"] == "Report")
    assert report["dateModified"] == "2019-06-02T09:00:00+07:00"
    assert report["correction"][0]["url"] == f"https://berkala.example/corrections/{NAME}/"


def test_a_file_is_known_as_what_it_is_now(
    before: Path, after: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = "data/emergency-care/2019-02/emergency-care.csv"
    for root, said in ((before, "It is not what stands now"), (after, "It is what stands now.")):
        copy = tmp_path / "download.csv"
        copy.write_bytes((root / "site" / path).read_bytes())
        assert main(["history", str(copy), "-C", str(after), "--as-of", THEN.isoformat(), "--language", "en"]) == 0
        told = capsys.readouterr().out
        assert said in told
        assert "emergency-care@2019-02" in told


def test_it_is_done_once(after: Path) -> None:
    root = copied(after, after.with_name("again"))
    assert publish(root) == ()
    ledger = Ledger(root / ".berkala/ledger.sqlite3")
    held = [(event.subject.partition("@")[2], event.details["changed"]) for event in ledger.events("corrected")]
    assert len(held) == len({period for period, _ in held}) == 14
    assert {period for period, changed in held if changed} == {"2019-01", "2019-02", "2019-03"}
    assert ledger.broken() is None


def test_a_slip_of_the_pen_in_the_notice_is_mended_without_another_correction(after: Path) -> None:
    root = copied(after, after.with_name("worded"))
    write(root, "datasets/emergency-care/corrections.yml", "A wrong digit", "Two exchanged digits")
    assert [one.subject for one in publish(root)] == ["site"]
    page = (root / "site/emergency-care/2019-01/index.html").read_text(encoding="utf-8")
    assert "Two exchanged digits" in page
    assert "wrong digit" not in page


def test_a_second_correction_keeps_the_first(after: Path) -> None:
    root = copied(after, after.with_name("twice"))
    write(root, DATA, "2019-01,type-2,47616,633", "2019-01,type-2,47616,733")
    text = """- correction: january-waits
  decided: 2019-06-04T09:00
  who: Siti Rahma
  what: {en: A digit was missing., id: Satu angka tertinggal.}
  cells:
    - {key: {period: 2019-01, department: type-2}, column: over_four_hours, was: "633"}
"""
    file = root / "datasets/emergency-care/corrections.yml"
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")
    publish(root, THEN.replace(day=5))
    assert [one["correction"] for one in register(root)["corrections"]] == ["january-waits", NAME]
    rows = _rows((root / "site/data/emergency-care/2019-01/emergency-care.csv").read_bytes())
    assert rows["2019-01", "type-1"]["attendances"] == "1344354"
    assert rows["2019-01", "type-2"]["over_four_hours"] == "733"
    home = root / "site/data/emergency-care/2019-01/superseded"
    assert {path.name for path in home.iterdir()} == {NAME, "january-waits"}
    first = _rows((home / "january-waits/emergency-care.csv").read_bytes())
    assert first["2019-01", "type-1"]["attendances"] == "1344354"
    assert first["2019-01", "type-2"]["over_four_hours"] == "633"


def _said(site: Path, old: Embargo) -> list[str]:
    """The files that say an old value; what is packed is read unpacked, as its raw bytes may look like anything."""
    found = []
    for path, content in tree(site).items():
        leaks = old.leaks(path, content)
        if any("!" in leak.partition(": ")[0] or not path.endswith(PACKED) for leak in leaks):
            found.append(path)
    return found


def _rows(content: bytes) -> dict[tuple[str, str], Mapping[str, str]]:
    rows = csv.DictReader(io.StringIO(content.decode()))
    return {(row["period"], row["department"]): row for row in rows}


def _figures(file: Path) -> dict[str, Any]:
    return {one["id"]: one for one in json.loads(file.read_bytes())["figures"]}


def _roots(name: str, figures: Mapping[str, Any]) -> set[str]:
    figure = figures[name]
    return {name} if "where" in figure else {root for one in figure["inputs"] for root in _roots(one, figures)}


def _edition(root: Path, period: str) -> dict[str, Any]:
    (one,) = register(root)["corrections"]
    found: dict[str, Any] = next(each for each in one["editions"] if each["edition"].endswith(f"@{period}"))
    return found

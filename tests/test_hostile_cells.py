"""Hostile texts in the cells of a workbook: each ends as text, in every file and in a real browser.

A publication whose one table has a row of such texts is drafted by `berkala new`, built, and opened in Chromium under
its own Content-Security-Policy, with scripts on.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
import yaml
from playwright.sync_api import Browser, sync_playwright

from berkala.cli import main
from hostile import TEXTS
from test_browser import CHROMIUM, served

pytestmark = pytest.mark.slow

NAMED = '<img src=x onerror="window.pwned=1">'
STORY = '## The visits\n\n{{ chart("main") }}\n\n{{ chart("ranking") }}\n\n{{ chart("largest") }}\n'


@pytest.fixture(scope="module")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication with the hostile table and a report of it, built."""
    root = tmp_path_factory.mktemp("hostile") / "office"
    assert main(["init", str(root)]) == 0
    file = root.parent / "visits.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Period", "Place", NAMED])
        for month in ("2026-01", "2026-02"):
            later = month == "2026-02"
            writer.writerows([month, text, number + 10 + later * (number % 3)] for number, text in enumerate(TEXTS))
    assert main(["new", str(file), "-C", str(root)]) == 0
    descriptor = root / "datasets" / "visits" / "dataset.yml"
    descriptor.write_text(re.sub(r": '\? (?:[^']|'')*'", ": Answered", descriptor.read_text("utf-8")), "utf-8")
    told = yaml.safe_load(descriptor.read_text("utf-8"))
    place = next(one for one in told["resource"]["schema"]["fields"] if one["name"] == "place")
    place["concept"] = "area"
    measure = told["resource"]["schema"]["fields"][-1]["name"]
    descriptor.write_text(json.dumps(told, default=str), encoding="utf-8")
    shown = [one["value"] for one in place["categories"]][:4]
    for old in root.glob("reports/visitors*"):
        old.unlink()
    spec = yaml.safe_load((Path(__file__).parent / "hostile_report.yml").read_text(encoding="utf-8"))
    spec["indicators"]["visits"]["inputs"]["of"] = measure
    spec["charts"]["main"]["show"] = shown
    text = json.dumps(spec, default=str)
    (root / "reports" / "visits.md").write_text(f"---\n{text}\n---\n\n{STORY}", encoding="utf-8")
    (root / "reports" / "visits.id.md").write_text(STORY.replace("The visits", "Kunjungan"), encoding="utf-8")
    assert main(["build", "-C", str(root), "--as-of", "2026-12-01T00:00"]) == 0
    return root


def pages(publication: Path) -> list[Path]:
    found = sorted((publication / ".berkala" / "build").rglob("*.html"))
    assert len(found) > 15
    return found


def test_there_are_many_hostile_texts() -> None:
    assert len(TEXTS) >= 130


class _Elements(HTMLParser):
    """The attributes that could run something, and the scripts that stand in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name.startswith("on") or (value or "").strip().lower().startswith(("javascript:", "data:text")):
                self.found.append(f"<{tag} {name}={value}>")
            if name in ("src", "href", "action") and "evil.example" in (value or ""):
                self.found.append(f"<{tag} {name}={value}>")
        if tag in ("iframe", "object", "embed", "base", "form", "plaintext", "math", "video"):
            self.found.append(f"<{tag}>")


def test_no_page_has_an_element_that_a_cell_made(publication: Path) -> None:
    for page in pages(publication):
        parser = _Elements()
        parser.feed(page.read_text(encoding="utf-8"))
        # The search has the one form of ours.
        own = ["<form>"] if page.parent.name == "search" else []
        assert parser.found == own, page.name


def test_every_text_stands_in_the_data_as_it_was(publication: Path) -> None:
    site = publication / ".berkala" / "build"
    (package,) = site.glob("data/visits/2*/datapackage.json")
    fields = json.loads(package.read_text("utf-8"))["resources"][0]["schema"]["fields"]
    labels = {one["label"] for field in fields for one in field.get("categories", ())}
    plain = {" ".join(text.split()) for text in TEXTS}
    assert len(plain & {" ".join(text.split()) for text in labels}) >= len(plain) - 2


def test_no_cell_of_a_workbook_is_a_formula(publication: Path) -> None:
    (file,) = (publication / ".berkala" / "build").glob("data/visits/2*/visits.xlsx")
    for sheet in openpyxl.load_workbook(file).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate, cell.value)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield started
        started.close()


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None and os.environ.get("CI") != "true", reason="there is no Chromium here")
def test_nothing_is_executed_in_a_browser(publication: Path, browser: Browser) -> None:
    site = publication / ".berkala" / "build"
    with served(site) as address:
        page = browser.new_context().new_page()
        abroad: list[str] = []
        dialogs: list[str] = []
        page.on("request", lambda request: None if request.url.startswith(address) else abroad.append(request.url))
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        for file in pages(publication):
            page.goto(address + file.relative_to(site).as_posix())
            if file.parent.name == "explore":
                page.wait_for_selector("#plot .main-svg")
            assert page.evaluate("() => window.pwned === undefined"), file
        page.context.close()
    assert (abroad, dialogs) == ([], [])

"""The page of `status --html` in a real Chromium: from a file, on a phone and a desk, light and dark, and on paper."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from pypdf import PdfReader

from berkala.cli import main
from berkala.errors import DONE
from browsing import MARKS, TAGS, chromium
from handmade import OLD, frozen_frame, publication, run
from plan_cases import edit

pytestmark = MARKS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a publication in trouble: late data, approvals that lack, a release without a date."""
    root = publication(tmp_path_factory.mktemp("overview") / "p")
    edit(root, "datasets/counts/counts.csv", "period,n\n", "period,n\n2020-01,5\n2020-02,6\n")
    run(root, OLD)
    change = (
        "lag_days: 10, changes: {2020-05: [{from: 2020-06-10T09:30, to: no date yet, decided: 2020-04-01T16:00, "
        "reason: {en: The counter broke.}}]}"
    )
    edit(root, "reports/counts.md", "lag_days: 10", change)
    edit(root, "mkdocs.yml", "      channels:", "      approval: {people: [Sari, Budi], different: 2}\n      channels:")
    with frozen_frame():
        assert main(["status", "-C", str(root), "--as-of", "2020-04-20T10:00", "--html", "--language", "id"]) == DONE
    return root / ".berkala" / "status"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.mark.parametrize("code", ["en", "id"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_can_be_read_and_asks_for_nothing(
    browser: Browser, folder: Path, code: str, scheme: str, width: int
) -> None:
    context = browser.new_context(
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": width, "height": 800},
        bypass_csp=True,  # for axe, which is a script
    )
    page, asked = context.new_page(), list[str]()
    page.on("request", lambda request: asked.append(request.url.partition(":")[0]))
    page.goto((folder / f"index.{code}.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate("document.fonts.check('16px \"Plus Jakarta Sans\"')")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert set(asked) <= {"file", "data"}
    context.close()


def test_its_own_policy_complains_about_nothing(browser: Browser, folder: Path) -> None:
    page, heard = browser.new_page(), list[str]()
    page.on("console", lambda message: heard.append(message.text))
    page.goto((folder / "index.html").as_uri())
    page.click("nav.lang a")
    assert page.locator("html").get_attribute("lang") == "en"
    assert heard == []
    page.close()


def test_on_paper_it_is_two_pages_at_most(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    page.goto((folder / "index.html").as_uri())
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(printed.pages) <= 2
    assert "Yang harus dikerjakan" in printed.pages[0].extract_text()
    page.close()

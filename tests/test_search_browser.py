"""The search as a reader uses it, in a real Chromium over the loopback: words, numbers, places, columns, keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from test_browser import CHROMIUM, opened, pytestmark, served  # noqa: F401
from test_browser import browser as browser


@pytest.fixture(scope="module")
def site(whole_site: Path) -> Iterator[str]:
    with served(whole_site) as address:
        yield address


@pytest.fixture
def searching(browser: Browser, site: str) -> Iterator[tuple[Page, list[str]]]:
    """A page, and whatever its console says: a search says nothing at all."""
    page, said = opened(browser, 1280)
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    yield page, said
    page.context.close()
    assert said == []


def results(page: Page, address: str) -> list[str]:
    """Where the results of a search lead, the best first, from the root of the site."""
    page.goto(address)
    expect(page.locator("#said")).not_to_be_empty()
    expect(page.locator("#said")).not_to_have_text(re.compile("…$"))
    site = re.sub(r"(id/)?search/.*", "", address)
    return [str(link.evaluate("one => one.href")).removeprefix(site) for link in page.locator("#newest h3 a").all()]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("search/?q=poverty", "kemiskinan/"),
        ("search/?q=Poverti", "kemiskinan/"),
        ("id/search/?q=kemiskinan", "id/kemiskinan/"),
        ("search/?q=jawa timur", "kemiskinan/areas/jawa-timur/"),
        ("id/search/?q=Jatim", "id/kemiskinan/areas/jawa-timur/"),
        ("id/search/?q=angka kemiskinan di Jatim", "id/kemiskinan/areas/jawa-timur/"),
        ("search/?q=86.6", "emergency-care/"),
        ("id/search/?q=86,6%25", "id/emergency-care/"),
        ("search/?q=2,167,550", "emergency-care/"),
        ("search/?q=2167550", "emergency-care/"),
        ("id/search/?q=2.167.550", "id/emergency-care/"),
        ("id/search/?q=2 167 550", "id/emergency-care/"),
        ("search/?q=inflation", "consumer-prices/"),
        ("id/search/?q=inflasi", "id/consumer-prices/"),
        ("id/search/?q=sasaran inflasi", "id/data/inflation-goal/"),
        ("search/?q=poverty_line", "data/poverty-provinces/"),
        ("search/?q=Papua", "kemiskinan/areas/papua/"),
        ("search/?q=papua selatan", "kemiskinan/areas/papua-selatan/"),
        ("search/?q=9.54", "kemiskinan/"),
        ("id/search/?q=9,54", "id/kemiskinan/"),
    ],
)
def test_what_is_asked_comes_first(searching: tuple[Page, list[str]], site: str, query: str, first: str) -> None:
    assert results(searching[0], site + query)[0] == first


def every_place(page: Page) -> list[str]:
    """The places among all results, to the last."""
    while page.locator("#more").is_visible():
        page.locator("#more").click()
        page.wait_for_timeout(100)
    found = [str(link.get_attribute("href")) for link in page.locator("#newest h3 a").all()]
    return [one.rstrip("/").rpartition("/")[2] for one in found if "/areas/" in one]


@pytest.mark.parametrize("query", ["Papua", "9.54"])
def test_places_without_a_value_come_last(searching: tuple[Page, list[str]], site: str, query: str) -> None:
    results(searching[0], f"{site}search/?q={query}")
    empty = {"papua-selatan", "papua-tengah", "papua-pegunungan", "papua-barat-daya"}
    assert set(every_place(searching[0])[-len(empty) :]) == empty


def test_the_pages_of_series_that_ended_come_last(searching: tuple[Page, list[str]], site: str) -> None:
    page = searching[0]
    results(page, site + "search/?q=inflation")
    places = every_place(page)
    assert {"cleveland", "washington-baltimore", "miami"} <= set(places)
    assert places.index("miami") < min(places.index("cleveland"), places.index("washington-baltimore"))


def test_a_number_is_not_another_one_of_the_same_digits(searching: tuple[Page, list[str]], site: str) -> None:
    assert results(searching[0], site + "search/?q=8.66") == []
    assert results(searching[0], site + "search/?q=86.6") != []


def test_forms_of_an_indonesian_word_find_the_same_pages(searching: tuple[Page, list[str]], site: str) -> None:
    page = searching[0]
    found = [results(page, f"{site}id/search/?q={word}") for word in ("tingkat", "meningkat", "peningkatan")]
    assert sorted(found[0]) == sorted(found[1]) == sorted(found[2]) != []
    marked = {word.lower().strip(".,;:") for word in page.locator("#newest mark").all_text_contents()}
    assert "tingkat" in marked


def test_forms_of_an_english_word_find_the_same_page(searching: tuple[Page, list[str]], site: str) -> None:
    for word in ("waiting", "waits", "waited"):
        assert "emergency-care/" in results(searching[0], f"{site}search/?q={word}")


def test_a_column_leads_to_its_place_on_the_page_of_the_dataset(searching: tuple[Page, list[str]], site: str) -> None:
    page = searching[0]
    results(page, site + "search/?q=poverty_line")
    expect(page.locator("#more")).to_be_hidden()
    page.get_by_role("link", name="There: poverty_line").click()
    page.wait_for_url("**/data/poverty-provinces/#column-poverty_line")
    assert page.locator("#column-poverty_line").is_visible()


def test_older_editions_are_found_apart(searching: tuple[Page, list[str]], site: str) -> None:
    page = searching[0]
    assert results(page, site + "search/?q=waiting times")[0] == "emergency-care/"
    assert not any(re.search(r"/\d{4}-\d\d/", link) for link in results(page, site + "search/?q=waiting times"))
    page.locator("#earlier summary").click()
    first = page.locator("#older h3 a").first
    expect(first).to_be_visible()
    assert re.search(r"/emergency-care/20\d\d-\d\d/$", str(first.evaluate("one => one.href")))


def test_results_come_as_a_reader_types_and_stay_in_the_address(searching: tuple[Page, list[str]], site: str) -> None:
    page = searching[0]
    page.goto(site + "search/")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.id") != "q":
        page.keyboard.press("Tab")
    page.keyboard.type("povert")
    expect(page.locator("#said")).to_have_text(re.compile(r"^\d+ results for “povert”\.$"))
    page.wait_for_url("**/search/?q=povert")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("y")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=poverty")
    expect(page.locator("#said")).to_have_text(re.compile("“poverty”"))
    assert page.title().startswith("poverty – Search")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#newest h3') !== null")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kemiskinan/")
    page.go_back()
    expect(page.locator("#newest li")).not_to_have_count(0)
    assert page.locator("#q").input_value() == "poverty"
    assert "q=poverty" in str(page.get_by_role("link", name="Indonesia", exact=True).get_attribute("href"))


def test_further_results_take_the_focus_to_the_first_of_them(searching: tuple[Page, list[str]], site: str) -> None:
    page = searching[0]
    assert len(results(page, site + "id/search/?q=kemiskinan")) == 10
    expect(page.locator("#more")).to_be_visible()
    page.locator("#more").click()
    expect(page.locator("#newest > li")).to_have_count(20)
    assert page.evaluate("[...document.querySelectorAll('#newest h3 a')].indexOf(document.activeElement)") == 10


def test_what_is_not_there_is_said_and_a_slip_is_answered(searching: tuple[Page, list[str]], site: str) -> None:
    page = searching[0]
    assert results(page, site + "search/?q=xyzzyq") == []
    expect(page.locator("#said")).to_have_text("Nothing was found for “xyzzyq”.")
    assert results(page, site + "search/?q=wiating") == []
    page.locator("#said a").click()
    expect(page.locator("#newest li")).not_to_have_count(0)
    assert results(page, site + "search/?q=poverty xyzzyq")[0] == "kemiskinan/"
    expect(page.locator("#said")).to_contain_text("No page has “xyzzyq”.")


@pytest.mark.parametrize(
    ("query", "offered", "there", "first"),
    [
        ("search/?q=kemiskinan", r"\d+ results in Indonesian", "id/search/?q=kemiskinan", "id/kemiskinan/"),
        ("id/search/?q=poverty", r"\d+ hasil dalam bahasa Inggris", "search/?q=poverty", "kemiskinan/"),
    ],
)
def test_what_this_language_hardly_has_is_offered_in_the_other(
    searching: tuple[Page, list[str]], site: str, query: str, offered: str, there: str, first: str
) -> None:
    page = searching[0]
    results(page, site + query)
    assert page.locator("html").get_attribute("lang") == ("id" if query.startswith("id/") else "en")
    link = page.locator("#said a").first
    expect(link).to_have_text(re.compile(f"^{offered}$"))
    assert link.evaluate("one => one.href") == site + there
    counted = str(link.text_content()).split()[0]
    assert results(page, site + there)[0] == first
    expect(page.locator("#said")).to_have_text(re.compile(f"^{counted} "))
    expect(page.locator("#said a")).to_have_count(0)


def test_what_a_reader_writes_is_never_taken_for_html(searching: tuple[Page, list[str]], site: str) -> None:
    page = searching[0]
    results(page, site + "search/?q=<img src=x onerror=alert(1)> poverty")
    assert page.locator("main img").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_with_and_without_results(browser: Browser, site: str, width: int, scheme: str) -> None:
    page, said = opened(browser, width, scheme)
    for address in ("search/", "id/search/", "search/?q=poverty", "id/search/?q=kemiskinan", "search/?q=xyzzyq"):
        page.goto(site + address)
        if "q=" in address:
            expect(page.locator("#said")).not_to_be_empty()
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        assert [f"{address}: {one['id']}: {one['nodes'][0]['html'][:120]}" for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()
    assert said == []


def test_without_javascript_the_list_is_there_and_says_why(browser: Browser, site: str) -> None:
    page, _ = opened(browser, 360, script=False)
    page.goto(site + "search/?q=poverty")
    assert not page.locator("#ask").is_visible()
    assert "needs JavaScript" in (page.locator("#without").text_content() or "")
    page.locator("#all").get_by_role("link", name="Poverty by province, Indonesia", exact=True).click()
    assert page.url == site + "kemiskinan/"
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Search").click()
    assert page.url == site + "search/"
    page.context.close()


def test_where_the_index_cannot_be_loaded_the_list_is_offered(browser: Browser, site: str) -> None:
    page, _ = opened(browser, 360)
    page.route("**/pagefind.js", lambda route: route.abort())
    page.goto(site + "search/?q=poverty")
    expect(page.locator("#said")).to_contain_text("could not be loaded")
    assert page.locator("#all li").count() > 5
    page.context.close()


def test_the_masthead_of_a_phone_stays_on_one_line(browser: Browser, site: str) -> None:
    page, _ = opened(browser, 360)
    for address in ("", "id/"):
        page.goto(site + address)
        tops = {round(link.bounding_box()["y"]) for link in page.locator(".nav a").all()}  # type: ignore[index]
        assert len(tops) == 1, address
    page.context.close()


def test_a_first_search_is_light(browser: Browser, site: str) -> None:
    """All that is loaded of the search for one word, as it stands on the disk: a server that compresses sends less."""
    page, _ = opened(browser, 360)
    sizes: list[int] = []
    page.on("response", lambda one: sizes.append(len(one.body())) if "/search/pagefind/" in one.url else None)
    results(page, site + "search/?q=poverty")
    page.wait_for_load_state("networkidle")
    assert 0 < sum(sizes) < 200_000
    page.context.close()

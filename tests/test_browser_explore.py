"""Choosing from the data in a real Chromium: any combination, up to five side by side, table, link and units."""

from __future__ import annotations

import csv
import os
import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from berkala.cli import main
from small_clinics import EDITION, LONG, TABLE, VISITS, small_clinics
from test_browser import CHROMIUM, Quiet, opened

EXPLORE, SPENDING = f"{EDITION}explore/", "spending/2022-Q4/explore/"
ALL, FEMALE, NORTH = (
    "data=value,units:number",
    "data=value,units:number,sex:female",
    "data=value,units:number,region:north",
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None and os.environ.get("CI") != "true", reason="there is no Chromium here"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = small_clinics(tmp_path_factory.mktemp("clinics") / "publication")
    site = root / "built"
    as_of = "2023-06-01T12:00+07:00"
    assert main(["build", "-C", str(root), "--jobs", "1", "--as-of", as_of, "--out", str(site)]) == 0
    return site


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on a desk, in light, that must not complain."""
    made, said = opened(browser, 1280)
    yield made
    made.context.close()
    assert said == []


def start(page: Page, address: str) -> None:
    """Open a page and its choice from the data."""
    page.goto(address)
    if "data=" not in address:
        page.click("#choose-open")
    page.wait_for_selector("#choose-plot .main-svg")


def add(page: Page, **choices: str) -> None:
    """Choose by the labels of selects, in their order, and add."""
    for label, value in choices.items():
        page.get_by_label(label, exact=True).select_option(value)
    page.click("#choose-add")


def drawn(page: Page) -> list[str]:
    return [text.strip() for text in page.locator("#choose-drawn li > :nth-child(2)").all_text_contents()]


def said(page: Page) -> str:
    return page.locator("#choose-said").text_content() or ""


def table(page: Page) -> list[list[str]]:
    return [row.locator("th, td").all_text_contents() for row in page.locator("#choose-table tr").all()]


def test_a_reader_chooses_adds_and_removes(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site + EXPLORE)
    assert not page.locator("#choose-tool").is_visible()
    assert not [url for url in asked if url.endswith("clinics.json")], "nothing is loaded unasked"
    start(page, site + EXPLORE)
    assert drawn(page) == ["Both sexes, All ages, The country"]
    assert page.locator("#choose-picks label:visible").all_text_contents() == ["Unit", "Sex", "Age", "Region"]
    assert page.get_by_label("Sex", exact=True).locator("option").all_text_contents()[0] == "Both sexes"
    add(page, Sex="female")
    expect(page.locator("#choose-said")).to_have_text("Added: Sex: Female.")
    assert drawn(page) == ["Both sexes, All ages, The country", "Sex: Female"]
    assert page.locator("#choose-table caption").text_content() == (
        "visitsVisits to clinics, version 2022, newest first"
    )
    add(page)
    assert said(page) == "Already on the chart: Sex: Female."
    page.get_by_role("button", name="Remove Both sexes, All ages, The country").click()
    expect(page.locator("#choose-said")).to_have_text("Removed: Both sexes, All ages, The country.")
    assert drawn(page) == ["Sex: Female"]
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Remove Sex: Female"
    page.go_back()
    expect(page.locator("#choose-drawn li")).to_have_count(2)


def test_a_keyboard_is_enough(page: Page, site: str) -> None:
    page.goto(site + EXPLORE)
    page.locator("#choose-open").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#choose-plot .main-svg")
    assert page.evaluate("document.activeElement.labels[0].textContent") == "Unit"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#choose-drawn li")).to_have_count(2)
    for _ in range(2):
        page.locator("#choose-drawn button").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_timeout(100)
    assert drawn(page) == []
    assert said(page).startswith("Removed: ")
    assert page.evaluate("document.activeElement.id") == "choose-add"
    assert not page.locator("#choose-result").is_visible()


def test_five_are_compared_and_a_sixth_is_refused(page: Page, site: str) -> None:
    start(page, site + EXPLORE)
    for choices in ({"Sex": "female"}, {"Sex": "male"}, {"Sex": "both", "Age": "under-5"}, {"Age": "from-5"}):
        add(page, **choices)
        page.wait_for_timeout(50)
    expect(page.locator("#choose-drawn li")).to_have_count(5)
    shapes = page.evaluate("document.getElementById('choose-plot').data.map(one => one.marker.symbol[0])")
    colours = page.evaluate("document.getElementById('choose-plot').data.map(one => one.line.color)")
    assert (len(set(shapes)), len(set(colours))) == (5, 5), "shape and colour tell them apart"
    add(page, Age="all-ages", Region="north")
    assert said(page) == "There are five on the chart. Remove one first."
    assert len(drawn(page)) == 5
    assert len(table(page)[0]) == 6


def test_what_does_not_exist_cannot_be_chosen_and_says_why(page: Page, site: str) -> None:
    start(page, site + EXPLORE)
    age, region = page.get_by_label("Age", exact=True), page.get_by_label("Region", exact=True)
    assert age.locator("option:disabled").all_text_contents() == ["Unknown (no data)"]
    assert region.locator("option:disabled").all_text_contents() == []
    page.get_by_label("Sex", exact=True).select_option("female")
    assert region.locator("option:disabled").all_text_contents() == ["South (not with Sex: Female)"]
    assert age.locator("option:disabled").all_text_contents() == [
        "<5 years (not with Sex: Female)", "5 years and over (not with Sex: Female)", "Unknown (no data)",
    ]  # fmt: skip
    region.select_option("north")
    # A choice above rules out one below: that gives way, and the page says so.
    page.get_by_label("Unit", exact=True).select_option("percent")
    assert region.input_value() == "country"
    assert said(page) == "That does not go with what was chosen below it. Now: Region: The country."
    assert region.locator("option:disabled").all_text_contents() == [
        "North (not with Unit: per cent of people)",
        "South (not with Unit: per cent of people, Sex: Female)",
    ]
    page.click("#choose-again")
    assert page.get_by_label("Unit", exact=True).input_value() == "number"
    assert said(page) == ""


def test_units_never_share_an_axis(page: Page, site: str) -> None:
    start(page, site + EXPLORE)
    add(page, Sex="female")
    add(page, Unit="percent", Sex="male")
    assert said(page) == (
        "The chart shows visits; this would be per cent of people. Different units never share an axis."
    )
    assert len(drawn(page)) == 2
    page.click("#choose-alone")
    expect(page.locator("#choose-said")).to_have_text("On the chart alone: Sex: Male.")
    assert drawn(page) == ["Sex: Male"]
    assert not page.locator("#choose-alone").is_visible()
    assert (page.locator("#choose-unit").text_content() or "").endswith("per cent of people")
    assert table(page)[1] == ["2022", "\u22120.0000001"]


def test_measures_of_one_unit_share_an_axis_and_others_do_not(page: Page, site: str) -> None:
    start(page, site + SPENDING)
    assert (drawn(page), page.locator("#choose-unit").text_content()) == (["All clinics"], "Spent, rupiah")
    add(page, Measure="planned", Clinic="hill")
    expect(page.locator("#choose-said")).to_have_text("Added: Planned, Clinic: Hill.")
    assert drawn(page) == ["Spent", "Planned, Clinic: Hill"], "what they do not share tells them apart"
    assert page.locator("#choose-unit").text_content() == "rupiah"
    add(page, Measure="staff")
    assert said(page) == "The chart shows rupiah; this would be people. Different units never share an axis."
    # More digits than a program's number holds, all of them.
    assert table(page)[1][:2] == ["quarter 4 of 2022", f"{LONG:,}"]
    ticks = page.locator("#choose-plot .xtick text").all_text_contents()
    assert {"Q1 2021", "Q4 2022"} <= set(ticks)


def test_a_link_shows_what_was_chosen(page: Page, site: str, browser: Browser) -> None:
    start(page, site + EXPLORE)
    add(page, Sex="female", Region="north")
    add(page, Sex="both", Region="country", Age="under-5")
    expect(page.locator("#choose-drawn li")).to_have_count(3)
    link = page.locator("#choose-link").input_value()
    assert link == f"{site}{EXPLORE}#{ALL}&{FEMALE},region:north&{ALL},age:under-5"
    other, complained = opened(browser, 360, "dark")
    start(other, link)
    assert (drawn(other), table(other)) == (drawn(page), table(page))
    assert other.locator("#choose-link").input_value() == link
    # The same link in the other language, and beside a choice of the first half.
    start(other, link.replace("/clinics/", "/id/clinics/").replace("#", "#view=0,1&"))
    assert drawn(other)[1] == "Jenis kelamin: Perempuan, Wilayah: Utara"
    other.select_option("#one", "0")
    other.wait_for_url(re.compile(r"#.*view=0,0"))
    assert len(drawn(other)) == 3
    other.context.close()
    assert complained == []


def test_a_link_of_one_unit_begins_with_it(page: Page, site: str) -> None:
    start(page, f"{site}{EXPLORE}#data=value,units:percent,sex:male")
    assert page.get_by_label("Unit", exact=True).input_value() == "percent"
    assert page.get_by_label("Sex", exact=True).input_value() == "male"


NUMBER = "data=value,units:number"
#: A link, how many of its series are there, and what is said.
BROKEN = [
    (f"{ALL}&{NUMBER},region:west", 1, "do not have: value,units:number,region:west."),
    (f"{ALL}&{FEMALE},age:under-5", 1, "do not have: value,units:number,sex:female,age:under-5."),
    (f"{ALL}&data=valued,units:number", 1, "do not have: valued,units:number."),
    (f"{ALL}&{NUMBER},kind:public", 1, "do not have: value,units:number,kind:public."),
    (f"{ALL}&data=value", 1, "do not have: value."),
    (f"{ALL}&data=__proto__&data=%E0%A4%A&data=<b>,", 1, "do not have: __proto__; "),
    (f"{ALL}&{ALL}&{FEMALE}", 2, "The data are loaded."),
    (f"{ALL}&data=value,units:percent", 1, "The link mixes units; only the series in visits are shown."),
    ("&".join(f"{NUMBER},sex:{sex},age:{age},region:{region}" for sex, age, region in VISITS), 5, "the first five"),
]


@pytest.mark.parametrize(("link", "count", "words"), BROKEN)
def test_a_link_that_asks_for_what_is_not_there_shows_the_rest(
    link: str, count: int, words: str, page: Page, site: str
) -> None:
    start(page, f"{site}{EXPLORE}#{link}")
    assert len(drawn(page)) == count
    assert words in said(page)


def test_a_link_to_nothing_says_so(page: Page, site: str) -> None:
    page.goto(f"{site}{EXPLORE}#data=value,units:litres")
    page.wait_for_selector("#choose-tool:visible")
    assert said(page) == "The link names a choice that these data do not have: value,units:litres."
    assert not page.locator("#choose-result").is_visible()
    add(page)
    expect(page.locator("#choose-drawn li")).to_have_count(1)


@pytest.mark.parametrize(("prefix", "marks"), [("", ",."), ("id/", ".,")])
@pytest.mark.parametrize("unit", ["number", "percent"])
def test_the_table_holds_what_the_csv_holds(
    unit: str, prefix: str, marks: str, page: Page, site: str, folder: Path
) -> None:
    """Every value of every combination, in the marks of the language, and nothing else; five to a page."""
    with (folder / f"{TABLE}.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["units"] == unit]
    keys = list(dict.fromkeys((row["sex"], row["age"], row["region"]) for row in rows))
    seen = 0
    for first in range(0, len(keys), 5):
        five = keys[first : first + 5]
        page.goto("about:blank")
        links = [f"data=value,units:{unit},sex:{sex},age:{age},region:{region}" for sex, age, region in five]
        start(page, f"{site}{prefix}{EXPLORE}#{'&'.join(links)}")
        shown = {row[0]: row[1:] for row in table(page)[1:]}
        for row in rows:
            key = (row["sex"], row["age"], row["region"])
            if key in five:
                text = shown[row["year"]][five.index(key)]
                number = text.partition(" ")[0].replace("\u2212", "-")
                digits = number.translate({ord(marks[0]): "", ord(marks[1]): "."}) if number[-1].isdigit() else ""
                assert digits == row["value"], (row, text)
                assert (text.endswith(")") or not digits) == bool(row["value_status"]), (row, text)
                seen += 1
    assert seen == len(rows)


def test_gaps_are_not_bridged_and_what_was_never_to_be_is_none(page: Page, site: str) -> None:
    start(page, f"{site}{EXPLORE}#{NORTH}&data=value,units:number,region:south&{ALL}&{FEMALE}")
    north, south, whole, _ = page.evaluate(
        "document.getElementById('choose-plot').data.map(one => [one.x, one.y, one.marker.symbol])"
    )
    assert north[0][2] == "2017-01-01"
    assert [value is None for value in north[1]] == [False, False, True, False, True, False, False, False]
    assert (south[0][0], len(south[0]), None in south[1]) == ("2018-01-01", 5, False), "it began in 2018"
    assert page.evaluate("document.getElementById('choose-plot').data.map(one => one.connectgaps)") == [False] * 4
    assert whole[2] == ["diamond"] * 7 + ["diamond-open"], "the last value is provisional"
    text = page.evaluate("document.getElementById('choose-plot').data[2].text.at(-1)")
    assert text == "Both sexes, All ages, The country<br>2022: 1,200,049 (provisional)"
    years = {row[0]: row[1:] for row in table(page)[1:]}
    assert years["2019"][0] == "no data"
    assert years["2020"][3] == "withheld, because the figure in the source is wrong"
    assert years["2017"][:2] == ["clinics were closed", "not observed"]
    assert "Hollow mark" in (page.locator("#choose-notes").text_content() or "")


def test_a_name_is_text_and_nothing_else(page: Page, site: str) -> None:
    start(page, f"{site}{EXPLORE}#{ALL},age:under-5")
    assert drawn(page) == ["Age: <5 years"]
    assert page.evaluate("document.getElementById('choose-plot').data[0].text[0]").startswith("Age: &lt;5 years<br>")


@pytest.mark.parametrize(
    ("prefix", "width", "scheme"),
    [("", 360, "light"), ("id/", 360, "dark"), ("", 1280, "dark"), ("id/", 1280, "light")],
)
def test_nobody_is_kept_out(browser: Browser, site: str, prefix: str, width: int, scheme: str) -> None:
    """Before and after opening, with five drawn and one refused: no complaint, no violation, no sideways scroll."""
    page, complained = opened(browser, width, scheme)
    found = []
    five = "&".join([ALL, FEMALE, NORTH, f"{ALL},age:under-5", f"{ALL},region:south"])
    for hash_ in ("", f"#{five}&data=value,units:percent"):
        page.goto("about:blank")
        page.goto(f"{site}{prefix}{EXPLORE}{hash_}")
        page.wait_for_selector("#choose-plot .main-svg" if hash_ else "#plot .main-svg")
        if hash_:
            page.get_by_label("Satuan" if prefix else "Unit", exact=True).select_option("percent")
            page.click("#choose-add")
            assert page.locator("#choose-alone").is_visible()
        result = Axe().run(page, options={"resultTypes": ["violations"]})
        found += [f"{hash_}: {v['id']}: {v['nodes'][0]['html'][:120]}" for v in result.response["violations"]]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()
    assert complained == []
    assert found == []


def test_without_a_script_there_is_a_way_to_the_data(browser: Browser, site: str) -> None:
    page, complained = opened(browser, 360, script=False)
    page.goto(site + EXPLORE)
    assert page.locator("#choose button:visible, #choose select:visible, #choose input:visible").count() == 0
    page.locator("#choose").get_by_role("link", name="Visits to clinics").click()
    assert page.url == f"{site}data/clinics/2022/"
    page.context.close()
    assert complained == []


# -- when not all is well ------------------------------------------------------------------------------------------


def changed(page: Page, old: str, new: str) -> None:
    """Serve Explore pages with one text of their data changed."""

    def fulfil(route: Route) -> None:
        answer = route.fetch()
        assert old in answer.text()
        route.fulfill(response=answer, body=answer.text().replace(old, new))

    page.route("**/explore/", fulfil)


def test_a_large_file_is_not_loaded_unasked(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    changed(page, '"ask":false', '"ask":true')
    page.goto(f"{site}{EXPLORE}#{FEMALE}")
    expect(page.locator("#choose-said")).to_have_text(
        "This link shows a choice from the data. Press the button to load them."
    )
    assert not [url for url in asked if url.endswith("clinics.json")]
    page.click("#choose-open")
    page.wait_for_selector("#choose-plot .main-svg")
    assert drawn(page) == ["Sex: Female"]


def test_a_file_that_does_not_come_is_told_and_may_be_asked_for_again(browser: Browser, site: str) -> None:
    page, complained = opened(browser, 360)
    page.route("**/clinics.json", lambda route: route.abort())
    page.goto(site + EXPLORE)
    page.click("#choose-open")
    expect(page.locator("#choose-said")).to_have_text("The data could not be loaded. Try again, or take the file.")
    page.unroute("**/clinics.json")
    page.click("#choose-open")
    page.wait_for_selector("#choose-plot .main-svg")
    assert [one for one in complained if not re.search("clinics.json failed|ERR_FAILED", one)] == []
    page.context.close()


def test_a_page_of_before_has_what_it_had(page: Page, site: str) -> None:
    """An edition's bytes are kept: one from before there was a choice has no data for it."""
    changed(page, '"dataset":{', '"earlier":{')
    page.goto(f"{site}{EXPLORE}#{ALL}")
    page.wait_for_selector("#plot .main-svg")
    assert not page.locator("#choose-open").is_visible()


def test_the_link_is_copied(browser: Browser, site: str) -> None:
    page, complained = opened(browser, 1280)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    start(page, f"{site}{EXPLORE}#{ALL}")
    page.click("#choose-copy")
    expect(page.locator("#choose-said")).to_have_text("The link is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == f"{site}{EXPLORE}#{ALL}"
    page.context.close()
    assert complained == []

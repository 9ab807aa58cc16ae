"""Places in all reports: which are one and the same, where their pages stand, and what these say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from berkala.cli import main
from berkala.compose import compose
from berkala.compose.places import Places, places_of
from berkala.compose.places_pages import first_letter, plain
from berkala.compose.shelf import shelve
from berkala.periods import parse
from berkala.plan import Edition, Publication, read_publication
from berkala.render.bundle import Bundle
from lake import bundle as lake_bundle
from lake import publication_in, verdict_for
from right_bundle import figures_json
from small_places import small_places

LISTED = "        concept: area\n        geography: land\n"


def another(root: Path, name: str, *edits: tuple[str, str], dataset: str | None = None) -> None:
    """A report of this name beside the small one's, with a dataset of its own or an existing one; both are edited."""
    told = (root / "reports/jobless.md").read_text(encoding="utf-8")
    data = (root / "datasets/jobless/dataset.yml").read_text(encoding="utf-8")
    data = data.replace("name: jobless\n", f"name: {name}\n").replace("path: jobless.csv", f"path: {name}.csv")
    for old, new in edits:
        assert old in told + data, old
        told, data = told.replace(old, new), data.replace(old, new)
    told = told.replace("dataset: jobless\n", f"dataset: {dataset or name}\n")
    (root / f"reports/{name}.md").write_text(told, encoding="utf-8")
    (root / f"reports/{name}.id.md").write_text("Sebagaimana diceritakan.\n", encoding="utf-8")
    if dataset is None:
        (root / f"datasets/{name}").mkdir()
        (root / f"datasets/{name}/dataset.yml").write_text(data, encoding="utf-8")
        table = (root / "datasets/jobless/jobless.csv").read_bytes()
        (root / f"datasets/{name}/{name}.csv").write_bytes(table)


def listed(root: Path, name: str = "jobless") -> None:
    """Say from which list the places of a dataset are taken."""
    file = root / f"datasets/{name}/dataset.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("        concept: area\n", LISTED), encoding="utf-8")


def released(
    report: str, period: str, day: str, names: Iterable[str], calls: Mapping[str, str] | None = None
) -> Bundle:
    """An edition that has pages of these places, and knows no more than that."""
    title = {name: (calls or {}).get(name, name.capitalize()) for name in names}
    about = {"areas": {name: {"title": {"en": said, "id": said}} for name, said in title.items()}}
    moment = datetime.fromisoformat(f"{day}T09:30+07:00")
    return Bundle(Edition(report, report, parse(period, "month"), moment, True), about, {}, "x" * 64)


def publication_of(root: Path) -> Publication:
    found, problems = read_publication(root)
    assert problems == ()
    assert found is not None
    return found


def places(root: Path, *bundles: Bundle) -> Places:
    return places_of(shelve(publication_of(root), {one.edition.name: one for one in bundles}))


def told(found: Places) -> dict[str, list[str]]:
    """The reports that tell of each place, by its address."""
    return {spot.address: [one.row.report.name for one in spot.tellings] for spot in found.spots}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_places(tmp_path / "p")


# -- which are one and the same ---------------------------------------------------------------------------------


def test_places_of_one_column_are_the_same_in_every_report(root: Path) -> None:
    another(root, "again", dataset="jobless")
    found = places(
        root,
        released("jobless", "2024-02", "2024-04-01", ["north"]),
        released("again", "2024-03", "2024-05-01", ["north"]),
    )
    assert told(found) == {"areas/north/": ["again", "jobless"]}


def test_a_name_alone_joins_nothing(root: Path) -> None:
    another(root, "abroad", ("label: {en: The country", "label: {en: Abroad"))
    found = places(
        root,
        released("jobless", "2024-02", "2024-04-01", ["north"]),
        released("abroad", "2024-02", "2024-05-01", ["north"]),
    )
    assert told(found) == {"areas/north/": ["jobless"], "areas/abroad-place-north/": ["abroad"]}
    assert [listing.whole["en"] for listing, _ in found.listings] == ["The country", "Abroad"]


def test_neither_does_it_join_places_of_two_lists(root: Path) -> None:
    another(root, "abroad", ("        concept: area\n", "        concept: area\n        geography: sea\n"))
    listed(root)
    found = places(
        root,
        released("jobless", "2024-02", "2024-04-01", ["north"]),
        released("abroad", "2024-02", "2024-05-01", ["north"]),
    )
    assert told(found) == {"areas/north/": ["jobless"], "areas/sea-north/": ["abroad"]}


@pytest.mark.parametrize(
    ("own", "other", "same"),
    [
        ("label: {en: North, id: Utara}", "label: {en: North, id: Utara}", True),
        ("label: {en: North, id: Utara}", "label: {en: The north, id: Daerah utara}", False),
        ("label: {en: North, id: Utara}", "label: {en: The north, id: Daerah utara}, aliases: [NORTH]", True),
        ('label: {en: North, id: Utara}, code: "11"', 'label: {en: Far north, id: Jauh}, code: "11"', True),
        ('label: {en: North, id: Utara}, code: "11"', 'label: {en: North, id: Utara}, code: "12"', False),
        ('label: {en: North, id: Utara}, code: "11"', "label: {en: North, id: Utara}", True),
    ],
)  # fmt: skip
def test_places_of_one_list_are_joined_by_code_or_by_a_declared_name(
    root: Path, own: str, other: str, same: bool
) -> None:
    listed(root)
    another(root, "schools", ("{value: north, label: {en: North, id: Utara}", "{value: utara, " + other))
    file = root / "datasets/jobless/dataset.yml"
    text = file.read_text(encoding="utf-8").replace("label: {en: North, id: Utara}", own)
    file.write_text(text, encoding="utf-8")
    found = places(
        root,
        released("jobless", "2024-02", "2024-04-01", ["north"]),
        released("schools", "2024-02", "2024-05-01", ["utara"]),
    )
    joined = {"areas/north/": ["schools", "jobless"]}
    assert told(found) == (joined if same else {"areas/north/": ["jobless"], "areas/utara/": ["schools"]})


def test_two_places_of_one_column_stay_two_whatever_another_calls_them(root: Path) -> None:
    listed(root)
    another(root, "schools", ("label: {en: North, id: Utara}", "label: {en: North, id: Utara}, aliases: [East]"))
    first = released("jobless", "2024-02", "2024-04-01", ["north", "east"])
    found = places(root, first, released("schools", "2024-02", "2024-05-01", ["north", "east"]))
    assert {address: len(reports) for address, reports in told(found).items()} == {"areas/north/": 2, "areas/east/": 2}


def test_what_was_released_first_keeps_its_address_whatever_its_report_is_called(root: Path) -> None:
    another(root, "abroad", ("label: {en: The country", "label: {en: Abroad"))
    later = released("abroad", "2024-02", "2024-05-01", ["north"])
    assert told(places(root, later)) == {"areas/north/": ["abroad"]}
    found = places(root, released("jobless", "2024-02", "2024-06-01", ["north"]), later)
    assert told(found) == {"areas/north/": ["abroad"], "areas/jobless-place-north/": ["jobless"]}


@cache
def moving() -> Publication:
    """Two reports of one dataset, and a third of another land."""
    root = small_places(Path(mkdtemp(prefix="moving-")))
    another(root, "abroad", ("label: {en: The country", "label: {en: Abroad"))
    another(root, "again", dataset="jobless")
    return publication_of(root)


NAMES = st.lists(st.sampled_from(["north", "south", "east"]), min_size=1, unique=True)
RELEASES = st.lists(st.tuples(st.sampled_from(["jobless", "abroad", "again"]), NAMES), min_size=2, max_size=5)


@given(RELEASES)
def test_no_later_release_moves_a_page(releases: list[tuple[str, list[str]]]) -> None:
    bundles = [
        released(report, f"2023-0{at + 1}", f"2024-0{at + 1}-15", names) for at, (report, names) in enumerate(releases)
    ]
    known: dict[tuple[str, str], str] = {}
    for count in range(1, len(bundles) + 1):
        found = places_of(shelve(moving(), {one.edition.name: one for one in bundles[:count]}))
        now = {(one.row.report.name, one.category): spot.address for spot in found.spots for one in spot.tellings}
        assert known.items() <= now.items()
        known = now


def test_the_newest_release_says_what_a_place_is_called(root: Path) -> None:
    early = released("jobless", "2024-02", "2024-04-01", ["north"], {"north": "The old north"})
    late = released("jobless", "2024-03", "2024-05-01", ["north"], {"north": "The new north"})
    [spot] = places(root, late, early).spots
    assert spot.label["en"] == "The new north"
    assert [one.edition.period.code for one in spot.tellings[0].bundles] == ["2024-02", "2024-03"]


def test_a_place_that_the_descriptor_has_no_more_is_still_there(root: Path) -> None:
    [spot] = places(root, released("jobless", "2024-02", "2024-04-01", ["gone"])).spots
    assert (spot.address, spot.listing.whole["en"]) == ("areas/gone/", "The country")


def test_names_stand_in_the_order_of_the_alphabet_whatever_their_accents() -> None:
    assert sorted(["Žilina", "Århus", "zagreb", "Aceh"], key=plain) == ["Aceh", "Århus", "zagreb", "Žilina"]
    assert [first_letter(name) for name in ("Århus", "žilina", "7th district", "Алматы")] == ["A", "Z", "#", "А"]


# -- a kept edition of before --------------------------------------------------------------------------------------


def test_an_edition_that_says_nothing_in_brief_is_linked_all_the_same(tmp_path: Path) -> None:
    whole = lake_bundle("2021-01", "2021-02-10T09:00", full=True)
    about = {
        "title": {"en": "North shore", "id": "Tepi utara"},
        "description": {"en": "North shore.", "id": "Tepi utara."},
        "figures": {"en": [], "id": []},
    }
    own = {
        f"fragments/{name}.{code}.html": b"<h1>North shore</h1>"
        for name in ("areas", "area-north")
        for code in ("en", "id")
    }
    own |= {
        f"public/lake/2021-01/areas/{place}figures.json": figures_json([], "lake", "2021-01")
        for place in ("", "north/")
    }
    more = {**whole.about, "areas": {"north": about}, "pages": [*whole.about["pages"], "areas", "area-north"]}
    tree = compose(
        verdict_for(publication_in(tmp_path / "p"), (replace(whole, about=more, files={**whole.files, **own}),))
    )
    page = html.document_fromstring((tree.folder / "id/areas/north/index.html").read_bytes().decode())
    assert page.xpath("string(//h1)") == "Tepi utara"
    assert page.xpath("//section//a[@class='btn one']/@href") == ["../../../id/lake/2021-01/areas/north/"]
    assert not page.xpath("//section//data")


# -- the pages -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two reports of one list of places, one of them later, and a third of a land that has a North too."""
    to = tmp_path_factory.mktemp("places")
    root = small_places(to / "p")
    listed(root)
    settings = root / "mkdocs.yml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace(
            "channels:", "networks: [bluesky]\n      card_sizes: [1200x630]\n      channels:"
        )
    )
    another(
        root,
        "schools",
        ("title: {en: Jobless people, id", "title: {en: Schools, id"),
        ("2024-02}", "2024-02, lag_days: 46}"),
    )
    another(
        root,
        "abroad",
        (LISTED, "        concept: area\n"),
        ("label: {en: The country", "label: {en: Abroad"),
        ("place: {en: The country", "place: {en: Abroad"),
        ("2024-02}", "2024-02, lag_days: 47}"),
    )
    assert (
        main(["build", "-C", str(root), "--as-of", "2024-06-01T12:00", "--archive", "all", "--out", str(to / "out")])
        == 0
    )
    return to / "out"


def read(site: Path, address: str) -> html.HtmlElement:
    return html.document_fromstring((site / address / "index.html").read_bytes().decode())


def squeezed(element: html.HtmlElement) -> str:
    return re.sub(" ([:;,.])", r"\1", " ".join(" ".join(element.itertext()).split()))


@pytest.mark.slow
def test_the_page_of_a_place_quotes_every_report_newest_first(site: Path) -> None:
    page = read(site, "areas/north")
    sections = page.xpath("//section")
    assert [squeezed(section.xpath(".//h2")[0]) for section in sections] == ["Schools", "Jobless people"]
    own = read(site, "jobless/2024-03/areas/north")
    stand = squeezed(own.xpath("//div[@class='stand']")[0])
    assert "North 4.6%" in stand
    for section in sections:
        assert stand in squeezed(section)
        assert "down 1.2 points, better" in squeezed(section)
        assert section.xpath(".//data[@data-figure='rate.north.2024-03']/@value") == ["4.6", "4.6"]
    links = sections[1].xpath(".//details//a")
    assert [(link.get("href"), link.text_content(), link.get("aria-current")) for link in links] == [
        ("../../jobless/2024-02/areas/north/", "Feb", None),
        ("../../jobless/2024-03/areas/north/", "Mar", "true"),
    ]
    assert squeezed(page.xpath("//h1/following-sibling::p")[0]) == "2 reports have figures for this area."


@pytest.mark.slow
def test_a_namesake_of_another_land_has_a_page_of_its_own(site: Path) -> None:
    page = read(site, "areas/abroad-place-north")
    assert page.xpath("//section//a[@class='btn one']/@href") == ["../../abroad/2024-03/areas/north/"]
    assert "Schools" not in page.text_content()
    assert not read(site, "abroad/2024-03/areas/north").xpath(
        "//a[contains(@href, '../areas/')][contains(., 'all reports')]"
    )
    [way] = read(site, "schools/2024-03/areas/north").xpath("//a[contains(., 'in all reports')]/@href")
    assert way == "../../../../areas/north/"


@pytest.mark.slow
@pytest.mark.parametrize("prefix", ["", "id/"])
def test_the_list_has_every_place_once_and_every_page_leads_to_it(site: Path, prefix: str) -> None:
    page = read(site, f"{prefix}areas")
    links = page.xpath("//section//li/a/@href")
    assert len(links) == len(set(links)) == 8
    assert len(page.xpath("//section")) == 2
    assert all((site / prefix / "areas" / link.rpartition("areas/")[2] / "index.html").is_file() for link in links)
    assert "script-src 'self'" in page.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    for address in ("", "jobless", "data", "areas/north", "areas"):
        nav = read(site, f"{prefix}{address}").xpath("//nav[@class='nav']/a")
        [own] = [link for link in nav if link.get("href").endswith("areas/")]
        assert own.get("aria-current") == {"areas": "page", "areas/north": "true"}.get(address)
    assert f"https://office.example/{prefix}areas/north/" in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_a_publication_without_places_says_nothing_of_them(tmp_path: Path) -> None:
    tree = compose(verdict_for(publication_in(tmp_path / "p"), (lake_bundle("2021-01", "2021-02-10T09:00"),)))
    assert not (tree.folder / "areas").exists()
    assert "areas/" not in (tree.folder / "index.html").read_text(encoding="utf-8")
    assert "areas/" not in (tree.folder / "sitemap.xml").read_text(encoding="utf-8")

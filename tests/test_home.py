"""Home: what is new, what comes next, reports by topic; and the page of the agency's official channels."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from lxml import html

from berkala.compose import compose
from berkala.compose.channels import NETWORKS
from berkala.compose.tree import Tree
from berkala.plan.channels import OfficialChannel
from lake import BASE, bundle, problems_of, publication_in, three, verdict_for

MORE = """
      topics:
        weather: {en: Weather, id: Cuaca}
        water: {en: Water and lakes, id: Air dan danau}
      official:
        - {network: mastodon, address: "https://social.example/@danau2", purpose: {en: Each release, id: Setiap rilis}}
        - {network: x, address: "https://x.example/danau", handle: "@danau", purpose: {en: The news, id: Kabar}}
        - {network: website, address: "https://danau.example", purpose: {en: The office, id: Kantor}}
"""


def report(root: Path, name: str, topic: str = "") -> None:
    """One more report of the same dataset; nothing of it is released."""
    text = (root / "reports/lake.md").read_text(encoding="utf-8")
    text = text.replace("title: {en: Lake levels", f"title: {{en: The {name}").replace("2021-01-01", "2031-01-01")
    (root / f"reports/{name}.md").write_text(text, encoding="utf-8")
    (root / f"reports/{name}.id.md").write_text("", encoding="utf-8")
    about(root, name, topic)


def about(root: Path, name: str, topic: str) -> None:
    """Give a report its topic."""
    file = root / f"reports/{name}.md"
    line = f"topic: {topic}\n" if topic else ""
    file.write_text(
        file.read_text(encoding="utf-8").replace("dataset: lake\n", f"{line}dataset: lake\n"), encoding="utf-8"
    )


def declared(root: Path, text: str = MORE) -> None:
    """Add to the settings."""
    file = root / "mkdocs.yml"
    file.write_text(file.read_text(encoding="utf-8").rstrip() + text, encoding="utf-8")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """A lake that goes on, with two reports to come, topics and channels."""
    root = publication_in(tmp_path_factory.mktemp("home") / "p", until="")
    declared(root)
    report(root, "pond", "water")
    report(root, "mill")
    about(root, "lake", "water")
    return compose(verdict_for(root, three()))


def page(tree: Tree, path: str) -> html.HtmlElement:
    return html.document_fromstring((tree.folder / path / "index.html").read_bytes().decode())


def said(element: html.HtmlElement) -> str:
    return re.sub(" ([:;,.])", r"\1", " ".join(" ".join(element.itertext()).split()))


@pytest.mark.parametrize(
    ("path", "heads"), [("", ["Water and lakes", "Other reports"]), ("id", ["Air dan danau", "Laporan lainnya"])]
)
def test_reports_stand_under_their_topics_as_the_settings_order_them(tree: Tree, path: str, heads: list[str]) -> None:
    sections = page(tree, path).xpath("//section[.//ul[contains(@class, 'rels')]]")
    assert [said(section.xpath(".//h2")[0]) for section in sections] == heads
    assert [len(section.xpath(".//li")) for section in sections] == [2, 1]
    assert said(sections[0].xpath(".//h3")[0]).startswith(("Lake levels", "Tinggi danau"))


def test_latest_and_next_are_plain_at_once(tree: Tree) -> None:
    first, following = page(tree, "").xpath("//header[@class='hero']/p[@class='rel']")
    assert said(first) == "Latest release. Wednesday 10 February 2021, 9:00am (Jakarta time)"
    assert said(following) == "Next release. Lake levels, February 2021: March 2021"
    assert [said(one) for one in page(tree, "").xpath("//section[@id='calendar']//h3")] == [
        "Lake levels, February 2021",
        "The mill, November 2020",
        "The pond, November 2020",
    ]


def test_nothing_is_said_twice(tree: Tree) -> None:
    whole = said(page(tree, "").xpath("//main")[0])
    # The newest release is told above, and stands in the list of reports like every other one.
    assert whole.count("metres in the lake") == 2
    assert said(page(tree, "").xpath("//body")[0]).count("Not a release of anybody.") == 1


def test_without_topics_home_has_one_list(tmp_path: Path) -> None:
    root = publication_in(tmp_path / "p", until="")
    home = page(compose(verdict_for(root, (bundle("2020-11", "2021-01-01T09:00"),))), "")
    assert [said(one) for one in home.xpath("//section[.//ul[contains(@class, 'rels')]]//h2")] == ["Reports"]
    assert home.xpath("//section[@id='calendar']") == []


# -- official channels -----------------------------------------------------------------------------------------------


def test_the_channels_are_linked_as_the_agencys_own(tree: Tree) -> None:
    document = page(tree, "id/about/channels")
    links = {link.get("href"): said(link) for link in document.xpath("//a[@rel='me']")}
    assert links == {
        "https://social.example/@danau2": "social.example/@danau2",
        "https://x.example/danau": "@danau",
        "https://danau.example": "danau.example",
    }
    assert "Yang tidak tercantum di sini bukan milik kami." in said(document)
    assert [said(one) for one in document.xpath("//dt")] == ["Situs web", "Mastodon", "X", "Situs web", "Surel"]
    [data] = [json.loads(one.text) for one in document.xpath("//script[@type='application/ld+json']")]
    assert (data["@type"], data["sameAs"]) == ("Organization", list(links))
    assert f"<loc>{BASE}id/about/channels/</loc>" in (tree.folder / "sitemap.xml").read_text(encoding="utf-8")


def test_every_page_leads_to_them_and_no_link_is_dead(tree: Tree) -> None:
    for path in ("", "id", "lake/2021-01", "id/data/lake", "about/channels"):
        [foot] = page(tree, path).xpath("//footer//a[contains(@href, 'about/channels/')]")
        assert foot.get("aria-current") == ("page" if path == "about/channels" else None)
    assert problems_of(tree) == []


def test_an_agency_that_lists_none_has_no_such_page(tmp_path: Path) -> None:
    tree = compose(verdict_for(publication_in(tmp_path / "p"), three()))
    assert not (tree.folder / "about/channels").exists()
    assert "about/channels" not in (tree.folder / "index.html").read_text(encoding="utf-8")


def test_every_network_has_a_name() -> None:
    known = set(OfficialChannel.model_json_schema()["properties"]["network"]["enum"])
    assert known == {*NETWORKS, "website"}

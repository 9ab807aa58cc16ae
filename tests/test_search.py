"""The search as it is made: its index, the words in it, the list of everything, and what stands where nothing is."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from berkala.compose import compose, search_index
from berkala.compose.search_entry import Found, other_names
from berkala.compose.search_index import FOLDER
from berkala.compose.search_page import search_pages
from berkala.compose.search_text import PageText, read_page
from berkala.compose.search_words import base_of, base_words, number_words, rules_of
from berkala.compose.tree import Tree
from berkala.plan.specifications import Category
from berkala.words import available, language
from lake import (
    fixture_tree,  # noqa: F401
    listing,
    publication_in,
    refused,
    three,
    verdict_for,
)


def index_of(tree: Tree) -> dict[str, bytes]:
    return {path: content for path, content in listing(tree).items() if path.startswith(FOLDER)}


def fragments(tree: Tree, code: str = "en") -> list[dict[str, object]]:
    """What the index holds of each page of a language."""
    found = [gzip.decompress(c) for p, c in sorted(index_of(tree).items()) if f"/fragment/{code}_" in p]
    return [json.loads(content.removeprefix(b"pagefind_dcd")) for content in found]


def said(tree: Tree) -> str:
    """Everything that is in the index, as far as it is text."""
    packed = [content for path, content in index_of(tree).items() if path.rpartition(".")[2].startswith("pf_")]
    return " ".join(gzip.decompress(content).decode("utf-8", errors="replace") for content in packed)


# -- the index ----------------------------------------------------------------------------------------------------


def test_the_index_is_in_the_manifest_with_what_reads_it_and_no_more(tree: Tree) -> None:
    names = {path.removeprefix(FOLDER) for path in index_of(tree)}
    manifest = json.loads((tree.folder / "manifest.json").read_bytes())["files"]
    assert {FOLDER + name for name in names} == {path for path in manifest if path.startswith(FOLDER)}
    assert {name for name in names if "/" not in name and not name.endswith(".pf_meta")} == {
        "pagefind.js", "pagefind-entry.json", "wasm.en.pagefind", "wasm.id.pagefind",
    }  # fmt: skip
    assert {name.partition("/")[0] for name in names if "/" in name} == {"fragment", "index", "filter"}


def test_each_page_is_found_once_at_its_latest_address_and_older_editions_apart(tree: Tree) -> None:
    told = {str(one["url"]): one for one in fragments(tree)}
    assert set(told) == {
        "/lake/",
        "/lake/2020-11/",
        "/lake/2020-12/",
        "/data/",
        "/data/lake/",
        "/timetable/",
        "/about/",
        "/corrections/",
    }
    older = {url for url, one in told.items() if one["filters"] == {"older": ["yes"]}}
    assert older == {"/lake/2020-11/", "/lake/2020-12/"}
    lake = dict(told["/lake/"]["meta"])  # type: ignore[call-overload]
    # Readers seldom know a report's title: its main figure's name and its summary find it too.
    assert len(str(lake.pop("names")).split()) > 3
    # Who asks for the number of its headline means the report.
    assert str(lake.pop("headline")).split() == ["qn7q"]
    assert lake == {"report": "Lake levels", "detail": "January 2021"}
    assert told["/data/lake/"]["meta"] == {"dataset": "Lake levels <wet>", "detail": "January 2021"}
    assert {str(one["url"]) for one in fragments(tree, "id")} == {f"/id{url}" for url in told}


def test_a_page_is_found_by_what_it_says_and_by_no_navigation(tree: Tree) -> None:
    lake = next(one for one in fragments(tree) if one["url"] == "/lake/")
    assert str(lake["content"]).startswith("7 metres in the lake.")
    assert "qn7q" in str(lake["content"])
    assert not re.search(r"Previous|Skip to content|Made with Berkala|Share cards", str(lake["content"]))


def test_the_same_pages_give_the_same_bytes_whatever_surrounds_them(
    tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGEFIND_FORCE_LANGUAGE", "fr")
    (tmp_path / "pagefind.toml").write_text('force_language = "ru"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    again = compose(verdict_for(publication_in(tmp_path / "elsewhere" / "deep" / "p"), three()))
    assert index_of(again) == index_of(tree) != {}


def test_nothing_of_an_edition_that_is_not_released_is_in_the_index(tree: Tree, tmp_path: Path) -> None:
    early = said(compose(verdict_for(publication_in(tmp_path / "p"), three()[:2])))
    assert ("January 2021" in said(tree), "qn2021q" in said(tree)) == (True, True)
    assert "December 2020" in early
    # The calendar announces the release itself, by its day; nothing is said of the edition.
    assert not re.search(r"/lake/2021-01|lake/2021", early)


def test_other_names_are_found_only_where_a_page_says_the_name() -> None:
    east = Category.model_validate(
        {"value": "east", "label": {"en": "East Java", "id": "Jawa Timur"}, "code": "35", "aliases": ["Jatim"]}
    )
    planned = Category.model_validate({"value": "new", "label": {"en": "New land", "id": "Tanah baru"}, "code": "99"})
    names = other_names((east, planned), "en")
    assert names == {"East Java": ("35", "Jatim"), "New land": ("99",)}
    page = read_page(b"<main><h1>Poverty</h1><p>In East Java it is low.</p></main>")
    found = Found("dataset", "Poverty", names=names)
    hidden = [*search_index._hidden(search_index._Entry("x", found, language("en"), page))]
    assert ("Jatim" in hidden, "35" in hidden, "99" in hidden) == (True, True, False)


# -- off, or not to be had ----------------------------------------------------------------------------------------


def test_the_end_of_a_series_is_told_to_the_search() -> None:
    said = [
        search_index._indexed(
            search_index._Entry("x", Found("area", "Cleveland", last=ended), language("en"), PageText((), ()))
        )
        for ended in (True, False)
    ]
    assert ["last[content]" in one for one in said] == [True, False]


def without_search(root: Path) -> Path:
    settings = publication_in(root) / "mkdocs.yml"
    settings.write_text(f"{settings.read_text(encoding='utf-8').rstrip()}\n      search: false\n", encoding="utf-8")
    return root


def test_a_site_may_have_no_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "_program", lambda: None)
    files = listing(compose(verdict_for(without_search(tmp_path / "p"), three())))
    assert not [path for path in files if path.partition("id/")[2].startswith("search/") or path.startswith("search/")]
    assert not [path for path, content in files.items() if path.endswith((".html", ".xml")) and b"search/" in content]


def test_where_the_program_is_not_there_it_is_said_and_nothing_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "_program", lambda: None)
    [problem] = refused(verdict_for(publication_in(tmp_path / "p"), three()))
    assert problem.code == "compose.search-missing"
    assert "search: false" in problem.remedy("en")


def test_where_the_program_fails_its_words_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = tmp_path / "failing"
    failing.write_text("#!/bin/sh\necho no room left >&2\nexit 3\n", encoding="utf-8")
    failing.chmod(0o755)
    monkeypatch.setattr(search_index, "_program", lambda: failing)
    [problem] = refused(verdict_for(publication_in(tmp_path / "p"), three()))
    assert problem.code == "compose.search-failed"
    assert "no room left" in problem.message("en")


# -- words --------------------------------------------------------------------------------------------------------

FAMILIES = [
    "tingkat meningkat peningkatan ditingkatkan setingkat tingkatkan", "miskin kemiskinan termiskin",
    "anggur pengangguran menganggur penganggur", "duduk penduduk kependudukan penduduknya",
    "layan layanan pelayanan melayani dilayani", "mohon permohonan memohon pemohon",
    "turun menurun penurunan diturunkan turunnya", "naik kenaikan menaikkan dinaikkan naiknya",
    "ubah perubahan mengubah berubah diubah", "rumah perumahan", "rawat perawatan merawat dirawat",
    "didik pendidikan mendidik berpendidikan", "kunjung kunjungan pengunjung mengunjungi berkunjung",
    "tunggu menunggu penungguan ditunggu", "ukur mengukur pengukuran diukur", "hitung menghitung penghitungan",
    "tani petani pertanian", "kerja bekerja pekerja pekerjaan kerjakan", "sehat kesehatan menyehatkan",
    "keluar pengeluaran mengeluarkan", "tumbuh pertumbuhan bertumbuh", "terima menerima penerimaan diterima",
    "rendah terendah", "tinggi tertinggi", "data mendata pendataan", "usaha perusahaan berusaha pengusaha",
    "jalan berjalan perjalanan", "ajar belajar pelajar pelajaran", "bulan bulanan", "capai mencapai pencapaian capaian",
    "kirim mengirim pengiriman", "catat mencatat pencatatan catatan tercatat",
]  # fmt: skip


@pytest.mark.parametrize("family", FAMILIES)
def test_every_form_of_an_indonesian_word_has_one_base(family: str) -> None:
    assert len({base_of(word, "id") for word in family.split()}) == 1


def test_words_of_different_families_have_different_bases() -> None:
    bases = [base_of(family.split()[0], "id") for family in FAMILIES]
    assert len(set(bases)) == len(bases)
    assert base_of("persen", "id") != base_of("sen", "id")
    assert base_of("jumlah", "id") != base_of("juml", "id")


def test_a_language_without_rules_has_no_base_words() -> None:
    assert [*base_words(["Rates rose"], "en")] == []
    assert [*base_words(["Angka naik, angka turun"], "id")] == ["qxngangkaq", "qxnaiq", "qxnurunq"]


@pytest.mark.parametrize("code", available())
def test_rules_are_written_as_python_and_browsers_both_read_them(code: str) -> None:
    for pattern, instead in rules_of(code):
        assert not re.search(r"\\|\(\?(?![:=!])", pattern), pattern
        assert re.fullmatch(r"[a-z]*(\$\d)?", instead), instead


@pytest.mark.parametrize("code", available())
def test_a_search_can_offer_each_other_language_by_its_name(code: str) -> None:
    names = [language(code).text(f"search.tongues.{other}") for other in available()]
    assert len(set(names)) == len(available())


def test_the_search_is_told_how_to_search_in_the_other_language(tree: Tree) -> None:
    page = html.document_fromstring((tree.folder / "id/search/index.html").read_bytes().decode())
    told = json.loads(page.get_element_by_id("ask").get("data-told"))
    assert (told["code"], told["rules"] != []) == ("id", True)
    assert told["elsewhere"] == [
        {"code": "en", "rules": [], "older": True, "page": "../../search/", "name": "dalam bahasa Inggris"}
    ]


@pytest.mark.parametrize(
    ("code", "text", "words"),
    [
        ("en", "86.6% of 2,167,550 people in 2019", ["qn86d6q", "qn2167550q", "qn2019q"]),
        ("id", "86,6% dari 2.167.550 orang, Rp505.469", ["qn86d6q", "qn2167550q", "qn505469q"]),
        ("fr", "86,6 % de 2\u202f167\u202f550 personnes", ["qn86d6q", "qn2167550q"]),
        ("ru", "86,6 % из 2\u00a0167\u00a0550", ["qn86d6q", "qn2167550q"]),
        ("en", "866 and 8,660 and 86.60", ["qn866q", "qn8660q", "qn86d60q"]),
        ("en", "Indicator 12.8.1", ["qn1281q"]),
    ],
)
def test_a_number_is_one_word_however_it_is_written(code: str, text: str, words: list[str]) -> None:
    assert [*number_words([text], language(code))] == words


# -- what a page says ---------------------------------------------------------------------------------------------


def test_a_page_is_read_without_what_stands_on_every_page() -> None:
    page = read_page(
        b'<header>Site</header><main id="main"><nav>Way</nav><h1>Rates</h1><p>Up <data value="1">1.5</data> '
        b'points.</p><section id="columns"><h2>Columns</h2><table><tr id="column-a"><th>a</th><td>People, '
        b"persons</td><td><data>99</data></td><td>12</td></tr></table></section><p class='row'><a>CSV</a></p>"
        b"<svg><text>9</text></svg><section id='cite'><h2>Cite</h2></section><p aria-hidden='true'>x</p>"
        b"<section id='responsible'><p>Waiting Street 1</p></section><section id='data'><p>Terms of use</p></section>"
        b"<!-- no --></main><footer>Foot</footer>"
    )
    assert [(one.tag, one.text, one.place) for one in page.blocks] == [
        ("h1", "Rates", ""), ("p", "Up 1.5 points.", ""), ("h2", "Columns", "columns"), ("p", "a", "column-a"),
        ("p", "People, persons", ""),
    ]  # fmt: skip
    assert page.figures == ("1.5", "99")


def test_the_page_of_a_place_is_not_found_by_what_it_repeats_of_its_report(tmp_path: Path) -> None:
    file = tmp_path / "index.html"
    file.write_text("<main><h1>East</h1><section id='mistakes'><p>505</p></section></main>", encoding="utf-8")
    said = [search_index._text(Found(kind, "East"), file).blocks for kind in ("area", "report")]
    assert [len(blocks) for blocks in said] == [1, 2]


def test_a_page_without_a_main_part_says_nothing() -> None:
    assert read_page(b"<html><body><p>Elsewhere</p></body></html>") == PageText((), ())


def test_a_column_of_a_dataset_has_a_place_of_its_own() -> None:
    template = (Path(__file__).parents[1] / "templates/theme/fragments/dataset.html").read_text(encoding="utf-8")
    assert '<div id="column-{{ column.name.text }}">' in template


# -- the list of everything ---------------------------------------------------------------------------------------


def listed(tree: Tree, prefix: str = "") -> list[tuple[str, list[str]]]:
    page = html.document_fromstring((tree.folder / f"{prefix}search/index.html").read_bytes().decode())
    heads = page.xpath("//section[@id='all']//h3")
    return [
        (head.text_content(), [" ".join(li.text_content().split()) for li in head.xpath("following-sibling::ul[1]/li")])
        for head in heads
    ]


def test_without_a_script_everything_is_in_a_list_from_a_to_z(tree: Tree) -> None:
    assert listed(tree) == [
        ("A", ["About us Page"]),
        ("C", ["Corrections Page"]),
        ("D", ["Data catalogue Page"]),
        ("L", ["Lake levels Report, January 2021", "Lake levels <wet> Data, January 2021"]),
        ("R", ["Release calendar Page"]),
    ]
    page = html.document_fromstring((tree.folder / "search/index.html").read_bytes().decode())
    # The form is shown where there is scripting: the stylesheet asks, and nothing moves when the script comes.
    sheet = (tree.folder / "assets/berkala.css").read_text(encoding="utf-8")
    assert "@media (scripting:none){.ask{display:none}}" in sheet
    assert "needs JavaScript" in page.xpath("string(//*[@id='without'])")
    assert "site:stats.example/open" in page.xpath("string(//*[@id='without'])")
    assert [head for head, _ in listed(tree, "id/")] == ["A", "J", "K", "L", "T"]


def test_titles_stand_as_the_language_orders_its_letters(tree: Tree) -> None:
    """After the number of an indicator; what begins with no letter stands at the end or the beginning."""
    titles = {"en": ["Éclair", "eel", "1.10 Zebra", "12"], "kk": ["Яблоко", "Қала", "Кеме", "Ән", "Ад"]}
    for code, expected in (("en", "#EZ"), ("kk", "АӘКҚЯ")):
        assert "".join(letters_of(tree, code, titles[code])) == expected


def letters_of(tree: Tree, code: str, titles: list[str]) -> list[str]:
    from berkala.compose.frame import Frame
    from berkala.compose.shelf import Shelf

    settings = tree.plan.publication.settings.model_copy(update={"languages": (code,)})
    name = tree.plan.publication.settings.agency.name
    agency = settings.agency.model_copy(update={"name": name.model_copy(update={"root": {code: "A"}})})
    publication = replace(tree.plan.publication, settings=settings.model_copy(update={"agency": agency}))
    frame = Frame(Shelf(publication, ()))
    for place, title in enumerate(titles):
        frame.found[f"p{place}/index.html"] = Found("page", title)
    frame.found["a/areas/x/index.html"] = Found("area", "Left out", listed=False)
    from berkala.compose.search_page import _by_letter

    return [letter for letter, _ in _by_letter(frame, language(code))]


def test_a_long_list_begins_with_its_letters(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    from berkala.compose import search_page
    from berkala.compose.frame import Frame
    from berkala.compose.shelf import Shelf

    frame = Frame(Shelf(tree.plan.publication, ()))
    frame.found["a/index.html"] = Found("page", "Alpha")
    assert b'class="letters"' not in next(search_pages(frame))[1]
    monkeypatch.setattr(search_page, "LONG", 0)
    assert b'class="letters"' in next(search_pages(frame))[1]


def test_before_the_first_release_the_list_says_so(tree: Tree) -> None:
    from berkala.compose.frame import Frame
    from berkala.compose.shelf import Shelf

    assert b"There is nothing here yet" in next(search_pages(Frame(Shelf(tree.plan.publication, ()))))[1]


# -- where nothing is ---------------------------------------------------------------------------------------------


def test_the_page_for_a_wrong_address_leads_on_in_every_language(tree: Tree) -> None:
    page = html.document_fromstring((tree.folder / "404.html").read_bytes().decode())
    links = page.xpath("//main//a/@href")
    for prefix in ("/open/", "/open/id/"):
        assert {f"{prefix}{name}" for name in ("", "search/", "timetable/", "data/")} <= set(links)
    assert page.xpath("//main/div/@lang") == ["id"]
    assert links.count("mailto:desk@stats.example") == 2
    assert "has not been released yet" in page.xpath("string(//main)")


def test_the_sitemap_says_when_pages_of_releases_changed(tree: Tree) -> None:
    text = (tree.folder / "sitemap.xml").read_text(encoding="utf-8")
    newest = "2021-02-10T09:00:00+07:00"
    for address in ("", "data/", "timetable/", "search/", "lake/2021-01/", "data/lake/"):
        line = next(one for one in text.split("\n") if f"<loc>https://stats.example/open/{address}</loc>" in one)
        assert f"<lastmod>{newest}</lastmod>" in line, address
        assert 'hreflang="id"' in line
        assert 'hreflang="x-default"' in line
    assert "/search/?" not in text

"""The pages of places: what each says, where it stands, and that check holds it to its own figures."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from lxml import html

from berkala.check import check
from berkala.cli import main
from berkala.measure import FindingsSet, measure
from berkala.pipeline import run
from berkala.plan import Request
from berkala.render import render
from berkala.render.bundle import Bundle, Bundles
from berkala.render.edition import render_edition
from berkala.render.numbers_table import numbers_table
from berkala.words import language
from small_places import NOW, small_places

pytestmark = pytest.mark.slow

HOME = "jobless/2024-03/areas/"


@cache
def root() -> Path:
    return small_places(Path(mkdtemp(prefix="places-")))


@cache
def measured() -> FindingsSet:
    found: FindingsSet = run(Request(root(), NOW, "build"), last=measure)
    assert [problem for problem in found.problems if problem.severity == "error"] == []
    return found


@cache
def rendered() -> Bundles:
    return render(measured())


def newest() -> Bundle:
    return rendered().bundles[-1]


def text_of(fragment: str, code: str = "en") -> str:
    content = newest().files[f"fragments/{fragment}.{code}.html"].decode()
    root = html.fragment_fromstring(content, create_parent="div")
    return re.sub(" ([:;,.])", r"\1", " ".join(" ".join(root.itertext()).split()))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "out"
    assert main(["build", "-C", str(root()), "--as-of", NOW.isoformat(), "--archive", "all", "--out", str(out)]) == 0
    return out


# -- what a page says -------------------------------------------------------------------------------------------


def test_a_place_is_told_with_its_direction_and_the_whole_beside_it() -> None:
    said = text_of("area-north")
    assert "Jobless rate, March 2024: North 4.6%; The country 9.4%." in said
    assert "Since Mar 2023 down 1.2 points, better" in said
    assert "Since Feb 2024 down 0.1 points, better" in said
    assert "Place, counted from the highest" not in said  # nobody else has a value for March


def test_a_place_of_its_own_months_is_told_at_its_own_latest_and_says_so() -> None:
    said = text_of("area-south")
    assert "Jobless rate, February 2024: South 10.3%; The country 9.3%." in said
    assert "There is no figure for March 2024; the latest is for February 2024." in said
    assert "Observed in these months only: February, April, June, August, October and December." in said
    assert "Since Jan 2024" not in said
    assert "Hanya diamati pada bulan-bulan ini: Februari, April" in text_of("area-south", "id")


def test_a_series_that_ended_and_a_place_not_yet_formed_say_so() -> None:
    assert "The series ended in June 2023 and is not carried on." in text_of("area-east")
    assert "Jobless rate: no figure (not yet formed)." in text_of("area-new")
    assert "tidak ada angka (belum terbentuk)" in text_of("area-new", "id")


def test_a_mistake_of_the_source_is_told_where_it_concerns_the_page() -> None:
    assert "the source says 99.0. We do not use it. More than all. Declared by: The desk." in text_of("area-north")
    assert "99.0" not in text_of("area-south")
    assert "Mistakes in the source" in text_of("edition")


def test_the_table_of_a_place_has_every_period_of_it_and_no_column_twice() -> None:
    page = html.fragment_fromstring(newest().files["fragments/area-south.en.html"].decode(), create_parent="div")
    heads = [" ".join(head.itertext()) for head in page.xpath("(//table)[1]/thead//th")]
    assert [head.split("|")[0] for head in heads] == [
        "Period",
        "Jobless rate",
        "Jobless rate, The country",
        "Jobless people",
    ]
    rows = page.xpath("//section[@id='numbers']//tbody/tr")
    assert len(rows) == 7
    assert rows[0].text_content().startswith("Feb 2024")


def test_the_list_gives_each_place_its_latest_value_and_does_not_rank() -> None:
    rows = html.fragment_fromstring(newest().files["fragments/areas.en.html"].decode(), create_parent="div")
    listed = [" ".join(cell.text_content() for cell in row) for row in rows.xpath("//tbody/tr")]
    assert listed == ["North 4.6% Mar 2024", "South 10.3% Feb 2024", "East 7.5% Jun 2023", "New not yet formed"]


def test_the_edition_names_its_places_and_what_is_invented() -> None:
    page = newest().files["fragments/edition.en.html"].decode()
    assert re.findall(r'href="@/jobless/2024-03/areas/([a-z]+)/"', page) == ["north", "south", "east", "new"]
    assert newest().about["invented"] == {"en": "All of this is invented.", "id": "Semua ini rekaan."}


def test_only_a_full_edition_has_pages_of_places_and_its_facts_are_the_same_without() -> None:
    findings = measured().editions[-1]
    bare, _ = render_edition(replace(findings, areas={}), measured().plan.publication, "x")
    assert not any("areas" in path for path in bare.files)
    same = "public/jobless/2024-03/figures.json"
    assert bare.files[same] == newest().files[same]


def test_indicators_that_are_one_whole_have_one_column() -> None:
    table = numbers_table(measured().editions[-1], language("en"))
    assert [head.text for head in table.head] == ["Jobless rate", "Jobless people"]  # the lead is not made of it
    assert table.left_out == 0


# -- check ------------------------------------------------------------------------------------------------------


def errors(files: dict[str, bytes]) -> set[tuple[str, str]]:
    """Code and place of every error of the newest edition with these files in place of its own."""
    bundle = replace(newest(), files={**newest().files, **files})
    found = check(Bundles(rendered().plan, (bundle,))).problems
    return {(one.code, one.file or "") for one in found if one.severity == "error"}


def changed(path: str, old: str, new: str) -> dict[str, bytes]:
    content = newest().files[path].decode()
    assert old in content
    return {path: content.replace(old, new, 1).encode()}


NORTH, PAGE = "fragments/area-north.en.html", f"{HOME}north/ (en)"


def test_nothing_is_wrong_with_the_pages_as_they_are() -> None:
    assert errors({}) == set()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("4.6<small>%</small>", "4.7<small>%</small>", "check.number-wrong"),
        (
            'value="4.6" data-figure="rate.north.2024-03"',
            'value="4.5" data-figure="rate.north.2024-03"',
            "check.figure-stale",
        ),
        (">down</span>", ">up</span>", "check.direction-wrong"),
        ("<h1>North</h1>", "<h1>North</h1><p>12 in every hundred.</p>", "check.number-untraced"),
        ("<h1>North</h1>", "<h1>North</h1><p>Joblessness rose.</p>", "check.direction-untraced"),
        # A figure of another place, or one of the edition alone, is none of this page.
        (
            "<h1>North</h1>",
            '<h1>North</h1><data class="figure" value="10.3" data-figure="rate.south.2024-02">10.3%</data>',
            "check.figure-unknown",
        ),
    ],
)
def test_what_is_wrong_on_a_page_is_found(old: str, new: str, code: str) -> None:
    assert (code, PAGE) in errors(changed(NORTH, old, new))


def test_a_wrong_value_in_the_list_and_on_the_edition_is_found() -> None:
    assert ("check.number-wrong", f"{HOME} (en)") in errors(changed("fragments/areas.en.html", ">10.3%<", ">10.2%<"))
    wrong = errors(changed("fragments/edition.en.html", ">10.3%<", ">10.2%<"))
    assert wrong == {("check.number-wrong", "jobless/2024-03/ (en)")}


def test_a_figure_that_does_not_follow_or_is_another_elsewhere_is_found() -> None:
    path = f"public/{HOME}north/figures.json"
    document = newest().files[path].decode()
    line = next(one for one in document.split("\n") if '"rate.north.2024-03.change-year"' in one)
    found = errors({path: document.replace(line, line.replace('"value":-1.2', '"value":-1.3')).encode()})
    assert ("check.recomputed", f"{HOME}north/figures.json") in found
    assert ("check.figure-two-values", f"{HOME}north/figures.json") in found


def test_a_page_without_its_figures_is_found() -> None:
    files = {path: data for path, data in newest().files.items() if path != f"public/{HOME}north/figures.json"}
    bundle = replace(newest(), files=files)
    found = {(one.code, one.file) for one in check(Bundles(rendered().plan, (bundle,))).problems}
    assert ("check.file-missing", f"{HOME}north/figures.json") in found


def test_a_wrong_number_planted_in_the_template_stops_the_build(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = shutil.copytree(root(), tmp_path / "publication")
    template = copy / "templates/theme/fragments/area.html"
    wrong = '<p><data class="figure" value="4.6" data-figure="rate.north.2024-03">4.7%</data></p>'
    guard = "{% if category == 'north' and language.code == 'en' %}" + wrong + "{% endif %}"
    template.write_text(
        template.read_text().replace('<section class="sec" id="data">', guard + '<section class="sec" id="data">')
    )
    out = tmp_path / "out"
    arguments = ["build", "-C", str(copy), "--as-of", NOW.isoformat(), "--jobs", "1", "--out", str(out), "--json"]
    capsys.readouterr()
    assert main(arguments) == 1
    told = [one for one in json.loads(capsys.readouterr().out)["problems"] if one["severity"] == "error"]
    assert [(one["code"], one["file"]) for one in told] == [("check.number-wrong", PAGE)]
    assert not out.exists()


# -- where they stand -------------------------------------------------------------------------------------------


def head_of(site: Path, path: str) -> html.HtmlElement:
    return html.document_fromstring((site / path / "index.html").read_bytes())


def test_each_page_stands_for_good_and_its_newest_under_the_report(site: Path) -> None:
    for prefix in ("", "id/"):
        for place in ("", "north/", "south/", "east/", "new/"):
            for home in ("jobless/areas/", HOME):
                page = head_of(site, f"{prefix}{home}{place}")
                (canonical,) = page.xpath("//link[@rel='canonical']/@href")
                assert canonical == f"https://office.example/{prefix}{HOME}{place}"


def test_a_page_says_what_it_is_and_leads_back(site: Path) -> None:
    page = head_of(site, f"id/{HOME}south")
    assert page.findtext(".//title") == "Selatan: Pengangguran, Maret 2024 – Kantor uji"
    (described,) = page.xpath("//meta[@name='description']/@content")
    assert (
        described.replace("\u00a0", " ")
        == "Tingkat pengangguran, Februari 2024: Selatan 10,3 persen; Negeri 9,3 persen."
    )
    assert "../../../../../id/jobless/2024-03/" in page.xpath("//nav[@class='place']//a/@href")
    assert "Semua ini rekaan." in page.text_content()
    assert page.xpath("//nav[@class='lang']//a/@href") == ["../../../../../jobless/2024-03/areas/south/"]


def test_the_sitemap_names_each_page_once_at_its_address_for_good(site: Path) -> None:
    listed = re.findall(r"<loc>(.*?)</loc>", (site / "sitemap.xml").read_text())
    places = [address for address in listed if "/areas/" in address and "/jobless/" in address]
    assert len(places) == len(set(places)) == 18
    assert all(re.search("/jobless/2024-0[23]/areas/", address) for address in places)
    everywhere = [address for address in listed if re.search(r"example/(id/)?areas/", address)]
    assert len(everywhere) == len(set(everywhere)) == 10


def test_an_older_page_points_to_the_newest_of_the_same_place(site: Path) -> None:
    page = head_of(site, "jobless/2024-02/areas/north")
    (note,) = page.xpath("//div[@class='bar']")
    assert note.xpath(".//a/@href") == ["../../../../jobless/2024-03/areas/north/"]
    assert not head_of(site, f"{HOME}north").xpath("//div[@class='bar']")
    assert not (site / "jobless/2024-02/areas/new").exists()  # which was not yet formed


def test_every_page_of_places_is_reached_from_its_edition(site: Path) -> None:
    page = head_of(site, "jobless/2024-02")
    links = set(page.xpath("//section[@id='areas']//a/@href"))
    assert links == {f"../../jobless/2024-02/areas/{place}" for place in ("", "north/", "south/", "east/")}

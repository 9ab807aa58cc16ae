"""compose: pages of single charts that others frame. Their addresses stay whatever becomes of a report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from berkala.compose import compose
from berkala.compose.frame import POLICIES
from berkala.compose.tree import Tree
from berkala.render.bundle import Bundle
from lake import listing, problems_of, publication_in, refused, three, verdict_for

CHARTS = {"2020-11": ("depth", "gone"), "2020-12": ("depth", "gone"), "2021-01": ("depth",)}


def with_charts(bundle: Bundle) -> Bundle:
    code = bundle.edition.period.code
    files, about = dict(bundle.files), dict(bundle.about)
    for chart in CHARTS[code]:
        for lang in ("en", "id"):
            body = f'<figure><figcaption><h1>The {chart}</h1></figcaption></figure><a href="@/lake/{code}/">All</a>'
            files[f"fragments/embed-{chart}.{lang}.html"] = body.encode()
        about["pages"] = [*about["pages"], f"embed-{chart}"]
    return replace(bundle, files=files, about=about)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    bundles = tuple(map(with_charts, three()))
    return compose(verdict_for(publication_in(tmp_path_factory.mktemp("lake") / "p", prose=False), bundles))


def page(tree: Tree, address: str) -> html.HtmlElement:
    return html.document_fromstring(listing(tree)[f"{address}index.html"].decode())


def test_each_edition_has_its_own_for_good_and_the_newest_stands_in_for_all(tree: Tree) -> None:
    framed = {path.removesuffix("index.html") for path in listing(tree) if "embed/" in path}
    right = {"lake-2020-11-depth", "lake-2020-12-depth", "lake-2021-01-depth", "lake-depth"}
    right |= {"lake-2020-11-gone", "lake-2020-12-gone", "lake-gone"}
    assert framed == {f"{prefix}embed/{name}/" for prefix in ("", "id/") for name in right}
    assert problems_of(tree) == []
    assert b'href="../../lake/2021-01/"' in listing(tree)["embed/lake-depth/index.html"]
    assert b'href="../../lake/2020-12/"' in listing(tree)["embed/lake-gone/index.html"]


def test_an_old_one_says_that_there_is_a_newer_edition(tree: Tree) -> None:
    for address, old in (
        ("embed/lake-2020-12-depth/", True),
        ("embed/lake-gone/", True),
        ("id/embed/lake-2020-11-depth/", True),
        ("embed/lake-2021-01-depth/", False),
        ("embed/lake-depth/", False),
    ):
        links = page(tree, address).xpath("//div[@role='note']//a/@href")
        assert [link.endswith("lake/2021-01/") for link in links] == [True] * old, address


def test_it_is_not_indexed_and_the_edition_stands_for_it(tree: Tree) -> None:
    root = page(tree, "id/embed/lake-2020-12-depth/")
    assert root.xpath("//meta[@name='robots']/@content") == ["noindex"]
    (canonical,) = root.xpath("//link[@rel='canonical']/@href")
    assert canonical.endswith("/id/lake/2020-12/")
    assert root.xpath("//nav | //script | //header | //footer") == []
    assert root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == [POLICIES["embed"]]
    assert {
        a.get("target") for a in root.xpath("//a[not(ancestor::figure)]") if "lake/2020-12" not in a.get("href")
    } == {"_blank"}
    assert b"embed/" not in listing(tree)["sitemap.xml"]


def test_a_chart_in_one_language_alone_is_no_page(tmp_path: Path) -> None:
    broken = with_charts(three()[2])
    files = {path: content for path, content in broken.files.items() if path != "fragments/embed-depth.id.html"}
    root = publication_in(tmp_path / "p", prose=False)
    (problem,) = refused(verdict_for(root, (replace(broken, files=files),)))
    assert (problem.code, problem.facts["page"]) == ("compose.fragment-missing", "embed-depth")

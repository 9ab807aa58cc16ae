"""The snippets for servers, run for real: what each kind of address is sent with, and who may frame a page."""

from __future__ import annotations

import gzip
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from berkala.compose.frame import POLICIES
from browsing import CHROMIUM, chromium, opened, served
from built_once import SITES, once, shared_folder
from hosting import APACHE, NGINX, SNIPPETS, apache, nginx, rules, static_host

#: Where the kinds of pages stand that need more than the others; every other one is held to what these others need.
PLACES = {"explore": "/explore/", "embed": "/embed/", "search": "/search/", "scripted": "/areas/"}
VERSION = "/data/piped-water/2023/piped-water"
PAGES = {"page": "/piped-water/", "explore": "/piped-water/2023/explore/", "embed": "/embed/one/"}
ANYBODY, NOBODY = "frame-ancestors *", "frame-ancestors 'none'"
FOR_EVER, SHORT = "public, max-age=31536000, immutable", "public, max-age=60"
KINDS = {
    "/": "text/html; charset=utf-8",
    "/assets/berkala.css": "text/css; charset=utf-8",
    "/assets/icon.svg": "image/svg+xml; charset=utf-8",
    "/assets/explore.js": "text/javascript; charset=utf-8",
    "/assets/fonts/plus-jakarta-sans-latin.woff2": "font/woff2",
    f"{VERSION}.csv": "text/csv; charset=utf-8",
    f"{VERSION}.json": "application/json; charset=utf-8",
    f"{VERSION}.parquet": "application/vnd.apache.parquet",
    f"{VERSION}.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    f"{VERSION}.zip": "application/zip",
    "/feed.xml": "application/atom+xml; charset=utf-8",
    "/feed.json": "application/feed+json; charset=utf-8",
    "/timetable/timetable.ics": "text/calendar; charset=utf-8",
    "/data/catalog.ttl": "text/turtle; charset=utf-8",
    "/data/catalog.jsonld": "application/ld+json; charset=utf-8",
    "/app.webmanifest": "application/manifest+json; charset=utf-8",
    "/one.bib": "text/x-bibtex; charset=utf-8",
    "/one.pdf": "application/pdf",
}  # fmt: skip


def merged(kinds: list[str]) -> dict[str, set[str]]:
    """What several kinds of pages may load, together: by directive."""
    found: dict[str, set[str]] = {}
    for kind in kinds:
        for directive in POLICIES[kind].split("; "):
            name, *sources = directive.split(" ")
            found.setdefault(name, set()).update(sources)
    return {name: sources - {"'none'"} if len(sources) > 1 else sources for name, sources in found.items()}


def policy(text: str) -> dict[str, set[str]]:
    """A policy by directive."""
    return {name: set(sources) for name, *sources in (part.split(" ") for part in text.split("; "))}


def wanted(kind: str) -> dict[str, set[str]]:
    """What a server says of a kind of page: what the page says of itself, and who may frame it."""
    kinds = [kind] if kind in PLACES else [one for one in POLICIES if one not in PLACES]
    found = merged([one if one in POLICIES else "page" for one in kinds])
    return {**found, "frame-ancestors": {"*" if kind == "embed" else "'none'"}}


# -- what they say, without a server -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["nginx.conf", "htaccess"])
@pytest.mark.parametrize("kind", sorted({*POLICIES, "page", "embed"}))
def test_a_snippet_says_of_a_kind_of_page_what_the_page_says(name: str, kind: str) -> None:
    said = [policy(found) for found in re.findall(r'"(default-src [^"]*)"', (SNIPPETS / name).read_text("utf-8"))]
    assert wanted(kind) in said, f"{name} has no policy for pages of the kind {kind}: {wanted(kind)}"


def test_a_page_that_needs_more_than_others_has_an_address_of_its_own() -> None:
    for name, sources in wanted("page").items():
        assert not {one for one in sources if "unsafe" in one}, f"{name} of the kinds without a place in PLACES"


def test_no_two_rules_of_a_static_host_name_the_same_header_for_one_address() -> None:
    names = [(pattern, name) for pattern, name, _ in rules()]
    assert len(names) == len(set(names))
    for name in {name for pattern, name in names if pattern == "/*"}:
        assert [pattern for pattern, other in names if other == name] == ["/*"], name


# -- real servers --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A built site that a server may read, and a file of each kind that it has not."""
    built = once(shared_folder(tmp_path_factory.getbasetemp()), "collection", SITES["collection"])
    with tempfile.TemporaryDirectory(prefix="berkala-hosting-") as place:
        Path(place).chmod(0o755)
        site = Path(place) / "site"
        shutil.copytree(built, site)
        for name in ("data/catalog.ttl", "data/catalog.jsonld", "app.webmanifest", "one.bib", "one.pdf"):
            if not (site / name).exists():
                (site / name).write_text("{}", encoding="utf-8")
        for name in ("large.csv", "large.json", "large.ttl"):
            (site / name).write_text("a,b\n" * 2000, encoding="utf-8")
        for name in ("embed/one", "id/embed/one"):
            (site / name).mkdir(parents=True, exist_ok=True)
            (site / name / "index.html").write_text("<!doctype html><title>One</title><h1>A chart</h1>", "utf-8")
        yield site


SERVERS = [
    "static host",
    pytest.param("nginx", marks=pytest.mark.skipif(NGINX is None, reason="there is no nginx here")),
    pytest.param("apache", marks=pytest.mark.skipif(APACHE is None, reason="there is no Apache here")),
]


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest, folder: Path) -> Iterator[tuple[str, str]]:
    name, private = str(request.param), folder.parent / f"private-{request.param}"
    with ExitStack() as stack:
        starts = {"static host": lambda: static_host(folder), "nginx": lambda: nginx(folder, private),
                  "apache": lambda: apache(folder, private)}  # fmt: skip
        yield name, stack.enter_context(starts[name]())


def asked(address: str, path: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers by their small names, and what was sent, unpacked."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=20)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    headers = {name.lower(): value for name, value in answer.getheaders()}
    assert len(headers) == len(answer.getheaders()), "a header came twice"
    return answer.status, headers, gzip.decompress(content) if "content-encoding" in headers else content


@pytest.mark.slow
def test_every_kind_of_file_is_named_and_text_is_packed(server: tuple[str, str]) -> None:
    name, address = server
    for path, kind in KINDS.items():
        status, headers, _ = asked(address, path)
        assert status == 200, path
        if name != "static host":  # such hosts choose by themselves
            assert headers["content-type"].lower() == kind, path
    for path in ("/", "/assets/berkala.css", "/large.csv", "/large.json", "/large.ttl", "/feed.xml"):
        assert asked(address, path)[1].get("content-encoding") == "gzip", path
    assert "content-encoding" not in asked(address, f"{VERSION}.parquet")[1]


@pytest.mark.slow
def test_every_answer_is_guarded(server: tuple[str, str]) -> None:
    for path in (*KINDS, *PAGES.values(), "/not-there/"):
        headers = asked(server[1], path)[1]
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin", path
        assert "camera=()" in headers["permissions-policy"], path
        assert headers["cross-origin-opener-policy"] == "same-origin", path
        assert "strict-transport-security" not in headers, "that is a choice"


@pytest.mark.slow
@pytest.mark.parametrize("prefix", ["", "/id"])
def test_a_page_is_held_to_what_it_says_of_itself(server: tuple[str, str], prefix: str) -> None:
    name, address = server
    if name == "static host":
        pytest.skip("there a page speaks for itself")
    for kind, path in PAGES.items():
        headers = asked(address, prefix + path)[1]
        assert policy(headers["content-security-policy"]) == wanted(kind), path
        assert headers.get("x-frame-options") == (None if kind == "embed" else "DENY"), path
    status, headers, content = asked(address, f"{prefix}/not-there/")
    assert (status, policy(headers["content-security-policy"])) == (404, wanted("page"))
    assert b"<h1" in content


@pytest.mark.slow
def test_letters_are_kept_longer_than_what_dresses_the_pages(server: tuple[str, str]) -> None:
    name, address = server
    kept = ("/assets/fonts/plus-jakarta-sans-latin.woff2", "/assets/berkala.css", "/timetable/timetable.xml")
    told = [asked(address, path)[1] for path in kept]
    # A host of static files has its own ways with all but the letters, and names a file by its ending alone.
    ages = [one.get("cache-control", "").rpartition("max-age=")[2] for one in told]
    assert ages == (["604800", "", ""] if name == "static host" else ["604800", "600", "60"])
    assert told[2]["content-type"].startswith("application/atom+xml") or name == "static host"


@pytest.mark.slow
def test_data_may_be_used_by_everybody_and_a_version_is_kept_for_ever(server: tuple[str, str]) -> None:
    name, address = server
    for path in (f"{VERSION}.csv", f"{VERSION}.json", f"{VERSION}.parquet", "/piped-water/2023/figures.json",
                 "/assets/icon.svg", "/embed/one/"):  # fmt: skip
        headers = asked(address, path)[1]
        assert headers["access-control-allow-origin"] == "*", path
        assert headers.get("cross-origin-resource-policy", "cross-origin") == "cross-origin", path
    if name != "static host":
        assert asked(address, f"{VERSION}.csv")[1]["cache-control"] == FOR_EVER
        for path in ("/", "/piped-water/2023/", VERSION.replace("2023", "latest") + ".csv", "/feed.xml", "/data/"):
            assert asked(address, path)[1]["cache-control"] == SHORT, path
        assert asked(address, "/")[1]["cross-origin-resource-policy"] == "same-origin"
        assert "cache-control" not in asked(address, f"{VERSION}-not-there.csv")[1], "what comes later is not missed"


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
def test_only_a_page_that_is_made_for_it_can_be_framed(
    browser: Browser, server: tuple[str, str], tmp_path: Path
) -> None:
    paths = ["embed/one/", "id/embed/one/", "piped-water/", "piped-water/2023/explore/", "data/"]
    frames = "".join(f'<iframe src="{server[1]}{path}"></iframe>' for path in paths)
    (tmp_path / "index.html").write_text(f"<!doctype html><title>Another site</title>{frames}", encoding="utf-8")
    with served(tmp_path) as other:
        page, _ = opened(browser, 1280)
        page.goto(other.replace("127.0.0.1", "localhost"))
        page.wait_for_load_state("networkidle")
        shown = [frame.locator("h1").count() if "127.0.0.1" in frame.url else 0 for frame in page.frames[1:]]
        page.context.close()
    assert shown == [1, 1, 0, 0, 0]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started

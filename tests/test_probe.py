"""The probe can fail: of each kind of leak one is planted, and the search finds it."""

from __future__ import annotations

import base64
import gzip
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote, urlsplit

import duckdb
import openpyxl
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfWriter

from browsing import served
from embargoed import Embargo
from probe import Brief, Probe, guesses

HASH = "4f" * 8 + "0123456789abcdef" * 3
EMBARGO = Embargo(
    values=("93519846", "71728394.57"),
    shares=("21.6732735979",),
    names=("visitors/2025-12", "visitors@2025-12"),
    periods=("2025-12", "December 2025", "Desember 2025"),
    hashes=(HASH,),
    calendar=r"/timetable/",
)


def png(**words: str) -> bytes:
    told, out = PngInfo(), io.BytesIO()
    for name, text in words.items():
        {"packed": lambda n, t: told.add_text(n, t, zip=True), "itxt": lambda n, t: told.add_itxt(n, t, zip=True)}.get(
            name, told.add_text
        )(name, text)
    Image.new("RGB", (2, 2)).save(out, "PNG", pnginfo=told)
    return out.getvalue()


def exif() -> bytes:
    out, about = io.BytesIO(), Image.Exif()
    about[0x010E] = "93 519 846 visitors"
    Image.new("RGB", (2, 2)).save(out, "PNG", exif=about)
    return out.getvalue()


def parquet(tmp: Path, values: str) -> bytes:
    file = tmp / "t.parquet"
    duckdb.sql(f"copy (select unnest([{values}]) as n) to '{file}' (format parquet, compression zstd)")
    return file.read_bytes()


def xlsx(value: float) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active["B2"] = value  # type: ignore[index]
    book.save(out)
    return out.getvalue()


def pdf() -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Subject": "94 million people"})
    writer.add_attachment("table.csv", gzip.compress(b"a;71.728.394,6"))
    writer.write(out)
    return out.getvalue()


def packed(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


WRITTEN = (
    "93519846", "93,519,846", "93.519.846", "93\u202f519\u202f846", "93 519 850", "93,520,000", "93,5 juta",
    "93.52 million", "94\u00a0million", "93,519.8 thousand", "71728394.57", "71.728.394,6", "71,728,395",
    "+21.7%", "21,67 persen", "21.673 per cent", "93%2C519%2C846", "93<b>,519</b>,846", "93&#44;519&#44;846",
    "\\u0039\\u0033519846", "2025-12,93519846,0", "December 2025", "visitors/2025-12/", "visitors@2025-12",
    HASH[:16], HASH.upper(),
)  # fmt: skip


@pytest.mark.parametrize("text", WRITTEN)
def test_a_value_is_found_in_whatever_way_it_is_written(text: str) -> None:
    assert EMBARGO.leaks("/page/", f"<p>In all {text} of them.</p>".encode())


LEAKS: dict[str, Callable[[Path], tuple[str, bytes]]] = {
    "PNG text": lambda tmp: ("a.png", png(Description="93,519,846 visitors")),
    "PNG packed text": lambda tmp: ("a.png", png(packed="93.5 million")),
    "PNG international text, as XMP": lambda tmp: ("a.png", png(itxt="<x:xmpmeta>Desember 2025</x:xmpmeta>")),
    "PNG EXIF": lambda tmp: ("a.png", exif()),
    "behind a PNG": lambda tmp: ("a.png", png() + b"93519846"),
    "SVG metadata": lambda tmp: ("a.svg", b"<svg><metadata>visitors@2025-12</metadata></svg>"),
    "a picture in a page": lambda tmp: ("a.html", b"data:image/png;base64," + base64.b64encode(png(t="71728394.57"))),
    "Parquet": lambda tmp: ("a.parquet", parquet(tmp, "1, 93519846, 2")),
    "Parquet, as text": lambda tmp: ("a.parquet", parquet(tmp, "'x', '2025-12'")),
    "XLSX": lambda tmp: ("a.xlsx", xlsx(71728394.57)),
    "ZIP in ZIP": lambda tmp: ("a.zip", packed(("b.zip", packed(("c.csv", b"1,93519846"))))),
    "a name in a ZIP": lambda tmp: ("a.zip", packed(("data/visitors/2025-12/x.csv", b""))),
    "PDF": lambda tmp: ("a.pdf", pdf()),
    "Pagefind's index": lambda tmp: ("a.pf_index", gzip.compress(b"pagefind_dcd\x81\x6893519846")),
    "numbers of programs": lambda tmp: ("a.bin", b"xx" + struct.pack("<q", 93519846) + b"yy"),
    "fractions of programs": lambda tmp: ("a.bin", struct.pack(">d", 71728394.57)),
    "a name in the sitemap": lambda tmp: ("sitemap.xml", b"<loc>https://a.example/visitors/2025-12/</loc>"),
    "a hash in the manifest": lambda tmp: ("manifest.json", json.dumps({"files": {"a": HASH}}).encode()),
    "its file name": lambda tmp: ("data/visitors/2025-12/x.csv", b"n"),
}


@pytest.mark.parametrize("kind", LEAKS)
def test_each_kind_of_leak_is_found(kind: str, tmp_path: Path) -> None:
    name, content = LEAKS[kind](tmp_path)
    assert EMBARGO.leaks(f"/{name}", content), kind


def test_what_is_no_leak_is_none(tmp_path: Path) -> None:
    """Neighbours of the values, digits within hashes, and the period where the calendar names it."""
    harmless = (
        "93519847",
        "193519846",
        "9351984",
        "92.5 million",
        "a93519846f",
        "21.8%",
        "November 2025",
        "2025-11",
        "M94 94M1",
    )
    for text in harmless:
        assert EMBARGO.leaks("/page/", f"<p>{text}</p>".encode()) == []
    assert EMBARGO.leaks("/timetable/", b"December 2025") == []
    assert EMBARGO.leaks("/timetable/", b"December 2025: 93,519,846")
    assert EMBARGO.leaks("/a.parquet", parquet(tmp_path, "1, 93519845, 2")) == []
    assert EMBARGO.leaks("/a.png", png(Title="93,519,845")) == []
    assert EMBARGO.leaks("/a.bin", zlib.compress(b"93519845")) == []


def looked(site: Path, coming: tuple[str, ...] = ("visitors/2025-12/index.html",), seconds: float = 4) -> Probe:
    """A probe that looked at a folder over HTTP."""
    with served(site) as address:
        server = urlsplit(address)
        until = datetime.now(UTC) + timedelta(seconds=seconds)
        probe = Probe(Brief(str(server.hostname), int(server.port or 0), EMBARGO, coming, until))
        probe.run()
        return probe


@pytest.fixture(name="site")
def fixture_site(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    (site / "visitors/2025-11").mkdir(parents=True)
    (site / "index.html").write_text('<a href="visitors/2025-11/">November</a>')
    (site / "visitors/2025-11/index.html").write_text("<p>76,861,453 people</p>")
    (site / "manifest.json").write_text(json.dumps({"tree": "old", "files": {}}))
    return site


def test_a_site_without_a_leak_is_looked_at_until_the_end(site: Path) -> None:
    result = looked(site).result
    assert (result.seen, result.broken) == ("", [])
    assert result.tries > 100
    assert result.crawls >= 1


@pytest.mark.parametrize(
    "path",
    ["visitors/2025-12/index.html", "visitors/2025-12/index.html.bak", ".berkala/stage/visitors/2025-12/index.html"],
)
def test_a_page_that_nothing_leads_to_is_guessed(site: Path, path: str) -> None:
    (site / path).parent.mkdir(parents=True)
    (site / path).write_text("soon")
    result = looked(site, seconds=20).result
    assert ("2025-12" in result.seen) or (".berkala" in result.seen)


def test_a_file_that_another_page_leads_to_is_read(site: Path) -> None:
    (site / "visitors/2025-11/card.png").write_bytes(png(Comment="93.5 million"))
    (site / "visitors/2025-11/index.html").write_text('<img src="card.png">')
    assert "card.png!tEXt: 93.5 million" in looked(site).result.seen


def test_a_site_that_is_not_whole_when_it_is_seen_is_told(site: Path) -> None:
    (site / "visitors/2025-11/index.html").write_text("<p>December 2025</p>")
    (site / "manifest.json").write_text(json.dumps({"tree": "new", "files": {"visitors/2025-12/index.html": HASH}}))
    probe = looked(site)
    assert probe.result.tree == "new"
    assert probe.result.broken == ["visitors/2025-12/index.html: 404"]


def test_guesses_are_many_and_none_is_the_address_of_something_else() -> None:
    coming = tuple(f"visitors/2025-12/share/card-{number}.png" for number in range(60))
    told = list(guesses(coming))
    assert len(set(told)) > 3000
    assert f"/{quote(coming[0])}.bak" in told
    assert replace(EMBARGO, values=()).leaks("/", b"93519846") == []

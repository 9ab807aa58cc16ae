"""A site as a messenger and a search engine read it: what a shared link says, and what schema.org's data say.

WhatsApp takes title, description and picture from Open Graph; a picture above 300 KB is not shown. Google's list of
properties for datasets is at https://developers.google.com/search/docs/appearance/structured-data/dataset.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import html

#: The picture's bytes, and what is shown of title and description.
PICTURE, TITLE, DESCRIPTION = 300_000, 65, 155
#: A crawler reads so much of a page.
READ = 300_000

_LOCALE = re.compile(r"[a-z]{2,3}_[A-Z]{2}")
_INTERVAL = re.compile(r"\d{4}[-\dQHWT]*/\d{4}[-\dQHWT]*")

Shape = Mapping[str, Callable[[Any], bool]]


def faults(site: Path) -> list[str]:
    """Everything that is wrong, by page."""
    found = []
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        if not name.startswith("embed/") and "/embed/" not in name:
            page = html.document_fromstring(path.read_bytes()[:READ].decode("utf-8", "ignore"))
            found += [f"{name}: {fault}" for fault in (*_link(page, site), *_data(page, name, site))]
    return [*found, *_lacking(site)]


# -- what a link says -----------------------------------------------------------------------------------------------


def _link(page: Any, site: Path) -> Iterator[str]:
    said = {one.get("property"): one.get("content") for one in page.xpath("//head/meta[@property]")}
    for name, most in (("og:title", TITLE), ("og:description", DESCRIPTION)):
        text = said.get(name, "")
        if not 3 <= len(text) <= most:
            yield f"{name} has {len(text)} characters"
        if text != text.strip() or text.endswith((" …", ",…", ":…")):
            yield f"{name} ends badly: {text[-12:]!r}"
    full = page.xpath("string(//head/title)")
    title = said.get("og:title", "").removesuffix("…")
    if not full.startswith(title) or (len(title) < len(full) and full[len(title)].isalnum()):
        yield f"og:title is cut inside a word, or is another title: {title!r}"
    home = page.xpath("string(//link[@rel='canonical']/@href)")
    if said.get("og:url") != home or not home.startswith("https://"):
        yield "og:url is not the page's address for good"
    language, locale = page.get("lang"), said.get("og:locale", "")
    if not _LOCALE.fullmatch(locale) or not locale.startswith(f"{language}_"):
        yield f"og:locale is {locale}, the page is in {language}"
    yield from _picture(said, site)


def _picture(said: Mapping[str, str], site: Path) -> Iterator[str]:
    file = _file(said.get("og:image", ""), site)
    if file is None:
        yield "og:image is no file of the site by its whole address"
        return
    content = file.read_bytes()
    width, height = struct.unpack(">II", content[16:24])
    if len(content) > PICTURE:
        yield f"og:image has {len(content)} bytes"
    if (str(width), str(height)) != (said.get("og:image:width"), said.get("og:image:height")):
        yield "og:image has another size than is said"
    if width < 300 or not 0.25 < width / height < 4:
        yield f"og:image is {width} by {height}"
    if not said.get("og:image:alt"):
        yield "og:image has no text"


def _file(url: str, site: Path) -> Path | None:
    """The file of the site that an address leads to, if it is a whole address of one."""
    base = re.search(r"<loc>(https://[^<]*)</loc>", (site / "sitemap.xml").read_text(encoding="utf-8"))
    if base is None or not url.startswith(base[1]):
        return None
    file = site / unquote(url.removeprefix(base[1]))
    return file if file.is_file() else None


# -- structured data ------------------------------------------------------------------------------------------------


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("https://")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_named(value: Any) -> bool:
    return isinstance(value, dict) and _is_text(value.get("@type")) and _is_text(value.get("name"))


def _are(kind: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and bool(value) and all(map(kind, value))


def _is_licence(value: Any) -> bool:
    return _is_address(value) or _are(_is_address)(value)


def _is_download(value: Any) -> bool:
    return isinstance(value, dict) and _is_address(value.get("contentUrl")) and "/" in value.get("encodingFormat", "")


_COMMON: Shape = {
    "name": _is_text,
    "url": _is_address,
    "identifier": _is_address,
    "inLanguage": _is_text,
    "datePublished": lambda value: bool(re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d", value)),
    "temporalCoverage": lambda value: bool(_INTERVAL.fullmatch(value)),
    "spatialCoverage": _is_named,
    "isAccessibleForFree": lambda value: value is True,
    "publisher": _is_named,
    "license": _is_licence,
}
SHAPES: Mapping[str, Shape] = {
    "Dataset": {
        **_COMMON,
        "description": lambda value: 50 <= len(value) <= 5000,
        "creator": _are(_is_named),
        "distribution": _are(_is_download),
        "version": _is_text,
        "variableMeasured": _are(_is_named),
        "includedInDataCatalog": _is_named,
    },
    "Report": {**_COMMON, "headline": _is_text, "description": _is_text, "isBasedOn": _are(_is_address)},
    "Organization": {"name": _is_text, "url": _is_address, "email": _is_text, "contactPoint": _is_named},
}


def _items(page: Any) -> list[dict[str, Any]]:
    return [json.loads(script.text) for script in page.xpath("//script[@type='application/ld+json']")]


def _data(page: Any, name: str, site: Path) -> Iterator[str]:
    for item in _items(page):
        for key, is_right in SHAPES.get(item["@type"], {}).items():
            if key not in item or not is_right(item[key]):
                yield f"{item['@type']}.{key} is {json.dumps(item.get(key))[:80]}"
        for one in item.get("distribution", ()):
            if _file(one["contentUrl"], site) is None:
                yield f"Dataset.distribution leads to nothing: {one['contentUrl']}"
        if "inLanguage" in item and item["inLanguage"] != page.get("lang"):
            yield f"{item['@type']} is in another language than {name}"


def _lacking(site: Path) -> Iterator[str]:
    """Pages of editions without a Report, of datasets and their versions without a Dataset."""
    told = json.loads((site / "timetable/timetable.json").read_bytes())["releases"]
    released = [url for one in told if one["state"] == "published" for url in one["url"].values()]
    editions = [_file(f"{url}index.html", site) for url in released]
    datasets = [path for path in site.glob("**/data/**/index.html") if path.parent.name not in ("data", "latest")]
    for kind, pages in (("Report", editions), ("Dataset", datasets)):
        for path in pages:
            kinds = (
                [item["@type"] for item in _items(html.document_fromstring(path.read_bytes().decode()))] if path else []
            )
            if kinds.count(kind) != 1:
                yield f"{path}: {kinds.count(kind)} times a {kind}"
    if not released or not datasets:
        yield "no edition or no dataset was looked at"

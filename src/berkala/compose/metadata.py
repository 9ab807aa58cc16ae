"""What machines read of a page: the shared image, and schema.org's Report and Dataset."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from berkala.compose.frame import Frame, Image
from berkala.compose.shelf import Version, entries
from berkala.periods import SPAN_MARK, iso_interval, parse
from berkala.render.bundle import Bundle
from berkala.words import Language

#: Networks show a shared image at about this shape (width by height: 1200 by 630).
_SHARED_SHAPE = 1200 / 630

_MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "png": "image/png",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def shared_image(bundle: Bundle, language: Language) -> Image | None:
    """The card a page of the edition is shared with; None for an edition without cards."""
    paths: list[str] = list(about(bundle, "cards").get(language.code, []))
    sized = [(path, *png_size(bundle.files[f"public/{path}"])) for path in paths]
    if not sized:
        return None
    path, width, height = min(sized, key=lambda card: abs(card[1] / card[2] - _SHARED_SHAPE))
    return Image(path, width, height, str(about(bundle, "description")[language.code]))


def png_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG, from its IHDR chunk (PNG specification, 11.2.1)."""
    if content[:8] != b"\x89PNG\r\n\x1a\n" or content[12:16] != b"IHDR":
        raise ValueError("not a PNG")
    return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")


def report_data(frame: Frame, bundle: Bundle, language: Language) -> dict[str, Any]:
    """An edition as schema.org's Report."""
    code, edition = language.code, bundle.edition
    image = shared_image(bundle, language)
    name = language.text(
        "site.edition.title", title=about(bundle, "title")[code], period=about(bundle, "period_label")[code]
    )
    return {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": name,
        "headline": about(bundle, "headline_text")[code],
        "description": about(bundle, "description")[code],
        "url": frame.url(edition.address, language),
        "inLanguage": code,
        "datePublished": edition.release.isoformat(),
        "temporalCoverage": f"{edition.period.start.isoformat()}/{edition.period.end.isoformat()}",
        "publisher": _publisher(frame, language),
        "license": _licences(frame, bundle),
        **({"image": frame.url(image.path)} if image else {}),
        "isBasedOn": [frame.url(f"data/{entry['name']}/{entry['version']}/", language) for entry in entries(bundle)],
        **_media(frame, bundle, code),
    }


def _media(frame: Frame, bundle: Bundle, code: str) -> dict[str, Any]:
    """The files of the edition's charts in one language, as far as it has them: pictures, and their numbers."""
    folder = f"public/{bundle.edition.address}charts/"
    forms = {f".{code}.png": "ImageObject", f".{code}.csv": "DataDownload"}
    found = [
        {
            "@type": kind,
            "contentUrl": frame.url(path.removeprefix("public/")),
            "encodingFormat": _MEDIA_TYPES[path.rpartition(".")[2]],
        }
        for path in sorted(bundle.files)
        for ending, kind in forms.items()
        if path.startswith(folder) and path.endswith(ending)
    ]
    return {"associatedMedia": found} if found else {}


def dataset_data(frame: Frame, version: Version, language: Language, address: str) -> dict[str, Any]:
    """A dataset's version as schema.org's Dataset, with a DataDownload for each file."""
    entry, code = version.entry, language.code
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": said(entry["title"], code),
        "description": said(entry["description"], code),
        "url": frame.url(address, language),
        "inLanguage": code,
        "version": version.code,
        "datePublished": version.bundle.edition.release.isoformat(),
        "temporalCoverage": _coverage(str(entry["from"]), str(entry["until"])),
        "license": licence(entry)["path"],
        "creator": [{"@type": "Organization", "name": source["publisher"]} for source in entry["sources"]],
        "publisher": _publisher(frame, language),
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": frame.url(str(file["path"])),
                "encodingFormat": _MEDIA_TYPES.get(str(file["format"]), "application/octet-stream"),
                "contentSize": f"{file['bytes']} B",
                "sha256": file["sha256"],
            }
            for file in entry["files"]
        ],
    }


def _coverage(first: str, last: str) -> str:
    """From the first to the last period, as one interval: of spans, which are intervals themselves, by their days."""
    if SPAN_MARK not in first + last:
        return f"{first}/{last}"
    return iso_interval(parse(first, "span"), parse(last, "span"))


def about(bundle: Bundle, key: str) -> dict[str, Any]:
    """One mapping of what a bundle says of its edition."""
    said: dict[str, Any] = bundle.about[key]
    return said


def notices(bundle: Bundle, language: Language) -> tuple[str, ...]:
    """What every page of an edition must say of it: that it is a demonstration, that its office is invented."""
    told = (bundle.about.get(key) for key in ("demonstration", "invented"))
    return tuple(str(notice[language.code]) for notice in told if isinstance(notice, Mapping))


def said(text: object, code: str) -> str:
    """A text of a dataset's entry: in each language, or the same in all."""
    return str(text[code] if isinstance(text, Mapping) else text)


def _licences(frame: Frame, bundle: Bundle) -> str | list[str]:
    """The publication's licence; where data of the edition are under other terms, those of its data, each once.

    The publication's licence cannot be given for figures that it does not cover.
    """
    own = frame.settings.licence.path
    paths = list(dict.fromkeys(str(licence(entry)["path"]) for entry in entries(bundle)))
    return own if set(paths) <= {own} else paths


def licence(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """The licence of a dataset's entry."""
    found: Mapping[str, Any] = entry["licence"]
    return found


def _publisher(frame: Frame, language: Language) -> dict[str, Any]:
    return {
        "@type": "Organization",
        "name": frame.settings.agency.name[language.code],
        "url": frame.url("", language),
        "email": frame.settings.contact.email,
    }

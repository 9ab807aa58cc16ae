"""What machines read of a page: the shared image, and schema.org's Report and Dataset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from berkala.compose.corrections.register import carried_by
from berkala.compose.frame import Frame, Image
from berkala.compose.places import Spot
from berkala.compose.shelf import Version, entries
from berkala.periods import SPAN_MARK, iso_interval, parse
from berkala.render.bundle import Bundle
from berkala.render.packages.page import size as file_size
from berkala.render.page import publication_terms
from berkala.words import Language, Sentence

#: A description of a dataset that search engines take has so many characters at least, and at most.
_SHORTEST, _LONGEST = 50, 5000

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


def image_beside(bundle: Bundle, language: Language) -> Image | None:
    """The same card for a page that shows other figures of the edition: it is told by the edition's name alone."""
    image = shared_image(bundle, language)
    return replace(image, alt=_edition_name(bundle, language)) if image else None


def _edition_name(bundle: Bundle, language: Language) -> str:
    title, period = about(bundle, "title")[language.code], about(bundle, "period_label")[language.code]
    return language.text("site.edition.title", title=title, period=period)


def png_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG, from its IHDR chunk (PNG specification, 11.2.1)."""
    if content[:8] != b"\x89PNG\r\n\x1a\n" or content[12:16] != b"IHDR":
        raise ValueError("not a PNG")
    return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")


def report_data(frame: Frame, bundle: Bundle, language: Language) -> dict[str, Any]:
    """An edition as schema.org's Report."""
    code, edition = language.code, bundle.edition
    image = shared_image(bundle, language)
    return {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": _edition_name(bundle, language),
        "headline": about(bundle, "headline_text")[code],
        "description": about(bundle, "description")[code],
        "url": frame.url(edition.address, language),
        "inLanguage": code,
        "datePublished": edition.release.isoformat(),
        **_corrected(frame, bundle, language),
        "identifier": frame.url(edition.address),
        "temporalCoverage": f"{edition.period.start.isoformat()}/{edition.period.end.isoformat()}",
        "spatialCoverage": _place(str(about(bundle, "place")[code])),
        "isAccessibleForFree": True,
        "publisher": _publisher(frame, language),
        "license": _licences(frame, bundle),
        **({"image": frame.url(image.path)} if image else {}),
        **({"encoding": _pdf_data(frame, path, code)} if (path := pdf_path(bundle, code)) else {}),
        "isBasedOn": [frame.url(f"data/{entry['name']}/{entry['version']}/", language) for entry in entries(bundle)],
        **_media(frame, bundle, code),
    }


def _corrected(frame: Frame, bundle: Bundle, language: Language) -> dict[str, Any]:
    """What schema.org has for corrections: when the edition was changed, and a comment for each."""
    carried = carried_by(frame.shelf.publication, bundle)
    if not carried:
        return {}
    comments = [
        {
            "@type": "CorrectionComment",
            "text": one.what[language.code],
            "datePublished": one.decided.isoformat(),
            "url": frame.url(one.address, language),
        }
        for one in carried
    ]
    return {"dateModified": max(one.decided for one in carried).isoformat(), "correction": comments}


def pdf_path(bundle: Bundle, code: str) -> str | None:
    """Where the edition's PDF in a language stands; None for an edition without one."""
    paths: dict[str, str] = bundle.about.get("pdf") or {}
    return paths.get(code)


def pdf_of(bundle: Bundle, language: Language) -> tuple[str, Sentence] | None:
    """The edition's PDF for a link: where it stands, and what it is called with its size."""
    path = pdf_path(bundle, language.code)
    if path is None:
        return None
    size = file_size(len(bundle.files[f"public/{path}"]), language)
    return path, language.sentence("print.link", size=size)


def _pdf_data(frame: Frame, path: str, code: str) -> dict[str, Any]:
    return {
        "@type": "MediaObject",
        "contentUrl": frame.url(path),
        "encodingFormat": "application/pdf",
        "inLanguage": code,
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
        "description": described(entry, language),
        "url": frame.url(address, language),
        "identifier": frame.url(version.folder),
        "inLanguage": code,
        "version": version.code,
        "datePublished": version.bundle.edition.release.isoformat(),
        "temporalCoverage": _coverage(str(entry["from"]), str(entry["until"])),
        "spatialCoverage": _place(str(about(version.bundle, "place")[code])),
        "variableMeasured": _variables(frame, str(entry["name"]), language),
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "name": language.text("site.data.title"),
            "url": frame.url("data/", language),
        },
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


def described(entry: Mapping[str, Any], language: Language) -> str:
    """A dataset's description as search engines take it: 50 to 5000 characters. A short one is told with its source."""
    text = said(entry["description"], language.code)
    if len(text) < _SHORTEST:
        title, publisher = said(entry["title"], language.code), entry["sources"][0]["publisher"]
        text = language.text("site.data.described", title=title, publisher=publisher, description=text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rpartition(" ")[0] + "…"


def _variables(frame: Frame, name: str, language: Language) -> list[dict[str, str]]:
    """What a dataset measures, each in its unit. One that is described no more measures nothing that we could name."""
    dataset = frame.shelf.publication.datasets.get(name)
    return [
        {
            "@type": "PropertyValue",
            "name": column.title[language.code],
            **({"unitText": column.unit[language.code]} if column.unit else {}),
        }
        for column in (dataset.spec.with_role("measure") if dataset else ())
    ]


def _place(name: str) -> dict[str, str]:
    return {"@type": "Place", "name": name}


def place_data(frame: Frame, spot: Spot, title: str, language: Language) -> dict[str, Any]:
    """The page of a place in all reports: what place it is about, and of what that is a part."""
    code = language.code
    about_it = _place(spot.label[code]) | {"containedInPlace": _place(spot.listing.whole[code])}
    return {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": title,
        "url": frame.url(spot.address, language),
        "inLanguage": code,
        "about": about_it,
        "publisher": _publisher(frame, language),
    }


def organization(frame: Frame, language: Language) -> dict[str, Any]:
    """The agency as schema.org's Organization, with its official channels."""
    settings, code = frame.settings, language.code
    purpose = settings.agency.purpose
    return {
        "@context": "https://schema.org",
        **_publisher(frame, language),
        **({"description": purpose[code]} if purpose else {}),
        "contactPoint": {
            "@type": "ContactPoint",
            "name": settings.contact.name[code],
            "email": settings.contact.email,
            **({"telephone": settings.contact.phone} if settings.contact.phone else {}),
        },
        **({"sameAs": [channel.address for channel in settings.official]} if settings.official else {}),
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


def own_terms(frame: Frame, *bundles: Bundle) -> bool:
    """Whether data of these editions have terms of their own, which the site's do not cover."""
    return any(other_terms(frame, entry) for bundle in bundles for entry in bundle.about["datasets"])


def other_terms(frame: Frame, entry: Mapping[str, Any]) -> bool:
    """Whether a dataset has other terms than the site."""
    return licence(entry) != publication_terms(frame.shelf.publication)


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

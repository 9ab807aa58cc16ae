"""The pages of places in all reports: the list of every place, and of each one what every report says of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from berkala.compose.frame import Frame, Head
from berkala.compose.metadata import notices, own_terms, place_data
from berkala.compose.pages import by_year, frequency, page_title
from berkala.compose.places import Listing, Spot, Telling
from berkala.compose.search_entry import Found
from berkala.render.sentences import named
from berkala.words import Language, Sentence

Files = Iterator[tuple[str, bytes]]

#: The list of every place.
ADDRESS = "areas/"
#: A list of so many places or more has a way to each first letter.
MANY = 16


@dataclass(frozen=True)
class Listed:
    """The places of one list as the page shows them: what it is of, how many they are, each under its first letter."""

    anchor: str
    whole: str
    number: int
    count: Sentence
    letters: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]

    @property
    def jumps(self) -> bool:
        """Whether there is a way to each letter."""
        return self.number >= MANY


def place_pages(frame: Frame, language: Language) -> Files:
    """The list, and each place's page; nothing where no report has a place."""
    spots = frame.places.spots
    if spots:
        yield _index(frame, language)
    for spot in spots:
        yield _page(frame, spot, language)


def place_addresses(frame: Frame) -> Iterator[tuple[str, str | None]]:
    """Every page of places, and when it last changed."""
    moments = {spot.address: spot.tellings[0].latest.edition.release for spot in frame.places.spots}
    if moments:
        yield ADDRESS, max(moments.values()).isoformat()
    yield from ((address, moment.isoformat()) for address, moment in moments.items())


# -- the list ---------------------------------------------------------------------------------------------------


def _index(frame: Frame, language: Language) -> tuple[str, bytes]:
    agency = frame.settings.agency.name[language.code]
    title, listed = language.text("places.title"), listings(frame, language)
    head = Head(
        page_title(frame, language, title),
        language.text("places.description", agency=agency),
        kind="scripted",
        found=Found("page", title),
    )
    return frame.page("places.html", language, ADDRESS, head, listed=listed, number=len(frame.places.spots))


def listings(frame: Frame, language: Language) -> list[Listed]:
    """The places by their lists, in the order of the alphabet."""
    return [_listed(listing, spots, language) for listing, spots in frame.places.listings]


def _listed(listing: Listing, spots: Sequence[Spot], language: Language) -> Listed:
    code = language.code
    ordered = sorted(spots, key=lambda spot: (plain(spot.label[code]), spot.name))
    letters = [
        (letter, tuple((spot.label[code], spot.address, " ".join(spot.keys)) for spot in same))
        for letter, same in groupby(ordered, key=lambda spot: first_letter(spot.label[code]))
    ]
    anchor = listing.name.replace(".", "-").replace("_", "-")
    return Listed(anchor, listing.whole[code], len(spots), _count(listing, len(spots), language), tuple(letters))


def _count(listing: Listing, number: int, language: Language) -> Sentence:
    """How many places: "38 provinces", or "38 areas" where nothing says what they are called."""
    count = language.role(number)
    if listing.kind is None or number == 1:
        return language.sentence("places.count", n=number, count=count)
    return language.sentence("places.count-of", n=number, count=count, kind=named(listing.kind[language.code]))


def plain(text: str) -> str:
    """A name as it is ordered: without accents, in small letters."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def first_letter(text: str) -> str:
    """The letter that a name stands under; a number sign for one that begins with none."""
    first = plain(text)[:1].upper()
    return first if first.isalpha() else "#"


# -- one place --------------------------------------------------------------------------------------------------


def _page(frame: Frame, spot: Spot, language: Language) -> tuple[str, bytes]:
    label, agency = spot.label[language.code], frame.settings.agency.name[language.code]
    title = language.text("places.page-title", area=label)
    head = Head(
        page_title(frame, language, title),
        language.text("places.page-description", area=label, agency=agency),
        data=(place_data(frame, spot, title, language),),
    )
    told = dict.fromkeys(notice for one in spot.tellings for notice in notices(one.latest, language))
    return frame.page(
        "place-all.html",
        language,
        spot.address,
        head,
        label=label,
        whole=spot.listing.whole[language.code],
        notices=list(told),
        own_terms=own_terms(frame, *(one.latest for one in spot.tellings)),
        tellings=[_telling(frame, one, language) for one in spot.tellings],
    )


def _telling(frame: Frame, one: Telling, language: Language) -> dict[str, Any]:
    """What one report says: its bundle and the fragment that says it, and every edition with a page of the place."""
    bundle, inside = one.latest, f"{ADDRESS}{one.category}/"
    fragment = f"brief-{one.category}"
    return {
        "title": one.row.report.spec.title[language.code],
        "address": f"{one.row.report.slug}/",
        "frequency": frequency(frame, one.row, language),
        "day": language.day(bundle.edition.release.date()),
        "label": one.label[language.code],
        "bundle": bundle,
        "fragment": fragment if f"fragments/{fragment}.{language.code}.html" in bundle.files else "",
        "page": bundle.edition.address + inside,
        "period": language.period(bundle.edition.period),
        "years": by_year(one.bundles, inside, language),
        "number": len(one.bundles),
    }

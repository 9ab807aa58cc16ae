"""A whole Open SDG data repository, read into one collection; everything that is wrong is told at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import get_month_names

from berkala.imports.open_sdg.account import Book
from berkala.imports.open_sdg.assembling import Assembler
from berkala.imports.open_sdg.collection import Codes, Collection, Indicator
from berkala.imports.open_sdg.data import DataReader
from berkala.imports.open_sdg.files import list_files
from berkala.imports.open_sdg.goals import read_goals
from berkala.imports.open_sdg.layout import Layout, is_remote, read_layout
from berkala.imports.open_sdg.mappings import read_mappings
from berkala.imports.open_sdg.maps import check_areas, read_maps
from berkala.imports.open_sdg.metadata import read_metadata
from berkala.imports.open_sdg.schema import read_schema
from berkala.imports.open_sdg.sorting import Sorted, sort_files
from berkala.imports.open_sdg.speaking import Place, Speaker
from berkala.imports.open_sdg.translations import read_translations
from berkala.stated import ENGLISH

#: Where Open SDG puts the site that it builds from the repository.
_BUILT = "_site"


def read_open_sdg(root: Path, fiscal_start: int = 4) -> Collection:
    """Read the data repository in `root`.

    `fiscal_start` is the first month of a fiscal year such as 2019/20, which Open SDG does not say. Nothing is
    raised for what is wrong in the files: it is in the collection's account. Raises WrongUse for no such folder.
    """
    book = Book()
    listed = list_files(root, _BUILT, book)
    layout = read_layout(listed, book)
    files = sort_files(listed, layout, book)
    speaker = Speaker(layout.languages, read_translations(files.translations, book), book)
    metadata = read_metadata(files.metadata, book)
    mappings = read_mappings(files.tables, book)
    data = DataReader(layout, files, book, fiscal_start, _months(layout.languages), mappings).read()
    indicators = Assembler(files.indicators, metadata, data, speaker, book).indicators()
    codes = mappings.codes(layout.sdmx_column_map, layout.sdmx_code_map)
    return _collection(layout, files, indicators, codes, speaker)


def _collection(
    layout: Layout, files: Sorted, indicators: tuple[Indicator, ...], codes: Codes, speaker: Speaker
) -> Collection:
    book = speaker.book
    maps = read_maps(layout.layers, files.maps, book)
    if not any(is_remote(layer.file) for layer in layout.layers):  # a place may be on a map that is elsewhere
        check_areas(maps, indicators, book)
    goals = read_goals(indicators, speaker)
    fields = read_schema(files.schema, speaker, book)
    title = speaker.name(layout.title, Place())
    for use in book.fields.values():
        if use.unused:
            book.add("noted", "field-unused", {"count": use.unused}, value=use.name)
    speaker.close()
    account = book.closed(len(indicators), sum(len(one.observations) for one in indicators))
    return Collection(layout.languages, title, goals, indicators, fields, maps, codes, account)


def _months(languages: Iterable[str]) -> Mapping[str, int]:
    """The names of months in the languages of the collection, and in English."""
    names = dict(ENGLISH)
    for code in languages:
        try:
            locale = Locale.parse(code.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            continue
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, locale).items():
                    names.setdefault(name.casefold().rstrip("."), number)
    return names

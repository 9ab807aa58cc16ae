"""The translations of a collection: ``translations/<language>/<group>.yml``, a text for each ``group.key``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from berkala.imports.open_sdg.account import About, Book
from berkala.imports.open_sdg.files import SourceFile, read_settings

#: Groups of the project's shared translations, which every site has and no data repository holds.
SHARED_GROUPS = frozenset(
    {"about", "accessibility", "calendar", "contact", "cookies", "data", "faq", "frontpage", "general", "goal"}
    | {"global_goals", "global_indicators", "global_targets", "header", "indicator", "languages", "map", "menu"}
    | {"meta", "metadata_fields", "not_found", "proxy", "reporting", "search", "status", "unsd_metadata"}
)
_KEY = re.compile(r"([A-Za-z][\w-]*)\.(\S[^\n]*)")
#: In a group that is not there, what follows the full stop looks like a key and not like the rest of a web address.
_KEYLIKE = re.compile(r"[\w-]*[-_\d][\w-]*")
_BARE_KEY = re.compile(r"[A-Za-z][A-Za-z0-9]*_\w*\.[\w-]+")


@dataclass(frozen=True)
class Translations:
    """Each text by its key, and by language under it."""

    by_key: Mapping[str, Mapping[str, str]]
    groups: frozenset[str] = frozenset()

    def find(self, text: str, groups: Iterable[str] = (), language: str = "") -> Mapping[str, str] | None:
        """The translations of a text that is a key, alone or with one of `groups` before it.

        A text that is a key only with its group is a text all the same, in the collection's own `language`.
        """
        found = self.by_key.get(text)
        if found is not None:
            return found
        found = next((self.by_key[key] for group in groups if (key := f"{group}.{text}") in self.by_key), None)
        return found if found is None or not language or language in found else {language: text, **found}

    def is_key(self, text: str) -> bool:
        """Whether a text that was not found is a key all the same, of a group that is incomplete or not there."""
        found = _KEY.fullmatch(text)
        if not found:
            return False
        return (
            found[1] in self.groups
            or (found[1] in SHARED_GROUPS and bool(_KEYLIKE.fullmatch(found[2])))
            or bool(_BARE_KEY.fullmatch(text))
        )


def read_translations(files: Iterable[tuple[str, SourceFile]], book: Book) -> Translations:
    """Read the files of each language. What is twice in a file, and what is no text, gets a line."""
    by_key: dict[str, dict[str, str]] = {}
    groups: set[str] = set()
    for language, file in files:
        settings = read_settings(file, About(book, file.name))
        if settings is None:
            continue
        groups.add(file.stem)
        odd: list[str] = []
        for key, value in settings.data.items():
            _flatten(f"{file.stem}.{key}", value, language, by_key, odd)
        if odd:
            book.add("degraded", "translation-form", {"count": len(odd)}, file=file.name, value=odd[0])
    return Translations(by_key, frozenset(groups))


def _flatten(key: str, value: Any, language: str, into: dict[str, dict[str, str]], odd: list[str]) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            _flatten(f"{key}.{name}", inner, language, into, odd)
    elif isinstance(value, list):
        odd.append(key)
    else:  # a key without a text is there all the same, and says nothing
        texts = into.setdefault(key, {})
        if value and value.strip():
            texts[language] = value

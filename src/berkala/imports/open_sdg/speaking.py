"""What a text of the source is in each language: found in the translations, cleaned, or said to be missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from berkala.imports.open_sdg.account import About, Book
from berkala.imports.open_sdg.markup import ACTIVE_SCHEMES, markdown, plain, safe_address, scheme_of
from berkala.imports.open_sdg.texts import NONE, Texts
from berkala.imports.open_sdg.translations import Translations

Clean = Callable[[str], tuple[str, tuple[str, ...]]]

#: The group that Open SDG looks in when a text is no key by itself.
DATA = "data"
_MOST_KEYS = 5


@dataclass(frozen=True)
class Place:
    """Where a text stands, for the account."""

    file: str = ""
    name: str = ""
    indicator: str = ""


@dataclass
class Speaker:
    """Makes `Texts`. It remembers the labels that it made, and counts what is missing for one line at the end."""

    languages: tuple[str, ...]
    translations: Translations
    book: Book
    untranslated: dict[str, Counter[str]] = field(default_factory=dict)
    unresolved: Counter[str] = field(default_factory=Counter)
    _labels: dict[tuple[str, tuple[str, ...]], Texts] = field(default_factory=dict)

    def name(self, written: str, place: Place, others: Mapping[str, str] | None = None) -> Texts:
        """A text in one line, such as a title."""
        return self._texts(written, others or {}, plain, place)

    def prose(self, written: str, place: Place, others: Mapping[str, str] | None = None) -> Texts:
        """A text of any length, as Markdown."""
        return self._texts(written, others or {}, markdown, place)

    def address(self, written: str, place: Place, others: Mapping[str, str] | None = None) -> Texts:
        """The address of a link, the same in all languages unless another is given."""
        return self._texts(written, others or {}, _address, place)

    def label(self, written: str, *groups: str) -> Texts:
        """The word for a column or for one of its cells, looked up in these groups and in ``data``."""
        key = (written, groups)
        known = self._labels.get(key)
        if known is None:
            known = self._labels[key] = self._label(written, (*groups, DATA))
        return known

    def _label(self, written: str, groups: tuple[str, ...]) -> Texts:
        found = self.translations.find(written, groups, self.languages[0])
        if found is None and (self.translations.is_key(written) or written.startswith(f"{DATA}.")):
            self.unresolved[written] += 1
            rest = plain(written.split(".", 1)[1])[0]
            return Texts(written, {self.languages[0]: rest}, unresolved=True)
        texts = {one: plain((found or {}).get(one, ""))[0] for one in self.languages} if found else {}
        texts = {one: text for one, text in texts.items() if text} or {self.languages[0]: plain(written)[0] or written}
        self._missing(written, texts)
        return Texts(written, texts)

    def _texts(self, written: str, others: Mapping[str, str], clean: Clean, place: Place) -> Texts:
        written = written.strip()
        texts, dropped = self._resolved(written, clean)
        for language, other in others.items():
            own, more = self._resolved(other.strip(), clean, language)
            if text := own.get(language):
                texts[language], dropped = text, {*dropped, *more}
        if not written and not any(texts.values()):
            return NONE
        if dropped:
            facts = {"what": ", ".join(sorted(dropped)), "field": place.name}
            About(self.book, place.file, place.indicator).add("degraded", "markup-dropped", facts, column=place.name)
        texts = {language: texts[language] for language in self.languages if texts.get(language)}
        lost = not texts and self.translations.find(written, (DATA,)) is None and self.translations.is_key(written)
        if lost:
            self.unresolved[written] += 1
        elif texts and clean is not _address:
            self._missing(written, texts)
        return Texts(written, texts, unresolved=lost)

    def _resolved(self, written: str, clean: Clean, language: str = "") -> tuple[dict[str, str], set[str]]:
        """The text of each language that it is there in, and what was dropped in cleaning."""
        language = language or self.languages[0]
        found = self.translations.find(written, (DATA,), language) if written else {}
        if found is None:
            found = {} if self.translations.is_key(written) else {language: written}
        texts: dict[str, str] = {}
        dropped: set[str] = set()
        for one, text in found.items():
            texts[one], gone = clean(text)
            dropped.update(gone)
        return texts, dropped

    def _missing(self, written: str, texts: Mapping[str, str]) -> None:
        for language in self.languages if any(map(str.isalpha, written)) else ():
            if language not in texts:
                self.untranslated.setdefault(language, Counter())[written] += 1

    def close(self) -> None:
        """Write what is missing in translations: a line for each group of keys, and one for each language."""
        groups: dict[str, list[str]] = {}
        for key in sorted(self.unresolved):
            groups.setdefault(key.split(".", 1)[0], []).append(key)
        for group, keys in groups.items():
            first = [*keys[:_MOST_KEYS], *(["…"] if len(keys) > _MOST_KEYS else [])]
            self.book.add("degraded", "key-unresolved", {"count": len(keys), "keys": ", ".join(first)}, value=group)
        for language, texts in sorted(self.untranslated.items()):
            facts = {"language": language, "count": len(texts), "first": _first(texts)}
            self.book.add("degraded", "untranslated", facts, value=language)


def _address(text: str) -> tuple[str, tuple[str, ...]]:
    """An address as it is; anything else that stands in its place is a text, unless it could act."""
    whole = text.strip()
    scheme = scheme_of(whole)
    if scheme in ACTIVE_SCHEMES:
        return "", (f"link to {scheme}",)
    if scheme in ("http", "https", "mailto") and not any(map(str.isspace, whole)):
        return safe_address(whole), ()
    return markdown(text)


def _first(texts: Iterable[str], most: int = 60) -> str:
    text = min(texts)
    return text if len(text) <= most else f"{text[:most]}…"

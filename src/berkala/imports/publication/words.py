"""Texts for a publication: those of the collection in each of its languages, and ours in the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from unicodedata import normalize

from berkala.imports.open_sdg.texts import Texts
from berkala.words import Language

#: One text in each language of the publication.
Said = dict[str, str]

_BRACES = str.maketrans("{}", "()")


@dataclass
class Words:
    """Says things in the publication's languages. A text missing in one stands there in another, and is counted.

    `braced` are the names that had braces.
    """

    languages: Mapping[str, Language]
    borrowed: Counter[str] = field(default_factory=Counter)
    braced: set[str] = field(default_factory=set)

    def own(self, key: str, **slots: object) -> Said:
        """A text of ours."""
        given = {name: value if isinstance(value, dict) else None for name, value in slots.items()}
        found = {}
        for code, language in self.languages.items():
            filled = {name: (given[name] or {}).get(code, str(value)) for name, value in slots.items()}
            found[code] = language.text(key, **filled)
        return found

    def field(self, label: Texts, name: str) -> Said:
        """What a field of the metadata is called. The usual ones have words here, by their English name."""
        stated = {code: label.texts.get(code) or label.get(*self.languages) or name for code in self.languages}
        called = {code: text.translate(_BRACES) for code, text in stated.items()}
        return {
            code: str(language.messages.get(f"imports.field.{_slug(called[code])}", called[code]))
            for code, language in self.languages.items()
        }

    def of(self, texts: Texts, otherwise: Said | None = None) -> Said:
        """A text of the collection that is a name; `otherwise` where it has none at all.

        Braces are slots of our own texts, and so would be found to be left over; a name has brackets in their place.
        """
        said = self.prose(texts, otherwise)
        braced = {code: text.translate(_BRACES) for code, text in said.items()}
        self.braced |= {text for code, text in said.items() if text != braced[code]}
        return braced

    def prose(self, texts: Texts, otherwise: Said | None = None) -> Said:
        """The same of a text that is quoted as it is."""
        if not texts:
            return otherwise or dict.fromkeys(self.languages, texts.written)
        found = {}
        for code in self.languages:
            said = texts.texts.get(code)
            if not said:
                said = texts.get(*self.languages)
                self.borrowed[code] += 1
            # Letters and hyphens that few fonts have are written as those that all have.
            said = normalize("NFC", said).replace("\u2010", "-").replace("\u2011", "-")
            found[code] = " ".join(said.split()) if "\n" not in said else said
        return found


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")

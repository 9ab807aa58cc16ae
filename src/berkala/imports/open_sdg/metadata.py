"""The metadata of an indicator, from all files that say some: merged as Open SDG merges them.

Files are taken in the order of the configuration's inputs, and a later one holds. Here it holds only where it says
something: an empty field of a form does not wipe out what an older file says. ``meta/<language>/`` has the same
fields in another language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from berkala.imports.open_sdg.account import About, Book
from berkala.imports.open_sdg.files import SourceFile, read_front, read_settings, without_marks
from berkala.imports.open_sdg.layout import MetaKind
from berkala.plan.documents import Document

#: The prose under the settings of a Markdown file is this field (Open SDG: InputYamlMdMeta).
CONTENT = "page_content"
#: What a field without a name is called in the account.
_NAMELESS = "''"


@dataclass(frozen=True)
class MetaFile:
    """One file of metadata of one indicator; `language` is empty for the languages that have no file of their own."""

    indicator: str
    file: SourceFile
    kind: MetaKind
    language: str = ""


@dataclass(frozen=True)
class Value:
    """What a field says: text, list or mapping, every single value as it is written; and where."""

    said: Any
    file: str
    line: int | None

    @property
    def text(self) -> str:
        """The value of a field that holds a text."""
        return self.said.strip() if isinstance(self.said, str) else ""


@dataclass
class Metadata:
    """All fields of one indicator. What is taken from it is counted as used; the rest is told by `close`."""

    indicator: str
    files: list[str] = field(default_factory=list)
    fields: dict[str, Value] = field(default_factory=dict)
    others: dict[str, dict[str, Value]] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def get(self, name: str) -> Value | None:
        """A field, which is used by this."""
        self._taken.add(name)
        return self.fields.get(name)

    def text(self, name: str) -> str:
        """The text of a field, or nothing; a list in its place is not used by this."""
        value = self.fields.get(name)
        if value is not None and not isinstance(value.said, str):
            return ""
        self._taken.add(name)
        return value.text if value else ""

    def in_others(self, name: str) -> Mapping[str, str]:
        """The same field in the languages that have a file of their own."""
        found = {language: fields[name].text for language, fields in self.others.items() if name in fields}
        return {language: text for language, text in found.items() if text}

    def names(self) -> tuple[str, ...]:
        """Every field that says something, in any language."""
        return tuple(dict.fromkeys([*self.fields, *(name for fields in self.others.values() for name in fields)]))

    def left(self) -> tuple[str, ...]:
        """The fields that nothing was made of yet."""
        return tuple(name for name in self.names() if name not in self._taken)

    def drop(self, name: str) -> None:
        """Have done with a field, which is counted by whoever took it."""
        self.fields.pop(name, None)
        for fields in self.others.values():
            fields.pop(name, None)

    def close(self, book: Book) -> None:
        """Count what was used, and what nobody asked for: a list in another language."""
        for name in self._taken:
            if name in self.fields:
                book.field(name, "used")
            for fields in self.others.values():
                if name in fields:
                    book.field(name, "used" if isinstance(fields[name].said, str) else "unused")


def read_metadata(files: Iterable[MetaFile], book: Book) -> dict[str, Metadata]:
    """The metadata of each indicator, by id; one whose files cannot be read is there, without fields."""
    found: dict[str, Metadata] = {}
    replaced: dict[str, list[str]] = {}
    for one in files:
        metadata = found.setdefault(one.indicator, Metadata(one.indicator))
        about = About(book, one.file.name, one.indicator)
        document = read_front(one.file, about) if one.kind == "front matter" else read_settings(one.file, about)
        if document is None:
            continue
        metadata.files.append(one.file.name)
        into = metadata.others.setdefault(one.language, {}) if one.language else metadata.fields
        _merge(_said(document, about), into, book, replaced)
    for name, places in sorted(replaced.items()):
        book.add("noted", "field-replaced", {"count": len(places), "file": places[0]}, value=name)
    return found


def _said(document: Document, about: About) -> dict[str, Value]:
    """The fields of one file. What is empty is counted and left."""
    said: dict[str, Value] = {}
    for written, value in document.data.items():
        name = without_marks(written).strip() or _NAMELESS
        if name not in (written, _NAMELESS):
            about.add("noted", "mark-broken", row=document.line((written,)))
        if name in said:
            about.book.field(name, "replaced")
        if says_nothing(value):
            about.book.field(name, "empty")
        else:
            said[name] = Value(value, document.file, document.line((name,)))
    if document.body.strip():
        if CONTENT in said:
            about.book.field(CONTENT, "replaced")
        said[CONTENT] = Value(document.body, document.file, document.body_line)
    return said


def _merge(said: Mapping[str, Value], into: dict[str, Value], book: Book, replaced: dict[str, list[str]]) -> None:
    for name, value in said.items():
        before = into.get(name)
        if before is not None:
            book.field(name, "replaced")
            if before.said != value.said:
                replaced.setdefault(name, []).append(value.file)
        into[name] = value


def says_nothing(value: object) -> bool:
    """Whether a value is empty, or holds only what is: a form that nobody has filled in."""
    if isinstance(value, dict):
        return all(says_nothing(one) for one in value.values())
    if isinstance(value, list):
        return all(says_nothing(one) for one in value)
    return value is None or (isinstance(value, str) and not value.strip())

"""The schema of metadata that a repository has: what each field is called, and whom it speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from berkala.imports.open_sdg.account import About, Book
from berkala.imports.open_sdg.collection import MetadataField
from berkala.imports.open_sdg.files import SourceFile, read_settings
from berkala.imports.open_sdg.speaking import Place, Speaker


def read_schema(file: SourceFile | None, speaker: Speaker, book: Book) -> Mapping[str, MetadataField]:
    """The fields by name, in the order of the schema; none where it is missing or has another form."""
    if file is None:
        return {}
    about = About(book, file.name)
    document = read_settings(file, about)
    if document is None:
        return {}
    entries = _entries(document.data)
    if not entries:
        about.add("degraded", "schema-form")
    found: dict[str, MetadataField] = {}
    for entry in entries:
        name, said = str(entry.get("name") or "").strip(), entry.get("field")
        if not name or not isinstance(said, dict):
            continue
        key = str(said.get("translation_key") or "").strip()
        words = key if key and speaker.translations.find(key) else str(said.get("label") or key or name)
        label = speaker.name(words, Place(file.name, name))
        found.setdefault(name, MetadataField(name, label, str(said.get("scope") or "").strip()))
    return found


def _entries(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The list at ``prose: metadata: meta:``, without entries of another form."""
    inner: Any = data
    for step in ("prose", "metadata", "meta"):
        inner = inner.get(step) if isinstance(inner, dict) else None
    return [entry for entry in inner if isinstance(entry, dict)] if isinstance(inner, list) else []

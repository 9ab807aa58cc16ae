"""The contract of a catalogue writer (`berkala.render.packages.CatalogueWriter`), to be called by its own test.

def test_contract(model):  # any DatasetModel with its files made
    keeps_the_contract(MyWriter(), model)
"""

from __future__ import annotations

import copy
import re

from berkala.render.packages import CatalogueWriter, DatasetModel


def keeps_the_contract(writer: CatalogueWriter, model: DatasetModel) -> None:
    """Raise AssertionError where the writer breaks a promise."""
    _has_a_name(writer)
    made = writer.write(model)
    assert isinstance(made, bytes)
    assert made, "a description is never empty"
    assert writer.write(model) == made, "the same model gives the same bytes"
    assert type(writer)().write(copy.deepcopy(model)) == made, "nothing but the model is read"
    assert b"\r" not in made, "lines end with LF"
    _says_what_it_must(made.decode("utf-8"), model)


def _has_a_name(writer: CatalogueWriter) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9-]*", writer.name), "a plug's name is a word in lower case"
    assert re.fullmatch(r"[a-z][a-z0-9._-]*\.[a-z0-9]+", writer.file), "a file name without a folder"
    assert re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", writer.media_type), "a media type"


def _says_what_it_must(text: str, model: DatasetModel) -> None:
    csv = model.file("csv")
    facts = [
        model.version,
        model.licence.path,
        csv.name,
        csv.sha256,
        *(column.name for column in model.columns),
        *(source.path for source in model.sources if source.path),
    ]
    for fact in facts:
        assert fact in text, f"the description must say {fact!r}"
    # Titles may be escaped in another way; their longest word is enough.
    for language in model.languages:
        assert max(re.findall(r"\w+", model.title[language]), key=len) in text, f"the title in {language} is missing"
    for secret in ("/tmp", "/home", "\\\\"):
        assert f'"{secret}' not in text, "no path of this machine"

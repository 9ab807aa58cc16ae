"""The title of a source: one text, or one in each language, wherever a source is cited."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from berkala.plan import read_publication
from berkala.render.citations import data_source
from berkala.render.figures_file import figures_json
from berkala.render.packages import dataset_fragment, package
from berkala.render.page import source_of
from berkala.words import language
from small_edition import DATASET, a_publication, findings_of

TITLES = {"en": "Ward records", "id": "Catatan bangsal"}


def told(root: Path, title: str) -> tuple[dict[str, list[str]], str]:
    """What pages say of the source in each language, and its title in datapackage.json."""
    publication = a_publication(root, Ward_book=title)
    findings = findings_of(publication)
    made = package(findings, "beds", publication, figures_json(findings, ("en", "id")))
    spec = findings.data["beds"].spec
    said = {
        code: [
            source_of(findings, language(code)).text,
            data_source(spec, language(code)).text,
            dataset_fragment(made.entry, findings, publication, language(code)),
        ]
        for code in ("en", "id")
    }
    descriptor = next(content for path, content in made.files.items() if path.endswith("datapackage.json"))
    return said, json.loads(descriptor)["sources"][0]["title"]


def test_a_title_may_be_given_in_each_language(tmp_path: Path) -> None:
    said, published = told(tmp_path, "{en: Ward records, id: Catatan bangsal}")
    for code, title in TITLES.items():
        other = next(one for one in TITLES.values() if one != title)
        assert all(title in text and other not in text for text in said[code])
    assert published == "Ward records"  # a descriptor has one, in the first language


def test_one_title_for_all_languages_is_enough(tmp_path: Path) -> None:
    said, published = told(tmp_path, "Ward records")
    assert all("Ward records" in text for texts in said.values() for text in texts)
    assert published == "Ward records"


@pytest.mark.parametrize(
    ("title", "code"), [("{en: Ward records}", "plan.text-missing"), ("[a]", "plan.not-by-language")]
)
def test_a_title_that_lacks_a_language_is_told_where_it_stands(tmp_path: Path, title: str, code: str) -> None:
    a_publication(tmp_path)
    file = tmp_path / "datasets/beds/dataset.yml"
    file.write_text(DATASET.replace("Ward book", title), encoding="utf-8")
    problems = read_publication(tmp_path)[1]
    assert [problem.code for problem in problems] == [code]
    assert problems[0].line == 1 + DATASET[: DATASET.index("Ward book")].count("\n")

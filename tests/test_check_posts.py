"""check: posts say only their figures and fit their networks; published JSON keeps its form."""

from __future__ import annotations

import json

import pytest

from berkala.check.contracts import FOLDER
from right_bundle import (
    CHANGE,
    EARLIER,
    FIGURES,
    JSON_EN,
    LEAD,
    POSTS,
    found,
    replaced,
    right_files,
    with_figure,
    with_post,
)


def test_a_post_says_only_the_figures_it_lists() -> None:
    (problem,) = found(with_post(text="84.6% in March 2019."))
    assert problem.code == "check.post-number"
    assert problem.file == "waits/2019-03/share/posts.json, waits-2019-03-x-en (en)"
    assert found(with_post(text="84.6% in March 2019.", figures=[LEAD, EARLIER])) == ()
    (problem,) = found(with_post(text="86.6%. It fell by 2.0 points."))
    assert problem.code == "check.direction-untraced"
    (problem,) = found(with_post(figures=[LEAD, CHANGE, "within.al.2019-03"]))
    assert (problem.code, problem.facts["nearest"]) == ("check.figure-unknown", LEAD)


def test_a_post_fits_its_network_and_leads_somewhere() -> None:
    (problem,) = found(with_post(length=281))
    assert problem.code == "check.post-long"
    (problem,) = found(with_post(link="https://office.example/waits/2019-04/"))
    assert problem.code == "check.link-dead"
    (problem,) = found(with_post(images=[{"file": "nothing.png", "width": 1, "height": 1, "alt": "No number"}]))
    assert problem.code == "check.link-dead"


def test_published_json_keeps_its_form() -> None:
    (problem,) = found(with_post(network="carrier pigeon"))
    assert (problem.code, problem.facts["place"]) == ("check.schema", "posts[0].network")
    problems = found(with_figure("cell.hidden.2019-03", status="secret"))
    assert [p.code for p in problems if p.file == JSON_EN] == ["check.schema"]
    (problem,) = found({**right_files(), POSTS: b'{"schema": NaN}'})
    assert problem.code == "check.file-unreadable"
    package = "public/data/waits/2019-03/datapackage.json"
    (problem,) = found(replaced(package, '"licenses": [{"name": "CC0-1.0"}], ', ""))
    assert (problem.code, problem.file) == ("check.schema", package.removeprefix("public/"))
    files = right_files()
    del files[FIGURES]
    assert [p.code for p in found(files)] == ["check.file-missing"]


@pytest.mark.parametrize("schema", sorted(FOLDER.glob("*.json")), ids=lambda path: path.name)
def test_every_schema_is_a_schema(schema: object) -> None:
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(json.loads(schema.read_text(encoding="utf-8")))  # type: ignore[attr-defined]

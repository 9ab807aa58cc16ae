"""check on this repository's own publication: nothing is wrong with it, and any changed digit is found."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from berkala import pipeline
from berkala.check import check
from berkala.plan import Request
from berkala.render.bundle import Bundles

ROOT = Path(__file__).parents[1]
AS_OF = datetime(2026, 12, 1, tzinfo=ZoneInfo("Asia/Jakarta"))
SHOWN = re.compile(r'(?:data-figure="[^"]*"(?: data-magnitude)?|<time datetime="[^"]*")[^<>]*>([^<]*\d[^<]*)<')
PAGES = ("fragments/edition.en.html", "fragments/edition.id.html", "fragments/chart.id.html")


@lru_cache
def rendered(edition: str) -> Bundles:
    made: Bundles = pipeline.run(Request(ROOT, AS_OF, "check", (edition,)), last=pipeline.render)
    return made


@pytest.mark.slow
def test_an_edition_of_the_archive_has_no_problem() -> None:
    assert check(rendered("emergency-care@2017-06")).problems == ()


@pytest.mark.slow
def test_the_latest_edition_has_no_problem_with_its_whole_pack() -> None:
    verdict = check(rendered("emergency-care@2019-03"))
    assert verdict.problems == ()
    assert any(path.endswith("posts.json") for path in verdict.bundles[0].files)


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(st.sampled_from(PAGES), st.data())
def test_any_changed_digit_on_a_real_page_is_found(path: str, data: st.DataObject) -> None:
    bundles = rendered("emergency-care@2017-06")
    page = bundles.bundles[0].files[path].decode()
    places = [at for found in SHOWN.finditer(page) for at in range(*found.span(1)) if page[at].isdecimal()]
    at = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != page[at]]))
    changed = {**bundles.bundles[0].files, path: (page[:at] + digit + page[at + 1 :]).encode()}
    problems = check(replace(bundles, bundles=(replace(bundles.bundles[0], files=changed),))).problems
    assert {p.code for p in problems} & {"check.number-wrong", "check.time-wrong"}, page[at - 60 : at + 20]

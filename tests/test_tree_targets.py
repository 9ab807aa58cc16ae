"""Where a link of a staged page leads: the short way for simple links is the long way's."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from berkala.check.tree.site import Staged
from berkala.plan import Plan

STEPS = st.sampled_from(["..", ".", "a", "b-1", "x.html", ".hid", "...", "", "a b", "%61", "c:d", "e;f"])


@pytest.mark.parametrize("url", ["https://statistics.example/", "https://statistics.example/open/data/"])
@given(steps=st.lists(STEPS, max_size=6), ending=st.sampled_from(["", "/", "#place", "?q", "/#place"]))
@example(steps=["..", "..", ".."], ending="/")
@example(steps=["."], ending="")
@example(steps=[], ending="")
def test_a_link_leads_where_a_browser_goes(url: str, steps: list[str], ending: str) -> None:
    plan = SimpleNamespace(publication=SimpleNamespace(settings=SimpleNamespace(site_url=url)))
    site, link = Staged(Path(), cast(Plan, plan)), "/".join(steps) + ending
    for page in ("index.html", "report/index.html", "report/2019-03/index.html"):
        assert site.target(link, page) == _target(link, url, page)


def _target(link: str, url: str, page: str) -> str | None:
    if urlsplit(link).scheme or link.startswith("//"):
        return None
    whole = urljoin(url + page, link).partition("#")[0].partition("?")[0]
    path = unquote(whole.removeprefix(url) if whole.startswith(url) else urlsplit(whole).path or "/")
    return f"{path}index.html" if path.endswith("/") or not path else path

"""What a shared link says is short and true, and the tests that read sites for it find what is wrong."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import unfurled
from berkala.compose import compose
from berkala.compose.unfurl import DESCRIPTION, TITLE, short_description, short_title
from berkala.plan import read_publication
from berkala.render.cards.agency import agency_card
from berkala.words import language
from lake import publication_in, three, verdict_for

TITLES = {
    "Release calendar": "Release calendar",
    "Patients and waits over four hours, England, version of May 2018": "",
    "Accident patients and waits over four hours, England, version May 2018": (
        "Accident patients and waits over four hours, England…"
    ),
    "Share cards and posts: Trust in public registers, 26 May 2020 to 25 June 2020": (
        "Share cards and posts: Trust in public registers…"
    ),
    "How many of the people in the country and in its provinces are poor now": (
        "How many of the people in the country and in its provinces are…"
    ),
}


@pytest.mark.parametrize(("whole", "said"), TITLES.items())
def test_a_title_ends_with_a_clause_or_a_word(whole: str, said: str) -> None:
    assert short_title(whole) == (said or whole)


@pytest.mark.parametrize(
    ("whole", "said"),
    [
        ("One.  Two.", "One. Two."),
        (f"{'Long words here ' * 6}end. {'More of it ' * 9}end.", f"{'Long words here ' * 6}end."),
        (f"By the U.S. Bureau of {'Things ' * 18}and more. Another.", f"By the U.S. Bureau of {'Things ' * 18}and…"),
        (f"It {'very ' * 26}slowly rose by 8.4 percentage points in a year.", f"It {'very ' * 26}slowly rose by…"),
    ],
)  # fmt: skip
def test_a_description_ends_with_a_sentence_or_a_word(whole: str, said: str) -> None:
    assert short_description(whole) == said


WORDS = st.lists(
    st.sampled_from(["of", "people", "8.4", "2019,", "poor.", "Yes.", "U.S.", "percentage", "x" * 30]), min_size=1
)


@given(WORDS)
def test_whatever_is_cut_was_there_whole(words: list[str]) -> None:
    whole = " ".join(words)
    for short, most in ((short_title(whole), TITLE), (short_description(whole), DESCRIPTION)):
        assert len(short) <= most
        rest = whole[len(short.removesuffix("…")) :]
        assert whole.startswith(short.removesuffix("…"))
        assert rest == "" or not rest[0].isalnum()
        assert short.endswith("…") == (short != whole and not (short.endswith(".") and whole.startswith(short + " ")))


# -- the agency's card ---------------------------------------------------------------------------------------------


def test_the_card_of_an_agency_is_small_and_the_same_each_time(tmp_path: Path) -> None:
    publication, _ = read_publication(publication_in(tmp_path / "p"))
    assert publication is not None
    first, again = (agency_card(publication, language("id")) for _ in range(2))
    assert first is not None
    assert first == again
    assert len(first) < 30_000
    assert first != agency_card(publication, language("en"))


def test_a_name_that_cannot_be_drawn_has_no_card_and_stops_nothing(tmp_path: Path) -> None:
    root = publication_in(tmp_path / "p")
    file = root / "mkdocs.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("id: Meja danau", "id: مكتب البحيرة"), encoding="utf-8")
    tree = compose(verdict_for(root, three()))
    assert (tree.folder / "assets/card.en.png").is_file()
    assert not (tree.folder / "assets/card.id.png").exists()
    page = (tree.folder / "id/timetable/index.html").read_text(encoding="utf-8")
    assert "og:image" not in page
    assert 'content="summary"' in page


# -- the reader of sites ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compose(verdict_for(publication_in(tmp_path_factory.mktemp("lake") / "p"), three())).folder


#: The page, what is replaced on it and by what, and what is found then.
EDITION, CALENDAR, HERE = "lake/2021-01/index.html", "timetable/index.html", "id/timetable/index.html"
SPOILT = {
    "title": (EDITION, r'(og:title" content=")', r"\1" + "Very long words " * 5, "og:title has"),
    "word": (EDITION, r'og:title" content="[^"]*"', 'og:title" content="Lake lev…"', "inside a word"),
    "text": ("id/data/index.html", r'(og:description" content=")', r"\1" + "Too long " * 18, "og:description has"),
    "address": (CALENDAR, r'og:url" content="https:', 'og:url" content="http:', "og:url"),
    "language": (HERE, r'og:locale" content="id_ID"', 'og:locale" content="en_GB"', "og:locale"),
    "short language": (HERE, r'og:locale" content="id_ID"', 'og:locale" content="id"', "og:locale"),
    "relative picture": (CALENDAR, r'og:image" content="[^"]*assets', 'og:image" content="assets', "og:image is"),
    "no picture": (CALENDAR, r'<meta property="og:image" [^>]*>', "", "og:image is no file"),
    "size": (CALENDAR, r'image:width" content="1200"', 'image:width" content="600"', "another size"),
    "coverage": ("data/lake/index.html", r'"temporalCoverage":"[^"]*"', '"temporalCoverage":"lately"', "Coverage is"),
    "place": (EDITION, r'"spatialCoverage"', '"where"', "Report.spatialCoverage"),
    "download": ("data/lake/2020-12/index.html", r'lake\.csv","encoding', 'lost.csv","encoding', "leads to nothing"),
    "report": ("lake/2020-12/index.html", r'"@type":"Report"', '"@type":"Book"', "0 times a Report"),
    "dataset": ("id/data/lake/index.html", r'"@type":"Dataset"', '"@type":"Book"', "0 times a Dataset"),
}


def test_nothing_is_wrong_with_a_site_as_it_is_made(lake: Path) -> None:
    assert unfurled.faults(lake) == []


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_spoilt_is_found(lake: Path, tmp_path: Path, name: str) -> None:
    file, pattern, text, said = SPOILT[name]
    site = tmp_path / "site"
    shutil.copytree(lake, site, ignore=shutil.ignore_patterns("plotly*", "*.ttf", "*.woff2"))
    page, count = re.subn(pattern, text, (site / file).read_text(encoding="utf-8"))
    assert count
    (site / file).write_text(page, encoding="utf-8")
    assert any(said in fault for fault in unfurled.faults(site)), unfurled.faults(site)


def test_a_heavy_picture_is_found(lake: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(lake, site, ignore=shutil.ignore_patterns("plotly*"))
    card = site / "assets/card.en.png"
    card.write_bytes(card.read_bytes() + b"\0" * 300_000)
    assert any("og:image has 3" in fault for fault in unfurled.faults(site))


def test_a_short_description_of_a_dataset_is_told_with_its_source(lake: Path) -> None:
    page = (lake / "data/lake/index.html").read_text(encoding="utf-8")
    [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert json.loads(data)["description"] == "Lake levels <wet>. Source: Water board. Levels of 2 lakes."

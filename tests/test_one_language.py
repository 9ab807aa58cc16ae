"""A publication in one language alone is complete: at the root, with nothing of the other language in it.

The newest edition of each of the three reports, in Indonesian alone and in English alone. Texts stand as plain strings
in the reports and under their language in the datasets: both ways are allowed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from berkala.plan import read_publication
from berkala.words import language
from publications import ALL, build, copy_facts, copy_publication, in_one_language, keep_newest
from recompute import Recomputation
from small import edit

pytestmark = pytest.mark.slow

OTHER = {"id": "en", "en": "id"}

#: A name with a word of the frame in it, which stands on pages of every language.
NAME = "Open Government Licence"


@pytest.fixture(scope="module", params=["id", "en"])
def code(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def site(code: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_publication(tmp_path_factory.mktemp("one-language") / "publication", ALL)
    return build(in_one_language(keep_newest(root, 1), code))


def pages(site: Path) -> Iterator[tuple[str, Any]]:
    for path in sorted(site.rglob("*.html")):
        yield path.relative_to(site).as_posix(), html.fromstring(path.read_bytes())


def test_it_stands_at_the_root_alone(site: Path, code: str) -> None:
    assert [name for name in OTHER if (site / name).exists()] == []
    paths = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    assert [path for path in paths if f".{OTHER[code]}." in path] == []
    for report in ALL:
        assert (site / report / "index.html").is_file()
    assert (site / "kemiskinan/2022-03/areas/aceh/index.html").is_file()


def test_every_page_says_its_language_and_no_other(site: Path, code: str) -> None:
    for path, page in pages(site):
        assert page.get("lang") == code, path
        assert page.xpath("//link[@hreflang] | //a[@hreflang] | //meta[@property='og:locale:alternate']") == [], path
        elsewhere = [element.get("lang") for element in page.xpath("//*[@lang]") if element.get("lang") != code]
        assert elsewhere == [], path
    for path in site.rglob("*.svg"):
        assert f'xml:lang="{OTHER[code]}"' not in path.read_text(encoding="utf-8"), path


def words_of_the_frame(code: str) -> list[tuple[str, str, re.Pattern[str]]]:
    """What the interface says in the other language and never in this one: message, words, and the words alone."""
    own = " ".join([NAME, *(said for _, said in messages(code))]).casefold()
    return [
        (key, said, re.compile(rf"(?<!\w){re.escape(said)}(?!\w)"))
        for key, said in messages(OTHER[code])
        if (" " in said or len(said) > 9) and len(said) > 6 and said.casefold() not in own
    ]


def messages(code: str) -> Iterator[tuple[str, str]]:
    """Every message of the public pages, of a length, in its parts between slots."""
    for key, message in language(code).messages.items():
        # Languages are named for themselves, and Indonesia is a country too.
        if key != "name" and not key.startswith(("cli.", "problem", "unit.")):
            forms = (
                message.values() if isinstance(message, dict) else message if isinstance(message, list) else [message]
            )
            for form in forms:
                yield from ((key, part.strip(" .,:;()")) for part in re.split(r"\{[^}]*\}|[\[\]]", str(form)))


def test_no_word_of_the_other_language_is_left(site: Path, code: str) -> None:
    words = words_of_the_frame(code)
    assert len(words) > 200
    found = []
    for path, page in pages(site):
        for element in page.xpath("//script | //style"):
            element.drop_tree()
        text = (
            " ".join(" ".join(page.itertext()).split())
            + " "
            + " ".join(page.xpath("//@alt | //@aria-label | //@title"))
        )
        found += [f"{path}: {key} {said}" for key, said, alone in words if said in text and alone.search(text)]
    assert found == []


def test_files_for_programs_are_in_that_language(site: Path, code: str) -> None:
    feed = json.loads((site / "feed.json").read_text(encoding="utf-8"))
    assert (feed["language"], len(feed["items"])) == (code, 3)
    assert f'xml:lang="{code}"' in (site / "feed.xml").read_text(encoding="utf-8")
    figures = json.loads((site / "kemiskinan/2022-03/figures.json").read_text(encoding="utf-8"))["figures"]
    assert {tuple(figure["text"]) for figure in figures} == {(code,)}
    for path in sorted(site.rglob("posts.json")):
        posts = json.loads(path.read_text(encoding="utf-8"))["posts"]
        assert posts
        assert {post["language"] for post in posts} == {code}


def test_every_figure_agrees(site: Path) -> None:
    check = Recomputation(site)
    check.run()
    assert check.wrong == []
    assert check.counted["editions"] == 3


def test_in_two_languages_a_plain_string_is_not_enough(tmp_path: Path) -> None:
    root = copy_facts(tmp_path / "p")
    edit(root / "reports/emergency-care.md", r"place: .*", "place: England")
    _, problems = read_publication(root)
    assert [problem.code for problem in problems] == ["plan.not-by-language"]

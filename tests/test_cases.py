"""Golden cases: small fictional publications of other agencies, built whole and held against what they once said.

`cases/<name>/in` is a publication without templates (the repository's own are put beside it), `out` are chosen text
files of its site and `FILES.txt`, the names of all. ``BERKALA_ACCEPT=1`` writes `out` anew: read the difference in git
before it goes in. It is refused where CI=true.
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import agreeing
import recompute
import unfurled
from berkala.cli import main
from publications import REPOSITORY

CASES = Path(__file__).parent / "cases"
NAMES = "FILES.txt"
#: A line of a page may hold a whole drawing: so much of it is shown in a difference, around where it differs.
_SHOWN = 160


@dataclass(frozen=True)
class Case:
    """When the publication is built, and which files of its site are held against the expectation.

    Nothing is chosen whose bytes, or whose stated sizes, come from a library: pictures, workbooks, archives, and the
    pages and descriptors that tell how large those are.
    """

    as_of: str
    files: tuple[str, ...]


#: The size of a PDF in the link to it: its bytes come from a library as well.
PDF_SIZE = re.compile(r'(type="application/pdf"[^>]*>)PDF.*?</a>')

#: What the quick part of the suite builds.
QUICK = frozenset({"single", "collection"})
COMMON = ("index.html", "timetable/index.html", "timetable/timetable.json", "feed.json", "404.html")
SNAKES = (
    "snake-bites/2024-05/index.html",
    "snake-bites/2024-05/figures.json",
    "snake-bites/2024-05/share/posts.json",
    "data/snake-bites/2024-05/snake-bites.csv",
)
KNOWN = {
    "pipes": Case(
        "2025-05-20T12:00",
        (
            *COMMON,
            "timetable/timetable.ics",
            "feed.xml",
            "kebocoran-air/2025-Q1/index.html",
            "kebocoran-air/2025-Q1/figures.json",
            "kebocoran-air/2025-Q1/share/posts.json",
            "en/kebocoran-air/2024-Q2/index.html",
            "en/tentang/index.html",
            "data/kebocoran/2025-Q1/kebocoran.csv",
            "data/kebocoran/2024-Q4/index.html",
            "data/kebocoran/2024-Q4/datapackage.json",
            "data/target-kebocoran/2025/target-kebocoran.csv",
        ),
    ),
    "single": Case(
        "2024-05-20T12:00",
        (
            *COMMON,
            "sitemap.xml",
            "trees/index.html",
            "trees/2023/figures.json",
            "trees/2023/share/posts.json",
            "data/parks/2023/parks.csv",
        ),
    ),
    "collection": Case(
        "2024-05-20T12:00",
        (
            *COMMON,
            "sitemap.xml",
            "clean-water/index.html",
            "id/clean-water/index.html",
            "id/status/index.html",
            "flood-drains/index.html",
            "id/piped-water/2023/index.html",
            "data/index.html",
        ),
    ),
    "hidden": Case("2024-06-25T12:00", (*SNAKES, "data/snake-bites/2024-03/index.html")),
    "hidden-latest": Case("2024-06-25T12:00", (*SNAKES, "index.html", "id/snake-bites/index.html")),
    # Rolling averages of three years, twelve months beside twenty-four, and a survey of odd days.
    "spans": Case(
        "2021-07-01T12:00",
        (
            "timetable/timetable.json",
            "births/2014--2016/index.html",
            "births/2014--2016/areas/hills/index.html",
            "id/births/2014--2016/index.html",
            "harm/2020-04--2021-03/index.html",
            "harm/2020-04--2021-03/figures.json",
            "trust/2020-05-26--2020-06-25/index.html",
            "trust/2020-05-26--2020-06-25/share/posts.json",
            "id/trust/2020-05-26--2020-06-25/index.html",
            "data/births/2014--2016/births.csv",
        ),
    ),
}


def build(name: str, to: Path) -> Path:
    """The site of a case, built in `to`."""
    root, site = to / "in", to / "site"
    shutil.copytree(CASES / name / "in", root)
    shutil.copytree(REPOSITORY / "templates", root / "templates")
    (root / "site").mkdir()
    assert main(["build", "-C", str(root), "--jobs", "1", "--as-of", KNOWN[name].as_of, "--out", str(site)]) == 0
    return site


def told(site: Path, name: str) -> dict[str, str]:
    """What is held against the expectation, by path."""
    names = (path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    listed = sorted(path for path in names if not path.startswith(("assets/", "search/pagefind/", ".")))
    return {NAMES: "".join(f"{path}\n" for path in listed)} | {
        path: PDF_SIZE.sub(r"\1PDF</a>", (site / path).read_bytes().decode()) for path in KNOWN[name].files
    }


def expected(name: str) -> dict[str, str]:
    out = CASES / name / "out"
    return {
        path.relative_to(out).as_posix(): path.read_bytes().decode()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def accept(name: str, now: dict[str, str]) -> None:
    shutil.rmtree(CASES / name / "out", ignore_errors=True)
    for path, text in now.items():
        file = CASES / name / "out" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())


def differences(then: dict[str, str], now: dict[str, str]) -> Iterator[str]:
    """A unified difference of every file that is not what it was, long lines cut to where they differ."""
    for path in sorted(then.keys() | now.keys()):
        before, after = then.get(path, "").split("\n"), now.get(path, "").split("\n")
        for line in difflib.unified_diff(before, after, f"expected/{path}", f"built/{path}", n=1, lineterm=""):
            yield line if len(line) <= 2 * _SHOWN else f"{line[:_SHOWN]} … {line[-_SHOWN:]}"


@pytest.mark.parametrize(
    "name", [pytest.param(one, marks=() if one in QUICK else pytest.mark.slow) for one in sorted(KNOWN)]
)
def test_a_publication_says_what_it_said(name: str, tmp_path: Path) -> None:
    site = build(name, tmp_path)
    now = told(site, name)
    if os.environ.get("BERKALA_ACCEPT") == "1":
        assert os.environ.get("CI") != "true", "an expectation is accepted by a person, not by CI"
        accept(name, now)
    then = expected(name)
    assert sorted(now) == sorted(then)
    changed = "\n".join(differences(then, now))
    assert not changed, f"{changed}\n\nThe whole site is in {site}. If it is right, accept it with BERKALA_ACCEPT=1."
    assert recompute.main([str(site)]) == 0
    assert unfurled.faults(site) == []
    assert agreeing.disagreements(site).wrong == []


def test_every_case_is_known_and_readable() -> None:
    assert sorted(path.name for path in CASES.iterdir()) == sorted(KNOWN)
    for name in KNOWN:
        assert sum(len(text.encode()) for text in expected(name).values()) < 250_000


def test_a_hidden_value_is_nowhere() -> None:
    """The raw counts that the threshold hides: 3 and 4, in the latest month 2; and no total gives them back."""
    for name in ("hidden", "hidden-latest"):
        raw = (CASES / name / "in/datasets/snake-bites/snake-bites.csv").read_text(encoding="utf-8").splitlines()[1:]
        small = {tuple(row.split(",")[:2]) for row in raw if 0 < int(row.rpartition(",")[2]) < 5}
        published = expected(name)["data/snake-bites/2024-05/snake-bites.csv"].splitlines()[1:]
        hidden = {tuple(row.split(",")[:2]) for row in published if row.endswith(",,c")}
        assert hidden == small != set()
        page = expected(name)["snake-bites/2024-05/index.html"]
        for month in {month for month, _ in small}:
            figures = re.findall(rf'data-figure="treated\.all\.{month}"[^>]*>([^<]*)<', page)
            assert set(figures) == {"[c]"}


def test_the_difference_is_shown() -> None:
    assert list(differences({"a": "one\ntwo"}, {"a": "one\n2"}))[-2:] == ["-two", "+2"]
    assert list(differences({"a": "same"}, {"a": "same"})) == []
    assert "+new" in list(differences({}, {"b": "new"}))
    assert list(differences({"c": "line\r\n"}, {"c": "line\n"}))


# -- other agencies still: what no golden file needs to hold ----------------------------------------------------------


def variant(to: Path, change: dict[str, tuple[str, str]]) -> Path:
    """A copy of the case `single` with one pattern replaced, everywhere, in each of some files."""
    shutil.copytree(CASES / "single/in", to)
    shutil.copytree(REPOSITORY / "templates", to / "templates")
    (to / "site").mkdir()
    for name, (pattern, text) in change.items():
        file = to / name
        new, count = re.subn(pattern, text, file.read_text(encoding="utf-8"))
        assert count, f"{pattern} is not in {name}"
        file.write_text(new, encoding="utf-8")
    return to


def built(root: Path, as_of: str = "2024-05-20T12:00") -> Path:
    site = root.parent / "out"
    assert main(["build", "-C", str(root), "--jobs", "1", "--as-of", as_of, "--out", str(site)]) == 0
    return site


def test_a_name_may_hold_digits_wherever_it_stands(tmp_path: Path) -> None:
    """An office, a place, an indicator, a park, a phrase and a licence: each with a number of its own.

    The summary and the methods are prose: what is in their names stands under `names`.
    """
    digits = (r"(\{en: )([^}]+)\}", r'\1"\2 No. 17 (2,5 km2)"}')
    files = ("mkdocs.yml", "reports/trees.md", "datasets/parks/dataset.yml")
    root = variant(tmp_path / "in", dict.fromkeys(files, digits))
    report = root / "reports/trees.md"
    names = 'card: main\nnames: ["No. 17 (2,5 km2)"]'
    report.write_text(report.read_text(encoding="utf-8").replace("card: main", names), encoding="utf-8")
    assert "No. 17" in (built(root) / "trees/2023/index.html").read_text(encoding="utf-8")


def test_two_reports_may_have_an_indicator_of_one_name(tmp_path: Path) -> None:
    """Home shows both: the same id, another number of decimals."""
    root = variant(tmp_path / "in", {})
    text = (root / "reports/trees.md").read_text(encoding="utf-8").replace("decimals: 0", "decimals: 2")
    (root / "reports/trees-again.md").write_text(text, encoding="utf-8")
    home = (built(root) / "index.html").read_text(encoding="utf-8")
    assert (">1,522<" in home, ">1,522.00<" in home) == (True, True)


def test_before_its_first_release_a_publication_has_a_home_and_no_figure(tmp_path: Path) -> None:
    root = variant(tmp_path / "in", {"reports/trees.md": ("first_release: 2024", "first_release: 2031")})
    site = built(root)
    assert "Nothing has been released yet." in (site / "index.html").read_text(encoding="utf-8")
    assert [path.name for path in site.rglob("figures.json")] == []
    assert "1,522" not in "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.html"))

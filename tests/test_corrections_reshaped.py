"""A correction by which a value comes or goes, in a dataset whose source marks its values in columns of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from berkala import pipeline
from berkala.cli import main
from berkala.plan import Request
from corrected_office import copied, register, write
from small_places import NOW, small_places

DATA = "datasets/jobless/jobless.csv"
STOOD = "2024-02,north,4.7,287,,"
WHAT = ("--what", "en=This was wrong.", "id=Ini keliru.", "--by", "Siti Rahma")

pytestmark = pytest.mark.slow


@pytest.fixture(name="before", scope="module")
def fixture_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = small_places(tmp_path_factory.mktemp("places") / "before")
    pipeline.run(Request(root, NOW))
    return root


@pytest.fixture(name="root")
def fixture_root(before: Path, tmp_path: Path) -> Path:
    return copied(before, tmp_path / "office")


def correct(root: Path, *words: str) -> int:
    return main(["correct", "jobless", "-C", str(root), "--as-of", "2026-01-02T10:00", *WHAT, *words])


@pytest.mark.parametrize("row", ["2024-02,north,,,x,x", "2024-02,north,5.7,,,x", "2024-02,north,5.7,297,,"])
def test_a_value_becomes_a_status_and_what_follows_from_it_goes(root: Path, row: str) -> None:
    write(root, DATA, STOOD, row)
    assert correct(root) == 0
    (told,) = register(root)["corrections"]
    was = {cell["column"]: cell["was"] for cell in told["cells"]}
    assert was == {"rate": "4.7", "people": "287"}
    ids = {one["id"] for edition in told["editions"] for one in edition["figures"]}
    assert {"rate.north.2024-02", "people.north.2024-02"} <= ids
    # The year before is not spoken of any more where there is nothing to compare; it was not wrong.
    assert not {name for name in ids if name.endswith("north.2023-02")}


def test_and_comes_again(root: Path) -> None:
    write(root, DATA, STOOD, "2024-02,north,,,x,x")
    assert correct(root) == 0
    write(root, DATA, "2024-02,north,,,x,x", "2024-02,north,4.9,288,,")
    assert main(["correct", "jobless", "-C", str(root), "--as-of", "2026-01-03T10:00", *WHAT]) == 0
    newer, older = register(root)["corrections"]
    assert {cell["was"] for cell in newer["cells"]} == {"[x]"}
    # The page of the older correction keeps its own values, and says that there is a newer one.
    page = (root / f"site/corrections/{older['correction']}/index.html").read_text(encoding="utf-8")
    assert f"corrections/{newer['correction']}/" in page or f"../{newer['correction']}/" in page
    assert "4.9" not in page
    assert "corrected once more" in page
    last = (root / f"site/corrections/{newer['correction']}/index.html").read_text(encoding="utf-8")
    assert "4.9" in last
    assert "corrected once more" not in last


def test_a_row_that_should_not_have_been_goes(root: Path) -> None:
    write(root, DATA, "2023-06,east,7.5,105,,\n", "")
    write(root, "datasets/jobless/dataset.yml", "until: 2023-06", "until: 2023-05")
    assert correct(root) == 0
    (told,) = register(root)["corrections"]
    assert {cell["key"]["place"] for cell in told["cells"]} == {"east"}


def test_editions_that_share_a_correction_are_made_again_together(root: Path) -> None:
    write(root, DATA, "2023-03,land,8.2,802,,", "2023-03,land,8.3,802,,")
    text = """- correction: march
  decided: 2026-01-02T09:00
  who: Siti Rahma
  what: {en: A digit was wrong., id: Satu angka keliru.}
  cells:
    - {key: {month: 2023-03, place: land}, column: rate, was: "8.2"}
"""
    (root / "datasets/jobless/corrections.yml").write_text(text, encoding="utf-8")
    words = ["publish", "jobless@2024-02", "-C", str(root), "--as-of", "2026-01-02T10:00"]
    assert main(words) == 0
    (told,) = register(root)["corrections"]
    assert {edition["edition"] for edition in told["editions"]} == {"jobless@2024-02", "jobless@2024-03"}


@pytest.mark.parametrize(
    ("only", "said"),
    [("place=nord", "Use one of these: north"), ("plce=north", "month, place, column"), ("column=n", "people, rate")],
)
def test_what_no_value_has_is_refused(root: Path, capsys: pytest.CaptureFixture[str], only: str, said: str) -> None:
    write(root, DATA, STOOD, "2024-02,north,5.7,297,,")
    assert correct(root, "--only", only) == 2
    assert said in capsys.readouterr().err

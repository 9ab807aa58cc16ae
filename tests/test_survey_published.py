"""A survey with standard errors, published whole: intervals on its line charts, and no claim within the margin."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from berkala.cli import main
from plan_cases import add
from publications import REPOSITORY
from small import ZONE, edit
from small_survey import AIMS, GOAL, OFFICE, PLACES, SERVICE, SURVEY, small_survey

AS_OF = datetime(2018, 2, 1, tzinfo=ZONE)
#: Each survey by its places: how many are poor, in thousands, what share that is, and its standard error.
ROWS = """period,island,poor,rate,rate_error
2016-03,country,300,10.00,0.30
2016-03,east,100,20.00,0.50
2016-09,country,297,9.90,0.30
2016-09,east,99,19.80,0.50
2016-09,west,198,8.00,0.40
2017-03,country,296,9.86,0.30
2017-03,east,95,19.00,0.50
2017-09,country,294,9.80,0.30
2017-09,east,80,16.00,0.50
2017-09,west,197,7.96,0.40
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The survey of the islands alone, without its map and its target."""
    root = small_survey(tmp_path / "publication")
    shutil.copytree(REPOSITORY / "templates", root / "templates", dirs_exist_ok=True)
    (root / "templates/maps/islands.yml").unlink()
    for file in (OFFICE, "reports/emergency-care.md"):
        (root / file).unlink()
        (root / file.replace(".md", ".id.md")).unlink()
    for file in (SERVICE, AIMS, GOAL, "datasets/emergency-care/x", "datasets/four-hour-standard/x"):
        shutil.rmtree((root / file).parent)
    edit(root / PLACES, r"    reference:\n(      .*\n)+", "")
    edit(root / PLACES, r"  map: .*\n", "")
    edit(root / PLACES, r"  bullet: .*\n", "")
    edit(root / PLACES, r"  - \{kind: tiles, .*\n", "")
    edit(root / PLACES, r"  - \{kind: gap, .*\n", "")
    edit(root / SURVEY, r"from: 2015-03", "from: 2016-03, until: 2017-09")
    add(root, "datasets/islands/islands.csv", ROWS)
    return root


@pytest.mark.slow
def test_a_survey_with_intervals_is_published_and_claims_no_change_within_its_margin(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["publish", "-C", str(root), "--as-of", AS_OF.isoformat(), "--jobs", "1", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert (code, [problem["message"] for problem in told["problems"]]) == (0, [])
    assert told["published"] == ["islands@2017-03", "islands@2017-09"]
    site = root / "site" / "islands" / "2017-09"
    assert "95% interval" in (site / "charts/line.en.svg").read_text(encoding="utf-8")
    assert list(site.glob("share/*.png"))
    said = {home: (site / home / "index.html").read_text(encoding="utf-8") for home in ("", "areas/east")}
    assert "little changed" in said[""]
    assert (
        "little changed" not in said["areas/east"]
    )  # from 19.8% and from 19.0% to 16.0%, by more than the margin of 1.4 points

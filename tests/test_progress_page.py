"""render, check: what pages say of progress in both languages, and that anyone can work it out again."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from lxml import html

import recompute
from berkala import pipeline
from berkala.check import check
from berkala.check.declared import Declarations
from berkala.check.progress import Progressed
from berkala.check.published import Published, exact_json, figures_of
from berkala.cli import main
from berkala.measure.findings import Reason
from berkala.plan import Request
from berkala.render.bundle import Bundle, Bundles
from berkala.words import language
from progressed import AS_OF, CASES, publication

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publication(tmp_path_factory.mktemp("progress") / "publication")


@pytest.fixture(scope="module")
def bundles(root: Path) -> Bundles:
    moment = datetime.fromisoformat(AS_OF).replace(tzinfo=ZoneInfo("Asia/Jakarta"))
    made: Bundles = pipeline.run(Request(root, moment, "check"), last=pipeline.render)
    return made


def bundle(bundles: Bundles, name: str) -> Bundle:
    return next(one for one in bundles.bundles if one.edition.report == name)


def block(bundles: Bundles, name: str, code: str) -> Any:
    page = html.document_fromstring(bundle(bundles, name).files[f"fragments/edition.{code}.html"].decode())
    (found,) = page.find_class("progress")
    return found


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def said(bundles: Bundles, name: str, code: str) -> tuple[list[str], dict[str, str], list[str]]:
    """The lines of the block, its facts, and the steps of its working."""
    found = block(bundles, name, code)
    steps = [words(step) for details in found.iter("details") for step in details.iter("p")]
    lines = [words(line) for line in found.iterchildren("p")]
    facts = {words(row[0]): words(row[1]) for row in found.xpath(".//dl/div")}
    return lines, facts, steps


# -- what is seen --------------------------------------------------------------------------------------------------


def test_progress_towards_a_target_in_english(bundles: Bundles) -> None:
    lines, facts, steps = said(bundles, "poverty", "en")
    assert lines == ["Progress since 2016", "Moderate progress"]
    assert facts == {
        "Change a year, 2016 to 2022": "down 3.45%",
        "Needed a year, 2016 to 2030": "down 4.83%",
        "Share of the needed change": "71.4%",
        "Target for 2030": "at most 10%",
    }
    assert steps == [
        "The first figure from 2015 on is the one for 2016, the latest the one for 2022.",
        "Change a year, compound: 100 × ((16.2 ÷ 20.0)^(1 ÷ 6) − 1) = −3.4511%, shown as −3.45%.",
        "Change a year that the target requires: 100 × ((10 ÷ 20.0)^(1 ÷ 14) − 1) = −4.8305%, shown as −4.83%.",
        "Share of the needed change: 100 × −3.4511 × −1 ÷ 4.8305 = 71.4%.",
        "Categories: Target achieved once the target is reached; Substantial progress from 95%; "
        "Moderate progress from 60%; Limited progress from 0%; Deterioration below that.",
        "The method is the one that Open SDG documents, taken over from Statistics Canada. Unlike there, zero is never "
        "replaced by a small number.",
    ]


def test_progress_towards_a_target_in_indonesian(bundles: Bundles) -> None:
    lines, facts, steps = said(bundles, "poverty", "id")
    assert lines == ["Kemajuan sejak 2016", "Kemajuan sedang"]
    assert facts == {
        "Perubahan per tahun, 2016 sampai 2022": "turun 3,45%",
        "Yang diperlukan per tahun, 2016 sampai 2030": "turun 4,83%",
        "Bagian dari perubahan yang diperlukan": "71,4%",
        "Target untuk 2030": "paling banyak 10%",
    }
    assert steps[:4] == [
        "Angka pertama mulai 2015 adalah angka untuk 2016, angka terbaru adalah angka untuk 2022.",
        "Perubahan majemuk per tahun: 100 × ((16,2 ÷ 20,0)^(1 ÷ 6) − 1) = −3,4511%, ditampilkan sebagai −3,45%.",
        "Perubahan per tahun yang disyaratkan target: 100 × ((10 ÷ 20,0)^(1 ÷ 14) − 1) = −4,8305%, "
        "ditampilkan sebagai −4,83%.",
        "Bagian dari perubahan yang diperlukan: 100 × −3,4511 × −1 ÷ 4,8305 = 71,4%.",
    ]
    assert "Open SDG" in steps[-1]


@pytest.mark.parametrize(
    ("name", "code", "lines", "facts"),
    [
        (
            "coverage",
            "en",
            ["Progress since 2015", "Substantial progress"],
            {"Change a year, 2015 to 2022": "up 0.70%"},
        ),
        (
            "forest",
            "id",
            ["Kemajuan sejak 2015", "Kemunduran"],
            {"Perubahan per tahun, 2015 sampai 2022": "turun 0,29%"},
        ),
        (
            "spending",
            "en",
            [
                "Progress since 2015",
                "Not judged",
                "The source does not say whether a rise or a fall counts as progress, so none is judged.",
            ],
            {"Change a year, 2015 to 2022": "up 3.74%"},
        ),
        (
            "spending",
            "id",
            [
                "Kemajuan sejak 2015",
                "Tidak dinilai",
                "Sumber datanya tidak menyebutkan apakah kenaikan atau penurunan yang dihitung sebagai kemajuan, jadi "
                "kemajuannya tidak dinilai.",
            ],
            {"Perubahan per tahun, 2015 sampai 2022": "naik 3,74%"},
        ),
        (
            "infections",
            "en",
            [
                "Progress since 2015",
                "Not judged",
                "The target is zero, and no rate of growth leads to zero, so progress towards it cannot be worked out.",
            ],
            {"Change a year, 2015 to 2022": "down 4.03%", "Target for 2030": "at most 0%"},
        ),
    ],
)  # fmt: skip
def test_what_the_page_says(bundles: Bundles, name: str, code: str, lines: list[str], facts: Mapping[str, str]) -> None:
    assert said(bundles, name, code)[:2] == (lines, facts)


def test_a_target_that_was_reached_is_reached(bundles: Bundles) -> None:
    lines, facts, steps = said(bundles, "literacy", "en")
    assert lines == ["Progress since 2015", "Target achieved"]
    assert facts["Target for 2030"] == "at least 95%"
    assert "The figure for 2022 has reached the target, and that decides, whatever the change was." in steps


def test_where_nothing_is_judged_no_thresholds_are_said(bundles: Bundles) -> None:
    for name in ("infections", "spending"):
        assert [step.partition(" ")[0] for step in said(bundles, name, "en")[2]] == ["The", "Change", "The"]


def test_near_a_limit_the_lower_thresholds_are_said(bundles: Bundles) -> None:
    steps = said(bundles, "coverage", "en")[2]
    assert steps[2:4] == [
        "Near the limit of 100% less is enough: every threshold above zero is multiplied by 0.3736.",
        "Categories: Substantial progress from 0.56% a year; Moderate progress from 0.19% a year; "
        "Limited progress from 0% a year; Deterioration below that.",
    ]


def test_another_column_is_named(bundles: Bundles) -> None:
    lines, facts, _ = said(bundles, "seats", "en")
    assert lines == [
        "Progress since 2015",
        "Limited progress",
        "What is judged is “Distance from parity”, a column that the source keeps for this.",
    ]
    assert facts["Target for 2030"] == "at most 50"


MARKS = {
    "literacy": "met",
    "coverage": "most",
    "poverty": "near",
    "seats": "some",
    "forest": "miss",
    "spending": None,
    "infections": None,
}


def test_each_category_has_a_mark_of_its_own_and_says_so_in_short(bundles: Bundles) -> None:
    """`about` is what pages around the edition are made of."""
    shapes = set()
    for name, mark in MARKS.items():
        about: Any = bundle(bundles, name).about
        drawn = block(bundles, name, "en").xpath(".//p[contains(@class, 'band')]/svg")
        assert (about["lead"]["mark"], about["progress"]["mark"], bool(drawn)) == (mark, mark, mark is not None)
        shapes |= {html.tostring(one, with_tail=False) for one in drawn}
    assert len(shapes) == 5


def test_the_short_form_is_whole(bundles: Bundles) -> None:
    told: Any = bundle(bundles, "poverty").about["progress"]
    assert told == {
        "category": "moderate-progress",
        "label": {"en": "Moderate progress", "id": "Kemajuan sedang"},
        "mark": "near",
        "from": "2016",
        "to": "2022",
        "reason": None,
        "why": None,
    }
    told = bundle(bundles, "infections").about["progress"]
    assert (told["category"], told["label"], told["reason"]) == (None, None, "target-nought")
    assert told["why"]["id"].startswith("Targetnya nol")


def test_the_methods_print_each_formula_once_and_whose_method_it_is(bundles: Bundles) -> None:
    page = html.document_fromstring(bundle(bundles, "coverage").files["fragments/edition.en.html"].decode())
    printed = [words(line) for line in page.xpath("//section[@id='method']//li")]
    assert [line.partition(". ")[0] for line in printed[1:]] == [
        "Progress: 100 × ((value ÷ base value)^(1 ÷ years) − 1)",
        "Progress: growth a year × direction",
        "Progress: 1 − (base value ÷ limit)^4.44; from the limit on with 2 × limit − base value in its place; "
        "1 from 2 × limit on",
        "Progress: threshold × factor",
        "The method is the one that Open SDG documents, taken over from Statistics Canada",
    ]


#: What each reason may speak of: without a value there is no first and no last, without a target none to name.
KNOWN_OF = {"direction": set[str](), "no-value": {"baseline"}, "target-past": {"first", "target"}}


@pytest.mark.parametrize("code", ["en", "id"])
@pytest.mark.parametrize("reason", [one for one in get_args(Reason) if one])
def test_every_reason_has_words_that_name_only_what_is_there(reason: str, code: str) -> None:
    message = str(language(code).messages[f"progress.why.{reason}"])
    named = set(re.findall(r"\{(\w+)\}", message))
    assert named <= KNOWN_OF.get(reason, {"baseline", "first", "last"})
    assert message.endswith(".")
    assert not re.search(r"\d", message)


# -- what is checked -----------------------------------------------------------------------------------------------


def test_nothing_is_wrong_with_it(bundles: Bundles) -> None:
    assert check(bundles).problems == ()


def changed(bundles: Bundles, name: str, **more: Any) -> Bundles:
    """One edition alone, with something changed."""
    return replace(bundles, bundles=(replace(bundle(bundles, name), **more),))


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("poverty", "substantial-progress"),
        ("spending", "deterioration"),
        ("literacy", "substantial-progress"),
        ("coverage", "moderate-progress"),
    ],
)
def test_another_category_than_follows_is_found(bundles: Bundles, name: str, category: str) -> None:
    told: Any = bundle(bundles, name).about["progress"]
    about = {**bundle(bundles, name).about, "progress": {**told, "category": category}}
    found = [one.code for one in check(changed(bundles, name, about=about)).problems]
    assert found == ["check.progress-category"]


def published(bundles: Bundles, name: str) -> dict[str, Published]:
    return figures_of(exact_json(bundle(bundles, name).files[f"public/{name}/2022/figures.json"]))


@pytest.mark.parametrize(
    ("name", "inputs"),
    [
        ("poverty", ("poverty.all.2022", "poverty.all.2018")),
        ("poverty", ("poverty.all.2022", "poverty.all.2014")),
        ("poverty", ("poverty.all.2020", "poverty.all.2016")),
        ("seats", ("cell.base.all.2015", "cell.base.all.2022")),
    ],
)
def test_growth_between_other_periods_is_found(bundles: Bundles, name: str, inputs: tuple[str, str]) -> None:
    figures, id_ = published(bundles, name), f"{name}.all.2022.progress-growth"
    figures[id_] = replace(figures[id_], inputs=(*inputs, f"{name}.progress-years"))
    made = bundles.plan.publication
    spec, data = made.reports[name].spec.indicators[name], made.datasets[name].spec
    found = list(Progressed(name, spec, data, data.period("2022"), figures).problems(None, "figures.json"))
    assert [one.code for one in found] == ["check.progress-periods"]


@pytest.mark.parametrize(
    ("name", "what"),
    [("poverty", "years"), ("poverty", "years-to-target"), ("poverty", "target"), ("poverty", "direction"),
     ("poverty", "bound.moderate-progress"), ("coverage", "limit"), ("seats", "years")],
)  # fmt: skip
def test_another_number_than_declared_is_found(bundles: Bundles, name: str, what: str) -> None:
    figures, id_ = published(bundles, name), f"{name}.progress-{what}"
    before = figures[id_].value
    assert before is not None
    made = bundles.plan.publication
    spec, data = made.reports[name].spec, made.datasets[name].spec
    assert list(Declarations(spec, data, data.period("2022"), figures).problems("figures.json")) == []
    figures[id_] = replace(figures[id_], value=before + 1)
    found = list(Declarations(spec, data, data.period("2022"), figures).problems("figures.json"))
    assert [(one.code, one.value) for one in found] == [("check.declared", id_)]


# -- anyone can do it again ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(root: Path) -> Path:
    out = root / "out"
    assert main(["build", "-C", str(root), "--jobs", "1", "--as-of", AS_OF, "--out", str(out)]) == 0
    return out


@pytest.mark.slow
def test_the_site_agrees_and_home_shows_the_verdict(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert recompute.main([str(site)]) == 0, capsys.readouterr().out
    home = html.parse(str(site / "index.html")).getroot()
    (verdict,) = home.xpath("//section[@class='key']/p[contains(@class, 'band')]")
    assert words(verdict) in {
        "Substantial progress",
        "Moderate progress",
        "Limited progress",
        "Deterioration",
        "Target achieved",
    }


#: Of every formula one result is put one off.
FORMULAS = {
    "annual_growth": "poverty",
    "progress_to_target": "poverty",
    "progress_growth": "forest",
    "limit_factor": "coverage",
    "progress_threshold": "coverage",
}


@pytest.mark.slow
@pytest.mark.parametrize("formula", FORMULAS)
def test_a_wrong_result_is_found(site: Path, tmp_path: Path, formula: str) -> None:
    path = f"{FORMULAS[formula]}/2022/figures.json"
    copy = Path(shutil.copytree(site, tmp_path / "site"))
    text = (copy / path).read_text(encoding="utf-8")
    (id_, *_) = _made_by(text, formula)
    text = re.sub(
        rf'("id":"{re.escape(id_)}","value":)(-?\d+)', lambda found: f"{found[1]}{int(found[2]) + 1}", text, count=1
    )
    (copy / path).write_text(text, encoding="utf-8")
    check_again = recompute.Recomputation(copy)
    check_again.run()
    assert any(id_ in line for line in check_again.wrong)


def _made_by(text: str, formula: str) -> Iterator[str]:
    for figure in json.loads(text)["figures"]:
        if figure.get("formula") == formula and figure["value"]:
            yield figure["id"]


def test_every_case_is_looked_at() -> None:
    assert set(MARKS) == set(CASES)

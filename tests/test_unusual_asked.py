"""An unusual value, from the cell to the printed reason: asked about, answered once, asked again when it changes."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from berkala import cli, pipeline
from berkala.check.unusual.asking import _placed, questions
from berkala.errors import DONE, NEEDS_PERSON, PROBLEMS, Problem
from berkala.plan import Request, read_publication
from berkala.render.answers import _ended
from berkala.tidy.layouts.places import Place
from little_tables import dataset, dimension, measure, plan_for, protected
from small_places import NOW, small_places

FILE, ANSWERS = "datasets/visitors/visitors.csv", "datasets/visitors/answers.yml"
AT = "2026-01-21T10:00"
REASON = {"en": "The library was closed for repairs.", "id": "Perpustakaan tutup karena perbaikan."}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The publication that `berkala init` makes: a library's visitors, thirteen months, one edition."""
    assert cli.main(["init", str(tmp_path / "library")]) == DONE
    return tmp_path / "library"


def change(root: Path, old: str, new: str, file: str = FILE) -> None:
    text = (root / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    (root / file).write_text(text.replace(old, new), encoding="utf-8")


def run(root: Path, capsys: pytest.CaptureFixture[str], command: str = "check", at: str = AT, *more: str) -> Any:
    """Run a command; its exit code and its problems."""
    capsys.readouterr()
    jobs = ["--jobs", "1"] if command in ("check", "build", "publish") else []
    code = cli.main([command, "-C", str(root), "--as-of", at, "--json", *jobs, *more])
    return code, json.loads(capsys.readouterr().out)["problems"]


def answer(root: Path, problem: dict[str, Any], **changes: Any) -> None:
    """Write what the remedy says, with the reason and the name filled in."""
    (said,) = yaml.safe_load("- " + problem["remedy"].partition(": - ")[2])
    said |= {"reason": REASON, "who": "Sari, circulation desk", **changes}
    (root / ANSWERS).write_text(yaml.safe_dump({"answers": [said]}, allow_unicode=True), encoding="utf-8")


def test_a_clean_publication_is_asked_nothing(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(library, capsys) == (DONE, [])


def test_a_slip_is_asked_about_answered_and_printed(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(library, "2025-12,3528,", "2025-12,4,")
    code, (problem,) = run(library, capsys)
    assert (code, problem["code"], problem["severity"]) == (NEEDS_PERSON, "check.unusual-slip-smaller", "question")
    assert (problem["file"], problem["row"], problem["column"], problem["value"]) == (FILE, 14, "visitors", "4")
    assert "4 is about 1,000 times smaller than expected" in problem["message"]
    assert ANSWERS in problem["remedy"]
    answer(library, problem)
    assert run(library, capsys) == (DONE, [])
    code, _ = run(library, capsys, "build")
    assert code == DONE
    site = library / ".berkala/build"
    for language, folder in (("en", ""), ("id", "id/")):
        edition = next((site / folder / "visitors").glob("2025-12/index.html")).read_text(encoding="utf-8")
        assert REASON[language] in edition
        assert "Sari, circulation desk" in edition
        page = (site / folder / "data/visitors/index.html").read_text(encoding="utf-8")
        assert REASON[language] in page
    with zipfile.ZipFile(next(site.glob("data/visitors/2025-12/visitors.zip"))) as pack:
        readme = next(name for name in pack.namelist() if name.endswith("README.txt") or "README" in name)
        assert REASON["en"] in pack.read(readme).decode()
        described = json.loads(pack.read(next(name for name in pack.namelist() if name.endswith("datapackage.json"))))
    (resource,) = [part for part in (described, *described["resources"]) if "berkala:answers" in part]
    assert resource["berkala:answers"][0]["reason"] == REASON


@pytest.mark.slow
def test_another_value_is_asked_about_again(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(library, "2025-12,3528,", "2025-12,4,")
    answer(library, run(library, capsys)[1][0])
    change(library, "2025-12,4,", "2025-12,3,")
    code, problems = run(library, capsys)
    assert code == NEEDS_PERSON
    assert [(one["code"], one["severity"]) for one in problems] == [
        ("check.unusual-slip-smaller", "question"),
        ("check.unusual-answer-idle", "note"),
    ]
    assert problems[1]["file"] == ANSWERS
    # Mended: nothing is asked, and the answer is about nothing any more.
    change(library, "2025-12,3,", "2025-12,3528,")
    code, problems = run(library, capsys)
    assert (code, [one["code"] for one in problems]) == (DONE, ["check.unusual-answer-idle"])


@pytest.mark.slow
def test_an_answer_is_to_the_finding_the_row_and_the_column(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(library, "2025-12,3528,", "2025-12,4,")
    _, (problem,) = run(library, capsys)
    for wrong in ({"column": "loans"}, {"key": {"month": "2025-11"}}, {"finding": "check.unusual-outlier-smaller"}):
        answer(library, problem, **wrong)
        assert run(library, capsys)[0] == NEEDS_PERSON, wrong


def test_errors_win_over_questions(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(library, "2025-12,3528,", "2025-12,4,")
    change(library, "had {{", "had 17 {{", "reports/visitors.md")
    code, problems = run(library, capsys)
    assert code == PROBLEMS
    assert {"question", "error"} <= {one["severity"] for one in problems}


def test_status_shows_what_will_be_asked(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(library, capsys, "status")[0] == DONE
    change(library, "2025-12,3528,", "2025-12,4,")
    code, problems = run(library, capsys, "status")
    assert (code, [one["code"] for one in problems]) == (NEEDS_PERSON, ["check.unusual-slip-smaller"])
    capsys.readouterr()
    assert cli.main(["status", "-C", str(library), "--as-of", AT, "--language", "id"]) == NEEDS_PERSON
    shown = capsys.readouterr()
    assert "1. datasets/visitors/visitors.csv, baris" in shown.out
    assert "finding: check.unusual-slip-smaller" in shown.out
    assert shown.err == ""


@pytest.mark.slow
def test_a_question_keeps_everything_from_being_published(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(library, "2025-12,3528,", "2025-12,4,")
    code, _ = run(library, capsys, "publish")
    assert code == NEEDS_PERSON
    assert not (library / "site/index.html").exists()
    assert not list((library / ".berkala").glob("stage/*"))
    assert cli.main(["publish", "-C", str(library), "--as-of", AT, "--jobs", "1"]) == NEEDS_PERSON
    assert "1 question that a person must answer. Nothing was published" in capsys.readouterr().err


def next_month(root: Path, row: str) -> None:
    """The series goes on by a month."""
    with (root / FILE).open("a", encoding="utf-8") as file:
        file.write(f"{row}\n")
    change(root, "until: 2025-12", "until: 2026-01", "datasets/visitors/dataset.yml")


@pytest.mark.slow
def test_the_next_edition_is_held_against_the_one_before(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(library, capsys, "publish")[0] == DONE
    next_month(library, "2026-01,3960,6011")
    later = "2026-02-21T10:00"
    assert run(library, capsys, "check", later) == (DONE, [])
    change(library, "2025-03,2985,", "2025-03,3985,")
    code, problems = run(library, capsys, "check", later)
    (problem,) = [one for one in problems if one["severity"] == "question"]
    assert (code, problem["code"], problem["row"]) == (NEEDS_PERSON, "check.unusual-restated", 5)
    assert "3985, published as 2985" in problem["message"]
    answer(library, problem)
    assert [one["code"] for one in run(library, capsys, "check", later)[1]] == []
    # What is published is settled: the edition comes out, and nothing is asked about it any more.
    assert run(library, capsys, "publish", later)[0] == DONE
    assert run(library, capsys, "check", later)[0] == DONE


@pytest.mark.slow
def test_an_answered_leap_makes_nobody_blind_for_the_next(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(library, "2025-08,4021,", "2025-08,40210,")
    said = {"code": "check.unusual-slip-larger", "key": {"month": "2025-08"}, "column": "visitors", "value": "40210"}
    entry = {"finding": said.pop("code"), **said, "reason": REASON, "who": "Sari", "date": "2026-01-20"}
    (library / ANSWERS).write_text(yaml.safe_dump({"answers": [entry]}), encoding="utf-8")
    assert run(library, capsys, "publish")[0] == DONE
    next_month(library, "2026-01,39600,6011")
    code, problems = run(library, capsys, "check", "2026-02-21T10:00")
    (problem,) = [one for one in problems if one["severity"] == "question"]
    assert (code, problem["code"]) == (NEEDS_PERSON, "check.unusual-slip-larger")
    assert "answered or declared ones left out" in problem["message"]


@pytest.mark.slow
def test_nor_does_one_that_is_a_known_error(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(library, "2025-08,4021,", "2025-08,40210,")
    error = {"key": {"month": "2025-08"}, "column": "visitors", "value": "40210", "reason": REASON}
    error |= {"who": "Sari", "effect": "shown"}
    text = yaml.safe_dump({"known_errors": [error]}, allow_unicode=True)
    change(library, "\nresource:\n", f"\n{text}resource:\n", "datasets/visitors/dataset.yml")
    assert run(library, capsys, "publish")[0] == DONE
    next_month(library, "2026-01,39600,6011")
    code, problems = run(library, capsys, "check", "2026-02-21T10:00")
    assert (code, [one["code"] for one in problems if one["severity"] == "question"]) == (
        NEEDS_PERSON, ["check.unusual-slip-larger"],
    )  # fmt: skip


@pytest.mark.slow
def test_a_month_that_repeats_the_last_is_not_asked_of_two_values(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(library, capsys, "publish")[0] == DONE
    next_month(library, "2026-01,3528,5467")
    assert run(library, capsys, "check", "2026-02-21T10:00")[0] == DONE


@pytest.mark.slow
def test_a_month_left_out_is_asked_about_and_may_come_late(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(library, capsys, "publish")[0] == DONE
    next_month(library, "2026-02,3811,5822")
    change(library, "until: 2026-01", "until: 2026-02", "datasets/visitors/dataset.yml")
    later = "2026-03-21T10:00"
    code, problems = run(library, capsys, "check", later)
    (problem,) = [one for one in problems if one["severity"] == "question"]
    assert (code, problem["code"], problem["value"]) == (NEEDS_PERSON, "check.unusual-skipped", "2026-02")
    answer(library, problem)
    assert run(library, capsys, "publish", later)[0] == DONE
    change(library, "2026-02,", "2026-01,3702,5711\n2026-02,")
    code, problems = run(library, capsys, "check", later)
    assert (code, [one for one in problems if one["severity"] == "question"]) == (DONE, [])


@pytest.mark.slow
def test_mistakes_in_the_answers_are_told_by_line(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = """answers:
  - finding: check.unusual-slip-smaller
    key: {month: 2025-12}
    colum: visitors
    value: 4
    reason: {en: Closed.}
    who: Sari
    date: 2026-13-01
"""
    (library / ANSWERS).write_text(text, encoding="utf-8")
    code, problems = run(library, capsys)
    assert code == PROBLEMS
    told = {(one["code"], one["row"]) for one in problems if one["file"] == ANSWERS}
    assert told == {("plan.key-unknown", 4), ("plan.day-form", 8)}
    (library / ANSWERS).write_text(text.replace("colum:", "column:").replace("13-01", "12-01"), encoding="utf-8")
    told = {(one["code"], one["row"]) for one in run(library, capsys)[1] if one["file"] == ANSWERS}
    assert ("plan.text-missing", 6) in told


def test_answers_belong_to_what_a_site_is_made_from(library: Path) -> None:
    from berkala.plan.frames import frame_hash

    publication, _ = read_publication(library)
    assert publication is not None
    before = frame_hash(publication)
    (library / ANSWERS).write_text("answers: []\n", encoding="utf-8")
    assert frame_hash(publication) != before


def small(values: dict[str, list[int]], **changes: Any) -> tuple[list[str], list[str]]:
    """What is asked of a table of places by month: the codes, and every text that a problem shows."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(["month", "place", "visits"])
    for place, series in values.items():
        for number, value in enumerate(series):
            writer.writerow([f"2020-{number + 1:02d}", place, value])
    one = dataset(dimension("place", *values), measure("visits"), **changes)
    tables = protected(one, lines.getvalue())
    assert tables.problems == ()
    plan = plan_for(one)
    object.__setattr__(plan.publication, "settings", SimpleNamespace(languages=("en", "id"), state="nowhere"))
    found = questions(plan, tables.by_dataset)
    texts = [f"{problem.message(code)} {problem.remedy(code)}" for problem in found for code in ("en", "id")]
    return [problem.code for problem in found], texts


SERIES = {
    f"p{number}": [900 + 70 * number + 11 * (7 * month % 5) + month for month in range(12)] for number in range(6)
}


def test_what_is_protected_is_not_judged() -> None:
    values = {place: list(series) for place, series in SERIES.items()}
    values["p0"][-1] = 3
    found, texts = small(values)
    assert found == ["check.unusual-outlier-smaller"]
    assert any("3 is about" in text for text in texts)
    rule = {"measures": ["visits"], "threshold": 5, "margins": {"none_because": {"en": "x", "id": "x"}}}
    assert small(values, protect=rule) == ([], [])


def test_a_known_error_is_not_asked_about() -> None:
    values = {place: list(series) for place, series in SERIES.items()}
    values["p0"][-1] = 3
    error = {
        "key": {"month": "2020-12", "place": "p0"},
        "column": "visits",
        "value": "3",
        "reason": {"en": "x", "id": "x"},
        "who": "An office",
        "effect": "shown",
    }
    assert small(values, known_errors=[error])[0] == []


@pytest.mark.parametrize(
    ("reason", "said"),
    [("A flood", "A flood."), ("A flood.", "A flood."), ("“It burnt.”", "“It burnt.”"), ("Why?", "Why?")],
)
def test_a_reason_ends_as_a_sentence_does(reason: str, said: str) -> None:
    assert _ended(reason) == said


def many(count: int) -> dict[str, list[float]]:
    return {
        f"p{number}": [900 + number % 80 + 11 * (7 * month % 5) + month for month in range(12)]
        for number in range(count)
    }


def test_several_of_a_period_are_one_question() -> None:
    values = many(80)
    for number in range(30):
        values[f"p{number}"][-1] = 31 + number
    found, texts = small(values)
    assert found == ["check.unusual-together-smaller"]
    assert "2020-12: 30 values of this column are much smaller than expected" in texts[0]
    assert "p0: 31 (" in texts[0]
    assert "(rows 13, 25, 37," in texts[0]
    assert "30 nilai kolom ini jauh lebih kecil" in texts[1]
    assert 'value: "p0: 31; p10: 41; p11: 42;' in texts[0]
    assert all("`known_errors`" in text for text in texts)


def test_so_many_are_told_and_the_rest_counted() -> None:
    values = many(400)
    for number in range(30):
        values[f"p{number}"][-1] *= 1000
    found, texts = small(values)
    assert found == ["check.unusual-certain-larger"] * 20 + ["check.unusual-more"]
    assert any("10 more values" in text for text in texts)


def test_the_page_of_a_place_has_the_answers_about_it(tmp_path: Path) -> None:
    root = small_places(tmp_path)
    said = {
        "finding": "check.unusual-outlier-smaller",
        "key": {"month": "2024-03", "place": "north"},
        "column": "people",
        "value": "286",
        "reason": REASON,
        "who": "The desk",
        "date": "2024-04-01",
    }
    whole = {"key": {"month": "2024-03"}, "column": "month", "value": "2024-03"}
    past = said | whole | {"reason": {"en": "Whole.", "id": "Semua."}}
    elsewhere = said | {"value": "285", "reason": {"en": "Nowhere.", "id": "Tiada."}}
    text = yaml.safe_dump({"answers": [said, past, elsewhere]}, allow_unicode=True)
    (root / "datasets/jobless/answers.yml").write_text(text, encoding="utf-8")
    made = pipeline.run(Request(root, NOW, "build"), last=pipeline.check)
    assert [problem for problem in made.problems if problem.severity in ("error", "question")] == []
    files = made.bundles[-1].files
    pages = {name: files[f"fragments/{name}.en.html"].decode() for name in ("edition", "area-north", "area-new")}
    assert {name: (REASON["en"] in page, "Whole." in page, "Nowhere." in page) for name, page in pages.items()} == {
        "edition": (True, True, False),
        "area-north": (True, True, False),
        "area-new": (False, True, False),
    }


def test_several_answered_values_are_printed_by_the_labels_of_their_rows(tmp_path: Path) -> None:
    root = small_places(tmp_path)
    change(root, "2024-03,land,9.4,814,", "2024-03,land,9.4,1814,", "datasets/jobless/jobless.csv")
    rows = csv.DictReader(io.StringIO((root / "datasets/jobless/jobless.csv").read_text(encoding="utf-8")))
    people = {row["place"]: row["people"] for row in rows if row["month"] == "2024-03"}
    said = {
        "finding": "check.unusual-together-smaller",
        "key": {"month": "2024-03"},
        "column": "people",
        "value": f"land: {people['land']}; north: {people['north']}",
        "reason": REASON,
        "who": "The desk",
        "date": "2024-04-01",
    }
    (root / "datasets/jobless/answers.yml").write_text(yaml.safe_dump({"answers": [said]}), encoding="utf-8")
    made = pipeline.run(Request(root, NOW, "build"), last=pipeline.check)
    assert [problem for problem in made.problems if problem.severity in ("error", "question")] == []
    files = made.bundles[-1].files

    def line(page: str, language: str) -> str:
        text = re.sub(r"<[^>]+>", "", files[f"fragments/{page}.{language}.html"].decode())
        return next((one for one in text.splitlines() if REASON[language] in one), "")

    whole = int(people["land"])
    assert whole >= 1000
    assert f"The country: {whole:,}; North: {people['north']}" in line("edition", "en")
    assert f"Negeri: {whole:,}; Utara: ".replace(",", ".") in line("edition", "id")
    assert f"North: {people['north']}" in line("area-north", "en")
    assert "The country" not in line("area-north", "en")
    assert line("area-new", "en") == ""
    (dataset_page,) = [one for one in files if one.endswith("dataset-jobless.en.html")]
    assert "People (Month 2024-03)" in re.sub(r"<[^>]+>", "", files[dataset_page].decode())


def test_one_answered_value_is_written_as_the_language_writes_numbers() -> None:
    from berkala.render.answers import _number
    from berkala.words import language

    assert [_number("12600.50", language(code)) for code in ("en", "id")] == ["12,600.50", "12.600,50"]
    assert (_number("-3", language("en")), _number("", language("en"))) == ("−3", "")


def test_rows_of_a_laid_out_source_are_told_as_they_stand_in_it() -> None:
    places = (Place("a.xlsx", "Data", 7), Place("a.xlsx", "Data", 9))
    problem = _placed(Problem("check.unusual-rows-exchanged", {"other_row": 2}, file="datasets/a", row=1), places)
    assert (problem.file, problem.sheet, problem.row, problem.facts["other_row"]) == ("a.xlsx", "Data", 7, 9)
    plain = _placed(Problem("check.unusual-rows-exchanged", {"other_row": 2}, file="a.csv", row=1), ())
    assert (plain.file, plain.row, plain.facts["other_row"]) == ("a.csv", 1, 2)

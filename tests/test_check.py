"""check: a right bundle has no problem, and each planted fault gives its one problem, at its place."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from berkala.check import check
from berkala.check.arithmetic import Comparison, unusual_change
from berkala.check.contracts import FOLDER
from berkala.check.directions import KINDS, agrees, kinds_claimed
from berkala.check.links import ROOT
from berkala.check.numerals import compact_decimals, numerals, read_number
from berkala.check.published import Published
from berkala.check.times import machine_times, time_is_shown
from berkala.check.tracing import what_is_wrong
from berkala.errors import Problem, catalogue
from berkala.plan.specifications import Text
from berkala.render import bundle as bundle_of_render
from berkala.words import language
from little_tables import dataset
from right_bundle import (
    ABOUT,
    CARD,
    CHANGE,
    CSV,
    EARLIER,
    EN,
    FIGURES,
    ID,
    LEAD,
    MAGNITUDE,
    NOW,
    PAGE,
    POST,
    POSTS,
    at,
    bundles,
    figures,
    figures_json,
    replaced,
    right_files,
    with_figure,
    with_post,
)

JSON_EN = "waits/2019-03/figures.json"
TWO_POINTS = f"{MAGNITUDE}>2.0 percentage points"


def found(files: Mapping[str, bytes] | None = None, about: Mapping[str, object] | None = None) -> tuple[Problem, ...]:
    return check(bundles(files, about)).problems


def test_a_right_bundle_has_no_problem() -> None:
    verdict = check(bundles())
    assert verdict.problems == ()
    assert [one.edition.name for one in verdict.bundles] == ["waits@2019-03"]


def test_what_was_found_before_travels_on() -> None:
    given = bundles()
    before = Problem("tidy.late", severity="note")
    verdict = check(type(given)(given.plan, given.bundles, (before,)))
    assert verdict.problems == (before,)


#: A fault on the English page: what stood there, what stands there now, the one code, words of its value.
PAGE_FAULTS = {
    "wrong number": (">86.6%</data> of", ">86.7%</data> of", "number-wrong", "86.7% of patients were seen"),
    "wrong sign": ("−8.4 points", "8.4 points", "number-wrong", "The gap is 8.4 points"),
    "sign on a size": (TWO_POINTS, f"{MAGNITUDE}>−2.0 percentage points", "number-wrong", "rose by −2.0"),
    "other language": (">86.6%</data> of", ">86,6%</data> of", "number-wrong", "86,6%"),
    "two numbers in one figure": (">86.6%</data> of", ">86.6% 1</data> of", "number-wrong", "86.6% 1"),
    "stale number": (f'value="{NOW}"', 'value="86.6044"', "figure-stale", "86.6% of patients"),
    "unknown figure": (
        f'data-figure="{LEAD}">86.6%',
        'data-figure="within.all.2019-3">86.6%',
        "figure-unknown",
        "86.6%",
    ),
    "no figure named": (f' data-figure="{LEAD}">86.6%', ">86.6%", "figure-unknown", "86.6%"),
    "other rounding": (">86.6%</data> of", ">87%</data> of", "number-rounded", "87% of patients"),
    "other scaling": ("2.17 million", "2.2 million", "number-rounded", "There were 2.2 million"),
    "wrong scale": ("2.17 million", "2.17 billion", "number-wrong", "2.17 billion"),
    "other unit": ("2.0 percentage points", "2.0%", "unit-wrong", "2.0%"),
    "hidden value shown": (">[c]<", ">4<", "status-wrong", "hidden: 4"),
    "typed number": ("of patients", "of 1,000 patients", "number-untraced", "of 1,000 patients"),
    "typed digit of another script": ("of patients", "of ٣ patients", "number-untraced", "of ٣ patients"),
    "raised digit": ("of patients", "of patients²", "number-untraced", "patients²"),
    "number in a note": ("<p>Released", "<p hidden>3</p><p>Released", "number-untraced", "3"),
    "wrong month": (">March 2019<", ">April 2019<", "time-wrong", "April 2019"),
    "wrong year": (">March 2019<", ">March 2018<", "time-wrong", "March 2018"),
    "wrong hour": ("9:30 am", "9:45 am", "time-wrong", "9:45 am"),
    "no time": ('datetime="2019-03">March', 'datetime="2019-13">March', "time-unreadable", "March 2019"),
    "wrong direction": (">rose<", ">fell<", "direction-wrong", "It fell by 2.0"),
    "wrong verdict": (">better<", ">worse<", "direction-wrong", "worse"),
    "claims no change": (">rose<", ">was little changed<", "direction-wrong", "was little changed"),
    "unknown direction": (">rose<", ">danced<", "direction-unknown", "danced"),
    "direction of nothing": (f'data-direction="{CHANGE}">rose', 'data-direction="x">rose', "figure-unknown", "rose"),
    "typed direction": ("of patients", "of patients improved and", "direction-untraced", "of patients improved and"),
    "undeclared role": ('data-role="name">Type 1', 'data-role="count">Type 1', "role-undeclared", "Type 1"),
    "unknown role": ('data-role="name">Type 1', 'data-role="label">Type 1', "role-unknown", "Type 1"),
    "no alt": (
        'alt="Line: 86.6% in March 2019, Waits (Type 1)"',
        'alt=""',
        "alt-missing",
        "@/waits/2019-03/share/main",
    ),
    "wrong alt": ('alt="Line: 86.6%', 'alt="Line: 86.8%', "plain-number", "Line: 86.8% in March 2019"),
    "wrong period in alt": ("in March 2019, Waits", "in March 2017, Waits", "plain-number", "March 2017"),
    "another figure in alt": ('alt="Line: 86.6%', 'alt="Line: 84.6%', "plain-number", "Line: 84.6% in March 2019"),
    "alt of no figure": (f' data-figures="{LEAD}"', "", "plain-number", "Line: 86.6% in March 2019"),
    "claim in alt": ('alt="Line: 86.6%', 'alt="It fell to 86.6%', "direction-untraced", "It fell to 86.6%"),
    "dead link": ("@/data/waits/2019-03/", "@/data/waits/2019-04/", "link-dead", "@/data/waits/2019-04/"),
    "dead file": ("share/main.en.png", "share/main.png", "link-dead", "@/waits/2019-03/share/main.png"),
    "malformed link": ("https://source.example/", "https:///x", "link-malformed", "https:///x"),
    "dead anchor": ('href="#table"', 'href="#tables"', "anchor-missing", "#tables"),
    "no caption": ("<figcaption>Seen within four hours</figcaption>", "", "caption-missing", "80% Mar 2019"),
    "spoken drawing": ('<svg aria-hidden="true">', "<svg>", "drawing-spoken", "Seen within four hours"),
    "two first headings": ("<h2>Attendances", "<h1>More</h1><h2>Attendances", "heading-first", "More"),
    "skipped heading": (
        '<h2>Attendances at <span data-role="name">Type 1</span> units</h2>',
        "<h3>Units</h3>",
        "heading-skip",
        "Units",
    ),
    "no table headers": ("<table>", "<table><tr><td>x</td></tr></table><table>", "table-headers", "x"),
    "header without scope": ('<th scope="col">Month', "<th>Month", "table-scope", "Month"),
    "key left": ("<p>Released", "<p>unit.percent Released", "text-unfilled", "unit.percent Released"),
    "slot left": ("<p>Released", "<p>{moment} Released", "text-unfilled", "{moment} Released"),
    "None": ("<p>Released", "<p>None Released", "text-unfilled", "None Released"),
}


@pytest.mark.parametrize(("old", "new", "code", "value"), PAGE_FAULTS.values(), ids=PAGE_FAULTS)
def test_a_fault_on_a_page_is_found_alone(old: str, new: str, code: str, value: str) -> None:
    problems = found(replaced(EN, old, new))
    assert {problem.code for problem in problems} == {f"check.{code}"}
    assert all(problem.file == PAGE for problem in problems)
    assert value in (problems[0].value or "")


#: Words that look like a fault and are none.
FINE = {
    "a figure in full": (">86.6%</data> of", ">86.6043%</data> of"),
    "a word with None": ("<p>Released", "<p>None of them. Released"),
    "a claim in a name": ("Type 1", "Rose Hill fell 1"),
    "a link without its root": ('"@/data/waits/2019-03/"', '"../../data/waits/2019-03/"'),
    "code": ("<p>Released", "<p><code>{}</code> Released"),
    "a script": ("<p>Released", "<script>var a = 1</script><p>Released"),
    "an interval": ('datetime="2019-03">Mar 2019', 'datetime="2018-03/2019-03">March 2018 to March 2019'),
}


@pytest.mark.parametrize(("old", "new"), FINE.values(), ids=FINE)
def test_what_is_no_fault_is_not_reported(old: str, new: str) -> None:
    assert found(replaced(EN, old, new)) == ()


def test_a_fault_in_the_other_language_is_found_there() -> None:
    (problem,) = found(replaced(ID, "86,6 persen", "86,7 persen"))
    assert (problem.code, problem.file) == ("check.number-wrong", "waits/2019-03/ (id)")
    (problem,) = found(replaced(ID, ">membaik<", ">memburuk<"))
    assert problem.code == "check.direction-wrong"
    (problem,) = found(replaced(ID, "pasien ditangani", "pasien meningkat"))
    assert problem.code == "check.direction-untraced"


def test_both_languages_show_the_same_figures_on_the_same_pages() -> None:
    files = right_files()
    del files[ID]
    assert [(p.code, p.file) for p in found(files)] == [("check.language-missing", "waits/2019-03/ (id)")]
    hidden = re.search(r"<data[^>]*>\[c\]</data>", right_files()[ID].decode())
    assert hidden is not None
    (problem,) = found(replaced(ID, hidden.group(), "-"))
    assert (problem.code, problem.value) == ("check.languages-differ", "cell.hidden.2019-03")


def test_a_page_may_use_only_the_roles_that_are_known_of_it() -> None:
    problems = found(about={**ABOUT, "roles": {}})
    assert {p.code for p in problems if p.file == PAGE} == {"check.role-undeclared"}


def test_a_drawing_is_read_like_a_page() -> None:
    for old, new, code in [
        (">86.6%</text>", ">86.5%</text>", "number-wrong"),
        (">March 2019</text>", ">May 2019</text>", "time-wrong"),
        (">up<", ">down<", "direction-wrong"),
        ("<title>86.6%", "<title>86.5%", "plain-number"),
        ("<text><tspan", "<text>7</text><text><tspan", "number-untraced"),
        ("</svg>", "", "file-unreadable"),
    ]:
        (problem,) = found(replaced(CARD, old, new))
        assert problem.code == f"check.{code}"
        assert (problem.file or "").startswith("waits/2019-03/share/main.en.svg")


def test_headline_and_description_are_held_to_the_figures() -> None:
    known = {"roles": ABOUT["roles"], "figures": ABOUT["figures"]}
    told = {"headline_text": {"en": "86.9% in March 2019", "id": "86,6%"}, **known}
    (problem,) = found(about=told)
    assert (problem.code, problem.file, problem.facts["number"]) == ("check.plain-number", PAGE, "86.9")
    told = {"description": {"en": "It fell by 2.0 points.", "id": "naik 2,0 poin"}, **known}
    (problem,) = found(about=told)
    assert (problem.code, problem.facts["word"]) == ("check.direction-untraced", "fell")
    told = {"headline_text": {"en": "84.6% in March 2019", "id": "86,6%"}, **known}  # another figure of the edition
    assert [(p.code, p.facts["number"]) for p in found(about=told)] == [("check.plain-number", "84.6")]
    told = {"lead": {"html": {"en": f'<data value="{NOW}" data-figure="{LEAD}">86.9%</data>'}}, "roles": ABOUT["roles"]}
    assert [(p.code, p.value) for p in found(about=told)] == [("check.number-wrong", "86.9%")]
    told = {"description": {"en": "One"}, "roles": ABOUT["roles"]}
    assert [p.code for p in found(about=told)] == ["check.language-missing"]


def test_the_prose_of_a_report_declares_no_name() -> None:
    given = bundles(replaced(EN, "in March 2019, Waits", "in March 2019, 31337 of 99999 (ISO 8601), Waits"))
    publication = given.plan.publication
    report = publication.reports["waits"]
    prose = Text({"en": "31337 of 99999", "id": "31337 dari 99999"})
    spec = report.spec.model_copy(update={"summary": prose, "methods": prose, "names": ("ISO 8601",)})
    changed = replace(publication, reports={"waits": replace(report, spec=spec)})
    problems = check(replace(given, plan=replace(given.plan, publication=changed))).problems
    assert [(p.code, p.facts["number"]) for p in problems] == [
        ("check.plain-number", "31337"),
        ("check.plain-number", "99999"),
    ]


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


MET = f"{LEAD}.periods-met"

FIGURE_FAULTS = {
    "tampered value": (MET, {"value": Decimal(1), "text": {"en": "1", "id": "1"}}, "recomputed"),
    "one part in a hundred million": ("seen.all.2019-03.growth-year", {"value": Decimal("5.74523686")}, "recomputed"),
    "unknown formula": (MET, {"formula": "count_at_leest"}, "formula-unknown"),
    "unknown input": (MET, {"inputs": ["within.reference", "within.all.2019-02"]}, "input-missing"),
    "missing cell": (
        "cell.seen.2018-03",
        {"where": {"file": "waits.csv", "column": "seen", "key": {"period": "2017-03"}}},
        "cell-missing",
    ),
    "missing column": (
        "cell.seen.2018-03",
        {"where": {"file": "waits.csv", "column": "sen", "key": {"period": "2018-03"}}},
        "cell-missing",
    ),
    "wrong text": (MET, {"text": {"en": "1", "id": "0"}}, "number-wrong"),
}


@pytest.mark.parametrize(("name", "changes", "code"), FIGURE_FAULTS.values(), ids=FIGURE_FAULTS)
def test_a_tampered_figure_is_found(name: str, changes: dict[str, object], code: str) -> None:
    (problem,) = found(with_figure(name, **changes))
    assert problem.code == f"check.{code}"
    assert (problem.file or "").startswith(JSON_EN)
    assert name in (problem.value or "")


def test_a_changed_cell_is_found() -> None:
    (problem,) = found(replaced(CSV, "2049785", "2049786"))
    assert (problem.code, problem.value) == ("check.cell-differs", "cell.seen.2018-03")
    assert problem.facts["there"] == "2049786"
    (problem,) = found(replaced(CSV, "290359,,95", "290359,7,95"))
    assert (problem.code, problem.value) == ("check.cell-differs", "cell.hidden.2019-03")


def test_budgets_warn_and_do_not_stop() -> None:
    page = replaced(EN, "<p>Released", f"<p>{'word ' * 31_000}</p><p>Released")
    (problem,) = found(page)
    assert (problem.code, problem.severity) == ("check.page-heavy", "warning")
    (problem,) = found({**right_files(), "public/waits/2019-03/share/main.en.png": b"x" * 60_001})
    assert (problem.code, problem.severity) == ("check.card-heavy", "warning")


def change_of(values: Mapping[str, str], now: str, compare: str, months: Sequence[int] = ()) -> list[Problem]:
    named = {
        f"within.all.{month}": Published(f"within.all.{month}", Decimal(value), decimals=1, period=month)
        for month, value in values.items()
    }
    comparison = Comparison.of(compare, dataset(coverage={"from": "2010-03", "months": months}).spec)
    return list(unusual_change(named, "within", at(now).period, comparison, "x"))


def months_of_2018(*values: str) -> dict[str, str]:
    return {f"2018-{month:02d}": value for month, value in enumerate(values, 1)}


def test_an_odd_change_on_the_period_before_is_noted() -> None:
    usual = ("80", "81", "80", "81.5", "80", "81", "80")
    assert change_of(months_of_2018(*usual, "85"), "2018-08", "previous") == []
    (problem,) = change_of(months_of_2018(*usual, "85.1"), "2018-08", "previous")
    assert (problem.code, problem.severity) == ("check.unusual-change", "warning")
    assert problem.facts == {
        "change": "5.1", "usual": "1", "times": 5, "before": "2018-07", "now": "2018-08", "count": 6,
    }  # fmt: skip
    assert "from 2018-07 to 2018-08, compared with the period before" in problem.message()
    assert "periode sebelumnya" in problem.message("id")
    # Five earlier changes are too few to say what is usual.
    assert change_of(months_of_2018(*usual[:6], "99"), "2018-07", "previous") == []


def test_of_a_survey_the_period_before_is_the_month_it_was_last_taken_in() -> None:
    halves = [f"{year}-{month}" for year in range(2014, 2018) for month in ("03", "09")]
    values = dict(zip(halves, ("80", "81", "80", "81", "80", "81", "80", "90"), strict=True))
    (problem,) = change_of(values, "2017-09", "previous", (3, 9))
    assert (problem.facts["before"], problem.facts["now"], problem.facts["count"]) == ("2017-03", "2017-09", 6)
    # Without the survey's months there is no month before to compare with.
    assert change_of(values, "2017-09", "previous") == []


def seasonal(last: str) -> dict[str, str]:
    """Nine months of two years: a deep winter in each, and a point up from one year to the next."""
    winter = (90, 90, 90, 90, 90, 90, 90, 90, 70)
    first = {f"2017-{month:02d}": str(value) for month, value in enumerate(winter, 1)}
    second = {f"2018-{month:02d}": str(value + 1) for month, value in enumerate(winter, 1)}
    return {**first, **second, "2018-09": last}


def test_a_season_is_no_odd_change() -> None:
    assert change_of(seasonal("71"), "2018-09", "year_before") == []
    assert change_of(seasonal("75"), "2018-09", "year_before") == []
    assert change_of(seasonal("71.1"), "2018-09", "previous") == []  # nothing moved before, so nothing is usual


def test_an_odd_change_on_the_year_before_is_noted() -> None:
    (problem,) = change_of(seasonal("75.1"), "2018-09", "year_before")
    assert (problem.code, problem.severity) == ("check.unusual-change-year", "warning")
    assert (problem.facts["before"], problem.facts["now"], problem.facts["count"]) == ("2017-09", "2018-09", 8)
    assert (problem.facts["change"], problem.facts["usual"]) == ("5.1", "1")
    assert "the same period a year before" in problem.message()
    assert "setahun sebelumnya" in problem.message("id")


def test_too_few_changes_on_a_year_before_say_nothing() -> None:
    values = {month: value for month, value in seasonal("99").items() if month not in ("2017-01", "2018-02", "2017-03")}
    assert change_of(values, "2018-09", "year_before") == []


# -- properties --------------------------------------------------------------------------------------------------

SHOWN = [
    (str(item["id"]), code, text)
    for item in figures()
    for code, text in item["text"].items()  # type: ignore[attr-defined]
    if item["value"] is not None
]


@given(st.sampled_from(SHOWN), st.data())
def test_any_changed_digit_of_a_shown_figure_is_found(shown: tuple[str, str, str], data: st.DataObject) -> None:
    name, code, text = shown
    item = next(item for item in figures() if item["id"] == name)
    figure = Published(name, item["value"], "", str(item["unit"]), int(item["decimals"]))  # type: ignore[arg-type, call-overload]
    assert what_is_wrong(text, figure, code, False) == ""
    place = data.draw(st.sampled_from([i for i, letter in enumerate(text) if letter.isdigit()]))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != text[place]]))
    assert what_is_wrong(text[:place] + digit + text[place + 1 :], figure, code, False) != ""


@given(st.decimals(-(10**12), 10**12, allow_nan=False, places=4), st.integers(0, 4), st.sampled_from(["en", "id"]))
def test_what_the_languages_write_is_read_back(value: Decimal, decimals: int, code: str) -> None:
    figure = Published("x", value, "", "percent", decimals)
    for text in (language(code).number(value, decimals), language(code).amount(value, "percent", decimals)):
        assert what_is_wrong(text, figure, code, False) == ""
    assert what_is_wrong(language(code).number(abs(value), decimals), figure, code, True) == ""
    if abs(value) >= 10**6:
        assert what_is_wrong(language(code).compact(value), figure, code, False) == ""


def test_numbers_are_read_as_each_language_writes_them() -> None:
    assert read_number("2.167.550", "id") == read_number("2,167,550", "en")
    assert read_number("86.6%", "id") is None
    million = read_number("2,17\u00a0juta", "id")
    assert million is not None
    assert (million.value, million.power) == (Decimal("2.17"), 6)
    assert [str(n.value) for n in numerals("from 2.0 to −3.5, not 4-5", "en")] == ["2.0", "3.5", "4", "5"]
    assert [compact_decimals(Decimal(v), 6) for v in ("2167550", "-21675500", "216755000", "9995000")] == [2, 1, 0, 1]


def test_times_are_shown_in_their_own_words() -> None:
    right = [
        ("2019-03", "Mar 2019"), ("2019-03", "March"), ("2019", "2019"), ("2019-W10", "week 10 of 2019"),
        ("2019-03-04", "week 10 of 2019"), ("2019-01-01", "quarter 1 of 2019"), ("2019-07-01", "half 2 of 2019"),
        ("2018-04-01", "2018–19"), ("2018-2019", "2018–19"), ("2026-11-20", "20 November 2026"),
        ("2026-11-20T14:00+07:00", "2 pm on 20 November"), ("2026-11-20T09:30+07:00", "9:30 am"),
        ("2018-04/2019-03", "April 2018 to March 2019"),
    ]  # fmt: skip
    wrong = [
        ("2019-03", "Feb 2019"), ("2019-03", "3 March 2019"), ("2019", "2018"), ("2019-01-01", "quarter 2 of 2019"),
        ("2017-06", "June 0017"),
        ("2026-11-20", "21 November 2026"), ("2018-04-01", "2018–20"), ("2026-11-20T09:30+07:00", "9:31 am"),
    ]  # fmt: skip
    assert [shown for time, shown in right if not time_is_shown(shown, machine_times(time), "en")] == []
    assert [shown for time, shown in wrong if time_is_shown(shown, machine_times(time), "en")] == []
    assert machine_times("2019-02-30") == machine_times("soon") == machine_times("2019-W54") == ()


def test_words_of_direction_follow_the_shown_sign() -> None:
    up, none = Published("x", Decimal("0.05"), decimals=1), Published("x", Decimal("0.04"), decimals=1)
    assert agrees("up", up, "neutral")
    assert not agrees("up", none, "neutral")
    assert agrees("unchanged", none, "neutral")
    assert agrees("better", up, "higher_is_better")
    assert agrees("worse", up, "lower_is_better")
    assert not agrees("better", up, "neutral")
    assert not agrees("up", Published("x", None), "neutral")
    assert kinds_claimed("hampir tidak berubah", "id") == ("unchanged",)
    assert kinds_claimed("has risen", "en") == ("up",)


@pytest.mark.parametrize("code", ["en", "id"])
def test_each_language_has_words_for_each_direction(code: str) -> None:
    messages = language(code).messages
    for kind in KINDS:
        assert messages[f"direction.{kind}"]
        assert set(messages[f"direction.claims.{kind}"]) <= set(messages[f"direction.{kind}"])
    said = [messages[key] for key in messages if isinstance(messages[key], str) and not key.startswith("direction")]
    claims = {word for text in said for word in re.findall(r"\[([^\]]+)\]", text)}
    assert [word for word in sorted(claims) if not kinds_claimed(word, code)] == []


def test_every_problem_has_its_words_in_both_languages() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.parent.glob("*.py"))
    names = set(re.findall(r'"check\.([a-z-]+)"', source)) | set(re.findall(r'\.problem\(\s*"([a-z-]+)"', source))
    names |= {"number-wrong", "number-rounded", "status-wrong", "unit-wrong", "plain-number", "post-number"}
    for code in ("en", "id"):
        known = {name.removeprefix("check.") for name in catalogue(code) if name.startswith("check.")}
        assert known == names
    for problem in found(replaced(EN, "of patients", "of 1,000 patients")):
        assert "1,000" in problem.message("en")
        assert 'value("…")' in problem.remedy("id")


def test_the_root_of_links_is_the_one_of_render() -> None:
    assert bundle_of_render.ROOT == ROOT


def test_the_room_needs_no_heavy_library() -> None:
    program = "import sys, berkala.check; print(sorted({'pandas', 'plotly', 'duckdb'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_fixture_is_what_it_says() -> None:
    assert figures_json(figures()).count(b'"id": "') == len(figures()) + len(figures())  # an id, and a text in id
    assert POST["figures"] == [LEAD, CHANGE]

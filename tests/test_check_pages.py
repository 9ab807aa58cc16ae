"""check: each fault planted on a page, a drawing or in a headline gives its one problem, at its place."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256

import pytest
from lxml import etree

from berkala.check import check
from berkala.check.pages import with_neighbours
from berkala.plan.specifications import Text
from right_bundle import ABOUT, CARD, CHANGE, EN, ID, LEAD, MAGNITUDE, NOW, PAGE, bundles, found, replaced, right_files

#: Letters for the digits of a hash.
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
TWO_POINTS = f"{MAGNITUDE}>2.0 percentage points"


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


def test_budgets_warn_and_do_not_stop() -> None:
    # Words that no program packs well: what counts is what a server sends.
    words = " ".join(sha256(str(at).encode()).hexdigest().translate(_LETTERS) for at in range(1_500))
    page = replaced(EN, "<p>Released", f"<p>{words}</p><p>Released")
    (problem,) = found(page)
    assert (problem.code, problem.severity) == ("check.page-heavy", "warning")
    (problem,) = found({**right_files(), "public/waits/2019-03/share/main.en.png": b"x" * 60_001})
    assert (problem.code, problem.severity) == ("check.card-heavy", "warning")


def test_a_comment_beside_what_is_wrong_says_nothing() -> None:
    page = etree.fromstring("<p>before<!-- a note -->, <b>wrong</b><!-- another --> after</p>")
    assert with_neighbours(page[1]) == "before, wrong after"

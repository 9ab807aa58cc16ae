"""plan: the agency's own colour and mark: what cannot be read is told, with what would do; what is sound is kept."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree

from berkala.colours import PALETTES, Scheme, contrast
from berkala.errors import Problem
from berkala.plan.accents import measured, proposed
from berkala.plan.marks import LIMIT, Mark, read_mark
from plan_cases import SETTINGS, assert_reads_well, copy_care, edit, only, problems

ACCENT = 'accent: {light: "#00607f", dark: "#62c3e3"}'
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
SCHEMES = st.sampled_from(["light", "dark"])
SIGN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M0 0h32v32H0z"/></svg>'


def accented(root: Path, light: str = "#00607f", dark: str = "#62c3e3") -> tuple[Problem, ...]:
    """The problems of a publication with these accents."""
    copy_care(root)
    edit(root, SETTINGS, ACCENT, f'accent: {{light: "{light}", dark: "{dark}"}}')
    return problems(root)


@pytest.mark.parametrize(
    ("scheme", "colour", "code", "ratio"),
    [
        ("light", "#e08a00", "plan.accent-paper", "2.62"),
        ("dark", "#005a77", "plan.accent-paper", "2.38"),
        ("light", "#000000", "plan.accent-step-text", "4.33"),
        ("dark", "#abcdef", "plan.accent-step-text", "4.30"),
        ("light", "#767676", "plan.accent-step-text", "3.19"),
    ],
)
def test_an_accent_that_cannot_be_read_is_told_with_one_that_can(
    tmp_path: Path, scheme: Scheme, colour: str, code: str, ratio: str
) -> None:
    found = [one for one in accented(tmp_path, **{scheme: colour}) if one.code == code]
    problem = only(tuple(found))
    assert (problem.severity, problem.value, str(problem.facts["ratio"])) == ("error", colour, ratio)
    assert problem.facts["key"] == f"agency.accent.{scheme}"
    assert problem.line == (tmp_path / SETTINGS).read_text("utf-8").partition(colour)[0].count("\n") + 1
    nearest = str(problem.facts["nearest"])
    assert nearest in problem.remedy("en")
    assert nearest in problem.remedy("id")
    edit(tmp_path, SETTINGS, f'"{colour}"', f'"{nearest}"')
    assert problems(tmp_path) == ()


def test_shades_that_cannot_be_told_apart_are_told(tmp_path: Path) -> None:
    # So bright a red reads well, and four fifths of it in the paper look like the whole of it.
    found = [one for one in accented(tmp_path, light="#e30000") if one.code == "plan.accent-steps"]
    problem = only(tuple(found))
    assert (problem.facts["of"], problem.facts["on"]) == ("q4", "q5")


@pytest.mark.parametrize("colour", ["#a03a08", "#0b6350", "#1f5f3a"])
def test_the_colour_of_a_verdict_is_noted_and_stops_nothing(tmp_path: Path, colour: str) -> None:
    problem = only(accented(tmp_path, light=colour))
    assert (problem.code, problem.severity) == ("plan.accent-verdict", "note")
    assert problem.facts["nearest"] not in ("", colour)


def test_the_accents_that_berkala_brings_pass_everything(tmp_path: Path) -> None:
    assert accented(tmp_path) == ()


@given(SCHEMES, COLOURS)
def test_what_is_proposed_passes_and_is_not_proposed_again(scheme: Scheme, colour: str) -> None:
    found = proposed(scheme, colour)
    assume(found)
    assert all(one.passes for one in measured(scheme, found))
    assert proposed(scheme, found) == found


@given(SCHEMES, COLOURS)
def test_an_accent_that_passes_is_seen_on_the_wash_too(scheme: Scheme, colour: str) -> None:
    assume(measured(scheme, colour)[0].passes)
    assert contrast(colour, PALETTES[scheme]["wash"]) >= 3


# -- the mark -------------------------------------------------------------------------------------------------


def read(folder: Path, text: str) -> Mark:
    (folder / "mark.svg").write_text(text, encoding="utf-8")
    return read_mark(folder / "mark.svg", folder)


def drawn(inside: str, more: str = 'viewBox="0 0 32 32"') -> str:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg {names} xmlns:inkscape="http://www.inkscape.org/" {more}>{inside}</svg>'


def test_a_plain_mark_is_kept_as_it_is(tmp_path: Path) -> None:
    found = read(tmp_path, SIGN)
    assert (found.view, found.shapes, found.problems) == ("0 0 32 32", '<g><path d="M0 0h32v32H0z"/></g>', ())
    assert found.is_plain
    assert found.placed(Decimal(16), "#17191c").startswith('<g transform="translate(0 0) scale(0.5)" fill="#17191c">')


def test_what_a_drawing_program_adds_is_left_out(tmp_path: Path) -> None:
    inside = (
        "<title>Logo 2020</title><metadata><x/></metadata><defs/><!-- made by hand -->"
        '<g id="layer1" inkscape:label="Layer 1">'
        '<path class="a" style="fill:#0A0;stroke:none;-inkscape-x:1" d="M0 0h9"/></g>'
    )
    found = read(tmp_path, "<?xml version='1.0'?>" + drawn(inside, 'width="20px" height="10"'))
    assert found.problems == ()
    assert found.view == "0 0 20 10"
    assert found.shapes == '<g><g><path d="M0 0h9" fill="#00aa00" stroke="none"/></g></g>'
    assert not found.is_plain


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>", "<style>path{fill:red}</style>", "<defs><style>a{}</style></defs>",
        '<image href="https://x.example/a.png"/>', '<use xlink:href="#a"/>', "<text>A</text>",
        '<path onload="alert(1)" d="M0 0"/>', '<path fill="url(#g)" d="M0 0"/>', "<foreignObject/>",
        '<path style="fill:url(https://x.example/)" d="M0 0"/>', '<a href="/"><path d="M0 0"/></a>',
        '<animate attributeName="d"/>', '<path filter="blur(2px)" d="M0 0"/>', '<path d="M0 0&quot;&gt;"/>',
        "<svg><path d='M0 0'/></svg>",
    ],
)  # fmt: skip
def test_a_part_that_could_load_or_run_is_told(tmp_path: Path, inside: str) -> None:
    found = read(tmp_path, drawn('<path d="M0 0h9"/>\n' + inside))
    assert {one.code for one in found.problems} == {"plan.mark-part"}
    assert found.problems[0].line == 2
    assert found.shapes == ""
    assert_reads_well(found.problems[0])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<svg", "plan.mark-unreadable"),
        ("", "plan.mark-unreadable"),
        ("<html/>", "plan.mark-unreadable"),
        ("<s:svg xmlns:s='http://www.w3.org/2000/svg'/>", "plan.mark-unreadable"),
        (drawn("<g/>"), "plan.mark-unreadable"),
        ('<!DOCTYPE svg [<!ENTITY a "M0 0">]>' + drawn('<path d="M0 0"/>'), "plan.mark-part"),
        (drawn('<path d="M0 0"/>', ""), "plan.mark-size"),
        (drawn('<path d="M0 0"/>', 'viewBox="0 0 0 9"'), "plan.mark-size"),
        (drawn('<path d="M0 0"/>', 'viewBox="0 0 50 9"'), "plan.mark-shape"),
        (drawn('<path fill="teal" d="M0 0"/>'), "plan.mark-colour"),
        (drawn('<path fill="#fd0" d="M0 0"/>'), "plan.mark-light"),
        (drawn('<path fill="#036" d="M0 0"/>'), "plan.mark-dark"),
        (drawn(f"<desc>{'x' * LIMIT}</desc><path d='M0 0'/>"), "plan.mark-large"),
    ],
)
def test_a_mark_that_will_not_do_is_told(tmp_path: Path, text: str, code: str) -> None:
    found = read(tmp_path, text)
    assert [one.code for one in found.problems] == [code]
    assert found.shapes == ""
    assert_reads_well(found.problems[0])


def test_a_mark_that_is_seen_on_both_papers_is_no_problem(tmp_path: Path) -> None:
    assert read(tmp_path, drawn('<path fill="#036" d="M0 0"/><path fill="#fd0" d="M0 0"/>')).problems == ()
    assert read(tmp_path, drawn('<path fill="#036" d="M0 0"/><path fill="currentColor" d="M0 0"/>')).problems == ()


def test_the_settings_name_the_mark_and_its_problems_are_told(tmp_path: Path) -> None:
    copy_care(tmp_path)
    edit(tmp_path, SETTINGS, ACCENT, f"{ACCENT}\n        mark: mark.svg")
    problem = only(problems(tmp_path))
    assert (problem.code, problem.file) == ("plan.mark-missing", "mark.svg")
    (tmp_path / "mark.svg").write_text(SIGN, encoding="utf-8")
    assert problems(tmp_path) == ()


@pytest.mark.parametrize("path", ["../mark.svg", "/etc/mark.svg", "mark.png", "a/../../mark.svg", ".berkala/m.svg"])
def test_a_mark_outside_of_the_publication_is_refused(tmp_path: Path, path: str) -> None:
    copy_care(tmp_path)
    edit(tmp_path, SETTINGS, ACCENT, f'{ACCENT}\n        mark: "{path}"')
    assert only(problems(tmp_path)).code == "plan.mark-form"


@given(st.text(alphabet="<>/=\"'& \n#:;()svgpathdefufillstyleurlonclickM0", max_size=200))
def test_nothing_that_comes_of_a_mark_is_more_than_shapes(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("mark", numbered=True)
    found = read(folder, drawn(f'<path d="M0 0" style="{text.replace(chr(34), "")}"/>'))
    if found.shapes:
        root = etree.fromstring(found.shapes)
        assert {element.tag for element in root.iter()} <= {"g", "path"}
        assert not any("url" in value or key.startswith("on") for e in root.iter() for key, value in e.attrib.items())

"""The PDF of an edition, read by another library than the one that writes it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html

import hostile
from berkala.errors import SourceProblems
from berkala.render.print.objects import objects_of, packed
from berkala.render.print.row_heads import with_row_heads
from berkala.render.print.typesetting import typeset
from printing import MOMENT, SITE, TEMPLATES, Read, a_document, golden_articles, printed, scope, squeezed, walked

ROWS = "".join(f"<tr><th scope=row>Park {n}</th><td>{n * 1000 + n}</td><td>{n},5</td></tr>" for n in range(90))
PAGE = f"""
<header><h1>86.6% of trees stand</h1><div class="stand"><p>It rose.</p></div><p class="rel">Released.</p></header>
<div class="lead"><section class="key"><p class="what">Trees</p><p class="big"><data>86.6<small>%</small></data></p>
<p class="band miss"><svg viewBox="0 0 16 16" aria-hidden="true"><path class="mk" d="M8 1L14 8z"/></svg>Below</p>
<dl class="facts"><div><dt>Standard</dt><dd>at least 95%</dd></div><div><dt>Gap</dt><dd>8.4 points</dd></div></dl>
</section>
<figure id="chart-main"><figcaption><p class="msg">A message</p></figcaption>
<svg viewBox="0 0 720 99" class="wide" aria-hidden="true">
<path class="ln" d="M0 0h99"/><text x="9" y="9">86.6%</text></svg>
<p class="desc">From 84.6% to 86.6%.</p></figure></div>
<section class="sec" id="numbers"><div class="side"><h2>The numbers</h2><p>Newest first.</p></div><div class="body">
<div class="scroll"><table>
<thead><tr><th scope=col>Place</th><th scope=col>Trees</th><th scope=col>Share</th></tr></thead>
<tbody>{ROWS}</tbody></table></div></div></section>
<section class="sec" id="data"><div class="side"><h2>Data</h2></div><div class="body"><h3>Files</h3>
<ul><li><a href="@/data/parks.csv">CSV</a></li></ul></div></section>
"""


@pytest.fixture(scope="module")
def read() -> Read:
    pdf, problems = printed(PAGE)
    assert problems == ()
    return Read(pdf)


def test_it_says_what_it_is_in_which_language_and_of_when(read: Read) -> None:
    assert read.root["/MarkInfo"]["/Marked"]
    assert read.root["/Lang"] == "en"
    assert read.root["/ViewerPreferences"]["/DisplayDocTitle"]
    told: Any = read.reader.metadata
    assert (told.title, told.author) == ("Street trees, 2023", "Port Nowhere")
    assert told["/CreationDate"] == told["/ModDate"] == "D:20240520023000Z"
    assert b"pdfuaid:part" in read.root["/Metadata"].get_object().get_data()


def test_headings_step_down_one_at_a_time_and_stand_in_the_outline(read: Read) -> None:
    assert [kind for kind in read.kinds() if kind.startswith("H")] == ["H1", "H2", "H2", "H3"]
    first, below = read.reader.outline
    assert (first["/Title"], [one["/Title"] for one in below if not isinstance(one, list)]) == (
        "86.6% of trees stand",
        ["The numbers", "Data"],
    )


def test_a_chart_is_told_and_its_numbers_are_text(read: Read) -> None:
    assert [figure["/Alt"] for figure in read.of("Figure")] == ["From 84.6% to 86.6%."]
    assert read.pages[0].count("86.6%") == 4  # the headline, the number, the chart, its description


def test_columns_and_rows_have_heads(read: Read) -> None:
    heads = read.of("TH")
    assert [scope(head) for head in heads[:5]] == ["Row", "Row", "Column", "Column", "Column"]
    assert [scope(head) for head in heads[5:]] == ["Row"] * 90
    assert len(read.of("TD")) == 2 + 90 * 2
    assert len(read.of("Table")) == 2


def test_a_long_table_has_its_head_on_every_page_and_no_row_is_split(read: Read) -> None:
    pages = [page for page in read.pages if "Park " in page]
    assert len(pages) > 1
    assert all("Place Trees Share" in page for page in pages)
    assert all(f"Park {n} {n * 1000 + n} {n},5" in read.text for n in range(90))
    assert [kind for kind in read.kinds() if kind == "THead"] == ["THead"]  # its repetitions are not read again


def test_every_page_says_which_it_is_and_where_it_comes_from(read: Read) -> None:
    of = len(read.pages)
    assert all(f"Page {at} of {of}" in page for at, page in enumerate(read.pages, 1))
    assert all(f"{SITE}trees/2023/" in page for page in read.pages)
    assert all("Port Nowhere · Street trees 2023" in page for page in read.pages[1:])
    assert "Invented for a test." in read.pages[0]


def test_data_are_linked_and_their_addresses_written_out(read: Read) -> None:
    assert f"{SITE}data/parks.csv" in read.links()
    assert f"CSV {SITE}data/parks.csv" in read.text


def test_letters_are_in_it_and_nothing_else_of_the_fonts(read: Read) -> None:
    assert all("+PlusJakartaSans" in str(font["/BaseFont"]) for font in fonts(read))


def fonts(read: Read) -> Iterator[Any]:
    for page in read.reader.pages:
        resources: Any = page["/Resources"]
        yield from (font.get_object() for font in resources["/Font"].values())


# -- the same bytes ----------------------------------------------------------------------------------------------------

PROGRAM = (
    "import sys; sys.path[:0] = {paths}\n"
    "from printing import printed; import test_print_pdf, hashlib\n"
    "print(hashlib.sha256(printed(test_print_pdf.PAGE)[0]).hexdigest())"
)


@pytest.mark.slow
def test_the_same_page_is_the_same_bytes_elsewhere(tmp_path: Path) -> None:
    here = str(Path(__file__).parent)
    told = []
    for zone, seed in (("Asia/Jakarta", "1"), ("America/New_York", "2")):
        folder = tmp_path / seed
        folder.mkdir()
        environment = os.environ | {"TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C"}
        program = PROGRAM.format(paths=[here, *filter(None, sys.path)])
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        told.append(done.stdout.strip())
    assert told[0] == told[1] != ""


def test_a_forked_process_does_not_wait_for_threads_that_it_does_not_have(tmp_path: Path) -> None:
    here, _ = printed("<h1>Here</h1>")
    child = os.fork()
    if child == 0:  # pragma: no cover
        status = 1
        try:
            (tmp_path / "there.pdf").write_bytes(printed("<h1>There</h1>")[0])
            status = 0
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert "There" in Read((tmp_path / "there.pdf").read_bytes()).text
    assert "Here" in Read(here).text


# -- what may stand in a text ------------------------------------------------------------------------------------------

MARKUP = [
    "#panic()", "#import \"x.typ\": *", "$x^2$", "*b* _i_ `raw`", "= heading", "@ref <label>", "\\ \\u{41}",
    "// c /* d */",
    "#{1 + 1}", "- item", "~ -- --- ...", "\"quoted\" 'quoted'", "[content] #[x]", "100 %", "https://x.example/#a",
]  # fmt: skip


def test_no_text_is_taken_for_markup() -> None:
    body = "".join(f"<p>{escaped(text)}</p>" for text in MARKUP)
    pdf, problems = printed(f"<h1>x</h1>{body}")
    text = Read(pdf).text
    assert problems == ()
    assert [one for one in MARKUP if one not in text] == []


def test_hostile_texts_are_set_as_they_are_wherever_they_stand() -> None:
    texts = [squeezed(text) for text in hostile.TEXTS[:90] if text.isascii() and len(text) < 80]
    rows = "".join(f"<tr><th scope=row>{escaped(text)}</th><td>{n}</td></tr>" for n, text in enumerate(texts))
    pdf, _ = printed(f"<h1>{escaped(texts[0])}</h1><table>{rows}</table>", title=texts[1], notices=texts[:9])
    text = Read(pdf).text.replace(" ", "")
    assert [one for one in texts if one.replace(" ", "") not in text] == []
    assert Read(pdf).links() == []


def test_a_letter_that_is_in_no_font_is_told_and_its_code_stands_there() -> None:
    pdf, problems = printed("<h1>Trees \U0001f30d</h1><p>\u6f22 and \u2265 5 and \u0410\u049b</p>")
    told = [(one.code, one.severity, one.facts["code"]) for one in problems]
    assert sorted(told) == [
        ("render.print-character", "warning", "U+1F30D"),
        ("render.print-character", "warning", "U+6F22"),
    ]
    assert "Trees [U+1F30D] [U+6F22] and \u2265 5 and \u0410\u049b" in Read(pdf).text
    assert all(one.message() and one.message("id") != one.message() for one in problems)


def test_a_template_that_does_not_set_it_is_told_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "print").mkdir()
    with pytest.raises(SourceProblems, match=r"print/edition\.typ"):
        typeset(a_document([]), tmp_path, MOMENT)
    (tmp_path / "print/edition.typ").write_text("#nothing-of-this-name()", encoding="utf-8")
    with pytest.raises(SourceProblems, match="nothing-of-this-name"):
        typeset(a_document([]), tmp_path, MOMENT)


def test_a_template_that_leaves_a_table_out_is_found() -> None:
    blocks = walked("<h1>x</h1><table><tr><th>a</th><td>1</td></tr></table>")
    pdf, _ = typeset(a_document(blocks[:1]), TEMPLATES, MOMENT)
    with pytest.raises(SourceProblems, match="0 tables, 1 on the page"):
        with_row_heads(objects_of(pdf), blocks, "edition.typ")


# -- whole editions ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(golden_articles())[::3])
def test_every_figure_of_a_page_is_in_its_pdf(path: str) -> None:
    body = golden_articles()[path]
    pdf, problems = printed(body)
    text = Read(pdf).text.replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
    page = html.fromstring(body)
    kept_off = "ancestor::*[contains(concat(' ', @class, ' '), ' noprint ')]"
    said = ["".join(one.itertext()) for one in page.iter("data", "time") if not one.xpath(kept_off)]
    plain = [squeezed(one).replace(" ", "").replace("\u00a0", "").replace("\u202f", "") for one in said]
    assert problems == ()
    assert [one for one in plain if one not in text] == []
    assert len(plain) > 10
    assert len(pdf) < 60_000


GLOSSARY = (
    "<section class='sec'><h2>Text</h2><p>The <button type='button' class='term' popovertarget='t'>standard</button> "
    "is set for all types together.</p></section><section class='terms'><h2>Terms</h2><div id='t' popover><p>"
    "<b>Standard.</b> A promise that stands.</p><button class='btn noprint' popovertarget='t'>Close</button></div>"
    "</section>"
)


@pytest.mark.parametrize("path", ["", *sorted(golden_articles())[1::4]])
def test_every_sentence_of_a_page_is_in_its_pdf(path: str) -> None:
    """Word after word, terms of the glossary with them."""
    body = golden_articles()[path] if path else f"<h1>Trees</h1>{GLOSSARY}"
    text = letters(Read(printed(body)[0]).text)
    page = html.fragment_fromstring(body, create_parent="body")
    for unseen in page.xpath("//svg | //*[contains(concat(' ', @class, ' '), ' lb ')]"):
        unseen.drop_tree()
    gone = " or ".join(f"contains(concat(' ', @class, ' '), ' {name} ')" for name in ("noprint", "row", "vh", "narrow"))
    sentences = page.xpath(
        f"//*[self::p or self::li or self::h1 or self::h2 or self::h3][not(ancestor-or-self::*[{gone}])]"
    )
    said = ["".join(one.itertext()) for one in sentences]
    assert [one for one in said if letters(one) not in text] == []
    assert len(said) > 2
    assert "Close" not in text


def letters(text: str) -> str:
    """A text without what lines are broken at."""
    return re.sub(r"\s", "", text)


def test_a_small_chart_stands_beside_its_finding_on_the_same_page() -> None:
    one = (
        "<article class='find'><div><h3>Finding {0}</h3><p>Told {0}. {1} Ended {0}.</p></div><figure>"
        "<figcaption class='sub'>Sub</figcaption>"
        "<svg viewBox='0 0 336 70' class='mini'><text x='9' y='60'>Drawn {0}</text></svg></figure>"
        "</article>"
    )
    body = "".join(one.format(n, "word " * 90) for n in range(10, 24))
    read = Read(printed(f"<h1>x</h1><section class='sec'><div class='side'><h2>y</h2></div>{body}</section>")[0])
    for n in range(10, 24):
        told = [f"{what} {n}" for what in ("Finding", "Told", "Ended", "Drawn")]
        assert sum(all(one in page for one in told) for page in read.pages) == 1
    left, _, right, _ = read.of("Figure")[0]["/A"][0]["/BBox"]
    assert left > 300  # of 595 points; the text stands before it
    assert (right - left) / (336 + 2 * 8) * 14 == pytest.approx(9, abs=0.01)  # the size of its letters


def test_a_section_of_which_nothing_is_on_paper_says_where_it_is() -> None:
    body = (
        "<h1>x</h1><section class='sec' id='areas'><div class='side'><h2><a href='@/trees/areas/'>Areas</a></h2>"
        "<p>Each with its figure.</p></div><div class='body'><p class='row'><a class='btn' href='x'>Show all</a></p>"
        "</div></section>"
    )
    assert f"{SITE}trees/areas/" in Read(printed(body)[0]).text.replace(f"{SITE}trees/2023/", "")


def test_a_table_of_sixty_columns_and_one_of_long_words_stay_on_the_page() -> None:
    head = "".join(f"<th scope=col>Jan {1960 + n}</th>" for n in range(60))
    cells = "".join(f"<td>{n},123</td>" for n in range(60))
    long = "<tr><th>" + "Llanfairpwllgwyngyll" * 3 + "</th><td>" + "x" * 70 + "</td></tr>"
    pdf, _ = printed(
        f"<h1>x</h1><table><thead><tr><th>Place</th>{head}</tr></thead><tbody><tr><th>North</th>{cells}</tr></tbody></table>"
        f"<table><tbody>{long}</tbody></table>"
    )
    assert len(Read(pdf).pages) == 1


@pytest.mark.parametrize(
    "body",
    [
        "<section class='sec'><h2>x</h2><p>{}</p></section>",
        "<section class='sec'><div class='side'><h2>x</h2></div><div class='body'><ul><li>{}</li></ul></div></section>",
        "<div class='note'><p>{}</p></div>",
        "<table><tr><th>x</th><td>{}</td></tr></table>",
        "<dl class='facts'><div><dt>x</dt><dd>{}</dd></div></dl>",
        "<dl class='said'><dt>x</dt><dd>{}</dd></dl>",
        "<figure><p class='msg'>x</p><p class='desc'>{}</p></figure>",
        "<section class='key'><dl class='facts'><div><dt>x</dt><dd>1</dd></div></dl><p>{}</p></section>",
        "<details><summary>x</summary><blockquote>{}</blockquote></details>",
    ],
)
def test_what_is_longer_than_a_page_goes_on_over_the_next(body: str) -> None:
    told = " ".join(f"word{n}" for n in range(2500))
    read = Read(printed(f"<h1>x</h1>{body.format(told)}")[0])
    assert [word for word in told.split() if word not in read.text] == []
    assert len(read.pages) > 2
    assert max(map(len, read.pages)) < 7000  # what hangs over the edge of a page is in its text as well


def test_nothing_at_all_is_a_page_as_well() -> None:
    pdf, _ = printed("<h1>x</h1><dl class='facts'></dl><ul></ul><table></table><section class='sec'></section>")
    assert len(Read(pdf).pages) == 1


def test_packing_keeps_every_object() -> None:
    pdf, _ = typeset(a_document(walked(PAGE)), TEMPLATES, MOMENT)
    small = packed(objects_of(pdf))
    assert len(small) < 0.6 * len(pdf)
    assert Read(small).text == Read(pdf).text
    assert Read(small).kinds() == Read(pdf).kinds()


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

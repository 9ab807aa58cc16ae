"""The walk through a page for paper: nothing that is seen is lost, what is for screens alone is left out."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from berkala.render.print.document import in_order
from printing import SHEET, SITE, golden_articles, said, walked, words
from publications import REPOSITORY

#: What `berkala.css` hides on paper, said once more.
HIDDEN = ["noprint", "row", "btn", "skip", "lang", "vh", "lb", "narrow"]


def seen(body: str) -> list[str]:
    """The words that a reader of paper sees, drawings left out."""
    page = html.fragment_fromstring(body, create_parent="body")
    gone = " or ".join(f"contains(concat(' ', @class, ' '), ' {name} ')" for name in HIDDEN)
    for element in page.xpath(f"//*[{gone}] | //svg | //script | //style | //*[@hidden] | //*[@aria-hidden='true']"):
        element.drop_tree()
    # Further rows of a table are rows of that table: their own head would say it twice.
    counted = "./summary[.//*[@data-role='count']]"
    for element in page.xpath(f"//details[{counted}]"):
        for twice in element.xpath(f"{counted} | self::*[preceding-sibling::*[1][.//table]]//thead"):
            twice.drop_tree()
    for element in page.xpath("//button[not(@class='term')] | //*[@popover][not(parent::*[@class='terms'])]"):
        element.drop_tree()
    for element in page.iter():
        element.tail = f" {element.tail or ''}" if element.tag in BREAKING else element.tail
        element.text = f" {element.text or ''}" if element.tag in BREAKING else element.text
    return "".join(page.itertext()).split()


BREAKING = frozenset(
    {"p", "div", "li", "td", "th", "tr", "dt", "dd", "h1", "h2", "h3", "h4", "br", "section", "figure", "figcaption"}
    | {"summary", "details", "ul", "i", "header", "footer", "pre", "address"}
)


@pytest.mark.parametrize("path", sorted(golden_articles()))
def test_nothing_that_is_seen_on_the_page_is_lost(path: str) -> None:
    body = golden_articles()[path]
    assert words(walked(body)) == seen(body)
    assert len(words(walked(body))) > 80


def test_there_are_pages_to_look_at() -> None:
    assert len(golden_articles()) > 8


@pytest.mark.parametrize(
    "body",
    [
        "<section class='sec' id='new'><div class='side'><h2>What changed</h2></div><div class='body'>a<p>b</p>c</div>"
        "</section>",
        "<aside>one <b>two</b><div>three</div> four <em>five</em></aside>",
        "<unknown-part>one<details><summary>two</summary>three <b>four</b> five</details></unknown-part>",
        "<blockquote>one<footer>two</footer></blockquote><pre>three\n four</pre><address>five<br>six</address>",
        "<dl><dt>one</dt><dd>two<ul><li>three</li></ul></dd><dd>four</dd></dl>",
        "<ul><li>one<p>two</p></li><li><ol><li>three</li></ol></li></ul>",
        "<table><caption>one <span>two</span></caption><tr><td>three<div>four</div></td></tr></table>",
        "<details class='goal'><summary><h3>one</h3><p>two</p></summary><p>three</p></details>",
    ],
)
def test_what_is_not_known_is_taken_apart_and_not_lost(body: str) -> None:
    assert words(walked(body)) == seen(body) != []


TAGS = st.sampled_from(["p", "div", "section", "span", "b", "ul", "li", "details", "summary", "td", "table", "tr", "i"])
TREES = st.recursive(
    st.sampled_from(["one", "two words", " ", "x<br>y"]),
    lambda parts: st.builds(
        lambda tag, inner: f"<{tag}>{' '.join(inner)}</{tag}>", TAGS, st.lists(parts, min_size=1, max_size=3)
    ),
    max_leaves=12,
)


@given(TREES)
def test_no_page_whatever_loses_a_word(body: str) -> None:
    """As lxml reads it; a table keeps what stands in cells, as a browser would move the rest out of it."""
    page = html.fragment_fromstring(body, create_parent="body")
    if page.xpath("//table//*[not(ancestor-or-self::td or self::tr or self::tbody)] | //td[not(ancestor::table)]"):
        return
    if page.xpath("//tr[not(ancestor::table)] | //li[not(parent::ul)] | //ul/*[not(self::li)] | //details | //summary"):
        return
    if page.xpath("//table//text()[normalize-space()][not(ancestor::td)] | //ul/text()[normalize-space()]"):
        return
    assert "".join("".join(said(walked(body))).split()) == "".join("".join(page.itertext()).split())


def test_what_is_for_screens_alone_is_left_out() -> None:
    body = (
        "<p>seen</p><div class='noprint'><p>a</p></div><p class='row'><a class='btn' href='x'>b</a></p>"
        "<span class='vh'>c</span><span class='lb' aria-hidden='true'>d</span><p hidden>e</p><p class='a noprint'>f</p>"
        "<div popover>g</div><script>h</script><form>i</form>"
    )
    assert words(walked(body)) == ["seen"]


def test_spaces_are_those_of_a_browser() -> None:
    [block] = walked("<p>  one\n <b>two</b> <i>three</i><br> four&nbsp;5  </p>")
    assert [run.get("t") for run in block["r"]] == ["one ", "two", " ", "three", None, "four\u00a05"]
    assert [sorted(run) for run in block["r"][:4]] == [["t"], ["b", "t"], ["t"], ["s", "t"]]


def test_addresses_are_whole_and_places_on_the_page_are_not_touched() -> None:
    [block] = walked("<p><a href='@/data/x.csv'>a</a> <a href='https://b.example/'>b</a> <a href='#numbers'>c</a></p>")
    assert [run["a"] for run in block["r"] if "a" in run] == [f"{SITE}data/x.csv", "https://b.example/", "#numbers"]


def test_a_chart_is_told_by_its_description_and_drawn_once() -> None:
    [figure] = walked(
        "<figure id='chart-a'><figcaption><p class='msg'>Message</p></figcaption><svg viewBox='0 0 720 9' class='wide'>"
        "<path class='ln' d='M0 0h9'/></svg><svg viewBox='0 0 328 9' class='narrow'></svg>"
        "<p class='desc'>Told.</p></figure>"
    )
    drawings = [block for block in figure["blocks"] if block["k"] == "drawing"]
    assert [drawing["alt"] for drawing in drawings] == ["Told."]
    assert "#00607f" in drawings[0]["svg"]
    assert "viewBox" in drawings[0]["svg"]


TABLE = (
    "<table><thead><tr><th scope=col>Park</th><th scope=col>Trees</th></tr></thead>"
    "<tbody><tr class=now><th scope=row>North</th><td class=q4>12</td></tr></tbody></table>"
)
COUNTED = "Show <span data-role=count>1</span> more"
MORE = TABLE.replace("North", "South").replace("12", "7")


def test_a_table_knows_its_heads_and_rows_that_were_folded_away_go_on_in_it() -> None:
    [table] = walked(f"<div class=scroll>{TABLE}</div><details><summary>{COUNTED}</summary>{MORE}</details>")
    assert [[cell["r"][0]["t"] for cell in row["cells"]] for row in table["body"]] == [["North", "12"], ["South", "7"]]
    assert [bool(cell.get("th")) for cell in table["body"][1]["cells"]] == [True, False]
    assert table["body"][0]["cells"][1]["shade"] == "q4"
    assert (table["columns"], table["named"], table["body"][0]["b"]) == (2, True, True)


def test_what_has_a_name_of_its_own_is_no_part_of_the_table_before() -> None:
    blocks = walked(f"{TABLE}<details><summary>Other parks</summary>{MORE}</details>")
    assert [block["k"] for block in blocks] == ["table", "p", "table"]


def test_what_only_opens_a_folded_part_is_not_said_where_it_lies_open() -> None:
    more = walked(f"<ul><li>a</li></ul><details><summary><span>{COUNTED}</span></summary><ul><li>b</li></ul></details>")
    named = walked("<details><summary>How it is worked out</summary><p>a</p></details>")
    assert words(more) == ["a", "b"]
    assert words(named) == ["How", "it", "is", "worked", "out", "a"]


GLOSSARY = (
    "<section class='sec'><h2>Text</h2><p>The <button class='term' popovertarget='term-a'>standard</button> is set for "
    "all.</p></section><section class='terms' aria-label='Terms'><h2>Terms</h2><div id='term-a' popover><p><b>Standard."
    "</b> A promise.</p><button class='btn noprint' popovertarget='term-a'>Close</button></div></section>"
)


def test_a_term_is_said_in_its_sentence_and_explained_at_the_end() -> None:
    text, terms, after = walked(f"{GLOSSARY}<section class='sec'><h2>After</h2></section>")
    assert words([text]) == ["Text", "The", "standard", "is", "set", "for", "all."]
    assert words([terms]) == ["Terms", "Standard.", "A", "promise."]
    assert in_order([text, terms, after]) == [text, after, terms]


def test_a_glossary_of_nothing_has_no_heading() -> None:
    assert walked("<section class='terms'><h2>Terms</h2></section>") == []


def test_a_finding_keeps_its_words_and_its_small_chart_together() -> None:
    [finding] = walked(
        "<article class='find'><div><h3>Most</h3><p>North had most.</p></div><figure><figcaption class='sub'>Trees"
        "</figcaption><svg viewBox='0 0 336 80' class='mini'></svg><p class='vh'>North 12.</p></figure></article>"
    )
    assert [block["k"] for block in finding["blocks"]] == ["h", "p", "figure"]
    drawing = finding["blocks"][2]["blocks"][1]
    assert (drawing["width"], drawing["alt"]) == (336, "North 12.")


def test_a_number_is_not_parted_from_what_it_numbers() -> None:
    [block] = walked("<p>Departments (Type 2) of 3 (in 2 parts)</p>")
    assert block["r"][0]["t"] == "Departments (Type\u00a02) of 3 (in 2 parts)"


def test_a_table_with_other_columns_stands_for_itself() -> None:
    other = MORE.replace("Trees", "Benches")
    assert [block["k"] for block in walked(f"{TABLE}<details><summary>Benches</summary>{other}</details>")] == [
        "table",
        "p",
        "table",
    ]


def test_a_drawing_has_what_it_uses_of_another() -> None:
    body = (
        "<table><tr><th><div><span>North</span><svg aria-hidden=true><g id=grid><rect class=fg width=1 height=9 /></g>"
        "</svg></div></th></tr><tr><th><div>South<svg aria-hidden=true><use href='#grid'/></svg></div></th>"
        "</tr></table>"
    )
    [table] = walked(body)
    for row in table["body"]:
        drawing = etree.fromstring(row["cells"][0]["track"])
        assert [element.get("class") for element in drawing.iter("{*}rect")] == ["fg"]
    assert words([table]) == ["North", "South"]


# -- the look of drawings ----------------------------------------------------------------------------------------------

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
#: What the sheet of the pages says by other means, or not of paper: type by a shorthand, halos, and tabular figures.
OTHERWISE = {"text", ".ti text", ".mini text", ".x", ".n"}


def rules(sheet: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for selectors, body in RULE.findall(re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)):
        told = dict(part.split(":", 1) for part in body.split(";") if ":" in part)
        for selector in selectors.split(","):
            found.setdefault(selector.strip(), {}).update(told)
    return found


def test_drawings_look_as_on_the_page() -> None:
    page = rules((REPOSITORY / "templates/theme/assets/berkala.css").read_text(encoding="utf-8").split("@media")[0])
    paper: dict[str, Any] = rules(SHEET.read_text(encoding="utf-8"))
    sheet = (REPOSITORY / "templates/theme/assets/berkala.css").read_text(encoding="utf-8")
    everywhere = rules(
        re.sub(r"@media screen and \((?:forced-colors|prefers-contrast)[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", sheet)
    )
    told = {name: look for name, look in paper.items() if name not in OTHERWISE}
    assert {name: everywhere.get(name) for name in told} == told
    drawn = {name: look for name, look in page.items() if re.fullmatch(r"\.\w+", name) and look.keys() & {"stroke"}}
    assert sorted(drawn.keys() - paper.keys() - {".halo", ".tn", ".tf", ".gr"}) == []


def test_every_class_of_the_golden_charts_has_its_look() -> None:
    known = {name.lstrip(".") for name in rules(SHEET.read_text(encoding="utf-8"))} | {
        "wide",
        "halo",
        "mid",
        "map",
        "ti",
    }
    used = {
        name
        for body in golden_articles().values()
        for svg in html.fromstring(body).iter("svg")
        for element in svg.iter()
        for name in (element.get("class") or "").split()
    }
    assert used - known - {"narrow", "mini", "band"} == set()
    assert len(used) > 15

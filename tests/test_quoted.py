"""What an office says, quoted: Markdown from anybody becomes HTML that can do nothing, and `check` holds it apart."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from berkala.check.document import Document
from berkala.check.pages import QUOTED, Page, Scope, allowed
from berkala.check.published import Shelf
from berkala.check.quoted import check_quoted, well_formed
from berkala.check.tracing import trace
from berkala.plan import read_publication
from berkala.render.metadata import SHORT, metadata_fragment
from berkala.render.quoted import leads_out, quoted
from berkala.words import language
from publications import REPOSITORY

THEME = REPOSITORY / "templates" / "theme"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("One *two* **three**", "One <em>two</em> <strong>three</strong>"),
        ("One\n\nTwo", "<p>One</p>\n<p>Two</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n4. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("[it](https://port.example/a?b=1&c=2).", '<a href="https://port.example/a?b=1&amp;c=2">it</a>.'),
        ("<https://port.example/>", '<a href="https://port.example/">https://port.example/</a>'),
        ("[write](mailto:desk@port.example)", '<a href="mailto:desk@port.example">write</a>'),
        ("a  \nb", "a<br/>\nb"),
        # What becomes something plainer.
        ("# Title\n\ntext", "<p><strong>Title</strong></p>\n<p>text</p>"),
        ("> said", "<p>said</p>"),
        ("    x = 1", "<p>x = 1\n</p>"),
        ("`code` and ![a chart](chart.png) here", "code and a chart here"),
        ("***", ""),
        ("AT&T &copy; &lt;b&gt; &amp;lt;", "AT&amp;T © &lt;b&gt; &lt;"),
        # What stays text.
        ("<div>x</div>\n\n<!-- y -->", "<p>&lt;div&gt;x&lt;/div&gt;</p>\n<p>&lt;!-- y --&gt;</p>"),
        ("<b>bold</b> <br> 3 < 4", "&lt;b&gt;bold&lt;/b&gt; &lt;br&gt; 3 &lt; 4"),
        ("{{ value(\"x\") }} {% raw %}", "{{ value(&quot;x&quot;) }} {% raw %}"),
    ],
)  # fmt: skip
def test_a_text_is_paragraphs_lists_links_and_emphasis(text: str, shown: str) -> None:
    assert str(quoted(text).body) == shown


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a]( java\tscript:alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](vbscript:x)",
    "[a](//evil.example)",
    "[a](../../data/)",
    "[a](@/data/)",
    "[a](https://office.example@evil.example/)",
    "[a](https://[::1)",
    "[a](https:///nowhere)",
    "[a](mailto:)",
    "[a]: javascript:alert(1)\n\n[a]",
    "![x](https://evil.example/track.png)",
    "[![x](https://evil.example/track.png)](javascript:x)",
    "</div></section><h1>Ours</h1>",
    '[a](https://x.example/"onmouseover="alert(1))',
    "[a](https://x.example/ 'title 2019')",
    "<svg/onload=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "<!-- comment --> <![CDATA[ x ]]> <?php x ?>",
    "<style>*{display:none}</style>",
    "a\x02wzxhzdk:0\x03b \x02amp\x03",
    "- " * 200,
    "> " * 200 + "deep",
    "*" * 5000,
    "[" * 2000 + "]" * 2000,
]


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE, ids=[f"{text[:30]!r}" for text in HOSTILE])
def test_a_hostile_text_becomes_words(text: str) -> None:
    assert_harmless(quoted(text).body)


@given(st.text(st.sampled_from("<>/&;:#\"'()[]!*_`-+>= \n\tabjsx01@.\x02\ue000"), max_size=60))
def test_any_text_becomes_words(text: str) -> None:
    assert_harmless(quoted(text).body)


def assert_harmless(body: str) -> None:
    """The HTML closes all that it opens and holds nothing that `check` forbids; nothing in it leads elsewhere."""
    page = Page("x/", language("en"), Scope(Shelf({})), frozenset({QUOTED}))
    whole = f'<div data-role="{QUOTED}">{body}</div>'
    assert list(well_formed(whole, page)) == []
    assert list(check_quoted(Document.of(etree.fromstring(whole)), page)) == []
    parsed = html.fragment_fromstring(whole)
    assert {element.tag for element in parsed.iterdescendants()} <= {"p", "ul", "ol", "li", "em", "strong", "a", "br"}
    assert {name for element in parsed.iterdescendants() for name in element.attrib} <= {"href"}
    assert all(re.match(r"(https?://|mailto:)", link) for link in parsed.xpath(".//a/@href"))


def test_what_is_left_out_is_told() -> None:
    made = quoted("[a](../b) ![c](d.png) [e](https://x.example/)")
    assert (made.links, made.pictures) == (("../b",), ("d.png",))
    assert str(made.body) == 'a c <a href="https://x.example/">e</a>'


@pytest.mark.parametrize(
    ("link", "good"),
    [
        ("http://a.example", True),
        ("https://a.example:8080/x#y", True),
        ("mailto:a@b.example", True),
        ("ftp://a.example", False),
        ("tel:1", False),
        ("", False),
    ],
)
def test_a_link_leads_to_the_web_or_to_a_mailbox(link: str, good: bool) -> None:
    assert leads_out(link) is good


# -- on the page ------------------------------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(Path(__file__).parent / "cases/collection/in", tmp_path / "in")
    return tmp_path / "in"


def fragment_of(root: Path, code: str) -> str:
    found, wrong = read_publication(root)
    assert found is not None, wrong
    body, problems = metadata_fragment(found.reports["piped-water"], found, language(code))
    assert problems == ()
    return body.decode()


def test_short_entries_are_a_list_and_long_ones_stand_behind_their_label(root: Path) -> None:
    page = html.fragment_fromstring(fragment_of(root, "en"))
    assert page.xpath(".//dl//dt/text()") == ["Unit", "Source"]
    assert page.xpath(".//dl//dd/a/@href") == ["https://port.example/register?year=2023&form=a"]
    assert [one.text_content() for one in page.xpath(".//details/summary")] == ["Definition"]
    assert len(page.xpath(".//details/div//li")) == 2
    assert "As the office wrote it." in page.text_content()
    assert quoted("x" * SHORT).length == SHORT


def test_numbers_and_claims_are_accepted_where_they_are_quoted_alone(root: Path) -> None:
    for code in ("en", "id"):
        body = fragment_of(root, code)
        page = Page("x/", language(code), Scope(Shelf({})), frozenset({QUOTED}))
        assert list(trace(Document.of(html.fragment_fromstring(body)), page)) == []
        loose = html.fragment_fromstring(body.replace(f'data-role="{QUOTED}"', ""))
        codes = {problem.code for problem in trace(Document.of(loose), page)}
        assert codes == {"check.number-untraced", "check.direction-untraced"}


def test_a_link_that_cannot_be_followed_is_told_with_its_line(root: Path) -> None:
    file = root / "reports/piped-water.md"
    text = file.read_text(encoding="utf-8")
    wrong = text.replace("A home **has piped water**", "A [home](../home) ![plan](plan.png) **has piped water**")
    file.write_text(wrong, encoding="utf-8")
    found, _ = read_publication(root)
    assert found is not None
    body, problems = metadata_fragment(found.reports["piped-water"], found, language("en"))
    told = [(p.code, p.file, p.severity, p.value) for p in problems]
    assert told == [
        ("render.quoted-link", "reports/piped-water.md", "warning", "../home"),
        ("render.quoted-picture", "reports/piped-water.md", "warning", "plan.png"),
    ]
    lines = wrong.splitlines()
    assert all(lines[(p.line or 0) - 1].strip().startswith("en:") for p in problems)
    assert b"A home plan <strong>" in body


def test_only_the_fragment_that_quotes_may_quote() -> None:
    declaring = [
        path.relative_to(THEME).as_posix()
        for path in sorted(THEME.rglob("*.html"))
        if QUOTED in path.read_text(encoding="utf-8").split("\n")[0]
    ]
    assert declaring == ["fragments/metadata.html"]
    # A template of an agency that declares it does not get it.
    assert allowed("edition", ["name", QUOTED]) == {"name"}
    assert allowed("metadata", [QUOTED]) == {QUOTED}


@pytest.mark.parametrize(
    ("inside", "codes"),
    [
        ("<p>12 <em>x</em></p>", []),
        ("<img src='x.png' alt='x'/>", ["quoted-markup", "quoted-markup", "quoted-markup"]),
        ("<script>x</script>", ["quoted-markup"]),
        ("<p class='big'>x</p>", ["quoted-markup"]),
        ("<a href='javascript:x'>x</a>", ["quoted-link"]),
        ("<a href='data:text/html,x'>x</a>", ["quoted-link"]),
        ("<a href='https://x.example/' onclick='x'>x</a>", ["quoted-markup"]),
        ("<a>x</a>", ["quoted-link"]),
        ("<data value='1' data-figure='x'>1</data>", ["quoted-markup"] * 3),
    ],
)
def test_check_finds_what_may_not_stand_in_a_quotation(inside: str, codes: list[str]) -> None:
    page = Page("x/", language("en"), Scope(Shelf({})))
    root = html.fragment_fromstring(f'<div><p class="ours">x</p><div data-role="{QUOTED}">{inside}</div></div>')
    assert [problem.code for problem in check_quoted(Document.of(root), page)] == [f"check.{code}" for code in codes]


@pytest.mark.parametrize("body", ["<p>x</div><div>y</p>", "<p>x", "x</section>", "<p>x & y</p>"])
def test_check_finds_a_fragment_that_does_not_close(body: str) -> None:
    page = Page("x/", language("en"), Scope(Shelf({})))
    assert [problem.code for problem in well_formed(body, page)] == ["check.quoted-broken"]

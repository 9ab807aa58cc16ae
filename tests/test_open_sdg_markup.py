"""HTML and Markdown of many writers: what carries meaning is kept, what could act on a reader never passes."""

from __future__ import annotations

import markdown as renderer
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as parser

from berkala.imports.open_sdg.markup import markdown, plain, safe_address


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Plain words, 2.5% & more.", "Plain words, 2.5% & more."),
        ("One<br>two<br/><br>three", "One\n\ntwo\n\nthree"),
        ("<p>One</p>\n\n  <p>Two</p>", "One\n\nTwo"),
        ("See <a href='https://a.org/x'>the page </a>first.", "See [the page](https://a.org/x) first."),
        ("<a href='https://a.org/b(c)'>a [b]</a>", "[a (b)](https://a.org/b%28c%29)"),
        ("<ul><li>a</li><li>b<ol><li>c</li><li>d</li></ol></li></ul>z", "- a\n- b\n\n    1. c\n    2. d\n\nz"),
        ("<b>Bold</b> and <em>not</em>", "**Bold** and *not*"),
        ("<h2>Title</h2>text", "## Title\n\ntext"),
        ("km<sup>2</sup>, CO<sub>2</sub>, 4<sup>th</sup>", "km², CO₂, 4th"),
        ("x <2.5 and < 3 and <= 4", "x <2.5 and < 3 and <= 4"),
        ("Food &amp; farming, R&D, ?a=1&copy=2", "Food & farming, R&D, ?a=1&copy=2"),
        ("name&#8203;@office.example", "name@office.example"),
        ("<http://a.org/x> is it", "http://a.org/x is it"),
        ('[Page](https://a.org/?q=1&r=2 "Title") text', '[Page](https://a.org/?q=1&r=2 "Title") text'),
        ("unclosed <a href='https://a.org'>link", "unclosed [link](https://a.org)"),
        ("no </p> opening </li> tags", "no\n\nopening  tags"),
        ("<table><tr><th>A</th><td>1</td></tr></table>", "A 1"),
        ("    far in", "far in"),
        ("- a\n    - b", "- a\n    - b"),
    ],
)
def test_what_carries_meaning_is_kept(text: str, clean: str) -> None:
    assert markdown(text) == (clean, ())


@pytest.mark.parametrize(
    ("text", "clean", "dropped"),
    [
        ("<script>alert(1)</script>text", "text", ("script",)),
        ("<SCRIPT SRC=//x>alert(1)", "", ("script",)),
        ("<style>p {color: red}</style>text", "text", ("style",)),
        ("<iframe src='https://a.org'></iframe>text", "text", ("iframe",)),
        ("<p onclick='go()'>text</p>", "text", ("onclick",)),
        ("<img src=x onerror=go() alt='A map'>", "A map", ("img", "onerror")),
        ("<a href='javascript:go()'>text</a>", "text", ("link to javascript",)),
        ("<a href='java\nscript:go()'>text</a>", "text", ("link to javascript",)),
        ("<a href='&#106;avascript:go()'>text</a>", "text", ("link to javascript",)),
        ("<a href='&#106avascript:go()'>text</a>", "text", ("link to javascript",)),
        ("<a href='data:text/html,x'>text</a>", "text", ("link to data",)),
        ("[text](javascript:go())", "[text](#)", ("link to javascript",)),
        ("[a [b]](java&#115;cript:go)", "[a [b]](#)", ("link to javascript",)),
        ("[text]: vbscript:go", "[text] : vbscript:go", ("link to vbscript",)),
        ("[text](javascript:go(", "[text] (javascript:go(", ()),
        ("![map](https://a.org/m.png)", "[map](https://a.org/m.png)", ("img",)),
        ("<svg><p>in it</p></svg>after", "after", ("svg",)),
    ],
)
def test_what_could_act_on_a_reader_is_dropped_and_named(text: str, clean: str, dropped: tuple[str, ...]) -> None:
    assert markdown(text) == (clean, dropped)


def test_a_tag_that_was_written_as_text_stays_text() -> None:
    assert markdown("&lt;script&gt;go()&lt;/script&gt;")[0] == "&lt;script>go()&lt;/script>"
    assert rendered_tags(markdown("&lt;script&gt;go()&lt;/script&gt;")[0]) == {"div", "p"}


def test_one_line_has_no_markup() -> None:
    assert plain("<p>Rate of <b>growth</b>,\n <a href='https://a.org'>real</a></p>")[0] == "Rate of growth, real"
    assert plain("2016* and 5*3") == ("2016* and 5*3", ())
    assert plain("Food &amp; farming")[0] == "Food & farming"
    assert plain("# Title")[0] == "Title"


def test_addresses() -> None:
    assert safe_address(" https://a.org/x y ") == "https://a.org/x%20y"
    assert safe_address("/page#part") == "/page#part"
    assert safe_address("mailto:a@b.example") == "mailto:a@b.example"
    for hostile in ("javascript:x", "JaVaScRiPt:x", "\x01javascript:x", "java\tscript:x", "x:y", "vbscript:x"):
        assert safe_address(hostile) == "", hostile


def rendered_tags(text: str) -> set[str]:
    return {str(element.tag) for element in rendered(text).iter()}


def rendered(text: str) -> parser.HtmlElement:
    return parser.fragment_fromstring(renderer.markdown(text), create_parent="div")


TAGS = "<script>|</script>|<a href='|</a>|<p>|<br>|<img src=x onerror=y>|<svg/onload=y>|<iframe>|<b>|<li>|</ul>|<sup>"
BITS = "<|>|'|\"|](|[|]|)|]: |(|!|\n| |&lt;|&gt;|&amp;|&#106;|&#106|x|2|`|*|\\|#|<!--|-->|]]>|<scr|ipt>|\x00|\u200b"
ADDRESSES = "<![CDATA[|javascript:|java\tscript:|data:text/html,|https://a.org/|<style>|</style>"
PIECES = st.sampled_from([*TAGS.split("|"), *BITS.split("|"), *ADDRESSES.split("|")])


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map("".join)))
def test_nothing_hostile_survives_rendering(text: str) -> None:
    clean, _ = markdown(text)
    for element in rendered(clean).iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag not in ("script", "style", "iframe", "img", "svg", "object", "form"), clean
        for name, value in element.attrib.items():
            assert not str(name).startswith("on"), clean
            if name in ("href", "src"):
                scheme = "".join(str(value).split()).partition(":")[0].casefold() if ":" in str(value) else ""
                assert scheme in ("", "http", "https", "mailto") or "/" in scheme or "#" in scheme or "?" in scheme, (
                    clean
                )


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="<&\\[]"), max_size=80))
def test_words_are_never_lost(text: str) -> None:
    clean, dropped = markdown(text)
    invisible = {char for char in text if not char.isprintable() or not char.strip()}
    assert dropped == ()
    assert [char for char in clean if char not in invisible and char.strip()] == [
        char for char in text if char not in invisible and char.strip()
    ]

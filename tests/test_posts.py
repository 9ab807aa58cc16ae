"""Posts: counted as each network counts, within every limit, with traced figures; and the share page."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from berkala.errors import SourceProblems
from berkala.measure.findings import Findings
from berkala.plan import Publication
from berkala.render.posts import Post, Posts, share_fragment, write_posts
from berkala.render.posts.counting import clusters, fits, graphemes, length, weighted
from berkala.render.posts.filling import draft, fitted
from berkala.render.posts.networks import networks
from berkala.render.posts.parts import first_sentence
from berkala.render.showing import shown
from berkala.words import Sentence, language
from small_edition import a_publication, findings_of

SCHEMAS = Path(__file__).parents[1] / "src" / "berkala" / "check" / "schemas"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
FLAGS = "\U0001f1ee\U0001f1e9\U0001f1ec\U0001f1e7"
LONG_LINK = "https://office.example/" + "a" * 400


@dataclass(frozen=True)
class FakeCard:
    """A share card as `render.cards` makes it."""

    name: str
    width: int
    height: int
    svg: str
    png: bytes
    alt: Sentence
    kind: str = "line"
    title: str = "Beds"
    scheme: str = "light"
    group: str = "card"


@pytest.fixture
def publication(tmp_path: Path) -> Publication:
    return a_publication(tmp_path)


@pytest.fixture
def findings(publication: Publication) -> Findings:
    return findings_of(publication)


def cards_for(findings: Findings, alt: str = "Line chart. Beds in use:") -> dict[str, tuple[Any, ...]]:
    made = {}
    for code in ("en", "id"):
        figure = shown(findings.figures["beds.all.2020-02"], language(code))
        sentence = Sentence.join([Sentence.plain(alt), figure])
        sizes = ((1080, 1080), (1200, 630))
        made[code] = tuple(FakeCard(f"card-{w}x{h}", w, h, "<svg/>", b"png", sentence) for w, h in sizes)
    return made


def released(posts: Posts) -> dict[tuple[str, str], Post]:
    """The first post about the release, by network and language."""
    return {(p.network, p.language): p for p in posts.posts if p.purpose == "inform" and p.position == 1}


@pytest.fixture
def posts(findings: Findings, publication: Publication) -> Posts:
    return write_posts(findings, cards_for(findings), publication)


# -- counting -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "seen", "on_x"),
    [
        ("", 0, 0),
        (FAMILY, 1, 2),
        ("\u00e9", 1, 1),
        ("e\u0301", 1, 1),
        ("中文字", 3, 6),
        (FLAGS, 2, 4),
        ("Rp1.500.000,00", 14, 14),
        ("\U0001f44d\U0001f3fd", 1, 2),
        ("1\ufe0f\u20e3", 1, 2),
        ("\u2764\ufe0f", 1, 2),
        ("“−2.0 – …”", 10, 12),
        ("\r\n", 1, 2),
        ("\uac00\uac01", 2, 4),
        ("\u1112\u1161\u11ab", 1, 2),
        ("नि", 1, 2),
        ("\u200dx", 2, 2),
    ],
)
def test_graphemes_and_weights(text: str, seen: int, on_x: int) -> None:
    assert graphemes(text) == seen
    assert weighted(text) == on_x


@given(
    st.lists(st.sampled_from(["a", "e\u0301", FAMILY, FLAGS, "\n", "中", "\u0301", "\u200d", "\U0001f3fd"])).map(
        "".join
    )
)
def test_clusters_joined_are_the_text(text: str) -> None:
    assert "".join(clusters(text)) == text


@given(st.text(max_size=60))
def test_no_text_is_longer_in_graphemes_than_in_characters(text: str) -> None:
    assert "".join(clusters(text)) == text
    assert graphemes(text) <= len(text)


def test_links_count_as_the_network_counts_them() -> None:
    known, text = networks().networks, f"See {LONG_LINK}."
    assert length(text, known["mastodon"]) == 4 + 23 + 1
    assert length(text, known["x"]) == 4 + 23 + 1
    assert length(text, known["bluesky"]) == len(text)
    assert length(text, known["whatsapp"]) == len(text)


def test_bluesky_has_two_limits_at_once() -> None:
    bluesky = networks().networks["bluesky"]
    assert fits("a" * 300, bluesky)
    assert not fits("a" * 301, bluesky)
    assert not fits(FAMILY * 150, bluesky), "150 graphemes, but more than 3,000 bytes"


def test_limits_are_those_of_the_reference() -> None:
    found = {name: (n.limit, n.counted, n.link) for name, n in networks().networks.items()}
    assert found == {
        "mastodon": (500, "graphemes", 23),
        "bluesky": (300, "graphemes", None),
        "x": (280, "weighted", 23),
        "whatsapp": (4096, "characters", None),
    }
    assert networks().smallest_alt == 1000


# -- posts --------------------------------------------------------------------------------------------------------


def test_posts_json_is_valid_and_complete(posts: Posts) -> None:
    made = json.loads(posts.content)
    schema = json.loads((SCHEMAS / "posts.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(made, schema, jsonschema.Draft202012Validator)
    told = [(post["network"], post["language"], post["purpose"]) for post in made["posts"]]
    purposes = ("inform", "explain", "announce")
    assert told == [(n, c, p) for n in ("mastodon", "bluesky", "x", "whatsapp") for c in ("en", "id") for p in purposes]
    assert len({post["id"] for post in made["posts"]}) == 24
    assert all(post["thread"] == post["id"] and post["position"] == 1 for post in made["posts"])
    for post in made["posts"]:
        network = networks().networks[post["network"]]
        assert post["length"] == length(post["text"], network) <= post["limit"] == network.limit


def test_a_post_says_what_it_must(posts: Posts) -> None:
    by = released(posts)
    text = by["mastodon", "en"].text.text
    assert text.startswith("2,000 beds were in use in February 2020.\n\n")
    assert "[" not in text
    assert "fell" in text
    assert "\n\nA demonstration.\n\n" in text
    assert "https://office.example/wards/2020-02/" in text
    assert text.endswith("\n\n#OpenData")
    other = by["whatsapp", "id"].text.text
    assert "https://office.example/id/wards/2020-02/" in other
    assert "Sebuah peragaan." in other
    assert "#" not in other
    assert "\n\n\n" not in text + other


def test_a_post_knows_its_figures_and_its_picture(posts: Posts) -> None:
    post = posts.posts[0]
    assert set(post.figures) == {"beds.all.2020-02", "beds.all.2020-01", "beds.all.2020-02.change-previous"}
    assert post.images[0].file == "wards/2020-02/share/card-1200x630.en.png"
    assert released(posts)["whatsapp", "en"].images[0].file == "wards/2020-02/share/card-1080x1080.en.png"
    assert post.images[0].alt.text == "Line chart. Beds in use: 2,000"


def test_too_long_takes_the_shorter_text(tmp_path: Path) -> None:
    publication = a_publication(tmp_path, beds_were_in_use="beds were in use " + "and counted again " * 9)
    findings = findings_of(publication)
    by = released(write_posts(findings, cards_for(findings), publication))
    assert "; down 13 on January 2020." in by["x", "en"].text.text
    assert "It [" not in by["mastodon", "en"].text.text
    assert "; down" not in by["mastodon", "en"].text.text


def test_still_too_long_is_a_problem_with_every_network_named(tmp_path: Path) -> None:
    publication = a_publication(tmp_path, beds_were_in_use="beds were in use " + "and counted again " * 30)
    findings = findings_of(publication)
    with pytest.raises(SourceProblems) as caught:
        write_posts(findings, cards_for(findings), publication)
    found = [(p.code, p.facts["network"], p.facts["language"]) for p in caught.value.problems]
    assert found == [("render.post-too-long", name, "English") for name in ("Mastodon", "Bluesky", "X")]
    assert "280" in caught.value.problems[-1].message()
    assert all(problem.file == "reports/wards.md" for problem in caught.value.problems)


@pytest.mark.parametrize(("alt", "code"), [("a" * 1001, "render.alt-too-long"), (None, "render.post-without-picture")])
def test_no_post_without_a_picture_and_its_alt_text(
    findings: Findings, publication: Publication, alt: str | None, code: str
) -> None:
    cards = {} if alt is None else cards_for(findings, alt)
    with pytest.raises(SourceProblems) as caught:
        write_posts(findings, cards, publication)
    assert {problem.code for problem in caught.value.problems} == {code}
    assert all("{" not in problem.message(tongue) for problem in caught.value.problems for tongue in ("en", "id"))


def test_a_card_without_words_is_refused(findings: Findings, publication: Publication) -> None:
    cards = {code: tuple(replace(c, alt=Sentence(())) for c in made) for code, made in cards_for(findings).items()}
    with pytest.raises(SourceProblems, match="no alt text"):
        write_posts(findings, cards, publication)


def test_a_missing_template_is_named(findings: Findings, publication: Publication) -> None:
    (publication.templates / "posts" / "explain.txt").unlink()
    with pytest.raises(SourceProblems) as caught:
        write_posts(findings, cards_for(findings), publication)
    (problem,) = caught.value.problems
    assert problem.file == "templates/posts/explain.txt"


def test_a_language_may_have_a_template_of_its_own(findings: Findings, publication: Publication) -> None:
    (publication.templates / "posts" / "inform.id.txt").write_text("{{ headline }}.\n{{ link }}", encoding="utf-8")
    by = released(write_posts(findings, cards_for(findings), publication))
    assert by["x", "id"].text.text.count("\n") == 1
    assert "A demonstration." in by["x", "en"].text.text


def test_old_limits_are_a_warning(findings: Findings, publication: Publication, posts: Posts) -> None:
    assert posts.problems == ()
    late = replace(findings, edition=replace(findings.edition, release=datetime(2031, 1, 1, tzinfo=UTC)))
    found = write_posts(late, cards_for(late), publication).problems
    assert [problem.severity for problem in found if problem.code == "render.network-limit-old"] == ["warning"] * 4
    assert "2026-11-22" in found[0].message()


def test_same_bytes_again(findings: Findings, publication: Publication, posts: Posts) -> None:
    assert write_posts(findings, cards_for(findings), publication).content == posts.content


# -- the announcement ---------------------------------------------------------------------------------------------


def announced(posts: Posts) -> list[Post]:
    return [post for post in posts.posts if post.purpose == "announce"]


def test_an_announcement_says_when_and_no_number(posts: Posts) -> None:
    english = next(post for post in announced(posts) if (post.network, post.language) == ("mastodon", "en"))
    first, notice, calendar, tags = english.text.text.replace("\u00a0", " ").split("\n\n")
    when = "the figures will be released on Sunday 14 June 2020, 9:30am (Jakarta time)."
    assert first == f"Beds in 2 wards, April 2020: {when}"
    assert (notice, tags) == ("A demonstration.", "#OpenData")
    assert calendar == "Release calendar: https://office.example/timetable/"
    for post in announced(posts):
        assert (post.figures, post.images, post.position) == ((), (), 1)
        assert post.link is not None
        assert post.link.endswith("/timetable/")
        assert "2020-04" not in post.text.text + post.link, "the address of the edition is not public yet"
        assert all(span.time or span.role for span in post.text.spans if any(map(str.isdigit, span.text)))
        assert post.window.as_json() == {"opens": "2020-06-13T09:30:00+07:00", "closes": "2020-06-14T09:30:00+07:00"}


def test_a_closed_series_announces_nothing(tmp_path: Path) -> None:
    closed = a_publication(tmp_path, **{"from:_2020-01,": "from: 2020-01, until: 2020-03,"})
    made = findings_of(closed)
    assert announced(write_posts(made, cards_for(made), closed)) == []


def test_what_came_out_together_is_not_announced(tmp_path: Path) -> None:
    archive = a_publication(tmp_path, **{"2020-03-10T09:30": "2020-07-01T09:30"})
    made = findings_of(archive)
    assert announced(write_posts(made, cards_for(made), archive)) == []


# -- what a post leaves out ---------------------------------------------------------------------------------------


def test_parts_go_in_their_order_and_come_back_where_there_is_room(publication: Publication) -> None:
    folder = publication.templates / "posts"
    (folder / "try.txt").write_text(
        "{# leaves out: a, b, c #}{{ [a, b, c, d] | select | join(' ') }}", encoding="utf-8"
    )
    slots = {name: Sentence.plain(name * size) for name, size in (("a", 5), ("b", 200), ("c", 60), ("d", 200))}
    one = draft(folder, "try", "en", slots)
    found = fitted([one], networks().networks["x"])
    assert found is not None
    assert found[0].text == f"{'a' * 5} {'c' * 60} {'d' * 200}", "b went, and then a had room again"


def test_every_language_leaves_out_the_same(publication: Publication) -> None:
    folder = publication.templates / "posts"
    (folder / "try.txt").write_text("{# leaves out: a #}{{ [a, d] | select | join(' ') }}", encoding="utf-8")
    short = draft(folder, "try", "en", {"a": Sentence.plain("a"), "d": Sentence.plain("d")})
    long = draft(folder, "try", "id", {"a": Sentence.plain("a" * 300), "d": Sentence.plain("d")})
    found = fitted([short, long], networks().networks["bluesky"])
    assert found is not None
    assert [text.text for text in found] == ["d", "d"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("A person counts as poor. BPS counts them.", "A person counts as poor."),
        ("Prices of the U.S. Bureau are counted. So it is.", "Prices of the U.S. Bureau are counted."),
        ("Counted by hand (by two people). Twice.", "Counted by hand (by two people)."),
        ("No end to be seen", "No end to be seen"),
        ("Of 2.5 per cent. yes", "Of 2.5 per cent. yes"),
    ],
)
def test_the_first_sentence_is_whole(text: str, first: str) -> None:
    assert first_sentence(text) == first


# -- the share page -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["en", "id"])
def test_every_digit_on_the_share_page_is_traced(
    findings: Findings, publication: Publication, posts: Posts, code: str
) -> None:
    page = html.fragment_fromstring(
        share_fragment(findings, posts, cards_for(findings)[code], publication, language(code)), "div"
    )
    for element in page.iter():
        for text, owner in ((element.text, element), (element.tail, element.getparent())):
            if text and any(character.isdigit() for character in text):
                # An address stands in an element of its own, in which the places where it may break have no end.
                while owner is not None and (owner.tag == "wbr" or owner.get("class") == "adr"):
                    owner = owner.getparent()
                assert owner is not None
                assert owner.tag == "time" or owner.get("data-figure") or owner.get("data-role") in ("count", "name"), (
                    text
                )


def test_the_share_page_has_cards_posts_alt_and_link(
    findings: Findings, publication: Publication, posts: Posts
) -> None:
    text = share_fragment(findings, posts, cards_for(findings)["en"], publication, language("en"))
    page = html.fragment_fromstring(text, "div")
    assert page.xpath("//img/@alt") == ["Line chart. Beds in use: 2,000"]
    assert page.xpath("//img/@src")[0] == "@/wards/2020-02/share/card-1200x630.en.png"
    assert "@/wards/2020-02/share/card-1200x630.en.svg" in page.xpath("//a/@href")
    assert "@/wards/2020-02/share/posts.json" in page.xpath("//a/@href")
    assert [h.text for h in page.iter("h3")] == ["Mastodon · Bluesky · X", "WhatsApp"]
    assert [h.text for h in page.iter("h4")] == ["The release", "What the number means", "The next release"] * 2
    said = " ".join(page.text_content().split())
    assert "1,080 × 1,080 pixels" in said
    assert f"{posts.posts[0].length} of 500 characters, as Mastodon counts them." in said
    assert "Check this limit" not in said
    assert "select a text and copy it" in said
    copied = page.xpath("//h3[starts-with(text(), 'Mastodon')]/ancestor::details/p[@class='cite']")[0].text_content()
    assert copied.split() == posts.posts[0].text.text.split()

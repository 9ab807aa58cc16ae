"""What holds for every post, whatever the findings: its length, its figures, its whole sentences, both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from berkala.measure.findings import Findings
from berkala.plan import Publication, following
from berkala.plan.cards import chosen
from berkala.plan.publication import Dataset
from berkala.render.posts import Post, parts, write_posts
from berkala.render.posts.counting import fits, length
from berkala.render.posts.networks import networks
from berkala.render.sentences import statements
from berkala.render.showing import shown
from berkala.words import Language, Sentence, language
from small_edition import a_publication
from test_posts import SCHEMAS
from test_sentence_properties import hands
from told import Hand, by_hand, declaring

LANGUAGES = ("en", "id")
EARLY = datetime(2022, 5, 1, 9, tzinfo=ZoneInfo("Asia/Jakarta"))
SIZES = ((1080, 1080), (1200, 630))
OFTEN = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
UNSURE = {
    "en": {"p": "provisional", "e": "estimate", "u": "low"},
    "id": {"p": "sementara", "e": "perkiraan", "u": "rendah"},
}


@dataclass(frozen=True)
class FakeCard:
    """A share card, as far as posts know one."""

    name: str
    width: int
    height: int
    alt: Sentence


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """The settings and the templates."""
    return a_publication(tmp_path_factory.mktemp("office"))


def around(office: Publication, findings: Findings) -> Publication:
    """The publication that findings made by hand are of."""
    dataset = Dataset("poor", "datasets/poor", findings.data["poor"].spec)
    return replace(office, reports={"poor": findings.report}, datasets={"poor": dataset})


def early(findings: Findings) -> Findings:
    """The same, released before the next edition."""
    return replace(findings, edition=replace(findings.edition, release=EARLY))


def cards_of(findings: Findings) -> dict[str, Any]:
    lead = findings.figure(findings.report.spec.lead)
    made: dict[str, Any] = {}
    for code in LANGUAGES:
        alt = Sentence.join([Sentence.plain("A card:"), *([shown(lead, language(code))] if lead else [])])
        made[code] = tuple(
            FakeCard(f"{name}-{w}x{h}", w, h, alt) for name in chosen(findings.report.spec) for w, h in SIZES
        )
    return made


def posts_of(findings: Findings, office: Publication) -> tuple[Post, ...]:
    return write_posts(findings, cards_of(findings), around(office, findings)).posts


@st.composite
def unsure(draw: st.DrawFn) -> Findings:
    """Findings of which some values are provisional, estimated or of low reliability, and some editions follow."""
    findings = draw(hands())
    status = draw(st.sampled_from(["", "p", "e", "u"]))
    doubtful = draw(st.sampled_from(["all", "papua", "bali"]))
    figures = {
        name: replace(figure, status=status)
        if figure.value is not None and name == f"share.{doubtful}.{findings.edition.period.code}"
        else figure
        for name, figure in findings.figures.items()
    }
    made = replace(findings, figures=figures)
    return early(made) if draw(st.booleans()) else made


@pytest.mark.slow
@given(findings=unsure())
@OFTEN
def test_what_holds_for_every_post(findings: Findings, office: Publication) -> None:
    made, publication = posts_of(findings, office), around(office, findings)
    whole = {c: sorted(_parts(findings, publication, language(c)), key=len, reverse=True) for c in LANGUAGES}
    for post in made:
        network = networks().networks[post.network]
        assert post.length == length(post.text.text, network) <= post.limit == network.limit
        assert fits(post.text.text, network)
        _is_traced(post)
        _tells_doubts(post, findings)
        _is_of_whole_parts(post, whole[post.language])
    _same_in_both(made)
    _threads_count(made)


def _is_traced(post: Post) -> None:
    """No number without a figure; none at all in an announcement."""
    for span in post.text.spans:
        if any(map(str.isdigit, span.text)):
            assert span.figure or span.time or span.role == "name", span
    shown_there = {span.figure for span in post.text.spans if span.figure}
    assert shown_there <= set(post.figures)
    if post.purpose == "announce":
        assert not post.figures
        assert not post.images


def _tells_doubts(post: Post, findings: Findings) -> None:
    for name in (span.figure for span in post.text.spans if span.figure):
        status = findings.figures[name].status
        if findings.figures[name].value is not None and status in UNSURE[post.language]:
            assert UNSURE[post.language][status] in post.text.text


def _same_in_both(posts: tuple[Post, ...]) -> None:
    told: dict[str, dict[tuple[str, str, int], set[str]]] = {code: {} for code in LANGUAGES}
    for post in posts:
        figures = {span.figure for span in post.text.spans if span.figure}
        told[post.language][post.network, post.purpose, post.position] = figures
    assert told["en"] == told["id"]


def _threads_count(posts: tuple[Post, ...]) -> None:
    threads: dict[str, list[Post]] = {}
    for post in posts:
        threads.setdefault(post.thread, []).append(post)
    for name, made in threads.items():
        assert made[0].id == name
        assert [post.position for post in made] == list(range(1, len(made) + 1))
        assert len(made) == 1 or len(made) > 2, "a thread tells two findings or more"
        assert len(made) == 1 or networks().networks[made[0].network].threads
        assert [post.link is not None for post in made] == [True] + [False] * (len(made) - 1)


def _is_of_whole_parts(post: Post, whole: list[str]) -> None:
    """No sentence is cut: without the parts that it may be made of, only what joins them is left."""
    left = post.text.text
    for part in whole:
        left = left.replace(part, "")
    assert re.fullmatch(r"[\s.,;]*", left), (left, post.text.text)


def _parts(findings: Findings, publication: Publication, words: Language) -> Iterator[str]:
    coming = following(publication, findings.edition)
    slots: list[Mapping[str, Sentence | None]] = [parts.inform(findings, publication, words, True)]
    slots += [parts.explain(findings, publication, words, True) or {}]
    slots += [parts.statement(findings, one, words) for one in statements(findings, words)]
    slots += [parts.announce(findings, publication, words, True, coming)] if coming else []
    yield from (part.text for one in slots for part in one.values() if part is not None)


# -- single cases -------------------------------------------------------------------------------------------------


def series(*last: str) -> list[Decimal]:
    """Fourteen values of which the last are given; the year before stands at the second place."""
    values: list[Decimal] = [Decimal("9.9")] * 14
    values[1] = Decimal("10.1")
    values[-len(last) :] = [Decimal(value) for value in last]
    return values


def poor(*last: str, **more: Any) -> Findings:
    places = {"papua": (Decimal(26), Decimal(27), Decimal("26.5")), "bali": (Decimal(5), Decimal(5), Decimal("4.5"))}
    return by_hand(Hand(series(*last), places, **more))


def text_of(posts: tuple[Post, ...], network: str, code: str, purpose: str = "inform", position: int = 1) -> str:
    found = (p for p in posts if (p.network, p.language, p.purpose, p.position) == (network, code, purpose, position))
    return next(found).text.text.replace("\u00a0", " ")


def test_a_thread_has_the_release_first_and_then_its_findings(office: Publication) -> None:
    findings = poor("9.5", report=declaring("extremes", "movers"))
    made = [p for p in posts_of(findings, office) if (p.network, p.language) == ("mastodon", "en")]
    thread = [p for p in made if p.purpose == "inform"]
    assert [p.position for p in thread] == [1, 2, 3]
    assert thread[1].text.text.startswith("Poor\n\nThe highest percentage in March 2022")
    assert thread[2].text.text.startswith("Poor, March 2022\n\nThe largest rise")
    assert thread[0].images
    assert not thread[1].images, "no card shows it"
    alone = [p for p in posts_of(findings, office) if p.network == "whatsapp" and p.purpose == "inform"]
    assert [p.position for p in alone] == [1, 1], "no threads there"


def test_a_finding_never_travels_without_its_title(office: Publication) -> None:
    title = "Poor people " * 14
    made = posts_of(poor("9.5", report=declaring("extremes", "movers", title={"en": title, "id": title})), office)
    threads = {post.network for post in made if post.position > 1}
    assert threads == {"mastodon"}, "where there is no room for the title, there is no thread"
    assert all(post.text.text.startswith("Poor people") for post in made if post.position > 1)


def test_one_finding_makes_no_thread(office: Publication) -> None:
    made = posts_of(poor("9.5", report=declaring("extremes")), office)
    assert {p.position for p in made} == {1}


def test_a_finding_has_the_card_that_shows_it(office: Publication) -> None:
    charts = {
        "main": {"kind": "line", "indicator": "share", "show": ["all"]},
        "map": {"kind": "dots", "indicator": "share"},
    }
    some = {"part": {"kind": "dots", "indicator": "share", "show": ["papua"]}}
    for chart, cards in (("map", [["card"], ["rank"], []]), ("part", [["card"], [], []])):
        more = {"charts": charts | some, "cards": [{"kind": "line", "chart": "main"}, {"kind": "rank", "chart": chart}]}
        made = posts_of(poor("9.5", report=declaring("extremes", "movers", **more)), office)
        thread = [p for p in made if (p.network, p.language, p.purpose) == ("mastodon", "id", "inform")]
        assert [[i.file.rpartition("/")[2].split("-")[0] for i in p.images] for p in thread] == cards


@pytest.mark.parametrize(
    ("code", "word", "change"),
    [
        ("en", "little changed", "the yearly rate was little changed from"),
        ("id", "hampir tidak", "laju tahunannya hampir"),
    ],
)
def test_little_changed_knows_its_change(office: Publication, code: str, word: str, change: str) -> None:
    growth = {"formula": "growth_over_year", "decimals": 1}
    made = poor("3.4", "3.4", decimals=1, indicator=growth, report={"compare": "previous"})
    post = next(p for p in posts_of(made, office) if (p.network, p.language) == ("whatsapp", code))
    assert word in post.text.text
    assert "share.all.2022-03.change-previous" in post.figures
    short = parts.inform(made, around(office, made), language(code), False)["change"]
    assert short is not None
    assert short.text.replace("\u00a0", " ").startswith(change), "it is the rate that changed little, not the prices"


def test_a_fall_is_told_with_its_size(office: Publication) -> None:
    assert "It fell by 0.60 percentage points" in text_of(posts_of(poor("9.50"), office), "mastodon", "en")


def test_a_goal_that_is_not_held_makes_no_verdict(office: Publication) -> None:
    why = {"en": "The goal is for another index.", "id": "Sasaran itu untuk indeks lain."}
    goal = {"reference": {"kind": "goal", "relation": "at_most", "dataset": "poor", "column": "share", "not_held": why}}
    made = poor(
        "9.5", indicator=goal, extra={"reference": (Decimal(2), "percent"), "all.gap": (Decimal("7.5"), "points")}
    )
    for post in posts_of(made, office):
        assert not re.search(r"\b(above|below|met|missed|di atas|di bawah|tercapai)\b", post.text.text)
        assert "share.all.2022-03.gap" not in post.figures
    told = text_of(posts_of(made, office), "whatsapp", "en")
    assert "The goal for comparison is 2.00%. The goal is for another index." in told


@pytest.mark.parametrize(("status", "said"), [("p", "The figure is provisional."), ("e", "The figure is an estimate.")])
def test_the_status_is_told_in_every_post_with_the_number(office: Publication, status: str, said: str) -> None:
    made = poor("9.5")
    lead = replace(made.figures["share.all.2022-03"], status=status)
    made = replace(made, figures={**made.figures, lead.id: lead})
    posts = posts_of(made, office)
    assert said in text_of(posts, "x", "en")
    assert said in text_of(posts, "whatsapp", "en", "explain")


def test_without_a_number_nothing_is_explained(office: Publication) -> None:
    whole: list[Any] = [*series("9.5")[:-1], "x"]
    assert {p.purpose for p in posts_of(by_hand(Hand(whole)), office)} == {"inform"}


def test_the_file_keeps_its_promised_form(office: Publication) -> None:
    findings = early(poor("9.5", report=declaring("extremes", "movers")))
    content = write_posts(findings, cards_of(findings), around(office, findings)).content
    schema = json.loads((SCHEMAS / "posts.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(content), schema, jsonschema.Draft202012Validator)
    assert {post["purpose"] for post in json.loads(content)["posts"]} == {"inform", "explain", "announce"}

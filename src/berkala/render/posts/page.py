"""The share page: cards to download, posts to copy, alt texts, the link. It works without JavaScript."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from berkala.measure.findings import Findings
from berkala.plan import Publication
from berkala.render.bundle import ROOT
from berkala.render.cards import Card
from berkala.render.main_points import named
from berkala.render.packages.page import size
from berkala.render.page import address
from berkala.render.posts.networks import networks
from berkala.render.posts.release import Post, Posts
from berkala.render.templates import fragment
from berkala.words import Language, Sentence, Span


@dataclass(frozen=True)
class CardBlock:
    """One card on the page. `png` and `svg` are addresses."""

    card: Card
    png: str
    svg: str
    measures: Sentence
    png_size: Sentence
    svg_size: Sentence


@dataclass(frozen=True)
class PostBlock:
    """One post on the page, its lines parted by ``<br>``."""

    network: str
    text: Markup
    counted: Sentence
    certain: bool


def share_fragment(
    findings: Findings, posts: Posts, cards: Sequence[Card], publication: Publication, language: Language
) -> str:
    """The body of ``/<report>/<period>/share/``, from ``templates/theme/fragments/share.html``."""
    spec = findings.report.spec
    blocks = [_card(findings, card, language) for card in cards]
    context = {
        "language": language,
        "title": named(spec.title[language.code]),
        "period": language.period(findings.edition.period),
        "cards": blocks,
        "alts": list(dict.fromkeys(card.alt for card in cards)),
        "posts": [_post(post, language) for post in posts.posts if post.language == language.code],
        "link": Sentence((Span(address(findings, publication, language), role="name"),)),
        "file": f"{ROOT}{findings.edition.address}share/posts.json",
    }
    return fragment(publication.templates, "share", **context).decode()


def _card(findings: Findings, card: Card, language: Language) -> CardBlock:
    path = f"{ROOT}{findings.edition.address}share/{card.name}.{language.code}"
    return CardBlock(
        card=card,
        png=f"{path}.png",
        svg=f"{path}.svg",
        measures=language.sentence(
            "posts.measures", width=language.role(card.width), height=language.role(card.height)
        ),
        png_size=size(len(card.png), language),
        svg_size=size(len(card.svg.encode()), language),
    )


def _post(post: Post, language: Language) -> PostBlock:
    network = networks().networks[post.network]
    counted = language.sentence(
        "posts.counted", length=language.role(post.length), limit=language.role(post.limit), network=network.title
    )
    # The text of a sentence is escaped by now, and no attribute of ours holds a line break.
    lines = Markup(post.text.html().replace("\n", "<br>\n"))
    return PostBlock(network.title, lines, counted, network.certain)

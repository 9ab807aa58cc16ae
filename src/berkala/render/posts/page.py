"""The share page: cards to download, posts to copy, alt texts, the link. It works without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from berkala.measure.findings import Findings
from berkala.plan import Publication
from berkala.render.bundle import ROOT
from berkala.render.cards.card import Card
from berkala.render.charts.paint import Scheme
from berkala.render.packages.page import size
from berkala.render.page import address
from berkala.render.posts.networks import networks
from berkala.render.posts.post import Post, Posts
from berkala.render.sentences import named
from berkala.render.templates import fragment
from berkala.words import Language, Sentence, Span

#: The schemes a card is drawn in, as the columns of its downloads.
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

#: An address in a text, and the slashes that it may break after.
_ADDRESS, _SLASH = re.compile(r"https?://[^\s<]+"), re.compile(r"(?<![:/])/(?=[^/])")


@dataclass(frozen=True)
class Picture:
    """One size of a card: the addresses of its files, each with its name and size, by scheme as in `SCHEMES`."""

    measures: Sentence
    files: tuple[tuple[tuple[str, Sentence], ...], ...]


@dataclass(frozen=True)
class CardBlock:
    """One card on the page: the picture that is shown, `png`, what its pictures say, every size to download."""

    card: Card
    png: str
    alts: tuple[Sentence, ...]
    kind: str
    pictures: tuple[Picture, ...]


@dataclass(frozen=True)
class PostBlock:
    """One post on the page, its lines parted by ``<br>``. `purpose` stands over the first of its kind.

    `counted` is its length as each network counts it. `picture` is the name of its card's file, `window` when it
    may be posted, where that is not from the release on.
    """

    purpose: str
    text: Markup
    counted: tuple[Sentence, ...]
    picture: Sentence | None
    window: Sentence | None


@dataclass(frozen=True)
class NetworkBlock:
    """A network and its posts, or several networks whose posts are the same."""

    titles: tuple[str, ...]
    posts: tuple[PostBlock, ...]


def share_fragment(
    findings: Findings, posts: Posts, cards: Sequence[Card], publication: Publication, language: Language
) -> str:
    """The body of ``/<report>/<period>/share/``, from ``templates/theme/fragments/share.html``."""
    spec = findings.report.spec
    blocks = _cards(findings, cards, language)
    context = {
        "language": language,
        "title": named(spec.title[language.code]),
        "period": language.period(findings.edition.period),
        "cards": blocks,
        "schemes": [language.text(f"posts.scheme.{scheme}") for scheme in SCHEMES],
        "networks": _joined(_networks(posts, language)),
        "link": _breaking(Sentence((Span(address(findings, publication, language), role="name"),))),
        "file": f"{ROOT}{findings.edition.address}share/posts.json",
    }
    return fragment(publication.templates, "share", **context).decode()


def _cards(findings: Findings, cards: Sequence[Card], language: Language) -> list[CardBlock]:
    """Each card once, shown in its widest light picture: a page of fifty pictures helps nobody."""
    groups: dict[str, list[Card]] = {}
    for card in cards:
        groups.setdefault(card.group, []).append(card)
    return [_card(findings, group, language) for group in groups.values()]


def _card(findings: Findings, group: Sequence[Card], language: Language) -> CardBlock:
    shapes: dict[tuple[int, int], list[Card]] = {}
    for card in group:
        shapes.setdefault((card.width, card.height), []).append(card)
    pictures = [
        Picture(
            language.sentence("posts.measures", width=language.role(width), height=language.role(height)),
            tuple(
                tuple(file for card in alike if card.scheme == scheme for file in _files(findings, card, language))
                for scheme in SCHEMES
            ),
        )
        for (width, height), alike in shapes.items()
    ]
    first = max(group, key=lambda card: (card.scheme == "light", card.width / card.height))
    kind = language.text(f"card.kind.{first.kind}")
    alts = tuple(dict.fromkeys(card.alt for card in group))
    return CardBlock(first, f"{_path(findings, first, language)}.png", alts, kind, tuple(pictures))


def _files(findings: Findings, card: Card, language: Language) -> Iterator[tuple[str, Sentence]]:
    """PNG and SVG of a picture, each with its address."""
    for kind, content in (("png", card.png), ("svg", card.svg.encode())):
        slots = {"format": Sentence.plain(kind.upper()), "size": size(len(content), language)}
        yield f"{_path(findings, card, language)}.{kind}", language.sentence("posts.download", slots)


def _path(findings: Findings, card: Card, language: Language) -> str:
    return f"{ROOT}{findings.edition.address}share/{card.name}.{language.code}"


def _networks(posts: Posts, language: Language) -> Iterator[NetworkBlock]:
    told = [post for post in posts.posts if post.language == language.code]
    for name in dict.fromkeys(post.network for post in told):
        network = networks().networks[name]
        blocks: list[PostBlock] = []
        heads: set[str] = set()
        for post in (post for post in told if post.network == name):
            head = language.text(f"posts.purpose.{post.purpose if post.position == 1 else 'thread'}")
            blocks.append(_post(post, "" if head in heads else head, language))
            heads.add(head)
        yield NetworkBlock((network.title,), tuple(blocks))


def _joined(blocks: Iterable[NetworkBlock]) -> list[NetworkBlock]:
    """Networks whose posts are the same as one, at the place of the first."""
    found: dict[tuple[object, ...], NetworkBlock] = {}
    for block in blocks:
        alike = tuple((post.purpose, post.text, post.picture, post.window) for post in block.posts)
        found[alike] = _both(found[alike], block) if alike in found else block
    return list(found.values())


def _both(one: NetworkBlock, other: NetworkBlock) -> NetworkBlock:
    pairs = zip(one.posts, other.posts, strict=True)
    posts = tuple(replace(first, counted=first.counted + second.counted) for first, second in pairs)
    return replace(one, titles=one.titles + other.titles, posts=posts)


def _post(post: Post, head: str, language: Language) -> PostBlock:
    network = networks().networks[post.network]
    counted = language.sentence(
        "posts.counted", length=language.role(post.length), limit=language.role(post.limit), network=network.title
    )
    picture, window = None, None
    if post.images:
        file = post.images[0].file.rpartition("/")[2]
        picture = language.sentence("posts.picture", file=Sentence((Span(file, role="name"),)))
    if post.window.closes is not None:
        ends = {"opens": language.moment(post.window.opens), "closes": language.moment(post.window.closes)}
        window = language.sentence("posts.window", ends)
    # The text of a sentence is escaped by now, and no attribute of ours holds a line break.
    lines = Markup(str(_breaking(post.text)).replace("\n", "<br>\n"))
    return PostBlock(head, lines, (counted,), picture, window)


def _breaking(sentence: Sentence) -> Markup:
    """A sentence as HTML whose addresses may break after a slash, and nowhere else."""
    return Markup(_ADDRESS.sub(_parted, str(sentence.html())))


def _parted(found: re.Match[str]) -> str:
    return f'<span class="adr">{_SLASH.sub("/<wbr>", found[0])}</span>'

"""posts.json: for each network and language one post that tells of the release, as a draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from berkala.errors import Problem, SourceProblems
from berkala.measure.findings import Findings
from berkala.plan import Publication
from berkala.render.cards import Card
from berkala.render.exact_json import rows_json
from berkala.render.page import address
from berkala.render.posts.counting import fits, length
from berkala.render.posts.networks import Network, networks
from berkala.render.posts.writing import texts
from berkala.words import Sentence, language

SCHEMA = "berkala/posts/1"


@dataclass(frozen=True)
class Image:
    """A picture of a post: its path on the site, its size in pixels, its alt text."""

    file: str
    width: int
    height: int
    alt: Sentence


@dataclass(frozen=True)
class Post:
    """One post. `length` is counted as the network counts; `link` is the edition's address."""

    id: str
    network: str
    language: str
    text: Sentence
    length: int
    limit: int
    link: str
    images: tuple[Image, ...]

    @property
    def figures(self) -> tuple[str, ...]:
        """The ids of every figure that the text or an alt text shows: whom a correction concerns."""
        sentences = (self.text, *(image.alt for image in self.images))
        return tuple(dict.fromkeys(figure for sentence in sentences for figure in sentence.figures))

    def as_json(self) -> dict[str, object]:
        """The form in posts.json. `warning` is a content warning; statistics need none."""
        return {
            "id": self.id,
            "network": self.network,
            "language": self.language,
            "purpose": "release",
            "thread": self.id,
            "position": 1,
            "text": self.text.text,
            "length": self.length,
            "limit": self.limit,
            "link": self.link,
            "images": [{"file": i.file, "width": i.width, "height": i.height, "alt": i.alt.text} for i in self.images],
            "figures": list(self.figures),
            "warning": None,
            "state": "draft",
        }


@dataclass(frozen=True)
class Posts:
    """Every post of an edition, the file that holds them, and warnings about the networks' limits."""

    posts: tuple[Post, ...]
    content: bytes
    problems: tuple[Problem, ...] = ()


def write_posts(findings: Findings, cards: Mapping[str, Sequence[Card]], publication: Publication) -> Posts:
    """The posts of an edition for the publication's networks, in each language; `cards` by language.

    Raises SourceProblems with every post that does not fit, has no picture or too long an alt text.
    """
    posts: list[Post] = []
    problems: list[Problem] = []
    for name in publication.settings.networks:
        for code in publication.settings.languages:
            try:
                posts.append(_post(findings, publication, name, code, cards.get(code, ())))
            except SourceProblems as error:
                problems += error.problems
    if problems:
        raise SourceProblems(_each_once(problem.at(file=problem.file or findings.report.file) for problem in problems))
    head = {"schema": SCHEMA, "report": findings.report.name, "period": findings.edition.period.code}
    content = rows_json(head, "posts", [post.as_json() for post in posts])
    return Posts(tuple(posts), content, tuple(_old_limits(findings, publication)))


def _each_once(problems: Iterable[Problem]) -> list[Problem]:
    found: list[Problem] = []
    for problem in problems:
        if problem not in found:
            found.append(problem)
    return found


def _post(findings: Findings, publication: Publication, name: str, code: str, cards: Sequence[Card]) -> Post:
    network, tongue = networks().networks[name], language(code)
    text = _fitting(texts(findings, publication, tongue, hashtags=network.hashtags), network, code)
    edition = findings.edition
    return Post(
        id=f"{edition.report}-{edition.period.code}-{name}-{code}",
        network=name,
        language=code,
        text=text,
        length=length(text.text, network),
        limit=network.limit,
        link=address(findings, publication, tongue),
        images=(_image(findings, cards, network, code),),
    )


def _fitting(variants: list[Sentence], network: Network, code: str) -> Sentence:
    for text in variants:
        if fits(text.text, network):
            return text
    shortest = length(variants[-1].text, network)
    facts = {
        "network": network.title,
        "language": language(code).text("name"),
        "length": shortest,
        "limit": network.limit,
    }
    raise SourceProblems(Problem("render.post-too-long", facts))


def _image(findings: Findings, cards: Sequence[Card], network: Network, code: str) -> Image:
    facts: dict[str, object] = {"network": network.title, "language": language(code).text("name")}
    if not cards:
        raise SourceProblems(Problem("render.post-without-picture", facts))
    card = next((card for card in cards if f"{card.width}x{card.height}" == network.card), cards[0])
    limit = networks().smallest_alt
    if not card.alt.text.strip():
        raise SourceProblems(Problem("render.alt-missing", facts | {"card": card.name}))
    if len(card.alt.text) > limit:
        facts |= {"card": card.name, "length": len(card.alt.text), "limit": limit}
        raise SourceProblems(Problem("render.alt-too-long", facts))
    return Image(f"{findings.edition.address}share/{card.name}.{code}.png", card.width, card.height, card.alt)


def _old_limits(findings: Findings, publication: Publication) -> Iterator[Problem]:
    known = networks()
    for name in publication.settings.networks:
        network = known.networks[name]
        days = (findings.edition.release.date() - network.checked).days
        if days > known.stale_after_days:
            facts = {"network": network.title, "checked": network.checked.isoformat(), "days": days}
            yield Problem("render.network-limit-old", facts, severity="warning")

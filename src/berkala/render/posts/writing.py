"""posts.json: for each network what to post of an edition, in each language, as drafts.

Each network gets the release, as a thread where it has threads and two findings or more fit; what the number means;
and, where another edition follows, its announcement. A post says the same in every language: the same parts are
left out in all of them where one is too long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from berkala.errors import Problem, SourceProblems
from berkala.measure.findings import Findings
from berkala.plan import Edition, Publication, following
from berkala.plan.cards import FIRST
from berkala.render.cards.card import Card
from berkala.render.exact_json import rows_json
from berkala.render.page import address
from berkala.render.posts import parts
from berkala.render.posts.counting import fits, length
from berkala.render.posts.filling import Draft, Slots, draft, fitted, shortest
from berkala.render.posts.networks import Network, networks
from berkala.render.posts.pictures import card_of_explanation, cards_of_statements, image
from berkala.render.posts.post import SCHEMA, Post, Posts, Purpose, Window
from berkala.render.sentences import Told, statements
from berkala.words import Language, Sentence, language

#: So many findings make a thread.
_THREAD = 2
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Piece:
    """One post in every language, before it has its picture: `texts` in the order of the languages.

    `suffix` is what its id has behind that of the release, `card` the name of its card, `coming` the edition it
    announces.
    """

    purpose: Purpose
    texts: tuple[Sentence, ...]
    card: str | None = None
    suffix: str = ""
    position: int = 1
    coming: Edition | None = None


def write_posts(findings: Findings, cards: Mapping[str, Sequence[Card]], publication: Publication) -> Posts:
    """The posts of an edition for the publication's networks, in each language; `cards` by language.

    Raises SourceProblems with every post that does not fit, has no picture or too long an alt text.
    """
    posts: list[Post] = []
    problems: list[Problem] = []
    warnings = list(_old_limits(findings, publication))
    for name in publication.settings.networks:
        desk = _Desk(findings, publication, cards, name, networks().networks[name])
        try:
            posts += desk.posts(warnings)
        except SourceProblems as error:
            problems += error.problems
    if problems:
        raise SourceProblems(_each_once(problem.at(file=problem.file or findings.report.file) for problem in problems))
    head = {"schema": SCHEMA, "report": findings.report.name, "period": findings.edition.period.code}
    content = rows_json(head, "posts", [post.as_json() for post in posts])
    return Posts(tuple(posts), content, tuple(warnings))


@dataclass(frozen=True)
class _Desk:
    """Where the posts of one edition for one network are written."""

    findings: Findings
    publication: Publication
    cards: Mapping[str, Sequence[Card]]
    name: str
    network: Network

    @property
    def languages(self) -> tuple[Language, ...]:
        return tuple(language(code) for code in self.publication.settings.languages)

    def posts(self, warnings: list[Problem]) -> list[Post]:
        """Every post, language by language; `warnings` are added to. Raises SourceProblems with all that is wrong."""
        release = self._inform()
        made = [release, *self._statements(release)]
        made += [piece for piece in (self._explain(warnings), self._announce(warnings)) if piece is not None]
        posts: list[Post] = []
        problems: list[Problem] = []
        for place, words in enumerate(self.languages):
            for piece in made:
                try:
                    posts.append(self._post(piece, piece.texts[place], words))
                except SourceProblems as error:
                    problems += error.problems
        if problems:
            raise SourceProblems(problems)
        return posts

    # -- by purpose -----------------------------------------------------------------------------------------------

    def _inform(self) -> _Piece:
        drafts = self._drafts(
            "inform", lambda words: parts.inform(self.findings, self.publication, words, self.network.hashtags)
        )
        texts = fitted(drafts, self.network)
        if texts is None:
            raise SourceProblems([*self._too_long(drafts)])
        return _Piece("inform", texts, FIRST)

    def _statements(self, release: _Piece) -> Iterator[_Piece]:
        """The findings that fit, each a further post of the thread; a gap that the release has told already is none."""
        told = [statements(self.findings, words) for words in self.languages]
        if not self.network.threads or len({tuple(one.kind for one in row) for row in told}) != 1:
            return
        found: list[_Piece] = []
        for card, *same in zip(cards_of_statements(self.findings, told[0]), *told, strict=True):
            told_already = same[0].kind == "gap" and set(same[0].said.figures) <= set(release.texts[0].figures)
            texts = None if told_already else fitted(self._drafts("statement", self._saying(same)), self.network)
            if texts is not None:
                found.append(_Piece("inform", texts, card))
        if len(found) >= _THREAD:
            for position, piece in enumerate(found, 2):
                yield replace(piece, suffix=f"-{position}", position=position)

    def _saying(self, same: Sequence[Told]) -> Callable[[Language], Slots]:
        """The parts of one finding, given in every language."""
        said = {words.code: one for words, one in zip(self.languages, same, strict=True)}
        return lambda words: parts.statement(self.findings, said[words.code], words)

    def _explain(self, warnings: list[Problem]) -> _Piece | None:
        slots = {
            words.code: parts.explain(self.findings, self.publication, words, self.network.hashtags)
            for words in self.languages
        }
        known = {code: slot for code, slot in slots.items() if slot is not None}
        if len(known) < len(slots):
            return None
        texts = fitted(self._drafts("explain", lambda words: known[words.code]), self.network)
        if texts is None:
            warnings.append(self._left_out("explain"))
            return None
        return _Piece("explain", texts, card_of_explanation(self.findings), "-explain")

    def _announce(self, warnings: list[Problem]) -> _Piece | None:
        coming = following(self.publication, self.findings.edition)
        if coming is None:
            return None
        tags = self.network.hashtags
        drafts = self._drafts(
            "announce", lambda words: parts.announce(self.findings, self.publication, words, tags, coming)
        )
        texts = fitted(drafts, self.network)
        if texts is None:
            warnings.append(self._left_out("announce"))
            return None
        return _Piece("announce", texts, None, "-announce", coming=coming)

    # -- steps ----------------------------------------------------------------------------------------------------

    def _drafts(self, template: str, slots: Callable[[Language], Slots]) -> list[Draft]:
        folder = self.publication.templates / "posts"
        return [draft(folder, template, words.code, slots(words)) for words in self.languages]

    def _too_long(self, drafts: Sequence[Draft]) -> Iterator[Problem]:
        for words, one in zip(self.languages, drafts, strict=True):
            text = shortest(one).text
            if not fits(text, self.network):
                facts = {"network": self.network.title, "language": words.text("name"), "limit": self.network.limit}
                yield Problem("render.post-too-long", facts | {"length": length(text, self.network)})

    def _left_out(self, purpose: Purpose) -> Problem:
        facts = {"network": self.network.title, "what": self.languages[0].text(f"posts.purpose.{purpose}")}
        return Problem("render.post-left-out", facts, severity="note", file=self.findings.report.file)

    def _post(self, piece: _Piece, text: Sentence, words: Language) -> Post:
        edition, code = self.findings.edition, words.code
        first = f"{edition.report}-{edition.period.code}-{self.name}-{code}"
        pictures = (
            ()
            if piece.card is None
            else (image(self.findings, self.cards.get(code, ()), piece.card, self.network, code),)
        )
        own = first + piece.suffix
        return Post(
            id=own,
            network=self.name,
            language=code,
            purpose=piece.purpose,
            thread=first if piece.purpose == "inform" else own,
            position=piece.position,
            text=text,
            length=length(text.text, self.network),
            limit=self.network.limit,
            link=self._link(piece, words),
            images=pictures,
            window=self._window(piece),
        )

    def _link(self, piece: _Piece, words: Language) -> str | None:
        if piece.coming is not None:
            return parts.calendar(self.publication, words)
        return address(self.findings, self.publication, words) if piece.position == 1 else None

    def _window(self, piece: _Piece) -> Window:
        """A post of the release is not before it; an announcement is of the day before the next, and ends with it."""
        released = self.findings.edition.release
        if piece.coming is None:
            return Window(released)
        return Window(max(released, piece.coming.release - _DAY), piece.coming.release)


def _each_once(problems: Iterable[Problem]) -> list[Problem]:
    found: list[Problem] = []
    for problem in problems:
        if problem not in found:
            found.append(problem)
    return found


def _old_limits(findings: Findings, publication: Publication) -> Iterator[Problem]:
    known = networks()
    for name in publication.settings.networks:
        network = known.networks[name]
        days = (findings.edition.release.date() - network.checked).days
        if days > known.stale_after_days:
            facts = {"network": network.title, "checked": network.checked.isoformat(), "days": days}
            yield Problem("render.network-limit-old", facts, severity="warning")

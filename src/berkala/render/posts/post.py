"""What a post is, and the form in which posts.json gives it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from berkala.errors import Problem
from berkala.words import Sentence

SCHEMA = "berkala/posts/1"

#: ``inform`` tells of the release, in a thread where findings deserve one; ``explain`` says what the number means;
#: ``announce`` says when the next release is, and no number.
Purpose = Literal["inform", "explain", "announce"]


@dataclass(frozen=True)
class Image:
    """A picture of a post: its path on the site, its size in pixels, its alt text."""

    file: str
    width: int
    height: int
    alt: Sentence


@dataclass(frozen=True)
class Window:
    """When a post is true: it may not go out before `opens`, nor after `closes` where that is a moment."""

    opens: datetime
    closes: datetime | None = None

    def as_json(self) -> dict[str, str | None]:
        """Both moments as ISO 8601."""
        return {"opens": self.opens.isoformat(), "closes": self.closes.isoformat() if self.closes else None}


@dataclass(frozen=True)
class Post:
    """One post. `length` is counted as the network counts; `link` is the page that it leads to.

    `thread` is the id of the first post of its thread, `position` its place there, from 1.
    """

    id: str
    network: str
    language: str
    purpose: Purpose
    thread: str
    position: int
    text: Sentence
    length: int
    limit: int
    link: str | None
    images: tuple[Image, ...]
    window: Window

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
            "purpose": self.purpose,
            "thread": self.thread,
            "position": self.position,
            "text": self.text.text,
            "length": self.length,
            "limit": self.limit,
            "link": self.link,
            "images": [{"file": i.file, "width": i.width, "height": i.height, "alt": i.alt.text} for i in self.images],
            "figures": list(self.figures),
            "warning": None,
            "state": "draft",
            "window": self.window.as_json(),
        }


@dataclass(frozen=True)
class Posts:
    """Every post of an edition, the file that holds them, and warnings about the networks' limits."""

    posts: tuple[Post, ...]
    content: bytes
    problems: tuple[Problem, ...] = ()

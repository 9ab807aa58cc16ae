"""The two plugs of this room, a site target and a network, and how one is found by its name.

Each is registered as an entry point; the contract tests in ``tests/contracts/`` hold for every one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import ClassVar, Literal, Protocol

from berkala.errors import Problem, WrongUse, nearest
from berkala.plan import Edition, Publication
from berkala.plan.standing import Standing

SITE_TARGETS = "berkala.site_targets"
NETWORKS = "berkala.networks"

#: How far a target changes as a whole. `whole`: readers see the old site or the new one. `handed over`: so does the
#: host, which shows it when it has taken it. `ordered`: readers may meet pages of both for some seconds, no page before
#: what it needs. `by hand`: readers see nothing of it until a person has uploaded it.
Switches = Literal["whole", "handed over", "ordered", "by hand"]


class SiteTarget(Protocol):
    """A place where a whole site stands, and changes as far at once as `switches` says.

    `stages` says whether the new tree is there whole, and seen by nobody, before it is switched in. Made with the
    publication's root and the channel's settings, ``Target(root, settings)``. Every method raises a BerkalaError that
    says what a person can do, or OSError.
    """

    switches: ClassVar[Switches]
    stages: ClassVar[bool]

    def look(self) -> Standing:
        """What stands there, as its ``manifest.json`` says: which tree, where it is whole, and which editions.

        Raises SourceProblems where something stands there that is not ours.
        """
        ...

    def switch(self, folder: Path) -> None:
        """Make the tree in `folder` the one that stands there; readers never see neither the old nor the new.

        Where it fails, what stood there stands there still, or is ended by the next switch (`ordered`).
        The folder belongs to the target from then on: what is left in it may be thrown away.
        """
        ...

    def clean(self) -> None:
        """Throw away what earlier runs that were stopped left beside the target, and nothing else."""
        ...


@dataclass(frozen=True)
class PostImage:
    """One image of a post: its file in the tree and its alternative text."""

    file: Path
    alt: str


@dataclass(frozen=True)
class Post:
    """One post as a person would send it. Posts of one `thread` are sent in the order they are given."""

    id: str
    network: str
    language: str
    thread: str
    text: str
    images: tuple[PostImage, ...]


class Network(Protocol):
    """A network on which posts appear. The only one now, the kit, lists them for a person to send."""

    def posts(self, tree: Path, edition: Edition) -> tuple[Post, ...]:
        """The posts of one edition in a public tree, in the order they are to be sent; none without a pack."""
        ...


def site_target(publication: Publication, channel: str) -> SiteTarget:
    """The target of one channel of the settings. Raises WrongUse for a channel that is not there."""
    channels: Mapping[str, object] = publication.settings.channels
    if channel not in channels:
        facts = {"name": channel, "nearest": nearest(channel, channels), "known": ", ".join(channels)}
        raise WrongUse(Problem("publish.channel-unknown", facts))
    settings = publication.settings.channels[channel]
    target: SiteTarget = entry_points(group=SITE_TARGETS)[settings.kind].load()(publication.root, settings)
    return target

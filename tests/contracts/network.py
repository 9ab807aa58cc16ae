"""What every network promises. A test class of a network inherits `NetworkContract` and makes the network."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from berkala.periods import parse
from berkala.plan import Edition
from berkala.publish import Network

EDITION = Edition("counts", "counts", parse("2020-01", "month"), datetime(2020, 2, 10, tzinfo=ZoneInfo("Asia/Jakarta")))


def post(name: str, position: int = 1, thread: str = "release", language: str = "en") -> dict[str, object]:
    """One post as it stands in posts.json (DESIGN: What the public gets)."""
    images = [
        {
            "file": f"{EDITION.address}share/card-1080x1350.png",
            "width": 1080,
            "height": 1350,
            "alt": f"Chart of {name}.",
        }
    ]
    counted = {"length": len(name), "limit": 500, "figures": [], "warning": None, "state": "ready"}
    told = {"id": name, "network": "mastodon", "language": language, "purpose": "inform", "link": "", **counted}
    return {**told, "thread": thread, "position": position, "text": f"Text of {name}.", "images": images}


def tree_with(folder: Path, *posts: dict[str, object]) -> Path:
    """A public tree whose edition has these posts."""
    share = folder / EDITION.address / "share"
    share.mkdir(parents=True)
    (share / "posts.json").write_text(json.dumps({"schema": "berkala/posts/1", "posts": posts}), encoding="utf-8")
    return folder


class NetworkContract:
    """Inherit, and say how the network is made."""

    def network(self) -> Network:
        """The network."""
        raise NotImplementedError

    def test_an_edition_without_a_pack_has_no_posts(self, tmp_path: Path) -> None:
        assert self.network().posts(tmp_path, EDITION) == ()

    def test_posts_come_word_for_word_with_their_images(self, tmp_path: Path) -> None:
        (found,) = self.network().posts(tree_with(tmp_path, post("a")), EDITION)
        assert (found.id, found.network, found.language, found.text) == ("a", "mastodon", "en", "Text of a.")
        assert [image.alt for image in found.images] == ["Chart of a."]
        assert found.images[0].file == tmp_path / EDITION.address / "share" / "card-1080x1350.png"

    def test_a_thread_comes_in_its_order(self, tmp_path: Path) -> None:
        tree = tree_with(tmp_path, post("c", 10), post("b", 2), post("a", 1), post("x", 1, language="id"))
        assert [found.id for found in self.network().posts(tree, EDITION)] == ["a", "b", "c", "x"]

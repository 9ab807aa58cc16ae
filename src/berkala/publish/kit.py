"""The kit: posts that a person sends by hand. It lists them and sends nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from berkala.plan import Edition
from berkala.publish.plugs import Post, PostImage


class Kit:
    """The network whose sending is done by a person: it knows only what there is to post."""

    def posts(self, tree: Path, edition: Edition) -> tuple[Post, ...]:
        """The posts in the edition's ``share/posts.json``, by network, language, thread and position."""
        share = tree / edition.address / "share"
        if not (share / "posts.json").is_file():
            return ()
        told = json.loads((share / "posts.json").read_text(encoding="utf-8"))["posts"]
        return tuple(_post(post, tree) for post in sorted(told, key=_order))


def _order(post: Mapping[str, Any]) -> tuple[str, str, str, int]:
    return post["network"], post["language"], str(post["thread"]), int(post["position"])


def _post(post: Mapping[str, Any], tree: Path) -> Post:
    images = tuple(PostImage(tree / image["file"], image["alt"]) for image in post["images"])
    return Post(post["id"], post["network"], post["language"], str(post["thread"]), post["text"], images)

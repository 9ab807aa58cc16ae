"""Drafts for the posts that said a wrong value: what each network's readers are told, within its limit."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from berkala.plan import Publication
from berkala.plan.corrections import Correction
from berkala.render.bundle import Bundle
from berkala.render.corrections.differences import Difference
from berkala.render.posts.counting import fits
from berkala.render.posts.networks import networks
from berkala.words import language as language_of


def drafts(
    bundle: Bundle, before: Bundle, changed: list[Difference], correction: Correction, publication: Publication
) -> Iterator[dict[str, str]]:
    """A reply to each post that said an old value; `instead` is the post as it reads now, for networks that edit."""
    now = {post["id"]: post for post in _posted(bundle)}
    ids = {one.id for one in changed if one.shows_otherwise()}
    for post in _posted(before):
        other = now.get(post["id"])
        if ids & set(post["figures"]) and (other is None or other["text"] != post["text"]):
            yield {
                "post": post["id"],
                "network": post["network"],
                "language": post["language"],
                "said": post["text"],
                "instead": other["text"] if other else "",
                "reply": _reply(post, correction, publication),
            }


def _reply(post: Mapping[str, Any], correction: Correction, publication: Publication) -> str:
    """What was wrong with a link to the page that tells it all; where that is too long, the link alone."""
    code, network = post["language"], networks().networks[post["network"]]
    first = publication.settings.languages[0]
    home = publication.settings.site_url + ("" if code == first else f"{code}/")
    link = f"{home}corrections/{correction.correction}/"
    language = language_of(code)
    whole = language.text("corrections.reply", what=correction.what[code], link=link)
    return whole if fits(whole, network) else language.text("corrections.reply-short", link=link)


def _posted(bundle: Bundle) -> list[Mapping[str, Any]]:
    content = bundle.files.get(f"public/{bundle.edition.address}share/posts.json")
    posts: list[Mapping[str, Any]] = json.loads(content)["posts"] if content else []
    return posts

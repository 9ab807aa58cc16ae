"""posts.json: a post says only the numbers of the figures that it lists, and fits its network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from berkala.check.links import Addresses
from berkala.check.pages import Page
from berkala.check.plain import check_plain
from berkala.errors import Problem, nearest
from berkala.words import available, language


def check_posts(document: Any, page: Page, addresses: Addresses) -> Iterator[Problem]:
    """Every problem of the posts. What lacks the promised form has been named by the schema."""
    posts = document.get("posts", []) if isinstance(document, dict) else []
    for post in posts:
        if isinstance(post, dict) and post.get("language") in available():
            where = replace(page, address=f"{page.address}, {post.get('id', '')}", language=language(post["language"]))
            yield from _post(post, where, addresses)


def _post(post: Mapping[str, Any], page: Page, addresses: Addresses) -> Iterator[Problem]:
    listed, known = [str(name) for name in post.get("figures") or ()], page.scope.shelf
    for name in listed:
        if name not in known.by_id:
            yield page.problem("figure-unknown", name, figure=name, nearest=nearest(name, known.by_id))
    shelf = known.only(listed)
    yield from check_plain(str(post.get("text", "")), "post", page, shelf, "post-number")
    for image in post.get("images") or ():
        yield from check_plain(str(image.get("alt", "")), "alt", page, shelf, "post-number")
        if not addresses.stands(str(image.get("file", ""))):
            file = str(image.get("file", ""))
            yield page.problem("link-dead", file, text="image", nearest=addresses.near(file))
    yield from _link(str(post.get("link") or ""), page, addresses)
    length, limit = post.get("length", 0), post.get("limit", 0)
    if isinstance(length, int) and isinstance(limit, int) and length > limit:
        yield page.problem("post-long", str(post.get("text", ""))[:60], length=length, limit=limit)


def _link(link: str, page: Page, addresses: Addresses) -> Iterator[Problem]:
    path = link.removeprefix(page.scope.site)
    if link and (path == link or not addresses.stands(path)):
        yield page.problem("link-dead", link, text="link", nearest=addresses.near(path))

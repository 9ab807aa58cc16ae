"""posts.json: a post says only the numbers of the figures that it lists, and fits its network.

An announcement says no number at all but the period and the moment of the release to come.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from berkala.check.links import Addresses
from berkala.check.pages import Page
from berkala.check.plain import check_plain
from berkala.check.published import Shelf
from berkala.check.scopes import phrases_of
from berkala.errors import Problem, nearest
from berkala.words import available, language

if TYPE_CHECKING:
    from berkala.plan.calendar import Edition


def check_posts(document: Any, page: Page, addresses: Addresses, coming: Edition | None = None) -> Iterator[Problem]:
    """Every problem of the posts. What lacks the promised form has been named by the schema.

    `coming` is the edition that follows by the calendar: an announcement may say its period and its moment alone.
    """
    told = document.get("posts", []) if isinstance(document, dict) else []
    posts = [post for post in told if isinstance(post, dict) and post.get("language") in available()]
    for post in posts:
        where = replace(page, address=f"{page.address}, {post.get('id', '')}", language=language(post["language"]))
        yield from _post(post, _announcing(where, coming) if post.get("purpose") == "announce" else where, addresses)
        yield from _window(post, where, coming)
    yield from _threads(posts, page)
    yield from _languages(posts, page)


def _announcing(page: Page, coming: Edition | None) -> Page:
    """The page with what an announcement may speak of: no figure, and of all periods and moments those to come."""
    phrases = {} if coming is None else {page.language.code: phrases_of(page.language.code, coming)}
    return replace(page, scope=replace(page.scope, shelf=Shelf({}), phrases=phrases, years=frozenset()))


def _post(post: Mapping[str, Any], page: Page, addresses: Addresses) -> Iterator[Problem]:
    listed, known = [str(name) for name in post.get("figures") or ()], page.scope.shelf
    for name in listed:
        if name not in known.by_id:
            yield page.problem("figure-unknown", name, figure=name, nearest=nearest(name, known.by_id))
    shelf = known.only(listed)
    yield from check_plain(str(post.get("text", "")), "post", page, shelf, "post-number")
    for image in post.get("images") or ():
        shown = replace(page, scope=page.scope.of_picture(str(image.get("file", ""))))
        yield from check_plain(str(image.get("alt", "")), "alt", shown, shelf, "post-number")
        if not addresses.stands(str(image.get("file", ""))):
            file = str(image.get("file", ""))
            yield page.problem("link-dead", file, text="image", nearest=addresses.near(file))
    yield from _link(str(post.get("link") or ""), page, addresses)
    length, limit = post.get("length", 0), post.get("limit", 0)
    if isinstance(length, int) and isinstance(limit, int) and length > limit:
        yield page.problem("post-long", str(post.get("text", ""))[:60], length=length, limit=limit)


def _window(post: Mapping[str, Any], page: Page, coming: Edition | None) -> Iterator[Problem]:
    """An announcement has no picture, does not lead to what is not public, and ends with the release."""
    if post.get("purpose") != "announce":
        return
    closes = (post.get("window") or {}).get("closes")
    ends = coming is not None and closes == coming.release.isoformat()
    told = f"{post.get('text', '')} {post.get('link', '')}"
    if not ends or post.get("images") or (coming is not None and coming.address in told):
        yield page.problem("post-too-early", str(post.get("text", ""))[:60])


def _threads(posts: Sequence[Mapping[str, Any]], page: Page) -> Iterator[Problem]:
    """A thread counts its posts from one, in one network and one language; it has the name of its first."""
    threads: dict[str, list[Mapping[str, Any]]] = {}
    for post in posts:
        threads.setdefault(str(post.get("thread")), []).append(post)
    for name, made in threads.items():
        alike = len({(post.get("network"), post.get("language"), post.get("purpose")) for post in made}) == 1
        counted = [post.get("position") for post in made] == list(range(1, len(made) + 1))
        if not (alike and counted and made[0].get("id") == name):
            yield page.problem("post-thread", name)


def _languages(posts: Sequence[Mapping[str, Any]], page: Page) -> Iterator[Problem]:
    """What is said on a network in one language is said in every language that posts are in."""
    codes = sorted({str(post["language"]) for post in posts})
    same: dict[str, set[str]] = {}
    for post in posts:
        place = f"{post.get('network')}, {post.get('purpose')}, {post.get('position')}"
        same.setdefault(place, set()).add(str(post["language"]))
    for place, told in same.items():
        for code in codes:
            if code not in told:
                yield replace(page, language=language(code)).problem("language-missing", place, page=place)


def _link(link: str, page: Page, addresses: Addresses) -> Iterator[Problem]:
    path = link.removeprefix(page.scope.site)
    if link and (path == link or not addresses.stands(path)):
        yield page.problem("link-dead", link, text="link", nearest=addresses.near(path))

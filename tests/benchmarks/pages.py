"""Pages of a report's whole archive: a build by us, and the writing of the same pages by others.

Ours works out every figure, draws every chart, writes data packages, cards and posts, checks all of it, and sets it in
the site's frame. Plain Jinja2 is the floor: the pages are ready in parts, and a template puts them together. Hugo is
given the same bodies as content and the same frame as its layout.
"""

from __future__ import annotations

import html
import json
import re
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.contest import tell

if TYPE_CHECKING:
    from berkala.plan import Request

REPORT = "emergency-care"
#: What of our build stands in the folder of the publication, and what of the others beside their parts.
OURS, PLAIN, HUGO = ".berkala/build", "jinja2", "hugo/public"

_PARTS = re.compile(
    r"(?P<before>.*?<head>)(?P<head>.*?)(?P<between></head>.*?<main[^>]*>)(?P<body>.*)(?P<after></main>.*)", re.DOTALL
)
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


# -- what is prepared --------------------------------------------------------------------------------------------


def prepare(site: Path, folder: Path) -> int:
    """Take the pages of a finished site apart, for those who only put them together; returns how many there are."""
    parts = [_taken_apart(file, site) for file in sorted(site.rglob("*.html"))]
    folder.mkdir(parents=True)
    (folder / "parts.json").write_text(json.dumps(parts), encoding="utf-8")
    (folder / "page.html").write_text(
        "{{ page.before }}{{ page.head }}{{ page.between }}{{ page.body }}{{ page.after }}", encoding="utf-8"
    )
    _prepare_hugo(parts, folder / "hugo")
    return len(parts)


def _taken_apart(file: Path, site: Path) -> dict[str, str]:
    text = file.read_text(encoding="utf-8")
    found = _PARTS.fullmatch(text)
    # A page in a frame of someone else's has no main part.
    parts = found.groupdict() if found else {"before": "", "head": "", "between": "", "body": text, "after": ""}
    title = _TITLE.search(text)
    return {"path": file.relative_to(site).as_posix(), "title": html.unescape(title[1]) if title else "", **parts}


def _prepare_hugo(parts: Sequence[dict[str, str]], folder: Path) -> None:
    settings = {
        "baseURL": "https://berkala.example/",
        "title": "Berkala",
        "uglyURLs": True,
        "disableKinds": ["taxonomy", "term", "RSS", "sitemap", "home", "section", "404", "robotsTXT"],
    }
    layout = (
        "{{ .Params.before | safeHTML }}{{ .Params.head | safeHTML }}{{ .Params.between | safeHTML }}{{ .Content }}"
        "{{ .Params.after | safeHTML }}"
    )
    for path, text in {"config.json": json.dumps(settings), "layouts/_default/single.html": layout}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    (folder / "content" / "pages").mkdir(parents=True)
    for place, part in enumerate(parts):
        matter = {key: part[key] for key in ("title", "before", "head", "between", "after")} | {
            "url": "/" + part["path"].removesuffix(".html") + ".html"
        }
        content = f"{json.dumps(matter)}\n\n{part['body']}"
        (folder / "content" / "pages" / f"{place:05}.html").write_text(content, encoding="utf-8")


# -- the contenders ----------------------------------------------------------------------------------------------


def ours(publication: Path) -> None:
    """A whole build of one report, all editions, in one process. The room's CPU seconds are told as parts."""
    from berkala.plan import Request

    now = datetime.now().astimezone()
    request = Request(publication, now, "build", (REPORT,), out=publication / OURS)
    timed(request)


def timed(request: Request, last: str = "publish", before: Mapping[str, float] | None = None) -> Any:
    """Pass a request through the rooms up to `last`; what each took is told as parts, after those before them.

    Returns what the last one gives.
    """
    from berkala import pipeline

    marks: list[tuple[str, float]] = []
    end = next(room for room in pipeline.ROOMS if room.__name__ == last)
    found = pipeline.run(request, lambda room, _: marks.append((room, time.process_time())), end)
    ends = [began for _, began in marks[1:]] + [time.process_time()]
    tell(parts={**(before or {}), **{room: until - began for (room, began), until in zip(marks, ends, strict=True)}})
    return found


def jinja2(folder: Path) -> None:
    """Every page put together from its parts by one template."""
    from jinja2 import Environment, FileSystemLoader

    template = Environment(loader=FileSystemLoader(folder), autoescape=False).get_template("page.html")
    for part in json.loads((folder / "parts.json").read_text(encoding="utf-8")):
        file = folder / PLAIN / part["path"]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(template.render(page=part), encoding="utf-8")


WAYS = {way.__name__: way for way in (ours, jinja2)}


def main() -> None:
    """``WAY FOLDER COUNT``: the whole archive, whatever the count."""
    way, folder, _ = sys.argv[1:]
    WAYS[way](Path(folder))


if __name__ == "__main__":
    main()

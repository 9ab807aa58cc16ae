"""Check a published site without any of the program that made it: ``python recompute.py SITE_FOLDER``.

Reads published files alone (figures.json, CSV, HTML, SVG, posts.json, feeds) with Python's standard library alone, and
knows only what the site documents: the formulas (recompute_formulas.py), how each language writes numbers and that
halves are rounded away from zero (recompute_reading.py), what the names of figures mean. Every figure is worked out
again, every shown number is held against its figure. The pages of the design are left out: their figures are invented,
of no edition, and stand in no file. Prints what it counted; exits 1 with a list if anything differs,
2 if it is called wrongly.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from recompute_formulas import FORMULAS, JUDGING, SHOWN
from recompute_reading import (
    LANGUAGES,
    PERIOD,
    Figure,
    Figures,
    Origin,
    Reader,
    Table,
    exact,
    named,
    numbers,
    read_figures,
    read_page,
    rounded,
    says,
    spaced,
)

__all__ = ["FORMULAS", "JUDGING", "Recomputation", "main", "rounded"]

TOLERANCE = Fraction(1, 10**9)

#: A figure's name: indicator, category, period, and what of it (or none); the name of a cell's figure.
NAME = re.compile(r"(?P<of>[^.]+\.[^.]+)\.(?P<period>\d{4}[^.]*)\.(?P<what>[a-z-]+)")
CELL = re.compile(r"cell\.(?P<column>[^.]+)\..*?\.?(?P<period>\d{4}[^.]*)")

#: A text of a page that is marked as a name, with a digit in it.
MARKED = re.compile(r'data-role="name"[^>]*>([^<]*\d[^<]*)<')

#: What such a figure is worked out from first, and of the changes over a year, from what else.
OF_ITSELF = ("gap", "achievement", "met", "change-year", "change-previous", "growth-year", "growth-previous")
OF_ITSELF += ("improved-year", "improved-previous")


@dataclass
class Scope:
    """The figures that a page may show: of one file and of those around it, or of the whole site."""

    by_id: dict[str, list[Figure]]
    ticks: set[str] = field(default_factory=set)
    said: dict[tuple[str, str, bool], bool] = field(default_factory=dict)

    @cached_property
    def every(self) -> list[Figure]:
        """All of them."""
        return [figure for figures in self.by_id.values() for figure in figures]

    @cached_property
    def texts(self) -> dict[str, set[str]]:
        """The numbers that figures are shown as everywhere, by language."""
        found: dict[str, set[str]] = defaultdict(set)
        for figure in self.every:
            for language, text in figure["text"].items():
                found[language] |= {written.lstrip("-\u2212") for written, _ in numbers(text, language)}
        return found

    def tells(self, written: str, language: str, negative: bool) -> bool:
        """Whether a number in a plain text is that of one of the figures."""
        if written.lstrip("-\u2212") in self.texts[language]:
            return True
        key = (written, language, negative)
        if key not in self.said:
            self.said[key] = any(says(written, figure, language, not negative) for figure in self.every)
        return self.said[key]


@dataclass
class Recomputation:
    """One site, checked. `wrong` is everything that differs; `counted` how much of each kind was looked at."""

    site: Path
    wrong: list[str] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    files: dict[str, Figures] = field(default_factory=dict)
    scopes: dict[str, Scope] = field(default_factory=dict)
    tables: dict[Path, Table] = field(default_factory=dict)
    fitting: dict[tuple[object, ...], bool] = field(default_factory=dict)

    def run(self) -> None:
        """Check everything."""
        found = (path for path in self.site.rglob("figures.json") if "superseded" not in path.parts)
        for path in sorted(found, key=lambda path: (len(path.parts), path)):
            self.figures_file(path)
        pooled: dict[str, list[Figure]] = defaultdict(list)
        for figures in self.files.values():
            for name, figure in figures.items():
                if figure not in pooled[name]:
                    pooled[name].append(figure)
        self.scopes[""] = Scope(pooled)
        for address in [place for place in self.files if place.endswith("/areas")]:
            # An edition's own page shows its places too.
            own = self.scopes[address.removesuffix("/areas")].by_id
            own |= {name: [figure] for name, figure in self.files[address].items() if name not in own}
        # Drawings first: a text that speaks of a map may name the bounds that the map shows.
        for path in [*sorted(self.site.rglob("*.svg")), *sorted(self.site.rglob("*.html"))]:
            if not path.relative_to(self.site).as_posix().partition("about/design/")[1]:
                self.page(path)
        for path in sorted(self.site.rglob("posts.json")):
            self.posts(path)
        for path in sorted(self.site.rglob("feed.json")):
            self.feed(path)
        for kind in ("editions", "figures", "shown numbers"):
            if not self.counted[kind]:
                self.wrong.append(f"no {kind} found in {self.site}")

    @cached_property
    def names(self) -> list[str]:
        """Texts in which digits belong to a name: of the descriptors, and those that a page marks as one."""
        files = sorted(self.site.rglob("datapackage.json"))
        pages = (path.read_text(encoding="utf-8") for path in sorted(self.site.rglob("*.html")))
        marked = {text for page in pages for text in MARKED.findall(page)}
        return named([*(json.loads(path.read_text(encoding="utf-8")) for path in files), sorted(marked)])

    # -- figures -------------------------------------------------------------------------------------------------

    def figures_file(self, path: Path) -> None:
        """Every figure of one file, worked out again; the same figure in the file around it is the same."""
        address = path.parent.relative_to(self.site).as_posix()
        figures = read_figures(path)
        around = self.around(f"{address}/")
        self.counted["area pages' figures" if around else "editions"] += 1
        self.files[address] = figures
        known = {name: figure for other in around for name, figure in self.files[other].items()}
        self.scopes[address] = Scope({name: [figure] for name, figure in (known | figures).items()})
        for name, figure in figures.items():
            if known.get(name, figure) != figure:
                self.wrong.append(f"{address} {name}: another figure than in the edition's own file")
            self.figure(figure, address)

    def around(self, address: str) -> list[str]:
        """The addresses of the files of figures that an address lies under, the outermost first."""
        parts = address.split("/")
        inside = ("/".join(parts[:number]) for number in range(1, len(parts)))
        return [place for place in inside if place in self.files]

    def figure(self, figure: Figure, address: str) -> None:
        """One figure: its value by its cell or formula, its name, its texts."""
        self.counted["figures"] += 1
        again = self.cell(figure) if "where" in figure else self.formula(figure, self.files[address])
        value, place = figure["value"], f"{address} {figure['id']}"
        if isinstance(again, str):
            self.wrong.append(f"{place}: {again}")
        elif value is not None and (again is None or abs(again - value) > TOLERANCE):
            stated, found = float(value), "nothing" if again is None else float(again)
            self.wrong.append(f"{place}: says {stated}, worked out {found}")
        elif value is None and again is not None and not figure["status"]:
            self.wrong.append(f"{place}: no value and no status, worked out {float(again)}")
        if misnamed := self.misnamed(figure, self.files[address]):
            self.wrong.append(f"{place}: {misnamed}")
        for language, text in figure["text"].items():
            if not says(text, figure, language, False):
                self.wrong.append(f"{place}: its text in {language} is {text!r}")

    def formula(self, figure: Figure, figures: Figures) -> Fraction | str | None:
        """The value by the named formula over the inputs; a text where that cannot be."""
        if figure["formula"] == "declared" and not figure["inputs"]:
            return figure["value"]  # type: ignore[no-any-return]  # given by the report, not worked out
        if figure["formula"] not in FORMULAS:
            return f"unknown formula {figure['formula']!r}"
        absent = [name for name in figure["inputs"] if name not in figures]
        if absent:
            return f"no figure {absent[0]!r}"
        inputs = [figures[name] for name in figure["inputs"]]
        values = [one["value"] for one in inputs]
        if any(value is None for value in values):
            return None
        if figure["formula"] in SHOWN:
            values = [rounded(one["value"], int(one["decimals"])) for one in inputs]
        try:
            return FORMULAS[figure["formula"]](*values)
        except ZeroDivisionError:
            return None
        except TypeError:
            return f"{len(values)} inputs for {figure['formula']}"

    def cell(self, figure: Figure) -> Fraction | str | None:
        """The value in the published CSV; a text where there is no such cell."""
        where = figure["where"]
        path = self.site / "data" / figure["dataset"] / figure["version"] / where["file"]
        if path not in self.tables:
            if not path.is_file():
                return f"no file {path.relative_to(self.site)}"
            self.tables[path] = Table.read(path)
        rows = self.tables[path].find(where["key"])
        if len(rows) != 1 or where["column"] not in rows[0]:
            return f"{len(rows)} rows for {where['key']}, column {where['column']!r}"
        text = rows[0][where["column"]]
        return exact(text) if text else None

    @staticmethod
    def misnamed(figure: Figure, figures: Figures) -> str | None:
        """What is wrong between a figure's name and what it was worked out from."""
        name = figure["id"]
        if (cell := CELL.fullmatch(name)) and "where" in figure:
            where = figure["where"]
            right = where["column"] == cell["column"] and where["key"].get("period", cell["period"]) == cell["period"]
            return None if right else f"read from {where['column']}, {where['key']}"
        found = NAME.fullmatch(name)
        base, period = (f"{found['of']}.{found['period']}", found["period"]) if found else ("", "")
        if not found or found["what"] not in OF_ITSELF or base not in figures or figure.get("formula") == "capped":
            return None
        wanted = [base]
        if found["what"].endswith("-year"):
            # Of a fiscal year both years are one less: 2022-2023, 2021-2022.
            earlier = re.sub(r"\b\d{4}\b", lambda year: str(int(year[0]) - 1), period)
            wanted.append(f"{found['of']}.{earlier}")
        right = figure["inputs"][: len(wanted)] == wanted
        return None if right else f"worked out from {figure['inputs']}, not from {wanted}"

    # -- pages and drawings ----------------------------------------------------------------------------------------

    def page(self, path: Path) -> None:
        """Every number that one page or drawing shows or says."""
        reader, place = read_page(path), path.relative_to(self.site).as_posix()
        language = next((s[1:] for s in path.suffixes if s[1:] in LANGUAGES), None) or reader.language[:2] or "en"
        bare = place.removeprefix(f"{language}/")
        scope = self.scopes[next(reversed(self.around(bare)), "")]
        scope.ticks |= set(reader.ticks)
        self.counted["pages" if path.suffix == ".html" else "drawings"] += 1
        for shown in reader.shown:
            self.counted["shown numbers"] += 1
            name = shown.figure or ""
            if not any(self.fits(shown, figure, language) for figure in scope.by_id.get(name, ())):
                self.wrong.append(f"{place}: {shown.text!r} (value {shown.value}) is not {name or 'any figure'}")
        self.wrong += [f"{place}: digits from nowhere in {' '.join(text.split())!r}" for text in reader.loose]
        ticks = reader.ticks if path.suffix == ".svg" else sorted(self.ticks_of(bare))
        for text in reader.plain:
            self.plain(text, language, scope, place, ticks)
        self.views(reader, scope, language, place)

    def ticks_of(self, address: str) -> set[str]:
        """The bounds that drawings of the same edition show."""
        return {tick for place in self.around(address) for tick in self.scopes[place].ticks}

    def fits(self, shown: Origin, figure: Figure, language: str) -> bool:
        """Whether an element shows this figure: its exact value, and its text."""
        text = spaced(shown.text)
        key = (text, shown.value, language, shown.magnitude, figure["id"], figure["value"], figure["status"])
        if key not in self.fitting:
            same = shown.value is None or (exact(shown.value) if shown.value else None) == figure["value"]
            self.fitting[key] = same and says(text, figure, language, shown.magnitude)
        return self.fitting[key]

    def views(self, reader: Reader, scope: Scope, language: str, place: str) -> None:
        """The points that Explore draws: each is the figure it names, in the digits that are shown of it."""
        data = json.loads("".join(reader.views) or '{"views": []}', parse_float=exact, parse_int=exact)
        for view in data["views"]:
            points = [
                (name, value, None)
                for held in view["held"]
                for name, value in zip(held["figures"], held["y"], strict=True)
            ]
            points += [point for series in view["series"] for point in drawn(series, view, data["periods"]["codes"])]
            for name, value, said in points:
                self.counted["points in Explore"] += 1
                # A unit of its own stands in each point's text; a reference has none there, its name says it.
                told = said is not None or value is None or not view["template"]
                text = said if told else written(value, view, language)
                if not any(is_point(figure, value, text, language) for figure in scope.by_id.get(name, [NO_FIGURE])):
                    self.wrong.append(f"{place}: the point {text or 'without text'!r} is not {name}")

    # -- texts without marks -----------------------------------------------------------------------------------------

    def plain(self, text: str, language: str, scope: Scope, place: str, ticks: Iterable[str] = ()) -> None:
        """Every number of a plain text is that of a figure, or part of a date, a name or a bound of a map."""
        if not re.search(r"\d", text):
            return
        for written, shown in numbers(self.without_names(text, ticks), language):
            self.counted["numbers in plain texts"] += 1
            if not scope.tells(written, language, shown.negative):
                self.wrong.append(f"{place}: {written!r} in {text[:160]!r} is none of its figures")

    def without_names(self, text: str, ticks: Iterable[str]) -> str:
        """The text without links, names, dates and bounds."""
        text = re.sub(r"https?://\S+", " ", text)
        for name in self.names:
            # Within a sentence a name may begin small: "major departments (Type 1)".
            text = text.replace(name, " ").replace(name[0].lower() + name[1:], " ")
        text = PERIOD.sub(" ", text)
        text = re.sub(r"#\S+", " ", text)
        for tick in ticks:
            text = re.sub(rf"(?<![\w.,]){re.escape(tick)}(?![.,]?\w)", " ", text)
        return text

    def posts(self, path: Path) -> None:
        """Every post: of the figures that it lists alone."""
        home = path.parent.parent
        figures = read_figures(home / "figures.json")
        ticks = sorted(self.scopes[home.relative_to(self.site).as_posix()].ticks)
        for post in json.loads(path.read_text(encoding="utf-8"))["posts"]:
            self.counted["posts"] += 1
            listed = [figures[name] for name in post["figures"] if name in figures]
            if len(listed) != len(post["figures"]):
                self.wrong.append(f"{path.relative_to(self.site)} {post['id']}: lists a figure that is not there")
            for text, bounds in ((post["text"], ()), *((image["alt"], ticks) for image in post["images"])):
                self.post(text, post, listed, bounds)

    def post(self, text: str, post: dict[str, Any], listed: list[Figure], ticks: Iterable[str]) -> None:
        """One text of a post."""
        for written, shown in numbers(self.without_names(text, ticks), post["language"]):
            self.counted["numbers in posts"] += 1
            if not any(says(written, figure, post["language"], not shown.negative) for figure in listed):
                self.wrong.append(f"post {post['id']}: {written!r} is none of its figures")

    def feed(self, path: Path) -> None:
        """The entries of a feed, each of its edition's figures."""
        document, place = json.loads(path.read_text(encoding="utf-8")), path.relative_to(self.site).as_posix()
        for item in document["items"]:
            home = document["home_page_url"]
            scope = self.scopes[next(reversed(self.around(item["url"].removeprefix(home))), "")]
            for key in ("title", "summary", "content_text"):
                self.plain(item.get(key) or "", document["language"], scope, place)


# -- the points of Explore -----------------------------------------------------------------------------------------

#: What stands where a point names no figure of the site: nothing may be drawn there.
NO_FIGURE: Figure = {"value": None, "decimals": 0, "status": "", "unit": ""}


def drawn(series: dict[str, Any], view: dict[str, Any], codes: list[str]) -> Iterable[tuple[str, Fraction | None, Any]]:
    """Each point of a series: the figure that it is, its value, and its own text where it has one."""
    for at, value in enumerate(series["y"]):
        code = codes[int(series["first"]) + at]
        yield (
            f"{view['indicator']}.{series['category']}.{code}",
            value,
            series["text"][at] if "text" in series else None,
        )


def written(value: Fraction, view: dict[str, Any], language: str) -> str:
    """A value as explore.js writes it."""
    group, point, _ = LANGUAGES[language]
    decimals = int(view["decimals"])
    digits = f"{abs(int(value * 10**decimals)):0{decimals + 1}d}"
    whole = f"{int(digits[: len(digits) - decimals]):,}".replace(",", group)
    number = whole + (point + digits[len(digits) - decimals :] if decimals else "")
    return str(view["template"].replace("{number}", f"\u2212{number}" if value < 0 else number))


def is_point(figure: Figure, value: Fraction | None, text: str | None, language: str) -> bool:
    """Whether a point is this figure; one without a value draws nothing, and says nothing but why."""
    if value is None or figure["value"] is None:
        return value is None and figure["value"] is None
    if rounded(figure["value"], figure["decimals"]) != value:
        return False
    return text is None or says(text, figure, language, False)


def main(arguments: list[str]) -> int:
    """Check the site in the one argument; the exit code."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        sys.stderr.write("usage: python recompute.py SITE_FOLDER\n")
        return 2
    check = Recomputation(Path(arguments[0]))
    check.run()
    sys.stdout.write("".join(f"{number:,} {kind}\n" for kind, number in check.counted.items()))
    sys.stdout.write("".join(f"WRONG {line}\n" for line in check.wrong))
    sys.stdout.write(f"{len(check.wrong)} differences\n" if check.wrong else "Every one agrees.\n")
    return 1 if check.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

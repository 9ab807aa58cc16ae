"""Check a published site without any of the program that made it: ``python recompute.py SITE_FOLDER``.

Reads published files alone (figures.json, CSV, HTML, SVG, posts.json) with Python's standard library alone, and
knows only what the site documents: the formulas, how each language writes numbers, that halves are rounded away
from zero. Every figure is worked out again, every shown number is held against its figure. Prints what it
counted; exits 1 with a list if anything differs, 2 if it is called wrongly.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser
from math import isqrt
from pathlib import Path
from typing import Any

TOLERANCE = Fraction(1, 10**9)
MINUS = "\u2212"

#: For each language: the sign between thousands, the decimal sign, the words for large numbers.
LANGUAGES = {
    "en": (",", ".", {"million": 6, "billion": 9, "trillion": 12}),
    "id": (".", ",", {"juta": 6, "miliar": 9, "triliun": 12}),
}

#: Periods as a post says them: quarter 3 of 2023, 5 March 2019, 2018–19, or a year: 2,019 is a number, 2019 is none.
PERIOD = re.compile(
    r"\b(?:quarter|half|week|triwulan|semester|minggu) \d{1,2} (?:of|tahun) \d{4}\b|\b(?:19|20)\d\d\u2013\d\d\b"
    r"|\b\d{1,2} (?=[A-Z][a-z]+ (?:19|20)\d\d\b)|(?<![\d.,])(?:19|20)\d\d(?![.,]?\d)"
)

Figure = dict[str, Any]


# -- the documented formulas, over the inputs in their published order -------------------------------------------


def total(*values: Fraction) -> Fraction:
    return sum(values, Fraction(0))


def share(part: Fraction, whole: Fraction) -> Fraction:
    return 100 * part / whole


def share_without(part: Fraction, whole: Fraction) -> Fraction:
    return 100 * (1 - part / whole)


def gap(value: Fraction, reference: Fraction) -> Fraction:
    return value - reference


def change(value: Fraction, earlier: Fraction) -> Fraction:
    return value - earlier


def growth(value: Fraction, earlier: Fraction) -> Fraction:
    return 100 * (value / earlier - 1)


def count_at_least(reference: Fraction, *others: Fraction) -> Fraction:
    return Fraction(len([other for other in others if other >= reference]))


def count_at_most(reference: Fraction, *others: Fraction) -> Fraction:
    return Fraction(len([other for other in others if other <= reference]))


def value(cell: Fraction) -> Fraction:
    return cell


def growth_over_year(now: Fraction, year_before: Fraction) -> Fraction:
    return 100 * (now - year_before) / year_before


def rate(part: Fraction, whole: Fraction) -> Fraction:
    return part / whole


def to_date(*values: Fraction) -> Fraction:
    return sum(values, Fraction(0))


def mean(*values: Fraction) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def gap_to_range(value: Fraction, low: Fraction, high: Fraction) -> Fraction:
    return value - max(low, min(value, high))


def count_within(low: Fraction, high: Fraction, *others: Fraction) -> Fraction:
    return Fraction(len([other for other in others if low <= other <= high]))


def count(*values: Fraction) -> Fraction:
    return Fraction(len(values))


FORMULAS = {
    formula.__name__: formula
    for formula in (
        total,
        share,
        share_without,
        gap,
        change,
        growth,
        count_at_least,
        count_at_most,
        count,
        value,
        growth_over_year,
        rate,
        to_date,
        mean,
        gap_to_range,
        count_within,
    )
}


# -- the formulas of achievements, uncertainty, ranks and streaks; None stands for what is not defined ------------


def root(value: Fraction) -> Fraction:
    return Fraction(isqrt(value.numerator * 10**36 // value.denominator), 10**18)


def over_root(*errors: Fraction) -> Fraction:
    """What independent errors come to together, times 1.96."""
    return Fraction("1.96") * root(sum((error * error for error in errors), Fraction(0)))


def in_pairs(values: tuple[Fraction, ...]) -> list[tuple[Fraction, Fraction]]:
    if len(values) % 2:
        raise TypeError("the inputs are pairs")
    return [(values[place], values[place + 1]) for place in range(0, len(values), 2)]


# -- achievements ------------------------------------------------------------------------------------------------


def achievement_ratio(actual: Fraction, target: Fraction) -> Fraction | None:
    return None if target <= 0 else 100 * actual / target


def achievement_inverse_ratio(actual: Fraction, target: Fraction) -> Fraction | None:
    return None if target <= 0 or actual <= 0 else 100 * target / actual


def achievement_within(actual: Fraction, low: Fraction, high: Fraction) -> Fraction | None:
    if actual < low:
        return achievement_ratio(actual, low)
    return achievement_inverse_ratio(actual, high) if actual > high else Fraction(100)


def achievement_from_baseline(actual: Fraction, target: Fraction, baseline: Fraction) -> Fraction | None:
    return None if target == baseline else (actual - baseline) / (target - baseline) * 100


def achievement_growth(actual: Fraction, target: Fraction, baseline: Fraction, years: Fraction) -> Fraction | None:
    if min(actual, target, baseline, years) <= 0 or target == baseline:
        return None
    rates = []
    for end in (actual, target):
        times = Decimal(end.numerator * baseline.denominator) / Decimal(end.denominator * baseline.numerator)
        rates.append(times ** (Decimal(years.denominator) / Decimal(years.numerator)) - 1)
    return 100 * Fraction(rates[0] / rates[1])


def capped(value: Fraction, cap: Fraction) -> Fraction:
    return min(value, cap)


def met_at_least(value: Fraction, reference: Fraction) -> Fraction:
    return Fraction(int(value >= reference))


def met_at_most(value: Fraction, reference: Fraction) -> Fraction:
    return Fraction(int(value <= reference))


def met_within(value: Fraction, low: Fraction, high: Fraction) -> Fraction:
    return Fraction(int(low <= value <= high))


def weighted_mean(*values: Fraction) -> Fraction | None:
    pairs = in_pairs(values)
    weights = sum((weight for _, weight in pairs), Fraction(0))
    return sum((one * weight for one, weight in pairs), Fraction(0)) / weights if weights else None


# -- uncertainty -------------------------------------------------------------------------------------------------


def interval_low(value: Fraction, error: Fraction) -> Fraction:
    return value - Fraction("1.96") * error


def interval_high(value: Fraction, error: Fraction) -> Fraction:
    return value + Fraction("1.96") * error


def error_from_relative(value: Fraction, relative: Fraction) -> Fraction:
    return abs(value) * relative / 100


def error_from_interval(low: Fraction, high: Fraction) -> Fraction:
    return (high - low) / Fraction("3.92")


def margin_of_change(error: Fraction, earlier_error: Fraction) -> Fraction:
    return over_root(error, earlier_error)


def margin_of_growth(value: Fraction, error: Fraction, earlier: Fraction, earlier_error: Fraction) -> Fraction | None:
    return None if earlier == 0 else 100 * over_root(error / earlier, value * earlier_error / earlier / earlier)


# -- ranks -------------------------------------------------------------------------------------------------------


def rank_from(value: Fraction, apart: Fraction, *others: Fraction) -> Fraction:
    return Fraction(1 + sum(other - value > apart for other in others))


def rank_to(value: Fraction, apart: Fraction, *others: Fraction) -> Fraction:
    return Fraction(1 + sum(not value - other > apart for other in others))


def rank_from_sampled(value: Fraction, error: Fraction, apart: Fraction, *others: Fraction) -> Fraction:
    return Fraction(1 + sum(one - value > max(apart, over_root(error, its)) for one, its in in_pairs(others)))


def rank_to_sampled(value: Fraction, error: Fraction, apart: Fraction, *others: Fraction) -> Fraction:
    return Fraction(1 + sum(not value - one > max(apart, over_root(error, its)) for one, its in in_pairs(others)))


# -- rises and falls ---------------------------------------------------------------------------------------------


def count_rose(*values: Fraction) -> Fraction:
    return Fraction(sum(change > 0 and change >= least for change, least in in_pairs(values)))


def count_fell(*values: Fraction) -> Fraction:
    return Fraction(sum(change < 0 and -change >= least for change, least in in_pairs(values)))


def count_same(*values: Fraction) -> Fraction:
    return len(in_pairs(values)) - count_rose(*values) - count_fell(*values)


def streak(least: Fraction, *values: Fraction) -> Fraction:
    return run_of([now - earlier for now, earlier in in_pairs(values)], least)


def streak_of_growth(least: Fraction, *values: Fraction) -> Fraction | None:
    pairs = in_pairs(values)
    if any(earlier <= 0 for _, earlier in pairs):
        return None
    return run_of([100 * (now / earlier - 1) for now, earlier in pairs], least)


def run_of(changes: list[Fraction], least: Fraction) -> Fraction:
    up = down = 0
    while up < len(changes) and changes[up] > 0 and changes[up] >= least:
        up += 1
    while down < len(changes) and changes[down] < 0 and -changes[down] >= least:
        down += 1
    return Fraction(up - down)


JUDGING = {
    formula.__name__: formula
    for formula in (
        achievement_ratio,
        achievement_inverse_ratio,
        achievement_within,
        achievement_from_baseline,
        achievement_growth,
        capped,
        met_at_least,
        met_at_most,
        met_within,
        weighted_mean,
        interval_low,
        interval_high,
        error_from_relative,
        error_from_interval,
        margin_of_change,
        margin_of_growth,
        rank_from,
        rank_to,
        rank_from_sampled,
        rank_to_sampled,
        count_rose,
        count_fell,
        count_same,
        streak,
        streak_of_growth,
    )
}

FORMULAS |= JUDGING


# -- numbers as they are written ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """A number read from a text: its size as the digits say, its decimals, its sign, the power of its word."""

    size: Fraction
    decimals: int
    negative: bool
    power: int


def numbers(text: str, language: str) -> list[tuple[str, Shown]]:
    """Every number of a text, as it is written and as it is read."""
    group, point, words = LANGUAGES[language]
    whole = rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})+(?!\d)|\d+"
    scale = "|".join(words)
    pattern = re.compile(rf"({MINUS}|(?<!\w)-)?({whole})(?:{re.escape(point)}(\d+))?(?:[\s\u00a0]({scale})\b)?")
    found = []
    for match in pattern.finditer(text):
        sign, integer, fraction, word = match.groups()
        digits = integer.replace(group, "") + (fraction or "")
        size = Fraction(int(digits), 10 ** len(fraction or ""))
        found.append((match.group(), Shown(size, len(fraction or ""), bool(sign), words.get(word or "", 0))))
    return found


def rounded(value: Fraction, decimals: int) -> Fraction:
    """Half away from zero."""
    scaled = abs(value) * 10**decimals
    whole = scaled.numerator // scaled.denominator
    whole += 2 * (scaled - whole) >= 1
    return Fraction(whole if value >= 0 else -whole, 10**decimals)


def says(text: str, figure: Figure, language: str, magnitude: bool) -> bool:
    """Whether a text shows a figure: rightly rounded, with no fewer decimals than everywhere, with its sign."""
    if figure["value"] is None:
        return text.strip() == f"[{figure['status'] or 'x'}]"
    found = numbers(text, language)
    if len(found) != 1 or re.search(r"\d", text.replace(found[0][0], "", 1)):
        return False
    shown, value = found[0][1], figure["value"]
    # What is counted in thousands is said in millions without another thousand.
    power = shown.power - 3 if shown.power and figure["unit"] == "thousand_people" else shown.power
    if rounded(abs(value) / 10**power, shown.decimals) != shown.size:
        return False
    if shown.power == 0 and shown.decimals < figure["decimals"]:
        return False
    negative = shown.negative or text.strip().startswith(f"{MINUS}Rp")
    return negative == (value < 0 and shown.size != 0 and not magnitude)


# -- the files ---------------------------------------------------------------------------------------------------


def exact(text: str) -> Fraction:
    """A number of a JSON or CSV file, with every digit."""
    return Fraction(text)


def read_figures(path: Path) -> dict[str, Figure]:
    document = json.loads(path.read_text(encoding="utf-8"), parse_float=exact, parse_int=exact)
    figures = {figure["id"]: figure for figure in document["figures"]}
    if len(figures) != len(document["figures"]):
        raise ValueError(f"{path}: an id stands twice")
    return figures


@dataclass
class Origin:
    """An open element that says where its text comes from; `figure` is None for a time or a role."""

    tag: str
    figure: str | None
    value: str | None
    magnitude: bool
    depth: int = 0
    text: str = ""


@dataclass
class Reader(HTMLParser):
    """A page or drawing: its language, and every element that shows a figure, with its text."""

    language: str = ""
    shown: list[Origin] = field(default_factory=list)
    open: list[Origin] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        if tag == "html":
            self.language = has.get("lang") or ""
        if self.open and tag == self.open[-1].tag and not {"data-figure", "data-role", "datetime"} & set(has):
            self.open[-1].depth += 1
        elif "data-figure" in has or tag == "data" or {"data-role", "data-time", "datetime"} & set(has):
            figure = has.get("data-figure") or "" if "data-figure" in has or tag == "data" else None
            value = has.get("value") or "" if tag == "data" else None
            self.open.append(Origin(tag, figure, value, "data-magnitude" in has))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A closed element has no text."""

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1].text += data

    def handle_endtag(self, tag: str) -> None:
        if not self.open or tag != self.open[-1].tag:
            return
        if self.open[-1].depth:
            self.open[-1].depth -= 1
            return
        closed = self.open.pop()
        if closed.figure is not None:
            self.shown.append(closed)


# -- the check ---------------------------------------------------------------------------------------------------


@dataclass
class Recomputation:
    """One site, checked. `wrong` is everything that differs; `counted` how much of each kind was looked at."""

    site: Path
    wrong: list[str] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    editions: dict[str, dict[str, Figure]] = field(default_factory=dict)
    tables: dict[Path, list[dict[str, str]]] = field(default_factory=dict)

    def run(self) -> None:
        for path in sorted(self.site.rglob("figures.json")):
            address = path.parent.relative_to(self.site).as_posix()
            self.editions[address] = read_figures(path)
            self.counted["editions"] += 1
            for figure in self.editions[address].values():
                self.figure(figure, address)
        by_id: dict[str, list[Figure]] = defaultdict(list)
        for figures in self.editions.values():
            for name, figure in figures.items():
                by_id[name].append(figure)
        for path in sorted([*self.site.rglob("*.html"), *self.site.rglob("*.svg")]):
            self.page(path, by_id)
        names = self.names()
        for path in sorted(self.site.rglob("posts.json")):
            self.posts(path, names)
        for kind in ("editions", "figures", "shown numbers"):
            if not self.counted[kind]:
                self.wrong.append(f"no {kind} found in {self.site}")

    def figure(self, figure: Figure, address: str) -> None:
        self.counted["figures"] += 1
        again = self.cell(figure) if "where" in figure else self.formula(figure, self.editions[address])
        value = figure["value"]
        if isinstance(again, str):
            self.wrong.append(f"{address} {figure['id']}: {again}")
        elif value is not None and (again is None or abs(again - value) > TOLERANCE):
            stated, found = float(value), "nothing" if again is None else float(again)
            self.wrong.append(f"{address} {figure['id']}: says {stated}, worked out {found}")
        elif value is None and again is not None and not figure["status"]:
            self.wrong.append(f"{address} {figure['id']}: no value and no status, worked out {float(again)}")
        for language, text in figure["text"].items():
            if not says(text, figure, language, False):
                self.wrong.append(f"{address} {figure['id']}: its text in {language} is {text!r}")

    def formula(self, figure: Figure, figures: dict[str, Figure]) -> Fraction | str | None:
        if figure["formula"] == "declared" and not figure["inputs"]:
            return figure["value"]  # type: ignore[no-any-return]  # given by the report, not worked out
        if figure["formula"] not in FORMULAS:
            return f"unknown formula {figure['formula']!r}"
        absent = [name for name in figure["inputs"] if name not in figures]
        if absent:
            return f"no figure {absent[0]!r}"
        values = [figures[name]["value"] for name in figure["inputs"]]
        if any(value is None for value in values):
            return None
        try:
            return FORMULAS[figure["formula"]](*values)
        except ZeroDivisionError:
            return None
        except TypeError:
            return f"{len(values)} inputs for {figure['formula']}"

    def cell(self, figure: Figure) -> Fraction | str | None:
        where = figure["where"]
        path = self.site / "data" / figure["dataset"] / figure["version"] / where["file"]
        if path not in self.tables:
            if not path.is_file():
                return f"no file {path}"
            with path.open(encoding="utf-8-sig", newline="") as file:
                self.tables[path] = list(csv.DictReader(file))
        rows = [row for row in self.tables[path] if all(row.get(k) == v for k, v in where["key"].items())]
        if len(rows) != 1 or where["column"] not in rows[0]:
            return f"{len(rows)} rows for {where['key']}, column {where['column']!r}"
        text = rows[0][where["column"]]
        return exact(text) if text else None

    def page(self, path: Path, by_id: dict[str, list[Figure]]) -> None:
        reader = Reader()
        reader.feed(path.read_text(encoding="utf-8"))
        place = path.relative_to(self.site).as_posix()
        language = reader.language or next((s[1:] for s in path.suffixes if s[1:] in LANGUAGES), "en")
        bare = place.removeprefix("id/") if language == "id" else place
        edition = next((figures for address, figures in self.editions.items() if bare.startswith(f"{address}/")), None)
        self.counted["pages and drawings"] += 1
        for shown in reader.shown:
            self.counted["shown numbers"] += 1
            name = shown.figure or ""
            known = [edition[name]] if edition is not None and name in edition else by_id.get(name, [])
            if not any(self.fits(shown, figure, language) for figure in known):
                self.wrong.append(f"{place}: {shown.text!r} (value {shown.value}) is not {name or 'any figure'}")

    @staticmethod
    def fits(shown: Origin, figure: Figure, language: str) -> bool:
        if shown.value is not None and (exact(shown.value) if shown.value else None) != figure["value"]:
            return False
        return says(" ".join(shown.text.split()), figure, language, shown.magnitude)

    def names(self) -> list[str]:
        """Texts of the descriptors in which digits belong to a name, longest first."""
        found: set[str] = set()

        def collect(value: Any) -> None:
            if isinstance(value, str) and re.search(r"\d", value) and re.search(r"[^\W\d_]", value):
                found.add(value)
            for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
                collect(part)

        for path in self.site.rglob("datapackage.json"):
            collect(json.loads(path.read_text(encoding="utf-8")))
        return sorted(found, key=lambda text: (-len(text), text))

    def posts(self, path: Path, names: list[str]) -> None:
        figures = read_figures(path.parent.parent / "figures.json")
        for post in json.loads(path.read_text(encoding="utf-8"))["posts"]:
            listed = [figures[name] for name in post["figures"] if name in figures]
            if len(listed) != len(post["figures"]):
                self.wrong.append(f"{path} {post['id']}: lists a figure that is not there")
            for text in (post["text"], *(image["alt"] for image in post["images"])):
                self.post(text, post, listed, names)

    def post(self, text: str, post: dict[str, Any], listed: list[Figure], names: list[str]) -> None:
        text = re.sub(r"https?://\S+", " ", text)
        for name in names:
            text = text.replace(name, " ")
        text = PERIOD.sub(" ", text)
        text = re.sub(r"#\S+", " ", text)
        for written, shown in numbers(text, post["language"]):
            self.counted["numbers in posts"] += 1
            if not any(says(written, figure, post["language"], not shown.negative) for figure in listed):
                self.wrong.append(f"post {post['id']}: {written!r} is none of its figures")


def main(arguments: list[str]) -> int:
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

"""Indicators of an Open SDG repository by recipe: each is a plausible one, but for the quirks that the recipe names.

A recipe is made of few choices, the first of each being the plain one, so that Hypothesis can make five hundred within
its bounds and can take quirks away from an example that fails. What a choice leaves open is settled by the recipe
itself (`Maker.chance`), so that the same recipe at the same place has always the same files.
"""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from itertools import product

#: What a choice has to offer, the plain one first.
Choices = Mapping[str, object]

LONG = (
    "Proportion of the population that lives in a household whose consumption is below the national line of poverty, "
)
SCRIPT = "Below the <b>median</b>. <script>wrong('1')</script><a href=\"javascript:wrong()\">See</a> "

#: The text of a period by its place in the series, the first being 0.
PERIODS: Mapping[str, Callable[[int], str]] = {
    "years": lambda n: f"{2010 + n}",
    "of a spreadsheet": lambda n: f"{2010 + n}.0",
    "fiscal": lambda n: f"{2010 + n}/{11 + n}",
    "fiscal, four digits": lambda n: f"{2010 + n}/{2011 + n}",
    "quarters": lambda n: f"{2015 + n // 4} Q{n % 4 + 1}",
    "months": lambda n: f"{2012 + n // 12} {n % 12 + 1:02}",
    "months with hyphens": lambda n: f"{2012 + n // 12}-{n % 12 + 1:02}",
    "months by name": lambda n: f"{('January', 'May', 'sept.', 'Oct')[n % 4]} {2012 + n // 4}",
    "weeks": lambda n: f"2020-W{n + 1:02}",
    "days": lambda n: f"2020-03-{n + 1:02}",
    "three years": lambda n: f"{2010 + n} to {2012 + n}",
    "three years apart": lambda n: f"{1980 + 3 * n}-{1982 + 3 * n}*",
    "hyphens": lambda n: f"{2011 + n}-{12 + n}",
    "hyphens that can be both": lambda n: f"{2001 + n % 6}-{2 + n % 6:02}",
    "a baseline": lambda n: f"{2015 + n}" if n else "2010-2014 (baseline)",
    "notes": lambda n: f"{2010 + n}/{11 + n}" + ("", " [Note 9]")[n % 3 == 2],
    "a month around": lambda n: f"26 {MONTHS[n % 11]} to 25 {MONTHS[n % 11 + 1]} {2020 + n // 11}",
    "letters": lambda n: f"{2012 + n // 2}{'ab'[n % 2]}",
    "a letter": lambda n: f"{2010 + n}" + ("", "p")[n == 3],
    "years and fiscal years": lambda n: f"{2010 + n}" if n % 2 else f"{2010 + n}/{11 + n}",
    "years and months": lambda n: f"{2010 + n}" if n % 2 else f"{2010 + n} 06",
    "gaps": lambda n: f"{1990 + 4 * n}",
    "old": lambda n: f"{1851 + 10 * n}",
    "still to come": lambda n: f"{2024 + n}",
    "from the last": lambda n: f"{2030 - n}",
    "the same": lambda n: "2019",
    "no order": lambda n: f"{2010 + n * 7 % 13}",
    "backwards": lambda n: f"{2010 + n}" if n != 1 else "2019-2010",
    "no day": lambda n: f"{2010 + n}" if n != 1 else "2019 13",
    "a sentence among them": lambda n: f"{2010 + n}" if n else "There is no data yet, see below",
    "a sentence": lambda n: "There is no data for this indicator yet",
    "unknown": lambda n: "soon",
    "none": lambda n: f"{2010 + n}" if n % 3 else "",
}
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip

#: The value at a place in the series of one group, counted from 0, as it is written.
VALUES: Mapping[str, Callable[[random.Random, int, int], str]] = {
    "per cent": lambda chance, n, g: f"{20 + n + 3 * g + chance.randint(-9, 9) / 10:.1f}",
    "falling": lambda chance, n, g: f"{90 - 3 * n - g * 0.25:.2f}",
    "tiny": lambda chance, n, g: f"{8 + n + g}e-05",
    "huge": lambda chance, n, g: f"{chance.randint(10**11, 10**13)}",
    "beyond measure": lambda chance, n, g: f"{1 + n + g}e+18",
    "negative": lambda chance, n, g: f"{-5 + 0.5 * n - g:.1f}",
    "noughts": lambda chance, n, g: "0",
    "one value": lambda chance, n, g: "42.5",
    "exact": lambda chance, n, g: f"{chance.random():.15f}",
    "whole": lambda chance, n, g: str(100 + n * 7 + g),
    "signs": lambda chance, n, g: ("+3.", ".5", "−2.5", "007", "1E2")[(n + g) % 5],
    "through nought": lambda chance, n, g: str(n - 3 + g),
    "from nought": lambda chance, n, g: "0" if not n else str(n + g),
    "some missing": lambda chance, n, g: f"{20 + n}" if n % 3 else ("", "NA", "NaN", "null")[n // 3 % 4],
    "the last missing": lambda chance, n, g: f"{20 + n}" if n < 2 else "",
    "all missing": lambda chance, n, g: "",
    "words": lambda chance, n, g: f"{20 + n}" if n % 3 else ("<2.5", "1,234", "n", "Inf", "12 %", "5*")[(n + g) % 6],
    "all words": lambda chance, n, g: "not known",
    "one point": lambda chance, n, g: "12.5" if not n else "",
    "a leap": lambda chance, n, g: f"{10 ** (n % 7)}",
}

Cells = Sequence[Sequence[str]]


def apart(*columns: Sequence[str], whole: str = "") -> Cells:
    """The whole, and each category with all other columns at the whole."""
    blank = [whole] * len(columns)
    return [blank, *([*blank[:at], one, *blank[at + 1 :]] for at, column in enumerate(columns) for one in column)]


SEXES, PLACES = ("Female", "Male"), ("North", "South", "East")
#: The columns between period and value, and the cells of each group of rows.
COLUMNS: Mapping[str, tuple[Sequence[str], Cells]] = {
    "none": ((), [()]),
    "one": (("Sex",), apart(SEXES)),
    "two": (("Sex", "Region"), apart(SEXES, PLACES)),
    "crossed": (("Sex", "Region"), list(product(("", *SEXES), ("", *PLACES)))),
    "without a whole": (("Sex", "Age"), list(product(SEXES, ("15-24", "25+")))),
    "whole in words": (("Sex", "Region"), apart(SEXES, PLACES, whole="Total")),
    "whole by code": (("Sex", "Region"), apart(SEXES, PLACES, whole="_T")),
    "whole twice": (("Sex",), [("",), ("Both sexes",), ("Female",), ("Male",)]),
    "ten": (tuple(f"Group {n}" for n in range(10)), apart(*((f"{n} low", f"{n} high") for n in range(10)))),
    "sixty categories": (("District",), apart([f"District {n}" for n in range(60)])),
    "twenty categories": (("Industry",), apart([f"Industry {n:02}" for n in range(20)])),
    "one category": (("Sex",), [("Female",)]),
    "units": (("Units",), [("Percentage",), ("Number",)]),
    "units and sex": (("Units", "Sex"), list(product(("Percentage", "per 100,000"), ("", "Male")))),
    "a unit": (("Units",), [("Index (2015 = 100)",)]),
    "units in numbers": (("Units",), [("1",), ("1000",), ("$",)]),
    "a unit for some": (("Units", "Sex"), [("", ""), ("%", "Female")]),
    "ten units": (("Units",), [(f"Unit {n}",) for n in range(10)]),
    "series": (("Series",), [("Men in work",), ("Women in work",)]),
    "a series": (("Series",), [("Deaths on roads",)]),
    "series and units": (("Series", "Units"), list(product(("Rate", "Count"), ("Percentage", "USD (millions)")))),
    "series and groups": (("Series", "Sex"), list(product(("First", "Second"), ("", *SEXES)))),
    "twelve series": (("Series", "Sex"), list(product([f"Series {n}" for n in range(12)], ("", "Male")))),
    "places": (("Region", "GeoCode"), [("", ""), ("North", "E01"), ("South", "E02")]),
    "codes of places": (("GeoCode",), [("E01",), ("E02",), ("X99",)]),
    "a code": (("GeoCode",), [("K02000001",)]),
    "marks": (("Sex", "COMMENT_OBS", "Unit multiplier"), [("", "Note: 5 of 7", "Units"), ("Male", "", "Thousands")]),
    "sdmx": (("SERIES", "SEX", "UNIT_MEASURE", "FREQ"), [("S1", "_T", "PT", "A"), ("S1", "F", "PT", "A")]),
    "progress": (("Progress",), [("12",)]),
    "progress in words": (("Sex", "Progress"), [("", "12.5"), ("Female", "good")]),
    "codes": (("Sex",), apart(("F", "M", "Q"))),
    "keys": (("data.SEX",), apart(("data.F", "data.M", "data.Q"))),
    "markup": (("Sex",), apart(("<b>Women</b>", "Men & boys", "<script>x</script>", "a_b*c*"))),
    "long": (("Region",), apart([f"{LONG}{n}" for n in range(3)])),
    "with digits": (("Age", "Income"), apart(("15-24", "25-64", "65+"), ("$1,000", "≤ 2.5 %"))),
    "cyrillic": (("Пол", "Местность"), apart(("Мужчины", "Женщины"), ("Город", "Село"))),
    "arabic": (("الجنس",), apart(("إناث", "ذكور"))),
    "chinese": (("性别",), apart(("男", "女"))),
    "alike": (("Sex",), apart(("Male", "male", "MALE", "Male."))),
    "ours": (("period", "Value status", "source row"), apart(("all", "total"), ("reference", "every"), ("value",))),
    "quoted": (('Kind, "own"',), apart(('He said "no"', "one, two", "l'eau", "a\nb", "{{ x }}", "[a](b)", "a|b"))),
    "numbered": (("2019", "1st"), apart(("1", "2", "3"), ("-1", "0")))
}  # fmt: skip

STATUSES_OF_ROWS = (
    "",
    "Normal value",
    "Missing value; suppressed",
    "Estimated value",
    "Odd",
    "Missing value",
    "P",
    "B",
)

Rows = list[list[str]]


def _odd_cells(rows: Rows, chance: random.Random, header: Sequence[str]) -> Rows:
    return [[f" {cell} " if chance.random() < 0.2 else cell for cell in row] for row in rows]


def _ragged(rows: Rows, chance: random.Random, header: Sequence[str]) -> Rows:
    kinds = (lambda row: row, lambda row: row[:-1], lambda row: [*row, "x"], lambda row: [*row, ""], lambda row: [])
    return [chance.choice(kinds)(row) for row in rows]


def _conflict(rows: Rows, chance: random.Random, header: Sequence[str]) -> Rows:
    return [*rows, [*rows[0][:-1], "1.5"], *rows[-1:]]


def _with_status(rows: Rows, chance: random.Random, header: Sequence[str]) -> Rows:
    told = [chance.choice(STATUSES_OF_ROWS) for _ in rows]
    blank = ("Missing value; suppressed", "Missing value")
    return [[*row[:-1], one, "" if one in blank else row[-1]] for row, one in zip(rows, told, strict=True)]


def _suppressed(rows: Rows, chance: random.Random, header: Sequence[str]) -> Rows:
    return [[*row[:-1], "Missing value; suppressed", ""] for row in rows]


#: What is done to the table: a new header, and new rows.
HeaderMaker = Callable[[list[str]], list[str]]
RowsMaker = Callable[[Rows, random.Random, Sequence[str]], Rows]


def _same(rows: Rows, chance: random.Random, header: Sequence[str]) -> Rows:
    return rows


FORMS: Mapping[str, tuple[HeaderMaker, RowsMaker]] = {
    "right": (lambda header: header, _same),
    "only a header": (lambda header: header, lambda rows, chance, header: []),
    "value first": (lambda header: [header[-1], *header[:-1]], lambda rows, c, h: [
        [row[-1], *row[:-1]] for row in rows]),
    "other letters": (lambda header: ["YEAR", *header[1:-1], "value"], _same),
    "blanks": (lambda header: [f" {name} " for name in header], _odd_cells),
    "ragged": (lambda header: header, _ragged),
    "blank rows": (lambda header: header, lambda rows, c, h: [*rows, [], [""] * len(h), [""]]),
    "an empty column": (lambda header: [*header, ""], lambda rows, c, h: [[*row, ""] for row in rows]),
    "a column without a name": (lambda header: [header[0], "", *header[1:]], lambda rows, c, h: [
        [row[0], "x", *row[1:]] for row in rows]),
    "a column twice": (lambda header: [*header[:-1], "Sex", "Sex", "Value"], lambda rows, c, h: [
        [*row[:-1], "", "Male", row[-1]] for row in rows]),
    "value twice": (lambda header: [*header, "Value"], lambda rows, c, h: [[*row, "1"] for row in rows]),
    "no year": (lambda header: ["Date", *header[1:]], _same),
    "no value": (lambda header: [*header[:-1], "Amount"], _same),
    "a conflict": (lambda header: header, _conflict),
    "rows twice": (lambda header: header, lambda rows, c, h: [*rows, *rows[:3]]),
    "statuses": (lambda header: [*header[:-1], "Observation status", "Value"], _with_status),
    "all suppressed": (lambda header: [*header[:-1], "Observation status", "Value"], _suppressed),
    "a header again": (lambda header: header, lambda rows, c, h: [*rows, list(h)]),
}  # fmt: skip

#: What is done to the text of a file of data.
BYTES: Mapping[str, Callable[[str], bytes]] = {
    "plain": lambda text: text.encode(),
    "a mark": lambda text: text.encode("utf-8-sig"),
    "two marks": lambda text: b"\xef\xbb\xbf" + text.encode("utf-8-sig"),
    "a broken mark": lambda text: ("ï»¿" + text).encode(),
    "windows": lambda text: text.replace("\n", "\r\n").encode(),
    "old mac": lambda text: text.replace("\n", "\r").encode(),
    "a blank line first": lambda text: b"\n" + text.encode(),
    "no end": lambda text: text.rstrip("\n").encode(),
    "latin": lambda text: text.replace("North", "Nörd").encode("latin-1", "replace"),
    "utf-16": lambda text: text.encode("utf-16"),
    "semicolons": lambda text: text.replace(",", ";").encode(),
    "a nought byte": lambda text: text.encode() + b"\0",
    "a quotation mark": lambda text: text.encode() + b'"2019,5\n',
    "empty": lambda text: b"",
    "blanks": lambda text: b"\n \n,,\n",
    "no text": lambda text: b"\xff\xfe\x00\x80",
}

#: The name of an indicator as its settings have it; the same texts in French stand in `FRENCH`.
TITLES: Mapping[str, object] = {
    "plain": "Share of people in work",
    "the same": "The same title",
    "long": LONG + LONG + "by sex and age",
    "very long": LONG * 5,
    "one long word": "Un" + "believable" * 30,
    "a key": "national_indicators.own-title",
    "a key that is nowhere": "global_indicators.99-99-99-title",
    "cyrillic": "Доля населения, живущего за чертой бедности, по полу и возрасту",
    "arabic": "نسبة السكان الذين يعيشون تحت خط الفقر",
    "chinese": "按性别分列的贫困人口比例",
    "markup": "Share <b>of</b> <script>wrong()</script> people & others",
    "digits": "Deaths per 100,000 people, 15-24 years, in 2019 (%)",
    "only digits": "2019",
    "signs": "A *b* _c_ `d` [e](f) {{ g }} | h # i \\ \"j\" 'k' <l",
    "emoji": "People 👩‍🌾 in work ✅",
    "empty": "",
    "a mapping": {"en": "A title in a mapping", "fr": "Un titre"},
    "a list": ["One title", "another"],
    "a number": 12.5,
    "nothing": None,
    "lines": "A title\nin two lines",
    "full stop": "Share of people.",
    "capitals": "SHARE OF PEOPLE IN WORK",
}

_TARGETS: Mapping[str, Sequence[Mapping[str, object]]] = {
    "down": [{"direction": "negative", "target": 5, "target_year": 2030, "base_year": 2012}],
    "up": [{"direction": "positive", "target": 80, "target_year": 2030}],
    "no target": [{"direction": "positive"}],
    "target of nought": [{"direction": "negative", "target": 0, "target_year": 2030}],
    "no direction": [{"target": 50, "target_year": 2025}],
    "limit": [{"direction": "positive", "limit": 100, "target": 90}, {"direction": "positive", "limit": 100}],
    "past": [{"direction": "positive", "target": 30, "target_year": 2012, "base_year": 2011}],
    "base after target": [{"direction": "positive", "target": 30, "target_year": 2015, "base_year": 2019}],
    "for a series": [{"series": "Rate", "unit": "Percentage", "direction": "negative", "target": 1}],
    "negative": [{"direction": "negative", "target": -3.5, "target_year": 2030}],
    "huge": [{"direction": "positive", "target": 10**15}],
    "words": [{"direction": "sideways", "target": "half", "target_year": "soon", "base_year": "2010/11"}],
    "groups": [{"group": [{"direction": "positive", "target": 5}, {"direction": "negative"}]}],
}
#: How progress is judged.
PROGRESS: Mapping[str, object] = {
    "none": {},
    **{
        name: {"auto_progress_calculation": True, "progress_calculation_options": one} for name, one in _TARGETS.items()
    },
    "no options": {"auto_progress_calculation": True},
    "by hand": {"progress_status": "target_achieved"},
    "target lines": {"graph_target_lines": [{"value": 0, "label_content": "none left"}, {"value": 1e-9}]},
    "not a list": {"auto_progress_calculation": "yes", "progress_calculation_options": "up"},
}

#: What else is said of an indicator.
WORDS: Mapping[str, Mapping[str, object]] = {
    "little": {"computation_units": "Percentage", "national_geographical_coverage": "Testland"},
    "nothing": {},
    "markup": {"other_info": SCRIPT + "here", "computation_definitions": "<p>One</p><ul><li>two<li>three</ul>" * 3},
    "links": {"comments_limitations": "See [it](https://x.example/a?b=1&copy=2 'title'), <https://x.example> and "
              "[no](javascript:wrong()) <img src=x onerror=wrong()>", "goal_meta_link": "javascript:wrong()"},
    "address": {"goal_meta_link": "https://x.example/a b", "goal_meta_link_text": "Meta, 3 pages (PDF)"},
    "tables": {"national_indicator_description": "<table><tr><td>1</td><td>2.5</td></tr></table> |a|b|\n|---|---|\n"},
    "markdown": {"other_info": "# One\n\n1. two\n2. *three*\n\n> 4\n\n```\n5\n```\n\n{{ six }} {% seven %}\n\n---\n"},
    "digits": {"computation_calculations": "x = 1,234.5 / 2 × 100 %", "computation_units": "per 100,000 births"},
    "a unit": {"computation_units": "USD, millions (constant 2015 prices)"},
    "a long unit": {"computation_units": LONG * 2},
    "a long place": {"national_geographical_coverage": LONG, "computation_units": "x" * 60},
    "an odd unit": {"computation_units": "<i>m</i><sup>2</sup>"},
    "a key": {"computation_units": "units.PT", "other_info": "metadata_fields.nowhere", "reporting_status": "complete"},
    "a source": {"source_active_1": True, "source_organisation_1": "Office of Numbers", "source_url_1": "https://o.example/",
                 "source_url_text_1": "Table 5 of 2019", "source_periodicity_1": "Annual"},
    "sources": {"source_active_1": True, "source_organisation_1": LONG * 3, "source_url_1": "not an address",
                "source_active_2": "true", "source_url_text_2": "https://o.example/long", "source_active_3": False,
                "source_organisation_3": "Third"},
    "bar": {"graph_type": "bar", "graph_title": "A title of a chart", "graph_limits": [{"minimum": 0, "maximum": 100}]},
    "odd chart": {"graph_type": "pyramid", "graph_series_breaks": [{"value": 3}], "graph_stepsize": "x"},
    "charts": {"graph_type": "line", "graph_types": [{"series": "Rate", "type": "bar"}], "graph_titles": [
        {"series": "Rate", "title": "The rate"}], "precision": [{"decimals": 1}]},
    "footnote": {"data_footnote": "Figures for 2019 are <b>not</b> final.", "copyright": "© Office, 2019"},
    "notice": {"data_notice_heading": "Notice", "data_notice_text": "Read this. <br/>Then *that*."},
    "place": {"national_geographical_coverage": "Testland, 3 regions & others"},
    "standalone": {"standalone": True, "permalink": "own-page"},
    "placeholder": {"placeholder": "Statistics in 2 years. <script>wrong()</script>"},
    "proxy": {"proxy": "proxy", "proxy_series": ["Rate"], "tags": ["UN custodian agency: UNICEF", "2019"]},
    "start": {"data_start_values": [{"field": "Sex", "value": "Male"}, {"field": "Age", "value": "25+"}]},
    "lists": {"other_info": ["one", {"two": 3}], "tags": {"a": "b"}, "national_geographical_coverage": ["x"]},
    "types": {"computation_units": 5, "other_info": True, "un_designated_tier": 2, "data_show_map": "maybe"},
    "own fields": {"a field of ours": "Said by us", "Ünïcode": "é", "UN_tier": "Tier 1", "x" * 80: "long name"},
    "content": {"page_content": "## Heading\n\nText with 5 numbers.\n"},
    "another number": {"indicator_number": "17.19.9"},
    "a number of letters": {"indicator_number": "1.a.1"},
    "no number": {"indicator_number": "<b>1</b>"},
    "control": {"other_info": "soft\u00adhyphen \u200b zero \u202e turned", "data_footnote": "\u0007bell"},
}  # fmt: skip

#: The reporting status, and whether it is statistical.
STATUSES: Mapping[str, Mapping[str, object]] = {
    "complete": {"reporting_status": "complete"},
    "none": {},
    "not started": {"reporting_status": "notstarted"},
    "in progress": {"reporting_status": "inprogress"},
    "not applicable": {"reporting_status": "notapplicable"},
    "own": {"reporting_status": "Partly, 50 % (see <b>notes</b>)"},
    "other letters": {"reporting_status": "COMPLETE "},
    "other script": {"reporting_status": "Есть данные"},
    "a list": {"reporting_status": ["complete"]},
    "not statistical": {"reporting_status": "complete", "data_non_statistical": True},
}

#: Which files there are, and how those of settings are written. ``{}`` is the settings in YAML.
SHAPES: Mapping[str, tuple[str, str, str]] = {
    "settings": ("data", "indicator-config/{id}.yml", "{}"),
    "front matter": ("data", "meta/{id}.md", "---\n{}---\nOwn text of the page.\n"),
    "metadata": ("data", "meta/{id}.yml", "{}"),
    "no data": ("", "indicator-config/{id}.yml", "{}"),
    "only data": ("data", "", ""),
    "a fence": ("data", "meta/{id}.md", "---\n{}"),
    "no fence": ("data", "meta/{id}.md", "{}"),
    "text": ("data", "meta/{id}.md", "Only text, no settings.\n"),
    "a mark": ("data", "meta/{id}.md", "\ufeff---\n{}---\n"),
    "a tab": ("data", "indicator-config/{id}.yml", "{}\tx: y\n"),
    "open": ("data", "indicator-config/{id}.yml", "{}other_info: 'open\n"),
    "twice": ("data", "indicator-config/{id}.yml", "{}other_info: first\nother_info: second\n"),
    "a list": ("data", "indicator-config/{id}.yml", "- a\n- b\n"),
    "nothing": ("data", "indicator-config/{id}.yml", ""),
    "nothing at all": ("", "indicator-config/{id}.yml", "# empty\n"),
    "alias": ("data", "indicator-config/{id}.yml", "{}sdg: &a [*a]\n"),
    "wild": ("wild", "indicator-config/{id}.yml", "{}"),
    "wild settings": ("data", "wild", "{}"),
}


@dataclass(frozen=True)
class Recipe:
    """The choices for one indicator; `length` is the number of its periods."""

    shape: str
    period: str
    values: str
    columns: str
    form: str
    coded: str
    title: str
    progress: str
    words: str
    status: str
    length: int


#: What each choice of a recipe may be, by its field.
OFFERED: Mapping[str, Choices] = {
    "shape": SHAPES,
    "period": PERIODS,
    "values": VALUES,
    "columns": COLUMNS,
    "form": FORMS,
    "coded": BYTES,
    "title": TITLES,
    "progress": PROGRESS,
    "words": WORDS,
    "status": STATUSES,
}


def plain(length: int = 5, **odd: str) -> Recipe:
    """The plain recipe, but for these choices."""
    choices = {name: next(iter(of)) for name, of in OFFERED.items()}
    return Recipe(**{**choices, **odd}, length=length)


@dataclass(frozen=True)
class Wild:
    """Files of data and of settings in which anything may stand; indicators of the shape "wild" are given them."""

    data: Sequence[bytes]
    settings: Sequence[bytes]


@dataclass(frozen=True)
class Maker:
    """Makes the files of one indicator, which is at this place in its collection."""

    place: int
    id: str
    recipe: Recipe
    wild: Wild

    @property
    def chance(self) -> random.Random:
        """What a recipe leaves open, always the same."""
        return random.Random(f"{self.place} {astuple(self.recipe)}")

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The files by their names."""
        data, settings, form = SHAPES[self.recipe.shape]
        if data:
            wild = data == "wild" and self.wild.data
            content = self.wild.data[self.place % len(self.wild.data)] if wild else self.table()
            yield f"data/indicator_{self.id}.csv", content
        if settings == "wild":
            wilder = self.wild.settings or [b""]
            yield f"indicator-config/{self.id}.yml", wilder[self.place % len(wilder)]
        elif settings:
            yield settings.format(id=self.id), form.replace("{}", in_yaml(self.said())).encode()

    def table(self) -> bytes:
        """The file of data."""
        middle, groups = COLUMNS[self.recipe.columns]
        period, value, chance = PERIODS[self.recipe.period], VALUES[self.recipe.values], self.chance
        rows = [
            [period(n), *cells, value(chance, n, group)]
            for n in range(self.recipe.length)
            for group, cells in enumerate(groups)
        ]
        of_header, of_rows = FORMS[self.recipe.form]
        header = ["Year", *middle, "Value"]
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator="\n").writerows([of_header(header), *of_rows(rows, chance, header)])
        return BYTES[self.recipe.coded](out.getvalue())

    def said(self) -> dict[str, object]:
        """The settings."""
        title = TITLES[self.recipe.title]
        told: dict[str, object] = {"indicator_name": title, **STATUSES[self.recipe.status]}
        progress, words = PROGRESS[self.recipe.progress], WORDS[self.recipe.words]
        assert isinstance(progress, dict)
        return {**told, **progress, **words}


def in_yaml(said: Mapping[str, object]) -> str:
    """Settings in YAML, one to a line; JSON is YAML."""
    return "".join(f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in said.items())

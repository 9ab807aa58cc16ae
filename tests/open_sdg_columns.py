"""What may stand in a file of data of an Open SDG repository, by name: the plain one first, then the quirks."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from itertools import product

LONG = (
    "Proportion of the population that lives in a household whose consumption is below the national line of poverty, "
)

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

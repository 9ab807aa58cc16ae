"""From the rows of a tidy CSV to the figures of one edition: ours, pandas alone and DuckDB alone.

The numbers asked for: how many visits were dealt with in time, in per cent, for all areas in every month and for each
area in the edition's month, the month before and a year before; how many visits there were, likewise by item; and the
change of each over a year and over a month, in points and in per cent. Ours also types and checks every cell, applies
disclosure control, and keeps for each figure the cells or the formula it came from.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.contest import tell
from benchmarks.pages import timed

AREAS, ITEMS, FIRST_YEAR = 50, 20, 2010
Answers = dict[str, float]


# -- what is prepared --------------------------------------------------------------------------------------------


def prepare(folder: Path, months: int) -> None:
    """Write a publication whose one dataset has `months` months of every area and item, always the same ones."""
    chance = random.Random(20261123)
    areas, items = _names("area", AREAS), _names("item", ITEMS)
    lines = ["month,area,item,visits,late"]
    for month in _months(months):
        for area in areas:
            for item in items:
                visits = chance.randint(200, 90_000)
                lines.append(f"{month},{area},{item},{visits},{chance.randint(0, visits // 3)}")
    data = folder / "datasets" / "visits"
    data.mkdir(parents=True)
    (data / "visits.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    # YAML reads JSON, so nothing has to be quoted.
    (data / "dataset.yml").write_text(json.dumps(_dataset(months, areas, items)), encoding="utf-8")
    (folder / "mkdocs.yml").write_text(json.dumps(_settings()), encoding="utf-8")
    reports = folder / "reports"
    reports.mkdir()
    story = "\n\n## The visits\n\nThey were counted.\n"
    (reports / "visits.md").write_text(f"---\n{json.dumps(_report())}\n---{story}", encoding="utf-8")


def _names(stem: str, count: int) -> list[str]:
    return [f"{stem}-{number:02}" for number in range(1, count + 1)]


def _months(count: int) -> list[str]:
    return [f"{FIRST_YEAR + place // 12}-{place % 12 + 1:02}" for place in range(count)]


def _both(text: str) -> dict[str, str]:
    return {"en": text}


def _settings() -> dict[str, object]:
    ours = {
        "agency": {"name": _both("An office"), "accent": {"light": "#00607f", "dark": "#62c3e3"}},
        "languages": ["en"],
        "time_zone": "Asia/Jakarta",
        "licence": _licence(),
        "contact": {"name": _both("An office"), "email": "office@example.org"},
        "channels": {"site": {"kind": "folder", "path": "site"}},
        "networks": [],
        "calendar": {"at": "09:30", "lag_days": 1},
    }
    return {
        "site_name": "Visits",
        "site_url": "https://example.org/",
        "docs_dir": "reports",
        "site_dir": "site",
        "plugins": [{"berkala": ours}],
    }


def _licence() -> dict[str, object]:
    return {"name": "CC0-1.0", "title": _both("CC0"), "path": "https://creativecommons.org/publicdomain/zero/1.0/"}


def _dataset(months: int, areas: list[str], items: list[str]) -> dict[str, object]:
    text = {"type": "string"}
    fields = [
        {"name": "month", "role": "period", **text, "title": _both("Month"), "description": _both("The month.")},
        _dimension("area", "places", areas),
        _dimension("item", "kinds", items),
        *(
            {"name": name, "type": "integer", "role": "measure", "title": _both(name), "description": _both(name)}
            | {"unit": _both("visits"), "minimum": 0}
            for name in ("visits", "late")
        ),
    ]
    return {
        "name": "visits",
        "title": _both("Visits"),
        "description": _both("Visits, made by chance."),
        "frequency": "month",
        "coverage": {"from": _months(months)[0], "until": _months(months)[-1]},
        "sources": [{"title": "Chance", "publisher": "An office"}],
        "licence": _licence(),
        "retrieved": "2026-11-22",
        "protect": {"none_because": _both("Made by chance.")},
        "resource": {
            "path": "visits.csv",
            "format": "csv",
            "schema": {"primaryKey": ["month", "area", "item"], "fields": fields},
        },
    }


def _dimension(name: str, plural: str, values: list[str]) -> dict[str, object]:
    categories = [{"value": value, "label": _both(value)} for value in values]
    return {"name": name, "type": "string", "role": "dimension", "title": _both(name), "plural": _both(plural)} | {
        "description": _both(name),
        "categories": categories,
    }


def _report() -> dict[str, object]:
    return {
        "title": _both("Visits"),
        "summary": _both("How many visits there were."),
        "place": _both("Somewhere"),
        "dataset": "visits",
        "frequency": "month",
        "schedule": {"first_release": "2020-01-01T09:30", "lag_days": 1},
        "compare": "year_before",
        "lead": "within",
        "card": "main",
        "indicators": {
            "within": _indicator("Dealt with in time", "share_without", {"part": "late", "whole": "visits"}, "area")
            | {"unit": "percent", "decimals": 1},
            "visits": _indicator("Visits", "total", {"of": "visits"}, "item") | {"unit": "count", "decimals": 0},
        },
        "charts": {"main": {"kind": "line", "indicator": "within", "show": ["all"]}},
        "methods": _both("Counted."),
    }


def _indicator(name: str, formula: str, inputs: dict[str, str], by: str) -> dict[str, object]:
    return {
        "name": _both(name),
        "short": _both(name),
        "phrase": _both("of visits were dealt with in time"),
        "formula": formula,
        "inputs": inputs,
        "polarity": "higher_is_better",
        "by": by,
        "all_label": _both("All"),
    }


# -- the contenders ----------------------------------------------------------------------------------------------


def ours(folder: Path) -> Answers:
    """Our rooms from the bytes of the file to the figures of the newest edition."""
    from berkala.plan import Request

    now = _newest(folder)
    request = Request(folder, datetime(2030, 1, 1, tzinfo=UTC), "build", (f"visits@{now}",))
    found = timed(request, "measure")
    if found.problems or len(found.editions) != 1:
        raise ValueError([(one.code, one.message("en")) for one in found.problems])
    figures = found.editions[0].figures
    values = {key: figures[key].value for key in _asked(folder) if key in figures}
    return {key: float(value) for key, value in values.items() if value is not None}


def pandas(folder: Path) -> Answers:
    """The same numbers by pandas alone."""
    import pandas as pd

    frame = pd.read_csv(folder / "datasets/visits/visits.csv")
    by_area = frame.groupby(["month", "area"])[["visits", "late"]].sum()
    by_item = frame.groupby(["month", "item"])["visits"].sum()
    whole = frame.groupby("month")[["visits", "late"]].sum()
    within, within_all = 100 - 100 * by_area["late"] / by_area["visits"], 100 - 100 * whole["late"] / whole["visits"]
    return _named(
        _newest(folder),
        {("all", month): value for month, value in within_all.items()}
        | {(area, month): value for (month, area), value in within.items()},
        {("all", month): value for month, value in whole["visits"].items()}
        | {(item, month): value for (month, item), value in by_item.items()},
    )


def duckdb(folder: Path) -> Answers:
    """The same numbers by DuckDB alone."""
    import duckdb as library

    connection = library.connect()
    connection.execute("SET threads = 1")
    file = str(folder / "datasets/visits/visits.csv")
    connection.execute("CREATE TABLE visits AS SELECT * FROM read_csv(?, types = {'month': 'VARCHAR'})", [file])
    within = "100 - 100.0 * sum(late) / sum(visits)"
    sets = "FROM visits GROUP BY GROUPING SETS ((month), (month, {by}))"
    shares = connection.execute(f"SELECT coalesce(area, 'all'), month, {within} {sets.format(by='area')}")
    shares_found = {(area, month): value for area, month, value in shares.fetchall()}
    totals = connection.execute(f"SELECT coalesce(item, 'all'), month, sum(visits) {sets.format(by='item')}")
    return _named(_newest(folder), shares_found, {(item, month): value for item, month, value in totals.fetchall()})


Found = Mapping[tuple[str, str], float]


def _named(now: str, within: Found, visits: Found) -> Answers:
    """What is asked for, out of every category's value in every month."""
    before, year_before = _before(now, 1), _before(now, 12)
    answers = {}
    for name, found in (("within", within), ("visits", visits)):
        for category, month in found:
            if category == "all" or month in (now, before, year_before):
                answers[f"{name}.{category}.{month}"] = float(found[category, month])
        for category in {category for category, _ in found}:
            for ending, then in (("year", year_before), ("previous", before)):
                old, new = float(found[category, then]), float(found[category, now])
                if name == "within":
                    answers[f"{name}.{category}.{now}.change-{ending}"] = new - old
                else:
                    answers[f"{name}.{category}.{now}.growth-{ending}"] = 100 * (new - old) / old
    return answers


def _asked(folder: Path) -> Iterator[str]:
    """The ids of every number asked for."""
    now = _newest(folder)
    months = _months((int(now[:4]) - FIRST_YEAR) * 12 + int(now[5:]))
    places = {(name, month): 1.0 for name in ("all", *_names("area", AREAS)) for month in months}
    kinds = {(name, month): 1.0 for name in ("all", *_names("item", ITEMS)) for month in months}
    yield from _named(now, places, kinds)


def _before(month: str, count: int) -> str:
    place = int(month[:4]) * 12 + int(month[5:]) - 1 - count
    return f"{place // 12}-{place % 12 + 1:02}"


def _newest(folder: Path) -> str:
    """The newest month, which is in the last line of the file."""
    with (folder / "datasets/visits/visits.csv").open("rb") as file:
        file.seek(-60, 2)
        return file.read().decode().splitlines()[-1][:7]


WAYS = {way.__name__: way for way in (ours, pandas, duckdb)}


def main() -> None:
    """``WAY FOLDER COUNT``: the publication with so many thousand rows, in a folder of that name."""
    way, folder, thousands = sys.argv[1:]
    tell(answers=WAYS[way](Path(folder) / thousands))


if __name__ == "__main__":
    main()

"""A CSV of a million rows read and checked: ours, from its bytes to the table, and pandera on pandas.

Both hold every cell against the same rules: months of a coverage, allowed places and items, whole numbers from nought,
numbers from 0 to 100, and no two rows with the same key. Ours further asks that no row is missing, keeps a status
beside each value, refuses a number that cannot be kept as it is written, and sorts. In the spoiled file a thousand
cells are wrong; both say which, by row and column. Of one column ours says twenty in whole sentences and counts the
rest; pandera makes a line for each.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from itertools import product
from pathlib import Path

from benchmarks.contest import tell

PLACES = [f"place-{number:03}" for number in range(100)]
ITEMS = [f"item-{number:02}" for number in range(10)]
FIRST_YEAR, LAST_YEAR = 1930, 2029
#: How many cells of the spoiled file are wrong, and how each column's are: a form in which the right text stands.
WRONG = 1000
_WRONG = {"month": "{}-1", "place": "{}0", "item": "x{}", "visits": "-1{}", "rate": "1000{}"}

Answers = dict[str, float]


# -- what is prepared --------------------------------------------------------------------------------------------


def prepare(folder: Path, months: int) -> None:
    """Write ``clean.csv`` and ``spoiled.csv`` with a thousand rows for each of these months, always the same ones.

    They are written row by row: what this process holds would count as the contenders' memory.
    """
    chance, wrong = random.Random(20261130), random.Random(7)
    chosen = set(wrong.sample(range(months * len(PLACES) * len(ITEMS)), WRONG))
    folder.mkdir(parents=True)
    with (folder / "clean.csv").open("w") as clean, (folder / "spoiled.csv").open("w") as spoiled:
        for file in (clean, spoiled):
            file.write(",".join(_WRONG) + "\n")
        for number, key in enumerate(product(_months()[:months], PLACES, ITEMS)):
            row = [*key, str(chance.randint(0, 90_000)), f"{chance.randint(0, 10_000) / 100:.2f}"]
            clean.write(",".join(row) + "\n")
            if number in chosen:
                place, form = wrong.choice(list(enumerate(_WRONG.values())))
                row[place] = form.format(row[place])
            spoiled.write(",".join(row) + "\n")


def _months() -> list[str]:
    return [f"{year}-{month:02}" for year in range(FIRST_YEAR, LAST_YEAR + 1) for month in range(1, 13)]


# -- the contenders ----------------------------------------------------------------------------------------------


def ours(file: Path) -> Answers:
    """The room `tidy`, and the sentence of each problem."""
    from little_tables import dataset, dimension, measure, tidied

    fields = dimension("place", *PLACES), dimension("item", *ITEMS), measure("visits", minimum=0)
    rate = measure("rate", type="number", minimum=0, maximum=100)
    one = dataset(*fields, rate, coverage={"from": _months()[0], "until": _months()[-1]})
    tables = tidied(one, file.read_bytes())
    wrong: Counter[str] = Counter()
    for problem in tables.problems:
        said = problem.message("en")
        wrong[str(problem.column)] += int(str(problem.facts["count"])) if problem.code == "tidy.more" else bool(said)
    if wrong:
        return dict(wrong)
    frame = tables.by_dataset[one.name].frame
    return {"rows": len(frame), "visits": float(frame["visits"].sum()), "rate": float(frame["rate"].sum())}


def pandera(file: Path) -> Answers:
    """What pandas reads, checked by pandera; what fails is told in a frame with a row for each failure."""
    import pandas as pd
    import pandera.pandas as pa

    schema = pa.DataFrameSchema(
        {
            "month": pa.Column(str, pa.Check.isin(_months())),
            "place": pa.Column(str, pa.Check.isin(PLACES)),
            "item": pa.Column(str, pa.Check.isin(ITEMS)),
            "visits": pa.Column(int, pa.Check.ge(0)),
            "rate": pa.Column(float, pa.Check.in_range(0, 100)),
        },
        unique=["month", "place", "item"],
        strict=True,
    )
    texts = dict.fromkeys(("month", "place", "item"), str)
    frame = pd.read_csv(file, dtype={**texts, "visits": int, "rate": float}, keep_default_na=False)
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        return {name: float(count) for name, count in error.failure_cases["column"].value_counts().items()}
    return {"rows": len(frame), "visits": float(frame["visits"].sum()), "rate": float(frame["rate"].sum())}


WAYS = {way.__name__: way for way in (ours, pandera)}


def main() -> None:
    """``WAY FOLDER NAME COUNT``: the file of that name with so many thousand rows, in a folder of that number."""
    way, folder, name, thousands = sys.argv[1:]
    tell(answers=WAYS[way](Path(folder) / thousands / f"{name}.csv"))


if __name__ == "__main__":
    main()

"""A corpus through `tidy`: its newest period as the CSV file that a descriptor would name, one cell of it a text."""

from __future__ import annotations

import re

from berkala.errors import Problem
from little_tables import column, dataset, dimension, measure, tidied
from unusual.corpora import Corpus
from unusual.planting import Fault


def _slug(text: object) -> str:
    return re.sub(r"[^a-z0-9]+", "-", str(text).lower()).strip("-")[:60]


def problems_of(fault: Fault, corpus: Corpus) -> tuple[Problem, ...]:
    """What `tidy` says of the newest period with the fault's text in its cell; the row is that of the whole table."""
    newest = max(corpus.frame["period"])
    frame = corpus.frame[corpus.frame["period"] == newest]
    (row,), (name,) = fault.rows, fault.columns
    values = frame[list(corpus.measures)]
    texts = values.astype(float).map(lambda value: f"{value}").astype(object).where(values.notna(), "..")
    texts.loc[row, name] = fault.told
    dimensions = [_slug(one).replace("-", "_") for one in corpus.dimensions]
    categories = [frame[one].map(_slug) for one in corpus.dimensions]
    fields = [
        column("period", "period"),
        *(dimension(one, *sorted(set(values))) for one, values in zip(dimensions, categories, strict=True)),
        *(measure(one, type="number", missing=[".."]) for one in corpus.measures),
    ]
    key = ["period", *dimensions]
    resource = {"path": "x.csv", "format": "csv", "schema": {"primaryKey": key, "fields": fields}}
    described = dataset(
        frequency=corpus.frequency,
        coverage={"from": newest.code, "until": newest.code},
        sparse={"en": "x", "id": "x"},
        resource=resource,
    )
    lines = [",".join([*key, *corpus.measures])]
    for at in range(len(frame)):
        cells = [newest.code, *(str(values.iloc[at]) for values in categories), *texts.iloc[at]]
        lines.append(",".join(f'"{cell}"' for cell in cells))
    whole = list(frame.index)
    found = tidied(described, "\n".join(lines) + "\n").problems
    return tuple(one.at(row=int(whole[one.row - 2])) if one.row else one for one in found)

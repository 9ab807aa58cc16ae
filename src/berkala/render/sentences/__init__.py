"""Sentences of an edition, made from its figures: headline, main points, statements, facts, labels.

They claim no more than the figures allow, in every language the same. The grammar stands in the language files.
"""

from __future__ import annotations

from berkala.render.sentences.changes import Comparison, compare
from berkala.render.sentences.comparisons import change_phrase, compared, main_points, points
from berkala.render.sentences.facts import Fact, change_fact, facts, reference_fact
from berkala.render.sentences.headline import headline
from berkala.render.sentences.labels import column_head, label_of, listed, named, reason_of, under_title, within
from berkala.render.sentences.records import Record, enough_periods, points_of, record_of
from berkala.render.sentences.references import Bound, beside, in_force, milestone, ranged
from berkala.render.sentences.statements import Told, statements
from berkala.render.sentences.verdicts import Verdict, banded, measured_by, verdict

__all__ = [
    "Bound",
    "Comparison",
    "Fact",
    "Record",
    "Told",
    "Verdict",
    "banded",
    "beside",
    "change_fact",
    "change_phrase",
    "column_head",
    "compare",
    "compared",
    "enough_periods",
    "facts",
    "headline",
    "in_force",
    "label_of",
    "listed",
    "main_points",
    "measured_by",
    "milestone",
    "named",
    "points",
    "points_of",
    "ranged",
    "reason_of",
    "record_of",
    "reference_fact",
    "statements",
    "under_title",
    "verdict",
    "within",
]

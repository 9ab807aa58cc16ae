"""What holds until another is set, a standard or a goal, is said to be in force; a target is for its period."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from berkala.plan import Publication, read_publication
from berkala.render.packages.page import _extent
from berkala.render.page import _rows
from berkala.words import available, language
from publications import REPOSITORY


@pytest.fixture(scope="module")
def shipped() -> Publication:
    publication, _ = read_publication(REPOSITORY)
    assert publication is not None
    return publication


def told(publication: Publication, report: str, dataset: str, first: str, last: str, code: str = "en") -> list[str]:
    """What the edition's page and the dataset's own say of a dataset with two rows."""
    entry = {"name": dataset, "rows": 2, "from": first, "until": last}
    data = {dataset: SimpleNamespace(spec=publication.datasets[dataset].spec)}
    findings = SimpleNamespace(report=publication.reports[report], data=data)
    said = [make(findings, entry, language(code)) for make in (_rows, lambda one, two, three: _extent(two, one, three))]
    return [one.text for one in said]


def test_only_what_holds_until_another_is_set_is_standing(shipped: Publication) -> None:
    standing = {name for name in shipped.datasets if shipped.is_standing(name)}
    assert standing == {"four-hour-standard", "inflation-goal"}


def test_a_standard_is_in_force_and_a_target_is_for_its_year(shipped: Publication) -> None:
    assert told(shipped, "emergency-care", "four-hour-standard", "2004", "2010") == [
        "2 rows, in force since 2010", "2 rows, in force since 2010.",
    ]  # fmt: skip
    assert told(shipped, "kemiskinan", "poverty-target", "2024", "2024") == ["2 rows, for 2024", "2 rows, 2024."]
    assert told(shipped, "kemiskinan", "poverty-provinces", "2015-03", "2022-03") == [
        "2 rows, to March 2022", "2 rows, March 2015 to March 2022.",
    ]  # fmt: skip


@pytest.mark.parametrize("code", available())
def test_every_language_says_so(shipped: Publication, code: str) -> None:
    said = told(shipped, "emergency-care", "four-hour-standard", "2004", "2010", code)
    assert all("2010" in one and "2004" not in one for one in said)
    held = language(code).sentence(
        "site.data.standing",
        period=language(code).period_within(shipped.datasets["four-hour-standard"].spec.period("2010")),
    )
    assert "2010" in held.text

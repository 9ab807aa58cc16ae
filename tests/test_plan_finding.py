"""plan: topics, lists of places, official channels and what the agency is for; and every mistake in them, told."""

from __future__ import annotations

from pathlib import Path

import pytest

from berkala.plan.reading import read_publication
from plan_cases import REPORT as CARE
from plan_cases import SETTINGS, Case, assert_told, case_name, copy_care, edit, problems

CHANNEL = "        - network: mastodon\n          address: https://social.berkala.example/@peragaan\n"

CASES = [
    Case("plan.topic-unknown", CARE, "topic: health", "topic: heath", "health"),
    Case("plan.topic-unknown", CARE, "topic: health", "topic: weather", ""),
    Case("plan.name-form", CARE, "topic: health", "topic: Public Health"),
    Case("plan.text-missing", SETTINGS, "health: {en: Health, id: Kesehatan}", "health: {en: Health}"),
    Case("plan.choice", SETTINGS, "network: mastodon", "network: mastodn", "mastodon"),
    Case("plan.web-form", SETTINGS, "https://social.berkala.example/@peragaan", "social.berkala.example"),
    Case("plan.web-form", SETTINGS, "https://social.berkala.example/@peragaan", "https://localhost"),
    Case("plan.key-unknown", SETTINGS, "          handle:", "          handel:", "handle"),
    Case("plan.text-digit", SETTINGS, "en: Every release as", "en: All 12 releases as"),
    Case(
        "plan.text-digit",
        SETTINGS,
        "          en: >-\n            Berkala turns",
        "          en: >-\n            All 12 turn",
    ),
    Case("plan.text-missing", SETTINGS, "id: Satu pesan untuk setiap rilis}", "fr: Un message}"),
    Case(
        "plan.geography-alone",
        "datasets/emergency-care/dataset.yml",
        "role: dimension\n",
        "role: dimension\n        geography: england\n",
        below=1,
    ),
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_care(tmp_path / "publication")


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_a_mistake_is_told_with_its_place_and_the_nearest_name(root: Path, case: Case) -> None:
    assert_told(root, case)


def test_it_is_sound_before_it_is_spoilt_and_is_read(root: Path) -> None:
    found, wrong = read_publication(root)
    assert wrong == ()
    assert found is not None
    assert list(found.settings.topics) == ["prices", "poverty", "health"]
    assert found.settings.official[0].network == "mastodon"
    assert found.reports["emergency-care"].spec.topic == "health"


def test_none_of_it_is_needed(root: Path) -> None:
    text = (root / SETTINGS).read_text(encoding="utf-8")
    for first, last in (("      official:\n", "      channels:\n"), ("        purpose:\n", "        accent:")):
        start, end = text.index(first), text.index(last)
        text = text[:start] + text[end:]
    (root / SETTINGS).write_text(text, encoding="utf-8")
    edit(root, CARE, "topic: health\n", "")
    assert problems(root) == ()

"""plan: the two readers of YAML, the C library's and Python's, read the same and fail alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from berkala.plan import documents
from berkala.plan.documents import CORE, read_front_matter
from publications import REPOSITORY

FILES = sorted(
    path
    for pattern in ("mkdocs.yml", "datasets/*/dataset.yml", "tests/cases/*/in/**/*.yml", "src/berkala/**/*.yml")
    for path in REPOSITORY.glob(pattern)
)


def flat(node: yaml.Node | None, way: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    """Every value of a document with its way, its kind and its line."""
    if isinstance(node, yaml.ScalarNode):
        yield way, node.tag, node.value, node.start_mark.line
    elif isinstance(node, yaml.SequenceNode):
        yield way, node.tag, node.start_mark.line
        for place, child in enumerate(node.value):
            yield from flat(child, (*way, place))
    elif isinstance(node, yaml.MappingNode):
        yield way, node.tag, node.start_mark.line
        for key, child in node.value:
            yield (*way, key.value), key.start_mark.line
            yield from flat(child, (*way, key.value))


@pytest.mark.slow
def test_both_readers_read_every_file_alike() -> None:
    assert len(FILES) > 50
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        first, *others = (list(flat(yaml.compose(text, reader))) for reader in (CORE.quick, CORE.loader))
        assert all(other == first for other in others), path


@pytest.mark.parametrize(
    "text",
    [
        "a: 012\nb: 11:00\nc: no\nd: 2019-03-01\ne: 1e5\nf: .5\ng: ~\nh:",
        "x: !ENV HOME\ny: 'it''s'\nz: |\n  a\n  b\n",
        "{a: [1, {b: c}]}",
    ],
)
def test_both_readers_keep_to_the_same_core_types(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "x.md"
    file.write_text(f"---\n{text}\n---\n", encoding="utf-8")
    fast = read_front_matter(file, tmp_path)
    monkeypatch.setattr(documents, "CORE", replace(CORE, quick=CORE.loader))
    slow = read_front_matter(file, tmp_path)
    assert (fast.data, fast.lines, fast.problems) == (slow.data, slow.lines, slow.problems)
    assert fast.data

"""check: how heavy a card and the picture of a chart may be."""

from __future__ import annotations

import pytest

from berkala.check.editions import check_picture


def png(height: int, size: int) -> bytes:
    """The beginning of a picture that is so tall, and so many bytes in all."""
    head = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (1200).to_bytes(4, "big") + height.to_bytes(4, "big")
    return head.ljust(size, b"\x00")


@pytest.mark.parametrize(
    ("path", "height", "size", "told"),
    [
        ("a/2024/share/number-1200x630.en.png", 630, 60_000, []),
        ("a/2024/share/number-1200x630.en.png", 630, 61_000, [("check.card-heavy", 60)]),
        ("a/2024/charts/main.en.png", 800, 100_000, []),
        ("a/2024/charts/main.en.png", 800, 101_000, [("check.picture-heavy", 100)]),
        # Sixty rows are taller, and weigh more, in the same proportion.
        ("a/2024/charts/areas.en.png", 2400, 144_000, []),
        ("a/2024/charts/areas.en.png", 2400, 145_000, [("check.picture-heavy", 144)]),
    ],
)
def test_a_picture_may_weigh_what_its_height_allows(path: str, height: int, size: int, told: list[object]) -> None:
    found = [(problem.code, problem.facts["budget"]) for problem in check_picture(path, png(height, size))]
    assert found == told

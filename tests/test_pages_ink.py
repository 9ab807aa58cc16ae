"""Whether a fault in a drawing would be found: each put into a drawing that has none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from browsing import MARKS, chromium, opened
from page_ink import ink_faults

pytestmark = MARKS

GOOD = """<!doctype html><meta name="viewport" content="width=device-width"><style>
figure { margin: 0 }
body { margin: 0; background: #fff; font: 16px sans-serif } svg { overflow: visible; display: block }
text { font: 500 14px sans-serif; fill: #222 } .tile { fill: #124 } .on { fill: #fff }
.halo { paint-order: stroke; stroke: #fff; stroke-width: 4px }
@media (prefers-color-scheme: dark) { body { background: #111 } text { fill: #eee } .halo { stroke: #111 } }
</style><figure id="one"><svg viewBox="0 0 300 100" width="300" height="100"><defs>
<g id="t">
<rect class="tile" width="40" height="40"/><text class="on" x="20" y="26" text-anchor="middle">ABC</text></g></defs>
<text x="10" y="20">First label</text><text x="10" y="36">Second label</text>
<text class="halo" x="120" y="20">Held</text>
<use href="#t" x="200" y="20"/><!-- here --></svg></figure><p>Below it</p>"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_drawn_well_has_no_fault(browser: Browser, scheme: str) -> None:
    assert faults(browser, GOOD, scheme) == []


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("<!-- here -->", '<text x="250" y="80">A long label</text>', "clipped: 'A long label'"),
        ("<!-- here -->", '<text x="10" y="103">Deep ggg</text>', "clipped: 'Deep ggg'"),
        ("<!-- here -->", '<text x="60" y="39">Third</text>', "overlap: 'Second label' and 'Third'"),
        ("<!-- here -->", '<text x="10" y="60" font-size="9" style="font-size:9px">Tiny</text>', "too small: 'Tiny'"),
        ("<!-- here -->", '<text x="10" y="60" style="fill:#999">Faint</text>', "too faint: 'Faint'"),
        ("<!-- here -->", '<text x="10" y="60" style="fill:#222;fill-opacity:.5">Half</text>', "too faint: 'Half'"),
        ('class="on"', 'class="off"', "too faint: 'ABC'"),
        ('x="20" y="26"', 'x="20" y="90"', "clipped: 'ABC'"),
        ('x="200" y="20"', 'x="20" y="0"', "overlap: "),
        ('class="tile" width', 'class="tile" fill-opacity=".1" style="fill:#fff" width', "too faint: 'ABC'"),
        ("<p>Below it</p>", f'<p style="white-space:nowrap">{"A line too long " * 9}</p>', "outside"),
        ('width="300"', 'width="400"', "scrolls sideways"),
        ('width="300" height="100"', 'width="150" height="50"', "too small: 'First label' at 7.0 px"),
    ],
)  # fmt: skip
def test_a_fault_is_found(browser: Browser, was: str, now: str, told: str) -> None:
    assert GOOD.count(was) == 1, was
    found = faults(browser, GOOD.replace(was, now), "light")
    assert [fault for fault in found if told in fault], found


def faults(browser: Browser, text: str, scheme: str) -> list[str]:
    page, _ = opened(browser, 320, scheme)
    page.set_content(text)
    found = ink_faults(page)
    page.context.close()
    return found

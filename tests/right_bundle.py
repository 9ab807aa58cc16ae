"""One edition's bundle written by hand, in which nothing is wrong: tests of `check` plant one fault at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from berkala.check import check
from berkala.errors import Problem
from berkala.periods import parse
from berkala.plan import Edition, Plan, Publication, Report, Request
from berkala.plan.publication import Dataset
from berkala.plan.specifications import DatasetSpec, ReportSpec, Settings
from berkala.render.bundle import Bundle, Bundles

ZONE = ZoneInfo("Asia/Jakarta")
RELEASE = datetime(2026, 11, 20, 9, 30, tzinfo=ZONE)
FIGURES = "public/waits/2019-03/figures.json"
JSON_EN = "waits/2019-03/figures.json"
POSTS = "public/waits/2019-03/share/posts.json"
CSV = "public/data/waits/2019-03/waits.csv"
EN, ID = "fragments/edition.en.html", "fragments/edition.id.html"
PAGE, CARD = "waits/2019-03/ (en)", "public/waits/2019-03/share/main.en.svg"

_LICENCE = {"name": "CC0-1.0", "title": {"en": "CC0", "id": "CC0"}, "path": "https://licence.example/"}
_BOTH = {"en": "Waits", "id": "Waktu tunggu"}


def publication() -> Publication:
    """Settings, one dataset, one report: as small as they may be."""
    settings = {
        "site_url": "https://office.example/",
        "agency": {"name": {"en": "The office", "id": "Kantor"}},
        "languages": ["en", "id"],
        "time_zone": "Asia/Jakarta",
        "licence": _LICENCE,
        "contact": {"name": {"en": "A desk", "id": "Meja"}, "email": "desk@office.example"},
        "channels": {"site": {"kind": "folder", "path": "site"}},
    }
    fields = [
        {"name": "period", "type": "string", "role": "period", "title": _BOTH},
        {"name": "seen", "type": "integer", "role": "measure", "title": _BOTH, "unit": _BOTH},
        {"name": "over", "type": "integer", "role": "measure", "title": _BOTH, "unit": _BOTH},
    ]
    dataset = {
        "name": "waits",
        "title": {"en": "Waits (Type 1)", "id": "Waktu tunggu (Tipe 1)"},
        "description": _BOTH,
        "frequency": "month",
        "coverage": {"from": "2018-03", "until": "2019-03"},
        "sources": [{"title": "A book", "publisher": "A house"}],
        "licence": _LICENCE,
        "retrieved": "2026-11-01",
        "protect": {"none_because": _BOTH},
        "resource": {"path": "waits.csv", "format": "csv", "schema": {"primaryKey": ["period"], "fields": fields}},
    }
    indicator = {"name": _BOTH, "phrase": _BOTH, "decimals": 1}
    within = {"formula": "share_without", "inputs": {"part": "over", "whole": "seen"}, "unit": "percent"}
    seen = {"formula": "total", "inputs": {"of": "seen"}, "unit": "count"}
    report = {
        "title": _BOTH,
        "summary": _BOTH,
        "place": _BOTH,
        "dataset": "waits",
        "frequency": "month",
        "schedule": {"first_release": "2026-11-20T09:30"},
        "compare": "year_before",
        "lead": "within",
        "indicators": {
            "within": {**indicator, **within, "polarity": "higher_is_better"},
            "seen": {**indicator, **seen, "decimals": 0, "polarity": "neutral"},
        },
        "charts": {"main": {"kind": "line", "indicator": "within", "show": ["all"]}},
        "methods": _BOTH,
        "card": "main",
    }
    known = Dataset("waits", "datasets/waits", DatasetSpec.model_validate(dataset))
    told = Report("waits", "reports/waits.md", ReportSpec.model_validate(report), {})
    return Publication(Path("publication"), Settings.model_validate(settings), {"waits": known}, {"waits": told})


def edition() -> Edition:
    """March 2019."""
    return Edition("waits", "waits", parse("2019-03", "month"), RELEASE)


def bundles(files: Mapping[str, bytes] | None = None, about: Mapping[str, object] | None = None) -> Bundles:
    """The right bundle, or the one with these files and this knowledge."""
    plan = Plan(Request(Path("publication"), RELEASE), publication(), (edition(),))
    made = Bundle(edition(), about or ABOUT, right_files() if files is None else files, "made by hand")
    return Bundles(plan, (made,))


# -- figures -----------------------------------------------------------------------------------------------------

_TEN = Decimal("1e-10")
SEEN, OVER, SEEN_BEFORE, OVER_BEFORE = (Decimal(n) for n in (2167550, 290359, 2049785, 315232))
NOW = (100 * (1 - OVER / SEEN)).quantize(_TEN)
BEFORE = (100 * (1 - OVER_BEFORE / SEEN_BEFORE)).quantize(_TEN)
GROWTH = (100 * (SEEN / SEEN_BEFORE - 1)).quantize(_TEN)
LEAD, EARLIER = "within.all.2019-03", "within.all.2018-03"
CHANGE, GAP = f"{LEAD}.change-year", f"{LEAD}.gap"


def _figure(
    name: str, value: Decimal | None, unit: str, decimals: int, texts: tuple[str, str], **origin: object
) -> dict[str, object]:
    return {
        "id": name,
        "value": value,
        "status": "c" if value is None else "",
        "unit": unit,
        "decimals": decimals,
        "period": "2018-03" if "2018-03" in name else "2019-03",
        "area": "England",
        "breakdown": {},
        "text": dict(zip(("en", "id"), texts, strict=True)),
        "dataset": "waits",
        "version": "2019-03",
        **origin,
    }


def _cell(column: str, period: str) -> dict[str, object]:
    return {"where": {"file": "waits.csv", "column": column, "key": {"period": period}}}


def _made(formula: str, *inputs: str) -> dict[str, object]:
    return {"formula": formula, "inputs": list(inputs)}


def figures() -> list[dict[str, object]]:
    """Every figure of the edition. The texts are typed, not made by the program that is tested."""
    return [
        _figure("cell.over.2018-03", OVER_BEFORE, "count", 0, ("315,232", "315.232"), **_cell("over", "2018-03")),
        _figure("cell.over.2019-03", OVER, "count", 0, ("290,359", "290.359"), **_cell("over", "2019-03")),
        _figure("cell.seen.2018-03", SEEN_BEFORE, "count", 0, ("2,049,785", "2.049.785"), **_cell("seen", "2018-03")),
        _figure("cell.seen.2019-03", SEEN, "count", 0, ("2,167,550", "2.167.550"), **_cell("seen", "2019-03")),
        _figure("cell.hidden.2019-03", None, "count", 0, ("[c]", "[c]"), **_cell("hidden", "2019-03")),
        _figure("within.reference", Decimal(95), "percent", 0, ("95%", "95%"), **_cell("standard", "2019-03")),
        _figure(
            EARLIER,
            BEFORE,
            "percent",
            1,
            ("84.6%", "84,6%"),
            **_made("share_without", "cell.over.2018-03", "cell.seen.2018-03"),
        ),
        _figure(
            LEAD,
            NOW,
            "percent",
            1,
            ("86.6%", "86,6%"),
            **_made("share_without", "cell.over.2019-03", "cell.seen.2019-03"),
        ),
        _figure(CHANGE, NOW - BEFORE, "points", 1, ("2.0 points", "2,0 poin"), **_made("change", LEAD, EARLIER)),
        _figure(GAP, NOW - 95, "points", 1, ("−8.4 points", "−8,4 poin"), **_made("gap", LEAD, "within.reference")),
        _figure(
            "seen.all.2019-03.growth-year",
            GROWTH,
            "percent_change",
            1,
            ("5.7%", "5,7%"),
            **_made("growth", "cell.seen.2019-03", "cell.seen.2018-03"),
        ),
        _figure(
            f"{LEAD}.periods-met",
            Decimal(0),
            "count",
            0,
            ("0", "0"),
            **_made("count_at_least", "within.reference", LEAD, EARLIER),
        ),
        _figure(f"{LEAD}.periods", Decimal(2), "count", 0, ("2", "2"), **_made("count", LEAD, EARLIER)),
    ]


def figures_json(items: list[dict[str, object]], report: str = "waits", period: str = "2019-03") -> bytes:
    """The file: a Decimal is written with all its digits."""
    marked = json.dumps(
        {"schema": "berkala/figures/1", "report": report, "period": period, "figures": items},
        default=lambda value: f"\ue000{value:f}\ue000",
        ensure_ascii=False,
    )
    return marked.replace('"\ue000', "").replace('\ue000"', "").encode()


# -- pages, posts, drawings --------------------------------------------------------------------------------------


def _data(name: str, value: Decimal | str, text: str, more: str = "") -> str:
    return f'<data class="figure" value="{value}" data-figure="{name}"{more}>{text}</data>'


MAGNITUDE = " data-magnitude"

_PAGE_EN = f"""
<h1>{_data(LEAD, NOW, "86.6%")} of patients were seen within four hours in
<time datetime="2019-03">March 2019</time></h1>
<p>It <span data-direction="{CHANGE}">rose</span> by {_data(CHANGE, NOW - BEFORE, "2.0 percentage points", MAGNITUDE)}
in a year, from {_data(EARLIER, BEFORE, "84.6%")}; <span data-direction="{CHANGE}">better</span>.</p>
<p>Released <time datetime="2026-11-20T09:30+07:00">Friday 20 November 2026, 9:30 am (Jakarta time)</time>.</p>
<figure><figcaption>Seen within four hours</figcaption><svg aria-hidden="true"><text data-role="tick">80%</text>
<text data-time="2019-03">Mar 2019</text><text data-figure="{LEAD}">86.6<tspan>%</tspan></text></svg></figure>
<h2>Attendances at <span data-role="name">Type 1</span> units</h2>
<p>There were {_data("cell.seen.2019-03", SEEN, "2.17 million")}, or {_data("cell.seen.2019-03", SEEN, "2,167,550")}.
The gap is {_data(GAP, NOW - 95, "−8.4 points")}; hidden: {_data("cell.hidden.2019-03", "", "[c]")}.</p>
<table><tr><th scope="col">Month</th></tr><tr><th scope="row"><time datetime="2019-03">Mar 2019</time></th></tr></table>
<p><img src="@/waits/2019-03/share/main.en.png" alt="Line: 86.6% in March 2019, Waits (Type 1)" data-figures="{LEAD}">
<a href="#table">Table</a> <a id="table" href="@/data/waits/2019-03/">Data</a> <a href="https://source.example/">Source</a></p>
"""

_PAGE_ID = f"""
<h1>{_data(LEAD, NOW, "86,6 persen")} pasien ditangani dalam empat jam pada
<time datetime="2019-03">Maret 2019</time></h1>
<p>Angka ini <span data-direction="{CHANGE}">naik</span> {_data(CHANGE, NOW - BEFORE, "2,0 persen poin", MAGNITUDE)}
dalam setahun, dari {_data(EARLIER, BEFORE, "84,6%")}; <span data-direction="{CHANGE}">membaik</span>.</p>
<p>Dirilis <time datetime="2026-11-20T09:30+07:00">Jumat, 20 November 2026, pukul 09.30 WIB</time>.</p>
<figure><figcaption>Ditangani dalam empat jam</figcaption><svg aria-hidden="true"><text data-role="tick">80%</text>
<text data-time="2019-03">Mar 2019</text><text data-figure="{LEAD}">86,6<tspan>%</tspan></text></svg></figure>
<h2>Kunjungan ke unit <span data-role="name">Tipe 1</span></h2>
<p>Ada {_data("cell.seen.2019-03", SEEN, "2,17 juta")} atau {_data("cell.seen.2019-03", SEEN, "2.167.550")}.
Selisihnya {_data(GAP, NOW - 95, "−8,4 poin")}; {_data("cell.hidden.2019-03", "", "[c]")}.</p>
<table><tr><th scope="col">Bulan</th></tr><tr><th scope="row"><time datetime="2019-03">Mar 2019</time></th></tr></table>
<p><img src="@/waits/2019-03/share/main.en.png" alt="Garis: 86,6% pada Maret 2019" data-figures="{LEAD}">
<a href="@/id/">Beranda</a></p>
"""

ABOUT: dict[str, object] = {
    "headline_text": {"en": "86.6% in March 2019, 8.4 points below 95%", "id": "86,6% pada Maret 2019"},
    "description": {"en": "It rose by 2.0 points in a year.", "id": "Angka ini naik 2,0 poin dalam setahun."},
    "figures": {
        "headline_text": {"en": [LEAD, GAP, "within.reference"], "id": [LEAD]},
        "description": {"en": [CHANGE], "id": [CHANGE]},
    },
    "roles": {"edition": ["tick", "name"]},
}

_CARD = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630"><title>86.6% in March 2019</title>
<text data-figure="{LEAD}">86.6%</text><text data-time="2019-03">March 2019</text>
<text><tspan data-direction="{CHANGE}">up</tspan>
<tspan data-figure="{CHANGE}" data-magnitude="">2.0 points</tspan></text></svg>"""

POST: dict[str, object] = {
    "id": "waits-2019-03-x-en",
    "network": "x",
    "language": "en",
    "purpose": "inform",
    "thread": "waits-2019-03-x-en",
    "position": 1,
    "text": "86.6% in March 2019. It rose by 2.0 points in a year. https://office.example/waits/2019-03/",
    "length": 77,
    "limit": 280,
    "link": "https://office.example/waits/2019-03/",
    "images": [
        {"file": "waits/2019-03/share/main.en.png", "width": 1200, "height": 675, "alt": "86.6% in March 2019."}
    ],
    "figures": [LEAD, CHANGE],
    "warning": None,
    "state": "draft",
}

_PACKAGE = {
    "name": "waits",
    "title": "Waits",
    "version": "2019-03",
    "licenses": [{"name": "CC0-1.0"}],
    "sources": [{"title": "A book"}],
    "resources": [
        {"name": "waits", "path": "waits.csv", "schema": {"fields": [{"name": "period", "type": "string"}] * 2}}
    ],
}


def posts_json(*posts: Mapping[str, object]) -> bytes:
    """The file with these posts."""
    return json.dumps({"schema": "berkala/posts/1", "posts": posts}, ensure_ascii=False).encode()


def right_files() -> dict[str, bytes]:
    """Every file of the bundle."""
    rows = "period,seen,over,hidden,standard\n2018-03,2049785,315232,,95\n2019-03,2167550,290359,,95\n"
    return {
        EN: _PAGE_EN.encode(),
        ID: _PAGE_ID.encode(),
        FIGURES: figures_json(figures()),
        POSTS: posts_json(POST),
        CSV: rows.encode(),
        "public/data/waits/2019-03/datapackage.json": json.dumps(_PACKAGE).encode(),
        CARD: _CARD.encode(),
        "public/waits/2019-03/share/main.en.png": b"PNG",
    }


def replaced(path: str, old: str, new: str) -> dict[str, bytes]:
    """The right files with one text changed, once; a test that changes nothing tests nothing."""
    files = right_files()
    text = files[path].decode()
    assert old in text, f"{old!r} is not in {path}"
    return {**files, path: text.replace(old, new, 1).encode()}


def with_figure(name: str, **changes: object) -> dict[str, bytes]:
    """The right files with one figure of figures.json changed."""
    items = [{**item, **changes} if item["id"] == name else item for item in figures()]
    assert items != figures()
    return {**right_files(), FIGURES: figures_json(items)}


def with_post(**changes: object) -> dict[str, bytes]:
    """The right files with the post changed."""
    return {**right_files(), POSTS: posts_json({**POST, **changes})}


def at(period: str) -> Edition:
    """The edition of another month."""
    return replace(edition(), period=parse(period, "month"))


def found(files: Mapping[str, bytes] | None = None, about: Mapping[str, object] | None = None) -> tuple[Problem, ...]:
    return check(bundles(files, about)).problems

"""compose: the release calendar in all its states, as a page, a file, a feed and JSON."""

from __future__ import annotations

import json
import re
from datetime import datetime

import pytest
from lxml import etree, html

from berkala.compose import compose
from berkala.compose.tree import Tree
from lake import BASE, problems_of, publication_in, three, verdict_for

SCHEDULE = "schedule: {first_release: 2021-01-01T09:00, lag_days: 10}"
CHANGED = """schedule:
  first_release: 2021-01-01T09:00
  lag_days: 10
  changes:
    2020-12:
      - from: 2021-01-10T09:30
        to: 2021-01-12T09:30
        decided: 2021-01-09T16:00
        reason: {en: The server room was flooded., id: Ruang server kebanjiran.}
    2021-02:
      - from: 2021-03-10T09:30
        to: 2021-03-17T09:30
        decided: 2021-03-08T10:00
        reason: {en: Two of the gauges stood still., id: Dua alat ukur berhenti.}
    2021-03:
      - from: 2021-04-10T09:30
        to: no date yet
        decided: 2021-03-08T10:05
        reason: {en: The gauges are being replaced., id: Alat ukur sedang diganti.}
    2021-04:
      - from: 2021-05-10T09:30
        to: cancelled
        decided: 2021-03-08T10:10
        reason: {en: "Nothing was measured in April.", id: "Tidak ada pengukuran pada April."}
    2021-05:
      - to: 2021-03-09T08:00
        decided: 2021-03-09T07:45
        unscheduled: true
        reason: {en: A flood is coming., id: Banjir akan datang.}
"""
NOW = datetime.fromisoformat("2021-03-08T12:00+07:00")


@pytest.fixture(name="tree", scope="module")
def fixture_tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    root = publication_in(tmp_path_factory.mktemp("states") / "p", until="")
    report = root / "reports" / "lake.md"
    report.write_text(report.read_text(encoding="utf-8").replace(SCHEDULE, CHANGED.rstrip()), encoding="utf-8")
    return compose(verdict_for(root, three()[:2], now=NOW))


def told(tree: Tree) -> dict[str, dict[str, object]]:
    text = json.loads((tree.folder / "timetable/timetable.json").read_bytes())
    return {one["period"]: one for one in text["releases"]}


def entries(tree: Tree, prefix: str = "") -> dict[str, str]:
    page = html.document_fromstring((tree.folder / prefix / "timetable/index.html").read_bytes().decode())
    return {one.get("id"): re.sub(r"\s+", " ", one.text_content()).strip() for one in page.xpath("//li[@id]")}


def test_nothing_is_wrong_with_it(tree: Tree) -> None:
    assert problems_of(tree) == []


def test_every_state_is_said_with_the_old_date_and_the_reason(tree: Tree) -> None:
    found = entries(tree)
    assert found["lake-2021-01"] == (
        "Wednesday 10 February 2021, 9:30am (Jakarta time) Lake levels, January 2021"
        " Late · It should have been released by now."
    )
    assert found["lake-2021-02"] == (
        "Wednesday 17 March 2021, 9:30am (Jakarta time)"
        "formerly Wednesday 10 March 2021, 9:30am (Jakarta time) Lake levels, February 2021 Confirmed"
        " Put off. Reason: Two of the gauges stood still. Decided Monday 8 March 2021, 10:00am (Jakarta time)."
    )
    assert found["lake-2021-03"].startswith("No new date is set yet.formerly Saturday 10 April 2021")
    assert "Put off Reason: The gauges are being replaced." in found["lake-2021-03"]
    assert "Cancelled · This release will not come. Reason: Nothing was measured in April" in found["lake-2021-04"]
    assert "Confirmed Not scheduled before. Reason: A flood is coming." in found["lake-2021-05"]
    assert found["lake-2021-06"] == "July 2021 Lake levels, June 2021 Provisional"


def test_it_says_the_same_in_indonesian(tree: Tree) -> None:
    found = entries(tree, "id")
    assert "semula Rabu, 10 Maret 2021" in found["lake-2021-02"]
    assert "Ditunda. Alasan: Dua alat ukur berhenti. Diputuskan Senin, 8 Maret 2021" in found["lake-2021-02"]
    assert "Dibatalkan · Rilis ini tidak akan terbit." in found["lake-2021-04"]
    assert "Terlambat · Seharusnya sudah dirilis." in found["lake-2021-01"]


def test_what_is_public_keeps_the_date_it_had_before(tree: Tree) -> None:
    page = html.document_fromstring((tree.folder / "timetable/index.html").read_bytes().decode())
    released = [re.sub(r"\s+", " ", one.text_content()) for one in page.xpath("//section[@id='released']//li")]
    assert any("formerly Sunday 10 January 2021" in one and "The server room was flooded." in one for one in released)


def test_the_edition_says_what_is_late_and_what_was_put_off(tree: Tree) -> None:
    page = html.document_fromstring((tree.folder / "lake/2020-12/index.html").read_bytes().decode())
    said = re.sub(r"\s+", " ", page.xpath("//section[@id='next-release']")[0].text_content())
    assert "May 2021: Tuesday 9 March 2021, 8:00am (Jakarta time)." in said
    assert "January 2021 was due on Wednesday 10 February 2021, 9:30am (Jakarta time) and is late." in said
    assert "March 2021: put off, and no new date is set yet. Reason: The gauges are being replaced." in said


def test_json_has_a_moment_only_where_one_is_announced(tree: Tree) -> None:
    found = told(tree)
    assert {period: one["state"] for period, one in found.items() if period < "2021-07"} == {
        "2020-11": "published",
        "2020-12": "published",
        "2021-01": "late",
        "2021-02": "confirmed",
        "2021-03": "postponed",
        "2021-04": "cancelled",
        "2021-05": "confirmed",
        "2021-06": "provisional",
    }
    assert (found["2021-02"]["release"], found["2021-02"]["month"]) == ("2021-03-17T09:30:00+07:00", "2021-03")
    assert (found["2021-03"]["release"], found["2021-03"]["month"]) == (None, None)
    assert (found["2021-06"]["release"], found["2021-06"]["month"]) == (None, "2021-07")
    assert found["2021-02"]["changes"] == [
        {
            "from": "2021-03-10T09:30:00+07:00",
            "to": "2021-03-17T09:30:00+07:00",
            "kind": "later",
            "decided": "2021-03-08T10:00:00+07:00",
            "reason": {"en": "Two of the gauges stood still.", "id": "Dua alat ukur berhenti."},
        }
    ]
    assert [one["kind"] for period in ("2021-03", "2021-04", "2021-05") for one in found[period]["changes"]] == [  # type: ignore[attr-defined]
        "postponed",
        "cancelled",
        "unscheduled",
    ]


def test_the_calendar_file_follows_changes_and_has_no_day_that_is_not_set(tree: Tree) -> None:
    content = (tree.folder / "timetable/timetable.ics").read_bytes().decode().replace("\r\n ", "")
    events = {re.search(r"UID:(\S+)@", one)[1]: one for one in content.split("BEGIN:VEVENT")[1:]}  # type: ignore[index]
    assert "lake-2021-06" not in events
    moved = events["lake-2021-02"]
    assert "SEQUENCE:1\r\n" in moved
    assert "DTSTAMP:20210308T030000Z" in moved
    assert "DTSTART:20210317T023000Z" in moved
    assert "Two of the gauges stood still." in moved
    assert "STATUS:CANCELLED" in events["lake-2021-04"]
    assert "SUMMARY:Cancelled: Lake levels\\, April 2021" in events["lake-2021-04"]
    assert "STATUS:TENTATIVE" in events["lake-2021-03"]
    assert "SUMMARY:Late: Lake levels\\, January 2021" in events["lake-2021-01"]
    assert f"URL:{BASE}timetable/#lake-2021-01" in events["lake-2021-01"]
    assert "SEQUENCE:0\r\n" in events["lake-2020-11"]


@pytest.mark.parametrize(
    ("prefix", "title"), [("", "Put off: Lake levels, February 2021"), ("id/", "Ditunda: Tinggi danau, Februari 2021")]
)
def test_changes_can_be_followed(tree: Tree, prefix: str, title: str) -> None:
    atom = etree.fromstring((tree.folder / f"{prefix}timetable/timetable.xml").read_bytes())
    space = {"a": "http://www.w3.org/2005/Atom"}
    updated = [one.text for one in atom.xpath("a:entry/a:updated", namespaces=space)]
    assert updated == sorted(updated, reverse=True)
    assert len(updated) == 6
    assert atom.xpath("string(a:updated)", namespaces=space) == updated[0] == "2021-03-09T07:45:00+07:00"
    assert title in atom.xpath("a:entry/a:title/text()", namespaces=space)
    ids = atom.xpath("a:entry/a:id/text()", namespaces=space)
    assert len(set(ids)) == len(ids)


def test_the_page_leads_to_the_feed_of_changes(tree: Tree) -> None:
    page = html.document_fromstring((tree.folder / "timetable/index.html").read_bytes().decode())
    assert page.xpath("//section[@id='next']//a[@type='application/atom+xml']/@href") == ["../timetable/timetable.xml"]

"""Pre-release access: a named list, marked copies on record, and the list beside the release once that is public."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from jsonschema import Draft202012Validator
from pypdf import PdfReader

from berkala.cli import main
from berkala.errors import DONE, NEEDS_PERSON, PROBLEMS, WRONG_USE, Problem
from berkala.ledger import Event, Ledger
from berkala.plan import Request, plan
from berkala.plan.pre_release import GIVEN
from handmade import NEW, frozen_frame, publication, staged
from plan_cases import assert_reads_well, edit, problems

ZONE = ZoneInfo("Asia/Jakarta")
MOMENT = datetime(2026, 1, 20, 9, 30, tzinfo=ZONE)
EDITION = "visitors@2025-12"
PEOPLE = """      pre_release:
        hours: 24
        people:
          - name: Dewi Contoh
            office: {en: Mayor, id: Wali Kota}
            why: {en: Answers questions of the council., id: Menjawab pertanyaan DPRD.}
          - name: Rudi Rekaan
            office: {en: Head of the library, id: Kepala Perpustakaan}
      approval: {people: [Sari Contoh]}
      channels:"""


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    with time_machine.travel(moment, tick=True):
        yield


def berkala(root: Path, *words: str) -> int:
    return main([words[0], "-C", str(root), *words[1:]])


def ledger(root: Path) -> Ledger:
    return Ledger(root / ".berkala" / "ledger.sqlite3")


# -- what needs no PDF -----------------------------------------------------------------------------------------


@pytest.fixture(name="small")
def fixture_small(tmp_path: Path) -> Path:
    root = publication(tmp_path / "p")
    people = "people: [{name: Dewi, office: {en: Mayor}}]"
    edit(root, "mkdocs.yml", "      channels:", f"      pre_release: {{{people}}}\n      channels:")
    return root


def given(name: str, edition: str) -> Event:
    details = {"person": name, "office": {"en": "Mayor"}, "why": {}, "token": "AB12", "copies": {}}
    return Event(GIVEN, edition, "2020-05-10T08:00:00+07:00", "Sari", "0" * 64, details)


def test_the_plan_tells_of_what_is_public_alone_and_the_tree_is_named_by_it(small: Path) -> None:
    with frozen_frame():
        before = plan(Request(small, NEW))
        ledger(small).record([given("Dewi", "counts@2020-04"), given("Dewi", "counts@2020-05")])
        after = plan(Request(small, NEW))
    assert before.access == {}
    assert [(name, [one.name for one in who]) for name, who in after.access.items()] == [("counts@2020-04", ["Dewi"])]
    assert before.frame == after.frame  # of an edition: to hand it over changes nothing of what was approved
    assert before.around != after.around
    with frozen_frame():
        ledger(small).record([given("Dewi", "counts@2020-05")])  # of what is not public, nothing changes
        assert plan(Request(small, NEW)).around == after.around
        staged(after)


def test_the_first_time_counts_and_each_person_is_named_once(small: Path) -> None:
    later = Event(**{**vars(given("Dewi", "counts@2020-04")), "at": "2020-05-10T09:00:00+07:00"})
    ledger(small).record([given("Dewi", "counts@2020-04"), later])
    with frozen_frame():
        [access] = plan(Request(small, NEW)).access["counts@2020-04"]
    assert access.since.hour == 8


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ("{people: [{name: A, office: {en: B}}, {name: A, office: {en: C}}]}", "plan.pre-release-twice"),
        ("{people: [{name: A}]}", "plan.key-missing"),
        ("{hours: 0}", None),
    ],
)
def test_settings_that_say_nothing_sensible_are_told(tmp_path: Path, setting: str, code: str | None) -> None:
    root = publication(tmp_path / "p")
    edit(root, "mkdocs.yml", "      channels:", f"      pre_release: {setting}\n      channels:")
    [problem] = problems(root)
    assert code in (problem.code, None)
    assert_reads_well(problem)


@pytest.mark.parametrize("code", ["nobody", "stranger", "public", "not-coming", "too-early"])
def test_problems_read_well(code: str) -> None:
    facts = {"name": "Dwi", "nearest": "Dewi", "known": "Dewi", "edition": "a@2020", "hours": 24, "opens": "2020-01-01"}
    assert_reads_well(Problem(f"give.{code}", facts))
    assert_reads_well(Problem(f"give.{code}", {**facts, "nearest": None}))


# -- the whole way ---------------------------------------------------------------------------------------------


@pytest.fixture(name="office", scope="module")
def fixture_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("give") / "office"
    assert main(["init", str(root)]) == DONE
    edit(root, "mkdocs.yml", "      channels:", PEOPLE)
    return root


def give(root: Path, moment: datetime, *words: str, edition: str = EDITION) -> int:
    with at(moment):
        return berkala(root, "give", edition, "--by", "Sari Contoh", "--jobs", "1", *words)


@pytest.mark.slow
def test_from_the_list_to_the_copy_to_the_public_list(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day = MOMENT - timedelta(hours=20)
    assert give(office, MOMENT - timedelta(hours=25)) == WRONG_USE
    assert "begins 24 hours before" in capsys.readouterr().err
    assert give(office, day, "--to", "Dwi Contoh") == WRONG_USE
    assert "“Dewi Contoh”" in capsys.readouterr().err
    assert give(office, day, edition="visitors@2025-11") == WRONG_USE
    assert give(office, day, "--as-of", "2026-01-20T09:00") == WRONG_USE
    assert give(office, day) == NEEDS_PERSON  # nobody has approved it yet
    assert not (office / ".berkala/pre-release").exists()
    with at(day):
        read = ("--by", "Sari Contoh", "--read", "en", "id", "posts")
        assert berkala(office, "approve", EDITION, "--jobs", "1", *read) == DONE
    capsys.readouterr()
    assert give(office, day + timedelta(hours=1), "--to", "Dewi Contoh") == DONE
    assert "Dewi Contoh: " in capsys.readouterr().out
    [folder] = (office / ".berkala/pre-release" / EDITION).iterdir()
    [event] = ledger(office).events(GIVEN)
    assert (event.subject, event.who, event.details["person"]) == (EDITION, "Sari Contoh", "Dewi Contoh")
    assert event.details["copies"] == {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())
    }
    _marked(folder, str(event.details["token"]))
    # Once more, and to all: the same copy again, and one more event.
    assert give(office, day + timedelta(hours=2)) == DONE
    events = ledger(office).events(GIVEN)
    assert [one.details["person"] for one in events] == ["Dewi Contoh", "Rudi Rekaan"]
    assert events[0].details["token"] != events[1].details["token"]
    assert not list((office / "site").rglob("index.html"))
    _published(office)


def _marked(folder: Path, token: str) -> None:
    assert sorted(file.name for file in folder.iterdir()) == [
        "visitors-2025-12.en.pdf",
        "visitors-2025-12.id.pdf",
        "visitors.zip",
    ]
    told = {
        "en": "UNDER EMBARGO until Tuesday 20 January 2026, 9:30am (Jakarta time). Pre-release copy of Dewi Contoh",
        "id": "EMBARGO sampai Selasa, 20 Januari 2026, pukul 09.30 WIB. Salinan prarilis untuk Dewi Contoh, Wali Kota.",
    }
    for code, words in told.items():
        reader = PdfReader(folder / f"visitors-2025-12.{code}.pdf")
        for page in reader.pages:
            text = " ".join(page.extract_text().split())
            assert words in text.replace("\u00a0", " "), text[-300:]
            assert token in text
        assert reader.metadata is not None
        assert token in str(reader.metadata.get("/Keywords"))
        assert "3,528" in reader.pages[0].extract_text() or "3.528" in reader.pages[0].extract_text()
    with zipfile.ZipFile(folder / "visitors.zip") as archive:
        assert archive.testzip() is None
        note = archive.read("EMBARGO.txt").decode()
        assert token in note
        assert "Dewi Contoh, Wali Kota" in note
        assert "visitors.csv" in archive.namelist()


def _published(office: Path) -> None:
    """The list is public with the release, and no byte of it is in what was approved."""
    with at(MOMENT + timedelta(minutes=1)):
        assert berkala(office, "publish", "--jobs", "1") == DONE
    releases = json.loads((office / "site/timetable/timetable.json").read_bytes())
    schema = Path(__file__).parents[1] / "src/berkala/compose/schemas/timetable.schema.json"
    Draft202012Validator(json.loads(schema.read_text(encoding="utf-8"))).validate(releases)
    told = {one["period"]: one.get("pre_release") for one in releases["releases"]}
    first = told["2025-12"][0]
    assert (first["name"], first["office"]["id"]) == ("Dewi Contoh", "Wali Kota")
    assert first["from"].startswith("2026-01-19T14:3")
    assert [one["why"] for one in told["2025-12"]][1] is None
    page = (office / "site/timetable/index.html").read_text(encoding="utf-8")
    assert "Pre-release access" in page
    assert "Head of the library" in page
    assert "Akses prarilis" in (office / "site/id/timetable/index.html").read_text(encoding="utf-8")
    tokens = [str(event.details["token"]).encode() for event in ledger(office).events(GIVEN)]
    public = [file for file in (office / "site").rglob("*") if file.is_file()]
    assert [file for file in public if any(token in file.read_bytes() for token in tokens)] == []
    original = PdfReader(io.BytesIO((office / "site/visitors/2025-12/visitors-2025-12.en.pdf").read_bytes()))
    assert "EMBARGO" not in "".join(page.extract_text() for page in original.pages)
    with at(MOMENT + timedelta(hours=1)):
        assert berkala(office, "give", EDITION, "--by", "Sari Contoh") == WRONG_USE  # it is public


@pytest.mark.slow
def test_that_nobody_had_it_is_said_where_a_list_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "office"
    assert main(["init", str(root)]) == DONE
    edit(root, "mkdocs.yml", "      channels:", "      pre_release: {since: 2026-01-01}\n      channels:")
    assert give(root, MOMENT - timedelta(hours=2)) == PROBLEMS
    assert "name nobody with pre-release access" in capsys.readouterr().err
    with at(MOMENT + timedelta(minutes=1)):
        assert berkala(root, "publish", "--jobs", "1") == DONE
    assert "Nobody had this release" in (root / "site/timetable/index.html").read_text(encoding="utf-8")
    [release] = json.loads((root / "site/timetable/timetable.json").read_bytes())["releases"]
    assert release["pre_release"] == []
    edit(root, "mkdocs.yml", "since: 2026-01-01", "since: 2026-02-01")
    with at(MOMENT + timedelta(hours=1)):
        assert berkala(root, "publish", "--jobs", "1") == DONE
    [release] = json.loads((root / "site/timetable/timetable.json").read_bytes())["releases"]
    assert "pre_release" not in release

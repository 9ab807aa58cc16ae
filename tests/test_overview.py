"""overview: what is next, what blocks it, who must do what, what changed, what was odd; on a screen and on a page."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from lxml import html

from berkala.cli import main
from berkala.errors import DONE, PROBLEMS
from berkala.ledger import Event, Ledger
from berkala.overview.changes import month_before
from berkala.plan import Request, plan
from berkala.publish import publish
from handmade import OLD, ZONE, frozen_frame, publication, run, staged
from plan_cases import edit
from publications import REPOSITORY

#: After both editions that are out at `OLD`, and before the next one, of March.
CALM = datetime(2020, 3, 25, 8, 0, tzinfo=ZONE)
LATE = datetime(2020, 4, 12, 8, 0, tzinfo=ZONE)
ROWS = "period,n\n2020-01,5\n2020-02,6\n"


@pytest.fixture(name="root")
def fixture_root(tmp_path: Path) -> Iterator[Path]:
    """Two months are public; those of March to June are still to come."""
    root = publication(tmp_path / "p")
    edit(root, "datasets/counts/counts.csv", "period,n\n", ROWS)
    run(root, OLD)
    with frozen_frame():
        yield root


def screen(
    root: Path, capsys: pytest.CaptureFixture[str], at: datetime = CALM, language: str = "en", code: int = DONE
) -> str:
    capsys.readouterr()
    assert main(["status", "-C", str(root), "--as-of", at.isoformat(), "--language", language]) == code
    shown = capsys.readouterr()
    assert shown.err == ""
    return shown.out


def ledger(root: Path) -> Ledger:
    return Ledger(root / ".berkala" / "ledger.sqlite3")


def approving(root: Path, people: str = "[Sari, Budi]") -> None:
    setting = f"      approval: {{people: {people}, different: 2}}\n      channels:"
    edit(root, "mkdocs.yml", "      channels:", setting)


def test_a_publication_in_good_order_is_one_short_screen(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = screen(root, capsys)
    assert "The site is up to date. 2 editions of 1 report are public." in said
    assert "Nothing waits for anybody." in said
    assert "Friday 10 April 2020, 9:30am (Jakarta time)  counts@2020-03  Confirmed, in 16 days" in said
    assert "  May 2020  counts@2020-04  Provisional" in said
    assert "20 March 2020: Counts: 2 editions were published, counts@2020-01 to counts@2020-02." in said
    assert len(said.splitlines()) <= 25


def test_a_series_that_has_ended_says_so(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(root, "datasets/counts/dataset.yml", "until: 2020-06", "until: 2020-02")
    ledger(root).path.unlink()  # which remembers that more had been announced
    (root / "site" / "manifest.json").unlink()
    for file in (root / "site").rglob("*.*"):
        file.unlink()
    run(root, OLD)
    assert screen(root, capsys).splitlines()[-1] == "No further release: counts."


def test_in_indonesian_too(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = screen(root, capsys, language="id")
    assert "Tidak ada yang menunggu siapa pun." in said
    assert "Jumat, 10 April 2020, pukul 09.30 WIB  counts@2020-03  Terjadwal, 16 hari lagi" in said


def test_data_that_have_not_come_are_asked_of_who_answers_for_them(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = screen(root, capsys, LATE)
    assert "1. datasets/counts: The data for 2020-03 are late" in said
    assert f"Who: A desk.  Type: berkala publish -C {root}" in said
    edit(root, "mkdocs.yml", "email: desk@berkala.example", "email: desk@berkala.example, person: {name: Sari Contoh}")
    edit(root, "mkdocs.yml", "{name: Sari Contoh}", "{name: Sari Contoh, position: {en: head}}")
    assert "Who: Sari Contoh." in screen(root, capsys, LATE)


def test_a_broken_table_is_told_on_the_screen_with_its_remedy(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(root, "datasets/counts/counts.csv", "2020-02,6", "2020-02,6\n2020-03,l7")
    said = screen(root, capsys, LATE, code=PROBLEMS)
    assert "1. datasets/counts/counts.csv, row 4, column n: “l7” has text around its number." in said
    assert "     → " in said


def test_what_is_due_and_whole_has_only_to_be_published(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(root, "datasets/counts/counts.csv", "2020-02,6", "2020-02,6\n2020-03,7")
    assert "1. counts@2020-03 is due and nothing holds it back." in screen(root, capsys, LATE)
    beat(root, datetime.now().astimezone())
    assert "Nothing waits for anybody." in screen(root, capsys, LATE)  # the service will see to it
    edit(root, "mkdocs.yml", "email: desk@berkala.example", "email: office@berkala.example")
    assert "has changed since the site was made" in screen(root, capsys)  # which the service leaves alone


def beat(root: Path, looked: datetime) -> None:
    told = {"looked": looked.isoformat(), "next": None, "held": [], "editions": []}
    (root / ".berkala" / "watch.json").write_text(json.dumps(told), encoding="utf-8")


def test_a_service_that_fell_silent_is_a_task_and_one_that_never_was_is_none(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "berkala run" not in screen(root, capsys)
    beat(root, datetime.now().astimezone() - timedelta(hours=1))
    assert "Type: berkala run" in screen(root, capsys)
    beat(root, datetime.now().astimezone())
    assert "The service is up" in screen(root, capsys)


def test_approvals_name_who_has_not_given_theirs(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    approving(root)
    run_again(root)
    said = screen(root, capsys)
    assert "counts@2020-03 has 0 of 2 approvals." in said
    assert "Who: Sari and Budi.  Type: berkala approve counts@2020-03" in said
    ledger(root).record([Event("approved", "counts@2020-03", CALM.isoformat(), "Sari", "a" * 64)])
    said = screen(root, capsys)
    assert "counts@2020-03 has 1 of 2 approvals." in said
    assert 'Who: Budi.  Type: berkala approve counts@2020-03 --by "Budi" --read en posts' in said
    ledger(root).record([Event("approved", "counts@2020-03", CALM.isoformat(), "Budi", "a" * 64)])
    assert "approvals" not in screen(root, capsys)
    ledger(root).record([Event("withdrawn", "counts@2020-03", CALM.isoformat(), "Sari", "a" * 64)])
    said = screen(root, capsys)
    assert "Who: Sari." in said
    assert "25 March 2020: Sari took back the approval of counts@2020-03." in said


def run_again(root: Path) -> None:
    """Publish the site anew, so that only what is asked about is left."""
    run(root, OLD)


def test_nobody_is_asked_to_approve_what_cannot_be_made_yet(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    approving(root)
    run_again(root)
    assert "approvals" not in screen(root, capsys, LATE)


def test_a_release_without_a_date_asks_for_one_and_is_news(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change = (
        "schedule: {first_release: 2020-02-01T09:30, lag_days: 10, changes: {2020-03: [{from: 2020-04-10T09:30, "
        "to: no date yet, decided: 2020-03-24T16:00, reason: {en: The counter broke.}}]}}"
    )
    edit(root, "reports/counts.md", "schedule: {first_release: 2020-02-01T09:30, lag_days: 10}", change)
    said = screen(root, capsys)
    assert "counts@2020-03 was put off and has no new date." in said
    assert '`- {from: 2020-04-10T09:30, to: …, decided: 2020-03-25T08:00, reason: {en: "…"}}`' in said
    assert "24 March 2020: counts@2020-03 was put off without a new date" in said
    assert "The counter broke." in said


def test_holidays_that_nobody_set_are_a_task_and_make_no_site_out_of_date(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, at = publication(tmp_path / "p"), datetime(2031, 2, 1, 9, tzinfo=ZONE)
    calendar = "      calendar: {holidays: {country: ID}, if_closed: next working day}"
    edit(root, "mkdocs.yml", "      channels:", f"{calendar}\n      channels:")
    edit(root, "datasets/counts/dataset.yml", "until: 2020-06", "until: 2032-06")
    edit(root, "reports/counts.md", "lag_days: 10", "lag_days: 10, first_period: 2031-01")
    with frozen_frame():
        assert "1. mkdocs.yml: The release of counts@2031-01 should be" in (said := screen(root, capsys, at))
        assert "→ Add them under “calendar”, “holidays”" in said
        assert "2. Nothing has been published yet." in said
        publish(staged(plan(Request(root, at))))
        assert "The site is up to date." in (said := screen(root, capsys, at))
        assert "1. mkdocs.yml: " in said
        assert "2. " not in said


def test_answers_and_what_is_odd(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "datasets/counts/answers.yml").write_text(
        '- {finding: check.unusual-outlier-larger, key: {period: "2020-02"}, column: n, value: "6",'
        " reason: {en: A fair was held.}, who: Sari Contoh, date: 2020-03-19}\n",
        encoding="utf-8",
    )
    said = screen(root, capsys)
    assert "19 March 2020: Sari Contoh answered a question about counts: n (2020-02)." in said
    assert "counts, n (2020-02): 6 is unusual." in said
    assert "A fair was held. (Sari Contoh)" in said
    assert "answered a question" not in screen(root, capsys, datetime(2020, 4, 20, tzinfo=ZONE))


def test_a_source_that_was_changed_afterwards_is_news(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # Receipts made by hand name no sources, so one is written down.
    from berkala.ledger import Receipt

    newest = ledger(root).latest("site")["counts@2020-02"]
    receipt = Receipt("site", newest.subject, newest.content, newest.at, {**newest.details, "sources": {"counts": "0"}})
    other = Receipt("site", newest.subject, "f" * 64, newest.at, newest.details)
    ledger(root).finish(ledger(root).intend(other), [other, receipt])
    said = screen(root, capsys)
    assert "datasets/counts/counts.csv: " in said[said.index("Changed since") :]
    assert "counts@2020-02 were published again" in said or "published again" in said


def test_the_warnings_of_the_newest_edition_are_odd(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    heavy = {"code": "tidy.column-gone", "facts": {"name": "m"}, "file": "counts.csv"}
    for edition in ("counts@2020-01", "counts@2020-02"):
        details = {"warnings": [{**heavy, "column": edition}]}
        ledger(root).record([Event("checked", edition, CALM.isoformat(), "sari", "a" * 64, details)])
    said = screen(root, capsys)
    assert "counts.csv, column counts@2020-02: " in said[said.index("What was odd") :]
    assert "counts.csv, column counts@2020-01: " not in said


def test_what_later_programs_write_down_is_told_too(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger(root).record([Event("quoted", "site", CALM.isoformat(), "Budi")])
    assert "25 March 2020: site: quoted (Budi)." in screen(root, capsys)


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 3, 31), date(2026, 2, 28)),
        (date(2024, 3, 30), date(2024, 2, 29)),
        (date(2026, 1, 15), date(2025, 12, 15)),
    ],
)
def test_the_same_day_a_month_before(day: date, before: date) -> None:
    assert month_before(day) == before


# -- the page --------------------------------------------------------------------------------------------------------


def test_the_page_says_the_same_in_both_languages_and_needs_nothing(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(root, "mkdocs.yml", "name: {en: By hand}", "name: {en: By <hand>}")
    words = ["status", "-C", str(root), "--as-of", LATE.isoformat(), "--html", "--language", "id"]
    assert main(words) == DONE
    assert "status/index.html" in capsys.readouterr().out
    folder = root / ".berkala" / "status"
    assert sorted(path.name for path in folder.iterdir()) == ["index.en.html", "index.html", "index.id.html"]
    assert (folder / "index.html").read_bytes() == (folder / "index.id.html").read_bytes()
    for code, late in (("en", "The data for 2020-03 are late"), ("id", "Data 2020-03 terlambat")):
        text = (folder / f"index.{code}.html").read_text(encoding="utf-8")
        page = html.fromstring(text)
        assert page.get("lang") == code
        assert late in page.text_content()
        assert "By <hand>" in page.text_content()
        assert [one.get("href") for one in page.iter("a")] == [f"index.{'en' if code == 'id' else 'id'}.html"]
        assert not list(page.iter("script", "link", "img", "iframe"))
        assert "url(fonts/" not in text
        assert page.xpath("//code[starts-with(., 'berkala publish')]")
    assert not (root / "site" / "status").exists()


def test_the_command_stays_light_where_nothing_is_due(root: Path) -> None:
    code = (
        "import sys; from berkala.cli import main; "
        f"main(['status', '-C', {str(root)!r}, '--as-of', {CALM.isoformat()!r}]); "
        "print(sorted({'pandas', 'plotly', 'duckdb', 'mkdocs', 'lxml', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPOSITORY)
    assert done.stdout.splitlines()[-1] == "[]"

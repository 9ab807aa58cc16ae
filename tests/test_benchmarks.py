"""The runner of the benchmarks: its arithmetic on made-up contenders, and that it fails loudly."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import contest, pages, reading
from benchmarks.cards import Look, Place, read
from benchmarks.contest import Contender, Job, NotTheSame, Spent, hold
from benchmarks.descendants import used_with_descendants
from benchmarks.prepared import light_cards
from benchmarks.rows import duckdb, ours, pandas, prepare
from benchmarks.telling import document, read_history, remember, slower, table


def job(*contenders: Contender, **more: object) -> Job:
    return Job("cards", "Cards", "card", contenders, **more)  # type: ignore[arg-type]


def costing(costs: dict[str, list[tuple[float, float]]], report: dict[str, object] | None = None) -> contest.Runner:
    """A runner whose contenders take, round by round, so many seconds to start and so many for a unit."""
    turns: list[str] = []

    def run(one: Contender, count: int) -> Spent:
        turns.append(one.name)
        rounds = turns.count(one.name) - 1
        start, unit = costs[one.name][rounds // (2 if one.counts[0] else 1)]
        return Spent(start + unit * count, 2 * (start + unit * count), 50.0 + count, report or {})

    return run


def program(text: str) -> list[str]:
    return [sys.executable, "-c", text, contest.COUNT]


def test_a_unit_costs_the_difference_of_two_runs_and_medians_are_compared() -> None:
    costs = {"ours": [(5, 0.1), (9, 0.3), (5, 0.2)], "peer": [(1, 0.4), (1, 9.0), (1, 0.5)]}
    one, other = hold(job(Contender("ours", [], (4, 14)), Contender("peer", [], (2, 4))), 3, costing(costs))
    assert (one.cpu_ms, one.wall_ms, one.ratio, one.peak_mb) == (200, 400, 1, 64)
    assert (other.cpu_ms, other.ratio, other.rounds) == (500, 2.5, [400, 9000, 500])


def test_the_whole_run_counts_where_there_is_no_small_one() -> None:
    costs = {"ours": [(1, 0.5)], "peer": [(2, 1)]}
    contenders = Contender("ours", [], (0, 2)), Contender("peer", [], pages=3, made=Path("unused"))
    one, other = hold(job(*contenders, by="wall"), 1, costing(costs, {"parts": {"render": 0.6}}))
    assert (one.cpu_ms, other.cpu_ms, other.ratio) == (1000, 1000, 1)
    assert (one.parts, other.parts) == ({"render": 300}, {"render": 200})


def test_rounds_are_interleaved() -> None:
    turns: list[str] = []

    def run(one: Contender, count: int) -> Spent:
        turns.append(one.name)
        return Spent(1, 1, 1)

    hold(job(Contender("ours", []), Contender("peer", [])), 2, run)
    assert turns == ["ours", "peer", "ours", "peer"]


def test_nothing_measured_is_no_result() -> None:
    with pytest.raises(NotTheSame, match="nothing was measured"):
        hold(job(Contender("ours", [], (2, 4))), 1, costing({"ours": [(1, 0)]}))


@pytest.mark.parametrize(
    ("theirs", "said"),
    [({"a": 1.0, "b": 2.1}, "b is 2.0 for ours and 2.1 for peer"), ({"a": 1.0}, "different"), (None, "no answer")],
)
def test_who_computes_something_else_ends_the_run(theirs: dict[str, float] | None, said: str) -> None:
    answers = {"ours": {"a": 1.0, "b": 2.0}, "peer": theirs}

    def run(one: Contender, count: int) -> Spent:
        return Spent(1, 1, 1, {} if answers[one.name] is None else {"answers": answers[one.name]})

    with pytest.raises(NotTheSame, match=said):
        hold(job(Contender("ours", []), Contender("peer", [])), 1, run)


def test_a_real_process_is_measured_with_what_it_reports() -> None:
    busy = (
        "import sys, time\nfrom benchmarks.contest import tell\n"
        "while time.process_time() < 0.2: pass\ntell(made_kb=int(sys.argv[1]))"
    )
    found = contest.spent(Contender("ours", program(busy)), 7)
    assert found.cpu >= 0.2
    assert found.wall >= 0.2
    assert found.peak_mb > 5
    assert found.report == {"made_kb": 7}


def test_what_a_contender_reports_of_processes_nobody_waits_for_counts() -> None:
    told = "from benchmarks.contest import tell\ntell(cpu_s=12.5, peak_mb=900)"
    found = contest.spent(Contender("kaleido", program(told)), 1)
    assert (found.cpu, found.peak_mb) == (12.5, 900)


def test_a_contender_that_fails_ends_the_run_and_says_why() -> None:
    with pytest.raises(subprocess.CalledProcessError) as caught:
        hold(job(Contender("ours", program("raise SystemExit('out of paper')"))), 1)
    assert "out of paper" in caught.value.output


def test_a_contender_that_is_stuck_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contest, "PATIENCE", 0.2)
    with pytest.raises(subprocess.TimeoutExpired):
        contest.spent(Contender("ours", program("import time; time.sleep(60)")), 1)


def test_pages_that_were_not_made_end_the_run(tmp_path: Path) -> None:
    left_over = tmp_path / "made"
    left_over.mkdir()
    (left_over / "old.html").touch()
    with pytest.raises(NotTheSame, match="made 0 pages and not 1"):
        contest.spent(Contender("ours", program("pass"), made=left_over, pages=1), 1)


def test_descendants_count() -> None:
    before = used_with_descendants()
    held = "import time\nheld = bytes(range(256)) * 400_000\n"
    busy = f"{held}while time.process_time() < 0.3: pass\nprint(flush=True)\ntime.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", busy], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        after = used_with_descendants()
        child.kill()
    assert after.cpu_s - before.cpu_s >= 0.28
    assert after.memory_mb - before.memory_mb > 50  # of a hundred; this process may give some back meanwhile


def test_lines_and_texts_of_a_card_are_found_where_they_stand(tmp_path: Path) -> None:
    (tmp_path / "card.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><g transform="translate(10 20)" fill="none" stroke="#112233">'
        '<path d="M1 2h3V9" stroke-width="4"/><path d="M0 0L5 6M1 1v2" stroke-width="4"/></g>'
        '<text x="7" y="8" font-size="30" fill="#000000" text-anchor="end">36 <tspan>months</tspan></text></svg>'
    )
    found = read(Place(tmp_path, tmp_path))
    strokes = [[(11, 22), (14, 22), (14, 29)], [(10, 20), (15, 26)], [(11, 21), (11, 23)]]
    assert found.lines == {Look("#112233", 4): strokes}
    assert [(text.words, text.x, text.anchor) for text in found.texts] == [("36 months", 7, "right")]


@pytest.mark.slow
def test_everyone_works_out_the_same_numbers_from_rows(tmp_path: Path) -> None:
    prepare(tmp_path / "13", 13)
    found = {way.__name__: way(tmp_path / "13") for way in (ours, pandas, duckdb)}
    contest._agree(job(), found)
    assert len(found["ours"]) > 300


def test_rows_are_read_as_they_were_written_and_each_wrong_cell_is_counted(tmp_path: Path) -> None:
    reading.prepare(tmp_path / "3", 3)
    clean, spoiled = (reading.ours(tmp_path / "3" / f"{name}.csv") for name in ("clean", "spoiled"))
    assert (clean["rows"], sum(spoiled.values()), len(spoiled)) == (3000, reading.WRONG, 5)


def test_pandera_finds_the_same(tmp_path: Path) -> None:
    pytest.importorskip("pandera", reason="it is in requirements-bench.lock")
    reading.prepare(tmp_path / "3", 3)
    for file in (tmp_path / "3").iterdir():
        assert reading.pandera(file) == pytest.approx(reading.ours(file))


def test_pages_are_put_together_again_from_their_parts(tmp_path: Path) -> None:
    page = (
        '<!doctype html>\n<html><head><title>A &amp; B</title></head><body><main id="m"><p>1</p></main></body></html>'
    )
    files = {"index.html": page, "a/b/index.html": page.replace("1", "{{ 2 }}"), "embed.html": "<svg/>"}
    for name, text in files.items():
        (tmp_path / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / name).write_text(text)
    assert pages.prepare(tmp_path / "site", tmp_path / "parts") == 3
    pages.jinja2(tmp_path / "parts")
    made = tmp_path / "parts" / pages.PLAIN
    assert {file.relative_to(made).as_posix(): file.read_text() for file in made.rglob("*.html")} == files
    assert len(list((tmp_path / "parts" / "hugo" / "content" / "pages").iterdir())) == 3


# -- what is told ------------------------------------------------------------------------------------------------


def told(*costs: tuple[str, float], date: str = "2026-11-23", cpu: str = "One", name: str = "cards"):
    first = costs[0][1]
    results = [contest.Result(who, cost, cost, round(cost / first, 2), 9, [cost]) for who, cost in costs]
    return document({name: (job(), results)}, date=date, machine={"cpu": cpu})


def test_the_table_names_costs_ratios_and_who_is_missing() -> None:
    results = [contest.Result("Berkala", 50.04, 60, 1, 130, [50], {"render": 30.0}, 38.8)]
    text = table(job(missing={"Kaleido": "no Chromium on this machine"}), results)
    title, head, ours_line, parts, missing = text.splitlines()
    assert (title, head.split()[:2]) == ("Cards", ["each", "card"])
    assert ours_line.split() == ["Berkala", "50.0", "60.0", "1.00", "130", "39"]
    assert parts.strip() == "of which CPU ms: render 30.0"
    assert missing.split(maxsplit=1) == ["Kaleido", "missing: no Chromium on this machine"]


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        # Where peers ran too, a slow day of the machine is no loss of ours, and a fast one hides none.
        ([("Berkala", 50), ("peer", 100)], [("Berkala", 90), ("peer", 180)], []),
        ([("Berkala", 50), ("peer", 100)], [("Berkala", 50), ("peer", 60)], ["cards: peers cost 1.20 times ours"]),
        ([("Berkala", 50)], [("Berkala", 55)], []),
        ([("Berkala", 50)], [("Berkala", 65)], ["cards: 65 ms, and 50 on 2026-11-01"]),
    ],
)
def test_what_became_slower_on_the_same_machine(before, now, found) -> None:
    history = [told(*before, date="2026-11-01"), told(("Berkala", 1), date="2026-11-02", cpu="Another")]
    lines = list(slower(told(*now), history))
    assert len(lines) == len(found)
    assert all(line.startswith(start) for line, start in zip(lines, found, strict=True))


def test_a_run_is_remembered_with_its_medians_alone(tmp_path: Path) -> None:
    file = tmp_path / "history.json"
    remember(file, told(("Berkala", 50), date="2026-11-01"))
    remember(file, told(("Berkala", 80)))
    assert [one["date"] for one in read_history(file)] == ["2026-11-01", "2026-11-23"]
    assert "rounds" not in json.dumps(read_history(file)[0]["jobs"])
    assert list(slower(told(("Berkala", 120)), read_history(file))) == ["cards: 120 ms, and 80 on 2026-11-23"]


def test_a_pair_begins_with_a_light_card(tmp_path: Path) -> None:
    share = tmp_path / "2019-03" / "share"
    share.mkdir(parents=True)
    for name in ("card-1200x630-dark.en.svg", "card-1200x630.en.svg", "card-1200x630.en.png"):
        (share / name).touch()
    assert [file.name for file in light_cards(tmp_path)] == ["card-1200x630.en.svg"]

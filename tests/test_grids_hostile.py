"""More than two hundred files made to do harm: each is refused by name or harmless, within memory and time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest

import hostile_grids
from hostile_grids import CASES, HARMLESS, outcome

#: Seconds of our own work for any of them, on a machine that has other things to do.
SECONDS = 60

#: Address space, in bytes, in which all of them must be read one after the other.
MEMORY = 3_000_000_000

#: These ask for so much that they take seconds.
LONG = {
    "a part of a hundred million blanks",
    "a picture of a hundred million noughts",
    "an archive in the archive",
    "a million shared texts",
    "a million formats",
    "a million sheets",
    "every corner filled",
    "ten sheets with every corner filled",
    "one cell of fifty million letters",
    "records that multiply",
    "lists that multiply",
    "the last cell of an ods alone",
    "a text of fifty million letters",
    "a million lines",
    "a million blank lines",
    "the last cell alone",
    "thirty thousand entries",
    "a hundred thousand merged ranges",
    "two thousand sheets of one part",
    "two thousand large sheets of one part",
    "an attribute of ten million letters",
    "a list of lists of a million columns",
    "one line of fifty million letters",
    "one line of fifty million commas",
    "a text of forty million letters",
    "a last column in two thousand rows",
}


def test_there_are_enough_and_the_long_ones_are_among_them():
    assert len(CASES) >= 200
    assert set(CASES) >= LONG


@pytest.mark.parametrize("name", sorted(set(CASES) - LONG))
def test_a_hostile_file_is_refused_by_name_or_harmless(name):
    begun = process_time()
    assert outcome(name) in CASES[name][1].split()
    assert process_time() - begun < SECONDS


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(LONG))
def test_a_hostile_file_that_asks_for_much_is_too(name):
    begun = process_time()
    assert outcome(name) in CASES[name][1].split()
    assert process_time() - begun < SECONDS


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded by the system on Linux only")
def test_all_of_them_are_read_within_a_bounded_memory():
    command = [sys.executable, hostile_grids.__file__, str(MEMORY)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parent)
    assert done.returncode == 0, done.stdout + done.stderr


def test_text_that_a_browser_or_a_spreadsheet_would_run_stays_text():
    assert CASES["a formula as text"][1] == CASES["scripts"][1] == HARMLESS
    found = hostile_grids.read_workbook(CASES["a formula as text"][0](), "x.xlsx")
    assert found.sheets[0].rows == [["=cmd|'/c calc'!A0"]]
    found = hostile_grids.read_workbook(CASES["scripts"][0](), "x.csv")
    assert found.sheets[0].rows[1] == ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>"]
    unsaved = hostile_grids.read_workbook(CASES["a formula that was never saved"][0](), "x.xlsx").sheets[0]
    assert (unsaved.rows, unsaved.formulas) == ([], {(1, 1): "=cmd|'/c calc'!A0"})

"""The ready files of ``examples/on-time`` name commands and settings that are there, and the page shows what works."""

from __future__ import annotations

import configparser
import re
import shlex
from datetime import date

import pytest
import yaml

from berkala.cli.arguments import parser_of_commands
from berkala.plan.approval import Approval
from berkala.plan.notices import Notices
from berkala.plan.pre_release import PreRelease
from berkala.plan.reports import Schedule
from berkala.plan.settings import CalendarDefaults, Settings
from berkala.plan.targets import Folder
from publications import REPOSITORY

READY = REPOSITORY / "examples" / "on-time"


def text_of(file: str) -> str:
    return (REPOSITORY / "reports" / file).read_text(encoding="utf-8")


def understood(words: list[str]) -> str:
    """The command that is meant; argparse ends the program for one that is none."""
    return str(parser_of_commands().parse_args(words).command)


def commands(text: str) -> list[str]:
    """What stands behind ``berkala`` in a line, up to what the shell takes for itself."""
    found = re.findall(r"(?:^|[\s/])berkala ((?:publish|check|run|health|backup|restore)\b[^\n>]*)", text)
    return [understood(shlex.split(re.sub(r"\$\{[^}]*\}", "", one))) for one in found]


def test_the_unit_starts_the_service_and_starts_it_again() -> None:
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string((READY / "berkala.service").read_text(encoding="utf-8"))
    assert unit["Service"]["Restart"] == "always"
    assert commands(unit["Service"]["ExecStart"]) == ["run"]
    assert unit["Service"]["ExecStart"].startswith(unit["Service"]["WorkingDirectory"])


def test_the_crontab_has_five_fields_and_commands() -> None:
    lines = [line for line in (READY / "crontab").read_text(encoding="utf-8").splitlines() if line and line[0] in "*0"]
    assert [commands(line) for line in lines] == [["publish"], ["check"]]
    for line in lines:
        assert all(re.fullmatch(r"[\d*,/-]+", field) for field in line.split()[:5])


@pytest.mark.parametrize("name", ["github-actions.yml", "gitlab-ci.yml"])
def test_ci_publishes_by_the_clock_and_by_hand_one_run_at_a_time(name: str) -> None:
    text = (READY / name).read_text(encoding="utf-8")
    told = yaml.safe_load(text)
    assert commands(text) == ["restore", "publish"]
    if name == "github-actions.yml":
        assert set(told[True]) == {"schedule", "workflow_dispatch"}  # YAML 1.1 takes "on" for true
        assert told["concurrency"]["cancel-in-progress"] is False
    else:
        assert told["publish"]["resource_group"] == "publish"
        assert [rule["if"].split('"')[1] for rule in told["publish"]["rules"]] == ["schedule", "web"]


@pytest.mark.parametrize("file", ["on-time.md", "on-time.id.md"])
def test_what_the_page_shows_is_read(file: str) -> None:
    shown = re.findall(r"<pre[^>]*><code>(.*?)</code>", text_of(file), re.DOTALL)
    told = [yaml.load(block, yaml.BaseLoader) for block in shown if re.match(r"\w+:[ \n]", block)]
    rule, change = (one for one in told if "schedule" in one)
    names = ("calendar", "approval", "notices", "channels", "store", "pre_release")
    (holidays,), (approval,), (notices,), (channels,), (store,), (beforehand,) = (
        [one for one in told if name in one] for name in names
    )
    assert Folder.model_validate(channels["channels"]["site"]).address == "https://statistics.office.example/"
    typed = [block for block in shown if re.match("berkala (rollback|publish|give) ", block)]
    parsed = {one.command: one for one in (parser_of_commands().parse_args(shlex.split(one)[1:]) for one in typed)}
    assert (parsed["rollback"].by, parsed["publish"].again, parsed["give"].by) == ("Sari Contoh", True, "Sari Contoh")
    schedule = {"first_release": "2026-01-01T09:30", **rule["schedule"], "month": int(rule["schedule"]["month"])}
    assert Schedule.model_validate(schedule).if_closed == "next working day"
    assert not CalendarDefaults.model_validate(holidays["calendar"]).working.works(date(2026, 3, 20))
    assert Notices.model_validate(notices["notices"]).email is not None
    assert Approval.model_validate({**approval["approval"], "different": 2}).people == ("Sari Contoh", "Budi Rekaan")
    assert Settings.model_fields.keys() >= store.keys() == {"store"}
    pre_release = beforehand["pre_release"]
    read = {**pre_release, "hours": int(pre_release["hours"]), "since": date(2026, 1, 1)}
    assert PreRelease.model_validate(read).people[0].office["id"] == "Wali Kota"
    changed = Schedule.model_validate({"first_release": "2026-01-01T09:30", **change["schedule"]})
    assert changed.changes["2026-10"][0].reason["id"] == "Surveinya terlambat."


@pytest.mark.parametrize("file", ["on-time.md", "on-time.id.md"])
def test_the_questions_that_the_page_shows_can_be_asked(file: str) -> None:
    asked = re.findall(r"(?:^|<code>)berkala (history .*)$", text_of(file), re.MULTILINE)
    assert len(asked) == 4
    assert {understood(shlex.split(one)) for one in asked} == {"history"}


def test_both_languages_show_the_same() -> None:
    shown = re.compile(r"<code[^>]*>.*?</code>|`[^`\n]+`", re.DOTALL)
    assert shown.findall(text_of("on-time.md")) == shown.findall(text_of("on-time.id.md"))

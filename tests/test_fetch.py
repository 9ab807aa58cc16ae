from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

import berkala.fetch
from berkala.errors import SourceProblems
from berkala.fetch import fetch, files, needed, place, restated, unasked
from berkala.fetch.files import FileSource
from berkala.plan import Publication, Request, plan
from contracts.source import SourceContract
from little_tables import codes, dataset, plan_for

ROOT = Path(__file__).parents[1]
BYTES = b"month,place,visits\r\n2020-01,north,1\r\n"


def put(root: Path, content: bytes = BYTES, name: str = "visits.csv") -> Path:
    path = root / "datasets" / "visits" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def at(path: str):
    return dataset(resource={"path": path})


def failure(one, root: Path):
    with pytest.raises(SourceProblems) as caught:
        FileSource().fetch(one, root)
    (problem,) = caught.value.problems
    return problem, codes((problem,))[0]


class TestFileSource(SourceContract):
    @pytest.fixture
    def source(self):
        return FileSource()

    @pytest.fixture
    def good(self, tmp_path):
        put(tmp_path)
        return dataset()

    @pytest.fixture
    def expected(self):
        return BYTES

    @pytest.fixture(params=["missing.csv", "../../../elsewhere.csv", "/etc/hostname", "empty.csv", "."])
    def bad(self, tmp_path, request):
        put(tmp_path, b"", "empty.csv")
        return at(request.param)


def test_the_file_may_lie_elsewhere_in_the_publication(tmp_path):
    put(tmp_path)
    (tmp_path / "shared.csv").write_bytes(b"x")
    assert FileSource().fetch(at("../../shared.csv"), tmp_path).file == "shared.csv"


@pytest.mark.parametrize(
    "path", ["../../../x.csv", "/etc/hostname", "C:\\data\\x.csv", "\\\\server\\x.csv", "x\0.csv", "../../.."]
)
def test_a_path_that_leaves_the_publication_is_refused(tmp_path, path):
    problem, code = failure(at(path), tmp_path)
    assert code == "fetch.outside"
    assert problem.file == "datasets/visits/dataset.yml"


def test_a_link_is_refused_also_when_it_is_a_folder_on_the_way(tmp_path):
    put(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "x.csv").write_bytes(b"x")
    folder = tmp_path / "datasets" / "visits"
    (folder / "link.csv").symlink_to(folder / "visits.csv")
    (folder / "folder").symlink_to(elsewhere)
    assert failure(at("link.csv"), tmp_path)[1] == "fetch.link"
    assert failure(at("folder/x.csv"), tmp_path)[1] == "fetch.link"


def test_a_publication_behind_a_link_is_read(tmp_path):
    put(tmp_path / "real")
    (tmp_path / "way").symlink_to(tmp_path / "real")
    assert FileSource().fetch(dataset(), tmp_path / "way").content == BYTES


@pytest.mark.parametrize(("asked", "near"), [("visist.csv", "visits.csv"), ("Visits.csv", "visits.csv")])
def test_a_missing_file_names_the_nearest(tmp_path, asked, near):
    put(tmp_path)
    problem, code = failure(at(asked), tmp_path)
    assert code == "fetch.missing-near"
    assert near in problem.remedy("en")
    assert near in problem.message("id")


def test_a_missing_folder_is_a_missing_file(tmp_path):
    assert failure(dataset(), tmp_path)[1] == "fetch.missing"


@pytest.mark.parametrize("path", [f"{'a' * 300}/x.csv", f"{'a' * 300}", "/".join(["a"] * 3000)])
def test_a_name_that_no_system_holds_is_told_and_not_a_fault_of_ours(tmp_path, path):
    put(tmp_path)
    assert failure(at(path), tmp_path)[1] in {"fetch.unreadable", "fetch.missing"}


def test_what_is_no_file_is_refused(tmp_path):
    folder = put(tmp_path).parent
    (folder / "inside").mkdir()
    os.mkfifo(folder / "pipe.csv")
    assert failure(at("inside"), tmp_path)[1] == "fetch.folder"
    assert failure(at("pipe.csv"), tmp_path)[1] == "fetch.not-a-file"


def test_an_empty_file_and_one_too_large_are_refused(tmp_path, monkeypatch):
    put(tmp_path, b"")
    assert failure(dataset(), tmp_path)[1] == "fetch.empty"
    put(tmp_path, b"0123456789")
    monkeypatch.setattr(files, "LIMIT", 9)
    assert failure(dataset(), tmp_path)[1] == "fetch.too-large"


def several(path: str, layout: object = True):
    return dataset(resource={"path": path, **({"layout": {"columns": {"Month": "month"}}} if layout else {})})


def test_the_files_of_a_form_are_read_by_name_with_what_their_names_state(tmp_path):
    for name in ("visits 2021.csv", "visits 2020.csv", "visits all.csv"):
        put(tmp_path, name.encode(), name)
    found = FileSource().fetch(several("visits {year}.csv"), tmp_path)
    assert found.file == "datasets/visits/visits {year}.csv"
    assert [(part.file, part.content, part.stated) for part in found.parts] == [
        (f"datasets/visits/visits {year}.csv", f"visits {year}.csv".encode(), {"{year}": year})
        for year in ("2020", "2021")
    ]


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (several("data {year}/visits.csv"), "fetch.gap-in-folder"),
        (several("visits {year}.csv", layout=None), "fetch.gap-no-layout"),
        (several("vists {year}.csv"), "fetch.no-such-files"),
        (several("empty/visits {year}.csv"), "fetch.no-files"),
        (several("nowhere/visits {year}.csv"), "fetch.no-files"),
        (several("../../../visits {year}.csv"), "fetch.outside"),
    ],
)
def test_a_form_that_leads_to_no_files_is_told(tmp_path, one, code):
    put(tmp_path, name="visits 2020.csv")
    (tmp_path / "datasets/visits/empty").mkdir()
    problem, found = failure(one, tmp_path)
    assert (found, problem.file) == (code, "datasets/visits/dataset.yml")
    if code == "fetch.no-such-files":
        assert "visits 2020.csv" in problem.message("id")


def test_files_of_a_form_that_are_too_large_together_are_refused(tmp_path, monkeypatch):
    for year in (2020, 2021):
        put(tmp_path, b"0123456789", f"visits {year}.csv")
    monkeypatch.setattr(files, "LIMIT", 19)
    assert failure(several("visits {year}.csv"), tmp_path)[1] == "fetch.too-large"


@pytest.mark.parametrize(("error", "expected"), [(PermissionError, "fetch.permission"), (OSError, "fetch.unreadable")])
def test_the_machine_refusing_is_told(tmp_path, monkeypatch, error, expected):
    put(tmp_path)

    def refuse(*_):
        raise error(5, "Input/output error")

    monkeypatch.setattr(files, "_read", refuse)
    assert failure(dataset(), tmp_path)[1] == expected


def test_a_source_that_is_not_there_is_named(tmp_path):
    snapshots = fetch(plan_for(at("ftp://example.org/x.csv"), tmp_path))
    assert codes(snapshots.problems) == ["fetch.source-unknown"]
    assert not snapshots.by_dataset


def test_a_source_is_found_through_its_entry_point(tmp_path, monkeypatch):
    class Elsewhere(FileSource):
        def fetch(self, dataset, root):
            return berkala.fetch.Snapshot(dataset.name, "far.csv", b"far")

    monkeypatch.setattr(berkala.fetch, "_plugged", lambda: {"far": Elsewhere})
    found = fetch(plan_for(at("far://away"), tmp_path))
    assert found.by_dataset["visits"].content == b"far"


def test_the_entry_point_of_files_is_the_built_in_one():
    assert berkala.fetch._plugged()["file"] is FileSource


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("visits.csv", "datasets/visits/visits.csv"),
        ("C:\\visits.csv", "datasets/visits/C:\\visits.csv"),
        ("https://example.org/visits.csv", "https://example.org/visits.csv"),
        ("postgresql://anna:word@db/x", "postgresql://•••@db/x"),
    ],
)
def test_where_data_are_is_said_without_a_password(path, said):
    assert place(at(path)) == said


def test_one_dataset_failing_leaves_the_others_and_the_problems_before(tmp_path):
    put(tmp_path)
    good, bad = dataset(), at("gone.csv")
    run = plan_for(good, tmp_path)
    both = Publication(tmp_path, run.publication.settings, {"a": bad, "visits": good}, {})
    snapshots = fetch(type(run)(run.request, both, ()))
    assert list(snapshots.by_dataset) == ["visits"]
    assert codes(snapshots.problems) == ["fetch.missing"]


def test_only_what_a_due_edition_needs_is_read():
    moment = datetime(2026, 12, 1, tzinfo=UTC)
    due = plan(Request(ROOT, moment, "build", ("emergency-care",)))
    assert needed(due) == ("emergency-care", "four-hour-standard")
    assert needed(type(due)(due.request, due.publication, ())) == ()


def test_reading_files_needs_no_heavy_library():
    script = "import sys, berkala.fetch; print([m for m in ('pandas', 'numpy', 'openpyxl') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def published_from(dataset_, root: Path, sha256: str):
    """A plan in which nothing is due, and one edition of the dataset is public."""
    newest = SimpleNamespace(report="clinics", period=1, name="clinics@2020-01")
    item = SimpleNamespace(edition=newest, sources={dataset_.name: sha256})
    report = SimpleNamespace(name="clinics", spec=SimpleNamespace(dataset=dataset_.name))
    run = plan_for(dataset_, root, "publish")
    publication = Publication(root, run.publication.settings, {dataset_.name: dataset_}, {"clinics": report})
    return type(run)(run.request, publication, (), (item,))


def test_a_source_on_this_machine_that_has_changed_is_told_though_nothing_is_due(tmp_path):
    put(tmp_path)
    same = FileSource().fetch(dataset(), tmp_path).sha256
    assert restated(published_from(dataset(), tmp_path, same)) == ()
    assert codes(restated(published_from(dataset(), tmp_path, "other"))) == ["fetch.restated"]
    assert unasked(published_from(dataset(), tmp_path, "other")) == ()


def test_a_source_on_the_network_is_not_asked_when_nothing_is_due_and_that_is_told(tmp_path, monkeypatch):
    class Far(FileSource):
        remote = True

        def fetch(self, dataset, root):
            raise AssertionError("it was asked")

    monkeypatch.setattr(berkala.fetch, "_plugged", lambda: {"far": Far})
    run = published_from(at("far://away"), tmp_path, "other")
    assert restated(run) == ()
    assert unasked(run) == ("visits",)


def test_what_was_read_for_a_check_is_compared_and_not_read_again(tmp_path, monkeypatch):
    asked = []

    class Far(FileSource):
        remote = True

        def fetch(self, dataset, root):
            asked.append(dataset.name)
            return berkala.fetch.Snapshot(dataset.name, "far.csv", b"far")

    monkeypatch.setattr(berkala.fetch, "_plugged", lambda: {"far": Far})
    run = published_from(at("far://away"), tmp_path, "other")
    run = type(run)(replace(run.request, action="check"), run.publication, (), run.published)
    assert codes(fetch(run).problems) == ["fetch.restated"]
    assert asked == ["visits"]
    assert unasked(run) == ()


def test_a_plug_is_loaded_when_a_dataset_needs_it():
    """Also one on the network is not made ready for being asked when it is only named as not asked."""
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import berkala.fetch as f; from pathlib import Path; "
        "from types import SimpleNamespace; from little_tables import dataset, plan_for; "
        "made = lambda path: dataset(resource={'path': path}); f.fetch(plan_for(made('sqlite:x.db'))); "
        "settings = SimpleNamespace(trusted_hosts=(), state='.berkala'); "
        "there = type(plan_for(made('x')).publication)(Path(), settings, {}, {}); "
        "far = ('https://a.example/x', 'ckan+https://a.example/x/y', 'postgresql://a/b'); "
        "assert all(f._is_remote(made(path), there) for path in far); "
        "print([m for m in ('urllib3', 'requests', 'ckanapi', 'psycopg') if m in sys.modules])"
    )
    folder = str(Path(__file__).parent)
    done = subprocess.run([sys.executable, "-c", script, folder], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

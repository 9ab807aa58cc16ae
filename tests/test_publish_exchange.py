"""publish: the system's call, and a switch without a gap."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from berkala.publish import exchange as exchanging
from berkala.publish import folder as folders
from contracts.site_target import ONE, OTHER, tree
from publishing import REAL, refusing, target


@pytest.mark.skipif(sys.platform != "linux", reason="the numbers of Linux")
def test_the_call_by_number_exchanges_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    monkeypatch.setattr(exchanging, "_library", lambda: SimpleNamespace(syscall=library.syscall))
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "a" / "file").write_text("from a")
    exchanging.exchange(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b" / "file").read_text() == "from a"
    with pytest.raises(FileNotFoundError):
        exchanging.exchange(tmp_path / "a", tmp_path / "nowhere")


@pytest.mark.parametrize(("system", "machine"), [("win32", "AMD64"), ("linux", "unheard-of")])
def test_a_system_without_the_call_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, machine: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr("platform.machine", lambda: machine)
    monkeypatch.setattr(exchanging, "_library", SimpleNamespace)
    with pytest.raises(OSError, match="not implemented") as told:
        exchanging.exchange(tmp_path, tmp_path)
    assert told.value.errno in exchanging.UNABLE


def test_readers_never_miss_the_site_and_never_see_a_mixture(tmp_path: Path) -> None:
    """A reader that looks as often as it can, while the site is switched sixty times, by both ways."""
    for number, way in enumerate((REAL, refusing(errno.ENOSYS))):
        root = tmp_path / str(number)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(folders, "exchange", way)
            target(root).switch(tree(root / "stage" / "first", ONE))
            stop = root / "stop"
            reader = os.fork()
            if reader == 0:
                os._exit(read_until(stop, root / "site"))
            for turn in range(30):
                target(root).switch(tree(root / "stage" / str(turn), (OTHER, ONE)[turn % 2]))
            stop.touch()
            assert os.waitstatus_to_exitcode(os.waitpid(reader, 0)[1]) == 0


def read_until(stop: Path, site: Path) -> int:
    """Read page and manifest through one open folder again and again; 0 if they were there and agreed each time."""
    while not stop.exists():
        try:
            folder = os.open(site, os.O_RDONLY)
        except OSError:
            return 1
        try:
            page, manifest = (read_in(folder, name) for name in ("index.html", "manifest.json"))
        except FileNotFoundError:
            if os.stat(site).st_ino == os.fstat(folder).st_ino:
                return 3
            continue  # we still hold the old site, which is being thrown away after the switch
        finally:
            os.close(folder)
        if json.loads(manifest)["tree"] != page.decode():
            return 2
    return 0


def read_in(folder: int, name: str) -> bytes:
    number = os.open(name, os.O_RDONLY, dir_fd=folder)
    with open(number, "rb") as file:
        return file.read()

"""What every source keeps to. A source's test derives from `SourceContract` and gives the four fixtures."""

from __future__ import annotations

from pathlib import Path

import pytest

from berkala.errors import BerkalaError, catalogue
from berkala.fetch import Source
from berkala.plan import Dataset


class SourceContract:
    """Fixtures to give: `source`; `good`, a dataset whose bytes are `expected`; `bad`, one that cannot be had."""

    @pytest.fixture
    def source(self) -> Source:
        raise NotImplementedError

    @pytest.fixture
    def good(self, tmp_path: Path) -> Dataset:
        raise NotImplementedError

    @pytest.fixture
    def expected(self) -> bytes:
        raise NotImplementedError

    @pytest.fixture(params=["missing"])
    def bad(self, tmp_path: Path) -> Dataset:
        raise NotImplementedError

    def test_it_gives_the_bytes_as_they_are(self, source, good, expected, tmp_path):
        assert source.fetch(good, tmp_path).content == expected

    def test_it_says_where_they_came_from_without_a_place_on_this_machine(self, source, good, tmp_path):
        snapshot = source.fetch(good, tmp_path)
        assert snapshot.dataset == good.name
        assert snapshot.file
        assert not Path(snapshot.file).is_absolute()
        assert str(tmp_path) not in snapshot.file

    def test_the_same_source_gives_the_same_snapshot(self, source, good, tmp_path):
        assert source.fetch(good, tmp_path) == source.fetch(good, tmp_path)

    def test_it_says_whether_asking_it_goes_over_the_network(self, source):
        assert isinstance(source.remote, bool)
        assert callable(type(source).of)

    def test_it_fails_in_words_and_never_gives_nothing(self, source, bad, tmp_path):
        with pytest.raises(BerkalaError) as failure:
            source.fetch(bad, tmp_path)
        assert failure.value.problems
        for problem in failure.value.problems:
            assert problem.file
            assert str(tmp_path) not in f"{problem.message('en')}{problem.message('id')}{problem.file}"
            assert all(problem.code in catalogue(language) for language in ("en", "id"))

"""What lasts is not searched for rubbish, and afterwards everything is as it was."""

from __future__ import annotations

import gc
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, cast

import pytest

from berkala import pipeline
from berkala.lasting import lasting

if TYPE_CHECKING:
    from berkala.plan import Request


def test_nothing_is_searched_while_it_lasts_and_then_again() -> None:
    assert gc.isenabled()
    with lasting():
        assert not gc.isenabled()
        with lasting():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_failure_inside_leaves_it_as_it_was() -> None:
    @lasting()
    def fails() -> None:
        assert not gc.isenabled()
        raise KeyError

    with pytest.raises(KeyError):
        fails()
    assert gc.isenabled()


@pytest.mark.parametrize("fails", [False, True])
def test_a_run_leaves_nothing_out_of_the_collector_s_sight(fails: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def first(request: Any) -> Any:
        return [request]

    def second(work: Any) -> Any:
        seen.append(gc.get_freeze_count())
        if fails:
            raise ValueError("a room that fails")
        return work

    monkeypatch.setattr(pipeline, "ROOMS", (first, second))
    with pytest.raises(ValueError, match="a room") if fails else nullcontext():
        pipeline.run(cast("Request", None), last=second)
    assert seen[0] > 0
    assert gc.get_freeze_count() == 0

"""What lasts is not searched for rubbish, and afterwards everything is as it was."""

from __future__ import annotations

import gc

import pytest

from berkala.lasting import lasting


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

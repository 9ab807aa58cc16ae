"""The row of rooms. An edition passes through them in one direction.

Each room takes what the one before it gives, does what it can, and adds its problems to those it was given; so
one run names everything that is wrong. `compose` is where a run with errors stops, before anything is staged.

This module imports the heavy libraries through the rooms. A command that may have nothing to do asks `plan`
first and comes here only if there is work.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

from berkala.check import check
from berkala.compose import compose
from berkala.fetch import fetch
from berkala.measure import measure
from berkala.plan import Request, plan
from berkala.protect import protect
from berkala.publish import publish
from berkala.render import render
from berkala.tidy import tidy

__all__ = ["ROOMS", "check", "compose", "protect", "publish", "run"]

Room = Callable[[Any], Any]

ROOMS: tuple[Room, ...] = (plan, fetch, tidy, protect, measure, render, check, compose, publish)

#: What is told of a run's progress: the room's name and its place in the row.
Progress = Callable[[str, int], None]


def silent(room: str, place: int) -> None:
    """Tell nothing."""


def run(request: Request, progress: Progress = silent, last: Room = publish) -> Any:
    """Pass a request through the rooms up to and including `last`; returns what that room gives.

    Raises the BerkalaError of the room that could not go on.
    """
    work: Any = request
    try:
        for place, room in enumerate(ROOMS):
            progress(room.__name__, place)
            work = room(work)
            if room is last:
                break
            # What a room gives is needed to the end: the collector of garbage would go through all of it in vain, a
            # dozen times in each room that follows.
            gc.freeze()
    finally:
        gc.unfreeze()
    return work

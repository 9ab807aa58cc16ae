"""Where a room makes much that lasts, Python does not search it for rubbish.

The garbage collector looks for objects that point at each other in a ring. Reading a collection and working out its
figures makes hundreds of thousands of objects, none in a ring, and all are kept for the rooms behind: each search goes
through all of them and finds nothing, which costs a third of the time. What is in no ring goes at once, as ever.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def lasting() -> Iterator[None]:
    """While this lasts, or a function that it decorates runs, nothing is searched; then all is as it was before."""
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            gc.enable()

"""Hanging up at a fixed moment, whatever is being waited for: whoever drips bytes is never silent for long."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from time import monotonic

from berkala.fetch.failures import Failure


@contextmanager
def cut_off(connected: socket.socket, deadline: float) -> Iterator[None]:
    """Inside it the connection ends at the deadline, a moment of the monotonic clock."""
    timer = Timer(max(0.0, deadline - monotonic()), _hang_up, (connected,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


def left(deadline: float) -> float:
    """The seconds that are left. Raises Failure where there are none."""
    seconds = deadline - monotonic()
    if seconds <= 0:
        raise Failure("fetch.too-slow")
    return seconds


def _hang_up(connected: socket.socket) -> None:
    with suppress(OSError):
        # Not a TLS socket's own way: that one says good-bye in the middle of somebody else's reading.
        socket.socket.shutdown(connected, socket.SHUT_RDWR)

"""The content of an answer, unpacked as it comes and never beyond a limit: a small answer may unpack to any size."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from berkala.fetch.failures import Failure

#: How an encoding is told to zlib: gzip, or zlib's own form.
_WINDOWS = {"gzip": 31, "x-gzip": 31, "deflate": 15}
_STEP = 1 << 16


def unpacked(parts: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """The content of `parts`, at most `limit` bytes of it. Raises Failure for what is larger, broken or unknown."""
    name = encoding.strip().lower() or "identity"
    if name == "identity":
        return _gathered(parts, limit)
    if name not in _WINDOWS:
        raise Failure("fetch.encoding", name=name[:40])
    return _gathered(_inflated(parts, _WINDOWS[name]), limit)


def _gathered(parts: Iterable[bytes], limit: int) -> bytes:
    content = bytearray()
    for part in parts:
        content += part
        if len(content) > limit:
            raise Failure("fetch.answer-too-large", limit=limit // 1_000_000)
    return bytes(content)


def _inflated(parts: Iterable[bytes], window: int) -> Iterable[bytes]:
    """The unpacked content in small pieces. gzip may have several members, one behind the other."""
    machine = zlib.decompressobj(window)
    begun = False
    for part in parts:
        while part:
            if machine.eof:
                machine = zlib.decompressobj(window)
            begun = True
            try:
                yield machine.decompress(part, _STEP)
            except zlib.error:
                raise Failure("fetch.encoding-broken") from None
            part = machine.unconsumed_tail or machine.unused_data
    if begun and not machine.eof:
        yield machine.flush()
        if not machine.eof:
            raise Failure("fetch.cut-short")

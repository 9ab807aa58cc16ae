"""The bytes at an address: the kept ones where their server says that they still hold."""

from __future__ import annotations

from berkala.fetch.web.addresses import Address
from berkala.fetch.web.answers import content_of
from berkala.fetch.web.kept import Kept, Store
from berkala.fetch.web.visits import Web


def download(web: Web, address: Address, asked: str, store: Store | None) -> bytes:
    """The bytes at `address`, which is kept under the name `asked`. Raises Failure."""
    kept = store.find(asked) if store else None
    answer = web.get(address, kept)
    if kept and answer.status == 304 and answer.address.fingerprint == kept.place:
        return kept.content
    content = content_of(answer, address.shown)
    if store:
        marks = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
        store.keep(asked, Kept(answer.address.fingerprint, *marks, content))
    return content

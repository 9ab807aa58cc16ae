"""The agency's official channels: the addresses elsewhere that are its own, and what it uses each for."""

from __future__ import annotations

from typing import Literal

from berkala.plan.forms import Specification, Text, WebAddress

#: Where a channel may be. A network that is not among them is a `website`.
ChannelNetwork = Literal[
    "bluesky",
    "facebook",
    "github",
    "instagram",
    "linkedin",
    "mastodon",
    "telegram",
    "threads",
    "tiktok",
    "website",
    "whatsapp",
    "x",
    "youtube",
]


class OfficialChannel(Specification):
    """One channel that is the agency's own: its page, and what is told there.

    `handle` is how it is called on its network (``@bps_statistics``), where that is not plain from the address.
    """

    network: ChannelNetwork
    address: WebAddress
    handle: str | None = None
    purpose: Text


def without_scheme(address: str) -> str:
    """An address as people write it: ``mastodon.example/@desk``."""
    return address.partition("://")[2].removesuffix("/")

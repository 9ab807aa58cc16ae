"""The page of the agency's official channels: where it speaks, and that it speaks nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from berkala.compose.frame import Frame, Head
from berkala.compose.metadata import organization
from berkala.compose.pages import page_title
from berkala.compose.search_entry import Found
from berkala.plan.specifications import ChannelNetwork, OfficialChannel, without_scheme
from berkala.words import Language

#: Where the page stands, in an agency that lists its channels.
ADDRESS = "about/channels/"

#: What networks call themselves, in every language the same.
NETWORKS: Mapping[ChannelNetwork, str] = {
    "bluesky": "Bluesky",
    "facebook": "Facebook",
    "github": "GitHub",
    "instagram": "Instagram",
    "linkedin": "LinkedIn",
    "mastodon": "Mastodon",
    "telegram": "Telegram",
    "threads": "Threads",
    "tiktok": "TikTok",
    "whatsapp": "WhatsApp",
    "x": "X",
    "youtube": "YouTube",
}


def channel_pages(frame: Frame, language: Language) -> Iterator[tuple[str, bytes]]:
    """The page in one language; none where the settings list no channel."""
    if not frame.settings.official:
        return
    agency = frame.settings.agency.name[language.code]
    head = Head(
        page_title(frame, language, language.text("channels.title")),
        language.text("channels.description", agency=agency),
        data=(organization(frame, language),),
        found=Found("page", language.text("channels.title")),
    )
    told = [_told(channel, language) for channel in frame.settings.official]
    contact = frame.settings.contact
    yield frame.page(
        "channels.html",
        language,
        ADDRESS,
        head,
        site=frame.settings.site_url,
        site_name=without_scheme(frame.settings.site_url),
        desk=contact.name[language.code],
        phone=contact.phone,
        call="".join(sign for sign in contact.phone or "" if sign.isdigit() or sign == "+"),
        told=told,
    )


def channel_addresses(frame: Frame) -> Iterator[tuple[str, None]]:
    """The page's address, where it stands."""
    if frame.settings.official:
        yield ADDRESS, None


def _told(channel: OfficialChannel, language: Language) -> dict[str, str]:
    """A channel as the page shows it: its network, how it is called there, its page, what it is for."""
    return {
        "network": NETWORKS.get(channel.network) or language.text("channels.website"),
        "handle": channel.handle or without_scheme(channel.address),
        "address": channel.address,
        "purpose": channel.purpose[language.code],
    }

"""Dates, moments, times of day and durations of a workbook, as a grid states them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from berkala.tidy.grids.model import Stated


def stated_moment(value: object) -> Stated:
    """A date where it is midnight, else the moment; a time of day and a duration as their ISO text."""
    match value:
        case datetime():
            return value.date() if value.time() == time() else value
        case date():
            return value
        case time():
            return value.isoformat()
        case timedelta():
            return _duration(value)
    raise ValueError(value)


def _duration(value: timedelta) -> str:
    """``PT26H30M``: hours are not carried into days, since a sheet that adds up hours shows them so."""
    sign = "-" if value < timedelta() else ""
    minutes, seconds = divmod(abs(value), timedelta(minutes=1))
    hours, minutes = divmod(minutes, 60)
    rest = f"{seconds.total_seconds():f}".rstrip("0").rstrip(".")
    parts = f"{hours}H" * (hours > 0) + f"{minutes}M" * (minutes > 0) + f"{rest}S" * (rest != "0")
    return f"{sign}PT{parts or '0S'}"


def written_moment(text: str) -> Stated:
    """What a date, a moment or a time of day in ISO form states. Raises ValueError for what is none of these.

    A duration (``PT26H``) and a date that our calendar does not reach stay text.
    """
    if text.startswith(("P", "-")) or re.match(r"[0-9]{5}", text):
        return text
    if len(text) == 10:
        return date.fromisoformat(text)
    return stated_moment(time.fromisoformat(text) if re.match(r"[0-9]{2}:", text) else datetime.fromisoformat(text))

"""One language: its messages, sentences, numbers, dates and lists.

A language is a folder of files, ``words/<code>/``, and no code: ``*.yml`` are message catalogues (all read as
one), ``problems/*.yml`` the words of failures. Number, date and plural rules come from CLDR through Babel.

A message is a text with ``{slots}``; a slot takes a string or a `Sentence`. Where a word depends on a number,
the message is a mapping from CLDR plural categories (``one``, ``other`` …), chosen by the slot ``n``. A word
in ``[square brackets]`` claims a direction; the call says of which figure. ``{in:period}`` sets a preposition
before a slot: the one written, or what the period asks for (``in March``, ``on 5 March``).
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from babel import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import get_decimal_symbol, get_group_symbol

from berkala.periods import Period
from berkala.words.sentences import Role, Sentence, Span

FOLDER = Path(__file__).parent

_PARTS = re.compile(r"\{(?:(\w+):)?(\w+)\}|\[([^\]]+)\]")
_NO_BREAK = "\u00a0"
_MINUS = "\u2212"
_POWERS = {6: "million", 9: "billion", 12: "trillion"}

#: The C library's reader where it is there, ten times faster; as safe as the other.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Message = str | Mapping[str, str]
Slot = str | Sentence | Span


@dataclass(frozen=True)
class Language:
    """A language by its code. Make one with `language`; it raises KeyError for a message that is not there."""

    code: str
    locale: Locale
    messages: Mapping[str, Any]

    # -- messages ---------------------------------------------------------------------------------------------

    def has(self, key: str) -> bool:
        """Whether there is such a message."""
        return key in self.messages

    def text(self, key: str, /, *, n: int | None = None, **slots: object) -> str:
        """A message without figures, its slots filled."""
        return self._filled(key, n, None, {name: Span(str(value)) for name, value in slots.items()}).text

    def sentence(
        self,
        key: str,
        given: Mapping[str, Slot] | None = None,
        /,
        *,
        direction: str | None = None,
        n: int | None = None,
        **slots: Slot,
    ) -> Sentence:
        """A message as a sentence. `direction` is the figure whose sign the bracketed words claim.

        Slots are given by name, or as one mapping, or both.
        """
        return self._filled(key, n, direction, {**(given or {}), **slots})

    def _filled(self, key: str, n: int | None, direction: str | None, slots: Mapping[str, Slot]) -> Sentence:
        spans: list[Span] = []
        template, place = self._template(key, n), 0
        for found in _PARTS.finditer(template):
            spans.append(Span(template[place : found.start()]))
            place = found.end()
            before, name, claim = found.groups()
            if claim is not None:
                spans.append(Span(claim, direction=direction))
                continue
            value = slots[name]
            filled = (
                value.spans if isinstance(value, Sentence) else (value if isinstance(value, Span) else Span(value),)
            )
            spans += [Span(_preposition(before, filled)), *filled] if before else filled
        spans.append(Span(template[place:]))
        return Sentence(tuple(span for span in spans if span.text))

    def _template(self, key: str, n: int | None) -> str:
        message: Message = self.messages[key]
        if isinstance(message, str):
            return message
        category = self.locale.plural_form(n if n is not None else 0)
        return message.get(category, message["other"])

    # -- numbers ----------------------------------------------------------------------------------------------

    def number(self, value: Decimal | int, decimals: int = 0) -> str:
        """A number as it is written: ``−1,234.5`` or ``−1.234,5``. Halves are rounded away from zero."""
        rounded = rounded_to(value, decimals)
        digits = f"{abs(rounded):,.{decimals}f}".translate(self._marks)
        return (_MINUS if rounded < 0 else "") + digits

    @cached_property
    def _marks(self) -> dict[int, str]:
        """CLDR's marks for Python's. Ten times faster than Babel's formatting; a test holds the two together."""
        return {ord("."): get_decimal_symbol(self.locale), ord(","): get_group_symbol(self.locale)}

    def compact(self, value: Decimal | int, decimals: int = 0) -> str:
        """A large number in words, three digits (``2.17 million``, ``2,17 juta``); a small one with `decimals`."""
        exact = Decimal(value)
        if abs(exact) < 10**6:
            return self.number(exact, decimals)
        # Rounded first: 999,999,999 is 1.00 billion, not 1,000 million.
        rounded = rounded_to(exact, 2 - exact.adjusted())
        power = min(rounded.adjusted() // 3 * 3, 12)
        number = self.number(rounded.scaleb(-power), max(0, 2 - (rounded.adjusted() - power)))
        return self.text(f"number.{_POWERS[power]}", number=number).replace(" ", _NO_BREAK, 1)

    def amount(self, value: Decimal, unit: str, decimals: int, *, prose: bool = False) -> str:
        """A value with its unit: ``86.6%``, ``2.0 points``, ``2,167,550``. In prose a unit may be a word."""
        number = self.number(value, decimals)
        key = f"unit.{unit}.prose" if prose and self.has(f"unit.{unit}.prose") else f"unit.{unit}"
        if not self.has(key):
            return number
        whole = abs(rounded_to(value, decimals))
        message = self.messages[key]
        if isinstance(message, str):
            template = message
        else:
            template = message.get(self.locale.plural_form(whole), message["other"])
        return template.replace("{number}", number).replace(" ", _NO_BREAK, 1)

    def constant(self, name: str) -> Sentence:
        """A number that is fixed, in the words that it is always said in: ``95% interval``."""
        return Sentence((Span(self.text(f"constant.{name}"), role="constant"),))

    def role(self, value: int, role: Role = "count") -> Sentence:
        """A number that is not a figure, with its declared role."""
        return Sentence((Span(self.number(value), role=role),))

    # -- time -------------------------------------------------------------------------------------------------

    def period(self, period: Period, *, short: bool = False) -> Sentence:
        """A reference period as it is said: ``March 2019``, short ``Mar 2019``; a ``<time>`` in HTML.

        A span is said by its two ends, each a ``<time>`` of its own: ``2010 to 2012``, short ``2010–2012``.
        """
        first, last = period.parts[0], period.parts[-1]
        if first != last:
            return self._span(first, last, ".short" if short else "")
        before = str(self.messages.get(f"period.in.{first.frequency}", ""))
        return Sentence((Span(self._words(first, short=short), time=_machine_time(first), before=before),))

    def period_within(self, period: Period) -> Sentence:
        """A period inside words that say from when to when themselves: there a span is said in its short form."""
        return self.period(period, short=period.frequency == "span")

    def period_text(self, period: Period, *, short: bool = False) -> str:
        """The words of `period`."""
        return self.period(period, short=short).text

    def _span(self, first: Period, last: Period, form: str) -> Sentence:
        """From the first to the last year, month or day, without saying at the first what the last says again."""
        grain, day = first.frequency, first.start
        said = self._words(first, short=bool(form))
        if grain == "day" and (day.year, day.month) == (last.start.year, last.start.month):
            said = str(day.day)
        elif grain != "year" and day.year == last.start.year:
            said = format_date(day, self.text(f"date.in-year.{grain}{form}"), locale=self.locale)
        before = str(self.messages.get(f"period.in.span.{grain}", ""))
        ends = {
            "first": Span(said, time=_machine_time(first), before=before),
            "last": Span(self._words(last, short=bool(form)), time=_machine_time(last)),
        }
        return self.sentence(f"period.span.{'years' if grain == 'year' else 'dates'}{form}", ends)

    def _words(self, period: Period, *, short: bool) -> str:
        """The words of a period that is no span."""
        day, year, form = period.start, f"{period.start.year:04d}", ".short" if short else ""
        match period.frequency:
            case "day":
                return format_date(day, "d MMM y" if short else "d MMMM y", locale=self.locale)
            case "month":
                return format_date(day, "MMM y" if short else "MMMM y", locale=self.locale)
            case "year":
                return year
            case "fiscal":
                return self.text("period.fiscal", first=year, last=f"{period.end.year % 100:02d}")
            case "week":
                iso = day.isocalendar()
                return self.text(f"period.week{form}", number=str(iso.week), year=str(iso.year))
            case "quarter":
                return self.text(f"period.quarter{form}", number=str((day.month + 2) // 3), year=year)
            case "half":
                return self.text(f"period.half{form}", number=str((day.month + 5) // 6), year=year)
            case "span":
                raise TypeError(f"{period.code} is said by its ends")

    def day(self, day: date) -> Sentence:
        """A date: ``20 November 2026``."""
        return Sentence((Span(format_date(day, self.text("date.day"), locale=self.locale), time=day.isoformat()),))

    def moment(self, moment: datetime) -> Sentence:
        """A date and time with its zone: ``Friday 20 November 2026, 9:30am (Jakarta time)``."""
        zone = self._zone(moment)
        said = format_datetime(moment, self.text("date.moment"), tzinfo=moment.tzinfo, locale=self.locale)
        said = said.replace("AM", "am").replace("PM", "pm")
        return Sentence(
            (Span(self.text("date.in-zone", moment=said, zone=zone), time=moment.isoformat(timespec="minutes")),)
        )

    def _zone(self, moment: datetime) -> str:
        name = moment.tzinfo.key if isinstance(moment.tzinfo, ZoneInfo) else ""
        key = f"zone.{name}"
        return self.text(key) if self.has(key) else (moment.tzname() or "UTC")

    # -- lists ------------------------------------------------------------------------------------------------

    def list(self, items: list[str]) -> str:
        """``a, b and c``, as the language joins them."""
        return format_list(items, style="standard", locale=self.locale)


def _preposition(written: str, filled: tuple[Span, ...]) -> str:
    """The preposition before a slot with a blank behind it, in upper case where it is written so."""
    word = (filled[0].before if filled else "") or written.lower()
    return f"{word[0].upper() + word[1:] if written[0].isupper() else word} "


@lru_cache
def language(code: str) -> Language:
    """The language with this code. Raises KeyError where it has no folder."""
    folder = FOLDER / code
    if not folder.is_dir():
        raise KeyError(code)
    messages: dict[str, Any] = {}
    for file in sorted(folder.glob("*.yml")):
        _flatten(yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER) or {}, "", messages)
    return Language(code, Locale.parse(str(messages.get("locale", code))), messages)


def available() -> tuple[str, ...]:
    """The codes of all languages that have a folder."""
    return tuple(sorted(path.name for path in FOLDER.iterdir() if (path / "problems").is_dir()))


def staff_language() -> str:
    """The language of messages to staff: BERKALA_LANGUAGE where there is such a language, else English."""
    wanted = os.environ.get("BERKALA_LANGUAGE", "en")
    return wanted if wanted in available() else "en"


def rounded_to(value: Decimal | int, decimals: int) -> Decimal:
    """The value as a reader sees it: halves away from zero. Minus nought is nought."""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)


_PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})


def _flatten(node: Mapping[str, Any], prefix: str, into: dict[str, Any]) -> None:
    for key, value in node.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and not set(value) <= _PLURALS:
            _flatten(value, f"{name}.", into)
        else:
            into[name] = value


def _machine_time(period: Period) -> str:
    return period.code if period.frequency in ("day", "week", "month", "year") else period.start.isoformat()

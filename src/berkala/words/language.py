"""One language: its messages, sentences, numbers, dates and lists.

A language is a folder of files, ``words/<code>/``, and no code: ``*.yml`` are message catalogues (all read as
one), ``problems/*.yml`` the words of failures. Number, date and plural rules come from CLDR through Babel.

What the public reads has to be there in full: a message that is missing is a fault, which tests find. What is said to
staff (``cli.yml``, ``describe.yml``, ``problems/``) may be left out as a whole: without them staff are told in English.

A message is a text with ``{slots}``; a slot takes a string or a `Sentence`. Where a word depends on a number,
the message is a mapping from CLDR plural categories (``one``, ``other`` …), chosen by the slot ``n``; one number may
have its own (``"=2"``). A word
in ``[square brackets]`` claims a direction; the call says of which figure. ``{in:period}`` is a slot behind a word
that governs it: the word as it is written, or, of a period, the form that the language's ``formats.yml`` has under
that word (``period.in.day: "on {period}"``): *in March*, but *on 5 March*; *в марте*, but *в 2019 году*. Such a form
has the slots ``{period}`` (as it stands alone), ``{day}``, ``{month}`` (from the list ``months.in`` where there is
one), ``{number}`` (of a week, quarter or half), ``{year}``, ``{first}`` and ``{last}`` (of a financial year).
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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

from berkala.periods import FREQUENCIES, Period
from berkala.words.sentences import Role, Sentence, Span

FOLDER = Path(__file__).parent

_PARTS = re.compile(r"\{(?:(\w+):)?(\w+)\}|\[([^\]]+)\]")
_NO_BREAK = "\u00a0"
_MINUS = "\u2212"
_POWERS = {6: "million", 9: "billion", 12: "trillion"}
#: The key of a period's form behind a word that governs it.
_FORM = re.compile(rf"period\.\w+\.(?:{'|'.join(FREQUENCIES)})")

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
    #: Periods as they were said before, long and short: a page says each a hundred times.
    _said: dict[tuple[Period, bool], Sentence] = field(default_factory=dict, compare=False, repr=False)

    # -- messages ---------------------------------------------------------------------------------------------

    def has(self, key: str) -> bool:
        """Whether there is such a message."""
        return key in self.messages

    def text(self, key: str, /, *, n: int | Decimal | None = None, **slots: object) -> str:
        """A message without figures, its slots filled."""

        def filled(found: re.Match[str]) -> str:
            before, name, claim = found.groups()
            return claim if name is None else f"{before} {slots[name]}" if before else str(slots[name])

        return _PARTS.sub(filled, self._template(key, n))

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

    def _filled(self, key: str, n: int | Decimal | None, direction: str | None, slots: Mapping[str, Slot]) -> Sentence:
        parts, rest = _parsed(self._template(key, n))
        spans: list[Span] = []
        for text, before, name, claim in parts:
            if text.text:
                spans.append(text)
            if claim is not None:
                spans.append(Span(claim, direction=direction))
                continue
            value = slots[name]
            filled = (
                value.spans if isinstance(value, Sentence) else (value if isinstance(value, Span) else Span(value),)
            )
            spans += self._governed(before, filled) if before else filled
        spans.append(rest)
        return Sentence(tuple(span for span in spans if span.text))

    def _template(self, key: str, n: int | Decimal | None) -> str:
        message: Message = self.messages[key]
        if isinstance(message, str):
            return message
        number = n if n is not None else 0
        return message.get(f"={number}") or message.get(self.locale.plural_form(number), message["other"])

    def _governed(self, word: str, filled: tuple[Span, ...]) -> tuple[Span, ...]:
        """A slot behind the word that governs it. What a form has before its first slot stands before the period."""
        period = filled[0].period if filled else None
        key = self._form_of(period, word.lower()) if period else ""
        if period is None or not key:
            return (Span(f"{word} "), *filled)
        first = period.parts[0]
        before, rest = _at_first_slot(self._template(key, _number(first)))
        slots = _parts(first) | {"period": filled[0].text, "month": self._month_name(first, word.lower())}
        said = (Span(before), replace(filled[0], text=_slots_filled(rest, slots)), *filled[1:])
        spans = tuple(span for span in said if span.text)
        return Sentence(spans).capital().spans if word[0].isupper() else spans

    def _form_of(self, period: Period, word: str) -> str:
        """The key of a period's form behind a word; of a span, that of its ends where they have one of their own."""
        keys = [f"period.{word}.{period.frequency}"]
        if len(period.parts) > 1:
            keys = [f"period.{word}.span.{period.parts[0].frequency}", f"period.{word}.span"]
        return next((key for key in keys if key in self.messages), "")

    def _month_name(self, period: Period, form: str) -> str:
        """The month a period begins in, as it stands in a form: by CLDR, or from the language's own list."""
        own: Sequence[str] | None = self.messages.get(f"months.{form}")
        month = period.start.month
        return own[month - 1] if own else str(self.locale.months["format"]["wide"][month])

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
        decimals = max(0, 2 - (rounded.adjusted() - power))
        return self.scaled(rounded.scaleb(-power), _POWERS[power], decimals).replace(" ", _NO_BREAK, 1)

    def scaled(self, value: Decimal, scale: str, decimals: int) -> str:
        """A number of thousands, millions, billions or trillions with that word: ``2.17 million``."""
        number = self.number(value, decimals)
        return self.text(f"number.{scale}", n=abs(rounded_to(value, decimals)), number=number)

    def scale_words(self, scale: str) -> tuple[str, ...]:
        """Every form of the word for thousands, millions …; the last is the one that stands alone."""
        message: Message = self.messages[f"number.{scale}"]
        forms = (message,) if isinstance(message, str) else tuple(message.values())
        return tuple(form.replace("{number}", "").strip() for form in forms)

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
        said = self._said.get((period, short))
        if said is None:
            said = self._said[period, short] = self._period(period, short)
        return said

    def _period(self, period: Period, short: bool) -> Sentence:
        first, last = period.parts[0], period.parts[-1]
        if first != last:
            return self._span(period, ".short" if short else "")
        return Sentence((Span(self._words(first, short=short), time=_machine_time(first), period=first),))

    def period_within(self, period: Period) -> Sentence:
        """A period inside words that say from when to when themselves: there a span is said in its short form."""
        return self.period(period, short=period.frequency == "span")

    def period_text(self, period: Period, *, short: bool = False) -> str:
        """The words of `period`, as it stands alone."""
        return self.period(period, short=short).text

    def _span(self, period: Period, form: str) -> Sentence:
        """From the first to the last year, month or day, without saying at the first what the last says again."""
        first, last = period.parts[0], period.parts[-1]
        grain, day = first.frequency, first.start
        said = str(day.year) if grain == "year" else self._words(first, short=bool(form))
        if grain == "day" and (day.year, day.month) == (last.start.year, last.start.month):
            said = str(day.day)
        elif grain != "year" and day.year == last.start.year:
            said = self._date(day, f"date.in-year.{grain}{form}")
        until = str(last.start.year) if grain == "year" else self._words(last, short=bool(form))
        ends = {
            "first": Span(said, time=_machine_time(first), period=period),
            "last": Span(until, time=_machine_time(last)),
        }
        return self.sentence(f"period.span.{'years' if grain == 'year' else 'dates'}{form}", ends)

    def _words(self, period: Period, *, short: bool) -> str:
        """The words of a period that is no span."""
        form = ".short" if short else ""
        if period.frequency in ("day", "month"):
            return self._date(period.start, f"date.{period.frequency}{form}")
        return self.text(f"period.{period.frequency}{form}", n=_number(period), **_parts(period))

    def period_texts(self, period: Period) -> frozenset[str]:
        """Every form in which a sentence may say a period: alone, short, and behind each word that governs it."""
        alone = [self.period(period, short=short) for short in (False, True)]
        governed = (Sentence(self._governed(form, said.spans)).text for form in self._forms for said in alone)
        return frozenset({*(said.text for said in alone), *governed})

    @cached_property
    def _forms(self) -> frozenset[str]:
        """The words that govern a period."""
        return frozenset(key.split(".")[1] for key in self.messages if _FORM.fullmatch(key))

    def month(self, number: int, *, short: bool = False) -> str:
        """A month by its name alone, from 1: ``March``, short ``Mar``."""
        return self._date(date(2000, number, 1), f"date.month-alone{'.short' if short else ''}")

    def _date(self, day: date, key: str) -> str:
        """A date by a pattern of CLDR's; of some languages, another for the first of a month."""
        return format_date(day, self._template(key, day.day), locale=self.locale)

    def day(self, day: date) -> Sentence:
        """A date: ``20 November 2026``."""
        return Sentence((Span(self._date(day, "date.day"), time=day.isoformat()),))

    def moment(self, moment: datetime) -> Sentence:
        """A date and time with its zone: ``Friday 20 November 2026, 9:30am (Jakarta time)``."""
        zone = self._zone(moment)
        pattern = self._template("date.moment", moment.day)
        said = format_datetime(moment, pattern, tzinfo=moment.tzinfo, locale=self.locale)
        said = said.replace("AM", "am").replace("PM", "pm")
        return Sentence(
            (Span(self.text("date.in-zone", moment=said, zone=zone), time=moment.isoformat(timespec="minutes")),)
        )

    def _zone(self, moment: datetime) -> str:
        name = moment.tzinfo.key if isinstance(moment.tzinfo, ZoneInfo) else ""
        key = f"zone.{name}"
        return self.text(key) if self.has(key) else (moment.tzname() or "UTC")

    @property
    def semicolon(self) -> str:
        """What stands between parts that have commas of their own, with its blanks."""
        return self.text("semicolon")

    def labelled(self, label: Slot, said: Slot) -> Sentence:
        """``Licence: CC BY``, the colon as the language sets it."""
        return self.sentence("labelled", label=label, said=said)

    # -- lists ------------------------------------------------------------------------------------------------

    def list(self, items: list[str]) -> str:
        """``a, b and c``, as the language joins them."""
        return format_list(items, style="standard", locale=self.locale)


@lru_cache(maxsize=4096)
def _parsed(template: str) -> tuple[tuple[tuple[Span, str | None, str, str | None], ...], Span]:
    """A message in parts: the text before each slot or claim, with the slot's word and name, or the claim; the rest.

    Remembered: there are as many templates as the languages have messages, and a page says each again and again.
    """
    parts, place = [], 0
    for found in _PARTS.finditer(template):
        before, name, claim = found.groups()
        parts.append((Span(template[place : found.start()]), before, name, claim))
        place = found.end()
    return tuple(parts), Span(template[place:])


def _at_first_slot(form: str) -> tuple[str, str]:
    """A form in two: what stands before its first slot, and the rest."""
    place = form.find("{")
    return form[:place], form[place:]


def _slots_filled(text: str, slots: Mapping[str, str]) -> str:
    return _PARTS.sub(lambda found: slots[found[2]], text)


@lru_cache
def language(code: str) -> Language:
    """The language with this code. Raises KeyError where it has no folder."""
    folder = FOLDER / code
    if not folder.is_dir():
        raise KeyError(code)
    messages: dict[str, Any] = {}
    for file in sorted(folder.glob("*.yml")):
        _flatten(mapping_in(file), "", messages)
    return Language(code, Locale.parse(str(messages.get("locale", code))), messages)


def mapping_in(file: Path) -> Mapping[str, Any]:
    """What a file of words holds; nothing where it is empty."""
    return yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER) or {}


def available() -> tuple[str, ...]:
    """The codes of all languages that have a folder: those that a publication can be in."""
    return tuple(sorted(path.name for path in FOLDER.iterdir() if (path / "formats.yml").is_file()))


def staff_languages() -> tuple[str, ...]:
    """The codes of the languages that have words for staff too."""
    return tuple(code for code in available() if (FOLDER / code / "problems").is_dir())


def staff_language() -> str:
    """The language of messages to staff: BERKALA_LANGUAGE where it has words for them, else English."""
    wanted = os.environ.get("BERKALA_LANGUAGE", "en")
    return wanted if wanted in staff_languages() else "en"


def rounded_to(value: Decimal | int, decimals: int) -> Decimal:
    """The value as a reader sees it: halves away from zero. Minus nought is nought."""
    rounded = Decimal(value).quantize(_unit_of(decimals), rounding=ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)


@lru_cache(maxsize=64)
def _unit_of(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


_PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})


def _flatten(node: Mapping[str, Any], prefix: str, into: dict[str, Any]) -> None:
    for key, value in node.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and not all(name in _PLURALS or str(name).startswith("=") for name in value):
            _flatten(value, f"{name}.", into)
        else:
            into[name] = value


def _parts(period: Period) -> dict[str, str]:
    """What the words of a period are put together from."""
    day, year = period.start, period.start.isocalendar().year if period.frequency == "week" else period.start.year
    number = str(_number(period))
    first, last = f"{day.year:04d}", f"{period.end.year % 100:02d}"
    return {"day": str(day.day), "number": number, "year": f"{year:04d}", "first": first, "last": last}


def _number(period: Period) -> int:
    """Which week, quarter or half of its year a period is, or which day of its month; of any other the month."""
    week, month, day = period.start.isocalendar().week, period.start.month, period.start.day
    return {"week": week, "quarter": (month + 2) // 3, "half": (month + 5) // 6, "day": day}.get(
        period.frequency, month
    )


def _machine_time(period: Period) -> str:
    return period.code if period.frequency in ("day", "week", "month", "year") else period.start.isoformat()

"""What a descriptor is drafted for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from babel import Locale

from berkala.describe.sheets import Sheets
from berkala.plan.questions import MARK
from berkala.words.language import Language


@dataclass(frozen=True)
class Wanted:
    """What the descriptor is drafted for: its name, its languages, the day, the language of its reader, the sheet.

    `sheets` is set where the sheets are read one by one, as files are.
    """

    name: str
    languages: tuple[str, ...]
    today: date
    say: Language
    sheet: str | None = None
    sheets: Sheets | None = None


def called(language: str, say: Language) -> str:
    """What a language is called in the language of the reader."""
    return str(Locale(language).get_display_name(say.code))


def in_all(text: str, languages: Iterable[str]) -> dict[str, str]:
    """One text of the file for all languages; one that begins as our questions do is none."""
    return dict.fromkeys(languages, text.removeprefix(MARK).strip() or text)

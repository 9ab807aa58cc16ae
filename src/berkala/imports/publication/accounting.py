"""What an import has to say beyond the reading: what the publication shows otherwise, and what is to be filled in.

Added to the account of the reading, these lines are all that a person has to know of an import. They are printed by the
command and stand in ``IMPORT.md``, beside ``import.json``, in the publication.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from berkala.imports.open_sdg.account import SEVERITIES, About, Account, Book, Line, Severity
from berkala.imports.open_sdg.collection import Collection
from berkala.imports.open_sdg.texts import Texts
from berkala.imports.publication.files import Fates
from berkala.imports.publication.telling import Told
from berkala.imports.publication.units import mentions_percent
from berkala.imports.publication.words import Words
from berkala.words import Language

#: What becomes of a thing, by the end of its code.
_SEVERITIES: Mapping[str, Severity] = {
    "progress-several": "degraded",
    "progress-by-hand": "degraded",
    "progress-not-years": "degraded",
    "progress-limit": "noted",
}
#: What a reader would miss, of that which is not carried over.
_MISSED = ("graph-breaks", "target-lines", "maps")
#: More letters that the fonts lack are not told apart.
_MOST_LETTERS = 8


def accounted(
    collection: Collection, words: Words, told: Mapping[str, Told], unspoken: tuple[str, ...], fates: Fates
) -> Account:
    """The account of the reading with the lines of the writing."""
    book = Book()
    _to_fill_in(book, collection)
    _languages(book, words, unspoken)
    for name, one in told.items():
        _of_indicator(About(book, f"reports/{name}.md", name), one)
    _units(book, collection)
    _not_carried_over(book, collection)
    _of_files(book, fates)
    return replace(collection.account, lines=(*collection.account.lines, *book.lines))


def _to_fill_in(book: Book, collection: Collection) -> None:
    """What Open SDG has no place for, and the name of the office where nobody has given it."""
    if not collection.title:
        book.add("degraded", "fill-agency", file="mkdocs.yml")
    for code in ("fill-address", "fill-contact", "fill-licence"):
        book.add("degraded", code, file="mkdocs.yml")


def _languages(book: Book, words: Words, unspoken: tuple[str, ...]) -> None:
    for code in unspoken:
        book.add("degraded", "language-unspoken", value=code)
    for code, count in sorted(words.borrowed.items()):
        book.add("noted", "texts-borrowed", {"count": count}, value=code)
    if words.braced:
        book.add("noted", "texts-braced", {"count": len(words.braced)}, value=min(words.braced)[:80])


def _of_indicator(about: About, told: Told) -> None:
    if told.chosen:
        about.add("noted", "headline-chosen", {"cells": ", ".join(told.chosen)})
    if told.undrawn:
        names = ", ".join(dict.fromkeys(told.undrawn))
        about.add("noted", "undrawn", {"count": len(told.undrawn), "names": names})
    if letters := told.uncarded.letters:
        shown = " ".join([*letters[:_MOST_LETTERS], *(["…"] if len(letters) > _MOST_LETTERS else [])])
        about.add("degraded", "card-letters", {"count": len(letters), "letters": shown})
    elif told.uncarded.long:
        about.add("degraded", "card-long", value=told.uncarded.long[:120])
    for doubt in told.doubts:
        about.add(_SEVERITIES[doubt], doubt)


def _units(book: Book, collection: Collection) -> None:
    """Indicators of which no unit in the data can be one that the metadata name: one of the two is wrong."""
    for one in collection.indicators:
        stated = {mentions_percent(part) for text in _said(one.unit) for part in re.split("[,;/]", text)}
        shares = {any(map(mentions_percent, [code, *_said(unit)])) for code, unit in one.units.items()}
        if stated and shares and stated.isdisjoint(shares):
            about = About(book, f"reports/{one.id}.md", one.id)
            shown = ", ".join((_said(unit) or [code])[0] for code, unit in one.units.items())
            about.add("noted", "unit-differs", {"shown": shown, "other": _said(one.unit)[0]}, value=shown)


def _said(unit: Texts) -> list[str]:
    """A unit in every language that it is there in; as it is written where it is in none."""
    return [text for text in unit.texts.values() if text] or [text for text in [unit.written] if text]


def _not_carried_over(book: Book, collection: Collection) -> None:
    """Settings of charts and maps that nothing here reads, counted."""
    counts: Counter[str] = Counter()
    for one in collection.indicators:
        counts["graph-limits"] += bool(one.graph.limits)
        counts["graph-breaks"] += bool(one.graph.breaks)
        counts["target-lines"] += bool(one.graph.target_lines)
        counts["graph-kind"] += one.graph.kind not in ("", "line") or bool(one.graph.kinds)
        counts["graph-decimals"] += bool(one.graph.decimals)
        counts["graph-map"] += one.graph.map
    counts["maps"] = len(collection.maps)
    counts["codes"] = len(collection.codes.columns) + len(collection.codes.cells)
    for code, count in counts.items():
        if count:
            book.add("degraded" if code in _MISSED else "noted", code, {"count": count})


def _of_files(book: Book, fates: Fates) -> None:
    for name in fates.all("kept"):
        book.add("noted", "file-kept", file=name)
    for name in fates.all("deleted"):
        book.add("noted", "file-deleted", file=name)
    for name in fates.all("foreign"):
        book.add("degraded", "file-foreign", file=name)


def as_markdown(account: Account, language: Language) -> str:
    """The whole account as a page for people: the sums, then every line with what to do."""
    code = language.code
    out = [f"# {language.text('imports.account.title')}", ""]
    for name in ("files", "indicators", "rows"):
        tally = getattr(account, name)
        left = str(tally.found - tally.kept)
        key = f"imports.account.{name}"
        out.append("- " + language.text(key, found=str(tally.found), kept=str(tally.kept), left=left))
    for severity in SEVERITIES:
        if lines := account.of(severity):
            heading = language.text(f"imports.account.{severity.replace(' ', '-')}", count=str(len(lines)))
            out += ["", f"## {heading}", ""]
            out += [f"- {_place(line, code)}{line.why(code)} → {line.remedy(code)}" for line in lines]
    return "\n".join(out) + "\n"


def _place(line: Line, code: str) -> str:
    where = line.problem.where(code)
    return f"**{where}**: " if where else ""

"""Noughts that are no figures: what an indicator whose work has not begun holds so that its page is not empty."""

from __future__ import annotations

from dataclasses import replace

from berkala.imports.open_sdg.account import About, Book, Loss
from berkala.imports.open_sdg.collection import Collection, Indicator

#: The status of an indicator for which no source has been found yet.
_NOT_STARTED = "notstarted"


def without_placeholders(collection: Collection) -> Collection:
    """The collection without them, and with a line for each indicator that then has no figures.

    "Maternal deaths: 0 in 2015" would be read, shared and counted as a figure. A nought counts as none where the office
    says itself that it is still looking for a source, and has no other value.
    """
    book, indicators = Book(), []
    for indicator in collection.indicators:
        if _is_placeholder(indicator):
            rows = [one.row for one in indicator.observations]
            about = About(book, indicator.data_file, indicator.id)
            loss = Loss(rows=len(rows))
            about.add("left out", "rows-placeholder", {"count": len(rows)}, rows=rows, value="0", loss=loss)
            indicators.append(replace(indicator, observations=()))
        else:
            indicators.append(indicator)
    account = collection.account
    lost = sum(line.loss.rows for line in book.lines)
    rows_left = replace(account.rows, kept=account.rows.kept - lost)
    account = replace(account, lines=(*account.lines, *book.lines), rows=rows_left)
    return replace(collection, indicators=tuple(indicators), account=account)


def _is_placeholder(indicator: Indicator) -> bool:
    values = {one.value for one in indicator.observations}
    return indicator.status == _NOT_STARTED and values == {0}

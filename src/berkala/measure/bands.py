"""The verdict on the whole of an indicator: the band that its value, its achievement or its progress lies in."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from berkala.measure.findings import Figure, ProgressFindings
from berkala.periods import Period
from berkala.plan.specifications import REFERENCE, Band, Indicator, ReportSpec
from berkala.words import rounded_to

#: An achievement that reached its target.
_WHOLE = Decimal(100)


def bands(
    report: ReportSpec, figures: Mapping[str, Figure], period: Period, progress: Mapping[str, ProgressFindings]
) -> dict[str, Band]:
    """The band of each indicator's whole at a period, where it has bands and lies in one.

    None where nothing is to be held against its reference. A bound may be a number or the one value in force; a
    range has no one value, so that its bands need numbers.
    """
    found: dict[str, Band] = {}
    for name, indicator in report.indicators.items():
        if indicator.bands_on == "progress":
            if name in progress and (verdict := _of_progress(indicator, progress[name])) is not None:
                found[name] = verdict
            continue
        not_held = indicator.reference is not None and indicator.reference.not_held is not None
        on = ".achievement" if indicator.bands_on == "achievement" else ""
        value = figures.get(f"{name}.all.{period.code}{on}")
        reference = None if on else figures.get(f"{name}.reference")
        met = figures.get(f"{name}.all.{period.code}.met")
        if value is not None and not not_held and (band := _band(indicator, value, reference, met)) is not None:
            found[name] = _agreeing(band, met)
    return found


def _of_progress(indicator: Indicator, progress: ProgressFindings) -> Band | None:
    """The last band that begins at or below the progress; of a target that was reached, the one that begins there.

    By the exact value: `progress` shows as many decimals as make it the same by the value that is seen. The bounds are
    its own: near a limit the declared ones are lower, and some may be the same.
    """
    last = indicator.bands[-1] if indicator.bands else None
    if progress.reached and last is not None and last.from_ == REFERENCE:
        return last
    if progress.figure is None or progress.figure.value is None:
        return None
    value, found = progress.figure.value, None
    for band in indicator.bands:
        bound = progress.bounds.get(band.name)
        if band.from_ is None or (bound is not None and bound.value is not None and bound.value <= value):
            found = band
    return found


def _band(indicator: Indicator, figure: Figure, reference: Figure | None, met: Figure | None) -> Band | None:
    """The band, by the value as a reader sees it; None where it, or a bound that it needs, is not there.

    By the rounded one, because a page that shows 95.0% and says "below the standard of 95%" contradicts
    itself: readers, and the standard, speak in the digits that are shown. But 25,995 of 26,000 is not all of it, though
    100.0% is shown: the achievement lies in a band from 100 on where the target was met, and below it where it was not.
    """
    if figure.value is None:
        return None
    value = rounded_to(figure.value, figure.decimals)
    if indicator.bands_on == "achievement" and met is not None and met.value is not None:
        value = max(value, _WHOLE) if met.value else min(value, _WHOLE - Decimal(1).scaleb(-figure.decimals))
    for band in indicator.bands:
        lowest, end = (_bound(bound, reference) for bound in (band.from_, band.below))
        if (band.from_ is None or (lowest is not None and lowest <= value)) and (
            band.below is None or (end is not None and value < end)
        ):
            return band
    return None


def _agreeing(band: Band, met: Figure | None) -> Band:
    """The band, with a mark that does not say of a missed target that it was met: a page has one verdict."""
    missed = met is not None and met.value == 0
    return band.model_copy(update={"mark": "near"}) if missed and band.mark == "met" else band


def _bound(bound: Decimal | str | None, reference: Figure | None) -> Decimal | None:
    if bound != REFERENCE:
        return Decimal(bound) if bound is not None else None
    if reference is None or reference.value is None:
        return None
    return rounded_to(reference.value, reference.decimals)

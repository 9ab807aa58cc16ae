"""An edition that is corrected: its new bundle says what was wrong, and keeps what it takes the place of."""

from __future__ import annotations

from dataclasses import replace

from berkala.measure.findings import Findings
from berkala.plan import Publication
from berkala.plan.reissues import Reissue
from berkala.render.bundle import SUPERSEDED, Bundle
from berkala.render.corrections.superseded import superseded
from berkala.render.corrections.telling import told

__all__ = ["corrected"]


def corrected(bundle: Bundle, before: Bundle, reissue: Reissue, findings: Findings, publication: Publication) -> Bundle:
    """The bundle with its corrections in ``about["corrections"]``, the first first, and with the superseded files.

    `before` is the bundle that is public. What it carried of earlier corrections is carried on.
    """
    carried = [*before.about.get("corrections", ())]
    kept = {path: content for path, content in before.files.items() if SUPERSEDED in path}
    if not reissue.corrections:
        return replace(
            bundle, about={**bundle.about, "corrections": carried}, files=dict(sorted({**bundle.files, **kept}.items()))
        )
    files, listed = superseded(before, bundle, reissue.corrections[0][1].correction)
    entries = told(bundle, before, reissue, findings, publication)
    if entries:
        entries[0]["superseded"] = listed
    about = {**bundle.about, "corrections": [*carried, *entries]}
    return replace(bundle, about=about, files=dict(sorted({**bundle.files, **kept, **files}.items())))

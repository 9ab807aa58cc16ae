"""The invented publication whose pages the design is shown on, told in the words of every language.

Its specifications stand in ``sample/``; ``$key`` in them is the message ``design.sample.<key>`` in each language of
the publication. They are written into a private folder, with the agency's own settings and templates, and pass through
the same rooms as every edition. So the parts that are shown are those that a reader meets, and cannot drift from them.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from berkala.errors import SourceProblems
from berkala.measure import measure
from berkala.measure.findings import Findings
from berkala.plan import Edition, Publication, Request, plan
from berkala.plan.progress import standard_bands
from berkala.plan.publication import SETTINGS_FILE
from berkala.plan.settings import Settings
from berkala.protect import protect
from berkala.render.bundle import Bundle
from berkala.render.edition import render_edition
from berkala.tidy import tidy
from berkala.words import language

SAMPLE = Path(__file__).parent / "sample"
#: When it is looked at: what is released, what is scheduled and what is closed follows from it.
_AS_OF = "2024-05-20T12:00"
_GAP = re.compile(r"\$([a-z-]+)")


@dataclass(frozen=True)
class Sample:
    """The invented publication, its newest editions measured and rendered, and the older ones of each report."""

    publication: Publication
    findings: Mapping[str, Findings]
    bundles: Mapping[str, Bundle]


def make_sample(publication: Publication, folder: Path) -> Sample:
    """The sample in the settings and templates of a publication, made in a private folder.

    Raises SourceProblems where the templates of the agency do not let it be made.
    """
    from berkala.fetch import fetch

    _write(publication, folder)
    as_of = datetime.fromisoformat(_AS_OF).replace(tzinfo=publication.settings.zone)
    planned = plan(Request(folder, as_of, "build"))
    newest = {edition.report: replace(edition, full=False) for edition in planned.due}
    made = measure(protect(tidy(fetch(replace(planned, due=tuple(newest.values()))))))
    wrong = [one for one in (*planned.problems, *made.problems) if one.severity == "error"]
    if wrong:
        raise SourceProblems(wrong)
    findings = {one.report.name: one for one in made.editions}
    rendered = [render_edition(one, planned.publication, "")[0] for one in made.editions]
    bundles = {bundle.edition.name: bundle for one in rendered for bundle in _row(one, planned.due)}
    return Sample(planned.publication, findings, bundles)


def _row(newest: Bundle, every: Sequence[Edition]) -> Iterator[Bundle]:
    """A report's editions: of the older ones only that they are there is shown, not what they said."""
    for edition in every:
        if edition.report == newest.edition.report:
            same = edition.period == newest.edition.period
            yield newest if same else replace(newest, edition=replace(edition, full=False))


# -- writing it -----------------------------------------------------------------------------------------------


def _write(publication: Publication, folder: Path) -> None:
    """Specifications and data, the agency's settings, its own templates and its mark."""
    codes = publication.settings.languages
    for path in sorted(path for path in SAMPLE.rglob("*") if path.is_file()):
        target = folder / path.relative_to(SAMPLE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_told(path.read_text(encoding="utf-8"), codes), encoding="utf-8", newline="\n")
    for report in sorted((folder / "reports").glob("*.md")):
        # The stories are charts alone, the same in every language.
        _, _, story = report.read_text(encoding="utf-8").rpartition("---\n")
        for code in codes[1:]:
            report.with_suffix(f".{code}.md").write_text(story, encoding="utf-8", newline="\n")
    for name, path in publication.template_files.items():
        if path.is_relative_to(publication.root):
            target = folder / "templates" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    if mark := publication.settings.agency.mark:
        (folder / mark).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(publication.root / mark, folder / mark)
    (folder / SETTINGS_FILE).write_text(json.dumps(_settings(publication.settings)), encoding="utf-8")


def _settings(settings: Settings) -> dict[str, Any]:
    """The agency's settings, as a file has them, without what belongs to its own reports."""
    told = settings.model_dump(
        mode="json", by_alias=True, exclude_none=True, exclude={"site_url", "collection", "notices"}
    )
    told |= {"state": ".berkala", "channels": {"site": {"kind": "folder", "path": "site"}}}
    # One card and one post are enough to see what they are.
    told |= {"card_sizes": ["1200x630"], "networks": ["mastodon"]}
    told["calendar"]["at"] = settings.calendar.at.strftime("%H:%M")
    return {"site_url": settings.site_url, "plugins": [{"berkala": told}]}


def _told(text: str, codes: Sequence[str]) -> str:
    """A file of the sample in the words of the languages."""
    return _GAP.sub(lambda found: json.dumps(_said(found[1], codes), ensure_ascii=False), text)


def _said(key: str, codes: Sequence[str]) -> object:
    if key == "progress-bands":
        return standard_bands("growth_to_target", codes)
    return {code: language(code).text(f"design.sample.{key}") for code in codes}

"""Every edition of a run, by as many processes as the request allows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor

from berkala.errors import Problem
from berkala.lasting import lasting
from berkala.measure.findings import Findings, FindingsSet
from berkala.plan import Plan, Publication
from berkala.render.bundle import Bundle, Bundles
from berkala.render.charts.mapfiles import shapes_problems
from berkala.render.charts.shades import steps_problems
from berkala.render.charts.tilemaps import map_problems
from berkala.render.corrections import corrected
from berkala.render.edition import render_edition
from berkala.render.store import load

Rendered = tuple[Bundle, tuple[Problem, ...]]


def render_all(findings: FindingsSet) -> Bundles:
    """Render every edition; what is wrong with a story, a card or a post is a problem of the result."""
    plan = findings.plan
    rendered = _each(findings.editions, plan)
    pairs = zip(rendered, findings.editions, strict=True)
    rendered = [(_again(bundle, one, plan), found) for (bundle, found), one in pairs]
    wrong = (*map_problems(plan.publication), *shapes_problems(plan.publication), *steps_problems(plan.publication))
    problems = [*findings.problems, *wrong]
    for _, found in rendered:
        # A fault in a story shows in every edition; it is told once.
        problems += [problem for problem in found if problem not in problems]
    return Bundles(plan, tuple(bundle for bundle, _ in rendered), tuple(problems), findings.tables)


def _again(bundle: Bundle, findings: Findings, plan: Plan) -> Bundle:
    """The bundle of an edition that is made again with its corrections; any other as it is.

    Raises SourceProblems or OSError where the public bundle cannot be read.
    """
    reissue = plan.reissues.get(bundle.edition.name)
    if reissue is None:
        return bundle
    before = load(plan.publication.state / "bundles", reissue.public.bundle)
    return corrected(bundle, before, reissue, findings, plan.publication)


#: What a process of several renders from, given to each once: a collection has hundreds of datasets, and sending all of
#: them along with every edition would take longer than rendering it.
_HELD: list[tuple[Publication, str]] = []


def _each(editions: Iterable[Findings], plan: Plan) -> list[Rendered]:
    if plan.request.jobs == 1:
        return [_render(edition, plan.publication, plan.frame) for edition in editions]
    given = (plan.publication, plan.frame)
    with ProcessPoolExecutor(plan.request.jobs, initializer=_hold, initargs=given) as pool:
        return list(pool.map(_render_held, editions, chunksize=4))


def _hold(publication: Publication, frame: str) -> None:
    _HELD.append((publication, frame))


def _render_held(findings: Findings) -> Rendered:
    return _render(findings, *_HELD[-1])


@lasting()
def _render(findings: Findings, publication: Publication, frame: str) -> Rendered:
    return render_edition(findings, publication, ingredients(findings, frame))


def ingredients(findings: Findings, frame: str) -> str:
    """What an edition was made from: every source's bytes, the specifications, the templates, the program."""
    sources = [f"{name} {table.sha256}" for name, table in sorted(findings.data.items())]
    specs = [table.spec.model_dump_json() for _, table in sorted(findings.data.items())]
    parts = [frame, findings.edition.name, str(findings.edition.full), *sources, *specs]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()

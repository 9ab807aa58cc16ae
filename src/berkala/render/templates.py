"""The Jinja environment for fragments, and the roles that templates declare.

A template says in its first line which roles its numbers may have: ``{# roles: tick, count #}``. `check` holds
every page against that.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

FRAGMENTS = Path("theme") / "fragments"

_ROLES = re.compile(r"\{#\s*roles:\s*([a-z, ]*)#\}")


@lru_cache
def environment(templates: Path) -> Environment:
    """The environment for a publication's templates: escaping on, undefined names are errors."""
    return Environment(
        loader=FileSystemLoader(templates / FRAGMENTS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@lru_cache
def roles(template: Path) -> tuple[str, ...]:
    """The roles a template declares in its first line, sorted."""
    with template.open(encoding="utf-8") as file:
        found = _ROLES.match(file.readline())
    return tuple(sorted(role.strip() for role in found[1].split(",") if role.strip())) if found else ()


def fragment(templates: Path, name: str, **context: object) -> bytes:
    """One fragment, rendered."""
    return environment(templates).get_template(f"{name}.html").render(context).encode()


def page_roles(templates: Path, name: str) -> list[str]:
    """The roles that the pages made from one fragment may use."""
    return list(roles(templates / FRAGMENTS / f"{name}.html"))

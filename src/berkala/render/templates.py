"""The Jinja environment for fragments, the roles that templates declare, and JSON for a script element.

A template says in its first line which roles its numbers may have: ``{# roles: tick, count #}``. `check` holds
every page against that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from jinja2.bccache import Bucket
from jinja2.exceptions import UndefinedError
from jinja2.meta import find_referenced_templates
from markupsafe import Markup

from berkala.errors import Problem, SourceProblems

FRAGMENTS = Path("theme") / "fragments"

#: Reads what templates name; it fills none.
_PARSER = Environment(autoescape=True)

_ROLES = re.compile(r"\{#\s*roles:\s*([a-z, ]*)#\}")


class Compiled(BytecodeCache):
    """Templates as they were compiled before in this process, by their name and text, whatever folder they stand in."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The name alone: the text is the rest of what a template is known by."""
        return name

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was compiled of this text."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


#: Those of the fragments, and of the frame around them.
COMPILED, COMPILED_FRAME = Compiled(), Compiled()


@lru_cache
def environment(templates: Path) -> Environment:
    """The environment for a publication's templates: escaping on, undefined names are errors."""
    return Environment(
        loader=FileSystemLoader(templates / FRAGMENTS),
        bytecode_cache=COMPILED,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@lru_cache
def card_environment(templates: Path) -> Environment:
    """The environment for the cards' own templates."""
    return Environment(
        loader=FileSystemLoader(templates / "cards"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


def declared_roles(known: Environment, name: str) -> frozenset[str]:
    """The roles that a template declares in its first line, with those of every template it is made from.

    That is what it extends, includes or imports; a template whose name is only worked out later lends none.
    """
    found: set[str] = set()
    left, seen = [name], {name}
    while left and known.loader:
        told, others = _declared(known.loader.get_source(known, left.pop())[0])
        found |= told
        left += others - seen
        seen |= others
    return frozenset(found)


@lru_cache(maxsize=512)
def _declared(source: str) -> tuple[frozenset[str], frozenset[str]]:
    """What one template declares, and the templates that it names. By its text: a template may change."""
    first = _ROLES.match(source)
    told = {role.strip() for role in first[1].split(",")} - {""} if first else set()
    return frozenset(told), frozenset(name for name in find_referenced_templates(_PARSER.parse(source)) if name)


def fragment(templates: Path, name: str, **context: object) -> bytes:
    """One fragment, rendered. Raises as `filled`."""
    return filled(environment(templates), f"{name}.html", context)


def filled(templates: Environment, name: str, context: Mapping[str, object]) -> bytes:
    """A template, filled. An agency may change its templates, so a mistake in one is told as theirs.

    Raises SourceProblems where the template, or one it includes, is missing, does not parse, or uses a name that
    it is not given.
    """
    try:
        return templates.get_template(name).render(context).encode()
    except TemplateNotFound as error:
        raise SourceProblems(Problem("render.template-missing", {"name": error.name or name})) from error
    except TemplateSyntaxError as error:
        facts = {"name": error.name or name, "reason": error.message or ""}
        raise SourceProblems(Problem("render.template-broken", facts, line=error.lineno)) from error
    except UndefinedError as error:
        raise SourceProblems(Problem("render.template-broken", {"name": name, "reason": str(error)})) from error


def page_roles(templates: Path, name: str) -> list[str]:
    """The roles that the pages made from one fragment may use."""
    return sorted(declared_roles(environment(templates), f"{name}.html"))


def card_roles(templates: Path) -> list[str]:
    """The roles that the cards of an edition may use."""
    return sorted(declared_roles(card_environment(templates), "card.svg.j2"))


def script_json(value: object) -> Markup:
    """JSON that is safe inside a script element, in the order it is given. A row that is no list becomes one."""
    listed = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_as_list)
    return Markup(listed.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _as_list(value: Any) -> list[Any]:
    return list(value.tolist())

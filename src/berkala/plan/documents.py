"""Settings, descriptors and front matter: YAML read with the line of every value.

The reader keeps to YAML 1.2's core types. YAML 1.1, which most libraries still read, turns ``11:00`` into 660,
``no`` into false and ``2019-03-01`` into a date object; a staff member's file must say what it says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from berkala.errors import Problem
from berkala.plan.forms import Way

_FENCE = "---"

#: More values than any file of settings has.
_MOST = 500_000


@dataclass(frozen=True)
class Document:
    """A mapping read from one file, the line of each of its values, and the prose after the front matter."""

    file: str
    data: Mapping[str, Any]
    lines: Mapping[Way, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    problems: tuple[Problem, ...] = ()

    def line(self, way: Way) -> int | None:
        """The line of a value, or of the nearest thing around it that is there."""
        while way and way not in self.lines:
            way = way[:-1]
        return self.lines.get(way)

    def told_as(self, code: str, facts: Mapping[str, object]) -> Document:
        """The same document, with what is wrong told by someone who knows what the file is for."""
        return replace(self, problems=(Problem(code, facts, file=self.file),))

    def inside(self, way: Way) -> Document:
        """The mapping that stands at `way`, as a document of its own with the same lines."""
        data: Any = self.data
        for step in way:
            data = data[step]
        lines = {key[len(way) :]: line for key, line in self.lines.items() if key[: len(way)] == way}
        return replace(self, data=data, lines=lines)


class _Loader(yaml.SafeLoader):
    """YAML 1.2's core types; MkDocs' own tags (``!ENV``, ``!relative``, ``!!python/name:``) pass as text."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in [
    ("tag:yaml.org,2002:bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("tag:yaml.org,2002:null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("tag:yaml.org,2002:int", r"[-+]?[0-9]+", "-+0123456789"),
    ("tag:yaml.org,2002:float", r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?", "-+0123456789."),
]:
    _Loader.add_implicit_resolver(_tag, re.compile(rf"^(?:{_pattern})$"), list(_first))


_Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))  # 08 is eight

#: What the YAML reader says, in parts, and what it comes from.
_STUMBLES = {
    "quoted scalar": "plan.yaml-quote",
    "'\\t'": "plan.yaml-tab",
    "mapping values are not allowed": "plan.yaml-colon",
    "flow ": "plan.yaml-bracket",
    "could not find expected ':'": "plan.yaml-no-colon",
    "block end": "plan.yaml-indent",
}


def _as_text(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    return node.value if isinstance(node, yaml.ScalarNode) else None


_Loader.add_multi_constructor("!", _as_text)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _as_text)


class _TextLoader(_Loader):
    """Nothing is a number, a truth or a date; only what is not there is told apart."""


_NULL, _TEXT = "tag:yaml.org,2002:null", "tag:yaml.org,2002:str"
_TextLoader.yaml_implicit_resolvers = {}
_TextLoader.add_implicit_resolver(_NULL, re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""])


def _core_value(node: yaml.Node) -> Any:
    if node.tag == _TEXT:
        return node.value
    loader = _Loader("")
    value = loader.construct_object(node, deep=True)
    loader.dispose()
    return value


def _written_value(node: yaml.Node) -> Any:
    return None if node.tag == _NULL else node.value


class _QuickLoader(yaml.CSafeLoader):
    """The same by libyaml, many times quicker."""


class _QuickTextLoader(yaml.CSafeLoader):
    """The same by libyaml."""


_QuickLoader.yaml_implicit_resolvers = _Loader.yaml_implicit_resolvers
_QuickTextLoader.yaml_implicit_resolvers = _TextLoader.yaml_implicit_resolvers


@dataclass(frozen=True)
class Scalars:
    """How the single values of a file are read: by `quick`, and where it stumbles by `loader`, whose words we know."""

    loader: type[yaml.SafeLoader]
    quick: type[yaml.CSafeLoader]
    value: Callable[[yaml.Node], Any]

    def composed(self, text: str) -> yaml.Node | None:
        """The text as nodes. Raises yaml.YAMLError."""
        try:
            return yaml.compose(text, self.quick)
        except yaml.YAMLError:
            return yaml.compose(text, self.loader)


#: YAML 1.2's core types; and every value as it is written, for files whose writers had another reader in mind.
CORE = Scalars(_Loader, _QuickLoader, _core_value)
AS_WRITTEN = Scalars(_TextLoader, _QuickTextLoader, _written_value)


def read_yaml(path: Path, root: Path) -> Document:
    """Read a whole file as one mapping. Never raises: what is wrong is in `problems`."""
    name = path.relative_to(root).as_posix()
    text, problems = _text(path, name)
    return _document(name, text, 1, problems, CORE)


def read_yaml_list(path: Path, root: Path, key: str) -> Document:
    """The same of a file whose mapping has one list, under `key`; the list may stand there alone."""
    name = path.relative_to(root).as_posix()
    text, problems = _text(path, name)
    return _document(name, text, 1, problems, CORE, key)


def read_front_matter(path: Path, root: Path) -> Document:
    """Read a Markdown file: the mapping between its two ``---`` lines, and the prose after them."""
    name = path.relative_to(root).as_posix()
    text, problems = _text(path, name)
    return _front_matter(name, text, problems, CORE)


def parse_yaml(text: str, name: str, scalars: Scalars = CORE) -> Document:
    """The same of a text that is at hand; `name` is the file that it is told as."""
    return _document(name, text, 1, [], scalars)


def parse_front_matter(text: str, name: str, scalars: Scalars = CORE) -> Document:
    """The same of a text that is at hand; `name` is the file that it is told as."""
    return _front_matter(name, text, [], scalars)


def _front_matter(name: str, text: str, problems: list[Problem], scalars: Scalars) -> Document:
    rows = text.split("\n")
    if rows[0].rstrip() != _FENCE:
        return Document(name, {}, body=text, problems=tuple(problems))
    end = next((number for number, row in enumerate(rows[1:], 1) if row.rstrip() == _FENCE), None)
    if end is None:
        problems.append(Problem("plan.front-matter-open", file=name, line=1))
        return Document(name, {}, problems=tuple(problems))
    document = _document(name, "\n".join(rows[1:end]), 2, problems, scalars)
    return Document(name, document.data, document.lines, "\n".join(rows[end + 1 :]), end + 2, document.problems)


def _text(path: Path, name: str) -> tuple[str, list[Problem]]:
    try:
        return path.read_text(encoding="utf-8-sig").replace("\r\n", "\n"), []
    except FileNotFoundError:
        return "", [Problem("plan.file-missing", file=name)]
    except UnicodeDecodeError as error:
        return "", [Problem("plan.not-utf8", {"byte": error.start}, file=name)]
    except OSError as error:
        return "", [Problem("plan.file-unreadable", {"reason": error.strerror or str(error)}, file=name)]


def _document(
    name: str, text: str, first_line: int, problems: list[Problem], scalars: Scalars, alone: str | None = None
) -> Document:
    """A text as a document; where it is a list and not a mapping, the list is what stands under `alone`."""
    if problems:
        return Document(name, {}, problems=tuple(problems))
    builder = _Builder(name, first_line, scalars.value, problems)
    try:
        node = scalars.composed(text)
        data = builder.build(node, ()) if node else {}
    except yaml.MarkedYAMLError as error:
        code = _code(error)
        opened = code in ("plan.yaml-quote", "plan.yaml-bracket")  # told where it opens, not where the file ends
        mark = (error.context_mark if opened else None) or error.problem_mark
        line = mark.line + first_line if mark else first_line
        return Document(name, {}, problems=(Problem(code, file=name, line=line),))
    except RecursionError:  # an alias inside what it stands for
        return Document(name, {}, problems=(Problem("plan.yaml", file=name, line=first_line),))
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + first_line
        facts = {"character": f"U+{error.character:04X}"}
        return Document(name, {}, problems=(Problem("plan.yaml-character", facts, file=name, line=line),))
    if isinstance(data, list) and alone is not None:
        lines: dict[Way, int] = {(alone, *way): line for way, line in builder.lines.items()}
        return Document(name, {alone: data}, lines, problems=tuple(problems))
    if not isinstance(data, dict):
        return Document(name, {}, problems=(Problem("plan.not-a-mapping", file=name, line=first_line),))
    return Document(name, data, builder.lines, problems=tuple(problems))


def _code(error: yaml.MarkedYAMLError) -> str:
    """The code whose sentence says in plain words what the YAML reader stumbled over."""
    said = f"{error.context or ''} {error.problem or ''}"
    return next((code for sign, code in _STUMBLES.items() if sign in said), "plan.yaml")


@dataclass
class _Builder:
    """Makes values of YAML's nodes, and remembers the line of each and the keys that stand twice."""

    name: str
    first_line: int
    value: Callable[[yaml.Node], Any]
    problems: list[Problem]
    lines: dict[Way, int] = field(default_factory=dict)

    def build(self, node: yaml.Node, way: Way) -> Any:
        self.lines[way] = node.start_mark.line + self.first_line
        if isinstance(node, yaml.SequenceNode):
            return [self.build(child, (*way, place)) for place, child in enumerate(node.value)]
        return self._mapping(node, way) if isinstance(node, yaml.MappingNode) else self.value(node)

    def _mapping(self, node: yaml.Node, way: Way) -> dict[Hashable, Any]:
        if len(self.lines) > _MOST:  # a file of a few lines whose anchors stand for one another
            raise RecursionError
        built: dict[Hashable, Any] = {}
        for key_node, child in node.value:
            key = str(key_node.value)
            line = key_node.start_mark.line + self.first_line
            if key in built:
                self.problems.append(Problem("plan.key-twice", {"key": key}, file=self.name, line=line))
            built[key] = self.build(child, (*way, key))
            self.lines[(*way, key)] = line
        return built

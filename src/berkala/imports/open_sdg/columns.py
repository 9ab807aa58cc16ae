"""The header of a data file: what each column is, and which of them cannot be carried over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from berkala.errors import nearest
from berkala.imports.open_sdg.account import About, Loss, said, spans_of
from berkala.imports.open_sdg.collection import Codes, Role
from berkala.imports.open_sdg.layout import ColumnOptions
from berkala.imports.open_sdg.tables import Table

PERIOD, VALUE, AREA = "Year", "Value", "GeoCode"

#: Names of columns by what they are, in the words of Open SDG and of SDMX (folded: small letters, no strokes).
_UNITS = ("units", "unit measure", "unit")
_ROLES: Mapping[str, Role] = {
    "series": "series",
    "geocode": "area",
    "observation status": "status",
    "obs status": "status",
    "unit multiplier": "multiplier",
    "unit mult": "multiplier",
    **dict.fromkeys(("freq", "reporting type", "unit measure", "base per", "nature"), "qualifier"),
    **dict.fromkeys(("source detail", "time detail", "time coverage", "geo info url", "geo info type"), "remark"),
    **dict.fromkeys(("upper bound", "lower bound"), "remark"),
}
#: Roles that one column of a file has, the first that is named so; another one tells observations apart.
_ONCE: frozenset[Role] = frozenset({"unit", "series", "area", "status", "multiplier", "progress"})


@dataclass(frozen=True)
class Named:
    """One column that is carried over: where it stands, its header, and what it is."""

    place: int
    written: str
    name: str
    role: Role


@dataclass(frozen=True)
class Header:
    """The columns of one file, by place."""

    period: int
    value: int
    named: tuple[Named, ...]

    def of(self, *roles: Role) -> tuple[Named, ...]:
        """The columns of these roles, in the order of the file."""
        return tuple(one for one in self.named if one.role in roles)

    def place(self, role: Role) -> int | None:
        """Where the one column of a role stands."""
        return next((one.place for one in self.named if one.role == role), None)


def fold(name: str) -> str:
    """A header as it is compared: small letters, one blank between words, no low strokes."""
    return " ".join(name.replace("_", " ").casefold().split())


def read_header(table: Table, options: ColumnOptions, renaming: Codes, about: About) -> Header | None:
    """What each column is. None, and a line for the file's rows, where there is no period or no value."""
    names = [renaming.columns.get(name, name) for name in table.header]
    missing = [name for name in (PERIOD, VALUE) if not any(fold(other) == fold(name) for other in names)]
    for name in missing:
        facts = {"name": name, "nearest": nearest(name, names), "known": ", ".join(filter(None, names))}
        loss = Loss(rows=len(table.rows)) if name == missing[0] else None
        about.add("left out", "column-missing", facts, row=table.header_row, loss=loss)
    if missing:
        return None
    period, value = (_find(name, names, table, about) for name in (PERIOD, VALUE))
    taken: dict[str, int] = {}
    named: list[Named] = []
    for place, name in enumerate(names):
        if not name:
            continue
        if name in taken or (place not in (period, value) and fold(name) in (fold(PERIOD), fold(VALUE))):
            _repeated(table, place, taken.get(name, period if fold(name) == fold(PERIOD) else value), about)
        else:
            taken[name] = place
            if place not in (period, value):
                roles = {one.role for one in named}
                named.append(Named(place, table.header[place], name, _role(name, names, options, roles)))
    _unnamed(table, [place for place, name in enumerate(names) if not name], about)
    return Header(period, value, tuple(named))


def _find(name: str, names: Sequence[str], table: Table, about: About) -> int:
    """The column of that name; one in other letters is taken, by a line."""
    if name in names:
        return names.index(name)
    alike = next(place for place, other in enumerate(names) if fold(other) == fold(name))
    about.add("noted", "header-case", {"name": name}, row=table.header_row, column=names[alike])
    return alike


def _role(name: str, names: Sequence[str], options: ColumnOptions, taken: set[Role]) -> Role:
    role = _named_role(name, names, options)
    if role in _ONCE and role in taken:
        return "qualifier"
    return role


def _named_role(name: str, names: Sequence[str], options: ColumnOptions) -> Role:
    if name == options.unit or (options.unit not in names and name == _unit_among(names)):
        return "unit"
    if name == options.series:
        return "series"
    if name == options.progress:
        return "progress"
    if name in options.attributes or fold(name).startswith(("comment obs", "comment ts", "footnote")):
        return "remark"
    known = _ROLES.get(fold(name))
    if known:
        return known
    return "qualifier" if name in options.non_disaggregation else "dimension"


def _unit_among(names: Iterable[str]) -> str | None:
    """The header that means the unit, where the configured one is not there."""
    by_fold = {fold(name): name for name in reversed(list(names))}
    return next((by_fold[word] for word in _UNITS if word in by_fold), None)


def _cells(table: Table, place: int) -> list[tuple[int, str]]:
    """The cells of a column that are not empty, with their rows."""
    return [(line, cell) for line, row in table.rows if place < len(row) and (cell := row[place].strip())]


def _unnamed(table: Table, places: Sequence[int], about: About) -> None:
    """Columns without a name: what stands in one cannot be said to be anything; an empty one says nothing."""
    empty = []
    for place in places:
        if filled := _cells(table, place):
            value = Counter(cell for _, cell in filled).most_common(1)[0][0]
            facts = {"place": place + 1, "count": len(filled)}
            about.add("degraded", "column-unnamed", facts, rows=[line for line, _ in filled], value=value)
        else:
            empty.append(place + 1)
    if empty:
        about.add("noted", "column-unnamed-empty", {"places": said(spans_of(empty))}, row=table.header_row)


def _repeated(table: Table, place: int, first: int, about: About) -> None:
    """A second column of one name: nobody can tell which is meant, so only the first is taken."""
    kept, other = dict(_cells(table, first)), _cells(table, place)
    differing = [line for line, cell in other if cell != kept.get(line, "")]
    facts = {"first": first + 1, "place": place + 1, "count": len(differing)}
    if differing:
        about.add("degraded", "column-twice", facts, rows=differing, column=table.header[place])
    else:
        about.add("noted", "column-twice-same", facts, row=table.header_row, column=table.header[place])

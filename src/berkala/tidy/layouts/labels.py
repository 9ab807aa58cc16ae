"""The names of rows that lie under one another: a heading without figures, and names that come again under others."""

from __future__ import annotations

from dataclasses import dataclass, field

from berkala.plan.layouts import Layout

#: Between the names of a row that belongs to another one.
UNDER = " / "


@dataclass
class Labels:
    """Goes down the rows of one table and gives each name in full."""

    layout: Layout
    _heading: str = ""
    _parent: str = field(default="")

    def under(self, heading: str) -> None:
        """What follows stands below this heading; one that comes again and again ("of which:") heads nothing."""
        if heading in self.layout.repeated:
            return
        self._heading, self._parent = heading, ""

    def full(self, name: str) -> str:
        """A row's name, with those that it belongs to before it."""
        repeated = name in self.layout.repeated
        if not repeated:
            self._parent = name
        above = [self._heading, self._parent if repeated else ""]
        return UNDER.join([*filter(None, above), name])

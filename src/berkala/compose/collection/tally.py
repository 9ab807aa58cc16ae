"""How many indicators are of each kind, in every section and together: by reporting status, by band."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from berkala.compose.index import Group, Index, Member
from berkala.compose.metadata import about
from berkala.compose.naming import called
from berkala.plan import Report
from berkala.words import Language, Sentence

#: The order of the marks that bands may have, the best first.
_MARKS = ("met", "most", "near", "some", "miss")


@dataclass(frozen=True)
class Kind:
    """One kind: its words, its mark (of a band), and whether it says that something is there (of a status)."""

    label: Sentence
    mark: str = ""
    solid: bool = False


@dataclass(frozen=True)
class Count:
    """How many of one kind there are, and their share of all as the width of a bar."""

    number: int
    width: str


@dataclass(frozen=True)
class Counted:
    """One section: how many of its indicators are of each kind, and how many they are together."""

    group: Group
    counts: tuple[Count, ...]
    total: int
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Tally:
    """All of it: the kinds in their order, the sections, and the sums of all sections."""

    kinds: tuple[Kind, ...]
    sections: tuple[Counted, ...]
    totals: tuple[Count, ...]
    total: int


def by_status(index: Index, language: Language) -> Tally:
    """Every indicator by its reporting status; those without one come last, where there are any."""
    code, statuses = language.code, index.collection.statuses
    kinds = {one.name: Kind(called(one.label[code]), solid=one.reported) for one in statuses}
    kinds[""] = Kind(Sentence.plain(language.text("collection.not-stated")))
    return _tally(index, kinds, lambda member: member.told.spec.status or "", frozenset(kinds) - {""}, index.members)


def by_band(index: Index, language: Language) -> Tally | None:
    """Every indicator with figures by the band its latest one lies in; None where no indicator has bands."""
    members = [member for member in index.members if member.has_figures]
    kinds = _bands(members, language)
    if not kinds:
        return None
    kinds[""] = Kind(Sentence.plain(language.text("collection.not-judged")), "none")
    return _tally(index, kinds, lambda member: _band(member, language), frozenset(), members)


def _tally(
    index: Index, kinds: dict[str, Kind], kind_of: Callable[[Member], str], kept: frozenset[str], of: Iterable[Member]
) -> Tally:
    """Count the members `of` in each section. A kind that nobody is of is left out, unless it is `kept`."""
    wanted = {member.told.file for member in of}
    held = {
        group.section.name: [kind_of(member) for member in group.members if member.told.file in wanted]
        for group in index.groups
    }
    found = [kind for same in held.values() for kind in same]
    shown = [name for name in kinds if name in kept or name in found]
    sections = tuple(
        Counted(
            group,
            _counts(held[group.section.name], shown),
            len(held[group.section.name]),
            tuple(kinds[name].mark for name in sorted(held[group.section.name], key=shown.index)),
        )
        for group in index.groups
    )
    return Tally(tuple(kinds[name] for name in shown), sections, _counts(found, shown), len(found))


def _counts(found: Sequence[str], shown: Sequence[str]) -> tuple[Count, ...]:
    whole = max(1, len(found))
    numbers = [found.count(name) for name in shown]
    return tuple(Count(number, f"{100 * number / whole:.2f}%") for number in numbers)


def _band(member: Member, language: Language) -> str:
    """The band of an indicator's latest figure, by its words; nothing where it is not judged."""
    assert member.row is not None
    verdict = about(member.row.latest, "lead")["verdict"]
    return str(verdict[language.code]) if verdict else ""


def _bands(members: Sequence[Member], language: Language) -> dict[str, Kind]:
    """The bands in which some figure lies, by their words: the best mark first, then as the reports declare them.

    The words and marks are those of the bundles; the order that of the specifications. A report declares its bands
    from the lowest values to the highest: where high is good, its last band is the best.
    """
    found: dict[str, str] = {}
    for member in members:
        if _band(member, language):
            assert member.row is not None
            found.setdefault(_band(member, language), str(about(member.row.latest, "lead")["mark"] or "none"))
    declared = list(dict.fromkeys(label for member in members for label in _declared(member, language.code)))
    order = {label: _place(label, declared) for label in found}
    marks = {mark: place for place, mark in enumerate(_MARKS)}
    labels = sorted(found, key=lambda label: (marks.get(found[label], len(marks)), order[label], label))
    return {label: Kind(called(label), found[label]) for label in labels}


def _place(words: str, declared: Sequence[str]) -> int:
    """Where a band stands among those declared: behind its label may be said whether the target was met."""
    own = max((label for label in declared if words.startswith(label)), key=len, default="")
    return declared.index(own) if own else len(declared)


def _declared(member: Member, code: str) -> list[str]:
    """The labels of the bands of a report's lead indicator, from the best to the worst."""
    if not isinstance(member.told, Report):
        return []
    lead = member.told.spec.indicators[member.told.spec.lead]
    labels = [band.label[code] for band in lead.bands]
    high_is_good = lead.bands_on != "value" or lead.polarity == "higher_is_better"
    return labels[::-1] if high_is_good else labels

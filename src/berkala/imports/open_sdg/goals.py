"""The goals and targets that the indicators belong to, with the titles that the repository has for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from berkala.imports.open_sdg.collection import Goal, Indicator, Target
from berkala.imports.open_sdg.speaking import Place, Speaker
from berkala.imports.open_sdg.texts import NONE, Texts

#: Fields of an indicator's metadata that name its goal or its target.
_GOAL_FIELDS = ("goal_name", "SDG_GOAL", "SDG_GOAL__GLOBAL")
_TARGET_FIELDS = ("target_name", "target", "SDG_TARGET", "SDG_TARGET__GLOBAL")

_MOST = 12


def natural(number: str) -> tuple[tuple[int, int, str], ...]:
    """The order of numbers such as 1.2.1 and 1.b.1: figures by size, then letters."""
    parts = re.split(r"[.\-]", number)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def read_goals(indicators: Sequence[Indicator], speaker: Speaker) -> tuple[Goal, ...]:
    """Every goal that an indicator has, in order."""
    by_goal: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        if indicator.goal:
            by_goal.setdefault(indicator.goal, []).append(indicator)
    goals = tuple(
        Goal(
            number,
            _title("global_goals", f"{number}-title", number, _GOAL_FIELDS, members, speaker),
            _shared("global_goals", f"{number}-short", speaker) or NONE,
            _targets(members, speaker),
        )
        for number, members in sorted(by_goal.items(), key=lambda item: natural(item[0]))
    )
    titles = [(goal.number, goal.title) for goal in goals]
    titles += [(target.number, target.title) for goal in goals for target in goal.targets]
    untitled = [number for number, title in titles if not title]
    if untitled:
        first = [*untitled[:_MOST], *(["…"] if len(untitled) > _MOST else [])]
        speaker.book.add("degraded", "goals-untitled", {"count": len(untitled), "numbers": ", ".join(first)})
    return goals


def _targets(members: Iterable[Indicator], speaker: Speaker) -> tuple[Target, ...]:
    by_target: dict[str, list[Indicator]] = {}
    for indicator in members:
        if indicator.target:
            by_target.setdefault(indicator.target, []).append(indicator)
    found = []
    for number, group in sorted(by_target.items(), key=lambda item: natural(item[0])):
        key = f"{number.replace('.', '-')}-title"
        title = _title("global_targets", key, number, _TARGET_FIELDS, group, speaker)
        found.append(Target(number, title, tuple(one.id for one in group)))
    return tuple(found)


def _title(
    group: str, key: str, number: str, fields: Sequence[str], members: Iterable[Indicator], speaker: Speaker
) -> Texts:
    """The title from the translations, or else from what an indicator says, without the number it begins with."""
    if shared := _shared(group, key, speaker):
        return shared
    said = (member.texts[name] for member in members for name in fields if member.texts.get(name))
    return next((texts.without_number(number) for texts in said), NONE)


def _shared(group: str, key: str, speaker: Speaker) -> Texts | None:
    name = f"{group}.{key}"
    return speaker.name(name, Place()) if speaker.translations.find(name) else None

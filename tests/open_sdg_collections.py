"""Whole Open SDG repositories of many indicators that are plausible, but for their quirks, for Hypothesis."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from open_sdg import CONFIGURATION, geojson
from open_sdg_quirks import settings_files, tables
from open_sdg_recipes import LONG, OFFERED, Maker, Recipe, Wild

#: Choices that leave an indicator without data or without words when they are odd, and so are seldom odd.
_SELDOM = frozenset({"shape", "form", "coded"})
#: The numbers of periods.
LENGTHS = (3, 7, 5, 1, 2, 4, 9, 12)
#: Of more indicators than this Hypothesis cannot draw every choice.
MOST_DRAWN = 50

#: The languages, and what their configuration says. Where there is none, or none that can be read, it is English.
LANGUAGES: dict[str, tuple[tuple[str, ...], str]] = {
    "english": (("en",), CONFIGURATION),
    "two": (("en", "id"), CONFIGURATION.replace("[en]", "[en, id]")),
    "french": (("fr", "en"), CONFIGURATION.replace("[en]", "[fr, en]")),
    "russian": (("ru",), CONFIGURATION.replace("[en]", "[ru]")),
    "one that is not spoken": (("en", "xx"), CONFIGURATION.replace("[en]", "[en, xx]")),
    "only one that is not spoken": (("xx",), CONFIGURATION.replace("[en]", "[xx]")),
    "no configuration": (("en",), ""),
    "a broken configuration": (("en",), "languages: ["),
}
BRANDINGS = (
    "Office of Numbers",
    "",
    "data.office",
    "Ведомство статистики",
    "A & B <i>Office</i> 2030",
    "x" * 140,
    LONG[:-2],
)

#: What else may be in the folder, by name.
OTHERS: dict[str, dict[str, bytes]] = {
    "notes": {"data/notes.txt": b"x", "README.md": b"# x\n", "scripts/build.py": b"", ".gitignore": b"_site\n"},
    "a table at the top": {"top.csv": b"Year,Value\n2019,1\n"},
    "data of another name": {
        "data/1.1.1.csv": b"Year,Value\n2019,1\n2020,2\n",
        "data/indicator_x.csv": b"Year,Value\n",
    },
    "a second file": {"data/1-1-1.csv": b"Year,Value\n2019,1\n2020,2\n"},
    "a workbook": {"data/indicator_1-1-1.xlsx": b"PK\x03\x04"},
    "a built site": {"_site/en/data/1-1-1.csv": b"Year,Value\n"},
    "a map": {"maps/a.geojson": geojson({"code": "E01", "name": "North"}).encode()},
    "a broken map": {"maps/a.geojson": b"{"},
    "settings of other languages": {
        "meta/fr/1-1-1.yml": b"indicator_name: Un titre\nother_info: Dit en fran\xc3\xa7ais\n",
        "meta/id/1-1-2.yml": b"indicator_name: Sebuah judul\n",
        "meta/xx/1-1-3.yml": b"indicator_name: X\n",
    },
    "a broken translation": {"translations/en/broken.yml": b"a: 'b\n", "translations/en/list.yml": b"a: [b]\n"},
}

_DATA = "F: {0}\nM: {1}\nSEX: {2}\noffice: {3}\nPercentage: {4}\nSex: {2}\n"
_WORDS = {
    "en": ("Women", "Men", "Sex (all)", "The office", "Per cent"),
    "id": ("Perempuan", "Laki-laki", "Jenis kelamin", "Kantor", "Persen"),
    "fr": ("Femmes", "Hommes", "Sexe", "Le bureau", "Pour cent"),
    "ru": ("Женщины", "Мужчины", "Пол", "Ведомство", "Процент"),
    "xx": ("Xa", "Xb", "Xc", "Xd", "Xe"),
}
_TITLES = {
    "en": "A title by its key",
    "id": "Judul dari kunci",
    "fr": "Un titre par sa clé",
    "ru": "Название по ключу",
    "xx": "Xf",
}


NOTHING_WILD = Wild((), ())


@dataclass(frozen=True)
class Whole:
    """A repository: its files by their names, its languages, and the recipe of each indicator by its id."""

    files: dict[str, bytes]
    languages: tuple[str, ...]
    recipes: dict[str, Recipe]


def offered(name: str) -> list[str]:
    """What a choice of a recipe is drawn from: the plain one first, and as often as is good for the others."""
    plain, *odd = OFFERED[name]
    return [plain] * (len(odd) * (7 if name in _SELDOM else 1)) + odd


def recipes() -> st.SearchStrategy[Recipe]:
    """One indicator. Each choice shrinks to the plain one."""
    drawn: dict[str, st.SearchStrategy[Any]] = {name: st.sampled_from(offered(name)) for name in OFFERED}
    return st.builds(Recipe, **drawn, length=st.sampled_from(LENGTHS))


def many_recipes(count: int) -> st.SearchStrategy[list[Recipe]]:
    """So many indicators at once: more than Hypothesis can draw one by one, so a single number settles them all."""

    def settled(seed: int) -> list[Recipe]:
        chance, choices = random.Random(seed), {name: offered(name) for name in OFFERED}
        return [
            Recipe(**{name: chance.choice(of) for name, of in choices.items()}, length=chance.choice(LENGTHS))
            for _ in range(count)
        ]

    return st.integers(0, 2**24 - 1).map(settled)


@st.composite
def collections(draw: st.DrawFn, indicators: int) -> Whole:
    """A repository of so many indicators; of fewer, where that is enough to show a fault and they are not very many."""
    drawn = (
        many_recipes(indicators) if indicators > MOST_DRAWN else st.lists(recipes(), min_size=1, max_size=indicators)
    )
    made = draw(drawn)
    said = draw(st.sampled_from([*LANGUAGES, "english", "english", "two", "two"]))
    branding = draw(st.sampled_from(BRANDINGS))
    others = draw(st.sets(st.sampled_from(sorted(OTHERS)), max_size=4))
    wild = Wild(draw(st.lists(tables(), max_size=3)), draw(st.lists(settings_files(), max_size=3)))
    return collection(made, said, branding, sorted(others), wild)


def collection(
    made: Sequence[Recipe],
    said: str = "english",
    branding: str = BRANDINGS[0],
    others: Iterable[str] = (),
    wild: Wild = NOTHING_WILD,
) -> Whole:
    """The repository of these indicators, in these languages, with these other files."""
    languages, configuration = LANGUAGES[said]
    files = dict(_shared(languages))
    if configuration:
        files["config_data.yml"] = f"{configuration}docs_branding: '{branding}'\n{_LAYERS}".encode()
    ids = {indicator_id(place): recipe for place, recipe in enumerate(made)}
    for place, (id, recipe) in enumerate(ids.items()):
        files |= dict(Maker(place, id, recipe, wild).files())
    for name in others:
        files |= {path: content for path, content in OTHERS[name].items() if path not in files}
    return Whole(files, languages, ids)


_LAYERS = "map_layers: [{geojson_file: maps/a.geojson, id_property: code, name_property: name}]\n"


def indicator_id(place: int) -> str:
    """Three indicators to a target; here and there a target with a letter, and an indicator of the archive."""
    goal, target, number = place // 3 % 17 + 1, str(place // 51 + 1), place % 3 + 1
    if place % 19 == 18:
        target = "abcdefghij"[place // 51 % 10]
    return ("archived-" if place % 23 == 22 else "") + f"{goal}-{target}-{number}"


def _shared(languages: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """The translations: of data and of one title, and of the goals in the first language but for the fifth."""
    for code in languages:
        data = _DATA.format(*(f"'{word}'" for word in _WORDS[code]))
        yield f"translations/{code}/data.yml", data.encode()
        yield f"translations/{code}/national_indicators.yml", f"own-title: {_TITLES[code]}\n".encode()
    goals = "".join(f"{goal}-title: The goal of {goal} things\n" for goal in range(1, 18) if goal != 5)
    yield f"translations/{languages[0]}/global_goals.yml", goals.encode()

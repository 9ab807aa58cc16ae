"""Indicators of an Open SDG repository by recipe: each is a plausible one, but for the quirks that the recipe names.

A recipe is made of few choices, the first of each being the plain one, so that Hypothesis can draw many and take quirks
away from an example that fails. What a choice leaves open is settled by the recipe
itself (`Maker.chance`), so that the same recipe at the same place has always the same files.
"""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass

from open_sdg_columns import BYTES, COLUMNS, FORMS, LONG, PERIODS, VALUES

#: What a choice has to offer, the plain one first.
Choices = Mapping[str, object]

SCRIPT = "Below the <b>median</b>. <script>wrong('1')</script><a href=\"javascript:wrong()\">See</a> "

#: The name of an indicator as its settings have it.
TITLES: Mapping[str, object] = {
    "plain": "Share of people in work",
    "the same": "The same title",
    "long": LONG + LONG + "by sex and age",
    "very long": LONG * 5,
    "one long word": "Un" + "believable" * 30,
    "a key": "national_indicators.own-title",
    "a key that is nowhere": "global_indicators.99-99-99-title",
    "cyrillic": "Доля населения, живущего за чертой бедности, по полу и возрасту",
    "arabic": "نسبة السكان الذين يعيشون تحت خط الفقر",
    "chinese": "按性别分列的贫困人口比例",
    "markup": "Share <b>of</b> <script>wrong()</script> people & others",
    "digits": "Deaths per 100,000 people, 15-24 years, in 2019 (%)",
    "only digits": "2019",
    "signs": "A *b* _c_ `d` [e](f) {{ g }} | h # i \\ \"j\" 'k' <l",
    "emoji": "People 👩‍🌾 in work ✅",
    "empty": "",
    "a mapping": {"en": "A title in a mapping", "fr": "Un titre"},
    "a list": ["One title", "another"],
    "a number": 12.5,
    "nothing": None,
    "lines": "A title\nin two lines",
    "full stop": "Share of people.",
    "capitals": "SHARE OF PEOPLE IN WORK",
}

_TARGETS: Mapping[str, Sequence[Mapping[str, object]]] = {
    "down": [{"direction": "negative", "target": 5, "target_year": 2030, "base_year": 2012}],
    "up": [{"direction": "positive", "target": 80, "target_year": 2030}],
    "no target": [{"direction": "positive"}],
    "target of nought": [{"direction": "negative", "target": 0, "target_year": 2030}],
    "no direction": [{"target": 50, "target_year": 2025}],
    "limit": [{"direction": "positive", "limit": 100, "target": 90}, {"direction": "positive", "limit": 100}],
    "past": [{"direction": "positive", "target": 30, "target_year": 2012, "base_year": 2011}],
    "base after target": [{"direction": "positive", "target": 30, "target_year": 2015, "base_year": 2019}],
    "for a series": [{"series": "Rate", "unit": "Percentage", "direction": "negative", "target": 1}],
    "negative": [{"direction": "negative", "target": -3.5, "target_year": 2030}],
    "huge": [{"direction": "positive", "target": 10**15}],
    "words": [{"direction": "sideways", "target": "half", "target_year": "soon", "base_year": "2010/11"}],
    "groups": [{"group": [{"direction": "positive", "target": 5}, {"direction": "negative"}]}],
}
#: How progress is judged.
PROGRESS: Mapping[str, object] = {
    "none": {},
    **{
        name: {"auto_progress_calculation": True, "progress_calculation_options": one} for name, one in _TARGETS.items()
    },
    "no options": {"auto_progress_calculation": True},
    "by hand": {"progress_status": "target_achieved"},
    "target lines": {"graph_target_lines": [{"value": 0, "label_content": "none left"}, {"value": 1e-9}]},
    "not a list": {"auto_progress_calculation": "yes", "progress_calculation_options": "up"},
}

#: What else is said of an indicator.
WORDS: Mapping[str, Mapping[str, object]] = {
    "little": {"computation_units": "Percentage", "national_geographical_coverage": "Testland"},
    "nothing": {},
    "markup": {"other_info": SCRIPT + "here", "computation_definitions": "<p>One</p><ul><li>two<li>three</ul>" * 3},
    "links": {"comments_limitations": "See [it](https://x.example/a?b=1&copy=2 'title'), <https://x.example> and "
              "[no](javascript:wrong()) <img src=x onerror=wrong()>", "goal_meta_link": "javascript:wrong()"},
    "address": {"goal_meta_link": "https://x.example/a b", "goal_meta_link_text": "Meta, 3 pages (PDF)"},
    "tables": {"national_indicator_description": "<table><tr><td>1</td><td>2.5</td></tr></table> |a|b|\n|---|---|\n"},
    "markdown": {"other_info": "# One\n\n1. two\n2. *three*\n\n> 4\n\n```\n5\n```\n\n{{ six }} {% seven %}\n\n---\n"},
    "digits": {"computation_calculations": "x = 1,234.5 / 2 × 100 %", "computation_units": "per 100,000 births"},
    "a unit": {"computation_units": "USD, millions (constant 2015 prices)"},
    "a long unit": {"computation_units": LONG * 2},
    "a long place": {"national_geographical_coverage": LONG, "computation_units": "x" * 60},
    "an odd unit": {"computation_units": "<i>m</i><sup>2</sup>"},
    "a key": {"computation_units": "units.PT", "other_info": "metadata_fields.nowhere", "reporting_status": "complete"},
    "a source": {"source_active_1": True, "source_organisation_1": "Office of Numbers", "source_url_1": "https://o.example/",
                 "source_url_text_1": "Table 5 of 2019", "source_periodicity_1": "Annual"},
    "sources": {"source_active_1": True, "source_organisation_1": LONG * 3, "source_url_1": "not an address",
                "source_active_2": "true", "source_url_text_2": "https://o.example/long", "source_active_3": False,
                "source_organisation_3": "Third"},
    "bar": {"graph_type": "bar", "graph_title": "A title of a chart", "graph_limits": [{"minimum": 0, "maximum": 100}]},
    "odd chart": {"graph_type": "pyramid", "graph_series_breaks": [{"value": 3}], "graph_stepsize": "x"},
    "charts": {"graph_type": "line", "graph_types": [{"series": "Rate", "type": "bar"}], "graph_titles": [
        {"series": "Rate", "title": "The rate"}], "precision": [{"decimals": 1}]},
    "footnote": {"data_footnote": "Figures for 2019 are <b>not</b> final.", "copyright": "© Office, 2019"},
    "notice": {"data_notice_heading": "Notice", "data_notice_text": "Read this. <br/>Then *that*."},
    "place": {"national_geographical_coverage": "Testland, 3 regions & others"},
    "standalone": {"standalone": True, "permalink": "own-page"},
    "placeholder": {"placeholder": "Statistics in 2 years. <script>wrong()</script>"},
    "proxy": {"proxy": "proxy", "proxy_series": ["Rate"], "tags": ["UN custodian agency: UNICEF", "2019"]},
    "start": {"data_start_values": [{"field": "Sex", "value": "Male"}, {"field": "Age", "value": "25+"}]},
    "lists": {"other_info": ["one", {"two": 3}], "tags": {"a": "b"}, "national_geographical_coverage": ["x"]},
    "types": {"computation_units": 5, "other_info": True, "un_designated_tier": 2, "data_show_map": "maybe"},
    "own fields": {"a field of ours": "Said by us", "Ünïcode": "é", "UN_tier": "Tier 1", "x" * 80: "long name"},
    "content": {"page_content": "## Heading\n\nText with 5 numbers.\n"},
    "another number": {"indicator_number": "17.19.9"},
    "a number of letters": {"indicator_number": "1.a.1"},
    "no number": {"indicator_number": "<b>1</b>"},
    "control": {"other_info": "soft\u00adhyphen \u200b zero \u202e turned", "data_footnote": "\u0007bell"},
}  # fmt: skip

#: The reporting status, and whether it is statistical.
STATUSES: Mapping[str, Mapping[str, object]] = {
    "complete": {"reporting_status": "complete"},
    "none": {},
    "not started": {"reporting_status": "notstarted"},
    "in progress": {"reporting_status": "inprogress"},
    "not applicable": {"reporting_status": "notapplicable"},
    "own": {"reporting_status": "Partly, 50 % (see <b>notes</b>)"},
    "other letters": {"reporting_status": "COMPLETE "},
    "other script": {"reporting_status": "Есть данные"},
    "a list": {"reporting_status": ["complete"]},
    "not statistical": {"reporting_status": "complete", "data_non_statistical": True},
}

#: Which files there are, and how those of settings are written. ``{}`` is the settings in YAML.
SHAPES: Mapping[str, tuple[str, str, str]] = {
    "settings": ("data", "indicator-config/{id}.yml", "{}"),
    "front matter": ("data", "meta/{id}.md", "---\n{}---\nOwn text of the page.\n"),
    "metadata": ("data", "meta/{id}.yml", "{}"),
    "no data": ("", "indicator-config/{id}.yml", "{}"),
    "only data": ("data", "", ""),
    "a fence": ("data", "meta/{id}.md", "---\n{}"),
    "no fence": ("data", "meta/{id}.md", "{}"),
    "text": ("data", "meta/{id}.md", "Only text, no settings.\n"),
    "a mark": ("data", "meta/{id}.md", "\ufeff---\n{}---\n"),
    "a tab": ("data", "indicator-config/{id}.yml", "{}\tx: y\n"),
    "open": ("data", "indicator-config/{id}.yml", "{}other_info: 'open\n"),
    "twice": ("data", "indicator-config/{id}.yml", "{}other_info: first\nother_info: second\n"),
    "a list": ("data", "indicator-config/{id}.yml", "- a\n- b\n"),
    "nothing": ("data", "indicator-config/{id}.yml", ""),
    "nothing at all": ("", "indicator-config/{id}.yml", "# empty\n"),
    "alias": ("data", "indicator-config/{id}.yml", "{}sdg: &a [*a]\n"),
    "wild": ("wild", "indicator-config/{id}.yml", "{}"),
    "wild settings": ("data", "wild", "{}"),
}


@dataclass(frozen=True)
class Recipe:
    """The choices for one indicator; `length` is the number of its periods."""

    shape: str
    period: str
    values: str
    columns: str
    form: str
    coded: str
    title: str
    progress: str
    words: str
    status: str
    length: int


#: What each choice of a recipe may be, by its field.
OFFERED: Mapping[str, Choices] = {
    "shape": SHAPES,
    "period": PERIODS,
    "values": VALUES,
    "columns": COLUMNS,
    "form": FORMS,
    "coded": BYTES,
    "title": TITLES,
    "progress": PROGRESS,
    "words": WORDS,
    "status": STATUSES,
}


def plain(length: int = 5, **odd: str) -> Recipe:
    """The plain recipe, but for these choices."""
    choices = {name: next(iter(of)) for name, of in OFFERED.items()}
    return Recipe(**{**choices, **odd}, length=length)


@dataclass(frozen=True)
class Wild:
    """Files of data and of settings in which anything may stand; indicators of the shape "wild" are given them."""

    data: Sequence[bytes]
    settings: Sequence[bytes]


@dataclass(frozen=True)
class Maker:
    """Makes the files of one indicator, which is at this place in its collection."""

    place: int
    id: str
    recipe: Recipe
    wild: Wild

    @property
    def chance(self) -> random.Random:
        """What a recipe leaves open, always the same."""
        return random.Random(f"{self.place} {astuple(self.recipe)}")

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The files by their names."""
        data, settings, form = SHAPES[self.recipe.shape]
        if data:
            wild = data == "wild" and self.wild.data
            content = self.wild.data[self.place % len(self.wild.data)] if wild else self.table()
            yield f"data/indicator_{self.id}.csv", content
        if settings == "wild":
            wilder = self.wild.settings or [b""]
            yield f"indicator-config/{self.id}.yml", wilder[self.place % len(wilder)]
        elif settings:
            yield settings.format(id=self.id), form.replace("{}", in_yaml(self.said())).encode()

    def table(self) -> bytes:
        """The file of data."""
        middle, groups = COLUMNS[self.recipe.columns]
        period, value, chance = PERIODS[self.recipe.period], VALUES[self.recipe.values], self.chance
        rows = [
            [period(n), *cells, value(chance, n, group)]
            for n in range(self.recipe.length)
            for group, cells in enumerate(groups)
        ]
        of_header, of_rows = FORMS[self.recipe.form]
        header = ["Year", *middle, "Value"]
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator="\n").writerows([of_header(header), *of_rows(rows, chance, header)])
        return BYTES[self.recipe.coded](out.getvalue())

    def said(self) -> dict[str, object]:
        """The settings."""
        title = TITLES[self.recipe.title]
        told: dict[str, object] = {"indicator_name": title, **STATUSES[self.recipe.status]}
        progress, words = PROGRESS[self.recipe.progress], WORDS[self.recipe.words]
        assert isinstance(progress, dict)
        return {**told, **progress, **words}


def in_yaml(said: Mapping[str, object]) -> str:
    """Settings in YAML, one to a line; JSON is YAML."""
    return "".join(f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in said.items())

"""Metadata in both layouts, in several languages, with keys; and what is said of an indicator by field."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from berkala.imports.open_sdg.collection import Limits, ProgressOption, Scope, Start, TargetLine
from open_sdg import CONFIG, CONFIGURATION, META, Repository, codes, line, lines, repository

FRENCH = CONFIGURATION.replace("[en]", "[en, fr]")
MD = "meta/1-1-1.md"


@pytest.fixture
def small(tmp_path: Path) -> Repository:
    return repository(tmp_path).data("Year,Value", "2019,1")


@pytest.fixture
def french(tmp_path: Path) -> Repository:
    return repository(tmp_path, FRENCH).data("Year,Value", "2019,1")


# -- files ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff", "\ufeffï»¿", "\n\n"])
def test_front_matter_and_the_text_under_it(small: Repository, end: str, start: str) -> None:
    small.write(MD, start + end.join(["---", "indicator_name: Rate", "---", "", "More on *this*.", ""]))
    indicator = small.only()
    assert indicator.name.get("en") == "Rate"
    assert indicator.content.get("en") == "More on *this*."


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("indicator_name: Rate\n---\nMore.", "More."),
        ("---\nindicator_name: Rate\n", ""),
        ("indicator_name: Rate\n", ""),
        ("Only words here, no settings.", "Only words here, no settings."),
    ],
)
def test_front_matter_with_a_fence_missing(small: Repository, text: str, content: str) -> None:
    indicator = small.write(MD, text).only()
    assert line(small.read(), "fence-missing").file == MD
    assert indicator.content.get() == content
    assert (indicator.name.get() == "Rate") == ("Rate" in text)


def test_settings_below_the_fence_are_no_text_for_readers(small: Repository) -> None:
    small.write(MD, "---\nindicator_name: Rate\n---\ngraph_series_breaks:\n - series: A\n   value: 3\n")
    assert line(small.read(), "settings-in-text").problem.row == 4
    assert not small.only().content


def test_files_are_merged_in_the_order_of_the_inputs_and_an_empty_field_wipes_nothing_out(small: Repository) -> None:
    small.write(MD, "---\nindicator_name: Old\ncomputation_units: Percent\nreporting_status: notstarted\n---\n")
    small.write(META, "indicator_name: Newer\n")
    small.write(CONFIG, "computation_units: ''\nreporting_status: complete\n")
    indicator = small.only()
    assert (indicator.name.get(), indicator.unit.get(), indicator.status) == ("Newer", "Percent", "complete")
    assert indicator.files == (MD, META, CONFIG)
    told = {one.problem.value: one.problem.facts["count"] for one in lines(small.read(), "field-replaced")}
    assert told == {"indicator_name": 1, "reporting_status": 1}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: [1\nb: 2\n", "plan.yaml-bracket"),
        ("a: 'x\n", "plan.yaml-quote"),
        ("a: b: c\n", "plan.yaml-colon"),
        ("\tb: 1\n", "plan.yaml-tab"),
        ("- a\n- b\n", "plan.not-a-mapping"),
        ("a: &x [*x]\nb: 1\n", "plan.yaml"),
    ],
)
def test_metadata_that_cannot_be_read_keep_their_indicator_and_its_data(
    small: Repository, text: str, code: str
) -> None:
    small.write(CONFIG, text)
    collection = small.read()
    (found,) = [one for one in collection.account.lines if one.code == code]
    assert (found.severity, found.file, found.indicator, found.loss.files) == ("left out", CONFIG, "1-1-1", 1)
    assert collection.account.gaps == ()
    assert [one.text for one in collection.indicators[0].observations] == ["1"]
    assert line(collection, "metadata-missing").indicator == "1-1-1"


def test_an_indicator_of_which_nothing_can_be_read_is_left_out(small: Repository) -> None:
    small.data("Year,Value", name="data/indicator_1-2-1.csv").write("meta/1-2-1.yml", "a: 'x\n")
    collection = small.read()
    assert [one.id for one in collection.indicators] == ["1-1-1"]
    assert line(collection, "indicator-empty").loss.indicators == 1
    assert (collection.account.indicators.found, collection.account.indicators.kept) == (2, 1)


def test_values_are_what_is_written(small: Repository) -> None:
    small.config("unit_note: t", "country: NO", "time: 11:00", "day: 2019-03-01", "share: 0.10", "none: null")
    texts = {name: text.get() for name, text in small.only().texts.items()}
    assert texts == {
        **{"unit_note": "t", "country": "NO", "time": "11:00", "day": "2019-03-01", "share": "0.10"},
    }


def test_keys_that_stand_twice_and_marks_before_keys(small: Repository) -> None:
    small.config("data_footnote: one", "data_footnote: two", '"\\xEF\\xBB\\xBFgraph_type": bar')
    indicator = small.only()
    assert (indicator.footnote.get(), indicator.graph.kind) == ("two", "bar")
    assert line(small.read(), "keys-twice").problem.facts["keys"] == "data_footnote"
    assert line(small.read(), "mark-broken").problem.row == 5


def test_every_field_is_counted(small: Repository) -> None:
    small.config("copyright: ''", "DATA_COMP: How", "odd: [1, 2]", "csv_size: 3 kB", "tags: []")
    account = small.read().account
    fates = {use.name: (use.used, use.text, use.empty, use.unused) for use in account.fields.values()}
    assert fates == {
        "indicator_name": (1, 0, 0, 0),
        "reporting_status": (1, 0, 0, 0),
        "DATA_COMP": (0, 1, 0, 0),
        "copyright": (0, 0, 1, 0),
        "tags": (0, 0, 1, 0),
        "odd": (0, 0, 0, 1),
        "csv_size": (0, 0, 0, 1),
    }
    assert {one.problem.value for one in lines(small.read(), "field-unused")} == {"odd", "csv_size"}


# -- languages ------------------------------------------------------------------------------------------------


def test_a_folder_for_each_language(french: Repository) -> None:
    french.config("data_footnote: A note", "un_custodian_agency: World Bank")
    french.write("meta/1-1-1.yml", "SDG_INDICATOR: Indicator\n")
    french.write("meta/fr/1-1-1.yml", "SDG_INDICATOR: Indicateur\nsource_url_1: https://a.org/fr\n")
    indicator = french.only()
    assert indicator.texts["SDG_INDICATOR"].texts == {"en": "Indicator", "fr": "Indicateur"}
    assert indicator.footnote.texts == {"en": "A note"}
    assert indicator.footnote.get("fr", "en") == "A note"
    assert indicator.sources[0].fields["url"].texts == {"fr": "https://a.org/fr"}
    assert line(french.read(), "untranslated").problem.facts["language"] == "fr"


def test_keys_are_looked_up_in_metadata_headers_and_cells(french: Repository) -> None:
    french.write("translations/en/UNIT_MEASURE.yml", "PT: per cent\nUNIT_MEASURE: Unit\n")
    french.write("translations/fr/UNIT_MEASURE.yml", "PT: pour cent\n")
    french.write("translations/fr/data.yml", "Sex: Sexe\nF: Femmes\n")
    french.config("computation_units: UNIT_MEASURE.PT")
    french.data("Year,UNIT_MEASURE,Sex,Value", "2019,PT,F,1")
    indicator = french.only()
    both = {"en": "per cent", "fr": "pour cent"}
    assert (indicator.unit.texts, indicator.units["PT"].texts) == (both, both)
    (sex,) = indicator.dimensions
    assert (sex.label.texts, sex.cells["F"].texts) == ({"en": "Sex", "fr": "Sexe"}, {"en": "F", "fr": "Femmes"})


def test_a_key_that_is_nowhere_is_kept_told_and_falls_back(small: Repository) -> None:
    small.write(CONFIG, "indicator_name: global_indicators.1-1-1-title\nindicator_available: Our own name\n")
    indicator = small.only()
    assert (indicator.name.get(), indicator.name_from) == ("Our own name", "indicator_available")
    assert line(small.read(), "key-unresolved").problem.value == "global_indicators"
    small.write(CONFIG, "indicator_name: global_indicators.1-1-1-title\ncomputation_units: data.Per head\n")
    indicator = small.only()
    assert (indicator.name.get("en"), indicator.name.written) == ("Indicator 1.1.1", "global_indicators.1-1-1-title")
    assert indicator.name.unresolved
    assert indicator.unit.get() == "Per head"
    small.write("translations/en/national_indicators.yml", "1-1-1-title: Our rate\n")
    assert (small.only().name.get(), small.only().name_from) == ("Our rate", "national_indicators")


def test_what_only_looks_like_a_key_is_a_text(small: Repository) -> None:
    small.config("source_organisation_1: data.gov.uk", "STAT_CONC_DEF: e.g. this", "note: example.org")
    collection = small.read()
    assert "key-unresolved" not in codes(collection)
    assert collection.indicators[0].sources[0].fields["organisation"].get() == "data.gov.uk"


def test_a_key_with_an_empty_text_says_nothing(small: Repository) -> None:
    small.write("translations/en/notes.yml", "1-1-1: ''\nlist: [a]\nnested: {deep: Deep}\n")
    small.config("comments: notes.1-1-1", "deeper: notes.nested.deep")
    collection = small.read()
    assert {name: text.get() for name, text in collection.indicators[0].texts.items()} == {"deeper": "Deep"}
    assert "key-unresolved" not in codes(collection)
    assert line(collection, "translation-form").problem.value == "notes.list"


def test_goals_and_targets_have_titles_from_translations_or_metadata(tmp_path: Path) -> None:
    small = repository(tmp_path)
    small.config().config("SDG_GOAL: 'Goal 2: End hunger'", "target_name: 'Target 2.1: Food'", name="meta/2-1-1.yml")
    small.config(name="meta/10-b-1.yml").config("standalone: true", name="meta/covid-19.yml")
    collection = small.read()
    titles = [(goal.number, goal.title.get(), [one.number for one in goal.targets]) for goal in collection.goals]
    assert titles == [
        ("1", "The first goal", ["1.1"]),
        ("2", "End hunger", ["2.1"]),
        ("10", "", ["10.b"]),
    ]
    assert collection.goals[1].targets[0].title.get() == "Food"
    assert line(collection, "goals-untitled").problem.facts["numbers"] == "10, 10.b"
    assert collection.indicator("covid-19").goal == ""


def test_a_number_of_another_target_than_the_files(small: Repository) -> None:
    small.config("indicator_number: 1.1.1.a")
    assert small.only().number == "1.1.1.a"
    small.config("indicator_number: 1.2.1")
    assert small.only().number == "1.1.1"
    assert line(small.read(), "number-differs").problem.value == "1.2.1"


# -- what is said of an indicator -----------------------------------------------------------------------------


def test_markup_is_cleaned_and_what_is_dropped_is_told(small: Repository) -> None:
    small.config("data_footnote: '<p>One<br>two</p><script>go()</script>'", "graph_title: <b>Rate</b> of growth")
    indicator = small.only()
    assert (indicator.footnote.get(), indicator.graph.title.get()) == ("One\n\ntwo", "Rate of growth")
    found = line(small.read(), "markup-dropped")
    assert (found.problem.column, found.problem.facts["what"]) == ("data_footnote", "script")


def test_sources(small: Repository) -> None:
    small.config(
        *("source_active_1: 'true'", "source_organisation_1: Office", "source_url_1: https://a.org/?a=1&b=2"),
        *(
            "source_active_2: false",
            "source_organisation_2: Other",
            "source_url_10: javascript:go()",
            "source_title_10: x",
        ),
    )
    first, second, tenth = small.only().sources
    assert (first.number, first.active, first.fields["url"].get()) == (1, True, "https://a.org/?a=1&b=2")
    assert (second.active, tenth.number, tenth.active) == (False, 10, False)
    assert "url" not in tenth.fields
    assert line(small.read(), "markup-dropped").problem.facts["what"] == "link to javascript"


def test_lines_limits_breaks_and_decimals(small: Repository) -> None:
    small.config(
        "graph_target_lines: [{value: 7.25, unit: kg, label_content: <b>Our</b> target}, {value: about 5}]",
        "graph_annotations: [{preset: target_line, value: 3, label: {content: Old target}}, {value: 2}]",
        "graph_limits: [{minimum: 0}, {maximum: 80}, {series: A, minimum: 1}]",
        "graph_series_breaks: {value: 8.5}",
        "precision: [{decimals: 2}, {unit: kg, decimals: -1}]",
        "graph_titles: [{series: A, title: Of A}, {Series: B, title: Of B}]",
        "graph_types: [{series: A, type: bar}]",
        "graph_type: None",
    )
    graph = small.only().graph
    first, second = graph.target_lines
    assert (first.value, first.scope, first.label.get()) == (Decimal("7.25"), Scope("", "kg"), "Our target")
    assert second == TargetLine(Scope(), Decimal(3), second.label)
    assert graph.limits == (Limits(Scope(), Decimal(0), Decimal(80)), Limits(Scope("A"), Decimal(1), None))
    assert (graph.breaks[0].position, graph.decimals) == (Decimal("8.5"), ((Scope(), 2),))
    assert [(scope.series, title.get()) for scope, title in graph.titles] == [("A", "Of A")]
    assert (graph.kind, graph.kinds) == ("", ((Scope("A"), "bar"),))
    collection = small.read()
    assert [one.problem.value for one in lines(collection, "setting-number")] == ["about 5", "-1"]
    assert line(collection, "word-unknown").problem.facts["nearest"] == "series"
    assert line(collection, "annotation").problem.column == "graph_annotations"


def test_progress_options_and_what_is_not_said(small: Repository) -> None:
    small.config(
        "auto_progress_calculation: true",
        "progress_calculation_options:",
        "- {direction: positive, target: 0, target_year: 2030, base_year: 2015, limit: 100, series: A}",
        "- {unit: kg, target: 5, disaggregation: [{field: Sex, value: F}]}",
        "- {direction: up, target: half}",
        "- group: [{direction: negative}, {group: [{direction: negative, target: 1}]}]",
    )
    progress = small.only().progress
    assert progress.calculated is True
    assert progress.options == (
        ProgressOption(Scope("A"), (), "positive", 2015, Decimal(0), 2030, Decimal(100)),
        ProgressOption(Scope("", "kg"), (("Sex", "F"),), target=Decimal(5)),
        ProgressOption(),
        ProgressOption(direction="negative", group=(4,)),
        ProgressOption(direction="negative", target=Decimal(1), group=(4, 2)),
    )
    collection = small.read()
    assert line(collection, "direction-missing").problem.facts["what"] == "kg"
    assert line(collection, "direction-wrong").problem.value == "up"
    assert line(collection, "setting-number").problem.value == "half"


def test_one_progress_option_alone_and_a_status_set_by_hand(small: Repository) -> None:
    small.config("progress_calculation_options: {direction: negative}", "progress_status: target_achieved")
    progress = small.only().progress
    assert (progress.calculated, progress.status) == (None, "target_achieved")
    assert [one.direction for one in progress.options] == ["negative"]


def test_what_is_shown_first(small: Repository) -> None:
    small.config("data_start_values: [{field: Sex, value: F, series: A}, Apples, {field: Sex}]")
    assert small.only().start == (Start("Sex", "F", "A"), Start("", "Apples"))
    assert line(small.read(), "value-form").problem.column == "data_start_values"


def test_status_proxy_and_the_rest(small: Repository) -> None:
    small.config(
        *("data_non_statistical: 'true'", "proxy: proxy", "proxy_series: [A]", "tags: [Proxy]", "data_show_map: maybe"),
        *("placeholder: Soon", "national_geographical_coverage: Land", "data_notice_heading: Note", "copyright: ours"),
    )
    indicator = small.only()
    assert (indicator.statistical, indicator.proxy, indicator.proxy_series) == (False, "proxy", ("A",))
    assert [tag.get() for tag in indicator.tags] == ["Proxy"]
    assert (indicator.placeholder.get(), indicator.coverage.get()) == ("Soon", "Land")
    assert (indicator.notice[0].get(), indicator.copyright.get()) == ("Note", "ours")
    collection = small.read()
    assert line(collection, "value-form").problem.value == "maybe"
    assert line(collection, "data-unexpected").problem.value == "data_non_statistical: true"
    small.write(CONFIG, "indicator_name: N\nreporting_status: notavailable\n")
    assert line(small.read(), "status-other").problem.value == "notavailable"


def test_a_breakdown_of_sdmx_has_the_name_that_the_indicator_gives_it(small: Repository) -> None:
    small.config("composite_breakdown_label: Hazard type").data("Year,COMPOSITE_BREAKDOWN,Value", "2019,FLOOD,1")
    assert small.only().dimensions[0].label.get() == "Hazard type"

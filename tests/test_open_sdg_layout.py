"""The folder and its configuration: which file is what, and what is left out by a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from berkala.errors import WrongUse
from berkala.imports.open_sdg import read_open_sdg
from berkala.imports.open_sdg.layout import matches
from open_sdg import CONFIG, CONFIGURATION, DATA, Repository, codes, geojson, line, lines, repository


@pytest.fixture
def small(tmp_path: Path) -> Repository:
    return repository(tmp_path).data("Year,Value", "2019,1").config()


def test_a_whole_small_repository_has_nothing_to_tell(small: Repository) -> None:
    collection = small.read()
    assert collection.account.lines == ()
    assert (collection.account.files.found, collection.account.files.kept) == (5, 5)
    assert collection.languages == ("en",)
    assert collection.indicator("1-1-1").goal == "1"
    with pytest.raises(KeyError):
        collection.indicator("9-9-9")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(WrongUse) as refused:
        read_open_sdg(tmp_path / "no")
    assert refused.value.problems[0].code == "imports.no-folder"


@pytest.mark.parametrize("broken", ["", "languages: [en\n", "- a\n"])
def test_without_a_configuration_the_folders_of_all_versions_are_read(tmp_path: Path, broken: str) -> None:
    small = repository(tmp_path, broken).data("Year,Value", "2019,1").config()
    small.write("meta/1-2-1.md", "---\nindicator_name: Two\n---\n")
    collection = small.read()
    assert [one.id for one in collection.indicators] == ["1-1-1", "1-2-1"]
    assert ("configuration-missing" in codes(collection)) == (not broken)
    assert collection.account.gaps == ()


def test_without_inputs_and_languages_what_open_sdg_takes_for_granted(tmp_path: Path) -> None:
    collection = repository(tmp_path, "docs_intro: Hello\n").data("Year,Value", "2019,1").config().read()
    assert collection.languages == ("en",)
    assert {"languages-missing", "configuration-unread"} <= codes(collection)
    assert len(collection.indicators) == 1


def test_a_source_folder_inside_and_one_outside(tmp_path: Path) -> None:
    configuration = CONFIGURATION.replace("src_dir: ''", "src_dir: ./here")
    small = repository(tmp_path, configuration)
    for name in (DATA, CONFIG):
        small.write(f"here/{name}", "Year,Value\n2019,1\n" if name == DATA else "indicator_name: N\n")
    assert [one.id for one in small.read().indicators] == ["1-1-1"]
    small.write("config_data.yml", CONFIGURATION.replace("src_dir: ''", "src_dir: ../away"))
    assert line(small.read(), "path-outside").problem.value == "../away"


def test_inputs_and_translations_that_are_elsewhere(tmp_path: Path) -> None:
    more = "  - {class: TranslationInputSdgTranslations, source: 'https://a.org/t.git'}\n"
    configuration = CONFIGURATION.replace("translations:\n", "  - class: InputSdmxMeta\ntranslations:\n") + more
    collection = repository(tmp_path, configuration).data("Year,Value", "2019,1").config().read()
    assert line(collection, "input-unread").problem.value == "InputSdmxMeta"
    assert line(collection, "translations-elsewhere").problem.value == "https://a.org/t.git"


def test_settings_of_another_form(tmp_path: Path) -> None:
    configuration = "languages: {a: b}\ninputs: [x]\nsrc_dir: [y]\nmap_layers: z\nindicator_options: w\n"
    collection = repository(tmp_path, configuration).read()
    found = [one.problem.value for one in lines(collection, "setting-form")]
    assert sorted(filter(None, found)) == ["indicator_options", "inputs", "languages", "map_layers", "src_dir"]


def test_files_that_nothing_reads(small: Repository) -> None:
    small.write("data/indicator_1_1_1.csv", "Year,Value\n2019,1\n2020,2\n").write("data/indicator_1-1-1.xlsx", b"PK")
    small.write("meta/6.b.1.xlsx", b"PK").write("README.md", "Hello").write("scripts/build.py", "x").write(
        "old.csv", "a"
    )
    small.write("meta/xx/1-1-1.yml", "a: b").write(".git/config", "x").write("_site/x.csv", "y").write(
        "scripts/b.py", ""
    )
    collection = small.read()
    strays = {one.file: (one.problem.facts["nearest"], one.loss.rows) for one in lines(collection, "file-stray")}
    assert strays == {
        "data/indicator_1_1_1.csv": ("1-1-1", 2),
        "data/indicator_1-1-1.xlsx": ("1-1-1", 0),
        "meta/6.b.1.xlsx": ("", 0),
        "old.csv": ("", 0),
    }
    others = {one.file: one.loss.files for one in lines(collection, "files-unread")}
    assert others == {".": 1, "meta": 1, "scripts": 2}
    assert collection.account.files.found == 13
    assert collection.account.gaps == ()


def test_two_data_files_of_one_indicator(tmp_path: Path) -> None:
    small = repository(tmp_path, CONFIGURATION.replace("data/*-*.csv", "data/**/*-*.csv")).config()
    small.data("Year,Value", "2019,1", name="data/a/indicator_1-1-1.csv")
    small.data("Year,Value", "2019,1", "2020,2", name="data/b/1-1-1.csv")
    found = line(small.read(), "data-twice")
    assert (found.file, found.loss.rows, found.problem.facts["other"]) == (
        *("data/b/1-1-1.csv", 2, "data/a/indicator_1-1-1.csv"),
    )


def test_a_link_out_of_the_folder_is_not_followed(small: Repository, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("away") / "secret.csv"
    secret.write_text("Year,Value\n2019,1\n")
    (small.root / "data/indicator_1-2-1.csv").symlink_to(secret)
    collection = small.read()
    assert line(collection, "file-outside").file == "data/indicator_1-2-1.csv"
    assert [one.id for one in collection.indicators] == ["1-1-1"]


@pytest.mark.parametrize(
    ("pattern", "name", "fits"),
    [
        ("data/*-*.csv", "data/indicator_1-1-1.csv", True),
        ("data/*-*.csv", "data/more/indicator_1-1-1.csv", False),
        ("data/*-*.csv", "other/data/1-1.csv", False),
        ("data/*-*.csv", "data/indicator.csv", False),
        ("data/**/*.csv", "data/a/b/c.csv", True),
        ("data/**/*.csv", "data/c.csv", True),
        ("**/*.csv", "c.csv", True),
        ("data/[ab].csv", "data/a.csv", True),
        ("data/?.csv", "data/ab.csv", False),
    ],
)
def test_patterns_are_those_of_the_shell(pattern: str, name: str, fits: bool) -> None:
    assert matches(pattern, name) == fits


def test_data_without_metadata_and_metadata_without_data(small: Repository) -> None:
    small.data("Year,Value", "2019,1", name="data/indicator_1-2-1.csv").config(name="meta/1-3-1.yml")
    small.write("meta/1-4-1.yml", "indicator_name: N\nreporting_status: notstarted\n")
    collection = small.read()
    assert line(collection, "metadata-missing").indicator == "1-2-1"
    assert line(collection, "data-missing").indicator == "1-3-1"
    assert line(collection, "indicators-waiting").problem.facts["first"] == "1-4-1"
    assert collection.indicator("1-2-1").name.get("en") == "Indicator 1.2.1"


def test_maps(tmp_path: Path) -> None:
    layers = "map_layers:\n  - {geojson_file: maps/areas.geojson, id_property: code, name_property: name}\n"
    small = repository(tmp_path, CONFIGURATION + layers).config().data("Year,GeoCode,Value", "2019,K1,1", "2019,K9,2")
    small.write("maps/areas.geojson", geojson({"code": "K1", "name": "North"}, {"name": "Nowhere"}))
    collection = small.read()
    (found,) = collection.maps
    assert (found.places, found.column) == ((("K1", "North"),), "GeoCode")
    assert line(collection, "map-places").problem.facts["count"] == 1
    assert line(collection, "areas-unmapped").problem.facts["codes"] == "K9"


def test_maps_that_are_elsewhere_missing_or_none(tmp_path: Path) -> None:
    layers = "map_layers:\n  - {geojson_file: 'https://a.org/m', id_property: code, name_property: name}\n"
    layers += "  - {geojson_file: gone.geojson, id_property: x, name_property: y}\n"
    small = repository(tmp_path, CONFIGURATION + layers).config().data("Year,Value", "2019,1")
    small.write("a.geojson", geojson({"code": "K1", "name": "North"})).write("b.geojson", geojson({"id": 1}))
    small.write("c.geojson", "{").write("d.geojson", "[]")
    collection = small.read()
    assert [one.file for one in collection.maps] == ["a.geojson"], "its properties are those of the layer elsewhere"
    assert codes(collection) == {"map-elsewhere", "map-missing", "map-without-layer", "map-form"}
    assert collection.account.gaps == ()


def test_tables_of_codes_and_the_schema(tmp_path: Path) -> None:
    more = "sdmx_output_global: {column_map: c.csv, code_map: k.csv}\nschema_file: schema.yml\n"
    more += "docs_branding: Our data\n"
    small = repository(tmp_path, CONFIGURATION + more).config().data("Year,Value", "2019,1")
    small.write("c.csv", "\ufeffText,Value\nSex,SEX\n").write("k.csv", "Text,Dimension,Value\nFemale,SEX,F\n")
    small.write("translations/en/metadata_fields.yml", "NOTE: A note\n")
    fields = "{name: NOTE, field: {label: x, translation_key: metadata_fields.NOTE, scope: national}},"
    fields += "{name: M, field: {label: Em}}"
    small.write("schema.yml", f"prose: {{metadata: {{meta: [{fields}]}}}}\n")
    collection = small.read()
    assert (collection.codes.columns, collection.codes.cells) == ({"Sex": "SEX"}, {("SEX", "Female"): "F"})
    assert [(one.label.get(), one.scope) for one in collection.fields.values()] == [("A note", "national"), ("Em", "")]
    assert collection.title.get() == "Our data"
    assert collection.account.lines == ()
    small.write("c.csv", "A,B\n1,2\n").write("schema.yml", "prose: none\n")
    assert codes(small.read()) == {"mapping-form", "schema-form"}

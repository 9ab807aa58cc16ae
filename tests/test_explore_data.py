"""Choosing from the data: what the Explore page is told of its dataset, and that check holds it to the dataset."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from lxml import html

from berkala import pipeline
from berkala.check import check
from berkala.plan import Request
from berkala.plan.specifications import DatasetSpec
from berkala.render.bundle import Bundles
from berkala.render.packages.model import columns_of
from berkala.words import language
from little_tables import dataset, dimension, measure
from small_clinics import NAME, TABLE, small_clinics

AS_OF = datetime(2023, 6, 1, 12, tzinfo=ZoneInfo("Asia/Jakarta"))
PAGE, JSON = "fragments/explore.en.html", f"public/{TABLE}.json"


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Bundles:
    root = small_clinics(tmp_path_factory.mktemp("clinics") / "publication")
    made: Bundles = pipeline.run(Request(root, AS_OF, "check"), last=pipeline.render)
    return made


def files_of(rendered: Bundles, report: str) -> dict[str, bytes]:
    return dict(next(bundle.files for bundle in rendered.bundles if bundle.edition.report == report))


def told(page: bytes) -> Any:
    """The data of an Explore page."""
    (script,) = html.document_fromstring(page.decode()).xpath("//script[@id='views']")
    return json.loads(script.text)


# -- what the page and the file say --------------------------------------------------------------------------------


def test_the_page_asks_for_what_leaves_a_choice_the_unit_first(rendered: Bundles) -> None:
    data = told(files_of(rendered, NAME)[PAGE])["dataset"]
    assert (data["name"], data["version"], data["ask"]) == (NAME, "2022", False)
    assert data["dimensions"] == ["units", "sex", "age", "region"], "one kind of clinic is no choice"
    assert data["unit"] == "units"
    assert data["measures"] == ["value"]
    key = {"year": "2020", "units": "number", "sex": "female", "age": "all-ages", "region": "country"}
    assert data["withheld"] == [{"column": "value", "key": key}]
    assert "periods" not in data, "they are those of the views"


def test_every_word_is_in_the_language_of_the_page(rendered: Bundles) -> None:
    files = files_of(rendered, NAME)
    english, indonesian = (told(files[f"fragments/explore.{code}.html"])["dataset"] for code in ("en", "id"))
    # The status of the cell that is withheld is x.
    assert english["statuses"] == {"p": "provisional", "x": "not available", "z": "clinics were closed"}
    assert indonesian["statuses"]["z"] == "klinik tutup"
    assert english["words"].keys() == indonesian["words"].keys()
    assert indonesian["words"]["period"] == "Periode"
    script = (Path(__file__).parents[1] / "templates/theme/assets/choose.js").read_text(encoding="utf-8")
    used = {one or two for one, two in re.findall(r"words\.(\w+)|words\[\"([\w-]+)\"\]", script)}
    assert used == english["words"].keys()


def test_periods_that_the_views_have_not_are_told(rendered: Bundles) -> None:
    """The views tell the growth over a year, so they begin a year later than the rows."""
    data = told(files_of(rendered, "spending")[PAGE])
    assert data["periods"]["codes"][0] == "2022-Q1"
    assert data["dataset"]["periods"]["codes"][0] == "2021-Q1"
    assert (data["dataset"]["periods"]["texts"][0], data["dataset"]["ticks"][0]) == ("quarter 1 of 2021", "Q1 2021")
    assert data["dataset"]["measures"] == ["spent", "planned", "staff"]
    assert data["dataset"]["dimensions"] == ["place"]
    assert "unit" not in data["dataset"]


def test_the_page_leads_to_the_dataset_without_a_script(rendered: Bundles) -> None:
    page = html.document_fromstring(files_of(rendered, NAME)[PAGE].decode())
    (file,), (home,) = page.xpath("//a[@id='choose-file']"), page.xpath("//a[@id='choose-name']")
    assert file.get("href") == f"@/{TABLE}.json"
    assert home.get("href") == "@/data/clinics/2022/"
    assert re.fullmatch(r"The rows as JSON, 7\.\d KB", file.text_content())
    for element in page.xpath("//button | //*[@id='choose-tool'] | //*[@id='choose-result']"):
        assert element.xpath("ancestor-or-self::*[@hidden]"), "nothing that needs the script shows without it"


def test_the_file_names_its_columns_categories_and_wholes(rendered: Bundles) -> None:
    fields = {field["name"]: field for field in json.loads(files_of(rendered, NAME)[JSON])["fields"]}
    assert fields["sex"]["categories"][0] == {"value": "female", "label": {"en": "Female", "id": "Perempuan"}}
    assert (fields["sex"]["whole"], fields["units"].get("whole")) == ("both", None)
    assert fields["region"]["categories"][2]["span"] == {"from": "2018"}
    assert fields["value"]["unit"]["en"] == "as the unit says"
    spending = json.loads(files_of(rendered, "spending")["public/data/spending-2/2022-Q4/spending-2.json"])
    assert spending["fields"][1]["whole"] == "total", "a declared total of all parts is the whole"


PLACE = dimension("place", "whole", "half", "a", "b", "c", "d")


@pytest.mark.parametrize(
    ("totals", "whole"),
    [
        ([], None),
        ([("whole", "a", "b", "c", "d")], "whole"),
        ([("half", "a", "b"), ("whole", "half", "c", "d")], "whole"),
        ([("half", "a", "b"), ("whole", "c", "d")], None),
    ],
)
def test_a_total_that_is_part_of_no_other_is_the_whole(totals: list[tuple[str, ...]], whole: str | None) -> None:
    declared = [{"dimension": "place", "total": total, "of": list(of)} for total, *of in totals]
    made = dataset(PLACE, measure("visits"), totals=declared)
    assert columns_of(made.spec)[1].whole == whole


def spec_with(*fields: dict[str, Any]) -> DatasetSpec:
    return dataset(*fields, measure("visits")).spec


def test_a_dimension_of_units_is_declared_or_known_by_its_name() -> None:
    beds, units, declared = dimension("beds", "a", "b"), dimension("units", "a", "b"), dimension("scale", "a", "b")
    assert spec_with(beds).unit_field is None
    assert spec_with(beds, units).unit_field.name == "units"  # type: ignore[union-attr]
    assert spec_with(dimension("unit_measure", "a", "b")).unit_field.name == "unit_measure"  # type: ignore[union-attr]
    assert spec_with(units, declared | {"concept": "unit"}).unit_field.name == "scale"  # type: ignore[union-attr]
    assert spec_with(units | {"concept": "area"}).unit_field is None


# -- what check finds ----------------------------------------------------------------------------------------------


def found(rendered: Bundles, files: dict[str, bytes]) -> set[tuple[str, str | None]]:
    """The codes and values of what is wrong with the edition of clinics, of which these files are different."""
    bundles = tuple(
        replace(bundle, files={**bundle.files, **files}) if bundle.edition.report == NAME else bundle
        for bundle in rendered.bundles
    )
    return {(p.code, p.value) for p in check(replace(rendered, bundles=bundles)).problems}


def with_data(page: bytes, change: Callable[[Any], None]) -> bytes:
    """The page with its data changed."""
    data = told(page)
    change(data)
    text = re.sub(r'(?s)(id="views">).*?(</script>)', lambda m: m[1] + json.dumps(data) + m[2], page.decode(), count=1)
    assert text != page.decode()
    return text.encode()


def set_(*way: str, to: Any) -> Callable[[Any], None]:
    """A change of one value of the dataset's part."""

    def change(data: Any) -> None:
        at = data["dataset"]
        for step in way[:-1]:
            at = at[step]
        at[way[-1]] = to

    return change


def at_2018(**changes: Any) -> Callable[[Any], None]:
    """The dataset's own periods, of which that of 2018 is different."""

    def change(data: Any) -> None:
        own = {key: list(column) for key, column in data["periods"].items()}
        for key, value in changes.items():
            (data["dataset"] if key == "ticks" else own)[key][3] = value
        data["dataset"]["periods"] = own

    return change


COLUMN, WORDS, PERIOD = "check.explore-column", "check.explore-words", "check.explore-period"
PLANTED: dict[str, tuple[Callable[[Any], None], str, str]] = {
    "another dataset": (set_("name", to="clinic"), "check.explore-file", f"{TABLE}.json"),
    "another version": (set_("version", to="2021"), "check.explore-file", f"{TABLE}.json"),
    "asked for nothing": (set_("ask", to=True), "check.explore-size", f"{TABLE}.json"),
    "a dimension that is left out": (set_("dimensions", to=["units", "sex", "age"]), COLUMN, "region"),
    "a dimension without a choice": (set_("dimensions", to=["units", "sex", "age", "region", "kind"]), COLUMN, "kind"),
    "a dimension twice": (set_("dimensions", to=["units", "sex", "sex", "age", "region"]), COLUMN, "sex"),
    "a measure that is not there": (set_("measures", to=["value", "valued"]), COLUMN, "valued"),
    "another unit": (set_("unit", to="sex"), COLUMN, "units"),
    "a withheld cell that has a value": (
        set_("withheld", to=[{"column": "value", "key": {"year": "2020", "sex": "male", "units": "percent"}}]),
        COLUMN,
        "value",
    ),
    "a withheld cell of no column": (set_("withheld", to=[{"column": "valu", "key": {}}]), COLUMN, "valu"),
    "a period in other words": (at_2018(texts="2019"), PERIOD, "2019"),
    "a period in other short words": (at_2018(ticks="'19"), PERIOD, "'19"),
    "a period on another day": (at_2018(starts="2018-02-01"), PERIOD, "2018"),
    "a period that is none": (at_2018(codes="2018-01"), PERIOD, "2018"),
    "periods out of order": (at_2018(starts="2009-01-01"), COLUMN, "year"),
    "a status in other words": (set_("statuses", "p", to="final"), WORDS, "final"),
    "a status that is left out": (set_("statuses", to={"p": "provisional", "x": "not available"}), WORDS, "z"),
    "a message in other words": (set_("words", "full", to="Stop."), WORDS, "Stop."),
    "a message that nobody knows": (set_("words", "more", to="More."), WORDS, "More."),
}


def test_nothing_is_wrong_with_what_is_rendered(rendered: Bundles) -> None:
    assert found(rendered, {}) == set()


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_planted_in_the_page_is_found(name: str, rendered: Bundles) -> None:
    change, code, value = PLANTED[name]
    page = files_of(rendered, NAME)[PAGE]
    problems = found(rendered, {PAGE: with_data(page, change)})
    assert (code, value) in problems
    assert {one for one, _ in problems} == {code}


def test_a_link_to_another_file_is_found(rendered: Bundles) -> None:
    page = files_of(rendered, NAME)[PAGE].decode()
    other = page.replace(f"@/{TABLE}.json", "@/data/spending-2/2022-Q4/spending-2.json")
    assert other != page
    problems = found(rendered, {PAGE: other.encode()})
    assert problems == {("check.explore-file", "data/spending-2/2022-Q4/spending-2.json")}


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"en":"Female"', '"en":"Male"', "categories"),
        ('"value":"female","label"', '"value":"femal","label"', "categories"),
        ('"whole":"both"', '"whole":"all"', "whole"),
        ('"en":"Sex"', '"en":"Age"', "title"),
        ('"en":"as the unit says"', '"en":"visits"', "unit"),
    ],
)
def test_a_file_that_calls_its_columns_otherwise_is_found(rendered: Bundles, old: str, new: str, key: str) -> None:
    text = files_of(rendered, NAME)[JSON].decode()
    assert text.count(old) == 1
    bundles = tuple(
        replace(one, files={**one.files, JSON: text.replace(old, new).encode()}) if one.edition.report == NAME else one
        for one in rendered.bundles
    )
    problems = check(replace(rendered, bundles=bundles)).problems
    assert {(p.column, p.facts["key"]) for p in problems if p.code == "check.field-differs"} == {
        ("value" if key == "unit" else "sex", key)
    }


def test_rows_that_more_than_categories_tell_apart_are_not_offered(tmp_path: Path) -> None:
    """A table whose key has a note in it: no combination of categories is one series."""
    root = small_clinics(tmp_path / "publication")
    file = root / f"datasets/{NAME}/dataset.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("region, units]", "region, units, checked]"), encoding="utf-8")
    made: Bundles = pipeline.run(Request(root, AS_OF, "check", (f"{NAME}@2022",)), last=pipeline.render)
    page = files_of(made, NAME)[PAGE]
    assert "dataset" not in told(page)
    assert b'id="choose"' not in page
    assert check(made).problems == ()


def test_the_words_have_no_slot_that_the_script_leaves_open() -> None:
    """A slot of a message that the script fills in vain would be read as `undefined`."""
    script = (Path(__file__).parents[1] / "templates/theme/assets/choose.js").read_text(encoding="utf-8")
    messages = {k: str(v) for k, v in language("en").messages.items() if k.startswith("explore.script.")}
    slots = {slot for text in messages.values() for slot in re.findall(r"\{(\w+)\}", text)}
    assert {slot for slot in slots if not re.search(rf"\b{slot}:", script)} == set()

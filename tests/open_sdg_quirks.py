"""Whole small Open SDG repositories made of quirks, for Hypothesis."""

from __future__ import annotations

import csv
import io

from hypothesis import strategies as st

from open_sdg import CONFIGURATION


def one_of(text: str, mark: str = "|") -> st.SearchStrategy[str]:
    """One of the parts of a text; ``\\n`` in it is the end of a line."""
    return st.sampled_from([part.replace("\\n", "\n") for part in text.strip("\n").split(mark)])


YEARS = one_of("2019|2020|2021.0|2019/20|2019/2020|2010 to 2012|2015 Q3|2012 01|2011-12|2012-13|2012-01")
ODD_YEARS = one_of("|2012a|2016-2018*|There is no data yet|2019-2010|9999|26 May to 25 June 2020")
CELLS = one_of('||F|M| F |A, B|q"q|_T|NA|é|data.F|two\\nlines')
VALUES = one_of("1|2|1.50|-3|8e-05|||NA|<2.5|1,234|Inf|n")
STATUSES = one_of("Normal value|Missing value|Missing value; suppressed|Estimated value|Odd|")
HEADERS = one_of("Sex|sex|Sex||Units|UNIT_MEASURE|SERIES|GeoCode|Progress|Observation status|COMMENT_OBS")


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """A data file: columns in any order, rows that may be ragged or blank, ends of lines, marks, a stray byte."""
    middle = draw(st.lists(HEADERS, max_size=4))
    header = draw(st.permutations(["Year", "Value", *middle])) if draw(st.booleans()) else ["Year", *middle, "Value"]
    if draw(st.integers(0, 9)) == 0:
        missing = draw(one_of("Year|Value"))
        header = [name for name in header if name != missing]
    kinds = {"Year": st.one_of(YEARS, YEARS, ODD_YEARS), "Value": VALUES, "Observation status": STATUSES}
    rows = [draw(_row([draw(kinds.get(name, CELLS)) for name in header])) for _ in range(draw(st.integers(0, 7)))]
    out = io.StringIO(newline="")
    blank: list[list[str]] = [[]] * draw(st.sampled_from([0, 0, 1]))
    csv.writer(out, lineterminator=draw(one_of("\n!\r\n!\r", "!"))).writerows([*blank, header, *rows])
    encoded = out.getvalue().encode(draw(one_of("utf-8|utf-8|utf-8-sig|latin-1|utf-16")))
    return encoded + draw(st.sampled_from([b"", b"", b"", b'"', b"\x00", b"\xff"]))


def _row(row: list[str]) -> st.SearchStrategy[list[str]]:
    return st.sampled_from([row, row, row, row, row[:-1], [*row, "x"], [*row, ""], [], [""] * len(row)])


FIELDS = one_of(
    """
indicator_name: Name
indicator_name: global_indicators.1-1-1-title
indicator_number: 1.1.1
reporting_status: complete
reporting_status: odd
data_footnote: '<p>x<script>y</script>'
standalone: true
progress_calculation_options: {target: x}
progress_calculation_options: [{group: [{direction: up}, y]}]
graph_target_lines: [{value: 5}]
graph_target_lines: 5
graph_limits: [a, {minimum: []}]
data_start_values: {}
source_url_1: 'javascript:x'
source_url_1: [a]
source_active_1: maybe
precision: [{decimals: 1.5}]
? [a]\\n: b
? ''\\n: x
tags: {a: b}
a: 'open
\tx: y
a: b: c
computation_units: [x]
page_content: x
odd: [1]
proxy_series: A
sdg: &a [*a]
""",
    "\n",
)
FORMS = one_of("{}|{}|---\\n{}\\n---\\nBody|---\\n{}|\ufeff{}|ï»¿{}|{}\\n---\\nsort_order: x")


@st.composite
def settings_files(draw: st.DrawFn) -> bytes:
    """A file of metadata, settings or translations, right or not."""
    text = draw(FORMS).replace("{}", "\n".join(draw(st.lists(FIELDS, max_size=6))))
    return text.encode(draw(one_of("utf-8|utf-8|utf-8|utf-16")))


IDS = one_of("1-1-1|1-2-1|10-b-1|archived-1-1-1|odd")
NAMES = st.one_of(
    IDS.map("data/indicator_{}.csv".format),
    one_of("data/1-1-1.csv|data/indicator_1.1.1.csv|data/1-1-1.xlsx|data/more/1-1-1.csv|top.csv"),
)
FOLDERS, ENDINGS = one_of("meta|indicator-config|meta/fr|meta/xx"), one_of("yml|md")
SETTINGS_NAMES = st.one_of(
    st.tuples(FOLDERS, IDS, ENDINGS).map(lambda parts: f"{parts[0]}/{parts[1]}.{parts[2]}"),
    one_of("translations/en/data.yml|translations/fr/custom.yml|translations/xx/data.yml|schema.yml"),
)
DEEP = CONFIGURATION.replace("data/*-*.csv", "data/**/*.csv")
CONFIGURATIONS = st.sampled_from(
    [
        "",
        CONFIGURATION,
        CONFIGURATION.replace("[en]", "[en, fr]"),
        f"{DEEP}schema_file: schema.yml\nmap_layers: [{{geojson_file: m.geojson}}]\n",
        "languages: fr\n",
        "languages: [",
        "src_dir: ..\n",
    ]
)
MAPS = st.sampled_from([b"{", b'{"features": [{"properties": {"": "a"}}, {}]}', b"[1]"])


@st.composite
def repositories(draw: st.DrawFn) -> dict[str, bytes]:
    """The files of a repository by their names."""
    files = {name: draw(tables()) for name in draw(st.lists(NAMES, max_size=4))}
    files |= {name: draw(settings_files()) for name in draw(st.lists(SETTINGS_NAMES, max_size=5))}
    if draw(st.booleans()):
        files["m.geojson"] = draw(MAPS)
    if configuration := draw(CONFIGURATIONS):
        files["config_data.yml"] = configuration.encode()
    return files

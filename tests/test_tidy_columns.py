"""tidy: rows held as columns. The short way of reading gives what the long way gives, for any bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from berkala.errors import Problem, SourceProblems
from berkala.plan.specifications import Dialect
from berkala.tidy import coded as columns
from berkala.tidy import csv_cells, csv_plain, csv_records
from berkala.tidy.coded import Coded, Coding, coded, combined, same
from berkala.tidy.csv_plain import read_plain
from berkala.tidy.csv_reader import read_csv
from berkala.tidy.csv_records import read_records
from berkala.tidy.digits import plain_numbers
from berkala.tidy.grids import limits
from berkala.tidy.listing import LIMIT, Listing
from berkala.tidy.numbers import NumberStyle
from berkala.tidy.rows import Rows
from little_tables import codes, column, dataset, dimension, measure, tidied

SOME = settings(deadline=None, max_examples=300)
Told = tuple[object, tuple[Problem, ...]]


def outcome(read: Callable[[bytes, Dialect, Listing], Rows | None], text: str, dialect: Dialect) -> Told | None:
    """What a way of reading gives: rows or the error, and what it lists; None where it is not for this text."""
    listing = Listing("a.csv")
    try:
        rows = read(text.encode(), dialect, listing)
    except SourceProblems as error:
        return error.problems, listing.problems()
    if rows is None:
        assert not listing.problems()
        return None
    distinct = [list(one.distinct) for one in rows.columns]
    return (rows.header, rows.header_row, rows.numbers.tolist(), rows.cells, distinct), listing.problems()


# -- reading --------------------------------------------------------------------------------------------------

#: What a reader of CSV may trip over, and cells longer than one, two and all words that are compared at once.
PIECES = ["a", "b", "", " ", ",", ",", ";", "\t", "\n", "\n", "\r\n", "\r", '"', '""', '"a"', "é", "\u2028", "\x0b"]
PIECES += ["\ufeff", "12345678", "123456789", "a" * 40, "a" * 39 + "b", "z" * 70]
ANY = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
DIALECTS = st.builds(Dialect, delimiter=st.sampled_from(",;\t|a "), header=st.integers(1, 3))


@SOME
@given(ANY, DIALECTS)
@example('a,b\n"1","2"\n', Dialect())
@example('a,b\n"1",2"\n"3,4\n', Dialect())
@example('a,b\n"","\n', Dialect())
@example('a\n"\n"\n', Dialect())
@example("a,b\n1,2\r\r\n", Dialect())
@example("a,b\n,\n \t,\n1,2\n\n\r\n", Dialect())
@example("a,b,\n1,2,\n1,2,3\n", Dialect())
@example('"\na,b\n"\n1,2\n3,4\n', Dialect(header=2))
@example('"t\na,b\n"1",2\n', Dialect(header=2))
@example("a,b\n1,2\r3\n4,5\n", Dialect())
@example("a,b,c\n1\n2\n3\n", Dialect())
@example("a,b\n1\n2,3,4\n", Dialect())
@example('a,b\n","""\n', Dialect())
def test_the_short_way_agrees_with_the_long_one_wherever_it_is_taken(text, dialect):
    short = outcome(read_plain, text, dialect)
    assert short is None or short == outcome(read_records, text, dialect)


def until_it_fails(records):
    """All records up to the first mistake, and whether there is one."""
    found = []
    try:
        found.extend(records)
    except (SourceProblems, csv.Error):
        return found, True
    return found, False


def in_memory(text):
    """Records and their lines as the csv module gives them for a text in memory."""
    reader, line = csv.reader(io.StringIO(text, newline=""), strict=True), 1
    for record in reader:
        yield line, record
        line = reader.line_num + 1


@SOME
@given(st.sampled_from(("", "x" * 8190, "x" * 8191)), ANY)
def test_lines_are_the_same_wherever_what_is_decoded_at_once_ends(before, text):
    found = csv_records._records((before + text).encode(), Dialect(), Listing("a.csv"))
    assert until_it_fails(found) == until_it_fails(in_memory(before + text))


CELL = st.text(st.characters(codec="utf-8", exclude_characters=',"\r\n\0'), max_size=12) | st.sampled_from(PIECES[-4:])


@st.composite
def tables(draw):
    """The text of a table of the plain form, in one of its ways."""
    width, mark = draw(st.integers(1, 4)), draw(st.sampled_from(("{}", '"{}"')))
    cells = draw(st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=8))
    head = [f"name {place}" for place in range(width)]
    lines = [",".join(mark.format(cell) for cell in row) for row in (head, *cells)]
    end = draw(st.sampled_from(("\n", "\r\n")))
    return end.join(lines) + draw(st.sampled_from(("", end, end * 3)))


@pytest.mark.slow
@SOME
@given(tables())
def test_plain_tables_go_the_short_way_and_agree(text):
    short = outcome(read_plain, text, Dialect())
    # Blank lines at the end are no rows, and then there may be none.
    assert short is not None or not text.partition("\n")[2].strip("\r\n")
    assert short is None or short == outcome(read_records, text, Dialect())


@SOME
@given(st.binary(max_size=60), st.sampled_from(("utf-8", "cp1252", "utf-16")), DIALECTS)
def test_any_bytes_are_read_or_refused_in_words(content, encoding, dialect):
    try:
        rows = read_csv(content, dialect.model_copy(update={"encoding": encoding}), Listing("a.csv"))
    except SourceProblems as error:
        codes(tuple(error.problems))
    else:
        assert all(len(one) == len(rows.numbers) for one in rows.columns)


def test_cells_that_cannot_be_told_apart_by_one_word_are_compared_as_texts(monkeypatch):
    monkeypatch.setattr(csv_cells, "_MIX", np.uint64(0))  # now only the last word counts
    text = "a,b\nfirst one,1\nother one,2\nfirst one,3\n"
    assert outcome(read_plain, text, Dialect()) == outcome(read_records, text, Dialect())


def test_cells_on_both_sides_of_a_block_are_whole(monkeypatch):
    monkeypatch.setattr(csv_plain, "_BLOCK", 7)
    text = "month,visits\n2020-01,5\n2020-02,6\n"
    assert outcome(read_plain, text, Dialect()) == outcome(read_records, text, Dialect())


def test_a_cell_that_is_too_long_for_the_long_way_is_refused_by_both():
    long = "a,b\n1," + "x" * (limits.CELL + 1) + "\n"
    assert outcome(read_plain, long, Dialect()) is None
    assert outcome(read_records, long, Dialect())[0][0].code == "tidy.cell-long"


def test_a_column_may_come_in_portions():
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerows([["a", "b"], *([str(number % 7), 'a "word"'] for number in range(25_000))])
    rows = read_csv(buffer.getvalue().encode(), Dialect(), Listing("a.csv"))
    assert (len(rows.numbers), rows.numbers[0], rows.numbers[-1]) == (25_000, 2, 25_001)
    assert rows.columns[0].distinct == list("0123456")
    assert list(rows.columns[0])[-3:] == [str(number % 7) for number in range(24_997, 25_000)]


# -- columns --------------------------------------------------------------------------------------------------

VALUES = st.lists(st.sampled_from(["", "a", " a", "A", "b", date(2020, 1, 1)]), max_size=12)


@given(VALUES, VALUES)
def test_a_column_is_its_values(first, second):
    coding = Coding()
    coding.extend(first)
    coding.extend(second)
    found, values = coding.coded(), first + second
    assert list(found) == values
    assert list(found.distinct) == list(dict.fromkeys(values))
    plain = found.map(lambda one: str(one).strip().lower())
    assert list(plain) == [str(one).strip().lower() for one in values]
    assert list(plain.distinct) == list(dict.fromkeys(plain))
    rows = found.where(lambda one: one != "a")
    assert list(found.among(rows)) == [one for one in values if one != "a"]
    assert list(found.among(rows).distinct) == list(dict.fromkeys(one for one in values if one != "a"))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)), max_size=12), st.booleans())
def test_a_combined_key_is_the_same_for_the_same_rows_also_where_numbers_would_be_too_large(rows, small):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "_LARGEST", 4 if small else 2**62)
        keys = combined([coded(part) for part in zip(*rows, strict=True)], len(rows)).tolist()
    assert len(set(zip(keys, rows, strict=True))) == len(set(keys)) == len(set(rows))


def test_a_combined_key_does_not_overflow_and_keeps_the_order():
    many = range(2**31)
    parts = [np.array(codes, dtype=np.int32) for codes in ([4, 0, 4, 2], [0, 0, 0, 1], [0, 0, 1, 0])]
    keys = combined([Coded(many, codes) for codes in parts], 4)
    assert np.argsort(keys).tolist() == [1, 3, 0, 2]
    assert len(set(keys.tolist())) == 4


def test_a_column_of_one_value():
    assert list(same("x", 3)) == ["x", "x", "x"]


# -- numbers --------------------------------------------------------------------------------------------------

NUMBER = st.text("0123456789.,-−+ e\0", max_size=18) | st.decimals(allow_nan=False, allow_infinity=False).map(
    "{:f}".format
)


def one_by_one(style: NumberStyle, cell: object, whole: bool) -> float | int | None:
    """The value of a cell as it was defined before there was a quicker way."""
    if not isinstance(cell, str) or not style._pattern.fullmatch(cell) or not style._keeps(cell, whole):
        return None
    return (int if whole else float)(style.plain(cell)) + 0


@pytest.mark.slow
@SOME
@given(st.lists(NUMBER | st.just(date(2020, 1, 1))), st.sampled_from((".", ",")), st.booleans())
@example(["-", ".", "-.", "5.", ".5", "-.5", "−0", "1.2.3", "1,5", "", "1\0", "999999999999999"], ".", False)
def test_many_numbers_at_once_are_those_one_by_one(cells, decimal, whole):
    style = NumberStyle(decimal)
    values, fits = style.parse(cells, whole=whole)
    expected = [one_by_one(style, cell, whole) for cell in cells]
    assert fits.tolist() == [one is not None for one in expected]
    assert values.tolist() == [one or 0 for one in expected]


@pytest.mark.slow
@SOME
@given(st.lists(st.decimals(-(10**6), 10**6, places=6), min_size=1))
def test_short_numbers_are_read_at_once_to_the_last_bit(numbers):
    texts = [f"{number:f}" for number in numbers]
    values, fits = plain_numbers(texts, ".", whole=False)
    assert fits.tolist() == [len(text) <= 15 for text in texts]
    assert all(value == float(text) for value, text in zip(values, texts, strict=True) if len(text) <= 15)


# -- what is listed -------------------------------------------------------------------------------------------


def test_more_problems_than_are_listed_are_counted_and_none_of_them_is_looked_at():
    listing, looked = Listing("a.csv"), []

    def add(row: int) -> None:
        looked.append(row)
        listing.add("tidy.empty", row=row, column="visits")

    listing.add_each(np.arange(5), add, column="visits")
    listing.add_each(np.arange(5, 1000), add, column="visits")
    assert looked == list(range(LIMIT))
    assert listing.problems()[-1].facts["count"] == 1000 - LIMIT
    assert listing.failed


def test_an_error_that_is_only_counted_is_a_failure():
    listing = Listing("a.csv")
    for _ in range(LIMIT):
        listing.add("tidy.blanks", {"count": 1}, severity="note")
    listing.add_each(np.arange(1), lambda row: None, column=None)
    assert listing.failed


def test_a_duplicate_is_told_with_the_first_row_also_below_a_row_without_a_period():
    found = tidied(dataset(), "month,place,visits\nx,north,1\n2020-01,north,5\n2020-01,north,6\n").problems
    assert [(one.code, one.row, one.facts.get("first_row", one.facts.get("first"))) for one in found] == [
        ("tidy.period", 2, "2020-01"),
        ("tidy.duplicate", 4, 3),
    ]


def test_rows_that_are_missing_are_told_in_the_order_of_time():
    content = "month,place,visits\n2020-03,north,1\n2020-01,south,5\n2020-02,north,6\n2020-02,south,6\n"
    found = tidied(dataset(), content).problems
    assert [(one.facts["period"], one.facts["category"]) for one in found] == [
        ("2020-01", "north"),
        ("2020-03", "south"),
    ]


def test_nothing_to_list_is_no_failure():
    listing = Listing("a.csv")
    listing.add_each(np.arange(0), lambda row: None, column="visits")
    assert not listing.failed
    assert listing.problems() == ()


def test_rows_are_told_as_they_stand_after_blank_ones_and_around_quoted_ones():
    text = "month,place,visits\n,,\n2020-01,north,5\n ,,\n2020-01,south,x\n"
    for content in (text, text.replace("north", '"north"'), text.replace("north", '"no\nrth"')):
        problems = tidied(dataset(), content).problems
        assert problems[-1].row == content[: content.index("south")].count("\n") + 1


def test_a_key_may_hold_a_note_and_sorts_by_it():
    fields = dimension("place", "north", "south"), column("kind", "note"), measure("visits")
    key = ["month", "place", "kind"]
    one = dataset(*fields)
    document = one.spec.model_dump(by_alias=True)
    document["resource"]["schema"]["primaryKey"] = key
    one = type(one)(one.name, one.folder, type(one.spec).model_validate(document))
    head = "month,place,kind,visits\n"
    frame = tidied(one, head + "2020-01,south,b,1\n2020-01,north,b,2\n2020-01,north,a,3\n").by_dataset["visits"].frame
    assert list(frame["visits"]) == [3, 2, 1]
    (problem,) = tidied(one, head + "2020-01,south,b,1\n2020-01,north,b,2\n2020-01,south,b,3\n").problems
    assert (problem.code, problem.row, problem.facts["key"]) == ("tidy.duplicate", 4, "2020-01, south, b")


def test_limits_hold_for_numbers_at_the_limit():
    one = dataset(measure("rate", type="number", minimum=Decimal("0.3"), maximum=Decimal("0.7")))
    assert tidied(one, "month,rate\n2020-01,0.3\n2020-02,0.7\n").problems == ()
    found = tidied(one, "month,rate\n2020-01,0.29\n2020-02,0.71\n").problems
    assert codes(found) == ["tidy.below-minimum", "tidy.above-maximum"]


def test_a_status_that_is_given_goes_before_the_one_that_a_token_stands_for():
    one = dataset(measure("visits", missing=[".."]), column("mark", "status", of="visits"))
    text = "month,visits,mark\n2020-01,..,c\n2020-02,..,\n2020-03,5,p\n2020-04,6,\n"
    assert list(tidied(one, text).by_dataset["visits"].frame["visits_status"]) == ["c", "x", "p", ""]

"""Texts as grids: encodings, delimiters, quoting, line ends. What stands in the bytes stands in the grid."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from berkala.errors import SourceProblems
from berkala.tidy.grids import Workbook, limits, read_workbook
from berkala.tidy.kinds import kind_of


def read(content: bytes, **more) -> Workbook:
    return read_workbook(content, "table.csv", **more)


def rows(content: bytes, **more):
    (grid,) = read(content, **more).sheets
    return grid.rows


def refused(content: bytes, **more):
    with pytest.raises(SourceProblems) as caught:
        read(content, **more)
    (problem,) = caught.value.problems
    for language in ("en", "id"):
        assert problem.message(language)
        assert problem.remedy(language)
        assert "{" not in problem.message(language)
    return problem


# -- encodings ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("kota,nilai\nSão,1\n".encode(), "utf-8"),
        ("kota,nilai\nSão,1\n".encode("utf-8-sig"), "utf-8"),
        ("kota,nilai\nSão,1\n".encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + "kota,nilai\nSão,1\n".encode("utf-16-be"), "utf-16"),
        ("kota,nilai\nSão,1\n".encode("utf-16-le"), "utf-16-le"),
        ("kota,nilai\nSão,1\n".encode("utf-16-be"), "utf-16-be"),
        ("kota,nilai\nSão,1\n".encode("cp1252"), "cp1252"),
        (b"kota,nilai\nSao,1\n", "utf-8"),
    ],
)
def test_an_encoding_is_found_out(content, encoding):
    found = read(content)
    assert (found.kind, found.encoding, found.delimiter) == ("text", encoding, ",")
    assert found.sheets[0].rows[0] == ["kota", "nilai"]
    assert found.sheets[0].rows[1][0] in ("São", "Sao")


WESTERN = [
    "Pays,Population\nFrance métropolitaine,65\nÎle-de-France,12\nLa Réunion à part,1\n",
    "Estado,Valor\nSão Paulo,1\nCeará,2\nRegião sem informação,3\n",
    "Land,Zahl\nBaden-Württemberg,1\nThüringen,2\nGroßstädte über 100 000,3\n",
    "Región,Población\nÁvila,1\nCoruña,2\n",
    "Fylke,Verdi\nMøre og Romsdal,1\nTrøndelag,2\nNærøy,3\n",
    "Regione,Valore\nValle d’Aosta,1\nForlì,2\nper città,3\n",
    "Maakunta,Määrä\nEtelä-Pohjanmaa,1\nKymenlaakso – yhteensä,2\n",
    "Item,Price\nTea,£5\nCoffee,€6\n“quoted”,7 °C\nCafé – small,±2\n",
    "Country,Name of the country as it writes itself\nFrance,x\n"
    + "Someplace,plain words\n" * 20
    + "Türkiye,y\nÅland,z\nSão,q\n",
]


@pytest.mark.parametrize("text", WESTERN)
def test_western_texts_in_windows_1252_are_read(text):
    found = read(text.encode("cp1252"))
    assert found.encoding == "cp1252"
    assert found.sheets[0].rows == [line.split(",") for line in text.splitlines()]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("id,景點名稱\n1,台北一零一大樓\n", "big5"),
        ("省,人口\n北京市,1\n河北省,2\n", "gbk"),
        ("都道府県,人口\n東京都,1\n北海道,2\n", "shift-jis"),
        ("지역,인구\n서울특별시,1\n부산광역시,2\n", "euc-kr"),
        ("Область,Население\nМосковская область,1\nТверь,2\n", "cp1251"),
        ("Область,Население\nМосковская область,1\nТверь,2\n", "koi8-r"),
        ("Область,Население\nМосковская область,1\nТверь,2\n", "cp866"),
        ("Kraj,Počet\nJihočeský kraj,1\nMoravskoslezský,2\nStředočeský,3\n", "cp1250"),
        ("Kraj,Počet\nŘíčany u Prahy,1\nČeská Lípa,2\n", "cp1250"),
        ("Województwo,Liczba\nŁódzkie,1\nŚląskie,2\nMałopolskie,3\n", "cp1250"),
        ("Megye,Érték\nGyőr-Moson,1\nFejér,2\nSzékesfehérvár,3\nZala fű,4\n", "cp1250"),
        ("İl,Nüfus\nAğrı,1\nMuş,2\nŞırnak,3\nÇankırı,4\n", "cp1254"),
        ("Περιοχή,Πληθυσμός\nΑττική,1\n", "cp1253"),
        ("מחוז,אוכלוסייה\nירושלים,1\n", "cp1255"),
        ("المحافظة,السكان\nعمان,1\n", "cp1256"),
        ("จังหวัด,ประชากร\nกรุงเทพ,1\n", "cp874"),
        ("Ville,Nom\nÉpinal,é\nGenève,à peu près\n", "mac-roman"),
        ("Ville,Nom\nÉpinal,é\nGenève,à peu près\n", "cp850"),
        ("Ville,Nom\nÉpinal,é\nGenève,à peu près\n", "cp437"),
        ("Pajak,Nilai\nÄ,1\n", "utf-32"),
    ],
)
def test_what_is_no_windows_1252_is_never_read_as_such(text, encoding):
    problem = refused(text.encode(encoding))
    assert problem.code == "tidy.encoding-untold"
    assert problem.file == "table.csv"


@pytest.mark.parametrize(
    ("content", "encoding", "code"),
    [
        ("é,1\n".encode("cp1252"), "utf-8", "tidy.encoding"),
        ("é,1\n".encode(), "cp1252", "tidy.is-utf8"),
        ("é,1\n".encode("utf-16"), "utf-8", "tidy.utf16"),
        ("é,1\n".encode(), "utf-16", "tidy.not-utf16"),
        (b"\x81,1\n", "cp1252", "tidy.encoding"),
        (b"a,1\n", "klingon", "tidy.encoding-unknown"),
    ],
)
def test_a_given_encoding_that_does_not_fit_is_refused(content, encoding, code):
    assert refused(content, encoding=encoding).code == code


def test_a_given_encoding_is_used():
    assert rows("район,1\nцентр,2\n".encode("cp1251"), encoding="cp1251") == [["район", "1"], ["центр", "2"]]


@pytest.mark.parametrize("content", [b"a,b\n1,\x002\n", b"a,b\n1,\xe9\x00\n", "a,b\n1,\0\n".encode("utf-16")])
def test_a_nul_is_refused_with_its_line(content):
    problem = refused(content)
    assert (problem.code, problem.row) == ("tidy.nul", 2)


@pytest.mark.parametrize("content", [b"", b"\n", b" \r\n \r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\xef\xbb\xbf\n\n"])
def test_an_empty_file_is_named_as_one(content):
    assert refused(content).code == "tidy.is-empty"


# -- delimiters and quoting -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1;2\n", ";"),
        ("a\tb\n1\t2\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ("provinsi;2021;2022\nAceh;15,33;14,64\nBali;4,53;4,57\n", ";"),
        ("Aceh;15,33\nBali;4,53\nRiau;7,12\n", ";"),
        ('name,"a; b; c"\nx,"d; e; f"\n', ","),
        ("text\tlabel\nhello, you\tpositive\nno\tnegative\nwell, well, well\tneutral\n", "\t"),
        ("A title\n\nprovinsi,2021,2022\nAceh,1,2\nBali,3,4\nNote: one, two\n", ","),
        ("one\ntwo\n", None),
        ("a", None),
        ("nama\nSurabaya, Jawa Timur\nAceh\nBali\nRiau\nJambi\n", None),
        ("1,2,3\n4,5,6\n", ","),
        ("1,5;2,5\n3,5;4,5\n", ";"),
        ("12,5\n13,7\n", ","),
        ("Jakarta|Pusat;1,5\nBandung|Timur;2,5\nMedan;3,5\n", ";"),
    ],
)
def test_a_delimiter_is_found_out(text, delimiter):
    assert read(text.encode()).delimiter == delimiter


def test_a_given_delimiter_is_used_and_refused_where_another_is_meant():
    assert rows(b"a;b,c\n1;2,3\n", delimiter=",") == [["a;b", "c"], ["1;2", "3"]]
    assert rows(b"a\nb\n", delimiter=";") == [["a"], ["b"]]
    problem = refused(b"a;b\n1;2\n", delimiter=",")
    assert problem.code == "tidy.delimiter-semicolon"


def test_quotation_marks_in_plain_text_are_part_of_it():
    text = '"aku" suka\tpositive\n"makanan\tnegative\nenak" sekali\tneutral\nbiasa\tneutral\n'
    found = read(text.encode())
    assert not found.quoting
    assert found.sheets[0].rows == [line.split("\t") for line in text.splitlines()]


def test_quotation_marks_that_quote_do():
    found = read(b'a,b\n"1,5","x ""y"""\n"two\nlines",2\n')
    assert found.quoting
    assert found.sheets[0].rows == [["a", "b"], ["1,5", 'x "y"'], ["two\nlines", "2"]]
    assert found.sheets[0].lines == ()
    assert read(b'a,b\n"two\nlines",2\n3,4\n').sheets[0].lines == (1, 2, 4)


@pytest.mark.parametrize("text", ['a,b\n1,"2\n3,4\n', 'a,b\n1,"2"x\n3,4,5\n'])
def test_quotation_marks_that_do_not_pair_are_named_with_their_line(text):
    problem = refused(text.encode())
    assert (problem.code, problem.row) == ("tidy.quotes", 2)


def test_a_blank_before_a_quoting_mark_is_asked_about():
    problem = refused(b'a,b,c\n1,2,3\n1, "6,000", 2\n')
    assert (problem.code, problem.row) == ("tidy.quote-after-blank", 3)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
        (b"a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
        (b"a,b\n1,2", [["a", "b"], ["1", "2"]]),
        (b"\n\na,b\n1,2\n\n", [[], [], ["a", "b"], ["1", "2"]]),
        (b"a,b,c\n1\n1,2,3,4\n", [["a", "b", "c"], ["1"], ["1", "2", "3", "4"]]),
        (b"a, b\n1,  2\n", [["a", " b"], ["1", "  2"]]),
        (b"a,b,,\n1,,\n,,\n", [["a", "b"], ["1"]]),
        (b"a", [["a"]]),
        (b"007,NA\n=1+1,-\n", [["007", "NA"], ["=1+1", "-"]]),
        (b"a,b\n<script>,=HYPERLINK(1)\n", [["a", "b"], ["<script>", "=HYPERLINK(1)"]]),
    ],
)
def test_cells_are_as_they_stand(content, expected):
    assert rows(content) == expected


# -- limits ---------------------------------------------------------------------------------------------------


def test_a_million_columns_are_refused():
    problem = refused(b"a,b\n" + b"," * 1_000_000)
    assert (problem.code, problem.row) == ("tidy.columns-many", 2)


def test_a_line_that_never_ends_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "LINE", 10_000)
    problem = refused(b"a,b\n" + b"1,2,3" * 3_000)
    assert (problem.code, problem.row) == ("tidy.line-long", 2)


def test_a_cell_that_never_ends_is_refused():
    problem = refused(b'a,b\n1,2\n1,"2\n' + b"3,4\n" * 100_000)
    assert (problem.code, problem.row) == ("tidy.cell-long", 3)


def test_more_cells_than_allowed_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "CELLS", 100)
    problem = refused(b"1,2\n" * 51)
    assert (problem.code, problem.row) == ("tidy.cells-many", 51)


# -- properties -----------------------------------------------------------------------------------------------

#: Letters that every encoding here has, and everything that is special to a CSV.
CELL = st.text(st.sampled_from("abcXYZ012 .,;|\t\"'éüñ-\n"), max_size=8)


def usual(one: str) -> bool:
    """Whether a row stays a row: its last cell is not empty, as those at the end are cut."""
    return one != ""


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.lists(CELL, min_size=3, max_size=3).filter(lambda row: usual(row[-1])), min_size=1, max_size=6),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_a_grid_written_as_csv_is_read_back(grid, delimiter, end, encoding):
    if delimiter == "\t":  # where lines break inside cells, a table of tabs may be read in two ways
        grid = [[cell.replace("\n", " ") for cell in row] for row in grid]
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(grid)
    content = stream.getvalue().encode(encoding)
    declared = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
    if declared == "cp1252" and content.isascii():
        declared = "utf-8"
    assert rows(content, encoding=declared, delimiter=delimiter) == grid


@settings(deadline=None, max_examples=200)
@given(
    st.lists(st.lists(st.text("abc XYZ019éü", min_size=1, max_size=6), min_size=4, max_size=4), min_size=3, max_size=8),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]),
)
def test_a_plain_grid_is_read_back_without_being_told_how(grid, delimiter, end, encoding):
    text = end.join(delimiter.join(row) for row in grid)
    found = read(text.encode(encoding))
    assert found.delimiter == delimiter
    assert found.sheets[0].rows == grid


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_grid_or_a_problem(content):
    try:
        found = read(content)
    except SourceProblems:
        return
    assert isinstance(found, Workbook)


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=200), st.sampled_from(["utf-8", "utf-16", "utf-16-le"]))
def test_any_text_is_a_grid_or_a_problem(text, encoding):
    content = text.encode(encoding, "ignore")
    try:
        found = read(content)
    except SourceProblems:
        return
    for grid in found.sheets:
        assert not grid.rows or (grid.rows[-1] and all(not row or row[-1] != "" for row in grid.rows))
        assert not grid.lines or len(grid.lines) == len(grid.rows)


# -- kinds ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"month,place", "text"),
        (b"[c] = confidential\n1,2\n", "text"),
        (b"{x},y\n1,2\n", "text"),
        (b"[1, 2]", "json"),
        (b' \n{"a": 1}', "json"),
        (b"\xef\xbb\xbf[{}]", "json"),
        ('[{"a": 1}]'.encode("utf-16"), "json"),
        (b'{"a": 1', "json"),
        (b"<table><tr><td>1</td></tr></table>", "html"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html>", "html"),
        ("<html>".encode("utf-16"), "html"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "html"),
        (b"<?xml version='1.0'?><a/>", "xml"),
        (b"<svg/>", "xml"),
        (b"{\\rtf1 x}", "rtf"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"GIF89a\x01", "image"),
        (b"\x1f\x8b\x08", "archive"),
        (b"Rar!\x1a\x07\x00", "archive"),
        (b"7z\xbc\xaf\x27\x1c", "archive"),
        (b"PK\x03\x04damaged", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument\0".encode("utf-16-le"), "ole"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage\0".encode("utf-16-le"), "encrypted"),
    ],
)
def test_the_kind_is_what_the_bytes_say(content, kind):
    assert kind_of(content) == kind
    if kind not in ("text", "json"):
        assert refused(content).code == f"tidy.is-{kind}"

"""Files made to do harm: each name, the bytes that it stands for, and what may come of it.

Run as a program, it reads all of them within the memory that is given to it: ``python hostile_grids.py 2500000000``.
"""

from __future__ import annotations

import io
import json
import struct
import sys
import zipfile
from collections.abc import Callable
from time import perf_counter

from berkala.errors import SourceProblems
from berkala.tidy.grids import Workbook, read_workbook
from handmade_books import (
    MAIN,
    OFFICE,
    RELATIONS,
    compound,
    label,
    number,
    ods,
    ods_parts,
    ods_table,
    record,
    xls,
    xlsx,
    xlsx_parts,
    zipped,
)

#: What may come of a file: these codes of refusal, or cells that do no harm.
HARMLESS = "harmless"
Case = tuple[Callable[[], bytes], str]

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
DOCTYPES = {
    "laughs": '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;">]>',
    "file": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
    "address": '<!DOCTYPE a [<!ENTITY b SYSTEM "http://127.0.0.1:9/x">]>',
    "parameter": '<!DOCTYPE a [<!ENTITY % b SYSTEM "http://127.0.0.1:9/x.dtd"> %b;]>',
    "public": '<!DOCTYPE a PUBLIC "-//x//y" "http://127.0.0.1:9/x.dtd">',
    "empty": "<!DOCTYPE a>",
}
PARTS = (
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
)
STYLES = '<cellXfs><xf numFmtId="0"/></cellXfs>'
STRINGS = "<si><t>a</t></si>"


def with_part(name: str, content: str | bytes) -> bytes:
    return zipped({**xlsx_parts(ONE, strings=STRINGS, styles=STYLES), name: content})


def prefixed(name: str, before: str, encoding: str = "utf-8") -> bytes:
    parts = xlsx_parts(ONE, strings=STRINGS, styles=STYLES)
    text = parts[name]
    assert isinstance(text, str)
    return zipped({**parts, name: (before + text).encode(encoding)})


def with_entry(change: Callable[[zipfile.ZipInfo], None], name: str = "extra", content: bytes = b"x") -> bytes:
    """A sound workbook with one more entry, of an odd kind."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in xlsx_parts(ONE).items():
            archive.writestr(part, text)
        entry = zipfile.ZipInfo(name)
        change(entry)
        archive.writestr(entry, content)
    return stream.getvalue()


def named(name: str) -> Callable[[], bytes]:
    return lambda: with_entry(lambda _: None, name)


def central(
    content: bytes, offset: int, value: int, size: str = "<I", part: bytes = b"xl/worksheets/sheet1.xml"
) -> bytes:
    """The same archive with one field of an entry in its central directory overwritten."""
    changed = bytearray(content)
    place = content.rindex(b"PK\x01\x02", 0, content.rindex(part))
    struct.pack_into(size, changed, place + offset, value)
    return bytes(changed)


def overlapping() -> bytes:
    """Two entries whose bytes are the same ones."""
    content = zipped({**xlsx_parts(ONE), "xl/worksheets/sheet2.xml": "x" * 1000})
    first = content.index(b"PK\x03\x04", 0)
    return central(content, 42, first, part=b"xl/worksheets/sheet2.xml")


def twice() -> bytes:
    content = zipped({**xlsx_parts(ONE), "xl/worksheets/sheet2.xml": "<a/>"})
    return content.replace(b"xl/worksheets/sheet2.xml", b"xl/worksheets/sheet1.xml")


def many_sheets(count: int, data: str) -> bytes:
    parts = xlsx_parts(data)
    listed = "".join(f'<sheet name="S{one}" sheetId="{one}" r:id="r1"/>' for one in range(1, count + 1))
    parts["xl/workbook.xml"] = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>'
    return zipped(parts)


def relation(target: str, more: str = "") -> bytes:
    return with_part(
        "xl/_rels/workbook.xml.rels",
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="{target}"{more}/>'
        "</Relationships>",
    )


def text_cell(text: str) -> str:
    return f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'


def wide_rows(count: int) -> str:
    return "".join(f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(1, count + 1))


CELL = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'

SPANNED = CELL.replace("cell ", 'cell table:number-columns-spanned="999999999" ', 1)


def repeated(columns: object, rows: object, cell: str = CELL) -> bytes:
    cells = cell.replace("<table:table-cell", f'<table:table-cell table:number-columns-repeated="{columns}"', 1)
    return ods(ods_table(f'<table:table-row table:number-rows-repeated="{rows}">{cells}</table:table-row>'))


def ods_text(inside: str) -> bytes:
    return ods(ods_table(f"<table:table-row><table:table-cell>{inside}</table:table-cell></table:table-row>"))


def far_ods() -> bytes:
    empty = '<table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/>'
    last = f'<table:table-row><table:table-cell table:number-columns-repeated="16383"/>{CELL}</table:table-row>'
    return ods(ods_table(f"{empty}</table:table-row>{last}"))


BOOK = xls(("Data", 0, [label(0, 0, "a"), number(1, 0, 5)]))


def patched(offset: int, value: int, size: str = "<I") -> Callable[[], bytes]:
    def made() -> bytes:
        content = bytearray(BOOK)
        struct.pack_into(size, content, offset, value)
        return bytes(content)

    return made


def circular() -> bytes:
    """The stream's second sector leads back to its first."""
    content = bytearray(BOOK)
    table = len(content) - 512
    struct.pack_into("<I", content, table + 2 * 4, 1)
    return bytes(content)


def nested_json(depth: int, opening: str, closing: str) -> Callable[[], bytes]:
    return lambda: (opening * depth + closing * depth).encode()


def zip_cases() -> dict[str, Case]:
    bomb = " " * 100_000_000
    return {
        "a part of a hundred million blanks": (lambda: with_part("xl/worksheets/sheet1.xml", bomb), "swollen"),
        "a picture of a hundred million noughts": (lambda: with_part("xl/media/i.png", bytes(100_000_000)), "swollen"),
        "an archive in the archive": (lambda: with_part("xl/embeddings/a.zip", zipped({"b.zip": zipped({"c": bomb})})), HARMLESS),
        "overlapping entries": (overlapping, "archive-twice"),
        "a name twice": (twice, "archive-twice"),
        "a size that lies small": (lambda: central(xlsx(ONE), 24, 10), "workbook"),
        "a size that lies large": (lambda: central(xlsx(ONE), 24, 0xFFFFFFF0), "swollen"),
        "a packed size that lies": (lambda: central(xlsx(ONE), 20, 5), "workbook"),
        "a packed size of gigabytes": (lambda: central(xlsx(ONE), 20, 0x7FFFFFFF), HARMLESS + " workbook is-damaged archive-twice"),
        "a wrong checksum": (lambda: central(xlsx(ONE), 16, 0), "workbook"),
        "a place beyond the end": (lambda: central(xlsx(ONE), 42, 0x7FFFFFFF), "workbook is-damaged archive-twice"),
        "a packing nobody knows": (lambda: central(xlsx(ONE), 10, 99, "<H"), "workbook is-damaged"),
        "an encrypted part": (lambda: central(xlsx(ONE), 8, 1, "<H"), "is-encrypted"),
        "a path upwards": (named("../../etc/cron.d/x"), "archive-path"),
        "a path upwards with backslashes": (named("..\\..\\x"), "archive-path"),
        "a path from the root": (named("/etc/passwd"), "archive-path"),
        "a path of a drive": (named("C:/x"), "archive-path"),
        "a path of a server": (named("\\\\server\\x"), "archive-path"),
        "a link": (lambda: with_entry(lambda one: setattr(one, "external_attr", 0o120777 << 16), content=b"/etc/passwd"), "archive-path"),
        "thirty thousand entries": (lambda: zipped({**xlsx_parts(ONE), **{f"x{one}": b"" for one in range(30_000)}}), "archive-many"),
        "a long comment": (lambda: xlsx(ONE)[:-2] + struct.pack("<H", 60_000) + b"x" * 60_000, HARMLESS),
        "something before the archive": (lambda: b"MZ" + bytes(500) + xlsx(ONE), "nul"),
        "something after the archive": (lambda: xlsx(ONE) + b"x" * 100, HARMLESS),
        "half an archive": (lambda: xlsx(ONE)[:400], "is-damaged"),
        "only the first bytes": (lambda: b"PK\x03\x04", "is-damaged"),
        "an empty archive": (lambda: zipped({}), "is-zip"),
        "an archive of something else": (lambda: zipped({"word/document.xml": b"<a/>"}), "is-zip"),
        "a workbook without parts": (lambda: zipped({"xl/workbook.xml": b""}), "workbook"),
        "a binary workbook": (lambda: zipped({"xl/workbook.bin": b"x"}), "is-xlsb"),
        "macros": (lambda: with_part("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(600)), HARMLESS),
        "an external link": (lambda: with_part("xl/externalLinks/externalLink1.xml", "<externalLink/>"), HARMLESS),
    }  # fmt: skip


def xml_cases() -> dict[str, Case]:
    cases: dict[str, Case] = {}
    for told, text in DOCTYPES.items():
        for part in PARTS:
            cases[f"{told} in {part}"] = (lambda text=text, part=part: prefixed(part, text), "xml-doctype")
        cases[f"{told} in content.xml"] = (
            lambda text=text: zipped({**ods_parts(""), "content.xml": text + str(ods_parts("")["content.xml"])}),
            "xml-doctype",
        )
    sheet = "xl/worksheets/sheet1.xml"
    return cases | {
        "a type in UTF-16": (lambda: prefixed(sheet, DOCTYPES["laughs"], "utf-16"), "xml-doctype"),
        "a type behind a long comment": (lambda: prefixed(sheet, f"<!--{'x' * 2_000_000}-->{DOCTYPES['file']}"), "xml-doctype"),
        "an encoding nobody knows": (lambda: prefixed(sheet, '<?xml version="1.0" encoding="UTF-7"?>'), "workbook"),
        "an encoding of mainframes": (lambda: prefixed(sheet, '<?xml version="1.0" encoding="EBCDIC-CP-US"?>'), "workbook"),
        "an entity that is not declared": (lambda: xlsx(text_cell("&b;")), "workbook"),
        "elements a hundred thousand deep": (lambda: with_part(sheet, "<a>" * 100_000), "xml-large"),
        "elements that are not closed": (lambda: with_part(sheet, "<a><b></a>"), "workbook"),
        "a hundred thousand attributes": (lambda: with_part(sheet, "<a " + " ".join(f'b{one}=""' for one in range(100_000)) + "/>"), HARMLESS),
        "an attribute of ten million letters": (lambda: with_part(sheet, f'<a b="{"x" * 10_000_000}"/>'), HARMLESS),
        "a name of a million letters": (lambda: with_part(sheet, f"<{'x' * 1_000_000}/>"), HARMLESS),
        "a NUL in XML": (lambda: with_part(sheet, b"<a>\0</a>"), "workbook"),
        "XML that is no UTF-8": (lambda: with_part(sheet, b"<a>\xff\xfe</a>"), "workbook"),
        "an inclusion": (lambda: xlsx(ONE, after='<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'), HARMLESS),
        "a style sheet": (lambda: prefixed(sheet, '<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?>'), HARMLESS),
        "a part that is no XML": (lambda: with_part(sheet, b"\x89PNG"), "workbook"),
        "an empty part": (lambda: with_part(sheet, b""), "workbook"),
        "a hundred thousand namespaces": (lambda: with_part(sheet, "<a " + " ".join(f'xmlns:b{one}="u:{one}"' for one in range(20_000)) + "/>"), HARMLESS),
    }  # fmt: skip


def xlsx_cases() -> dict[str, Case]:
    million = "".join("<si><t>x</t></si>" for _ in range(1_000_000))
    return {
        "the last cell alone": (lambda: xlsx('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), HARMLESS),
        "a column too far": (lambda: xlsx('<row r="1"><c r="XFE1"><v>1</v></c></row>'), "cell-outside"),
        "a row too far": (lambda: xlsx('<row r="1048577"><c r="A1048577"><v>1</v></c></row>'), "cell-outside"),
        "a row of a trillion": (lambda: xlsx('<row r="1000000000000"><c><v>1</v></c></row>'), "cell-outside"),
        "a row of many digits": (lambda: xlsx(f'<row r="{"9" * 5000}"><c><v>1</v></c></row>'), "cell-outside workbook"),
        "a row below nought": (lambda: xlsx('<row r="-1"><c><v>1</v></c></row>'), "cell-outside"),
        "twenty thousand cells without places": (lambda: xlsx(f'<row r="1">{"<c><v>1</v></c>" * 20_000}</row>'), "cell-outside"),
        "a last column in two thousand rows": (lambda: xlsx(wide_rows(2_000)), "cells-many"),
        "a million shared texts": (lambda: xlsx(ONE, strings=million), HARMLESS),
        "a shared text that is not there": (lambda: xlsx('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', strings=STRINGS), "cell-damaged"),
        "a number of five thousand digits": (lambda: xlsx(f'<row r="1"><c r="A1"><v>{"9" * 5000}</v></c></row>'), "cell-damaged"),
        "a number beyond all": (lambda: xlsx('<row r="1"><c r="A1"><v>1e9999</v></c></row>'), "cell-damaged"),
        "a text of fifty million letters": (lambda: xlsx(text_cell("ab" * 20_000_000)), HARMLESS),
        "a formula that was never saved": (lambda: xlsx('<row r="1"><c r="A1"><f>cmd|\'/c calc\'!A0</f></c></row>'), HARMLESS),
        "a formula as text": (lambda: xlsx(text_cell("=cmd|'/c calc'!A0")), HARMLESS),
        "a script as text": (lambda: xlsx(text_cell("&lt;script&gt;alert(1)&lt;/script&gt;")), HARMLESS),
        "half a character": (lambda: xlsx(text_cell("_xD800_")), HARMLESS),
        "an escaped NUL": (lambda: xlsx(text_cell("a_x0000_b")), HARMLESS),
        "a hundred thousand merged ranges": (lambda: xlsx(ONE, after="<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 100_000 + "</mergeCells>"), HARMLESS),
        "a merged range of nonsense": (lambda: xlsx(ONE, after='<mergeCells><mergeCell ref="hello"/></mergeCells>'), "cell-outside"),
        "two thousand sheets of one part": (lambda: many_sheets(2_000, ONE), HARMLESS),
        "two thousand large sheets of one part": (lambda: many_sheets(2_000, wide_rows(2)), "cells-many"),
        "a part that is not there": (lambda: relation("worksheets/none.xml"), "sheet-lost"),
        "a part outside": (lambda: relation("../../../../etc/passwd"), "sheet-lost"),
        "a part on a server": (lambda: relation("http://127.0.0.1:9/sheet1.xml", ' TargetMode="External"'), "sheet-lost"),
        "a part that is the list of parts": (lambda: relation("workbook.xml"), HARMLESS),
        "a sheet of a sheet's name": (lambda: zipped({**xlsx_parts(ONE), "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="A" r:id="r1"/><sheet name="A" r:id="r1"/></sheets></workbook>'}), "workbook"),
        "a workbook without sheets": (lambda: with_part("xl/workbook.xml", "<workbook/>"), HARMLESS),
        "a million formats": (lambda: xlsx(ONE, styles="<cellXfs>" + '<xf numFmtId="14"/>' * 1_000_000 + "</cellXfs>"), HARMLESS),
        "a format code of a million letters": (lambda: xlsx(ONE, styles=f'<numFmts><numFmt numFmtId="170" formatCode="{"[" * 1_000_000}"/></numFmts><cellXfs><xf numFmtId="170"/></cellXfs>'), HARMLESS),
        "an address in a cell": (lambda: xlsx(ONE, after='<hyperlinks><hyperlink ref="A1" location="file:///etc/passwd"/></hyperlinks>'), HARMLESS),
    }  # fmt: skip


def ods_cases() -> dict[str, Case]:
    nested = ods_table(f"<table:table-row><table:table-cell>{ods_table('')}</table:table-cell></table:table-row>")
    return {
        "the last cell of an ods alone": (far_ods, HARMLESS),
        "every cell filled by number": (lambda: repeated(16384, 1048576), "cells-many"),
        "a column repeated a billion times": (lambda: repeated(999_999_999, 1), "cell-outside"),
        "a row repeated a billion times": (lambda: repeated(1, 999_999_999), "cell-outside cells-many"),
        "a repeat of many digits": (lambda: repeated("9" * 5000, 1), "workbook"),
        "a repeat below nought": (lambda: repeated(-5, 1), "workbook"),
        "a repeat that is no number": (lambda: repeated("many", 1), "workbook"),
        "empty cells repeated a billion times": (lambda: repeated(999_999_999, 999_999_999, "<table:table-cell/>"), HARMLESS),
        "a span of a billion": (lambda: ods(ods_table(f"<table:table-row>{SPANNED}</table:table-row>")), HARMLESS),
        "a billion blanks": (lambda: ods_text('<text:p>a<text:s text:c="999999999"/></text:p>'), "cells-many"),
        "blanks of no number": (lambda: ods_text('<text:p>a<text:s text:c="many"/></text:p>'), "workbook cell-damaged"),
        "ten thousand times ten thousand blanks": (lambda: ods_text("<text:p>" + '<text:s text:c="10000"/>' * 10_000 + "</text:p>"), "cells-many"),
        "a table in a cell": (lambda: ods(nested), "ods-nested"),
        "a table in a table": (lambda: ods(ods_table(ods_table(""))), "ods-nested"),
        "spans a hundred thousand deep": (lambda: ods_text("<text:p>" + "<text:span>" * 100_000), "xml-large"),
        "a value of no type": (lambda: ods(ods_table('<table:table-row><table:table-cell office:value-type="float" office:value="many"/></table:table-row>')), "cell-damaged"),
        "a date that never was": (lambda: ods(ods_table('<table:table-row><table:table-cell office:value-type="date" office:date-value="2020-02-31"/></table:table-row>')), "cell-damaged"),
        "a DDE link": (lambda: ods('<table:dde-links><table:dde-link/></table:dde-links>' + ods_table("")), HARMLESS),
        "a cell outside a table": (lambda: ods(CELL), "workbook"),
        "a row outside a table": (lambda: ods(f"<table:table-row>{CELL}</table:table-row>"), "workbook"),
        "an encrypted ods": (lambda: zipped({**ods_parts(""), "META-INF/manifest.xml": "<m:encryption-data/>"}), "is-encrypted"),
        "an ods that is a text document": (lambda: zipped({**ods_parts(""), "mimetype": "application/vnd.oasis.opendocument.text"}), "is-zip"),
        "an ods without content": (lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "is-zip"),
        "a basic macro": (lambda: zipped({**ods_parts(ods_table("")), "Basic/Standard/Module1.xml": "<x/>"}), HARMLESS),
        "a million sheets": (lambda: ods("<table:table/>" * 300_000), HARMLESS),
    }  # fmt: skip


def xls_cases() -> dict[str, Case]:
    damaged = "workbook reader-stopped"
    any_of = f"{damaged} {HARMLESS}"
    return {
        "only the first bytes of an old workbook": (lambda: BOOK[:8], damaged),
        "half an old workbook": (lambda: BOOK[:1500], damaged),
        "an old workbook of noughts": (lambda: BOOK[:8] + bytes(4000), damaged),
        "sectors of two to the sixty-fourth": (patched(30, 64, "<H"), any_of),
        "sectors of one": (patched(30, 0, "<H"), any_of),
        "a table of four billion sectors": (patched(44, 0xFFFFFFFF), any_of),
        "a directory nowhere": (patched(48, 0x00FFFFFF), any_of),
        "a directory that is the stream": (patched(48, 1), any_of),
        "further tables nowhere": (patched(68, 0x00FFFFFF), any_of),
        "a stream in circles": (circular, any_of),
        "a stream of four billion bytes": (patched(512 + 128 + 120, 0xFFFFFFF0), any_of),
        "a stream that begins nowhere": (patched(512 + 128 + 116, 0x00FFFFFF), any_of),
        "a password": (lambda: xls(("Data", 0, []), first=record(0x002F, b"\1\0\1\0\1\0" + bytes(48))), "is-encrypted"),
        "a sheet that begins nowhere": (lambda: compound(record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)) + record(0x0085, struct.pack("<IBBBB", 0x7FFFFFFF, 0, 0, 1, 0) + b"A") + record(0x000A)), any_of),
        "a text longer than its record": (lambda: xls(("Data", 0, [record(0x0204, struct.pack("<HHHHB", 0, 0, 0, 60000, 1))])), any_of),
        "a column that no old workbook has": (lambda: xls(("Data", 0, [label(0, 65535, "x")])), any_of),
        "an error in a column that is none": (lambda: xls(("Data", 0, [record(0x0205, struct.pack("<HHHBB", 0, 65535, 0, 7, 1))])), any_of),
        "every corner filled": (lambda: xls(("Data", 0, [label(65535, 255, "z"), label(0, 0, "a")])), HARMLESS),
        "ten sheets with every corner filled": (lambda: xls(*((f"S{one}", 0, [label(0, 0, "a"), label(65535, 255, "z")]) for one in range(10))), "cells-many reader-stopped"),
        "a size that is claimed": (lambda: xls(("Data", 0, [record(0x0200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0)), label(0, 0, "a")])), any_of),
        "beginnings in each other": (lambda: xls(("Data", 0, [record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0020, 0, 0, 0, 0))] * 1000)), any_of),
        "a number that is none": (lambda: xls(("Data", 0, [number(0, 0, float("nan")), number(1, 0, float("inf"))])), HARMLESS),
        "a day beyond all days": (lambda: xls(("Data", 0, [number(0, 0, 1e300, 1), number(1, 0, -5, 1)])), any_of),
        "a NUL in a cell": (lambda: xls(("Data", 0, [label(0, 0, "a\0b")])), any_of),
        "a merged range backwards": (lambda: xls(("Data", 0, [label(0, 0, "a"), record(0x00E5, struct.pack("<HHHHH", 1, 9, 1, 9, 1))])), any_of),
        "a Word document": (lambda: compound(b"x", "WordDocument"), "is-ole"),
    }  # fmt: skip


def text_cases() -> dict[str, Case]:
    return {
        "nothing": (lambda: b"", "is-empty"),
        "noughts": (lambda: bytes(1000), "nul"),
        "a program": (lambda: b"\x7fELF" + bytes(1000), "nul"),
        "a database": (lambda: b"SQLite format 3\0" + bytes(1000), "nul"),
        "one line of fifty million letters": (lambda: b"x" * 50_000_000, "line-long"),
        "one line of fifty million commas": (lambda: b"," * 50_000_000, "line-long"),
        "a million columns": (lambda: b"a,b\n" + b"1," * 1_000_000, "columns-many"),
        "one cell of fifty million letters": (lambda: b'a,b\n"' + b"xy\n" * 16_000_000 + b'",1\n', "cell-long"),
        "a million quotation marks": (lambda: b'"' * 1_000_001, "quotes cell-long"),
        "a million pairs of quotation marks": (lambda: b'"",' * 1_000 + b"\n", "is-empty " + HARMLESS),
        "a quotation mark that never closes": (lambda: b'a,"b\n' * 3 + b"1,2\n" * 100_000, "quotes cell-long"),
        "a million blank lines": (lambda: b"\n" * 1_000_000 + b"a,b\n1,2\n", HARMLESS),
        "ten million blanks": (lambda: b" " * 9_000_000, "is-empty"),
        "a million lines": (lambda: b"1,2\n" * 1_000_000, HARMLESS),
        "blanks and marks for a slow expression": (lambda: (b'a,' + b' ' * 50_000 + b'"x') * 20, HARMLESS + " quotes"),
        "marks for a slow expression": (lambda: b'a, "' + b"x," * 1_000_000, HARMLESS + " columns-many quote-after-blank"),
        "no UTF-8": (lambda: b"a,b\n\xff\xfe\xfd,1\n", "encoding-untold"),
        "UTF-8 written too long": (lambda: b"a,\xc0\xaf\n", "encoding-untold " + HARMLESS),
        "half a character of UTF-16": (lambda: b"\xff\xfea\x00\x00\xd8", "encoding-untold"),
        "an odd byte of UTF-16": (lambda: b"\xff\xfea\x00b", "encoding-untold"),
        "UTF-32": (lambda: "a,b\n".encode("utf-32"), "encoding-untold"),
        "formulas": (lambda: b"=cmd|'/c calc'!A0,@SUM(1),+1,-1\n=1,2,3,4\n", HARMLESS),
        "scripts": (lambda: b"a,b\n<script>alert(1)</script>,<img src=x onerror=alert(1)>\n", HARMLESS),
        "letters that turn the line round": (lambda: "a,b\n\u202e1234,5\n".encode(), HARMLESS),
        "signs that steer a screen": (lambda: b"a,b\n\x1b[2J,\x07\n", HARMLESS),
        "a web page": (lambda: b"<html><script>1</script></html>", "is-html"),
        "a picture with a script": (lambda: b"<svg onload='alert(1)'/>", "is-xml"),
        "XML with a file in it": (lambda: b'<?xml version="1.0"?>' + DOCTYPES["file"].encode() + b"<a>&b;</a>", "is-xml"),
        "a type without a head": (lambda: DOCTYPES["laughs"].encode() + b"<a>&d;</a>", "is-xml"),
        "a packed bomb": (lambda: b"\x1f\x8b\x08\x00" + bytes(100), "is-archive"),
        "a document": (lambda: b"%PDF-1.7\n", "is-pdf"),
        "rich text": (lambda: b"{\\rtf1\\ansi}", "is-rtf"),
        "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "is-image"),
    }  # fmt: skip


def json_cases() -> dict[str, Case]:
    return {
        "lists a million deep": (nested_json(1_000_000, "[", "]"), "json-deep"),
        "objects a hundred thousand deep": (nested_json(100_000, '{"a":', "}"), "json-deep"),
        "lists that never close": (lambda: b"[" * 1_000_000, "json-deep json-end"),
        "six million values": (lambda: b"[" + b"1," * 6_000_000 + b"1]", "json-values"),
        "sixty million bytes": (lambda: b'["' + b"x" * 60_000_000 + b'"]', "too-large"),
        "a text of forty million letters": (lambda: b'[{"a": "' + b"x" * 40_000_000 + b'"}]', HARMLESS),
        "a text that never ends": (lambda: b'[{"a": "' + b"x" * 10_000_000, "json-string"),
        "a million backslashes": (lambda: b'[{"a": "' + b"\\" * 1_000_001 + b'"}]', "json-string json-escape"),
        "a key a hundred thousand times": (lambda: b"[{" + b'"a":1,' * 100_000 + b'"a":1}]', "json-twice"),
        "twenty thousand keys": (lambda: json.dumps([{f"k{one}": 1 for one in range(20_000)}]).encode(), "columns-many"),
        "records that multiply": (lambda: json.dumps([{**{f"k{one}": 1 for one in range(5_000)}, "s": [{"v": 1}] * 10_000}]).encode(), "cells-many"),
        "lists that multiply": (lambda: json.dumps([{"a": [1] * 1000, "s": [{"b": [1] * 1000}] * 1000}]).encode(), HARMLESS),
        "a number of a million digits": (lambda: b'[{"a": ' + b"9" * 1_000_000 + b"}]", HARMLESS),
        "a fraction of a million digits": (lambda: b'[{"a": 0.' + b"9" * 1_000_000 + b"}]", HARMLESS),
        "an exponent beyond all": (lambda: b'[{"a": 1e999999999}]', HARMLESS),
        "no number": (lambda: b'[{"a": NaN}]', "json-no-number"),
        "half a character in JSON": (lambda: b'[{"a": "\\ud800"}]', "json-no-character"),
        "a NUL in JSON": (lambda: b'[{"a": "x\\u0000y"}]', "json-no-character"),
        "a key that is half a character": (lambda: b'[{"\\udfff": 1}]', "json-no-character"),
        "a prototype": (lambda: b'[{"__proto__": {"x": 1}, "constructor": 2}]', HARMLESS),
        "a comment": (lambda: b'[{"a": 1} /* x */]', "json-comma json-value"),
        "a call": (lambda: b'[{"a": __import__("os")}]', "json-value"),
        "JSON in UTF-16": (lambda: '[{"a": 1}, {"a": 2}]'.encode("utf-16"), HARMLESS),
        "JSON that is no UTF-8": (lambda: b'[{"a": "\xff\xfe\xfd"}]', "encoding-untold"),
        "a list of lists of a million columns": (lambda: b"[[" + b"1," * 1_000_000 + b"1],[1]]", "columns-many"),
        "keys full of dots": (lambda: json.dumps([{"." * 10_000: {"." * 10_000: 1}, "b": 1}]).encode(), HARMLESS),
        "a map": (lambda: b'{"type": "FeatureCollection", "features": [{"geometry": {"coordinates": [[[1, 2]]]}}]}', "json-lists"),
    }  # fmt: skip


CASES: dict[str, Case] = {
    **zip_cases(), **xml_cases(), **xlsx_cases(), **ods_cases(), **xls_cases(), **text_cases(), **json_cases(),
}  # fmt: skip


def outcome(name: str) -> str:
    """What came of a file: the code of its refusal without the room, or that it did no harm."""
    content = CASES[name][0]()
    try:
        found = read_workbook(content, "hostile")
    except SourceProblems as error:
        (problem,) = error.problems
        for language in ("en", "id"):
            assert problem.message(language)
            assert problem.remedy(language)
        return problem.code.removeprefix("tidy.")
    assert isinstance(found, Workbook)
    return HARMLESS


def main(memory: int) -> int:
    """Read every file within so much address space, and say which went wrong."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, resource.RLIM_INFINITY))
    failed = 0
    for name, (_, expected) in CASES.items():
        begun = perf_counter()
        found = outcome(name)
        failed += found not in expected.split()
        sys.stdout.write(f"{perf_counter() - begun:6.2f}s {found:18} {name}\n")
    return failed


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))

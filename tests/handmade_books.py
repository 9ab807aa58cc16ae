"""Workbooks made byte by byte: xlsx and ods as ZIPs of parts, xls as a BIFF8 stream in a compound file.

What no library would write can be written here: cells out of place, entities, sizes that lie.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def xlsx_parts(data: str = "", *, after: str = "", strings: str = "", styles: str = "") -> dict[str, bytes | str]:
    """The parts of a workbook with one sheet, whose `data` is the inside of sheetData."""
    relation = f'<Relationship Id="%s" Type="{OFFICE}/%s" Target="%s"/>'
    listed = [("r1", "worksheet", "worksheets/sheet1.xml")]
    listed += [("r2", "sharedStrings", "sharedStrings.xml")] * bool(strings)
    listed += [("r3", "styles", "styles.xml")] * bool(styles)
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">'
        + "".join(relation % one for one in listed)
        + "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData>{after}</worksheet>',
    }
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
    if styles:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
    return parts


def xlsx(data: str = "", **more: str) -> bytes:
    return zipped(xlsx_parts(data, **more))


def ods_parts(tables: str, styles: str = "") -> dict[str, bytes | str]:
    """The parts of a spreadsheet whose `tables` are the inside of office:spreadsheet."""
    spaces = "".join(f' xmlns:{one}="{OPEN}:{one}:1.0"' for one in ("office", "table", "text", "style", "draw"))
    content = (
        f"<office:document-content{spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content}


def ods(tables: str, styles: str = "") -> bytes:
    return zipped(ods_parts(tables, styles))


def ods_table(rows: str, name: str = "Data", more: str = "") -> str:
    return f'<table:table table:name="{name}"{more}>{rows}</table:table>'


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def label(row: int, column: int, text: str, style: int = 0) -> bytes:
    return record(0x0204, struct.pack("<HHHHB", row, column, style, len(text), 1) + text.encode("utf-16-le"))


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, style, value))


def truth_or_error(row: int, column: int, value: int, *, error: bool) -> bytes:
    return record(0x0205, struct.pack("<HHHBB", row, column, 0, value, error))


def merged(*ranges: tuple[int, int, int, int]) -> bytes:
    """First row, last row, first column, last column of each, from nought."""
    return record(0x00E5, struct.pack("<H", len(ranges)) + b"".join(struct.pack("<HHHH", *one) for one in ranges))


#: Cell formats: 0 is general, 1 a date (built-in 14), 2 a moment (22), 3 hours beyond a day (46).
_FORMATS = b"".join(record(0x00E0, struct.pack("<HH", 0, code) + bytes(16)) for code in (0, 14, 22, 46))


def xls(*sheets: tuple[str, int, Sequence[bytes]], first: bytes = b"") -> bytes:
    """A workbook of sheets: name, state (0 visible, 1 hidden), records. `first` stands after the first record."""
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    page = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    end = record(0x000A)
    bodies = [page + b"".join(records) + end for _, _, records in sheets]
    names = [struct.pack("<BB", len(name), 1) + name.encode("utf-16-le") for name, _, _ in sheets]
    place = len(begin) + len(first) + len(_FORMATS) + sum(4 + 6 + len(name) for name in names) + len(end)
    listed = b""
    for (_, state, _), name, body in zip(sheets, names, bodies, strict=True):
        listed += record(0x0085, struct.pack("<IBB", place, state, 0) + name)
        place += len(body)
    return compound(begin + first + _FORMATS + listed + end + b"".join(bodies))


def compound(stream: bytes, name: str = "Workbook") -> bytes:
    """A compound file with one stream, long enough to stand in sectors of its own."""
    stream = stream.ljust(4096, b"\0")
    count = -(-len(stream) // 512)
    stream = stream.ljust(count * 512, b"\0")
    free, chain_end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    # Sector 0 is the directory, then the stream, then as many sectors of the allocation table as it takes.
    tables = 1
    while tables * 128 < 1 + count + tables:
        tables += 1
    chain = [chain_end, *range(2, count + 1), chain_end, *[fat] * tables]
    chain += [free] * (tables * 128 - len(chain))
    assert tables <= 109, "a larger file needs a list of tables beyond its header"
    places = [1 + count + one for one in range(tables)]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, tables, 0, 0, 4096, chain_end, 0, chain_end, 0)
    header += struct.pack("<109I", *(places + [free] * (109 - tables)))
    directory = _entry("Root Entry", 5, 1, chain_end, 0) + _entry(name, 2, free, 1, len(stream))
    directory += (_entry("", 0, free, 0, 0)) * 2
    return header + directory + stream + struct.pack(f"<{len(chain)}I", *chain)


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    length = len(text) + 2 if name else 0
    none = 0xFFFFFFFF
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", length, kind, 1, none, none, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )

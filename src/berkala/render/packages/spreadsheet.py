"""A workbook of texts and numbers as Office Open XML (ECMA-376, 5th edition, Part 1, clause 18: SpreadsheetML).

As little of it as a table for reading needs: sheets, texts, numbers, four styles, tables, a header that stays in
sight. There are no formulas in what is written here, so no text can become one. Everything is written by column and
once for each different text: a column of categories has a thousand cells and ten texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import IntEnum
from itertools import chain
from xml.sax.saxutils import escape, quoteattr

from berkala.render.packages.zipped import zipped

Cell = str | int | Decimal | None

#: What a sheet of Excel can hold ("Excel specifications and limits"): rows, and in a cell so many units of UTF-16.
ROWS, CHARACTERS = 1_048_576, 32_767

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

#: Part 1, 22.9.2.19 (ST_Xstring): what XML cannot hold, or would change, is written _xHHHH_; so is what looks like it.
_CONTROLS = "[\0-\x08\x0b-\x1f\ufffe\uffff]"
_UNWRITABLE = re.compile(f"_(?=x[0-9A-Fa-f]{{4}}(?:_|{_CONTROLS}))|{_CONTROLS}")
_SHEET_NAME = re.compile(r"(?!')[^][:*?/\\\0-\x1f]{1,31}(?<!')")


class Style(IntEnum):
    """How a row looks: the place of its format in the styles of the workbook."""

    PLAIN = 0
    WRAPPED = 1
    BOLD = 2
    HEADLINE = 3


#: The formats in the order of `Style`. The second fill is one that Excel takes for granted.
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="3">'
    '<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
    '<font><b/><sz val="15"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles><dxfs count="0"/>'
    '<tableStyles count="0" defaultTableStyle="TableStyleMedium9" defaultPivotStyle="PivotStyleLight16"/></styleSheet>'
)


@dataclass(frozen=True)
class Sheet:
    """One sheet: its cells by column, from A1 on; the columns are equally long, with one style a row.

    `width` is each column's, in characters. With the name of a `table` the whole sheet is one, headed by its first
    row, which stays in sight. A whole number and a decimal become the float nearest to them, with sixteen digits. No
    text and an empty one are an empty cell. What a sheet cannot hold is left out (`ROWS`, `fits`). Raises ValueError
    for a name that Excel refuses.
    """

    name: str
    columns: Sequence[Sequence[Cell]]
    styles: Sequence[Style]
    width: int
    table: str | None = None

    def __post_init__(self) -> None:
        if not _SHEET_NAME.fullmatch(self.name) or self.name.casefold() == "history":
            raise ValueError(f"{self.name!r} cannot be the name of a sheet")


def fits(text: str) -> bool:
    """Whether a cell can hold a text."""
    return len(text) <= CHARACTERS and (text.isascii() or len(text.encode("utf-16-le")) <= 2 * CHARACTERS)


def workbook(sheets: Sequence[Sheet], title: str, creator: str, created: datetime) -> bytes:
    """The file of these sheets, with its title, who made it and when. The same input gives the same bytes.

    Raises ValueError for two sheets, or two tables, of one name.
    """
    for names in ([sheet.name for sheet in sheets], [sheet.table for sheet in sheets if sheet.table]):
        if len({name.casefold() for name in names}) < len(names):
            raise ValueError(f"two of {names} are called alike")
    texts = _texts(sheets)
    tables = [(place, sheet) for place, sheet in enumerate(sheets, start=1) if sheet.table is not None]
    parts = {
        "[Content_Types].xml": _content_types(len(sheets), [place for place, _ in tables]),
        "_rels/.rels": _relations(
            (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _properties(title, creator, created.astimezone(UTC)),
        "xl/workbook.xml": _book(sheets),
        "xl/_rels/workbook.xml.rels": _relations(
            *((f"{_OFFICE}/worksheet", f"worksheets/sheet{place}.xml") for place in range(1, len(sheets) + 1)),
            (f"{_OFFICE}/styles", "styles.xml"),
            (f"{_OFFICE}/sharedStrings", "sharedStrings.xml"),
        ),
        "xl/styles.xml": _STYLES,
        "xl/sharedStrings.xml": _shared(texts),
        **{f"xl/worksheets/sheet{place}.xml": _sheet(sheet, texts) for place, sheet in enumerate(sheets, start=1)},
    }
    for place, sheet in tables:
        parts[f"xl/worksheets/_rels/sheet{place}.xml.rels"] = _relations(
            (f"{_OFFICE}/table", f"../tables/table{place}.xml")
        )
        parts[f"xl/tables/table{place}.xml"] = _table(sheet, place)
    return zipped((name, part.encode()) for name, part in parts.items())


# -- the cells ---------------------------------------------------------------------------------------------------


def _texts(sheets: Sequence[Sheet]) -> Mapping[str, int]:
    """The place of every text among the shared ones, each as soon as it is met."""
    cells = chain.from_iterable(column for sheet in sheets for column in sheet.columns)
    texts = [cell for cell in dict.fromkeys(cells) if isinstance(cell, str) and cell and fits(cell)]
    return {text: place for place, text in enumerate(texts)}


def _shared(texts: Mapping[str, int]) -> str:
    items = "".join(f"<si><t{_kept(text)}>{_escaped(text)}</t></si>" for text in texts)
    return f'{_XML}<sst xmlns="{_MAIN}" uniqueCount="{len(texts)}">{items}</sst>'


def _kept(text: str) -> str:
    return ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""


def _escaped(text: str) -> str:
    return escape(_spelt(text))


def _spelt(text: str) -> str:
    return _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def _plain(text: str) -> str:
    """A text of the properties, which have no way to write what XML cannot hold."""
    return escape(re.sub(_CONTROLS, "", text))


def _rows(sheet: Sheet, texts: Mapping[str, int]) -> Iterator[str]:
    """Every row: its parts between which its number stands, in the row's own address and in that of each cell."""
    letters = [column_letters(place) for place in range(len(sheet.columns))]
    after = [*(f'<c r="{letter}' for letter in letters[1:]), "</row>"]
    columns = [_ends(cells[:ROWS], sheet.styles, then, texts) for cells, then in zip(sheet.columns, after, strict=True)]
    start = ('<row r="', f'"><c r="{letters[0]}')
    for number, ends in enumerate(zip(*columns, strict=True), start=1):
        yield str(number).join((*start, *ends))


def _ends(cells: Sequence[Cell], styles: Sequence[Style], then: str, texts: Mapping[str, int]) -> list[str]:
    """What follows the row's number in the address of each cell, up to the address of the next."""
    different = set(cells)
    ends = {style: {cell: f"{_end(cell, style, texts)}{then}" for cell in different} for style in set(styles)}
    return [ends[style][cell] for cell, style in zip(cells, styles, strict=False)]


def _end(cell: Cell, style: Style, texts: Mapping[str, int]) -> str:
    looks = f'" s="{style}"' if style else '"'
    if isinstance(cell, str):
        return f'{looks} t="s"><v>{texts[cell]}</v></c>' if cell in texts else f"{looks}/>"
    # Nought below nought is nought: they are equal, and a cell is written once for all that are equal to it.
    return f"{looks}/>" if cell is None else f"{looks}><v>{float(cell) + 0.0:.16G}</v></c>"


def column_letters(place: int) -> str:
    """The letters of a column, counted from nought: A to Z, then AA."""
    above, last = divmod(place, 26)
    return (column_letters(above - 1) if above else "") + chr(ord("A") + last)


# -- the sheets and their tables ---------------------------------------------------------------------------------


def _sheet(sheet: Sheet, texts: Mapping[str, int]) -> str:
    width = (sheet.width * 7 + 5) * 256 // 7 / 256  # 18.3.1.13, of characters that are seven pixels wide
    frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/>'
    return "".join(
        [
            f'{_XML}<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><dimension ref="{_extent(sheet)}"/>',
            f'<sheetViews><sheetView workbookViewId="0">{frozen if sheet.table else ""}</sheetView></sheetViews>',
            f'<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="{len(sheet.columns)}" width="{width}"',
            ' customWidth="1"/></cols><sheetData>',
            *_rows(sheet, texts),
            "</sheetData>",
            '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>' if sheet.table else "",
            "</worksheet>",
        ]
    )


def _extent(sheet: Sheet) -> str:
    """The cells from the first to the last. A table has a row below its header, if an empty one."""
    rows = min(len(sheet.styles), ROWS)
    return f"A1:{column_letters(len(sheet.columns) - 1)}{max(rows, 2) if sheet.table else rows}"


def _table(sheet: Sheet, place: int) -> str:
    name, extent = quoteattr(sheet.table or ""), _extent(sheet)
    columns = "".join(
        f'<tableColumn id="{number}" name={quoteattr(_spelt(str(column[0])))}/>'
        for number, column in enumerate(sheet.columns, start=1)
    )
    return (
        f'{_XML}<table xmlns="{_MAIN}" id="{place}" name={name} displayName={name} ref="{extent}" totalsRowShown="0">'
        f'<autoFilter ref="{extent}"/><tableColumns count="{len(sheet.columns)}">{columns}</tableColumns>'
        '<tableStyleInfo name="TableStyleLight1" showFirstColumn="0" showLastColumn="0" showRowStripes="1"'
        ' showColumnStripes="0"/></table>'
    )


# -- the book and its package ------------------------------------------------------------------------------------


def _book(sheets: Sequence[Sheet]) -> str:
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{place}" r:id="rId{place}"/>'
        for place, sheet in enumerate(sheets, start=1)
    )
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{listed}</sheets></workbook>"
    )


def _properties(title: str, creator: str, created: datetime) -> str:
    moment = f"{created:%Y-%m-%dT%H:%M:%SZ}"
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_plain(title)}</dc:title><dc:creator>{_plain(creator)}</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified></cp:coreProperties>'
    )


def _relations(*relations: tuple[str, str]) -> str:
    items = "".join(
        f'<Relationship Id="rId{place}" Type="{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(relations, start=1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def _content_types(sheets: int, tables: Sequence[int]) -> str:
    kinds = {
        "docProps/core": "application/vnd.openxmlformats-package.core-properties+xml",
        "xl/workbook": f"{_TYPE}.sheet.main+xml",
        "xl/styles": f"{_TYPE}.styles+xml",
        "xl/sharedStrings": f"{_TYPE}.sharedStrings+xml",
        **{f"xl/worksheets/sheet{place}": f"{_TYPE}.worksheet+xml" for place in range(1, sheets + 1)},
        **{f"xl/tables/table{place}": f"{_TYPE}.table+xml" for place in tables},
    }
    parts = "".join(f'<Override PartName="/{part}.xml" ContentType="{kind}"/>' for part, kind in kinds.items())
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
    )

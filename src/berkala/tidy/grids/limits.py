"""How much a file may ask of the machine. What asks for more is refused by name, before or while it is read.

The largest table that anyone publishes by hand is far below each of these; what is above is a mistake (formatting to
the last row of a sheet) or an attack (an archive that unpacks to a thousand times its size).
"""

from __future__ import annotations

#: Bytes of a text file. Its text and its cells together take some ten times as much memory.
TEXT = 200_000_000

#: Characters of one line, and of one cell. A spreadsheet program holds 32,767 in a cell; csv itself stops here.
LINE, CELL = 10_000_000, 131_072

#: What a sheet has at most, in Excel and in LibreOffice.
ROWS, COLUMNS = 1_048_576, 16_384

#: Cells of a whole file, empty ones before a filled one included: about 1.5 GB as Python holds them.
CELLS = 20_000_000

#: The most that a workbook may unpack to, in bytes, and how many times its own size beyond 50 million bytes.
UNPACKED, RATIO, SMALL = 1_000_000_000, 200, 50_000_000

#: Bytes of a part that is held in memory whole or as strings: the list of texts, formats, the list of sheets.
PART = 200_000_000

#: Entries of an archive, elements of one part (a cell has two or three), and how deep they stand in each other.
ENTRIES, ELEMENTS, DEPTH = 20_000, 100_000_000, 100

#: Seconds for the parts of one workbook together. Twenty million cells take two minutes; only harm takes longer.
SECONDS = 600

#: Blanks that an OpenDocument sheet may ask for by their number alone.
BLANKS = 10_000_000

#: Bytes and values of a JSON file, and how deep its lists and objects stand in each other.
JSON, JSON_VALUES, JSON_DEPTH = 50_000_000, 5_000_000, 50

#: An old workbook is read by a child process: its address space in bytes, its seconds of work, and of waiting for it.
CHILD_MEMORY, CHILD_WORK, CHILD_WAIT = 2_000_000_000, 60, 120

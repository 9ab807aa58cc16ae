"""What one can take away of a chart: its numbers as a table and a file, its picture, a frame, a citation.

Nothing here knows a kind of chart. What a chart shows are its series and the figures it names (`charts.model`): `rows`
lists them once, each on a row of its own, and everything else is held against that list.

Every edition has of each chart an SVG and a CSV, ``<report>/<period>/charts/<name>.<language>.csv``, a table on its
page and a citation. An edition with its full pack has the picture as PNG beside them, and a page that others may frame:
``/embed/<report>-<period>-<chart>/`` for good. What was published once stays, so the archive grows full by and by.
"""

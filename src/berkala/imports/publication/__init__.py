"""A collection that was read, written as a publication: settings, a dataset and a report for each indicator.

`write` takes a `Collection` and fills a folder. What it cannot carry over as it was has a line in the account, and a
file that somebody has edited since the last import is kept.
"""

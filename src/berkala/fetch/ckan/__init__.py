"""Data from another CKAN: a file of one of its datasets, found by name and downloaded as any file on the web is.

`places` reads an address, `catalogue` asks CKAN where the file is, `source` is the plug.
"""

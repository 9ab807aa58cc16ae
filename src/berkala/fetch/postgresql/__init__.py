"""Data from a PostgreSQL database, through the extra ``berkala[postgresql]``.

`places` reads an address, `sessions` opens a transaction that the server itself lets do nothing but read, `rows` takes
the rows of one SELECT as text, `mistakes` says what the server meant. Only what is used loads the library.
"""

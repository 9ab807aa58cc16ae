"""Data from the web: which addresses may be asked, what is taken as an answer, and within which limits.

`addresses` reads an address, `reach` says which machines it may lead to, `connections` asks one of them one question,
`visits` follows redirects, `answers` says what is wrong with an answer, `kept` remembers the last good one.
"""

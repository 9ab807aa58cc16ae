"""describe: the bytes of a file that nobody has seen → a draft of its descriptor, with a question for each doubt.

The :mod:`command` asks for the files to be looked through: where the :mod:`tables` of a sheet stand, what their
:mod:`columns` are, one by one and held against each other (:mod:`relations`), all of it gathered in :mod:`finding`.
From that come the lines of the layout (:mod:`lines`, :mod:`layout`) and the fields (:mod:`schema`), which the
:mod:`draft` writes down, :mod:`asking` where it does not know. A first :mod:`reading` by the draft shows what it gives.
The other modules each know one kind of thing that can stand in a file: a name, a period, a number, a mark, a unit.
"""

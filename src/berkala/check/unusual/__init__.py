"""unusual: what nobody declared and a person would see: values, rows, columns and periods that do not fit.

A table that is safe to show is held against what was published of it, against its own past, and against its neighbours.
What cannot be right is an error. What can be right and is unusual is a question, which a person answers once, with a
reason, in ``answers.yml`` beside the dataset; the answer binds to the value that stands there.

What is asked:

- *Of a table that was published before*: everything about periods newer than the newest published one, and whether
  what was published still stands (`restated`). The published past itself has been judged.
- *Of a table that is published for the first time*, an import of a whole collection above all: its past was somebody
  else's, who published it, and nobody here can say why a series jumped in 1994. Asked about are only values that nobody
  can overlook: in its newest period one that is eight times off (`cells.FIRST`), and anywhere one that leaps away and
  comes back (`spikes`); whether its newest period repeats another, or two of its columns stand in each other's place
  there; and rows that stand twice. Not whether two places were exchanged: among a thousand series, two look like it.
- *Never* a cell that is declared as a known error: somebody has said what it is.

The modules are pure functions over `view.Placed`; `asking` puts the room's question to them.
"""

"""Charts as our own SVG: one specification, laid out once, painted for the page, a download and a card.

`model` says what a chart shows, `kinds` lists the kinds: how each is made from findings (`standard`, `parts`,
`sentences`, or its own module) and laid out in a frame (`lines`, `columns`, `bars` …); `paint` turns a drawing into
SVG.
"""

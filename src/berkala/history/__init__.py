"""Where something comes from: who entered, checked, approved and published an edition, a figure, a page or a file.

It is told from what is kept: the ledger's events, the bundles, the descriptors, and git where the publication is in it.
What none of them knows is said to be unknown.
"""

"""`berkala correct`: what differs from what is public becomes a correction, written down where the data are."""

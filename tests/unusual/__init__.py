"""Real tables of `shared/data` and the faults that are planted in them."""

"""Pre-release access: each person of the list gets a marked copy of a release, shortly before its moment, on record."""

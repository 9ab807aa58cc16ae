"""open_sdg: a whole Open SDG data repository → one frozen `Collection` with its account.

Open SDG is the open-source platform that statistical offices report on the Sustainable Development Goals with. Its
data repositories hold a CSV file for each indicator, metadata and settings in YAML or Markdown, and translations.
Its own rules are in its documentation ("Data format", "Metadata format", "Data configuration", "Indicator
configuration", "Translation"); where this reader departs from them, its modules say so and the account tells it.
"""

from berkala.imports.open_sdg.account import Account, Line, Loss, Tally
from berkala.imports.open_sdg.collection import Collection, Indicator, Observation
from berkala.imports.open_sdg.reading import read_open_sdg
from berkala.imports.open_sdg.texts import Texts
from berkala.stated import Stated

__all__ = [
    "Account",
    "Collection",
    "Indicator",
    "Line",
    "Loss",
    "Observation",
    "Stated",
    "Tally",
    "Texts",
    "read_open_sdg",
]

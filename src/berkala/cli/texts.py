"""Texts for the public, typed in each language of the publication."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from berkala.errors import Problem, WrongUse
from berkala.plan import Publication


def texts_of(given: Sequence[str], publication: Publication) -> Mapping[str, str]:
    """What was typed as ``en=… id=…``, by language; the text alone where there is one language.

    Raises WrongUse where one is missing.
    """
    languages = publication.settings.languages
    if len(languages) == 1 and len(given) == 1 and not given[0].startswith(f"{languages[0]}="):
        return {languages[0]: given[0]}
    found = {code: text for code, mark, text in (one.partition("=") for one in given) if mark and text.strip()}
    if lacking := [code for code in languages if code not in found]:
        raise WrongUse(Problem("correct.language-missing", {"languages": ", ".join(lacking)}))
    return {code: found[code] for code in languages}

"""What one may do with the figures of a page, in words: the kind of its licence."""

from __future__ import annotations

import re

from markupsafe import Markup

from berkala.plan.specifications import Licence
from berkala.render.sentences import named
from berkala.words import Language

#: Where the link stands while the sentence is made.
_HERE = "\ue000"

#: Kinds of well-known licences by the beginning of their names; the first that fits.
_KINDS = (
    (r"CC-BY-NC(?!.*(SA|ND))", "non-commercial"),
    (r"CC-BY-SA|ODBL", "share-alike"),
    (r"CC-BY-(?!.*(NC|ND|SA))\d|OGL|ODC-BY|ETALAB|NLOD|DL-DE-BY", "attribution"),
    (r"CC0|PDDL|DL-DE-ZERO|PUBLIC-DOMAIN", "public-domain"),
)


def reuse(licence: Licence, language: Language) -> Markup:
    """The line for a licence, with a link to its terms. Of one that we do not know nothing is promised."""
    title = named(licence.title[language.code]).html()
    link = Markup('<a href="{}" rel="license">{}</a>').format(licence.path, Markup(title))
    said = language.sentence(f"page.reuse.{kind_of(licence)}", licence=_HERE).html()
    return Markup(said.replace(_HERE, link))


def kind_of(licence: Licence) -> str:
    """What a licence allows: ``attribution``, ``share-alike`` …; ``other`` for one that is not known."""
    if not licence.is_stated:
        return "unstated"
    name = licence.name.upper()
    return next((kind for pattern, kind in _KINDS if re.match(pattern, name)), "other")

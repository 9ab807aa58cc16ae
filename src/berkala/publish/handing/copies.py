"""A marked copy: the edition's PDF in each language and its data, each saying whose it is and until when it is secret.

The PDF is set once more from the bundle, with the mark over every page, in its metadata, and as a short token at its
foot; no figure is worked out again. The data stay as they are, and a file beside them in the ZIP says the same. Nothing
of it is in the bundle. A mark tells whose copy it was while it is on it: who retypes a number leaves none.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from berkala.plan import Publication
from berkala.plan.pre_release import Recipient
from berkala.render.bundle import Bundle
from berkala.render.print import print_marked
from berkala.words import Language, language

_SOURCE = Path(__file__).with_name("mark.typ")

#: The file in the ZIP that says whose copy it is; English and Indonesian both know the word.
NOTE = "EMBARGO.txt"


@dataclass(frozen=True)
class Mark:
    """Whose copy it is. `token` is a few letters and digits that stand for the person and this release."""

    person: Recipient
    token: str

    def told(self, bundle: Bundle, publication: Publication, words: Language) -> str:
        """What is said on every page: until when it is secret, for whom it is, and that it is not passed on."""
        office, zone = self.person.office[words.code], publication.settings.zone
        moment = words.moment(bundle.edition.release.astimezone(zone)).text
        return words.text("handing.told", moment=moment, name=self.person.name, office=office)


def marked_copies(bundle: Bundle, publication: Publication, mark: Mark) -> Iterator[tuple[str, bytes]]:
    """The files of one person's copy, by name. Raises SourceProblems where the template of the PDF does not set it."""
    for code in publication.settings.languages:
        words = language(code)
        told = {"name": mark.person.name, "token": mark.token, "told": mark.told(bundle, publication, words)}
        pdf = print_marked(bundle, publication, words, told, _SOURCE.read_bytes())
        yield f"{bundle.edition.slug}-{bundle.edition.period.code}.{code}.pdf", pdf
    for path, content in bundle.files.items():
        if path.startswith("public/data/") and path.endswith(".zip"):
            yield Path(path).name, _noted(content, bundle, publication, mark)


def _noted(content: bytes, bundle: Bundle, publication: Publication, mark: Mark) -> bytes:
    """The ZIP with the note in it."""
    told = [mark.told(bundle, publication, language(code)) for code in publication.settings.languages]
    text = "\n\n".join([*told, mark.token]) + "\n"
    packed = io.BytesIO(content)
    with zipfile.ZipFile(packed, "a") as archive:
        about = zipfile.ZipInfo(NOTE, bundle.edition.release.timetuple()[:6])
        about.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(about, text)
        archive.comment = mark.token.encode()
    return packed.getvalue()

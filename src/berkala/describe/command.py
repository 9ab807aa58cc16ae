"""`berkala new`: a folder in ``datasets/`` for files that nobody has described, whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from berkala.describe.asking import questions, written
from berkala.describe.draft import drafted
from berkala.describe.finding import File, look
from berkala.describe.layout import PERIOD
from berkala.describe.reading import Reading, first_look
from berkala.describe.sheets import one_by_one
from berkala.describe.stating import states_period
from berkala.describe.wanted import Wanted
from berkala.errors import Problem, SourceProblems, TryAgain, WrongUse
from berkala.fetch.files import LIMIT
from berkala.plan.layouts import as_part, gaps_of
from berkala.plan.naming import Naming
from berkala.tidy.grids import read_workbook
from berkala.words.language import Language

#: How many observations, and how many of their fields, are shown.
_FIRST, _WIDE, _LONG = 5, 6, 28

_DATED = (
    (r"(?<!\d)(?:19|20)\d{6}(?!\d)", "{date}"),
    (r"(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)", "{date}"),
    (r"(?<!\d)(?:19|20)\d\d-\d\d(?!\d)", "{period}"),
    (r"(?<!\d)(?:19|20)\d\d(?!\d)", "{year}"),
)


@dataclass(frozen=True)
class New:
    """The files, the publication, what the dataset is called (or None), in which words; the sheet."""

    files: Sequence[Path]
    root: Path
    name: str | None
    languages: tuple[str, ...]
    today: date
    say: Language
    sheet: str | None = None


@dataclass(frozen=True)
class Made:
    """What was written: the folder, what the first look read, and the questions that are open."""

    folder: Path
    reading: Reading
    questions: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many observations were read."""
        return 0 if self.reading.frame is None else len(self.reading.frame)

    @property
    def figures(self) -> int:
        """How many values they have."""
        frame = self.reading.frame
        return 0 if frame is None else int(sum(frame[name].notna().sum() for name in self._measures))

    @property
    def _measures(self) -> list[str]:
        fields = self.reading.descriptor["resource"]["schema"]["fields"]
        return [one["name"] for one in fields if one["role"] == "measure"]

    @property
    def preview(self) -> list[str]:
        """The first observations as they are understood, a line each, under the names of the fields."""
        frame = self.reading.frame
        if frame is None:
            return []
        shown = [name for name in frame.columns if not name.endswith("_status")][:_WIDE]
        rows = [[_shown(value) for value in row] for row in frame[shown].head(_FIRST).itertuples(index=False)]
        widths = [max(len(row[place]) for row in [shown, *rows]) for place in range(len(shown))]
        return [
            "  " + "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
            for row in [shown, *rows]
        ]


def new_dataset(new: New) -> Made:
    """Look at the files, and write a folder with them and a descriptor.

    Raises WrongUse for a name that is taken or no name, for files that are none or hold no table, SourceProblems for
    bytes that are no table, and TryAgain where the machine refuses to write. Nothing is written then.
    """
    _refuse_names([path.name for path in new.files])
    contents = [(path.name, _read(path)) for path in sorted(new.files)]
    form = _form([name for name, _ in contents])
    files = [
        File(name, read_workbook(content, name), (gaps_of(form).match(name) or {}) if "{" in form else {})
        for name, content in contents
    ]
    if "{date}" in form and not any(states_period(one) for one in look(files[-1], new.sheet, new.say)[0]):
        form = form.replace("{date}", as_part(PERIOD))
        files = [replace(file, stated={as_part(PERIOD): file.stated["date"]}) for file in files]
    kinds = {file.workbook.kind for file in files}
    if len(kinds) > 1:
        raise WrongUse(Problem("describe.kinds", {"kinds": ", ".join(sorted(kinds))}))
    folder = _folder(new, files[-1].name)
    sheets, files = (None if new.sheet else one_by_one(files)) or (None, files)
    wanted = Wanted(folder.name, new.languages, new.today, new.say, new.sheet, sheets)
    draft = drafted(files, form, wanted)
    reading = first_look(draft, files, wanted)
    text = new.say.text("describe.note.file", file=form) + "\n\n" + written(reading.descriptor)
    _write(folder, {"dataset.yml": text.encode(), **dict(contents)})
    return Made(folder, reading, tuple(questions(reading.descriptor)))


def _shown(value: object) -> str:
    text = "" if value is pd.NA else str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"


def _read(path: Path) -> bytes:
    """The bytes of one file. Raises WrongUse for one that is not there, is none, or is far too large for a table."""
    if not path.is_file():
        code = "describe.folder" if path.is_dir() else "describe.no-file"
        raise WrongUse(Problem(code, {"path": str(path)}))
    if path.stat().st_size > LIMIT:
        facts = {"size": path.stat().st_size // 1_000_000, "limit": LIMIT // 1_000_000}
        raise SourceProblems(Problem("fetch.too-large", facts, file=path.name))
    content = path.read_bytes()
    if not content:
        raise SourceProblems(Problem("fetch.empty", file=path.name))
    return content


def _refuse_names(names: Sequence[str]) -> None:
    """Raise WrongUse where a file would be written over another one in the dataset's folder."""
    plain = [name.casefold() for name in names]
    for name in names:
        if plain.count(name.casefold()) > 1 or name.casefold() == "dataset.yml":
            raise WrongUse(Problem("describe.same-name", {"name": name}))


def _form(names: Sequence[str]) -> str:
    """What the names of several files have in common, with a gap for the period that they differ in.

    Raises WrongUse where they have none.
    """
    if len(names) == 1:
        return names[0]
    for pattern, gap in _DATED:
        forms = {re.sub(pattern, gap, name, count=1) for name in names}
        if len(forms) == 1 and gap in (form := forms.pop()):
            return form
    raise WrongUse(Problem("describe.names-differ", {"one": names[0], "other": names[-1]}))


def _folder(new: New, file: str) -> Path:
    name = new.name or Naming("").name([Path(file).stem])
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,62}", name):
        raise WrongUse(Problem("describe.name", {"name": name}))
    folder = new.root / "datasets" / name
    if folder.exists():
        raise WrongUse(Problem("describe.taken", {"name": name}))
    return folder


def _write(folder: Path, files: dict[str, bytes]) -> None:
    """Stage beside and rename: the folder appears whole or not at all."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
        try:
            for name, content in files.items():
                (stage / name).write_bytes(content)
            stage.chmod(0o755)
            os.rename(stage, folder)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    except OSError as error:
        raise TryAgain(Problem("describe.refused", {"reason": error.strerror or str(error)})) from error

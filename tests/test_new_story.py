"""The page that shows a member of staff the way from a workbook to a dataset: what it quotes is what happens.

``BERKALA_ACCEPT=1 pytest tests/test_new_story.py`` writes the quotations anew.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from berkala.cli import main

PAGES = {"en": Path("reports/new-dataset.md"), "id": Path("reports/new-dataset.id.md")}
ROOT = Path(__file__).parents[1]
_BLOCK = re.compile(r'<pre data-role="constant" class="transcript" id="([a-z-]+)"><code>(.*?)</code></pre>', re.DOTALL)

TITLE = "Kunjungan puskesmas menurut kecamatan"
ROWS: list[list[Any]] = [
    ["Melati", "1.204", "1.311"],
    ["Kenanga", "987", "-"],
    ["Flamboyan", "2.450", "2.398"],
    ["Jumlah", "4.641", "3.709"],
]
NOTE = "- : data belum masuk"
#: What the member of staff writes in place of each question, by a part of it in both languages.
ANSWERS = {
    r"What is the title|Apa judulnya": "Visits to health centres by district",
    r"What do the figures say|Apa yang dikatakan": "Invented: visits to the health centres of three districts.",
    r"Which office|Instansi mana": "Dinas Kesehatan (invented)",
    r"Why can nobody|Mengapa tidak seorang": "Counts for whole districts.",
    r"In what unit|Apa satuan": "visits",
    r"may be in the thousands|mungkin bilangan ribuan": ".",
    r"stands in|ada dalam": "x",
}


def write_workbook(path: Path, *, blank: int = 0, name: str = "Kecamatan", months: int = 2) -> None:
    """The invented workbook: a title, the names, figures as text, a dash, a total, a note."""
    workbook = xlsxwriter.Workbook(str(path))
    sheet = workbook.add_worksheet("Rekap")
    sheet.write(0, 0, TITLE)
    header = 2 + blank
    sheet.write_row(header, 0, [name, "Januari 2026", "Februari 2026", "Maret 2026"][: months + 1])
    for number, row in enumerate(ROWS, header + 1):
        sheet.write_row(number, 0, [*row, row[1]][: months + 1])
    sheet.write(header + len(ROWS) + 2, 0, NOTE)
    workbook.close()


def answer(text: str) -> str:
    """The descriptor with each question answered."""

    def of(found: re.Match[str]) -> str:
        return next(f": '{said}'" for part, said in ANSWERS.items() if re.search(part, found[0]))

    return re.sub(r": '\? (?:[^']|'')*'", of, text)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """A command and what it writes, without the language, which a member of staff sets once, and the names of rooms."""
    main([*arguments])
    out, err = capsys.readouterr()
    problems = "\n".join(line for line in err.splitlines() if not re.match(r"\d/9 ", line))
    typed = " ".join(["$ berkala", *arguments[: arguments.index("--language")]])
    return "\n".join(part.strip("\n") for part in (typed, problems, out) if part.strip())


def story(language: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[tuple[str, str]]:
    """Each quotation of the page by its name."""
    main(["init", "."])
    capsys.readouterr()
    write_workbook(folder / "kunjungan.xlsx")
    yield "new", told(capsys, "new", "kunjungan.xlsx", "--language", language)
    descriptor = folder / "datasets" / "kunjungan" / "dataset.yml"
    text = descriptor.read_text(encoding="utf-8")
    yield "draft", text[text.index("resource:") : text.index("  schema:")].rstrip()
    yield "asked", "\n".join(told(capsys, "check", "--language", language).splitlines()[:5])
    descriptor.write_text(answer(text), encoding="utf-8")
    yield "checked", told(capsys, "check", "--language", language)
    write_workbook(descriptor.parent / "kunjungan.xlsx", blank=1, name="Nama kecamatan", months=3)
    yield "renamed", told(capsys, "check", "--language", language)
    again = descriptor.read_text(encoding="utf-8").replace("Kecamatan: kecamatan", "Nama kecamatan: kecamatan")
    descriptor.write_text(again, encoding="utf-8")
    yield "moved", told(capsys, "check", "--language", language)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "id"])
def test_what_the_page_quotes_is_what_happens(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    found = dict(story(language, tmp_path, capsys))
    page = ROOT / PAGES[language]
    text = page.read_text(encoding="utf-8")
    if os.environ.get("BERKALA_ACCEPT") == "1":
        text = _BLOCK.sub(lambda block: _quoted(block[1], found[block[1]]), text)
        page.write_text(text, encoding="utf-8")
    quoted = {name: html.unescape(said) for name, said in _BLOCK.findall(text)}
    assert quoted == found


def _quoted(name: str, said: str) -> str:
    shown = html.escape(said, quote=False)
    return f'<pre data-role="constant" class="transcript" id="{name}"><code>{shown}</code></pre>'

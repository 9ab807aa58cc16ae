"""Small Open SDG repositories of our own making."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from berkala.imports.open_sdg import Collection, Indicator, Line, read_open_sdg

#: The newest layout: settings beside metadata, both with their patterns.
CONFIGURATION = """\
languages: [en]
src_dir: ''
inputs:
  - class: InputCsvData
    path_pattern: data/*-*.csv
  - class: InputYamlMdMeta
    path_pattern: meta/*-*.md
  - class: InputYamlMeta
    path_pattern: meta/*-*.yml
  - class: InputYamlMeta
    path_pattern: indicator-config/*-*.yml
translations:
  - class: TranslationInputYaml
    source: translations
"""

DATA = "data/indicator_1-1-1.csv"
CONFIG = "indicator-config/1-1-1.yml"
META = "meta/1-1-1.yml"


@dataclass
class Repository:
    """A folder that files are written to, and read."""

    root: Path

    def write(self, name: str, content: str | bytes) -> Repository:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return self

    def data(self, *lines: str, name: str = DATA) -> Repository:
        return self.write(name, "\n".join(lines) + "\n")

    def config(self, *lines: str, name: str = CONFIG) -> Repository:
        return self.write(name, "\n".join(["indicator_name: Name of it", "reporting_status: complete", *lines]) + "\n")

    def read(self, fiscal_start: int = 4) -> Collection:
        return read_open_sdg(self.root, fiscal_start)

    def only(self) -> Indicator:
        """The one indicator; its account adds up."""
        collection = self.read()
        assert collection.account.gaps == ()
        (indicator,) = collection.indicators
        return indicator


def repository(root: Path, configuration: str = CONFIGURATION) -> Repository:
    made = Repository(root)
    made.write("translations/en/global_goals.yml", "1-title: The first goal\n")
    made.write("translations/en/global_targets.yml", "".join(f"1-{one}-title: Target {one}\n" for one in range(1, 5)))
    return made.write("config_data.yml", configuration) if configuration else made


def lines(collection: Collection, code: str) -> list[Line]:
    """The account's lines with this code."""
    return [line for line in collection.account.lines if line.code == f"imports.{code}"]


def line(collection: Collection, code: str) -> Line:
    """The one line with this code, in an account that adds up."""
    assert collection.account.gaps == ()
    (found,) = lines(collection, code)
    return found


def codes(collection: Collection) -> set[str]:
    """The codes of all lines, without their room."""
    return {one.code.partition(".")[2] for one in collection.account.lines}


def geojson(*places: dict[str, object]) -> str:
    features = [{"type": "Feature", "properties": place, "geometry": None} for place in places]
    return json.dumps({"type": "FeatureCollection", "features": features})

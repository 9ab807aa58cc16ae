"""The networks' limits, from the dated file ``render/networks.yml``: never in code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

_FILE = Path(__file__).parents[1] / "networks.yml"


class Network(BaseModel):
    """What one network takes. See the head of ``networks.yml`` for each key."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    limit: int = Field(gt=0)
    counted: Literal["graphemes", "weighted", "characters"]
    link: int | None = None
    bytes: int | None = None
    alt: int = Field(gt=0)
    card: str = Field(pattern=r"^\d+x\d+$")
    threads: bool
    hashtags: bool
    certain: bool
    checked: date
    source: str
    note: str


class Networks(BaseModel):
    """All of them, and after how many days an entry is old."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stale_after_days: int
    networks: Mapping[str, Network]

    @property
    def smallest_alt(self) -> int:
        """The alt text that every network takes."""
        return min(network.alt for network in self.networks.values())


@lru_cache
def networks() -> Networks:
    """The file, read. A mistake in it is a fault of ours (ValidationError)."""
    return Networks.model_validate(yaml.safe_load(_FILE.read_text(encoding="utf-8")))

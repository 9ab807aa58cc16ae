"""The corpora of `shared/data` that are no Open SDG, as tidy frames: one row for each observation.

A loader does what a descriptor of the corpus would make `tidy` do, and no more: no value is changed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from berkala.periods import Frequency, Period, parse


@dataclass(frozen=True)
class Corpus:
    """One real table: `frame` is indexed by source row; its columns by role. `area` is the dimension of places."""

    name: str
    frame: pd.DataFrame
    frequency: Frequency
    dimensions: tuple[str, ...]
    measures: tuple[str, ...]
    area: str | None = None
    months: tuple[int, ...] = ()

    @property
    def periods(self) -> list[Period]:
        """Its periods, oldest first."""
        return sorted(set(self.frame["period"]))

    def until(self, period: Period) -> Corpus:
        """The table as it stood when `period` was its newest."""
        kept = self.frame[[one <= period for one in self.frame["period"]]]
        return Corpus(self.name, kept.copy(), self.frequency, self.dimensions, self.measures, self.area, self.months)


def shared() -> Path:
    """The folder that ``BERKALA_SHARED`` names, where its data stand."""
    return Path(os.environ["BERKALA_SHARED"]) / "data"


def _made(
    name: str,
    frame: pd.DataFrame,
    frequency: Frequency,
    dimensions: Sequence[str],
    measures: Sequence[str],
    area: str | None = None,
    months: tuple[int, ...] = (),
) -> Corpus:
    frame = frame[["period", *dimensions, *measures]].copy()
    for one in dimensions:
        frame[one] = frame[one].astype(str)
    for one in measures:
        frame[one] = pd.to_numeric(frame[one], errors="raise").astype("Float64")
        frame[f"{one}_status"] = frame[one].isna().map({True: "x", False: ""})
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    return Corpus(name, frame, frequency, tuple(dimensions), tuple(measures), area, months)


def _periods(texts: Iterable[object], read: Callable[[str], Period]) -> list[Period]:
    known: dict[str, Period] = {}
    return [known.setdefault(text, read(text)) if text not in known else known[text] for text in map(str, texts)]


def _month(text: str) -> Period:
    return Period(date.fromisoformat(text).replace(day=1), "month")


def _day(text: str) -> Period:
    return Period(date.fromisoformat(text[:10]), "day")


def _fiscal(text: str) -> Period:
    return Period(date(int(text[:4]), 4, 1), "fiscal")


def _quarter(text: str) -> Period:
    """The quarter in which a rolling year ends: ``Dec 1995``."""
    end = datetime.strptime(text, "%b %Y").date()
    return Period(end.replace(month=end.month - 2), "quarter")


def nhs() -> Corpus:
    """Attendances by hospital trust and type of department, monthly."""
    frame = pd.read_csv(shared() / "nhs-emergency-care" / "ae_attendances.csv", dtype={"type": str})
    frame["period"] = _periods(frame["period"], _month)
    return _made("nhs", frame, "month", ["org_code", "type"], ["attendances", "breaches", "admissions"], "org_code")


def labour() -> Corpus:
    """Series of the labour market, monthly; each code is a series."""
    frame = pd.read_csv(shared() / "uk-labour-monthly" / "monthly-rolling.csv")
    frame["period"] = _periods(frame["lms_period"], _month)
    return _made("labour", frame, "month", ["variable"], ["value"])


def dwellings() -> Corpus:
    """Net additional dwellings by local authority, by financial year."""
    frame = pd.read_csv(shared() / "uk-housing" / "additional-dwellings-by-local-authority.csv")
    frame["period"] = _periods(frame["date"], _fiscal)
    return _made("dwellings", frame, "fiscal", ["geography_code", "Measure"], ["value"], "geography_code")


def affordable() -> Corpus:
    """Affordable homes by local authority and tenure, by financial year."""
    frame = pd.read_csv(shared() / "uk-housing" / "affordable-homes-by-tenure.csv")
    frame["period"] = _periods(frame["date"], _fiscal)
    return _made("affordable", frame, "fiscal", ["geography_code", "Measure"], ["value"], "geography_code")


def prices() -> Corpus:
    """Median house prices by local authority, by quarter in which a rolling year ends."""
    frame = pd.read_csv(shared() / "uk-housing" / "median-house-prices.csv")
    frame["period"] = _periods(frame["date"], _quarter)
    return _made("prices", frame, "quarter", ["geography_code", "Measure"], ["value"], "geography_code")


_POVERTY = {"Garis Kemiskinan": "line", "Jumlah Penduduk Miskin": "poor", "Persentase Penduduk Miskin": "share"}


def poverty() -> Corpus:
    """Poverty by province, March and September, one file a year; with the two errors that are really in it."""
    rows: list[dict[str, object]] = []
    for file in sorted((shared() / "bps-poverty").glob("*.csv")):
        wide = pd.read_csv(file, dtype=str, encoding="utf-8-sig")
        year = int(file.stem[-4:])
        for record in wide.to_dict("records"):
            if str(record["Provinsi"]) in ("nan", "Keterangan", "-"):
                continue
            rows += _poverty_rows(record, year)
    frame = pd.DataFrame(rows)
    return _made("poverty", frame, "month", ["province"], list(_POVERTY.values()), "province", (3, 9))


def _poverty_rows(record: Mapping[str, object], year: int) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for month, name in ((3, "Maret"), (9, "September")):
        row: dict[str, object] = {"period": Period(date(year, month, 1), "month"), "province": record["Provinsi"]}
        for start, measure in _POVERTY.items():
            cell = next((v for k, v in record.items() if k.startswith(start) and name in k), "...")
            row[measure] = None if cell == "..." else cell
        if any(row[measure] is not None for measure in _POVERTY.values()):
            found.append(row)
    return found


_ITALY = (
    "ricoverati_con_sintomi",
    "terapia_intensiva",
    "totale_ospedalizzati",
    "isolamento_domiciliare",
    "totale_positivi",
    "nuovi_positivi",
    "dimessi_guariti",
    "deceduti",
    "totale_casi",
    "tamponi",
)


def italy() -> Corpus:
    """Sixty daily files by region, one after the other."""
    files = sorted((shared() / "italy-covid-regions").glob("*.csv"))
    frame = pd.concat([pd.read_csv(file, dtype={"codice_regione": str}) for file in files], ignore_index=True)
    frame["period"] = _periods(frame["data"], _day)
    frame["region"] = frame["denominazione_regione"]
    return _made("italy", frame, "day", ["region"], _ITALY, "region")


_INDONESIA = {
    "New Cases": "new_cases",
    "New Deaths": "new_deaths",
    "New Recovered": "new_recovered",
    "Total Cases": "total_cases",
    "Total Deaths": "total_deaths",
    "Total Recovered": "total_recovered",
    "Total Active Cases": "active_cases",
}


def indonesia() -> Corpus:
    """Daily figures of the nation and its provinces."""
    file = shared() / "indonesia-covid" / "covid_19_indonesia_time_series_all.csv"
    frame = pd.read_csv(file, encoding="utf-8-sig").rename(columns=_INDONESIA)
    frame["period"] = _periods(pd.to_datetime(frame["Date"], format="%m/%d/%Y").dt.strftime("%Y-%m-%d"), _day)
    frame["place"] = frame["Location ISO Code"]
    return _made("indonesia", frame, "day", ["place"], list(_INDONESIA.values()), "place")


def wages() -> Corpus:
    """Minimum wages of the districts of West Java, by year."""
    return _jabar("wages", "disnaker/upah_minimum.csv", ["kode_kabupaten_kota"], "upah_minimum")


def waste() -> Corpus:
    """Waste by district of West Java, by year."""
    return _jabar("waste", "disrumkim/produksi_sampah.csv", ["kode_kabupaten_kota"], "produksi_sampah")


def people() -> Corpus:
    """People by district and sex, West Java, by year."""
    dimensions = ["kode_kabupaten_kota", "jenis_kelamin"]
    return _jabar("people", "dukcapil/penduduk_jk.csv", dimensions, "jumlah_penduduk")


def _jabar(name: str, path: str, dimensions: Sequence[str], measure: str) -> Corpus:
    frame = pd.read_csv(shared() / "opendata-jabar" / path)
    frame["period"] = _periods(frame["tahun"], lambda text: parse(text, "year"))
    return _made(name, frame, "year", dimensions, [measure], "kode_kabupaten_kota")


def nyc() -> Corpus:
    """Performance indicators of New York City, fiscal years 2016 to 2022 (2023 is a part of a year scaled up)."""
    frame = pd.read_csv(next((shared() / "nyc-performance").glob("*.csv")), dtype={"ID": str})
    years = [str(year) for year in range(2016, 2023)]
    frame = frame.drop_duplicates("ID")
    long = frame.melt("ID", years, "year", "value").dropna()
    long["period"] = _periods(long["year"], lambda text: parse(text, "year"))
    return _made("nyc", long, "year", ["ID"], ["value"])


def vaccination(edition: int = 1) -> Corpus:
    """Vaccinations by day, state, vaccine and dose: the earlier (0) or the later (1) of two editions."""
    file = sorted((shared() / "vaccination-vintages").glob("*.csv"))[edition]
    frame = pd.read_csv(file, dtype=str)
    frame["period"] = _periods(frame["Impfdatum"], _day)
    frame = frame.rename(columns={"BundeslandId_Impfort": "state", "Impfstoff": "vaccine", "Impfserie": "dose"})
    frame["count"] = frame["Anzahl"]
    return _made("vaccination", frame, "day", ["state", "vaccine", "dose"], ["count"], "state")


#: Every corpus by name.
CORPORA: Mapping[str, Callable[[], Corpus]] = {
    one.__name__: one
    for one in (
        nhs,
        labour,
        dwellings,
        affordable,
        prices,
        poverty,
        italy,
        indonesia,
        wages,
        waste,
        people,
        nyc,
        vaccination,
    )
}

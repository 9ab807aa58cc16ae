"""A small invented publication in one language, whichever: every kind of chart, card and statement, and area pages.

What an office writes itself stands below in each language, as its staff would write it: names in the nominative. A
language that comes in gets its column here, and is read page by page once.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from publications import REPOSITORY

REPORT = "online"
MONTHS = [f"{year}-{month:02}" for year in (2022, 2023, 2024) for month in range(1, 13)][:28]
REGIONS = ("north", "south", "east", "lakes", "coast")

#: What the office writes, in each language that the publication can be in.
TEXTS: dict[str, dict[str, str]] = {
    "agency": {
        "en": "Office of Example", "id": "Kantor Contoh", "fr": "Bureau de l’exemple",
        "ru": "Бюро примеров", "kk": "Мысалдар бюросы",
    },
    "title": {
        "en": "Households online", "id": "Rumah tangga daring", "fr": "Ménages connectés",
        "ru": "Домохозяйства с доступом в интернет", "kk": "Интернеті бар үй шаруашылықтары",
    },
    "summary": {
        "en": "How many households are online, by region.", "id": "Rumah tangga daring menurut wilayah.",
        "fr": "Combien de ménages sont connectés, par région.", "ru": "Сколько домохозяйств имеют доступ в интернет.",
        "kk": "Қанша үй шаруашылығының интернеті бар.",
    },
    "place": {"en": "The country", "id": "Negeri", "fr": "Le pays", "ru": "Страна", "kk": "Ел"},
    "invented": {
        "en": "All of this is invented.", "id": "Semua ini rekaan.", "fr": "Tout ceci est inventé.",
        "ru": "Всё это вымышлено.", "kk": "Мұның бәрі ойдан шығарылған.",
    },
    "share": {
        "en": "Share of households online", "id": "Persentase rumah tangga daring", "fr": "Part des ménages connectés",
        "ru": "Доля домохозяйств с доступом в интернет", "kk": "Интернеті бар үй шаруашылықтарының үлесі",
    },
    "share-phrase": {
        "en": "of households were online", "id": "rumah tangga daring", "fr": "des ménages étaient connectés",
        "ru": "домохозяйств имели доступ в интернет", "kk": "интернеті бар үй шаруашылықтарының үлесі",
    },
    "people": {
        "en": "People online", "id": "Penduduk daring", "fr": "Personnes connectées",
        "ru": "Население с доступом в интернет", "kk": "Интернет пайдаланушылар саны",
    },
    "price": {
        "en": "Price of access", "id": "Harga akses", "fr": "Prix de l’accès", "ru": "Цены на доступ в интернет",
        "kk": "Интернет бағасы",
    },
    "price-phrase": {
        "en": "prices of access", "id": "harga akses", "fr": "prix de l’accès", "ru": "цены на доступ в интернет",
        "kk": "интернет бағасы",
    },
    "month": {"en": "Month", "id": "Bulan", "fr": "Mois", "ru": "Месяц", "kk": "Ай"},
    "region": {"en": "Region", "id": "Wilayah", "fr": "Région", "ru": "Регион", "kk": "Өңір"},
    "regions": {"en": "regions", "id": "wilayah", "fr": "régions", "ru": "регионы", "kk": "өңірлер"},
    "percent": {"en": "per cent", "id": "persen", "fr": "pour cent", "ru": "в процентах", "kk": "пайызбен"},
    "thousand": {
        "en": "thousand people", "id": "ribu orang", "fr": "milliers de personnes", "ru": "тысяч человек",
        "kk": "мың адам",
    },
    "index": {"en": "index", "id": "indeks", "fr": "indice", "ru": "индекс", "kk": "индекс"},
    "status": {"en": "Status", "id": "Status", "fr": "Statut", "ru": "Статус", "kk": "Мәртебе"},
    "standard": {"en": "Standard", "id": "Standar", "fr": "Norme", "ru": "Норматив", "kk": "Норматив"},
    "unformed": {
        "en": "not yet formed", "id": "belum terbentuk", "fr": "pas encore créée", "ru": "ещё не образован",
        "kk": "әлі құрылмаған",
    },
    "nobody": {
        "en": "Nobody is in it.", "id": "Tidak memuat orang.", "fr": "Personne n’y figure.", "ru": "Людей в них нет.",
        "kk": "Онда адамдар жоқ.",
    },
    "close": {
        "en": "The sample is small.", "id": "Sampelnya kecil.", "fr": "L’échantillon est petit.",
        "ru": "Выборка невелика.", "kk": "Іріктеме шағын.",
    },
    "wrong": {
        "en": "More than all.", "id": "Lebih dari semua.", "fr": "Plus que la totalité.", "ru": "Больше целого.",
        "kk": "Бүтіннен көп.",
    },
    "desk": {"en": "The desk", "id": "Meja", "fr": "Le service", "ru": "Отдел", "kk": "Бөлім"},
    "survey": {
        "en": "A survey", "id": "Sebuah survei", "fr": "Une enquête", "ru": "Обследование", "kk": "Зерттеу",
    },
    "licence": {"en": "CC BY 4.0", "id": "CC BY 4.0", "fr": "CC BY 4.0", "ru": "CC BY 4.0", "kk": "CC BY 4.0"},
    "story": {
        "en": "As it was told. Nothing more is known.", "id": "Sebagaimana diceritakan.",
        "fr": "Comme on l’a raconté. Rien de plus n’est connu.",
        "ru": "Так было рассказано. Больше ничего не известно.",
        "kk": "Айтылғаны осы. Басқа ештеңе белгісіз.",
    },
    "met": {"en": "Met", "id": "Tercapai", "fr": "Atteint", "ru": "Достигнуто", "kk": "Қол жетті"},
    "missed": {
        "en": "Not met", "id": "Belum tercapai", "fr": "Non atteint", "ru": "Не достигнуто", "kk": "Қол жетпеді",
    },
    "north": {"en": "North", "id": "Utara", "fr": "Nord", "ru": "Северный", "kk": "Солтүстік"},
    "south": {"en": "South", "id": "Selatan", "fr": "Sud", "ru": "Южный", "kk": "Оңтүстік"},
    "east": {"en": "East", "id": "Timur", "fr": "Est", "ru": "Восточный", "kk": "Шығыс"},
    "lakes": {"en": "Lakes", "id": "Danau", "fr": "Lacs", "ru": "Озёрный", "kk": "Көлді"},
    "coast": {"en": "Coast", "id": "Pesisir", "fr": "Littoral", "ru": "Приморский", "kk": "Жағалау"},
}  # fmt: skip


def small_tongue(to: Path, code: str) -> Path:
    """Write the publication in the language `code` into the folder `to`, with this repository's templates."""
    said = {name: texts[code] for name, texts in TEXTS.items()}
    files = {
        "mkdocs.yml": _json(_settings(said, code)),
        f"datasets/{REPORT}/dataset.yml": _json(_dataset(said, code)),
        f"datasets/{REPORT}/{REPORT}.csv": _rows(),
        "datasets/standard/dataset.yml": _json(_standard(said, code)),
        "datasets/standard/standard.csv": "month,share\n2022-01,81\n2023-01,83\n",
        f"reports/{REPORT}.md": f"---\n{_json(_report(said))}\n---\n\n{_story(said)}\n",
    }
    for name, text in files.items():
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        (to / name).write_text(text, encoding="utf-8")
    shutil.copytree(REPOSITORY / "templates", to / "templates", dirs_exist_ok=True)
    (to / "site").mkdir(exist_ok=True)
    return to


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _settings(said: dict[str, str], code: str) -> dict[str, Any]:
    own = {
        "agency": {"name": {code: said["agency"]}},
        "languages": [code],
        "time_zone": "Asia/Almaty",
        "licence": {"name": "CC-BY-4.0", "title": {code: said["licence"]}, "path": "https://licence.example/"},
        "contact": {"name": {code: said["desk"]}, "email": "desk@office.example"},
        "channels": {"site": {"kind": "folder", "path": "site"}},
    }
    place = {"docs_dir": "reports", "site_dir": "site", "theme": {"name": None, "custom_dir": "templates/theme"}}
    site = {"site_name": said["agency"], "site_url": "https://office.example/"}
    return {**site, **place, "plugins": [{"berkala": own}]}


def _described(said: dict[str, str], code: str, name: str, fields: list[dict[str, Any]]) -> dict[str, Any]:
    """A dataset, in what is common to both."""
    keys = [one["name"] for one in fields if one["role"] in ("period", "dimension")]
    return {
        "name": name,
        "title": {code: said["title"]},
        "description": {code: said["summary"]},
        "frequency": "month",
        "coverage": {"from": MONTHS[0], "until": MONTHS[-1]},
        "sources": [{"title": said["survey"], "publisher": said["agency"]}],
        "licence": {"name": "CC-BY-4.0", "title": {code: said["licence"]}, "path": "https://licence.example/"},
        "retrieved": "2024-06-01",
        "protect": {"none_because": {code: said["nobody"]}},
        "resource": {
            "path": f"{name}.csv",
            "format": "csv",
            "schema": {"primaryKey": keys, "fields": fields},
        },
    }  # fmt: skip


def _dataset(said: dict[str, str], code: str) -> dict[str, Any]:
    def field(name: str, title: str, **more: Any) -> dict[str, Any]:
        return {"name": name, "type": "number", "role": "measure", "title": {code: said[title]}, **more}

    labels = [{"value": name, "label": {code: said[name]}} for name in REGIONS]
    labels[-1]["span"] = {"from": "2023-03"}  # type: ignore[assignment]
    fields = [
        field("month", "month", type="string", role="period"),
        field("region", "region", type="string", role="dimension", concept="area", whole="land",
              plural={code: said["regions"]}, categories=[{"value": "land", "label": {code: said["place"]}}, *labels]),
        field("share", "share", unit={code: said["percent"]}, decimals=1, maximum=100),
        field("people", "people", unit={code: said["thousand"]}, decimals=1),
        field("price", "price", unit={code: said["index"]}, decimals=1),
        field("share_status", "status", type="string", role="status", of="share"),
    ]  # fmt: skip
    error = {
        "key": {"month": "2022-05", "region": "north"}, "column": "share", "value": "99.9", "effect": "withheld",
        "who": said["agency"], "reason": {code: said["wrong"]},
    }  # fmt: skip
    own = {"statuses": {"z": {code: said["unformed"]}}, "known_errors": [error]}
    return {**_described(said, code, REPORT, fields), **own}


def _standard(said: dict[str, str], code: str) -> dict[str, Any]:
    month = {"name": "month", "type": "string", "role": "period", "title": {code: said["month"]}}
    share = {"name": "share", "type": "integer", "role": "measure", "title": {code: said["standard"]}}
    made = _described(said, code, "standard", [month, share | {"unit": {code: said["percent"]}}])
    return made | {"coverage": {"from": "2022-01", "until": "2023-01", "except": list(MONTHS[1:12])}}


def _report(said: dict[str, str]) -> dict[str, Any]:
    return {
        **{name: said[name] for name in ("title", "summary", "place", "invented")},
        "dataset": REPORT,
        "frequency": "month",
        "schedule": {"first_release": "2024-06-03T09:30", "first_period": MONTHS[-2]},
        "compare": "year_before",
        "lead": "share",
        "also": "north",
        "card": "main",
        "cards": [
            {"kind": "number", "chart": "main"},
            {"kind": "rank", "chart": "ranked"},
        ],
        "area_pages": True,
        "methods": said["story"],
        "indicators": _indicators(said),
        "charts": _charts(),
        "statements": _statements(said),
    }


def _indicators(said: dict[str, str]) -> dict[str, Any]:
    by = {"formula": "value", "by": "region", "all_label": said["place"]}
    held = {"kind": "standard", "relation": "at_least", "dataset": "standard", "column": "share"}
    bands = [
        {"name": "missed", "label": said["missed"], "mark": "miss", "below": "reference"},
        {"name": "met", "label": said["met"], "mark": "met", "from": "reference"},
    ]
    return {
        "share": {
            **by, "name": said["share"], "phrase": said["share-phrase"], "inputs": {"of": "share"}, "unit": "percent",
            "decimals": 1, "polarity": "higher_is_better", "reference": held, "bands": bands,
            "rank": {"apart": 1, "because": said["close"]},
        },
        "people": {
            **by, "name": said["people"], "inputs": {"of": "people"}, "unit": "thousand_people", "decimals": 1,
            "polarity": "higher_is_better",
        },
        "price": {
            **by, "name": said["price"], "phrase": said["price-phrase"], "formula": "growth_over_year",
            "inputs": {"of": "price"}, "unit": "percent", "decimals": 1, "polarity": "lower_is_better",
        },
    }  # fmt: skip


def _charts() -> dict[str, Any]:
    return {
        "main": {"kind": "line", "indicator": "share", "show": ["all"]},
        "north": {"kind": "line", "indicator": "share", "show": ["north", "south"]},
        "months": {"kind": "columns", "indicator": "people", "show": ["all"]},
        "bars": {"kind": "bars", "indicator": "share", "show": ["north", "south", "east"]},
        "ranked": {"kind": "dots", "indicator": "share"},
        "heat": {"kind": "heat", "indicator": "share", "steps": [75, 80, 85], "periods": 6},
        "slope": {"kind": "slope", "indicator": "people", "show": ["north", "south", "east"]},
        "small": {"kind": "multiples", "indicator": "price", "show": ["all", "north", "east"]},
        "bullet": {"kind": "bullet", "indicator": "share", "indicators": ["share"]},
    }


def _statements(said: dict[str, str]) -> list[dict[str, Any]]:
    made = [
        {"kind": kind, "indicator": "share"} for kind in ("extremes", "movers", "directions", "record", "streak", "gap")
    ]
    made += [{"kind": kind, "indicator": "price"} for kind in ("extremes", "movers", "directions")]
    made += [{"kind": "largest", "indicator": "people", "number": 2}]
    among = {"categories": ["north", "south", "east"], "noun": said["regions"]}
    return [*made, {"kind": "extremes", "indicator": "people", "among": among}]


def _story(said: dict[str, str]) -> str:
    charts = "\n\n".join(
        f'{{{{ chart("{name}") }}}}'
        for name in ("north", "months", "bars", "ranked", "heat", "slope", "small", "bullet")
    )
    calls = '{{ value("share") }}, {{ change("share") }}, {{ change("share", on="previous") }}, {{ period() }}.'
    return f"{said['story']}\n\n{calls}\n\n{charts}"


def _rows() -> str:
    """Month by month, region by region: some rise and some fall; the coast is not formed at first."""
    found = ["month,region,share,people,price,share_status"]
    for place, month in enumerate(MONTHS):
        total = 0.0
        for number, region in enumerate(REGIONS):
            if region == "coast" and month < "2023-03":
                continue
            share = 70 + 2.5 * number + place * (0.45 - 0.15 * number) + (place * (number + 3)) % 4 / 10
            share = 99.9 if (region, month) == ("north", "2022-05") else share
            people, price = (
                120.5 + 61.2 * number + 1.1 * place,
                100 + place * (number + 1) / 10 - (place % 3) * number / 7,
            )
            total += people
            letter = "p" if month == MONTHS[-1] and region == "east" else ""
            found.append(f"{month},{region},{share:.1f},{people:.1f},{price:.1f},{letter}")
        found.append(
            f"{month},land,{74 + place * 0.41 + place % 3 / 5:.1f},{total:.1f},{100 + place * 0.3 + place % 4 / 6:.1f},"
        )
    return "\n".join(found) + "\n"

"""The demo's material, read from `fixtures/`."""

import csv
import tomllib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from awards.directory.rows import AgencyRow, agencies_from_fixtures
from awards.directory.services import ServiceRow
from awards.entries.eligibility import months_in_operation
from awards.kit.templates import resource

LISTED = date(2026, 6, 1)
"""The day of the list of entries: how long each had been in operation by then is how long it has in every demo."""
FIELDS = ("challenge", "solution", "results", "feedback", "specific")
"""Keys of the long answers in an entry's fixture."""


@dataclass(frozen=True)
class FixtureEntry:
    """One entry's text, and who enters it: `agency`, or `next_agency` where the text comes again in a later cycle."""

    key: str
    category: str
    agency: str | None
    next_agency: str | None
    partners: tuple[str, ...]
    language: str
    months_in_operation: int
    names_itself: bool
    text: dict[str, str]
    """`title_ar`, `summary_en`, `challenge_ar` …: only those of the entry's languages."""
    maturity: str
    channels: tuple[str, ...]
    transactions: int
    person_ar: str
    person_en: str
    gender: str
    """Of an individual; empty for an agency."""
    repeats: str = ""
    """The key of the text that comes again here, under another title."""
    translation: Mapping[str, str] = field(default_factory=dict)
    """`title`, `summary`, `challenge` … in the other language, where the entrant gives them."""

    @property
    def text_key(self) -> str:
        """The same for every entry with the same long answers."""
        return self.repeats or self.key


@cache
def entries() -> tuple[FixtureEntry, ...]:
    """All 184, in the order of the categories and their keys."""
    people = {row["email"]: row for row in table("lists/people")}
    beside = {row["key"]: row for row in table("entering")}
    found = [_listed(row, people[row["person"]], beside[row["key"]]) for row in table("lists/entries")]
    order = [category["code"] for category in toml("categories")["category"]]
    return tuple(sorted(found, key=lambda e: (order.index(e.category), e.key)))


@cache
def spares() -> tuple[FixtureEntry, ...]:
    """Those that stand in for entries whose texts a cycle has published."""
    return tuple(_entry(row) for row in toml("spares")["entry"])


def _listed(row: Mapping[str, str], person: Mapping[str, str], beside: Mapping[str, str]) -> FixtureEntry:
    """A row of the list of entries, with who enters it and what only a demo needs to know."""
    texts = ("title", "summary", *FIELDS)
    return FixtureEntry(
        key=row["key"],
        category=row["category"],
        agency=row["agency"] or None,
        next_agency=beside["next_agency"] or None,
        partners=tuple(filter(None, row["partners"].split("|"))),
        language=row["language"],
        months_in_operation=months_in_operation(date.fromisoformat(row["launched_on"]), LISTED),
        names_itself=beside["names_itself"] == "yes",
        text={k: row[k] for text in texts for k in (f"{text}_ar", f"{text}_en") if row[k]},
        maturity=row["maturity"],
        channels=tuple(row["channels"].split("|")),
        transactions=int(row["transactions"]),
        person_ar="" if row["agency"] else person["name_ar"],
        person_en="" if row["agency"] else person["name_en"],
        gender=beside["gender"],
        translation={text: row[k] for text in texts if row[k := f"translation_{text}"]},
    )


def _entry(row: dict[str, Any]) -> FixtureEntry:
    return FixtureEntry(
        key=row["key"],
        category=row["key"].split("-")[0],
        agency=row.get("agency"),
        next_agency=row.get("next_agency"),
        partners=tuple(row.get("partners", ())),
        language=row["language"],
        months_in_operation=row["months_in_operation"],
        names_itself=row.get("names_itself", False),
        text={
            k: v
            for k, v in row.items()
            if k.endswith(("_ar", "_en")) and not k.startswith(("person", "city"))
        },
        maturity=row["maturity"],
        channels=tuple(row["channels"]),
        transactions=row["transactions"],
        person_ar=row.get("person_ar", ""),
        person_en=row.get("person_en", ""),
        gender=row.get("gender", ""),
        translation=row.get("translation", {}),
    )


@dataclass(frozen=True)
class FixtureJudge:
    name_ar: str
    name_en: str
    gender: str
    origin: str
    reads: frozenset[str]
    capacity: int
    expertise: tuple[str, ...]
    affiliation: str
    former: tuple[str, ...]
    country: str
    title_ar: str
    title_en: str


@cache
def judges() -> tuple[FixtureJudge, ...]:
    return tuple(
        FixtureJudge(
            name_ar=row["name_ar"],
            name_en=row["name_en"],
            gender=row["gender"],
            origin=row["origin"],
            reads=frozenset(row["reads"].split("|")),
            capacity=int(row["capacity"]),
            expertise=tuple(row["expertise"].split("|")),
            affiliation=row["affiliation"],
            former=tuple(code for code in row["former"].split("|") if code),
            country=row["country"],
            title_ar=row["title_ar"],
            title_en=row["title_en"],
        )
        for row in table("judges")
    )


def services(agencies: Mapping[str, uuid.UUID]) -> Iterator[ServiceRow]:
    """What the agencies of the directory offer; `agencies` gives the id of each code."""
    for row in table("lists/services"):
        yield ServiceRow(
            agency_id=agencies[row["agency"]],
            code=row["code"],
            name_ar=row["name_ar"],
            name_en=row["name_en"],
            aliases=tuple(filter(None, row["aliases"].split("|"))),
            operating_since=date.fromisoformat(row["operating_since"]),
            address=row["address"],
            active=row["active"] == "yes",
        )


@cache
def branches() -> tuple[AgencyRow, ...]:
    """The ministries' branches in every region, region by region: for more entries than the directory can make."""
    ministries = [
        row
        for row in agencies_from_fixtures()
        if row.name_ar.startswith("وزارة") and row.sector != "security" and row.domains
    ]
    return tuple(
        AgencyRow(
            code=f"{ministry.code}-{region['code']}",
            name_ar=f"فرع {ministry.name_ar} ب{region['name_ar']}",
            name_en=f"{ministry.name_en}, {region['name_en']} Branch",
            domains=(f"{region['code']}.{ministry.domains[0]}",),
            sector=ministry.sector,
            parent=ministry.code,
        )
        for region in table("regions")
        for ministry in ministries
    )


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `fixtures/<name>.csv`. Raises FileNotFoundError."""
    with (resource("fixtures") / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle))


@cache
def toml(name: str) -> dict[str, Any]:
    """`fixtures/<name>.toml`. Raises FileNotFoundError."""
    return tomllib.loads((resource("fixtures") / f"{name}.toml").read_text("utf-8"))

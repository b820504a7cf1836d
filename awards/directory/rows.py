"""A list of agencies as it comes in: one row per agency, from CSV."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from awards.kit.templates import resource


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """One agency. Lists within a cell are parted by `|`."""

    code: str
    name_ar: str
    name_en: str
    acronym: str = ""
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    sector: str = ""
    parent: str = ""
    """The code of the agency above it, in the same list or in the directory already."""


class DomainTaken(ValueError):
    """Two agencies that are not parent and child name the same domain."""

    def __init__(self, domain: str, codes: Sequence[str]) -> None:
        super().__init__(f"{domain}: {', '.join(codes)}")
        self.domain = domain
        self.codes = tuple(codes)


def agency_rows(text: str) -> list[AgencyRow]:
    """The rows of a CSV with the columns code, name_ar, name_en, acronym, aliases_ar, aliases_en, domain,
    sector, parent; several aliases or domains in a cell are divided by `|`. Raises KeyError for a missing column.
    """
    return [_row(cells) for cells in csv.DictReader(text.splitlines(), strict=True)]


def agencies_from_fixtures() -> list[AgencyRow]:
    return agency_rows((resource("fixtures") / "lists" / "agencies.csv").read_text(encoding="utf-8"))


def _row(cells: Mapping[str, str]) -> AgencyRow:
    return AgencyRow(
        code=cells["code"].strip().lower(),
        name_ar=cells["name_ar"].strip(),
        name_en=cells["name_en"].strip(),
        acronym=cells["acronym"].strip(),
        aliases=tuple(dict.fromkeys(_parts(cells["aliases_ar"]) + _parts(cells["aliases_en"]))),
        domains=tuple(domain.lower() for domain in _parts(cells["domain"])),
        sector=cells["sector"].strip(),
        parent=cells["parent"].strip().lower(),
    )


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def claims(rows: Iterable[AgencyRow]) -> dict[str, list[str]]:
    """Domain → codes of the agencies that claim it, without those that share it with the agency above them."""
    parents: dict[str, str] = {}
    users: dict[str, list[str]] = {}
    for row in rows:
        parents[row.code] = row.parent
        for domain in row.domains:
            users.setdefault(domain, []).append(row.code)
    return {domain: [code for code in codes if parents[code] not in codes] for domain, codes in users.items()}


def domain_owners(rows: Sequence[AgencyRow]) -> dict[str, str]:
    """Domain → code of the agency it belongs to. What a parent and its children share belongs to the parent.

    Raises DomainTaken.
    """
    owners: dict[str, str] = {}
    for domain, codes in claims(rows).items():
        if len(codes) != 1:
            raise DomainTaken(domain, codes)
        owners[domain] = codes[0]
    return owners


def changed(before: AgencyRow, after: AgencyRow) -> dict[str, dict[str, str]]:
    """The fields in which they differ: `{"name_en": {"old": "…", "new": "…"}}`; the order within a list says nothing."""
    found = {}
    for field in fields(AgencyRow):
        old, new = (_as_text(getattr(row, field.name)) for row in (before, after))
        if old != new:
            found[field.name] = {"old": old, "new": new}
    return found


def _as_text(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else " | ".join(sorted(value))

"""The services of agencies as a table; a service is known by its agency and its code."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlmodel import Session

from awards.cycles.models import QuestionKind
from awards.directory.models import Agency, Service
from awards.directory.queries import all_agencies
from awards.directory.services import ServiceRow, all_services, write_services
from awards.entries.answers import understood
from awards.imports.cells import Cells, parts, twice
from awards.imports.columns import Column, Line, Problem
from awards.imports.plans import Judged, Kind, Outcome, Plan, Setting, sorted_problems
from awards.kit.i18n import Message, msg

AGENCY = Column("agency", msg("Code of the agency"), needed=True)
CODE = Column(
    "code",
    msg("Code of the service"),
    needed=True,
    help=msg("The service is known again by it and its agency."),
)
NAME_AR = Column("name_ar", msg("Name in Arabic"), needed=True)
NAME_EN = Column("name_en", msg("Name in English"), needed=True)
ALIASES = Column("aliases", msg("Other names"), help=msg("Several are parted by |."))
SINCE = Column(
    "operating_since",
    msg("In operation since"),
    help=msg("A date as year, month, day, for example 2026-05-31."),
)
ADDRESS = Column("address", msg("Address of the service"))
ACTIVE = Column("active", msg("Still offered"), help=msg("yes or no; empty is yes."))
COLUMNS = (AGENCY, CODE, NAME_AR, NAME_EN, ALIASES, SINCE, ADDRESS, ACTIVE)
_YES_NO: dict[str, Message | str] = {"yes": msg("yes"), "no": msg("no"), "true": "true", "false": "false"}


def plan(session: Session, lines: Sequence[Line], _: Setting) -> Plan[ServiceRow]:
    """What a list of services would change."""
    agencies = {agency.code: agency for agency in all_agencies(session)}
    known = {(code, service.code): service for service, code in all_services(session)}
    problems: list[Problem] = []
    seen: dict[tuple[str, str], int] = {}
    rows: list[Judged[ServiceRow]] = []
    for line in lines:
        cells = Cells(line.number)
        of = line["agency"].lower()
        agency = agencies.get(of)
        if of and agency is None:
            cells.wrong(AGENCY.name, msg("No agency of the directory has the code %(code)s.", code=of[:40]))
        code = line["code"].lower()
        if (of, code) not in known:
            code = cells.code(CODE.name, code)
        if code and (first := seen.setdefault((of, code), line.number)) != line.number:
            cells.wrong(CODE.name, twice(first))
        if agency and code:
            rows.append(_judged(cells, line, agency, code, known.get((of, code))))
        problems += cells.problems
    return Plan(tuple(rows), sorted_problems(problems))


def _judged(cells: Cells, line: Line, agency: Agency, code: str, old: Service | None) -> Judged[ServiceRow]:
    before = cells_of(old, agency.code) if old else None
    row = ServiceRow(
        agency_id=agency.id,
        code=code,
        name_ar=cells.name(NAME_AR.name, line["name_ar"]),
        name_en=cells.name(NAME_EN.name, line["name_en"]),
        aliases=tuple(sorted(set(parts(_cell(line, "aliases", before))))),
        operating_since=_since(cells, _cell(line, "operating_since", before)),
        address=_address(cells, _cell(line, "address", before)),
        active=_active(cells, _cell(line, "active", before)),
    )
    after = cells_of(row, agency.code)
    changes = (
        {key: (before[key], text) for key, text in after.items() if before[key] != text} if before else {}
    )
    outcome = Outcome.NEW if before is None else Outcome.CHANGED if changes else Outcome.UNCHANGED
    return Judged(line.number, f"{agency.code} {code}", row.name_ar, outcome, row, changes)


def _cell(line: Line, key: str, before: dict[str, str] | None) -> str:
    """What the line says, or what stands there where it says nothing: a list deletes nothing."""
    return line[key] if line[key] or before is None else before[key]


def _since(cells: Cells, text: str) -> date | None:
    day = understood(QuestionKind.DATE, text)
    if day is None:
        cells.wrong(SINCE.name, msg("Enter a date as year, month, day, for example 2026-05-31."))
    return date.fromisoformat(day) if day else None


def _address(cells: Cells, text: str) -> str:
    address = understood(QuestionKind.LINK, text)
    if address is None:
        cells.wrong(ADDRESS.name, msg("Enter a whole address, for example https://my.gov.sa."))
    return address or ""


def _active(cells: Cells, text: str) -> bool:
    return cells.one_of(ACTIVE.name, text, _YES_NO) not in ("no", "false")


def cells_of(service: Service | ServiceRow, agency: str) -> dict[str, str]:
    """The service as it stands in a table, by column."""
    return {
        "agency": agency,
        "code": service.code,
        "name_ar": service.name_ar,
        "name_en": service.name_en,
        "aliases": "|".join(sorted(service.aliases)),
        "operating_since": service.operating_since.isoformat() if service.operating_since else "",
        "address": service.address,
        "active": "yes" if service.active else "no",
    }


def carry_out(session: Session, plan: Plan[ServiceRow], setting: Setting) -> list[Problem]:
    """New services and changes; what the list does not name stays."""
    if rows := [row.todo for row in plan.to_do]:
        write_services(session, rows, by=setting.by, at=setting.at)
    return []


def written_out(session: Session, _: Setting) -> Iterator[dict[str, str]]:
    """Every service, agency by agency."""
    return (cells_of(service, code) for service, code in all_services(session))


KIND = Kind(msg("Services of agencies"), lambda _session, _setting: COLUMNS, plan, carry_out, written_out)

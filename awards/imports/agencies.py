"""The directory of agencies as a table; an agency is known by its code."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sqlmodel import Session

from awards.directory.operations import import_agencies
from awards.directory.queries import directory, row_of
from awards.directory.rows import AgencyRow, claims
from awards.directory.sectors import SECTORS
from awards.imports.cells import Cells, parts, twice
from awards.imports.columns import Column, Line, Problem, listed
from awards.imports.plans import Judged, Kind, Outcome, Plan, Setting, sorted_problems
from awards.kit.i18n import Message, msg

_SEVERAL = msg("Several are parted by |.")
CODE = Column("code", msg("Code"), needed=True, help=msg("The agency is known again by it."))
NAME_AR = Column("name_ar", msg("Name in Arabic"), needed=True)
NAME_EN = Column("name_en", msg("Name in English"), needed=True)
ACRONYM = Column("acronym", msg("Acronym"))
ALIASES_AR = Column("aliases_ar", msg("Other names in Arabic"), help=_SEVERAL)
ALIASES_EN = Column("aliases_en", msg("Other names in English"), help=_SEVERAL)
DOMAIN = Column("domain", msg("E-mail domains"), help=_SEVERAL)
SECTOR = Column("sector", msg("Sector"), help=msg("One of: %(options)s.", options=listed(SECTORS.values())))
PARENT = Column("parent", msg("Part of"), help=msg("The code of the agency above it."))
COLUMNS = (CODE, NAME_AR, NAME_EN, ACRONYM, ALIASES_AR, ALIASES_EN, DOMAIN, SECTOR, PARENT)
_ARABIC = re.compile("[\u0600-\u06ff]")


def plan(session: Session, lines: Sequence[Line], _: Setting) -> Plan[AgencyRow]:
    """What a list of agencies would change in the directory."""
    return planned(lines, {agency.code: row_of(agency) for agency in directory(session)})


def planned(lines: Sequence[Line], known: dict[str, AgencyRow]) -> Plan[AgencyRow]:
    """The same of the directory as it is `known`. Domains of an agency that the one above it has too are left to that one."""
    problems: list[Problem] = []
    rows: dict[str, tuple[int, AgencyRow]] = {}
    for line in lines:
        cells = Cells(line.number)
        row = _row(cells, line, known)
        if row.code in rows:
            cells.wrong(CODE.name, twice(rows[row.code][0]))
        elif row.code:
            rows[row.code] = (line.number, row)
        problems += cells.problems
    every = {**known, **{code: row for code, (_, row) in rows.items()}}
    numbers = {code: number for code, (number, _) in rows.items()}
    problems += _wrong_parents(numbers, every)
    owners = claims(every.values())
    problems += [
        Problem(
            numbers[code],
            DOMAIN.name,
            msg(
                "The domain %(domain)s belongs to more than one agency: %(codes)s.",
                domain=domain,
                codes=" · ".join(codes),
            ),
        )
        for domain, codes in owners.items()
        if len(codes) > 1
        for code in codes
        if code in numbers
    ]
    return Plan(
        tuple(
            _judged(
                number,
                replace(row, domains=tuple(d for d in row.domains if code in owners[d])),
                known.get(code),
            )
            for code, (number, row) in rows.items()
        ),
        sorted_problems(problems),
    )


def of_form(session: Session, cells: dict[str, str]) -> Plan[AgencyRow]:
    """What a form of one agency would change; it shows every field, so an empty one is meant to be empty."""
    known = {agency.code: row_of(agency) for agency in directory(session)}
    code = cells["code"].lower()
    blank = {**known, code: AgencyRow(code, "", "", sector=known[code].sector)} if code in known else known
    found = planned([Line(1, cells)], blank)
    return replace(found, rows=tuple(_judged(row.number, row.todo, known.get(code)) for row in found.rows))


def _row(cells: Cells, line: Line, known: dict[str, AgencyRow]) -> AgencyRow:
    """What the line says; what it has no column for, or nothing in it, stays as it is: a list deletes nothing."""
    code = line["code"].lower()
    if code not in known:
        code = cells.code(CODE.name, code)
    old = known.get(code, AgencyRow(code, "", ""))
    sectors: dict[str, Message | str] = {**SECTORS}
    if old.sector:
        sectors.setdefault(old.sector, old.sector)
    aliases_ar, aliases_en = _by_script(old.aliases)
    if line["aliases_ar"]:
        aliases_ar = parts(line["aliases_ar"])
    if line["aliases_en"]:
        aliases_en = parts(line["aliases_en"])
    return AgencyRow(
        code=code,
        name_ar=cells.name(NAME_AR.name, line["name_ar"]),
        name_en=cells.name(NAME_EN.name, line["name_en"]),
        acronym=cells.name(ACRONYM.name, line["acronym"]) if line["acronym"] else old.acronym,
        aliases=tuple(sorted({*aliases_ar, *aliases_en})),
        domains=cells.domains(DOMAIN.name, line["domain"]) if line["domain"] else old.domains,
        sector=cells.one_of(SECTOR.name, line["sector"], sectors) if line["sector"] else old.sector,
        parent=cells.code(PARENT.name, line["parent"]) if line["parent"] else old.parent,
    )


def _wrong_parents(numbers: dict[str, int], every: dict[str, AgencyRow]) -> Iterator[Problem]:
    for code, number in numbers.items():
        above, seen = every[code].parent, {code}
        while above in every and above not in seen:
            seen.add(above)
            above = every[above].parent
        if every[code].parent and every[code].parent not in every:
            text = msg(
                "No agency has the code %(code)s, neither here nor in the list.", code=every[code].parent
            )
            yield Problem(number, PARENT.name, text)
        elif above == code:
            yield Problem(number, PARENT.name, msg("An agency cannot be part of itself."))


def _judged(number: int, row: AgencyRow, old: AgencyRow | None) -> Judged[AgencyRow]:
    before, after = (cells_of(old) if old else None), cells_of(row)
    changes = (
        {key: (before[key], text) for key, text in after.items() if before[key] != text} if before else {}
    )
    outcome = Outcome.NEW if before is None else Outcome.CHANGED if changes else Outcome.UNCHANGED
    return Judged(number, row.code, row.name_ar, outcome, row, changes)


def carry_out(session: Session, plan: Plan[AgencyRow], setting: Setting) -> list[Problem]:
    """New agencies and changes; whoever the list does not name stays."""
    if rows := [row.todo for row in plan.to_do]:
        import_agencies(session, rows, by=setting.by, at=setting.at)
    return []


def cells_of(row: AgencyRow) -> dict[str, str]:
    """The row as it stands in a table, by column."""
    aliases_ar, aliases_en = _by_script(row.aliases)
    return {
        "code": row.code,
        "name_ar": row.name_ar,
        "name_en": row.name_en,
        "acronym": row.acronym,
        "aliases_ar": "|".join(sorted(aliases_ar)),
        "aliases_en": "|".join(sorted(aliases_en)),
        "domain": "|".join(sorted(row.domains)),
        "sector": row.sector,
        "parent": row.parent,
    }


def _by_script(aliases: Iterable[str]) -> tuple[Sequence[str], Sequence[str]]:
    arabic = [alias for alias in aliases if _ARABIC.search(alias)]
    return arabic, [alias for alias in aliases if alias not in arabic]


def written_out(session: Session, _: Setting) -> Iterator[dict[str, str]]:
    """The directory, in its order."""
    return (cells_of(row_of(agency)) for agency in directory(session))


KIND = Kind(msg("Agencies"), lambda _session, _setting: COLUMNS, plan, carry_out, written_out)

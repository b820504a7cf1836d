"""Who enters, for which agency or as an individual, as a table; a row is known by the address and the agency."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from awards.directory.membership import Part
from awards.directory.models import Agency, Membership, MembershipKind
from awards.directory.operations import add_member, change_part
from awards.directory.queries import all_agencies, people_of_all
from awards.imports.cells import Cells, twice
from awards.imports.columns import Column, Line, Problem, listed
from awards.imports.letters import tell_joined
from awards.imports.plans import Judged, Kind, Outcome, Plan, Setting, sorted_problems
from awards.invitations.operations import invite_seated
from awards.invitations.queries import known_addresses
from awards.invitations.rules import NOBODY, Post
from awards.invitations.wording import KINDS
from awards.kit.i18n import Bilingual, as_lang, msg
from awards.people.models import Person, Role, RoleGrant
from awards.people.operations import add_person, correct_name, grant_role

EMAIL = Column("email", msg("E-mail address"), needed=True, help=msg("The person is known again by it."))
NAME_AR = Column(
    "name_ar",
    msg("Name in Arabic"),
    help=msg("Needed for somebody new; whoever has an account keeps their own name."),
)
NAME_EN = Column(
    "name_en",
    msg("Name in English"),
    help=msg("Needed for somebody new; whoever has an account keeps their own name."),
)
AGENCY = Column(
    "agency", msg("Code of the agency"), help=msg("Empty for somebody who enters as an individual.")
)
PART = Column(
    "part",
    msg("Part in the agency"),
    help=msg("One of: %(options)s.", options=listed(KINDS.values())),
)
COLUMNS = (EMAIL, NAME_AR, NAME_EN, AGENCY, PART)
_OPTIONS = {kind.value: words for kind, words in KINDS.items()}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody in an agency, as a list says it."""

    email: str
    name_ar: str
    name_en: str
    agency: Agency | None
    """None for an individual."""
    part: MembershipKind | None
    person: Person | None
    """None for somebody new."""
    enters: bool = False
    """They hold the role of an entrant already."""
    invited: bool = False
    """An invitation to this address is open already."""


def plan(session: Session, lines: Sequence[Line], setting: Setting) -> Plan[PersonRow]:
    """What a list of people would change."""
    agencies = {agency.code: agency for agency in all_agencies(session)}
    emails = {line["email"].lower() for line in lines}
    people = {p.email: p for p in session.exec(select(Person).where(col(Person.email).in_(emails)))}
    known = known_addresses(session, emails, setting.at)
    named = [agencies[code].id for code in {line["agency"].lower() for line in lines} if code in agencies]
    parts = people_of_all(session, named)
    problems: list[Problem] = []
    seen: dict[tuple[str, str], int] = {}
    names: dict[str, tuple[int, str, str]] = {}
    rows: list[Judged[PersonRow]] = []
    for line in lines:
        cells = Cells(line.number)
        email = cells.email(EMAIL.name, line["email"])
        code = line["agency"].lower()
        agency = agencies.get(code)
        if code and agency is None:
            cells.wrong(AGENCY.name, msg("No agency of the directory has the code %(code)s.", code=code[:40]))
        part = cells.one_of(PART.name, line["part"], _OPTIONS)
        _check_part(cells, line)
        name_ar, name_en = (
            cells.name(NAME_AR.name, line["name_ar"]),
            cells.name(NAME_EN.name, line["name_en"]),
        )
        person = people.get(email)
        if email:
            _check_person(
                cells, person, name_ar, name_en, names.setdefault(email, (line.number, name_ar, name_en))
            )
            if (first := seen.setdefault((email, code), line.number)) != line.number:
                cells.wrong(EMAIL.name, twice(first))
        problems += cells.problems
        if cells.problems or not email:
            continue
        row = PersonRow(
            email,
            name_ar,
            name_en,
            agency,
            MembershipKind(part) if part else None,
            person,
            Role.ENTRANT in known.get(email, NOBODY).roles,
            bool(known.get(email, NOBODY).invited_to),
        )
        judged = _judged(line.number, row, parts.get(agency.id, []) if agency else [])
        if person and person.disabled_at is not None and judged.outcome is not Outcome.UNCHANGED:
            cells.wrong(EMAIL.name, msg("The account with this address is disabled."))
            problems += cells.problems
        rows.append(judged)
    problems += _without_owner(rows, parts)
    return Plan(tuple(rows), sorted_problems(problems))


def _check_part(cells: Cells, line: Line) -> None:
    if line["agency"] and not line["part"]:
        cells.wrong(PART.name, msg("This cell must not be empty."))
    elif line["part"] and not line["agency"]:
        cells.wrong(AGENCY.name, msg("Name the agency, or leave the part empty: an individual has none."))


def _check_person(
    cells: Cells, person: Person | None, name_ar: str, name_en: str, first: tuple[int, str, str]
) -> None:
    if person is None:
        needed = msg("Nobody has this e-mail address yet: give the name.")
        for column, name in ((NAME_AR, name_ar), (NAME_EN, name_en)):
            if not name:
                cells.wrong(column.name, needed)
    if first[1:] != (name_ar, name_en):
        cells.wrong(NAME_AR.name, msg("In row %(n)s this address has another name.", n=first[0]))


def _judged(number: int, row: PersonRow, parts: Sequence[Part]) -> Judged[PersonRow]:
    mine = next((part for part in parts if row.person and part.person_id == row.person.id), None)
    whose = f" – {row.agency.name_ar}" if row.agency else ""
    name = f"{row.name_ar or (row.person.name_ar if row.person else '')}{whose}"
    key = f"{row.email} {row.agency.code}" if row.agency else row.email
    changes: dict[str, tuple[str, str]] = {}
    if row.part is None:
        if not row.enters:
            return Judged(number, key, name, Outcome.NEW, row)
    elif mine is None:
        return Judged(number, key, name, Outcome.NEW, row)
    elif mine.kind is not row.part:
        changes["part"] = (mine.kind.value, row.part.value)
    if row.person and row.person.password_hash is None:
        for column in ("name_ar", "name_en"):
            before, after = getattr(row.person, column), getattr(row, column)
            if after and after != before:
                changes[column] = (before, after)
    return Judged(number, key, name, Outcome.CHANGED if changes else Outcome.UNCHANGED, row, changes)


def _without_owner(
    rows: Sequence[Judged[PersonRow]], parts: dict[uuid.UUID, list[Part]]
) -> Iterator[Problem]:
    """Agencies that the list would leave without anybody who decides who works for them."""
    by_agency: dict[uuid.UUID, list[Judged[PersonRow]]] = defaultdict(list)
    agencies: dict[uuid.UUID, Agency] = {}
    for row in rows:
        if row.todo.agency is not None:
            agencies[row.todo.agency.id] = row.todo.agency
            by_agency[row.todo.agency.id].append(row)
    for agency_id, named in by_agency.items():
        before = parts.get(agency_id, [])
        kinds: dict[uuid.UUID, MembershipKind | None] = {
            part.person_id: part.kind for part in before if part.active
        }
        demoted = [row for row in named if row.changes.get("part", ("", ""))[0] == MembershipKind.OWNER]
        kinds |= {row.todo.person.id if row.todo.person else uuid.uuid4(): row.todo.part for row in named}
        if MembershipKind.OWNER not in kinds.values() and (demoted or not before):
            first = (demoted or named)[0]
            agency = Bilingual(agencies[agency_id].name_ar, agencies[agency_id].name_en)
            text = msg(
                "%(agency)s would have no owner. Write owner for at least one of its people.", agency=agency
            )
            yield Problem(first.number, PART.name, text)


def carry_out(session: Session, plan: Plan[PersonRow], setting: Setting) -> list[Problem]:
    """Owners first, so that no agency is without one in between. Whoever cannot sign in yet is invited."""
    new: dict[str, Person] = {}
    for row in sorted(plan.to_do, key=lambda row: row.todo.part is not MembershipKind.OWNER):
        todo = row.todo
        person = todo.person or new.get(todo.email)
        if person is None:
            person = new[todo.email] = add_person(
                session,
                email=todo.email,
                name_ar=todo.name_ar,
                name_en=todo.name_en,
                password_hash=None,
                roles=(),
                by=setting.by,
                at=setting.at,
            )
        if row.outcome is Outcome.NEW:
            _join(session, person, todo, setting)
        else:
            _change(session, person, row, setting)
    return []


def _join(session: Session, person: Person, todo: PersonRow, setting: Setting) -> None:
    agency_id = todo.agency.id if todo.agency else None
    if todo.agency is None or todo.part is None:
        grant_role(session, person.id, Role.ENTRANT, by=setting.by, at=setting.at)
    else:
        add_member(session, todo.agency.id, person.id, todo.part, by=setting.by, at=setting.at)
    if person.password_hash is None and not todo.invited:
        post = Post(Role.ENTRANT, agency_id, todo.part)
        invite_seated(session, person, post, lang=as_lang(setting.lang), by=setting.by, at=setting.at)
    elif person.password_hash is not None and todo.agency is not None and todo.part is not None:
        tell_joined(session, person, todo.agency, todo.part, by=setting.by, at=setting.at)


def _change(session: Session, person: Person, row: Judged[PersonRow], setting: Setting) -> None:
    todo = row.todo
    if {"name_ar", "name_en"} & set(row.changes):
        correct_name(
            session,
            person,
            name_ar=todo.name_ar or person.name_ar,
            name_en=todo.name_en or person.name_en,
            by=setting.by,
            at=setting.at,
        )
    if todo.agency is not None and todo.part is not None:
        change_part(session, todo.agency.id, person.id, todo.part, by=setting.by, at=setting.at)


def written_out(session: Session, _: Setting) -> Iterator[dict[str, str]]:
    """Everybody who enters for an agency, agency by agency, then those who enter as individuals."""
    found = (
        select(Person, Agency.code, Membership.kind)
        .join(Membership, col(Membership.person_id) == col(Person.id))
        .join(Agency, col(Agency.id) == col(Membership.agency_id))
        .order_by(col(Agency.sort_key), col(Agency.code), col(Membership.kind).desc(), col(Person.email))
    )
    for person, code, kind in session.exec(found):
        yield _cells_of(person, code, MembershipKind(kind).value)
    alone = (
        select(Person)
        .join(RoleGrant, col(RoleGrant.person_id) == col(Person.id))
        .where(RoleGrant.role == Role.ENTRANT, col(Person.id).not_in(select(Membership.person_id)))
        .order_by(col(Person.email))
    )
    for person in session.exec(alone):
        yield _cells_of(person)


def _cells_of(person: Person, code: str = "", part: str = "") -> dict[str, str]:
    return {
        "email": person.email,
        "name_ar": person.name_ar,
        "name_en": person.name_en,
        "agency": code,
        "part": part,
    }


KIND = Kind(
    msg("People who enter"),
    lambda _session, _setting: COLUMNS,
    plan,
    carry_out,
    written_out,
    most=1000,  # each costs an invitation and some events, within one transaction
)

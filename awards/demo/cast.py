"""The people of the demo and the directory they come from."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, select

from awards.demo import fixtures
from awards.demo.names import name_of
from awards.directory.models import Agency, MembershipKind
from awards.directory.operations import add_member, import_agencies
from awards.directory.rows import agencies_from_fixtures
from awards.people.models import Role
from awards.people.operations import add_person

DOMAIN = "demo.tahkim.example"


@dataclass
class Cast:
    """Who is there, by the name that the fixtures use."""

    agencies: dict[str, uuid.UUID] = field(default_factory=dict)
    organisers: list[uuid.UUID] = field(default_factory=list)
    auditor: uuid.UUID | None = None
    entrants: dict[str, uuid.UUID] = field(default_factory=dict)
    """By agency code, or by the key of an individual's entry."""
    judges: list[uuid.UUID] = field(default_factory=list)
    emails: dict[str, list[str]] = field(default_factory=dict)
    """By role, in the order in which they were added."""
    password_hash: str = ""

    def add(self, session: Session, email: str, name: tuple[str, str], role: Role, at: datetime) -> uuid.UUID:
        """A person with one role and the demo's password; added by the first organiser once there is one."""
        address = f"{email}@{DOMAIN}"
        self.emails.setdefault(role.value, []).append(address)
        person = add_person(
            session,
            email=address,
            name_ar=name[0],
            name_en=name[1],
            password_hash=self.password_hash,
            roles=(role,),
            by=self.organisers[0] if self.organisers else None,
            at=at,
        )
        return person.id


def assemble(session: Session, *, judges: int, password_hash: str, at: datetime) -> Cast:
    """Add everybody: organisers, auditor, a focal point for each agency, individuals, judges."""
    cast = Cast(password_hash=password_hash)

    def person(email: str, name: tuple[str, str], role: Role) -> uuid.UUID:
        return cast.add(session, email, name, role, at)

    people = fixtures.toml("people")
    for n, row in enumerate(people["organiser"], 1):
        cast.organisers.append(person(f"organiser{n}", (row["name_ar"], row["name_en"]), Role.ORGANISER))
    auditor = people["auditor"][0]
    cast.auditor = person("auditor", (auditor["name_ar"], auditor["name_en"]), Role.AUDITOR)
    chief = cast.organisers[0]
    import_agencies(session, agencies_from_fixtures(), by=chief, at=at)
    cast.agencies = dict(session.exec(select(Agency.code, Agency.id)).all())
    for code in _entrant_agencies():
        cast.entrants[code] = person(code, name_of(code), Role.ENTRANT)
        add_member(session, cast.agencies[code], cast.entrants[code], MembershipKind.OWNER, by=chief, at=at)
    for entry in (*fixtures.entries(), *fixtures.spares()):
        if entry.agency is None:
            email = entry.key.lower()
            cast.entrants[entry.key] = person(email, (entry.person_ar, entry.person_en), Role.ENTRANT)
    for n, judge in enumerate(jury(judges), 1):
        cast.judges.append(person(f"judge{n:02}", (judge.name_ar, judge.name_en), Role.JUDGE))
    return cast


def _entrant_agencies() -> Iterable[str]:
    entered = {code for e in fixtures.entries() for code in (e.agency, e.next_agency) if code}
    return sorted(entered)


def jury(size: int) -> list[fixtures.FixtureJudge]:
    """The first `size` judges, origins mixed; beyond the fixtures' 24 they come again."""
    by_origin: dict[str, list[fixtures.FixtureJudge]] = {}
    for judge in fixtures.judges():
        by_origin.setdefault(judge.origin, []).append(judge)
    total = len(fixtures.judges())
    spread = sorted(
        ((i + 0.5) / len(group), judge.name_en, judge)
        for group in by_origin.values()
        for i, judge in enumerate(group)
    )
    mixed = [judge for _, _, judge in spread]
    return [mixed[n % total] for n in range(size)]

"""The people of the demo and the directory they come from."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlmodel import Session, select

from awards.demo import fixtures
from awards.demo.fixtures import FixtureEntry, FixtureJudge
from awards.demo.names import full_names, name_of
from awards.demo.size import FEWEST_JUDGES, JUDGES
from awards.directory.models import Agency, MembershipKind
from awards.directory.operations import add_member, import_agencies
from awards.directory.rows import AgencyRow, agencies_from_fixtures
from awards.directory.services import write_services
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
    """In the order of `all_judges`."""
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

    def add_entrant(self, session: Session, code: str, at: datetime) -> None:
        """A focal point who enters for the agency."""
        person = self.entrants[code] = self.add(session, code, name_of(code), Role.ENTRANT, at)
        by = self.organisers[0]
        add_member(session, self.agencies[code], person, MembershipKind.OWNER, by=by, at=at)

    def add_individuals(self, session: Session, entries: Iterable[FixtureEntry], at: datetime) -> None:
        """Those of the entries' individuals who are not there yet."""
        for entry in entries:
            if entry.agency is None and entry.key not in self.entrants:
                name = entry.person_ar, entry.person_en
                self.entrants[entry.key] = self.add(session, entry.key.lower(), name, Role.ENTRANT, at)

    def add_judges(self, session: Session, number: int, at: datetime) -> None:
        """As many as are lacking of so many."""
        for n, judge in enumerate(all_judges(number)[len(self.judges) :], len(self.judges) + 1):
            name = judge.name_ar, judge.name_en
            self.judges.append(self.add(session, f"judge{n:02}", name, Role.JUDGE, at))

    def grow(self, session: Session, entries: Sequence[FixtureEntry], judges: int, at: datetime) -> None:
        """Add whom these entries and so large a jury need beyond those who are there."""
        others, branches = entering_too([code for code in self.entrants if code in self.agencies], entries)
        if branches:
            import_agencies(session, branches, by=self.organisers[0], at=at)
            self.agencies = dict(session.exec(select(Agency.code, Agency.id)).all())
        for code in (*others, *(branch.code for branch in branches)):
            self.add_entrant(session, code, at)
        self.add_individuals(session, entries, at)
        self.add_judges(session, judges, at)


def assemble(session: Session, *, password_hash: str, at: datetime) -> Cast:
    """Add everybody whom the fixtures name: organisers, auditor, a focal point for each agency, individuals, judges."""
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
    write_services(session, list(fixtures.services(cast.agencies)), by=chief, at=at)
    for code in entrant_agencies():
        cast.add_entrant(session, code, at)
    cast.add_individuals(session, (*fixtures.entries(), *fixtures.spares()), at)
    cast.add_judges(session, JUDGES, at)
    return cast


def entering_too(
    there: Collection[str], entries: Iterable[FixtureEntry]
) -> tuple[list[str], list[AgencyRow]]:
    """Agencies that must enter beside those that are `there`: others of the directory, and branches to be added."""
    most = max(Counter(entry.category for entry in entries if entry.agency).values(), default=0)
    # Two entries each in a category; some are barred by a win or are partners already.
    lacking = max(most // 2 + 15 - len(there), 0)
    organiser = fixtures.toml("award")["organiser"]
    directory = {row.code for row in agencies_from_fixtures()}
    others = sorted(directory - {*there, organiser})[:lacking]
    return others, list(fixtures.branches()[: lacking - len(others)])


def entrant_agencies() -> list[str]:
    """Those that enter with the fixtures' texts in one cycle or the next."""
    entered = {code for e in fixtures.entries() for code in (e.agency, e.next_agency) if code}
    return sorted(entered)


def all_judges(number: int) -> list[FixtureJudge]:
    """The fixtures' judges, origins mixed; beyond them others like them, under names of their own."""
    by_origin: dict[str, list[FixtureJudge]] = {}
    for judge in fixtures.judges():
        by_origin.setdefault(judge.origin, []).append(judge)
    spread = sorted(
        ((i + 0.5) / len(group), judge.name_en, judge)
        for group in by_origin.values()
        for i, judge in enumerate(group)
    )
    judges = [judge for _, _, judge in spread]
    used: Counter[tuple[str, str]] = Counter()
    for n in range(len(judges), number):
        like = judges[n % JUDGES]
        pool = like.country, like.gender
        name_ar, name_en = full_names(*pool, "judges")[used[pool]]
        used[pool] += 1
        judges.append(replace(like, name_ar=name_ar, name_en=name_en))
    return judges[: max(number, JUDGES)]


def jury(size: int) -> list[int]:
    """Places in `all_judges` of those who sit in a jury of that size.

    A small one holds judges who may read everything, as many as the smallest needs: they read both languages and
    are tied to no agency.
    """
    there = all_judges(JUDGES)
    free = [
        i
        for i, judge in enumerate(there)
        if len(judge.reads) == 2 and not (judge.affiliation or judge.former)
    ]
    core = free[:FEWEST_JUDGES]
    order = [*core, *(i for i in range(max(size, JUDGES)) if i not in core)]
    return sorted(order[:size])

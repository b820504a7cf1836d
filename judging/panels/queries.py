"""The jury as organisers see it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from awards.directory.models import Agency
from awards.people.models import Person
from judging.panels.models import Judge, JudgeAffiliation, JudgeExpertise, Origin

_judges = Judge.__table__  # type: ignore[attr-defined]
_persons = Person.__table__  # type: ignore[attr-defined]
_expertise = JudgeExpertise.__table__  # type: ignore[attr-defined]
_affiliations = JudgeAffiliation.__table__  # type: ignore[attr-defined]
_agencies = Agency.__table__  # type: ignore[attr-defined]

_OF_CYCLE = _judges.c.cycle_id == sa.bindparam("cycle_id")
_JUDGES = (
    sa.select(_judges, _persons.c.name_ar, _persons.c.name_en, _persons.c.email)
    .join(_persons, _persons.c.id == _judges.c.person_id)
    .where(_OF_CYCLE)
    .order_by(_persons.c.name_ar, _judges.c.id)
)
_EXPERTISE = (
    sa.select(_expertise.c.judge_id, _expertise.c.category_code)
    .join(_judges, _judges.c.id == _expertise.c.judge_id)
    .where(_OF_CYCLE)
    .order_by(_expertise.c.category_code)
)
_AFFILIATIONS = (
    sa.select(_affiliations.c.judge_id, _agencies.c.name_ar, _agencies.c.name_en, _affiliations.c.former)
    .join(_judges, _judges.c.id == _affiliations.c.judge_id)
    .join(_agencies, _agencies.c.id == _affiliations.c.agency_id)
    .where(_OF_CYCLE)
    .order_by(_affiliations.c.former, _agencies.c.sort_key)
)


@dataclass(frozen=True, slots=True)
class Affiliation:
    """An agency to which a judge is tied, now or (`former`) before: either bars them from its entries."""

    name_ar: str
    name_en: str
    former: bool


@dataclass(frozen=True, slots=True)
class SeatedJudge:
    """One judge of a cycle with all that the seat says."""

    id: uuid.UUID
    person_id: uuid.UUID
    name_ar: str
    name_en: str
    email: str
    title_ar: str
    title_en: str
    country: str
    origin: Origin
    reads_ar: bool
    reads_en: bool
    capacity: int
    expertise: tuple[str, ...]
    affiliations: tuple[Affiliation, ...]
    dropped_out_at: datetime | None
    dropped_out_reason: str
    pledge_asked: bool
    pledged_at: datetime | None


def jury_of(session: Session, cycle_id: uuid.UUID) -> list[SeatedJudge]:
    """Every judge of a cycle, those who dropped out too: three statements."""
    connection, one = session.connection(), {"cycle_id": cycle_id}
    expertise: dict[uuid.UUID, list[str]] = {}
    for judge_id, code in connection.execute(_EXPERTISE, one):
        expertise.setdefault(judge_id, []).append(code)
    affiliations: dict[uuid.UUID, list[Affiliation]] = {}
    for judge_id, name_ar, name_en, former in connection.execute(_AFFILIATIONS, one):
        affiliations.setdefault(judge_id, []).append(Affiliation(name_ar, name_en, former))
    return [
        SeatedJudge(
            id=row.id,
            person_id=row.person_id,
            name_ar=row.name_ar,
            name_en=row.name_en,
            email=row.email,
            title_ar=row.title_ar,
            title_en=row.title_en,
            country=row.country,
            origin=row.origin,
            reads_ar=row.reads_ar,
            reads_en=row.reads_en,
            capacity=row.capacity,
            expertise=tuple(expertise.get(row.id, ())),
            affiliations=tuple(affiliations.get(row.id, ())),
            dropped_out_at=row.dropped_out_at,
            dropped_out_reason=row.dropped_out_reason,
            pledge_asked=row.pledge_asked,
            pledged_at=row.pledged_at,
        )
        for row in connection.execute(_JUDGES, one)
    ]

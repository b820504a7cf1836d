"""The agencies to which judges are tied, from one cycle to the next, and who of them enters."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Cycle
from awards.directory.models import Membership
from awards.entries.models import Entry, EntryPartner, EntryState
from judging.panels.models import Judge, JudgeAffiliation

_judges = Judge.__table__  # type: ignore[attr-defined]
_affiliations = JudgeAffiliation.__table__  # type: ignore[attr-defined]
_cycles = Cycle.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_partners = EntryPartner.__table__  # type: ignore[attr-defined]
_members = Membership.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Ties:
    """Agencies of a judge by id; none stands in both."""

    present: tuple[uuid.UUID, ...] = ()
    former: tuple[uuid.UUID, ...] = ()

    @classmethod
    def of(cls, lines: Iterable[tuple[uuid.UUID, bool]]) -> "Ties":
        """From lines of an agency and whether it was long ago; one that is both counts as present."""
        former = dict(sorted(lines, key=lambda line: not line[1]))
        return cls(
            tuple(agency for agency, was in former.items() if not was),
            tuple(agency for agency, was in former.items() if was),
        )

    def __bool__(self) -> bool:
        return bool(self.present or self.former)

    def beside(self, earlier: "Ties") -> "Ties":
        """These, and those of the earlier ones that they do not name."""
        return Ties.of(
            [
                *((agency, False) for agency in self.present),
                *((agency, True) for agency in self.former),
                *((agency, False) for agency in earlier.present if agency not in self.former),
                *((agency, True) for agency in earlier.former if agency not in self.present),
            ]
        )

    def lacks(self, earlier: "Ties") -> tuple[uuid.UUID, ...]:
        """Agencies of the earlier ones that stand in none of these."""
        named = {*self.present, *self.former}
        return tuple(agency for agency in (*earlier.present, *earlier.former) if agency not in named)


@dataclass(frozen=True, slots=True)
class EarlierSeat:
    """Where a person sat on a jury before, with the ties that were known then."""

    judge_id: uuid.UUID
    cycle_number: int
    cycle_ar: str
    cycle_en: str
    title_ar: str
    title_en: str
    country: str
    ties: Ties


_EARLIER = (
    sa.select(
        _judges.c.id,
        _cycles.c.number,
        _cycles.c.name_ar,
        _cycles.c.name_en,
        _judges.c.title_ar,
        _judges.c.title_en,
        _judges.c.country,
    )
    .join(_cycles, _cycles.c.id == _judges.c.cycle_id)
    .where(_judges.c.person_id == sa.bindparam("person"), _judges.c.cycle_id != sa.bindparam("cycle"))
    .order_by(_cycles.c.number.desc())
    .limit(1)
)
_TIES = sa.select(_affiliations.c.judge_id, _affiliations.c.agency_id, _affiliations.c.former).where(
    _affiliations.c.judge_id.in_(sa.bindparam("judges", expanding=True))
)
_RUNNING = _entries.c.state.in_([EntryState.DRAFT, EntryState.SUBMITTED])
_by_agency = sa.union_all(
    sa.select(_entries.c.agency_id, _entries.c.cycle_id).where(_RUNNING, _entries.c.agency_id.is_not(None)),
    sa.select(_partners.c.agency_id, _entries.c.cycle_id)
    .join(_entries, _entries.c.id == _partners.c.entry_id)
    .where(_RUNNING),
).subquery()
_ENTRANTS = sa.union(
    sa.select(_members.c.person_id)
    .join(_by_agency, _by_agency.c.agency_id == _members.c.agency_id)
    .where(_by_agency.c.cycle_id == sa.bindparam("cycle")),
    sa.select(_entries.c.started_by_id).where(_entries.c.cycle_id == sa.bindparam("cycle"), _RUNNING),
)
"""Whoever belongs to an agency that leads an entry or is partner in one, and whoever began one."""


def earlier_seat(session: Session, cycle_id: uuid.UUID, person_id: uuid.UUID) -> EarlierSeat | None:
    """Their seat in the newest other cycle."""
    row = session.connection().execute(_EARLIER, {"person": person_id, "cycle": cycle_id}).first()
    return EarlierSeat(*row, ties=ties_of(session, [row.id])[row.id]) if row else None


def ties_of(session: Session, judge_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Ties]:
    """The ties of each of these seats."""
    wanted = list(judge_ids)
    lines: dict[uuid.UUID, list[tuple[uuid.UUID, bool]]] = defaultdict(list)
    for judge_id, agency_id, former in session.connection().execute(_TIES, {"judges": wanted}):
        lines[judge_id].append((agency_id, former))
    return {judge_id: Ties.of(lines[judge_id]) for judge_id in wanted}


def entrants_of(session: Session, cycle_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Everybody who enters in the cycle, with a draft or a submitted entry."""
    return frozenset(session.connection().execute(_ENTRANTS, {"cycle": cycle_id}).scalars())

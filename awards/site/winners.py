"""Winners as the public sees them: nothing before publication and the end of the embargo."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.cycles.models import Category, Cycle
from awards.directory.models import Agency
from awards.entries.models import Entry, EntryPartner
from awards.people.models import Person
from judging.deliberations.models import Decision, Outcome, Publication

_decisions = Decision.__table__  # type: ignore[attr-defined]
_categories = Category.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_partners = EntryPartner.__table__  # type: ignore[attr-defined]
_agencies = Agency.__table__  # type: ignore[attr-defined]
_people = Person.__table__  # type: ignore[attr-defined]

_PUBLISHED = (
    select(Cycle)
    .join(Publication, col(Publication.cycle_id) == col(Cycle.id))
    .where(
        col(Publication.published_at) <= sa.bindparam("now"), col(Cycle.publishes_at) <= sa.bindparam("now")
    )
    .order_by(col(Cycle.number).desc())
)
_PLACES = (
    sa.select(
        _categories.c.code,
        _categories.c.name_ar,
        _categories.c.name_en,
        _decisions.c.place,
        _decisions.c.outcome,
        _decisions.c.citation_ar,
        _decisions.c.citation_en,
        _decisions.c.entry_id,
        _entries.c.title_ar,
        _entries.c.title_en,
        sa.func.coalesce(_agencies.c.name_ar, _people.c.name_ar).label("entrant_ar"),
        sa.func.coalesce(_agencies.c.name_en, _people.c.name_en).label("entrant_en"),
    )
    .join(_decisions, _decisions.c.category_id == _categories.c.id)
    .outerjoin(_entries, _entries.c.id == _decisions.c.entry_id)
    .outerjoin(_agencies, _agencies.c.id == _entries.c.agency_id)
    .outerjoin(_people, _people.c.id == _entries.c.started_by_id)
    .where(_categories.c.cycle_id == sa.bindparam("cycle_id"))
    .order_by(_categories.c.position, _decisions.c.place, _entries.c.number)
)
_PARTNERS = (
    sa.select(_partners.c.entry_id, _agencies.c.name_ar, _agencies.c.name_en)
    .join(_agencies, _agencies.c.id == _partners.c.agency_id)
    .join(_decisions, _decisions.c.entry_id == _partners.c.entry_id)
    .join(_categories, _categories.c.id == _decisions.c.category_id)
    .where(_categories.c.cycle_id == sa.bindparam("cycle_id"))
    .order_by(_agencies.c.sort_key)
)


@dataclass(frozen=True, slots=True)
class Named:
    name_ar: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Winner:
    """An entry that holds a place."""

    title_ar: str
    title_en: str
    entrants: tuple[Named, ...]
    """The one that entered, then its partners."""
    citation_ar: str
    citation_en: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place that was given. `winners` are several where it is shared, none where it was withheld."""

    place: int
    outcome: Outcome
    winners: tuple[Winner, ...]

    @property
    def one_citation(self) -> bool:
        """Whether a shared place is cited as a whole."""
        return len({(winner.citation_ar, winner.citation_en) for winner in self.winners}) == 1


@dataclass(frozen=True, slots=True)
class Awarded:
    """A category and its places."""

    code: str
    name_ar: str
    name_en: str
    places: tuple[Place, ...]


def published_cycles(session: Session, now: datetime) -> list[Cycle]:
    """The cycles whose results are public, the newest first."""
    return list(session.exec(_PUBLISHED, params={"now": now}))


def winners_of(session: Session, cycle_id: uuid.UUID) -> list[Awarded]:
    """The places of every category. Only for a cycle whose results are public."""
    connection, by_cycle = session.connection(), {"cycle_id": cycle_id}
    partners: defaultdict[uuid.UUID, list[Named]] = defaultdict(list)
    for entry_id, name_ar, name_en in connection.execute(_PARTNERS, by_cycle):
        partners[entry_id].append(Named(name_ar, name_en))
    places: dict[tuple[str, int], list[Any]] = {}
    names: dict[str, Named] = {}
    for row in connection.execute(_PLACES, by_cycle):
        names[row.code] = Named(row.name_ar, row.name_en)
        places.setdefault((row.code, row.place), []).append(row)
    return [
        Awarded(
            code,
            name.name_ar,
            name.name_en,
            tuple(_place(rows, partners) for (of, _), rows in places.items() if of == code),
        )
        for code, name in names.items()
    ]


def _place(rows: Iterable[Any], partners: dict[uuid.UUID, list[Named]]) -> Place:
    holders = list(rows)
    first = holders[0]
    return Place(
        place=first.place,
        outcome=Outcome(first.outcome),
        winners=tuple(
            Winner(
                row.title_ar,
                row.title_en,
                (Named(row.entrant_ar, row.entrant_en), *partners.get(row.entry_id, ())),
                row.citation_ar,
                row.citation_en,
            )
            for row in holders
            if row.entry_id is not None
        ),
    )

"""Winners as the public sees them: nothing before publication and the end of the embargo."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.cycles.models import Category, Cycle
from awards.directory.models import Agency
from awards.entries.models import Entry, EntryPartner, PartnerState
from awards.kit.i18n import Message, msg
from awards.people.models import Person
from judging.deliberations.models import Decision, Outcome, Publication
from judging.tally.document import CategoryTally
from judging.tally.queries import document_of, head_of

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
    .where(_categories.c.cycle_id == sa.bindparam("cycle_id"), _partners.c.state == PartnerState.CONFIRMED)
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
    """In the order of the ranking, which every list keeps."""
    nobody: Message | None = None
    """Why nobody has it."""

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


def winners_of(session: Session, cycle: Cycle) -> list[Awarded]:
    """The places of every category. Only for a cycle whose results are public."""
    connection, by_cycle = session.connection(), {"cycle_id": cycle.id}
    partners: defaultdict[uuid.UUID, list[Named]] = defaultdict(list)
    for entry_id, name_ar, name_en in connection.execute(_PARTNERS, by_cycle):
        partners[entry_id].append(Named(name_ar, name_en))
    places: dict[tuple[str, int], list[Any]] = {}
    names: dict[str, Named] = {}
    for row in connection.execute(_PLACES, by_cycle):
        names[row.code] = Named(row.name_ar, row.name_en)
        places.setdefault((row.code, row.place), []).append(row)
    counted = _counted(session, cycle, places)
    return [
        Awarded(
            code,
            name.name_ar,
            name.name_en,
            tuple(
                _place(rows, partners, counted.get(code), placed)
                for rows, placed in _of_category(places, code)
            ),
        )
        for code, name in names.items()
    ]


def _of_category(places: Mapping[tuple[str, int], list[Any]], code: str) -> Iterator[tuple[list[Any], int]]:
    """The rows of each place of a category, with how many entries have a better one."""
    placed = 0
    for (of, _), rows in places.items():
        if of == code:
            yield rows, placed
            placed += sum(row.entry_id is not None for row in rows)


def _counted(
    session: Session, cycle: Cycle, places: Mapping[tuple[str, int], list[Any]]
) -> dict[str, CategoryTally]:
    """The tally of each category, read only where a place is shared or withheld."""
    if all(len(rows) == 1 and rows[0].entry_id is not None for rows in places.values()):
        return {}
    head = head_of(session, cycle.number)
    return {c.code: c for c in document_of(session, head).categories} if head.results_open else {}


def why_nobody(category: CategoryTally | None, placed: int) -> Message:
    """What the public reads of a withheld place, `placed` being how many entries of the category have a better one.

    It tells nothing of ranks or totals; only whether there was anybody to whom the committee could give it.
    """
    if category is None:
        return msg("The committee withheld this place.")
    ranked = sum(entry.rank is not None for entry in category.entries)
    if ranked > placed:
        return msg("The committee withheld this place.")
    if ranked:
        return msg("No other entry of this category was judged in full, so nobody has this place.")
    if not category.entries:
        return msg("No entry was submitted in this category, so nobody has this place.")
    if any(entry.sheets for entry in category.entries):
        return msg("No entry of this category was judged in full, so nobody has this place.")
    return msg("No entry of this category was judged, so nobody has this place.")


def _place(
    rows: Iterable[Any],
    partners: dict[uuid.UUID, list[Named]],
    category: CategoryTally | None,
    placed: int,
) -> Place:
    order = {entry.entry_id: at for at, entry in enumerate(category.entries)} if category else {}
    holders = sorted(rows, key=lambda row: order.get(row.entry_id, 0))
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
        nobody=why_nobody(category, placed) if first.entry_id is None else None,
    )

"""What a person may enter: for each category, the entrants they may enter it for and what bars the others."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from awards.cycles.models import Category, Cycle
from awards.cycles.queries import IS_ANNOUNCED
from awards.cycles.timetable import Timetable
from awards.directory.models import Agency, Membership
from awards.entries.eligibility import EntrantKind, reasons_against
from awards.entries.extensions.closing import CATEGORY_EXTENDED_TO
from awards.entries.models import Entry, PastWin
from awards.entries.permissions import ALIVE
from awards.entries.queries import MINE
from awards.entries.standing import facts, in_state, rules_of
from awards.entries.wording import reason_in_words
from awards.kit.i18n import Bilingual, Message, msg
from awards.people.models import Role
from awards.people.viewer import Viewer

_entry = Entry.__table__  # type: ignore[attr-defined]
_cycle = Cycle.__table__  # type: ignore[attr-defined]
_category = Category.__table__  # type: ignore[attr-defined]
_agency = Agency.__table__  # type: ignore[attr-defined]
_win = PastWin.__table__  # type: ignore[attr-defined]
_member = Membership.__table__  # type: ignore[attr-defined]


class OpenCategory(NamedTuple):
    """A category of a cycle in which entries may be started now, with the cycle's rules: one row."""

    cycle_id: uuid.UUID
    number: int
    """The cycle's."""
    cycle_ar: str
    cycle_en: str
    opens_at: datetime
    closes_at: datetime
    grace_minutes: int
    judging_opens_at: datetime
    judging_closes_at: datetime
    publishes_at: datetime
    zone: str
    barred_cycles: int
    entries_per_agency: int | None
    organiser_agency_id: uuid.UUID | None
    id: uuid.UUID
    """The category's."""
    code: str
    name_ar: str
    name_en: str
    description_ar: str
    description_en: str
    for_individuals: bool
    extended_to: datetime | None

    @property
    def timetable(self) -> Timetable:
        """The dates as they hold for an entry that is begun here."""
        return rules_of(self, grace=False).timetable


_OPEN = (
    sa.select(
        _category.c.cycle_id,
        _cycle.c.number,
        _cycle.c.name_ar.label("cycle_ar"),
        _cycle.c.name_en.label("cycle_en"),
        _cycle.c.opens_at,
        _cycle.c.closes_at,
        _cycle.c.grace_minutes,
        _cycle.c.judging_opens_at,
        _cycle.c.judging_closes_at,
        _cycle.c.publishes_at,
        _cycle.c.zone,
        _cycle.c.barred_cycles,
        _cycle.c.entries_per_agency,
        _cycle.c.organiser_agency_id,
        _category.c.id,
        _category.c.code,
        _category.c.name_ar,
        _category.c.name_en,
        _category.c.description_ar,
        _category.c.description_en,
        _category.c.for_individuals,
        CATEGORY_EXTENDED_TO.label("extended_to"),
    )
    .join(_cycle, _cycle.c.id == _category.c.cycle_id)
    .where(IS_ANNOUNCED, _cycle.c.opens_at <= sa.bindparam("now"))
    .where(sa.or_(_cycle.c.closes_at > sa.bindparam("now"), sa.bindparam("now") < CATEGORY_EXTENDED_TO))
    .order_by(_cycle.c.number.desc(), _category.c.position)
)
_AGENCIES = (
    sa.select(_agency.c.id, _agency.c.name_ar, _agency.c.name_en)
    .join(_member, _member.c.agency_id == _agency.c.id)
    .where(_member.c.person_id == sa.bindparam("viewer"))
    .order_by(_agency.c.sort_key)
)
_COUNTS = (
    sa.select(_entry.c.category_id, _entry.c.agency_id, sa.func.count())
    .where(_entry.c.cycle_id == sa.bindparam("cycle"), in_state(ALIVE), MINE)
    .group_by(_entry.c.category_id, _entry.c.agency_id)
)
_WINS = (
    sa.select(_win.c.category_code, _win.c.agency_id, sa.func.count(_win.c.entry_id.distinct()))
    .join(_cycle, _cycle.c.id == _win.c.cycle_id)
    .where(
        _cycle.c.number < sa.bindparam("number"),
        _cycle.c.number >= sa.bindparam("oldest"),
        sa.or_(
            _win.c.person_id == sa.bindparam("viewer"),
            _win.c.agency_id.in_(
                sa.select(_member.c.agency_id).where(_member.c.person_id == sa.bindparam("viewer"))
            ),
        ),
    )
    .group_by(_win.c.category_code, _win.c.agency_id)
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A category, and for whom this person may enter it."""

    category: OpenCategory
    entrants: tuple[str, ...]
    """Values of the entrant's box: agency ids, or `me`."""
    obstacles: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """What this person's entrants may enter in one cycle, and what they have and won; agency none means the person."""

    categories: Sequence[OpenCategory]
    """Of one cycle, at least one."""
    agencies: Sequence[Any]
    """Rows of id, name_ar, name_en."""
    entries: Mapping[tuple[uuid.UUID, uuid.UUID | None], int]
    """By category id and agency."""
    wins: Mapping[tuple[str, uuid.UUID | None], int]
    """By category code and agency, in the barred cycles."""


def offer(
    connection: Connection, viewer: uuid.UUID, wanted: int | uuid.UUID | None, now: datetime
) -> Offer | None:
    """What may be entered in the cycle of that number or id, or in the newest open one; none if it is not open."""
    rows = [OpenCategory._make(row) for row in connection.execute(_OPEN, {"now": now})]
    cycle = next((row for row in rows if wanted in (None, row.number, row.cycle_id)), None)
    if cycle is None:
        return None
    oldest = cycle.number - cycle.barred_cycles
    entries = connection.execute(_COUNTS, {"cycle": cycle.cycle_id, "viewer": viewer})
    wins = connection.execute(_WINS, {"number": cycle.number, "oldest": oldest, "viewer": viewer})
    return Offer(
        categories=[row for row in rows if row.cycle_id == cycle.cycle_id],
        agencies=connection.execute(_AGENCIES, {"viewer": viewer}).all(),
        entries={(row[0], row[1]): row[2] for row in entries},
        wins={(row[0], row[1]): row[2] for row in wins},
    )


def choices(offered: Offer, viewer: Viewer, now: datetime) -> list[Choice]:
    """Every category of the cycle, with who may enter it and all that stands against the others."""
    cycle = offered.categories[0]
    organiser = cycle.organiser_agency_id
    staff = Role.ORGANISER in viewer.roles or any(agency.id == organiser for agency in offered.agencies)
    return [
        _for_individuals(offered, category, now, staff=staff)
        if category.for_individuals
        else _for_agencies(offered, category, now)
        for category in offered.categories
    ]


def _for_individuals(offered: Offer, category: OpenCategory, now: datetime, *, staff: bool) -> Choice:
    obstacles = _obstacles(offered, category, None, now, own=staff)
    return Choice(category, () if obstacles else ("me",), tuple(obstacles))


def _for_agencies(offered: Offer, category: OpenCategory, now: datetime) -> Choice:
    if not offered.agencies:
        return Choice(
            category, (), (msg("This category is for government agencies, and you enter for none."),)
        )
    entrants: list[str] = []
    told: list[Message] = []
    for agency in offered.agencies:
        own = agency.id == category.organiser_agency_id
        obstacles = _obstacles(offered, category, agency.id, now, own=own)
        if not obstacles:
            entrants.append(str(agency.id))
        name = Bilingual(agency.name_ar, agency.name_en)
        alone = len(offered.agencies) == 1
        told += [why if alone else msg("%(agency)s: %(why)s", agency=name, why=why) for why in obstacles]
    return Choice(category, tuple(entrants), tuple(told))


def _obstacles(
    offered: Offer,
    category: OpenCategory,
    agency_id: uuid.UUID | None,
    now: datetime,
    *,
    own: bool,
) -> list[Message]:
    found = reasons_against(
        facts(
            rules_of(category, grace=False),
            EntrantKind.AGENCY if agency_id else EntrantKind.INDIVIDUAL,
            for_individuals=category.for_individuals,
            own=own,
            wins=offered.wins.get((category.code, agency_id), 0),
            others=offered.entries.get((category.id, agency_id), 0),
            now=now,
        )
    )
    return [reason_in_words(reason) for reason in found]

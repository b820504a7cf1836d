"""What a person may enter: for each category, the entrants they may enter it for and what bars the others."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Category, Cycle
from awards.directory.models import Agency, Membership
from awards.entries.eligibility import EntrantKind
from awards.entries.models import Entry, PastWin
from awards.entries.permissions import ALIVE
from awards.entries.queries import MINE
from awards.entries.standing import Standing, reasons_against_start
from awards.entries.wording import reason_in_words
from awards.kit.i18n import Bilingual, Message, msg
from awards.people.models import Role
from awards.people.viewer import Viewer

_entry = Entry.__table__  # type: ignore[attr-defined]
_cycle = Cycle.__table__  # type: ignore[attr-defined]
_win = PastWin.__table__  # type: ignore[attr-defined]
_member = Membership.__table__  # type: ignore[attr-defined]

_COUNTS = (
    sa.select(_entry.c.category_id, _entry.c.agency_id, sa.func.count())
    .where(_entry.c.cycle_id == sa.bindparam("cycle"), _entry.c.state.in_(sorted(ALIVE)), MINE)
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

    category: Category
    entrants: tuple[str, ...]
    """Values of the entrant's box: agency ids, or `me`."""
    obstacles: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """What this person's entrants have in the cycle and won before it; agency none means the person."""

    entries: Mapping[tuple[uuid.UUID, uuid.UUID | None], int]
    """By category id and agency."""
    wins: Mapping[tuple[str, uuid.UUID | None], int]
    """By category code and agency, in the barred cycles."""


def record_of(session: Session, viewer: uuid.UUID, cycle: Cycle) -> Record:
    connection = session.connection()
    counts = connection.execute(_COUNTS, {"cycle": cycle.id, "viewer": viewer})
    oldest = cycle.number - cycle.barred_cycles
    wins = connection.execute(_WINS, {"number": cycle.number, "oldest": oldest, "viewer": viewer})
    return Record({(row[0], row[1]): row[2] for row in counts}, {(row[0], row[1]): row[2] for row in wins})


def choices(
    cycle: Cycle,
    categories: Sequence[Category],
    agencies: Sequence[Agency],
    record: Record,
    *,
    viewer: Viewer,
    now: datetime,
) -> list[Choice]:
    staff = Role.ORGANISER in viewer.roles or any(
        agency.id == cycle.organiser_agency_id for agency in agencies
    )
    return [_choice(cycle, category, agencies, record, now, staff=staff) for category in categories]


def _choice(
    cycle: Cycle,
    category: Category,
    agencies: Sequence[Agency],
    record: Record,
    now: datetime,
    *,
    staff: bool,
) -> Choice:
    if category.for_individuals:
        standing = _standing(category, None, record, own=staff)
        reasons = reasons_against_start(cycle, category, EntrantKind.INDIVIDUAL, standing, now)
        return Choice(category, () if reasons else ("me",), tuple(map(reason_in_words, reasons)))
    if not agencies:
        return Choice(
            category, (), (msg("This category is for government agencies, and you enter for none."),)
        )
    entrants: list[str] = []
    obstacles: list[Message] = []
    for agency in agencies:
        standing = _standing(category, agency.id, record, own=agency.id == cycle.organiser_agency_id)
        reasons = reasons_against_start(cycle, category, EntrantKind.AGENCY, standing, now)
        if not reasons:
            entrants.append(str(agency.id))
        name = Bilingual(agency.name_ar, agency.name_en)
        obstacles += [
            reason_in_words(reason)
            if len(agencies) == 1
            else msg("%(agency)s: %(why)s", agency=name, why=reason_in_words(reason))
            for reason in reasons
        ]
    return Choice(category, tuple(entrants), tuple(obstacles))


def _standing(category: Category, agency_id: uuid.UUID | None, record: Record, *, own: bool) -> Standing:
    return Standing(
        wins=record.wins.get((category.code, agency_id), 0),
        others=record.entries.get((category.id, agency_id), 0),
        is_organisers_own=own,
    )

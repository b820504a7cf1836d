"""How an entrant stands towards the rules of a category, read from the database."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Category, Cycle
from awards.cycles.queries import timetable_of
from awards.directory.models import Membership
from awards.entries.answers import day_of
from awards.entries.completeness import Gap, Part, field_of, gaps
from awards.entries.eligibility import EntrantKind, Facts, Obstacle, Reason, reasons_against
from awards.entries.models import Entry, EntryState, PastWin
from awards.entries.permissions import without_grace
from awards.entries.sheet import Asked, EntrySheet
from awards.entries.wording import reason_in_words
from awards.kit.clock import RIYADH
from awards.people.models import Role, RoleGrant

LAUNCHED_ON = "launched_on"
"""The key of the question that the months in operation are counted from; a category need not ask it."""

_entry = Entry.__table__  # type: ignore[attr-defined]
_cycle = Cycle.__table__  # type: ignore[attr-defined]
_win = PastWin.__table__  # type: ignore[attr-defined]
_member = Membership.__table__  # type: ignore[attr-defined]
_grant = RoleGrant.__table__  # type: ignore[attr-defined]

_WINS = (
    sa.select(sa.func.count(_win.c.entry_id.distinct()))
    .join(_cycle, _cycle.c.id == _win.c.cycle_id)
    .where(
        _cycle.c.number < sa.bindparam("cycle_number"),
        _cycle.c.number >= sa.bindparam("cycle_number") - sa.bindparam("barred_cycles"),
        _win.c.category_code == sa.bindparam("category_code"),
        sa.or_(
            _win.c.agency_id.in_(sa.bindparam("agencies", expanding=True)),
            _win.c.person_id == sa.bindparam("individual"),
        ),
    )
    .scalar_subquery()
)
_OTHERS = (
    sa.select(sa.func.count())
    .select_from(_entry)
    .where(
        _entry.c.category_id == sa.bindparam("category"),
        _entry.c.id != sa.bindparam("entry"),
        _entry.c.state.in_(sa.bindparam("counted", expanding=True)),
        sa.or_(
            _entry.c.agency_id == sa.bindparam("agency"),
            sa.and_(_entry.c.agency_id.is_(None), _entry.c.started_by_id == sa.bindparam("individual")),
        ),
    )
    .scalar_subquery()
)
_STAFF = sa.or_(
    sa.exists().where(
        _member.c.person_id == sa.bindparam("individual"), _member.c.agency_id == sa.bindparam("organiser")
    ),
    sa.exists().where(_grant.c.person_id == sa.bindparam("individual"), _grant.c.role == Role.ORGANISER),
)
_STANDING = sa.select(_WINS.label("wins"), _OTHERS.label("others"), _STAFF.label("is_staff"))


@dataclass(frozen=True, slots=True)
class Entrant:
    """Who enters: an agency with its partners, or a person."""

    agency_id: uuid.UUID | None
    person_id: uuid.UUID
    partner_ids: tuple[uuid.UUID, ...] = ()

    @property
    def kind(self) -> EntrantKind:
        return EntrantKind.INDIVIDUAL if self.agency_id is None else EntrantKind.AGENCY

    @property
    def agency_ids(self) -> tuple[uuid.UUID, ...]:
        return self.partner_ids if self.agency_id is None else (self.agency_id, *self.partner_ids)


@dataclass(frozen=True, slots=True)
class Standing:
    wins: int
    """Entries that won the category in the barred cycles."""
    others: int
    is_organisers_own: bool


def standing_of(
    session: Session,
    entrant: Entrant,
    *,
    cycle_number: int,
    barred_cycles: int,
    organiser_agency_id: uuid.UUID | None,
    category_id: uuid.UUID,
    category_code: str,
    counted: Collection[EntryState],
    entry_id: uuid.UUID | None = None,
) -> Standing:
    """Read how the entrant stands; `counted` are the states of the other entries that use up the limit."""
    row = (
        session.connection()
        .execute(
            _STANDING,
            {
                "cycle_number": cycle_number,
                "barred_cycles": barred_cycles,
                "category_code": category_code,
                "category": category_id,
                "agencies": entrant.agency_ids,
                "agency": entrant.agency_id,
                "individual": entrant.person_id if entrant.agency_id is None else None,
                "organiser": organiser_agency_id,
                "entry": entry_id or uuid.UUID(int=0),
                "counted": list(counted),
            },
        )
        .one()
    )
    own = organiser_agency_id is not None and organiser_agency_id in entrant.agency_ids
    return Standing(row.wins, row.others, own or bool(row.is_staff))


def reasons_against_start(
    cycle: Cycle, category: Category, kind: EntrantKind, standing: Standing, now: datetime
) -> list[Reason]:
    """Every rule that stands against a new entry. Months in operation are asked about later, in the entry itself."""
    return reasons_against(
        Facts(
            entrant=kind,
            category_is_for=EntrantKind.INDIVIDUAL if category.for_individuals else EntrantKind.AGENCY,
            timetable=without_grace(timetable_of(cycle)),
            now=now,
            deadline=cycle.closes_at.astimezone(RIYADH).date(),
            launched_on=None,
            months_required=0,
            is_organisers_own=standing.is_organisers_own,
            barred_cycles=cycle.barred_cycles,
            wins_in_barred_cycles=standing.wins,
            other_entries=standing.others,
            entries_limit=cycle.entries_per_agency,
        )
    )


def reasons_against_submission(session: Session, sheet: EntrySheet, at: datetime) -> list[Reason]:
    """Every rule that stands against submitting the entry at `at`. Drafts of others do not use up the limit."""
    head = sheet.head
    partners = tuple(partner.id for partner in sheet.partners)
    entrant = Entrant(head.agency_id, head.started_by_id, partners)
    standing = standing_of(
        session,
        entrant,
        cycle_number=head.cycle_number,
        barred_cycles=head.barred_cycles,
        organiser_agency_id=head.organiser_agency_id,
        category_id=head.category_id,
        category_code=head.category_code,
        counted=[EntryState.SUBMITTED],
        entry_id=head.id,
    )
    launched = _launch(sheet)
    return reasons_against(
        Facts(
            entrant=entrant.kind,
            category_is_for=EntrantKind.INDIVIDUAL if head.for_individuals else EntrantKind.AGENCY,
            timetable=head.timetable,
            now=at,
            deadline=head.closes_at.astimezone(RIYADH).date(),
            launched_on=day_of(launched.value) if launched else None,
            months_required=head.months_in_operation if launched else 0,
            is_organisers_own=standing.is_organisers_own,
            barred_cycles=head.barred_cycles,
            wins_in_barred_cycles=standing.wins,
            other_entries=standing.others,
            entries_limit=head.entries_per_agency,
        )
    )


def all_gaps(session: Session, sheet: EntrySheet, at: datetime) -> list[Gap]:
    """Everything that must be put right before the entry may be submitted: its own gaps and the award's rules."""
    launched = _launch(sheet)
    found = gaps(sheet)
    named = {gap.field for gap in found}
    for reason in reasons_against_submission(session, sheet, at):
        if launched and reason.code in (Obstacle.LAUNCH_DATE_MISSING, Obstacle.TOO_FEW_MONTHS):
            gap = Gap(Part.ANSWERS, field_of(launched), reason_in_words(reason))
        else:
            gap = Gap(Part.RULES, "form", reason_in_words(reason))
        if gap.part is Part.RULES or gap.field not in named:
            found.append(gap)
    return found


def _launch(sheet: EntrySheet) -> Asked | None:
    return next((asked for asked in sheet.asked if asked.key == LAUNCHED_ON), None)

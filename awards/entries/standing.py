"""How an entrant stands towards the rules of a category, read from the database."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Category, Cycle
from awards.cycles.queries import IS_ANNOUNCED
from awards.cycles.timetable import Timetable
from awards.directory.models import Membership
from awards.entries.answers import day_of
from awards.entries.completeness import Gap, Part, field_of, gaps, hijri_hint, label_of
from awards.entries.eligibility import EntrantKind, Facts, Obstacle, Reason, reasons_against
from awards.entries.extensions.closing import extended_to_of
from awards.entries.models import Entry, EntryState, PastWin
from awards.entries.partners import partner_gaps
from awards.entries.sheet import Asked, EntrySheet
from awards.entries.wording import reason_in_words
from awards.kit.clock import zone_named
from awards.kit.db import by_name
from awards.kit.errors import NotFound
from awards.kit.i18n import msg
from awards.people.models import Role, RoleGrant

FIRST_YEAR = 1990
"""Before it there was no e-service."""

_entry = Entry.__table__  # type: ignore[attr-defined]
_cycle = Cycle.__table__  # type: ignore[attr-defined]
_category = Category.__table__  # type: ignore[attr-defined]
_win = PastWin.__table__  # type: ignore[attr-defined]
_member = Membership.__table__  # type: ignore[attr-defined]
_grant = RoleGrant.__table__  # type: ignore[attr-defined]
_past = _cycle.alias("past")
_SUBMITTED = frozenset({EntryState.SUBMITTED})

_WINS = (
    sa.select(sa.func.count(_win.c.entry_id.distinct()))
    .join(_past, _past.c.id == _win.c.cycle_id)
    .where(
        _past.c.number < _cycle.c.number,
        _past.c.number >= _cycle.c.number - _cycle.c.barred_cycles,
        _win.c.category_code == _category.c.code,
        sa.or_(_win.c.agency_id == sa.bindparam("agency"), _win.c.person_id == sa.bindparam("individual")),
    )
    .correlate(_cycle, _category)
    .scalar_subquery()
)


def in_state(states: Collection[EntryState]) -> sa.ColumnElement[bool]:
    """Spelled out: the text of an `IN` is put together anew each time it is executed."""
    return sa.or_(*(_entry.c.state == state for state in sorted(states)))


def _others(counted: Collection[EntryState]) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count())
        .select_from(_entry)
        .where(
            _entry.c.category_id == _category.c.id,
            _entry.c.id != sa.bindparam("entry"),
            in_state(counted),
            sa.or_(
                _entry.c.agency_id == sa.bindparam("agency"),
                sa.and_(_entry.c.agency_id.is_(None), _entry.c.started_by_id == sa.bindparam("individual")),
            ),
        )
        .correlate(_category)
        .scalar_subquery()
    )


_STAFF = sa.or_(
    sa.exists().where(
        _member.c.person_id == sa.bindparam("individual"), _member.c.agency_id == _cycle.c.organiser_agency_id
    ),
    sa.exists().where(_grant.c.person_id == sa.bindparam("individual"), _grant.c.role == Role.ORGANISER),
)
_IS_MEMBER = sa.exists().where(
    _member.c.agency_id == sa.bindparam("agency"), _member.c.person_id == sa.bindparam("person")
)
_LAST_NUMBER = (
    sa.select(sa.func.coalesce(sa.func.max(_entry.c.number), 0))
    .where(_entry.c.cycle_id == _cycle.c.id)
    .correlate(_cycle)
    .scalar_subquery()
)


@cache
def _standing(counted: frozenset[EntryState]) -> sa.Select[Any]:
    return (
        sa.select(
            _cycle.c.id.label("cycle_id"),
            _cycle.c.number,
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
            _category.c.code,
            _category.c.for_individuals,
            _WINS.label("wins"),
            _others(counted).label("others"),
            _STAFF.label("is_staff"),
            _IS_MEMBER.label("is_member"),
            _LAST_NUMBER.label("last_number"),
            extended_to_of(sa.bindparam("entry")).label("extended_to"),
        )
        .join(_category, _category.c.cycle_id == _cycle.c.id)
        .where(_category.c.id == sa.bindparam("category"), IS_ANNOUNCED)
    )


@dataclass(frozen=True, slots=True)
class Entrant:
    """Who enters: an agency, or a person. Its partners, `partners` looks at."""

    agency_id: uuid.UUID | None
    person_id: uuid.UUID

    @property
    def kind(self) -> EntrantKind:
        return EntrantKind.INDIVIDUAL if self.agency_id is None else EntrantKind.AGENCY


class Place(NamedTuple):
    """A category in its cycle, and how an entrant stands towards it: one row."""

    cycle_id: uuid.UUID
    number: int
    """The cycle's."""
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
    code: str
    """The category's."""
    for_individuals: bool
    wins: int
    """Entries of the entrant that won the category in the barred cycles."""
    others: int
    """Other entries of the entrant in the category."""
    is_staff: bool
    is_member: bool
    last_number: int
    """The highest number of an entry of the cycle."""
    extended_to: datetime | None
    """The latest closing that was given to the category, or to the entry in question."""

    def is_own(self, entrant: Entrant) -> bool:
        """The organiser itself, or its staff."""
        agency = entrant.agency_id
        return (agency is not None and agency == self.organiser_agency_id) or bool(self.is_staff)


def place_of(
    session: Session,
    entrant: Entrant,
    category_id: uuid.UUID,
    *,
    counted: frozenset[EntryState],
    entry_id: uuid.UUID | None = None,
) -> Place | None:
    """Read how the entrant stands; `counted` are the states of the other entries that use up the limit."""
    parameters = {
        "category": category_id,
        "agency": entrant.agency_id,
        "person": entrant.person_id,
        "individual": entrant.person_id if entrant.agency_id is None else None,
        "entry": entry_id or uuid.UUID(int=0),
    }
    row = session.connection().execute(_standing(counted), parameters).first()
    return by_name(Place, row) if row else None


@dataclass(frozen=True, slots=True)
class Rules:
    """What a cycle asks of every entry."""

    timetable: Timetable
    deadline: date
    """The cycle's own closing: more time to write makes no service older."""
    barred_cycles: int
    entries_limit: int | None


def rules_of(cycle: Any, *, grace: bool = True) -> Rules:
    """The rules of a row that holds a cycle's columns and `extended_to`; without `grace` those for a new entry."""
    timetable = Timetable(
        opens=cycle.opens_at,
        closes=cycle.closes_at,
        grace_minutes=cycle.grace_minutes if grace else 0,
        judging_opens=cycle.judging_opens_at,
        judging_closes=cycle.judging_closes_at,
        publishes=cycle.publishes_at,
        zone=cycle.zone,
    ).extended(cycle.extended_to)
    deadline = cycle.closes_at.astimezone(zone_named(cycle.zone)).date()
    return Rules(timetable, deadline, cycle.barred_cycles, cycle.entries_per_agency)


def facts(
    rules: Rules,
    kind: EntrantKind,
    *,
    for_individuals: bool,
    own: bool,
    wins: int,
    others: int,
    now: datetime,
    launched_on: date | None = None,
    months_required: int = 0,
) -> Facts:
    """Months in operation are asked about where `months_required` says so: not yet when an entry is started."""
    return Facts(
        entrant=kind,
        category_is_for=EntrantKind.INDIVIDUAL if for_individuals else EntrantKind.AGENCY,
        timetable=rules.timetable,
        now=now,
        deadline=rules.deadline,
        launched_on=launched_on,
        months_required=months_required,
        is_organisers_own=own,
        barred_cycles=rules.barred_cycles,
        wins_in_barred_cycles=wins,
        other_entries=others,
        entries_limit=rules.entries_limit,
    )


def reasons_against_start(place: Place, entrant: Entrant, now: datetime) -> list[Reason]:
    """Every rule that stands against a new entry."""
    return reasons_against(
        facts(
            rules_of(place, grace=False),
            entrant.kind,
            for_individuals=place.for_individuals,
            own=place.is_own(entrant),
            wins=place.wins,
            others=place.others,
            now=now,
        )
    )


def reasons_against_submission(session: Session, sheet: EntrySheet, at: datetime) -> list[Reason]:
    """Every rule that stands against submitting the entry at `at`. Drafts of others do not use up the limit."""
    head = sheet.head
    entrant = Entrant(head.agency_id, head.started_by_id)
    place = place_of(session, entrant, head.category_id, counted=_SUBMITTED, entry_id=head.id)
    if place is None:
        raise NotFound
    launched = _launch(sheet)
    return reasons_against(
        facts(
            rules_of(place),
            entrant.kind,
            for_individuals=place.for_individuals,
            own=place.is_own(entrant),
            wins=place.wins,
            others=place.others,
            now=at,
            launched_on=day_of(launched.value) if launched else None,
            months_required=head.months_in_operation if launched else 0,
        )
    )


def all_gaps(session: Session, sheet: EntrySheet, at: datetime) -> list[Gap]:
    """Everything that must be put right before the entry may be submitted: its own gaps and the award's rules."""
    launched = _launch(sheet)
    found = [*gaps(sheet), *partner_gaps(session, sheet)]
    if launched and (wrong := _impossible_launch(launched, at, zone_named(sheet.head.zone))):
        found.append(wrong)
    named = {gap.field for gap in found}
    for reason in reasons_against_submission(session, sheet, at):
        if launched and reason.code in (Obstacle.LAUNCH_DATE_MISSING, Obstacle.TOO_FEW_MONTHS):
            missing = reason.code is Obstacle.LAUNCH_DATE_MISSING
            gap = Gap(Part.ANSWERS, field_of(launched), reason_in_words(reason), todo=missing)
        else:
            gap = Gap(Part.RULES, "form", reason_in_words(reason))
        if gap.part is Part.RULES or gap.field not in named:
            found.append(gap)
    return found


def _launch(sheet: EntrySheet) -> Asked | None:
    return next((asked for asked in sheet.applying if asked.in_operation_since), None)


def _impossible_launch(launched: Asked, at: datetime, zone: ZoneInfo) -> Gap | None:
    """No service was launched after today, nor before there were any; a Hijri year is told elsewhere."""
    day = day_of(launched.value)
    if day is None or hijri_hint(launched):
        return None
    if day > at.astimezone(zone).date():
        text = msg("“%(question)s”: %(day)s has not come yet.", question=label_of(launched), day=day)
    elif day.year < FIRST_YEAR:
        text = msg(
            "“%(question)s”: check the year; it lies before %(first)s.",
            question=label_of(launched),
            first=FIRST_YEAR,
        )
    else:
        return None
    return Gap(Part.ANSWERS, field_of(launched), text)

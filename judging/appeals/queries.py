"""Reads of appeals: the cycle's rule, what entrants were told, the appeals, and who had which part in a decision."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Category, Cycle
from awards.directory.models import Agency
from awards.entries.models import Entry
from awards.kit.db import Row
from awards.kit.errors import NotFound
from awards.people.models import Person
from judging.appeals.models import (
    Appeal,
    AppealCorrection,
    AppealNotice,
    AppealRule,
    AppealRuling,
    Ground,
    Outcome,
)
from judging.appeals.rules import Progress, State, Window, state_of

_appeals = Appeal.__table__  # type: ignore[attr-defined]
_rulings = AppealRuling.__table__  # type: ignore[attr-defined]
_corrections = AppealCorrection.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_categories = Category.__table__  # type: ignore[attr-defined]
_cycles = Cycle.__table__  # type: ignore[attr-defined]
_agencies = Agency.__table__  # type: ignore[attr-defined]
_starters = Person.__table__.alias("starter")  # type: ignore[attr-defined]
_filers = Person.__table__.alias("filer")  # type: ignore[attr-defined]
_rulers = Person.__table__.alias("ruler")  # type: ignore[attr-defined]
_signers = Person.__table__.alias("signer")  # type: ignore[attr-defined]
_seconds = Person.__table__.alias("second_person")  # type: ignore[attr-defined]

_APPEALS = (
    sa.select(
        _appeals,
        _entries.c.number.label("entry_number"),
        _entries.c.title_ar,
        _entries.c.title_en,
        _entries.c.agency_id,
        _categories.c.id.label("category_id"),
        _categories.c.code,
        _categories.c.name_ar.label("category_ar"),
        _categories.c.name_en.label("category_en"),
        _cycles.c.number.label("cycle_number"),
        _cycles.c.zone,
        sa.func.coalesce(_agencies.c.name_ar, _starters.c.name_ar).label("entrant_ar"),
        sa.func.coalesce(_agencies.c.name_en, _starters.c.name_en).label("entrant_en"),
        _filers.c.name_ar.label("filed_by_ar"),
        _filers.c.name_en.label("filed_by_en"),
        _rulers.c.name_ar.label("ruler_ar"),
        _rulers.c.name_en.label("ruler_en"),
        _rulings.c.id.label("ruling_id"),
        _rulings.c.outcome,
        _rulings.c.reasons_ar,
        _rulings.c.reasons_en,
        _rulings.c.set_aside,
        _rulings.c.changes_place,
        _rulings.c.ruled_at,
        _rulings.c.ruled_by_id,
        _rulings.c.agreed_at,
        _signers.c.name_ar.label("ruled_by_ar"),
        _signers.c.name_en.label("ruled_by_en"),
        _seconds.c.name_ar.label("agreed_by_ar"),
        _seconds.c.name_en.label("agreed_by_en"),
        _corrections.c.before_id,
        _corrections.c.after_id,
        _corrections.c.after_publication,
    )
    .join(_entries, _entries.c.id == _appeals.c.entry_id)
    .join(_categories, _categories.c.id == _entries.c.category_id)
    .join(_cycles, _cycles.c.id == _appeals.c.cycle_id)
    .join(_starters, _starters.c.id == _entries.c.started_by_id)
    .join(_filers, _filers.c.id == _appeals.c.filed_by_id)
    .outerjoin(_agencies, _agencies.c.id == _entries.c.agency_id)
    .outerjoin(_rulers, _rulers.c.id == _appeals.c.ruler_id)
    .outerjoin(_rulings, _rulings.c.appeal_id == _appeals.c.id)
    .outerjoin(_signers, _signers.c.id == _rulings.c.ruled_by_id)
    .outerjoin(_seconds, _seconds.c.id == _rulings.c.agreed_by_id)
    .outerjoin(_corrections, _corrections.c.appeal_id == _appeals.c.id)
    .order_by(_appeals.c.number)
)


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruling, whether or not it stands."""

    id: uuid.UUID
    outcome: Outcome
    reasons_ar: str
    reasons_en: str
    set_aside: tuple[uuid.UUID, ...]
    changes_place: bool
    at: datetime
    by_id: uuid.UUID
    by_ar: str
    by_en: str
    agreed_at: datetime | None
    agreed_by_ar: str | None
    agreed_by_en: str | None

    @property
    def stands(self) -> bool:
        return not self.changes_place or self.agreed_at is not None


@dataclass(frozen=True, slots=True)
class Filed:
    """An appeal with all that was done about it. `number` is its own, `entry_number` that of the entry."""

    id: uuid.UUID
    number: int
    cycle_id: uuid.UUID
    cycle_number: int
    zone: str
    entry_id: uuid.UUID
    entry_number: int
    title_ar: str
    title_en: str
    agency_id: uuid.UUID | None
    entrant_ar: str
    entrant_en: str
    category_id: uuid.UUID
    code: str
    category_ar: str
    category_en: str
    ground: Ground
    text: str
    filed_at: datetime
    filed_by_ar: str
    filed_by_en: str
    withdrawn_at: datetime | None
    ruler_id: uuid.UUID | None
    ruler_ar: str | None
    ruler_en: str | None
    assigned_at: datetime | None
    sent_back: str
    closed_at: datetime | None
    ruling: Ruled | None
    before_id: uuid.UUID | None
    after_id: uuid.UUID | None
    after_publication: bool

    @property
    def state(self) -> State:
        return state_of(
            Progress(
                withdrawn=self.withdrawn_at is not None,
                closed=self.closed_at is not None,
                assigned=self.ruler_id is not None,
                outcome=self.ruling.outcome if self.ruling else None,
                stands=self.ruling.stands if self.ruling else False,
                corrected=self.after_id is not None,
            )
        )

    @property
    def told(self) -> Ruled | None:
        """The ruling as the entrant reads it: none before it stands."""
        return self.ruling if self.ruling and self.ruling.stands else None


def rule_of(session: Session, cycle_id: uuid.UUID) -> AppealRule | None:
    """What the cycle says of appeals; nothing where nobody has chosen, and the defaults hold."""
    return session.get(AppealRule, cycle_id)


def notice_of(session: Session, cycle_id: uuid.UUID) -> AppealNotice | None:
    """What entrants were told, and until when they may appeal; nothing while it is only proposed."""
    notice = session.get(AppealNotice, cycle_id)
    return notice if notice and notice.told_at else None


def proposed_notice(session: Session, cycle_id: uuid.UUID) -> AppealNotice | None:
    """What one organiser wants to tell entrants, and a second one has not agreed to."""
    notice = session.get(AppealNotice, cycle_id)
    return None if notice is None or notice.told_at else notice


def window_of(notice: AppealNotice) -> Window:
    """When appeals are taken, as entrants were told."""
    return Window(notice.opens_at, notice.ends_at)


def appeals_of(session: Session, cycle_id: uuid.UUID) -> list[Filed]:
    """Every appeal of a cycle, by number."""
    rows = session.connection().execute(_APPEALS.where(_appeals.c.cycle_id == cycle_id))
    return [_filed(row) for row in rows]


def appeal_numbered(session: Session, cycle: int, number: int) -> Filed:
    """Raises NotFound."""
    wanted = _APPEALS.where(_cycles.c.number == cycle, _appeals.c.number == number)
    return _found(session.connection().execute(wanted).first())


def appeal_by_id(session: Session, appeal_id: uuid.UUID) -> Filed:
    """Raises NotFound."""
    return _found(session.connection().execute(_APPEALS.where(_appeals.c.id == appeal_id)).first())


def appeal_on(session: Session, entry_id: uuid.UUID) -> Filed | None:
    """The appeal of an entry, withdrawn or not."""
    row = session.connection().execute(_APPEALS.where(_appeals.c.entry_id == entry_id)).first()
    return _filed(row) if row else None


def appeals_on(session: Session, entry_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Filed]:
    """The appeals of these entries, by entry, in one statement."""
    rows = session.connection().execute(_APPEALS.where(_appeals.c.entry_id.in_(list(entry_ids))))
    return {found.entry_id: found for found in map(_filed, rows)}


def places_corrected(session: Session, cycle_id: uuid.UUID) -> list[datetime]:
    """When published places of a cycle were corrected, the first time first; for the public."""
    approved = (
        sa.select(_corrections.c.approved_at)
        .join(_appeals, _appeals.c.id == _corrections.c.appeal_id)
        .where(_appeals.c.cycle_id == cycle_id, _corrections.c.approved_at.is_not(None))
        .order_by(_corrections.c.approved_at)
    )
    return list(session.connection().scalars(approved))


def _found(row: Row | None) -> Filed:
    if row is None:
        raise NotFound
    return _filed(row)


def _filed(row: Row) -> Filed:
    own = {
        name: getattr(row, name) for name in Filed.__slots__ if name not in ("ruling", "after_publication")
    }
    return Filed(**own, ruling=_ruled(row), after_publication=bool(row.after_publication))


def _ruled(row: Row) -> Ruled | None:
    if row.ruling_id is None:
        return None
    return Ruled(
        id=row.ruling_id,
        outcome=row.outcome,
        reasons_ar=row.reasons_ar,
        reasons_en=row.reasons_en,
        set_aside=tuple(uuid.UUID(card) for card in row.set_aside),
        changes_place=row.changes_place,
        at=row.ruled_at,
        by_id=row.ruled_by_id,
        by_ar=row.ruled_by_ar,
        by_en=row.ruled_by_en,
        agreed_at=row.agreed_at,
        agreed_by_ar=row.agreed_by_ar,
        agreed_by_en=row.agreed_by_en,
    )

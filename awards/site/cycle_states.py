"""Every cycle in numbers, in a constant number of statements."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Announcement, Category, Cycle
from awards.cycles.queries import cycles, timetable_of
from awards.entries.extensions.closing import CYCLE_EXTENDED_TO, ENTRY_EXTENDED_TO
from awards.entries.models import Entry, EntryState
from awards.entries.places import MENTION
from awards.kit.db import by_name
from awards.screening.disqualifications import AWAITS_CONFIRMATION
from awards.screening.queries import UNSCREENED
from awards.screening.replies.queries import ANSWER_WAITS
from awards.site.appeal_counts import APPEALS, appeals_in
from awards.site.next_steps import CycleState
from judging.assignments.models import Assignment
from judging.blinding.models import BlindCopy
from judging.blinding.queries import LAST_SUBMISSION, SAME_TRANSLATION
from judging.deliberations.departures import takes_a_reason
from judging.deliberations.models import Decision, Publication, PublicationConsent
from judging.deliberations.places import fingerprint_of
from judging.rounds.contest import CLOSES_AT, is_current, read_in
from judging.rounds.models import EarlyClosing, FinalPlan, ResultsOpening, Round
from judging.rounds.state import RoundState, state_of
from judging.rubrics.kinds import RoundKind
from judging.scorecards.models import Scorecard
from judging.tally.document import Document
from judging.tally.models import Tally
from judging.tally.pace import is_behind, share_gone
from judging.tally.queries import documents_of
from reports.certificates.models import Certificate

_cycles = Cycle.__table__  # type: ignore[attr-defined]
_announcements = Announcement.__table__  # type: ignore[attr-defined]
_categories = Category.__table__  # type: ignore[attr-defined]
_plans = FinalPlan.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_copies = BlindCopy.__table__  # type: ignore[attr-defined]
_rounds = Round.__table__  # type: ignore[attr-defined]
_closings = EarlyClosing.__table__  # type: ignore[attr-defined]
_openings = ResultsOpening.__table__  # type: ignore[attr-defined]
_assignments = Assignment.__table__  # type: ignore[attr-defined]
_cards = Scorecard.__table__  # type: ignore[attr-defined]
_tallies = Tally.__table__  # type: ignore[attr-defined]
_decisions = Decision.__table__  # type: ignore[attr-defined]
_publishing = PublicationConsent.__table__  # type: ignore[attr-defined]
_publications = Publication.__table__  # type: ignore[attr-defined]
_certificates = Certificate.__table__  # type: ignore[attr-defined]

_submitted = _entries.c.state == EntryState.SUBMITTED
_is_last_round = is_current(_rounds, _cycles)
_is_last_tally = _tallies.c.version == (
    sa.select(sa.func.max(_tallies.c.version))
    .where(_tallies.c.round_id == _rounds.c.id)
    .correlate(_rounds)
    .scalar_subquery()
)
_consents = sa.select(sa.func.count()).select_from(_openings).where(_openings.c.round_id == _rounds.c.id)

_CYCLES = (
    sa.select(
        _cycles.c.id,
        _rounds.c.id.label("round_id"),
        _rounds.c.opened_at,
        _rounds.c.closed_at,
        _rounds.c.kind,
        _rounds.c.chosen,
        CLOSES_AT.label("round_closes"),
        sa.exists().where(_plans.c.cycle_id == _cycles.c.id).correlate(_cycles).label("has_final"),
        _consents.correlate(_rounds).scalar_subquery().label("consents"),
        _consents.where(_openings.c.person_id == sa.bindparam("person_id"))
        .correlate(_rounds)
        .scalar_subquery()
        .label("consented"),
        _closings.c.asked_by_id.label("closing_asked_by"),
        _tallies.c.id.label("tally_id"),
        _publications.c.published_at,
        CYCLE_EXTENDED_TO.label("extended_to"),
        _announcements.c.announced_at,
        sa.select(sa.func.count())
        .select_from(_certificates)
        .where(_certificates.c.cycle_id == _cycles.c.id)
        .correlate(_cycles)
        .scalar_subquery()
        .label("certificates"),
        *APPEALS,
    )
    .select_from(_cycles)
    .outerjoin(_rounds, sa.and_(_rounds.c.cycle_id == _cycles.c.id, _is_last_round))
    .outerjoin(_closings, sa.and_(_closings.c.round_id == _rounds.c.id, _closings.c.agreed_at.is_(None)))
    .outerjoin(_tallies, sa.and_(_tallies.c.round_id == _rounds.c.id, _is_last_tally))
    .outerjoin(_publications, _publications.c.cycle_id == _cycles.c.id)
    .outerjoin(_announcements, _announcements.c.cycle_id == _cycles.c.id)
)
_read = (
    sa.select(
        _assignments.c.round_id,
        _assignments.c.entry_id,
        sa.func.count().label("assigned"),
        sa.func.count(_cards.c.lodged_at).label("lodged"),
    )
    .outerjoin(_cards, _cards.c.assignment_id == _assignments.c.id)
    .where(_assignments.c.ended_at.is_(None))
    .group_by(_assignments.c.round_id, _assignments.c.entry_id)
    .subquery()
)
_assigned = sa.func.coalesce(_read.c.assigned, 0)
_in_round = sa.or_(_rounds.c.id.is_(None), read_in(_rounds, _entries))


def _whole(total: sa.ColumnElement[Any]) -> sa.Cast[int]:
    """A sum as a whole number on every database; 0 over nothing."""
    return sa.cast(sa.func.coalesce(total, 0), sa.Integer)


_FIGURES = (
    sa.select(
        _categories.c.cycle_id,
        _categories.c.id,
        _categories.c.code,
        _categories.c.name_ar,
        _categories.c.name_en,
        _categories.c.places,
        sa.func.count().filter(_entries.c.state == EntryState.DRAFT).label("drafts"),
        sa.func.count()
        .filter(_entries.c.state == EntryState.DRAFT, _cycles.c.closes_at < ENTRY_EXTENDED_TO)
        .label("extended_drafts"),
        sa.func.count().filter(_submitted).label("submitted"),
        sa.func.count().filter(UNSCREENED).label("unscreened"),
        sa.func.count().filter(AWAITS_CONFIRMATION).label("to_confirm"),
        sa.func.count().filter(ANSWER_WAITS).label("replied"),
        sa.func.count().filter(_submitted, _copies.c.approved_at.is_not(None)).label("blinded"),
        sa.func.count().filter(_submitted, _in_round).label("in_round"),
        sa.func.count()
        .filter(_submitted, _rounds.c.id.is_not(None), _in_round, _assigned >= _rounds.c.sheets_per_entry)
        .label("assigned"),
        _whole(sa.func.sum(_assigned).filter(_submitted)).label("expected"),
        _whole(sa.func.sum(_read.c.lodged).filter(_submitted)).label("lodged"),
    )
    .select_from(_categories)
    .join(_cycles, _cycles.c.id == _categories.c.cycle_id)
    .outerjoin(_rounds, sa.and_(_rounds.c.cycle_id == _cycles.c.id, _is_last_round))
    .outerjoin(_entries, _entries.c.category_id == _categories.c.id)
    .outerjoin(_read, sa.and_(_read.c.entry_id == _entries.c.id, _read.c.round_id == _rounds.c.id))
    .outerjoin(_copies, sa.and_(_submitted, _copies.c.submission_id == LAST_SUBMISSION, SAME_TRANSLATION))
    .group_by(_categories.c.id)
    .order_by(_categories.c.position)
)
_DECIDED = (
    sa.select(
        _categories.c.cycle_id,
        _decisions.c.id,
        _decisions.c.category_id,
        _decisions.c.place,
        _decisions.c.tally_id,
        _decisions.c.reason,
        _decisions.c.entry_id,
        _decisions.c.approved_at,
        _decisions.c.returned_at,
        _decisions.c.decided_by_id,
        sa.and_(_decisions.c.entry_id.is_not(None), sa.not_(_submitted)).label("entry_out"),
    )
    .join(_categories, _categories.c.id == _decisions.c.category_id)
    .outerjoin(_entries, _entries.c.id == _decisions.c.entry_id)
)
_LOADS = (
    sa.select(
        _rounds.c.cycle_id,
        _rounds.c.opened_at,
        sa.func.count().label("expected"),
        sa.func.count(_cards.c.lodged_at).label("lodged"),
    )
    .select_from(_assignments)
    .join(_rounds, _rounds.c.id == _assignments.c.round_id)
    .join(_cycles, _cycles.c.id == _rounds.c.cycle_id)
    .join(_entries, _entries.c.id == _assignments.c.entry_id)
    .outerjoin(_cards, _cards.c.assignment_id == _assignments.c.id)
    .where(
        _assignments.c.ended_at.is_(None),
        _submitted,
        _rounds.c.opened_at.is_not(None),
        _rounds.c.closed_at.is_(None),
        _is_last_round,
    )
    .group_by(_rounds.c.id, _assignments.c.judge_id)
)
"""What each judge of a round that is open has to lodge, and has lodged."""
_PUBLISHING = sa.select(_publishing.c.cycle_id, _publishing.c.person_id, _publishing.c.seen)


@dataclass(frozen=True, slots=True)
class CategoryFigures:
    """One category in numbers."""

    cycle_id: uuid.UUID
    id: uuid.UUID
    code: str
    name_ar: str
    name_en: str
    places: int
    drafts: int
    extended_drafts: int
    """Drafts that were given more time than the cycle."""
    submitted: int
    unscreened: int
    """Submitted entries on whose last submission nobody has decided."""
    to_confirm: int
    """Submitted entries that one organiser wants out."""
    replied: int
    """Disqualified entries whose answer waits for a decision."""
    blinded: int
    """Submitted entries whose blind copy is approved."""
    in_round: int
    """Submitted entries that are read in the round: all of them, or the finalists."""
    assigned: int
    """Submitted entries with all of their readers."""
    expected: int
    """Sheets."""
    lodged: int


class OpenPlaces(NamedTuple):
    """What the places of a cycle wait for, as `CycleState` names it."""

    undecided: int
    returned: int
    returned_to_me: int
    unapproved: int
    mine_to_approve: int


@dataclass(frozen=True, slots=True)
class Overview:
    """A cycle with its figures."""

    cycle: Cycle
    state: CycleState
    categories: tuple[CategoryFigures, ...]


def overviews(session: Session, viewer: uuid.UUID, now: datetime) -> list[Overview]:
    """Every cycle with its state, the newest first."""
    connection = session.connection()
    figures: dict[uuid.UUID, list[CategoryFigures]] = {}
    for row in connection.execute(_FIGURES):
        figures.setdefault(row.cycle_id, []).append(by_name(CategoryFigures, row))
    rows = {row.id: row for row in connection.execute(_CYCLES, {"person_id": viewer})}
    loads: dict[uuid.UUID, list[Any]] = {}
    for row in connection.execute(_LOADS):
        loads.setdefault(row.cycle_id, []).append(row)
    # Only where places are being decided: what was published before stays as it was.
    counted = documents_of(
        session, [row.tally_id for row in rows.values() if row.tally_id and not row.published_at]
    )
    decided: dict[uuid.UUID, list[Any]] = {}
    for row in connection.execute(_DECIDED):
        decided.setdefault(row.cycle_id, []).append(row)
    publishers: dict[uuid.UUID, set[uuid.UUID]] = {}
    for row in connection.execute(_PUBLISHING):
        if row.seen == fingerprint_of(decision.id for decision in decided.get(row.cycle_id, ())):
            publishers.setdefault(row.cycle_id, set()).add(row.person_id)
    return [
        Overview(
            cycle,
            _state(
                cycle,
                rows[cycle.id],
                figures.get(cycle.id, ()),
                _open_places(
                    figures.get(cycle.id, ()),
                    decided.get(cycle.id, ()),
                    rows[cycle.id].tally_id,
                    counted.get(rows[cycle.id].tally_id),
                    viewer,
                ),
                publishers.get(cycle.id, set()),
                _behind(rows[cycle.id].round_closes, loads.get(cycle.id, ()), now),
                viewer,
                now,
            ),
            tuple(figures.get(cycle.id, ())),
        )
        for cycle in cycles(session)
    ]


def _behind(closes: datetime, loads: Iterable[Any], now: datetime) -> int:
    """How many judges of the round that is open are behind."""
    return sum(is_behind(row.lodged, row.expected, share_gone(row.opened_at, closes, now)) for row in loads)


def _state(
    cycle: Cycle,
    row: Any,
    figures: Iterable[CategoryFigures],
    places: OpenPlaces,
    publishers: Collection[uuid.UUID],
    behind: int,
    viewer: uuid.UUID,
    now: datetime,
) -> CycleState:
    figures = list(figures)
    submitted = sum(f.submitted for f in figures)
    return CycleState(
        number=cycle.number,
        timetable=timetable_of(cycle),
        now=now,
        extended_to=row.extended_to,
        announced=row.announced_at is not None,
        drafts=sum(f.drafts for f in figures),
        extended_drafts=sum(f.extended_drafts for f in figures),
        submitted=submitted,
        unscreened=sum(f.unscreened for f in figures),
        to_confirm=sum(f.to_confirm for f in figures),
        replied=sum(f.replied for f in figures),
        awaiting_blinding=submitted - sum(f.blinded for f in figures),
        lacking_judges=sum(f.in_round for f in figures) - sum(f.assigned for f in figures),
        has_round=row.round_id is not None,
        kind=row.kind or RoundKind.SCORING,
        begun=bool(row.chosen),
        leads_to_final=bool(row.has_final) and row.kind is RoundKind.SCORING,
        round_closes=row.round_closes,
        round=state_of(opened_at=row.opened_at, closed_at=row.closed_at, consents=row.consents or 0)
        if row.round_id
        else RoundState.PREPARING,
        expected=sum(f.expected for f in figures),
        lodged=sum(f.lodged for f in figures),
        behind=behind,
        consents=row.consents or 0,
        consented=bool(row.consented),
        closing_asked=row.closing_asked_by is not None,
        i_asked=row.closing_asked_by == viewer,
        undecided=places.undecided,
        returned=places.returned,
        returned_to_me=places.returned_to_me,
        unapproved=places.unapproved,
        mine_to_approve=places.mine_to_approve,
        publishers=len(publishers),
        i_publish=viewer in publishers,
        published=row.published_at is not None,
        certificates=row.certificates,
        **appeals_in(row),
    )


def _unexplained(
    rows: Mapping[tuple[uuid.UUID, int], Sequence[Any]], standing: Iterable[Any], counted: Document | None
) -> int:
    """Places that pass over a ranked entry without a reason, by what was decided since of a better one."""
    categories = {category.id: category for category in counted.categories} if counted else {}
    given: dict[uuid.UUID, dict[int, list[uuid.UUID]]] = {}
    for (category_id, place), shared in rows.items():
        given.setdefault(category_id, {})[place] = [row.entry_id for row in shared if row.entry_id]
    return sum(
        takes_a_reason(categories[row.category_id], row.place, given[row.category_id])
        for row in standing
        if not row.reason and row.category_id in categories
    )


def _open_places(
    figures: Iterable[CategoryFigures],
    decided: Iterable[Any],
    tally_id: uuid.UUID | None,
    counted: Document | None,
    viewer: uuid.UUID,
) -> OpenPlaces:
    """What the places of a cycle wait for; a shared place has several rows that agree."""
    rows: dict[tuple[uuid.UUID, int], list[Any]] = {}
    for row in decided:
        if row.place != MENTION:
            rows.setdefault((row.category_id, row.place), []).append(row)
    standing = [
        shared[0]
        for shared in rows.values()
        if not any(row.entry_out or row.tally_id != tally_id for row in shared)
    ]
    returned = [row for row in standing if row.returned_at is not None]
    unapproved = [
        row for row in standing if row.reason and row.approved_at is None and row.returned_at is None
    ]
    return OpenPlaces(
        undecided=sum(f.places for f in figures) - len(standing) + _unexplained(rows, standing, counted),
        returned=len(returned),
        returned_to_me=sum(row.decided_by_id == viewer for row in returned),
        unapproved=len(unapproved),
        mine_to_approve=sum(row.decided_by_id != viewer for row in unapproved),
    )

"""What screening reads: every entry that was submitted, and what is known of its entrant."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Category, Cycle, Question
from awards.cycles.queries import cycle_by_number
from awards.directory.models import Agency, Membership
from awards.entries.desk import last_submission
from awards.entries.models import Entry, EntryState, PastWin, Submission
from awards.kit.text import fold
from awards.people.models import Person, Role, RoleGrant
from awards.screening.facts import Findings, Known, Row, Win, findings_of
from awards.screening.models import Admission, Clarification, Disqualification
from awards.screening.moving_models import EntryMove
from awards.screening.replies.queries import ANSWER_WAITS
from awards.screening.state import SETTLED, TO_DO, Matters, ScreeningState, state_of

_entry = Entry.__table__  # type: ignore[attr-defined]
_cycle = Cycle.__table__  # type: ignore[attr-defined]
_category = Category.__table__  # type: ignore[attr-defined]
_question = Question.__table__  # type: ignore[attr-defined]
_agency = Agency.__table__  # type: ignore[attr-defined]
_person = Person.__table__  # type: ignore[attr-defined]
_member = Membership.__table__  # type: ignore[attr-defined]
_grant = RoleGrant.__table__  # type: ignore[attr-defined]
_submission = Submission.__table__  # type: ignore[attr-defined]
_win = PastWin.__table__  # type: ignore[attr-defined]
_admission = Admission.__table__  # type: ignore[attr-defined]
_clarification = Clarification.__table__  # type: ignore[attr-defined]
_proposal = Disqualification.__table__  # type: ignore[attr-defined]
_move = EntryMove.__table__  # type: ignore[attr-defined]
_admitter = _person.alias("admitter")
_asked = (
    sa.select(
        _clarification.c.entry_id,
        sa.func.count()
        .filter(_clarification.c.answered_at.is_(None), _clarification.c.closed_at.is_(None))
        .label("unanswered"),
        sa.func.count(_clarification.c.answered_at).label("answered"),
    )
    .group_by(_clarification.c.entry_id)
    .subquery()
)

_ROWS = (
    sa.select(
        _entry.c.id,
        _entry.c.number,
        _entry.c.state,
        _entry.c.title_ar,
        _entry.c.title_en,
        _entry.c.category_id,
        _category.c.code.label("category_code"),
        _category.c.name_ar.label("category_ar"),
        _category.c.name_en.label("category_en"),
        _category.c.for_individuals,
        _entry.c.agency_id,
        _entry.c.started_by_id,
        sa.func.coalesce(_agency.c.name_ar, _person.c.name_ar).label("entrant_ar"),
        sa.func.coalesce(_agency.c.name_en, _person.c.name_en).label("entrant_en"),
        _submission.c.id.label("submission_id"),
        _submission.c.sequence,
        _submission.c.receipt,
        _submission.c.submitted_at,
        _submission.c.content["answers"].label("answers"),
        _submission.c.content["partners"].label("partners"),
        _admission.c.submission_id.label("admitted_submission_id"),
        _admission.c.at.label("admitted_at"),
        _admitter.c.name_ar.label("admitted_by_ar"),
        _admitter.c.name_en.label("admitted_by_en"),
        sa.func.coalesce(_asked.c.unanswered, 0),
        sa.func.coalesce(_asked.c.answered, 0),
        sa.exists()
        .where(_proposal.c.entry_id == _entry.c.id, _proposal.c.decided_at.is_(None))
        .correlate(_entry),
        sa.exists().where(_move.c.entry_id == _entry.c.id, _move.c.outcome.is_(None)).correlate(_entry),
        sa.exists().where(_move.c.submission_id == _submission.c.id).correlate(_submission),
        ANSWER_WAITS,
        sa.select(_question.c.key)
        .where(_question.c.category_id == _entry.c.category_id, _question.c.in_operation_since)
        .correlate(_entry)
        .scalar_subquery(),
    )
    .join(_category, _category.c.id == _entry.c.category_id)
    .join(_person, _person.c.id == _entry.c.started_by_id)
    .join(_submission, last_submission(_entry.c.id))
    .join(_agency, _agency.c.id == _entry.c.agency_id, isouter=True)
    .join(_admission, _admission.c.entry_id == _entry.c.id, isouter=True)
    .join(_admitter, _admitter.c.id == _admission.c.by_id, isouter=True)
    .join(_asked, _asked.c.entry_id == _entry.c.id, isouter=True)
    .where(
        _entry.c.cycle_id == sa.bindparam("cycle"),
        sa.or_(_entry.c.state == EntryState.SUBMITTED, _entry.c.state == EntryState.DISQUALIFIED),
    )
    .order_by(_entry.c.number)
)
_WINS = (
    sa.select(
        _cycle.c.number,
        _win.c.category_code,
        sa.func.coalesce(_win.c.agency_id, _win.c.person_id),
        _agency.c.code,
    )
    .join(_cycle, _cycle.c.id == _win.c.cycle_id)
    .join(_agency, _agency.c.id == _win.c.agency_id, isouter=True)
    .where(_cycle.c.number < sa.bindparam("number"))
)
_STAFF = sa.union(
    sa.select(_grant.c.person_id).where(_grant.c.role == Role.ORGANISER),
    sa.select(_member.c.person_id).where(_member.c.agency_id == sa.bindparam("organiser")),
)
_CODE = sa.select(_agency.c.code).where(_agency.c.id == sa.bindparam("organiser"))
UNSCREENED = sa.and_(
    _entry.c.state == EntryState.SUBMITTED,
    ~sa.select(1)
    .select_from(_admission.join(_submission, _submission.c.id == _admission.c.submission_id))
    .where(_admission.c.entry_id == _entry.c.id, last_submission(_entry.c.id))
    .correlate(_entry)
    .exists(),
)
"""A submitted entry on whose last submission nobody has decided: before the round opens there is none."""
_LEFT = (
    sa.select(sa.func.count())
    .select_from(_entry)
    .where(_entry.c.cycle_id == sa.bindparam("cycle"), UNSCREENED)
)


@dataclass(frozen=True, slots=True)
class Screened:
    """One entry in the queue."""

    row: Row
    findings: Findings
    state: ScreeningState

    @property
    def resubmitted(self) -> bool:
        """It was admitted, and submitted again since."""
        return self.row.admitted_submission_id not in (None, self.row.submission_id)

    @property
    def words(self) -> str:
        """What a search looks through, folded."""
        row = self.row
        return fold(
            f"{row.number} {row.receipt} {row.title_ar} {row.title_en} {row.entrant_ar} {row.entrant_en}"
        )


def queue_of(session: Session, cycle: Cycle) -> list[Screened]:
    """Every entry of the cycle that was submitted and not withdrawn, by number: four statements."""
    connection = session.connection()
    rows = [Row._make(row) for row in connection.execute(_ROWS, {"cycle": cycle.id})]
    organiser = {"organiser": cycle.organiser_agency_id}
    known = Known(
        cycle,
        connection.scalar(_CODE, organiser),
        [Win._make(row) for row in connection.execute(_WINS, {"number": cycle.number})],
        {person for (person,) in connection.execute(_STAFF, organiser)},
    )
    found = findings_of(rows, known)
    return [Screened(row, found[row.id], state_of(_matters(row))) for row in rows]


def _matters(row: Row) -> Matters:
    return Matters(
        row.state,
        admitted=row.admitted_submission_id == row.submission_id,
        unanswered=row.unanswered,
        answered=row.answered,
        proposed=row.proposed,
        moving=row.moving,
        moved=row.moved,
        replied=row.replied,
    )


def unscreened_in(session: Session, cycle_id: uuid.UUID) -> int:
    """How many submitted entries nobody has decided on."""
    return session.connection().execute(_LEFT, {"cycle": cycle_id}).scalar_one()


def one_of(queue: Sequence[Screened], number: int) -> Screened | None:
    """The entry of that number; None if it is not in the queue."""
    return next((one for one in queue if one.row.number == number), None)


def next_after(queue: Sequence[Screened], number: int) -> Screened | None:
    """The next entry that an organiser must look at, from this number on and then from the start; not this one."""
    waiting = [one for one in queue if one.state in TO_DO and one.row.number != number]
    return next((one for one in waiting if one.row.number > number), waiting[0] if waiting else None)


def settled(queue: Sequence[Screened]) -> int:
    """How many need nothing more before they are judged, or are out."""
    return sum(one.state in SETTLED for one in queue)


def filtered(
    queue: Sequence[Screened],
    *,
    category: str = "",
    state: ScreeningState | None = None,
    against: bool = False,
    search: str = "",
) -> list[Screened]:
    """Those of a category and a state; `against`: only where a rule stands against it."""
    words = fold(search).split()
    return [
        one
        for one in queue
        if category in ("", one.row.category_code)
        and state in (None, one.state)
        and (one.findings.obstacles or not against)
        and all(word in one.words for word in words)
    ]


def cycle_and_queue(session: Session, number: int) -> tuple[Cycle, list[Screened]]:
    """A cycle by its number, and its queue. Raises NotFound."""
    cycle = cycle_by_number(session, number)
    return cycle, queue_of(session, cycle)

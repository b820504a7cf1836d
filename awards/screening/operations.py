"""What organisers do with submitted entries before they are judged."""

import uuid
from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Cycle
from awards.entries.queries import results_published
from awards.kit import audit
from awards.kit.errors import RuleBroken, Stale
from awards.kit.i18n import msg
from awards.screening.models import Admission
from awards.screening.queries import Screened, queue_of
from awards.screening.state import ScreeningState

_admission = Admission.__table__  # type: ignore[attr-defined]

MAY_BE_ADMITTED = frozenset({ScreeningState.WAITING})


def admit(
    session: Session, cycle: Cycle, receipts: Collection[str], *, by: uuid.UUID, at: datetime
) -> list[int]:
    """Let these submissions, by their receipts, be judged; the numbers of the entries.

    One that was admitted meanwhile is left out. Raises Stale if an entry was submitted again since it was shown or
    may no longer be admitted, RuleBroken once the results are published.
    """
    refuse_if_published(session, cycle)
    shown = set(receipts)
    queue = {one.row.receipt: one for one in queue_of(session, cycle)}
    chosen = [queue[receipt] for receipt in sorted(shown & queue.keys(), key=lambda r: queue[r].row.number)]
    if len(chosen) < len(shown) or any(not _may_stand(one) for one in chosen):
        raise Stale(
            msg("An entry has changed since this page was shown. Look at it once more; nothing was admitted.")
        )
    admitted = [one for one in chosen if one.state in MAY_BE_ADMITTED]
    for one in admitted:
        _keep(session, one, by, at)
    _record(session, cycle, admitted, by, at)
    return [one.row.number for one in admitted]


def _may_stand(one: Screened) -> bool:
    return one.state in MAY_BE_ADMITTED or one.state is ScreeningState.ADMITTED


def _keep(session: Session, one: Screened, by: uuid.UUID, at: datetime) -> None:
    values = {"submission_id": one.row.submission_id, "at": at, "by_id": by}
    connection = session.connection()
    if one.row.admitted_submission_id is None:
        connection.execute(sa.insert(_admission), {"entry_id": one.row.id, **values})
    else:
        connection.execute(sa.update(_admission).where(_admission.c.entry_id == one.row.id), values)


def _record(session: Session, cycle: Cycle, admitted: list[Screened], by: uuid.UUID, at: datetime) -> None:
    if len(admitted) == 1:
        row = admitted[0].row
        audit.record(session, "entry.admitted", row.id, by=by, at=at, detail={"receipt": row.receipt})
    elif admitted:
        numbers = [one.row.number for one in admitted]
        audit.record(session, "entries.admitted", cycle.id, by=by, at=at, detail={"entries": numbers})


def take_back_admission(session: Session, entry_id: uuid.UUID) -> None:
    """Something about the entry is open again: it waits until it is admitted anew. The caller records why."""
    session.connection().execute(sa.delete(_admission).where(_admission.c.entry_id == entry_id))


def refuse_if_published(session: Session, cycle: Cycle) -> None:
    """Raises RuleBroken once the results of the cycle are published."""
    if results_published(session, cycle.id):
        raise RuleBroken(msg("The results of this cycle are published: its entries are no longer screened."))

"""What about disqualifications waits for organisers before judges may begin."""

import uuid
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from awards.entries.models import Entry
from awards.kit.i18n import Message, nmsg
from awards.screening.disqualifications import AWAITS_CONFIRMATION
from awards.screening.replies.queries import ANSWER_WAITS

_entry = Entry.__table__  # type: ignore[attr-defined]

_WAITING = sa.select(sa.func.count().filter(AWAITS_CONFIRMATION), sa.func.count().filter(ANSWER_WAITS)).where(
    _entry.c.cycle_id == sa.bindparam("cycle")
)


class Waiting(NamedTuple):
    """Entries of a cycle."""

    proposed: int
    """That one organiser wants out, and no second one has confirmed or dropped it."""
    answered: int
    """That are out, and on whose answer two organisers have not decided."""


def waiting_in(session: Session, cycle_id: uuid.UUID) -> Waiting:
    """How many of each there are: one statement."""
    return Waiting._make(session.connection().execute(_WAITING, {"cycle": cycle_id}).one())


def in_words(waiting: Waiting) -> Message | None:
    """Why judges may not begin yet; none where nothing waits. Pure."""
    if waiting.proposed:
        return nmsg(
            "%(n)s proposed disqualification waits for a second organiser.",
            "%(n)s proposed disqualifications wait for a second organiser.",
            waiting.proposed,
        )
    if waiting.answered:
        return nmsg(
            "%(n)s answer to a disqualification waits for a decision.",
            "%(n)s answers to disqualifications wait for a decision.",
            waiting.answered,
        )
    return None

"""What the judges wrote for the people of an entry, once they were told how it did or its results are published.

Neither names nor pseudonyms, points, comments on criteria or words to the organisers are read here at all.
"""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from awards.entries.models import EntryState
from awards.entries.queries import results_published
from awards.entries.sheet import Head
from awards.kit.errors import NotFound
from judging.appeals.queries import notice_of
from judging.scorecards.models import Scorecard
from judging.tally.queries import document_of, opened
from judging.tally.reading import counted_in

_cards = Scorecard.__table__  # type: ignore[attr-defined]
_WRITTEN = sa.select(_cards.c.id, _cards.c.strengths, _cards.c.improvements).where(
    _cards.c.id.in_(sa.bindparam("cards", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Feedback:
    """Each in an order of its own."""

    strengths: tuple[str, ...]
    improvements: tuple[str, ...]
    stopped: bool
    """The entry did not go past the first reading, of which these are."""


def feedback_on(session: Session, head: Head) -> Feedback:
    """What stands on the sheets that count for this entry.

    Raises NotFound before publication, unless its people were told how it did; and if it is out.
    """
    told = results_published(session, head.cycle_id) or notice_of(session, head.cycle_id) is not None
    if head.state is not EntryState.SUBMITTED or not told:
        raise NotFound
    document = document_of(session, opened(session, head.cycle_number))
    counted = counted_in(session, document, head.cycle_id, head.category_code, head.number)
    cards = [sheet.scorecard_id for sheet in counted.line.sheets] if counted else []
    rows = session.connection().execute(_WRITTEN, {"cards": cards}).all()
    return Feedback(
        in_no_order("strengths", {row.id: row.strengths for row in rows}),
        in_no_order("improvements", {row.id: row.improvements for row in rows}),
        stopped=counted is not None and counted.stopped,
    )


def in_no_order(what: str, texts: Mapping[uuid.UUID, str]) -> tuple[str, ...]:
    """The texts that are not empty, by scorecard, in an order that is always the same and tells nothing.

    A scorecard is of one judge and one entry, so its place on one entry says nothing of its judge's on another.
    """
    mixed = sorted(texts, key=lambda card: hashlib.sha256(f"{what}:{card}".encode()).digest())
    return tuple(text for card in mixed if (text := texts[card].strip()))

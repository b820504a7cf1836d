"""Reads of results: nothing of them before two organisers have opened them."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Cycle
from awards.kit.db import by_name
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.i18n import msg
from awards.kit.recently_used import RecentlyUsed
from judging.rounds.contest import CLOSES_AT, is_current
from judging.rounds.models import EarlyClosing, FinalPlan, ResultsOpening, Round
from judging.rounds.queries import Closing, early_closing_of
from judging.rounds.state import CONSENTS, RoundState, state_of
from judging.rubrics.kinds import RoundKind
from judging.tally.document import CategoryTally, Document, from_json
from judging.tally.models import Tally

_cycles = Cycle.__table__  # type: ignore[attr-defined]
_rounds = Round.__table__  # type: ignore[attr-defined]
_openings = ResultsOpening.__table__  # type: ignore[attr-defined]
_closings = EarlyClosing.__table__  # type: ignore[attr-defined]
_tallies = Tally.__table__  # type: ignore[attr-defined]

_last_tally = (
    sa.select(sa.func.max(_tallies.c.version))
    .where(_tallies.c.round_id == _rounds.c.id)
    .correlate(_rounds)
    .scalar_subquery()
)
_consents = (
    sa.select(sa.func.count())
    .select_from(_openings)
    .where(_openings.c.round_id == _rounds.c.id)
    .correlate(_rounds)
    .scalar_subquery()
)

_closed_early = (
    sa.exists()
    .where(_closings.c.round_id == _rounds.c.id, _closings.c.agreed_at.is_not(None))
    .correlate(_rounds)
)

_plans = FinalPlan.__table__  # type: ignore[attr-defined]
_planned = sa.exists().where(_plans.c.cycle_id == _cycles.c.id).correlate(_cycles)
_earlier = _rounds.alias("earlier")
_read_before = (
    sa.exists()
    .where(
        _earlier.c.cycle_id == _cycles.c.id,
        _earlier.c.kind == RoundKind.FIRST_READING,
        _rounds.c.kind != RoundKind.FIRST_READING,
    )
    .correlate(_cycles, _rounds)
)

_HEAD = (
    sa.select(
        _cycles.c.id.label("cycle_id"),
        _cycles.c.number,
        _cycles.c.name_ar,
        _cycles.c.name_en,
        _cycles.c.judging_opens_at,
        CLOSES_AT.label("judging_closes_at"),
        _cycles.c.publishes_at,
        _rounds.c.id.label("round_id"),
        _rounds.c.opened_at,
        _rounds.c.closed_at,
        _rounds.c.min_sheets,
        _rounds.c.kind,
        _rounds.c.pools,
        _planned.label("final_planned"),
        _read_before.label("after_first_reading"),
        _consents.label("consents"),
        _closed_early.label("closed_early"),
        _tallies.c.id.label("tally_id"),
        _tallies.c.version,
        _tallies.c.reason,
        _tallies.c.computed_at,
    )
    .select_from(_cycles)
    .outerjoin(_rounds, sa.and_(_rounds.c.cycle_id == _cycles.c.id, is_current(_rounds, _cycles)))
    .outerjoin(_tallies, sa.and_(_tallies.c.round_id == _rounds.c.id, _tallies.c.version == _last_tally))
    .where(_cycles.c.number == sa.bindparam("number"))
)
_DOCUMENT = sa.select(_tallies.c.document).where(_tallies.c.id == sa.bindparam("tally_id"))
_SEVERAL = sa.select(_tallies.c.id, _tallies.c.document).where(
    _tallies.c.id.in_(sa.bindparam("tally_ids", expanding=True))
)

_documents: RecentlyUsed[uuid.UUID, Document] = RecentlyUsed(4)
"""A stored tally never changes, so it is read and parsed once."""


class NotYetOpened(RuleBroken):
    """Nobody sees a score before two organisers have opened the results."""

    def __init__(self) -> None:
        super().__init__(msg("The results are not yet opened."))


@dataclass(frozen=True, slots=True)
class Head:
    """A cycle, its deciding round and its last tally; what a page needs before it reads any result."""

    cycle_id: uuid.UUID
    number: int
    name_ar: str
    name_en: str
    judging_opens_at: datetime
    judging_closes_at: datetime
    """When judges must have lodged in the round."""
    publishes_at: datetime
    round_id: uuid.UUID | None
    opened_at: datetime | None
    closed_at: datetime | None
    min_sheets: int | None
    kind: RoundKind | None
    pools: bool | None
    final_planned: bool
    """The cycle has a final panel."""
    after_first_reading: bool
    """The round, or the one before it, reads what a first reading let move on."""
    consents: int
    closed_early: bool
    """Two organisers closed the round before its time."""
    tally_id: uuid.UUID | None
    version: int | None
    reason: str | None
    computed_at: datetime | None

    @property
    def is_final(self) -> bool:
        """The round is that of the final panel."""
        return self.kind is RoundKind.FINAL

    @property
    def leads_to_final(self) -> bool:
        """The best entries of the round move on to a final panel."""
        return self.final_planned and self.kind is RoundKind.SCORING

    @property
    def is_first_reading(self) -> bool:
        """The round is the first reading, from which entries move on to scoring."""
        return self.kind is RoundKind.FIRST_READING

    @property
    def state(self) -> RoundState:
        return state_of(opened_at=self.opened_at, closed_at=self.closed_at, consents=self.consents)

    @property
    def results_open(self) -> bool:
        return self.consents >= CONSENTS and self.tally_id is not None


def head_of(session: Session, number: int) -> Head:
    """Raises NotFound."""
    row = session.connection().execute(_HEAD, {"number": number}).first()
    if row is None:
        raise NotFound
    return by_name(Head, row)


def round_of(head: Head) -> uuid.UUID:
    """The cycle's deciding round. Raises RuleBroken where it has none."""
    if head.round_id is None:
        raise RuleBroken(msg("This cycle has no round of judging yet."))
    return head.round_id


def closing_of(session: Session, head: Head) -> Closing | None:
    """How the round was closed before its time, if it was."""
    return early_closing_of(session, head.round_id) if head.closed_early else None


def opened(session: Session, number: int) -> Head:
    """The head of a cycle whose results are open. Raises NotFound, NotYetOpened."""
    head = head_of(session, number)
    if not head.results_open:
        raise NotYetOpened
    return head


def document_of(session: Session, head: Head) -> Document:
    """What the last tally holds. Raises NotYetOpened."""
    if not head.results_open or head.tally_id is None:
        raise NotYetOpened
    document = _documents.find([head.tally_id]).get(head.tally_id)
    if document is None:
        document = from_json(session.connection().scalars(_DOCUMENT, {"tally_id": head.tally_id}).one())
        _documents.keep({head.tally_id: document})
    return document


def documents_of(session: Session, tally_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Document]:
    """What these tallies hold, by tally: those that were not read lately in one statement.

    Only for tallies whose results are open, and for pages that say nothing of a score.
    """
    documents = _documents.find(tally_ids)
    if lacking := [tally_id for tally_id in tally_ids if tally_id not in documents]:
        rows = session.connection().execute(_SEVERAL, {"tally_ids": lacking})
        read = {row.id: from_json(row.document) for row in rows}
        _documents.keep(read)
        documents = {**documents, **read}
    return documents


def category_of(session: Session, head: Head, code: str) -> CategoryTally:
    """One category of the last tally. Raises NotYetOpened, NotFound."""
    category = document_of(session, head).category(code)
    if category is None:
        raise NotFound
    return category

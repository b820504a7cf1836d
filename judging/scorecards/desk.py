"""The round in which a person judges, and from what they stepped aside in it."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from awards.cycles.models import Cycle
from awards.entries.models import Entry, EntryState
from judging.assignments.models import Assignment
from judging.panels.models import Judge, PanelOfficer
from judging.panels.pledge import SIGNED
from judging.rounds.contest import CLOSES_AT
from judging.rounds.models import Round
from judging.rubrics.kinds import RoundKind
from judging.scorecards.votes_waiting import VOTES_WAITING
from judging.scorecards.window import Window, window

_rounds = Round.__table__  # type: ignore[attr-defined]
_cycles = Cycle.__table__  # type: ignore[attr-defined]
_judges = Judge.__table__  # type: ignore[attr-defined]
_officers = PanelOfficer.__table__  # type: ignore[attr-defined]
# Calibration is a layer above: here only whether the cycle has one is asked, by the names of its columns.
_calibration = sa.table("calibration", sa.column("cycle_id", sa.Uuid))
_mine = Assignment.__table__.alias("mine")  # type: ignore[attr-defined]
_its_entry = Entry.__table__.alias("its_entry")  # type: ignore[attr-defined]
# Reconciling is a layer above: here only whether the cycle has a rule is asked, by the name of its table.
_rules = sa.table("discrepancy_rule", sa.column("cycle_id", sa.Uuid))

WINDOW_COLUMNS = (
    _rounds.c.opened_at,
    # For a judge who was excused from the jury scoring is over: what is reopened stands as it was lodged last.
    sa.func.coalesce(_rounds.c.closed_at, _judges.c.dropped_out_at).label("closed_at"),
    _cycles.c.judging_opens_at,
    CLOSES_AT.label("judging_closes_at"),
)
_DESK = (
    sa.select(
        _rounds.c.id,
        _judges.c.id.label("judge_id"),
        *WINDOW_COLUMNS,
        sa.select(sa.func.count())
        .select_from(_mine.join(_its_entry, _its_entry.c.id == _mine.c.entry_id))
        .where(
            _mine.c.round_id == _rounds.c.id,
            _mine.c.judge_id == _judges.c.id,
            _mine.c.ended_at.is_(None),
            _its_entry.c.state == EntryState.SUBMITTED,
        )
        .correlate(_rounds, _judges)
        .scalar_subquery()
        .label("entries"),
        # Codes and seconds in one text: a statement of its own would be one more for a list that few judges have.
        sa.select(
            sa.func.aggregate_strings(
                _mine.c.code
                + "@"
                + sa.cast(sa.cast(sa.extract("epoch", _mine.c.ended_at), sa.BigInteger), sa.String),
                ",",
            )
        )
        .where(
            _mine.c.round_id == _rounds.c.id,
            _mine.c.judge_id == _judges.c.id,
            _mine.c.ended_reason == "recusal",
        )
        .correlate(_rounds, _judges)
        .scalar_subquery()
        .label("aside"),
        sa.exists().where(_officers.c.judge_id == _judges.c.id).correlate(_judges).label("holds_office"),
        _cycles.c.name_ar.label("cycle_ar"),
        _cycles.c.name_en.label("cycle_en"),
        _cycles.c.declarations_end_at.label("declarations_end"),
        _cycles.c.zone,
        _rounds.c.kind,
        _cycles.c.number.label("cycle_number"),
        SIGNED.label("signed"),
        sa.exists().where(_calibration.c.cycle_id == _cycles.c.id).correlate(_cycles).label("calibrates"),
        sa.exists().where(_rules.c.cycle_id == _cycles.c.id).correlate(_cycles).label("reconciles"),
        _judges.c.dropped_out_at.is_not(None).label("excused"),
        VOTES_WAITING.label("votes_waiting"),
    )
    .join(_cycles, _cycles.c.id == _rounds.c.cycle_id)
    .join(_judges, _judges.c.cycle_id == _cycles.c.id)
    .where(_judges.c.person_id == sa.bindparam("person"))
    .order_by(_rounds.c.opened_at.is_(None), _cycles.c.number.desc(), _rounds.c.position.desc())
)


class SteppedAside(NamedTuple):
    """An entry that is the judge's no longer: since when, and what they called it."""

    at: datetime
    code: str


@dataclass(frozen=True, slots=True)
class Desk:
    """The round in which a person judges: of the newest cycle the last that was opened and has entries for them."""

    round_id: uuid.UUID
    judge_id: uuid.UUID
    opened_at: datetime | None
    closed_at: datetime | None
    opens: datetime
    closes: datetime
    entries: int
    """Before this judge in the round, those included that nobody can read yet."""
    aside: str | None
    """What `stepped_aside` reads."""
    holds_office: bool
    """Whether the judge chairs a panel or is deputy of one."""
    cycle_ar: str
    cycle_en: str
    """What the cycle is called."""
    declarations_end: datetime | None
    """Until then conflicts are to be declared: a wish, not a rule."""
    zone: str
    """By whose clocks the judge reads times."""
    kind: RoundKind
    """Of the round."""
    cycle_number: int
    signed: bool
    """Whether the judge may read: the pledge of the cycle is signed, or was not asked for."""
    calibrates: bool
    """Whether the cycle has a calibration."""
    reconciles: bool
    """Whether the cycle has a rule for sheets that lie far apart."""
    excused: bool
    """Whether the judge was released from the jury."""
    votes_waiting: int
    """Votes in deliberation rooms that wait for theirs."""

    @property
    def stepped_aside(self) -> list[SteppedAside]:
        """The entries of the round from which the judge stepped aside, the first one first; to the second."""
        told = (one.split("@") for one in self.aside.split(",")) if self.aside else ()
        found = [SteppedAside(datetime.fromtimestamp(int(at), UTC), code) for code, at in told]
        return sorted(found)

    def window(self, at: datetime) -> Window:
        return window(
            at, opened_at=self.opened_at, closed_at=self.closed_at, opens=self.opens, closes=self.closes
        )


def desk_of(connection: Connection, person_id: uuid.UUID) -> Desk | None:
    """None for somebody who sits on no jury.

    Whoever has nothing to read in a final panel stays with the scoring round, and finds their sheets there.
    """
    desks = [Desk(*tuple(row)) for row in connection.execute(_DESK, {"person": person_id})]
    return next((desk for desk in _of_newest(desks) if desk.entries), desks[0] if desks else None)


def _of_newest(desks: list[Desk]) -> list[Desk]:
    """The opened rounds of the cycle that comes first, the last one first."""
    return [desk for desk in desks if desk.cycle_number == desks[0].cycle_number and desk.opened_at]

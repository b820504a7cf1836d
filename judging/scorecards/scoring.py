"""What scoring came to for an entry of the final panel, for those judges of it to whom the cycle shows it."""

import uuid
from dataclasses import dataclass
from fractions import Fraction

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from awards.kit.errors import NotFound
from judging.assignments.models import Assignment
from judging.assignments.queries import READABLE
from judging.rounds.models import Round
from judging.rubrics.kinds import RoundKind
from judging.scorecards.models import Scorecard
from judging.scorecards.totals import entry_mean, round_half_up

_assignments = Assignment.__table__  # type: ignore[attr-defined]
_rounds = Round.__table__  # type: ignore[attr-defined]
_cards = Scorecard.__table__  # type: ignore[attr-defined]
_then = _assignments.alias("then")
_before = _rounds.alias("before")

_TOTALS = (
    READABLE.select_from(_assignments)
    .join(_then, _then.c.entry_id == _assignments.c.entry_id)
    .join(
        _before,
        sa.and_(
            _before.c.id == _then.c.round_id,
            _before.c.cycle_id == _rounds.c.cycle_id,
            sa.or_(
                sa.and_(_rounds.c.kind == RoundKind.FINAL, _before.c.kind == RoundKind.SCORING),
                sa.and_(_rounds.c.kind == RoundKind.SCORING, _before.c.kind == RoundKind.FIRST_READING),
            ),
        ),
    )
    .join(_cards, _cards.c.assignment_id == _then.c.id)
    .with_only_columns(_cards.c.total, _before.c.kind)
    .where(
        _assignments.c.code == sa.bindparam("code"),
        _rounds.c.shows_before,
        _then.c.ended_at.is_(None),
        _cards.c.lodged_at.is_not(None),
    )
)


@dataclass(frozen=True, slots=True)
class ScoringFigures:
    """The lodged sheets of the round before in figures, out of 100 to two decimals; nothing of who wrote them."""

    sheets: int
    mean: str
    lowest: str
    highest: str
    kind: RoundKind
    """Of that round."""


def scoring_of(connection: Connection, person_id: uuid.UUID, code: str) -> ScoringFigures:
    """What scoring came to for the entry that this person calls `code` in a final panel; in scoring, the first reading.

    Raises NotFound alike where the entry is not before them, they are recused from it, the cycle does not show
    the round before, or there was none.
    """
    found = [
        (Fraction(total), kind)
        for total, kind in connection.execute(_TOTALS, {"person": person_id, "code": code})
        if total is not None
    ]
    totals = [total for total, _ in found]
    mean = entry_mean(totals)
    if mean is None:
        raise NotFound
    mean_, lowest, highest = (str(round_half_up(v, 2)) for v in (mean, min(totals), max(totals)))
    return ScoringFigures(len(totals), mean_, lowest, highest, found[0][1])

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
            _before.c.position < _rounds.c.position,
        ),
    )
    .join(_cards, _cards.c.assignment_id == _then.c.id)
    .with_only_columns(_cards.c.total)
    .where(
        _assignments.c.code == sa.bindparam("code"),
        _rounds.c.shows_scoring,
        _then.c.ended_at.is_(None),
        _cards.c.lodged_at.is_not(None),
    )
)


@dataclass(frozen=True, slots=True)
class ScoringFigures:
    """The lodged sheets of the scoring round in figures, out of 100 to two decimals; nothing of who wrote them."""

    sheets: int
    mean: str
    lowest: str
    highest: str


def scoring_of(connection: Connection, person_id: uuid.UUID, code: str) -> ScoringFigures:
    """Of the entry that this person calls `code` in a final panel.

    Raises NotFound alike where the entry is not before them, they are recused from it, the cycle does not show
    scoring, or there was none.
    """
    totals = [
        Fraction(total)
        for total in connection.scalars(_TOTALS, {"person": person_id, "code": code})
        if total is not None
    ]
    mean = entry_mean(totals)
    if mean is None:
        raise NotFound
    return ScoringFigures(len(totals), *(str(round_half_up(v, 2)) for v in (mean, min(totals), max(totals))))

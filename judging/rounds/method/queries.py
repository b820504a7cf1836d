"""Reads of how a round's results are worked out."""

import uuid
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from awards.people.models import Person
from judging.rounds.method.models import RoundMethod
from judging.rounds.method.rules import USUAL, Ladder, Method, Rules
from judging.rounds.models import Round
from judging.rubrics.kinds import RoundKind

_methods = RoundMethod.__table__  # type: ignore[attr-defined]
_people = Person.__table__  # type: ignore[attr-defined]
_rounds = Round.__table__  # type: ignore[attr-defined]
_deciding = Round.__table__.alias("deciding")  # type: ignore[attr-defined]

# The other rounds are counted as scoring is: by what was chosen before any judge began.
_VERSIONS = (
    sa.select(_methods, _people.c.name_ar, _people.c.name_en)
    .join(_people, _people.c.id == _methods.c.set_by_id)
    .join(_rounds, sa.and_(_rounds.c.id == _methods.c.round_id, _rounds.c.kind == RoundKind.SCORING))
    .join(_deciding, _deciding.c.cycle_id == _rounds.c.cycle_id)
    .where(_deciding.c.id == sa.bindparam("round_id"))
    .order_by(_methods.c.version.desc())
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """One version, with who chose it."""

    version: int
    rules: Rules
    reason: str
    set_at: datetime
    name_ar: str
    name_en: str


def versions_of(session: Session, round_id: uuid.UUID) -> list[Chosen]:
    """What was chosen for a round, or for the scoring round of its cycle, the newest first; none: the usual rules."""
    return [
        Chosen(
            row.version,
            Rules(
                Method(row.method), Ladder(row.ladder), row.clear, row.leading, row.far, row.draws, row.seed
            ),
            row.reason,
            row.set_at,
            row.name_ar,
            row.name_en,
        )
        for row in session.connection().execute(_VERSIONS, {"round_id": round_id})
    ]


def rules_of(session: Session, round_id: uuid.UUID) -> tuple[int, Rules]:
    """The version that stands, and what it says; version 0 where nothing was chosen."""
    newest = next(iter(versions_of(session, round_id)), None)
    return (newest.version, newest.rules) if newest else (0, USUAL)

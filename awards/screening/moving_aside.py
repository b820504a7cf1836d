"""Answers that did not go with an entry to its new category: they are kept, and both sides can read them."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from awards.entries.models import Submission
from awards.kit.i18n import Bilingual
from awards.screening.moving_models import EntryMove, MoveOutcome

_move = EntryMove.__table__  # type: ignore[attr-defined]
_submission = Submission.__table__  # type: ignore[attr-defined]
_former = _submission.alias("former")
_PAIR = (
    sa.select(_former.c.content.label("former"), _submission.c.content.label("moved"))
    .select_from(_move)
    .join(_former, _former.c.id == _move.c.former_id)
    .join(_submission, _submission.c.id == _move.c.submission_id)
    .where(_move.c.entry_id == sa.bindparam("entry"), _move.c.outcome == MoveOutcome.CONSENTED)
    .order_by(_move.c.decided_at.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Aside:
    """A question of the former category with what was answered to it, in the languages it was answered in."""

    question: Bilingual
    said: tuple[str, ...]


def aside_of(answer: Mapping[str, Any]) -> Aside:
    """An answer of a submission's content as it reads; a text of both languages is two."""
    texts = (answer["text_ar"], answer["text_en"])
    read = texts if any(texts) else (answer.get("value_ar") or answer["value"], answer.get("value_en") or "")
    return Aside(
        Bilingual(answer["label_ar"], answer["label_en"]), tuple(dict.fromkeys(text for text in read if text))
    )


def says_something(answer: Mapping[str, Any]) -> bool:
    """Whether anything was answered."""
    return bool(answer["text_ar"] or answer["text_en"] or answer["value"])


def left_aside(former: Mapping[str, Any], moved: Mapping[str, Any]) -> tuple[Aside, ...]:
    """What the content of the former submission answers and that of the new one does not take over."""
    kept = {answer["question"] for answer in moved["answers"] if says_something(answer)}
    return tuple(
        aside_of(answer)
        for answer in former["answers"]
        if says_something(answer) and answer["question"] not in kept
    )


def aside_after(session: Session, entry_id: uuid.UUID) -> tuple[Aside, ...]:
    """What the last move of the entry left behind; empty where it never moved."""
    row = session.connection().execute(_PAIR, {"entry": entry_id}).first()
    return left_aside(row.former, row.moved) if row else ()

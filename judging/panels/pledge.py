"""The pledge of a judge: code of conduct and confidentiality, signed for each cycle before anything is read."""

import uuid
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa
from sqlmodel import Session

from awards.kit import audit
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.i18n import Message, msg, translate
from judging.panels.models import Judge

_judges = Judge.__table__  # type: ignore[attr-defined]

SIGNED = sa.or_(sa.not_(_judges.c.pledge_asked), _judges.c.pledged_at.is_not(None))
"""Whether the judge may read: they have signed, or were seated before a pledge was asked for."""
CONDUCT: tuple[Message, ...] = (
    msg("I judge every entry by the rubric of its category and by nothing else, alone and without haste."),
    msg(
        "I have named every agency that I work for or have worked for, and name whatever comes to light later."
    ),
    msg(
        "Where I have an interest in an entry, or believe that I know whose it is and cannot be impartial, I recuse myself."
    ),
    msg(
        "I accept no gift, favour or approach from anybody who takes part, and report each to the organisers."
    ),
    msg(
        "I do not try to find out who stands behind an entry, and ask entrants only by way of the award office."
    ),
)
CONFIDENTIALITY: tuple[Message, ...] = (
    msg("I keep secret what I read, what I score and who else judges, during the cycle and after it."),
    msg(
        "I give no entry, file or note to anybody or to any outside service, and keep no copy after the cycle."
    ),
    msg("I say nothing of results before they are published."),
)


def text_digest() -> str:
    """SHA-256 of the whole text in both languages, in hex: what was signed, whatever it says later."""
    lines = [translate(line, lang) for lang in ("ar", "en") for line in (*CONDUCT, *CONFIDENTIALITY)]
    return sha256("\n".join(lines).encode()).hexdigest()


def sign_pledge(session: Session, judge_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """The judge `by` signs for the cycle of this seat. Raises NotFound for another's seat, RuleBroken if it is signed."""
    judge = session.get(Judge, judge_id)
    if judge is None or judge.person_id != by:
        raise NotFound
    if judge.pledged_at is not None:
        raise RuleBroken(msg("You have signed the pledge of this cycle already."))
    judge.pledged_at = at
    session.add(judge)
    session.flush()
    audit.record(session, "judge.pledged", judge_id, by=by, at=at, detail={"digest": text_digest()})

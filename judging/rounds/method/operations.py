"""Choosing how a round's results are worked out."""

import uuid
from dataclasses import asdict
from datetime import datetime

from sqlmodel import Session

from awards.kit import audit
from awards.kit.errors import Invalid, NotFound, RuleBroken
from awards.kit.i18n import msg
from judging.rounds.method.models import RoundMethod
from judging.rounds.method.queries import rules_of
from judging.rounds.method.rules import Rules
from judging.rounds.models import Round
from judging.rounds.queries import has_begun, opening_round
from judging.rubrics.kinds import RoundKind


def choose_method(
    session: Session, round_id: uuid.UUID, rules: Rules, *, reason: str = "", by: uuid.UUID, at: datetime
) -> RoundMethod:
    """A new version of how a scoring round is counted, for the other rounds too; each after the first needs a reason.

    Raises RuleBroken once a round of the cycle has been opened, or if nothing would change, Invalid without a reason.
    """
    round_ = session.get(Round, round_id)
    if round_ is None or round_.kind is not RoundKind.SCORING:
        raise NotFound
    if has_begun(opening_round(session, round_.cycle_id)):
        raise RuleBroken(
            msg("Judging has begun: how the results are worked out was chosen before, and stands.")
        )
    version, before = rules_of(session, round_id)
    if version and before == rules:
        raise RuleBroken(msg("This is how it is chosen already."))
    if version and not reason.strip():
        raise Invalid({"reason": msg("Give the reason for which this is changed.")})
    chosen = RoundMethod(
        round_id=round_id,
        version=version + 1,
        **asdict(rules),
        reason=reason.strip(),
        set_at=at,
        set_by_id=by,
    )
    session.add(chosen)
    session.flush()
    detail: dict[str, object] = {"version": chosen.version, **rules.in_detail()}
    if chosen.reason:
        detail["reason"] = chosen.reason
    audit.record(session, "round.method_chosen", round_id, by=by, at=at, detail=detail)
    return chosen

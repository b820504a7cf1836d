"""Opening results and counting them."""

import uuid
from datetime import datetime

from sqlmodel import Session, col, select

from awards.cycles.queries import cycle_by_id
from awards.kit import audit
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.i18n import msg
from judging.rounds.models import Round
from judging.rounds.operations import open_results
from judging.rounds.queries import consents_of, round_state
from judging.rounds.state import RoundState
from judging.tally.document import FORMAT, Document, to_json
from judging.tally.models import Tally
from judging.tally.results import count
from judging.tally.sheets import contests_of


def consent_to_results(session: Session, round_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> Tally | None:
    """One organiser's consent to open the results; the second one's counts them and gives the first tally."""
    return (
        compute_tally(session, round_id, by=by, at=at)
        if open_results(session, round_id, by=by, at=at)
        else None
    )


def compute_tally(
    session: Session, round_id: uuid.UUID, *, by: uuid.UUID, at: datetime, reason: str = ""
) -> Tally:
    """Count the lodged sheets of a round whose results are open, and store the result as a new version.

    A version is never edited; each after the first needs the reason for which it replaces the one before.
    Raises RuleBroken if the results are not open or the reason is missing.
    """
    round_ = session.get(Round, round_id)
    if round_ is None:
        raise NotFound
    if round_state(round_, consents_of(session, round_id)) is not RoundState.OPENED:
        raise RuleBroken(msg("The results are counted once two organisers have opened them."))
    last = session.exec(
        select(Tally.version).where(Tally.round_id == round_id).order_by(col(Tally.version).desc()).limit(1)
    ).first()
    if last is not None and not reason.strip():
        raise RuleBroken(msg("Give the reason for which the results are counted again."))
    cycle = cycle_by_id(session, round_.cycle_id)
    document = Document(
        format=FORMAT,
        round_id=round_id,
        cycle=cycle.number,
        method=cycle.method.value,
        min_sheets=round_.min_sheets,
        categories=tuple(
            count(contest, min_sheets=round_.min_sheets)
            for contest in contests_of(session, cycle.id, round_id)
        ),
    )
    tally = Tally(
        round_id=round_id,
        version=(last or 0) + 1,
        method=cycle.method.value,
        document=to_json(document),
        reason=reason.strip(),
        computed_at=at,
        computed_by_id=by,
    )
    session.add(tally)
    session.flush()
    detail: dict[str, object] = {
        "version": tally.version,
        "sheets": sum(len(e.sheets) for c in document.categories for e in c.entries),
    }
    if tally.reason:
        detail["reason"] = tally.reason
    audit.record(session, "tally.computed", round_id, by=by, at=at, detail=detail)
    return tally

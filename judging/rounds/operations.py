"""What is done with a round of judging: create it, open and close it, open its results."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from awards.cycles.queries import cycle_by_id
from awards.entries.extensions.queries import intake_ends
from awards.kit import audit
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.i18n import msg
from judging.rounds.limits import RoundLimits
from judging.rounds.method.queries import rules_of
from judging.rounds.models import EarlyClosing, ResultsOpening, Round
from judging.rounds.queries import consents_of, is_followed
from judging.rounds.state import CONSENTS


def create_round(
    session: Session,
    cycle_id: uuid.UUID,
    *,
    sheets_per_entry: int = 4,
    max_load: int = 36,
    min_sheets: int = 3,
    by: uuid.UUID | None,
    at: datetime,
) -> Round:
    """The scoring round of a cycle, not open yet. Raises RuleBroken for limits that cannot be kept together."""
    RoundLimits(sheets_per_entry, max_load, min_sheets)
    round_ = Round(
        cycle_id=cycle_id,
        sheets_per_entry=sheets_per_entry,
        max_load=max_load,
        min_sheets=min_sheets,
    )
    session.add(round_)
    session.flush()
    detail = {
        "cycle": str(cycle_id),
        "position": round_.position,
        "sheets_per_entry": sheets_per_entry,
        "max_load": max_load,
        "min_sheets": min_sheets,
    }
    audit.record(session, "round.created", round_.id, by=by, at=at, detail=detail)
    return round_


def open_round(session: Session, round_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """Judges may begin to score, and how results are worked out is frozen: the log says how.

    Raises RuleBroken if the round was opened before or entries still come in.
    """
    round_ = _found(session, round_id)
    if round_.opened_at is not None:
        raise RuleBroken(msg("The round is open already."))
    cycle = cycle_by_id(session, round_.cycle_id)
    if at < intake_ends(session, cycle):
        raise RuleBroken(msg("Entries are still accepted. The round can be opened once that has ended."))
    round_.opened_at = at
    session.add(round_)
    session.flush()
    version, rules = rules_of(session, round_id)
    detail = {"version": version, **rules.in_detail()}
    audit.record(session, "round.opened", round_id, by=by, at=at, detail=detail)


def close_round(
    session: Session, round_id: uuid.UUID, *, missing: int = 0, early: str = "", by: uuid.UUID, at: datetime
) -> None:
    """Nothing more is lodged in this round.

    `missing` is the number of sheets that the organiser was told are not lodged, `early` the reason for closing
    before its time, for the audit log. Raises RuleBroken unless the round is open.
    """
    round_ = _open(session, round_id)
    round_.closed_at, round_.closed_by_id = at, by
    session.add(round_)
    session.flush()
    detail = {"missing": missing, **({"reason": early} if early else {})}
    audit.record(session, "round.closed", round_id, by=by, at=at, detail=detail)


def ask_to_close_early(
    session: Session,
    round_id: uuid.UUID,
    reason: str,
    *,
    reason_en: str = "",
    missing: int,
    unranked: int,
    by: uuid.UUID,
    at: datetime,
) -> EarlyClosing:
    """One organiser's wish to close an open round early; another one must agree. It replaces an earlier wish.

    Raises RuleBroken without a reason, or unless the round is open.
    """
    round_ = _open(session, round_id)
    if not reason.strip():
        raise RuleBroken(msg("Give the reason for which the round is closed early."))
    session.exec(sa.delete(EarlyClosing).where(col(EarlyClosing.round_id) == round_.id))
    wish = EarlyClosing(
        round_id=round_id,
        reason=reason.strip(),
        reason_en=reason_en.strip(),
        missing=missing,
        unranked=unranked,
        asked_at=at,
        asked_by_id=by,
    )
    session.add(wish)
    session.flush()
    detail: dict[str, object] = {"reason": wish.reason, "missing": missing, "unranked": unranked}
    if wish.reason_en:
        detail["reason_en"] = wish.reason_en
    audit.record(session, "round.early_closing_asked", round_id, by=by, at=at, detail=detail)
    return wish


def take_back_early_closing(
    session: Session, round_id: uuid.UUID, wish_id: uuid.UUID, *, by: uuid.UUID, at: datetime
) -> None:
    """Whoever asked to close the round early does so no longer.

    Raises RuleBroken if the wish was replaced or agreed to since, or is somebody else's.
    """
    _open(session, round_id)
    wish = _standing_wish(session, round_id, wish_id)
    if wish.asked_by_id != by:
        raise RuleBroken(msg("Another organiser asked for this, and takes it back."))
    session.delete(wish)
    session.flush()
    audit.record(session, "round.early_closing_taken_back", round_id, by=by, at=at)


def _standing_wish(session: Session, round_id: uuid.UUID, wish_id: uuid.UUID) -> EarlyClosing:
    wish = session.get(EarlyClosing, wish_id)
    if wish is None or wish.round_id != round_id:
        raise RuleBroken(msg("What was asked for has changed since you opened the page. Read it again."))
    return wish


def agree_to_close_early(
    session: Session,
    round_id: uuid.UUID,
    wish_id: uuid.UUID,
    *,
    missing: int,
    unranked: int,
    by: uuid.UUID,
    at: datetime,
) -> None:
    """A second organiser agrees, and the round is closed.

    Raises RuleBroken if the wish was replaced since, is one's own, or the round is not open.
    """
    _open(session, round_id)
    wish = _standing_wish(session, round_id, wish_id)
    if wish.asked_by_id == by:
        raise RuleBroken(msg("You asked for this. Another organiser must agree."))
    wish.agreed_at, wish.agreed_by_id = at, by
    wish.missing, wish.unranked = missing, unranked
    session.add(wish)
    session.flush()
    close_round(session, round_id, missing=missing, early=wish.reason, by=by, at=at)


def open_results(session: Session, round_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> bool:
    """One organiser's consent to open the results of a closed round; True once a second one has given theirs.

    Raises RuleBroken if the round is not closed, a final panel follows it, the results are open already, or `by` has
    consented before.
    """
    round_ = _found(session, round_id)
    if round_.closed_at is None:
        raise RuleBroken(msg("The round must be closed before its results are opened."))
    if is_followed(session, round_):
        raise RuleBroken(msg("The results are opened when the final panel has ended, and not before."))
    consents = [consent.person_id for consent in consents_of(session, round_id)]
    if len(consents) >= CONSENTS:
        raise RuleBroken(msg("The results are open already."))
    if by in consents:
        raise RuleBroken(
            msg("You have consented already. A second organiser must open the results with you.")
        )
    session.add(ResultsOpening(round_id=round_id, person_id=by, at=at))
    session.flush()
    audit.record(session, "results.consented", round_id, by=by, at=at)
    opened = len(consents) + 1 >= CONSENTS
    if opened:
        audit.record(session, "results.opened", round_id, by=by, at=at)
    return opened


def _open(session: Session, round_id: uuid.UUID) -> Round:
    round_ = _found(session, round_id)
    if round_.opened_at is None:
        raise RuleBroken(msg("The round has not been opened yet."))
    if round_.closed_at is not None:
        raise RuleBroken(msg("The round is closed already."))
    return round_


def _found(session: Session, round_id: uuid.UUID) -> Round:
    round_ = session.get(Round, round_id)
    if round_ is None:
        raise NotFound
    return round_

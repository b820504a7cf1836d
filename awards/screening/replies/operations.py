"""Answering a disqualification, and deciding on the answer: proposed by one organiser, confirmed by another one."""

import uuid
from datetime import datetime

from sqlmodel import Session

from awards.cycles.queries import cycle_by_id
from awards.entries import queries as entries
from awards.entries.addressees import write_to_people
from awards.entries.models import EntryState
from awards.entries.reinstating import reinstate_entry
from awards.entries.sheet import Head
from awards.kit import audit
from awards.kit.errors import NotFound, RuleBroken, Stale
from awards.kit.i18n import msg
from awards.screening.operations import refuse_if_published
from awards.screening.replies.letters import DECIDED
from awards.screening.replies.models import DisqualificationReply, ReplyDecision
from awards.screening.replies.queries import Hearing, hearing_of
from awards.screening.replies.state import Act, why_not


def reply(session: Session, entry_id: uuid.UUID, text: str, *, by: uuid.UUID, at: datetime) -> None:
    """One of the entry's people answers, once and for all of them.

    Raises NotFound for an entry that is not theirs or that two organisers have not disqualified, RuleBroken if it was
    answered already or results are published.
    """
    head = entries.my_head(session, by, entry_id, to_change=True)
    hearing = _let(session, head, Act.ANSWER, by)
    session.add(
        DisqualificationReply(disqualification_id=hearing.id, entry_id=entry_id, text=text, at=at, by_id=by)
    )
    session.flush()
    audit.record(session, "entry.disqualification_answered", entry_id, by=by, at=at)


def propose(
    session: Session, entry_id: uuid.UUID, reason: str, *, lifts: bool, by: uuid.UUID, at: datetime
) -> uuid.UUID:
    """One organiser's wish to keep or to lift a disqualification that was answered.

    Raises RuleBroken if no answer waits or a wish does, to lift once the round of judging has opened, for whoever
    answered, or once results are published.
    """
    head = entries.head_of(session, entry_id)
    hearing = _let(session, head, Act.LIFT if lifts else Act.KEEP, by)
    wish = ReplyDecision(
        disqualification_id=hearing.id, lifts=lifts, reason=reason, proposed_at=at, proposed_by_id=by
    )
    session.add(wish)
    session.flush()
    detail = {"lifts": lifts, "reason": reason}
    audit.record(session, "entry.reconsideration_proposed", entry_id, by=by, at=at, detail=detail)
    return wish.id


def confirm(
    session: Session, entry_id: uuid.UUID, decision_id: uuid.UUID, *, by: uuid.UUID, at: datetime
) -> bool:
    """A second organiser confirms, and the entry's people are told; whether the entry came back.

    Raises Stale if the wish was replaced, dropped or confirmed since, RuleBroken as `propose` does and for one's own.
    """
    head = entries.head_of(session, entry_id)
    wish = _standing(session, entry_id, decision_id)
    _let(session, head, Act.CONFIRM, by)
    _decide(session, wish, confirmed=True, by=by, at=at)
    if wish.lifts:
        reinstate_entry(session, entry_id, wish.reason, by=by, at=at)
    else:
        detail = {"reason": wish.reason}
        audit.record(session, "entry.disqualification_kept", entry_id, by=by, at=at, detail=detail)
    _tell(session, head, wish, by, at)
    return wish.lifts


def drop(
    session: Session, entry_id: uuid.UUID, decision_id: uuid.UUID, *, by: uuid.UUID, at: datetime
) -> None:
    """Whoever proposed it, or another organiser, lets it be; the answer waits again.

    Raises Stale if the wish was decided on since, RuleBroken once results are published.
    """
    head = entries.head_of(session, entry_id)
    wish = _standing(session, entry_id, decision_id)
    _let(session, head, Act.DROP, by)
    _decide(session, wish, confirmed=False, by=by, at=at)
    audit.record(session, "entry.reconsideration_dropped", entry_id, by=by, at=at)


def _let(session: Session, head: Head, act: Act, by: uuid.UUID) -> Hearing:
    refuse_if_published(session, cycle_by_id(session, head.cycle_id))
    hearing = hearing_of(session, head.id)
    if hearing is None:
        raise NotFound
    if head.state is not EntryState.DISQUALIFIED:
        raise RuleBroken(msg("This entry is not disqualified."))
    if refused := why_not(hearing.standing, act, by):
        raise RuleBroken(refused)
    return hearing


def _standing(session: Session, entry_id: uuid.UUID, decision_id: uuid.UUID) -> ReplyDecision:
    wish = session.get(ReplyDecision, decision_id)
    hearing = hearing_of(session, entry_id)
    if wish is None or wish.decided_at is not None or hearing is None or hearing.decision_id != wish.id:
        raise Stale(msg("What was proposed has changed since you opened the page. Read it again."))
    return wish


def _decide(session: Session, wish: ReplyDecision, *, confirmed: bool, by: uuid.UUID, at: datetime) -> None:
    wish.decided_at, wish.decided_by_id, wish.confirmed = at, by, confirmed
    session.add(wish)
    session.flush()


def _tell(session: Session, head: Head, wish: ReplyDecision, by: uuid.UUID, at: datetime) -> None:
    params = {
        "entry": str(head.id),
        "title": {"ar": head.title_ar, "en": head.title_en},
        "lifts": wish.lifts,
        "reason": wish.reason,
    }
    write_to_people(session, DECIDED, params, head.id, by=by, at=at)

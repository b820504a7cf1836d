"""Ruling on an appeal: who is to, what is ruled, and the second person where a place changes."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from awards.kit import audit
from awards.kit.errors import Invalid, NotFound, RuleBroken, Stale
from awards.kit.i18n import msg
from judging.appeals.difference import changes_place
from judging.appeals.letters import ASSIGNED, RULED, TO_AGREE
from judging.appeals.models import UPHOLDING, Appeal, AppealRuling, Outcome
from judging.appeals.parts import candidate_for, candidates_for
from judging.appeals.queries import Filed, appeal_by_id
from judging.appeals.rules import PARTS, Candidate, State, first_part, may_rule
from judging.appeals.writing import write_to, write_to_entrant
from judging.rounds.models import Round
from judging.tally.document import SheetLine
from judging.tally.operations import count_round
from judging.tally.queries import document_of, documents_of, opened, round_of


class HadPart(RuleBroken):
    """Somebody who had a part in the decision cannot rule on an appeal against it."""

    def __init__(self, candidate: Candidate | None) -> None:
        part = first_part(candidate.parts) if candidate else None
        super().__init__(
            msg("Whoever %(part)s cannot rule on this appeal.", part=PARTS[part])
            if part
            else msg("An organiser who can sign in rules on appeals.")
        )


class RuledMeanwhile(Stale):
    """The ruling is no longer the one that the second person read."""

    def __init__(self) -> None:
        super().__init__(msg("The ruling has changed since you opened this page. Read it again."))


def assign_ruler(
    session: Session, appeal_id: uuid.UUID, ruler: uuid.UUID, *, by: uuid.UUID, at: datetime
) -> None:
    """Ask somebody to rule, in the stead of whoever was asked before; they are written to.

    Raises NotFound, RuleBroken once it is ruled on or withdrawn, for oneself, and HadPart.
    """
    found = appeal_by_id(session, appeal_id)
    if found.state not in (State.FILED, State.ASSIGNED):
        raise RuleBroken(msg("The appeal has been ruled on, or is withdrawn already."))
    if ruler == by:
        raise RuleBroken(msg("Another organiser asks you to rule: nobody asks themselves."))
    candidate = candidate_for(session, found, ruler)
    if candidate is None or not may_rule(candidate):
        raise HadPart(candidate)
    appeal = session.get_one(Appeal, appeal_id)
    before, appeal.ruler_id, appeal.assigned_at, appeal.assigned_by_id = appeal.ruler_id, ruler, at, by
    session.add(appeal)
    session.flush()
    detail = {"number": found.number, "ruler": str(ruler), "old": str(before) if before else None}
    audit.record(session, "appeal.assigned", found.entry_id, by=by, at=at, detail=detail)
    write_to(session, ASSIGNED, found, [ruler], by=by, at=at)


def sheets_of(session: Session, appeal: Filed) -> tuple[SheetLine, ...]:
    """The sheets of the appeal's entry that count now, under pseudonyms."""
    category = document_of(session, opened(session, appeal.cycle_number)).category(appeal.code)
    entry = category.entry(appeal.entry_number) if category else None
    return entry.sheets if entry else ()


def set_aside_by(session: Session, appeal: Filed) -> list[SheetLine]:
    """The sheets that the ruling sets aside, under pseudonyms, as they were counted before; none without a ruling."""
    if appeal.ruling is None or not appeal.ruling.set_aside:
        return []
    if appeal.before_id is None:
        counted = sheets_of(session, appeal)
    else:
        category = documents_of(session, [appeal.before_id])[appeal.before_id].category(appeal.code)
        entry = category.entry(appeal.entry_number) if category else None
        counted = entry.sheets if entry else ()
    return [sheet for sheet in counted if sheet.scorecard_id in appeal.ruling.set_aside]


def rule_on(
    session: Session,
    appeal_id: uuid.UUID,
    outcome: Outcome,
    *,
    reasons_ar: str,
    reasons_en: str,
    set_aside: Collection[uuid.UUID] = (),
    by: uuid.UUID,
    at: datetime,
) -> AppealRuling:
    """Rule on an appeal. It stands at once, unless other entries would have places by the count that follows.

    Raises NotFound for whoever was not asked, HadPart where they have had a part since, RuleBroken if it is ruled on
    or withdrawn, Invalid for sheets that are not the entry's or that a ruling without a change would set aside.
    """
    found = appeal_by_id(session, appeal_id)
    if found.ruler_id != by:
        raise NotFound
    if found.state is not State.ASSIGNED:
        raise RuleBroken(msg("The appeal has been ruled on, or is withdrawn already."))
    candidate = candidate_for(session, found, by)
    if candidate is None or not may_rule(candidate):
        raise HadPart(candidate)
    _check(session, found, outcome, reasons_ar, reasons_en, set_aside)
    ruling = AppealRuling(
        appeal_id=appeal_id,
        outcome=outcome,
        reasons_ar=reasons_ar.strip(),
        reasons_en=reasons_en.strip(),
        set_aside=sorted(map(str, set_aside)),
        changes_place=bool(set_aside) and _would_change(session, found, set_aside),
        ruled_at=at,
        ruled_by_id=by,
    )
    session.add(ruling)
    session.flush()
    detail = {
        "number": found.number,
        "ruling": outcome.value,
        "reasons_ar": ruling.reasons_ar,
        "reasons_en": ruling.reasons_en,
        "sheets": len(ruling.set_aside),
        "changes_place": ruling.changes_place,
    }
    audit.record(session, "appeal.ruled", found.entry_id, by=by, at=at, detail=detail)
    if ruling.changes_place:
        others = [one.id for one in candidates_for(session, found) if one.may_rule and one.id != by]
        write_to(session, TO_AGREE, found, others, by=by, at=at)
    else:
        _stands(session, appeal_id, by=by, at=at)
    return ruling


def _check(
    session: Session,
    found: Filed,
    outcome: Outcome,
    reasons_ar: str,
    reasons_en: str,
    set_aside: Collection[uuid.UUID],
) -> None:
    for name, text in (("reasons_ar", reasons_ar), ("reasons_en", reasons_en)):
        if not text.strip():
            raise Invalid({name: msg("Write the reasons: the entrant reads them.")})
    if set_aside and outcome not in UPHOLDING:
        raise Invalid({"sheets": msg("Only an appeal that is upheld, at least in part, sets sheets aside.")})
    if not {sheet.scorecard_id for sheet in sheets_of(session, found)}.issuperset(set_aside):
        raise Invalid({"sheets": msg("One of these sheets does not count for the entry any more.")})


def _would_change(session: Session, found: Filed, set_aside: Collection[uuid.UUID]) -> bool:
    head = opened(session, found.cycle_number)
    after = count_round(session, session.get_one(Round, round_of(head)), without=set_aside)
    return changes_place(document_of(session, head).categories, after.categories)


def agree_to_ruling(
    session: Session, appeal_id: uuid.UUID, ruling_id: uuid.UUID, *, by: uuid.UUID, at: datetime
) -> None:
    """A second person who had no part agrees: the ruling stands, and the entrant is written to.

    Raises RuledMeanwhile unless it is the ruling that waits, RuleBroken for whoever ruled, HadPart.
    """
    found, ruling = _awaiting(session, appeal_id, ruling_id, by)
    ruling.agreed_at, ruling.agreed_by_id = at, by
    session.add(ruling)
    session.flush()
    audit.record(
        session, "appeal.ruling_agreed", found.entry_id, by=by, at=at, detail={"number": found.number}
    )
    _stands(session, appeal_id, by=by, at=at)


def send_ruling_back(
    session: Session, appeal_id: uuid.UUID, ruling_id: uuid.UUID, reason: str, *, by: uuid.UUID, at: datetime
) -> None:
    """The second person does not agree and says why: it is ruled anew. Raises as agreeing does, Invalid without a reason."""
    found, ruling = _awaiting(session, appeal_id, ruling_id, by)
    if not reason.strip():
        raise Invalid({"reason": msg("Say what you hold against the ruling.")})
    appeal = session.get_one(Appeal, appeal_id)
    appeal.sent_back = reason.strip()
    session.add(appeal)
    session.delete(ruling)
    session.flush()
    detail = {"number": found.number, "reason": appeal.sent_back}
    audit.record(session, "appeal.ruling_sent_back", found.entry_id, by=by, at=at, detail=detail)
    write_to(session, ASSIGNED, found, [ruling.ruled_by_id], by=by, at=at)


def _awaiting(
    session: Session, appeal_id: uuid.UUID, ruling_id: uuid.UUID, by: uuid.UUID
) -> tuple[Filed, AppealRuling]:
    found = appeal_by_id(session, appeal_id)
    ruling = session.get(AppealRuling, ruling_id)
    if found.state is not State.TO_AGREE or ruling is None or ruling.appeal_id != appeal_id:
        raise RuledMeanwhile
    if ruling.ruled_by_id == by:
        raise RuleBroken(msg("You made this ruling. A second person must agree to it."))
    candidate = candidate_for(session, found, by)
    if candidate is None or not may_rule(candidate):
        raise HadPart(candidate)
    return found, ruling


def _stands(session: Session, appeal_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """The entrant reads the ruling from now on; an appeal that changes nothing is closed with it."""
    appeal, ruling = session.get_one(Appeal, appeal_id), appeal_by_id(session, appeal_id).ruling
    if ruling is None:
        raise NotFound
    if ruling.outcome not in UPHOLDING:
        appeal.closed_at = at
        session.add(appeal)
        session.flush()
    told = {
        "outcome": ruling.outcome.value,
        "reasons": {"ar": ruling.reasons_ar, "en": ruling.reasons_en},
    }
    write_to_entrant(session, RULED, appeal_by_id(session, appeal_id), told, by=by, at=at)

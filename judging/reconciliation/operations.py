"""What is done where sheets lie far apart: set the rule, ask, answer, determine, bring in another judge."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlmodel import Session, select

from awards.kit import audit
from awards.kit.db import new_id
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.i18n import as_lang, msg
from awards.kit.mail.outbox import queue_mail
from awards.people.models import Person
from judging.assignments.models import HANDED_OVER, Assignment
from judging.assignments.queries import judge_view_by_code
from judging.assignments.single import assign_one
from judging.panels.models import Judge
from judging.panels.naming import judging_is_open
from judging.reconciliation.differing import Next, apart_on, concerned, too_far_apart
from judging.reconciliation.letters import ASKED, TO_CHAIR, TO_EXTRA
from judging.reconciliation.models import (
    DiscrepancyRule,
    PendingOpening,
    Reconciliation,
    ReconciliationPart,
    Settlement,
)
from judging.reconciliation.queries import (
    Item,
    criteria_of,
    item_by_id,
    items_on_assignment,
    lodged_sheets_of,
    pending_in,
    threshold_of,
)
from judging.rounds.models import Round
from judging.rounds.queries import consents_of, last_round, round_state
from judging.rounds.state import RoundState
from judging.scorecards.models import Scorecard
from judging.scorecards.operations import lodge_at_once
from judging.scorecards.queries import marks_of
from judging.scorecards.sheet import SheetInput

_MEANWHILE = msg("This was settled meanwhile. Look at it again.")


def set_rule(
    session: Session, cycle_id: uuid.UUID, points: int | None, *, by: uuid.UUID, at: datetime
) -> None:
    """How far apart two sheets of one entry may lie; none for no such rule. Raises RuleBroken once judging is open."""
    if judging_is_open(session, cycle_id):
        raise RuleBroken(msg("Judging is open: the rule stands as the judges began with it."))
    rule = session.get(DiscrepancyRule, cycle_id)
    before = rule.points if rule else None
    if before == points:
        return
    if points is None:
        session.delete(rule)
    else:
        rule = rule or DiscrepancyRule(cycle_id=cycle_id, points=points, set_at=at, set_by_id=by)
        rule.points, rule.set_at, rule.set_by_id = points, at, by
        session.add(rule)
    session.flush()
    detail = {"old": before or 0, "new": points or 0}
    audit.record(session, "discrepancy.rule_set", cycle_id, by=by, at=at, detail=detail)


def open_reconciliations(session: Session, round_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> int:
    """Ask the judges of every entry of a round that was just closed whose sheets lie too far apart; how many entries."""
    round_ = session.get_one(Round, round_id)
    threshold = threshold_of(session, round_.cycle_id)
    if threshold is None:
        return 0
    entries = {
        entry_id: sheets
        for entry_id, sheets in lodged_sheets_of(session, round_id).items()
        if too_far_apart([one.sheet for one in sheets], threshold)
    }
    names = criteria_of(session, {sheets[0].category_id for sheets in entries.values()})
    letters = []
    for entry_id, sheets in entries.items():
        lines = [one.sheet for one in sheets]
        asked = set(concerned(lines, threshold))
        opened = Reconciliation(
            id=new_id(),
            round_id=round_id,
            entry_id=entry_id,
            threshold=threshold,
            criteria=apart_on(lines, threshold, list(names[sheets[0].category_id])),
            opened_at=at,
        )
        session.add(opened)
        session.add_all(
            ReconciliationPart(
                assignment_id=one.assignment_id, reconciliation_id=opened.id, receipt_id=one.receipt_id
            )
            for one in sheets
            if one.assignment_id in asked
        )
        letters += [
            (one.code, one.person_id, one.assignment_id) for one in sheets if one.assignment_id in asked
        ]
        detail = {"points": threshold, "sheets": len(asked)}
        audit.record(session, "reconciliation.opened", entry_id, by=by, at=at, detail=detail)
    session.flush()
    people = _people(session, {person_id for _, person_id, _ in letters})
    for code, person_id, about in letters:
        given = {"code": code, "points": threshold}
        _write(session, ASKED, given, people[person_id], about=about, at=at)
    return len(entries)


def answer(
    session: Session,
    code: str,
    reason: str,
    sheet: SheetInput | None = None,
    *,
    by: uuid.UUID,
    at: datetime,
) -> None:
    """A judge says why they judged as they did and, with `sheet`, changes their marks, once. Both sheets are kept.

    Raises NotFound for an entry on which this judge is not asked, RuleBroken without a reason, or if they have answered
    or it is settled, and what `lodge_at_once` raises.
    """
    item, assignment_id = _mine(session, code, by)
    part = session.get(ReconciliationPart, assignment_id)
    if part is None:
        raise NotFound
    _refuse_unless_pending(session, item)
    if part.answered_at is not None:
        raise RuleBroken(msg("You have answered already."))
    if not reason.strip():
        raise RuleBroken(msg("Say why you judged as you did."))
    part.reason, part.answered_at = reason.strip(), at
    card = session.exec(select(Scorecard).where(Scorecard.assignment_id == assignment_id)).one()
    if sheet is not None:
        remarks = SheetInput(
            sheet.marks or marks_of(session.connection(), card.id),
            card.strengths,
            card.improvements,
            card.confidential,
        )
        receipt = lodge_at_once(session, assignment_id, remarks, by=by, at=at)
        part.rescored_receipt_id = receipt.id
        session.expire(card)
    session.add(part)
    session.flush()
    detail = {"rescored": sheet is not None}
    audit.record(session, "reconciliation.answered", card.id, by=by, at=at, detail=detail)
    now = _found(session, item.id)
    if now.next is Next.AGREED:
        _settle(session, now, Settlement.AGREED, by=None, at=at)
    elif now.next is Next.CHAIR_OR_JUDGE and now.chair:
        given = {"ar": now.name_ar, "en": now.name_en}
        _write(session, TO_CHAIR, given, session.get_one(Person, now.chair), about=now.id, at=at)


def determine(session: Session, id_: uuid.UUID, text: str, *, by: uuid.UUID, at: datetime) -> None:
    """The chair determines that the sheets stand, and writes why.

    Raises NotFound for anybody but who acts as chair, RuleBroken without a reason or unless it waits for the chair.
    """
    item = _found(session, id_)
    if item.chair != by:
        raise NotFound
    _refuse_unless_pending(session, item)
    if item.next is not Next.CHAIR_OR_JUDGE:
        raise RuleBroken(msg("This does not wait for the chair now."))
    if not text.strip():
        raise RuleBroken(msg("Say why the sheets stand."))
    _settle(session, item, Settlement.STANDS, by=by, at=at, text=text.strip())


def bring_in(
    session: Session, id_: uuid.UUID, judge_id: uuid.UUID, *, by: uuid.UUID, at: datetime
) -> Assignment:
    """Give the entry to one more judge; another one instead of whom was brought in and has not lodged.

    Raises NotFound, RuleBroken unless all have answered and the sheets still lie apart, or for a judge who may not have it.
    """
    item = _found(session, id_)
    _refuse_unless_pending(session, item)
    if item.next not in (Next.CHAIR_OR_JUDGE, Next.EXTRA_JUDGE):
        raise RuleBroken(msg("The judges of this entry have not all answered."))
    if item.extra:
        before = session.get_one(Assignment, item.extra.assignment_id)
        before.ended_at, before.ended_reason = at, HANDED_OVER
        session.add(before)
        session.flush()
    made = assign_one(session, item.round_id, item.entry_id, judge_id, by=by, at=at)
    row = session.get_one(Reconciliation, id_)
    row.extra_assignment_id, row.extra_by_id = made.id, by
    session.add(row)
    session.flush()
    detail = {"judge": str(judge_id)}
    audit.record(session, "reconciliation.judge_brought_in", item.entry_id, by=by, at=at, detail=detail)
    person = session.get_one(Person, session.get_one(Judge, judge_id).person_id)
    _write(session, TO_EXTRA, {"code": made.code}, person, about=made.id, at=at)
    return made


def lodge_extra(session: Session, code: str, sheet: SheetInput, *, by: uuid.UUID, at: datetime) -> None:
    """The sheet of the judge who was brought in. Raises NotFound for anybody else, RuleBroken if it is settled."""
    item, assignment_id = _mine(session, code, by)
    if item.extra is None or item.extra.assignment_id != assignment_id:
        raise NotFound
    _refuse_unless_pending(session, item)
    lodge_at_once(session, assignment_id, sheet, by=by, at=at)
    _settle(session, item, Settlement.EXTRA_JUDGE, by=by, at=at)


def allow_pending(session: Session, round_id: uuid.UUID, reason: str, *, by: uuid.UUID, at: datetime) -> None:
    """Record why somebody consents to open results while reconciliations wait. Raises RuleBroken without a reason."""
    pending = pending_in(session, round_id)
    if not pending:
        return
    if not reason.strip():
        raise RuleBroken(
            msg("Sheets are still being reconciled: say why the results are opened all the same.")
        )
    session.add(
        PendingOpening(round_id=round_id, person_id=by, reason=reason.strip(), pending=pending, at=at)
    )
    session.flush()
    detail = {"reason": reason.strip(), "pending": pending}
    audit.record(session, "results.opened_while_pending", round_id, by=by, at=at, detail=detail)


def _mine(session: Session, code: str, person_id: uuid.UUID) -> tuple[Item, uuid.UUID]:
    assignment_id = judge_view_by_code(session.connection(), person_id, code).assignment_id
    item = items_on_assignment(session, assignment_id)
    if item is None:
        raise NotFound
    return item, assignment_id


def _found(session: Session, id_: uuid.UUID) -> Item:
    item = item_by_id(session, id_)
    if item is None:
        raise NotFound
    return item


def is_pending(session: Session, item: Item) -> bool:
    """Until it is settled, and before two have opened the results, which are those of the cycle's last round."""
    last = last_round(session, item.cycle_id)
    opened = last is not None and round_state(last, consents_of(session, last.id)) is RoundState.OPENED
    closed = session.get_one(Round, item.round_id).closed_at is not None
    return item.settled_at is None and closed and not opened


def _refuse_unless_pending(session: Session, item: Item) -> None:
    if not is_pending(session, item):
        raise RuleBroken(_MEANWHILE)


def _settle(
    session: Session,
    item: Item,
    settlement: Settlement,
    *,
    by: uuid.UUID | None,
    at: datetime,
    text: str = "",
) -> None:
    row = session.get_one(Reconciliation, item.id)
    row.settled_at, row.settled_by_id, row.settlement, row.determination = at, by, settlement, text
    session.add(row)
    session.flush()
    detail = {"outcome": settlement.value, **({"reason": text} if text else {})}
    audit.record(session, "reconciliation.settled", item.entry_id, by=by, at=at, detail=detail)


def _people(session: Session, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Person]:
    found = select(Person).where(Person.id.in_(list(ids)))  # type: ignore[attr-defined]
    return {person.id: person for person in session.exec(found)}


def _write(
    session: Session,
    kind: str,
    given: Mapping[str, object],
    to: Person,
    *,
    about: uuid.UUID,
    at: datetime,
) -> None:
    if to.disabled_at is None:
        lang = as_lang(to.lang)
        queue_mail(session, kind, given, to=to.email, about=about, person=to.id, lang=lang, at=at)

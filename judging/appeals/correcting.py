"""What follows where an appeal is upheld: sheets are set aside, the results are counted again, the difference is told."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.kit import audit
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.i18n import msg
from judging.appeals.difference import Difference, difference, differences
from judging.appeals.letters import CORRECTED
from judging.appeals.models import Appeal, AppealCorrection, Standing
from judging.appeals.queries import Filed, appeal_by_id, rule_of
from judging.appeals.rules import State
from judging.appeals.writing import write_to_entrant
from judging.assignments.models import Assignment
from judging.assignments.operations import excuse_by_ruling
from judging.deliberations.models import Decision
from judging.deliberations.queries import publication_of
from judging.rounds.models import Round
from judging.scorecards.models import Scorecard
from judging.tally.document import Document
from judging.tally.operations import compute_tally, count_round
from judging.tally.queries import document_of, documents_of, opened, round_of


def in_record(number: int) -> str:
    """The reason of the new count, in both languages: it names the appeal."""
    return f"التظلّم رقم {number} · Appeal no. {number}"


def preview(session: Session, appeal: Filed) -> list[Difference]:
    """What counting again would change now, in the categories where anything would; nothing is stored."""
    head = opened(session, appeal.cycle_number)
    without = appeal.ruling.set_aside if appeal.ruling else ()
    after = count_round(session, session.get_one(Round, round_of(head)), without=without)
    return _changed(document_of(session, head), after)


def made(session: Session, appeal: Filed) -> list[Difference]:
    """What the correction after an appeal has changed. Raises NotFound before it is made."""
    if appeal.before_id is None or appeal.after_id is None:
        raise NotFound
    known = documents_of(session, [appeal.before_id, appeal.after_id])
    return _changed(known[appeal.before_id], known[appeal.after_id])


def _changed(before: Document, after: Document) -> list[Difference]:
    return [one for one in differences(before, after) if not one.same]


def correct_after(session: Session, appeal_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> AppealCorrection:
    """Set aside the sheets that the ruling names and count again, with the appeal as the reason.

    What was decided in categories that come to the same stays decided; the other places are decided anew on the
    board. Where the results are public already, what is published stays until a second person approves the
    corrected places. Raises NotFound, and RuleBroken unless a ruling waits to be carried out, or for whoever ruled.
    """
    found = appeal_by_id(session, appeal_id)
    ruling = found.ruling
    if found.state is not State.TO_CORRECT or ruling is None:
        raise RuleBroken(msg("There is no ruling that waits to be carried out."))
    if ruling.by_id == by:
        raise RuleBroken(msg("You ruled on this appeal. Another organiser counts again."))
    head = opened(session, found.cycle_number)
    before_id, round_id = head.tally_id, round_of(head)
    if before_id is None:
        raise NotFound
    before = document_of(session, head)
    published = publication_of(session, found.cycle_id) is not None
    for assignment_id in _standing(session, ruling.set_aside):
        excuse_by_ruling(session, assignment_id, by=by, at=at)
    tally = compute_tally(session, round_id, by=by, at=at, reason=in_record(found.number))
    after = documents_of(session, [tally.id])[tally.id]
    changed = _changed(before, after)
    kept = _keep_decisions(session, before_id, before, after, tally.id, published=published)
    correction = AppealCorrection(
        appeal_id=appeal_id,
        before_id=before_id,
        after_id=tally.id,
        made_at=at,
        made_by_id=by,
        after_publication=published,
    )
    session.add(correction)
    if not (published and any(one.changes_place for one in changed)):
        close(session, appeal_id, at)
    session.flush()
    detail = {
        "number": found.number,
        "old": head.version,
        "new": tally.version,
        "sheets": len(ruling.set_aside),
        "categories": [one.category.code for one in changed],
        "kept": kept,
    }
    audit.record(session, "appeal.corrected", found.entry_id, by=by, at=at, detail=detail)
    _tell(session, found, before, after, by=by, at=at)
    return correction


def close(session: Session, appeal_id: uuid.UUID, at: datetime) -> None:
    """Nothing is left to do about the appeal."""
    appeal = session.get_one(Appeal, appeal_id)
    appeal.closed_at = at
    session.add(appeal)


def _standing(session: Session, cards: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    """The assignments of these scorecards that have not ended."""
    wanted = (
        select(Assignment.id)
        .join(Scorecard, col(Scorecard.assignment_id) == col(Assignment.id))
        .where(col(Scorecard.id).in_(list(cards)), col(Assignment.ended_at).is_(None))
        .order_by(col(Assignment.id))
    )
    return list(session.exec(wanted))


def _keep_decisions(
    session: Session,
    before_id: uuid.UUID,
    before: Document,
    after: Document,
    tally_id: uuid.UUID,
    *,
    published: bool,
) -> list[str]:
    """Decisions of categories that come to the same rest on the new count, unless they are of an earlier one still.

    Returns the codes of those categories.

    Once published, so do those of categories where only totals moved: their places are as they were.
    """
    known = {category.id: category for category in before.categories}
    found = [difference(known[one.id], one) for one in after.categories if one.id in known]
    same = [one.category for one in found if (not one.changes_place if published else one.same)]
    session.exec(
        sa.update(Decision)
        .where(
            col(Decision.tally_id) == before_id,
            col(Decision.category_id).in_([category.id for category in same]),
        )
        .values(tally_id=tally_id)
    )
    return [category.code for category in same]


def _tell(
    session: Session, found: Filed, before: Document, after: Document, *, by: uuid.UUID, at: datetime
) -> None:
    """The entrant reads what became of its own entry, and nothing of another."""
    rule = rule_of(session, found.cycle_id)
    ranks = rule is not None and rule.shows is Standing.RANK
    own = {
        "before": _own(before, found, ranks=ranks),
        "after": _own(after, found, ranks=ranks),
    }
    write_to_entrant(session, CORRECTED, found, own, by=by, at=at)


def _own(document: Document, found: Filed, *, ranks: bool) -> Mapping[str, Any]:
    category = document.category(found.code)
    entry = category.entry(found.entry_number) if category else None
    own: dict[str, Any] = {
        "total": entry.total if entry else None,
        "sheets": len(entry.sheets) if entry else 0,
    }
    return {**own, "rank": entry.rank if entry else None} if ranks else own

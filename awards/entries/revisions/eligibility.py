"""What is asked before an entry is started changes once the cycle is announced: entries keep what they answered.

A question that changes is asked no more, and another one stands in its place under a key of its own: so no answer is
taken for one to other words.
"""

import uuid
from datetime import datetime

from sqlmodel import Session

from awards.cycles.eligibility_drafting import eligibility_errors, eligibility_named
from awards.cycles.models import Cycle, EligibilityQuestion
from awards.cycles.plans import EligibilityPlan, eligibility_columns
from awards.cycles.queries import category_by_code, ever_asked_before
from awards.entries.revisions.letters import ELIGIBILITY
from awards.entries.revisions.operations import refuse_unless_revisable, refuse_unreasoned, tell
from awards.entries.revisions.queries import begun_in, writers_in
from awards.kit import audit
from awards.kit.errors import Invalid, RuleBroken
from awards.kit.i18n import Message, msg, nmsg


def in_words(drafts: int, submitted: int) -> list[Message]:
    """What a change means for the entries that are begun, in sentences, before it is made."""
    said = [msg("Whoever starts an entry from then on is asked what stands here then.")]
    if not drafts and not submitted:
        said.append(msg("No entry has been started: nobody has answered yet."))
    if drafts:
        said.append(
            nmsg(
                "%(n)s draft is begun: what was answered for it stays as it is, bars it from nothing, and is not asked again.",
                "%(n)s drafts are begun: what was answered for them stays as it is, bars them from nothing, and is not asked again.",
                drafts,
            )
        )
    if submitted:
        said.append(
            nmsg(
                "%(n)s entry is submitted: it keeps the question as it was asked, with its answer.",
                "%(n)s entries are submitted: they keep the question as it was asked, with their answers.",
                submitted,
            )
        )
    return said


def revise_eligibility(
    session: Session,
    cycle: Cycle,
    key: str | None,
    plan: EligibilityPlan,
    reason: str,
    *,
    by: uuid.UUID,
    at: datetime,
) -> None:
    """Ask it otherwise from now on, or something more (`key` none).

    Raises RuleBroken before the announcement, after the last entry, and where nothing is changed; Invalid; NotFound for
    a question that is not asked any more.
    """
    refuse_unless_revisable(session, cycle, at)
    if errors := eligibility_errors(plan):
        raise Invalid(errors)
    refuse_unreasoned(reason)
    category_id = category_by_code(session, cycle.id, plan.category).id if plan.category else None
    before = eligibility_named(session, cycle.id, key) if key else None
    ever = ever_asked_before(session, cycle.id)
    taken = {each.key for each in ever}
    new = next(k for n in range(1, len(ever) + 2) if (k := f"eligibility_{n}") not in taken)
    last = max((each.position for each in ever), default=0)
    asked = EligibilityQuestion(
        **eligibility_columns(plan, cycle.id, new, before.position if before else last + 1),
        category_id=category_id,
    )
    if before:
        if _as_asked(before) == _as_asked(asked):
            raise RuleBroken(msg("Nothing is changed."))
        before.retired_at = at
        session.add(before)
    session.add(asked)
    session.flush()
    same = before is None or before.category_id == category_id
    _tell(
        session,
        cycle,
        before or asked,
        asked if before else None,
        category_id if same else None,
        reason,
        by=by,
        at=at,
    )


def retire_eligibility(
    session: Session, cycle: Cycle, key: str, reason: str, *, by: uuid.UUID, at: datetime
) -> None:
    """Ask it no more from now on. Raises as `revise_eligibility` does."""
    refuse_unless_revisable(session, cycle, at)
    refuse_unreasoned(reason)
    question = eligibility_named(session, cycle.id, key)
    question.retired_at = at
    session.add(question)
    session.flush()
    _tell(session, cycle, question, None, question.category_id, reason, by=by, at=at)


def _as_asked(question: EligibilityQuestion) -> dict[str, object]:
    return question.model_dump(exclude={"id", "key", "position", "retired_at"})


def _tell(
    session: Session,
    cycle: Cycle,
    question: EligibilityQuestion,
    successor: EligibilityQuestion | None,
    category_id: uuid.UUID | None,
    reason: str,
    *,
    by: uuid.UUID,
    at: datetime,
) -> None:
    """On record, and to everybody whose entries were asked it."""
    how = "revised" if successor else "retired" if question.retired_at else "added"
    drafts, submitted = begun_in(session, cycle.id, category_id)
    detail = {
        "question": question.key,
        "label_ar": question.label_ar,
        "label_en": question.label_en,
        "reason": reason.strip(),
        "entries": drafts + submitted,
    }
    if successor:
        detail |= {"successor": successor.key, "changes": _changes(question, successor)}
    action = {"added": "added_later", "revised": "revised", "retired": "retired"}[how]
    audit.record(session, f"eligibility.{action}", cycle.id, by=by, at=at, detail=detail)
    given = {
        "question": {"ar": question.label_ar, "en": question.label_en},
        "how": how,
        "reason": reason.strip(),
    }
    tell(
        session, ELIGIBILITY, given, question.id, writers_in(session, cycle.id, category_id), (), by=by, at=at
    )


def _changes(before: EligibilityQuestion, after: EligibilityQuestion) -> dict[str, object]:
    texts = ("label_ar", "label_en", "why_ar", "why_en")
    changed: dict[str, object] = {
        name: {"old": getattr(before, name), "new": getattr(after, name)}
        for name in texts
        if getattr(before, name) != getattr(after, name)
    }
    old, new = ([f"{o['ar']} · {o['en']}" for o in each.options] for each in (before, after))
    return {**changed, "options": {"old": old, "new": new}} if old != new else changed

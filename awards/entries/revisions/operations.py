"""Changing what is asked while agencies answer it: with a reason, on record, and told to whom it concerns."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from awards.cycles.conditions import broken
from awards.cycles.drafting import (
    DependedOn,
    question_errors,
    question_named,
    refuse_broken,
    refuse_second,
)
from awards.cycles.models import Category, Cycle, Question
from awards.cycles.plans import QuestionPlan, planned_question
from awards.cycles.queries import announcement_of, ever_asked_in, questions_of, timetable_of
from awards.entries.revisions.effects import UNSEEN, Effects, effects
from awards.entries.revisions.letters import REVISED
from awards.entries.revisions.queries import Writer, given_answers, writers_of
from awards.kit import audit
from awards.kit.errors import Invalid, RuleBroken, Stale
from awards.kit.i18n import as_lang, msg
from awards.kit.mail.outbox import queue_mail

Change = dict[str, Any]
"""`{"old": …, "new": …}`"""

__all__ = ["DependedOn", "look_ahead", "may_revise", "revise_question"]


def may_revise(session: Session, cycle: Cycle, now: datetime) -> bool:
    """From the announcement until the last entry is taken."""
    return announcement_of(session, cycle.id) is not None and now < timetable_of(cycle).entries_end


def refuse_unless_revisable(session: Session, cycle: Cycle, now: datetime) -> None:
    """Raises RuleBroken before the announcement and once no entry is taken any more."""
    if not may_revise(session, cycle, now):
        raise RuleBroken(msg("Questions change in this way only from the announcement until entries close."))


def look_ahead(
    session: Session, cycle: Cycle, category: Category, key: str | None, plan: QuestionPlan, *, at: datetime
) -> Effects:
    """What the change would mean; nothing is written. `key` is none for a question that is not asked yet.

    Raises NotFound, RuleBroken where questions do not change so, Invalid for what is wrong with the new form.
    """
    refuse_unless_revisable(session, cycle, at)
    if errors := question_errors(plan):
        raise Invalid(errors)
    before = question_named(session, category.id, key) if key else None
    old = planned_question(before) if before else None
    if old and (old.kind, old.identifying) != (plan.kind, plan.identifying):
        raise RuleBroken(
            msg("The kind of an answer, and whether judges read it, stand once the cycle is announced.")
        )
    if plan.in_operation_since != bool(old and old.in_operation_since):
        raise RuleBroken(
            msg("From which date the months in operation are counted stands once the cycle is announced.")
        )
    if old == plan:
        raise RuleBroken(msg("Nothing is changed."))
    refuse_second(ever_asked_in(session, category.id), key, plan)
    if old and old == replace(plan, indicator=old.indicator):
        return UNSEEN
    order = [planned_question(each) for each in questions_of(session, category.id)]
    changed = [plan if each.key == key else each for each in order] if key else [*order, plan]
    wrong = broken(changed)
    if wrong is plan:
        raise Invalid({"shown_if": msg("Choose an answer to a question that is asked before this one.")})
    if wrong:
        raise DependedOn(wrong)
    return effects(old, plan, given_answers(session, category.id, before.id if before else None))


def revise_question(
    session: Session,
    cycle: Cycle,
    category: Category,
    key: str | None,
    plan: QuestionPlan,
    reason: str,
    *,
    version: int,
    by: uuid.UUID,
    at: datetime,
) -> Question:
    """Ask it otherwise, or something more, from now on; submissions keep what they answered.

    `version` is that of the category's questions whose effects were looked at. Raises what `look_ahead` does, Stale
    if somebody changed a question since, Invalid without a reason.
    """
    found = look_ahead(session, cycle, category, key, plan, at=at)
    refuse_stale(category, version)
    refuse_unreasoned(reason)
    question, changes = _written(session, category, key, plan)
    category.questions_version += 1
    session.add(category)
    session.flush()
    detail = {
        "category": category.code,
        "question": question.key,
        "label_ar": question.label_ar,
        "label_en": question.label_en,
        "changed": list(changes),
        "changes": changes,
        "reason": reason.strip(),
        "entries": found.drafts + found.submitted,
        "version": category.questions_version,
    }
    action = "question.revised" if key else "question.added_later"
    audit.record(session, action, question.id, by=by, at=at, detail=detail)
    if found is not UNSEEN:
        _tell(session, category, question, found, reason.strip(), is_new=key is None, by=by, at=at)
    return question


def refuse_stale(category: Category, version: int) -> None:
    """Raises Stale where a question changed since the effects were looked at."""
    if version != category.questions_version:
        raise Stale(
            msg("Somebody else changed a question of this category meanwhile. Look at the effects anew.")
        )


def refuse_unreasoned(reason: str) -> None:
    """Raises Invalid."""
    if not reason.strip():
        raise Invalid({"reason": msg("Give the reason; the entrants read it.")})


def _written(
    session: Session, category: Category, key: str | None, plan: QuestionPlan
) -> tuple[Question, dict[str, Change]]:
    """The question as it is now asked, and what is different: the log keeps how it was asked before."""
    every = ever_asked_in(session, category.id)
    if key is None:
        taken = {each.key for each in every}
        new = next(k for n in range(1, len(every) + 2) if (k := f"question_{n}") not in taken)
        last = max((each.position for each in every), default=0)
        question = Question(category_id=category.id, position=last + 1, **{**plan.columns(), "key": new})
        session.add(question)
        return question, {}
    question = question_named(session, category.id, key)
    columns = {**plan.columns(), "key": key}
    changes: dict[str, Change] = {}
    for name in sorted(name for name, value in columns.items() if getattr(question, name) != value):
        changes[name] = {"old": _plain(getattr(question, name)), "new": _plain(columns[name])}
        setattr(question, name, columns[name])
    session.add(question)
    refuse_broken(questions_of(session, category.id), question)
    return question, changes


def _plain(value: Any) -> Any:
    """As the log keeps it: of options, rows and columns what they are called."""
    if isinstance(value, list | tuple):
        return [f"{line['ar']} · {line['en']}" for line in value]
    return value if value is None or isinstance(value, bool | int) else str(value)


def _tell(
    session: Session,
    category: Category,
    question: Question,
    found: Effects,
    reason: str,
    *,
    is_new: bool,
    by: uuid.UUID,
    at: datetime,
) -> None:
    given = {
        "category": {"ar": category.name_ar, "en": category.name_en},
        "question": {"ar": question.label_ar, "en": question.label_en},
        "is_new": is_new,
        "reason": reason,
    }
    tell(session, REVISED, given, question.id, writers_of(session, category.id), found.to_do, by=by, at=at)


def tell(
    session: Session,
    kind: str,
    given: Mapping[str, Any],
    about: uuid.UUID,
    writers: Sequence[Writer],
    to_do: Collection[uuid.UUID],
    *,
    by: uuid.UUID,
    at: datetime,
) -> None:
    """One letter to each of the writers, with what it means for each of their entries."""
    for writer in writers:
        entries = [
            {"number": number, "ar": ar, "en": en, "to_do": entry_id in to_do}
            for entry_id, number, ar, en in writer.entries
        ]
        queue_mail(
            session,
            kind,
            {**given, "entries": entries},
            to=writer.email,
            about=about,
            person=writer.person_id,
            lang=as_lang(writer.lang),
            by=by,
            at=at,
        )

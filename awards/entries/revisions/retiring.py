"""A question is asked no more once the cycle is announced: what was answered is kept, and everybody concerned is told."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from awards.cycles.conditions import dependents
from awards.cycles.drafting import DependedOn, question_named
from awards.cycles.models import Category, Cycle, Question
from awards.cycles.queries import questions_of
from awards.entries.revisions.effects import Given
from awards.entries.revisions.letters import RETIRED
from awards.entries.revisions.operations import (
    refuse_stale,
    refuse_unless_revisable,
    refuse_unreasoned,
    tell,
)
from awards.entries.revisions.queries import given_answers, writers_of
from awards.kit import audit
from awards.kit.errors import RuleBroken
from awards.kit.i18n import Message, msg, nmsg


@dataclass(frozen=True, slots=True)
class Loss:
    """What it means that a question is asked no more."""

    begun: int
    """Entries in the running."""
    kept_in_drafts: int
    """Drafts with an answer, which stays in them and is not submitted."""
    kept_in_submissions: int
    """Submitted entries with an answer."""
    judges_left_without: bool
    """No other question of the category is read by judges."""


def loss_of(question: Question, others: Sequence[Question], every: Sequence[Given]) -> Loss:
    """`others` are those that are asked all the same, `every` all entries of the category in the running. Pure."""
    return Loss(
        begun=len(every),
        kept_in_drafts=sum(one.answered and not one.submitted for one in every),
        kept_in_submissions=sum(one.answered and one.submitted for one in every),
        judges_left_without=not question.identifying and all(other.identifying for other in others),
    )


def in_words(loss: Loss) -> list[Message]:
    """What happens, in sentences, before it does."""
    said = [msg("Forms, the public page of the category and lists that are brought in ask it no more.")]
    if not loss.begun:
        said.append(msg("No entry of this category has been started: nobody has answered yet."))
    if loss.kept_in_drafts:
        said.append(
            nmsg(
                "%(n)s draft has an answer: its writers can still read and copy it there, and it is not submitted.",
                "%(n)s drafts have an answer: their writers can still read and copy it there, and it is not submitted.",
                loss.kept_in_drafts,
            )
        )
    if loss.kept_in_submissions:
        said.append(
            nmsg(
                "%(n)s submitted entry has an answer: the submission keeps it with its question, for judges too if they read such answers, until it is submitted again.",
                "%(n)s submitted entries have an answer: the submissions keep it with its question, for judges too if they read such answers, until they are submitted again.",
                loss.kept_in_submissions,
            )
        )
    if loss.judges_left_without:
        said.append(msg("Of entries that are submitted from then on judges would read no answer at all."))
    return said


def look_at_loss(session: Session, cycle: Cycle, category: Category, key: str, *, at: datetime) -> Loss:
    """What it would mean; nothing is written.

    Raises NotFound, RuleBroken where a question is not given up so, DependedOn.
    """
    refuse_unless_revisable(session, cycle, at)
    question = question_named(session, category.id, key)
    questions = questions_of(session, category.id)
    if question.in_operation_since:
        raise RuleBroken(msg("The months in operation are counted from this question: the rules stand."))
    if len(questions) == 1:
        raise RuleBroken(msg("It is the only question of the category."))
    if depending := dependents(questions, key):
        raise DependedOn(depending[0])
    others = [each for each in questions if each.key != key]
    return loss_of(question, others, given_answers(session, category.id, question.id))


def retire_question(
    session: Session,
    cycle: Cycle,
    category: Category,
    key: str,
    reason: str,
    *,
    version: int,
    by: uuid.UUID,
    at: datetime,
) -> None:
    """Ask it no more from now on.

    `version` is that of the category's questions that was looked at. Raises what `look_at_loss` does, Stale if a
    question changed since, Invalid without a reason.
    """
    loss = look_at_loss(session, cycle, category, key, at=at)
    refuse_stale(category, version)
    refuse_unreasoned(reason)
    question = question_named(session, category.id, key)
    question.retired_at = at
    category.questions_version += 1
    session.add_all((question, category))
    session.flush()
    detail = {
        "category": category.code,
        "question": key,
        "label_ar": question.label_ar,
        "label_en": question.label_en,
        "reason": reason.strip(),
        "entries": loss.begun,
        "version": category.questions_version,
    }
    audit.record(session, "question.retired", question.id, by=by, at=at, detail=detail)
    given = {
        "category": {"ar": category.name_ar, "en": category.name_en},
        "question": {"ar": question.label_ar, "en": question.label_en},
        "reason": reason.strip(),
    }
    tell(session, RETIRED, given, question.id, writers_of(session, category.id), (), by=by, at=at)

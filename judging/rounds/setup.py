"""A cycle, set up whole: its categories and questions, a rubric for each category, its first round."""

import uuid
from datetime import datetime
from typing import Literal

from sqlmodel import Session

from awards.cycles.models import Announcement, Category, Cycle
from awards.cycles.operations import announce_cycle, create_cycle
from awards.cycles.plans import CyclePlan
from awards.cycles.queries import categories_of
from awards.guidance.operations import copy_guides
from awards.kit.errors import RuleBroken
from awards.kit.i18n import msg
from judging.rounds.limits import RoundLimits
from judging.rounds.operations import create_round
from judging.rubrics.drafts import CriterionDraft, criteria_from_fixtures
from judging.rubrics.operations import create_rubric, drafts_of
from judging.rubrics.queries import newest_rubric, rubric_sheet, with_rubric

RubricSource = Literal["fixtures"] | uuid.UUID
"""Where the rubrics come from: the fixtures, or the cycle with this id."""


def set_up_cycle(
    session: Session,
    plan: CyclePlan,
    *,
    rubrics_from: RubricSource,
    limits: RoundLimits = RoundLimits(),  # noqa: B008 (frozen)
    by: uuid.UUID | None,
    at: datetime,
) -> Cycle:
    """Create a cycle that lacks nothing but entries and judges; guides of the copied cycle come along as drafts.

    Raises RuleBroken if the plan or the limits break a rule, or a category has no rubric at the source.
    """
    cycle = create_cycle(session, plan, by=by, at=at)
    categories = categories_of(session, cycle.id)
    for category, criteria in zip(categories, _criteria(session, categories, rubrics_from), strict=True):
        create_rubric(session, category.id, criteria, by=by, at=at)
    if rubrics_from != "fixtures":
        copy_guides(session, rubrics_from, cycle.id, by=by, at=at)
    create_round(
        session,
        cycle.id,
        sheets_per_entry=limits.sheets_per_entry,
        max_load=limits.max_load,
        min_sheets=limits.min_sheets,
        by=by,
        at=at,
    )
    return cycle


def announce(session: Session, cycle_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> Announcement:
    """Show a cycle that lacks nothing to the public and to agencies. Raises RuleBroken, NotReady."""
    rubrics = with_rubric(session.connection(), cycle_id)
    return announce_cycle(session, cycle_id, with_rubric=rubrics, by=by, at=at)


def _criteria(
    session: Session, categories: list[Category], source: RubricSource
) -> list[tuple[CriterionDraft, ...]]:
    """The criteria for each of `categories`, in their order."""
    if source == "fixtures":
        return [_shipped(category.code) for category in categories]
    there = {category.code: category for category in categories_of(session, source)}
    return [_copied(session, there.get(category.code), category.code) for category in categories]


def _shipped(code: str) -> tuple[CriterionDraft, ...]:
    try:
        return criteria_from_fixtures(code)
    except FileNotFoundError as error:
        raise _no_rubric(code) from error


def _copied(session: Session, category: Category | None, code: str) -> tuple[CriterionDraft, ...]:
    newest = newest_rubric(session.connection(), category.id) if category else None
    if newest is None:
        raise _no_rubric(code)
    return drafts_of(rubric_sheet(session.connection(), newest.id))


def _no_rubric(code: str) -> RuleBroken:
    return RuleBroken(msg("There is no rubric to copy for the category %(code)s.", code=code))

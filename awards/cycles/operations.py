"""What is done with a cycle: create it from a plan, announce it, move its dates."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlmodel import Session, select

from awards.cycles.announcing import NotReady, obstacles
from awards.cycles.conditions import broken
from awards.cycles.models import Announcement, Category, Cycle, EligibilityQuestion, Question
from awards.cycles.moving import asks_for_reason, lacking
from awards.cycles.permissions import may_move_dates
from awards.cycles.plans import CategoryPlan, CyclePlan, EligibilityPlan, eligibility_columns
from awards.cycles.queries import announcement_of, categories_of, cycle_by_id, question_counts, timetable_of
from awards.cycles.timetable import PLANS, Happened, Timetable
from awards.directory.models import Agency
from awards.kit import audit
from awards.kit.errors import Invalid, NotFound, RuleBroken
from awards.kit.i18n import msg


def create_cycle(session: Session, plan: CyclePlan, *, by: uuid.UUID | None, at: datetime) -> Cycle:
    """A new cycle with its categories and questions.

    Raises RuleBroken if the number is taken, a category or a question stands twice, a condition cannot be met, or the
    plan names an organiser that the directory does not know. Without a category it is not announced.
    """
    _check(plan)
    if session.exec(select(Cycle.id).where(Cycle.number == plan.number)).first():
        raise RuleBroken(msg("There is already a cycle with the number %(n)s.", n=plan.number))
    times = plan.timetable
    cycle = Cycle(
        number=plan.number,
        name_ar=plan.name_ar,
        name_en=plan.name_en,
        award_ar=plan.award_ar,
        award_en=plan.award_en,
        is_demo=plan.is_demo,
        terms_version=plan.terms_version,
        terms_ar=plan.terms_ar,
        terms_en=plan.terms_en,
        opens_at=times.opens,
        closes_at=times.closes,
        grace_minutes=times.grace_minutes,
        judging_opens_at=times.judging_opens,
        judging_closes_at=times.judging_closes,
        publishes_at=times.publishes,
        **{f"{name}_at": getattr(times, name) for name in PLANS},
        zone=times.zone,
        months_in_operation=plan.months_in_operation,
        barred_cycles=plan.barred_cycles,
        entries_per_agency=plan.entries_per_agency,
        reminder_hours=list(plan.reminder_hours),
        organiser_agency_id=_organiser_id(session, plan.organiser),
        signatory_ar=plan.signatory_ar,
        signatory_en=plan.signatory_en,
        signatory_post_ar=plan.signatory_post_ar,
        signatory_post_en=plan.signatory_post_en,
        copied_from_id=plan.copied_from_id,
        created_at=at,
        created_by_id=by,
    )
    session.add(cycle)
    session.flush()
    _add_categories(session, cycle.id, plan.categories)
    _add_eligibility(session, cycle.id, plan.eligibility)
    detail = {
        "number": plan.number,
        "timetable": _on_record(times),
        "categories": [category.code for category in plan.categories],
        "copied_from": str(plan.copied_from_id) if plan.copied_from_id else None,
    }
    audit.record(session, "cycle.created", cycle.id, by=by, at=at, detail=detail)
    return cycle


def _check(plan: CyclePlan) -> None:
    if twice := _repeated([category.code for category in plan.categories]):
        raise RuleBroken(msg("The category %(code)s stands in the plan more than once.", code=twice))
    for category in plan.categories:
        if twice := _repeated([question.key for question in category.questions]):
            raise RuleBroken(msg("The question %(key)s stands in a category more than once.", key=twice))
        if wrong := broken(category.questions):
            raise RuleBroken(msg("The condition of the question %(key)s can never be met.", key=wrong.key))


def _repeated(keys: Sequence[str]) -> str | None:
    return next((key for place, key in enumerate(keys) if key in keys[:place]), None)


def _organiser_id(session: Session, code: str) -> uuid.UUID | None:
    """The agency with this code, which may not enter: one that is not found would enter unseen."""
    if not code:
        return None
    found = session.exec(select(Agency.id).where(Agency.code == code)).first()
    if found is None:
        raise RuleBroken(
            msg("The directory has no agency with the code %(code)s, which organises the award.", code=code)
        )
    return found


def _add_categories(session: Session, cycle_id: uuid.UUID, plans: Sequence[CategoryPlan]) -> None:
    made = [
        Category(
            cycle_id=cycle_id,
            code=plan.code,
            position=position,
            name_ar=plan.name_ar,
            name_en=plan.name_en,
            description_ar=plan.description_ar,
            description_en=plan.description_en,
            for_individuals=plan.for_individuals,
            places=plan.places,
        )
        for position, plan in enumerate(plans, start=1)
    ]
    session.add_all(made)
    session.flush()
    session.add_all(
        Question(category_id=category.id, position=position, **question.columns())
        for category, plan in zip(made, plans, strict=True)
        for position, question in enumerate(plan.questions, start=1)
    )
    session.flush()


def _add_eligibility(session: Session, cycle_id: uuid.UUID, plans: Sequence[EligibilityPlan]) -> None:
    categories = {category.code: category.id for category in categories_of(session, cycle_id)}
    session.add_all(
        EligibilityQuestion(
            category_id=categories[plan.category] if plan.category else None,
            **eligibility_columns(plan, cycle_id, f"eligibility_{position}", position),
        )
        for position, plan in enumerate(plans, start=1)
    )
    session.flush()


def announce_cycle(
    session: Session, cycle_id: uuid.UUID, *, with_rubric: Collection[uuid.UUID], by: uuid.UUID, at: datetime
) -> Announcement:
    """From now on the public and the agencies see the cycle.

    `with_rubric` are the categories that have a rubric, which a layer above knows. Raises RuleBroken if it is
    announced already, NotReady with all that stands in the way.
    """
    cycle = cycle_by_id(session, cycle_id)
    if announcement_of(session, cycle_id) is not None:
        raise RuleBroken(msg("This cycle has been announced already."))
    categories, questions = categories_of(session, cycle_id), question_counts(session, cycle_id)
    if found := obstacles(timetable_of(cycle), categories, questions, with_rubric, at):
        raise NotReady(found)
    announcement = Announcement(cycle_id=cycle_id, announced_at=at, announced_by_id=by)
    session.add(announcement)
    session.flush()
    detail = {
        "number": cycle.number,
        "timetable": _on_record(timetable_of(cycle)),
        "categories": [category.code for category in categories],
    }
    audit.record(session, "cycle.announced", cycle_id, by=by, at=at, detail=detail)
    return announcement


def hide_question(
    session: Session, question_id: uuid.UUID, reason: str, *, by: uuid.UUID, at: datetime
) -> None:
    """Keep the answers to a question from judges from now on, whatever they have read before.

    There is no way back: a blind copy holds the answers only if they were shown when it was made. Raises NotFound,
    and RuleBroken without a reason or if they are hidden already.
    """
    question = session.get(Question, question_id)
    if question is None:
        raise NotFound
    if not reason.strip():
        raise RuleBroken(msg("Give the reason for which the answers are hidden."))
    if question.identifying:
        raise RuleBroken(msg("The answers to this question are hidden from judges already."))
    category = session.get_one(Category, question.category_id)
    question.identifying = True
    category.questions_version += 1
    session.flush()
    detail = {"category": category.code, "question": question.key, "reason": reason.strip()}
    audit.record(session, "question.hidden", question.id, by=by, at=at, detail=detail)


def move_dates(
    session: Session,
    cycle_id: uuid.UUID,
    timetable: Timetable,
    *,
    happened: Happened,
    reason: str = "",
    confirmed: bool = False,
    extended_to: datetime | None = None,
    by: uuid.UUID | None,
    at: datetime,
) -> Cycle:
    """Give a cycle another timetable; the audit log keeps the old one beside the new, and the reason.

    `confirmed` says that somebody looked twice at agencies or judges having less time; `extended_to` is the latest
    closing that was given to one category or entry, which a layer above knows. Raises RuleBroken once the
    results are out, Invalid for dates that no longer move and for what the move asks for and was not given.
    """
    cycle = cycle_by_id(session, cycle_id)
    old = timetable_of(cycle)
    if not may_move_dates(happened):
        raise RuleBroken(msg("The results of this cycle are out: its dates can no longer be moved."))
    if timetable == old:
        return cycle
    if errors := lacking(
        old, timetable, happened, reason=reason, confirmed=confirmed, now=at, extended_to=extended_to
    ):
        raise Invalid(errors)
    if timetable.closes != old.closes and asks_for_reason(old, happened, at):
        cycle.closes_first_told = cycle.closes_first_told or old.closes
        cycle.closes_moved_at, cycle.closes_moved_reason = at, reason.strip()
    cycle.opens_at, cycle.closes_at, cycle.grace_minutes = (
        timetable.opens,
        timetable.closes,
        timetable.grace_minutes,
    )
    cycle.judging_opens_at, cycle.judging_closes_at = timetable.judging_opens, timetable.judging_closes
    cycle.publishes_at, cycle.zone = timetable.publishes, timetable.zone
    for name in PLANS:
        setattr(cycle, f"{name}_at", getattr(timetable, name))
    session.add(cycle)
    session.flush()
    detail: dict[str, object] = {"old": _on_record(old), "new": _on_record(timetable)}
    if reason.strip():
        detail["reason"] = reason.strip()
    audit.record(session, "cycle.dates_moved", cycle_id, by=by, at=at, detail=detail)
    return cycle


def _on_record(timetable: Timetable) -> dict[str, str | int]:
    dates = {name: at.isoformat() for name, at in timetable.dates.items()}
    return {**dates, "grace_minutes": timetable.grace_minutes, "zone": timetable.zone}

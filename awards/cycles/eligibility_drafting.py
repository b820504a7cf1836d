"""Writing what is asked before an entry is started, until the cycle is announced."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from pydantic import Field
from sqlmodel import Session

from awards.cycles.draft_forms import Name, options_in
from awards.cycles.drafting import Announced
from awards.cycles.models import EligibilityQuestion
from awards.cycles.plans import EligibilityPlan, eligibility_columns
from awards.cycles.queries import announcement_of, category_by_code, eligibility_of
from awards.kit import audit
from awards.kit.errors import Invalid, NotFound
from awards.kit.forms import Form
from awards.kit.i18n import Message, msg


class EligibilityForm(Form):
    """A question, the answers that may enter and those that bar, one a line each, and why they do."""

    label_ar: str = Field("", max_length=500)
    label_en: str = Field("", max_length=500)
    allowed_ar: str = Field("", max_length=2000)
    allowed_en: str = Field("", max_length=2000)
    barred_ar: str = Field("", max_length=2000)
    barred_en: str = Field("", max_length=2000)
    why_ar: str = Field("", max_length=1000)
    why_en: str = Field("", max_length=1000)
    category: Name | None = None
    """Its code; none for all."""

    def plan(self) -> EligibilityPlan:
        """As the operation takes it."""
        allowed = options_in(self.allowed_ar, self.allowed_en, (), "may")
        barred = options_in(self.barred_ar, self.barred_en, (), "may_not")
        return EligibilityPlan(
            label_ar=self.label_ar,
            label_en=self.label_en,
            options=(*allowed, *barred),
            barring=tuple(option["key"] for option in barred),
            why_ar=self.why_ar,
            why_en=self.why_en,
            category=self.category or "",
        )


def typed_eligibility(question: EligibilityQuestion, category: str) -> dict[str, str]:
    """What stands in the form of a question; `category` is the code of its category."""
    texts = {
        f"{name}_{lang}": "\n".join(
            option[lang] for option in question.options if (option["key"] in question.barring) is bars
        )
        for name, bars in (("allowed", False), ("barred", True))
        for lang in ("ar", "en")
    }
    words = {name: getattr(question, name) for name in ("label_ar", "label_en", "why_ar", "why_en")}
    return {**texts, **words, "category": category}


def eligibility_errors(plan: EligibilityPlan) -> dict[str, Message]:
    """What keeps a question from being asked, by its box. Pure."""
    errors: dict[str, Message] = {}
    for lang, question, why in (
        ("ar", msg("Write the question in Arabic."), msg("Say in Arabic why this answer bars.")),
        ("en", msg("Write the question in English."), msg("Say in English why this answer bars.")),
    ):
        if not getattr(plan, f"label_{lang}"):
            errors[f"label_{lang}"] = question
        for name, bars in (("allowed", False), ("barred", True)):
            words = [option[lang] for option in plan.options if (option["key"] in plan.barring) is bars]
            if not words or not all(words):
                errors[f"{name}_{lang}"] = msg("Write at least one answer, and each in both languages.")
        if not getattr(plan, f"why_{lang}"):
            errors[f"why_{lang}"] = why
        words = [option[lang] for option in plan.options if option[lang]]
        if len(set(words)) < len(words):
            errors[f"barred_{lang}"] = msg("Two answers are the same.")
    return errors


def save_eligibility(
    session: Session,
    cycle_id: uuid.UUID,
    key: str | None,
    plan: EligibilityPlan,
    *,
    by: uuid.UUID,
    at: datetime,
) -> None:
    """Ask something before entries are started (`key` none), or ask it otherwise.

    Raises Announced, Invalid, and NotFound for a key or a category that the cycle does not have.
    """
    _refuse_announced(session, cycle_id)
    if errors := eligibility_errors(plan):
        raise Invalid(errors)
    category = category_by_code(session, cycle_id, plan.category).id if plan.category else None
    asked = eligibility_of(session, cycle_id)
    taken = {each.key for each in asked}
    if key is None:
        last = max((each.position for each in asked), default=0)
        new = next(k for n in range(1, len(asked) + 2) if (k := f"eligibility_{n}") not in taken)
        question = EligibilityQuestion(**eligibility_columns(plan, cycle_id, new, last + 1))
    else:
        question = eligibility_named(session, cycle_id, key)
        for name, value in eligibility_columns(plan, cycle_id, key, question.position).items():
            setattr(question, name, value)
    question.category_id = category
    session.add(question)
    _record(session, question, "added" if key is None else "changed", by=by, at=at)


def remove_eligibility(
    session: Session, cycle_id: uuid.UUID, key: str, *, by: uuid.UUID, at: datetime
) -> None:
    """Ask it no more. Raises Announced, NotFound."""
    _refuse_announced(session, cycle_id)
    question = eligibility_named(session, cycle_id, key)
    session.delete(question)
    _record(session, question, "removed", by=by, at=at)


def eligibility_named(session: Session, cycle_id: uuid.UUID, key: str) -> EligibilityQuestion:
    """Raises NotFound."""
    found = next((each for each in eligibility_of(session, cycle_id) if each.key == key), None)
    if found is None:
        raise NotFound
    return found


def _refuse_announced(session: Session, cycle_id: uuid.UUID) -> None:
    if announcement_of(session, cycle_id) is not None:
        raise Announced


def _record(
    session: Session, question: EligibilityQuestion, what: str, *, by: uuid.UUID, at: datetime
) -> None:
    session.flush()
    detail: Mapping[str, str] = {
        "question": question.key,
        "label_ar": question.label_ar,
        "label_en": question.label_en,
    }
    audit.record(session, f"eligibility.{what}", question.cycle_id, by=by, at=at, detail=dict(detail))

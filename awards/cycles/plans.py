"""Plans of a cycle: everything that a cycle is made from, as one value, before anything is written."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from awards.cycles.models import Category, Cycle, Question, QuestionKind
from awards.cycles.timetable import Timetable


@dataclass(frozen=True, slots=True)
class QuestionPlan:
    key: str
    kind: QuestionKind
    label_ar: str
    label_en: str
    help_ar: str = ""
    help_en: str = ""
    unit_ar: str = ""
    unit_en: str = ""
    word_limit: int | None = None
    options: tuple[Mapping[str, str], ...] = ()
    """`{"key": …, "ar": …, "en": …}` each."""
    required: bool = True
    identifying: bool = True


@dataclass(frozen=True, slots=True)
class CategoryPlan:
    """A category; its questions stand in the order in which they are asked."""

    code: str
    name_ar: str
    name_en: str
    description_ar: str = ""
    description_en: str = ""
    for_individuals: bool = False
    places: int = 3
    questions: tuple[QuestionPlan, ...] = ()


@dataclass(frozen=True, slots=True)
class CyclePlan:
    """A cycle; its categories stand in the order in which they are announced."""

    number: int
    name_ar: str
    name_en: str
    award_ar: str
    award_en: str
    timetable: Timetable
    categories: tuple[CategoryPlan, ...]
    terms_ar: str = ""
    """One term a line; the page numbers them."""
    terms_en: str = ""
    terms_version: int = 1
    organiser: str = ""
    """Code of the agency that organises the award, which may not enter."""
    signatory_ar: str = ""
    signatory_en: str = ""
    signatory_post_ar: str = ""
    signatory_post_en: str = ""
    months_in_operation: int = 6
    barred_cycles: int = 2
    entries_per_agency: int | None = 2
    is_demo: bool = False
    copied_from_id: uuid.UUID | None = None
    category_codes: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "category_codes", tuple(category.code for category in self.categories))


def planned_question(question: Question) -> QuestionPlan:
    """The plan that would make this question again."""
    return QuestionPlan(
        key=question.key,
        kind=question.kind,
        label_ar=question.label_ar,
        label_en=question.label_en,
        help_ar=question.help_ar,
        help_en=question.help_en,
        unit_ar=question.unit_ar,
        unit_en=question.unit_en,
        word_limit=question.word_limit,
        options=tuple(question.options),
        required=question.required,
        identifying=question.identifying,
    )

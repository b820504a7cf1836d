"""Plans of a cycle: everything that a cycle is made from, as one value, before anything is written."""

import tomllib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlmodel import Session

from awards.cycles.models import Category, Indicator, Question, QuestionKind
from awards.cycles.naming import numbered_name
from awards.cycles.queries import (
    categories_of,
    cycle_by_id,
    eligibility_of,
    organiser_of,
    questions_by_category,
)
from awards.cycles.timetable import Timetable
from awards.kit.templates import resource

LINES = ("options", "table_rows", "table_columns")
"""What of a question is a list of lines, each with a key and its words in both languages."""


@dataclass(frozen=True, slots=True)
class QuestionPlan:
    """A question before it is written; the fields are the columns of `Question`."""

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
    table_rows: tuple[Mapping[str, str], ...] = ()
    """As options, each with `unit_ar` and `unit_en`."""
    table_columns: tuple[Mapping[str, str], ...] = ()
    required: bool = True
    identifying: bool = True
    indicator: Indicator | None = None
    in_operation_since: bool = False
    when_question: str = ""
    when_option: str = ""

    def columns(self) -> dict[str, Any]:
        """As the columns of `Question` hold it."""
        own = {field.name: getattr(self, field.name) for field in fields(self)}
        return {**own, **{name: [dict(line) for line in own[name]] for name in LINES}}


@dataclass(frozen=True, slots=True)
class EligibilityPlan:
    """A question about eligibility before it is written."""

    label_ar: str
    label_en: str
    options: tuple[Mapping[str, str], ...]
    """`{"key": …, "ar": …, "en": …}` each."""
    barring: tuple[str, ...]
    why_ar: str
    why_en: str
    category: str = ""
    """The category's code; empty: asked in every category."""


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
    reminder_hours: tuple[int, ...] = (168, 48, 24)
    is_demo: bool = False
    copied_from_id: uuid.UUID | None = None
    eligibility: tuple[EligibilityPlan, ...] = ()


def plan_from_fixtures(
    number: int, timetable: Timetable, *, name_ar: str = "", name_en: str = "", is_demo: bool = False
) -> CyclePlan:
    """The award as the product ships it, for cycle `number`; a cycle the fixtures name needs no name."""
    award, people = _fixture("award"), _fixture("people")
    named_ar, named_en = fixture_name(number)
    questions = _fixture("questions")["question"]
    chair = people["chair"]
    return CyclePlan(
        number=number,
        name_ar=name_ar or named_ar,
        name_en=name_en or named_en,
        award_ar=award["name_ar"],
        award_en=award["name_en"],
        timetable=timetable,
        categories=tuple(_category(row, questions) for row in _fixture("categories")["category"]),
        terms_ar="\n".join(award["terms_ar"]),
        terms_en="\n".join(award["terms_en"]),
        organiser=award["organiser"],
        signatory_ar=chair["name_ar"],
        signatory_en=chair["name_en"],
        signatory_post_ar=chair["post_ar"],
        signatory_post_en=chair["post_en"],
        is_demo=is_demo,
    )


def plan_from_nothing(number: int, timetable: Timetable, *, name_ar: str, name_en: str) -> CyclePlan:
    """A cycle without categories, terms or an organiser; they are written in the browser."""
    award = _fixture("award")
    return CyclePlan(
        number=number,
        name_ar=name_ar,
        name_en=name_en,
        award_ar=award["name_ar"],
        award_en=award["name_en"],
        timetable=timetable,
        categories=(),
    )


def fixture_name(number: int) -> tuple[str, str]:
    """What cycle `number` is called in Arabic and English: by the fixtures, else by its number."""
    named = (cycle for cycle in _fixture("award")["cycle"] if cycle["number"] == number)
    return next(((cycle["name_ar"], cycle["name_en"]) for cycle in named), numbered_name(number))


def _fixture(name: str) -> dict[str, Any]:
    return tomllib.loads((resource("fixtures") / f"{name}.toml").read_text(encoding="utf-8"))


def _category(row: Mapping[str, Any], questions: Iterable[Mapping[str, Any]]) -> CategoryPlan:
    code = row["code"]
    texts = {name: row[name] for name in ("name_ar", "name_en", "description_ar", "description_en")}
    asked = tuple(_question(question) for question in questions if code in question.get("categories", [code]))
    return CategoryPlan(
        code, **texts, for_individuals=row["entrants"] == "individuals", places=row["places"], questions=asked
    )


def _question(row: Mapping[str, Any]) -> QuestionPlan:
    """A question without `categories` belongs to all of them."""
    given = {name: value for name, value in row.items() if name != "categories"}
    return QuestionPlan(
        **{
            **given,
            "kind": QuestionKind(row["kind"]),
            "indicator": Indicator(row["indicator"]) if "indicator" in row else None,
            **{name: tuple(row.get(name, ())) for name in LINES},
        }
    )


def plan_from_cycle(
    session: Session,
    cycle_id: uuid.UUID,
    number: int,
    timetable: Timetable,
    *,
    name_ar: str = "",
    name_en: str = "",
    is_demo: bool = False,
) -> CyclePlan:
    """An earlier cycle once more, under another number, name and timetable."""
    old = cycle_by_id(session, cycle_id)
    questions = questions_by_category(session, cycle_id)
    organiser = organiser_of(session, old)
    return CyclePlan(
        number=number,
        name_ar=name_ar,
        name_en=name_en,
        award_ar=old.award_ar,
        award_en=old.award_en,
        timetable=timetable,
        categories=tuple(
            _planned_category(category, questions.get(category.id, []))
            for category in categories_of(session, cycle_id)
        ),
        terms_ar=old.terms_ar,
        terms_en=old.terms_en,
        terms_version=old.terms_version,
        organiser=organiser.code if organiser else "",
        signatory_ar=old.signatory_ar,
        signatory_en=old.signatory_en,
        signatory_post_ar=old.signatory_post_ar,
        signatory_post_en=old.signatory_post_en,
        months_in_operation=old.months_in_operation,
        barred_cycles=old.barred_cycles,
        entries_per_agency=old.entries_per_agency,
        reminder_hours=tuple(old.reminder_hours),
        is_demo=is_demo,
        copied_from_id=cycle_id,
        eligibility=planned_eligibility(session, cycle_id),
    )


def eligibility_columns(
    plan: EligibilityPlan, cycle_id: uuid.UUID, key: str, position: int
) -> dict[str, Any]:
    """As the columns of `EligibilityQuestion` hold it, without the category's id."""
    return {
        "cycle_id": cycle_id,
        "key": key,
        "position": position,
        "label_ar": plan.label_ar,
        "label_en": plan.label_en,
        "options": [dict(option) for option in plan.options],
        "barring": list(plan.barring),
        "why_ar": plan.why_ar,
        "why_en": plan.why_en,
    }


def planned_eligibility(session: Session, cycle_id: uuid.UUID) -> tuple[EligibilityPlan, ...]:
    """What a cycle asks before an entry is started."""
    codes = {category.id: category.code for category in categories_of(session, cycle_id)}
    return tuple(
        EligibilityPlan(
            label_ar=asked.label_ar,
            label_en=asked.label_en,
            options=tuple(asked.options),
            barring=tuple(asked.barring),
            why_ar=asked.why_ar,
            why_en=asked.why_en,
            category=codes[asked.category_id] if asked.category_id else "",
        )
        for asked in eligibility_of(session, cycle_id)
    )


def _planned_category(category: Category, questions: Iterable[Question]) -> CategoryPlan:
    return CategoryPlan(
        code=category.code,
        name_ar=category.name_ar,
        name_en=category.name_en,
        description_ar=category.description_ar,
        description_en=category.description_en,
        for_individuals=category.for_individuals,
        places=category.places,
        questions=tuple(map(planned_question, questions)),
    )


def planned_question(question: Question) -> QuestionPlan:
    """A question as it is asked now."""
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
        table_rows=tuple(question.table_rows),
        table_columns=tuple(question.table_columns),
        required=question.required,
        identifying=question.identifying,
        indicator=question.indicator,
        in_operation_since=question.in_operation_since,
        when_question=question.when_question,
        when_option=question.when_option,
    )

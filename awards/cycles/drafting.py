"""Working on a cycle before it is announced: its rules, its categories, its questions.

Nobody but organisers has seen it yet, so nothing that is changed here was promised to anybody. From the announcement on
questions and rules stand; who signs the certificates may change until they are issued, for people change posts.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlmodel import Session

from awards.cycles.conditions import WITH_OPTIONS, broken
from awards.cycles.models import INDICATOR_KINDS, Category, Cycle, Question, QuestionKind
from awards.cycles.plans import QuestionPlan
from awards.cycles.queries import announcement_of, cycle_by_id, questions_of
from awards.cycles.wording import INDICATORS, QUESTION_KINDS
from awards.directory.models import Agency
from awards.kit import audit
from awards.kit.errors import Invalid, NotFound, RuleBroken
from awards.kit.i18n import Bilingual, Message, msg

MOST_ROWS = 20
"""Indicators of a table."""
MOST_COLUMNS = 4


class Announced(RuleBroken):
    """The public and the agencies know the cycle as it is."""

    def __init__(self) -> None:
        super().__init__(
            msg(
                "This cycle has been announced: its rules, terms and categories stand as they are. Questions and rubrics are only corrected, and everybody whom it concerns is told."
            )
        )


class DependedOn(RuleBroken):
    """Another question is asked only after a certain answer, which would no longer be possible."""

    def __init__(self, question: Question | QuestionPlan) -> None:
        super().__init__(
            msg(
                "“%(question)s” is asked only after a certain answer to an earlier question, and this would make that"
                " answer impossible. Change when it is asked first.",
                question=Bilingual(question.label_ar, question.label_en),
            )
        )


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs the certificates, by name and post."""

    signatory_ar: str
    signatory_en: str
    signatory_post_ar: str
    signatory_post_en: str


@dataclass(frozen=True, slots=True)
class CycleRules:
    """What holds for all categories of a cycle; the fields are columns of `Cycle`."""

    name_ar: str
    name_en: str
    award_ar: str
    award_en: str
    terms_ar: str
    terms_en: str
    """One term a line."""
    months_in_operation: int
    barred_cycles: int
    entries_per_agency: int | None
    organiser_agency_id: uuid.UUID | None
    """The agency that organises: neither it nor its people enter. None: nobody is kept out."""


@dataclass(frozen=True, slots=True)
class CategoryText:
    """What a category is called and how many places it awards; the fields are columns of `Category`."""

    name_ar: str
    name_en: str
    description_ar: str
    description_en: str
    places: int


def change_rules(
    session: Session, cycle_id: uuid.UUID, rules: CycleRules, *, by: uuid.UUID, at: datetime
) -> None:
    """Give a cycle other rules; other terms are another version of the terms.

    Raises Announced, and Invalid for an organiser that the directory does not have.
    """
    cycle = _draft(session, cycle_id)
    organiser = rules.organiser_agency_id
    if organiser and session.get(Agency, organiser) is None:
        raise Invalid({"organiser_agency_id": msg("Choose an agency of the directory.")})
    before = cycle.organiser_agency_id
    if changed := _apply(cycle, rules):
        if "organiser_agency_id" in changed:
            del changed["organiser_agency_id"]
            changed |= {
                "organised_by": str(organiser) if organiser else "",
                "organised_by_before": str(before) if before else "",
            }
        if changed.keys() & {"terms_ar", "terms_en"}:
            cycle.terms_version += 1
        session.add(cycle)
        session.flush()
        audit.record(session, "cycle.rules_changed", cycle_id, by=by, at=at, detail=changed)


def change_signatory(
    session: Session, cycle_id: uuid.UUID, signatory: Signatory, *, by: uuid.UUID, at: datetime
) -> None:
    """Let somebody else sign the certificates that are issued from now on."""
    cycle = cycle_by_id(session, cycle_id)
    if changed := _apply(cycle, signatory):
        session.add(cycle)
        session.flush()
        audit.record(session, "cycle.signatory_changed", cycle_id, by=by, at=at, detail=changed)


def change_category(
    session: Session, category: Category, text: CategoryText, *, by: uuid.UUID, at: datetime
) -> None:
    """Call a category otherwise, or let it award more or fewer places. Raises Announced."""
    _draft(session, category.cycle_id)
    if changed := _apply(category, text):
        session.add(category)
        session.flush()
        detail = {"category": category.code, **changed}
        audit.record(session, "category.changed", category.id, by=by, at=at, detail=detail)


def _apply(thing: Any, wanted: Any) -> dict[str, Any]:
    """Set what differs; the new values by name, for the record."""
    changed = {
        field.name: getattr(wanted, field.name)
        for field in fields(wanted)
        if getattr(thing, field.name) != getattr(wanted, field.name)
    }
    for name, value in changed.items():
        setattr(thing, name, value)
    return changed


def question_errors(question: QuestionPlan) -> dict[str, Message]:
    """What keeps a question from being asked, by the field where it is put right. Pure."""
    errors: dict[str, Message] = {}
    for lang, needed in (
        ("ar", msg("Write the question in Arabic.")),
        ("en", msg("Write the question in English.")),
    ):
        if not getattr(question, f"label_{lang}"):
            errors[f"label_{lang}"] = needed
    if question.kind in WITH_OPTIONS:
        few = msg("Write at least two options, one on each line.")
        errors |= _line_errors("options", question.options, few if len(question.options) < 2 else None)
    if question.kind is QuestionKind.TABLE:
        errors |= _table_errors(question)
    if question.kind is QuestionKind.LONG_TEXT and question.word_limit is None:
        errors["word_limit"] = msg("Say how many words a long text may have.")
    if question.indicator and (kind := INDICATOR_KINDS[question.indicator]) is not question.kind:
        errors["indicator"] = msg(
            "The indicator “%(indicator)s” is answered by “%(kind)s”, here as everywhere.",
            indicator=INDICATORS[question.indicator],
            kind=QUESTION_KINDS[kind],
        )
    return errors


def _table_errors(question: QuestionPlan) -> dict[str, Message]:
    rows, columns = len(question.table_rows), len(question.table_columns)
    wrong_rows = wrong_columns = None
    if not 1 <= rows <= MOST_ROWS:
        wrong_rows = msg("Write at least one indicator, and at most %(n)s.", n=MOST_ROWS)
    if not 1 <= columns <= MOST_COLUMNS:
        wrong_columns = msg("Write at least one column, and at most %(n)s.", n=MOST_COLUMNS)
    return {
        **_line_errors("rows", question.table_rows, wrong_rows),
        **_line_errors("columns", question.table_columns, wrong_columns),
    }


def _line_errors(
    name: str, lines: Sequence[Mapping[str, str]], wrong_count: Message | None
) -> dict[str, Message]:
    """What is wrong with options, rows or columns, by the box of their language."""
    if wrong_count:
        return {f"{name}_ar": wrong_count}
    errors: dict[str, Message] = {}
    for lang in ("ar", "en"):
        words = [line[lang] for line in lines]
        if not all(words):
            errors[f"{name}_{lang}"] = msg("Write each line in both languages, in the same order.")
        elif len(set(words)) < len(words):
            errors[f"{name}_{lang}"] = msg("Two lines are the same.")
    return errors


def add_question(
    session: Session, category: Category, question: QuestionPlan, *, by: uuid.UUID, at: datetime
) -> Question:
    """Ask something more, after all that is asked; its key is the first that is free. Raises Announced, Invalid."""
    _draft(session, category.cycle_id)
    asked = questions_of(session, category.id)
    taken = {each.key for each in asked}
    key = next(key for n in range(1, len(asked) + 2) if (key := f"question_{n}") not in taken)
    made = Question(
        category_id=category.id,
        position=max((each.position for each in asked), default=0) + 1,
        **{**question.columns(), "key": key},
    )
    refuse_broken([*asked, made], made)
    refuse_second(asked, key, question)
    session.add(made)
    _questions_changed(session, category, made, "question.added", by=by, at=at)
    return made


def change_question(
    session: Session, category: Category, key: str, question: QuestionPlan, *, by: uuid.UUID, at: datetime
) -> None:
    """Ask it otherwise; its key and place stay. Raises NotFound, Announced, Invalid, DependedOn."""
    _draft(session, category.cycle_id)
    asked = question_named(session, category.id, key)
    refuse_second(questions_of(session, category.id), key, question)
    for name, value in {**question.columns(), "key": key}.items():
        setattr(asked, name, value)
    refuse_broken(questions_of(session, category.id), asked)
    _questions_changed(session, category, asked, "question.changed", by=by, at=at)


def remove_question(session: Session, category: Category, key: str, *, by: uuid.UUID, at: datetime) -> None:
    """Ask it no more. Raises NotFound, Announced, DependedOn."""
    _draft(session, category.cycle_id)
    asked = question_named(session, category.id, key)
    if wrong := broken([each for each in questions_of(session, category.id) if each.key != key]):
        raise DependedOn(wrong)
    session.delete(asked)
    _questions_changed(session, category, asked, "question.removed", by=by, at=at)


def move_question(
    session: Session, category: Category, key: str, *, up: bool, by: uuid.UUID, at: datetime
) -> None:
    """Ask it one earlier or one later; the first and the last stay where they are.

    Raises NotFound, Announced, DependedOn.
    """
    _draft(session, category.cycle_id)
    question_named(session, category.id, key)
    order = list(questions_of(session, category.id))
    place = next(n for n, each in enumerate(order) if each.key == key)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(order):
        return
    order[place], order[other] = order[other], order[place]
    if wrong := broken(order):
        raise DependedOn(wrong)
    for position, each in enumerate(order, start=1):
        each.position = position
        session.add(each)
    _questions_changed(session, category, order[other], "question.moved", by=by, at=at)


def refuse_broken(questions: Sequence[Question], changed: Question) -> None:
    """Raises Invalid where the changed question's own condition cannot be met, DependedOn where another's cannot."""
    wrong = broken(questions)
    if wrong is changed:
        raise Invalid({"shown_if": msg("Choose an answer to a question that is asked before this one.")})
    if wrong:
        raise DependedOn(wrong)


def refuse_second(
    questions: Sequence[Question | QuestionPlan], key: str | None, wanted: QuestionPlan
) -> None:
    """Raises Invalid where another question than the one of that key has the wanted mark already."""
    for other in questions:
        if wanted.in_operation_since and other.in_operation_since and other.key != key:
            label = Bilingual(other.label_ar, other.label_en)
            raise Invalid(
                {
                    "in_operation_since": msg(
                        "The months in operation are counted from “%(question)s” already.", question=label
                    )
                }
            )
        if wanted.indicator and other.indicator is wanted.indicator and other.key != key:
            label = Bilingual(other.label_ar, other.label_en)
            raise Invalid({"indicator": msg("“%(question)s” is this indicator already.", question=label)})


def question_named(session: Session, category_id: uuid.UUID, key: str) -> Question:
    """Raises NotFound."""
    found = next((each for each in questions_of(session, category_id) if each.key == key), None)
    if found is None:
        raise NotFound
    return found


def _questions_changed(
    session: Session, category: Category, question: Question, action: str, *, by: uuid.UUID, at: datetime
) -> None:
    category.questions_version += 1
    session.add(category)
    session.flush()
    detail = {
        "category": category.code,
        "question": question.key,
        "label_ar": question.label_ar,
        "label_en": question.label_en,
        "identifying": question.identifying,
        **({"in_operation_since": True} if question.in_operation_since else {}),
    }
    audit.record(session, action, question.id, by=by, at=at, detail=detail)


def _draft(session: Session, cycle_id: uuid.UUID) -> Cycle:
    if announcement_of(session, cycle_id) is not None:
        raise Announced
    return cycle_by_id(session, cycle_id)

"""`/cycles/{number}/rules`, `…/categories/{code}/text`, `…/questions`: working on a cycle before it is announced."""

from collections.abc import Callable
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from awards.cycles import drafting, routes_eligibility
from awards.cycles.category_cautions import uncounted
from awards.cycles.conditions import dependents, possible
from awards.cycles.draft_forms import (
    CategoryForm,
    QuestionForm,
    RulesForm,
    SignatoryForm,
    typed_category,
    typed_question,
    typed_rules,
    typed_signatory,
)
from awards.cycles.models import Category, Question, QuestionKind
from awards.cycles.queries import (
    announcement_of,
    categories_of,
    category_at,
    cycle_by_number,
    questions_by_category,
    questions_of,
)
from awards.cycles.wording import INDICATORS, QUESTION_KINDS
from awards.directory.queries import all_agencies
from awards.kit.db import Database
from awards.kit.errors import Invalid
from awards.kit.forms import Filled, read
from awards.kit.i18n import Message, msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers

AnyRequest = Request[Any, Any, Any]
_RULES = "/cycles/{number:int}/rules"
_SIGNATORY = "/cycles/{number:int}/signatory"
_CATEGORY = "/cycles/{number:int}/categories/{code:str}"
_NEW = _CATEGORY + "/new-question"
_QUESTION = _CATEGORY + "/questions/{key:str}"
Errors = dict[str, Message]


@get(_RULES, name="cycles.rules_page", guards=[organisers], sync_to_thread=True)
def rules_page(request: AnyRequest, number: FromPath[int], db: GivenDb) -> Response[str]:
    return _rules(request, db, number)


@post(_RULES, name="cycles.change_rules", guards=[organisers], sync_to_thread=True)
def change_rules(
    request: AnyRequest,
    *,
    number: FromPath[int],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    filled = read(RulesForm, form)
    if filled.values:
        with filled.catching_refusal():
            with db.write() as session:
                cycle = cycle_by_number(session, number)
                drafting.change_rules(
                    session, cycle.id, filled.values.rules(), by=viewer.person_id, at=clock()
                )
            return see(f"/cycles/{number}", notice=msg("The rules of the cycle are saved."))
    return _rules(request, db, number, filled=filled)


def _rules(
    request: AnyRequest,
    db: Database,
    number: int,
    *,
    filled: Filled[Any] | None = None,
) -> Response[str]:
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        announced = announcement_of(session, cycle.id) is not None
        categories = categories_of(session, cycle.id)
        questions = questions_by_category(session, cycle.id)
        agencies = all_agencies(session)
    return page(
        request,
        "awards/cycles/rules.html",
        filled=filled or Filled(typed=typed_rules(cycle)),
        cycle=cycle,
        announced=announced,
        agencies=agencies,
        uncounted=uncounted(categories, questions, cycle.months_in_operation),
    )


@get(_SIGNATORY, name="cycles.signatory_page", guards=[organisers], sync_to_thread=True)
def signatory_page(request: AnyRequest, number: FromPath[int], db: GivenDb) -> Response[str]:
    return _signatory(request, db, number)


@post(_SIGNATORY, name="cycles.change_signatory", guards=[organisers], sync_to_thread=True)
def change_signatory(
    request: AnyRequest,
    *,
    number: FromPath[int],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    filled = read(SignatoryForm, form)
    if filled.values:
        with db.write() as session:
            cycle = cycle_by_number(session, number)
            drafting.change_signatory(
                session, cycle.id, filled.values.signatory(), by=viewer.person_id, at=clock()
            )
        return see(f"/cycles/{number}", notice=msg("Certificates issued from now on bear this signature."))
    return _signatory(request, db, number, filled)


def _signatory(
    request: AnyRequest, db: Database, number: int, filled: Filled[Any] | None = None
) -> Response[str]:
    with db.read() as session:
        cycle = cycle_by_number(session, number)
    filled = filled or Filled(typed=typed_signatory(cycle))
    return page(request, "awards/cycles/signatory.html", filled=filled, cycle=cycle)


@get(_CATEGORY + "/text", name="cycles.category_page", guards=[organisers], sync_to_thread=True)
def category_page(
    request: AnyRequest, number: FromPath[int], code: FromPath[str], db: GivenDb
) -> Response[str]:
    return _category(request, db, number, code)


@post(_CATEGORY + "/text", name="cycles.change_category", guards=[organisers], sync_to_thread=True)
def change_category(
    request: AnyRequest,
    *,
    number: FromPath[int],
    code: FromPath[str],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    filled = read(CategoryForm, form)
    if filled.values:
        with filled.catching_refusal():
            with db.write() as session:
                _, category = category_at(session, number, code)
                text = filled.values.text()
                drafting.change_category(session, category, text, by=viewer.person_id, at=clock())
            return _back(number, code, msg("The category is saved."))
    return _category(request, db, number, code, filled=filled)


def _category(
    request: AnyRequest,
    db: Database,
    number: int,
    code: str,
    *,
    filled: Filled[Any] | None = None,
) -> Response[str]:
    with db.read() as session:
        cycle, category = category_at(session, number, code)
        announced = announcement_of(session, cycle.id) is not None
    return page(
        request,
        "awards/cycles/category_text.html",
        filled=filled or Filled(typed=typed_category(category)),
        cycle=cycle,
        category=category,
        announced=announced,
    )


@get(_NEW, name="cycles.new_question", guards=[organisers], sync_to_thread=True)
def new_question(
    request: AnyRequest, number: FromPath[int], code: FromPath[str], db: GivenDb
) -> Response[str]:
    typed = {"kind": QuestionKind.LONG_TEXT.value, "word_limit": 200, "required": ["true"]}
    return _question(request, db, number, code, None, filled=Filled(typed=typed))


@post(_NEW, name="cycles.add_question", guards=[organisers], sync_to_thread=True)
def add_question(
    request: AnyRequest,
    *,
    number: FromPath[int],
    code: FromPath[str],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    def add(session: Session, category: Category, asked: QuestionForm) -> None:
        plan = asked.plan()
        _refuse(drafting.question_errors(plan))
        drafting.add_question(session, category, plan, by=viewer.person_id, at=clock())

    return _save(request, db, form, number, code, None, add)


@get(_QUESTION, name="cycles.question_page", guards=[organisers], sync_to_thread=True)
def question_page(
    request: AnyRequest, number: FromPath[int], code: FromPath[str], key: FromPath[str], db: GivenDb
) -> Response[str]:
    return _question(request, db, number, code, key)


@post(_QUESTION, name="cycles.change_question", guards=[organisers], sync_to_thread=True)
def change_question(
    request: AnyRequest,
    *,
    number: FromPath[int],
    code: FromPath[str],
    key: FromPath[str],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    def change(session: Session, category: Category, asked: QuestionForm) -> None:
        before = drafting.question_named(session, category.id, key)
        plan = asked.plan(key, before)
        _refuse(drafting.question_errors(plan))
        drafting.change_question(session, category, key, plan, by=viewer.person_id, at=clock())

    return _save(request, db, form, number, code, key, change)


def _refuse(errors: Errors) -> None:
    if errors:
        raise Invalid(errors)


def _save(
    request: AnyRequest,
    db: Database,
    form: GivenForm,
    number: int,
    code: str,
    key: str | None,
    save: Callable[[Session, Category, QuestionForm], None],
) -> Response[str] | Redirect:
    """Write the question, or show its form again with all that is wrong and all that was typed."""
    filled = read(QuestionForm, form)
    if filled.values:
        with filled.catching_refusal():
            with db.write() as session:
                _, category = category_at(session, number, code)
                save(session, category, filled.values)
            return _back(number, code, msg("The question is saved."))
    filled.typed = {name: [value] if name in _TICKS else value for name, value in filled.typed.items()}
    return _question(request, db, number, code, key, filled=filled)


_TICKS = frozenset({"required", "shown_to_judges", "in_operation_since"})


def _question(
    request: AnyRequest,
    db: Database,
    number: int,
    code: str,
    key: str | None,
    *,
    filled: Filled[Any] | None = None,
) -> Response[str]:
    question: Question | None = None
    with db.read() as session:
        cycle, category = category_at(session, number, code)
        announced = announcement_of(session, cycle.id) is not None
        questions = questions_of(session, category.id)
        if key is not None:
            question = drafting.question_named(session, category.id, key)
    return page(
        request,
        "awards/cycles/question.html",
        filled=filled or Filled(typed=typed_question(question) if question else {}),
        cycle=cycle,
        category=category,
        question=question,
        announced=announced,
        kinds=QUESTION_KINDS,
        indicators=INDICATORS,
        possible=possible(questions, key),
        dependents=dependents(questions, key) if key else [],
    )


@post(_QUESTION + "/removal", name="cycles.remove_question", guards=[organisers], sync_to_thread=True)
def remove(
    number: FromPath[int],
    code: FromPath[str],
    key: FromPath[str],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
) -> Redirect:
    with db.write() as session:
        _, category = category_at(session, number, code)
        drafting.remove_question(session, category, key, by=viewer.person_id, at=clock())
    return _back(number, code, msg("The question is asked no more."))


@post(_QUESTION + "/moving", name="cycles.move_question", guards=[organisers], sync_to_thread=True)
def move(
    number: FromPath[int],
    code: FromPath[str],
    key: FromPath[str],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Redirect:
    """`direction` is `up` or `down`."""
    up = form.get("direction") == "up"
    with db.write() as session:
        _, category = category_at(session, number, code)
        drafting.move_question(session, category, key, up=up, by=viewer.person_id, at=clock())
    return see(f"/cycles/{number}/categories/{code}#questions-title")


def _back(number: int, code: str, notice: Message) -> Redirect:
    return see(f"/cycles/{number}/categories/{code}", notice=notice)


router = Router(
    "/",
    route_handlers=[
        rules_page,
        change_rules,
        signatory_page,
        change_signatory,
        category_page,
        change_category,
        new_question,
        add_question,
        question_page,
        change_question,
        remove,
        move,
        *routes_eligibility.handlers,
    ],
)

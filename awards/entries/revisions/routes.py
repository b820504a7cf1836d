"""`…/questions/{key}/revision`, `…/later-question`: changing what is asked once the cycle is announced."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from pydantic import Field
from sqlmodel import Session

from awards.cycles.conditions import possible
from awards.cycles.draft_forms import QuestionForm, typed_question
from awards.cycles.drafting import question_named
from awards.cycles.models import Category, Question, QuestionKind
from awards.cycles.plans import QuestionPlan
from awards.cycles.queries import category_at, questions_of
from awards.cycles.wording import INDICATORS, QUESTION_KINDS
from awards.entries.revisions import effects, operations
from awards.kit.db import Database
from awards.kit.errors import Refusal, RuleBroken
from awards.kit.forms import errors_of, read
from awards.kit.i18n import Message, msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers
from awards.people.viewer import Viewer

AnyRequest = Request[Any, Any, Any]
_CATEGORY = "/cycles/{number:int}/categories/{code:str}"
_ONE = _CATEGORY + "/questions/{key:str}/revision"
_NEW = _CATEGORY + "/later-question"
_TICKS = frozenset({"required", "shown_to_judges"})


class RevisionForm(QuestionForm):
    """A question once more, and, once its effects were looked at, the reason."""

    step: str = "look"
    """`look` at what it means, `edit` again, or `apply` it."""
    reason: str = Field("", max_length=2000)
    version: int = Field(0, ge=0)


@get(_ONE, name="revisions.open", guards=[organisers], sync_to_thread=True)
def opened(
    request: AnyRequest,
    number: FromPath[int],
    code: FromPath[str],
    key: FromPath[str],
    db: GivenDb,
    clock: GivenClock,
) -> Response[str]:
    return _form(request, db, number, code, key, clock())


@get(_NEW, name="revisions.new", guards=[organisers], sync_to_thread=True)
def new(
    request: AnyRequest, number: FromPath[int], code: FromPath[str], db: GivenDb, clock: GivenClock
) -> Response[str]:
    typed = {"kind": QuestionKind.LONG_TEXT.value, "word_limit": 200}
    return _form(request, db, number, code, None, clock(), typed=typed)


@post(_ONE, name="revisions.revise", guards=[organisers], sync_to_thread=True)
def revise(
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
    return _revise(request, db, form, number, code, key, viewer, clock())


@post(_NEW, name="revisions.add", guards=[organisers], sync_to_thread=True)
def add(
    request: AnyRequest,
    *,
    number: FromPath[int],
    code: FromPath[str],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    return _revise(request, db, form, number, code, None, viewer, clock())


def _revise(
    request: AnyRequest,
    db: Database,
    form: GivenForm,
    number: int,
    code: str,
    key: str | None,
    viewer: Viewer,
    now: datetime,
) -> Response[str] | Redirect:
    """The form, then what the change means, then the change: what was typed goes with it."""
    filled = read(RevisionForm, form)
    typed = {name: [value] if name in _TICKS else value for name, value in filled.typed.items()}
    wanted = filled.values
    if wanted is None or wanted.step == "edit":
        return _form(request, db, number, code, key, now, typed=typed, errors=filled.errors)
    try:
        if wanted.step == "apply" and wanted.reason:
            with db.write() as session:
                cycle, category = category_at(session, number, code)
                operations.revise_question(
                    session,
                    cycle,
                    category,
                    key,
                    _plan(session, category, key, wanted),
                    wanted.reason,
                    version=wanted.version,
                    by=viewer.person_id,
                    at=now,
                )
            notice = msg("The question is changed, and those whom it concerns are written to.")
            return see(f"/cycles/{number}/categories/{code}", notice=notice)
        with db.read() as session:
            cycle, category = category_at(session, number, code)
            plan = _plan(session, category, key, wanted)
            found = operations.look_ahead(session, cycle, category, key, plan, at=now)
    except Refusal as refusal:
        errors, status = errors_of(refusal), refusal.status
        return _form(request, db, number, code, key, now, typed=typed, errors=errors, status=status)
    unreasoned = wanted.step == "apply"
    return page(
        request,
        "awards/entries/revisions/effects.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if unreasoned else HTTPStatus.OK,
        cycle=cycle,
        category=category,
        plan=plan,
        said=effects.in_words(found, asked_before=key is not None),
        concerned=found.drafts + found.submitted,
        carried={n: v for n, v in filled.typed.items() if n not in {"step", "reason", "version"}},
        version=category.questions_version,
        typed=filled.typed,
        errors={"reason": msg("Give the reason; the entrants read it.")} if unreasoned else {},
    )


def _plan(session: Session, category: Category, key: str | None, wanted: QuestionForm) -> QuestionPlan:
    before = question_named(session, category.id, key) if key else None
    if before:
        stands = {
            "shown_to_judges": not before.identifying,
            "in_operation_since": before.in_operation_since,
        }
        wanted = wanted.model_copy(update=stands)
    return wanted.plan(key or "", before)


def _form(
    request: AnyRequest,
    db: Database,
    number: int,
    code: str,
    key: str | None,
    now: datetime,
    *,
    typed: dict[str, Any] | None = None,
    errors: dict[str, Message] | None = None,
    status: int = HTTPStatus.OK,
) -> Response[str]:
    question: Question | None = None
    with db.read() as session:
        cycle, category = category_at(session, number, code)
        questions = questions_of(session, category.id)
        if key:
            question = question_named(session, category.id, key)
        may = operations.may_revise(session, cycle, now)
    if not may and not errors:
        raise RuleBroken(msg("Questions change in this way only from the announcement until entries close."))
    return page(
        request,
        "awards/entries/revisions/form.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if errors and status == HTTPStatus.OK else status,
        cycle=cycle,
        category=category,
        question=question,
        kinds=QUESTION_KINDS,
        indicators=INDICATORS,
        fixed_kind=question.kind if question else "",
        possible=possible(questions, key),
        typed=typed_question(question) if typed is None and question else typed or {},
        errors=errors or {},
    )


handlers = [opened, new, revise, add]

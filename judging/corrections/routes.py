"""`/cycles/{number}/categories/{code}/rubric/correction`: another version of a rubric that was announced."""

from collections.abc import Sequence
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles.queries import category_at
from awards.kit.db import Database
from awards.kit.errors import Invalid, Refusal, RuleBroken
from awards.kit.forms import Filled, errors_of, typed_values
from awards.kit.i18n import Lang, Message, nmsg
from awards.kit.links import Links
from awards.kit.mail.letters import Part, kind_named, parts
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenSettings, GivenViewer
from awards.people.guards import organisers
from awards.settings import Settings
from judging.corrections import operations
from judging.corrections.differences import in_words
from judging.corrections.letters import CORRECTED
from judging.rubrics.criteria_form import boxes_of, criteria_in, typed_criteria
from judging.rubrics.drafts import CriterionDraft, check_criteria
from judging.rubrics.operations import drafts_of
from judging.rubrics.queries import newest_rubric, rubric_sheet

AnyRequest = Request[Any, Any, Any]
_AT = "/cycles/{number:int}/categories/{code:str}/rubric/correction"
_OURS = ("step", "version", "boxes")


@get(_AT, name="corrections.edit", guards=[organisers], sync_to_thread=True)
def edit(request: AnyRequest, number: FromPath[int], code: FromPath[str], db: GivenDb) -> Response[str]:
    """The rubric as it stands, to be corrected; or why it cannot be."""
    return _form(request, db, number, code)


@post(_AT, name="corrections.correct", guards=[organisers], sync_to_thread=True)
def correct(
    request: AnyRequest,
    *,
    number: FromPath[int],
    code: FromPath[str],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
) -> Response[str] | Redirect:
    """The form, then what the correction does and the letter, then the correction: what was typed goes with it."""
    typed, now = typed_values(form), clock()
    step, version, boxes = (str(typed.pop(name, "")) for name in _OURS)
    filled: Filled[Any] = Filled(typed=typed)
    if boxes or step == "edit":
        return _form(request, db, number, code, filled, boxes=boxes)
    said = {name: str(typed.get(name, "")).strip() for name in ("reason", "reason_en")}
    try:
        criteria, wrong = criteria_in(typed)
        if errors := wrong | operations.reason_errors(**said):
            raise Invalid(errors if wrong else _as_a_whole(criteria) | errors)
        if step == "apply":
            with db.write() as session:
                cycle, category = category_at(session, number, code)
                _, told = operations.correct_rubric(
                    session,
                    cycle,
                    category,
                    criteria,
                    **said,
                    version=int(version) if version.isdecimal() and len(version) < 7 else 0,
                    by=viewer.person_id,
                    at=now,
                )
            notice = nmsg(
                "The corrected rubric stands from now on. A letter goes to %(n)s person.",
                "The corrected rubric stands from now on. A letter goes to %(n)s persons.",
                told,
            )
            return see(f"/cycles/{number}/categories/{code}", notice=notice)
        with db.read() as session:
            cycle, category = category_at(session, number, code)
            found = operations.look_ahead(session, cycle, category, criteria, at=now)
    except Refusal as refusal:
        filled.errors, filled.status = errors_of(refusal), refusal.status
        return _form(request, db, number, code, filled)
    return page(
        request,
        "judging/corrections/preview.html",
        cycle=cycle,
        category=category,
        found=found,
        changes=[in_words(one) for one in found.changes],
        said=operations.in_words(found),
        letter=_letter(found, said, settings, language_of(request)),
        carried=typed,
    )


def _as_a_whole(criteria: Sequence[CriterionDraft]) -> dict[str, Message]:
    """What keeps the criteria together from being a rubric, so that it is said with what else is wrong."""
    try:
        check_criteria(criteria)
    except RuleBroken as refusal:
        return errors_of(refusal)
    return {}


def _letter(found: operations.Outlook, said: dict[str, str], settings: Settings, lang: Lang) -> Part:
    kind = kind_named(CORRECTED)
    assert kind is not None
    reason = {"ar": said["reason"], "en": said["reason_en"]}
    return parts(kind.write({**found.params, "reason": reason}, Links(settings.base_url, None)), lang)[0]


def _form(
    request: AnyRequest,
    db: Database,
    number: int,
    code: str,
    filled: Filled[Any] | None = None,
    *,
    boxes: str = "",
) -> Response[str]:
    with db.read() as session:
        cycle, category = category_at(session, number, code)
        refused = operations.why_not_corrected(session, cycle, category)
        newest = newest_rubric(session.connection(), category.id)
        rubric = rubric_sheet(session.connection(), newest.id) if newest else None
    filled = filled or Filled(typed=typed_criteria(drafts_of(rubric)) if rubric else {})
    return page(
        request,
        "judging/corrections/form.html",
        filled=filled,
        cycle=cycle,
        category=category,
        refused=refused,
        announced=refused is not None,
        **boxes_of(filled.typed, language_of(request)),
        opened=boxes,
    )


router = Router("/", route_handlers=[edit, correct])

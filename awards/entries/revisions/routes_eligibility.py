"""`/cycles/{number}/eligibility/{key}/revision`: what is asked before an entry is started, once the cycle is announced."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from pydantic import Field

from awards.cycles import eligibility_drafting as drafting
from awards.cycles.queries import categories_of, cycle_by_number
from awards.entries.revisions import eligibility
from awards.entries.revisions.operations import refuse_unless_revisable
from awards.entries.revisions.queries import begun_in
from awards.kit.db import Database
from awards.kit.forms import Filled, read
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers

AnyRequest = Request[Any, Any, Any]
_ONE = "/cycles/{number:int}/eligibility/{key:str}/revision"
_NEW = "/cycles/{number:int}/later-eligibility-question"


class RevisionForm(drafting.EligibilityForm):
    """A question once more, and the reason."""

    reason: str = Field("", max_length=2000)
    step: str = "apply"
    """`apply` the change, or `retire` the question."""


@get(_ONE, name="revisions.eligibility", guards=[organisers], sync_to_thread=True)
def opened(
    request: AnyRequest, number: FromPath[int], key: FromPath[str], db: GivenDb, clock: GivenClock
) -> Response[str]:
    """The question as it is asked, what a change means, and the reason for it."""
    return _page(request, db, number, key, clock)


@get(_NEW, name="revisions.new_eligibility", guards=[organisers], sync_to_thread=True)
def new(request: AnyRequest, number: FromPath[int], db: GivenDb, clock: GivenClock) -> Response[str]:
    """An empty question, what it means to ask it, and the reason."""
    return _page(request, db, number, None, clock)


@post(_ONE, name="revisions.revise_eligibility", guards=[organisers], sync_to_thread=True)
def revise(
    request: AnyRequest,
    *,
    number: FromPath[int],
    key: FromPath[str],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    return _save(request, db, form, number, key, viewer, clock)


@post(_NEW, name="revisions.add_eligibility", guards=[organisers], sync_to_thread=True)
def add(
    request: AnyRequest,
    *,
    number: FromPath[int],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    return _save(request, db, form, number, None, viewer, clock)


def _save(
    request: AnyRequest,
    db: Database,
    form: GivenForm,
    number: int,
    key: str | None,
    viewer: GivenViewer,
    clock: GivenClock,
) -> Response[str] | Redirect:
    filled = read(RevisionForm, form)
    if wanted := filled.values:
        with filled.catching_refusal():
            with db.write() as session:
                cycle = cycle_by_number(session, number)
                if wanted.step == "retire" and key:
                    eligibility.retire_eligibility(
                        session, cycle, key, wanted.reason, by=viewer.person_id, at=clock()
                    )
                else:
                    eligibility.revise_eligibility(
                        session, cycle, key, wanted.plan(), wanted.reason, by=viewer.person_id, at=clock()
                    )
            notice = msg("The question is changed, and those whom it concerns are written to.")
            return see(f"/cycles/{number}/eligibility", notice=notice)
    return _page(request, db, number, key, clock, filled)


def _page(
    request: AnyRequest,
    db: Database,
    number: int,
    key: str | None,
    clock: GivenClock,
    filled: Filled[Any] | None = None,
) -> Response[str]:
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        refuse_unless_revisable(session, cycle, clock())
        categories = categories_of(session, cycle.id)
        question = drafting.eligibility_named(session, cycle.id, key) if key else None
        drafts, submitted = begun_in(session, cycle.id, question.category_id if question else None)
    if filled is None and question:
        code = next((each.code for each in categories if each.id == question.category_id), "")
        filled = Filled(typed=drafting.typed_eligibility(question, code))
    return page(
        request,
        "awards/entries/revisions/eligibility.html",
        filled=filled,
        cycle=cycle,
        categories=categories,
        question=question,
        said=eligibility.in_words(drafts, submitted),
        concerned=drafts + submitted,
    )


handlers = [opened, new, revise, add]

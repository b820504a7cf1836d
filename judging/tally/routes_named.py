"""The names behind the pseudonyms of results."""

from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from awards.kit.forms import read
from awards.kit.i18n import Message
from awards.kit.pages import page
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import overseers
from judging.tally.forms import NamesForm
from judging.tally.named import judges_behind
from judging.tally.operations import ask_for_names
from judging.tally.queries import Head, document_of, head_of, opened
from judging.tally.sealed import sealed_page


@get("/cycles/{number:int}/results/judges", name="tally.judges", guards=[overseers], sync_to_thread=True)
def judges(request: Request[Any, Any, Any], number: FromPath[int], db: GivenDb) -> Response[str]:
    """What the names are asked for; nobody's name yet."""
    with db.read() as session:
        head = head_of(session, number)
        if not head.results_open:
            return sealed_page(request, session, head, tab="results")
    return _asking(request, head)


@post(
    "/cycles/{number:int}/results/judges", name="tally.name_judges", guards=[overseers], sync_to_thread=True
)
def name_judges(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
) -> Response[str]:
    """The names, once who read them and why stands in the audit log.

    They are the answer to the form itself, so that there is no address at which they are read again unrecorded.
    """
    filled = read(NamesForm, form)
    now = clock()
    with db.read() as session:
        head = opened(session, number)
    if filled.values is None:
        return _asking(request, head, typed=filled.typed, errors=filled.errors)
    reason = filled.values.reason
    with db.write() as session:
        ask_for_names(session, opened(session, number), reason, by=viewer.person_id, at=now)
    with db.read() as session:
        found = judges_behind(session, head)
        categories = document_of(session, head).categories
    return page(
        request,
        "judging/tally/named.html",
        cycle=head,
        judges=found,
        categories=categories,
        reason=reason,
        at=now,
    )


def _asking(
    request: Request[Any, Any, Any],
    head: Head,
    *,
    typed: dict[str, Any] | None = None,
    errors: dict[str, Message] | None = None,
) -> Response[str]:
    return page(
        request,
        "judging/tally/names.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        cycle=head,
        typed=typed or {},
        errors=errors or {},
    )


handlers = [judges, name_judges]

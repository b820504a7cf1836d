"""`/enquiries`: what judges ask about an entrant's entries."""

import uuid
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.kit.db import Database
from awards.kit.forms import Filled, read
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenSettings, GivenViewer
from awards.people.guards import entrants
from judging.enquiries import operations
from judging.enquiries.forms import AnswerForm
from judging.enquiries.queries import asked_of, one_asked

HOME = "/enquiries"
AnyRequest = Request[Any, Any, Any]


@get(HOME, name="enquiries.list", guards=[entrants], sync_to_thread=True)
def listed(request: AnyRequest, viewer: GivenViewer, db: GivenDb) -> Response[str]:
    with db.read() as session:
        asked = asked_of(session, viewer.person_id)
    return page(request, "judging/enquiries/list.html", asked=asked)


@get(f"{HOME}/{{enquiry_id:uuid}}", name="enquiries.show", guards=[entrants], sync_to_thread=True)
def show(
    request: AnyRequest, enquiry_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    return _page(request, db, viewer.person_id, enquiry_id, Filled())


def _page(
    request: AnyRequest, db: Database, viewer: uuid.UUID, enquiry_id: uuid.UUID, filled: Filled[Any]
) -> Response[str]:
    with db.read() as session:
        asked = one_asked(session, viewer, enquiry_id)
    return page(request, "judging/enquiries/asked.html", filled=filled, one=asked)


@post(f"{HOME}/{{enquiry_id:uuid}}", name="enquiries.answer", guards=[entrants], sync_to_thread=True)
def answer(
    request: AnyRequest,
    *,
    enquiry_id: FromPath[uuid.UUID],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
) -> Response[str] | Redirect:
    filled = read(AnswerForm, form)
    if filled.values is not None:
        with filled.catching_refusal():
            with db.write() as session:
                operations.answer(
                    session,
                    enquiry_id,
                    filled.values.text,
                    days=settings.answer_days,
                    by=viewer.person_id,
                    at=clock(),
                )
            return see(
                HOME, notice=msg("Your answer is with the award office, which passes it on to the judges.")
            )
    return _page(request, db, viewer.person_id, enquiry_id, filled)


handlers = [listed, show, answer]

"""For judges: asking about an entry that they read."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.kit.forms import read
from awards.kit.i18n import msg
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenSettings, GivenViewer
from awards.people.guards import judges
from judging.assignments.queries import judge_view_by_code
from judging.enquiries.forms import AskForm
from judging.enquiries.operations import ask_about


@get("/scorecards/{code:str}/enquiry", name="enquiries.new", guards=[judges], sync_to_thread=True)
def new(
    request: Request[Any, Any, Any], code: FromPath[str], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    """404 unless the entry is assigned."""
    with db.rows() as connection:
        view = judge_view_by_code(connection, viewer.person_id, code)
    return page(request, "judging/enquiries/ask.html", view=view)


@post("/scorecards/{code:str}/enquiry", name="enquiries.ask", guards=[judges], sync_to_thread=True)
def ask(
    request: Request[Any, Any, Any],
    *,
    code: FromPath[str],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
) -> Response[str] | Redirect:
    with db.rows() as connection:
        view = judge_view_by_code(connection, viewer.person_id, code)
    filled = read(AskForm, form)
    if filled.values is not None:
        with filled.catching_refusal():
            with db.write() as session:
                ticket = ask_about(
                    session,
                    code,
                    filled.values.text,
                    lang=language_of(request),
                    days=settings.answer_days,
                    by=viewer.person_id,
                    at=clock(),
                )
                number = ticket.number
            return see(f"/helpdesk/questions/{number}", notice=msg("Your question is with the award office."))
    return page(request, "judging/enquiries/ask.html", filled=filled, view=view)


handlers = [new, ask]

"""`/cycles/{number}/jury/panels`: who chairs the panel of each category, who is deputy, who stands in reserve."""

from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles.queries import categories_of, category_by_code, cycle_by_number
from awards.entries.queries import results_published
from awards.kit.db import Database
from awards.kit.errors import Refusal
from awards.kit.forms import errors_of, read
from awards.kit.i18n import Message, local, msg
from awards.kit.pages import language_of, page, see
from awards.kit.text import fold
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from awards.people.viewer import Viewer
from judging.panels.chairs import Officers
from judging.panels.forms import OfficersForm
from judging.panels.naming import name_officers, officers_of
from judging.panels.queries import jury_of
from judging.panels.reserves import name_reserves, reserves_of

AnyRequest = Request[Any, Any, Any]


@get("/cycles/{number:int}/jury/panels", name="panels.panels", guards=[overseers], sync_to_thread=True)
def panels_page(
    request: AnyRequest, viewer: GivenViewer, db: GivenDb, number: FromPath[int]
) -> Response[str]:
    """Each category with its officers and the judges who know it."""
    return _page(request, db, viewer, number)


@post(
    "/cycles/{number:int}/jury/panels/{code:str}",
    name="panels.name_officers",
    guards=[organisers],
    sync_to_thread=True,
)
def name(
    request: AnyRequest,
    *,
    number: FromPath[int],
    code: FromPath[str],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """Name the chair, the deputy and the reserves of one panel."""
    filled = read(OfficersForm, form)
    errors, status = filled.errors, int(HTTPStatus.UNPROCESSABLE_ENTITY)
    if filled.values:
        wanted = Officers(filled.values.chair, filled.values.deputy)
        try:
            with db.write() as session:
                category = category_by_code(session, cycle_by_number(session, number).id, code)
                name_officers(session, category.id, wanted, by=viewer.person_id, at=clock())
                name_reserves(session, category.id, filled.values.reserves, by=viewer.person_id, at=clock())
        except Refusal as refusal:
            errors, status = errors_of(refusal), refusal.status
        else:
            return see(f"/cycles/{number}/jury/panels", notice=msg("The panel is kept."))
    return _page(request, db, viewer, number, code=code, typed=filled.typed, errors=errors, status=status)


def _page(
    request: AnyRequest,
    db: Database,
    viewer: Viewer,
    number: int,
    *,
    code: str = "",
    typed: dict[str, Any] | None = None,
    errors: dict[str, Message] | None = None,
    status: int = HTTPStatus.OK,
) -> Response[str]:
    """`typed` and `errors` are of the panel with this code."""
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        categories = categories_of(session, cycle.id)
        officers = officers_of(session, cycle.id)
        reserves = reserves_of(session, cycle.id)
        jury = jury_of(session, cycle.id)
        published = results_published(session, cycle.id)
    lang = language_of(request)
    jury.sort(key=lambda judge: fold(local(judge, "name", lang)))
    serving = [judge for judge in jury if judge.dropped_out_at is None]
    panels = [
        {
            "category": category,
            "officers": officers.get(category.id, Officers()),
            "reserves": [judge for judge in serving if judge.id in reserves.get(category.id, ())],
            "knowing": [judge for judge in serving if category.code in judge.expertise],
            "others": [judge for judge in serving if category.code not in judge.expertise],
            "typed": typed if typed is not None and category.code == code else None,
            "errors": errors or {} if category.code == code else {},
        }
        for category in categories
    ]
    return page(
        request,
        "judging/panels/panels.html",
        status=status,
        cycle=cycle,
        panels=panels,
        judges={judge.id: judge for judge in jury},
        may_name=viewer.organises and not published,
        errors={(f"{box}-{code}" if box != "form" else box): why for box, why in (errors or {}).items()},
    )


handlers = [panels_page, name]

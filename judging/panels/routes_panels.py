"""`/cycles/{number}/jury/panels`: who chairs the panel of each category, who is deputy, who stands in reserve."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from awards.cycles.models import Category
from awards.cycles.queries import categories_of, cycle_by_number
from awards.entries.queries import results_published
from awards.kit.db import Database
from awards.kit.errors import Refusal
from awards.kit.forms import Filled, errors_of, read
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
    "/cycles/{number:int}/jury/panels", name="panels.name_officers", guards=[organisers], sync_to_thread=True
)
def name(
    request: AnyRequest,
    *,
    number: FromPath[int],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """Name chairs, deputies and reserves of all panels at once, or, where one of them cannot be, of none."""
    with db.read() as session:
        categories = categories_of(session, cycle_by_number(session, number).id)
    filled = {
        category.code: read(OfficersForm, _of_panel(form, category.code))
        for category in categories
        if f"chair-{category.code}" in form or f"deputy-{category.code}" in form
    }
    wrong = {code: panel.errors for code, panel in filled.items() if panel.errors}
    if not wrong:
        try:
            with db.write() as session:
                _name_all(session, categories, filled, by=viewer.person_id, at=clock())
        except _NotNamed as refused:
            wrong = refused.wrong
        else:
            return see(f"/cycles/{number}/jury/panels", notice=msg("The panels are kept."))
    typed = {code: panel.typed for code, panel in filled.items()}
    return _page(
        request, db, viewer, number, typed=typed, wrong=wrong, status=HTTPStatus.UNPROCESSABLE_ENTITY
    )


class _NotNamed(Exception):
    """Rolls back: all panels are kept, or none. `wrong` by panel and box."""

    def __init__(self, wrong: dict[str, dict[str, Message]]) -> None:
        super().__init__()
        self.wrong = wrong


def _of_panel(form: FormMultiDict, code: str) -> FormMultiDict:
    """The boxes of one panel under their plain names."""
    boxes = [
        (box, text) for box in ("chair", "deputy", "reserves") for text in form.getall(f"{box}-{code}", [])
    ]
    return FormMultiDict(boxes)


def _name_all(
    session: Session,
    categories: Sequence[Category],
    filled: Mapping[str, Filled[OfficersForm]],
    *,
    by: uuid.UUID,
    at: datetime,
) -> None:
    """Those that are changed. Raises _NotNamed with all that stands in the way."""
    wrong: dict[str, dict[str, Message]] = {}
    before = officers_of(session, categories[0].cycle_id) if categories else {}
    for category in categories:
        panel = filled.get(category.code)
        if panel is None or panel.values is None:
            continue
        wanted = Officers(panel.values.chair, panel.values.deputy)
        try:
            if wanted != before.get(category.id, Officers()):
                name_officers(session, category.id, wanted, by=by, at=at)
            name_reserves(session, category.id, panel.values.reserves, by=by, at=at)
        except Refusal as refusal:
            wrong[category.code] = dict(errors_of(refusal))
    if wrong:
        raise _NotNamed(wrong)


def _page(
    request: AnyRequest,
    db: Database,
    viewer: Viewer,
    number: int,
    *,
    typed: Mapping[str, dict[str, Any]] | None = None,
    wrong: Mapping[str, dict[str, Message]] | None = None,
    status: int = HTTPStatus.OK,
) -> Response[str]:
    """`typed` and `wrong` by the code of the panel."""
    typed, wrong = typed or {}, wrong or {}
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
            "typed": typed.get(category.code),
            "errors": wrong.get(category.code, {}),
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
        errors={
            (f"{box}-{code}" if box != "form" else box): why
            for code, boxes in wrong.items()
            for box, why in boxes.items()
        },
    )


handlers = [panels_page, name]

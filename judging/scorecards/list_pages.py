"""The judge's first page, and the comparison of their own scores."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, get
from litestar.response import Redirect

from awards.kit.db import Database, Row
from awards.kit.i18n import Lang
from awards.kit.pages import language_of, page, see
from awards.kit.reading import reading
from awards.people.given import GivenClock, GivenDb, GivenSettings, GivenViewer
from awards.people.guards import judges
from awards.people.viewer import Viewer
from awards.settings import Settings
from judging.panels.naming import offices_held
from judging.rubrics.queries import rubric_sheet
from judging.scorecards.comparison import grids
from judging.scorecards.desk import Desk, desk_of
from judging.scorecards.drafts import draft_key
from judging.scorecards.fragments import list_rows
from judging.scorecards.listing import Listing, listing
from judging.scorecards.queries import my_entries, my_marks
from judging.scorecards.window import Window


@get("/scorecards", name="scorecards.list", guards=[judges])
async def list_page(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
) -> Response[str] | Redirect:
    """The judge's entries: three statements, however many there are, and one more for a chair."""
    return await reading(db, lambda: _list_page(request, viewer, db, settings, at=clock()))


def _list_page(
    request: Request[Any, Any, Any], viewer: Viewer, db: Database, settings: Settings, *, at: datetime
) -> Response[str] | Redirect:
    state, category = request.query_params.get("state", ""), request.query_params.get("category", "")
    lang = language_of(request)
    desk, found = _listing(db, viewer, lang, at=at, state=state, category=category)
    if desk and not desk.signed:
        return see("/scorecards/pledge")
    offices: list[Row] = []
    if desk and desk.holds_office:
        with db.rows() as connection:
            offices = offices_held(connection, desk.judge_id)
    return page(
        request,
        "judging/scorecards/list.html",
        now=at,
        desk=desk,
        window=desk.window(at) if desk else Window.NOT_YET,
        listing=found,
        offices=offices,
        rows=list_rows(found.lines, lang),
        owner=draft_key(settings.secret, viewer.person_id).owner,
        chosen_state=state,
        chosen_category=category,
    )


def _listing(
    db: Database, viewer: Viewer, lang: Lang, *, at: datetime, state: str = "", category: str = ""
) -> tuple[Desk | None, Listing]:
    """Before scoring begins, the entries are counted and not shown."""
    with db.rows() as connection:
        desk = desk_of(connection, viewer.person_id)
        if desk is None or desk.window(at) is Window.NOT_YET:
            return desk, listing([], {}, lang, entries=0)
        mine = my_entries(connection, viewer.person_id, desk)
        drafts = {sheet.rubric_id for sheet in mine if sheet.rubric_id}
        criteria = {rubric_id: len(rubric_sheet(connection, rubric_id).criteria) for rubric_id in drafts}
    return desk, listing(mine, criteria, lang, entries=desk.entries, state=state, category=category)


@get("/scorecards/comparison", name="scorecards.comparison", guards=[judges], sync_to_thread=True)
def comparison_page(
    request: Request[Any, Any, Any], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Response[str]:
    """The judge's own points, a grid for each category; nothing of their colleagues'."""
    lang = language_of(request)
    sort, descending = request.query_params.get("sort", ""), request.query_params.get("order") == "descending"
    desk, found = _listing(db, viewer, lang, at=clock())
    shown = []
    if desk is not None and found.lines:
        with db.rows() as connection:
            marks = my_marks(connection, desk)
            rubrics = {sheet.rubric_id: rubric_sheet(connection, sheet.rubric_id) for sheet in marks.values()}
        shown = grids(found.lines, rubrics, marks, lang, sort=sort, descending=descending)
    return page(
        request,
        "judging/scorecards/comparison.html",
        grids=shown,
        sort=sort,
        order="descending" if descending else "ascending",
    )

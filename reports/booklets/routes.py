"""`/booklets`: the criteria of a category as PDF, for everybody."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, Router, route
from litestar.params import FromPath

from awards.cycles.queries import announcement_of, category_by_code, cycle_by_number
from awards.kit.errors import NotFound
from awards.kit.i18n import LANGUAGES, as_lang
from awards.kit.pages import READ
from awards.kit.recently_used import RecentlyUsed
from awards.people.given import GivenClock, GivenDb
from judging.rubrics.models import Rubric
from judging.rubrics.queries import newest_rubric, rubric_sheet
from reports.booklets.render import booklet_pdf

_made = RecentlyUsed[tuple[object, ...], bytes](64)
"""By language and all that a booklet is made of."""


@route(
    "/booklets/{number:int}/{code:str}/{lang:str}",
    http_method=READ,
    name="booklets.show",
    sync_to_thread=True,
)
def booklet(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    code: FromPath[str],
    lang: FromPath[str],
    db: GivenDb,
    clock: GivenClock,
) -> Response[bytes]:
    """404 before the cycle is announced, and for a category without a rubric; organisers and auditors see it before."""
    viewer = request.scope.get("user")
    if lang not in LANGUAGES:
        raise NotFound
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        if not _is_public(announcement_of(session, cycle.id), clock()) and not (viewer and viewer.oversees):
            raise NotFound
        category = category_by_code(session, cycle.id, code)
        newest = newest_rubric(session.connection(), category.id)
        if newest is None:
            raise NotFound
        rubric = rubric_sheet(session.connection(), newest.id)
        since = session.get_one(Rubric, newest.id).created_at
    words = (cycle.award_ar, cycle.award_en, cycle.name_ar, cycle.name_en, cycle.is_demo)
    key = (
        lang,
        newest.id,
        *words,
        category.name_ar,
        category.name_en,
        category.description_ar,
        category.description_en,
    )
    found = _made.find([key])
    if not found:
        found = {key: booklet_pdf(cycle, category, rubric, as_lang(lang), at=since)}
        _made.keep(found)
    return Response(
        found[key],
        media_type="application/pdf",
        headers={
            "content-disposition": f'inline; filename="criteria-{cycle.number}-{category.code}-{lang}.pdf"'
        },
    )


def _is_public(announcement: Any, now: datetime) -> bool:
    return announcement is not None and announcement.announced_at <= now


router = Router("/", route_handlers=[booklet])

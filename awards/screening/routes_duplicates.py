"""Entries that look alike, side by side."""

from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles.queries import cycle_by_number
from awards.kit.db import Database
from awards.kit.forms import Filled, read
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from awards.people.viewer import Viewer
from awards.screening.duplicates import duplicates_of, keep_apart
from awards.screening.forms import ApartForm
from awards.screening.likeness import ALIKE

_DUPLICATES = "/cycles/{number:int}/screening/duplicates"


@get(_DUPLICATES, name="screening.duplicates", guards=[overseers], sync_to_thread=True)
def duplicates(
    request: Request[Any, Any, Any], viewer: GivenViewer, db: GivenDb, number: FromPath[int]
) -> Response[str]:
    return _duplicates(request, db, viewer, number)


@post(_DUPLICATES, name="screening.keep_apart", guards=[organisers], sync_to_thread=True)
def apart(
    request: Request[Any, Any, Any],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    number: FromPath[int],
) -> Response[str] | Redirect:
    """Two entries are two. It is remembered with the reason."""
    filled = read(ApartForm, form)
    if filled.values is None:
        return _duplicates(request, db, viewer, number, filled)
    asked = filled.values
    with db.write() as session:
        keep_apart(session, number, asked.one, asked.other, asked.reason, by=viewer.person_id, at=clock())
    return see(f"/cycles/{number}/screening/duplicates", notice=msg("Remembered: these are two entries."))


def _duplicates(
    request: Request[Any, Any, Any],
    db: Database,
    viewer: Viewer,
    number: int,
    filled: Filled[ApartForm] | None = None,
) -> Response[str]:
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        found = duplicates_of(session, number)
    typed = filled.typed if filled else {}
    box = f"reason-{typed.get('one')}-{typed.get('other')}"
    errors = {box: filled.errors["reason"]} if filled and "reason" in filled.errors else {}
    return page(
        request,
        "awards/screening/duplicates.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if filled else HTTPStatus.OK,
        cycle=cycle,
        open=[pair for pair in found if pair.verdict is None],
        apart=[pair for pair in found if pair.verdict is not None],
        alike=ALIKE,
        may_screen=viewer.organises,
        typed={box: typed.get("reason", "")},
        errors=errors,
    )


handlers = [duplicates, apart]

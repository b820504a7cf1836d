"""`/cycles/{number}/calibration`: choosing the anchors, how many handed in, the spread once it is closed."""

from itertools import groupby
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from awards.cycles.queries import categories_of, cycle_by_number
from awards.kit.clock import zone_named
from awards.kit.db import Database, Row
from awards.kit.errors import NotFound
from awards.kit.forms import Filled, read
from awards.kit.i18n import Lang, msg
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from awards.people.viewer import Viewer
from judging.assignments.gather import gather
from judging.blinding.certificate.queries import certificate_lacks
from judging.calibration import operations
from judging.calibration.forms import OpenForm
from judging.calibration.queries import Standing, calibration_of, rubric_for, sheets_of, standing_of
from judging.calibration.rules import MOST_ANCHORS
from judging.calibration.shown import CriterionSpread, criteria_of
from judging.calibration.spread import FEWEST
from judging.rounds.queries import opening_round

AnyRequest = Request[Any, Any, Any]


@get("/cycles/{number:int}/calibration", name="calibration.office", guards=[overseers], sync_to_thread=True)
def office(
    request: AnyRequest, number: FromPath[int], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Response[str]:
    return _office(request, db, viewer, clock, number)


def _office(
    request: AnyRequest,
    db: Database,
    viewer: Viewer,
    clock: GivenClock,
    number: int,
    filled: Filled[Any] | None = None,
) -> Response[str]:
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        round_ = opening_round(session, cycle.id)
        if round_ is None:
            raise NotFound
        made = calibration_of(session, cycle.id)
        standing = standing_of(session, made) if made else None
        facts = standing.facts if standing else gather(session, round_.id)
        names = {category.code: category for category in categories_of(session, cycle.id)}
        anchors = _anchors(session, standing, language_of(request)) if standing else []
        lacks = None if made or round_.opened_at else certificate_lacks(session, cycle.id)
    return page(
        request,
        "judging/calibration/office.html",
        filled=filled or Filled(typed={"anchors": []}),
        cycle=cycle,
        zone=zone_named(cycle.zone),
        made=made,
        phase=standing.phase(clock()) if standing else None,
        anchors=anchors,
        few=FEWEST,
        may=viewer.organises and round_.opened_at is None,
        scoring=round_.opened_at is not None,
        lacks=lacks,
        choices=[
            (names[code], list(entries)) for code, entries in groupby(facts.ready, lambda one: one.category)
        ],
        most=MOST_ANCHORS,
    )


Anchor = tuple[Row, int, int, list[CriterionSpread]]
"""What it is, how many handed in, of how many, and the spread; that only once it is shown and tells nobody apart."""


def _anchors(session: Session, standing: Standing, lang: Lang) -> list[Anchor]:
    sheets = sheets_of(session, standing.calibration.id)
    shown = standing.calibration.closed_at is not None
    found: list[Anchor] = []
    for row in standing.anchors:
        given = sheets.get(row.id, {})
        spreads = (
            criteria_of(rubric_for(session, row), list(given.values()), None, lang)
            if shown and len(given) >= FEWEST
            else []
        )
        found.append((row, len(given), len(standing.judges_of(row) | given.keys()), spreads))
    return found


@post("/cycles/{number:int}/calibration", name="calibration.open", guards=[organisers], sync_to_thread=True)
def open_(
    request: AnyRequest,
    *,
    number: FromPath[int],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    filled = read(OpenForm, form)
    if filled.values is not None:
        with filled.catching_refusal():
            with db.write() as session:
                operations.open_calibration(
                    session,
                    cycle_by_number(session, number).id,
                    filled.values.anchors,
                    filled.values.ends_at,
                    by=viewer.person_id,
                    at=clock(),
                )
            notice = msg("Calibration is open, and its judges were written to.")
            return see(f"/cycles/{number}/calibration", notice=notice)
    return _office(request, db, viewer, clock, number, filled)


@post(
    "/cycles/{number:int}/calibration/closing",
    name="calibration.close",
    guards=[organisers],
    sync_to_thread=True,
)
def close(number: FromPath[int], viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    with db.write() as session:
        operations.close_calibration(
            session, cycle_by_number(session, number).id, by=viewer.person_id, at=clock()
        )
    return see(
        f"/cycles/{number}/calibration", notice=msg("Calibration is closed: its judges see the spread now.")
    )


handlers = [office, open_, close]

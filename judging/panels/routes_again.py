"""The jury of the last cycle, offered to be seated again in one go."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session, col, select

from awards.cycles.models import Cycle
from awards.cycles.queries import cycle_by_number
from awards.entries.queries import results_published
from awards.kit.db import Database
from awards.kit.errors import Invalid
from awards.kit.forms import Filled, read
from awards.kit.i18n import local, msg, nmsg
from awards.kit.pages import language_of, page, see
from awards.kit.text import fold
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers
from judging.panels.countries import country_names
from judging.panels.forms import ORIGINS, SeatAgainForm
from judging.panels.models import Judge
from judging.panels.operations import seat_again
from judging.panels.queries import SeatedJudge, jury_of
from judging.panels.ties import entrants_of


@dataclass(frozen=True, slots=True)
class Offered:
    """The jury of an earlier cycle: those of it who stayed and have no seat in this one."""

    cycle: Cycle
    judges: tuple[SeatedJudge, ...]
    enter: frozenset[uuid.UUID]
    """Persons of them who enter in this cycle."""


_LAST = (
    select(Cycle)
    .where(
        col(Cycle.number) < sa.bindparam("number"),
        sa.exists().where(col(Judge.cycle_id) == col(Cycle.id)),
    )
    .order_by(col(Cycle.number).desc())
    .limit(1)
)


def jury_to_offer(session: Session, cycle: Cycle) -> Offered | None:
    """Of the newest cycle before this one that has a jury; none if nobody of it is left to be seated."""
    last = session.exec(_LAST, params={"number": cycle.number}).first()
    if last is None:
        return None
    seated = set(session.exec(select(Judge.person_id).where(Judge.cycle_id == cycle.id)))
    judges = tuple(
        judge
        for judge in jury_of(session, last.id)
        if judge.dropped_out_at is None and judge.person_id not in seated
    )
    if not judges:
        return None
    enter = entrants_of(session, cycle.id) & {judge.person_id for judge in judges}
    return Offered(last, judges, frozenset(enter))


@get("/cycles/{number:int}/jury/again", name="panels.again_page", guards=[organisers], sync_to_thread=True)
def again_page(
    request: Request[Any, Any, Any], number: FromPath[int], db: GivenDb
) -> Response[str] | Redirect:
    return _page(request, db, number)


@post("/cycles/{number:int}/jury/again", name="panels.seat_again", guards=[organisers], sync_to_thread=True)
def seat_them_again(
    request: Request[Any, Any, Any],
    *,
    number: FromPath[int],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """All or none: what stands against one seat is said, and nobody is seated."""
    filled = read(SeatAgainForm, form)
    wanted = filled.values or SeatAgainForm()
    chosen, errors = set(wanted.judge), dict(filled.errors)
    if not chosen:
        errors["judge"] = msg("Choose the judges to be seated.")
    if not wanted.asked:
        errors["asked"] = msg("Confirm that the judges were asked about their agencies.")
    with filled.catching_refusal():
        if errors:
            raise Invalid(errors)
        with db.write() as session:
            cycle = cycle_by_number(session, number)
            offered = jury_to_offer(session, cycle)
            judges = [judge for judge in offered.judges if judge.id in chosen] if offered else []
            if offered and not wanted.entrant_read and any(j.person_id in offered.enter for j in judges):
                unread = msg("Confirm that whoever enters in this cycle may judge in it.")
                raise Invalid({"entrant_read": unread})
            ids = [judge.id for judge in judges]
            seated = seat_again(session, cycle.id, ids, by=viewer.person_id, at=clock())
        return see(
            f"/cycles/{number}/jury",
            notice=nmsg("%(n)s judge has a seat again.", "%(n)s judges have a seat again.", seated),
        )
    return _page(request, db, number, chosen=chosen, filled=filled)


def _page(
    request: Request[Any, Any, Any],
    db: Database,
    number: int,
    *,
    chosen: Collection[uuid.UUID] | None = None,
    filled: Filled[Any] | None = None,
) -> Response[str] | Redirect:
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        offered = None if results_published(session, cycle.id) else jury_to_offer(session, cycle)
    if offered is None:
        return see(f"/cycles/{number}/jury")
    lang = language_of(request)
    judges = sorted(offered.judges, key=lambda judge: fold(local(judge, "name", lang)))
    return page(
        request,
        "judging/panels/again.html",
        filled=filled,
        cycle=cycle,
        offered=offered,
        judges=judges,
        chosen={j.id for j in judges if j.person_id not in offered.enter} if chosen is None else chosen,
        origins=ORIGINS,
        countries=country_names(lang),
    )

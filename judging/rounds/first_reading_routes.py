"""`/cycles/{number}/rounds/first-reading`: planning the round before scoring, as long as it can be."""

from typing import Any

from litestar import Request, Response, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles.queries import cycle_by_number
from awards.kit.forms import read
from awards.kit.i18n import msg
from awards.kit.pages import see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers
from judging.rounds.first_reading_forms import ReadingForm
from judging.rounds.first_reading_operations import drop_first_reading, plan_first_reading
from judging.rounds.rounds_page import rounds_view

_AT = "/cycles/{number:int}/rounds/first-reading"


@post(_AT, name="rounds.plan_first_reading", guards=[organisers], sync_to_thread=True)
def plan(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
) -> Response[str] | Redirect:
    """Give the cycle a first reading, or another one than it had."""
    filled = read(ReadingForm, form)
    if filled.values:
        with filled.catching_refusal():
            limits = filled.values.limits()
            with db.write() as session:
                plan_first_reading(
                    session,
                    cycle_by_number(session, number).id,
                    limits,
                    ends=filled.values.reading_ends,
                    by=viewer.person_id,
                    at=clock(),
                )
            return see(f"/cycles/{number}/rounds", notice=msg("The first reading is kept."))
    # A box without a tick is not sent.
    filled.typed = {"shows_reading": "", **filled.typed}
    return rounds_view(request, db, viewer, number, sent="first-reading", filled=filled)


@post(_AT + "/removal", name="rounds.drop_first_reading", guards=[organisers], sync_to_thread=True)
def drop(number: FromPath[int], viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    """Judging begins with scoring after all."""
    with db.write() as session:
        cycle = cycle_by_number(session, number)
        drop_first_reading(session, cycle.id, by=viewer.person_id, at=clock())
    return see(f"/cycles/{number}/rounds", notice=msg("The cycle has no first reading any more."))


handlers = [plan, drop]

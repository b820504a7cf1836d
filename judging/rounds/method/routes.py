"""`/cycles/{number}/rounds/method`: how results are worked out, chosen until judging opens, read by whoever may see the setup."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles.queries import cycle_by_number
from awards.kit.db import Database
from awards.kit.errors import NotFound
from awards.kit.forms import Filled, read
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from awards.people.viewer import Viewer
from judging.rounds.method.forms import LABELS, MethodForm, suggested
from judging.rounds.method.operations import choose_method
from judging.rounds.method.queries import versions_of
from judging.rounds.method.rules import USUAL
from judging.rounds.queries import first_reading, scoring_round

AnyRequest = Request[Any, Any, Any]


@get("/cycles/{number:int}/rounds/method", name="method.page", guards=[overseers], sync_to_thread=True)
def method_page(
    request: AnyRequest, number: FromPath[int], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    """What stands, every version of it, and the form as long as it may be changed."""
    return _page(request, db, viewer, number)


@post("/cycles/{number:int}/rounds/method", name="method.choose", guards=[organisers], sync_to_thread=True)
def choose(
    request: AnyRequest,
    number: FromPath[int],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
) -> Response[str] | Redirect:
    """Choose, or choose otherwise with a reason."""
    filled = read(MethodForm, form)
    if filled.values:
        with filled.catching_refusal():
            rules = filled.values.rules()
            with db.write() as session:
                round_ = scoring_round(session, cycle_by_number(session, number).id)
                if round_ is None:
                    raise NotFound
                choose_method(
                    session, round_.id, rules, reason=filled.values.reason, by=viewer.person_id, at=clock()
                )
            return see(
                f"/cycles/{number}/rounds/method", notice=msg("It is chosen how the results are worked out.")
            )
    return _page(request, db, viewer, number, filled)


def _page(
    request: AnyRequest,
    db: Database,
    viewer: Viewer,
    number: int,
    filled: Filled[MethodForm] | None = None,
) -> Response[str]:
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        round_ = scoring_round(session, cycle.id)
        if round_ is None:
            raise NotFound
        versions = versions_of(session, round_.id)
        reading = first_reading(session, cycle.id)
        opened_at = (reading or round_).opened_at
    rules = versions[0].rules if versions else USUAL
    return page(
        request,
        "judging/rounds/method.html",
        filled=filled or Filled(typed=suggested(rules)),
        cycle=cycle,
        round=round_,
        reading=reading,
        opened_at=opened_at,
        rules=rules,
        versions=versions,
        labels=LABELS,
        may_choose=viewer.organises and opened_at is None,
    )


handlers = [method_page, choose]

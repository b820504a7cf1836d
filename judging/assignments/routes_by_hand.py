"""`/cycles/{number}/assignments/by-hand`: an organiser gives one entry one more reader."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles.queries import cycle_by_number
from awards.kit.db import Database
from awards.kit.errors import RuleBroken
from awards.kit.forms import Filled, Form, read
from awards.kit.i18n import local, msg
from awards.kit.pages import language_of, page, see
from awards.kit.text import fold
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers
from judging.assignments.gather import gather
from judging.assignments.planning import loads
from judging.assignments.routes_organiser import round_of_cycle
from judging.assignments.single import assign_by_hand
from judging.rounds.finalists import finalists_of
from judging.rubrics.kinds import RoundKind

PATH = "/cycles/{number:int}/assignments/by-hand"


class HandForm(Form):
    """Which entry, and which judge's seat."""

    entry: UUID
    judge: UUID


@get(PATH, name="assignments.by_hand_page", guards=[organisers], sync_to_thread=True)
def by_hand_page(request: Request[Any, Any, Any], number: FromPath[int], db: GivenDb) -> Response[str]:
    """The entries of the round and the judges who serve, with what they have."""
    return _page(request, db, number, Filled(typed={"entry": request.query_params.get("entry", "")}))


@post(PATH, name="assignments.by_hand", guards=[organisers], sync_to_thread=True)
def by_hand(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    *,
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
) -> Response[str] | Redirect:
    """Give the entry to the judge, or say what stands against it."""
    filled = read(HandForm, form)
    if filled.values:
        pair = (filled.values.judge, filled.values.entry)
        with filled.catching_refusal():
            with db.write() as session:
                _, round_ = round_of_cycle(session, number)
                assign_by_hand(session, round_.id, pair, by=viewer.person_id, at=clock())
            return see(f"/cycles/{number}/assignments", notice=msg("The entry is given to the judge."))
    return _page(request, db, number, filled)


def _page(
    request: Request[Any, Any, Any],
    db: Database,
    number: int,
    filled: Filled[Any],
) -> Response[str]:
    lang = language_of(request)
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        _, round_ = round_of_cycle(session, number)
        facts = gather(session, round_.id)
        finalists = finalists_of(session, round_.id) if round_.kind is RoundKind.FINAL else []
    if facts.round.closed_at is not None:
        raise RuleBroken(msg("The round is closed."))
    held = loads(facts)
    serving = [judge for judge in facts.judges.values() if judge.dropped_out_at is None]
    return page(
        request,
        "judging/assignments/by_hand.html",
        filled=filled,
        cycle=cycle,
        entries=facts.ready,
        judges=sorted(serving, key=lambda judge: fold(local(judge, "name", lang))),
        held=held,
        finalists=finalists,
    )


handlers = [by_hand_page, by_hand]

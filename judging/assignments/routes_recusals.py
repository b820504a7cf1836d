"""For organisers and auditors: the judges who were recused or excused, and what followed."""

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from awards.cycles.queries import cycle_by_number
from awards.kit.i18n import Message, msg
from awards.kit.pages import page
from awards.people.given import GivenDb, GivenViewer
from awards.people.guards import overseers
from judging.assignments.departure_queries import departures_of
from judging.assignments.departures import Open, SheetKept, Way
from judging.assignments.permissions import may_assign
from judging.recusals.wording import conflict_in_words
from judging.rounds.queries import last_round, rounds_up_to
from judging.rounds.wording import ROUND_NAMES

WAYS: dict[Way, tuple[Message, str]] = {
    Way.RECUSED: (msg("Recused"), "info"),
    Way.EXCUSED: (msg("Excused"), "wait"),
    Way.LEFT: (msg("Excused from the jury"), "bad"),
    Way.HANDED_OVER: (msg("Handed over"), "wait"),
}
"""What each way is called, and the tone of its badge."""
OPEN: dict[Open, Message] = {
    Open.WAITS: msg("Given to nobody else yet: it waits to be assigned."),
    Open.ENTRY_OUT: msg("Given to nobody else: the entry is out."),
    Open.ROUND_CLOSED: msg("Given to nobody else: the round was closed."),
}
SHEETS: dict[SheetKept, Message] = {
    SheetKept.NONE: msg("There was no sheet."),
    SheetKept.DRAFT: msg("The draft of the sheet is kept and does not count."),
    SheetKept.LODGED: msg("The lodged sheet is kept and does not count."),
}


@get("/cycles/{number:int}/recusals", name="assignments.recusals", guards=[overseers], sync_to_thread=True)
def recusals(
    request: Request[Any, Any, Any], number: FromPath[int], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    """Who stood back, was excused or left, and who reads in their place, in the round that the cycle is in.

    Those of a round before it with `?round=scoring` or `?round=first_reading`. A cycle without a round has none.
    """
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        last = last_round(session, cycle.id)
        begun = rounds_up_to(session, last) if last else []
        asked = request.query_params.get("round")
        round_ = next((one for one in begun if one.kind == asked), last)
        found = departures_of(session, round_) if round_ else None
    return page(
        request,
        "judging/assignments/recusals.html",
        cycle=cycle,
        rounds=[(one, ROUND_NAMES[one.kind]) for one in begun],
        round=round_,
        found=found,
        ways=WAYS,
        open_words=OPEN,
        sheets=SHEETS,
        conflict_in_words=conflict_in_words,
        may_assign=round_ is not None and may_assign(viewer, round_),
    )


handlers = [recusals]

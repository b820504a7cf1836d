"""`/cycles/{number}/rounds/moving-on`: who moves on from a closed first reading, before it is confirmed and after."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.kit.errors import NotFound
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenViewer
from awards.people.guards import organisers, overseers
from judging.reconciliation.queries import pending_in
from judging.rounds.queries import first_reading
from judging.rounds.wording import OUTCOMES
from judging.tally.operations import let_move_on
from judging.tally.queries import head_of
from judging.tally.reading import counted_now, read_categories, reading_document

_AT = "/cycles/{number:int}/rounds/moving-on"


@get(_AT, name="tally.first_reading", guards=[overseers], sync_to_thread=True)
def show(
    request: Request[Any, Any, Any], number: FromPath[int], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    """Every entry with whether it moves on, and if not, why; means once two organisers have opened the results.

    404 until the first reading is closed: while judges score, nobody learns anything of it.
    """
    with db.read() as session:
        head = head_of(session, number)
        reading = first_reading(session, head.cycle_id)
        if reading is None or reading.closed_at is None:
            raise NotFound
        stored = reading_document(session, head.cycle_id)
        categories = (
            read_categories(session, reading, stored.categories) if stored else counted_now(session, reading)
        )
        pending = 0 if stored else pending_in(session, reading.id)
    return page(
        request,
        "judging/tally/first_reading.html",
        cycle=head,
        reading=reading,
        categories=categories,
        moving_on=sum(category.moving_on for category in categories),
        read=sum(len(category.entries) for category in categories),
        outcomes=OUTCOMES,
        moved=stored is not None,
        pending=pending,
        shows_means=head.results_open,
        may_move=viewer.organises and not head.results_open,
    )


@post(_AT, name="tally.move_on", guards=[organisers], sync_to_thread=True)
def move_on(number: FromPath[int], viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    """Those that pass move on to scoring; it is counted anew what they are, in the same transaction."""
    with db.write() as session:
        reading = first_reading(session, head_of(session, number).cycle_id)
        if reading is None:
            raise NotFound
        let_move_on(session, reading.id, by=viewer.person_id, at=clock())
    return see(
        f"/cycles/{number}/rounds/moving-on",
        notice=msg("The entries that passed have moved on to scoring: give them their judges."),
    )


handlers = (show, move_on)

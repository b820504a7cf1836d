"""One entry in screening: what it says, what the rules say of it, and what may be done."""

from typing import Any

from litestar import Request, Response

from awards.cycles.queries import categories_of, eligibility_of
from awards.entries import queries as entries
from awards.entries.models import EntryState
from awards.entries.permissions import ALIVE
from awards.kit.db import Database
from awards.kit.errors import NotFound
from awards.kit.forms import Filled
from awards.kit.pages import page
from awards.people.viewer import Viewer
from awards.screening import queries
from awards.screening.admitting import unresolved
from awards.screening.clarifications import questions_of
from awards.screening.disqualifications import proposal_of
from awards.screening.moving import judging_has_begun, plan_of
from awards.screening.moving_aside import aside_after
from awards.screening.moving_eligibility import still_asked
from awards.screening.moving_queries import moves_of, open_move
from awards.screening.operations import MAY_BE_ADMITTED
from awards.screening.replies.queries import hearing_of
from awards.screening.state import ScreeningState
from awards.screening.wording import GROUNDS, STATES


def entry_page(
    request: Request[Any, Any, Any],
    db: Database,
    viewer: Viewer,
    number: int,
    entry: int,
    filled: Filled[Any] | None = None,
) -> Response[str]:
    """Raises NotFound for an entry that was never submitted, or was withdrawn."""
    with db.read() as session:
        cycle, queue = queries.cycle_and_queue(session, number)
        screened = queries.one_of(queue, entry)
        if screened is None:
            raise NotFound
        head = entries.any_head(session, number, entry)
        submissions = entries.submissions_of(session, head.id)
        asked = questions_of(session, head.id)
        proposal = proposal_of(session, head.id)
        ending = None if head.state in ALIVE else entries.ending_of(session, head.id)
        moves = moves_of(session, head.id)
        waits = open_move(moves)
        plan = plan_of(session, head, waits.to_id if waits else head.category_id) if moves else None
        aside = aside_after(session, head.id) if moves else ()
        eligibility = (
            still_asked(eligibility_of(session, cycle.id), waits.to_id, head.eligibility) if waits else []
        )
        stays = judging_has_begun(session, head)
        elsewhere = [one for one in categories_of(session, cycle.id) if one.id != head.category_id]
        hearing = hearing_of(session, head.id)
        alike = unresolved(session, cycle.number).get(head.id, ())
        published = entries.results_published(session, cycle.id)
    may_screen = viewer.organises and not published
    return page(
        request,
        "awards/screening/entry.html",
        filled=filled,
        cycle=cycle,
        entry=head,
        one=screened,
        content=submissions[0].content,
        states=STATES,
        asked=asked,
        grounds=GROUNDS,
        proposal=proposal,
        is_mine=proposal is not None and proposal.proposed_by_id == viewer.person_id,
        moves=moves,
        waits=waits,
        plan=plan,
        aside=aside,
        eligibility=eligibility,
        unanswered=plan.missing if plan else (),
        elsewhere=elsewhere,
        may_move=may_screen
        and head.state is EntryState.SUBMITTED
        and not (stays or proposal)
        and bool(elsewhere),
        ending=ending,
        hearing=hearing,
        viewer_id=viewer.person_id,
        settled=queries.settled(queue),
        total=len(queue),
        following=queries.next_after(queue, entry),
        may_admit=may_screen and screened.state in MAY_BE_ADMITTED,
        may_screen=may_screen,
        may_take_back=may_screen and screened.state is ScreeningState.ADMITTED and not stays,
        alike=alike,
    )

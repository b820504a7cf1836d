"""For organisers: the rule of a cycle, and which entries are being reconciled; nothing of what the sheets say."""

import uuid
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles.queries import cycle_by_number
from awards.kit.db import Database
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.forms import Filled, read
from awards.kit.i18n import Message, msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from awards.people.viewer import Viewer
from judging.assignments.gather import gather
from judging.assignments.single import choices
from judging.panels.naming import judging_is_open
from judging.reconciliation import operations
from judging.reconciliation.differing import Next
from judging.reconciliation.forms import JudgeForm, RuleForm
from judging.reconciliation.models import Settlement
from judging.reconciliation.queries import item_by_id, items_of, openings_while_pending, threshold_of
from judging.rounds.queries import consents_of, last_round, round_state
from judging.rounds.state import RoundState

AnyRequest = Request[Any, Any, Any]
STATES: dict[Next, tuple[Message, str]] = {
    Next.JUDGES: (msg("Waits for the judges' answers"), "wait"),
    Next.CHAIR_OR_JUDGE: (msg("Waits for the chair, or another judge"), "wait"),
    Next.EXTRA_JUDGE: (msg("Waits for the judge who was brought in"), "wait"),
    Next.AGREED: (msg("No longer apart"), "good"),
}
ENDS: dict[Settlement, tuple[Message, str]] = {
    Settlement.AGREED: (msg("No longer apart"), "good"),
    Settlement.STANDS: (msg("The chair determined that the sheets stand"), "good"),
    Settlement.EXTRA_JUDGE: (msg("Another judge has read the entry"), "good"),
}


@get(
    "/cycles/{number:int}/reconciliations",
    name="reconciliation.office",
    guards=[overseers],
    sync_to_thread=True,
)
def office(request: AnyRequest, number: FromPath[int], viewer: GivenViewer, db: GivenDb) -> Response[str]:
    return _office(request, db, viewer, number)


def _office(
    request: AnyRequest,
    db: Database,
    viewer: Viewer,
    number: int,
    filled: Filled[Any] | None = None,
) -> Response[str]:
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        threshold = threshold_of(session, cycle.id)
        fixed = judging_is_open(session, cycle.id)
        round_ = last_round(session, cycle.id)
        found = items_of(session, cycle.id)
        opened = round_state(round_, consents_of(session, round_.id) if round_ else ()) is RoundState.OPENED
        openings = openings_while_pending(session, round_.id) if round_ else []
        waiting = [
            item
            for item in found
            if viewer.organises
            and item.settled_at is None
            and item.next in (Next.CHAIR_OR_JUDGE, Next.EXTRA_JUDGE)
        ]
        # Two rounds at most: the one that scores, and the final panel.
        facts = {id_: gather(session, id_) for id_ in {item.round_id for item in waiting}}
    return page(
        request,
        "judging/reconciliation/office.html",
        filled=filled or Filled(typed={"points": threshold or ""}),
        cycle=cycle,
        threshold=threshold,
        may_set=viewer.organises and not fixed,
        found=found,
        opened=opened,
        openings=openings,
        states=STATES,
        ends=ENDS,
        choices={item.id: choices(facts[item.round_id], item.entry_id) for item in waiting},
    )


@post(
    "/cycles/{number:int}/reconciliations/rule",
    name="reconciliation.rule",
    guards=[organisers],
    sync_to_thread=True,
)
def rule(
    request: AnyRequest,
    *,
    number: FromPath[int],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    filled = read(RuleForm, form)
    if filled.values is not None:
        with filled.catching_refusal():
            with db.write() as session:
                cycle = cycle_by_number(session, number)
                operations.set_rule(session, cycle.id, filled.values.points, by=viewer.person_id, at=clock())
            return see(f"/cycles/{number}/reconciliations", notice=msg("The rule is saved."))
    return _office(request, db, viewer, number, filled)


@post(
    "/cycles/{number:int}/reconciliations/{reconciliation_id:uuid}/judge",
    name="reconciliation.bring_in",
    guards=[organisers],
    sync_to_thread=True,
)
def bring_in(
    number: FromPath[int],
    *,
    reconciliation_id: FromPath[uuid.UUID],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Redirect:
    values = read(JudgeForm, form).values
    if values is None:
        raise RuleBroken(msg("Choose a judge."))
    with db.write() as session:
        item = item_by_id(session, reconciliation_id)
        if item is None or item.cycle_id != cycle_by_number(session, number).id:
            raise NotFound
        operations.bring_in(session, reconciliation_id, values.judge, by=viewer.person_id, at=clock())
    return see(
        f"/cycles/{number}/reconciliations", notice=msg("The judge has the entry, and was written to.")
    )


handlers = [office, rule, bring_in]

"""For organisers and auditors: the appeals of a cycle, what the cycle says of them, and telling entrants."""

from datetime import timedelta
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles.forms import typed_moment
from awards.cycles.models import Cycle
from awards.cycles.queries import cycle_by_number
from awards.kit.clock import zone_named
from awards.kit.db import Database
from awards.kit.errors import Invalid
from awards.kit.forms import Filled, Form, read
from awards.kit.i18n import msg, translate
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers
from awards.people.models import Person
from awards.people.viewer import Viewer
from judging.appeals import operations, telling
from judging.appeals.forms import NOT_CONFIRMED, NoticeForm, RuleForm
from judging.appeals.models import Standing
from judging.appeals.queries import appeals_of, notice_of, proposed_notice, rule_of, window_of
from judging.appeals.rules import LEAST_WINDOW
from judging.appeals.wording import GROUNDS, OUTCOMES, SHOWN, STATES
from judging.deliberations.queries import decided_places
from judging.tally.queries import head_of, opened

AnyRequest = Request[Any, Any, Any]
_AT = "/cycles/{number:int}/appeals"


@get(_AT, name="appeals.office", guards=[overseers], sync_to_thread=True)
def office(
    request: AnyRequest, number: FromPath[int], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Response[str]:
    """Every appeal with how far it is; before that, the rule and what entrants were told."""
    return _office(request, db, viewer, number, clock)


def _office(
    request: AnyRequest,
    db: Database,
    viewer: Viewer,
    number: int,
    clock: GivenClock,
    filled: Filled[Any] | None = None,
) -> Response[str]:
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        rule, notice = rule_of(session, cycle.id), notice_of(session, cycle.id)
        appeals = appeals_of(session, cycle.id)
        fixed = operations.judging_has_opened(session, cycle.id)
        head = head_of(session, number)
        refusal = telling.why_not_told(session, head) if head.results_open and notice is None else None
        proposed = proposed_notice(session, cycle.id)
        proposer = session.get(Person, proposed.proposed_by_id) if proposed else None
        seen = telling.seen_of(proposed, decided_places(session, cycle.id)) if proposed else ""
    lang = language_of(request)
    return page(
        request,
        "judging/appeals/office.html",
        filled=filled
        or Filled(
            typed={
                "waits": "true" if rule and rule.waits else "false",
                "shows": rule.shows.value if rule else "placed",
            }
        ),
        cycle=cycle,
        rule=rule,
        told=notice,
        time=window_of(notice).at(clock()) if notice else None,
        appeals=appeals,
        may_set=viewer.organises and not fixed,
        proposed=proposed,
        proposer=proposer,
        seen=seen,
        may_agree=viewer.organises
        and proposed is not None
        and refusal is None
        and proposed.proposed_by_id != viewer.person_id,
        may_tell=viewer.organises and head.results_open and notice is None and refusal is None,
        not_told=refusal.message if refusal else None,
        results_open=head.results_open,
        organises=viewer.organises,
        viewer_id=viewer.person_id,
        shown=[(shows.value, translate(words, lang)) for shows, words in SHOWN.items()],
        shown_words=SHOWN,
        grounds=GROUNDS,
        outcomes=OUTCOMES,
        states=STATES,
        now=clock(),
    )


@post(f"{_AT}/rule", name="appeals.set_rule", guards=[organisers], sync_to_thread=True)
def set_rule(
    request: AnyRequest,
    *,
    number: FromPath[int],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
) -> Response[str] | Redirect:
    filled = read(RuleForm, form)
    if filled.values is None:
        return _office(request, db, viewer, number, clock, filled)
    with db.write() as session:
        cycle = cycle_by_number(session, number)
        operations.set_rule(
            session,
            cycle.id,
            waits=filled.values.waits,
            shows=filled.values.shows,
            by=viewer.person_id,
            at=clock(),
        )
    return see(f"/cycles/{number}/appeals", notice=msg("What the cycle says of appeals is kept."))


@get(f"{_AT}/telling", name="appeals.telling", guards=[organisers], sync_to_thread=True)
def telling_page(
    request: AnyRequest, number: FromPath[int], db: GivenDb, clock: GivenClock
) -> Response[str] | Redirect:
    """What entrants will read, and the window that they are told."""
    with db.read() as session:
        cycle = cycle_by_number(session, number)
    zone = zone_named(cycle.zone)
    opens = (clock() + timedelta(days=1)).replace(minute=0, second=0)
    ends = max(cycle.appeals_end_at or opens, opens + LEAST_WINDOW + timedelta(days=4))
    typed = {"opens": typed_moment(opens, zone), "ends": typed_moment(ends, zone)}
    return _telling(request, db, cycle, clock, Filled(typed=typed))


def _telling(
    request: AnyRequest,
    db: Database,
    cycle: Cycle,
    clock: GivenClock,
    filled: Filled[Any],
) -> Response[str] | Redirect:
    with db.read() as session:
        refusal = telling.why_not_told(session, opened(session, cycle.number))
        rule = rule_of(session, cycle.id)
    if refusal and not filled.errors:
        return see(f"/cycles/{cycle.number}/appeals", notice=refusal.message)
    return page(
        request,
        "judging/appeals/telling.html",
        filled=filled,
        cycle=cycle,
        waits=rule is not None and rule.waits,
        shows=SHOWN[rule.shows if rule else Standing.PLACED],
        now=clock(),
    )


@post(f"{_AT}/telling", name="appeals.propose_telling", guards=[organisers], sync_to_thread=True)
def propose_telling(
    request: AnyRequest,
    *,
    number: FromPath[int],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
) -> Response[str] | Redirect:
    """One organiser's wish; nobody is written to before a second one agrees."""
    with db.read() as session:
        cycle = cycle_by_number(session, number)
    filled = read(NoticeForm, _in_zone(form, cycle.zone))
    if filled.values is not None:
        with filled.catching_refusal():
            if not filled.values.confirmed:
                raise Invalid({"confirmed": NOT_CONFIRMED})
            with db.write() as session:
                telling.propose_telling(
                    session,
                    cycle.id,
                    opens=filled.values.opens,
                    ends=filled.values.ends,
                    by=viewer.person_id,
                    at=clock(),
                )
            return see(
                f"/cycles/{number}/appeals",
                notice=msg("Proposed. Entrants are told once another organiser agrees."),
            )
    return _telling(request, db, cycle, clock, filled)


class SeenForm(Form):
    """What the second organiser was looking at."""

    seen: str = ""


@post(f"{_AT}/telling/agreement", name="appeals.tell", guards=[organisers], sync_to_thread=True)
def tell(
    number: FromPath[int], viewer: GivenViewer, db: GivenDb, clock: GivenClock, form: GivenForm
) -> Redirect:
    """Write to the people of every counted entry; from now on they read how it did."""
    values = read(SeenForm, form).values or SeenForm()
    with db.write() as session:
        cycle = cycle_by_number(session, number)
        notice = telling.tell_entrants(session, cycle.id, values.seen, by=viewer.person_id, at=clock())
    return see(
        f"/cycles/{number}/appeals",
        notice=msg(
            "Entrants can read how their entries did. Letters are on their way: %(n)s.", n=notice.told
        ),
    )


def _in_zone(form: GivenForm, zone: str) -> GivenForm:
    """The form with the cycle's zone, by whose clocks its times were typed."""
    return type(form)(
        [("zone", zone), *((name, value) for name, value in form.multi_items() if name != "zone")]
    )


handlers = [office, set_rule, telling_page, propose_telling, tell]

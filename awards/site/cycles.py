"""Cycles for organisers: the list, one cycle at a glance, announcing it, its dates."""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles import queries
from awards.cycles.announcing import NotReady, obstacles
from awards.cycles.category_cautions import NO_ORGANISER, of_categories, uncounted
from awards.cycles.cautions import cautions
from awards.cycles.forms import MoveForm, order_errors, readable_dates, typed_timetable
from awards.cycles.models import Cycle
from awards.cycles.moving import INTAKE_NOTICE, asks_for_reason, fixed
from awards.cycles.operations import move_dates
from awards.cycles.permissions import may_move_dates
from awards.cycles.timetable import Happened, phase_of
from awards.cycles.wording import PHASES, TONES, calendar, milestones
from awards.entries.extensions.queries import extended_to
from awards.entries.oversight import drafts_in
from awards.kit.clock import zone_named
from awards.kit.db import Database
from awards.kit.forms import Filled, read
from awards.kit.i18n import Bilingual, Message, msg, nmsg
from awards.kit.mail.letters import Part
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenSettings, GivenViewer
from awards.people.guards import organisers, overseers
from awards.people.models import Person
from awards.people.viewer import Viewer
from awards.settings import Settings
from awards.site.happened import happened
from awards.site.moved_dates import previews, readers_of, tell_of_moved_dates
from judging.rounds.queries import last_round
from judging.rounds.setup import announce
from judging.rubrics.queries import with_rubric
from judging.tally.outlook import outlook_of


@get("/cycles", name="cycles.list", guards=[overseers], sync_to_thread=True)
def list_cycles(
    request: Request[Any, Any, Any], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Response[str]:
    now = clock()
    with db.read() as session:
        cycles = queries.cycles(session)
        facts = happened(session, now)
    return page(
        request,
        "awards/cycles/list.html",
        cycles=[
            (
                cycle,
                phase_of(queries.timetable_of(cycle), facts[cycle.id], now),
                facts[cycle.id].announced,
                milestones(queries.timetable_of(cycle), now),
            )
            for cycle in cycles
        ],
        phases=PHASES,
        tones=TONES,
        may_manage=viewer.organises,
    )


@get("/cycles/{number:int}", name="cycles.overview", guards=[overseers], sync_to_thread=True)
def overview(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str]:
    """One cycle at a glance: its rules, dates and categories."""
    now = clock()
    with db.read() as session:
        cycle = queries.cycle_by_number(session, number)
        categories = queries.categories_of(session, cycle.id)
        questions = queries.questions_by_category(session, cycle.id)
        organiser = queries.organiser_of(session, cycle)
        announcement = queries.announcement_of(session, cycle.id)
        by = announcement.announced_by_id if announcement else None
        announced_by = session.get(Person, by) if by else None
        facts = happened(session, now)[cycle.id]
    timetable = queries.timetable_of(cycle)
    return page(
        request,
        "awards/cycles/overview.html",
        cycle=cycle,
        categories=categories,
        questions={category_id: len(each) for category_id, each in questions.items()},
        uncounted=uncounted(categories, questions, cycle.months_in_operation),
        organiser=organiser,
        announcement=announcement,
        announced_by=announced_by,
        phase=phase_of(timetable, facts, now),
        phases=PHASES,
        tones=TONES,
        calendar=calendar(timetable, now),
        zone=zone_named(timetable.zone),
        may_manage=viewer.organises,
        may_move=may_move_dates(facts),
    )


@get(
    "/cycles/{number:int}/announcement",
    name="cycles.announcement",
    guards=[overseers],
    sync_to_thread=True,
)
def announcement_page(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """What everybody will see, and what still stands in the way."""
    return _announcement_page(request, number, viewer, db, clock())


@post("/cycles/{number:int}/announcement", name="cycles.announce", guards=[organisers], sync_to_thread=True)
def announce_it(
    request: Request[Any, Any, Any],
    *,
    number: FromPath[int],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """Let the public and the agencies see the cycle. While something stands in the way, the page says what."""
    try:
        with db.write() as session:
            cycle = queries.cycle_by_number(session, number)
            announce(session, cycle.id, by=viewer.person_id, at=clock())
    except NotReady as refusal:
        return _announcement_page(request, number, viewer, db, clock(), status=refusal.status)
    return see(
        f"/cycles/{number}", notice=msg("The cycle is announced: the public and the agencies see it now.")
    )


def _announcement_page(
    request: Request[Any, Any, Any],
    number: int,
    viewer: Viewer,
    db: Database,
    now: datetime,
    *,
    status: int = HTTPStatus.OK,
) -> Response[str] | Redirect:
    with db.read() as session:
        cycle = queries.cycle_by_number(session, number)
        if queries.announcement_of(session, cycle.id) is not None:
            return see(f"/cycles/{number}")
        categories = queries.categories_of(session, cycle.id)
        asked = queries.questions_by_category(session, cycle.id)
        organiser = queries.organiser_of(session, cycle)
        rubrics = with_rubric(session.connection(), cycle.id)
        announced = queries.public_cycles(session, now)
        shown = announced.shown
    timetable = queries.timetable_of(cycle)
    questions = {category_id: len(each) for category_id, each in asked.items()}
    return page(
        request,
        "awards/cycles/announcement.html",
        status=status,
        cycle=cycle,
        categories=categories,
        questions=questions,
        rubrics=rubrics,
        organiser=organiser,
        shown=shown if shown and shown.opens_at <= now < shown.closes_at else None,
        milestones=milestones(timetable, now),
        may_manage=viewer.organises,
        cautions=[
            *cautions(
                timetable,
                [
                    (Bilingual(other.name_ar, other.name_en), queries.timetable_of(other))
                    for other in announced.all
                ],
            ),
            *of_categories(categories, asked, cycle.months_in_operation),
            *([] if organiser else [NO_ORGANISER]),
        ],
        obstacles=obstacles(timetable, categories, questions, rubrics, now),
    )


@get("/cycles/{number:int}/timetable", name="cycles.timetable", guards=[organisers], sync_to_thread=True)
def timetable_page(
    request: Request[Any, Any, Any], number: FromPath[int], db: GivenDb, clock: GivenClock
) -> Response[str] | Redirect:
    now = clock()
    cycle, facts = _cycle(db, number, now)
    if not may_move_dates(facts):
        return see(f"/cycles/{number}", notice=_FIXED)
    return _timetable_page(
        request, db, cycle, facts, now, Filled(typed=typed_timetable(queries.timetable_of(cycle)))
    )


@post("/cycles/{number:int}/timetable", name="cycles.move_dates", guards=[organisers], sync_to_thread=True)
def move(
    request: Request[Any, Any, Any],
    *,
    number: FromPath[int],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
) -> Response[str] | Redirect:
    """Move dates, or look at the letters first. Once judges would have less time, it takes a reason and a tick."""
    now = clock()
    cycle, facts = _cycle(db, number, now)
    filled = read(MoveForm, form)
    if filled.errors:
        filled.errors |= order_errors(readable_dates(filled.typed))
    letters: list[tuple[Part, int]] = []
    if filled.values and filled.values.step == "look":
        with filled.catching_refusal():
            letters = _letters(request, db, cycle, facts, filled.values, settings)
    elif filled.values:
        with filled.catching_refusal():
            timetable = filled.values.timetable()
            with db.write() as session:
                facts = happened(session, now)[cycle.id]
                old = queries.timetable_of(queries.cycle_by_number(session, number))
                moved = move_dates(
                    session,
                    cycle.id,
                    timetable,
                    happened=facts,
                    reason=filled.values.reason,
                    confirmed=filled.values.confirmed,
                    extended_to=extended_to(session, cycle.id),
                    by=viewer.person_id,
                    at=now,
                )
                told = tell_of_moved_dates(
                    session,
                    moved,
                    old,
                    timetable,
                    readers_of(session, moved, announced=facts.announced),
                    filled.values.reason,
                    by=viewer.person_id,
                    at=now,
                )
            return see(f"/cycles/{number}", notice=_saved(told))
    looked = filled.status == HTTPStatus.OK
    return _timetable_page(request, db, cycle, facts, now, filled, letters=letters, looked=looked)


def _letters(
    request: Request[Any, Any, Any],
    db: Database,
    cycle: Cycle,
    facts: Happened,
    wanted: MoveForm,
    settings: Settings,
) -> list[tuple[Part, int]]:
    """What would be written to whom if the dates were saved so. Raises Invalid for dates in a wrong order."""
    old, new = queries.timetable_of(cycle), wanted.timetable()
    with db.read() as session:
        readers = readers_of(session, cycle, announced=facts.announced)
    return previews(
        cycle, old, new, readers, wanted.reason, base_url=settings.base_url, lang=language_of(request)
    )


def _saved(told: int) -> Message:
    if not told:
        return msg("The dates are saved.")
    return nmsg(
        "The dates are saved. A letter goes to %(n)s person.",
        "The dates are saved. A letter goes to %(n)s persons.",
        told,
    )


def _cycle(db: Database, number: int, now: datetime) -> tuple[Cycle, Happened]:
    with db.read() as session:
        cycle = queries.cycle_by_number(session, number)
        return cycle, happened(session, now)[cycle.id]


def _timetable_page(
    request: Request[Any, Any, Any],
    db: Database,
    cycle: Cycle,
    facts: Happened,
    now: datetime,
    filled: Filled[Any],
    *,
    letters: Sequence[tuple[Part, int]] = (),
    looked: bool = False,
) -> Response[str]:
    """Once somebody would have less time, also from when to when, and what is unfinished."""
    old = queries.timetable_of(cycle)
    look_twice = "confirmed" in filled.errors or "confirmed" in filled.typed
    unfinished = _unfinished(db, cycle, facts) if look_twice else None
    with db.read() as session:
        readers = readers_of(session, cycle, announced=facts.announced)
    return page(
        request,
        "awards/cycles/timetable.html",
        filled=filled,
        cycle=cycle,
        facts=facts,
        fixed=fixed(old, facts, now),
        asks_for_reason=asks_for_reason(old, facts, now),
        intake_notice=INTAKE_NOTICE.days if facts.announced and old.opens <= now < old.entries_end else 0,
        look_twice=look_twice,
        unfinished=unfinished,
        wanted=readable_dates(filled.typed) if look_twice else {},
        timetable=old,
        zone=zone_named(old.zone),
        readers=(len(readers.entrants), len(readers.judges)),
        letters=letters,
        looked=looked,
    )


def _unfinished(db: Database, cycle: Cycle, facts: Happened) -> Message:
    """What those who lose time have not finished: judges their sheets, agencies their drafts."""
    with db.read() as session:
        if facts.round_opened:
            round_ = last_round(session, cycle.id)
            missing = outlook_of(session, round_.id).missing if round_ else 0
            return nmsg("%(n)s sheet is not lodged yet.", "%(n)s sheets are not lodged yet.", missing)
        drafts = drafts_in(session, cycle.id)
    return nmsg("%(n)s draft is not submitted yet.", "%(n)s drafts are not submitted yet.", drafts)


_FIXED = msg("The results of this cycle are out: its dates can no longer be moved.")

router = Router(
    "/",
    route_handlers=[list_cycles, overview, announcement_page, announce_it, timetable_page, move],
)

"""The public pages: what the award is about, its categories, its winners."""

from collections.abc import Sequence
from typing import Any

from litestar import Request, Response, Router, route
from litestar.params import FromPath
from sqlmodel import Session

from awards.cycles.models import Category, Cycle
from awards.cycles.queries import (
    announcement_of,
    categories_of,
    categories_with_code,
    public_cycles,
    questions_of,
    timetable_of,
)
from awards.cycles.timetable import phase_of
from awards.cycles.wording import PHASES, QUESTION_KINDS, milestones
from awards.entries.places import place_name
from awards.kit.errors import NotFound
from awards.kit.pages import READ, page
from awards.people.given import GivenClock, GivenDb
from awards.people.models import Role
from awards.site.happened import happened
from awards.site.winners import published_cycles, winners_of
from judging.appeals.queries import places_corrected
from judging.deliberations.models import Outcome
from judging.rubrics.kinds import RoundKind
from judging.rubrics.queries import newest_rubric, rubric_sheet


@route("/", http_method=READ, name="site.home", sync_to_thread=True)
def home(request: Request[Any, Any, Any], db: GivenDb, clock: GivenClock) -> Response[str]:
    """The cycle that takes entries, else the one announced last, and the first places that became public last.

    Where several take entries, the oldest is shown and the way to the others.
    """
    now = clock()
    with db.read() as session:
        announced = public_cycles(session, now)
        cycle = announced.shown
        facts = happened(session, now)[cycle.id] if cycle else None
        categories = categories_of(session, cycle.id) if cycle else []
        published = published_cycles(session, now)[:1]
        awarded = winners_of(session, published[0]) if published else []
    timetable = timetable_of(cycle) if cycle else None
    return page(
        request,
        "awards/site/home.html",
        cycle=cycle,
        coming=announced.coming,
        also_open_cycles=[one for one in announced.open if one is not cycle],
        categories=categories,
        phase=phase_of(timetable, facts, now) if timetable and facts else None,
        may_enter=timetable is not None and timetable.accepts_submissions(now) and _may_enter(request),
        milestones=milestones(timetable, now) if timetable else [],
        phases=PHASES,
        place_name=place_name,
        last=published[0] if published else None,
        firsts=[
            (category, place.winners)
            for category in awarded
            for place in category.places
            if place.place == 1 and place.winners
        ],
        now=now,
    )


def _may_enter(request: Request[Any, Any, Any]) -> bool:
    """Entrants, and whoever has not said yet who they are."""
    viewer = request.scope.get("user")
    return viewer is None or viewer.role is Role.ENTRANT


@route("/categories", http_method=READ, name="public.categories", sync_to_thread=True)
def categories(request: Request[Any, Any, Any], db: GivenDb, clock: GivenClock) -> Response[str]:
    """Of the public cycle, or with `?cycle=5` of another one that is announced."""
    with db.read() as session:
        announced = public_cycles(session, clock())
        cycle = announced.numbered(_asked_for(request))
        found = categories_of(session, cycle.id) if cycle else []
    return page(
        request,
        "awards/site/categories.html",
        cycle=cycle,
        coming=announced.coming,
        also_open_cycles=[one for one in announced.open if one is not cycle],
        categories=found,
    )


def _asked_for(request: Request[Any, Any, Any]) -> int | None:
    number = request.query_params.get("cycle", "")
    return int(number) if number.isdecimal() and len(number) < 6 else None


@route("/categories/{code:str}", http_method=READ, name="public.category", sync_to_thread=True)
def category(
    request: Request[Any, Any, Any], code: FromPath[str], db: GivenDb, clock: GivenClock
) -> Response[str]:
    """What a category asks for and how it is judged: everybody may know before they write.

    Without `?cycle=5` it is that of the public cycle, or of the first that takes entries and has such a category.
    """
    with db.read() as session:
        announced = public_cycles(session, clock())
        asked = _asked_for(request)
        among = [announced.numbered(asked)] if asked else [announced.shown, *announced.open]
        cycle, found = _category(session, [one for one in among if one], code)
        questions = questions_of(session, found.id)
        newest = newest_rubric(session.connection(), found.id)
        rubric = rubric_sheet(session.connection(), newest.id) if newest else None
        announcement = announcement_of(session, cycle.id)
        others = {
            kind: rubric_sheet(session.connection(), own.id)
            for kind in (RoundKind.FIRST_READING, RoundKind.FINAL)
            if (own := newest_rubric(session.connection(), found.id, kind=kind))
        }
    return page(
        request,
        "awards/site/category.html",
        cycle=cycle,
        category=found,
        questions=questions,
        kinds=QUESTION_KINDS,
        rubric=rubric,
        corrected_at=newest.corrected_since(announcement.announced_at) if newest and announcement else None,
        others=others,
    )


def _category(session: Session, among: Sequence[Cycle], code: str) -> tuple[Cycle, Category]:
    """The first of the cycles that has the category, with it. Raises NotFound."""
    found = {category.cycle_id: category for category in categories_with_code(session, code)}
    for cycle in among:
        if category := found.get(cycle.id):
            return cycle, category
    raise NotFound


@route("/winners", http_method=READ, name="public.winners", sync_to_thread=True)
def winners(request: Request[Any, Any, Any], db: GivenDb, clock: GivenClock) -> Response[str]:
    """The winners of the last cycle whose results are public, and the way to earlier ones."""
    return _winners(request, db, clock, None)


@route("/winners/{number:int}", http_method=READ, name="public.winners_of", sync_to_thread=True)
def winners_of_cycle(
    request: Request[Any, Any, Any], number: FromPath[int], db: GivenDb, clock: GivenClock
) -> Response[str]:
    """Before publication and the end of the embargo there is nothing at this address."""
    return _winners(request, db, clock, number)


def _winners(
    request: Request[Any, Any, Any], db: GivenDb, clock: GivenClock, number: int | None
) -> Response[str]:
    with db.read() as session:
        published = published_cycles(session, clock())
        cycle = next((c for c in published if number in (None, c.number)), None)
        if cycle is None and number is not None:
            raise NotFound
        awarded = winners_of(session, cycle) if cycle else []
        corrected = places_corrected(session, cycle.id) if cycle else []
    return page(
        request,
        "awards/site/winners.html",
        corrected=corrected,
        cycle=cycle,
        published=published,
        awarded=awarded,
        place_name=place_name,
        withheld=Outcome.WITHHELD,
    )


router = Router("/", route_handlers=[categories, category, winners, winners_of_cycle])

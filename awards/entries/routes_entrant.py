"""The entrant's first page, and starting an entry."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post, route
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session

from awards.cycles.queries import announcement_of, cycle_by_number, eligibility_of
from awards.directory.telling import left_lately
from awards.entries import desk, operations
from awards.entries.choice import Offer, choices, offer
from awards.entries.eligibility_answers import given_in
from awards.entries.forms import StartForm
from awards.entries.models import EntryLanguage
from awards.entries.outcomes import results_for
from awards.entries.partners import entries_that_name
from awards.entries.partnership.steps import awaited
from awards.kit.db import Database
from awards.kit.errors import Invalid, NotFound, Refusal, RuleBroken
from awards.kit.forms import Filled, read
from awards.kit.i18n import Lang, Message, local, msg, translate
from awards.kit.pages import READ, language_of, page, see
from awards.kit.reading import reading
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import entrants
from awards.people.viewer import Viewer


@get("/entries", name="entries.mine", guards=[entrants], sync_to_thread=True)
def mine(
    request: Request[Any, Any, Any], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Response[str]:
    """The viewer's entries in all cycles, those that name them as a partner, and what to do next."""
    now = clock()
    with db.read() as session:
        entries = desk.my_entries(session, viewer.person_id)
        cycles = desk.all_cycles(session)
        starting = desk.open_cycles(cycles, desk.categories_extended_to(session), now)
        results = results_for(session, viewer.person_id)
        named = entries_that_name(session, viewer.person_id)
        left = left_lately(session, viewer.person_id, viewer.agencies, now)
        # Questions, registrations and appeals are told by layers above: the application hands them down.
        tasks = request.app.state.waiting_for(session, viewer.person_id, now)
    waiting = awaited(named, cycles, now)
    return page(
        request,
        "awards/entries/mine.html",
        now=now,
        results=results,
        named=named,
        left=left,
        waiting=waiting,
        told=tasks.told,
        steps=[*tasks.steps, *waiting.values(), *desk.next_steps(entries, cycles, starting, now)],
        groups=[(cycle, of) for cycle in cycles if (of := [e for e in entries if e.cycle_id == cycle.id])],
        open_cycles=starting,
        writable={entry.id for entry in (*entries, *named) if desk.is_writable(entry, cycles, now)},
        extended=desk.extended_closings(entries, cycles, now),
    )


@get("/entries/new", name="entries.new", guards=[entrants])
async def new(
    request: Request[Any, Any, Any], viewer: GivenViewer, db: GivenDb, clock: GivenClock
) -> Response[str]:
    """The form; `cycle` in the address is a number, none for the cycle that takes entries now."""
    number = request.query_params.get("cycle", "")
    cycle = int(number) if number.isdecimal() else None
    typed = {"entrant": str(viewer.agency.id)} if viewer.agency else {}
    return await reading(db, lambda: _new_page(request, db, viewer, clock(), cycle, Filled(typed=typed)))


@post("/entries", name="entries.start", guards=[entrants], sync_to_thread=True)
def start(
    request: Request[Any, Any, Any], viewer: GivenViewer, db: GivenDb, clock: GivenClock, form: GivenForm
) -> Response[str] | Redirect:
    """Begin a draft. It is numbered within its cycle now, and shown to nobody else but its agency."""
    now = clock()
    filled = read(StartForm, form)
    cycle_id = filled.values.cycle if filled.values else _id(filled.typed.get("cycle"))
    filled.errors = _named(filled.errors, filled.typed)
    if filled.values:
        with filled.catching_refusal(Invalid):
            with db.write() as session:
                entry_id = _start(session, filled.values, given_in(filled.typed), viewer, now)
            return see(f"/entries/{entry_id}")
    return _new_page(request, db, viewer, now, cycle_id, filled)


_TO_CHOOSE = {
    "category": msg("Choose the category."),
    "entrant": msg("Say who enters."),
    "language": msg("Choose the language in which you write."),
}


def _named(errors: Mapping[str, Message], typed: Mapping[str, Any]) -> dict[str, Message]:
    """Errors that say of which box they speak: above the form they stand alone."""
    named = {box: _TO_CHOOSE.get(box, message) for box, message in errors.items()}
    if "title" in errors:
        empty = not str(typed.get("title", "")).strip()
        named["title"] = (
            msg("Write the title of the entry.") if empty else msg("Title: %(why)s", why=errors["title"])
        )
    return named


def _start(
    session: Session, wanted: StartForm, eligibility: Mapping[str, str], viewer: Viewer, now: datetime
) -> uuid.UUID:
    arabic = wanted.language is not EntryLanguage.ENGLISH
    entry = operations.start_entry(
        session,
        cycle_id=wanted.cycle,
        category_id=wanted.category,
        agency_id=None if wanted.entrant == "me" else wanted.entrant,
        language=wanted.language,
        title_ar=wanted.title if arabic else "",
        title_en="" if arabic else wanted.title,
        eligibility=eligibility,
        by=viewer.person_id,
        at=now,
    )
    return entry.id


def _new_page(
    request: Request[Any, Any, Any],
    db: Database,
    viewer: Viewer,
    now: datetime,
    cycle: int | uuid.UUID | None,
    filled: Filled[Any],
) -> Response[str]:
    """`cycle` is its number or id; none for the only open one, or the one that opened last."""
    with db.read() as session:
        offered = offer(session.connection(), viewer.person_id, cycle, now)
        asked = eligibility_of(session, offered.categories[0].cycle_id) if offered else []
    if offered is None:
        raise _not_open(db, cycle, now)
    made = choices(offered, viewer, now)
    return page(
        request,
        "awards/entries/new.html",
        filled=filled,
        form_at=f"/entries/new?cycle={offered.categories[0].number}",
        now=now,
        cycle=offered.categories[0],
        choices=made,
        asked=asked,
        named={category.id: category for category in offered.categories},
        entrants=_entrant_options(offered, language_of(request)),
    )


def _entrant_options(offered: Offer, lang: Lang) -> list[tuple[str, str]]:
    """Value and words of each entrant that the person may choose."""
    options = [(str(agency.id), local(agency, "name", lang)) for agency in offered.agencies]
    if any(category.for_individuals for category in offered.categories):
        options.append(("me", translate(msg("Myself, as an individual"), lang)))
    return options


def _not_open(db: Database, wanted: int | uuid.UUID | None, now: datetime) -> Refusal:
    """Why no entry can be started in that cycle, or in any."""
    with db.read() as session:
        cycles = desk.all_cycles(session)
    known = [cycle for cycle in cycles if wanted in (None, cycle.number, cycle.id)]
    if wanted is not None and not known:
        return NotFound()
    return RuleBroken(desk.why_closed(known[0], now) if known else msg("No cycle takes entries now."))


def _id(text: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


@route("/cycles/{number:int}/terms", http_method=READ, name="entries.terms", sync_to_thread=True)
def terms(
    request: Request[Any, Any, Any], db: GivenDb, clock: GivenClock, number: FromPath[int]
) -> Response[str]:
    """Everybody may read them before they begin, once the cycle is announced."""
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        if announcement_of(session, cycle.id) is None:
            raise NotFound
    return page(request, "awards/entries/terms.html", cycle=cycle, now=clock())


handlers = [mine, new, start, terms]

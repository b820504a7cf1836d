"""`/events`: what is coming, for everybody; registering; and for organisers all the rest."""

import uuid
from typing import Any

from litestar import Request, Response, Router, get, post, route
from litestar.params import FromPath
from litestar.response import Redirect

from awards.events import operations
from awards.events.calendars import calendar_file
from awards.events.forms import AttendanceForm, ChangedEventForm, EventForm
from awards.events.queries import attendance, events, one_event, taken
from awards.events.reminders import AHEAD
from awards.kit.clock import RIYADH
from awards.kit.csv_text import MEDIA_TYPE, csv_file
from awards.kit.forms import Filled, read
from awards.kit.i18n import local, msg, translate
from awards.kit.pages import READ, language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenSettings, GivenViewer
from awards.people.guards import acting_as, organisers, overseers, signed_in
from awards.people.models import Role
from awards.people.viewer import Viewer

HOME = "/events"
ONE = f"{HOME}/{{event_id:uuid}}"
AnyRequest = Request[Any, Any, Any]
EventId = FromPath[uuid.UUID]
takers = acting_as(Role.ENTRANT, Role.JUDGE, Role.ORGANISER)


def _reader(request: AnyRequest) -> uuid.UUID | None:
    viewer: Viewer | None = request.scope.get("user")
    return viewer.person_id if viewer else None


@route(HOME, http_method=READ, name="events.list", sync_to_thread=True)
def listed(request: AnyRequest, db: GivenDb, clock: GivenClock) -> Response[str]:
    with db.read() as session:
        found = events(session, clock())
        full = taken(session, found, _reader(request))
    return page(request, "awards/events/list.html", found=found, taken=full, now=clock())


@route(ONE, http_method=READ, name="events.show", sync_to_thread=True)
def show(request: AnyRequest, event_id: EventId, db: GivenDb, clock: GivenClock) -> Response[str]:
    """Where to join is told to whoever has a seat, and to organisers and auditors."""
    viewer: Viewer | None = request.scope.get("user")
    with db.read() as session:
        event = one_event(session, event_id)
        mine = taken(session, [event], _reader(request))[event.id]
    may_join = mine.seated or (viewer is not None and viewer.oversees)
    return page(
        request,
        "awards/events/event.html",
        event=event,
        mine=mine,
        link=event.link if may_join else "",
        now=clock(),
    )


@get(f"{ONE}/calendar", name="events.calendar", guards=[signed_in], sync_to_thread=True)
def calendar(
    request: AnyRequest, event_id: EventId, viewer: GivenViewer, db: GivenDb, settings: GivenSettings
) -> Response[bytes]:
    with db.read() as session:
        event = one_event(session, event_id)
        mine = taken(session, [event], viewer.person_id)[event.id]
    file = calendar_file(
        event,
        language_of(request),
        address=f"{settings.base_url}{HOME}/{event.id}",
        seated=mine.seated or viewer.oversees,
    )
    return Response(
        file,
        media_type="text/calendar",  # the framework says the charset
        headers={"content-disposition": 'attachment; filename="event.ics"'},
    )


@post(f"{ONE}/registration", name="events.register", guards=[takers], sync_to_thread=True)
def register(event_id: EventId, viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    with db.write() as session:
        seated = operations.register(session, event_id, by=viewer.person_id, at=clock())
    notice = msg("You have a seat.") if seated else msg("You are on the waiting list.")
    return see(f"{HOME}/{event_id}", notice=notice)


@post(f"{ONE}/leaving", name="events.leave", guards=[takers], sync_to_thread=True)
def leave(event_id: EventId, viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    with db.write() as session:
        operations.leave(session, event_id, by=viewer.person_id, at=clock())
    return see(f"{HOME}/{event_id}", notice=msg("You are no longer registered."))


@get(f"{HOME}/new", name="events.new", guards=[organisers], sync_to_thread=True)
def new(request: AnyRequest) -> Response[str]:
    return _form_page(request, Filled(), event_id=None)


def _form_page(
    request: AnyRequest,
    filled: Filled[Any],
    *,
    event_id: uuid.UUID | None,
) -> Response[str]:
    return page(request, "awards/events/form.html", filled=filled, event_id=event_id)


@post(HOME, name="events.set_up", guards=[organisers], sync_to_thread=True)
def set_up(
    request: AnyRequest, viewer: GivenViewer, form: GivenForm, db: GivenDb, clock: GivenClock
) -> Response[str] | Redirect:
    filled = read(EventForm, form)
    if filled.values is not None:
        with filled.catching_refusal():
            with db.write() as session:
                event = operations.set_up(session, filled.values, by=viewer.person_id, at=clock())
            return see(f"{HOME}/{event.id}", notice=msg("Everybody sees the event now."))
    return _form_page(
        request,
        filled,
        event_id=None,
    )


@get(f"{ONE}/editing", name="events.editing", guards=[organisers], sync_to_thread=True)
def editing(request: AnyRequest, event_id: EventId, db: GivenDb) -> Response[str]:
    with db.read() as session:
        event = one_event(session, event_id)
    typed = event.model_dump()
    typed["capacity"] = event.capacity or ""
    for name in ("starts_at", "ends_at"):
        typed[name] = typed[name].astimezone(RIYADH).strftime("%Y-%m-%dT%H:%M")
    return _form_page(request, Filled(typed=typed), event_id=event_id)


@post(f"{ONE}/editing", name="events.change", guards=[organisers], sync_to_thread=True)
def change(
    request: AnyRequest,
    *,
    event_id: EventId,
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    filled = read(ChangedEventForm, form)
    if said := filled.values:
        with filled.catching_refusal():
            with db.write() as session:
                operations.change(
                    session, event_id, said, sequence=said.sequence, by=viewer.person_id, at=clock()
                )
            return see(f"{HOME}/{event_id}", notice=msg("The event is changed."))
    return _form_page(request, filled, event_id=event_id)


@post(f"{ONE}/cancellation", name="events.cancel", guards=[organisers], sync_to_thread=True)
def cancel(event_id: EventId, viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    with db.write() as session:
        operations.cancel(session, event_id, by=viewer.person_id, at=clock())
    return see(
        f"{HOME}/{event_id}", notice=msg("The event is cancelled, and everybody who is registered is told.")
    )


@get(f"{ONE}/attendance", name="events.attendance", guards=[overseers], sync_to_thread=True)
def attendance_list(request: AnyRequest, event_id: EventId, db: GivenDb, clock: GivenClock) -> Response[str]:
    with db.read() as session:
        event = one_event(session, event_id)
        people, seated = attendance(session, event)
    return page(
        request,
        "awards/events/attendance.html",
        event=event,
        people=people,
        seated=seated,
        open=event.cancelled_at is None and event.starts_at <= clock() + AHEAD,
    )


@get(f"{ONE}/attendance.csv", name="events.attendance_file", guards=[overseers], sync_to_thread=True)
def attendance_file(request: AnyRequest, event_id: EventId, db: GivenDb) -> Response[bytes]:
    lang = language_of(request)
    with db.read() as session:
        event = one_event(session, event_id)
        people, seated = attendance(session, event)
    head = (msg("Name"), msg("E-mail address"), msg("Seat"), msg("Attendance"))
    seat = {True: msg("Has a seat"), False: msg("Waits")}
    was_there = {True: msg("Present"), False: msg("Absent"), None: msg("Not marked")}
    rows = [
        (
            local(person, "name", lang),
            person.email,
            translate(seat[number <= seated], lang),
            translate(was_there[registration.attended], lang),
        )
        for number, (registration, person) in enumerate(people, start=1)
    ]
    return Response(
        csv_file([translate(each, lang) for each in head], rows),
        media_type=MEDIA_TYPE,
        headers={"content-disposition": 'attachment; filename="attendance.csv"'},
    )


@post(f"{ONE}/attendance", name="events.mark", guards=[organisers], sync_to_thread=True)
def mark(event_id: EventId, viewer: GivenViewer, form: GivenForm, db: GivenDb, clock: GivenClock) -> Redirect:
    present = read(AttendanceForm, form).values or AttendanceForm()
    with db.write() as session:
        operations.mark_attendance(session, event_id, present.present, by=viewer.person_id, at=clock())
    return see(f"{HOME}/{event_id}/attendance", notice=msg("Attendance is saved."))


router = Router(
    "/",
    route_handlers=[
        listed,
        show,
        calendar,
        register,
        leave,
        new,
        set_up,
        editing,
        change,
        cancel,
        attendance_list,
        attendance_file,
        mark,
    ],
)

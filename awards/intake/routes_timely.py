"""`/cycles/{number}/reminders`: when the cycle reminds of what is not submitted, and whom the next letter reaches."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from pydantic import Field

from awards.cycles.queries import cycle_by_number
from awards.intake.letters import DUE
from awards.intake.timely import (
    CHOICES,
    Due,
    closings_of,
    letters_of,
    params_of,
    set_reminders,
    unsubmitted,
)
from awards.kit.db import Database
from awards.kit.forms import Form, read
from awards.kit.i18n import Message, msg
from awards.kit.links import Links
from awards.kit.mail.letters import kind_named, parts
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenSettings, GivenViewer
from awards.people.guards import organisers, overseers
from awards.settings import Settings

AnyRequest = Request[Any, Any, Any]


class RemindersForm(Form):
    """The spans that are ticked, in hours; none switches reminders off."""

    hours: Annotated[list[int], Field(max_length=len(CHOICES))] = Field(default_factory=list)


@get("/cycles/{number:int}/reminders", name="reminders.page", guards=[overseers], sync_to_thread=True)
def reminders(
    request: AnyRequest,
    *,
    number: FromPath[int],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
) -> Response[str]:
    return _page(request, db, number, clock(), settings, may_set=viewer.organises)


@post("/cycles/{number:int}/reminders", name="reminders.set", guards=[organisers], sync_to_thread=True)
def change(
    request: AnyRequest,
    *,
    number: FromPath[int],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
) -> Response[str] | Redirect:
    now = clock()
    filled = read(RemindersForm, form)
    if asked := filled.values:
        with filled.catching_refusal():
            with db.write() as session:
                cycle = cycle_by_number(session, number)
                set_reminders(session, cycle, asked.hours, by=viewer.person_id, at=now)
            return see(f"/cycles/{number}/reminders", notice=msg("The reminders are saved."))
    return _page(request, db, number, now, settings, errors=filled.errors)


def _page(
    request: AnyRequest,
    db: Database,
    number: int,
    now: datetime,
    settings: Settings,
    *,
    may_set: bool = True,
    errors: dict[str, Message] | None = None,
) -> Response[str]:
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        coming = sorted(
            (
                Due(cycle.id, closes, hours)
                for closes in closings_of(session, cycle, now)
                for hours in cycle.reminder_hours
            ),
            key=lambda due: due.since,
        )
        coming = [due for due in coming if due.since > now]
        letters = letters_of(session, coming[0], unsubmitted(session, cycle.id)) if coming else {}
    kind = kind_named(DUE)
    assert kind is not None
    said = [
        parts(kind.write(params_of(coming[0], entries), Links(settings.base_url, None)), language_of(request))
        for entries in list(letters.values())[:1]
    ]
    return page(
        request,
        "awards/intake/timely.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        cycle=cycle,
        choices=CHOICES,
        coming=coming,
        recipients=len(letters),
        said=said[0][0] if said else None,
        may_set=may_set,
        typed={"hours": [str(hours) for hours in cycle.reminder_hours]},
        errors=errors or {},
    )


handlers = [reminders, change]

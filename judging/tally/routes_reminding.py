"""For organisers: a reminder to judges, read before it goes out."""

import uuid
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from pydantic import Field

from awards.kit.forms import Form, read
from awards.kit.i18n import nmsg
from awards.kit.links import Links
from awards.kit.mail.letters import parts
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenSettings, GivenViewer
from awards.people.guards import organisers
from judging.tally.letters import judge_reminded
from judging.tally.queries import head_of
from judging.tally.reminding import params_of, remind_judges, to_remind


class ChosenJudges(Form):
    """Who is reminded."""

    judge: list[uuid.UUID] = Field(default_factory=list)


@get(
    "/cycles/{number:int}/progress/reminders",
    name="tally.reminders",
    guards=[organisers],
    sync_to_thread=True,
)
def preview(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
) -> Response[str]:
    """Everybody who has not lodged all; those behind chosen, or all where nobody is; and the letter, as the first gets it."""
    with db.read() as session:
        head = head_of(session, number)
        found = to_remind(session, head, clock())
    said = None
    if found:
        letter = judge_reminded(params_of(found[0].line, head), Links(settings.base_url, None))
        said = parts(letter, language_of(request))
    return page(
        request,
        "judging/tally/reminders.html",
        cycle=head,
        found=found,
        sendable=any(not one.was_today for one in found),
        said=said,
    )


@post(
    "/cycles/{number:int}/progress/reminders", name="tally.remind", guards=[organisers], sync_to_thread=True
)
def remind(
    number: FromPath[int], viewer: GivenViewer, form: GivenForm, db: GivenDb, clock: GivenClock
) -> Redirect:
    """Write to whom was chosen."""
    chosen = (read(ChosenJudges, form).values or ChosenJudges()).judge
    with db.write() as session:
        sent = remind_judges(session, head_of(session, number), set(chosen), by=viewer.person_id, at=clock())
    return see(
        f"/cycles/{number}/progress",
        notice=nmsg("%(n)s reminder is on its way.", "%(n)s reminders are on their way.", sent),
    )


handlers = (preview, remind)

"""Drafts that may come too late, and reminding their people."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles.queries import categories_of, cycle_by_number
from awards.intake import reminders
from awards.intake.figures import day_of
from awards.intake.forms import ChosenForm, DraftsForm
from awards.intake.letters import reminded
from awards.intake.risk import Risk
from awards.intake.wording import RISKS
from awards.kit.forms import read, read_filter
from awards.kit.i18n import Message, msg, nmsg
from awards.kit.links import Links
from awards.kit.mail.letters import parts
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenSettings, GivenViewer
from awards.people.guards import organisers, overseers


@get("/cycles/{number:int}/intake/drafts", name="intake.drafts", guards=[overseers], sync_to_thread=True)
def drafts(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    number: FromPath[int],
) -> Response[str]:
    """Every draft of the cycle, with what it lacks; those at risk first."""
    now = clock()
    filled = read_filter(DraftsForm, request)
    wanted = filled.values or DraftsForm()
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        categories = categories_of(session, cycle.id)
        found = reminders.drafts_at_risk(session, cycle, now)
    may_remind = viewer.organises and any(draft.writable for draft in found)
    return page(
        request,
        "awards/intake/drafts.html",
        cycle=cycle,
        categories=categories,
        drafts=reminders.filtered(found, category=wanted.category, risk=wanted.risk),
        total=len(found),
        counts=[
            (risk, sum(draft.risk is risk and not draft.over for draft in found)) for risk in reversed(Risk)
        ],
        over=sum(draft.over for draft in found),
        risks=RISKS,
        reminded_today={
            draft.sheet.head.number
            for draft in found
            if draft.reminded_at and day_of(draft.reminded_at) == day_of(now)
        },
        may_remind=may_remind,
        typed=filled.typed,
        now=now,
    )


@get(
    "/cycles/{number:int}/intake/reminders",
    name="intake.reminders",
    guards=[organisers],
    sync_to_thread=True,
)
def preview(
    request: Request[Any, Any, Any],
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
    number: FromPath[int],
) -> Response[str] | Redirect:
    """Before anything is sent: the letter in both languages, and everybody who gets it."""
    chosen = (read_filter(ChosenForm, request).values or ChosenForm()).entry
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        planned = reminders.plan(session, cycle, set(chosen), clock())
    if not planned:
        return see(f"/cycles/{number}/intake/drafts", notice=msg("Choose at least one draft."))
    sent = next((reminder for reminder in planned if reminder.to), planned[0])
    letter = reminded(reminders.params_of(sent.draft), Links(settings.base_url, None))
    return page(
        request,
        "awards/intake/reminders.html",
        cycle=cycle,
        planned=planned,
        shown=sent,
        letters=sum(len(reminder.to) for reminder in planned),
        said=parts(letter, language_of(request)),
    )


@post("/cycles/{number:int}/intake/reminders", name="intake.remind", guards=[organisers], sync_to_thread=True)
def remind(
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
    number: FromPath[int],
) -> Redirect:
    """Send the letters that were shown."""
    chosen = (read(ChosenForm, form).values or ChosenForm()).entry
    with db.write() as session:
        cycle = cycle_by_number(session, number)
        _, letters = reminders.remind(session, cycle, set(chosen), by=viewer.person_id, at=clock())
    return see(f"/cycles/{number}/intake/drafts", notice=_sent(letters))


def _sent(letters: int) -> Message:
    return nmsg("%(n)s reminder is on its way.", "%(n)s reminders are on their way.", letters)


handlers = [drafts, preview, remind]

"""For the office: the queue, answering, and who answers."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.helpdesk import operations
from awards.helpdesk.forms import OwnerForm, QueueForm, ReplyForm, Which
from awards.helpdesk.office_pages import office_page
from awards.helpdesk.queries import PAGE, counts, next_open, queue
from awards.helpdesk.wording import STATES
from awards.kit.forms import Filled, read, read_filter
from awards.kit.i18n import msg
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenViewer
from awards.people.guards import organisers, overseers

QUESTIONS, QUEUE = "/helpdesk/questions", "/helpdesk/queue"
AnyRequest = Request[Any, Any, Any]
_FILTERS = {
    Which.OPEN: msg("Not done"),
    Which.MINE: msg("Mine"),
    Which.LATE: msg("Late"),
    Which.UNOWNED: msg("Taken by nobody"),
    Which.ALL: msg("All"),
}


@get(QUEUE, name="helpdesk.queue", guards=[overseers], sync_to_thread=True)
def show_queue(request: AnyRequest, viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Response[str]:
    """What waits for the office first, the nearest due time first; a filter that cannot be read is that of all."""
    asked = read_filter(QueueForm, request).values or QueueForm(which=Which.ALL, page=1)
    at = clock()
    with db.read() as session:
        found, total = queue(session, asked.which, viewer=viewer.person_id, page=asked.page, at=at)
        many = counts(session, viewer=viewer.person_id, at=at)
    last = max(1, -(-total // PAGE))
    return page(
        request,
        "awards/helpdesk/queue.html",
        found=found,
        filters=[(which, words, many[which]) for which, words in _FILTERS.items()],
        which=asked.which,
        number=min(asked.page, last),
        last=last,
        states=STATES,
    )


@get(f"{QUEUE}/next", name="helpdesk.next", guards=[organisers], sync_to_thread=True)
def following(request: AnyRequest, viewer: GivenViewer, db: GivenDb) -> Redirect:
    """On to the next question of mine or of nobody; `?after=` is the one that was just read."""
    after = request.query_params.get("after", "")
    with db.read() as session:
        number = next_open(
            session, viewer=viewer.person_id, after=int(after) if after.isdecimal() and len(after) < 10 else 0
        )
    if number is None:
        return see(QUEUE, notice=msg("No other question waits for you."))
    return see(f"{QUESTIONS}/{number}")


@post(f"{QUESTIONS}/{{number:int}}/answers", name="helpdesk.answer", guards=[organisers], sync_to_thread=True)
def answer(
    request: AnyRequest,
    *,
    number: FromPath[int],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """Send it; or, without sending anything, add an answer that is kept ready to what is written."""
    filled = read(ReplyForm, form)
    if "insert" in form:
        ready = str(form.get("ready", ""))
        return office_page(
            request, db, viewer, number, at=clock(), filled=Filled(typed=filled.typed), insert=ready
        )
    if filled.values is not None:
        said = filled.values
        with filled.catching_refusal():
            with db.write() as session:
                operations.reply(
                    session, number, said.text, said.then, seen=said.seen, by=viewer.person_id, at=clock()
                )
            return see(f"{QUESTIONS}/{number}", notice=msg("The answer is sent."))
    return office_page(
        request,
        db,
        viewer,
        number,
        at=clock(),
        filled=filled,
    )


@post(
    f"{QUESTIONS}/{{number:int}}/owner", name="helpdesk.hand_over", guards=[organisers], sync_to_thread=True
)
def hand_over(
    request: AnyRequest,
    *,
    number: FromPath[int],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str] | Redirect:
    """Take the question, or give it to somebody else."""
    filled = read(OwnerForm, form)
    if filled.values is None:
        wrong: Filled[Any] = Filled(errors=filled.errors, status=filled.status)
        return office_page(request, db, viewer, number, at=clock(), filled=wrong)
    with db.write() as session:
        operations.hand_over(session, number, filled.values.owner, by=viewer.person_id, at=clock())
    notice = (
        msg("The question is yours.")
        if filled.values.owner == viewer.person_id
        else msg("The question is handed over.")
    )
    return see(f"{QUESTIONS}/{number}", notice=notice)


handlers = [show_queue, following, answer, hand_over]
